"""What every page's frame needs, dates as newspapers write them, and the two safe marks."""

import json
import re

from django import template
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import formats, timezone, translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

register = template.Library()

MOMENTS = {"zh-hans": "Y年n月j日 H:i", "en": "j F Y, H:i"}
DAYS = {"zh-hans": "Y年n月j日", "en": "j F Y"}
DAYS_THIS_YEAR = {"zh-hans": "n月j日", "en": "j F"}
DAYS_WITH_WEEKDAY = {"zh-hans": "Y年n月j日 l", "en": "l, j F Y"}
DAYS_OF_A_YEAR = {"zh-hans": "n月j日 l", "en": "l, j F"}
MONTHS = {"zh-hans": "n月", "en": "F"}
# What parts the clauses of a Chinese headline: blanks between hanzi, and without them these marks.
BLANK = re.compile(r"(?<=[^\x00-\x7f])( )(?=[^\x00-\x7f])")
MARK = re.compile(r"(?<=[：，！？；])(?!$)")
MATCH = "<mark>{}</mark>"
CLAUSE = '<span class="clause">{}</span>'
# As django.utils.html.json_script does: a text can then neither end the element nor open another.
JSON_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.simple_tag
def site_name():
    return settings.SITE_NAME


@register.simple_tag
def interface_tag():
    """The language tag, as HTML wants it, of the language the page's frame is in."""
    return {"zh-hans": "zh-Hans"}.get(translation.get_language(), translation.get_language())


@register.simple_tag
def today():
    return timezone.localdate()


@register.filter(expects_localtime=True)
def moment(when):
    """2022年3月11日 02:06"""
    return _written(when, MOMENTS)


@register.filter
def weekday(when):
    """2022年3月11日 星期五"""
    return _written(when, DAYS_WITH_WEEKDAY)


@register.filter
def day_name(when):
    """3月11日 星期五"""
    return _written(when, DAYS_OF_A_YEAR)


@register.filter
def month_name(when):
    """3月"""
    return _written(when, MONTHS)


@register.filter(expects_localtime=True)
def brief(when):
    """The time of today's posts (14:05), the day of this year's (3月11日), else the whole date."""
    if when.date() == timezone.localdate():
        return when.strftime("%H:%M")
    this_year = when.year == timezone.localdate().year
    return _written(when, DAYS_THIS_YEAR if this_year else DAYS)


@register.simple_tag
def headline(title):
    """The title in the pieces between which it is best broken, blanks or else ： and its like."""
    pieces = BLANK.split(title)
    pieces = pieces if len(pieces) > 1 else MARK.split(title)
    return format_html_join(
        "", "{}", ((" " if piece == " " else format_html(CLAUSE, piece),) for piece in pieces)
    )


@register.simple_tag
def marked(pieces):
    """The pieces of a text, [(text, whether it matches)], with the matches marked."""
    return format_html_join(
        "", "{}", ((format_html(MATCH, text) if is_match else text,) for text, is_match in pieces)
    )


@register.filter
def article_body(page):
    """The text of an `ArticlePage`."""
    # Cleaned when it was saved, and since then only changed by `articles.html.present`, which
    # works on a tree and so cannot break out of it.
    return mark_safe(page.body)  # noqa: S308


@register.simple_tag
def structured_data(entries):
    """One JSON-LD element for each dictionary of `entries`."""
    texts = (json.dumps(entry, cls=DjangoJSONEncoder, ensure_ascii=False) for entry in entries)
    return format_html_join(
        "\n",
        '<script type="application/ld+json">{}</script>',
        # JSON has its own spelling for the only characters that markup is made of.
        ((mark_safe(text.translate(JSON_ESCAPES)),) for text in texts),  # noqa: S308
    )


def _written(when, patterns):
    pattern = patterns.get(translation.get_language(), patterns["en"])
    return formats.date_format(when, pattern)
