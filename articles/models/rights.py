"""What a rights notice allows, as far as its words tell, and who must say why we may publish."""

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


# What a list can be asked for.
RIGHTS_ASKED = {
    "none": RightsState.NONE.label,
    "notice": RightsState.NOTICE.label,
    "restricted": RightsState.RESTRICTED.label,
    "unlicensed": _("source without licence"),
    "uncleared": _("to be cleared"),
}


class LicencePolicy(models.TextChoices):
    NEVER = "never", _("asks for none")
    RESTRICTED = "restricted", _("asked for of restricted pieces, of all while it has no licence")
    EVERY = "every", _("asked for of every piece")


def is_restricted(notice):
    """Whether the words of a rights notice keep the piece for somebody."""
    return any(word in notice for word in RESTRICTING)


def is_marked(restricts, source):
    """Whether somebody should look at the rights of a piece whose notice `restricts` it, or not.

    A piece of our own newsroom never needs that; another does when it is restricted, or when
    `source` (None for a piece without one) has no licence. `PostQuerySet.uncleared` says the same.
    """
    if source is None:
        return restricts
    return not source.is_own and (restricts or not source.licence)


def demands_note(restricts, source):
    """Whether a piece is published only with a licence note: where the policy of `source` says so.

    NEVER asks for none, EVERY of each piece, RESTRICTED of those that `is_marked` marks. Our own
    newsroom, and what has no source, needs none.
    """
    if source is None or source.is_own:
        return False
    if source.licence_policy == LicencePolicy.RESTRICTED:
        return is_marked(restricts, source)
    return source.licence_policy == LicencePolicy.EVERY


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


def has_licence_note():
    """Return the column that says whether a post has a licence note: lists need not read that."""
    return models.GeneratedField(
        expression=Case(When(licence_note="", then=Value(False)), default=Value(True)),
        output_field=models.BooleanField(_("has a licence note")),
        db_persist=True,
    )


def _has(word):
    # Not LIKE, whose case SQLite ignores and PostgreSQL does not.
    return Q(GreaterThan(StrIndex("rights", Value(word)), 0))
