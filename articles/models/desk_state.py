from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.relations import NAMES, stored_relations
from articles.models.rights import has_licence_note

# What appeared leaves by these steps only: its withdrawal, or changes that give it a later date.
LEFT_READERS = Q(to_status="withdrawn") | Q(from_status="published", to_status="published")


class DeskState(models.Model):
    """What the desk knows of a post and readers do not see."""

    draft = models.ForeignKey(
        "articles.Revision",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("unpublished changes"),
        help_text=_("The newest revision of a post that readers see otherwise."),
    )
    embargo_until = models.DateTimeField(
        _("embargo"),
        null=True,
        blank=True,
        help_text=_("Readers do not see it before, whoever publishes it."),
    )
    licence_note = models.TextField(
        _("licence note"),
        blank=True,
        max_length=2000,
        help_text=_(
            "What allows us to publish it: contract, date, whose word. Readers never see it."
        ),
    )
    has_licence_note = has_licence_note()
    edited_at = models.DateTimeField(_("last work"), auto_now=True)
    trashed_at = models.DateTimeField(_("put in the trash"), null=True, editable=False)
    trashed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("put in the trash by"),
    )

    class Meta:
        abstract = True

    @cached_property
    def relations(self):
        """What `stored_relations` tells, as it was read."""
        return self.stored_relations()

    @cached_property
    def has_left(self):
        """Whether readers had it and no longer have it, as it was read."""
        return self.transitions.filter(LEFT_READERS).exists()

    @cached_property
    def newest_key(self):
        """The key of its newest revision, as it was read; 0 while there is none."""
        return self.revisions.values_list("pk", flat=True).first() or 0

    def stored_relations(self):
        """Return what stands beside it in the database (`articles.models.relations`)."""
        if self._state.adding:
            return {name: [] for name in NAMES}
        rows = type(self).objects.filter(pk=self.pk)
        return rows.values_list(stored_relations(), flat=True).get()

    def refresh_from_db(self, using=None, fields=None, from_queryset=None):
        super().refresh_from_db(using, fields, from_queryset)
        # Django reads a deferred column in this way too.
        if fields is None:
            self.forget_rows()

    def forget_rows(self):
        """Have what was read ahead of other tables read again: it is no longer so."""
        self._prefetched_objects_cache = {}
        for name in ("relations", "has_left", "newest_key"):
            self.__dict__.pop(name, None)

    @property
    def is_under_embargo(self):
        return self.embargo_until is not None and self.embargo_until > timezone.now()
