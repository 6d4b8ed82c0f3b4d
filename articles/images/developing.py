"""Large pictures that editors sent: encoded by the worker, one at a time."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from articles import outbox
from articles.images import incoming
from articles.images.library import FILE_COLUMNS, NoRoomError, drop_files, give, store
from articles.images.verification import UPLOADED, PictureRefused, VerifiedPicture, verified_picture
from articles.models import Image
from articles.models.uploads import Fault

# When it is tried again to write to a disk that was full.
AGAIN = timedelta(minutes=10)


def develop(image: Image) -> None:
    """Make what was sent for `image` its file; where that fails, the row says why.

    Pages that show it are called in. A file that was sent later meanwhile is left for its own turn.
    """
    name = image.incoming
    try:
        picture = verified_picture(incoming.fetch(name), UPLOADED)
        stored = store(picture)
    except FileNotFoundError:
        _note(image, Fault.LOST)
    except PictureRefused:
        _note(image, Fault.DAMAGED)
    except NoRoomError:
        Image.objects.filter(pk=image.pk, incoming=name).update(fault=Fault.NO_ROOM)
        outbox.put("develop", at=timezone.now() + AGAIN, image=str(image.pk))
    else:
        _finish(image, picture, stored)


def _finish(image: Image, picture: VerifiedPicture, stored: str) -> None:
    name = image.incoming
    with transaction.atomic():
        row = Image.objects.select_for_update().filter(pk=image.pk).first()
        if row is None or row.incoming != name:
            # It was deleted, or another file was sent for it.
            drop_files(Image(file=stored))
            return
        drop_files(row)
        give(row, picture, stored)
        row.incoming, row.fault = "", ""
        row.save(update_fields=[*FILE_COLUMNS, "incoming", "fault"])
        transaction.on_commit(lambda: incoming.drop(name))


def _note(image: Image, fault: Fault) -> None:
    """Say on the row why its file cannot be used, and keep nothing of that file."""
    with transaction.atomic():
        rows = Image.objects.filter(pk=image.pk, incoming=image.incoming)
        # The same file may be sent again.
        if rows.update(fault=fault, incoming="", sent_sha256=None):
            transaction.on_commit(lambda: incoming.drop(image.incoming))
