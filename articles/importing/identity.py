"""Which post a document is of: by its name within its source, else by its bytes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from articles.importing.conversion import Converted
from articles.models import ImportRecord, Post
from articles.post_keys import post_of_key

Key = tuple[int, str]


@dataclass(frozen=True)
class Known:
    """The post of a document, and the name it had before ("" when it was not renamed)."""

    post_id: int
    former: str = ""


def known_posts(
    documents: Iterable[tuple[int, Converted]], *, holds: Callable[[str], bool]
) -> dict[Key, Known]:
    """Return the posts of `documents`, pairs of (source key, document), by (source, identifier).

    A document that bears an unknown name, but the very bytes of one that is no longer where
    it was, is that one renamed. `holds` tells of an identifier whether its document is
    still there. A constant number of statements.
    """
    wanted = {(source_id, document.identifier): document for source_id, document in documents}
    if not wanted:
        return {}
    sources = {source_id for source_id, _identifier in wanted}
    posts = Post.objects.filter(
        source__in=sources, identifier__in=[identifier for _source, identifier in wanted]
    )
    # Told so, SQLite takes the index of both; else that of the source alone, all its posts.
    posts = posts.exclude(identifier="")
    rows = posts.values_list("source_id", "identifier", "pk")
    found = {(source_id, identifier): Known(pk) for source_id, identifier, pk in rows}
    found = {key: known for key, known in found.items() if key in wanted}
    missing = wanted.keys() - found.keys()
    return found | _renamed_now({key: wanted[key] for key in missing}, holds)


def posts_of_keys(texts: Iterable[str]) -> dict[str, int]:
    """Return the posts of this site that signed keys in documents of its own export name.

    By the key's text; a key of another site, or of a post that is gone, is not in it.
    """
    named = {text: pk for text in texts if text and (pk := post_of_key(text))}
    if not named:
        return {}
    there = set(Post.objects.filter(pk__in=named.values()).values_list("pk", flat=True))
    return {text: pk for text, pk in named.items() if pk in there}


def _renamed_now(documents: dict[Key, Converted], holds: Callable[[str], bool]) -> dict[Key, Known]:
    digests = [document.sha256 for document in documents.values()]
    rows = (
        ImportRecord.objects.applied()
        .filter(post__isnull=False, original__in=digests)
        .order_by("pk")
        .values_list("source_id", "original_id", "identifier", "post_id")
    )
    latest = {
        (source_id, digest): Known(post_id, former) for source_id, digest, former, post_id in rows
    }
    found: dict[Key, Known] = {}
    for (source_id, identifier), document in documents.items():
        known = latest.pop((source_id, document.sha256), None)
        if known is not None and not holds(known.former):
            found[source_id, identifier] = known
    return found
