"""A document, read from its bytes."""

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from articles.importing.documents.decoding import decode
from articles.importing.documents.notes import known_note
from articles.importing.documents.old_addresses import old_addresses_of
from articles.importing.documents.pictures import lead_of
from articles.importing.documents.schema import Keys
from articles.importing.documents.transcribed import is_one_division
from articles.importing.errors import DocumentError
from articles.importing.front_matter import FrontMatter, Scalar, split_front_matter
from articles.telling import tell

FILE_NAME_DATE = re.compile(r"\A([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:-.+)?", re.DOTALL)
# A folder is the document, and bears its name, where its text is called so.
BUNDLED = ("index", "index.zh", "index.zh-cn", "readme")
MARKDOWN_SUFFIXES = (".md", ".markdown")
YES = ("true", "yes", "on", "1")
NO = ("false", "no", "off", "0")
TIMES = ("date", "updated", "expires")
# What WordPress and its exporters call posts that readers do not see.
UNPUBLISHED = ("draft", "private", "pending", "trash", "auto-draft")


@dataclass(frozen=True)
class Document:
    """What a document says, before anything is made of it.

    Texts are as written ("" when absent); `categories` is a list of paths from the top of the
    tree, each a list of names; `old_addresses` are paths of a site, as `site_path` gives them;
    `extra` holds the keys without a meaning here, as JSON values. `body_line` is the line
    (from 1) that the body starts on. With `is_literal` nothing in the body is a template tag;
    `has_excerpt` is true when its `excerpt` says where no `<!-- more -->` may.
    `transcribed_from` names the kind of feed that the document was made from, its body being HTML.
    `source_path` and `post_key` are the identifier and the post that an export of this program
    names, "" in other documents. `lines` are those of `date`, `updated` and `expires`, where known;
    `named_date` is the day that the file's name begins with.
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
    updated: str = ""
    expires: str = ""
    abbrlink: str = ""
    lead_caption: str = ""
    old_addresses: list[str] = field(default_factory=list)
    transcribed_from: str = ""
    body_line: int = 1
    is_literal: bool = False
    has_excerpt: bool = False
    is_exported: bool = False
    source_path: str = ""
    post_key: str = ""
    lines: dict[str, int] = field(default_factory=dict)
    named_date: str = ""


def read_document(content: bytes, *, name: str) -> Document:
    """Return the document in `content`, the bytes of the file `name` (a path with "/").

    Raises DocumentError, with line and column where there are any, for what cannot be read.
    """
    text, warnings = decode(content)
    if not text.strip():
        raise DocumentError(tell("the document is empty"), line=1, column=1)
    matter = split_front_matter(text)
    keys = Keys(matter.values, matter.lines)
    if keys.text("transcribed_from"):
        notes = keys.names("transcription_notes")
        warnings += [{"kind": "feed", "message": known_note(note)} for note in notes]
    document = _document(keys, matter, PurePosixPath(name))
    document.warnings.extend([*warnings, *matter.warnings, *keys.warnings])
    return document


def _document(keys: Keys, matter: FrontMatter, path: PurePosixPath) -> Document:
    transcribed_from = keys.text("transcribed_from")
    lead, lead_caption = lead_of(keys)
    is_ours = keys.value("newsroom_export") is not None
    named = PurePosixPath() if transcribed_from or is_ours else path
    return Document(
        title=keys.text("title"),
        slug=keys.text("slug"),
        # One that cannot be read is reported: that of the name then only proposes a date.
        named_date=_date_of_name(named),
        date=keys.text("date") if keys.value("date") else _date_of_name(named),
        summary=_prose(keys, "summary"),
        lead=lead,
        authors=keys.names("authors"),
        categories=keys.paths("categories"),
        tags=keys.names("tags"),
        source=keys.text("source"),
        link=keys.text("link"),
        language=keys.text("language"),
        rights=_prose(keys, "rights"),
        updated=keys.text("updated"),
        expires=keys.text("expires"),
        lines={key: keys.line_of(key) for key in TIMES},
        abbrlink=keys.text("abbrlink"),
        lead_caption=lead_caption,
        old_addresses=old_addresses_of(keys),
        transcribed_from=transcribed_from,
        is_draft=_is_draft(keys) or "_drafts" in named.parts,
        # What a feed shows has been through its site's templates.
        is_literal=keys.is_true("disable_nunjucks") or bool(transcribed_from),
        has_excerpt=keys.has("excerpt"),
        is_exported=is_ours,
        source_path=keys.text("source_path") if is_ours else "",
        post_key=keys.text("newsroom_post") if is_ours else "",
        extra=_extra(keys, is_ours=is_ours),
        body=matter.body,
        body_line=matter.body_line,
        is_markdown=not transcribed_from and _is_markdown(matter.body, path),
    )


def _is_markdown(body: str, path: PurePosixPath) -> bool:
    return path.suffix.lower() in MARKDOWN_SUFFIXES and not is_one_division(body)


def _extra(keys: Keys, *, is_ours: bool) -> dict[str, Any]:
    """Return the keys without a meaning; an export keeps apart those that others give one."""
    kept_apart = keys.json("newsroom_extra") if is_ours else None
    return keys.extra() | (kept_apart if isinstance(kept_apart, dict) else {})


def _prose(keys: Keys, key: str) -> str:
    """Return a text; true and false, as themes write them for "show it", are none."""
    value = keys.value(key)
    is_switch = isinstance(value, Scalar) and isinstance(value.value, bool)
    return "" if is_switch else keys.text(key)


def _is_draft(keys: Keys) -> bool:
    if keys.text("password"):
        problem = tell("protects the piece, which nothing does here: it becomes a draft")
        keys.report("password", problem)
        return True
    # Each is asked, so that each counts as read.
    is_unpublished = keys.says("published", *NO)
    is_marked = keys.says("draft", *YES)
    has_status = keys.says("status", *UNPUBLISHED)
    return is_unpublished or is_marked or has_status


def _date_of_name(path: PurePosixPath) -> str:
    name = path.parent.name if path.stem.lower() in BUNDLED else path.stem
    match = FILE_NAME_DATE.fullmatch(name)
    return "-".join((match[1], match[2].zfill(2), match[3].zfill(2))) if match else ""
