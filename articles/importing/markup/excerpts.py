"""What stands before <!-- more -->."""

import re

from lxml import etree, html

# As Hexo: at most one blank on either side.
MORE = re.compile(r"<!-- ?more ?-->", re.IGNORECASE)


def split_excerpt(markup: str) -> tuple[str, str]:
    """Return (`markup` without its first `<!-- more -->`, what stood before it, tags balanced).

    Without one the second is "".
    """
    more = MORE.search(markup) if "<!--" in markup else None
    if more is None:
        return markup, ""
    before = markup[: more.start()]
    return before + markup[more.end() :], _balanced(before)


def _balanced(markup: str) -> str:
    if not markup.strip():
        return ""
    try:
        root = html.fragment_fromstring(markup, create_parent="div")
    except (etree.ParserError, ValueError):
        return markup
    text = etree.tostring(root, encoding="unicode", method="html", with_tail=False)
    return text.removeprefix("<div>").removesuffix("</div>")
