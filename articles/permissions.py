"""Every “may this user…”, and the querysets that follow from the answers.

Django's permissions say what a role does, `Responsibility` rows in which sections. A user's own
posts are those that they began.
"""

from django.contrib.auth.models import Group, Permission
from django.db.models import Exists, OuterRef, Q

from articles.models import Filing, Responsibility, SectionListing

REPORTERS = "Reporters"
EDITORS = "Editors"
CHIEF_EDITORS = "Chief editors"
PICTURE_EDITORS = "Picture editors"
OPERATORS = "Operators"
OBSERVERS = "Observers"

# A writer's until an editor has approved it.
BEING_WRITTEN = ("draft", "in_review")


def visible_to(user, posts):
    """Those of `posts` that the desk shows `user`; none of what is in the trash.

    All for whom all sections are; else one's own and, for editors, those of their sections and
    those that stand in none.
    """
    if not _has(user, "view_post"):
        return posts.none()
    return _within_reach(user, posts.filter(trashed_at=None))


def in_trash_of(user, posts):
    """Those of `posts` that lie in the trash and that `user` may take out again."""
    if not _has(user, "delete_post"):
        return posts.none()
    trashed = posts.filter(trashed_at__isnull=False)
    if _has(user, "edit_every_section"):
        return trashed
    if _has(user, "publish_post"):
        return _within_reach(user, trashed)
    return trashed.filter(created_by=user, status="draft")


def can_view(user, post):
    """Whether the desk shows `user` the post."""
    if getattr(post, "shown_to", None) == user:
        # It was found among those that `visible_to` gave.
        return _has(user, "view_post")
    return visible_to(user, type(post).objects.filter(pk=post.pk)).exists()


def can_see_everything(user):
    """Whether the desk shows `user` the posts of all sections."""
    return _has(user, "view_every_post")


def can_begin(user):
    """Whether `user` may write a new post."""
    return _has(user, "add_post")


def can_edit(user, post):
    """Whether `user` may change the content of `post`, as a draft.

    Editors that of their sections, of what stands in none, and their own; others only what they
    began, until it is approved.
    """
    if not _has(user, "change_post") or post.trashed_at is not None:
        return False
    if _is_own(user, post):
        return _has(user, "publish_post") or post.status in BEING_WRITTEN
    return _has(user, "publish_post") and _answers_for(user, post, if_in_none=True)


def can_publish(user, post):
    """Whether `user` may approve, publish or send back `post`, and decide when and where."""
    if not _has(user, "publish_post") or post.trashed_at is not None:
        return False
    return _answers_for(user, post, if_in_none=False)


def can_withdraw(user, post):
    """Whether `user` may take `post` from its readers, or give what was withdrawn back."""
    return _has(user, "withdraw_post") and _answers_for(user, post, if_in_none=True)


def can_discard(user, post):
    """Whether `user` may put `post` into the trash, as far as its history allows it."""
    if not _has(user, "delete_post") or not can_edit(user, post):
        return False
    return _has(user, "publish_post") or post.status == "draft"


def can_recover(user, post):
    """Whether `user` may take `post` out of the trash."""
    return in_trash_of(user, type(post).objects.filter(pk=post.pk)).exists()


def can_empty_trash(user):
    """Whether `user` may delete what is in the trash for good."""
    return _has(user, "empty_trash")


def can_set_checklist(user):
    """Whether `user` may say which checks are made before publication, and which block it."""
    return _has(user, "publish_post") and _has(user, "edit_every_section")


def can_start(user, kind):
    """Whether `user` may start a bulk change of this kind; each post is asked about by itself."""
    wanted = {"approve": "publish_post", "publish": "publish_post", "withdraw": "withdraw_post"}
    return _has(user, wanted.get(kind, "change_post"))


def can_follow(user, job):
    """Whether `user` may see how far a bulk change is, and stop it: who began it, and editors."""
    return user.is_active and (job.by_id == user.pk or _has(user, "edit_every_section"))


def can_share(user):
    """Whether `user` may put a saved filter above everybody's list."""
    return _has(user, "publish_post")


def can_audit(user):
    """Whether `user` may read the log of the desk."""
    return _has(user, "view_auditentry") and _has(user, "view_every_post")


def can_oversee(user):
    """Whether `user` sees how the machinery of the desk works: alarms, the queue of tasks."""
    return _has(user, "view_importrun") and _has(user, "view_every_post")


