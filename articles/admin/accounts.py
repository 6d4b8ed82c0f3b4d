"""Accounts and groups, with what the newsroom asks of their signing in."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import Exists, OuterRef
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from articles import second_factor
from articles.models import SecondFactorRule

# Their pages would show secrets, and let whoever may see them sign in as somebody else.
admin.site.unregister([StaticDevice, TOTPDevice, Group, User])


class GroupForm(forms.ModelForm):
    needs_second_factor = forms.BooleanField(
        label=_("Needs a second factor"),
        required=False,
        help_text=_(
            "Whoever is in this group gives a code of an app after the password. Members who have "
            "set none up are led to do so at once, and reach nothing else before."
        ),
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        rules = SecondFactorRule.objects.filter(pk=self.instance.pk)
        self.initial["needs_second_factor"] = rules.exists()


@admin.register(Group)
class NewsroomGroupAdmin(GroupAdmin):
    form = GroupForm
    fields = ("name", "needs_second_factor", "permissions")
    list_display = ("name", "needs_second_factor")

    def get_queryset(self, request):
        rules = SecondFactorRule.objects.filter(group=OuterRef("pk"))
        return super().get_queryset(request).annotate(has_rule=Exists(rules))

    @admin.display(description=_("second factor"), boolean=True)
    def needs_second_factor(self, group):
        return group.has_rule

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if form.cleaned_data["needs_second_factor"]:
            SecondFactorRule.objects.get_or_create(group=obj)
        else:
            SecondFactorRule.objects.filter(group=obj).delete()


@admin.register(User)
class NewsroomUserAdmin(UserAdmin):
    list_display = (*UserAdmin.list_display, "second_factor")
    actions = ["take_second_factor_away"]

    def get_queryset(self, request):
        devices = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        return super().get_queryset(request).annotate(has_second_factor=Exists(devices))

    @admin.display(description=_("second factor"), boolean=True)
    def second_factor(self, user):
        return user.has_second_factor

    @admin.action(
        description=_("Take the second factor away, for somebody who lost it"),
        permissions=["change"],
    )
    def take_second_factor_away(self, request, users):
        """Ask first, then have them set one up anew, where their role wants it."""
        users = users.filter(has_second_factor=True)
        if request.POST.get("confirmed"):
            count = sum(second_factor.remove(user, by=request.user) for user in users)
            text = ngettext(
                "%(count)d account has no second factor any more.",
                "%(count)d accounts have no second factor any more.",
                count,
            )
            self.message_user(request, text % {"count": count}, messages.SUCCESS)
            return None
        context = self.admin_site.each_context(request) | {
            "title": _("Take the second factor away"),
            "opts": self.opts,
            "users": users,
        }
        return TemplateResponse(request, "admin/second_factor/take_away.html", context)
