from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.fields import LongJSONField
from articles.models.authors import Author
from articles.models.categories import Category
from articles.models.images import Image
from articles.models.sources import Source

SNAPSHOT_FIELDS = (
    "title",
    "slug",
    "summary",
    "body",
    "lead_image_id",
    "lead_caption",
    "published_at",
    "expires_at",
    "withdrawal_notice",
    "language",
    "rights",
    "source_id",
)


class RevisionQuerySet(models.QuerySet):
    def keep(self, post, *, by=None, note="", relations=None):
        """Keep the edited fields of `post` as they are now; `by` is None for an import.

        `relations` may give what `relations_of` would read from the database.
        """
        fields = snapshot(post, relations or relations_of(post))
        return self.create(post=post, by=by, note=note, fields=fields)


def relations_of(post):
    """Return the keys of the post's categories and authors, and its tags' names."""
    return {
        "categories": [filing.category_id for filing in post.filings.all()],
        "authors": [byline.author_id for byline in post.bylines.all()],
        "tags": [tag.name for tag in post.tags.all()],
    }


def snapshot(post, relations):
    """Return what an editor edits of `post`, as a dictionary that JSON can hold.

    The columns of SNAPSHOT_FIELDS, and `categories` (keys), `authors` (keys, in order) and
    `tags` (names).
    """
    return {name: getattr(post, name) for name in SNAPSHOT_FIELDS} | relations


class Revision(models.Model):
    """The edited fields of a post as they were after one save."""

    post = models.ForeignKey(
        "articles.Post",
        on_delete=models.CASCADE,
        related_name="revisions",
        verbose_name=_("post"),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    fields = LongJSONField(_("fields"))

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.fields.get('title', '')} · {self.pk}"

    def apply_to(self, post):
        """Give `post` these fields and save it; what they name but is gone stays out."""
        known = {"lead_image_id": Image, "source_id": Source}
        for name in SNAPSHOT_FIELDS:
            value = self.fields.get(name)
            if name in known and not known[name].objects.filter(pk=value).exists():
                value = None
            if name == "published_at" and value is None:
                # It was a draft then; a post that readers see keeps its date.
                value = post.published_at
            field = post._meta.get_field(name.removesuffix("_id"))
            setattr(post, name, value if name in known else field.to_python(value))
        post.save()
        categories = Category.objects.in_bulk(self.fields["categories"])
        post.file_under(categories[key] for key in self.fields["categories"] if key in categories)
        authors = Author.objects.in_bulk(self.fields["authors"])
        post.credit_to(authors[key] for key in self.fields["authors"] if key in authors)
        post.tags.set(self.fields["tags"])


class Transition(models.Model):
    """Who moved which status when."""

    post = models.ForeignKey(
        "articles.Post",
        on_delete=models.CASCADE,
        related_name="transitions",
        verbose_name=_("post"),
    )
    from_status = models.CharField(_("from"), max_length=10)
    to_status = models.CharField(_("to"), max_length=10)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    created_at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("change of status")
        verbose_name_plural = _("changes of status")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.from_status} → {self.to_status}"
