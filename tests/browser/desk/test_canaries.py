"""Nothing that is typed at the desk, or that an import brought, acts there."""

import pytest
from django.db import connection

from articles import trash, workflow
from articles.models import (
    Author,
    Autosave,
    Category,
    Image,
    ImportRecord,
    ImportRun,
    Original,
    Post,
    Redirect,
    Revision,
    Source,
)
from articles.models.content import content_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CANARIES = [
    '"><img src=x onerror=alert(1)>',
    "</script><script>alert(1)</script>",
    "{{7*7}}",
    "'+alert(1)+'",
]


@pytest.fixture
def canary_pages(make_post, editor):
    """The paths of the desk's pages of rows whose every text is a canary."""
    every = " ".join(CANARIES)
    category = Category.objects.create(name=every[:100], description=every)
    source = Source.objects.create(name=every[:100], description=every, rights_default=every)
    image = Image.objects.create(original_url="data:,", alt=every, credit=every)
    caption = "".join(f"{text.replace('<', '&lt;')} " for text in CANARIES)
    post = make_post(
        title=every,
        summary=every,
        lead_image=image,
        lead_caption=every,
        rights=every,
        source=source,
        identifier=every,
        body=f'<figure><img data-image="{image.pk}"><figcaption>{caption}</figcaption></figure>',
        categories=[category],
        authors=[every[:100]],
        tags=[every[:100]],
        status="draft",
    )
    first = Revision.objects.keep(post, content=content_of(post) | {"title": "x", "body": ""})
    post.transitions.create(from_status="in_review", to_status="draft", note=every)
    Autosave.objects.keep(editor, {"title": [every]}, post=post)
    revision = workflow.save_edit(post, by=editor, note=every[:200])
    original = Original.objects.create(sha256="0" * 64, content=every.encode())
    run = ImportRun.objects.create(paths=[every], options={every: every}, counts={"failed": 1})
    record = ImportRecord.objects.create(
        run=run,
        path=every,
        identifier=every,
        source=source,
        post=post,
        outcome="failed",
        original=original,
        error={"message": every},
        warnings=[every],
        removed=[{"kind": every, "text": every}],
        imported={every: every},
    )
    Redirect.objects.leave("/old/", post=post)
    rows = [post, category, source, image, revision, run, record, Author.objects.get()]
    rows += [post.tags.get(), Redirect.objects.get()]
    paths = []
    for row in rows:
        start = f"/admin/articles/{row._meta.model_name}/"
        paths += [start, f"{start}{row.pk}/change/", f"{start}{row.pk}/history/"]
        paths += [f"{start}{row.pk}/delete/"]
    start = f"/admin/articles/post/{post.pk}"
    paths += [f"{start}/compare/?from={first.pk}&to={revision.pk}", f"{start}/step/withdraw/"]
    thrown = make_post(title=every, status="draft")
    trash.discard(thrown, by=editor)
    paths += ["/admin/articles/trashedpost/"]
    return [*paths, "/admin/articles/image/?_popup=1&_to_field=id", "/admin/"]


def test_nothing_that_was_typed_acts_on_any_page_of_the_desk(desk_page, canary_pages, live_server):
    page = desk_page()
    page.complaints.clear()
    forbidden = []
    for path in canary_pages:
        response = page.goto(f"{live_server.url}{path}")
        assert response.status in (200, 403), path
        forbidden += [path] * page.locator("img[src='x'], img[onerror]").count()
        forbidden += [path] * (">49<" in page.content())

    # Pages that do not exist for a row (deleting what the system keeps) are no fault.
    told = [text for text in page.complaints if "403" not in text]
    assert told == []
    assert forbidden == []


def test_nothing_that_was_typed_acts_in_autocompletes_and_messages(desk_page, canary_pages):
    post = Post.objects.get(trashed_at=None)
    page = desk_page(f"/admin/articles/post/{post.pk}/change/")
    page.click(".field-sections .select2-selection")
    page.wait_for_selector(".select2-results__option")
    page.keyboard.press("Escape")
    page.click("[name=_continue]")
    page.wait_for_selector(".messagelist")

    assert page.locator("img[src='x'], img[onerror]").count() == 0
    assert page.complaints == []


def test_even_a_script_that_got_into_the_database_does_not_run(desk_page, make_post):
    post = make_post(status="draft", published_at=None)
    planted = "</textarea><script>alert(1)</script><img src=x onerror=alert(2)>"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_post SET body = %s", [f"<p>{planted}</p>"])
    page = desk_page(f"/admin/articles/post/{post.pk}/change/")

    page.wait_for_timeout(200)

    assert page.complaints == []
