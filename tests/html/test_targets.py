"""Links through counters and partners lead to their target."""

import pytest

from articles.html import make_body

LINKS = {
    "https://c.duomai.com/track.php?site_id=24&euid=&t=https://list.jd.com/list.html?cat=670,677": (
        "https://list.jd.com/list.html?cat=670,677"
    ),
    "https://links.jianshu.com/go?to=https%3A%2F%2Fgithub.com%2Fa%2Fb": "https://github.com/a/b",
    "https://www.oschina.net/action/GoToLink?url=https%3A%2F%2Fopenmix.org%2Fmix-go": (
        "https://openmix.org/mix-go"
    ),
    "https://www.oschina.net/action/GoToLink?url=https%3A%2F%2Flink.segmentfault.com%2F%3Furl%3Dhttps"
    "%253A%252F%252Fgithub.com%252Fa": "https://github.com/a",
    "https://gitee.com/link?target=http%3A%2F%2Fa.example": "http://a.example",
    "https://jump.example.com/?target=https%3A%2F%2Fa.example%2F1": "https://a.example/1",
    "https://go.example.com/docs/a?url=https%3A%2F%2Fa.example%2F1": (
        "https://go.example.com/docs/a?url=https%3A%2F%2Fa.example%2F1"
    ),
    "https://www.example.com/?url=https%3A%2F%2Fa.example%2F1": (
        "https://www.example.com/?url=https%3A%2F%2Fa.example%2F1"
    ),
}


@pytest.mark.parametrize(("address", "target"), LINKS.items())
def test_a_link_leads_to_its_target(address, target):
    body = make_body(f'<p>见<a href="{address.replace("&", "&amp;")}">此</a>。</p>')

    assert f'href="{target.replace("&", "&amp;")}"' in body.html
