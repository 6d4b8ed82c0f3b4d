"""A process that renders pages of the desk on demand, for `tests.benchmarks.desk`.

As `tests.benchmarks.renderer`, with editors signed in.
"""

import json
import sys

import django

from tests.benchmarks.forms import TOKEN_COOKIE, fields_of, parsed
from tests.benchmarks.renderer import Renderer

NAME = "benchmark"
KEEP, AS_EDITOR = "_keep", "_editor"
POSTS = "/admin/articles/post/"
# What an editor asks who sees the posts of their sections alone.
OF_EDITOR = ("list", "list, in review", "list, by publication", "search, word in 1 %")


class DeskRenderer(Renderer):
    def __init__(self):
        super().__init__()
        self.cookies = {who: f"{cookie}; {TOKEN_COOKIE}" for who, cookie in _cookies().items()}
        self.sent = 0

    def ask(self, line):
        """As `page`, of an address, or of what a button of the form at it does: BUTTON ADDRESS.

        AS_EDITOR instead of a button has the section's editor ask.
        """
        button, _space, address = line.rpartition(" ")
        self.requests.defaults["HTTP_COOKIE"] = self.cookies[AS_EDITOR * (button == AS_EDITOR)]
        if button == AS_EDITOR:
            return self.page(address)
        if not button:
            return self.page(address)
        self.sent += 1
        *_costs, opened = self.page(address)
        form = fields_of(parsed(opened))
        form |= {"body": f"{form['body']}\n\n第{self.sent}次。", button: "1"}
        if button == KEEP:
            address = address.replace("change", "keep")
        request = self.requests.post(address, form, SERVER_NAME="127.0.0.1")
        return self.answer(request, status="200 OK" if button == KEEP else "302 Found")


def _cookies():
    """Return the cookies of a chief editor, and of an editor of the largest section."""
    from django.db.models import Count

    from articles.models import Category, Responsibility
    from tests.benchmarks.accounts import account, cookie_of

    chief, editor = account(f"{NAME} chief", "Chief editors"), account(NAME, "Editors")
    section = Category.objects.annotate(n=Count("listings")).order_by("-n")[0]
    Responsibility.objects.get_or_create(user=editor, category=section)
    return {"": cookie_of(chief), AS_EDITOR: cookie_of(editor)}


def addresses():
    """Return the addresses of the desk's pages, a list by name."""
    pages = {
        "start page": "/admin/",
        "calendar": f"{POSTS}calendar/",
        "schedule": f"{POSTS}schedule/",
        "front page editor": "/admin/articles/frontpageslot/arrange/",
        "reports": f"{POSTS}reports/",
        "log": "/admin/articles/auditentry/",
        "report, no alternative text": f"{POSTS}reports/alt/",
        "report, no summary": f"{POSTS}reports/summary/",
        "report, stale": f"{POSTS}reports/stale/",
    }
    lists = {name: [f"{POSTS}?{query}"] for name, query in _questions().items()}
    lists |= {
        f"{name}, a section's editor": [f"{AS_EDITOR} {address}" for address in lists[name]]
        for name in OF_EDITOR
    }
    return {**lists, **{name: [address] for name, address in pages.items()}, **_forms()}


def _questions():
    from django.db.models import Count

    from articles.models import Author, Category, Post, Source, Tag
    from tests.benchmarks.stories import search_words

    words = search_words()
    sections = Category.objects.annotate(n=Count("listings")).order_by("-n")
    authors = Author.objects.annotate(n=Count("bylines")).filter(n__gt=0).order_by("-n")
    tags = Tag.objects.annotate(n=Count("tagged")).filter(n__gt=0).order_by("-n")
    source = Source.objects.annotate(n=Count("posts")).order_by("-n")[0]
    newest = Post.objects.published().newest_first()[0]
    return {
        "list": "",
        "list, page 10": "p=10",
        "list, far down": "before=" + _far_down(),
        "list, in review": "state=in_review",
        "list, scheduled": "state=scheduled",
        "list, expired": "state=expired",
        "list, with changes": "state=changed",
        "list, large section": f"section={sections[0].pk}",
        "list, small section": f"section={sections.reverse()[0].pk}",
        "list, source": f"source={source.pk}",
        "list, frequent author": f"author={authors[0].pk}",
        "list, rare author": f"author={authors.reverse()[0].pk}",
        "list, rare tag": f"tag={tags.reverse()[0].pk}",
        "list, restricted rights": "rights=restricted",
        "list, to be cleared": "rights=uncleared",
        "list, without picture": "picture=0",
        "list, a week": f"since={newest.published_on}",
        "list, section and state": f"section={sections[0].pk}&state=draft",
        "list, by publication": "o=published",
        "list, nothing": "language=xx",
        "search, word in 0.1 %": f"q={words[0.001][0]}",
        "search, word in 1 %": f"q={words[0.01][0]}",
        "search, word in 20 %": f"q={words[0.2][0]}",
    }


def _forms():
    from articles.models import Post

    live = [f"{POSTS}{post.pk}/change/" for post in Post.objects.published().newest_first()[:10]]
    drafts = Post.objects.filter(status="draft").order_by("-pk")[:10]
    return {
        "edit form": live,
        "keep what is typed": [f"{KEEP} {form}" for form in live],
        "save a draft": [f"_continue {POSTS}{post.pk}/change/" for post in drafts],
        "save changes of a live post": [f"_continue {form}" for form in live],
        "publish changes": [f"_step_publish {form}" for form in live],
    }


def _far_down():
    from articles.models import Post

    rows = Post.objects.order_by("updated_at", "pk")
    row = rows[min(200, rows.count() - 1)]
    return f"{row.updated_at:%Y-%m-%dT%H:%M:%S.%f}Z_{row.pk}"


def main():
    django.setup()
    renderer = DeskRenderer()
    print(json.dumps(addresses()), flush=True)
    for line in sys.stdin:
        *costs, body = renderer.ask(line.strip())
        print(*costs, len(body), flush=True)


if __name__ == "__main__":
    main()
