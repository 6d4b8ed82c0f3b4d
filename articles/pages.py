"""What an article page shows, built from a post or from one of its revisions."""

from dataclasses import dataclass

from django.core import signing
from django.http import Http404
from django.urls import reverse

from articles.html import PageImage, clean_html, images_of, present
from articles.html.present import CREDIT_LABELS, label
from articles.models import Author, Category, Image, Post, Revision, Source, Tag
from articles.models.revisions import SNAPSHOT_FIELDS

PREVIEW_SALT = "articles.preview"
PREVIEW_SECONDS = 24 * 60 * 60
RELATED_POSTS = 4


@dataclass(frozen=True)
class ArticlePage:
    """An article as its page shows it; `post` may be unsaved, made of a revision.

    `trail` are the sections from the top to the one it is filed in, [] when in none; `body`
    is markup made by `articles.html.present`; `lead` is None without a lead image.
    """

    post: Post
    trail: list[Category]
    authors: list[Author]
    tags: list[Tag]
    lead: PageImage | None
    lead_credit: str
    body: str
    related: list[Post]
    is_preview: bool = False


def article_page(post):
    """Return the page of `post` as it is saved."""
    return _page(
        post,
        section=post.section,
        authors=post.byline,
        tags=list(post.tags.all()),
    )


def preview_page(revision):
    """Return the page of the post as it was in `revision`."""
    fields = revision.fields
    known = {"lead_image_id": Image, "source_id": Source}
    post = Post(pk=revision.post_id, updated_at=revision.created_at)
    for name in SNAPSHOT_FIELDS:
        value = fields.get(name)
        if name in known:
            column = name.removesuffix("_id")
            setattr(post, column, known[name].objects.filter(pk=value).first())
        else:
            setattr(post, name, post._meta.get_field(name).to_python(value))
    # A revision is kept as JSON, where no field cleans.
    post.body = clean_html(post.body or "")
    categories = Category.objects.in_bulk(fields["categories"])
    authors = Author.objects.in_bulk(fields["authors"])
    return _page(
        post,
        section=next((categories[key] for key in fields["categories"] if key in categories), None),
        authors=[authors[key] for key in fields["authors"] if key in authors],
        tags=list(Tag.objects.filter(name__in=fields["tags"])),
        is_preview=True,
    )


def preview_path(revision):
    """Return the address, good for a day, at which anyone may see the post as in `revision`."""
    token = signing.dumps({"revision": revision.pk}, salt=PREVIEW_SALT)
    return reverse("preview", args=[token])


def previewed_revision(token):
    """Return the revision that `token` shows.

    Raises Http404 when the token is forged or older than a day, and once the post is public.
    """
    try:
        key = signing.loads(token, salt=PREVIEW_SALT, max_age=PREVIEW_SECONDS)["revision"]
    except signing.BadSignature as error:
        raise Http404("no such preview") from error
    revision = Revision.objects.select_related("post").filter(pk=key).first()
    if revision is None or revision.post.is_public:
        raise Http404("no such preview")
    return revision


def interface_language(language):
    """Return which of the interface's languages a text in `language` (a tag) is read with."""
    if language.lower().startswith("zh"):
        return "zh-hans"
    return "en"


def page_image(image, *, alt=""):
    """Return what a page shows of `image`, a library row."""
    return PageImage(
        src=image.src,
        width=image.width,
        height=image.height,
        alt=alt or image.alt,
        credit=image.credit,
        is_remote=not image.file,
    )


def _page(post, *, section, authors, tags, is_preview=False):
    keys = {shown.image_id for shown in images_of(post.body)}
    pictures = Image.objects.in_bulk(keys) if keys else {}
    lead = post.lead_image and page_image(post.lead_image)
    return ArticlePage(
        post=post,
        trail=_trail(section),
        authors=authors,
        tags=tags,
        lead=lead,
        lead_credit=label(CREDIT_LABELS, post.language) + lead.credit
        if lead and lead.credit
        else "",
        body=present(
            post.body,
            {key: page_image(picture) for key, picture in pictures.items()},
            language=post.language,
        ),
        related=_related(post, section),
        is_preview=is_preview,
    )


def _trail(section):
    if section is None:
        return []
    sections = Category.objects.filter(path__in=section.ancestor_paths)
    return sorted(sections, key=lambda category: category.path.count("/"))


def _related(post, section):
    if section is None:
        return []
    others = Post.objects.published().in_category(section).exclude(pk=post.pk)
    return list(others.with_pictures()[:RELATED_POSTS])
