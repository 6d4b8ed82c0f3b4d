"""Asking for a picture: who asks, and what may come of it."""

import gzip

import pytest

from articles.images.fetching import FetchFailed, fetch
from articles.images.visits import public_visit
from articles.models import Image
from articles.models.fetches import Problem
from articles.web.answers import Failure
from articles.web.guarding import is_public_web
from tests.web.origin import answer


@pytest.fixture
def problem(origin):
    """A function that returns why there is no picture at an address."""

    def ask(address, guard=origin.admits):
        with pytest.raises(FetchFailed) as raised:
            fetch(Image(original_url=address), public_visit(guard))
        return raised.value.problem

    return ask


def test_the_request_says_who_asks_and_nothing_else(origin, settings):
    settings.SITE_NAME, settings.SITE_URL = "The Bay", "https://bay.example"
    origin.answers["/a.jpg"] = answer(b"content")
    public_visit(origin.admits).get(f"{origin.address}/a.jpg")

    _path, headers, _moment = origin.requests[0]
    assert set(headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding"}
    assert headers["User-Agent"] == "newsroom-cms (The Bay; +https://bay.example/)"


def test_a_site_with_a_chinese_name_gives_its_address(origin, settings):
    settings.SITE_NAME = "海湾日报"
    origin.answers["/a.jpg"] = answer(b"content")
    public_visit(origin.admits).get(f"{origin.address}/a.jpg")

    assert origin.requests[0][1]["User-Agent"] == "newsroom-cms (+http://testserver/)"


def test_whatever_can_happen_to_a_visit_has_words_for_editors():
    assert {str(failure) for failure in Failure} == set(Problem) - {Problem.NO_PICTURE}


def test_a_host_inside_and_one_that_nobody_has_look_the_same(origin, problem):
    addresses = ("http://localhost/", f"http://localhost:{origin.server_port}/a.jpg")
    problems = {problem(a, is_public_web) for a in (*addresses, "http://nothing.invalid/")}

    assert problems == {Problem.NO_HOST}
    assert origin.requests == []


def test_what_is_larger_than_a_picture_may_be_is_not_read(origin, problem):
    bomb = gzip.compress(bytes(11 * 1024 * 1024))
    origin.answers["/a.jpg"] = answer(bomb, Content_Encoding="gzip")

    assert problem(f"{origin.address}/a.jpg") == Problem.TOO_LARGE
