"""A body that is opened and saved is the same body, to the byte."""

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from articles.html import CleanHTML
from articles.models import Image, Post
from tests.conftest import FIXTURES
from tests.html.bodies import bodies_of_tests

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What the editor's own modules make of bodies: those that do not come back.
CHANGED = """async (bodies) => {
    const start = "/static/articles/admin/writing/";
    const [{ readBody }, { nodeHTML }, { extensions }, { getSchema }] = await Promise.all(
        ["reading", "html", "schema", "library"].map((name) => import(`${start}${name}.js`)));
    const schema = getSchema(extensions());
    return bodies.filter((body) => {
        const { doc, isSame } = readBody(body);
        const node = schema.nodeFromJSON(doc);
        node.check();
        return !isSame || nodeHTML(node.toJSON()) !== body;
    });
}"""


@pytest.fixture
def imported(transactional_db):
    """The bodies of the seed and the samples by the keys of their posts."""
    call_command("import_posts", FIXTURES / "seed", FIXTURES / "samples", verbosity=0)
    return dict(Post.objects.values_list("pk", "body"))


def form_of(post):
    return f"/admin/articles/post/{post.pk}/change/"


def test_every_body_of_the_tests_comes_back(writing):
    bodies = bodies_of_tests()

    assert len(bodies) > 1000
    assert writing().page.evaluate(CHANGED, bodies) == []


def test_every_imported_document_survives_being_opened(writing, imported):
    assert len(imported) > 30
    assert writing().page.evaluate(CHANGED, list(imported.values())) == []


def test_imported_documents_survive_being_opened_and_saved(writing, imported, live_server):
    page = writing().page
    # Short ones and long ones.
    chosen = sorted(imported, key=lambda key: len(imported[key]))[:: len(imported) // 6]
    for key in chosen:
        page.goto(f"{live_server.url}/admin/articles/post/{key}/change/")
        page.wait_for_selector("#id_body_text")
        assert page.input_value("#id_body") == imported[key]
        assert page.input_value("[name=body_kind]") == "html"
        page.fill("#id_title", f"新题{key}")
        page.click("[name=_step_publish]")
        page.wait_for_selector(".messagelist .success")

    assert dict(Post.objects.values_list("pk", "body")) == imported
    titles = Post.objects.filter(title__startswith="新题").values_list("title", flat=True)
    assert set(titles) == {f"新题{key}" for key in chosen}


def test_a_change_at_one_place_leaves_all_others_alone(writing, make_post):
    body = (
        '<ul><li>甲</li></ul>\n<p lang="en">one\ntwo</p><p></p><p><em><strong>乙</strong></em></p>'
    )
    post = make_post(body=body, status="draft")
    assert post.body == body
    desk = writing(form_of(post))

    desk.page.click("#id_body_text li")
    desk.type("@End", "！")
    desk.page.click("[name=_continue]")
    desk.page.wait_for_selector(".messagelist")

    post.refresh_from_db()
    assert post.body == body.replace("甲", "甲！")


def test_code_that_is_changed_keeps_its_language(writing, make_post):
    post = make_post(
        body='<p>甲</p><pre><code class="language-c++">f();</code></pre>', status="draft"
    )
    desk = writing(form_of(post))

    desk.page.click("#id_body_text pre")
    desk.type("@End", "g();")
    desk.page.click("[name=_continue]")
    desk.page.wait_for_selector(".messagelist")

    post.refresh_from_db()
    assert post.body == '<p>甲</p><pre><code class="language-c++">f();g();</code></pre>'


def test_a_picture_of_a_cell_that_cannot_be_shown_is_seen_and_stays(
    writing, make_post, unreachable
):
    image = Image.objects.create(original_url=f"{unreachable}a.jpg")
    row = f'<td>海燕</td><td><img data-image="{image.pk}" alt=""></td>'
    body = CleanHTML(f"<table><tbody><tr>{row}</tr></tbody></table>")
    desk = writing(form_of(make_post(body=body)))

    picture = desk.page.locator("#id_body_text td .writing-image")
    expect(picture).to_have_attribute("alt", "This picture cannot be shown.")
    assert picture.bounding_box()["width"] > 40
    assert desk.html == body


def test_what_the_editor_cannot_hold_opens_as_source_and_stays(writing, make_post):
    strange = CleanHTML('散行 <em id="x">一</em>')
    post = make_post(body=strange, status="draft")
    desk_page = writing_in_source(writing, post)

    assert "opens as source" in desk_page.inner_text(".writing-note")
    desk_page.fill("#id_title", "新题")
    desk_page.click("[name=_continue]")
    desk_page.wait_for_selector(".messagelist")

    post.refresh_from_db()
    assert (post.title, post.body) == ("新题", strange)


def test_a_piece_that_the_editor_cannot_hold_stands_as_it_is(writing, make_post):
    body = "<p>甲</p><ul><li>乙<figure></figure></li></ul>"
    desk = writing(form_of(make_post(body=CleanHTML(body))))

    desk.page.click("#id_body_text > p")
    desk.type("@End", "！")

    assert desk.html == body.replace("甲", "甲！")
    assert "<figure></figure>" in desk.page.inner_text(".writing-raw")


def writing_in_source(writing, post):
    """The page of a form that opens as source: its editor is there, but not shown."""
    page = writing().page
    page.goto(page.url.replace("add/", f"{post.pk}/change/"))
    page.wait_for_selector("[data-mode=source]")
    return page
