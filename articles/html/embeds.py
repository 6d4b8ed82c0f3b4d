"""Players and posts of other sites that a page of ours links to in a box of its own.

The one list of them: the desk recognises an address that is pasted on a line, and pages show such
a line as a box, with the site's name. Nothing of theirs is loaded.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import html

from articles.html.tree import new_element

MAX_LENGTH = 2000


@dataclass(frozen=True)
class EmbedSite:
    """A site by the end of its host and the beginning of the path of what it shows."""

    host: str
    path: str
    zh: str
    en: str

    def name(self, language: str) -> str:
        return self.zh if language.lower().startswith("zh") else self.en


SITES = tuple(
    EmbedSite(*line.split("|"))
    for line in (
        "bilibili.com|/video/|哔哩哔哩|Bilibili",
        "player.bilibili.com|/player.html|哔哩哔哩|Bilibili",
        "live.bilibili.com|/|哔哩哔哩直播|Bilibili Live",
        "bilibili.com|/bangumi/play/|哔哩哔哩|Bilibili",
        "b23.tv|/|哔哩哔哩|Bilibili",
        "youtube.com|/watch|YouTube|YouTube",
        "youtube.com|/shorts/|YouTube|YouTube",
        "youtube.com|/embed/|YouTube|YouTube",
        "youtube.com|/live/|YouTube|YouTube",
        "youtube-nocookie.com|/embed/|YouTube|YouTube",
        "youtu.be|/|YouTube|YouTube",
        "vimeo.com|/|Vimeo|Vimeo",
        "v.qq.com|/x/|腾讯视频|Tencent Video",
        "v.qq.com|/txp/|腾讯视频|Tencent Video",
        "v.youku.com|/v_show/|优酷|Youku",
        "player.youku.com|/embed/|优酷|Youku",
        "iqiyi.com|/v_|爱奇艺|iQIYI",
        "mgtv.com|/b/|芒果TV|Mango TV",
        "ixigua.com|/|西瓜视频|Xigua",
        "douyin.com|/video/|抖音|Douyin",
        "v.douyin.com|/|抖音|Douyin",
        "kuaishou.com|/short-video/|快手|Kuaishou",
        "v.kuaishou.com|/|快手|Kuaishou",
        "tiktok.com|/@|TikTok|TikTok",
        "weibo.com|/|微博|Weibo",
        "m.weibo.cn|/|微博|Weibo",
        "video.weibo.com|/show|微博视频|Weibo Video",
        "mp.weixin.qq.com|/s|微信公众号|WeChat",
        "channels.weixin.qq.com|/|微信视频号|WeChat Channels",
        "zhihu.com|/zvideo/|知乎|Zhihu",
        "xiaohongshu.com|/explore/|小红书|Xiaohongshu",
        "xhslink.com|/|小红书|Xiaohongshu",
        "tv.cctv.com|/|央视网|CCTV",
        "v.cctv.com|/|央视网|CCTV",
        "xinhuanet.com|/video/|新华网|Xinhuanet",
        "x.com|/i/status/|X|X",
        "x.com|/|X|X",
        "twitter.com|/|X|X",
        "facebook.com|/watch|Facebook|Facebook",
        "instagram.com|/p/|Instagram|Instagram",
        "instagram.com|/reel/|Instagram|Instagram",
        "t.me|/|Telegram|Telegram",
        "ted.com|/talks/|TED|TED",
        "music.163.com|/|网易云音乐|NetEase Music",
        "y.qq.com|/n/|QQ音乐|QQ Music",
        "ximalaya.com|/|喜马拉雅|Ximalaya",
        "xiaoyuzhoufm.com|/episode/|小宇宙|Xiaoyuzhou",
        "open.spotify.com|/|Spotify|Spotify",
        "podcasts.apple.com|/|Apple 播客|Apple Podcasts",
    )
)


def embed_site(address: str) -> EmbedSite | None:
    """Return whose player or post stands at `address`, or None; a site's front page is neither."""
    if len(address) > MAX_LENGTH or not address.startswith(("https://", "http://")):
        return None
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    if parts.path in ("", "/") and not parts.fragment:
        return None
    for site in SITES:
        is_host = host == site.host or host.endswith(f".{site.host}")
        if is_host and parts.path.startswith(site.path):
            return site
    return None


def link_to(address: str) -> html.HtmlElement:
    """Return a link that shows `address`, an empty one where it is none of the web."""
    link = new_element("a")
    if address.startswith(("http://", "https://")):
        link.text = address
        link.set("href", address)
    return link
