from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SavedFilterQuerySet(models.QuerySet):
    def offered_to(self, user):
        """Those that stand above the user's list of posts: their own, then what others share."""
        mine = Q(owner=user)
        return (
            self.filter(mine | Q(is_shared=True))
            .annotate(is_mine=models.Case(models.When(mine, then=True), default=False))
            .order_by("-is_mine", "pk")
        )


class SavedFilter(models.Model):
    """A filter of the list of posts under a name; it holds what was asked, never what was found."""

    name = models.CharField(_("name"), max_length=40)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="saved_filters",
        verbose_name=_("owner"),
    )
    # As `articles.filtering.PostFilter` takes them.
    values = models.JSONField(_("filter"), default=dict)
    is_shared = models.BooleanField(_("for everybody"), default=False)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="filter_named_once",
                violation_error_message=_("You have a filter of this name already."),
            ),
            models.CheckConstraint(condition=~Q(name=""), name="filter_has_name"),
        ]

    def __str__(self):
        return self.name
