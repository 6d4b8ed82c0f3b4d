"""What an editor edits of a post, as a revision keeps it: its content.

A dictionary of the columns in COLUMNS, and `categories` (keys), `authors` (keys, in order) and
`tags` (names). `correction` may go with it: what readers are told once it is published.
"""

from articles.models.authors import Author
from articles.models.categories import LINEAGE, Category
from articles.models.images import Image
from articles.models.posts import Post
from articles.models.sources import Source
from articles.models.tags import Tag, TaggedPost

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


def content_of(post, relations=None):
    """Return the content that `post` carries, saved or not.

    `relations` may give its categories, authors and tags, which are else read from the database.
    """
    if relations is None:
        relations = post.stored_relations()
    columns = {name: getattr(post, name) for name in COLUMNS}
    return columns | {name: relations[name] for name in RELATIONS}


def typed(content):
    """Return `content` with its columns as Python has them: what JSON holds, compared with that."""
    columns = {}
    for name in COLUMNS:
        field = _column(name)
        columns[name] = field.to_python(content.get(name, field.get_default()))
    relations = {name: list(content.get(name, ())) for name in RELATIONS}
    return columns | relations | {"tags": sorted(relations["tags"])}


def open_content(post):
    """Give `post`, as it was read, the content that the desk works on, unsaved; return that.

    It is that of its unpublished changes where there are some.
    """
    if post.draft is None:
        return content_of(post, post.relations)
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


def put(post, content):
    """Save `post`, as it was read under its lock, with `content`.

    Sections, authors and tags that are gone stay out.
    """
    stored = post.relations
    show(post, content)
    post.save()
    if content["categories"] != stored["categories"]:
        places = Category.objects.select_related(LINEAGE).in_bulk(content["categories"])
        filed = [places[key] for key in content["categories"] if key in places]
        post.file_under(filed, replace=bool(stored["categories"]))
    if content["authors"] != stored["authors"]:
        authors = Author.objects.in_bulk(content["authors"])
        credited = [authors[key] for key in content["authors"] if key in authors]
        post.credit_to(credited, replace=bool(stored["authors"]))
    if sorted(content["tags"]) != sorted(stored["tags"]):
        _tag(post, content["tags"], replace=bool(stored["tags"]))
    post.forget_rows()


def _tag(post, names, *, replace):
    if replace:
        post.tagged.all().delete()
    TaggedPost.objects.bulk_create(
        TaggedPost(content_object=post, tag=tag, listed_at=post.listed_at)
        for tag in Tag.objects.named(names)
    )


def _column(name):
    return Post._meta.get_field(name.removesuffix("_id"))
