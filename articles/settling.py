"""Clashes between a document and the desk, decided: each decision is one transaction."""

import hashlib
import json

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from articles import workflow
from articles.importing.catalogue import Catalogue
from articles.importing.merge import apply_fields, held_by
from articles.models import Conflict, Image, Post
from articles.permissions import can_settle

OURS, THEIRS = Conflict.Choice.OURS, Conflict.Choice.THEIRS


class SettlingError(ValueError):
    """The clash cannot be settled so; the message says why."""


def ours_of(conflict):
    """Return what the post holds now of the field that `conflict` is about, as JSON holds it."""
    if conflict.field == "status":
        return conflict.post.status
    return held_by(conflict.post)[conflict.field]


def is_moot(conflict):
    """Whether there is nothing to decide any more: both sides say the same."""
    if conflict.field == "status":
        return conflict.post.status != Post.Status.PUBLISHED
    return ours_of(conflict) == conflict.theirs


def fingerprint(conflict):
    """Return a digest (hex) of both sides, by which a decision tells what it was made on."""
    sides = json.dumps([ours_of(conflict), conflict.theirs], sort_keys=True)
    return hashlib.sha256(sides.encode()).hexdigest()


@transaction.atomic
def settle(conflict, choice, *, by, seen=""):
    """Decide `conflict`: the post stays as it is (OURS), or takes what its document says (THEIRS).

    Taking a withdrawal withdraws the post. `seen` is the fingerprint that the decision was made
    on. Raises PermissionDenied when `by` may not change that field of the post, SettlingError
    when the clash is decided already, when either side has changed since it was seen, and when
    the post cannot hold what the document says.
    """
    # The post first, as an import locks them.
    Post.objects.select_for_update().only("pk").filter(pk=conflict.post_id).first()
    stored = Conflict.objects.unsettled().select_for_update(of=("self",)).select_related("post")
    conflict = stored.filter(pk=conflict.pk).first()
    if conflict is None:
        raise SettlingError(_("It has been decided already, or a later import agreed."))
    if not can_settle(by, conflict):
        raise PermissionDenied(_("You may not decide this."))
    if seen and seen != fingerprint(conflict):
        raise SettlingError(_("The texts have changed since you opened them: compare them again."))
    if choice == THEIRS and not is_moot(conflict):
        _take(conflict, by=by)
    Conflict.objects.filter(pk=conflict.pk).settle(choice=choice, by=by)


def _take(conflict, *, by):
    post, field, value = conflict.post, conflict.field, conflict.theirs
    if field == "status":
        workflow.withdraw(post, by=by)
        return
    if field == "published_at" and value is None and post.status == Post.Status.PUBLISHED:
        raise SettlingError(_("A published post needs its date."))
    if field == "lead_image_id" and value and not Image.objects.filter(pk=value).exists():
        raise SettlingError(_("The picture is no longer in the library."))
    try:
        with transaction.atomic():
            apply_fields(post, {field: value}, Catalogue())
    except IntegrityError as problem:
        raise SettlingError(
            _("The post cannot hold it: %(reason)s") % {"reason": problem}
        ) from problem
    workflow.save_edit(post, by=by, note=_("Taken from the source's document"), changed=[field])
