"""What stands behind a comment, a style sheet or a quote that nobody closed: browsers show none
of it. Quotes that can be closed with certainty `articles.html` closes."""

import re

TAG = re.compile(r"<[^<>]{0,5000}>")
ENDS = {"<!--": "-->", "<style": "</style"}
# An address that runs on into markup: where it was to end, nothing tells.
RUN_ON = re.compile(r"""="(?!\s{0,9}javascript:)[^"<>]*+</?(?:a|p|div|span|li|h[1-6]|br)\b[^"]*+""")
ADDRESSES = ("href", "src")
IN_TAG = re.compile(r"<[A-Za-z][A-Za-z0-9]{0,20}\s[^<>]{0,2000}\Z")


def hidden_rest(html: str) -> tuple[str, str]:
    """Return (what opens it, the text of `html` that it hides); ("", "") for nothing."""
    for opening, closing in ENDS.items():
        start = html.rfind(opening)
        if start < 0 or html.find(closing, start) >= 0:
            continue
        rest = html[start + len(opening) :]
        # Scripts begin with such a sign too, and their own end counts.
        if "</script" not in rest.lower() and (text := _text(rest)):
            return opening, text
    return _behind_quote(html)


def _behind_quote(html: str) -> tuple[str, str]:
    for match in RUN_ON.finditer(html):
        before = html[max(match.start() - 4, 0) : match.start()].lower()
        if before.endswith(ADDRESSES) and (text := _text(match[0][2:])):
            return f'{before.strip()}="', text
    start = html.rfind('="')
    rest = html[start + 2 :]
    is_last = start >= 0 and '"' not in rest and "<" in rest.partition(">")[0]
    if is_last and IN_TAG.search(html[max(start - 2000, 0) : start]):
        return '="', _text(rest)
    return "", ""


def _text(markup: str) -> str:
    return " ".join(TAG.sub(" ", markup).split())
