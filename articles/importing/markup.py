"""The body of a document as HTML, whatever it is written in. Nothing in it is evaluated."""

import re

from markdown_it import MarkdownIt

from articles.importing.documents import Document

MORE = re.compile(r"<!-- ?more ?-->", re.IGNORECASE)
markdown = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def expand(document: Document) -> tuple[str, str]:
    """Return (HTML of the body, HTML of the part before `<!-- more -->`, "" without one).

    The text is CommonMark with tables when the document is Markdown, else HTML as it is.
    """
    html = markdown.render(document.body) if document.is_markdown else document.body
    if more := MORE.search(html):
        return html[: more.start()] + html[more.end() :], html[: more.start()]
    return html, ""
