"""What others are told of a change: queued with it, and done by `articles.tasks`."""

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from articles import outbox
from articles.models import Author, Category, Post, Revision, Tag, Transition
from articles.seo import absolute, found, own

# IndexNow takes so many addresses at once, Baidu so many.
INDEXNOW_POSTS = 10_000
BAIDU_POSTS = 2_000


def announce(posts):
    """Queue what is to be told of the saved `posts`, published or withdrawn ones.

    A scheduled post is told of at its time. Nothing is queued for whom the settings do not name.
    """
    is_sought = settings.INDEXNOW_KEY or settings.BAIDU_PUSH_URL
    if not posts or not (is_sought or settings.WEBSUB_HUB):
        return
    for moment, keys in _by_moment(posts).items():
        if settings.WEBSUB_HUB:
            outbox.put("ping_hub", at=moment, posts=keys)
        if is_sought:
            _tell_search_engines(keys, moment)


def announce_removal(posts):
    """Queue what is to be told of `posts`, a queryset that is about to be deleted.

    Of those that readers may have seen; afterwards nobody knows any more where they stood.
    """
    if not (settings.INDEXNOW_KEY or settings.WEBSUB_HUB):
        return
    seen = posts.filter(status__in=["published", "withdrawn"], published_at__lte=timezone.now())
    seen = seen.order_by("pk").defer("body", "extra")
    if settings.WEBSUB_HUB and (feeds := feeds_of(seen.values_list("pk", flat=True))):
        outbox.put("ping_hub", feeds=feeds)
    if settings.INDEXNOW_KEY:
        addresses = [absolute(post.get_absolute_url()) for post in own(found(seen))]
        for start in range(0, len(addresses), INDEXNOW_POSTS):
            outbox.put("tell_indexnow", addresses=addresses[start : start + INDEXNOW_POSTS])


def feeds_of(posts):
    """Return the addresses of all feeds that the posts of these keys are on."""
    posts = list(posts)
    if not posts:
        return []
    subjects = [
        *Category.objects.filter(listings__post__in=posts).distinct(),
        *Tag.objects.filter(tagged__content_object__in=posts).distinct(),
        *Author.objects.filter(bylines__post__in=posts).distinct(),
    ]
    pages = ["/", *(subject.get_absolute_url() for subject in subjects)]
    return [absolute(f"{page}feed.{form}") for page in pages for form in ("xml", "json")]


def _by_moment(posts):
    """Return {None: the keys of posts to tell of now, date: those of that date}."""
    moments = {}
    for post in posts:
        is_scheduled = post.status == Post.Status.PUBLISHED and not (
            post.is_public or post.is_expired
        )
        moments.setdefault(post.published_at if is_scheduled else None, []).append(post.pk)
    return moments


def _tell_search_engines(keys, moment):
    ours = own(found(Post.objects.filter(pk__in=keys))).order_by("pk")
    if settings.INDEXNOW_KEY:
        _put("tell_indexnow", ours, moment, most=INDEXNOW_POSTS)
    if settings.BAIDU_PUSH_URL:
        new = _appearing(ours.filter(status=Post.Status.PUBLISHED))
        _put("tell_baidu", new, moment, most=BAIDU_POSTS)


def _put(name, posts, moment, *, most):
    keys = list(posts.values_list("pk", flat=True))
    for start in range(0, len(keys), most):
        outbox.put(name, at=moment, posts=keys[start : start + most])


def _appearing(posts):
    """Those of `posts` whose last step published them, and that were not edited after it.

    The step itself leaves a revision behind it; a second one is an edit.
    """
    steps = Transition.objects.filter(post=OuterRef("pk")).order_by("-pk")
    since = Revision.objects.filter(post=OuterRef("pk"), created_at__gte=OuterRef("moved_at"))
    return (
        posts.annotate(
            step=Subquery(steps.values("to_status")[:1]),
            step_from=Subquery(steps.values("from_status")[:1]),
            moved_at=Subquery(steps.values("created_at")[:1]),
            edit=Subquery(since.order_by("pk").values("pk")[1:2]),
        )
        .filter(step=Post.Status.PUBLISHED, edit=None)
        .exclude(step_from=Post.Status.PUBLISHED)
    )
