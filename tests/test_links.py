"""Links of posts, followed by a machine that trusts no answer."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import links
from articles.models import LinkCheck, Post
from articles.models.fetches import Problem
from tests.loopback import served
from tests.web.origin import Origin, answer


@pytest.fixture
def origin():
    """A server on this machine."""
    with served(Origin()) as server:
        yield server


@pytest.fixture
def make_linked(make_post, origin):
    """A function that makes a published post with a link to a path of `origin`."""

    def make(*paths, **fields):
        anchors = "".join(f'<a href="{origin.address}{path}">见{path}</a>' for path in paths)
        return make_post(body=f"<p>{anchors}</p>", **fields)

    return make


@pytest.fixture
def follow(origin):
    """A function that follows what is due and returns {path: problem}."""

    def check():
        found = links.check(seconds=20, guard=origin.admits)
        return {row.address.removeprefix(origin.address): row.problem for row in found}

    return check


def pass_days(days):
    moved = timezone.now() - timedelta(days=days)
    LinkCheck.objects.exclude(address="").update(checked_at=moved)


def test_a_link_that_leads_nowhere_twice_is_broken(make_linked, follow, origin):
    origin.answers = {"/here": answer(b"x" * 5_000_000), "/gone": answer(status=404)}
    post = make_linked("/here", "/gone")

    assert follow() == {"/here": "", "/gone": ""}
    assert follow() == {}
    pass_days(2)
    assert follow() == {"/gone": Problem.MISSING}

    broken = LinkCheck.objects.broken().get()
    assert (broken.post, broken.text) == (post, "见/gone")
    origin.answers["/gone"] = answer(b"back")
    pass_days(2)
    assert follow() == {"/gone": ""}


def test_links_are_followed_before_readers_get_them(make_linked, follow, origin):
    origin.answers = {"/gone": answer(status=404), "/left": answer(status=404)}
    piece = make_linked("/gone", status="in_review")
    make_linked("/gone", published_at=timezone.now() + timedelta(days=1))
    for status in ("draft", "withdrawn"):
        make_linked("/left", status=status)
    make_linked("/left", status="in_review", trashed_at=timezone.now())

    assert follow() == {"/gone": ""}
    assert LinkCheck.objects.exclude(address="").count() == 2
    assert piece.links.exclude(address="").get().tries == 1


def test_a_link_in_many_posts_is_asked_for_once(make_linked, follow, origin):
    origin.answers = {"/gone": answer(status=410)}
    make_linked("/gone")
    make_linked("/gone#part")
    follow()

    assert origin.paths() == ["/gone"]
    assert {row.tries for row in LinkCheck.objects.exclude(address="")} == {1}


def test_a_server_that_refuses_machines_is_not_broken(make_linked, follow, origin):
    origin.answers = {"/shut": answer(status=403), "/busy": answer(status=503)}
    make_linked("/shut", "/busy")
    for _time in range(2):
        follow()
        pass_days(20)

    assert not LinkCheck.objects.broken().exists()


def test_nothing_inside_is_asked_for(make_post, origin):
    origin.answers = {"/": answer(b"secret")}
    make_post(body=f'<p><a href="{origin.address}/">x</a><a href="mailto:a@b.c">y</a></p>')

    found = list(links.check(seconds=5))

    assert origin.requests == []
    assert [row.tries for row in found] == [1]


def test_only_posts_of_readers_are_looked_at_and_edits_are_followed(make_linked, follow, origin):
    origin.answers = {path: answer(b"") for path in ("/a", "/b")}
    make_linked("/a", status="draft")
    post = make_linked("/a")
    assert follow() == {"/a": ""}
    post.body = post.body.replace("/a", "/b")
    post.save()

    assert follow() == {"/b": ""}
    assert LinkCheck.objects.exclude(address="").count() == 1
    Post.objects.filter(pk=post.pk).update(status="withdrawn")
    pass_days(20)
    assert follow() == {}


def test_the_command_tells_what_leads_nowhere(make_linked, origin, capsys):
    origin.answers = {"/gone": answer(status=404)}
    make_linked("/gone")

    with pytest.raises(CommandError, match="1 of 1 links led nowhere"):
        call_command("check_links", guard=origin.admits)
    assert f"{origin.address}/gone: attempt 1" in capsys.readouterr().out
    with pytest.raises(CommandError, match="more than 0"):
        call_command("check_links", minutes=0)
    call_command("check_links", guard=origin.admits)


def test_the_report_has_the_worker_follow_links(client, editor, reporter):
    client.force_login(editor)
    address = "/admin/articles/post/reports/links/check/"
    client.get(address)
    assert not DBTaskResult.objects.exists()
    client.post(address)
    assert DBTaskResult.objects.get().task_name == "check_links"
    client.force_login(reporter)
    assert client.post(address).status_code == 403


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "/here/",
        "mailto:a@b.c",
        "http://",
        "https://x/" + "a" * 900,
        "http://[",
    ],
)
def test_what_is_no_address_of_the_web_is_not_followed(href):
    assert links.links_of(f'<p><a href="{href}">x</a></p>') == {}
