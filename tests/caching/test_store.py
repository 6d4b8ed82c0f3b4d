import logging

import pytest
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.test import Client

from articles.caching.store import Entry, key_of, store
from articles.caching.watch import watch
from tests.conftest import LOCAL

ENTRY = Entry(200, (("Content-Type", "text/html"),), "正文".encode(), '"a"', ("site",), 1.0, None)


def redis_at(port):
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": f"redis://127.0.0.1:{port}/9",
        "KEY_PREFIX": "tests",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }


def always(entry):
    return True


@pytest.fixture(autouse=True)
def _nothing_near():
    yield
    LocMemCache("", {}).clear()


@pytest.fixture(params=["local", "redis"])
def key(request, settings):
    """Where nothing is kept yet, in each kind of cache."""
    settings.CACHES = {"default": LOCAL if request.param == "local" else redis_at(6379)}
    key = key_of("/test/", [("page", "2")])
    for end in ("", ".making"):
        caches["default"].delete(f"{key}{end}")
    yield key
    for end in ("", ".making"):
        caches["default"].delete(f"{key}{end}")


def test_what_is_put_is_there(key):
    assert store.get(key, always) is None
    store.put(key, ENTRY)

    assert store.get(key, always) == ENTRY


def test_what_lies_near_is_shown_while_it_is_fresh_and_what_all_have_then(settings):
    settings.CACHES = {"default": LOCAL | {"LOCATION": "shared"}, "near": LOCAL}
    store.put("a", ENTRY)
    newer = ENTRY._replace(body=b"newer", began=2.0)
    caches["default"].set("a", newer)

    assert store.get("a", always) == ENTRY
    assert store.get("a", lambda entry: entry.began > 1) == newer
    assert store.get("a", always) == newer, "what was fetched lies near from then on"


def test_while_the_shared_cache_is_silent_what_lies_near_is_there(settings, monkeypatch):
    settings.CACHES = {"default": redis_at(1), "near": LOCAL}
    monkeypatch.setattr(store, "_rests_until", 0.0)
    store.put("a", ENTRY)

    assert store.get("a", always) == ENTRY
    assert store.get("a", lambda entry: False) == ENTRY, "there is no other"


def test_only_one_makes_a_page(key):
    assert store.begin(key)
    assert not store.begin(key)
    assert store.is_being_made(key)
    store.end(key)
    assert not store.is_being_made(key)
    assert store.begin(key)


def test_every_page_has_a_place_of_its_own():
    places = {
        key_of("/a/", []),
        key_of("/a/", [("page", "2")]),
        key_of("/a/", [("page", "2"), ("before", "x")]),
        key_of("/a/page=2", []),
        key_of("/\udcff/", []),
    }
    assert len(places) == 5


@pytest.mark.django_db
def test_without_the_cache_pages_are_made_anew(settings, make_post, caplog, monkeypatch):
    settings.CACHES = {"default": redis_at(1)}
    monkeypatch.setattr(store, "_rests_until", 0.0)
    watch.forget()
    path = make_post().get_absolute_url()

    with caplog.at_level(logging.ERROR):
        answers = [Client().get(path) for _time in range(3)]

    assert [answer.status_code for answer in answers] == [200] * 3
    assert [record.name for record in caplog.records] == ["articles.caching.store"]
