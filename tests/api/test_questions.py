"""What may be asked of the API, by whom, and what it does with odd questions."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tests.api.places import ADDRESSES, path_of


def test_lists_go_on_by_their_next_page(get, make_post):
    start = datetime(2022, 3, 11, tzinfo=UTC)
    # Two of one instant: the key decides.
    dates = [start, start, *(start + timedelta(hours=hour) for hour in range(1, 4))]
    posts = [make_post(published_at=date) for date in dates]

    found, page = [], get("posts/?limit=2")
    while True:
        found += [post["id"] for post in page["posts"]]
        if page["next"] is None:
            break
        page = get(path_of(page["next"]))

    assert found == [post.pk for post in reversed(posts)]


@pytest.mark.parametrize(
    "query",
    [
        "section=xin-mei-ti",
        "section=xin-mei-ti/tou-tiao",
        "tag=wai-jiao",
        "author=ji-zhe-jia",
        "source=guan-cha-zhe-wang",
        "since=2022-03-11&until=2022-03-11",
        "since=2022-03-10T18:06:38Z",
        "until=2022-03-11T02:06:39%2B08:00",
        "section=xin-mei-ti&since=2022-03-11&limit=1&before=2022-03-12T00:00:00.000000Z_1",
    ],
)
def test_lists_are_narrowed(get, full_post, make_post, make_category, query):
    for day in (1, 20):
        make_post(
            published_at=datetime(2022, 3, day, tzinfo=UTC),
            categories=[make_category("别处")],
            authors=["别人"],
            tags=["别的"],
        )

    found = [post["id"] for post in get(f"posts/?{query}")["posts"]]

    assert full_post.pk in found
    assert len(found) == (2 if query.startswith(("since=2022-03-10T", "until=2022")) else 1)


@pytest.mark.parametrize(
    "query",
    [
        "since=2022-03-12",
        "until=2022-03-10",
        "since=2022-03-10T18:06:39Z",
        "until=2022-03-10T18:06:38Z",
    ],
)
def test_what_is_outside_the_dates_is_left_out(get, full_post, query):
    assert get(f"posts/?{query}") == {"posts": [], "next": None}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("posts/?limit=0", 400),
        ("posts/?limit=101", 400),
        ("posts/?limit=%D9%A1", 400),
        ("posts/?since=2022-02-30", 400),
        ("posts/?since=2022-03-11T00:00:00", 400),
        ("posts/?since=0001-01-01", 400),
        ("posts/?until=9999-12-31", 400),
        ("posts/?before=abc", 400),
        ("posts/?before=2022-03-10T25:06:38.000000Z_1", 400),
        ("posts/?section=%00", 400),
        ("posts/?section=a&tag=b", 400),
        ("posts/?tag=nothing", 404),
        ("authors/?after=%F0%9F%93%B0", 400),
        ("posts/0/", 404),
        ("posts/999999999999999999999999/", 404),
        ("posts/abc/", 404),
        ("nothing/", 404),
    ],
)
def test_what_cannot_be_answered_is_a_problem(client, db, path, status):
    response = client.get(f"/api/v1/{path}")

    assert response.headers["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert (response.status_code, problem["status"]) == (status, status)
    assert problem["title"] == {400: "Bad Request", 404: "Not Found"}[status]
    assert problem["detail"]


@pytest.mark.parametrize("address", [*ADDRESSES, "posts/1/", "nothing/"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_nothing_is_changed_by_it(db, method, address):
    response = getattr(Client(enforce_csrf_checks=True), method)(f"/api/v1/{address}")

    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"
    assert response.json()["title"] == "Method Not Allowed"


def test_programs_of_other_sites_may_read_it(client, full_post):
    for address in (*ADDRESSES, f"posts/{full_post.pk}/", "posts/?limit=0"):
        response = client.get(f"/api/v1/{address}", headers={"host": "127.0.0.1"})
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert not response.cookies
        assert "127.0.0.1" not in response.text


def test_an_address_without_its_slash_is_sent_on(client, db):
    response = client.get("/api/v1/posts")

    assert (response.status_code, response.headers["Location"]) == (301, "/api/v1/posts/")
