"""Pages that a reader points at are fetched ahead, where the browser does that."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.usefixtures("kept")
def test_a_link_that_is_pointed_at_is_fetched_ahead(open_page, make_post, live_server):
    post = make_post()
    page = open_page("/")
    assert page.complaints == []

    with page.context.expect_event(
        "request", lambda request: request.url.endswith(post.get_absolute_url()), timeout=10_000
    ) as ahead:
        page.locator(f"main a[href='{post.get_absolute_url()}']").first.hover()

    assert ahead.value.headers.get("sec-purpose", "").startswith("prefetch")
