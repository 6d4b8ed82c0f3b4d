"""What the list of posts offers to do with many of them; each leads to a page that asks first."""

from urllib.parse import urlencode

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse

from articles.models import BulkJob
from articles.permissions import can_start

# The list sends no more keys than a page of it shows.
SELECTED = "select_across"


class BulkActions(admin.ModelAdmin):
    def get_actions(self, request):
        """The kinds of bulk changes, in the place of Django's actions."""
        return {
            kind.value: (_leading_to(kind), kind.value, kind.label)
            for kind in BulkJob.Kind
            if can_start(request.user, kind)
        }


def _leading_to(kind):
    def action(model_admin, request, queryset):
        if request.POST.get(SELECTED) == "1":
            asked = {"all": "1", **request.GET.dict()}
        else:
            keys = queryset.order_by("pk").values_list("pk", flat=True)
            asked = {"posts": ",".join(map(str, keys))}
        address = reverse("admin:articles_bulkjob_new", args=[kind.value])
        return HttpResponseRedirect(f"{address}?{urlencode(asked)}")

    return action
