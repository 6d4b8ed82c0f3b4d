"""The index on PostgreSQL: generated columns of PostSearch and PostText, GIN indexes over them.

The columns are no part of the models, which are the same on every database. They know which
tokens a row has, not where: a term of several is looked up in the words once more, as late as
possible, for a long text has to be unpacked for that.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from articles.search.gates import Gate, Sql, both
from articles.search.queries import Query, Term

# What a token of PostSearch is marked with by its column, so that one index has them all.
MARKS = {"title": "t", "summary": "s", "names": "n"}
MARKED = " || ".join(f"replace(' ' || {column}, ' ', ' {m}/')" for column, m in MARKS.items())
WORDS = {"articles_postsearch": MARKED, "articles_posttext": "words"}
# Long values apart, even if they are not very long: what puts hits in order is then quick to read.
SLIM = "ALTER TABLE {table} SET (toast_tuple_target = 128)"
# The tokens go in as they are: the parser of to_tsvector would cut hanzi as it likes.
ADD = """
ALTER TABLE {table} ADD COLUMN IF NOT EXISTS vector tsvector GENERATED ALWAYS AS
    (array_to_tsvector(array_remove(string_to_array({words}, ' '), ''))) STORED
"""
INDEX = "CREATE INDEX IF NOT EXISTS {table}_vector ON {table} USING gin (vector)"
# Where PostgreSQL knows that a word is common, it reads through the table instead of the index,
# and unpacks every text for it.
BLIND = "ALTER TABLE {table} ALTER COLUMN vector SET STATISTICS 0"
# Quicker than the default where the server has it.
KNOWS_LZ4 = """
SELECT 'lz4' = ANY (enumvals) FROM pg_settings WHERE name = 'default_toast_compression'
"""
COMPRESS = "ALTER TABLE {table} ALTER COLUMN vector SET COMPRESSION lz4"
IN_TEXT = "SELECT post_id FROM articles_posttext WHERE vector @@ %s::tsquery"
IN_HEAD = "SELECT post_id FROM articles_postsearch WHERE vector @@ %s::tsquery"
# New rows wait in a list of the index, which every search reads through; it is put into its place
# when it is full. Four times the default and with room to sort, that costs an import a fifth less.
EXPECT_MANY = "SET LOCAL gin_pending_list_limit = '16MB'; SET LOCAL work_mem = '64MB'"
# Only the owner of an index may ask for it.
SETTLE = """
SELECT gin_clean_pending_list(oid) FROM pg_class
WHERE relname = ANY (%s) AND relkind = 'i' AND pg_has_role(relowner, 'USAGE')
    AND relnamespace = ANY (current_schemas(false)::regnamespace[])
