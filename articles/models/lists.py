"""What many rows hold, read in the statement that reads the row they belong to."""

from django.db.models import JSONField, Subquery


class ListOf(Subquery):
    """The column `value` of a queryset with no other, in its order, as a list; [] of none."""

    def __init__(self, queryset):
        super().__init__(queryset, output_field=JSONField())

    def as_postgresql(self, compiler, connection):
        return self._as_list("coalesce(jsonb_agg(value), '[]')", compiler, connection)

    def as_sqlite(self, compiler, connection):
        return self._as_list("json_group_array(value)", compiler, connection)

    def _as_list(self, gathered, compiler, connection):
        template = f"(SELECT {gathered} FROM (%(subquery)s) AS listed)"  # noqa: S608 - nothing of a user
        return self.as_sql(compiler, connection, template=template)
