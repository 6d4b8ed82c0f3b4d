import pytest

from articles.html import present
from articles.html.embeds import embed_site

BILIBILI = "https://www.bilibili.com/video/BV1xx"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        (BILIBILI, "哔哩哔哩"),
        ("https://player.bilibili.com/player.html?bvid=BV1xx", "哔哩哔哩"),
        ("https://www.youtube.com/watch?v=abc", "YouTube"),
        ("https://youtu.be/abc", "YouTube"),
        ("https://weibo.com/123/Abc", "微博"),
        ("https://v.douyin.com/abc/", "抖音"),
        ("https://x.com/someone/status/1", "X"),
        ("https://music.163.com/#/song?id=1", "网易云音乐"),
    ],
)
def test_a_player_or_a_post_of_a_known_site_is_recognised(address, name):
    assert embed_site(address).name("zh-Hans") == name


@pytest.mark.parametrize(
    "address",
    [
        "https://www.bilibili.com/",
        "https://www.bilibili.com/read/cv1",
        "https://notbilibili.com/video/BV1",
        "https://bilibili.com.evil.example/video/BV1",
        "https://weibo.com",
        "javascript://x.com/a/status/1",
        "/video/BV1",
        "https://[broken/video/",
        f"{BILIBILI}{'x' * 3000}",
    ],
)
def test_other_addresses_are_links_as_any(address):
    assert embed_site(address) is None


def test_a_page_shows_the_line_as_a_box_with_the_name_of_the_site():
    line = f'<p><a href="{BILIBILI}">{BILIBILI}</a></p>'

    shown = present(f"<p>甲</p>{line}", {})

    box = f'<p class="embed"><a href="{BILIBILI}"><strong>哔哩哔哩</strong> www.bilibili.com/video/BV1xx</a></p>'
    assert shown == f"<p>甲</p>{box}"
    assert "<strong>Bilibili</strong>" in present(line, {}, language="en")


@pytest.mark.parametrize(
    "line",
    [
        f'<p>看<a href="{BILIBILI}">{BILIBILI}</a></p>',
        f'<p><a href="{BILIBILI}">{BILIBILI}</a>。</p>',
        f'<p><a href="{BILIBILI}">视频</a></p>',
        '<p><a href="https://a.example/1">https://a.example/1</a></p>',
    ],
)
def test_a_link_in_a_sentence_stays_one(line):
    assert 'class="embed"' not in present(line, {})
