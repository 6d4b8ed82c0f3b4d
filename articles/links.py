"""Links in the texts of posts, followed now and then: does anything stand there?

Nothing of an answer is read but its status. Hosts are treated as those of pictures are.
"""

import time
from collections.abc import Iterable, Iterator
from datetime import timedelta
from urllib.parse import urldefrag, urlsplit

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from articles.html.tree import parse, visible_text
from articles.images.courtesy import Courtesy, host_of
from articles.images.visits import public_visit
from articles.models import LinkCheck, Post
from articles.models.fetches import Problem
from articles.web.answers import Failure, VisitError
from articles.web.guarding import Guard, is_public_web

# A link that was followed is followed again after so long; one that failed, sooner.
AGAIN, FAILED_AGAIN = timedelta(days=14), timedelta(days=1)
# One failure may pass by itself.
ENOUGH = 2
LONGEST_ADDRESS, LONGEST_TEXT = 800, 200
A_POST = 60
BATCH = 50
FOLLOWED = 500
# The server is there, and only does not give it to a machine.
NOT_BROKEN = {Failure.DENIED, Failure.BUSY}


def links_of(body: str) -> dict[str, str]:
    """Return the web addresses that a body links to, each with the words of its first link."""
    found: dict[str, str] = {}
    for link in parse(body).iter("a"):
        address = urldefrag((link.get("href") or "").strip())[0]
        if _is_followed(address) and address not in found and len(found) < A_POST:
            found[address] = visible_text(link)[:LONGEST_TEXT].strip()
    return found


def note_links(posts: Iterable[Post]) -> None:
    """Bring the rows of the links of `posts` up to date with their texts.

    A row without an address says when that was done.
    """
    for post in posts:
        found = links_of(post.body)
        with transaction.atomic():
            LinkCheck.objects.filter(post=post).exclude(address__in=found).delete()
            rows = [LinkCheck(post=post, address=a, text=t) for a, t in found.items()]
            rows.append(LinkCheck(post=post, address="", checked_at=timezone.now()))
            LinkCheck.objects.bulk_create(rows, ignore_conflicts=True)


def due() -> models.QuerySet[LinkCheck]:
    """Links of posts that readers have or are to get, which nobody followed lately.

    Those never followed come first.
    """
    now = timezone.now()
    old = Q(checked_at__lt=now - AGAIN) | Q(tries__gt=0, checked_at__lt=now - FAILED_AGAIN)
    links = LinkCheck.objects.exclude(address="").filter(Q(checked_at=None) | old)
    has_readers = Q(post__in=Post.objects.published())
    links = links.filter(has_readers | Q(post__in=_on_their_way()))
    return links.order_by(models.F("checked_at").asc(nulls_first=True), "pk")


def unnoted() -> list[Post]:
    """Some posts whose links were not looked for since they were edited; [] when there is none.

    Those that readers are to get first, then the newest of the public ones.
    """
    noted = LinkCheck.objects.filter(
        post=OuterRef("pk"), address="", checked_at__gte=OuterRef("updated_at")
    )
    coming = _on_their_way().exclude(Exists(noted)).order_by("-edited_at", "-pk")
    public = Post.objects.published().exclude(Exists(noted)).newest_first()
    return list(coming[:BATCH]) or list(public[:BATCH])


def check(*, seconds: float, guard: Guard = is_public_web) -> Iterator[LinkCheck]:
    """Follow what is due for at most so long; yield one row of each address as it is known.

    An address in many posts is asked for once; those of a host that is silent are left for later.
    """
    until, courtesy = time.monotonic() + seconds, Courtesy()
    while time.monotonic() < until and (posts := unnoted()):
        note_links(posts)
    waiting = {row.address: row for row in due()[:FOLLOWED]}
    for address, row in waiting.items():
        if time.monotonic() >= until:
            return
        if not courtesy.rest(host_of(address)):
            yield _follow(row, address, courtesy, guard)


def _on_their_way() -> models.QuerySet[Post]:
    # Nobody outside is to learn by a visit what somebody only begins to write about.
    is_handed_in = ~Q(status="published") & Q(status__in=("in_review", "approved"))
    is_scheduled = Q(status="published", published_at__gt=timezone.now())
    return Post.objects.filter(is_handed_in | is_scheduled, trashed_at=None)


def _follow(row: LinkCheck, address: str, courtesy: Courtesy, guard: Guard) -> LinkCheck:
    host = host_of(address)
    time.sleep(courtesy.pause(host))
    courtesy.begin(host)
    problem = _problem(address, guard)
    courtesy.end(host, has_failed=problem in (Problem.SILENT, Problem.SLOW))
    return _note(row, address, problem)


def _problem(address: str, guard: Guard) -> str:
    try:
        public_visit(guard, accept="text/html, */*;q=0.5", max_bytes=0).get(address)
    except VisitError as error:
        return "" if error.failure in NOT_BROKEN else Problem(error.failure)
    return ""


def _note(row: LinkCheck, address: str, problem: str) -> LinkCheck:
    """Write what came of an address to every row of it; broken is what failed twice in a row."""
    same = LinkCheck.objects.filter(address=address)
    tries = row.tries + 1 if problem else 0
    same.update(tries=tries, problem=problem if tries >= ENOUGH else "", checked_at=timezone.now())
    row.refresh_from_db()
    return row


def _is_followed(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https")
        and bool(parts.netloc)
        and (len(address) <= LONGEST_ADDRESS)
    )
