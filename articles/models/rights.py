"""What a rights notice allows, as far as its words tell."""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext_lazy as _

# Whoever writes one of these keeps the piece for themselves. After a change run makemigrations:
# the database keeps by each post what its notice says.
RESTRICTING = (
    *("独家", "未经授权", "未经许可", "不得转载", "谢绝转载", "禁止转载"),
    *("Exclusive", "exclusive", "All rights reserved", "all rights reserved"),
)


class RightsState(models.TextChoices):
    NONE = "", _("no notice")
    NOTICE = "notice", _("with a notice")
    RESTRICTED = "restricted", _("restricted")


def rights_state():
    """Return the column that says, by the words of `rights`, what a post may be used for."""
    restricting = reduce(or_, map(_has, RESTRICTING))
    return models.GeneratedField(
        expression=Case(
            When(rights="", then=Value("")),
            When(restricting, then=Value("restricted")),
            default=Value("notice"),
        ),
        output_field=models.CharField(_("rights"), max_length=10, choices=RightsState),
        db_persist=True,
    )


def _has(word):
    # Not LIKE, whose case SQLite ignores and PostgreSQL does not.
    return Q(GreaterThan(StrIndex("rights", Value(word)), 0))
