from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _


class SecondFactorRuleQuerySet(models.QuerySet):
    def binding(self, user):
        """The rules of the groups that `user` (a key, or an OuterRef to one) is in."""
        return self.filter(group__user=user)


class SecondFactorRule(models.Model):
    """Whoever is in the group signs in with a code besides the password."""

    group = models.OneToOneField(
        Group,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="second_factor_rule",
        verbose_name=_("group"),
    )

    objects = SecondFactorRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule of a second factor")
        verbose_name_plural = _("rules of a second factor")
        # It is part of its group's page.
        default_permissions = ()

    def __str__(self):
        return str(self.group)
