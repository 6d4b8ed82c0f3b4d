from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from articles import search
from articles.models import Post, PostSearch, PostText


def found(query):
    return list(search.match(Post.objects.all(), query))


def rebuild():
    output = StringIO()
    call_command("rebuild_search", stdout=output)
    return output.getvalue()


def drop_index():
    statements = {
        "sqlite": ["DROP TABLE articles_posttext_index"],
        "postgresql": ["ALTER TABLE articles_posttext DROP COLUMN vector"],
    }
    connection.check_constraints()
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)


def test_rebuilding_indexes_every_post(make_post):
    posts = [make_post(title=f"停火第{number}轮") for number in range(3)]
    assert found("停火") == []

    output = rebuild()

    assert set(found("停火")) == set(posts)
    assert "3" in output


def test_rebuilding_mends_rows_that_say_something_else(make_post):
    post = make_post(title="停火")
    search.index([post])
    PostText.objects.update(words="¶ 错误 误 ¶")
    assert found("错误") == [post]

    rebuild()

    assert (found("错误"), found("停火")) == ([], [post])


def test_rebuilding_twice_changes_nothing(make_post):
    make_post(title="停火")
    rebuild()
    rows = [*PostSearch.objects.values(), *PostText.objects.values()]

    rebuild()

    assert [*PostSearch.objects.values(), *PostText.objects.values()] == rows
    assert len(found("停火")) == 1


def test_rebuilding_mends_an_index_that_was_dropped(make_post):
    post = make_post(title="停火")
    search.index([post])
    drop_index()

    rebuild()

    assert found("停火") == [post]


def test_installing_mends_an_index_that_was_dropped(make_post):
    post = make_post(title="停火")
    search.index([post])
    drop_index()

    search.install("default")

    assert found("停火") == [post]


def test_an_installed_index_is_left_alone(make_post, django_assert_max_num_queries):
    search.index([make_post(title="停火")])

    with django_assert_max_num_queries(7):
        search.install("default")

    assert len(found("停火")) == 1


def test_every_batch_is_indexed(make_post, monkeypatch):
    monkeypatch.setattr("articles.management.commands.rebuild_search.BATCH", 2)
    for number in range(5):
        make_post(title=f"停火第{number}轮")

    rebuild()

    assert len(found("停火")) == 5


def test_the_command_explains_itself(capsys):
    with pytest.raises(SystemExit) as ending:
        call_command("rebuild_search", "--help")

    assert ending.value.code == 0
    assert "index" in capsys.readouterr().out


def test_an_argument_it_does_not_know_is_refused():
    with pytest.raises(CommandError):
        call_command("rebuild_search", "everything")


@pytest.mark.django_db(transaction=True)
def test_a_flushed_database_finds_only_what_came_after(make_post):
    search.index([make_post(title="停火")])
    call_command("flush", interactive=False, verbosity=0)
    assert found("停火") == []

    post = make_post(title="停火走廊")
    search.index([post])

    assert found("停火") == [post]


@pytest.mark.django_db(transaction=True)
def test_an_index_of_rows_that_were_rolled_back_holds_nothing(make_post):
    with transaction.atomic():
        search.index([make_post(title="停火")])
        transaction.set_rollback(True)

    assert found("停火") == []


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="triggers are SQLite's")
def test_the_index_agrees_with_the_rows_whatever_writes_them(make_post):
    kept, changed, deleted = (make_post(title=title) for title in ("停火", "走廊", "会谈"))
    search.index([kept, changed, deleted])
    PostSearch.objects.filter(post=changed).update(title="¶ 另外 外 ¶")
    PostText.objects.filter(post=changed).update(words="¶ 另外 外 ¶")
    deleted.delete()
    search.index([kept])

    assert search.fault("default") == ""


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="the list is PostgreSQL's")
def test_settled_the_index_keeps_no_list_that_searches_would_read_through(make_post):
    search.expect_many()
    search.index([make_post(title="码头")])

    search.settle()

    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('articles_posttext_vector')")
        assert cursor.fetchone() == (0,)
    assert len(found("码头")) == 1


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL's index has no pieces")
@pytest.mark.parametrize("table", ["articles_postsearch", "articles_posttext"])
def test_the_index_merges_its_pieces_seldom_even_when_made_anew(db, table):
    rebuild()

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT k, v FROM {table}_index_config")
        told = dict(cursor.fetchall())
    assert (told["automerge"], told["crisismerge"]) == (16, 64)
