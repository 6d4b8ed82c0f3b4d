"""What is reported of a body: each trouble once, with the lines it was met on."""

from articles.importing.markup.lexing import Tag
from articles.telling import tell

MAX_LINES = 5
MAX_NAMES = 3


class Reports:
    """Collects troubles with tags; `first_line` is the line of its file that the body begins on."""

    def __init__(self, first_line: int):
        self.first_line = first_line
        self._lines: dict[tuple[str, str], list[int]] = {}
        self._names: dict[tuple[str, str], list[str]] = {}

    def add(self, tag: Tag, reason: str, name: str = "") -> None:
        """Report `tag` for `reason`; `name`, what it speaks of, is told with others."""
        written = "{{ … }}" if tag.family == "output" else _sign(tag)
        self.add_at(tag.line, written, reason)
        names = self._names.setdefault((written, reason), [])
        if name and name not in names:
            names.append(name)

    def add_at(self, line: int, written: str, reason: str) -> None:
        """Report `written`, which stands on `line` of the body, its first being 0."""
        self._lines.setdefault((written, reason), []).append(self.first_line + line)

    def warnings(self) -> list[dict[str, str]]:
        """Return them as warnings, in the order of their first lines."""
        return [
            {"kind": "template tag", "message": _told(lines, *key, self._names.get(key, []))}
            for key, lines in self._lines.items()
        ]


def _sign(tag: Tag) -> str:
    if tag.family == "shortcode":
        return f"{{{{< {'/' if tag.is_end else ''}{tag.name} >}}}}"
    return f"{{% {'end' if tag.is_end else ''}{tag.name} %}}"


def _places(lines: list[int]) -> str:
    if len(lines) == 1:
        return tell("line {line}", line=lines[0])
    places = ", ".join(str(line) for line in lines[:MAX_LINES])
    if len(lines) <= MAX_LINES:
        return tell("lines {lines}", lines=places)
    return tell("lines {lines} and {more} more", lines=places, more=len(lines) - MAX_LINES)


def _told(lines: list[int], written: str, reason: str, names: list[str]) -> str:
    said = {"place": _places(lines), "tag": written, "reason": reason}
    if not names:
        return tell("{place}: {tag} {reason}", **said)
    named = ", ".join(f"“{name[:80]}”" for name in names[:MAX_NAMES])
    if len(names) <= MAX_NAMES:
        return tell("{place}: {tag} {reason} ({names})", **said, names=named)
    more = len(names) - MAX_NAMES
    return tell("{place}: {tag} {reason} ({names} and {more} more)", **said, names=named, more=more)
