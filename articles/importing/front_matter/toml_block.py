"""Front matter in TOML, as Hugo's between lines of +++."""

import re
import tomllib

from articles.importing.errors import DocumentError
from articles.importing.front_matter.values import MAX_LENGTH, TOO_LONG, Keys, from_python
from articles.telling import tell

PLACE = re.compile(r"\(at line ([0-9]{1,9}), column ([0-9]{1,9})\)\Z")


def read_toml(matter: str, first_line: int) -> Keys:
    """Return the keys of `matter`; raises DocumentError for what is no TOML."""
    if len(matter) > MAX_LENGTH:
        raise DocumentError(TOO_LONG, line=first_line)
    try:
        loaded = tomllib.loads(matter)
    except (ValueError, RecursionError) as error:
        place = PLACE.search(str(error))
        raise DocumentError(
            tell(
                "the front matter is not valid TOML: {reason}; texts must stand in quotes",
                reason=str(error),
            ),
            line=first_line + int(place[1]) - 1 if place else first_line,
            column=int(place[2]) if place else None,
        ) from error
    return Keys(from_python(loaded, line=first_line))
