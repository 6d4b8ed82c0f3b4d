"""What a piece lacks is told while it is written."""

import pytest
from playwright.sync_api import expect

from articles.models import Source

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_panel_follows_what_is_typed(desk_page, make_post):
    source = Source.objects.create(name="海湾日报", licence_policy="every")
    post = make_post(status="draft", source=source)
    page = desk_page(f"/admin/articles/post/{post.pk}/change/")
    verdict, licence = page.locator("#verdict"), page.locator(".check", has_text="Licence note")
    expect(verdict).to_contain_text("1 check blocks publication")
    expect(licence).to_contain_text("blocks")

    page.fill("#id_licence_note", "合同 2022-17")

    expect(licence).to_contain_text("in order", timeout=10_000)
    expect(verdict).to_contain_text("Nothing blocks publication")
