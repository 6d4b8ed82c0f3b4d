"""Builds an export with the real Hexo and looks at every page: python -m tests.hexo_builds.

Needs Node 20 or newer with npm and its registry.
"""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from lxml import html

ROOT = Path(__file__).parent.parent
# Zones on both sides of the site's: dates and addresses must not depend on the machine.
ZONES = ("UTC", "America/New_York")
TITLES = (
    *(
        "{{ 1+1 }}",
        "{% raw %}",
        "{# weg #}",
        "<script>alert(1)</script>",
        "<!-- more -->",
        "&amp; &lt;",
    ),
    *("a: b #c", "no", "2022-03-10", "1e10", "--- x", "'\"\\", "😀"),
)
BODY = """<p>{{ 1+1 }} {% foo %} {# weg #} &lt;!-- more --&gt;</p>
<pre><code>```js
{{ a }}
```</code></pre>
<p>Ende</p>"""
# What Hexo would take for its own, or choke on.
KEYS = {
    "engine": "njk",
    "permalink": "../../up/",
    "path": "up",
    "save": 1,
    "layout": "none",
    "_id": "x",
    "photos": {"a": 1},
    "content": "{{ 1+1 }}",
    "toc": True,
    "n": 1e300,
    "": "",
}


def main() -> None:
    with TemporaryDirectory() as folder:
        base = Path(folder)
        environment = os.environ | {
            "SECRET_KEY": "only for this check",
            "DATABASE_URL": f"sqlite:///{base / 'news.sqlite3'}",
            "MEDIA_ROOT": str(base / "media"),
        }
        _write_hostile_documents(base / "hostile")
        site, rows = base / "site", base / "posts.jsonl"
        documents = [ROOT / "fixtures/seed", ROOT / "fixtures/samples", base / "hostile"]
        for command in (
            ["migrate", "-v0"],
            ["import_posts", *documents],
            ["export_posts", site, "--format", "hexo"],
            ["export_posts", rows],
        ):
            call = [sys.executable, "manage.py", *map(str, command)]
            subprocess.run(call, cwd=ROOT, env=environment, check=True)
        install = ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(install, cwd=site, check=True)
        for zone in ZONES:
            for step in ("clean", "generate"):
                call = ["npx", "hexo", step, "--silent"]
                subprocess.run(call, cwd=site, env=os.environ | {"TZ": zone}, check=True)
            faults = _faults(site / "public", rows)
            print(f"TZ={zone}: {faults or 'every post has its page'}")
            if faults:
                sys.exit(1)


def _write_hostile_documents(folder: Path) -> None:
    folder.mkdir()
    for number, title in enumerate(TITLES):
        keys = {"title": title, "date": f"2025-01-02T{number:02}:30:00+08:00", **KEYS}
        matter = json.dumps(keys)[1:-1]
        (folder / f"{number}.html").write_text(f";;;\n{matter}\n;;;\n{BODY}\n", encoding="utf-8")


def _faults(public: Path, rows: Path) -> list[str]:
    posts = [json.loads(line) for line in rows.read_text(encoding="utf-8").splitlines()]
    now = datetime.now(UTC).isoformat()
    shown = [p for p in posts if p["status"] == "published" and p["published_at"] <= now]
    if len(shown) < len(TITLES):
        return [f"only {len(shown)} posts are published"]
    return [fault for post in shown for fault in _faults_of(public, post)]


def _faults_of(public: Path, post: dict) -> list[str]:
    folder = public / post["url"].strip("/")
    page = folder / "index.html"
    if not page.is_file():
        return [f"{post['url']} has no page"]
    root = html.fromstring(page.read_bytes())
    faults = []
    if root.findtext(".//h1") != post["title"]:
        faults.append(f"{post['url']} is titled {root.findtext('.//h1')!r}")
    lines = "".join(post["body_text"].split())
    if lines[:40] not in "".join(root.find(".//article").text_content().split()):
        faults.append(f"{post['url']} lacks its text")
    for image in root.iter("img"):
        if ":" not in image.get("src") and not (folder / image.get("src")).is_file():
            faults.append(f"{post['url']} lacks {image.get('src')}")
    return faults


if __name__ == "__main__":
    main()
