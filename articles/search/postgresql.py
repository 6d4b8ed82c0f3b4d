"""The index on PostgreSQL: a generated column of PostSearch and a GIN index over it.

The column is no part of the model, which is the same on every database.
"""

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from articles.tokens import ends_open, phrase_of

# The tokens go in as they are: the parser of to_tsvector would cut hanzi as it likes.
COLUMN = """
ALTER TABLE articles_postsearch ADD COLUMN IF NOT EXISTS vector tsvector GENERATED ALWAYS AS
    (array_to_tsvector(array_remove(string_to_array(title || ' ' || body, ' '), ''))) STORED
"""
INDEX = """
CREATE INDEX IF NOT EXISTS articles_postsearch_vector ON articles_postsearch USING gin (vector)
"""
# Quicker than the default where the server has it.
KNOWS_LZ4 = """
SELECT 'lz4' = ANY (enumvals) FROM pg_settings WHERE name = 'default_toast_compression'
"""
COMPRESSION = "ALTER TABLE articles_postsearch ALTER COLUMN vector SET COMPRESSION lz4"
FOUND = "SELECT post_id FROM articles_postsearch WHERE vector @@ %s::tsquery"
# The vector knows which tokens a post has, not where: a phrase has to be looked up in the text.
ADJACENT = " AND position(%s in ' ' || title || ' | ' || body || ' ') > 0"


def install(connection) -> None:
    """Make what is missing of the index."""
    with connection.cursor() as cursor:
        # IF NOT EXISTS would still wait for every reader of the table to leave.
        cursor.execute(
            "SELECT 1 FROM pg_indexes WHERE schemaname = ANY (current_schemas(false))"
            " AND indexname = 'articles_postsearch_vector'"
        )
        if cursor.fetchone() is None:
            cursor.execute(COLUMN)
            cursor.execute(KNOWS_LZ4)
            if any(known for (known,) in cursor.fetchall()):
                cursor.execute(COMPRESSION)
            cursor.execute(INDEX)


def renew(connection) -> None:
    """Make the index anew from the rows; their generated column cannot be wrong."""
    install(connection)
    with connection.cursor() as cursor:
        cursor.execute("REINDEX INDEX articles_postsearch_vector")


def match(queryset: QuerySet, terms: list[str]) -> QuerySet:
    found, parameters = FOUND, [" & ".join(_lexemes(term) for term in terms)]
    for term in terms:
        phrase = phrase_of(term)
        if len(phrase) > 1:
            found += ADJACENT
            parameters.append(f" {' '.join(phrase)}" + ("" if ends_open(term) else " "))
    return queryset.filter(pk__in=RawSQL(found, parameters))  # noqa: S611 - nor any text of a user


def _lexemes(term: str) -> str:
    # Quoted, & | ! and : are no operators; a token holds no quotes.
    lexemes = " & ".join(f"'{token}'" for token in phrase_of(term))
    return f"{lexemes}:*" if ends_open(term) else lexemes
