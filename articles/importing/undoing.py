"""An import run taken back: what it made goes, what it changed is again what it was."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.db.models.deletion import ProtectedError, RestrictedError
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import workflow
from articles.duplicates import link_duplicates
from articles.html import read_body
from articles.importing.catalogue import Catalogue
from articles.importing.leftovers import clear, used_by
from articles.importing.merge import apply_fields, held_by, rows_of_held
from articles.importing.runs import wait_for_other_imports
from articles.importing.signatures import signature_of
from articles.models import (
    Conflict,
    Image,
    ImportRecord,
    ImportRun,
    PolledFeed,
    Post,
    Revision,
    Transition,
)
from articles.renewal import remove, renew

BATCH = 100
# A run that was killed cannot say so; one at work keeps a record every few seconds.
SILENCE = timedelta(minutes=10)


class UndoError(ValueError):
    """The run cannot be undone; the message says why."""


@dataclass(eq=False)
class Undone:
    """What becomes of one post: it is deleted, or `restored` fields are what they were.

    `kept` says what stays as it is and why: [] when the run leaves no trace in the post.
    """

    post_id: int
    title: str
    is_deleted: bool = False
    restored: dict[str, Any] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)


@dataclass
class Undoing:
    """A run on its way back: a plan in a dry run. `cleared` counts rows left over, by model."""

    run: ImportRun
    is_dry: bool = False
    cleared: Counter[str] = field(default_factory=Counter)

    def __post_init__(self):
        if self.run.undone_at is not None:
            moment = f"{timezone.localtime(self.run.undone_at):%Y-%m-%d %H:%M}"
            raise UndoError(_("It was undone already, at %(moment)s.") % {"moment": moment})
        if is_running(self.run):
            raise UndoError(_("It is still running. Stop it first, or wait for its end."))
        records = changes(self.run).order_by("post").values_list("post", flat=True)
        self.post_ids = list(records.distinct())

    def __iter__(self) -> Iterator[Undone]:
        """Undo the run and yield what became of each post."""
        for start in range(0, len(self.post_ids), BATCH):
            yield from self._undo(self.post_ids[start : start + BATCH])
        if not self.is_dry:
            with transaction.atomic():
                Conflict.objects.unsettled().filter(record__run=self.run).delete()
                # A feed would say that nothing is new since.
                PolledFeed.objects.filter(address__in=self.run.paths).delete()
                self.run.undone_at = timezone.now()
                self.run.save(update_fields=["undone_at"])

    @transaction.atomic
    def _undo(self, post_ids: list[int]) -> list[Undone]:
        wait_for_other_imports()
        plans = self._plans(post_ids)
        if not self.is_dry:
            self._delete([plan for plan in plans if plan.is_deleted])
            restored = {plan: self._restore(plan) for plan in plans if plan.restored}
            renew(Post.objects.filter(pk__in=[pk for pk in restored.values() if pk]))
            _compare([pk for plan, pk in restored.items() if pk and "body" in plan.restored])
        return plans

    def _plans(self, post_ids: list[int]) -> list[Undone]:
        records = changes(self.run).filter(post__in=post_ids)
        created = records.filter(outcome=ImportRecord.Outcome.CREATED)
        made = set(created.values_list("post", flat=True))
        later, edited = _later_changes(self.run, post_ids), _edited(post_ids)
        plans = []
        for post in Post.objects.select_for_update().filter(pk__in=made).only("title"):
            plan = Undone(post.pk, post.title)
            _plan_deletion(plan, post.pk in edited, later.get(post.pk, {}))
            plans.append(plan)
        changed: dict[int | None, list[ImportRecord]] = {}
        for record in records.exclude(post__in=made).order_by("-pk").defer("warnings", "removed"):
            changed.setdefault(record.post_id, []).append(record)
        for post in _posts([pk for pk in post_ids if pk not in made]):
            plan = Undone(post.pk, post.title)
            _plan_return(plan, post, changed[post.pk], later.get(post.pk, {}))
            plans.append(plan)
        return plans

    def _delete(self, plans: list[Undone]) -> None:
        if not plans:
            return
        keys = [plan.post_id for plan in plans]
        used = used_by(keys)
        try:
            with transaction.atomic():
                remove(Post.objects.filter(pk__in=keys))
        except (ProtectedError, RestrictedError) as error:
            if len(plans) > 1:
                for plan in plans:
                    self._delete([plan])
                return
            plans[0].is_deleted = False
            plans[0].kept = [_("something still needs it: %(reason)s") % {"reason": error.args[0]}]
            return
        self.cleared.update(clear(used, since=self.run.started_at))

    def _restore(self, plan: Undone) -> int | None:
        """Give a post back what `plan` says; return its key, or None when it cannot hold it."""
        post = Post.objects.get(pk=plan.post_id)
        fields = {name: value for name, value in plan.restored.items() if name != "status"}
        try:
            with transaction.atomic():
                if fields:
                    apply_fields(post, fields, Catalogue())
                    # By nobody, as the import's own: a user's revision is an editor's work.
                    note = _("Import run %(number)s undone") % {"number": self.run.pk}
                    workflow.keep(post, by=None, note=note, changed=list(fields))
                if "status" in plan.restored:
                    workflow.withdraw(post, by=None)
                    workflow.return_to_draft(post, by=None)
        except IntegrityError as error:
            plan.kept.append(_("the post cannot hold it: %(reason)s") % {"reason": error})
            plan.restored = {}
            return None
        return post.pk


def _compare(post_ids: list[int]) -> None:
    """Link the posts to others of nearly the same text, by the imported text they have again."""
    bodies = Post.objects.filter(pk__in=post_ids).order_by("pk").values_list("pk", "body")
    link_duplicates({pk: signature_of(read_body(body).prose) for pk, body in bodies})


def changes(run: ImportRun) -> QuerySet[ImportRecord]:
    """The records of `run` whose import made a post or changed one."""
    outcomes = [ImportRecord.Outcome.CREATED, ImportRecord.Outcome.UPDATED]
    outcomes.append(ImportRecord.Outcome.CONFLICT)
    return run.records.filter(outcome__in=outcomes, post__isnull=False)


def is_running(run: ImportRun, *, heard_at: datetime | None = None) -> bool:
    """Whether `run` seems to be at work: it has not ended, and was heard of lately.

    `heard_at` is when its newest record was kept; looked up when it is not given.
    """
    if run.finished_at is not None:
        return False
    if heard_at is None:
        records = run.records.order_by("-pk")
        heard_at = records.values_list("created_at", flat=True).first() or run.started_at
    return heard_at > timezone.now() - SILENCE


def _posts(post_ids: list[int]) -> QuerySet[Post]:
    posts = Post.objects.select_for_update(of=("self",)).filter(pk__in=post_ids).order_by("pk")
    return posts.prefetch_related(*rows_of_held())


def _later_changes(run: ImportRun, post_ids: list[int]) -> dict[int | None, dict[str, int]]:
    """Return which fields of which posts a later run changed, and which run that was."""
    records = ImportRecord.objects.applied().filter(post__in=post_ids, run__gt=run.pk)
    changed: dict[int | None, dict[str, int]] = {}
    for record in records.exclude(replaced={}).order_by("pk").only("post", "run", "replaced"):
        fields = changed.setdefault(record.post_id, {})
        fields |= dict.fromkeys(record.replaced, record.run_id)
    return changed


def _edited(post_ids: list[int]) -> set[int]:
    """Return those of the posts that somebody has worked on at the desk.

    A revision without a note is an editor's whose account is gone.
    """
    revisions = Revision.objects.filter(Q(by__isnull=False) | Q(note=""), post__in=post_ids)
    steps = Transition.objects.filter(by__isnull=False, post__in=post_ids)
    return {pk for rows in (revisions, steps) for pk in rows.values_list("post", flat=True)}


def _plan_deletion(plan: Undone, is_edited: bool, later: dict[str, int]) -> None:
    if later:
        runs = ", ".join(f"#{number}" for number in sorted(set(later.values())))
        plan.kept.append(_("changed by a later import, %(runs)s: undo that first") % {"runs": runs})
    if is_edited:
        plan.kept.append(_("an editor has worked on it since"))
    plan.is_deleted = not plan.kept


def _plan_return(
    plan: Undone, post: Post, records: list[ImportRecord], later: dict[str, int]
) -> None:
    """Plan to give `post` back what `records`, newest first, changed in it and nobody since."""
    now = held_by(post) | {"status": post.status}
    left: dict[str, str] = {}
    for record in records:
        wrote = record.imported | {"status": Post.Status.PUBLISHED}
        for name, before in record.replaced.items():
            if name in left or now.get(name) == before:
                continue
            if name in later:
                left[name] = _("changed by the later import #%(run)d") % {"run": later[name]}
            elif now.get(name) != wrote.get(name):
                left[name] = _("edited since")
            elif name == "lead_image_id" and before and not _is_in_library(before):
                left[name] = _("its picture is no longer in the library")
            else:
                now[name] = plan.restored[name] = before
    if not any(record.replaced for record in records) and _has_updated(records):
        plan.kept.append(_("what it held before was not kept"))
    plan.kept += [f"{name}: {reason}" for name, reason in left.items()]


def _has_updated(records: list[ImportRecord]) -> bool:
    return any(record.outcome == ImportRecord.Outcome.UPDATED for record in records)


def _is_in_library(image_id: str) -> bool:
    return Image.objects.filter(pk=image_id).exists()
