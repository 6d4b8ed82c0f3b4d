"""Values whose quotation marks were written without escapes, or in piles, as generators do."""

import re

QUOTED_LINE = re.compile(r"^([A-Za-z_][\w.-]{0,99}:[ ]{1,9})([\"'].*)$", re.MULTILINE)
BARE_DOUBLE = re.compile(r'(?<!\\)"')
MIN_PILE = 2


def requoted(matter: str) -> tuple[str, list[int]]:
    """Return `matter`, YAML that cannot be read, with its values quoted as YAML has it.

    With it come the numbers of the lines, from 0, that were changed. A value is mended when
    it begins and ends with the same mark and holds more of it, or with two and more.
    """
    changed: list[int] = []

    def mend(line: re.Match[str]) -> str:
        text = _text_in(line[2].rstrip())
        if text is None:
            return line[0]
        changed.append(matter.count("\n", 0, line.start()))
        escaped = text.replace("'", "''")
        return f"{line[1]}'{escaped}'"

    return QUOTED_LINE.sub(mend, matter), changed


def _text_in(value: str) -> str | None:
    """Return what stands between the marks of `value`, None when these are as they should be."""
    inside = value.strip('"')
    if value.startswith('"' * MIN_PILE) and value.endswith('"' * MIN_PILE) and inside:
        is_quoted = len(inside) > 1 and inside[0] == inside[-1] == "'"
        return inside[1:-1].replace("''", "'") if is_quoted else inside
    mark, inside = value[0], value[1:-1]
    if len(value) < 3 or value[-1] != mark:
        return None
    if mark == '"' and BARE_DOUBLE.search(inside):
        return inside.replace('\\"', '"').replace("\\\\", "\\")
    if mark == "'" and "'" in inside.replace("''", ""):
        return inside.replace("''", "'")
    return None
