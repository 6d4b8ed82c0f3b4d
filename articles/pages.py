"""What an article page shows, built from a post or from one of its revisions."""

import re
import uuid
from dataclasses import dataclass, field

from django.db import models
from django.utils import timezone

from articles.html import PageImage, clean_html, present
from articles.html.present import CREDIT_LABELS, label
from articles.html.tints import tint_of
from articles.models import Author, Category, Correction, Post, Tag
from articles.models.content import show
from articles.models.prepared import Given, Prepared
from articles.models.teasers import KEY, images
from articles.related import beside, sections_around, tags_of, with_newest, with_places
from articles.sharing import ShareLink, share_links

PICTURE = re.compile('data-image="([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"')
MARKUP = re.compile(r"<[^>]*>|&#?\w+;")
# Chinese is read by the character, other languages by the word.
CHARACTER = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
WORD = re.compile("[^\\W_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
CHARACTERS_A_MINUTE = 400
WORDS_A_MINUTE = 230


@dataclass(frozen=True)
class ArticlePage:
    """An article as its page shows it; `post` may be unsaved, made of a revision.

    `trail` are the sections from the top to the one it is filed in, [] when in none; `body`
    is markup made by `articles.html.present`; `lead` is None without a lead image. `newer` and
    `older` are its neighbours in that section, None at the ends. `minutes` is what reading it
    takes, at least 1; `corrections` are newest first. `is_live` says of
    a preview that it stands beside the form.
    """

    post: Post
    trail: list[Category]
    authors: list[Author]
    tags: list[Tag]
    lead: PageImage | None
    lead_credit: str
    body: str
    minutes: int
    related: list[Post]
    newer: Post | None
    older: Post | None
    corrections: list[Correction] = field(default_factory=list)
    share: list[ShareLink] = field(default_factory=list)
    is_preview: bool = False
    is_live: bool = False

    @property
    def shows_lead(self):
        """Whether the lead image stands above the text: not where the text itself shows it."""
        in_text = f'data-image="{self.post.lead_image_id}"'
        return self.lead is not None and in_text not in self.post.body

    @property
    def posts(self):
        """Every post whose title stands on the page, its own first."""
        around = [post for post in (self.newer, self.older) if post is not None]
        return [self.post, *self.related, *around]


@dataclass(frozen=True)
class ShownText:
    """The text of a post as its page shows it, markup made by `articles.html.present`."""

    body: str


POST = Prepared(
    lambda: Post.objects.filter(
        published_on=Given("published_on", models.DateField()),
        slug=Given("slug", models.SlugField()),
    ).select_related("source", "lead_image")
)
AUTHORS = Prepared(
    lambda: Author.objects.filter(bylines__post=Given("post", KEY)).order_by(
        "bylines__position", "bylines__pk"
    )
)
CORRECTIONS = Prepared(lambda: Correction.objects.filter(post=Given("post", KEY)))


def post_at(published_on, slug):
    """Return the post of this local date and slug, public or not, or None."""
    return next(iter(POST(published_on=published_on, slug=slug)), None)


def article_page(post):
    """Return the page of `post` as it is saved."""
    section, trail = sections_around(post)
    return _page(
        post,
        section=section,
        trail=trail,
        authors=AUTHORS(post=post.pk),
        tags=tags_of(post),
        corrections=CORRECTIONS(post=post.pk),
        share=share_links(post),
    )


def preview_page(revision):
    """Return the page of the post as it was in `revision`."""
    fields = revision.fields
    post = Post(pk=revision.post_id, updated_at=revision.created_at)
    show(post, fields)
    # A revision is kept as JSON, where no field cleans.
    post.body = clean_html(post.body or "")
    place = (post.published_at or timezone.now(), post.pk)
    categories = with_places(Category.objects.all(), *place).in_bulk(fields["categories"])
    section = next((categories[key] for key in fields["categories"] if key in categories), None)
    authors = Author.objects.in_bulk(fields["authors"])
    return _page(
        post,
        section=section,
        trail=_trail(section),
        authors=[authors[key] for key in fields["authors"] if key in authors],
        tags=list(with_newest(Tag.objects.filter(name__in=fields["tags"]))),
        corrections=list(Correction.objects.filter(post=revision.post_id)),
        is_preview=True,
    )


def interface_language(language):
    """Return which of the interface's languages a text in `language` (a tag) is read with."""
    if language.lower().startswith("zh"):
        return "zh-hans"
    return "en"


def page_image(image, *, alt="", with_renditions=False):
    """Return what a page shows of `image`, a library row; copies are for pages of this site."""
    width, height = image.src_size
    return PageImage(
        src=image.src,
        width=width,
        height=height,
        alt=alt or image.alt,
        credit=image.credit,
        is_remote=not image.file,
        renditions=tuple(image.renditions) if with_renditions else (),
        look=f"{tint_of(image.colour)} {focus_of(image)}".strip() if with_renditions else "",
    )


def focus_of(image):
    """Return the classes that keep the focal point, in quarters, in sight when `image` is cropped.

    The security policy forbids style attributes; in the middle none is needed.
    """
    places = (("x", round(image.focal_x * 4)), ("y", round(image.focal_y * 4)))
    return " ".join(f"{axis}{quarter}" for axis, quarter in places if quarter != 2)


def minutes_to_read(body):
    """Return how many minutes reading `body`, clean HTML, takes: at least 1."""
    text = MARKUP.sub(" ", body)
    characters, words = len(CHARACTER.findall(text)), len(WORD.findall(text))
    return max(1, round(characters / CHARACTERS_A_MINUTE + words / WORDS_A_MINUTE))


def text_of(post):
    """Return the text of `post`, public or not."""
    pictures = images(uuid.UUID(key) for key in PICTURE.findall(post.body))
    shown = {key: page_image(picture, with_renditions=True) for key, picture in pictures.items()}
    return ShownText(present(post.body, shown, language=post.language))


def _page(post, *, section, tags, **shown):
    lead = post.lead_image and page_image(post.lead_image, with_renditions=True)
    around = beside(post, section, tags)
    return ArticlePage(
        post=post,
        tags=tags,
        lead=lead,
        lead_credit=label(CREDIT_LABELS, post.language) + lead.credit
        if lead and lead.credit
        else "",
        body=text_of(post).body,
        minutes=minutes_to_read(post.body),
        related=around.related,
        newer=around.newer,
        older=around.older,
        **shown,
    )


def _trail(section):
    if section is None:
        return []
    sections = Category.objects.filter(path__in=section.ancestor_paths)
    return sorted(sections, key=lambda category: category.path.count("/"))
