"""Who fetches a picture: one process at a time, and never over an editor's work."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.images.claims import EngagedError, claim
from articles.images.fetching import Outcome, attempt
from articles.images.library import add_picture
from articles.images.visits import public_visit
from articles.models import Image
from tests.images.drawing import drawn, encoded

pytestmark = pytest.mark.django_db


def test_a_file_that_an_editor_gives_meanwhile_stays(remote, origin, jpeg):
    image = remote(content=jpeg)
    row = claim(image.pk)
    other = add_picture(encoded(drawn((30, 30))))
    Image.objects.filter(pk=image.pk).update(file=other.file.name, sha256=other.sha256)

    result, _wait = attempt(row, public_visit(origin.admits))

    image.refresh_from_db()
    assert result.outcome == Outcome.ELSEWHERE
    assert (image.sha256, image.claimed_until) == (other.sha256, None)


def test_a_description_that_an_editor_writes_meanwhile_stays(remote, origin, jpeg):
    image = remote(content=jpeg)
    row = claim(image.pk)
    Image.objects.filter(pk=image.pk).update(alt="渡轮")

    attempt(row, public_visit(origin.admits))

    image.refresh_from_db()
    assert (image.alt, bool(image.file)) == ("渡轮", True)


def test_what_one_process_has_in_hand_no_other_takes(remote):
    image = remote()

    assert claim(image.pk) == image
    with pytest.raises(EngagedError):
        claim(image.pk)


def test_what_a_killed_process_had_in_hand_is_free_after_a_while(remote):
    image = remote()
    claim(image.pk)
    Image.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))

    assert claim(image.pk) == image


def test_a_host_is_asked_for_two_pictures_at_once_by_all_processes_together(remote):
    images = [remote(f"/{n}.jpg") for n in range(3)]
    elsewhere = Image.objects.create(original_url="https://pictures.example/a.jpg")
    claim(images[0].pk)
    claim(images[1].pk)

    with pytest.raises(EngagedError):
        claim(images[2].pk)
    assert claim(elsewhere.pk) == elsewhere


def test_a_picture_that_is_gone_is_nothing_to_fetch():
    assert claim(uuid.uuid4()) is None
