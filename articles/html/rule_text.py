"""The rules of a source as its operator writes them, one a line.

# a line that begins with # is a remark
remove: div.share-box, .qrcode           CSS selectors: these elements go
keep: aside.box                          … and these stay, whatever the house's rules say
remove text: 关注“海湾日报”公众号*         a whole paragraph goes; * stands for any text
caption: p.pic-desc                      CSS selectors: what these hold is a caption
notice: 本报记者保留一切权利*              a whole paragraph is a rights notice
summary: div.editor-note                 CSS selectors: the summary …
summary text: 编者按：*                   … or a paragraph; the summary is what * stands for
credit: 资料图｜*                         at the end of a caption; * is the owner
link: go.example.com/jump?target=        a link there leads where the parameter says
"""

from dataclasses import replace
from urllib.parse import urlsplit

from cssselect import SelectorError
from lxml.cssselect import CSSSelector

from articles.html.rules import HOUSE, BodyRules, LinkWrapper

MAX_RULES = 200
MAX_RULE = 300
FIELDS = {
    "remove": "removed_selectors",
    "keep": "kept_selectors",
    "caption": "caption_selectors",
    "summary": "summary_selectors",
    "remove text": "removed_texts",
    "notice": "notice_texts",
    "summary text": "summary_texts",
    "credit": "credit_texts",
    "link": "links",
}


class RuleError(ValueError):
    """A rule cannot be read; the message names the line and says what to do."""


def read_rules(text: str) -> BodyRules:
    """Return the house's rules with those of `text` added; `text` without rules gives HOUSE.

    Raises RuleError. The grammar is that of this module's first lines.
    """
    added: dict[str, list[str | LinkWrapper]] = {}
    rules = [
        (number, line.strip())
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip() and not line.lstrip().startswith("#")
    ]
    if len(rules) > MAX_RULES:
        raise RuleError(f"there are {len(rules)} rules, {MAX_RULES} at most are read")
    for number, line in rules:
        try:
            name, rule = _read_rule(line)
        except ValueError as problem:
            raise RuleError(f"line {number}: {problem}") from problem
        added.setdefault(name, []).append(rule)
    if not added:
        return HOUSE
    # A source's own rules are asked before the house's.
    both = {name: (*found, *getattr(HOUSE, name)) for name, found in added.items()}
    return replace(HOUSE, **both)  # type: ignore[arg-type]


def _read_rule(line: str) -> tuple[str, str | LinkWrapper]:
    if len(line) > MAX_RULE:
        raise ValueError(f"a rule has {MAX_RULE} characters at most, this one {len(line)}")
    word, colon, rule = (line if ":" in line else line.replace("：", ":", 1)).partition(":")
    kind, rule = " ".join(word.lower().split()), rule.strip()
    if not colon or kind not in FIELDS:
        raise ValueError(f"“{word.strip()[:40]}” is no rule; a line begins with {_kinds()}")
    if not rule:
        raise ValueError(f"nothing follows “{kind}:”; say what it is about")
    name = FIELDS[kind]
    if name == "links":
        return name, _read_link(rule)
    if name.endswith("_selectors"):
        _check_selector(rule)
    elif not rule.replace("*", "").strip():
        raise ValueError("a text of nothing but * would be every paragraph; add words of it")
    if kind in ("credit", "summary text") and rule.count("*") != 1:
        raise ValueError(f"“{kind}” needs one *, which stands for what is to be taken")
    return name, rule


def _kinds() -> str:
    return ", ".join(f"“{kind}:”" for kind in FIELDS)


def _check_selector(rule: str) -> None:
    try:
        CSSSelector(rule)
    except SelectorError as error:
        raise ValueError(
            f"“{rule}” is no CSS selector ({error}); write it as in div.share, #tips"
        ) from error


def _read_link(rule: str) -> LinkWrapper:
    how = "write host, path and parameter, as in go.example.com/jump?target="
    try:
        parts = urlsplit(rule if "//" in rule else f"https://{rule}")
    except ValueError as error:
        raise ValueError(f"“{rule}” is no address ({error}); {how}") from error
    parameter = parts.query.removesuffix("=")
    if not parts.hostname or "." not in parts.hostname or not parameter or "=" in parameter:
        raise ValueError(f"“{rule}” does not say where the target is; {how}")
    return LinkWrapper(parts.hostname, parts.path or "/", parameter)
