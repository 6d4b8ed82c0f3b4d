"""Filters by source, where there may be thousands of them."""

from django.contrib import admin

# The sources of so many newest rows are offered, and no more than these; others are searched for.
RECENT_ROWS = 500
MOST_SOURCES = 30


class RecentSources(admin.RelatedFieldListFilter):
    """The sources of the newest rows of the list, or of the import run that it is narrowed to."""

    def field_choices(self, field, request, model_admin):
        rows = model_admin.get_queryset(request).filter(**{f"{self.field_path}__isnull": False})
        run = request.GET.get("run__id__exact", "")
        if run.isdecimal() and len(run) < 19:
            rows = rows.filter(run=run)
        newest = rows.order_by("-pk").values_list(self.field_path, flat=True)[:RECENT_ROWS]
        keys = list(dict.fromkeys(newest))[:MOST_SOURCES]
        keys += [int(key) for key in self.lookup_val or () if key.isdecimal() and len(key) < 19]
        ordering = self.field_admin_ordering(field, request, model_admin)
        return field.get_choices(
            include_blank=False, ordering=ordering, limit_choices_to={"pk__in": keys}
        )
