"""Atom and JSON feeds of the site, of sections, tags and authors."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Atom1Feed, Enclosure
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.html import clean_text
from articles.models import Author, Category, Post, Tag
from articles.seo import absolute

FEED_SIZE = 20


@dataclass(frozen=True)
class Channel:
    """What a feed is made of; `path` is the page it belongs to."""

    title: str
    path: str
    posts: list[Post]

    def address(self, form):
        return absolute(f"{self.path}feed.{form}")


@require_safe
def site_feed(request, form):
    posts = Post.objects.published().newest_first()
    return _answer(settings.SITE_NAME, "/", posts, form)


@require_safe
def section_feed(request, path, form):
    category = get_object_or_404(Category, path=path)
    posts = Post.objects.published().in_category(category)
    return _answer(_titled(category.name), category.get_absolute_url(), posts, form)


@require_safe
def tag_feed(request, slug, form):
    tag = get_object_or_404(Tag, slug=slug)
    posts = Post.objects.published().tagged_with(tag)
    return _answer(_titled(tag.name), tag.get_absolute_url(), posts, form, may_be_empty=False)


@require_safe
def author_feed(request, slug, form):
    author = get_object_or_404(Author, slug=slug)
    posts = Post.objects.published().by_author(author)
    return _answer(_titled(author.name), author.get_absolute_url(), posts, form, may_be_empty=False)


def _titled(name):
    return _("%(name)s – %(site)s") % {"name": name, "site": settings.SITE_NAME}


def _answer(title, path, posts, form, *, may_be_empty=True):
    channel = Channel(clean_text(title), path, list(posts.for_cards()[:FEED_SIZE]))
    if not channel.posts and not may_be_empty:
        raise Http404("nothing to read")
    return _atom(channel) if form == "xml" else _json(channel)


def _atom(channel):
    feed = Atom1Feed(
        title=channel.title,
        link=absolute(channel.path),
        description="",
        language=settings.LANGUAGE_CODE,
        feed_url=channel.address("xml"),
        feed_guid=absolute(channel.path),
    )
    for post in channel.posts:
        address = absolute(post.get_absolute_url())
        feed.add_item(
            title=clean_text(post.title),
            link=address,
            description=clean_text(post.excerpt),
            unique_id=address,
            pubdate=post.published_at,
            updateddate=post.modified_at,
            author_name=_names(post),
            categories=[clean_text(filing.category.name) for filing in post.filings.all()],
            enclosures=_enclosures(post),
        )
    return HttpResponse(
        feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )


def _json(channel):
    """Format: https://www.jsonfeed.org/version/1.1/"""
    return JsonResponse(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": channel.title,
            "home_page_url": absolute(channel.path),
            "feed_url": channel.address("json"),
            "language": settings.LANGUAGE_CODE,
            "items": [_item(post) for post in channel.posts],
        },
        content_type="application/feed+json; charset=utf-8",
        json_dumps_params={"ensure_ascii": False},
    )


def _item(post):
    address = absolute(post.get_absolute_url())
    item = {
        "id": address,
        "url": address,
        "title": clean_text(post.title),
        "content_text": clean_text(post.excerpt),
        "image": absolute(post.lead_image.src) if post.lead_image else "",
        "date_published": post.published_at.isoformat(),
        "date_modified": post.modified_at.isoformat(),
        "authors": [
            {"name": author.name, "url": absolute(author.get_absolute_url())}
            for author in post.byline
        ],
        "tags": [filing.category.name for filing in post.filings.all()],
        "language": post.language,
    }
    return {key: value for key, value in item.items() if value}


def _names(post):
    names = [author.name for author in post.byline] or [post.source.name if post.source else ""]
    return clean_text("、".join(names)) or None


def _enclosures(post):
    image = post.lead_image
    if image is None or not image.file:
        return []
    extension = image.file.name.rpartition(".")[2]
    kind = {"jpg": "jpeg"}.get(extension, extension)
    # The size is not known without opening the file; 0 says so.
    return [Enclosure(absolute(image.src), "0", f"image/{kind}")]
