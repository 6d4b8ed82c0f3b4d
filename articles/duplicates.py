"""Posts whose texts are nearly the same: found among all that were ever imported, and linked.

Texts are compared as they were imported. What an editor changes afterwards is not signed
anew, so a link says that two documents told one story, whatever became of the posts.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from django.db import transaction
from django.db.models import Q

from articles.importing.signatures import bands_of, similarity
from articles.models import DuplicateLink, Post, SignatureBand, TextSignature
from articles.telling import tell

# The bands of so many posts fit into one query of SQLite, which takes 999 parameters.
BATCH = 40
THRESHOLD = 0.6
# A band that so many posts share is a form they fill in: it finds nothing and takes no more.
CROWD = 50
NEAREST = 10

Found = dict[int, list[tuple[int, float]]]
Pair = tuple[int, int]


@transaction.atomic
def link_duplicates(signatures: Mapping[int, bytes]) -> Found:
    """Keep the `signatures` of posts, by their keys, and link each to what is nearly the same.

    b"" takes a post out of the comparison. Returns {key: [(key of the other, similarity)]},
    the most similar first and at most NEAREST; a post like no other is not in it, and of two
    in one call only the later tells of the earlier. Pairs that an editor dismissed are left
    out and stay dismissed; open links that hold no longer are deleted.
    """
    found: Found = {}
    for keys in _batches(signatures):
        found |= _link({key: signatures[key] for key in keys})
    return found


def warnings_about(found: Found) -> dict[int, list[dict[str, str]]]:
    """Return the importer's warnings for what `link_duplicates` found, by key, in one query."""
    wanted = {other for others in found.values() for other, _share in others}
    posts = Post.objects.filter(pk__in=wanted).select_related("source")
    named = posts.only("title", "slug", "published_on", "source__name").in_bulk() if wanted else {}
    return {
        key: [
            {"kind": "near duplicate", "message": _told(named[other], share)}
            for other, share in others
            if other in named
        ]
        for key, others in found.items()
    }


def _told(post: Post, share: float) -> str:
    percent = int(100 * share)
    place = post.get_absolute_url() or tell("post {number}", number=post.pk)
    if post.source is None:
        return tell(
            "{percent} % the same text as “{title}” ({place})",
            percent=percent,
            title=post.title,
            place=place,
        )
    return tell(
        "{percent} % the same text as “{title}” ({source}, {place})",
        percent=percent,
        title=post.title,
        source=post.source.name,
        place=place,
    )


def _batches(keys: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(keys)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _link(signatures: dict[int, bytes]) -> Found:
    links = {
        (link.post_id, link.other_id): link
        for link in DuplicateLink.objects.filter(Q(post__in=signatures) | Q(other__in=signatures))
    }
    candidates = _settle_bands(signatures)
    order = {key: number for number, key in enumerate(signatures)}
    for pair in links:
        # A pair that was found once is compared again, whether its bands still meet or not.
        later = max(pair, key=lambda key: order.get(key, -1))
        candidates[later].add(sum(pair) - later)
    shares = _compared(signatures, candidates)
    _keep(signatures)
    return _settle_links(shares, links)


def _settle_bands(signatures: dict[int, bytes]) -> defaultdict[int, set[int]]:
    """Replace the bands of these posts; return the keys of those that share one with each."""
    bands = {key: bands_of(signature) for key, signature in signatures.items()}
    values = {value for own in bands.values() for value in own}
    sharing = defaultdict(list)
    rows = SignatureBand.objects.filter(value__in=values)
    for value, key in rows.values_list("value", "post_id"):
        if key not in signatures:
            sharing[value].append(key)
    fresh, candidates = [], defaultdict(set)
    for key, own in bands.items():
        for value in dict.fromkeys(own):
            if len(sharing[value]) < CROWD:
                candidates[key].update(sharing[value])
                sharing[value].append(key)
                fresh.append((value, key))
    SignatureBand.objects.filter(post__in=signatures).delete()
    SignatureBand.objects.insert(fresh)
    return candidates


def _compared(
    signatures: dict[int, bytes], candidates: Mapping[int, set[int]]
) -> dict[Pair, float]:
    """Return how similar each post is to its candidates, by (post, candidate)."""
    wanted = {other for others in candidates.values() for other in others}
    stored = TextSignature.objects.in_bulk(wanted - signatures.keys())
    known = {key: bytes(row.signature) for key, row in stored.items()} | signatures
    return {
        (key, other): similarity(signatures[key], known.get(other, b""))
        for key, others in candidates.items()
        for other in others
    }


def _keep(signatures: dict[int, bytes]) -> None:
    TextSignature.objects.bulk_create(
        [TextSignature(post_id=key, signature=text) for key, text in signatures.items() if text],
        update_conflicts=True,
        unique_fields=["post"],
        update_fields=["signature"],
    )
    if short := [key for key, signature in signatures.items() if not signature]:
        TextSignature.objects.filter(post__in=short).delete()


def _settle_links(shares: dict[Pair, float], links: dict[Pair, DuplicateLink]) -> Found:
    near = defaultdict(list)
    for (key, other), share in sorted(shares.items(), key=lambda row: (-row[1], row[0])):
        link = links.get(_in_order(key, other))
        if share >= THRESHOLD and not (link and link.state == DuplicateLink.State.DISMISSED):
            near[key].append((other, share))
    found = {key: others[:NEAREST] for key, others in near.items()}
    pairs = {_in_order(key, other): share for key in found for other, share in found[key]}
    DuplicateLink.objects.bulk_create(
        [
            DuplicateLink(post_id=post, other_id=other, similarity=share)
            for (post, other), share in pairs.items()
        ],
        update_conflicts=True,
        unique_fields=["post", "other"],
        update_fields=["similarity"],
    )
    holding = {_in_order(*pair) for pair, share in shares.items() if share >= THRESHOLD}
    gone = [link.pk for pair, link in links.items() if link.is_open and pair not in holding]
    if gone:
        DuplicateLink.objects.filter(pk__in=gone).delete()
    return found


def _in_order(first: int, second: int) -> Pair:
    return min(first, second), max(first, second)
