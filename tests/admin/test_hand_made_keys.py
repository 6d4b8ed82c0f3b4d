"""What is no key in a field that is completed as one types: it chooses nothing, and breaks nothing."""

import pytest

ODD = ["x", "-1", "1e3", "9" * 30, "²", "%00", "１"]


@pytest.mark.parametrize("value", ODD)
@pytest.mark.parametrize(
    "address",
    [
        "/admin/articles/frontpageslot/add/?post=",
        "/admin/articles/post/add/?source=",
        "/admin/articles/category/add/?parent=",
        "/admin/articles/source/add/?section=",
        "/admin/articles/redirect/add/?category=",
    ],
)
def test_an_address_with_a_value_that_is_no_key_opens_the_form(admin_client, address, value):
    assert admin_client.get(f"{address}{value}").status_code == 200


@pytest.mark.parametrize("value", ODD)
def test_a_form_sent_with_a_value_that_is_no_key_is_shown_again(admin_client, value):
    answer = admin_client.post("/admin/articles/frontpageslot/add/", {"position": 1, "post": value})
    assert answer.status_code == 200
    assert "errorlist" in answer.text


def test_a_key_that_was_chosen_is_still_shown(admin_client, make_post):
    post = make_post(title="港口")
    assert "港口" in admin_client.get(f"/admin/articles/frontpageslot/add/?post={post.pk}").text
