"""Plain links by which a reader passes an article on: nothing of those sites is loaded."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.seo import absolute

WEIBO = (_("Weibo"), "https://service.weibo.com/share/share.php", "url", "title")
QQ = (_("QQ"), "https://connect.qq.com/widget/shareqq/index.html", "url", "title")
QZONE = (
    _("QZone"),
    "https://sns.qzone.qq.com/cgi-bin/qzshare/cgi_qzshare_onekey",
    "url",
    "title",
)
X = (_("X"), "https://x.com/intent/post", "url", "text")
FACEBOOK = (_("Facebook"), "https://www.facebook.com/sharer/sharer.php", "u", None)
CHINESE = (WEIBO, QQ, QZONE, X)
OTHER = (X, FACEBOOK, WEIBO)


@dataclass(frozen=True)
class ShareLink:
    """Where a post can be passed on, by its name and address."""

    name: str | Promise
    address: str


def share_links(post):
    """Return the links to pass `post` on by, those first that readers of its language use."""
    url = absolute(post.get_absolute_url())
    places = CHINESE if post.language.lower().startswith("zh") else OTHER
    links = [
        ShareLink(name, _address(*place, url=url, title=post.title)) for name, *place in places
    ]
    # In a mailto: address + is a plus sign and no blank.
    mail = urlencode({"subject": post.title, "body": f"{post.title}\n{url}"}, quote_via=quote)
    return [*links, ShareLink(_("E-mail"), f"mailto:?{mail}")]


def _address(page, url_key, title_key, *, url, title):
    query = {url_key: url} | ({title_key: title} if title_key else {})
    return f"{page}?{urlencode(query, quote_via=quote)}"
