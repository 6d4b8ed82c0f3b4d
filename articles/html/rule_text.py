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
from articles.telling import at_line, tell

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
    """A rule cannot be read; the message says what to do. `line` counts from 1, None for all."""

    def __init__(self, problem: str):
        super().__init__(problem)
        self.problem = problem
        self.line: int | None = None

    @property
    def told(self) -> str:
        """The message, with the line where one is to blame."""
        return at_line(self.line or 0, self.problem)

    def __str__(self) -> str:
        return str(self.told)


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
        raise RuleError(
            tell(
                "there are {count} rules, {most} at most are read",
                count=len(rules),
                most=MAX_RULES,
            )
        )
    for number, line in rules:
        try:
            name, rule = _read_rule(line)
        except RuleError as error:
            error.line = number
            raise
        added.setdefault(name, []).append(rule)
    if not added:
        return HOUSE
    # A source's own rules are asked before the house's.
    both = {name: (*found, *getattr(HOUSE, name)) for name, found in added.items()}
    return replace(HOUSE, **both)  # type: ignore[arg-type]


def _read_rule(line: str) -> tuple[str, str | LinkWrapper]:
    if len(line) > MAX_RULE:
        raise RuleError(
            tell(
                "a rule has {most} characters at most, this one {count}",
                most=MAX_RULE,
                count=len(line),
            )
        )
    word, colon, rule = (line if ":" in line else line.replace("：", ":", 1)).partition(":")
    kind, rule = " ".join(word.lower().split()), rule.strip()
    if not colon or kind not in FIELDS:
        raise RuleError(
            tell(
                "“{word}” is no rule; a line begins with {kinds}",
                word=word.strip()[:40],
                kinds=_kinds(),
            )
        )
    if not rule:
        raise RuleError(tell("nothing follows “{word}:”; say what it is about", word=kind))
    name = FIELDS[kind]
    if name == "links":
        return name, _read_link(rule)
    if name.endswith("_selectors"):
        _check_selector(rule)
    elif not rule.replace("*", "").strip():
        raise RuleError(tell("a text of nothing but * would be every paragraph; add words of it"))
    if kind in ("credit", "summary text") and rule.count("*") != 1:
        raise RuleError(
            tell("“{word}” needs one *, which stands for what is to be taken", word=kind)
        )
    return name, rule


def _kinds() -> str:
    return ", ".join(f"“{kind}:”" for kind in FIELDS)


def _check_selector(rule: str) -> None:
    try:
        CSSSelector(rule)
    except SelectorError as error:
        raise RuleError(
            tell(
                "“{rule}” is no CSS selector ({reason}); write it as in div.share, #tips",
                rule=rule,
                reason=str(error),
            )
        ) from error


def _read_link(rule: str) -> LinkWrapper:
    try:
        parts = urlsplit(rule if "//" in rule else f"https://{rule}")
    except ValueError as error:
        raise RuleError(
            tell(
                "“{rule}” is no address ({reason}); write host, path and parameter, as in "
                "go.example.com/jump?target=",
                rule=rule,
                reason=str(error),
            )
        ) from error
    parameter = parts.query.removesuffix("=")
    if not parts.hostname or "." not in parts.hostname or not parameter or "=" in parameter:
        raise RuleError(
            tell(
                "“{rule}” does not say where the target is; write host, path and parameter, as in "
                "go.example.com/jump?target=",
                rule=rule,
            )
        )
    return LinkWrapper(parts.hostname, parts.path or "/", parameter)
