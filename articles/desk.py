from django.contrib.admin import AdminSite

# What an editor opens all day first, what the system writes by itself last.
ORDER = (
    *("Post", "Image", "Category", "Tag", "Author", "Source", "Redirect"),
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
