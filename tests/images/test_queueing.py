"""Remote pictures fetched by the worker: queued by an import, tried again, host by host."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import tasks
from articles.images import courtesy, fetching
from articles.images.claims import claim
from articles.images.courtesy import Courtesy
from articles.images.fetching import Outcome, bring_home
from articles.models import Image, ImportRun
from articles.models.fetches import Problem
from tests.images.drawing import colours
from tests.web.origin import answer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_worker_in_a_hurry(monkeypatch):
    monkeypatch.setattr(courtesy, "PAUSE", 0)
    monkeypatch.setattr(tasks, "COURTESY", Courtesy())


def queued():
    return DBTaskResult.objects.filter(task_path="articles.tasks.fetch_picture")


def keys_of(rows):
    return [task.args_kwargs["kwargs"]["image"] for task in rows]


@pytest.fixture
def document(tmp_path):
    """A function that writes a document that shows pictures at addresses; returns its path."""

    def write(*addresses, name="a.md", lead=""):
        shown = "".join(f'<p><img src="{address}"></p><p>正文。</p>' for address in addresses)
        head = f"---\ntitle: {name}\ndate: 2023-11-04 10:00:00 +0800\n"
        head += f"headimg: {lead}\n" if lead else ""
        path = tmp_path / name
        path.write_text(f"{head}---\n{shown}")
        return str(path)

    return write


def test_an_import_queues_the_pictures_of_its_run_when_it_is_told_to(document, capsys):
    Image.objects.create(original_url="https://pictures.example/other.jpg")
    path = document("https://pictures.example/a.jpg", lead="https://pictures.example/b.jpg")

    call_command("import_posts", path, fetch_images=True)

    own = Image.objects.exclude(original_url__endswith="other.jpg")
    assert set(keys_of(queued())) == {str(image.pk) for image in own}
    assert own.count() == 2
    assert "2 pictures are queued; `manage.py db_worker` fetches them." in capsys.readouterr().out


def test_an_import_queues_nothing_unless_it_is_told_to(document):
    call_command("import_posts", document("https://pictures.example/a.jpg"))

    assert not queued().exists()


def test_a_dry_run_queues_nothing(document):
    path = document("https://pictures.example/a.jpg")
    call_command("import_posts", path, fetch_images=True, dry_run=True)

    assert not queued().exists()


def test_an_import_of_what_is_there_already_queues_its_pictures_too(document):
    path = document("https://pictures.example/a.jpg")
    call_command("import_posts", path)

    call_command("import_posts", path, fetch_images=True)

    assert ImportRun.objects.order_by("-pk").first().counts == {"unchanged": 1}
    assert keys_of(queued()) == [str(Image.objects.get().pk)]


def test_an_import_does_not_hasten_what_is_to_be_tried_later(document):
    path = document("https://pictures.example/a.jpg")
    call_command("import_posts", path)
    later = timezone.now() + timedelta(hours=1)
    Image.objects.update(problem=Problem.BUSY, tries=1, next_try_at=later)

    call_command("import_posts", path, fetch_images=True)

    assert not queued().exists()


def test_what_an_import_says_on_standard_output_stays_json(document, capsys):
    path = document("https://pictures.example/a.jpg")
    call_command("import_posts", path, fetch_images=True, report="-")

    printed = capsys.readouterr()
    assert [json.loads(line)["outcome"] for line in printed.out.splitlines()] == ["created"]
    assert "1 pictures are queued" in printed.err


def test_an_import_that_is_taken_back_takes_pictures_back_that_were_tried(document):
    call_command("import_posts", document("https://pictures.example/a.jpg"), fetch_images=True)
    now = timezone.now()
    Image.objects.update(problem=Problem.BUSY, tries=1, tried_at=now, next_try_at=now, etag="1")

    call_command("undo_import", str(ImportRun.objects.get().pk))

    assert not Image.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_worker_asks_no_server_that_is_none_of_the_public_web(remote, origin, jpeg):
    image = remote(content=jpeg)
    fetching.queue(Image.objects.all())

    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)

    image.refresh_from_db()
    assert (image.problem, image.next_try_at) == (Problem.ADDRESS, None)
    assert queued().get().status == "SUCCESSFUL"
    assert origin.requests == []


def test_other_work_goes_before_pictures(remote):
    remote()
    fetching.queue(Image.objects.all())
    tasks.make_renditions.enqueue(image=str(Image.objects.get().pk))

    first = DBTaskResult.objects.ready().first()

    assert first.task_path == "articles.tasks.make_renditions"


def test_the_worker_brings_a_picture_home(remote, origin, jpeg):
    image = remote(content=jpeg)

    assert bring_home(str(image.pk), Courtesy(), guard=origin.admits).outcome == Outcome.FETCHED
    assert bring_home(str(image.pk), Courtesy(), guard=origin.admits) is None

    image.refresh_from_db()
    assert image.file
    assert origin.paths() == ["/a.jpg"]


def test_what_is_queued_anew_is_tried_whatever_became_of_it(remote, origin, jpeg):
    image = remote(content=jpeg)
    Image.objects.update(problem=Problem.MISSING, tries=4)
    assert bring_home(image.pk, Courtesy(), guard=origin.admits) is None

    assert fetching.queue(Image.objects.all()) == 1

    assert keys_of(queued()) == [str(image.pk)]
    assert bring_home(image.pk, Courtesy(), guard=origin.admits).outcome == Outcome.FETCHED


def test_the_worker_comes_back_for_what_another_has_in_hand(remote, origin):
    image = remote()
    claim(image.pk)

    assert bring_home(image.pk, Courtesy(), guard=origin.admits) is None

    assert queued().get().run_after > timezone.now()
    assert origin.requests == []


def test_the_worker_leaves_a_host_alone_that_does_not_answer(remote, origin):
    images = [remote(f"/{number}.jpg") for number in range(5)]
    for image in images:
        origin.answers[image.original_url.removeprefix(origin.address)] = answer(status=500)
    remembered = Courtesy()

    outcomes = [bring_home(i.pk, remembered, guard=origin.admits).outcome for i in images]

    assert outcomes == [Outcome.UNREACHABLE] * 3 + [Outcome.PUT_OFF] * 2
    assert len(origin.requests) == 3
    rests = queued().filter(run_after__gt=timezone.now() + timedelta(minutes=4))
    assert set(keys_of(rests)) == {str(image.pk) for image in images[3:]}


def test_the_worker_pauses_between_two_pictures_of_a_host(remote, origin, monkeypatch):
    monkeypatch.setattr(courtesy, "PAUSE", 0.2)
    remembered = Courtesy()
    for number in range(2):
        bring_home(remote(f"/{number}.jpg", colours(number)).pk, remembered, guard=origin.admits)

    (_p, _h, first), (_p, _h, second) = origin.requests
    assert second - first > 0.15


def test_a_task_that_breaks_gives_the_picture_back(remote, origin, jpeg, settings):
    image = remote(content=jpeg)
    settings.MEDIA_ROOT.mkdir()
    (settings.MEDIA_ROOT / "images").write_text("no folder")
    remembered = Courtesy()

    with pytest.raises(OSError, match="images"):
        bring_home(image.pk, remembered, guard=origin.admits)

    image.refresh_from_db()
    assert (image.claimed_until, remembered.running["127.0.0.1"]) == (None, 0)
