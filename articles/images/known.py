"""Pictures that the library knows already, whatever key their address would give them."""

from collections.abc import Iterable
from uuid import UUID

from articles.html import FoundImage
from articles.models import Image, Post

LOCAL = "local:"


def known_pictures(found: Iterable[FoundImage], *, post: Post | None) -> dict[UUID, UUID]:
    """Return, by the keys of `found`, the keys of the rows that are the same pictures.

    A file is a row's when its SHA-256 is that of the stored file, as in an export of this
    site; an address is when it is a row's and `post` shows that row. Rows that `post` shows
    go before others, the oldest first. Pictures that are known by their own key are left out.
    """
    pictures = {picture.image_id: picture.address for picture in found}
    if not pictures:
        return {}
    own = list(_shown_in(post)) if post is not None else []
    same = _matches(pictures, own, by_address=True)
    rest = {key: address for key, address in pictures.items() if key not in same}
    known = set(Image.objects.filter(pk__in=rest).values_list("pk", flat=True))
    rest = {key: address for key, address in rest.items() if key not in known}
    digests = [a.removeprefix(LOCAL) for a in rest.values() if a.startswith(LOCAL)]
    if digests:
        others = Image.objects.filter(sha256__in=digests).order_by("created_at", "pk")
        same |= _matches(rest, others, by_address=False)
    return {key: row for key, row in same.items() if key != row}


def _matches(
    pictures: dict[UUID, str], rows: Iterable[Image], *, by_address: bool
) -> dict[UUID, UUID]:
    """Return the first of `rows` for each of `pictures`, addresses by key, that is one."""
    first: dict[str, UUID] = {}
    for row in rows:
        if row.sha256:
            first.setdefault(f"{LOCAL}{row.sha256}", row.pk)
        if by_address and row.original_url:
            first.setdefault(row.original_url, row.pk)
    keys = {row.pk for row in rows}
    found = {key: key if key in keys else first.get(address) for key, address in pictures.items()}
    return {key: row for key, row in found.items() if row is not None}


def _shown_in(post: Post) -> Iterable[Image]:
    shown = Image.objects.filter(post_images__post=post) | Image.objects.filter(led_posts=post)
    return shown.distinct().order_by("created_at", "pk")
