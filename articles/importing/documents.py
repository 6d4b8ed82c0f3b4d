"""A document: what its front matter says, by schema, and its body as written."""

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from articles.importing.errors import DocumentError
from articles.importing.front_matter import FrontMatter, Scalar, split_front_matter

MAX_BYTES = 5_000_000
FILE_NAME_DATE = re.compile(r"^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})-(.+)$")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")

# Front matter keys, each with the other names that generators give it.
ALIASES = {
    "title": ("title",),
    "slug": ("slug",),
    "date": ("date",),
    "summary": ("summary", "description", "excerpt", "deck"),
    "lead": ("headimg", "cover", "image", "thumbnail"),
    "authors": ("authors", "author"),
    "categories": ("categories", "category"),
    "tags": ("tags", "tag"),
    "source": ("source",),
    "link": ("link", "original_url"),
    "language": ("language", "lang"),
    "rights": ("rights", "copyright"),
    "published": ("published",),
    "draft": ("draft",),
}


@dataclass(frozen=True)
class Document:
    """What a document says, before anything is made of it.

    Texts are as written ("" when absent); `categories` is a list of paths from the top of the
    tree, each a list of names; `extra` holds the keys without a meaning here, as JSON values.
    """

    title: str
    slug: str
    date: str
    summary: str
    lead: str
    authors: list[str]
    categories: list[list[str]]
    tags: list[str]
    source: str
    link: str
    language: str
    rights: str
    is_draft: bool
    extra: dict[str, Any]
    body: str
    is_markdown: bool
    warnings: list[dict[str, str]] = field(default_factory=list)


def read_document(content: bytes, *, name: str) -> Document:
    """Return the document in `content`, the bytes of the file `name` (a path with "/").

    Raises DocumentError, with line and column where there are any, for what cannot be read.
    """
    if len(content) > MAX_BYTES:
        raise DocumentError(
            f"the document has {len(content):,} bytes, {MAX_BYTES:,} at most are read"
        )
    text, warnings = _decode(content)
    if not text.strip():
        raise DocumentError("the document is empty", line=1, column=1)
    matter = split_front_matter(text)
    reader = _Reader(matter, warnings + matter.warnings)
    path = PurePosixPath(name)
    return Document(
        title=reader.text("title"),
        slug=reader.text("slug"),
        date=reader.text("date") or _date_of_name(path),
        summary=reader.text("summary"),
        lead=reader.first_text("lead"),
        authors=reader.names("authors"),
        categories=reader.paths("categories"),
        tags=reader.names("tags"),
        source=reader.text("source"),
        link=reader.text("link"),
        language=reader.text("language"),
        rights=reader.text("rights"),
        is_draft=reader.is_draft() or "_drafts" in path.parts,
        extra=reader.extra(),
        body=matter.body,
        is_markdown=path.suffix.lower() in (".md", ".markdown"),
        warnings=reader.warnings,
    )


def _decode(content: bytes) -> tuple[str, list[dict[str, str]]]:
    warnings = []
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        try:
            text = content.decode("gb18030")
        except UnicodeDecodeError:
            line = content.count(b"\n", 0, error.start) + 1
            message = f"byte {content[error.start]:#04x} is neither UTF-8 nor GB18030"
            raise DocumentError(message, line=line) from error
        warnings.append({"kind": "encoding", "message": "read as GB18030, for it is not UTF-8"})
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if controls := len(CONTROL.findall(text)):
        message = f"{controls} control character(s) were taken out"
        warnings.append({"kind": "characters", "message": message})
        text = CONTROL.sub("", text)
    return text, warnings


def _date_of_name(path: PurePosixPath) -> str:
    match = FILE_NAME_DATE.match(path.stem)
    return "-".join((match[1], match[2].zfill(2), match[3].zfill(2))) if match else ""


class _Reader:
    """Reads keys by schema; what has another shape than its key asks is reported and left out."""

    def __init__(self, matter: FrontMatter, warnings: list[dict[str, str]]):
        self.values = matter.values
        self.warnings = warnings

    def _value(self, key: str) -> Any:
        present = (self.values[name] for name in ALIASES[key] if name in self.values)
        return next((value for value in present if value != Scalar("", None)), None)

    def text(self, key: str) -> str:
        value = self._value(key)
        if isinstance(value, list):
            # Hexo writes lists as their items with commas.
            value = Scalar(",".join(i.text for i in value if isinstance(i, Scalar)), None)
        if isinstance(value, dict):
            self._report(key, "has keys of its own; a text is expected")
            return ""
        return value.text.strip() if value else ""

    def first_text(self, key: str) -> str:
        value = self._value(key)
        if isinstance(value, list):
            value = next((item for item in value if isinstance(item, Scalar)), None)
        return value.text.strip() if isinstance(value, Scalar) else ""

    def names(self, key: str) -> list[str]:
        """The items of a flat list, each once; a single text is one item, commas and all."""
        value = self._value(key)
        items = value if isinstance(value, list) else [value] if value else []
        names = [item.text.strip() for item in items if isinstance(item, Scalar)]
        if len(names) != len(items):
            self._report(key, "holds something that is not a name")
        return list(dict.fromkeys(name for name in names if name))

    def paths(self, key: str) -> list[list[str]]:
        """Hexo's categories: a flat list is one path; with a list in it, each item is a path."""
        value = self._value(key)
        if isinstance(value, dict):
            self._report(key, "has keys of its own; a list of names is expected")
            return []
        items = value if isinstance(value, list) else [value] if value else []
        if any(isinstance(item, list) for item in items):
            candidates = [item if isinstance(item, list) else [item] for item in items]
        else:
            candidates = [items]
        paths = []
        for candidate in candidates:
            names = [item.text.strip() for item in candidate if isinstance(item, Scalar)]
            if len(names) != len(candidate):
                self._report(key, "holds something that is not a name")
            paths.append([name for name in names if name])
        return [path for number, path in enumerate(paths) if path and path not in paths[:number]]

    def is_draft(self) -> bool:
        published, draft = self._value("published"), self._value("draft")
        return _says(published, "false", "no", "off", "0") or _says(draft, "true", "yes", "on", "1")

    def extra(self) -> dict[str, Any]:
        """The keys without a meaning here, and second names of one that say something else."""
        meant = {name: key for key, names in ALIASES.items() for name in names}
        return {
            name: _json(value)
            for name, value in self.values.items()
            if name not in meant or value not in (Scalar("", None), self._value(meant[name]))
        }

    def _report(self, key: str, problem: str) -> None:
        self.warnings.append({"kind": "front matter", "message": f"“{key}” {problem}"})


def _says(value: Any, *words: str) -> bool:
    return isinstance(value, Scalar) and value.text.strip().lower() in words


def _json(value: Any) -> Any:
    if isinstance(value, Scalar):
        return value.value
    if isinstance(value, list):
        return [_json(item) for item in value]
    return {key: _json(inner) for key, inner in value.items()}
