"""Who may do what: role × action × whose post, by real requests, hand-made ones too."""

from datetime import UTC, datetime
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse

from articles import permissions, search, workflow
from articles.models import Image, Post, Responsibility, Revision
from articles.previews import preview_path
from tests.conftest import make_user

ROLES = {
    "reporter": permissions.REPORTERS,
    "editor": permissions.EDITORS,
    "chief": permissions.CHIEF_EDITORS,
    "pictures": permissions.PICTURE_EDITORS,
    "operator": permissions.OPERATORS,
    "observer": permissions.OBSERVERS,
    "nobody": None,
}
# Whose a post is: begun by the one who acts, in a section of theirs, in another.
OWNERS = ("own", "section", "other")
CHIEF = {("chief", owner) for owner in OWNERS}
EDITORS = CHIEF | {("editor", "section")}
WRITERS = EDITORS | {("editor", "own"), ("reporter", "own")}
LOOKERS = {(role, owner) for role in ("pictures", "operator", "observer") for owner in OWNERS}
SEE = WRITERS | LOOKERS
SECRETS = {"own": "甲辰词", "section": "乙巳词", "other": "丙午词"}
LIST = "/admin/articles/post/"


@pytest.fixture
def world(db, django_user_model, make_category, make_post):
    """A function that gives a browser of a role, and posts by whose they are to be."""
    mine, foreign = make_category("国际"), make_category("财经")
    somebody = make_user(django_user_model, "somebody", permissions.CHIEF_EDITORS)

    def make(role, *owners, **fields):
        user = django_user_model.objects.create_user(role, password="x", is_staff=True)
        if ROLES[role]:
            user.groups.add(permissions.Group.objects.get(name=ROLES[role]))
        Responsibility.objects.create(user=user, category=mine)
        fields = {"status": "draft", "published_at": None} | fields
        posts = [
            make_post(
                title=f"{SECRETS[owner]}题目",
                created_by=user if owner == "own" else somebody,
                categories=[mine if owner == "section" else foreign],
                **fields,
            )
            for owner in owners
        ]
        search.index(posts)
        client = Client(headers={"accept-language": "en"})
        client.force_login(user)
        return client, *posts

    return make


def form_fields(post, **changes):
    """What the form of `post` sends, made by hand, with everything that anybody may plant."""
    planted = {
        "title": "改过的题",
        "body": "改过的文。",
        "slug": "planted",
        "published_at_0": "2020-01-01",
        "published_at_1": "00:00",
        "expires_at_0": "2090-01-01",
        "expires_at_1": "00:00",
        "status": "published",
        "created_by": "1",
        "trashed_at": "2020-01-01",
        "sections": [filing.category_id for filing in post.filings.all()],
        "language": "zh-Hans",
        "seen": getattr(post.revisions.first(), "pk", ""),
        "corrections-TOTAL_FORMS": 0,
        "corrections-INITIAL_FORMS": 0,
    }
    return planted | changes


def word(post):
    return post.title.removesuffix("题目")


def address(post, page, *more):
    return reverse(f"admin:articles_post_{page}", args=[post.pk, *more])


def send(client, post, **fields):
    return client.post(address(post, "change"), form_fields(post, **fields))


def status(post):
    return Post.objects.values_list("status", flat=True).get(pk=post.pk)


# Each action is made on a post of a status, and tells whether it was done.
def sees_it_in_the_list(client, post):
    return word(post) in client.get(LIST).text


def finds_it(client, post):
    return post.title in client.get(LIST, {"q": word(post)}).text


def opens_it(client, post):
    return word(post) in client.get(address(post, "change")).text


def reads_its_history(client, post):
    return word(post) in client.get(address(post, "history")).text


def compares_its_revisions(client, post):
    key = Revision.objects.keep(post).pk
    return client.get(address(post, "compare"), {"from": key, "to": key}).status_code == 200


def completes_its_title(client, post):
    query = {"app_label": "articles", "model_name": "redirect", "field_name": "post"}
    found = client.get("/admin/autocomplete/", query | {"term": word(post)})
    return found.status_code == 200 and bool(found.json()["results"])


def edits_it(client, post):
    send(client, post, _continue="1")
    post = Post.objects.select_related("draft").get(pk=post.pk)
    newest = post.draft.fields["title"] if post.draft else post.title
    return newest == "改过的题"


