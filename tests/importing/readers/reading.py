"""What a collection gives, and what is packed into archives."""

from articles.importing.readers import open_collection

TEXT = b"---\ntitle: A\n---\nText\n"
PICTURE = b"\x89PNG\r\n\x1a\n not a picture, but named so"


def read(path):
    with open_collection(str(path)) as collection:
        raws = list(collection.documents())
        assert collection.count() == len(raws)
        assert all(raw.problem or collection.holds(raw.identifier) for raw in raws)
    return raws


def contents(raws):
    return {raw.identifier: raw.content for raw in raws if not raw.problem}


def problems(raws):
    return {raw.identifier: raw.problem for raw in raws if raw.problem}
