"""Which pieces search engines are to find here: what each source's index policy asks."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q

from articles.html import clean_text
from articles.html.addresses import resolve
from articles.models import Source
from articles.seo.addresses import absolute

# Where a document says that its piece came from, the likeliest first.
ORIGIN_KEYS = ("link", "originalurl", "sourceurl", "canonicalurl", "canonical", "url")


def found(posts):
    """Those of `posts`, a queryset, that search engines are to find at our address."""
    return posts.filter(Q(source=None) | Q(source__index_policy=Source.IndexPolicy.INDEX))


def own(posts):
    """Those of `posts`, a queryset, that are our own newsroom's: the others' are not announced."""
    return posts.filter(Q(source=None) | Q(source__is_own=True))


def is_found(post):
    """Whether search engines are to find `post` at our address or at its origin's."""
    policy = post.source.index_policy if post.source else Source.IndexPolicy.INDEX
    if policy == Source.IndexPolicy.CANONICAL:
        # Only the original may be found: without its address, nothing is.
        return bool(origin_of(post))
    return policy == Source.IndexPolicy.INDEX


def canonical_of(post):
    """Return the absolute address that search engines are to show for `post`."""
    if post.source and post.source.index_policy == Source.IndexPolicy.CANONICAL:
        return origin_of(post) or absolute(post.get_absolute_url())
    return absolute(post.get_absolute_url())


def origin_of(post):
    """Return the http(s) address where the piece first stood, "" when its document named none."""
    if not isinstance(post.extra, dict):
        return ""
    said = {_bare(name): value for name, value in post.extra.items()}
    for key in ORIGIN_KEYS:
        value = said.get(key)
        if isinstance(value, str) and (address := _web_address(value)):
            return address
    return ""


def _web_address(text):
    """Return `text` as an http(s) address elsewhere, "" when it is none or holds a password.

    An export of this site names this site.
    """
    address = resolve(clean_text(text))
    host = urlsplit(address).netloc
    return "" if "@" in host or host == urlsplit(settings.SITE_URL).netloc else address


def _bare(name):
    return name.lower().replace("_", "").replace("-", "")
