"""Smaller copies of pictures: made by the worker, offered by the pages, right at once."""

import io
import re

import pytest
from django.core.files.storage import default_storage
from django_tasks_db.models import DBTaskResult
from PIL import Image as Pictures

from articles import tasks
from articles.images.library import add_picture
from articles.images.renditions import make_renditions
from articles.models import Image, Post, Purge


def drawn(width, height, *, kind="JPEG", mode="RGB", **options):
    out = io.BytesIO()
    picture = Pictures.effect_noise((width, height), 40).convert(mode)
    if mode == "RGBA":
        picture.putalpha(128)
    picture.save(out, kind, **options)
    return out.getvalue()


def copies(image):
    """Return {(width, kind): size in pixels} of the copies that lie beside the picture."""
    stem = image.file.name.rpartition(".")[0]
    folder, _slash, name = stem.rpartition("/")
    found = {}
    for file in default_storage.listdir(folder)[1]:
        if match := re.fullmatch(rf"{name}-([0-9]+)\.(avif|webp)", file):
            with default_storage.open(f"{folder}/{file}") as opened:
                found[int(match[1]), match[2]] = Pictures.open(opened).size
    return found


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("size", "widths"),
    [
        ((1000, 500), [320, 480, 640, 960, 1000]),
        ((640, 960), [320, 480, 640]),
        ((2400, 600), [320, 480, 640, 960, 1280, 1920]),
        ((320, 200), []),
    ],
)
def test_a_picture_gets_copies_of_the_widths_it_is_wider_than(size, widths):
    image = add_picture(drawn(*size))
    assert make_renditions(image) == widths
    image.refresh_from_db()
    assert image.widths == widths
    expected = {
        (width, kind): (width, round(width * size[1] / size[0]))
        for width in widths
        for kind in ("avif", "webp")
    }
    assert copies(image) == expected


@pytest.mark.django_db
def test_what_is_transparent_stays_so():
    image = add_picture(drawn(400, 300, kind="PNG", mode="RGBA"))
    make_renditions(image)
    with default_storage.open(image.file.name.replace(".png", "-320.webp")) as file:
        assert Pictures.open(file).mode == "RGBA"


@pytest.mark.django_db
def test_a_picture_that_moves_is_shown_as_it_is():
    frames = [Pictures.new("RGB", (400, 300), color) for color in ("red", "blue", "green")]
    out = io.BytesIO()
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    image = add_picture(drawn(400, 300, kind="WEBP"))
    with default_storage.open(image.file.name, "wb") as file:
        file.write(out.getvalue())
    assert make_renditions(image) == []


@pytest.mark.django_db
def test_a_file_that_is_gone_or_damaged_is_not_tried_again():
    image = add_picture(drawn(900, 600))
    default_storage.delete(image.file.name)
    assert make_renditions(image) == []
    assert not Image.objects.without_renditions().exists()


@pytest.mark.django_db
def test_each_new_file_is_left_to_the_worker_once():
    image = add_picture(drawn(900, 600))
    [result] = DBTaskResult.objects.all()
    assert result.args_kwargs["kwargs"] == {"image": str(image.pk)}
    tasks.make_renditions.func(**result.args_kwargs["kwargs"])
    image.refresh_from_db()
    assert image.widths
    image.alt = "码头"
    image.save()
    assert DBTaskResult.objects.count() == 1


@pytest.mark.django_db
def test_a_remote_picture_waits_for_nothing():
    Image.objects.create(original_url="https://pictures.example/a.jpg")
    assert not DBTaskResult.objects.exists()


@pytest.fixture
def illustrated(make_post):
    lead, shown = add_picture(drawn(900, 600)), add_picture(drawn(800, 500))
    body = f'<p>新码头启用。</p><figure><img data-image="{shown.pk}" alt="码头"></figure>'
    return make_post(title="港口", body=body, lead_image=lead)


def test_pages_offer_the_copies(client, illustrated):
    address = illustrated.get_absolute_url()
    assert "<picture>" not in client.get(address).text
    for image in Image.objects.all():
        make_renditions(image)
    text = client.get(address).text
    sources = re.findall(r'<source type="image/(\w+)" srcset="([^"]+)" sizes="[^"]+">', text)
    assert [kind for kind, _candidates in sources] == ["avif", "webp"] * 2
    for _kind, candidates in sources:
        for candidate in candidates.split(", "):
            path, width = candidate.split(" ")
            assert default_storage.exists(path.removeprefix("/media/")), path
            assert path.rpartition("-")[2].startswith(f"{width[:-1]}.")
    for opening, image in zip(
        text.split("<picture>")[1:], [illustrated.lead_image, None], strict=True
    ):
        inside = opening.partition("</picture>")[0]
        assert inside.count("<img ") == 1
        assert 'width="' in inside
        assert image is None or image.file.url in inside
    assert "<picture>" in client.get("/").text


