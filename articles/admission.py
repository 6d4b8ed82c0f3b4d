"""Posts that documents bring, taken in many at a time: the step that makes them all."""

from dataclasses import dataclass, field

from django.db import transaction

from articles.html import ShownImage
from articles.models import (
    Author,
    Byline,
    Category,
    Filing,
    Post,
    PostImage,
    Revision,
    SectionListing,
    Tag,
    TaggedPost,
    Transition,
)
from articles.models.content import content_of
from articles.models.upkeep import settle_new

NOTE = "import"


@dataclass
class Admission:
    """An unsaved post and what goes with it; one to be published must have its date.

    `status` is where it begins: a draft, in review or published.
    `excerpt` is the beginning of its text for lists, `shown` the pictures in its body.
    """

    post: Post
    status: str
    excerpt: str
    shown: list[ShownImage] = field(default_factory=list)
    categories: list[Category] = field(default_factory=list)
    authors: list[Author] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)


@transaction.atomic(savepoint=False)
def admit(admissions: list[Admission], *, pictures: set) -> None:
    """Save the posts of `admissions`, each in its status, with all their rows.

    `pictures` are the keys of the pictures in their bodies that the library has. The caller
    indexes what it takes in. The number of statements does not grow with the posts.
    """
    if not admissions:
        return
    for admission in admissions:
        admission.post.status = admission.status
    posts = [admission.post for admission in admissions]
    settle_new(posts, [admission.excerpt for admission in admissions])
    Post.objects.bulk_create(posts)
    PostImage.objects.place([(a.post, a.shown) for a in admissions], known=pictures)
    _file(admissions)
    Transition.objects.bulk_create(
        Transition(post=a.post, from_status=Post.Status.DRAFT, to_status=a.status)
        for a in admissions
        if a.status != Post.Status.DRAFT
    )
    Revision.objects.bulk_create(
        Revision(post=a.post, note=NOTE, fields=content_of(a.post, _relations(a)))
        for a in admissions
    )


def _file(admissions):
    """Make the rows that put the posts on lists; new posts have none yet."""
    filings, listings, bylines, tagged = [], [], [], []
    for a in admissions:
        post, listed_at = a.post, a.post.listed_at
        places = list(dict.fromkeys(a.categories))
        filings += [Filing(post=post, category=place) for place in places]
        above = dict.fromkeys(place for category in places for place in category.lineage)
        listings += [SectionListing(post=post, category=p, listed_at=listed_at) for p in above]
        bylines += [
            Byline(post=post, author=author, position=position, listed_at=listed_at)
            for position, author in enumerate(dict.fromkeys(a.authors))
        ]
        tagged += [
            TaggedPost(content_object=post, tag=tag, listed_at=listed_at)
            for tag in dict.fromkeys(a.tags)
        ]
    Filing.objects.bulk_create(filings)
    SectionListing.objects.bulk_create(listings)
    Byline.objects.bulk_create(bylines)
    TaggedPost.objects.bulk_create(tagged)


def _relations(admission):
    return {
        "categories": [category.pk for category in admission.categories],
        "authors": [author.pk for author in admission.authors],
        "tags": [tag.name for tag in admission.tags],
    }
