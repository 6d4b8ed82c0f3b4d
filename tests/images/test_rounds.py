"""`manage.py fetch_images`: many pictures, newest first, politely, and what it says of them."""

import sys
import threading
import time
from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.images import courtesy, rounds
from articles.images.claims import claim
from articles.images.rounds import fetch_all
from articles.models import Image, ImportRecord, ImportRun, Source
from tests.images.drawing import colours, drawn, encoded
from tests.web.origin import answer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch):
    monkeypatch.setattr(courtesy, "PAUSE", 0)
    monkeypatch.setattr(rounds, "TICK", 0.01)
    monkeypatch.setattr(rounds, "ENGAGED", 0.05)


@pytest.fixture
def run(origin, capsys):
    """A function that runs the command; returns status, standard output, standard error."""

    def call(*arguments):
        status = 0
        try:
            call_command("fetch_images", *arguments, guard=origin.admits)
        except CommandError as error:
            status = error.returncode
            print(error, file=sys.stderr)
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return call


def test_all_that_is_elsewhere_is_fetched_and_counted(run, remote, origin, jpeg):
    for path in ("/a.jpg", "/b.jpg"):
        remote(path, jpeg)
    remote("/c.jpg", encoded(drawn((30, 30))))
    remote("/gone.jpg")
    remote("/no.jpg", b"<html>")
    origin.answers["/gone.jpg"] = answer(status=404)

    status, out, err = run()

    assert status == 1
    assert "5 pictures in" in out
    assert "2 fetched, 1 known already, 1 refused, 1 not found" in out
    assert f"{origin.address}/gone.jpg: " in err
    assert f"{origin.address}/no.jpg: " in err
    assert "2 of 5 pictures could not be fetched" in err


def test_again_there_is_nothing_to_do(run, remote, origin, jpeg):
    remote(content=jpeg)
    remote("/gone.jpg")
    origin.answers["/gone.jpg"] = answer(status=404)
    run()
    origin.requests.clear()

    status, out, _err = run()

    assert (status, origin.requests) == (0, [])
    assert "none was to be fetched" in out


def test_again_on_purpose_asks_for_all(run, remote, origin, jpeg):
    remote()
    origin.answers["/a.jpg"] = answer(jpeg, ETag='"1"')
    gone = remote("/gone.jpg")
    origin.answers["/gone.jpg"] = answer(status=404)
    run()
    origin.answers["/a.jpg"] = answer(status=304, Content_Length=None)
    origin.answers["/gone.jpg"] = answer(encoded(drawn((30, 30))))

    status, out, _err = run("--again")

    assert status == 0
    assert "1 fetched, 1 unchanged" in out
    gone.refresh_from_db()
    assert gone.file


def test_pictures_of_the_newest_posts_come_first(run, remote, origin, make_post, monkeypatch):
    monkeypatch.setattr(courtesy, "AT_ONCE", 1)
    images = {name: remote(f"/{name}.jpg", colours(n)) for n, name in enumerate("abcd")}
    now = timezone.now()
    for name, days in (("a", 30), ("c", 1), ("d", 9)):
        make_post(lead_image=images[name], published_at=now - timedelta(days=days))
    body = f'<p>正文。</p><figure><img data-image="{images["a"].pk}"></figure>'
    make_post(body=body, published_at=now - timedelta(days=5))

    run()

    assert origin.paths() == ["/c.jpg", "/a.jpg", "/d.jpg", "/b.jpg"]


def test_a_limit_a_source_or_a_run_says_which(run, remote, origin, jpeg, make_post):
    source = Source.objects.create(name="海湾日报")
    posts = [
        make_post(lead_image=remote("/a.jpg", jpeg), source=source),
        make_post(lead_image=remote("/b.jpg", jpeg)),
        make_post(lead_image=remote("/c.jpg", jpeg)),
    ]
    import_run = ImportRun.objects.create()
    ImportRecord.objects.create(run=import_run, post=posts[1], path="b", outcome="created")

    run("--source=海湾日报")
    assert origin.paths() == ["/a.jpg"]
    run(f"--run={import_run.pk}")
    assert origin.paths() == ["/a.jpg", "/b.jpg"]
    remote("/d.jpg", jpeg)
    run("--limit=1")
    assert origin.paths() == ["/a.jpg", "/b.jpg", "/c.jpg"]


@pytest.mark.parametrize("option", ["--source=无此来源", "--run=9", "--limit=0"])
def test_what_cannot_be_meant_is_wrong_usage(run, option):
    assert run(option)[0] == 2


