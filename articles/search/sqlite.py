"""The index on SQLite: FTS5 tables over the rows of PostSearch and PostText, kept by triggers.

Format: https://www.sqlite.org/fts5.html#external_content_tables
"""

from typing import Any

from django.db import DatabaseError

from articles.search.gates import Gate, Sql, both
from articles.search.queries import Query, Term

# The columns that each table is searched by.
COLUMNS = {"articles_postsearch": ("title", "summary", "names"), "articles_posttext": ("words",)}
# `ascii` parts tokens at blanks only: they hold ASCII letters, digits and what is not ASCII.
INDEX = """
CREATE VIRTUAL TABLE IF NOT EXISTS {table}_index USING fts5(
    {columns}, content='{table}', content_rowid='post_id', columnsize=0, tokenize='ascii'
)
"""
FORGET = (
    "INSERT INTO {table}_index ({table}_index, rowid, {columns})"
    " VALUES ('delete', old.post_id, {old});"
)
LEARN = "INSERT INTO {table}_index (rowid, {columns}) VALUES (new.post_id, {new});"
TRIGGERS = {
    "{table}_inserted": f"AFTER INSERT ON {{table}} BEGIN {LEARN} END",
    "{table}_deleted": f"AFTER DELETE ON {{table}} BEGIN {FORGET} END",
    # A row is often written again with the words it had.
    "{table}_updated": (
        "AFTER UPDATE OF {columns} ON {table} WHEN ({old}) IS NOT ({new})"
        f" BEGIN {FORGET} {LEARN} END"
    ),
}
FILL = "INSERT INTO {table}_index ({table}_index) VALUES ('rebuild')"
# How many pieces the index lets stand before it merges them. At 4 and 16, the defaults, an import
# into 50,000 posts writes each word five times over; a search looks into twice as many pieces.
TUNE = """
INSERT INTO {table}_index ({table}_index, rank) VALUES ('automerge', 16), ('crisismerge', 64)
"""
CHECK = "INSERT INTO {table}_index ({table}_index, rank) VALUES ('integrity-check', 1)"
# All that puts hits in order: many are looked up, and the rows themselves are wide.
ORDER = "articles_postsearch_order"
MAKE_ORDER = f"""
CREATE INDEX IF NOT EXISTS {ORDER} ON articles_postsearch (post_id, listed_at, expires_at)
"""
HEAD = "SELECT rowid FROM articles_postsearch_index WHERE articles_postsearch_index MATCH %s"
TEXT = "SELECT rowid FROM articles_posttext_index WHERE articles_posttext_index MATCH %s"


def install(connection: Any) -> None:
    """Make what is missing of the index, and fill it when anything was."""
    with connection.cursor() as cursor:
        present = _present(cursor)
        cursor.execute(MAKE_ORDER)
        for table in COLUMNS:
            if not _parts(table) <= present:
                _make(cursor, table)
            cursor.execute(_of(table, TUNE))


def _make(cursor: Any, table: str) -> None:
    cursor.execute(_of(table, INDEX))
    for name, trigger in TRIGGERS.items():
        cursor.execute(_of(table, f"CREATE TRIGGER IF NOT EXISTS {name} {trigger}"))
    cursor.execute(_of(table, FILL))


def renew(connection: Any) -> None:
    """Throw the index away, broken as it may be, and make it from the rows."""
    with connection.cursor() as cursor:
        for table in COLUMNS:
            for name in TRIGGERS:
                cursor.execute(_of(table, f"DROP TRIGGER IF EXISTS {name}"))
            cursor.execute(_of(table, "DROP TABLE IF EXISTS {table}_index"))
        cursor.execute(f"DROP INDEX IF EXISTS {ORDER}")
    install(connection)


def fault(connection: Any) -> str:
    """Return what is wrong between rows and index; "" when they agree."""
    with connection.cursor() as cursor:
        wanted = {part for table in COLUMNS for part in _parts(table)} | {ORDER}
        if missing := sorted(wanted - _present(cursor)):
            return f"{', '.join(missing)} is missing"
        for table in COLUMNS:
            try:
                cursor.execute(_of(table, CHECK))
            except DatabaseError as error:
                return f"{table}_index does not agree with its rows: {error}"
    return ""


def find(connection: Any, query: Query, gate: Gate, *, limit: int) -> list[int]:
    """Return the keys of the best hits of `query` behind `gate`, at most `limit`, best first."""
    found, parameters = hits(connection, query)
    behind, bounds = gate.conditions(connection)
    head = _all(query.wanted)
    statement = (
        f"SELECT s.post_id FROM articles_postsearch s INDEXED BY {ORDER}"  # noqa: S608
        f" WHERE s.post_id IN ({found}) AND {behind}"
        f" ORDER BY s.post_id IN ({HEAD}) DESC, s.post_id IN ({HEAD}) DESC,"
        " s.listed_at DESC, s.post_id DESC LIMIT %s"
    )
    in_title = f"title : ({head})"
    with connection.cursor() as cursor:
        cursor.execute(statement, [*parameters, *bounds, in_title, head, limit])
        return [key for (key,) in cursor.fetchall()]


def hits(connection: Any, query: Query) -> Sql:
    """Return SQL for the keys of the posts that hold what `query` wants.

    Most terms stand in no name, and those that do in none: then the texts alone are asked.
    """
    with connection.cursor() as cursor:
        named = {term for term in (*query.wanted, *query.unwanted) if _is_named(cursor, term)}
    plain = [term for term in query.wanted if term not in named]
    parts: list[Sql] = [(TEXT, [_all(plain)])] if plain else []
    for term in query.wanted:
        if term in named:
            either = f"SELECT * FROM ({TEXT} UNION {HEAD})"  # noqa: S608
            parts.append((either, [_quoted(term), _quoted(term)]))
    sql, parameters = both(parts, " INTERSECT ")
    for term in query.unwanted:
        sql += f" EXCEPT {TEXT}" + f" EXCEPT {HEAD}" * (term in named)
        parameters += [_quoted(term)] * (2 if term in named else 1)
    return sql, parameters


def _is_named(cursor: Any, term: Term) -> bool:
    cursor.execute(f"{HEAD} LIMIT 1", [f"names : {_quoted(term)}"])
    return cursor.fetchone() is not None


def _all(terms: Any) -> str:
    return " AND ".join(map(_quoted, terms))


def _quoted(term: Term) -> str:
    # Quoted, AND, OR, NOT and NEAR are words like any other; a token holds no quotes.
    phrase = " ".join(term.tokens)
    return f'"{phrase}" *' if term.is_open else f'"{phrase}"'


def _present(cursor: Any) -> set[str]:
    cursor.execute("SELECT name FROM sqlite_master")
    return {name for (name,) in cursor.fetchall()}


def _parts(table: str) -> set[str]:
    return {f"{table}_index", *(_of(table, name) for name in TRIGGERS)}


def _of(table: str, statement: str) -> str:
    columns = COLUMNS[table]
    return statement.format(
        table=table,
        columns=", ".join(columns),
        old=", ".join(f"old.{column}" for column in columns),
        new=", ".join(f"new.{column}" for column in columns),
    )
