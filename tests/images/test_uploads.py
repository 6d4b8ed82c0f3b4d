"""What editors send: answered at once, encoded by the worker, and kept in no half state."""

import io
import resource
import signal
import struct
import threading
from contextlib import contextmanager

import pytest
from django.core.files.storage import default_storage, storages
from django.db import connection
from django_tasks_db.models import DBTaskResult
from PIL import Image as Pictures

from articles import tasks
from articles.images import uploads
from articles.images.library import NoRoomError
from articles.images.uploads import add, receive
from articles.images.verification import PictureRefused, verified_picture
from articles.models import Image, Purge
from tests.images.drawing import drawn, encoded
from tests.images.test_verification import png_of

# More than is encoded at once here, so that the tests need not draw millions of pixels.
LARGE = (1440, 960)


@pytest.fixture(autouse=True)
def _little_is_encoded_at_once(monkeypatch):
    monkeypatch.setattr(uploads, "AT_ONCE", dict.fromkeys(uploads.AT_ONCE, 1_000_000))


def sent(data):
    return io.BytesIO(data)


def noise(size=LARGE, kind="JPEG", **options):
    picture = Pictures.effect_noise((size[0] // 24, size[1] // 24), 60).resize(size).convert("RGB")
    return encoded(picture, kind, **options)


def upload(data, by=None):
    image, _is_new = add(receive(sent(data)), by=by)
    return image


def waiting(settings):
    folder = settings.STORAGES["incoming"]["OPTIONS"]["location"]
    return [path.name for path in folder.iterdir()] if folder.exists() else []


def served(settings):
    return [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def work():
    """Do what is queued now, as a worker would, first what is most urgent."""
    while task := DBTaskResult.objects.ready().order_by("-priority", "enqueued_at").first():
        name, payload = task.task_path.rpartition(".")[2], task.args_kwargs["kwargs"]
        task.delete()
        getattr(tasks, name).func(**payload)


@contextmanager
def full_disk(free=2000):
    """No file grows beyond so many bytes, as on a disk without room; the kernel says so."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (free, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.django_db
def test_a_small_picture_is_there_at_once(settings, editor):
    image = upload(encoded(drawn()), by=editor)

    assert (image.incoming, image.width, image.created_by) == ("", 60, editor)
    assert image.file.name.endswith(f"{image.sha256}.jpg")
    assert waiting(settings) == []


@pytest.mark.django_db
def test_a_large_picture_is_shown_at_once_and_encoded_by_the_worker(settings):
    data = noise()
    image = upload(data)

    assert (image.width, image.height, image.sha256) == (*LARGE, "")
    assert waiting(settings) == [image.incoming]
    with image.file.open() as file, Pictures.open(file) as look:
        assert max(look.size) == uploads.LOOK

    work()

    image.refresh_from_db()
    whole = verified_picture(data)
    assert (image.sha256, image.incoming, image.fault) == (whole.sha256, "", "")
    assert image.widths == [320, 480, 640, 960, 1280, 1440]
    assert image.fallback == "1280.jpg"
    assert len(image.colour) == 6
    with image.file.open() as file:
        assert file.read() == whole.content


@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_of_the_first_look_and_of_what_was_sent(settings):
    image = upload(noise())
    first = image.file.path

    work()

    image.refresh_from_db()
    assert waiting(settings) == []
    assert not any(str(path) == first for path in served(settings))
    assert sorted(str(path) for path in served(settings)) == sorted(
        default_storage.path(name) for name in image.files
    )


@pytest.mark.django_db
def test_pages_are_called_in_when_the_picture_is_there(make_post):
    image = upload(noise())
    post = make_post(lead_image=image)
    Purge.objects.all().delete()

    work()

    assert any(f"post-{post.pk}" in purge.labels for purge in Purge.objects.all())


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
def test_of_other_kinds_the_shape_is_shown_until_they_are_encoded(kind, monkeypatch):
    monkeypatch.setitem(uploads.LOOKED_AT, "other", 1_000_000)
    image = upload(encoded(drawn(LARGE), kind))

    with image.file.open() as file, Pictures.open(file) as look:
        assert look.size == (960, 640)
        assert len(look.convert("RGB").getcolors()) == 1
    work()

    image.refresh_from_db()
    assert (image.width, image.height) == LARGE
    assert image.file.name.endswith({"PNG": ".png", "WEBP": ".webp", "GIF": ".gif"}[kind])


@pytest.mark.django_db
def test_a_large_picture_taken_upright_has_its_sides_changed_at_once():
    exif = Pictures.Exif()
    exif[0x0112] = 6
    image = upload(noise(exif=exif))

    assert (image.width, image.height) == (960, 1440)
    with image.file.open() as file, Pictures.open(file) as look:
        assert look.height > look.width
    work()

    image.refresh_from_db()
    assert (image.width, image.height) == (960, 1440)


@pytest.mark.django_db
def test_no_file_that_is_served_tells_where_or_by_whom_it_was_taken(settings):
    exif = Pictures.Exif()
    exif[0x010E] = "canary-exif"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (39.0, 54.0, 20.0)
    data = noise(exif=exif, comment=b"canary-comment", xmp=b"<x:xmpmeta>canary-xmp</x:xmpmeta>")
    assert data.count(b"canary") == 3
    seen = set()

    def look():
        for path in served(settings):
            content = path.read_bytes()
            seen.add(path.suffix)
            assert b"canary" not in content, path
            with Pictures.open(path) as picture:
                assert not picture.getexif(), path
                assert {"exif", "xmp", "comment", "icc_profile"}.isdisjoint(picture.info), path

    upload(data)
    look()
    work()
    look()
    assert seen == {".jpg", ".avif", ".webp"}


@pytest.mark.django_db(transaction=True)
def test_the_same_file_is_known_again_before_and_after_it_is_encoded(settings):
    data = noise()
    first, is_new = add(receive(sent(data)), by=None)
    again, is_new_again = add(receive(sent(data)), by=None)
    work()
    later, is_new_later = add(receive(sent(data)), by=None)

    assert first == again == later
    assert (is_new, is_new_again, is_new_later) == (True, False, False)
    assert waiting(settings) == []


@pytest.mark.django_db
def test_the_same_small_picture_with_other_words_in_it_is_known():
    plain = encoded(drawn(), quality=95)
    told = encoded(drawn(), quality=95, comment=b"other words")

    assert upload(plain) == upload(told)
    assert Image.objects.count() == 1


@pytest.mark.django_db
def test_the_same_large_picture_with_other_words_is_one_file():
    picture = drawn(LARGE)
    one = upload(encoded(picture, quality=95))
    other = upload(encoded(picture, quality=95, comment=b"other words"))
    work()

    one.refresh_from_db()
    other.refresh_from_db()
    assert one != other
    assert one.file.name == other.file.name
    assert one.widths == other.widths


@pytest.mark.django_db(transaction=True)
def test_the_same_file_sent_twice_in_one_moment_is_one_picture(settings, monkeypatch):
    data = noise()
    both = threading.Barrier(2, timeout=30)
    put, found = uploads.incoming.put, []

    def together(file):
        name = put(file)
        both.wait()
        return name

    monkeypatch.setattr(uploads.incoming, "put", together)

    def send():
        try:
            found.append(upload(data).pk)
        finally:
            connection.close()

    if connection.vendor == "sqlite":
        pytest.skip("the database in memory is one connection")
    threads = [threading.Thread(target=send) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(found)) == 1
    assert Image.objects.count() == len(waiting(settings)) == 1


@pytest.mark.django_db
def test_the_same_file_that_comes_while_another_is_kept_is_one_picture(settings, monkeypatch):
    data, put, first = noise(), uploads.incoming.put, []

    def after_another(file):
        monkeypatch.setattr(uploads.incoming, "put", put)
        first.append(upload(data))
        return put(file)

    monkeypatch.setattr(uploads.incoming, "put", after_another)

    assert [upload(data)] == first
    assert Image.objects.count() == len(waiting(settings)) == 1


@pytest.mark.django_db
def test_a_row_takes_the_words_that_the_file_brings():
    exif = Pictures.Exif()
    exif[0x010E], exif[0x013B], exif[0x8298] = "Ferry", "Jane Doe", "AFP"

    image = upload(encoded(drawn(), exif=exif))

    assert (image.caption, image.credit, image.rights) == ("Ferry", "Jane Doe", "AFP")


@pytest.mark.parametrize(
    "data",
    [
        b"<!doctype html><script>alert(1)</script>",
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
        encoded(drawn(), "TIFF"),
        png_of(11_000, 11_000),
        png_of(30_001, 10),
        noise()[: len(noise()) // 2],
        encoded(drawn())[:300],
    ],
    ids=["html", "svg", "eps", "tiff", "bomb", "long", "half, large", "half, small"],
)
def test_what_is_refused_leaves_nothing_behind(data, settings):
    with pytest.raises(PictureRefused):
        receive(sent(data))

    assert not settings.MEDIA_ROOT.exists()
    assert waiting(settings) == []


def test_sixty_megabytes_are_the_most():
    with pytest.raises(PictureRefused, match="60 MB"):
        receive(sent(b"\xff\xd8" + b"0" * (60 * 1024 * 1024)))


@pytest.mark.django_db
def test_what_turns_out_to_be_damaged_is_told_and_not_kept(settings, monkeypatch):
    monkeypatch.setitem(uploads.LOOKED_AT, "other", 1_000_000)
    data = noise(kind="PNG", compress_level=0)
    image = upload(data[: len(data) // 2])
    assert image.incoming

    work()

    image.refresh_from_db()
    assert (image.fault, image.incoming, image.sent_sha256) == ("damaged", "", None)
    assert not DBTaskResult.objects.exists()


@pytest.mark.django_db
def test_a_bomb_whose_head_is_small_is_told_too(settings):
    """A GIF frame larger than its screen, found when it is unpacked."""
    data = bytearray(encoded(drawn((60, 40)), "GIF"))
    at = data.index(b"\x2c", 13 + 3 * (2 << (data[10] & 7)))
    data[at + 5 : at + 9] = struct.pack("<HH", 20_000, 20_000)

    with pytest.raises(PictureRefused):
        receive(sent(bytes(data)))


@pytest.mark.django_db
def test_a_file_that_was_lost_is_told(settings):
    image = upload(noise())
    storages["incoming"].delete(image.incoming)

    work()

    image.refresh_from_db()
    assert (image.fault, image.incoming) == ("lost", "")


@pytest.mark.django_db
def test_without_room_nothing_of_an_upload_is_kept(settings):
    received = receive(sent(noise()))
    with full_disk(), pytest.raises(NoRoomError):
        add(received, by=None)

    assert served(settings) == []
    assert waiting(settings) == []
    assert not Image.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_full_disk_is_told_and_the_worker_tries_again(settings):
    image = upload(noise())
    before = served(settings)
    [task] = DBTaskResult.objects.all()
    task.delete()
    with full_disk():
        tasks.develop.func(image=str(image.pk))

    image.refresh_from_db()
    assert image.fault == "no_room"
    assert served(settings) == before
    [later] = DBTaskResult.objects.all()
    assert later.run_after > later.enqueued_at
    later.delete()

    tasks.develop.func(image=str(image.pk))

    image.refresh_from_db()
    assert (image.fault, image.incoming) == ("", "")


@pytest.mark.django_db(transaction=True)
def test_without_room_no_half_copies_are_left_and_they_are_made_later(settings):
    image = upload(encoded(Pictures.effect_noise((640, 400), 60).convert("RGB")))
    DBTaskResult.objects.all().delete()
    with full_disk(free=6000):
        tasks.make_renditions.func(image=str(image.pk))

    image.refresh_from_db()
    assert image.widths is None
    whole = {path: path.stat().st_size for path in served(settings)}
    [later] = DBTaskResult.objects.all()
    tasks.make_renditions.func(**later.args_kwargs["kwargs"])

    image.refresh_from_db()
    assert image.widths
    assert all(path.stat().st_size == size for path, size in whole.items())


@pytest.mark.django_db(transaction=True)
def test_who_deletes_a_picture_that_waits_leaves_no_file(settings):
    upload(noise()).delete()
    work()

    assert waiting(settings) == served(settings) == []


@pytest.mark.django_db(transaction=True)
def test_a_later_file_goes_before_one_that_waited(settings):
    image = upload(noise())
    first = image.incoming
    received = receive(sent(encoded(drawn(), "PNG")))
    old = Image.objects.get(pk=image.pk)
    uploads.take(image, received)
    image.save()
    tasks.developing.develop(old)

    image.refresh_from_db()
    assert image.file.name.endswith(f"{received.picture.sha256}.png")
    assert first != image.incoming == ""
