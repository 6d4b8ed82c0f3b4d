"""Files under /media/: pictures of ours to be shown, and nothing that acts."""

import pytest

from articles.images.library import add_picture
from articles.images.renditions import make_renditions
from tests.images.test_renditions import drawn


@pytest.mark.django_db
def test_every_file_of_a_picture_is_served_as_what_it_is(client):
    image = add_picture(drawn(1400, 300))
    make_renditions(image)
    image.refresh_from_db()
    kinds = {"jpg": "image/jpeg", "avif": "image/avif", "webp": "image/webp"}

    for name in image.files:
        answer = client.get(f"/media/{name}")
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == kinds[name.rpartition(".")[2]]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer.headers["Content-Disposition"] == "inline"
        assert "immutable" in answer.headers["Cache-Control"]
        assert b"".join(answer.streaming_content)


@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.js", "a", "a.jpg.html", "a.pdf"])
def test_what_is_no_picture_of_ours_is_never_shown(client, settings, name):
    settings.MEDIA_ROOT.mkdir(parents=True)
    (settings.MEDIA_ROOT / name).write_bytes(b"<script>alert(1)</script>")

    answer = client.get(f"/media/{name}")

    assert b"".join(answer.streaming_content)
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == "attachment"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["images/ab/none.jpg", "images/", "images/ab", "../settings.py", "%2e%2e/x", "images/%00.jpg"],
)
def test_what_is_not_there_is_not_found(client, settings, path):
    (settings.MEDIA_ROOT / "images" / "ab").mkdir(parents=True)

    # Django takes two dots for an attack.
    assert client.get(f"/media/{path}").status_code in (400, 404)


@pytest.mark.django_db
def test_what_was_sent_is_under_no_address(client, settings):
    folder = settings.STORAGES["incoming"]["OPTIONS"]["location"]
    folder.mkdir(parents=True)
    (folder / "a.jpg").write_bytes(b"x")

    for path in ("/media/incoming/a.jpg", "/media/../incoming/a.jpg", "/incoming/a.jpg"):
        assert client.get(path).status_code in (400, 404)