def previews_it(client, post):
    return send(client, post, _preview="1").headers.get("Location", "").startswith("/preview/")


def takes(step, client, post):
    before = status(post)
    send(client, post, **{f"_step_{step}": "1"})
    page = address(post, "step", step)
    client.post(page, {"reason": "缘由", "note": "缘由"})
    return status(post) != before


def acts_on_the_list(action, client, post):
    before = status(post)
    asked = client.post(LIST, {"action": action, "_selected_action": [post.pk], "post": "yes"})
    page = reverse("admin:articles_bulkjob_new", args=[action])
    client.post(f"{page}?posts={post.pk}", {"confirm": "1", "notice": "缘由"})
    assert asked.status_code in (200, 302, 403)
    return not Post.objects.filter(pk=post.pk).exists() or status(post) != before


def throws_it_away(client, post):
    client.post(address(post, "delete"), {"post": "yes"})
    return not Post.objects.filter(pk=post.pk, trashed_at=None).exists()


def recovers_it(client, post):
    Post.objects.filter(pk=post.pk).update(trashed_at="2022-03-11T00:00Z")
    sent = {"action": "recover", "_selected_action": [post.pk]}
    client.post("/admin/articles/trashedpost/", sent)
    return Post.objects.filter(pk=post.pk, trashed_at=None).exists()


def deletes_it_for_good(client, post):
    Post.objects.filter(pk=post.pk).update(trashed_at="2022-03-11T00:00Z")
    sent = {"action": "delete_for_good", "_selected_action": [post.pk], "confirmed": "1"}
    client.post("/admin/articles/trashedpost/", sent)
    return not Post.objects.filter(pk=post.pk).exists()


def restores_a_revision(client, post):
    revision = Revision.objects.keep(post)
    Revision.objects.filter(pk=revision.pk).update(fields=revision.fields | {"title": "从前"})
    client.post(reverse("admin:articles_revision_restore", args=[revision.pk]))
    return Post.objects.get(pk=post.pk).title == "从前"


def discards_changes(client, post):
    workflow.save_draft(post, workflow.content_of(post), by=None)
    client.post(address(post, "discard_changes"))
    return Post.objects.get(pk=post.pk).draft is None


def decides_when_and_where(client, post):
    send(client, post, _continue="1")
    return Post.objects.get(pk=post.pk).slug.startswith("planted")


def corrects_it(client, post):
    row = {"text": "更正", "made_at_0": "2022-03-12", "made_at_1": "08:00"}
    rows = {f"corrections-0-{name}": value for name, value in row.items()}
    send(client, post, **rows, _continue="1", **{"corrections-TOTAL_FORMS": 1})
    return post.corrections.exists()


DRAFT = {}
LIVE = {"status": "published", "published_at": datetime(2022, 3, 10, 18, 6, 38, tzinfo=UTC)}
WAITING = {"status": "in_review"}
APPROVED = {"status": "approved"}
WITHDRAWN = LIVE | {"status": "withdrawn"}
ACTIONS = [
    ("sees it in the list", sees_it_in_the_list, DRAFT, SEE),
    ("finds it", finds_it, DRAFT, SEE),
    ("opens it", opens_it, DRAFT, SEE),
    ("completes its title", completes_its_title, DRAFT, SEE),
    ("reads its history", reads_its_history, DRAFT, SEE),
    ("compares its revisions", compares_its_revisions, DRAFT, SEE),
    ("edits a draft", edits_it, DRAFT, WRITERS),
    ("edits what is in review", edits_it, WAITING, WRITERS),
    ("edits what is approved", edits_it, APPROVED, WRITERS - {("reporter", "own")}),
    ("edits what is published", edits_it, LIVE, WRITERS - {("reporter", "own")}),
    ("previews it", previews_it, DRAFT, WRITERS),
    ("submits it", partial(takes, "submit"), DRAFT, WRITERS),
    ("approves it", partial(takes, "approve"), WAITING, EDITORS),
    ("sends it back", partial(takes, "return_to_draft"), WAITING, EDITORS),
    ("publishes a draft", partial(takes, "publish"), DRAFT, EDITORS),
    ("publishes it", partial(takes, "publish"), APPROVED, EDITORS),
    ("withdraws it", partial(takes, "withdraw"), LIVE, CHIEF),
    ("brings it back", partial(takes, "return_to_draft"), WITHDRAWN, CHIEF),
    ("submits it from the list", partial(acts_on_the_list, "submit"), DRAFT, WRITERS),
    ("approves it from the list", partial(acts_on_the_list, "approve"), WAITING, EDITORS),
    ("publishes it from the list", partial(acts_on_the_list, "publish"), APPROVED, EDITORS),
    ("withdraws it from the list", partial(acts_on_the_list, "withdraw"), LIVE, CHIEF),
    ("deletes it from the list", partial(acts_on_the_list, "delete_selected"), DRAFT, set()),
    ("throws it away", throws_it_away, DRAFT, WRITERS),
    ("throws away what is in review", throws_it_away, WAITING, WRITERS - {("reporter", "own")}),
    ("throws away what readers see", throws_it_away, LIVE, set()),
    ("recovers it", recovers_it, DRAFT, WRITERS),
    ("deletes it for good", deletes_it_for_good, DRAFT, CHIEF),
    ("restores a revision", restores_a_revision, DRAFT, WRITERS),
    ("discards changes", discards_changes, LIVE, WRITERS - {("reporter", "own")}),
    ("decides when and where", decides_when_and_where, DRAFT, EDITORS),
    ("corrects it", corrects_it, LIVE, EDITORS),
]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("act", "fields", "allowed"), [pytest.param(*rest, id=name) for name, *rest in ACTIONS]
)
def test_what_a_role_may_do(world, role, act, fields, allowed):
    client, *posts = world(role, *OWNERS, **fields)

    done = {owner for owner, post in zip(OWNERS, posts, strict=True) if act(client, post)}

    assert done == {owner for owner in OWNERS if (role, owner) in allowed}


