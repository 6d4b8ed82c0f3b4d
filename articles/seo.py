"""What search engines and other sites are told about a page. Addresses start with SITE_URL."""

from dataclasses import dataclass, field

from django.conf import settings
from django.urls import reverse

from articles.html import excerpt_of

OPEN_GRAPH_LOCALES = {"zh-hans": "zh_CN", "zh-hant": "zh_TW", "zh": "zh_CN", "en": "en_GB"}


@dataclass(frozen=True)
class Metadata:
    """The head of a page. Addresses are absolute; "" leaves the element out.

    `feeds` is the path that /feed.xml and /feed.json are added to, None for a page without.
    """

    title: str
    description: str = ""
    canonical: str = ""
    image: str = ""
    image_alt: str = ""
    image_size: tuple[int, int] | None = None
    kind: str = "website"
    locale: str = "zh_CN"
    feeds: str | None = None
    is_indexed: bool = True
    previous: str = ""
    next: str = ""
    structured: list[dict] = field(default_factory=list)


def absolute(address):
    """Return `address`, a path of this site or an address elsewhere, as an absolute one."""
    return settings.SITE_URL + address if address.startswith("/") else address


def list_metadata(title, page, *, description="", feeds=None, is_indexed=True):
    """Return the head of a list; `page` is its `articles.listing.ListPage`."""
    return Metadata(
        title=title,
        description=excerpt_of(description),
        canonical=absolute(page.url),
        feeds=feeds,
        is_indexed=is_indexed,
        previous=absolute(page.previous),
        next=absolute(page.next),
    )


def article_metadata(page):
    """Return the head of an article; `page` is its `articles.pages.ArticlePage`."""
    post, lead = page.post, page.lead
    if page.is_preview:
        return Metadata(title=post.title, is_indexed=False)
    return Metadata(
        title=post.title,
        description=post.excerpt,
        canonical=absolute(post.get_absolute_url()),
        image=absolute(lead.src) if lead else "",
        image_alt=lead.alt or post.lead_caption if lead else "",
        image_size=(lead.width, lead.height) if lead and lead.width and lead.height else None,
        kind="article",
        locale=OPEN_GRAPH_LOCALES.get(post.language.lower(), post.language.replace("-", "_")),
        structured=[news_article(page), *breadcrumbs(page)],
    )


def news_article(page):
    """Return the schema.org NewsArticle of `page` as a dictionary."""
    post = page.post
    url = absolute(post.get_absolute_url())
    article = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": post.title,
        "description": post.excerpt,
        "url": url,
        "mainEntityOfPage": url,
        "datePublished": post.published_at.isoformat(),
        "dateModified": post.modified_at.isoformat(),
        "inLanguage": post.language,
        "isAccessibleForFree": True,
        "author": [_author(author) for author in page.authors],
        "publisher": {
            "@type": "NewsMediaOrganization",
            "name": settings.SITE_NAME,
            "url": absolute("/"),
        },
        "articleSection": [section.name for section in page.trail],
        "keywords": [tag.name for tag in page.tags],
        "image": _image(page.lead) if page.lead else None,
        "copyrightNotice": post.rights,
        "sourceOrganization": (
            {"@type": "Organization", "name": post.source.name} if post.source else None
        ),
    }
    return {key: value for key, value in article.items() if value}


def breadcrumbs(page):
    """Return [the schema.org BreadcrumbList of `page`], [] when it is in no section."""
    if not page.trail:
        return []
    places = [(section.name, section.get_absolute_url()) for section in page.trail]
    places.append((page.post.title, page.post.get_absolute_url()))
    return [
        {
            "@context": "https://schema.org",
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": position, "name": name, "item": absolute(path)}
                for position, (name, path) in enumerate(places, start=1)
            ],
        }
    ]


def site_metadata():
    """Return the head of the front page."""
    site = {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": settings.SITE_NAME,
        "url": absolute("/"),
        "potentialAction": {
            "@type": "SearchAction",
            "target": absolute(reverse("search")) + "?q={search_term_string}",
            "query-input": "required name=search_term_string",
        },
    }
    return Metadata(title="", canonical=absolute("/"), feeds="/", structured=[site])


def _author(author):
    kind = "Person" if author.kind == author.Kind.PERSON else "Organization"
    return {"@type": kind, "name": author.name, "url": absolute(author.get_absolute_url())}


def _image(picture):
    image = {
        "@type": "ImageObject",
        "url": absolute(picture.src),
        "width": picture.width,
        "height": picture.height,
        "creditText": picture.credit,
    }
    return {key: value for key, value in image.items() if value}
