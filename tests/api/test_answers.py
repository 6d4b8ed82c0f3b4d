"""What the API tells, and that its description holds."""

from datetime import UTC, datetime

from django.urls import resolve
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import validate

from articles.models import Post, Source
from tests.api.places import ADDRESSES, path_of

CANARY = '"><img src=x onerror=alert(1)></script>'
SECRET = "机密字样"


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
