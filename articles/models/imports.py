from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.fields import LongJSONField

DELETE_BATCH = 500


class ImportRun(models.Model):
    """One call of the importer."""

    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    paths = models.JSONField(_("paths"), default=list)
    options = models.JSONField(_("options"), default=dict)
    counts = models.JSONField(
        _("outcomes"), default=dict, help_text=_("How many documents came to which outcome.")
    )
    warning_counts = models.JSONField(
        _("warnings"), default=dict, help_text=_("How many warnings of which kind.")
    )
    undone_at = models.DateTimeField(_("undone"), null=True)

    class Meta:
        verbose_name = _("import run")
        verbose_name_plural = _("import runs")
        ordering = ["-pk"]

    def __str__(self):
        return f"#{self.pk} · {timezone.localtime(self.started_at):%Y-%m-%d %H:%M}"


class OriginalQuerySet(models.QuerySet):
    def superseded(self, *, before):
        """Originals from before that moment which no post's last import rests on."""
        latest = (
            ImportRecord.objects.applied()
            .filter(post__isnull=False)
            .values("post")
            .annotate(last=models.Max("pk"))
            .values("last")
        )
        bases = ImportRecord.objects.filter(pk__in=latest, original__isnull=False)
        return self.filter(created_at__lt=before).exclude(pk__in=bases.values("original"))

    def let_go(self):
        """Delete these; the records that were made of them stay."""
        keys = list(self.values_list("pk", flat=True))
        for start in range(0, len(keys), DELETE_BATCH):
            batch = keys[start : start + DELETE_BATCH]
            with transaction.atomic():
                ImportRecord.objects.filter(original__in=batch).update(original=None)
                Original.objects.filter(pk__in=batch).delete()


class Original(models.Model):
    """The raw bytes of a document, once per content."""

    sha256 = models.CharField(_("SHA-256"), max_length=64, primary_key=True)
    content = models.BinaryField(_("content"))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = OriginalQuerySet.as_manager()

    class Meta:
        verbose_name = _("original")
        verbose_name_plural = _("originals")

    def __str__(self):
        return self.sha256[:12]

    @property
    def text(self):
        """The bytes as UTF-8, with a replacement character for each that is none."""
        return bytes(self.content).decode("utf-8", "replace")


class PolledFeed(models.Model):
    """A feed that was read at its address, and what asks whether it has changed since."""

    address = models.CharField(_("address"), max_length=2000, unique=True)
    etag = models.CharField(max_length=500, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    read_at = models.DateTimeField(_("read"), auto_now=True)

    class Meta:
        verbose_name = _("polled feed")
        verbose_name_plural = _("polled feeds")
        ordering = ["address"]

    def __str__(self):
        return self.address


class ImportRecordQuerySet(models.QuerySet):
    def applied(self):
        """Records whose document was compared with its post: the last is the base of a merge.

        Those of a run that was undone count no more.
        """
        return self.exclude(contract="").filter(run__undone_at=None)


class ImportRecord(models.Model):
    """One document in one run."""

    class Outcome(models.TextChoices):
        CREATED = "created", _("created")
        UPDATED = "updated", _("updated")
        UNCHANGED = "unchanged", _("unchanged")
        CONFLICT = "conflict", _("conflict")
        FAILED = "failed", _("failed")

    run = models.ForeignKey(
        ImportRun, on_delete=models.CASCADE, related_name="records", verbose_name=_("run")
    )
    path = models.CharField(_("path"), max_length=2000)
    identifier = models.CharField(_("identifier"), max_length=500)
    source = models.ForeignKey(
        "articles.Source", on_delete=models.SET_NULL, null=True, verbose_name=_("source")
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    post = models.ForeignKey(
        "articles.Post",
        on_delete=models.SET_NULL,
        null=True,
        related_name="import_records",
        verbose_name=_("post"),
    )
    original = models.ForeignKey(
        Original, on_delete=models.PROTECT, null=True, verbose_name=_("original")
    )
    contract = models.CharField(
        max_length=64,
        blank=True,
        help_text=_("Digest of the pipeline's version, the options and the source's contract."),
    )
    imported = LongJSONField(
        _("fields"),
        default=dict,
        help_text=_("What the document says of each field: the base of the next merge."),
    )
    replaced = LongJSONField(
        _("replaced"),
        default=dict,
        help_text=_("What the post held before of each field that this import changed."),
    )
    pictures = models.JSONField(
        _("pictures"),
        default=dict,
        help_text=_("Pictures that lay beside the document: address in it, name here."),
    )
    warnings = LongJSONField(_("warnings"), default=list)
    removed = LongJSONField(_("removed"), default=list)
    error = models.JSONField(_("error"), null=True)
    created_at = models.DateTimeField(_("when"), auto_now_add=True)

    objects = ImportRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("imported document")
        verbose_name_plural = _("imported documents")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["created", "updated", "unchanged", "conflict", "failed"]),
                name="import_outcome_known",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="failed") | Q(error__isnull=False),
                name="failed_import_says_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["identifier", "id"],
                condition=~Q(contract=""),
                name="import_applied",
            ),
            models.Index(fields=["run", "outcome"], name="import_run_outcome"),
        ]

    def __str__(self):
        return self.path
