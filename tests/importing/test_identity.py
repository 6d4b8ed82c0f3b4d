"""Which post a document is of, asked of a source that has very many."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.importing.identity import Known, known_posts
from articles.models import Source

pytestmark = pytest.mark.django_db


@pytest.fixture
def source():
    return Source.objects.create(name="通讯社")


def asked_for(source, *names):
    documents = [(source.pk, SimpleNamespace(identifier=name, sha256="0" * 64)) for name in names]
    return known_posts(documents, holds=lambda identifier: True)


def test_posts_are_known_by_their_names_within_their_source(make_post, source):
    post = make_post(source=source, identifier="a.md")
    make_post(source=Source.objects.create(name="别社"), identifier="b.md")
    make_post(source=source)

    assert asked_for(source, "a.md", "b.md") == {(source.pk, "a.md"): Known(post.pk)}


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL plans by what is there")
def test_the_other_posts_of_the_source_are_not_read(source):
    with CaptureQueriesContext(connection) as asked:
        asked_for(source, "a.md", "b.md")

    [statement] = [q["sql"] for q in asked.captured_queries if '"articles_post"' in q["sql"]][:1]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
        plan = "\n".join(row[-1] for row in cursor.fetchall())
    assert "post_imported_once (source_id=? AND identifier=?)" in plan