def can_decide(user):
    """Whether `user` may publish anything at all: such people's lists offer to."""
    return _has(user, "publish_post")


def can_edit_image(user, image):
    """Whether `user` may change a picture of the library: any, or those that they added."""
    return _has(user, "change_image") or (_is_own(user, image) and _has(user, "add_image"))


def can_delete_image(user, image):
    """Whether `user` may delete a picture, where nothing shows it."""
    return _has(user, "delete_image")


def can_arrange(user):
    """Whether `user` may choose what stands at the top of the front page."""
    return _has(user, "publish_post") and _has(user, "change_frontpageslot")


def can_settle(user, conflict):
    """Whether `user` may decide `conflict`: whoever may change that field of its post.

    When and whether readers find a post is for those who may publish it.
    """
    if conflict.field == "status" and not can_withdraw(user, conflict.post):
        return False
    is_for_readers = conflict.field in ("published_at", "expires_at")
    if is_for_readers and not can_publish(user, conflict.post):
        return False
    return can_edit(user, conflict.post)


def can_undo(user):
    """Whether `user` may take import runs back: it deletes posts that readers see."""
    wanted = ("empty_trash", "withdraw_post", "edit_every_section", "view_importrun")
    return all(_has(user, codename) for codename in wanted)


def sections_of(user):
    """Return the keys of the sections that `user` answers for, a list; asked for once.

    Of whoever comes with a session they are known (`newsroom.accounts`).
    """
    if not hasattr(user, "sections"):
        mine = Responsibility.objects.filter(user=user)
        user.sections = list(mine.values_list("category", flat=True))
    return user.sections


def make_groups():
    """Make the groups of the roles where they are missing; leave them as they are else."""
    articles = Permission.objects.filter(content_type__app_label="articles")
    for name, wanted in ROLES.items():
        group, is_new = Group.objects.get_or_create(name=name)
        if is_new:
            group.permissions.set(articles.filter(wanted))


def _has(user, codename):
    return user.is_active and user.has_perm(f"articles.{codename}")


def _is_own(user, post):
    return post.created_by_id is not None and post.created_by_id == user.pk


def _answers_for(user, post, *, if_in_none):
    """Whether the post stands in a section of `user`'s; of one in none, `if_in_none`."""
    if _has(user, "edit_every_section"):
        return True
    places = post.relations["listed_in"]
    return not set(places).isdisjoint(sections_of(user)) if places else if_in_none


def _within_reach(user, posts):
    if _has(user, "view_every_post"):
        return posts
    own = Q(created_by=user)
    if not _has(user, "publish_post"):
        return posts.filter(own)
    mine = SectionListing.objects.filter(post=OuterRef("pk"), category__in=sections_of(user))
    filed = Filing.objects.filter(post=OuterRef("pk"))
    return posts.filter(own | Exists(mine) | ~Exists(filed))


def _codenames(*models, may=("add", "change", "delete", "view")):
    return Q(codename__in=[f"{verb}_{model}" for model in models for verb in may])


NAMES = ("category", "author", "tag", "source")
WRITING = _codenames("post") | _codenames(*NAMES, may=["view"])
# What only imports and steps write.
RECORDS = ("importrun", "importrecord", "original", "revision", "transition", "duplicatelink")
EVERYTHING = Q(content_type__app_label="articles")
ROLES = {
    REPORTERS: WRITING | _codenames("image", may=["add", "view"]),
    EDITORS: WRITING
    | Q(codename="publish_post")
    | _codenames("image", may=["add", "change", "view"])
    | _codenames("author", "tag", may=["add", "change"])
    | _codenames("correction")
    | _codenames("conflict", "duplicatelink", may=["view", "change"])
    | _codenames(*RECORDS, may=["view"]),
    CHIEF_EDITORS: EVERYTHING
    & ~_codenames("importrecord", "original", may=["add", "change", "delete"]),
    PICTURE_EDITORS: _codenames("image")
    | Q(codename="view_every_post")
    | _codenames("post", *NAMES, may=["view"]),
    OPERATORS: Q(codename="view_every_post")
    | _codenames("source", "redirect", "importrun", "category")
    | _codenames("post", "image", "author", "tag", "conflict", *RECORDS, may=["view"]),
    OBSERVERS: Q(codename="view_every_post") | Q(codename__startswith="view_"),
}
