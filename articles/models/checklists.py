from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class ChecklistRuleQuerySet(models.QuerySet):
    def make_missing(self):
        """Make the rules that are missing as they are at first; leave the others."""
        self.bulk_create(
            (
                self.model(name=name, least=least, most=most)
                for name, (least, most) in AT_FIRST.items()
            ),
            ignore_conflicts=True,
        )


class ChecklistRule(models.Model):
    """How one check before publication is taken; `articles.checklist` makes the checks.

    `least` and `most` bound what it counts, where it counts.
    """

    class Name(models.TextChoices):
        TITLE = "title", _("length of the title")
        SUMMARY = "summary", _("summary")
        LEAD_IMAGE = "lead_image", _("lead image")
        ALT_TEXTS = "alt_texts", _("alternative texts of the pictures")
        CREDITS = "credits", _("credits of the pictures")
        SECTION = "section", _("section")
        TAGS = "tags", _("tags")
        LINKS = "links", _("links that lead somewhere")
        LICENCE = "licence", _("licence note of restricted pieces")

    class Level(models.TextChoices):
        OFF = "off", _("is not made")
        ADVISE = "advise", _("advises")
        BLOCK = "block", _("blocks publication")

    name = models.CharField(
        _("check"), max_length=20, choices=Name, primary_key=True, editable=False
    )
    level = models.CharField(_("what it does"), max_length=10, choices=Level, default=Level.ADVISE)
    least = models.PositiveSmallIntegerField(_("at least"), null=True, blank=True)
    most = models.PositiveSmallIntegerField(_("at most"), null=True, blank=True)

    objects = ChecklistRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("check before publication")
        verbose_name_plural = _("checks before publication")
        # There is one for each check; `articles.permissions` says who changes them.
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    name__in=[
                        *("title", "summary", "lead_image", "alt_texts", "credits", "section"),
                        *("tags", "links", "licence"),
                    ]
                )
                & Q(level__in=["off", "advise", "block"]),
                name="checklist_rule_known",
            ),
            models.CheckConstraint(
                condition=Q(least=None) | Q(most=None) | Q(least__lte=F("most")),
                name="checklist_least_before_most",
            ),
            models.CheckConstraint(
                condition=Q(name__in=["title", "summary", "tags"]) | Q(least=None, most=None),
                name="checklist_bounds_what_counts",
            ),
        ]

    def __str__(self):
        return str(self.get_name_display())

    def clean(self):
        if self.least is not None and self.most is not None and self.least > self.most:
            raise ValidationError({"most": _("This is less than “at least”.")})


# In the order in which they are shown, each with its bounds. Lengths are counted in hanzi; a
# letter or digit of the Latin alphabet is half of one.
AT_FIRST = {
    "title": (4, 32),
    "summary": (1, 150),
    "lead_image": (None, None),
    "alt_texts": (None, None),
    "credits": (None, None),
    "section": (None, None),
    "tags": (1, 8),
    "links": (None, None),
    "licence": (None, None),
}
COUNTING = tuple(name for name, bounds in AT_FIRST.items() if bounds != (None, None))
