"""Posts as data, one dictionary each."""

from datetime import UTC

from django.db.models import Prefetch

from articles.html import images_of, present, text_of
from articles.models import Byline, Category, Filing, Image
from articles.pages import page_image

BATCH = 200


def exported_posts(posts):
    """Yield a dictionary for each of `posts`, a queryset, ordered by key.

    Keys as in the README under “Export”. Times are ISO 8601 in UTC, addresses on this site
    begin with "/", categories are lists of names from the top, and `images` are those of the
    body in reading order.
    """
    posts = posts.select_related("source", "lead_image").prefetch_related(
        Prefetch("bylines", Byline.objects.select_related("author")),
        Prefetch("filings", Filing.objects.select_related("category")),
        "tags",
    )
    names = NamesByPath()
    for post in posts.order_by("pk").iterator(chunk_size=BATCH):
        yield _exported(post, names)


def _exported(post, names):
    shown = images_of(post.body)
    rows = Image.objects.in_bulk({picture.image_id for picture in shown}) if shown else {}
    pictures = {key: page_image(row) for key, row in rows.items()}
    body = present(post.body, pictures, language=post.language)
    return {
        "source_path": post.identifier,
        "title": post.title,
        "slug": post.slug,
        "url": post.get_absolute_url(),
        "status": post.status,
        "published_at": _instant(post.published_at),
        "updated_at": _instant(post.modified_at),
        "authors": [author.name for author in post.byline],
        "source": post.source.name if post.source else None,
        "categories": [names.of(filing.category) for filing in post.filings.all()],
        "tags": sorted(tag.name for tag in post.tags.all()),
        "lead_image": _original_address(post.lead_image) if post.lead_image else None,
        "images": [
            _image(picture, rows[picture.image_id], pictures[picture.image_id])
            for picture in shown
            if picture.image_id in rows
        ],
        "rights_notice": post.rights,
        "summary": post.summary,
        "body_html": body,
        "body_text": text_of(body),
    }


def _image(shown, row, picture):
    return {
        "src": picture.src,
        "original_url": _original_address(row),
        "caption": shown.caption,
        "credit": shown.credit or picture.credit,
        "alt": shown.alt or picture.alt,
        "width": picture.width,
        "height": picture.height,
    }


def _original_address(image):
    """The address in the document; of a picture that came as a file, the one it has here."""
    return image.original_url or image.src


def _instant(moment):
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else None


class NamesByPath:
    """Looks a category's names up from the top, each path once."""

    def __init__(self):
        self.names = dict(Category.objects.values_list("path", "name"))

    def of(self, category: Category) -> list[str]:
        return [self.names[path] for path in category.ancestor_paths]
