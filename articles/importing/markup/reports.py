"""What is reported of a body: each trouble once, with the lines it was met on."""

from articles.importing.markup.lexing import Tag

MAX_LINES = 5


class Reports:
    """Collects troubles with tags; `first_line` is the line of its file that the body begins on."""

    def __init__(self, first_line: int):
        self.first_line = first_line
        self._lines: dict[tuple[str, str], list[int]] = {}

    def add(self, tag: Tag, reason: str) -> None:
        written = "{{ … }}" if tag.family == "output" else _sign(tag)
        self.add_at(tag.line, written, reason)

    def add_at(self, line: int, written: str, reason: str) -> None:
        """Report `written`, which stands on `line` of the body, its first being 0."""
        self._lines.setdefault((written, reason), []).append(self.first_line + line)

    def warnings(self) -> list[dict[str, str]]:
        """Return them as warnings, in the order of their first lines."""
        return [
            {"kind": "template tag", "message": f"{_places(lines)}: {written} {reason}"}
            for (written, reason), lines in self._lines.items()
        ]


def _sign(tag: Tag) -> str:
    if tag.family == "shortcode":
        return f"{{{{< {'/' if tag.is_end else ''}{tag.name} >}}}}"
    return f"{{% {'end' if tag.is_end else ''}{tag.name} %}}"


def _places(lines: list[int]) -> str:
    places = ", ".join(str(line) for line in lines[:MAX_LINES])
    more = f" and {len(lines) - MAX_LINES} more" if len(lines) > MAX_LINES else ""
    return f"line {places}{more}" if len(lines) == 1 else f"lines {places}{more}"
