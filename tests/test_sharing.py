"""Links to pass an article on: those that its readers use, with its own address."""

from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from articles.sharing import share_links

ADDRESS = "http://testserver/2022/03/11/port/"


@pytest.mark.parametrize(("language", "first"), [("zh-Hans", "weibo.com"), ("en", "x.com")])
def test_those_come_first_that_readers_of_the_language_use(make_post, language, first):
    links = share_links(make_post(language=language))

    assert urlsplit(links[0].address).netloc.endswith(first)


def test_each_passes_on_the_posts_own_address_and_title(make_post):
    *pages, mail = share_links(make_post(slug="port", title="港口+码头 & 更多", language="zh-Hans"))

    for page in pages:
        values = parse_qs(urlsplit(page.address).query)
        assert values["url"] == [ADDRESS]
        assert values.get("title", values.get("text")) == ["港口+码头 & 更多"]
    assert unquote(mail.address).endswith(f"body=港口+码头 & 更多\n{ADDRESS}")
