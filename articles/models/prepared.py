"""Querysets that are put into SQL once, and then asked again and again with other values.

For the pages of the public site: Django needs several times longer to put such a query together
than a database needs to answer it.
"""

import copy
import threading
from types import SimpleNamespace

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import DateTimeField, Expression
from django.db.models.query import ModelIterable
from django.utils import timezone

_preparing = threading.local()


class Given(Expression):
    """A value of the kind that `field` holds, to be given by `name` when the query is asked."""

    def __init__(self, name, field):
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", [self]

    def adapted(self, values, connection):
        """Return the value as the database takes it."""
        return self.output_field.get_db_prep_value(values[self.name], connection)


class Now(Expression):
    """The moment at which a query is asked."""

    def __init__(self):
        super().__init__(output_field=DateTimeField())

    def as_sql(self, compiler, connection):
        is_kept = getattr(_preparing, "is_on", False)
        return "%s", [self if is_kept else self.adapted({}, connection)]

    def adapted(self, values, connection):
        return self.output_field.get_db_prep_value(timezone.now(), connection)


class Prepared:
    """A queryset of whole rows made by `build`; its `Given` values come with each call.

    `build` is called once. What it makes may select related rows and annotate, not prefetch.
    """

    def __init__(self, build):
        self._build = build
        self._made = {}

    def __call__(self, **values):
        """Return the rows as a list."""
        compiler = self._compiler(values)
        query = SimpleNamespace(get_compiler=lambda using: compiler)
        rows = SimpleNamespace(
            db=DEFAULT_DB_ALIAS, query=query, _known_related_objects={}, _fields=None
        )
        return list(ModelIterable(rows))

    def keys(self, **values):
        """Return the first column of the rows, their keys, as a list."""
        sql, parameters = self._compiler(values).as_sql()
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(sql, parameters)
            return [row[0] for row in cursor.fetchall()]

    def _compiler(self, values):
        connection = connections[DEFAULT_DB_ALIAS]
        if connection.vendor not in self._made:
            self._made[connection.vendor] = self._prepare()
        prepared, sql, parameters = self._made[connection.vendor]
        parameters = tuple(
            parameter.adapted(values, connection)
            if isinstance(parameter, (Given, Now))
            else parameter
            for parameter in parameters
        )
        # One for each call: a connection belongs to its thread.
        compiler = copy.copy(prepared)
        compiler.connection = connection
        compiler.as_sql = lambda *_args, **_options: (sql, parameters)
        return compiler

    def _prepare(self):
        _preparing.is_on = True
        try:
            compiler = self._build().query.get_compiler(using=DEFAULT_DB_ALIAS)
            sql, parameters = compiler.as_sql()
        finally:
            _preparing.is_on = False
        # Each call brings its own; this one may be of a thread that is long gone.
        compiler.connection = None
        return compiler, sql, parameters
