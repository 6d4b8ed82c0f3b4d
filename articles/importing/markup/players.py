"""Players, gists and posts of other sites: a page of ours shows a link to them."""

import re

from articles.importing.markup.arguments import named, words
from articles.importing.markup.elements import (
    NOTHING,
    Result,
    block,
    escape,
    link,
    paragraph,
)
from articles.importing.markup.lexing import Tag
from articles.importing.markup.page import Page
from articles.telling import tell

NO_TARGET = tell("names nothing that could be linked to")
# Where what an identifier names is found.
PLACES = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "bilibili": "https://www.bilibili.com/video/{}",
    "bili": "https://www.bilibili.com/video/{}",
    "youku": "https://v.youku.com/v_show/id_{}.html",
    "tudou": "https://www.tudou.com/programs/view/{}/",
    "gist": "https://gist.github.com/{}",
    "jsfiddle": "https://jsfiddle.net/{}",
    "codepen": "https://codepen.io/{}",
    "codesandbox": "https://codesandbox.io/s/{}",
    "instagram": "https://www.instagram.com/p/{}/",
    "tweet": "https://twitter.com/i/status/{}",
    "twitter": "https://twitter.com/i/status/{}",
    "x": "https://twitter.com/i/status/{}",
    "ted": "https://www.ted.com/talks/{}",
    "slideshare": "https://www.slideshare.net/slideshow/embed_code/{}",
    "speakerdeck": "https://speakerdeck.com/player/{}",
    "asciinema": "https://asciinema.org/a/{}",
    "ghcard": "https://github.com/{}",
    "github": "https://github.com/{}",
    "githubcard": "https://github.com/{}",
    "netease": "https://music.163.com/#/song?id={}",
    "spotify": "https://open.spotify.com/{}",
}
MUSIC = {
    "netease": "https://music.163.com/#/{kind}?id={id}",
    "tencent": "https://y.qq.com/n/ryqq/{kind}/{id}",
}
KINDS = ("song", "playlist", "album", "artist")
WORDS_OF_MUSIC = {*MUSIC, *KINDS}
FILES = (
    *("video", "audio", "dplayer", "plyr", "pdf", "mp4", "embed", "oembed", "fb-video"),
    *("cspan-iframe", "iframe", "raw-iframe", "ppt", "videojs", "h5video"),
)
IDENTIFIER = re.compile(r"[\w@~:/.=?&%#+-]{1,200}")
WEB = re.compile(r"(?:https?:)?//[^\s\"'<>]{1,1000}|(?<![\w.])/[^\s\"'<>]{1,1000}")
NAMED_PLACES = ("id", "src", "url", "href", "link", "video", "file", "bvid", "aid")


def site_player(tag: Tag, page: Page) -> Result:
    """A tag or shortcode that names a thing on a known site by an identifier or an address."""
    arguments = named(tag.arguments)
    name = arguments.first(*NAMED_PLACES, place=0).rstrip(",")
    if tag.name.lower() == "codepen" and len(arguments.placed) > 1:
        name = f"{name}/pen/{arguments.placed[1]}".replace(",", "")
    if tag.name.lower() == "gist" and len(arguments.placed) > 1 and not name.isalnum():
        name = arguments.placed[0]
    elif tag.name.lower() == "gist" and tag.family == "shortcode" and len(arguments.placed) > 1:
        name = "/".join(arguments.placed[:2])
    user = arguments.first("user")
    if tag.name.lower() in ("tweet", "x", "twitter"):
        user, name = _tweet(user, name, arguments.placed)
    if not IDENTIFIER.fullmatch(name):
        return page.unknown(tag, reason=NO_TARGET)
    target = _place(tag.name.lower(), name)
    if user and target.startswith("https://twitter.com/i/"):
        target = target.replace("/i/", f"/{user}/", 1)
    return block(paragraph(link(target, arguments.first("title", "caption"))))


def _tweet(user: str, name: str, placed: list[str]) -> tuple[str, str]:
    if len(placed) == 2 and placed[1].isdigit():
        return placed[0], placed[1]
    return user if re.fullmatch(r"\w{1,40}", user) else "", name


def _place(site: str, name: str) -> str:
    if name.startswith(("http://", "https://", "//")):
        return name
    if site in ("bilibili", "bili") and name.isdigit():
        name = f"av{name}"
    if site == "codepen":
        name = name.lstrip("/")
    return PLACES[site].format(name)


def file_player(tag: Tag, page: Page) -> Result:
    """A player of a file: its address stands somewhere among the arguments."""
    if match := WEB.search(tag.arguments):
        arguments = named(tag.arguments)
        address = match[0].rstrip("/,\\") if match[0].count("/") > 3 else match[0]
        if tag.name.lower() in ("audio", "video", "dplayer", "plyr", "mp4", "h5video", "videojs"):
            return block(f'<video src="{escape(address)}"></video>')
        return block(paragraph(link(address, arguments.first("title", "text"))))
    arguments = named(tag.arguments)
    if name := arguments.first(*NAMED_PLACES, place=0).partition("url=")[2] or arguments.first(
        *NAMED_PLACES, place=0
    ):
        return block(paragraph(link(page.asset(name), arguments.first("title") or name)))
    return page.unknown(tag, reason=NO_TARGET)


def song(tag: Tag, page: Page) -> Result:
    """{% aplayer title artist address … %}"""
    found = words(tag.arguments)
    place = next((n for n, w in enumerate(found) if WEB.fullmatch(w) or w.endswith(".mp3")), None)
    if place is None:
        return page.unknown(tag, reason=NO_TARGET)
    return block(paragraph(link(page.asset(found[place]), " – ".join(found[:place]))))


def music(tag: Tag, page: Page) -> Result:
    """{% meting "id" "server" "kind" … %}, {{< music server kind id >}}, {{< music url= >}}"""
    said = named(tag.arguments)
    placed = [word.strip(",").removeprefix("auto:") for word in said.placed]
    title = " – ".join(filter(None, [said.first("name", "title"), said.first("artist", "author")]))
    named_file = said.first("url", "src", "auto", "link")
    if target := named_file or next((word for word in placed if WEB.fullmatch(word)), ""):
        return block(paragraph(link(target, title)))
    identifier = said.first("id") or next((w for w in placed if w not in WORDS_OF_MUSIC), "")
    site = said.first("server") or next((word for word in placed if word in MUSIC), "")
    # Where but an identifier is given, LoveIt and its like mean NetEase.
    site = site or ("netease" if said.first("id") else "")
    if site not in MUSIC or not IDENTIFIER.fullmatch(identifier):
        return page.unknown(tag, reason=NO_TARGET)
    kind = said.first("type") or next((word for word in placed if word in KINDS), "song")
    return block(paragraph(link(MUSIC[site].format(kind=kind, id=identifier), title)))


def songs(_tag: Tag, page: Page) -> Result:
    """{% aplayerlist %} holds JSON for a script, which no reader sees."""
    page.reports.add(_tag, tell("holds a list for a player; it is left out"))
    return NOTHING


RENDERERS = {
    **dict.fromkeys(PLACES, site_player),
    **dict.fromkeys(FILES, file_player),
    "aplayer": song,
    "aplayerlrc": song,
    "aplayerlist": songs,
    **dict.fromkeys(("meting", "metingjs", "music"), music),
}
