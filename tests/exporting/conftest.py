import io
from itertools import count
from pathlib import Path

import pytest
from django.core.management import call_command
from PIL import Image as Drawing

from articles.images.library import add_picture
from articles.models import ImportRecord

POSTS = Path("source", "_posts")


@pytest.fixture
def export(db, tmp_path):
    """A function that exports all posts as a Hexo site and returns its new folder."""
    numbers = count(1)

    def run():
        out = tmp_path / f"site{next(numbers)}"
        call_command("export_posts", str(out), format="hexo", stdout=io.StringIO())
        return out

    return run


@pytest.fixture
def read(db):
    """A function that imports an exported site; returns the outcome of each document."""

    def run(site):
        call_command("import_posts", str(site / POSTS), stdout=io.StringIO())
        last = ImportRecord.objects.latest("run_id").run_id
        return list(ImportRecord.objects.filter(run=last).values_list("outcome", flat=True))

    return run


@pytest.fixture
def make_picture(db):
    """A function that puts a drawn picture of a shade (0 to 255) into the library."""

    def make(shade, **fields):
        file = io.BytesIO()
        Drawing.new("L", (12, 8), shade).save(file, "PNG")
        return add_picture(file.getvalue(), **fields)

    return make
