"""One change of many posts, in batches: at once when they are few, else by the worker.

Each batch is a transaction with the job's own row locked, so that whoever goes on with a job, the
worker or an editor who will not wait, goes on where it stands.
"""

import time

from django.db import transaction
from django.db.models import Exists, Max, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import outbox
from articles.filtering import PostFilter
from articles.images import fetching
from articles.models import BulkJob, Category, Image, Post, PostImage
from articles.models.bulk_jobs import NAMED
from articles.permissions import can_edit, visible_to
from articles.repairing import STARTS, Repair, in_need, repair_posts

BATCH = 20
# So many are done while somebody waits.
AT_ONCE = 20
# After so long the worker looks at other tasks too.
SLICE_SECONDS = 20
Kind, State = BulkJob.Kind, BulkJob.State


def chosen(selection, user):
    """The posts that `selection` of a BulkJob means for `user`, in no order."""
    if "posts" in selection:
        return visible_to(user, Post.objects.filter(pk__in=selection["posts"]))
    posts = PostFilter(selection["filter"]).posts(user)
    return posts.filter(pk__lte=selection["up_to"])


def selection_of(asked, user):
    """Return the selection of all posts that a PostFilter finds now; later ones are not meant."""
    newest = asked.posts(user).order_by().aggregate(newest=Max("pk"))["newest"]
    return {"filter": asked.settled(), "up_to": newest or 0}


def repair_of(kind, wanted):
    """Return the `Repair` that a job means; None for one that changes no post."""
    if kind == Kind.BRING_HOME:
        return None
    if kind == Kind.REFILE:
        section = Category.objects.filter(pk=wanted["section"]).first()
        return Repair(section=section, replaces_sections=wanted["replaces"])
    if kind == Kind.TAG:
        return Repair(tags=tuple(wanted["tags"]), without_tags=tuple(wanted["without_tags"]))
    return Repair(step=kind, notice=wanted.get("notice", ""))


def wanting(posts, kind, wanted):
    """Those of `posts` that the change would change."""
    repair = repair_of(kind, wanted)
    if repair is not None:
        return in_need(posts, repair)
    elsewhere = Image.objects.elsewhere()
    shown = PostImage.objects.filter(post=OuterRef("pk"), image__in=elsewhere)
    lead = elsewhere.filter(pk=OuterRef("lead_image"))
    return posts.filter(Exists(shown) | Exists(lead))


def start(kind, selection, wanted, *, by):
    """Make a job, and do it if it is small; else it is queued. Returns it."""
    total = chosen(selection, by).count()
    job = BulkJob.objects.create(kind=kind, selection=selection, wanted=wanted, by=by, total=total)
    if total <= AT_ONCE:
        return go_on(job.pk)
    outbox.put("run_bulk_job", job=job.pk)
    return job


def go_on(key, *, seconds=SLICE_SECONDS):
    """Take the job's next posts for so long; queue it again if it is not over. Returns it."""
    until = time.monotonic() + seconds
    job = _take_batch(key)
    while not job.is_over and time.monotonic() < until:
        job = _take_batch(key)
    if not job.is_over:
        outbox.put("run_bulk_job", job=key)
    return job


def stop(key):
    """End the job where it is; what is done stays done."""
    BulkJob.objects.filter(pk=key, finished_at=None).update(
        state=State.STOPPED, finished_at=timezone.now()
    )


@transaction.atomic
def _take_batch(key):
    job = BulkJob.objects.select_for_update(of=("self",)).select_related("by").get(pk=key)
    if job.is_over:
        return job
    posts = chosen(job.selection, job.by) if job.by else Post.objects.none()
    keys = list(posts.filter(pk__gt=job.last).order_by("pk").values_list("pk", flat=True)[:BATCH])
    if keys:
        changed, left = _change(job, keys)
        job.state, job.last = State.RUNNING, keys[-1]
        job.done, job.changed = job.done + len(keys), job.changed + changed
        job.left_count += len(left)
        job.left = [*job.left, *left][:NAMED]
    if len(keys) < BATCH:
        job.state, job.finished_at = State.FINISHED, timezone.now()
    job.save()
    return job


def _change(job, keys):
    """Change the posts of `keys`; return (how many, [[key, title, reason] of those left])."""
    posts = Post.objects.filter(pk__in=keys)
    wanted = set(wanting(posts, job.kind, job.wanted).values_list("pk", flat=True))
    left = [
        [post.pk, post.title, _reason(post, job.kind)]
        for post in posts.exclude(pk__in=wanted).defer("body").order_by("pk")
    ]
    if job.kind == Kind.BRING_HOME:
        done, refused = _bring_home(posts.filter(pk__in=wanted).defer("body"), job.by)
    else:
        note = f"{job.get_kind_display()} (#{job.pk})"
        repair = repair_of(job.kind, job.wanted)
        result = repair_posts(sorted(wanted), repair, by=job.by, note=note)
        done, refused = result.done, result.left
    return done, left + [[post.pk, post.title, reason] for post, reason in refused]


def _bring_home(posts, user):
    allowed = [post.pk for post in posts if can_edit(user, post)]
    fetching.queue(Image.objects.elsewhere().shown_by(Post.objects.filter(pk__in=allowed)))
    refused = [post for post in posts if post.pk not in allowed]
    return len(allowed), [(post, _("You may not change this post.")) for post in refused]


def _reason(post, kind):
    """Return why the change would change nothing of the post."""
    if kind in STARTS:
        return _("it is %(status)s") % {"status": post.get_status_display()}
    if kind == Kind.BRING_HOME:
        return _("its pictures are here")
    return _("it is like that already")
