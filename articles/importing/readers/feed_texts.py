"""The texts of a feed's entry as HTML: which is the body, and which the summary."""

import html
import re
from typing import Any

from articles.importing.documents.notes import ESCAPED_TWICE
from articles.importing.readers.feed_media import caption_of
from articles.importing.readers.paragraphs import BLOCK, paragraphs_of, with_paragraphs
from articles.importing.readers.transcripts import plain

HTML = {"text/html", "application/xhtml+xml"}
TAG = re.compile(r"<[a-zA-Z/!]")
BREAK = re.compile(r"<br\b", re.IGNORECASE)
# Markup that was escaped once more than it should be: an element with its end, or an empty one.
ESCAPED = re.compile(
    r"&lt;(?:/(?:p|div|span|a|ul|ol|li|strong|b|em|h[1-6]|figure|blockquote|table)\s?&gt;|"
    r"(?:br|img|hr)\b)",
    re.IGNORECASE,
)
# A line that an editor has broken at a column, as hanzi are not.
WRAPPED = re.compile(r"(?<=[!-~])[ \t]{0,20}\n[ \t]{0,80}(?=[!-~])")


def texts_of(entry: dict[str, Any]) -> tuple[str, str, str, list[str]]:
    """Return (body as HTML, summary as text, language, notes).

    The body is the longest content, else the summary, else what is said of a film; the summary
    is "" when it is the body, or says the same.
    """
    contents = [dict(content) for content in entry.get("content", [])]
    summary = dict(entry.get("summary_detail") or {})
    body = max(contents, key=lambda content: len(content.get("value") or ""), default={})
    if not (body.get("value") or "").strip():
        body = summary
    if not (body.get("value") or "").strip():
        body = {"value": caption_of(entry), "type": "text/html"}
    notes: list[str] = []
    markup = _markup(body, notes)
    others = (_shown(text) for text in [summary, *contents])
    said = "".join(plain(markup).split())
    different = next((other for other in others if "".join(other.split()) not in ("", said)), "")
    return markup, different, body.get("language") or "", notes


def shown_text(text: str, kind: str) -> str:
    """Return `text`, of the media type `kind`, as a reader sees it, on one line."""
    return plain(text) if kind in HTML else " ".join(text.split())


def _markup(detail: dict[str, Any], notes: list[str]) -> str:
    value = (detail.get("value") or "").strip()
    if detail.get("type") not in HTML:
        return paragraphs_of(value)
    if not TAG.search(value) and ESCAPED.search(value):
        value = html.unescape(value)
        notes.append(ESCAPED_TWICE)
    if "\n" in value and not BLOCK.search(value) and not BREAK.search(value):
        # Text without a block in it is parted by its lines.
        value = with_paragraphs(WRAPPED.sub(" ", value))
    return value


def _shown(detail: dict[str, Any]) -> str:
    value = detail.get("value") or ""
    if detail.get("type") in HTML and not TAG.search(value) and ESCAPED.search(value):
        value = html.unescape(value)
    return shown_text(value, detail.get("type") or "")
