from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.caching import STREAM, keep, label_of
from articles.feeds.atom import atom
from articles.feeds.entries import Channel, entry_of
from articles.feeds.json_feed import json_feed
from articles.html import clean_text
from articles.models import Author, Category, Image, Post, Tag
from articles.seo import absolute

FEED_SIZE = 20
WRITERS = {"xml": atom, "json": json_feed}
# What readers have seen of: a change of any other is no change of a feed.
SEEN = [Post.Status.PUBLISHED, Post.Status.WITHDRAWN]


@require_safe
def site_feed(request, form):
    posts = Post.objects.published().newest_first()
    return _answer(settings.SITE_NAME, "/", posts, form, label=STREAM, may_be_empty=True)


@require_safe
def section_feed(request, path, form):
    category = get_object_or_404(Category, path=path)
    return _answer_for(category, Post.objects.published().in_category(category), form)


@require_safe
def tag_feed(request, slug, form):
    tag = get_object_or_404(Tag, slug=slug)
    return _answer_for(tag, Post.objects.published().tagged_with(tag), form)


@require_safe
def author_feed(request, slug, form):
    author = get_object_or_404(Author, slug=slug)
    return _answer_for(author, Post.objects.published().by_author(author), form)


def _answer_for(subject, posts, form):
    title = _("%(name)s – %(site)s") % {"name": subject.name, "site": settings.SITE_NAME}
    path, label = subject.get_absolute_url(), label_of(subject)
    return _answer(title, path, posts, form, label=label)


def _answer(title, path, posts, form, *, label, may_be_empty=False):
    posts = posts.for_page()
    if not settings.FEED_FULL_TEXT:
        posts = posts.defer("body")
    posts = list(posts[:FEED_SIZE])
    if not posts and not may_be_empty:
        raise Http404("nothing to read")
    pictures = _pictures_in(posts) if settings.FEED_FULL_TEXT else {}
    channel = Channel(
        title=clean_text(title),
        address=absolute(path),
        feed_address=absolute(f"{path}feed.{form}"),
        hub=settings.WEBSUB_HUB,
        entries=[entry_of(post, pictures) for post in posts],
    )
    response = WRITERS[form](channel)
    response.headers["Last-Modified"] = _last_modified(posts)
    # Programs in other pages may read what anybody may.
    response.headers["Access-Control-Allow-Origin"] = "*"
    if channel.hub:
        links = (f'<{channel.hub}>; rel="hub"', f'<{channel.feed_address}>; rel="self"')
        response.headers["Link"] = ", ".join(links)
    return keep(response, label, posts=posts)


def _pictures_in(posts):
    """Return the pictures in the texts of `posts` by key, in one query."""
    return {picture.pk: picture for picture in Image.objects.filter(post_images__post__in=posts)}


def _last_modified(posts):
    """The last moment at which a feed may have changed: a post came, changed or went."""
    changes = Post.objects.filter(status__in=SEEN).order_by("-updated_at")
    moments = [*changes.values_list("updated_at", flat=True)[:1]]
    moments += [post.published_at for post in posts[:1]]
    return http_date(int(max(moments).timestamp())) if moments else http_date(0)
