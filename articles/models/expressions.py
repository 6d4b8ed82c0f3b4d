"""Expressions that Django does not have."""

from django.db.models import Func, JSONField, Subquery


class Checked(Func):
    """A column to be compared row by row, not to be searched by.

    Of two upper bounds on a column SQLite searches by the first, and from the present moment it
    would come to an old post through all that are newer.
    """

    template = "%(expressions)s"
    arity = 1

    def as_sqlite(self, compiler, connection, **extra):
        return super().as_sql(compiler, connection, template="+%(expressions)s", **extra)


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
