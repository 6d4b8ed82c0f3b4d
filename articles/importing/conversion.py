"""One document, from bytes to all that a post needs: pure, so that it can run in a worker."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

from articles.html import (
    Body,
    FoundImage,
    MarkupRefused,
    excerpt_of,
    make_body,
    one_line,
    text_of,
)
from articles.importing.documents import Document, read_document
from articles.importing.errors import DocumentError
from articles.importing.local_pictures import LocalPictures
from articles.importing.markup import expand
from articles.importing.readers import RawDocument
from articles.importing.times import doubt_about_zone, read_time
from articles.slugs import slugify

# Raised with every change of what documents become: originals are then read anew.
PIPELINE_VERSION = 1

# As Nunjucks and Liquid write them: {% name … %}.
TEMPLATE_TAG = re.compile(r"\{%-?\s{0,9}(\w{1,40})")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,2}")
LANGUAGE_LENGTH = 20
TITLE_LENGTH = 300
SUMMARY_LENGTH = 300
NAME_LENGTH = 100
MAX_PATH_DEPTH = 8


@dataclass(frozen=True)
class Contract:
    """How a source's documents are to be read; see the model Source."""

    homepage: str = ""
    is_clock_local: bool = False
    timezone: str = ""


@dataclass(frozen=True)
class Rules:
    """What a run says of all its documents. `contracts` are those of the sources by name."""

    source: str
    timezone: str
    site_timezone: str
    language: str
    contracts: Mapping[str, Contract] = field(default_factory=dict)


@dataclass(frozen=True)
class Byline:
    name: str
    is_organisation: bool


@dataclass
class Converted:
    """What became of a document: `error`, or all that its post is made from.

    `fields` are columns of the post as JSON holds them (`published_at` in ISO 8601 or None).
    `local_pictures` are files, by the address their `images` have here.
    """

    identifier: str
    path: str
    sha256: str
    content: bytes
    source: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    categories: list[list[str]] = field(default_factory=list)
    authors: list[Byline] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    is_draft: bool = False
    images: list[FoundImage] = field(default_factory=list)
    lead: FoundImage | None = None
    local_pictures: dict[str, str] = field(default_factory=dict)
    warnings: list[dict[str, str]] = field(default_factory=list)
    removed: list[dict[str, str]] = field(default_factory=list)
    error: DocumentError | None = None

    @property
    def pictures(self) -> list[FoundImage]:
        """The lead picture, if there is one, and those of the body."""
        return [picture for picture in [self.lead, *self.images] if picture]


def convert(raw: RawDocument, rules: Rules) -> Converted:
    """Return what `raw` becomes under `rules`; what cannot be read has its `error` set."""
    digest = hashlib.sha256(raw.content).hexdigest()
    result = Converted(raw.identifier, raw.path, digest, raw.content)
    try:
        if raw.problem:
            raise DocumentError(raw.problem)
        _fill(result, raw, rules)
    except DocumentError as error:
        result.error = error
    except MarkupRefused as refusal:
        result.error = DocumentError(f"the body cannot be kept: {refusal}")
    except (ValueError, ArithmeticError, RecursionError, OSError) as problem:
        # Whatever a document does to a parser, the others go on.
        result.error = DocumentError(f"the document cannot be read: {problem}")
    return result


def convert_all(raws: list[RawDocument], rules: Rules) -> list[Converted]:
    """`convert` for each of `raws`, in order: one call of a worker."""
    return [convert(raw, rules) for raw in raws]


def _fill(result: Converted, raw: RawDocument, rules: Rules) -> None:
    document = read_document(raw.content, name=raw.identifier)
    result.warnings = list(document.warnings)
    result.source = _name(
        rules.source or document.source or next(iter(document.authors), "") or raw.folder
    )
    contract = rules.contracts.get(result.source, Contract())
    base = document.link if document.link.startswith(("http://", "https://")) else contract.homepage
    pictures = LocalPictures(raw)
    markup, excerpt = expand(document)
    body = make_body(markup, base=base, lead=document.lead, locate=pictures.locate)
    result.images, result.lead = body.images, body.lead
    result.removed = body.removed
    result.local_pictures = pictures.found
    result.warnings += pictures.warnings
    _warn_about_text(result, document, body)
    result.tags = list(dict.fromkeys(filter(None, map(_name, document.tags))))
    result.categories = _paths(document, result)
    result.authors = _byline(document, result, named=rules.source or document.source)
    published_at = _publication(document, body, contract, rules, result)
    result.is_draft = document.is_draft or published_at is None
    result.fields = _fields(document, body, excerpt, raw, rules, result)
    result.fields["published_at"] = published_at.isoformat() if published_at else None


