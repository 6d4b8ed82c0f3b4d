"""What stands behind a tag's name."""

import html
import re
from dataclasses import dataclass, field

WORD = re.compile(r""""([^"]*)"|'([^']*)'|`([^`]*)`|(\S+)""")
NAMED = re.compile(
    r"""([A-Za-z_][\w-]{0,60})\s*=\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|`([^`]*)`|([^\s"'`]+))"""
    r"""|"((?:[^"\\]|\\.)*)"|'([^']*)'|`([^`]*)`|(\S+)"""
)


def words(arguments: str) -> list[str]:
    """Return the words of `arguments`, what stands in quotes as one, without them."""
    return [next(filter(None, match.groups()), "") for match in WORD.finditer(arguments)]


def listed(arguments: str) -> list[str]:
    """Return the parts of `arguments` between commas, trimmed."""
    return [part.strip() for part in arguments.split(",")]


@dataclass
class Arguments:
    """`named` are those written name=value, `placed` the others, in order."""

    named: dict[str, str] = field(default_factory=dict)
    placed: list[str] = field(default_factory=list)

    def first(self, *names: str, place: int | None = None) -> str:
        """Return the first of `names` that says something, else what stands at `place`, or ""."""
        for name in names:
            if value := self.named.get(name):
                return value
        return self.placed[place] if place is not None and place < len(self.placed) else ""


def named(arguments: str) -> Arguments:
    """Return the arguments as Hugo and Jekyll write them: name="value" or in order."""
    found = Arguments()
    for match in NAMED.finditer(arguments):
        if match[1]:
            value = next(filter(None, match.groups()[1:5]), "")
            found.named.setdefault(match[1].lower(), html.unescape(value.replace('\\"', '"')))
        else:
            value = next(filter(None, match.groups()[5:]), "")
            found.placed.append(html.unescape(value.replace('\\"', '"')))
    return found
