"""What the front matter of an exported post says.

Format: https://hexo.io/docs/front-matter; the names that begin with newsroom_ and source_path
are the importer's alone.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from articles.importing.documents.schema import MEANINGS, canonical
from articles.models import Post
from articles.post_keys import post_key

FORM = 1
# What Hexo keeps or calls under these names would be in the way of its own.
HEXO_NAMES = {
    *("id", "_id", "_content", "content", "more", "raw", "path", "full_source", "asset_dir"),
    *("prev", "next", "engine", "markdown", "photos", "photo", "layout", "save", "update"),
    *("replace", "remove", "toObject", "toString", "populate", "notPublished", "setTags"),
    *("setCategories", "__permalink", "__post", "__page", "__proto__", "constructor", "<<"),
    *("canonical_path", "excerpt", "permalink", "render", "data", "config", "site", "page"),
}
MEANT = MEANINGS.keys() | {"taxonomies"}


def keys_of(post: Post, *, categories: list[list[str]], lead: str) -> dict[str, object]:
    """Return the keys of `post`, values as JSON has them.

    `categories` are paths of names from the top, `lead` is the address of its lead picture
    as the document has it, "" for none. What says nothing is left out.
    """
    zone = ZoneInfo((post.source and post.source.timezone) or settings.TIME_ZONE)
    keys = {
        "title": post.title,
        "slug": post.slug,
        "date": _instant(post.published_at, zone),
        "updated": _instant(post.revised_at, zone),
        "expires": _instant(post.expires_at, zone),
        "categories": categories,
        "tags": sorted(tag.name for tag in post.tags.all()),
        "authors": [author.name for author in post.byline],
        "source": post.source.name if post.source else settings.SITE_NAME,
        "lang": post.language,
        "description": post.summary,
        "headimg": lead,
        "rights": post.rights,
        "aliases": sorted(redirect.old_path for redirect in post.redirect_set.all()),
    }
    keys = {name: value for name, value in keys.items() if value}
    if post.status != Post.Status.PUBLISHED:
        keys["published"] = False
    plain, kept_apart = _parted(post.extra)
    keys |= plain
    keys |= {"newsroom_extra": kept_apart} if kept_apart else {}
    if post.source and post.identifier:
        keys["source_path"] = post.identifier
    else:
        keys["newsroom_post"] = post_key(post)
    # No text of a post is a template, whatever braces it has.
    return keys | {"newsroom_export": FORM, "disableNunjucks": True}


def _parted(extra: dict) -> tuple[dict, dict]:
    """Part `extra` into keys that nobody else gives a meaning to, and the others."""
    meant = {name for name in extra if name in HEXO_NAMES or canonical(name) in MEANT}
    plain = {name: value for name, value in extra.items() if name not in meant}
    return plain, {name: extra[name] for name in extra if name in meant}


def _instant(moment: datetime | None, zone: ZoneInfo) -> str:
    """Return `moment` on the source's clock, as some sources' labels are not believed."""
    if moment is None:
        return ""
    local = moment.astimezone(zone)
    # Before zones were whole minutes, few programs can read their offsets.
    if local.utcoffset() % timedelta(minutes=1):
        return moment.astimezone(ZoneInfo("UTC")).isoformat()
    return local.isoformat()
