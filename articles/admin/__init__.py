"""The desk: one module per noun."""

from django.conf import settings
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.admin import (  # noqa: F401 - each registers its nouns
    accounts,
    audit,
    authors,
    bulk,
    categories,
    checklists,
    conflicts,
    duplicates,
    front_page,
    images,
    imports,
    posts,
    redirects,
    revisions,
    sources,
    tags,
    tasks,
    trash,
)

admin.site.site_header = settings.SITE_NAME
admin.site.site_title = settings.SITE_NAME
admin.site.index_title = _("The desk")
