from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Newsroom")

    def ready(self):
        from articles import signals

        signals.connect()


class DeskConfig(AdminConfig):
    # Outside articles.admin: that package registers with the site while it is imported.
    default_site = "articles.desk.Desk"
