"""What a document's post is called and said to be about, and in which language."""

import re
import unicodedata
from pathlib import PurePosixPath

from articles.html import Body, clean_text, excerpt_of, make_body, one_line, text_of
from articles.importing.documents import Document
from articles.importing.languages import language_in
from articles.telling import tell

LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,2}")
LANGUAGE_LENGTH = 20
TITLE_LENGTH = 300
SUMMARY_LENGTH = 300


def title_of(
    document: Document, prose: str, identifier: str, warnings: list[dict[str, str]]
) -> str:
    """Return the document's title, else the first sentence of its `prose`, else its name."""
    title = clean_text(document.title) if document.is_exported else one_line(document.title)
    if not title or (not document.is_exported and _is_unseen(title)):
        title = excerpt_of(prose, limit=40) or PurePosixPath(identifier).stem
        message = tell("there is no title; “{title}” is taken", title=title)
        warnings.append({"kind": "title", "message": message})
    if len(title) > TITLE_LENGTH:
        message = tell(
            "the title is cut to {number} characters: {title}", number=TITLE_LENGTH, title=title
        )
        warnings.append({"kind": "title", "message": message})
        title = title[: TITLE_LENGTH - 1] + "…"
    return title


def _is_unseen(title: str) -> bool:
    """Whether `title` is of zero-width characters alone."""
    return all(unicodedata.category(character) == "Cf" for character in title)


def summary_of(document: Document, body: Body, excerpt: str) -> str:
    """Return the document's summary, the editor's note, or the text before the fold.

    `excerpt` is the markup before the fold, "" for none.
    """
    if document.is_exported:
        return clean_text(document.summary)
    if said := one_line(document.summary) or one_line(body.summary):
        return said
    text = text_of(make_body(excerpt, title=document.title).html, figures=False) if excerpt else ""
    return excerpt_of(one_line(text), limit=SUMMARY_LENGTH)


def rights_of(document: Document, body: Body) -> str:
    """Return what the document and the notices in its text say of rights, a line each."""
    if document.is_exported:
        return clean_text(document.rights)
    return "\n".join(filter(None, [one_line(document.rights), *body.notices]))


def language_of(
    document: Document, prose: str, default: str, warnings: list[dict[str, str]]
) -> str:
    """Return the language tag that the document names, else that of its `prose`, else `default`."""
    if document.is_exported and document.language:
        return document.language[:LANGUAGE_LENGTH]
    language = document.language.replace("_", "-")
    if language and not (LANGUAGE.fullmatch(language) and len(language) <= LANGUAGE_LENGTH):
        taken = language_in(prose) or default
        message = tell(
            "“{written}” is no language tag; {taken} is taken", written=language, taken=taken
        )
        warnings.append({"kind": "language", "message": message})
        language = ""
    return {"zh-CN": "zh-Hans"}.get(language, language) or language_in(prose) or default
