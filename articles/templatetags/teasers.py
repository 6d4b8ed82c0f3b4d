"""Posts as lists show them: `{% teaser post "card" with_section=True %}`.

What a list shows of a post is the same on each, and from one rendering of a page to the next most
posts are too: each look is rendered once, then kept.
"""

from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from django import template
from django.template.loader import get_template
from django.utils import timezone, translation

from articles.html import PageImage
from articles.pages import page_image

register = template.Library()

# Some three kilobytes each.
KEPT_LOOKS = 4000


class Look(NamedTuple):
    """All that lists show of a post: equal looks are equal on the page.

    `section` and `source` are names, "" without one; `picture` is None without a lead image.
    """

    title: str
    address: str
    language: str
    excerpt: str
    published_at: datetime
    picture: PageImage | None
    section: str
    source: str


def look(post, with_section=False):
    """Return the Look of a post that was read for lists; its section only where that is shown."""
    image, section = post.lead_image, post.section if with_section else None
    return Look(
        title=post.title,
        address=post.get_absolute_url(),
        language=post.language,
        excerpt=post.excerpt,
        published_at=post.published_at,
        picture=page_image(image, with_renditions=True) if image else None,
        section=section.name if section else "",
        source=post.source.name if post.source else "",
    )


@register.simple_tag
def teaser(post, kind, *, with_excerpt=False, with_section=False):
    """Show a post as a "card", as the "lead" of a page, or as an "item" or "brief" of a list.

    A card has an excerpt when it is asked for, or has no picture. Its "picture" and "byline" can
    be had alone.
    """
    return _rendered(
        kind,
        look(post, with_section),
        with_excerpt,
        translation.get_language(),
        timezone.localdate(),
    )


@lru_cache(maxsize=KEPT_LOOKS)
def _rendered(kind: str, post: Look, with_excerpt: bool, _language: str, _today: date):
    """Render a look; posts of today bear the hour, so that it is another tomorrow."""
    context = {"post": post, "with_excerpt": with_excerpt}
    return get_template(f"articles/_{kind}.html").render(context)
