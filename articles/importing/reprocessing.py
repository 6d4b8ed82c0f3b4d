"""Today's rules over the originals that are kept."""

from collections.abc import Iterator
from itertools import islice

from django.db.models import Max

from articles.importing.readers import RawDocument
from articles.models import ImportRecord

BATCH = 100


def kept_documents() -> Iterator[RawDocument]:
    """Yield the document of each post as it last came in, those of the oldest posts first.

    A post whose original was let go is left out. Pictures that lay beside a document are
    known by the name that the library gave them.
    """
    records = iter(_last_records())
    while keys := list(islice(records, BATCH)):
        rows = ImportRecord.objects.filter(pk__in=keys).order_by("post_id")
        for record in rows.select_related("original", "source", "run"):
            yield RawDocument(
                identifier=record.identifier,
                path=record.path,
                root="",
                folder=record.source.name,
                beside="",
                content=bytes(record.original.content),
                source=record.source.name,
                timezone=record.run.options.get("timezone", ""),
                pictures=record.pictures,
            )


def count_kept() -> int:
    """Return how many documents `kept_documents` would yield."""
    return sum(1 for _key in _last_records())


def _last_records():
    """Return the keys of the last record of each post, those of the oldest posts first."""
    records = ImportRecord.objects.applied().filter(post__isnull=False)
    last = records.order_by().values("post").annotate(last=Max("pk")).order_by("post")
    keys = last.values_list("last", flat=True)
    with_original = ImportRecord.objects.filter(
        pk__in=keys.order_by(), original__isnull=False, source__isnull=False
    )
    return with_original.order_by("post_id").values_list("pk", flat=True).iterator(chunk_size=2000)
