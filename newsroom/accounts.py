"""Whose session it is, with all that every page of the desk asks of a user."""

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import F, OuterRef, Q, Value
from django.db.models.functions import Concat

from articles.models import Responsibility
from articles.models.expressions import ListOf
from articles.models.prepared import Given, Prepared
from articles.models.teasers import KEY
from articles.second_factor import with_debts

# Every page of the desk begins with it.
USER = Prepared(
    lambda: with_debts(_with_rights(get_user_model().objects.filter(pk=Given("key", KEY))))
)


class DeskBackend(ModelBackend):
    """Django's own, but what is asked one after the other there is read along with the user."""

    def get_user(self, user_id):
        user = next(iter(USER(key=user_id)), None)
        return user if user is not None and self.user_can_authenticate(user) else None

    def get_all_permissions(self, user_obj, obj=None):
        if hasattr(user_obj, "granted") and not user_obj.is_superuser and obj is None:
            return set(user_obj.granted)
        return super().get_all_permissions(user_obj, obj)


def _with_rights(users):
    """`users`, each with the names of the permissions `granted`, and the keys of the `sections`."""
    user = OuterRef("pk")
    own = Permission.objects.filter(user=OuterRef(user)).values("pk")
    of_groups = Permission.objects.filter(group__user=OuterRef(user)).values("pk")
    granted = Permission.objects.filter(Q(pk__in=own) | Q(pk__in=of_groups))
    name = Concat("content_type__app_label", Value("."), "codename")
    sections = Responsibility.objects.filter(user=user)
    return users.annotate(
        granted=ListOf(granted.order_by().values(value=name)),
        sections=ListOf(sections.values(value=F("category"))),
    )
