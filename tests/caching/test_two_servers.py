"""Two server processes: what is changed in the newsroom is right in both within a second."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tests.caching.servers import REDIS, Site

# Two servers are started for these tests: they stay together, in one process of the run.
pytestmark = [pytest.mark.database, pytest.mark.xdist_group("servers")]
NEWS = """
from django.utils import timezone
section = Category.objects.at_path(["国际"])
posts = {}
for number, title in enumerate(["港口", "大桥", "灯塔"]):
    post = Post(title=title, body=f"<p>{title}今天的消息。</p>", slug=f"post-{number}")
    post.save()
    post.file_under([section])
    post.tags.set(["海港"])
    workflow.publish(post, by=None)
    posts[title] = post
answer = [posts[title].get_absolute_url() for title in posts]
"""
LISTS = ["/", "/sections/guo-ji/", "/tags/hai-gang/", "/feed.xml"]


# What is kept where does not depend on the database: each is tried on the one it goes with.
CACHES = {
    "sqlite": pytest.param("", id="each-its-own"),
    "postgresql": pytest.param(REDIS, id="redis"),
}


@pytest.fixture(scope="module", params=[CACHES[connection.vendor]])
def site(request, tmp_path_factory):
    with Site(tmp_path_factory.mktemp("site"), redis=request.param) as site:
        site.paths = site.do(NEWS)
        yield site


def kept_in_both(site, paths):
    """Read `paths` in both processes until they come from the cache, and return their texts."""
    time.sleep(1)
    for path in paths:
        site.read_both(path)
    answers = [answer for path in paths for answer in site.read_both(path)]
    assert {status for _code, status, _text in answers} == {"newsroom; hit"}
    return [text for _code, _status, text in answers]


CHANGES = {
    "edit": ("post.title = '新的港口'; post.save(); workflow.save_edit(post, by=None)", "新的港口"),
    "publish": (
        "new = Post(title='渡轮首航'); new.save(); new.file_under([section]); "
        "new.tags.set(['海港']); workflow.publish(new, by=None)",
        "渡轮首航",
    ),
    "rename": ("section.name = '寰球'; section.save()", "寰球"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_right_everywhere_within_a_second(site, change):
    statement, words = CHANGES[change]
    paths = LISTS if change != "rename" else ["/", "/sections/guo-ji/", site.paths[0]]
    assert all(words not in text for text in kept_in_both(site, paths))

    site.do(f"post = posts['港口']; {statement}")
    time.sleep(1)

    for path in paths:
        for code, _status, text in site.read_both(path):
            assert (code, words in text) == (200, True), path


def test_a_scheduled_time_is_kept_everywhere(site):
    kept_in_both(site, LISTS)
    site.do(
        "from datetime import timedelta; new = Post(title='定时的消息'); new.save(); "
        "new.file_under([section]); new.tags.set(['海港']); "
        "workflow.publish(new, by=None, at=timezone.now() + timedelta(seconds=4))"
    )
    assert all("定时的消息" not in text for text in kept_in_both(site, LISTS))

    time.sleep(4)

    for path in LISTS:
        for _code, _status, text in site.read_both(path):
            assert "定时的消息" in text, path


def test_a_withdrawn_post_is_gone_everywhere(site):
    [path, *_others] = site.paths[1:]
    kept_in_both(site, [path, *LISTS])

    site.do("workflow.withdraw(posts['大桥'], by=None, notice='应要求撤下')")
    time.sleep(1)

    for code, _status, text in site.read_both(path):
        assert (code, "应要求撤下" in text, "大桥" in text) == (410, True, False)
    for other in LISTS:
        for _code, _status, text in site.read_both(other):
            assert "大桥" not in text, other


def test_an_expired_page_is_made_once(site):
    path = site.paths[2]
    kept_in_both(site, [path])
    site.do("workflow.save_edit(posts['灯塔'], by=None)")
    time.sleep(1)

    with ThreadPoolExecutor(16) as readers:
        answers = list(readers.map(lambda _n: site.read(path), range(48)))

    assert [status for _code, status, _text in answers].count("newsroom; fwd=miss; stored") == 1
    assert {code for code, _status, _text in answers} == {200}


def test_without_the_database_the_last_good_copy_is_shown_but_nothing_withdrawn(site):
    kept, taken = site.paths[0], site.paths[2]
    kept_in_both(site, [kept, taken])
    site.do("workflow.withdraw(posts['灯塔'], by=None)")
    time.sleep(1)
    for path in (kept, "/"):
        site.read_both(path)

    site.database.go()
    time.sleep(1)

    try:
        for code, status, text in site.read_both(kept):
            assert (code, "港口" in text) == (200, True)
            assert "ttl=-" in status
        for code, _status, text in site.read_both("/"):
            assert (code, "灯塔" in text) == (200, False)
        for code, _status, text in site.read_both(taken):
            assert code >= 500
            assert "灯塔" not in text
    finally:
        site.database.come_back()
    time.sleep(1)
    for code, status, _text in site.read_both(kept):
        assert (code, "ttl=-" in status) == (200, False)
    assert [code for code, *_rest in site.read_both(taken)] == [410, 410]
