"""Filters that an editor keeps under a name, for themselves or for everybody."""

from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from articles.filtering import PostFilter
from articles.models import SavedFilter
from articles.permissions import can_share

# As many tabs does a list bear.
MOST = 30


class FilterForm(forms.ModelForm):
    class Meta:
        model = SavedFilter
        fields = ["name", "is_shared"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        if not can_share(user):
            del self.fields["is_shared"]

    def _get_validation_exclusions(self):
        # The owner is no field, but the name is theirs once.
        return super()._get_validation_exclusions() - {"owner"}


class SavedFilters(admin.ModelAdmin):
    """Keeping, renaming and removing filters, beside the list of posts."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.filters_view)
        return [path("filters/", view, name="articles_post_filters"), *super().get_urls()]

    def filters_view(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        mine = SavedFilter.objects.filter(owner=request.user).order_by("pk")
        press, _dash, key = request.POST.get("press", "").partition("-")
        if press == "keep":
            return self._keep(request, mine)
        forms_of_mine = []
        for saved in mine:
            is_meant = key == str(saved.pk)
            if press == "remove" and is_meant:
                saved.delete()
                self.message_user(request, _("The filter is removed."), messages.SUCCESS)
                return HttpResponseRedirect(request.path)
            sent = request.POST if press == "rename" and is_meant else None
            form = FilterForm(sent, instance=saved, user=request.user, auto_id=f"id_{saved.pk}_%s")
            if sent is not None and form.is_valid():
                form.save()
                self.message_user(request, _("The filter is changed."), messages.SUCCESS)
                return HttpResponseRedirect(request.path)
            forms_of_mine.append((saved, form, urlencode(saved.values)))
        context = {
            **self.admin_site.each_context(request),
            "title": _("My filters"),
            "opts": self.opts,
            "filters": forms_of_mine,
        }
        return TemplateResponse(request, "admin/articles/post/filters.html", context)

    def _keep(self, request, mine):
        """Keep the filter that was sent, and go on to the list it finds."""
        asked = PostFilter(QueryDict(request.POST.get("query", "")).dict())
        values = asked.settled()
        form = FilterForm(
            request.POST, instance=SavedFilter(owner=request.user, values=values), user=request.user
        )
        if not asked.asked:
            self.message_user(request, _("This asks for nothing."), messages.ERROR)
        elif len(mine) >= MOST:
            self.message_user(request, _("There are too many; remove one first."), messages.ERROR)
        elif form.is_valid():
            form.save()
            self.message_user(request, _("The filter is kept."), messages.SUCCESS)
        else:
            for errors in form.errors.values():
                self.message_user(request, errors[0], messages.ERROR)
        address = reverse("admin:articles_post_changelist")
        return HttpResponseRedirect(f"{address}?{urlencode(values)}")
