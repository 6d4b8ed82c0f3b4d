"""The log of the desk: who did what when, written in this one place.

It hears of what is kept anyway (steps, revisions, the admin's own entries, runs, bulk changes,
sign-ins), so that no caller can forget it. What the system does by itself is told by its runs.
"""

from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_save

from articles.models import AuditEntry, BulkJob, ImportRun, Revision, Transition

Kind = AuditEntry.Kind
ACTIONS = {ADDITION: Kind.ADD, CHANGE: Kind.CHANGE, DELETION: Kind.DELETE}
NAME, KEY = 300, 40


def record(kind, *, by, subject=None, kind_of="", note=""):
    """Write an entry; `by` is a user or None, `kind_of` names a thing that is no row."""
    return AuditEntry.objects.create(
        kind=kind,
        by=by,
        by_name=by.get_username() if by else "",
        subject_type=subject._meta.model_name if subject is not None else kind_of,
        subject_key=str(subject.pk or "")[:KEY] if subject is not None else "",
        subject=str(subject)[:NAME] if subject is not None else "",
        note=note,
    )


def connect():
    for sender, hear in (
        (Transition, _hear_step),
        (Revision, _hear_save),
        (LogEntry, _hear_admin),
        (ImportRun, _hear_run),
        (BulkJob, _hear_bulk),
    ):
        post_save.connect(hear, sender=sender, dispatch_uid=f"articles.audit.{sender.__name__}")
    user_logged_in.connect(_hear_sign_in, dispatch_uid="articles.audit.in")
    user_logged_out.connect(_hear_sign_out, dispatch_uid="articles.audit.out")
    user_login_failed.connect(_hear_refusal, dispatch_uid="articles.audit.refused")


def _hear_step(instance, created, **_kwargs):
    if created and instance.by is not None:
        note = f"{instance.from_status} → {instance.to_status}"
        record(Kind.STEP, by=instance.by, subject=instance.post, note=note)


def _hear_save(instance, created, **_kwargs):
    # A step keeps a revision too, under the name of the status.
    is_of_step = instance.note == instance.post.get_status_display()
    if created and instance.by is not None and not is_of_step:
        record(Kind.SAVE, by=instance.by, subject=instance.post, note=instance.note)


def _hear_admin(instance, created, **_kwargs):
    if not created:
        return
    kind_of = ""
    if instance.content_type_id is not None:
        kind_of = ContentType.objects.get_for_id(instance.content_type_id).model
    AuditEntry.objects.create(
        kind=ACTIONS[instance.action_flag],
        by=instance.user,
        by_name=instance.user.get_username(),
        subject_type=kind_of,
        subject_key=str(instance.object_id or "")[:KEY],
        subject=instance.object_repr[:NAME],
        note=instance.get_change_message(),
    )


def _hear_run(instance, update_fields, **_kwargs):
    if not {"finished_at", "undone_at"} & set(update_fields or ()):
        return
    told = ", ".join(f"{count} {outcome}" for outcome, count in instance.counts.items())
    note = "undone" if "undone_at" in update_fields else told
    record(Kind.IMPORT, by=None, subject=instance, note=note)


def _hear_bulk(instance, created, **_kwargs):
    if created:
        record(Kind.BULK, by=instance.by, subject=instance, note=f"{instance.total}")
    elif instance.is_over:
        note = f"{instance.changed} / {instance.total}, {instance.left_count}"
        record(Kind.BULK, by=instance.by, subject=instance, note=f"{instance.state}: {note}")


def _hear_sign_in(user, **_kwargs):
    record(Kind.SIGN_IN, by=user)


def _hear_sign_out(user, **_kwargs):
    if user is not None:
        record(Kind.SIGN_OUT, by=user)


def _hear_refusal(credentials, request=None, **_kwargs):
    # Whoever has to wait fills no log by trying on.
    if not getattr(request, "axes_locked_out", False):
        name = str(credentials.get("username", ""))[:150].replace("\0", "")
        AuditEntry.objects.create(kind=Kind.REFUSED, by_name=name)
