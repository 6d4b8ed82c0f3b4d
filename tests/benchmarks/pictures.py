"""What pictures cost: python -m tests.benchmarks.pictures [DATABASE]

A photograph of 24 and one of 100 megapixels are sent and worked on, each in a process of its own:
how long the answer takes, the worker's processor time and the most memory of both. With DATABASE,
an address as in DATABASE_URL of a database that may be emptied, what the library's pages cost
with 1,000 and with 100,000 pictures instead.
"""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.server import ROOT

SIZES = {"24 megapixels": (6000, 4000), "100 megapixels": (12_240, 8160)}
KINDS = ("JPEG", "progressive JPEG", "PNG", "WebP")
NUMBERS = (1000, 100_000)
PAGES = {
    "first page": "",
    "page 300": "?p=300",
    "shown nowhere": "?use=unused",
    "no alternative text": "?alt__isempty=1",
    "broken": "?kept=broken",
    "landscape": "?shape=landscape",
    "of a source": "?source={source}",
    "two words": "?q=码头 渡轮",
    "nothing found": "?q=没有这个词",
}
CALLS = 9


def main(database=""):
    if database:
        _time_the_library(database)
        return
    with tempfile.TemporaryDirectory() as folder:
        print("| picture | file | answer, s | worker, CPU s | most memory, MB |")
        print("| --- | ---: | ---: | ---: | ---: |")
        for name, size in SIZES.items():
            for kind in KINDS if "24" in name else KINDS[:1]:
                path = Path(folder, f"{name} {kind}")
                _draw(path, size, kind)
                print(f"| {name}, {kind} | {path.stat().st_size / 1e6:.1f} MB", end=" ", flush=True)
                answer = _run("receive", folder, path)
                work = _run("work", folder, path)
                print(f"| {answer[0]:.2f} | {work[1]:.1f} | {answer[2]:.0f}, {work[2]:.0f} |")
                path.unlink()


