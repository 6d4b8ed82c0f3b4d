"""What an editor edits of a post, as a revision keeps it: its content.

A dictionary of the columns in COLUMNS, and `categories` (keys), `authors` (keys, in order) and
`tags` (names). `correction` may go with it: what readers are told once it is published.
"""

from articles.models.authors import Author
from articles.models.categories import LINEAGE, Category
from articles.models.images import Image
from articles.models.posts import Post
from articles.models.sources import Source

COLUMNS = (
    "title",
    "slug",
    "summary",
    "body",
    "lead_image_id",
    "lead_caption",
    "published_at",
    "embargo_until",
    "expires_at",
    "withdrawal_notice",
    "language",
    "rights",
    "licence_note",
    "source_id",
)
# When and where readers find a post, and what they are told when they do not.
FOR_PUBLISHERS = ("slug", "published_at", "embargo_until", "expires_at", "withdrawal_notice")
RELATIONS = ("categories", "authors", "tags")
KNOWN = {"lead_image_id": Image, "source_id": Source}


def relations_of(post, *, tags=None):
    """Return the keys of the post's categories and authors, and its tags' names, if not given."""
    return {
        "categories": [filing.category_id for filing in post.filings.all()],
        "authors": [byline.author_id for byline in post.bylines.all()],
        "tags": [tag.name for tag in post.tags.all()] if tags is None else tags,
    }


def content_of(post, relations=None):
    """Return the content that `post` carries, saved or not.

    `relations` may give what `relations_of` would read from the database.
    """
    columns = {name: getattr(post, name) for name in COLUMNS}
    return columns | (relations_of(post) if relations is None else relations)


def typed(content):
    """Return `content` with its columns as Python has them: what JSON holds, compared with that."""
    columns = {}
    for name in COLUMNS:
        field = _column(name)
        columns[name] = field.to_python(content.get(name, field.get_default()))
    relations = {name: list(content.get(name, ())) for name in RELATIONS}
    return columns | relations | {"tags": sorted(relations["tags"])}


def open_content(post, *, tags=None):
    """Give `post` the content that the desk works on, unsaved, and return that.

    It is that of its unpublished changes where there are some. `tags` are the names of its own,
    if they are known.
    """
    if post.draft is None:
        return content_of(post, relations_of(post, tags=tags))
    show(post, post.draft.fields)
    return post.draft.fields


def show(post, content):
    """Give `post` the columns of `content`, unsaved; a picture or source that is gone stays out."""
    for name in COLUMNS:
        value = content.get(name)
        field = _column(name)
        if name in KNOWN:
            value = field.to_python(value)
            if value != getattr(post, name):
                value = KNOWN[name].objects.filter(pk=value).values_list("pk", flat=True).first()
            setattr(post, name, value)
        elif name == "published_at" and value is None and post.status == post.Status.PUBLISHED:
            # It was a draft then; a post that readers see keeps its date.
            continue
        else:
            # Of a revision older than the column there is nothing to show.
            setattr(post, name, field.to_python(value) if name in content else field.get_default())


def put(post, content, *, stored):
    """Save `post` with `content`; `stored` are the relations that it has now.

    Sections, authors and tags that are gone stay out.
    """
    show(post, content)
    post.save()
    if content["categories"] != stored["categories"]:
        places = Category.objects.select_related(LINEAGE).in_bulk(content["categories"])
        post.file_under(places[key] for key in content["categories"] if key in places)
    if content["authors"] != stored["authors"]:
        authors = Author.objects.in_bulk(content["authors"])
        post.credit_to(authors[key] for key in content["authors"] if key in authors)
    if sorted(content["tags"]) != sorted(stored["tags"]):
        post.tags.set(content["tags"])
    # What was read ahead of these rows is no longer so.
    getattr(post, "_prefetched_objects_cache", {}).clear()


def _column(name):
    return Post._meta.get_field(name.removesuffix("_id"))
