"""A newsroom with many posts, for benchmarks: python -m tests.benchmarks.newsroom [NUMBER]

Fills the database of DATABASE_URL, which is emptied, with NUMBER posts (100,000; see
`tests.benchmarks.stories`): in 40 sections, by 200 authors, from 30 sources, with 3,000 tags,
dated through six years at 50 a day in the last ten days; one in twenty is a draft, in review,
withdrawn, expired or scheduled. They do not pass the importer, only what it saves them with.
`search_words` of `tests.benchmarks.stories` lists words and how many of the posts hold them.
"""

import multiprocessing
import os
import random
import sys
from collections import Counter
from datetime import timedelta
from urllib.parse import urlsplit

from tqdm import tqdm

BATCH = 500
RECENT, A_DAY, YEARS = 500, 50, 6
# Of a thousand posts; the others are published. An expired post was.
KINDS = Counter(draft=20, in_review=10, withdrawn=10, expired=8, scheduled=2)
READ_DAYS, READ_A_DAY = 7, 300


def main(number=100_000):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    os.environ |= {"SECRET_KEY": "benchmark", "DEBUG": "false"}
    import django

    django.setup()
    from tests.benchmarks import stories

    stories.search_words()
    # Before there is a connection that they would share: they only write stories.
    with multiprocessing.get_context("fork").Pool(1) as writers:
        _prepare()
        desk = _make_desk()
        with tqdm(total=number, unit="posts", disable=not sys.stderr.isatty()) as progress:
            for batch in _ahead(writers, number):
                _save(batch, number, desk)
                progress.update(len(batch))
    _finish()


def _ahead(writers, number):
    """Give the stories in batches; while one is saved, the next is written."""
    from tests.benchmarks.stories import story

    numbers = [range(start, min(start + BATCH, number)) for start in range(0, number, BATCH)]
    batch = None
    for following in [*numbers, range(0)]:
        written = writers.map_async(story, following)
        if batch is not None:
            yield batch.get()
        batch = written


def _prepare():
    """Empty the database, and let it write without waiting for the disk: it can be made again."""
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("flush", verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous = OFF")
            cursor.execute("PRAGMA cache_size = -400000")
        else:
            cursor.execute("SET synchronous_commit = off")


def _make_desk():
    """Make sections, authors, sources and tags; return them in lists by name, in rank order."""
    from articles.models import Author, Category, Source, Tag
    from articles.slugs import slugify
    from tests.benchmarks import stories

    sources = [
        Source(
            name=f"{name}日报",
            slug=f"{slugify(name)}-{rank}",
            is_own=rank % 10 == 0,
            index_policy=("index", "canonical", "noindex", "index", "index")[rank % 5],
        )
        for rank, name in enumerate(stories.names(stories.SOURCES, 2, kind="sources"))
    ]
    people = stories.names(stories.AUTHORS, 3, kind="authors")
    topics = stories.names(stories.TAGS, 3, kind="tags")
    return {
        "sections": [
            Category.objects.at_path([top, f"{top}{below}"])
            for below in stories.BELOW
            for top in stories.TOP
        ],
        "sources": Source.objects.bulk_create(sources),
        "authors": Author.objects.bulk_create(
            Author(name=name, slug=f"{slugify(name)}-{rank}") for rank, name in enumerate(people)
        ),
        "tags": Tag.objects.bulk_create(
            Tag(name=name, slug=f"{slugify(name)}-{rank}") for rank, name in enumerate(topics)
        ),
    }


def _save(batch, number, desk):
    from django.db import transaction

    from articles import search
    from articles.admission import admit
    from articles.models import Image, Post, ReadCount

    with transaction.atomic():
        Image.objects.remember([picture for story in batch for picture in story.pictures])
        admissions = [_admission(story, number, desk) for story in batch]
        pictures = {picture.image_id for story in batch for picture in story.pictures}
        admit(admissions, pictures=pictures)
        posts = [admission.post for admission in admissions]
        search.index(Post.objects.filter(pk__in=[post.pk for post in posts]))
        ReadCount.objects.bulk_create(_reads(batch, posts, number))


def _admission(story, number, desk):
    from articles.admission import Admission
    from articles.models import Post

    kind, published_at, expires_at = _times(story.number, number)
    post = Post(
        title=story.title,
        slug=story.slug,
        summary=story.summary,
        body=story.body,
        lead_image_id=story.pictures[0].image_id if story.has_lead else None,
        published_at=published_at,
        expires_at=expires_at,
        source=desk["sources"][story.source],
        identifier=f"{story.number:06}.txt",
    )
    return Admission(
        post,
        status=kind if kind in Post.Status.values else Post.Status.PUBLISHED,
        excerpt=story.excerpt,
        shown=story.shown,
        categories=[desk["sections"][rank] for rank in story.sections],
        authors=[desk["authors"][rank] for rank in story.authors],
        tags=[desk["tags"][rank] for rank in story.tags],
    )


def _times(place, number):
    """Return (kind, publication, expiry) of the post at this place: the last is the newest."""
    from django.utils import timezone

    draw = random.Random(-place - 1)
    age = number - place
    if age > RECENT:
        older = (age - RECENT - draw.random()) / (number - RECENT)
        before = timedelta(days=RECENT / A_DAY + older * (YEARS * 365 - RECENT / A_DAY))
    else:
        before = timedelta(days=(age - draw.random()) / A_DAY)
    now = timezone.now()
    kinds = [*KINDS.elements()]
    kind = (kinds + ["published"] * (1000 - len(kinds)))[draw.randrange(1000)]
    if kind == "scheduled":
        return kind, now + timedelta(days=30, minutes=place), None
    if kind == "expired":
        return kind, now - before, now - before / 2
    return kind, now - before, None


def _reads(batch, posts, number):
    """Return the reads of a week, of the newest posts."""
    from django.utils import timezone

    from articles.models import ReadCount

    today = timezone.localdate()
    return [
        ReadCount(
            post=post,
            day=today - timedelta(days=day),
            count=random.Random(story.number * READ_DAYS + day).randint(1, 500),
        )
        for story, post in zip(batch, posts, strict=True)
        if number - story.number <= READ_A_DAY
        for day in range(READ_DAYS)
    ]


def _finish():
    """Leave the database as one that has been running: written out, and on PostgreSQL analysed."""
    from django.conf import settings
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            cursor.execute("VACUUM ANALYZE")
    name = urlsplit(str(settings.DATABASES["default"]["NAME"])).path
    print(f"{name} is ready")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
