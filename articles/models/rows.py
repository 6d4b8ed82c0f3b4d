"""Many rows at once, without an object for each.

For what an import brings by the thousand: making objects of such rows, and having Django put
them into a statement, takes several times what the database does.
"""

from functools import partial

from django.db import connections
from django.db.models import AutoField
from django.db.models.constants import OnConflict

# Kinds of fields whose values go to the database as they are.
PLAIN = {
    *("CharField", "TextField", "AutoField", "BigAutoField", "BigIntegerField"),
    *("PositiveIntegerField", "PositiveSmallIntegerField"),
}


def insert_rows(queryset, columns, rows, *, ignore_conflicts=False):
    """Add `rows`, tuples of the values of `columns` (names of fields), to the table of `queryset`.

    The other columns get what a new object of the model has in them; a key that the database
    counts is left to it. With `ignore_conflicts` a row whose key is there already is passed over.
    No signal is sent.
    """
    if not rows:
        return
    connection = connections[queryset.db]
    model = queryset.model
    given = [model._meta.get_field(name) for name in columns]
    others = [
        field
        for field in model._meta.concrete_fields
        if field not in given and not isinstance(field, AutoField)
    ]
    adapted = _adapted(rows, given, connection)
    constants = _values_of_new(model(), others, connection)
    fields = [*given, *others]
    # Django hands a COPY through without making its errors Django's.
    with connection.cursor() as cursor, connection.wrap_database_errors:
        if connection.vendor != "postgresql":
            conflicts = OnConflict.IGNORE if ignore_conflicts else None
            _one_by_one(cursor, connection, fields, adapted, constants, conflicts)
        elif ignore_conflicts:
            _from_arrays(cursor, connection, fields, adapted, constants)
        else:
            _copied(cursor, connection, fields, adapted, constants)


def _adapted(rows, fields, connection):
    adapters = [
        (place, partial(field.get_db_prep_save, connection=connection))
        for place, field in enumerate(fields)
        if _type_of(field) not in PLAIN
    ]
    if not adapters:
        return rows
    lists = [list(row) for row in rows]
    for row in lists:
        for place, adapt in adapters:
            row[place] = adapt(row[place])
    return [tuple(row) for row in lists]


def _type_of(field):
    return (field.target_field if field.is_relation else field).get_internal_type()


def _values_of_new(instance, fields, connection):
    return tuple(
        field.get_db_prep_save(field.pre_save(instance, add=True), connection) for field in fields
    )


def _one_by_one(cursor, connection, fields, rows, constants, conflicts):
    places = ", ".join(["%s"] * len(fields))
    cursor.executemany(
        f"{connection.ops.insert_statement(conflicts)} {_target(fields, connection)} "
        f"VALUES ({places}) {connection.ops.on_conflict_suffix_sql(fields, conflicts, [], [])}",
        [row + constants for row in rows],
    )


def _from_arrays(cursor, connection, fields, rows, constants):
    """Pass rows over whose key is there, which COPY cannot; each column is an array.

    PostgreSQL takes a sixth of the time of a statement for each row.
    """
    given = fields[: len(rows[0])]
    arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in given)
    others = "".join(", %s" for _constant in constants)
    suffix = connection.ops.on_conflict_suffix_sql(fields, OnConflict.IGNORE, [], [])
    cursor.execute(
        f"INSERT INTO {_target(fields, connection)} "  # noqa: S608 - names of fields alone
        f"SELECT given.*{others} FROM UNNEST({arrays}) given {suffix}",
        [*constants, *map(list, zip(*rows, strict=True))],
    )


def _copied(cursor, connection, fields, rows, constants):
    with cursor.copy(f"COPY {_target(fields, connection)} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row + constants)


def _target(fields, connection):
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in fields)
    return f"{quote(fields[0].model._meta.db_table)} ({names})"
