"""The sections around every page: the menu above it, the colophon below it.

They are the same on page after page, so each is rendered once for the sections it shows.
"""

from functools import lru_cache
from typing import NamedTuple

from django import template
from django.conf import settings
from django.template.loader import get_template
from django.utils import timezone, translation

from articles.models.teasers import menu as top_sections

register = template.Library()


class SectionLink(NamedTuple):
    name: str
    address: str
    is_current: bool = False


@register.simple_tag
def menu_sections():
    """The top sections that have something to read."""
    return top_sections()


@register.simple_tag(takes_context=True)
def menu(context, sections):
    """The way to the front page and to `sections`; `top_section` is the path of the current one."""
    current, request = context.get("top_section"), context.get("request")
    links = tuple(
        SectionLink(section.name, section.get_absolute_url(), section.path == current)
        for section in sections
    )
    is_home = request is not None and request.path == "/"
    return _rendered("menu", links, translation.get_language(), is_home=is_home)


@register.simple_tag
def colophon(sections):
    links = tuple(SectionLink(section.name, section.get_absolute_url()) for section in sections)
    year = timezone.localdate().year
    return _rendered(
        "colophon", links, translation.get_language(), site=settings.SITE_NAME, year=year
    )


@lru_cache(maxsize=200)
def _rendered(part: str, sections: tuple[SectionLink, ...], _language: str, **shown):
    return get_template(f"articles/_{part}.html").render({"sections": sections, **shown})
