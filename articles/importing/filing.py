"""Where a document's post is filed and who stands on its byline: names, bounded and folded."""

from dataclasses import dataclass

from articles.html import one_line
from articles.importing.documents import Document
from articles.telling import tell

NAME_LENGTH = 100
MAX_PATH_DEPTH = 8


@dataclass(frozen=True)
class Byline:
    name: str
    is_organisation: bool


def name_of(text: str) -> str:
    """Return `text` as the name of a section, author, tag or source may be."""
    return one_line(text)[:NAME_LENGTH].strip()


def section_paths(document: Document, warnings: list[dict[str, str]]) -> list[list[str]]:
    """Return the paths of names from the top that the document is filed under, each once."""
    paths = []
    for path in document.categories:
        if len(path) > MAX_PATH_DEPTH:
            message = tell(
                "only {number} levels are kept of {path}",
                number=MAX_PATH_DEPTH,
                path=" › ".join(path),
            )
            warnings.append({"kind": "section", "message": message})
        names = [name_of(name) for name in path[:MAX_PATH_DEPTH]]
        paths.append([name for name in names if name])
    return [path for number, path in enumerate(paths) if path and path not in paths[:number]]


def byline(document: Document, paths: list[list[str]], *, named: str) -> list[Byline]:
    """Return the authors in order, each once.

    One that repeats a section of `paths` or the source that is `named` is an organisation; a
    source taken from the byline itself says nothing of that kind.
    """
    organisations = {name for path in paths for name in path} | {name_of(named)}
    names = dict.fromkeys(name_of(name) for name in document.authors)
    return [Byline(name, name in organisations) for name in names if name]
