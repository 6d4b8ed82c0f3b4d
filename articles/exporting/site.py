"""Posts as a Hexo site: documents that Hexo builds and that can be imported again.

Format: https://hexo.io/docs/setup
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import yaml
from django.conf import settings
from django.db.models import Prefetch

from articles.exporting.front_matter import front_matter
from articles.exporting.keys import keys_of
from articles.exporting.pictures import Pictures
from articles.exporting.rows import BATCH, NamesByPath
from articles.html.export import export_body
from articles.models import Byline, Filing, Post
from articles.slugs import slugify

# The parts of the site that are the same each time: its theme, and what it needs of npm.
FRAME = Path(__file__).parent / "hexo"
POSTS = Path("source", "_posts")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+){0,80}")
LANGUAGES = {"zh-hans": "zh-CN", "en": "en"}


class Exported(NamedTuple):
    """A post that was written: `path` is that of its document within the site, `missing` are
    its pictures' files that the storage does not have."""

    path: Path
    missing: list[str]


def write_site(posts, folder: Path) -> Iterator[Exported]:
    """Write `posts`, a queryset, as a Hexo site into `folder`, an empty one; yield each.

    The documents are named as the posts are addressed, YYYY/MM/DD/slug.html, with their
    pictures in a folder of the same name; posts without a date lie in `undated`. Raises
    OSError when something cannot be written.
    """
    shutil.copytree(FRAME, folder, dirs_exist_ok=True)
    (folder / "_config.yml").write_text(_config(), encoding="utf-8")
    (folder / POSTS).mkdir(parents=True)
    posts = posts.select_related("source", "lead_image").prefetch_related(
        Prefetch("bylines", Byline.objects.select_related("author")),
        Prefetch("filings", Filing.objects.select_related("category")),
        *("tags", "redirect_set"),
    )
    names = NamesByPath()
    for post in posts.order_by("pk").iterator(chunk_size=BATCH):
        yield _write(post, folder, names)


def _write(post: Post, folder: Path, names: NamesByPath) -> Exported:
    document = folder / POSTS / document_path(post)
    document.parent.mkdir(parents=True, exist_ok=True)
    pictures = Pictures(post, document.with_suffix(""))
    matter = front_matter(
        keys_of(
            post,
            categories=[names.of(filing.category) for filing in post.filings.all()],
            lead=pictures.lead.address if pictures.lead else "",
        )
    )
    body = export_body(
        post.body, pictures.shown, lead=pictures.lead, lead_caption=post.lead_caption
    )
    # A name that two posts share would be a mistake of ours: better told than lost.
    with document.open("x", encoding="utf-8", newline="\n") as file:
        file.write(f"{matter}{body}\n")
    return Exported(document.relative_to(folder), pictures.missing)


def document_path(post: Post) -> Path:
    """Return the path of a post's document: no two posts have the same."""
    slug = post.slug if SLUG.fullmatch(post.slug) else f"{slugify(post.slug)}-{post.pk}"
    if post.published_on is None:
        # Nothing in the name may look like a date, which importers would read.
        return Path("undated", f"post-{post.pk}-{slug}.html")
    on = post.published_on
    return Path(f"{on.year:04}", f"{on:%m}", f"{on:%d}", f"{slug}.html")


def _config() -> str:
    values = {
        "title": settings.SITE_NAME,
        "url": settings.SITE_URL,
        "language": LANGUAGES.get(settings.LANGUAGE_CODE, settings.LANGUAGE_CODE),
        "timezone": settings.TIME_ZONE,
        "permalink": ":year/:month/:day/:title/",
        "new_post_name": ":year/:month/:day/:title.html",
        "post_asset_folder": True,
        # Posts with a date to come are not public yet.
        "future": False,
        # Bodies are HTML: three backticks in one are text.
        "syntax_highlighter": "",
        "theme": "newsroom",
    }
    return yaml.safe_dump(values, allow_unicode=True, sort_keys=False)