def _fields(
    document: Document, body: Body, excerpt: str, raw: RawDocument, rules: Rules, result: Converted
) -> dict[str, Any]:
    title = _title(document, body, raw, result)
    language = document.language.replace("_", "-")
    if language and not (LANGUAGE.fullmatch(language) and len(language) <= LANGUAGE_LENGTH):
        _warn(result, "language", f"“{language}” is no language tag; {rules.language} is taken")
        language = ""
    return {
        "title": title,
        "slug": slugify(document.slug or title),
        "summary": one_line(document.summary) or _summary(excerpt),
        "body": body.html,
        "lead_image_id": str(body.lead.image_id) if body.lead else None,
        "lead_caption": body.lead_caption,
        "language": {"zh-CN": "zh-Hans"}.get(language, language) or rules.language,
        "rights": "\n".join(filter(None, [one_line(document.rights), *body.notices])),
        "extra": document.extra,
    }


def _warn_about_text(result: Converted, document: Document, body: Body) -> None:
    if not body.html:
        _warn(result, "body", "there is no text")
    if tags := sorted(set(TEMPLATE_TAG.findall(document.body))):
        _warn(result, "template tag", f"left as text, for nothing is evaluated: {', '.join(tags)}")


def _summary(excerpt: str) -> str:
    """Return the text before `<!-- more -->`, as much of it as a summary may hold."""
    text = text_of(make_body(excerpt).html, figures=False) if excerpt else ""
    return excerpt_of(one_line(text), limit=SUMMARY_LENGTH)


def _title(document: Document, body: Body, raw: RawDocument, result: Converted) -> str:
    title = one_line(document.title)
    if not title:
        title = excerpt_of(text_of(body.html, figures=False), limit=40)
        title = title or PurePosixPath(raw.identifier).stem
        _warn(result, "title", f"there is no title; “{title}” is taken")
    if len(title) > TITLE_LENGTH:
        _warn(result, "title", f"the title is cut to {TITLE_LENGTH} characters: {title}")
        title = title[: TITLE_LENGTH - 1] + "…"
    return title


def _paths(document: Document, result: Converted) -> list[list[str]]:
    paths = []
    for path in document.categories:
        if len(path) > MAX_PATH_DEPTH:
            _warn(result, "section", f"only {MAX_PATH_DEPTH} levels are kept of {' › '.join(path)}")
        names = [_name(name) for name in path[:MAX_PATH_DEPTH]]
        paths.append([name for name in names if name])
    return [path for number, path in enumerate(paths) if path and path not in paths[:number]]


def _byline(document: Document, result: Converted, *, named: str) -> list[Byline]:
    """A byline that repeats a section of the path or a `named` source is an organisation.

    A source taken from the byline itself says nothing of that kind.
    """
    organisations = {name for path in result.categories for name in path} | {_name(named)}
    names = dict.fromkeys(_name(name) for name in document.authors)
    return [Byline(name, name in organisations) for name in names if name]


def _publication(
    document: Document, body: Body, contract: Contract, rules: Rules, result: Converted
) -> datetime | None:
    if not document.date:
        _warn(result, "date", "there is no date: the post becomes a draft")
        return None
    zone = ZoneInfo(rules.timezone or contract.timezone or rules.site_timezone)
    try:
        published_at = read_time(document.date, zone=zone, is_local=contract.is_clock_local)
    except ValueError:
        _warn(result, "date", f"“{document.date}” is no date: the post becomes a draft")
        return None
    if not contract.is_clock_local:
        addresses = [image.address for image in [body.lead, *body.images] if image]
        if doubt := doubt_about_zone(document.date, published_at, addresses, zone):
            _warn(result, "zone", doubt)
    return published_at


def _name(text: str) -> str:
    return one_line(text)[:NAME_LENGTH].strip()


def _warn(result: Converted, kind: str, message: str) -> None:
    result.warnings.append({"kind": kind, "message": message})