def test_a_host_is_asked_for_two_at_once_and_several_hosts_side_by_side(origin):
    open_now, most, lock = Counter(), Counter(), threading.Lock()

    def slow(request):
        host = request.headers["Host"].partition(":")[0]
        with lock:
            open_now[host] += 1
            most[host] = max(most[host], open_now[host])
            most["all"] = max(most["all"], open_now.total())
        time.sleep(0.2)
        with lock:
            open_now[host] -= 1
        answer(b"x")(request)

    origin.answers = {f"/{number}": slow for number in range(5)}
    for host in ("127.0.0.1", "localhost"):
        for path in origin.answers:
            Image.objects.create(original_url=f"http://{host}:{origin.server_port}{path}")
    rows = list(Image.objects.values_list("pk", "original_url"))

    # The name has an address of IPv6 too, where nobody listens.
    list(fetch_all(rows, guard=lambda ip, _port: ip in ("127.0.0.1", "::1")))

    assert most == {"127.0.0.1": 2, "localhost": 2, "all": 4}


def test_a_host_is_free_when_one_of_its_two_pictures_is_done():
    hosts = courtesy.Courtesy()
    hosts.begin("pictures.example")
    assert hosts.may_begin("pictures.example")
    hosts.begin("pictures.example")
    assert not hosts.may_begin("pictures.example")
    assert hosts.may_begin("another.example")

    hosts.end("pictures.example", has_failed=False)

    assert hosts.may_begin("pictures.example")


def test_there_is_a_pause_between_two_pictures_of_a_host(run, remote, origin, monkeypatch):
    monkeypatch.setattr(courtesy, "PAUSE", 0.2)
    for number in range(3):
        remote(f"/{number}.jpg", colours(number))

    run()

    moments = [moment for _path, _headers, moment in origin.requests]
    assert all(later - before > 0.15 for before, later in pairwise(moments))


def test_a_host_that_does_not_answer_is_left_alone(run, remote, origin):
    for number in range(12):
        remote(f"/{number}.jpg")
        origin.answers[f"/{number}.jpg"] = answer(status=500)

    status, out, err = run()

    assert status == 1
    assert courtesy.FAILURES <= len(origin.requests) <= courtesy.FAILURES + 1
    assert f"{12 - len(origin.requests)} put off" in out
    assert "127.0.0.1 does not answer" in err
    assert err.count("left for later") == 1
    assert Image.objects.filter(problem="").count() == 12 - len(origin.requests)


def test_a_server_that_asks_to_be_left_alone_is(run, remote, origin):
    for number in range(9):
        remote(f"/{number}.jpg")
        origin.answers[f"/{number}.jpg"] = answer(status=429, Retry_After="60")

    run()

    assert len(origin.requests) <= courtesy.AT_ONCE


def test_what_another_process_has_in_hand_is_waited_for(run, remote, origin, jpeg):
    taken, free = remote("/a.jpg", jpeg), remote("/b.jpg", colours(9))
    claim(taken.pk)
    Image.objects.update(claimed_until=timezone.now() + timedelta(seconds=0.6))
    Image.objects.filter(pk=free.pk).update(claimed_until=None)

    status, out, _err = run()

    assert status == 0
    assert "2 fetched" in out
    assert origin.paths() == ["/b.jpg", "/a.jpg"]


def test_a_round_that_is_stopped_ends_at_once_and_gives_back_what_it_had(remote, origin):
    first, second = remote("/a.jpg", colours(1)), remote("/b.jpg")
    origin.answers["/b.jpg"] = lambda request: request.server.over.wait(20)
    rows = [(first.pk, first.original_url), (second.pk, second.original_url)]
    results = fetch_all(rows, guard=origin.admits)
    next(results)
    begun = time.monotonic()

    results.close()

    assert time.monotonic() - begun < 5
    second.refresh_from_db()
    assert (second.claimed_until, second.tries) == (None, 0)


def test_progress_has_a_rate_and_the_time_left(run, remote, origin, monkeypatch):
    from articles.management.commands import fetch_images

    monkeypatch.setattr(fetch_images, "SECONDS_BETWEEN_LINES", 0)
    for number in range(2):
        remote(f"/{number}.jpg", colours(number))

    _status, out, _err = run()

    first = out.splitlines()[0]
    assert first.startswith("1 of 2 pictures, ")
    assert first.endswith("s left")
    assert "/s, " in first
