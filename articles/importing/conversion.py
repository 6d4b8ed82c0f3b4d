"""One document, from bytes to all that a post needs: pure, so that it can run in a worker."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from articles.html import (
    Body,
    BodyRules,
    FoundImage,
    MarkupRefused,
    RuleError,
    ShownImage,
    excerpt_of,
    make_body,
    one_line,
    read_body,
    read_rules,
)
from articles.html.addresses import resolve
from articles.html.export import read_exported_body
from articles.importing.contracts import Contract, Rules
from articles.importing.documents import Document, read_document
from articles.importing.errors import DocumentError
from articles.importing.filing import Byline, byline, name_of, section_paths
from articles.importing.limits import TOOK_TOO_LONG, OutOfTime, cpu_limit
from articles.importing.local_pictures import LocalPictures
from articles.importing.markup import expand
from articles.importing.markup.unclosed import hidden_rest
from articles.importing.old_addresses import old_addresses
from articles.importing.publication import Dates, dates_of
from articles.importing.readers import RawDocument
from articles.importing.signatures import signature_of
from articles.importing.wording import language_of, rights_of, summary_of, title_of
from articles.telling import reason_of, tell
from articles.tokens import Words, words_of

NO_WORDS = Words("", "", "")


@dataclass
class Converted:
    """What became of a document: `error`, or all that its post is made from.

    `fields` are columns of the post as JSON holds them (times in ISO 8601 or None), `excerpt`
    and `words` what lists and search have of it, `shown` the pictures in its body. `slug` is as
    written, "" for one to be made of the title; `is_dated` by its own words.
    `local_pictures` are files by the address their `images` have here, `known_pictures` those
    addresses by the one in the document. `is_export` tells that it was written by an export of
    this program, `post_key` then names a post of the site, signed, where it had no source.
    """

    identifier: str
    path: str
    sha256: str
    content: bytes
    source: str = ""
    slug: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    excerpt: str = ""
    words: Words = NO_WORDS
    shown: list[ShownImage] = field(default_factory=list)
    signature: bytes = b""
    categories: list[list[str]] = field(default_factory=list)
    authors: list[Byline] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    is_draft: bool = False
    is_dated: bool = True
    images: list[FoundImage] = field(default_factory=list)
    lead: FoundImage | None = None
    local_pictures: dict[str, str] = field(default_factory=dict)
    known_pictures: dict[str, str] = field(default_factory=dict)
    old_addresses: list[str] = field(default_factory=list)
    post_key: str = ""
    is_export: bool = False
    warnings: list[dict[str, str]] = field(default_factory=list)
    removed: list[dict[str, str]] = field(default_factory=list)
    error: DocumentError | None = None

    @property
    def pictures(self) -> list[FoundImage]:
        """The lead picture, if there is one, and those of the body."""
        return [picture for picture in [self.lead, *self.images] if picture]


def convert(raw: RawDocument, rules: Rules) -> Converted:
    """Return what `raw` becomes under `rules`; what cannot be read has its `error` set."""
    result = Converted(raw.identifier, raw.path, digest_of(raw), raw.content)
    try:
        if raw.problem:
            raise DocumentError(raw.problem)
        with cpu_limit():
            _fill(result, raw, rules)
    except DocumentError as error:
        result.error = error
    except MarkupRefused as refusal:
        reason = reason_of(refusal)
        result.error = DocumentError(
            tell("the body cannot be kept: {reason}; mend its markup, or divide it", reason=reason)
        )
    except OutOfTime:
        result.error = DocumentError(TOOK_TOO_LONG)
    except (ValueError, ArithmeticError, RecursionError, OSError, MemoryError) as problem:
        # Whatever a document does to a parser, the others go on.
        reason = reason_of(problem) or type(problem).__name__
        result.error = DocumentError(tell("the document cannot be read: {reason}", reason=reason))
    return result


def digest_of(raw: RawDocument) -> str:
    """Return the SHA-256 of the document's bytes, in hexadecimal digits."""
    return hashlib.sha256(raw.content).hexdigest()


def convert_all(raws: Iterable[RawDocument], rules: Rules) -> list[Converted]:
    """`convert` for each of `raws`, in order."""
    return [convert(raw, rules) for raw in raws]


