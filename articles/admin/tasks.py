"""What the worker has to do: what waits, what failed and why; what failed can be tried again."""

from django.contrib import admin, messages
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_tasks_db.models import DBTaskResult, get_date_max

from articles.admin.base import ReadOnlyAdmin, column
from articles.permissions import can_oversee

STATES = {
    "READY": gettext_lazy("waiting"),
    "RUNNING": gettext_lazy("running"),
    "FAILED": gettext_lazy("failed"),
    "SUCCESSFUL": gettext_lazy("done"),
}
TASKS = {
    "tell_indexnow": gettext_lazy("Tell IndexNow"),
    "tell_baidu": gettext_lazy("Tell Baidu"),
    "ping_hub": gettext_lazy("Tell the feeds' hub"),
    "purge_cdn": gettext_lazy("Empty the network in front"),
    "make_renditions": gettext_lazy("Make smaller copies of a picture"),
    "fetch_picture": gettext_lazy("Bring a picture home"),
    "run_bulk_job": gettext_lazy("Bulk change"),
    "check_links": gettext_lazy("Follow links"),
    "beat": gettext_lazy("Sign of life"),
}
COUNTED = 1000

# The app's own page tells an operator less, and nobody else anything.
if admin.site.is_registered(DBTaskResult):
    admin.site.unregister(DBTaskResult)


@admin.register(DBTaskResult)
class TaskAdmin(ReadOnlyAdmin):
    list_display = ["what", "state", "enqueued_at", "due", "finished_at", "problem"]
    list_filter = ["status"]
    ordering = ["-enqueued_at"]
    actions = ["try_again"]
    fields = ["what", "state", "enqueued_at", "due", "started_at", "finished_at", "args_kwargs"]
    readonly_fields = ["what", "state", "due", "problem", "trace"]

    def get_fields(self, request, obj=None):
        return [*self.fields, *(["problem", "trace"] if obj and obj.traceback else [])]

    def has_module_permission(self, request):
        return can_oversee(request.user)

    def has_view_permission(self, request, obj=None):
        return can_oversee(request.user)

    def view_on_site(self, task):
        return None

    @admin.action(description=gettext_lazy("Try again"))
    def try_again(self, request, queryset):
        """Queue those that failed anew, in the place of their failure."""
        number = 0
        for row in queryset.filter(status="FAILED")[:COUNTED]:
            with transaction.atomic():
                # Whoever deletes the row is the one that queues it: of two clicks only one does.
                if DBTaskResult.objects.filter(pk=row.pk, status="FAILED").delete()[0]:
                    given = row.args_kwargs
                    row.task.using(run_after=None).enqueue(*given["args"], **given["kwargs"])
                    number += 1
        text = ngettext("%d task is queued again.", "%d tasks are queued again.", number)
        self.message_user(request, text % number, messages.SUCCESS if number else messages.INFO)

    @admin.display(description=gettext_lazy("what"))
    def what(self, task):
        return TASKS.get(task.task_name, task.task_name)

    @admin.display(description=gettext_lazy("state"))
    def state(self, task):
        return column("state", state=task.status.lower(), label=capfirst(STATES[task.status]))

    @admin.display(description=gettext_lazy("due"))
    def due(self, task):
        return _("at once") if task.run_after == get_date_max() else task.run_after

    @admin.display(description=gettext_lazy("problem"))
    def problem(self, task):
        return task.traceback.strip().rpartition("\n")[2][:200]

    @admin.display(description=gettext_lazy("trace"))
    def trace(self, task):
        return column("code", text=task.traceback)
