import io
import shutil
from contextlib import contextmanager

from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from articles.html import clean_html
from articles.models import Author, Category, Image, Post, Source
from tests.exporting.state import document_of, library, told
from tests.exporting.strategies import posts


@contextmanager
def forgotten():
    """A block whose rows are gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_the_seed_comes_back_unchanged(seed, export, read):
    call_command("import_posts", str(seed), stdout=io.StringIO())
    before, pictures = told(), library()

    outcomes = read(export())

    assert outcomes == ["unchanged"]
    assert (told(), library()) == (before, pictures)


def test_samples_with_local_pictures_come_back_unchanged(export, read, seed):
    call_command("import_posts", str(seed.parent.parent / "samples"), stdout=io.StringIO())
    before, pictures = told(), library()

    outcomes = read(export())

    assert set(outcomes) == {"unchanged"}
    assert (told(), library()) == (before, pictures)


def save(fields, pictures):
    """Save the post that a strategy drew."""
    fields = dict(fields)
    lead = fields.pop("lead")
    relations = {name: fields.pop(name) for name in ("authors", "tags", "categories")}
    source = Source.objects.create(
        name="来源", clock=fields.pop("clock"), timezone=fields.pop("zone")
    )
    if (expires_after := fields.pop("expires_after")) is not None:
        fields["expires_at"] = fields["published_at"] + expires_after
    for name, picture in pictures.items():
        fields["body"] = fields["body"].replace("{" + name + "}", str(picture.pk))
    fields["body"] = clean_html(fields["body"])
    if lead:
        found, _created = Image.objects.get_or_create(original_url=lead)
        fields["lead_image"] = pictures.get(lead) or found
    else:
        fields["lead_caption"] = ""
    post = Post(source=source if fields["identifier"] else None, **fields)
    post.save()
    post.file_under([Category.objects.at_path(path) for path in relations["categories"]])
    post.credit_to([Author.objects.get_or_create(name=n)[0] for n in relations["authors"]])
    post.tags.set(relations["tags"])


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(posts)
def test_any_post_comes_back_unchanged(export, read, make_picture, fields):
    with forgotten():
        save(fields, {"local": make_picture(1), "other": make_picture(2, alt="乙", credit="社")})
        before, pictures = told(), library()
        site = export()

        outcomes = read(site)

        assert outcomes == ["unchanged"], document_of(site).read_text()
        assert (told(), library()) == (before, pictures)
    shutil.rmtree(site)