"""
# Asked for one row only, PostgreSQL would read through the table until it meets one.
HOLDS_ANY = "WITH held AS MATERIALIZED ({held}) SELECT EXISTS (SELECT FROM held)"
# OFFSET keeps PostgreSQL from unpacking texts before it has put the rest in order.
FIND = """
SELECT post_id FROM (
    SELECT s.post_id, s.listed_at, s.names, t.words,
        CASE WHEN s.post_id IN ({title}) THEN 0 WHEN s.post_id IN ({head}) THEN 1 ELSE 2 END
            AS place
    FROM articles_posttext t JOIN articles_postsearch s USING (post_id)
    WHERE {found} AND {behind}
    ORDER BY place, s.listed_at DESC, s.post_id DESC
    OFFSET 0
) hit WHERE {certain} LIMIT %s
"""
HITS = """
SELECT t.post_id FROM articles_posttext t JOIN articles_postsearch s USING (post_id)
WHERE {found} AND {certain}
"""


def install(connection: Any) -> bool:
    """Make what is missing of the index; whether anything was."""
    with connection.cursor() as cursor:
        # IF NOT EXISTS would still wait for every reader of the table to leave.
        if not _missing(cursor):
            return False
        cursor.execute(KNOWS_LZ4)
        steps = [SLIM, ADD, BLIND]
        if any(known for (known,) in cursor.fetchall()):
            steps.append(COMPRESS)
        for table, words in WORDS.items():
            for step in (*steps, INDEX):
                cursor.execute(step.format(table=table, words=words))
    return True


def renew(connection: Any) -> None:
    """Make the index anew from the rows; their generated columns cannot be wrong."""
    if install(connection):
        return
    with connection.cursor() as cursor:
        for table in WORDS:
            cursor.execute(f"REINDEX INDEX {table}_vector")


def expect_many(connection: Any) -> None:
    """Make the many rows that the open transaction brings cheaper; `settle` when all are there."""
    with connection.cursor() as cursor:
        cursor.execute(EXPECT_MANY)


def settle(connection: Any) -> None:
    """Put what waits in the lists of the index into its place."""
    with connection.cursor() as cursor:
        cursor.execute(SETTLE, [[f"{table}_vector" for table in WORDS]])


def fault(connection: Any) -> str:
    """Return what is missing of the index; "" when all is there."""
    with connection.cursor() as cursor:
        missing = _missing(cursor)
    return f"{', '.join(missing)} is missing" if missing else ""


def find(connection: Any, query: Query, gate: Gate, *, limit: int) -> list[int]:
    """Return the keys of the best hits of `query` behind `gate`, at most `limit`, best first."""
    parts = {
        "title": _in_head(query.wanted, "title"),
        "head": _in_head(query.wanted, *MARKS),
        "found": _candidates(connection, query),
        "behind": gate.conditions(connection),
        "certain": _certain(query),
    }
    parameters = [value for _sql, values in parts.values() for value in values]
    statement = FIND.format(**{name: sql for name, (sql, _values) in parts.items()})
    with connection.cursor() as cursor:
        cursor.execute(statement, [*parameters, limit])
        return [key for (key,) in cursor.fetchall()]


def hits(connection: Any, query: Query) -> Sql:
    """Return SQL for the keys of the posts that hold what `query` wants."""
    found, certain = _candidates(connection, query), _certain(query)
    return HITS.format(found=found[0], certain=certain[0]), [*found[1], *certain[1]]


def _candidates(connection: Any, query: Query) -> Sql:
    """Return a condition for rows that have the tokens of all terms, in whatever order.

    Most terms stand in no name: then the texts alone are asked.
    """
    with connection.cursor() as cursor:
        named = [term for term in query.wanted if _is_named(cursor, term)]
    plain = [term for term in query.wanted if term not in named]
    parts: list[Sql] = []
    if plain:
        lexemes = [lexeme for term in plain for lexeme in term.lexemes]
        parts.append(("t.vector @@ %s::tsquery", [_all(lexemes)]))
    for term in named:
        tokens = [_all(term.lexemes), _all(term.lexemes, "names")]
        parts.append((f"t.post_id IN ({IN_TEXT} UNION {IN_HEAD})", tokens))
    return both(parts, " AND ")


def _certain(query: Query) -> Sql:
    """Return the condition that decides for a candidate, by its `words` and `names`."""
    parts: list[Sql] = [("true", [])]
    parts += [_in(("words", "names"), term) for term in query.wanted if len(term.tokens) > 1]
    for term in query.unwanted:
        sql, parameters = _in(("words", "names"), term)
        parts.append((f"NOT {sql}", parameters))
    return both(parts, " AND ")


def _in(columns: tuple[str, ...], term: Term) -> Sql:
    """Return the condition that one of `columns` holds the term."""
    parts: list[Sql] = [(f"position(%s in {column}) > 0", [term.phrase]) for column in columns]
    sql, parameters = both(parts, " OR ")
    return f"({sql})", parameters


def _in_head(terms: Sequence[Term], *columns: str) -> Sql:
    """Return SQL for the keys of the posts that hold every term in one of `columns`."""
    lexemes = [lexeme for term in terms for lexeme in term.lexemes]
    parts: list[Sql] = [(IN_HEAD, [_all(lexemes, *columns)])]
    parts += [_in(columns, term) for term in terms if len(term.tokens) > 1]
    return both(parts, " AND ")


def _is_named(cursor: Any, term: Term) -> bool:
    held, parameters = _in_head([term], "names")
    cursor.execute(HOLDS_ANY.format(held=held), parameters)
    return cursor.fetchone()[0]


def _all(lexemes: Iterable[str], *columns: str) -> str:
    """Return the tsquery for all of `lexemes`, each in one of the `columns` of PostSearch if any.

    Quoted, & | ! and : are no operators; a token holds no quotes.
    """
    marks = [f"{MARKS[column]}/" for column in columns] or [""]
    each = dict.fromkeys(lexemes)
    either = [" | ".join(f"'{mark}{lexeme}'" for mark in marks) for lexeme in each]
    return " & ".join(f"({lexeme})" for lexeme in either)


def _missing(cursor: Any) -> list[str]:
    # The index cannot stand without its column.
    cursor.execute(
        "SELECT indexname FROM pg_indexes WHERE schemaname = ANY (current_schemas(false))"
    )
    return sorted({f"{table}_vector" for table in WORDS} - {name for (name,) in cursor.fetchall()})
