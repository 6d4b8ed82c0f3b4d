"""A hostile document, imported as any other, on every public page that repeats its words."""

import xml.etree.ElementTree as ET

import pytest
from django.core.management import call_command

from articles.models import Author, Category, Post, Tag

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CANARY = '\\"><img src=x onerror=alert(1)></script><script>alert(2)</script>{{7*7}}'
DOCUMENT = f"""---
title: "{CANARY}"
author: "{CANARY}作者"
source: "{CANARY}来源"
categories: ["{CANARY}栏目"]
tags: ["{CANARY}标签"]
description: "{CANARY}"
headimg: "javascript:alert(3)"
link: "javascript:alert(4)"
lang: zh
date: 2022-03-10 08:00:00
mood: "{CANARY}"
---
<p>正文<img src="https://pictures.invalid/&quot;onerror=alert(5).jpg" alt="{CANARY}" onerror=alert(6)></p>
<p align=center><em>"><script>alert(7)</script>图说 图源："><img src=x onerror=alert(8)></em></p>
<svg onload=alert(9)></svg><a href="java&#9;script:alert(10)">链接</a>
<p>本文未经许可，不得转载"><img src=x onerror=alert(11)></p>
"""
OUR_SCRIPT = '<script src="/static/articles/site.js" defer=""></script>'


@pytest.fixture
def addresses(tmp_path):
    """The addresses of all pages that show the document."""
    (tmp_path / "hostile.txt").write_text(DOCUMENT, encoding="utf-8")
    call_command("import_posts", str(tmp_path))
    post = Post.objects.get()
    shown = [post, post.source, *Category.objects.all(), *Author.objects.all(), *Tag.objects.all()]
    return ["/", "/search/?q=正文", "/archive/2022/03/", *(s.get_absolute_url() for s in shown)]


def test_no_word_of_it_acts_on_any_page(open_page, addresses):
    for address in addresses:
        page = open_page(address)

        scripts = page.locator("script:not([type='application/ld+json'])")
        assert {script.evaluate("script => script.outerHTML") for script in scripts.all()} <= {
            OUR_SCRIPT
        }, address
        assert page.locator("[onerror], [onload], [href^='javascript']").count() == 0, address
        assert "49" not in page.title()
        # A picture that cannot be reached is expected; a dialog or a refused script is not.
        told = [word for word in page.complaints if "ERR_" not in word]
        assert told == [], address


def test_feeds_and_sitemaps_stay_well_formed(client, addresses):
    for address in ("/feed.xml", "/sitemap.xml", "/sitemap-news.xml"):
        ET.fromstring(client.get(address).content)
    assert client.get("/feed.json").json()["items"][0]["title"].startswith('"><img')
