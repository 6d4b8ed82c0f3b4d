"""The index on SQLite: an FTS5 table over the rows of PostSearch, kept by triggers.

Format: https://www.sqlite.org/fts5.html#external_content_tables
"""

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from articles.tokens import ends_open, phrase_of

# `ascii` parts tokens at blanks only: they hold ASCII letters, digits and what is not ASCII.
INDEX = """
CREATE VIRTUAL TABLE IF NOT EXISTS articles_postsearch_index USING fts5(
    title, body, content='articles_postsearch', content_rowid='post_id', columnsize=0,
    tokenize='ascii'
)
"""
FORGET = """
INSERT INTO articles_postsearch_index (articles_postsearch_index, rowid, title, body)
VALUES ('delete', old.post_id, old.title, old.body);
"""
LEARN = """
INSERT INTO articles_postsearch_index (rowid, title, body)
VALUES (new.post_id, new.title, new.body);
"""
TRIGGERS = {
    "articles_postsearch_inserted": f"AFTER INSERT ON articles_postsearch BEGIN {LEARN} END",
    "articles_postsearch_deleted": f"AFTER DELETE ON articles_postsearch BEGIN {FORGET} END",
    "articles_postsearch_updated": (
        f"AFTER UPDATE ON articles_postsearch BEGIN {FORGET} {LEARN} END"
    ),
}
FILL = "INSERT INTO articles_postsearch_index (articles_postsearch_index) VALUES ('rebuild')"
PARTS = {"articles_postsearch_index", *TRIGGERS}
FOUND = "SELECT rowid FROM articles_postsearch_index WHERE articles_postsearch_index MATCH %s"


def install(connection) -> None:
    """Make what is missing of the index, and fill it when anything was."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'trigger')")
        if {name for (name,) in cursor.fetchall()} >= PARTS:
            return
        cursor.execute(INDEX)
        for name, trigger in TRIGGERS.items():
            cursor.execute(f"CREATE TRIGGER IF NOT EXISTS {name} {trigger}")
        cursor.execute(FILL)


def renew(connection) -> None:
    """Throw the index away, broken as it may be, and make it from the rows."""
    with connection.cursor() as cursor:
        for name in TRIGGERS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        cursor.execute("DROP TABLE IF EXISTS articles_postsearch_index")
    install(connection)


def match(queryset: QuerySet, terms: list[str]) -> QuerySet:
    query = " AND ".join(_quoted(term) for term in terms)
    return queryset.filter(pk__in=RawSQL(FOUND, [query]))  # noqa: S611 - no text of a user in it


def _quoted(term: str) -> str:
    # Quoted, AND, OR, NOT and NEAR are words like any other; a term holds no quotes.
    phrase = " ".join(phrase_of(term))
    return f'"{phrase}" *' if ends_open(term) else f'"{phrase}"'
