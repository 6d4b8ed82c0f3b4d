"""Remote pictures brought home: from their address to a file of ours, row by row."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.images.claims import claim
from articles.images.fetching import DELAYS, Outcome
from articles.images.library import add_picture
from articles.images.renditions import make_renditions
from articles.images.verification import verified_picture
from articles.models import Image, Purge
from articles.models.fetches import Problem
from tests.images.drawing import drawn, encoded
from tests.web.origin import answer

pytestmark = pytest.mark.django_db


def queued(name="fetch_picture"):
    return DBTaskResult.objects.filter(task_path=f"articles.tasks.{name}")


def test_a_remote_picture_is_brought_home(remote, bring, jpeg):
    image = remote(content=jpeg, alt="渡轮", credit="新华社")

    assert bring(image).outcome == Outcome.FETCHED

    digest = verified_picture(jpeg).sha256
    assert image.file.name == f"images/{digest[:2]}/{digest}.jpg"
    assert (image.sha256, image.width, image.height) == (digest, 60, 40)
    assert (image.alt, image.credit) == ("渡轮", "新华社")
    assert image.src == image.file.url
    assert image.tried_at is not None
    assert image.claimed_until is image.next_try_at is None
    with default_storage.open(image.file.name) as file:
        assert file.read() == verified_picture(jpeg).content


def test_its_copies_are_made_and_the_pages_that_show_it_called_in(remote, bring, jpeg, make_post):
    image = remote(content=jpeg)
    post = make_post(lead_image=image)
    Purge.objects.all().delete()

    bring(image)

    assert queued("make_renditions").get().args_kwargs["kwargs"] == {"image": str(image.pk)}
    labels = {label for purge in Purge.objects.all() for label in purge.labels}
    assert f"post-{post.pk}" in labels


def test_a_page_shows_the_copy_once_there_is_one(remote, bring, jpeg, make_post, client):
    image = remote(content=jpeg)
    body = f'<p>正文。</p><figure><img data-image="{image.pk}"></figure>'
    address = make_post(body=body).get_absolute_url()
    assert image.original_url.replace("http:", "https:") in client.get(address).text

    bring(image)

    page = client.get(address).text
    assert image.file.url in page
    assert "127.0.0.1" not in page


def test_a_picture_that_the_library_has_is_stored_once(remote, bring, origin):
    content = encoded(drawn((400, 300)))
    known = add_picture(content, alt="先来的")
    make_renditions(known)
    known.refresh_from_db()
    DBTaskResult.objects.all().delete()
    image = remote(content=content, alt="后到的", credit="新华社")

    assert bring(image).outcome == Outcome.KNOWN

    assert image.file.name == known.file.name
    assert (image.alt, image.credit, image.widths) == ("后到的", "新华社", known.widths)
    assert image.pk != known.pk
    assert not queued("make_renditions").exists()
    folder = image.file.name.rpartition("/")[0]
    files = default_storage.listdir(folder)[1]
    assert [name for name in files if name.endswith(".jpg")] == [image.file.name[len(folder) + 1 :]]


def test_a_shared_file_stays_while_one_row_needs_it(
    remote, bring, jpeg, django_capture_on_commit_callbacks
):
    known = add_picture(jpeg)
    image = remote(content=jpeg)
    bring(image)

    with django_capture_on_commit_callbacks(execute=True):
        known.delete()

    assert default_storage.exists(image.file.name)


@pytest.mark.parametrize(
    ("sent", "outcome", "problem"),
    [
        (answer(status=404), Outcome.MISSING, Problem.MISSING),
        (answer(status=403), Outcome.REFUSED, Problem.DENIED),
        (answer(b"<html>no</html>"), Outcome.REFUSED, Problem.NO_PICTURE),
        (answer(b""), Outcome.REFUSED, Problem.NO_PICTURE),
        (answer(encoded(drawn())[:300]), Outcome.REFUSED, Problem.NO_PICTURE),
        (answer(status=302, Location="http://10.0.0.1/"), Outcome.REFUSED, Problem.ADDRESS),
    ],
    ids=["404", "403", "html", "empty", "truncated", "inside"],
)
def test_what_will_not_pass_by_itself_is_noted_and_not_tried_again(
    remote, bring, origin, settings, sent, outcome, problem
):
    image = remote()
    origin.answers["/a.jpg"] = sent

    result = bring(image)

    assert (result.outcome, result.problem) == (outcome, problem)
    assert (image.problem, image.tries, image.next_try_at) == (problem, 1, None)
    assert not image.file
    assert not settings.MEDIA_ROOT.exists()
    assert not queued().exists()
    assert not Image.objects.due().exists()
    assert Image.objects.broken().get() == image


def test_a_busy_server_is_asked_again_later_and_later_and_then_left(remote, bring, origin):
    image = remote()
    origin.answers["/a.jpg"] = answer(status=503)
    waits, next_tries = [], []
    for _try in range(len(DELAYS)):
        assert bring(image).outcome == Outcome.UNREACHABLE
        assert claim(image.pk) is None
        waits.append(image.next_try_at - image.tried_at)
        next_tries.append(image.next_try_at)
        Image.objects.update(next_try_at=timezone.now())
    assert bring(image).next_try_at is None

    assert waits == DELAYS
    assert (image.tries, image.next_try_at) == (len(DELAYS) + 1, None)
    assert not Image.objects.due().exists()
    assert set(queued().values_list("run_after", flat=True)) == set(next_tries)


def test_a_server_is_left_alone_for_as_long_as_it_asks(remote, bring, origin):
    image = remote()
    origin.answers["/a.jpg"] = answer(status=429, Retry_After="7200")

    bring(image)

    assert image.next_try_at - image.tried_at == timedelta(hours=2)


def test_a_success_forgets_earlier_failures(remote, bring, origin, jpeg):
    image = remote()
    origin.answers["/a.jpg"] = answer(status=503)
    bring(image)
    origin.answers["/a.jpg"] = answer(jpeg)
    Image.objects.update(next_try_at=timezone.now())

    bring(image)

    assert (image.problem, image.tries, image.next_try_at) == ("", 0, None)


def test_a_picture_that_is_here_is_asked_for_again_only_if_it_has_changed(
    remote, bring, origin, jpeg
):
    image = remote()
    origin.answers["/a.jpg"] = answer(jpeg, ETag='"1"', Last_Modified="yesterday")
    bring(image)
    file = image.file.name
    assert claim(image.pk) is None
    origin.answers["/a.jpg"] = answer(status=304, Content_Length=None)
    DBTaskResult.objects.all().delete()
    Purge.objects.all().delete()

    assert bring(image, again=True).outcome == Outcome.UNCHANGED

    headers = origin.requests[-1][1]
    assert (headers["If-None-Match"], headers["If-Modified-Since"]) == ('"1"', "yesterday")
    assert (image.file.name, image.etag, image.last_modified) == (file, '"1"', "yesterday")
    assert not Purge.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_a_picture_that_was_replaced_at_its_origin_is_replaced_here(remote, bring, origin, jpeg):
    image = remote(content=jpeg)
    bring(image)
    origin.answers["/a.jpg"] = answer(encoded(drawn((30, 30)), "PNG"))

    assert bring(image, again=True).outcome == Outcome.FETCHED

    assert (image.width, image.file.name) == (30, f"images/{image.sha256[:2]}/{image.sha256}.png")


def test_a_picture_that_left_its_origin_stays_here(remote, bring, origin, jpeg):
    image = remote(content=jpeg)
    bring(image)
    origin.answers["/a.jpg"] = answer(status=404)

    assert bring(image, again=True).outcome == Outcome.MISSING

    assert image.file
    assert (image.problem, image.next_try_at, image.claimed_until) == ("", None, None)
    assert not Image.objects.broken().exists()


def test_a_broken_picture_that_an_editor_gave_a_file_is_broken_no_more(remote, jpeg):
    remote(problem=Problem.MISSING, file=add_picture(jpeg).file.name)

    assert not Image.objects.broken().exists()


def test_a_file_that_an_editor_gave_is_never_fetched_over(remote, bring, origin, jpeg):
    image = remote(content=jpeg)
    bring(image)
    other = add_picture(encoded(drawn((30, 30))))
    Image.objects.filter(pk=image.pk).update(file=other.file.name, sha256=other.sha256)

    assert claim(image.pk, again=True) is None
