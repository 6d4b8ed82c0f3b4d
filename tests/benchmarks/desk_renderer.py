"""A process that renders pages of the desk on demand, for `tests.benchmarks.desk`.

As `tests.benchmarks.renderer`, with an editor signed in.
"""

import json
import sys

import django
from django.conf import settings

from tests.benchmarks.renderer import Renderer

NAME = "benchmark"


class DeskRenderer(Renderer):
    def __init__(self):
        super().__init__()
        self.cookie = _session()

    def ask(self, address):
        """As `page`, with the editor's session."""
        self.requests.defaults["HTTP_COOKIE"] = self.cookie
        return self.page(address)


def _session():
    from django.contrib.auth import (
        BACKEND_SESSION_KEY,
        HASH_SESSION_KEY,
        SESSION_KEY,
        get_user_model,
    )
    from django.contrib.auth.models import Group, Permission
    from django.contrib.sessions.backends.db import SessionStore

    editor, _is_new = get_user_model().objects.get_or_create(username=NAME, is_staff=True)
    editor.groups.add(Group.objects.get(name="Editors"))
    editor.user_permissions.add(Permission.objects.get(codename="view_auditentry"))
    session = SessionStore()
    session[SESSION_KEY] = str(editor.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = editor.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def addresses():
    """Return the addresses of the desk's pages, a list by name."""
    from django.db.models import Count

    from articles.models import Author, Category, Post, Source, Tag
    from tests.benchmarks.stories import search_words

    posts = "/admin/articles/post/"
    words = search_words()
    sections = Category.objects.annotate(n=Count("listings")).order_by("-n")
    authors = Author.objects.annotate(n=Count("bylines")).filter(n__gt=0).order_by("-n")
    tags = Tag.objects.annotate(n=Count("tagged")).filter(n__gt=0).order_by("-n")
    source = Source.objects.annotate(n=Count("posts")).order_by("-n")[0]
    newest = Post.objects.published().newest_first()[:10]
    lists = {
        "list": "",
        "list, page 10": "p=10",
        "list, far down": "before=" + _far_down(),
        "list, in review": "state=in_review",
        "list, scheduled": "state=scheduled",
        "list, expired": "state=expired",
        "list, large section": f"section={sections[0].pk}",
        "list, small section": f"section={sections.reverse()[0].pk}",
        "list, source": f"source={source.pk}",
        "list, frequent author": f"author={authors[0].pk}",
        "list, rare author": f"author={authors.reverse()[0].pk}",
        "list, rare tag": f"tag={tags.reverse()[0].pk}",
        "list, restricted rights": "rights=restricted",
        "list, without picture": "picture=0",
        "list, a week": f"since={newest[0].published_on}",
        "list, section and state": f"section={sections[0].pk}&state=draft",
        "list, by publication": "o=published",
        "list, nothing": "language=xx",
        "search, word in 0.1 %": f"q={words[0.001][0]}",
        "search, word in 1 %": f"q={words[0.01][0]}",
        "search, word in 20 %": f"q={words[0.2][0]}",
    }
    return {
        **{name: [f"{posts}?{query}"] for name, query in lists.items()},
        "start page": ["/admin/"],
        "calendar": [f"{posts}calendar/"],
        "schedule": [f"{posts}schedule/"],
        "front page editor": ["/admin/articles/frontpageslot/arrange/"],
        "reports": [f"{posts}reports/"],
        "log": ["/admin/articles/auditentry/"],
        "report, no alternative text": [f"{posts}reports/alt/"],
        "report, no summary": [f"{posts}reports/summary/"],
        "report, stale": [f"{posts}reports/stale/"],
        "edit form": [f"{posts}{post.pk}/change/" for post in newest],
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
