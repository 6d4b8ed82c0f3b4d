"""What each key of front matter means, under the names that generators give it."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

from articles.importing.front_matter import Scalar
from articles.telling import at_line, tell

# The likeliest name first: it wins when a document has several. Upper case, _ and - do not count.
ALIASES = {
    "title": ("title",),
    "slug": ("slug",),
    "abbrlink": ("abbrlink",),
    "date": (
        *("date", "publish_date", "pub_date", "published_at", "date_published", "created"),
        *("created_at", "date_created"),
    ),
    "updated": (
        "updated",
        "lastmod",
        "modified",
        "last_modified_at",
        "date_modified",
        "updated_at",
    ),
    "expires": ("expires", "expires_at"),
    "summary": ("summary", "description", "excerpt", "deck", "abstract", "subtitle", "desc"),
    "lead": (
        *("headimg", "cover", "image", "thumbnail", "featured_image", "feature_image"),
        *("cover_image", "cover_img", "header_img", "index_img", "banner_img", "top_img", "banner"),
        *("og_image", "img", "hero_image", "images", "header"),
    ),
    "lead_caption": (
        *("headimg_caption", "cover_caption", "image_caption", "featured_image_caption"),
    ),
    "authors": ("authors", "author"),
    "categories": ("categories", "category"),
    "tags": ("tags", "tag"),
    "source": ("source",),
    "link": ("link", "original_url", "source_url", "canonical_url", "canonical"),
    "language": ("language", "lang", "locale"),
    "rights": ("rights", "copyright"),
    "permalink": ("permalink",),
    "url": ("url",),
    "aliases": ("aliases", "alias", "redirect_from", "redirects"),
    "published": ("published",),
    "draft": ("draft",),
    "status": ("status",),
    "password": ("password",),
    "disable_nunjucks": ("disable_nunjucks",),
    "transcribed_from": ("transcribed_from",),
    "transcription_notes": ("transcription_notes",),
    # What an export of this program writes for its importer alone.
    "newsroom_export": ("newsroom_export",),
    "newsroom_extra": ("newsroom_extra",),
    "newsroom_post": ("newsroom_post",),
    "source_path": ("source_path",),
}
# Zola and some exporters put these under a key of their own.
TAXONOMIES = ("categories", "category", "tags", "tag", "authors", "author")
NO_NAME = tell(
    "holds something that is not a name, which is left out; "
    "write names, those that hold “: ” in quotes"
)
NOTHING = Scalar("", None)
# With its semicolon: without one, &copy may be a parameter of an address.
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31});")


def canonical(name: str) -> str:
    """Return `name` as all its spellings are: publishDate, publish_date, PublishDate."""
    return name.lower().replace("_", "").replace("-", "")


MEANINGS = {canonical(name): key for key, names in ALIASES.items() for name in names}


class Keys:
    """Reads keys by schema; what has another shape than its key asks is reported and left out."""

    def __init__(self, values: dict[str, Any], lines: dict[str, int]):
        self.values = _without_taxonomies(values)
        self.lines = lines
        self.warnings: list[dict[str, str]] = []
        # Generators escape braces and more; what this program wrote stands as it is.
        self._is_escaped = "newsroom_export" not in values
        self._written: dict[str, str] = {}
        for name in self.values:
            self._written.setdefault(canonical(name), name)
        self._taken: set[str] = set()

    def value(self, key: str, *, is_meant: Callable[[Any], bool] = bool) -> Any:
        """Return the first value under a name of `key` that says something and `is_meant`."""
        for alias in ALIASES[key]:
            name = self._written.get(canonical(alias))
            if name is None or _is_empty(self.values[name]) or not is_meant(self.values[name]):
                continue
            self._taken.add(name)
            return self.values[name]
        return None

    def has(self, name: str) -> bool:
        """Whether there is something under this very name."""
        written = self._written.get(canonical(name))
        return written is not None and not _is_empty(self.values[written])

    def text(self, key: str) -> str:
        value = self.value(key)
        if isinstance(value, list):
            # Hexo writes lists as their items with commas.
            value = Scalar(",".join(i.text for i in value if isinstance(i, Scalar)), None)
        if isinstance(value, dict):
            self.report(key, tell("has keys of its own; a text is expected"))
            return ""
        return self._read(value) if value else ""

    def _read(self, value: Scalar) -> str:
        text = value.text.strip()
        return ENTITY.sub(lambda entity: unescape(entity[0]), text) if self._is_escaped else text

    def names(self, key: str) -> list[str]:
        """The items of a list, each once; a single text is one item, commas and all.

        Names have no rank as categories have: those of a list in it stand beside the others.
        """
        value = self.value(key)
        items = value if isinstance(value, list) else [value] if value else []
        flat = [each for item in items for each in (item if isinstance(item, list) else [item])]
        scalars = [_name_of(item) for item in flat]
        if None in scalars:
            self.report(key, NO_NAME)
        names = [self._read(scalar) for scalar in scalars if scalar]
        return list(dict.fromkeys(name for name in names if name))

    def paths(self, key: str) -> list[list[str]]:
        """Hexo's categories: a flat list is one path; with a list in it, each item is a path."""
        value = self.value(key)
        if isinstance(value, dict):
            problem = tell("has keys of its own and is left out; write a list of names")
            self.report(key, problem)
            return []
        items = value if isinstance(value, list) else [value] if value else []
        if any(isinstance(item, list) for item in items):
            candidates = [item if isinstance(item, list) else [item] for item in items]
        else:
            candidates = [items]
        paths = []
        for candidate in candidates:
            names = [self._read(item) for item in candidate if isinstance(item, Scalar)]
            if len(names) != len(candidate):
                self.report(key, NO_NAME)
            paths.append([name for name in names if name])
        return [path for number, path in enumerate(paths) if path and path not in paths[:number]]

    def says(self, key: str, *words: str) -> bool:
        value = self.value(key)
        return isinstance(value, Scalar) and value.text.strip().lower() in words

    def is_true(self, key: str) -> bool:
        """Whether the value is YAML's true, not a text that reads so."""
        value = self.value(key)
        return isinstance(value, Scalar) and value.value is True

    def json(self, key: str) -> Any:
        """Return the value under `key` as JSON holds it, None for none."""
        value = self.value(key)
        return None if value is None else _json(value)

    def extra(self) -> dict[str, Any]:
        """The keys without a meaning here, and second names of one that say something else."""
        return {
            name: _json(value)
            for name, value in self.values.items()
            if name not in self._taken and not self._repeats(name, value)
        }

    def _repeats(self, name: str, value: Any) -> bool:
        key = MEANINGS.get(canonical(name))
        taken = [self.values[other] for other in self._taken if _means(other, key)]
        return key is not None and (_is_empty(value) or value in taken)

    def leave(self, key: str) -> None:
        """Keep the value under `key` as it is too, for there is more in it than was read."""
        self._taken.discard(self._name_of(key))

    def line_of(self, key: str) -> int:
        """Return the line that the value under `key` begins on, 0 where that is not known."""
        return self.lines.get(self._name_of(key), 0)

    def _name_of(self, key: str) -> str:
        return next((n for n in self.values if n in self._taken and _means(n, key)), key)

    def report(self, key: str, problem: str) -> None:
        name = self._name_of(key)
        told = tell("“{name}” {problem}", name=name, problem=problem)
        warning = {"kind": "front matter", "message": at_line(self.lines.get(name, 0), told)}
        if warning not in self.warnings:
            self.warnings.append(warning)


def _name_of(item: Any) -> Scalar | None:
    """Return a name as such, or that of a mapping with `name` (or `title`); None for no name."""
    if isinstance(item, dict):
        item = item.get("name") or item.get("title")
    return item if isinstance(item, Scalar) else None


def _means(name: str, key: str | None) -> bool:
    return MEANINGS.get(canonical(name)) == key


def _is_empty(value: Any) -> bool:
    return value in (NOTHING, [], {}) or (isinstance(value, Scalar) and not value.text.strip())


def _without_taxonomies(values: dict[str, Any]) -> dict[str, Any]:
    taxonomies = values.get("taxonomies")
    if not isinstance(taxonomies, dict):
        return values
    found = {name: taxonomies[name] for name in TAXONOMIES if name in taxonomies}
    others = {name: value for name, value in taxonomies.items() if name not in found}
    rest = {name: value for name, value in values.items() if name != "taxonomies"}
    return found | rest | ({"taxonomies": others} if others else {})


def _json(value: Any) -> Any:
    if isinstance(value, Scalar):
        return value.value
    if isinstance(value, list):
        return [_json(item) for item in value]
    return {key: _json(inner) for key, inner in value.items()}
