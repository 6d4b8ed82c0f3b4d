"""The admin site: its first page, its list of nouns, and the places beside it."""

from django.contrib.admin import AdminSite, action, actions
from django.contrib.auth.views import redirect_to_login
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks_db.models import DBTaskResult

from articles import auditing, waiting
from articles.permissions import can_arrange, can_oversee
from articles.second_factor import half_signed_in

# What an editor opens all day first, what the system writes by itself last.
ORDER = (
    *("Post", "FrontPageSlot", "Conflict", "DuplicateLink"),
    *("Image", "Category", "Tag", "Author", "Source"),
    "ChecklistRule",
    "Redirect",
    "TrashedPost",
    *("BulkJob", "ImportRun", "ImportRecord", "Revision", "Transition", "AuditEntry"),
)


class Desk(AdminSite):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.add_action(delete_selected)

    def get_app_list(self, request, app_label=None):
        """Django's list, ours before the accounts and its nouns in the order of their use."""
        apps = super().get_app_list(request, app_label)
        for app in apps:
            if app["app_label"] == "articles":
                app["models"].sort(key=lambda model: ORDER.index(model["object_name"]))
            elif app["app_label"] == DBTaskResult._meta.app_label:
                app["name"] = _("The worker")
                app["models"][0]["name"] = _("Tasks")
        apps.sort(key=lambda app: app["app_label"] != "articles")
        may_read = request.user.has_perm("articles.view_post")
        return [_places(request.user), *apps] if app_label is None and may_read else apps

    def index(self, request, extra_context=None):
        if not request.user.has_perm("articles.view_post"):
            return super().index(request, extra_context)
        today, reads = waiting.today(request.user)
        context = {
            "panels": waiting.panels(request.user),
            "today": today,
            "reads": reads,
            "jobs": waiting.running_jobs(request.user),
            "alarms": waiting.alarms() if can_oversee(request.user) else [],
        }
        return super().index(request, {**context, **(extra_context or {})})

    def login(self, request, extra_context=None):
        """Django's page; after the password, lead on to what is still owed."""
        if request.method == "GET" and half_signed_in(request):
            onward = request.GET.get("next") or reverse("admin:index")
            return redirect_to_login(onward, reverse("second_factor_code"))
        return super().login(request, extra_context)


@action(permissions=["delete"], description=gettext_lazy("Delete selected %(verbose_name_plural)s"))
def delete_selected(model_admin, request, queryset):
    """Django's own, of which the log hears even when it deletes many rows at once."""
    rows = list(queryset) if request.POST.get("post") else []
    answer = actions.delete_selected(model_admin, request, queryset)
    # Of one row the admin keeps an entry by itself.
    if answer is None and len(rows) > 1:
        for row in rows:
            auditing.record("delete", by=request.user, subject=row)
    return answer


def _places(user):
    """Return the pages of the desk that list no noun, as an app of Django's list."""
    pages = [
        (_("Calendar"), "post_calendar"),
        (_("What is scheduled"), "post_schedule"),
        (_("Reports"), "post_reports"),
    ]
    if can_arrange(user):
        pages.insert(0, (_("Arrange the front page"), "frontpageslot_arrange"))
    models = [
        {
            "name": name,
            "object_name": view,
            "admin_url": reverse(f"admin:articles_{view}"),
            "add_url": None,
            "view_only": True,
            "perms": {},
        }
        for name, view in pages
    ]
    return {
        "name": _("The desk"),
        "app_label": "desk",
        "app_url": reverse("admin:index"),
        "has_module_perms": True,
        "models": models,
    }
