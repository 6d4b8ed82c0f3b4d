"""What readers and operators see while the database cannot be used: real servers without one."""

import json
import os
import time

import pytest

from tests.caching.servers import Site, _free_port

RECOVERY = 5
# What nobody has asked for yet, so that no kept page can stand in.
UNKEPT = ["/search/?q=a", "/2022/03/11/nothing/", "/feed.json", "/archive/2022/"]
NEWS = """
post = Post(title="港口", body="<p>今天的消息。</p>", slug="port")
post.save()
workflow.publish(post, by=None)
"""


class LoggedSite(Site):
    """A site whose servers write into one log."""

    def _start(self, *command, **streams):
        with (self.folder / "log").open("ab") as log:
            return super()._start(*command, stderr=log, **streams)

    @property
    def log(self):
        return (self.folder / "log").read_text()


class SiteWithoutDatabase(LoggedSite):
    """One process whose PostgreSQL server is a port where nothing listens."""

    def __init__(self, folder):
        self.folder, self.processes = folder, []
        self.environment = os.environ | {
            "SECRET_KEY": "暗号紫藤" * 20,
            "DATABASE_URL": f"postgres://newsroom:wisteria@127.0.0.1:{_free_port()}/newsroom",
            "SITE_URL": f"http://{folder.name}.test",
            "ALLOWED_HOSTS": "127.0.0.1",
            "STATIC_ROOT": str(folder / "static"),
            "DEBUG": "false",
        }

    def __enter__(self):
        self.ports = [_free_port()]
        options = ["-b", f"127.0.0.1:{self.ports[0]}", "--log-level", "error"]
        self._start("-m", "gunicorn", "newsroom.wsgi", *options)
        self._wait_for(self.ports[0])
        return self

    def __exit__(self, *_error):
        for process in self.processes:
            process.terminate()
            process.wait(20)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with LoggedSite(tmp_path_factory.mktemp("site-outage")) as site:
        site.do(NEWS)
        yield site


def test_without_its_database_the_site_answers_503_and_recovers_by_itself(site):
    assert site.read("/readyz")[0] == 200
    site.database.go()
    try:
        answers = [site.read(path) for path in UNKEPT * 3]
        ready, alive = site.read("/readyz"), site.read("/healthz")
    finally:
        site.database.come_back()

    assert {status for status, _kept, _text in answers} == {503}
    for _status, _kept, text in answers:
        assert "503" in text
        assert "site.css" in text
        assert "Traceback" not in text
    assert ready[0] == 503
    # Where SQLite's file was taken away there is a new one, without tables.
    assert json.loads(ready[2])["failures"][0]["name"] in ("database", "migrations")
    assert alive[0] == 200
    until = time.monotonic() + RECOVERY
    while site.read("/archive/2022/")[0] == 503:
        assert time.monotonic() < until, "it did not come back"
        time.sleep(0.2)
    assert site.read("/readyz")[0] == 200
    assert site.read("/feed.json")[0] == 200


def test_an_outage_is_one_line_in_the_log_of_each_process_without_a_trace(site):
    for time_of_outage in range(2):
        site.database.go()
        try:
            for _time in range(5):
                for server in range(2):
                    site.read("/search/?q=a", server)
            time.sleep(1.2)
        finally:
            site.database.come_back()
        until = time.monotonic() + RECOVERY
        while site.read("/search/?q=a", 0)[0] != 200 or site.read("/search/?q=a", 1)[0] != 200:
            assert time.monotonic() < until, f"it did not come back, {time_of_outage}"
            time.sleep(0.2)
        time.sleep(1.2)

    lines = [line for line in site.log.splitlines() if "database" in line.lower()]
    assert "Traceback" not in site.log
    # Each of two processes, in each of two outages here, and in the one before if that ran.
    assert 4 <= len(lines) <= 6, site.log


def test_a_server_that_starts_without_a_database_says_so_and_tells_no_secret(tmp_path):
    with SiteWithoutDatabase(tmp_path) as site:
        told = [site.read(path) for path in ["/", "/feed.xml", "/healthz", "/readyz"] * 2]

    assert [status for status, _kept, _text in told] == [503, 503, 200, 503] * 2
    text = site.log + "".join(text for _status, _kept, text in told)
    for secret in ("wisteria", "紫藤", "Traceback"):
        assert secret not in text
    assert site.log.count("database") == 1