def test_pages_that_show_a_picture_are_called_in_when_its_copies_are_there(illustrated):
    Purge.objects.all().delete()
    make_renditions(illustrated.lead_image)
    assert f"post-{illustrated.pk}" in Purge.objects.get().labels


def test_feeds_and_exports_name_the_picture_itself(client, illustrated, settings):
    settings.FEED_FULL_TEXT = True
    for image in Image.objects.all():
        make_renditions(image)
    assert "srcset" not in client.get("/feed.xml").text
    assert "srcset" not in client.get("/feed.json").text


def test_a_figure_of_several_pictures_is_still_one(client, make_post):
    pictures = [add_picture(drawn(700 + 10 * n, 500)) for n in range(2)]
    for image in pictures:
        make_renditions(image)
    images = "".join(f'<img data-image="{image.pk}" alt="">' for image in pictures)
    post = make_post(body=f"<figure>{images}<figcaption>两图</figcaption></figure>")
    text = client.get(Post.objects.get(pk=post.pk).get_absolute_url()).text
    figure = text.partition('<figure class="several">')[2].partition("</figure>")[0]
    assert figure.count("<picture>") == 2


def test_the_copies_go_with_their_picture(db, django_capture_on_commit_callbacks):
    image = add_picture(drawn(900, 600))
    make_renditions(image)
    image.refresh_from_db()
    assert copies(image)

    with django_capture_on_commit_callbacks(execute=True):
        image.delete()

    assert copies(image) == {}
    assert not default_storage.exists(image.file.name)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("size", "kind", "mode", "fallback"),
    [
        ((1600, 400), "JPEG", "RGB", "1280.jpg"),
        ((1600, 400), "PNG", "RGB", "1280.jpg"),
        ((1600, 400), "PNG", "RGBA", "1280.png"),
        ((1280, 400), "JPEG", "RGB", ""),
    ],
)
def test_of_a_wide_picture_there_is_one_copy_for_every_browser(size, kind, mode, fallback):
    image = add_picture(drawn(*size, kind=kind, mode=mode))
    make_renditions(image)
    image.refresh_from_db()

    assert image.fallback == fallback
    if fallback:
        name = image.src.removeprefix("/media/")
        with default_storage.open(name) as file, Pictures.open(file) as opened:
            assert opened.size == image.src_size == (1280, 320)
            assert opened.format == {"jpg": "JPEG", "png": "PNG"}[fallback[-3:]]
            assert opened.has_transparency_data == (mode == "RGBA")
    else:
        assert image.src == image.file.url


def flat(colour, mode="RGB"):
    out = io.BytesIO()
    picture = Pictures.new("RGB", (900, 600), colour).convert(mode)
    picture.paste("white", (0, 0, 300, 300))
    picture.save(out, "PNG")
    return out.getvalue()


@pytest.mark.django_db
def test_a_page_shows_the_colour_of_a_picture_while_it_loads(client, make_post):
    image = add_picture(flat("#2a5298"))
    make_renditions(image)
    image.refresh_from_db()
    above = make_post(lead_image=image)
    inside = make_post(body=f'<p>甲</p><figure><img data-image="{image.pk}"></figure>')

    assert image.colour == "2a5298"
    for post in (above, inside):
        assert "tint l1 h6" in client.get(post.get_absolute_url()).text
    assert "tint l1 h6" in client.get("/").text


@pytest.mark.django_db
def test_what_is_seen_through_has_no_colour_behind_it():
    image = add_picture(drawn(400, 300, kind="PNG", mode="RGBA"))
    make_renditions(image)
    image.refresh_from_db()
    assert image.colour == ""


@pytest.mark.django_db
def test_what_matters_stays_in_sight_wherever_a_picture_is_cropped(client, make_post):
    image = add_picture(drawn(900, 600))
    image.focal_x, image.focal_y = 0.1, 0.9
    image.save()
    above = make_post(lead_image=image)
    inside = make_post(body=f'<p>甲</p><figure><img data-image="{image.pk}"></figure>')

    for post in (above, inside):
        assert "x0 y4" in client.get(post.get_absolute_url()).text
    assert "x0 y4" in client.get("/").text
    image.focal_x = image.focal_y = 0.5
    image.save()
    assert "x2" not in client.get("/").text


@pytest.mark.django_db
def test_a_very_long_picture_gets_copies_that_webp_can_hold():
    long = Pictures.new("RGB", (400, 11_900), "red")
    out = io.BytesIO()
    long.save(out, "PNG")
    image = add_picture(out.getvalue())
    assert make_renditions(image) == [320, 400]


def test_a_sitemap_asks_no_more_for_pictures_that_are_here(
    client, make_post, django_assert_max_num_queries
):
    for number in range(5):
        image = add_picture(flat(f"#0000{number}0"))
        make_post(lead_image=image, body=f'<figure><img data-image="{image.pk}"></figure>')
    with django_assert_max_num_queries(5):
        text = client.get(f"/sitemap-posts-{Post.objects.first().pk // 250}.xml").text
    assert text.count("image:loc") == 2 * 5