def _draw(path, size, kind):
    """Draw what costs about as much as a photograph: a scene with the noise of a sensor."""
    from PIL import Image

    scene = Image.open(next((ROOT / "fixtures/samples/pictures").glob("bridge-dusk.jpg")))
    noise = Image.effect_noise((size[0] // 2, size[1] // 2), 18).resize(size, Image.BILINEAR)
    picture = Image.blend(
        scene.convert("RGB").resize(size), Image.merge("RGB", (noise, noise, noise)), 0.15
    )
    options = {"quality": 92, "progressive": kind.startswith("prog")} if "JPEG" in kind else {}
    options |= {"compress_level": 1} if kind == "PNG" else {}
    options |= {"method": 0} if kind == "WebP" else {}
    picture.save(path, kind.rpartition(" ")[2], **options)


def _run(step, folder, path):
    """Return the seconds, the processor seconds and the megabytes that a process takes for it."""
    environment = os.environ | {
        "SECRET_KEY": "benchmark",
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "DATABASE_URL": f"sqlite:///{folder}/pictures.sqlite3",
        "MEDIA_ROOT": f"{folder}/media",
        "INCOMING_ROOT": f"{folder}/incoming",
    }
    program = [sys.executable, "-m", "tests.benchmarks.pictures", f"--{step}", str(path)]
    done = subprocess.run(
        program, env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [float(number) for number in done.stdout.split()]


def _step(step, path):
    import django

    django.setup()
    from django.core.management import call_command

    from articles.images.developing import develop
    from articles.images.renditions import make_renditions
    from articles.images.uploads import add, receive
    from articles.models import Image

    if step == "--receive":
        call_command("migrate", verbosity=0)
        Image.objects.all().delete()
    clock, cpu = time.monotonic(), time.process_time()
    if step == "--receive":
        with open(path, "rb") as file:
            add(receive(file), by=None)
    else:
        image = Image.objects.get()
        if image.incoming:
            develop(image)
        image.refresh_from_db()
        assert make_renditions(image), "no copies were made"
    # Of this program alone; what getrusage tells begins with what started it.
    used = int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024
    print(time.monotonic() - clock, time.process_time() - cpu, used)


def _time_the_library(database):
    os.environ |= {
        "SECRET_KEY": "benchmark",
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "DATABASE_URL": database,
        "STATIC_ROOT": tempfile.mkdtemp(),
        "DEBUG": "true",
    }
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    setup_test_environment()
    # Static files lie where they are; statements are not kept.
    settings.DEBUG = False
    call_command("migrate", verbosity=0)
    found = {number: _library_of(number) for number in NUMBERS}
    few, many = NUMBERS
    print(f"\n| library | queries | KB | ms, {few:,} pictures | ms, {many:,} | ratio |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for name in PAGES:
        one, other = found[few].get(name), found[many][name]
        if one is None:
            print(f"| {name} | {other[1]} | {other[2]:.0f} | – | {other[0]:.0f} | – |")
            continue
        print(
            f"| {name} | {other[1]} | {other[2]:.0f} | {one[0]:.0f} | {other[0]:.0f} "
            f"| {other[0] / one[0]:.2f} |"
        )


def _library_of(number):
    """Fill the database with so many pictures; return what each page costs, by name."""
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from articles.models import Source

    call_command("flush", verbosity=0, interactive=False)
    _fill(number)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client(headers={"accept-language": "en"})
    client.force_login(get_user_model().objects.create_superuser("benchmark"))
    costs = {}
    for name, query in PAGES.items():
        address = "/admin/articles/image/" + query.format(source=Source.objects.first().pk)
        if name == "page 300" and number < 10_000:
            continue
        client.get(address)
        times = []
        for _call in range(CALLS):
            start = time.perf_counter()
            with CaptureQueriesContext(
                connection,
            ) as queries:
                answer = client.get(address)
            times.append((time.perf_counter() - start) * 1000)
            assert answer.status_code == 200, (address, answer.status_code)
        costs[name] = (statistics.median(times), len(queries), len(answer.content) / 1000)
    return costs


def _fill(number):
    """Make pictures, of which nine in ten stand in a text or above it, two posts a picture."""
    import random

    from articles.models import Image, Post, PostImage, Source

    rank = random.Random(1)
    words = ("码头", "渡轮", "茶园", "球场", "剧院", "雪山", "灯塔", "稻田")
    source = Source.objects.create(name="海湾日报", slug="hai-wan")
    others = Source.objects.bulk_create(
        Source(name=f"来源{place}", slug=f"s-{place}") for place in range(30)
    )
    Image.objects.bulk_create(
        (
            Image(
                original_url=f"https://pictures.example/{place}.jpg",
                alt="" if place % 7 == 0 else "".join(rank.sample(words, 3)) + f"之{place}",
                credit="" if place % 5 == 0 else f"记者{place % 300}/新华社",
                caption="".join(rank.choices(words, k=8)),
                width=rank.choice((800, 1200, 3000)),
                height=rank.choice((600, 1000, 2000)),
                problem="missing" if place % 50 == 0 else "",
            )
            for place in range(number)
        ),
        batch_size=1000,
    )
    keys = list(Image.objects.order_by("created_at").values_list("pk", flat=True))
    used = keys[number // 10 :]
    posts = Post.objects.bulk_create(
        (
            Post(
                title=f"第{place}篇", slug=f"p-{place}", body="<p>正文。</p>",
                source=source if place % 100 == 0 else others[place % 30],
                identifier=str(place), lead_image_id=rank.choice(used),
            )
            for place in range(number)
        ),
        batch_size=1000,
    )  # fmt: skip
    PostImage.objects.bulk_create(
        (
            PostImage(
                post=post, image_id=used[place % len(used)],
                position=0, caption="".join(rank.choices(words, k=10)),
            )
            for place, post in enumerate(posts)
        ),
        batch_size=1000,
    )  # fmt: skip


if __name__ == "__main__":
    if sys.argv[1:] and sys.argv[1].startswith("--"):
        _step(*sys.argv[1:])
    else:
        main(*sys.argv[1:])
