"""What the desk shows of an import run: its state, pace, counts and troubles."""

from urllib.parse import urlencode

from django.db.models import Case, DateTimeField, F, OuterRef, Subquery, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.admin.base import column
from articles.admin.sides import label_of
from articles.importing.advice import ADVICE, WARNINGS
from articles.importing.undoing import is_running
from articles.models import Conflict, ImportRecord
from articles.telling import message_of

OUTCOMES = dict(ImportRecord.Outcome.choices)
STATES = {
    "running": gettext_lazy("running"),
    "finished": gettext_lazy("finished"),
    "broken_off": gettext_lazy("broken off"),
    "undone": gettext_lazy("undone"),
}
OPTIONS = {
    "source": gettext_lazy("source"),
    "timezone": gettext_lazy("time zone"),
    "status": gettext_lazy("status"),
    "workers": gettext_lazy("processes"),
}
SHOWN = 50


def heard_of(runs):
    """Annotate `runs` with `heard_at`: of one that has not ended, when its newest record came."""
    records = ImportRecord.objects.filter(run=OuterRef("pk")).order_by("-pk")
    newest = Subquery(records.values("created_at")[:1], output_field=DateTimeField())
    return runs.annotate(
        heard_at=Case(When(finished_at=None, then=Coalesce(newest, F("started_at"))), default=None)
    )


def state_of(run):
    """Return which of STATES `run` is in."""
    if run.undone_at is not None:
        return "undone"
    if run.finished_at is not None:
        return "finished"
    return "running" if is_running(run, heard_at=run.heard_at) else "broken_off"


def badge(run):
    state = state_of(run)
    moment = run.undone_at or run.heard_at
    return column("run_state", state=state, label=capfirst(STATES[state]), moment=moment)


def pace(run):
    """Return how long `run` took and how many documents a second that makes, as text."""
    end = run.finished_at or (timezone.now() if state_of(run) == "running" else run.heard_at)
    if end is None:
        return ""
    seconds = (end - run.started_at).total_seconds()
    minutes, rest = divmod(round(seconds), 60)
    if minutes:
        took = _("%(minutes)d min %(seconds)d s") % {"minutes": minutes, "seconds": rest}
    else:
        took = _("%(seconds).1f s") % {"seconds": seconds}
    if total := sum(run.counts.values()):
        documents = ngettext("%d document", "%d documents", total) % total
        rate = _("%(rate)s a second") % {"rate": f"{total / max(seconds, 0.1):,.0f}"}
        return f"{took} · {documents} · {rate}"
    return took


def outcomes(run):
    counts = [(name, label, run.counts.get(name)) for name, label in OUTCOMES.items()]
    rows = [
        (name, label, count, documents_address(run, outcome__exact=name))
        for name, label, count in counts
        if count
    ]
    return column("outcomes", rows=rows)


def warnings(run):
    """The kinds of its warnings, the most frequent first, each with a link to the documents."""
    kinds = sorted(run.warning_counts.items(), key=lambda row: (-row[1], row[0]))
    rows = [
        (kind_label(kind), count, documents_address(run, kind=kind), ADVICE.get(kind, ""))
        for kind, count in kinds
    ]
    return column("warning_kinds", rows=rows)


def kind_label(kind, names=WARNINGS):
    """Return what the desk calls a kind of warnings, or of what else `names` are for."""
    return capfirst(names.get(kind, kind))


def named(rows, names):
    """Return the warnings or removals `rows` of a record, their kinds as `names` call them."""
    return [
        row | {"kind": kind_label(row["kind"], names)}
        if isinstance(row, dict) and row.get("kind")
        else row
        for row in rows
    ]


def told(row):
    """Return a warning or an error of a record, None too, its message in the reader's language."""
    return row | {"message": message_of(row)} if isinstance(row, dict) else row


def failures(run):
    """What failed and why, as path:line:column."""
    records = run.records.filter(outcome="failed").only("pk", "path", "error").order_by("pk")
    rows = [(record, _place(record), message_of(record.error)) for record in records[:SHOWN]]
    more = max(0, run.counts.get("failed", 0) - SHOWN)
    return column(
        "failures", rows=rows, more=more, address=documents_address(run, outcome__exact="failed")
    )


def clashes(conflicts, *, address):
    """A list of `conflicts`, the open ones first; `address` leads to all of them."""
    rows = conflicts.select_related("post").defer("base", "theirs", "post__body", "post__extra")
    rows = list(rows.order_by(F("settled_at").asc(nulls_first=True), "-pk")[: SHOWN + 1])
    for conflict in rows:
        conflict.label = label_of(conflict.field)
    return column("clashes", rows=rows[:SHOWN], has_more=len(rows) > SHOWN, address=address)


def clashes_of(run):
    address = reverse("admin:articles_conflict_changelist")
    query = urlencode({"run": run.pk, "state": "all"})
    return clashes(Conflict.objects.filter(record__run=run), address=f"{address}?{query}")


def documents_address(run, **query):
    """Return the address of the list of the run's documents, narrowed by `query`."""
    address = reverse("admin:articles_importrecord_changelist")
    return f"{address}?{urlencode({'run__id__exact': run.pk} | query)}"


def options_of(run):
    """What the run was told, one a line; what was left to the documents is not named."""
    told = {name: value for name, value in run.options.items() if value not in ("", None, False)}
    # One process is what a run has that was told nothing; what it read stands under its paths.
    if told.get("workers") == 1:
        del told["workers"]
    told.pop("reprocess", None)
    return [f"{OPTIONS.get(name, name)}: {value}" for name, value in told.items()]


def paths_of(run):
    """Return where the documents of `run` came from, a line each."""
    return run.paths or ([_("the kept originals")] if run.options.get("reprocess") else [])


def _place(record):
    numbers = [record.error.get("line"), record.error.get("column")]
    return ":".join([record.path, *(str(number) for number in numbers if number)])
