"""An import run taken back at the desk: what would happen, and, once confirmed, that."""

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.admin.sides import label_of
from articles.importing.undoing import UndoError, Undoing
from articles.models import ImportRun
from articles.permissions import can_undo

# More than anybody waits for: they are for the command line.
MOST_POSTS = 500
NAMED = 30


def undo_view(request, key):
    """Ask whether the run is to be undone, naming what would happen; on POST undo it."""
    run = get_object_or_404(ImportRun, pk=key)
    if not can_undo(request.user):
        raise PermissionDenied
    back = HttpResponseRedirect(reverse("admin:articles_importrun_change", args=[run.pk]))
    is_dry = request.method != "POST"
    try:
        undoing = Undoing(run, is_dry=is_dry)
    except UndoError as problem:
        messages.warning(request, str(problem))
        return back
    is_large = len(undoing.post_ids) > MOST_POSTS
    if not is_dry and not is_large:
        _undo(request, undoing)
        return back
    context = {
        **admin.site.each_context(request),
        "title": _("Undo import run %(run)s?") % {"run": run},
        "run": run,
        "total": len(undoing.post_ids),
        "is_large": is_large,
        "command": f"python manage.py undo_import {run.pk} --dry-run",
        **({} if is_large else _plan(undoing)),
    }
    return TemplateResponse(request, "admin/articles/importrun/undo.html", context)


def _plan(undoing):
    plans = list(undoing)
    deleted = [(plan.title, "") for plan in plans if plan.is_deleted]
    restored = [
        (plan.title, "、".join(str(label_of(name)) for name in plan.restored))
        for plan in plans
        if plan.restored
    ]
    parts = [(_("Deleted"), deleted), (_("Given back what they held"), restored)]
    return {
        "parts": [(heading, rows[:NAMED], len(rows), len(rows) - NAMED) for heading, rows in parts],
        # All of them: these are what somebody has to look at.
        "kept": [plan for plan in plans if plan.kept],
    }


def _undo(request, undoing):
    plans = list(undoing)
    LogEntry.objects.log_actions(
        request.user.pk, [undoing.run], CHANGE, _("Undone."), single_object=True
    )
    deleted = sum(plan.is_deleted for plan in plans)
    restored = sum(bool(plan.restored) for plan in plans)
    told = [
        ngettext("%d post is deleted.", "%d posts are deleted.", deleted) % deleted,
        ngettext("%d is what it was.", "%d are what they were.", restored) % restored,
    ]
    messages.success(request, _("The run is undone.") + " " + " ".join(told))
    for plan in [plan for plan in plans if plan.kept][:NAMED]:
        for reason in plan.kept:
            text = _("“%(title)s” is kept: %(reason)s")
            messages.warning(request, text % {"title": plan.title, "reason": reason})
