"""The read-only API: what it tells, to whom, and what it does with odd questions."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import resolve
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import validate

from articles.models import Correction, Image, Post, Source

CANARY = '"><img src=x onerror=alert(1)></script>'
ADDRESSES = ["", "posts/", "sections/", "authors/", "tags/", "sources/", "openapi.json"]
SECRET = "机密字样"


@pytest.fixture
def full_post(make_post, make_category):
    """A post that has all that the API tells."""
    post = make_post(
        title="俄乌外长会谈",
        summary="双方首次接触。",
        body=(
            '<p>见<a href="/2022/01/01/earlier/">此前报道</a>。</p><figure>'
            '<img src="https://pictures.example/a.jpg" alt="会场"><figcaption>会谈现场 '
            '<cite class="credit">央视</cite></figcaption></figure>'
        ),
        lead_image=Image.objects.create(
            original_url="http://pictures.example/lead.jpg", width=970, height=374, credit="新华社"
        ),
        lead_caption="握手",
        source=Source.objects.create(name="观察者网"),
        rights="未经授权，不得转载。",
        extra={"link": "https://origin.example/a"},
        categories=[make_category("新媒体", "头条")],
        authors=["记者甲", "记者乙"],
        tags=["外交"],
    )
    Correction.objects.create(post=post, text="人名有误。", made_at=post.published_at)
    return post


@pytest.fixture
def get(client):
    """A function that returns what an endpoint answers, parsed."""

    def ask(path, status=200):
        response = client.get(path if path.startswith("/") else f"/api/v1/{path}")
        assert response.status_code == status
        return response.json()

    return ask


def path_of(address):
    assert address.startswith("http://testserver/")
    return address.removeprefix("http://testserver")


def faults(answer, name, description):
    """Return how `answer` differs from the schema of this name, a line each."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": description["components"]}
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(answer)]


def test_the_description_is_openapi(get, db):
    validate(get("openapi.json"))


def test_answers_are_as_described(get, full_post, make_post):
    make_post()  # with nothing that may be left out
    description = get("openapi.json")

    for post in Post.objects.all():
        assert faults(get(f"posts/{post.pk}/"), "WholePost", description) == []
    for path, operation in description["paths"].items():
        if "{" in path or path == "/openapi.json":
            continue
        schema = operation["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        name = schema["$ref"].rpartition("/")[2]
        assert faults(get(path.removeprefix("/")), name, description) == []
    assert faults(get("posts/999/", 404), "Problem", description) == []


def test_a_post_is_told_whole(get, full_post):
    post = get(f"posts/{full_post.pk}/")

    assert post["title"] == "俄乌外长会谈"
    assert post["published_at"] == "2022-03-10T18:06:38Z"
    assert [author["name"] for author in post["authors"]] == ["记者甲", "记者乙"]
    assert [section["path"] for section in post["sections"]] == ["xin-mei-ti/tou-tiao"]
    assert [tag["name"] for tag in post["tags"]] == ["外交"]
    assert post["source"]["name"] == "观察者网"
    assert post["rights"] == "未经授权，不得转载。"
    assert post["lead_image"]["src"] == "https://pictures.example/lead.jpg"
    assert post["lead_image"]["caption"] == "握手"
    assert post["lead_image"]["credit"] == "新华社"
    [image] = post["images"]
    assert (image["caption"], image["credit"]) == ("会谈现场", "央视")
    assert 'href="http://testserver/2022/01/01/earlier/"' in post["body_html"]
    assert 'src="https://pictures.example/a.jpg"' in post["body_html"]
    assert post["body_text"].startswith("见此前报道。\n会谈现场")
    assert [correction["text"] for correction in post["corrections"]] == ["人名有误。"]
    assert post["links"]["page"] == f"http://testserver{full_post.get_absolute_url()}"
    assert post["links"]["origin"] == "https://origin.example/a"


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


def test_names_are_listed_by_their_addresses(get, full_post):
    assert [section["path"] for section in get("sections/")["sections"]] == [
        "xin-mei-ti",
        "xin-mei-ti/tou-tiao",
    ]
    first = get("authors/?limit=1")
    assert [author["slug"] for author in first["authors"]] == ["ji-zhe-jia"]
    last = get(path_of(first["next"]))
    assert [author["slug"] for author in last["authors"]] == ["ji-zhe-yi"]
    assert last["next"] is None
    assert [tag["slug"] for tag in get("tags/")["tags"]] == ["wai-jiao"]
    assert [source["slug"] for source in get("sources/")["sources"]] == ["guan-cha-zhe-wang"]


def test_only_what_is_public_is_told(client, get, make_post, make_category):
    secret = {"title": SECRET, "summary": SECRET, "body": f"<p>{SECRET}</p>", "tags": [SECRET]}
    secret |= {"authors": [SECRET], "source": Source.objects.create(name=SECRET)}
    secret["categories"] = [make_category(SECRET)]
    expired = make_post(expires_at=datetime(2022, 4, 1, tzinfo=UTC), **secret)
    Post.objects.update(withdrawal_notice="应作者要求撤下。")
    hidden = {
        make_post(status="draft", **secret).pk: 404,
        make_post(published_at=datetime(2100, 1, 1, tzinfo=UTC), **secret).pk: 404,
        make_post(status="withdrawn", **secret).pk: 410,
        expired.pk: 410,
    }

    for key, status in hidden.items():
        assert SECRET not in str(get(f"posts/{key}/", status))
    assert get(f"posts/{expired.pk}/", 410)["detail"] == "应作者要求撤下。"
    for address in ("posts/", "authors/", "tags/", "sources/"):
        assert SECRET not in client.get(f"/api/v1/{address}").text


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
    from django.test import Client

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


def test_markup_in_texts_stays_text(get, make_post):
    post = make_post(title=CANARY, rights=CANARY, authors=[CANARY])
    Post.objects.update(summary=CANARY)

    found = get(f"posts/{post.pk}/")

    assert found["title"] == found["rights"] == found["standfirst"] == CANARY
    assert found["authors"][0]["name"] == CANARY


def test_it_costs_the_same_queries_whatever_there_is(
    rf, full_post, make_post, make_category, django_assert_max_num_queries
):
    for number in range(10):
        make_post(
            categories=[make_category(f"版{number}"), full_post.section],
            authors=[f"作者{number}", "记者甲"],
            tags=[f"话题{number}", "外交"],
            source=full_post.source,
            body=f'<figure><img src="https://pictures.example/{number}.jpg"></figure>',
        )
    lists = {f"/api/v1/{address}": 5 for address in ADDRESSES}
    for query in ("tag=wai-jiao", "section=xin-mei-ti", "author=ji-zhe-jia", "limit=100"):
        lists[f"/api/v1/posts/?{query}"] = 6
    for address, most in {**lists, f"/api/v1/posts/{full_post.pk}/": 7}.items():
        path, _mark, query = address.partition("?")
        view, _arguments, names = resolve(path)
        with django_assert_max_num_queries(most):
            assert view(rf.get("/", QUERY_STRING=query), **names).status_code == 200
