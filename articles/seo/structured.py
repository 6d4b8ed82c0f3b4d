"""Pages as schema.org describes them, for JSON-LD.

What is expected: https://developers.google.com/search/docs/appearance/structured-data/article
"""

import re

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

from articles.html import clean_text
from articles.seo.addresses import absolute
from articles.seo.policy import origin_of

MARKUP = re.compile(r"<[^>]*>|&#?\w+;")
# Hanzi, kana and hangul count one by one; elsewhere, what stands between blanks.
WORD = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]|[^\\W_\u3040-\uffff]+")


def news_article(page):
    """Return the schema.org NewsArticle of `page` as a dictionary."""
    post = page.post
    url = absolute(post.get_absolute_url())
    article = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": clean_text(post.title),
        "description": clean_text(post.excerpt),
        "url": url,
        "mainEntityOfPage": {"@type": "WebPage", "@id": url},
        "datePublished": post.published_at.isoformat(),
        "dateModified": post.modified_at.isoformat(),
        "expires": post.expires_at.isoformat() if post.expires_at else None,
        "inLanguage": post.language,
        "isAccessibleForFree": True,
        "author": _authors(page),
        "publisher": publisher(),
        "articleSection": [section.name for section in page.trail],
        "keywords": [tag.name for tag in page.tags],
        "wordCount": word_count(post.body),
        "image": image_as_data(page.lead, caption=post.lead_caption) if page.lead else None,
        "copyrightNotice": post.rights,
        "creditText": post.source.name if post.source else None,
        "isBasedOn": origin_of(post),
        "sourceOrganization": _source(post.source) if post.source else None,
        "correction": [_correction(correction) for correction in page.corrections],
    }
    return {key: value for key, value in article.items() if value}


def breadcrumbs(page):
    """Return [the schema.org BreadcrumbList of `page`], [] when it is in no section."""
    if not page.trail:
        return []
    places = [(section.name, section.get_absolute_url()) for section in page.trail]
    places.append((clean_text(page.post.title), page.post.get_absolute_url()))
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


def site_as_data():
    """Return the schema.org WebSite with the organisation that publishes it."""
    return {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": settings.SITE_NAME,
        "url": absolute("/"),
        "publisher": publisher(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": absolute(reverse("search")) + "?q={search_term_string}",
            "query-input": "required name=search_term_string",
        },
    }


def publisher():
    return {
        "@type": "NewsMediaOrganization",
        "name": settings.SITE_NAME,
        "url": absolute("/"),
        "logo": {"@type": "ImageObject", "url": absolute(static("articles/favicon.svg"))},
    }


def image_as_data(picture, *, caption=""):
    """Return the schema.org ImageObject of `picture`, an `articles.html.PageImage`."""
    image = {
        "@type": "ImageObject",
        "url": absolute(picture.src),
        "contentUrl": absolute(picture.src),
        "width": picture.width,
        "height": picture.height,
        "caption": caption or picture.alt,
        "creditText": picture.credit,
    }
    return {key: value for key, value in image.items() if value}


def word_count(body):
    """Return the number of words in `body`, clean HTML; a hanzi is one."""
    return len(WORD.findall(MARKUP.sub(" ", body)))


def _authors(page):
    """The byline; a piece without one is its source's, or ours."""
    if page.authors:
        return [_author(author) for author in page.authors]
    if page.post.source:
        return [_source(page.post.source)]
    return [{"@type": "Organization", "name": settings.SITE_NAME, "url": absolute("/")}]


def _author(author):
    kind = "Person" if author.kind == author.Kind.PERSON else "Organization"
    return {"@type": kind, "name": author.name, "url": absolute(author.get_absolute_url())}


def _source(source):
    return {
        "@type": "Organization",
        "name": source.name,
        "url": source.homepage or absolute(source.get_absolute_url()),
    }


def _correction(correction):
    return {
        "@type": "CorrectionComment",
        "text": clean_text(correction.text),
        "datePublished": correction.made_at.isoformat(),
    }