@pytest.mark.parametrize("role", ROLES)
def test_nothing_about_the_draft_of_another_section_is_told(world, role):
    client, post = world(role, "other")
    picture = Image.objects.create(original_url="https://pictures.example/a.jpg")
    Post.objects.filter(pk=post.pk).update(lead_image=picture)
    revision = Revision.objects.keep(post)
    pages = [
        LIST,
        "/admin/",
        "/admin/articles/revision/",
        "/admin/articles/transition/",
        "/admin/articles/trashedpost/",
        f"/admin/articles/revision/{revision.pk}/change/",
        f"/admin/articles/image/{picture.pk}/change/",
        address(post, "change"),
        address(post, "delete"),
        address(post, "history"),
    ]

    told = any(SECRETS["other"] in client.get(page, follow=True).text for page in pages)

    assert told is ((role, "other") in SEE)


@pytest.mark.parametrize("role", ROLES)
def test_only_chief_editors_arrange_the_front_page(world, role):
    client, post = world(role, "section", **LIVE)

    client.post("/admin/articles/frontpageslot/add/", {"position": 1, "post": post.pk})

    assert hasattr(Post.objects.get(), "frontpageslot") is (role == "chief")


@pytest.mark.parametrize(
    ("noun", "allowed"),
    [
        ("source", {"chief", "operator"}),
        ("redirect", {"chief", "operator"}),
        ("category", {"chief", "operator"}),
        ("tag", {"chief", "editor"}),
        ("author", {"chief", "editor"}),
        ("image", {"chief", "editor", "pictures", "reporter"}),
    ],
)
@pytest.mark.parametrize("role", ROLES)
def test_who_adds_what_else_there_is(world, role, noun, allowed):
    client, _post = world(role, "own")

    answer = client.get(f"/admin/articles/{noun}/add/")

    assert (answer.status_code == 200) is (role in allowed)


def test_a_section_includes_those_below_it(world, make_category):
    client, post = world("editor", "other")
    post.file_under([make_category("国际", "亚洲")])

    assert edits_it(client, post)


def test_a_post_in_no_section_is_for_every_editor_to_file(world):
    client, post = world("editor", "other")
    post.file_under([])

    assert edits_it(client, post)
    assert status(post) == "draft"
    assert not takes("publish", client, post)


def test_a_preview_needs_its_link_alone(world):
    client, post = world("nobody", "other")

    assert post.title in client.get(preview_path(Revision.objects.keep(post))).text


def test_who_has_left_does_nothing(world):
    client, post = world("chief", "own")
    post.created_by.is_active = False
    post.created_by.save()

    assert not edits_it(client, post)
    assert not permissions.can_publish(post.created_by, post)
