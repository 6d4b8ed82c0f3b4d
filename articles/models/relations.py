"""The rows that stand beside a post, read as keys and names in one statement."""

from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject

from articles.models.authors import Byline
from articles.models.expressions import ListOf
from articles.models.filings import Filing, SectionListing
from articles.models.tags import TaggedPost

NAMES = ("categories", "authors", "tags", "listed_in")


def stored_relations():
    """Return the expression for a post's `relations`.

    A dictionary of `categories` (keys, as it is filed), `authors` (keys, in order), `tags` (names)
    and `listed_in` (keys of the categories that it is filed in, and of all above them).
    """
    this = OuterRef("pk")
    tags = TaggedPost.objects.filter(content_object=this).order_by("pk")
    return JSONObject(
        categories=_listed(Filing.objects.filter(post=this), "category"),
        authors=_listed(Byline.objects.filter(post=this), "author"),
        tags=_listed(tags, "tag__name"),
        listed_in=_listed(SectionListing.objects.filter(post=this), "category"),
    )


def _listed(rows, column):
    return ListOf(rows.values(value=F(column)))
