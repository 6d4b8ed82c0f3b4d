from django.contrib.admin import AdminSite

from articles.models import Conflict, Post
from articles.permissions import visible_to

# What an editor opens all day first, what the system writes by itself last.
ORDER = (
    *("Post", "FrontPageSlot", "Conflict", "DuplicateLink"),
    *("Image", "Category", "Tag", "Author", "Source"),
    "Redirect",
    *("ImportRun", "ImportRecord", "Revision", "Transition"),
)


class Desk(AdminSite):
    def get_app_list(self, request, app_label=None):
        """Django's list, ours before the accounts and its nouns in the order of their use."""
        apps = super().get_app_list(request, app_label)
        for app in apps:
            if app["app_label"] == "articles":
                app["models"].sort(key=lambda model: ORDER.index(model["object_name"]))
        return sorted(apps, key=lambda app: app["app_label"] != "articles")

    def index(self, request, extra_context=None):
        posts = visible_to(request.user, Post.objects.all())
        waiting = Conflict.objects.unsettled().filter(post__in=posts).count()
        return super().index(request, {"open_conflicts": waiting, **(extra_context or {})})
