from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.utils.text import Truncator

from articles.html import excerpt_of
from articles.seo.addresses import absolute
from articles.seo.policy import canonical_of, is_found
from articles.seo.structured import breadcrumbs, news_article, site_as_data

OPEN_GRAPH_LOCALES = {"zh-hans": "zh_CN", "zh-hant": "zh_TW", "zh": "zh_CN", "en": "en_GB"}
HEADLINES = 3
# Search engines cut what is longer.
LONGEST_DESCRIPTION = 160


@dataclass(frozen=True)
class Metadata:
    """The head of a page. Addresses are absolute; "" leaves the element out.

    `address` is our own where `canonical` is that of an original elsewhere.
    `feeds` is the path that /feed.xml and /feed.json are added to, None for a page without ones
    of its own. `language` is the tag of a page that is offered in it to readers of any. From
    `expires_at` on search engines are not to show the page.
    """

    title: str
    description: str = ""
    canonical: str = ""
    address: str = ""
    image: str = ""
    image_alt: str = ""
    image_size: tuple[int, int] | None = None
    kind: str = "website"
    locale: str = "zh_CN"
    language: str = ""
    feeds: str | None = None
    is_indexed: bool = True
    expires_at: datetime | None = None
    previous: str = ""
    next: str = ""
    structured: list[dict] = field(default_factory=list)

    @property
    def robots(self):
        """What crawlers are asked."""
        if not self.is_indexed:
            return "noindex"
        if self.expires_at is None:
            return "max-image-preview:large"
        return f"max-image-preview:large, unavailable_after: {self.expires_at.isoformat()}"


def list_metadata(title, page, *, description="", feeds=None, is_indexed=True):
    """Return the head of a list; `page` is its `articles.listing.ListPage`.

    Past the numbered pages, where each new post moves all the others, nothing is indexed.
    """
    return Metadata(
        title=title,
        description=excerpt_of(description) or _headlines(page.posts),
        canonical=absolute(page.url),
        feeds=feeds,
        is_indexed=is_indexed and page.number is not None,
        previous=absolute(page.previous),
        next=absolute(page.next),
    )


def article_metadata(page):
    """Return the head of an article; `page` is its `articles.pages.ArticlePage`."""
    post, lead = page.post, page.lead
    if page.is_preview:
        return Metadata(title=post.title, is_indexed=False)
    canonical, address = canonical_of(post), absolute(post.get_absolute_url())
    return Metadata(
        title=post.title,
        description=post.excerpt,
        canonical=canonical,
        address=address,
        image=absolute(lead.src) if lead else "",
        image_alt=lead.alt or post.lead_caption if lead else "",
        image_size=(lead.width, lead.height) if lead and lead.width and lead.height else None,
        kind="article",
        locale=OPEN_GRAPH_LOCALES.get(post.language.lower(), post.language.replace("-", "_")),
        language=post.language if canonical == address and is_found(post) else "",
        is_indexed=is_found(post),
        expires_at=post.expires_at,
        structured=[news_article(page), *breadcrumbs(page)],
    )


def site_metadata(posts):
    """Return the head of the front page, which begins with `posts`."""
    return Metadata(
        title="",
        description=settings.SITE_DESCRIPTION or _headlines(posts),
        canonical=absolute("/"),
        language=settings.LANGUAGE_CODE,
        feeds="/",
        structured=[site_as_data()],
    )


def _headlines(posts):
    """Say what a list holds that nobody has described."""
    titles = " · ".join(post.title for post in posts[:HEADLINES])
    return Truncator(titles).chars(LONGEST_DESCRIPTION)
