import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles import outbox
from articles.fields import WebAddressField
from articles.html import images_of
from articles.models.copies import Copies
from articles.models.fetches import Fetch, FetchQuerySet
from articles.models.reach import call_in_picture
from articles.models.rows import insert_rows
from articles.models.uploads import Upload, UploadQuerySet


def stored_name(image, filename):
    """Return images/ab/<sha256>.<extension>: named by content, never by the uploader."""
    extension = filename.rpartition(".")[2].lower()
    return f"images/{image.sha256[:2]}/{image.sha256}.{extension}"


class ImageQuerySet(FetchQuerySet, UploadQuerySet):
    def without_renditions(self):
        """Those whose files nobody has made copies of yet."""
        return self.exclude(file="").filter(widths__isnull=True)

    def unused(self):
        """Those that no text shows, nor any post above it."""
        return self.filter(post_images=None, led_posts=None)

    def shown_by(self, posts):
        """Those that any of `posts`, a queryset, shows in its text or above it."""
        posts = posts.order_by()
        # Each a list that is made once: joined, PostgreSQL looks through it for every picture.
        in_text = PostImage.objects.order_by().filter(post__in=posts.values("pk"))
        above = posts.exclude(lead_image=None)
        return self.filter(Q(pk__in=in_text.values("image")) | Q(pk__in=above.values("lead_image")))

    def remember(self, found):
        """Make a row of each `FoundImage` that has none; rows that stand are left alone."""
        rows = [
            (p.image_id, p.address, p.width, p.height, p.alt[:300], p.credit[:200]) for p in found
        ]
        columns = ("id", "original_url", "width", "height", "alt", "credit")
        insert_rows(self, columns, rows, ignore_conflicts=True)

    def complete(self, found):
        """Give the rows of `found`, pictures by key, the credit and the size that they lack."""
        for row in self.filter(pk__in=found):
            picture = found[row.pk]
            lacks_credit = picture.credit and not row.credit
            lacks_size = picture.width and picture.height and not (row.width or row.file)
            if lacks_credit:
                row.credit = picture.credit[:200]
            if lacks_size:
                row.width, row.height = picture.width, picture.height
            if lacks_credit or lacks_size:
                row.save(update_fields=["credit", "width", "height"])


class Image(Copies, Fetch, Upload):
    """A picture: a file of ours, or the address of one elsewhere.

    The key of a remote picture follows from its address and that of a local document's
    picture from its content (`articles.html.figures.image_id`), so that the same picture
    is one row however often it is met.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ImageField(
        _("file"),
        upload_to=stored_name,
        max_length=200,
        blank=True,
        width_field="width",
        height_field="height",
    )
    original_url = WebAddressField(
        _("original address"),
        max_length=2000,
        blank=True,
        help_text=_("Where the picture is shown from while there is no file."),
    )
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True, editable=False)
    width = models.PositiveIntegerField(_("width"), null=True, blank=True, editable=False)
    height = models.PositiveIntegerField(_("height"), null=True, blank=True, editable=False)
    alt = models.CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("What the picture shows, for readers who cannot see it."),
    )
    caption = models.CharField(
        _("caption"),
        max_length=1000,
        blank=True,
        help_text=_("What stands below it at first, when it is put into a text."),
    )
    credit = models.CharField(
        _("credit"), max_length=200, blank=True, help_text=_("Photographer or agency.")
    )
    rights = models.CharField(
        _("rights"),
        max_length=300,
        blank=True,
        help_text=_("Whose it is, and what may be done with it."),
    )
    taken_on = models.DateField(_("taken on"), null=True, blank=True)
    focal_x = models.FloatField(
        _("focal point, from the left"),
        default=0.5,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("0 is the left edge, 1 the right: what must stay visible when it is cropped."),
    )
    focal_y = models.FloatField(
        _("focal point, from the top"),
        default=0.5,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("0 is the upper edge, 1 the lower."),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = ImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        ordering = ["-created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(file="") | ~Q(original_url=""),
                name="image_has_file_or_address",
                violation_error_message=_("Upload a file or give an address."),
            ),
            models.CheckConstraint(
                condition=Q(focal_x__range=(0, 1)) & Q(focal_y__range=(0, 1)),
                name="image_focal_point_inside",
            ),
        ]
        indexes = [
            models.Index(fields=["-created_at"], name="image_newest"),
            models.Index(fields=["sha256"], name="image_content"),
            models.Index(fields=["file"], name="image_file"),
            models.Index(fields=["-tried_at", "id"], name="image_broken", condition=~Q(problem="")),
            models.Index(
                fields=["claimed_until"],
                name="image_claimed",
                condition=Q(claimed_until__isnull=False),
            ),
        ]

    def __str__(self):
        names = (self.original_url.rpartition("/")[2], self.sent_name)
        return self.alt or next(filter(None, names), self.file.name.rpartition("/")[2])

    def save(self, *args, **kwargs):
        if not self._state.adding:
            call_in_picture(self)
        super().save(*args, **kwargs)
        if self.file and self.widths is None:
            outbox.put("make_renditions", image=str(self.pk))
        if self.incoming:
            outbox.put("develop", image=str(self.pk))


class PostImageQuerySet(models.QuerySet):
    def place(self, shown, *, known):
        """Make the rows of posts that have none, from pairs of a post and its `ShownImage`s.

        Pictures whose keys are not among `known` are left out, those after them keep their places.
        """
        columns = ("post", "image", "position", "caption", "credit")
        rows = [
            (post.pk, one.image_id, position, one.caption, one.credit[:200])
            for post, pictures in shown
            for position, one in enumerate(pictures)
            if one.image_id in known
        ]
        insert_rows(self, columns, rows)

    def derive(self, post, *, replace=True):
        """Make the rows of `post` from the figures of its body, in place of those it had."""
        if replace:
            self.filter(post=post).delete()
        shown = images_of(post.body)
        if not shown:
            return
        known = set(
            Image.objects.filter(pk__in={picture.image_id for picture in shown}).values_list(
                "pk", flat=True
            )
        )
        self.place([(post, shown)], known=known)


class PostImage(models.Model):
    """A picture's place in a post, derived from the body each time it is saved."""

    post = models.ForeignKey("articles.Post", on_delete=models.CASCADE, related_name="post_images")
    image = models.ForeignKey(Image, on_delete=models.PROTECT, related_name="post_images")
    position = models.PositiveSmallIntegerField(_("position"))
    caption = models.TextField(_("caption"), blank=True)
    credit = models.CharField(_("credit"), max_length=200, blank=True)

    objects = PostImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("image in the post")
        verbose_name_plural = _("images in the post")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["post", "position"], name="one_image_at_a_position")
        ]

    def __str__(self):
        return f"{self.position}: {self.caption}"
