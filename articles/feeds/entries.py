"""What a feed says, before it is written as Atom or JSON. Texts hold nothing that XML forbids."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from articles.html import PageImage, clean_text, present
from articles.pages import page_image
from articles.seo import absolute, origin_of, standing_alone


@dataclass(frozen=True)
class Entry:
    """A post in a feed. Addresses are absolute; "" and None leave the element out.

    `markup` is the whole text, "" where feeds hold summaries only. `authors` are (name, address),
    the source where there is no byline. `origin` is where the piece first stood.
    """

    address: str
    title: str
    summary: str
    markup: str
    language: str
    published_at: datetime
    modified_at: datetime
    authors: list[tuple[str, str]]
    source: tuple[str, str] | None
    origin: str
    rights: str
    categories: list[str]
    picture: PageImage | None


@dataclass(frozen=True)
class Channel:
    """A feed: `address` is the page it belongs to, `hub` tells subscribers of changes."""

    title: str
    address: str
    feed_address: str
    hub: str
    entries: list[Entry]


def entry_of(post, pictures):
    """Return what a feed says of `post`; `pictures` are those of its text, rows by key."""
    address = absolute(post.get_absolute_url())
    source = post.source
    return Entry(
        address=address,
        title=clean_text(post.title),
        summary=clean_text(post.excerpt),
        markup=_markup(post, pictures, address) if settings.FEED_FULL_TEXT else "",
        language=post.language,
        published_at=post.published_at,
        modified_at=post.modified_at,
        authors=[_named(creator) for creator in post.byline or filter(None, [source])],
        source=_named(source) if source else None,
        origin=origin_of(post),
        rights=clean_text(post.rights),
        categories=[clean_text(filing.category.name) for filing in post.filings.all()],
        picture=page_image(post.lead_image) if post.lead_image else None,
    )


def _named(creator):
    return clean_text(creator.name), absolute(creator.get_absolute_url())


def _markup(post, pictures, address):
    shown = {key: page_image(picture) for key, picture in pictures.items()}
    body = present(post.body, shown, language=post.language)
    return clean_text(standing_alone(body, address))
