"""A feed at its address: read once, then asked whether it has changed."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from articles.models import PolledFeed, Post

ENTRY = (
    "<item><title>{0}</title><guid>urn:{1}</guid><link>https://origin.example/{1}</link>"
    "<pubDate>Thu, 10 Mar 2022 18:06:38 GMT</pubDate>"
    "<description>&lt;p&gt;{0}的正文。&lt;/p&gt;</description></item>"
)


def feed(*titles):
    items = "".join(ENTRY.format(title, number) for number, title in enumerate(titles))
    channel = f"<title>海湾日报</title><link>https://origin.example/</link>{items}"
    return f'<rss version="2.0"><channel>{channel}</channel></rss>'.encode()


@pytest.fixture
def served():
    """A feed on a server of its own: `content` and `etag` may be set; `asked` are the requests."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            server = self.server
            server.asked.append(self.headers.get("If-None-Match"))
            is_known = self.headers.get("If-None-Match") == server.etag
            self.send_response(304 if is_known else 200)
            self.send_header("ETag", server.etag)
            self.end_headers()
            if not is_known:
                self.wfile.write(server.content)

        def log_message(self, *_arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.etag, server.content = [], '"one"', feed("甲", "乙")
    server.address = f"http://127.0.0.1:{server.server_port}/feed.xml"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_feed_that_has_not_changed_is_asked_and_not_read_again(served, run_import):
    run_import(served.address)

    rows = run_import(served.address).rows

    assert served.asked == [None, '"one"']
    assert rows == []
    assert Post.objects.count() == 2


def test_a_feed_that_has_changed_brings_its_news_and_updates(served, run_import):
    run_import(served.address)
    served.etag, served.content = '"two"', feed("甲二", "乙", "丙")

    rows = run_import(served.address).rows

    assert [row["outcome"] for row in rows] == ["updated", "unchanged", "created"]
    assert Post.objects.get(identifier="urn:0").title == "甲二"


def test_the_source_of_its_entries_is_the_feed(served, run_import):
    run_import(served.address)

    assert set(Post.objects.values_list("source__name", flat=True)) == {"海湾日报"}


def test_a_dry_run_leaves_the_feed_to_be_read(served, run_import):
    run_import(served.address, dry_run=True)

    assert not PolledFeed.objects.exists()


def test_an_address_that_does_not_answer_is_wrong_usage_and_says_so(served, run_import, capsys):
    served.shutdown()
    served.server_close()

    assert run_import(served.address).status == 2