def _fill(result: Converted, raw: RawDocument, rules: Rules) -> None:
    document = read_document(raw.content, name=raw.identifier)
    result.warnings = list(document.warnings)
    result.identifier = document.source_path or raw.identifier
    result.source = name_of(
        _named_source(raw, rules, document) or next(iter(document.authors), "") or raw.folder
    )
    contract = rules.contracts.get(result.source, Contract())
    pictures = LocalPictures(raw, known=raw.pictures, base=_base(document, contract))
    excerpt, body = _body(document, contract, pictures, result)
    _keep_pictures(result, body, pictures)
    reading = read_body(body.html)
    result.shown = reading.images
    result.signature = signature_of(reading.prose)
    result.removed += body.removed
    result.tags = list(dict.fromkeys(filter(None, map(name_of, document.tags))))
    result.categories = section_paths(document, result.warnings)
    result.authors = byline(document, result.categories, named=_named_source(raw, rules, document))
    result.post_key, result.is_export = document.post_key, document.is_exported
    # Hexo's folder of drafts may be the very PATH.
    result.is_draft = document.is_draft or (raw.folder == "_drafts" and not result.is_export)
    zone = rules.timezone or raw.timezone or contract.timezone or rules.site_timezone
    dates = dates_of(document, body, contract, ZoneInfo(zone), result.warnings)
    result.is_dated = dates.published_at is not None and not dates.is_proposed
    _fill_fields(result, document, body, rules, dates, prose=reading.prose)
    result.fields["summary"] = summary_of(document, body, excerpt)
    title, summary, caption = map(result.fields.__getitem__, ("title", "summary", "lead_caption"))
    result.excerpt = excerpt_of(summary or reading.opening)
    result.words = words_of(title, summary, caption, reading.text)
    result.old_addresses = old_addresses(
        document.old_addresses,
        permalink=contract.permalink,
        abbrlink=document.abbrlink,
        identifier=result.identifier,
        title=result.fields["title"],
        moment=dates.local,
    )


def _body(
    document: Document, contract: Contract, pictures: LocalPictures, result: Converted
) -> tuple[str, Body]:
    """Return (markup before the fold, body); what an export wrote is read as it stands."""
    if document.is_exported:
        return "", read_exported_body(document.body, lead=document.lead, locate=pictures.locate)
    expanded = expand(document, locate_asset=pictures.locate_asset)
    result.warnings += expanded.warnings
    _tell_hidden(expanded.html, result)
    body = make_body(
        expanded.html,
        base=_base(document, contract),
        lead=document.lead,
        locate=pictures.locate,
        rules=_body_rules(contract.rules, result),
        title=document.title,
    )
    return expanded.excerpt, body


def _tell_hidden(markup: str, result: Converted) -> None:
    sign, text = hidden_rest(markup)
    if text:
        message = tell("“{sign}” is not closed, and hides all that comes after it", sign=sign)
        _warn(result, "markup", message)
        result.removed.append({"kind": "hidden text", "text": text[:2000]})


def _base(document: Document, contract: Contract) -> str:
    is_address = document.link.startswith(("http://", "https://"))
    return document.link if is_address else contract.homepage


def _named_source(raw: RawDocument, rules: Rules, document: Document) -> str:
    """Return the source that the run, an earlier import or the document names, "" for none."""
    return rules.source or raw.source or document.source


def _keep_pictures(result: Converted, body: Body, pictures: LocalPictures) -> None:
    result.images, result.lead = body.images, body.lead
    result.local_pictures, result.known_pictures = pictures.found, pictures.written
    result.warnings += pictures.warnings


@lru_cache(maxsize=100)
def _read_rules(text: str) -> BodyRules:
    return read_rules(text)


def _body_rules(text: str, result: Converted) -> BodyRules:
    """Return the house's rules with those in `text`; a mistake in these leaves the house's."""
    try:
        return _read_rules(text)
    except RuleError as error:
        message = tell("the source's rules are not read: {problem}", problem=error.told)
        _warn(result, "rules", message)
        return _read_rules("")


def _fill_fields(
    result: Converted, document: Document, body: Body, rules: Rules, dates: Dates, *, prose: str
) -> None:
    if not body.html and not document.is_exported:
        _warn(result, "body", tell("there is no text"))
    title = title_of(document, prose, result.identifier, result.warnings)
    result.slug = document.slug
    result.fields = {
        "title": title,
        "body": body.html,
        "lead_image_id": str(body.lead.image_id) if body.lead else None,
        "lead_caption": body.lead_caption or one_line(document.lead_caption),
        "language": language_of(document, prose, rules.language, result.warnings),
        "rights": rights_of(document, body),
        "extra": _extra(document),
    } | dates.columns()


def _extra(document: Document) -> dict[str, Any]:
    """Return the keys without a meaning here, and under "link" where the piece first stood."""
    origin = resolve(document.link)
    return document.extra | ({"link": origin} if origin else {})


def _warn(result: Converted, kind: str, message: str) -> None:
    result.warnings.append({"kind": kind, "message": message})
