"""What the database holds true of posts, and how it finds them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

CONSTRAINTS = [
    models.CheckConstraint(
        condition=~Q(status="published") | Q(published_at__isnull=False),
        name="published_post_has_date",
    ),
    models.CheckConstraint(
        condition=Q(status__in=["draft", "in_review", "approved", "published", "withdrawn"]),
        name="post_status_known",
    ),
    models.CheckConstraint(
        condition=Q(published_at=None, published_on=None)
        | Q(published_at__isnull=False, published_on__isnull=False),
        name="post_date_in_address",
    ),
    models.CheckConstraint(
        condition=Q(expires_at=None) | Q(published_at=None) | Q(expires_at__gt=F("published_at")),
        name="post_expires_after_publication",
        violation_error_message=_("A post expires after its publication, not before."),
    ),
    models.CheckConstraint(
        condition=~Q(status="published")
        | Q(embargo_until=None)
        | Q(published_at__gte=F("embargo_until")),
        name="post_not_before_embargo",
        violation_error_message=_("It is under embargo at this date."),
    ),
    models.CheckConstraint(
        condition=Q(draft=None) | Q(status="published"), name="post_draft_beside_published"
    ),
    models.CheckConstraint(
        condition=Q(trashed_at=None) | Q(status__in=["draft", "in_review", "approved"]),
        name="post_in_trash_was_never_read",
    ),
    models.CheckConstraint(condition=~Q(title="") & ~Q(slug=""), name="post_has_title_and_address"),
    models.UniqueConstraint(fields=["published_on", "slug"], name="post_address_once"),
    models.UniqueConstraint(
        fields=["source", "identifier"],
        condition=~Q(identifier=""),
        name="post_imported_once",
    ),
]

INDEXES = [
    models.Index(
        fields=["published_at", "id"],
        condition=Q(status="published"),
        name="post_newest",
    ),
    models.Index(
        fields=["source", "published_at", "id"],
        condition=Q(status="published"),
        name="source_newest",
    ),
    # Few expire: the next moment at which one does is asked for again and again.
    models.Index(
        fields=["expires_at"],
        condition=Q(status="published", expires_at__isnull=False),
        name="post_expiring",
    ),
    # Not by status first: SQLite, without statistics, would take it for public lists. The source
    # is there for the sitemaps' index, which asks it of all posts.
    models.Index(fields=["updated_at", "status", "source"], name="post_desk"),
    # The list of the desk, in this order, asks all that follows of no row, whose long texts lie in
    # its way.
    models.Index(
        fields=[
            *("edited_at", "id", "trashed_at", "status", "source", "language", "rights_state"),
            *("lead_image", "published_at", "expires_at", "created_by", "has_licence_note"),
        ],
        name="post_last_work",
    ),
    # What is on its way, few among many.
    models.Index(
        fields=[
            *("status", "edited_at", "id", "trashed_at", "rights_state", "created_by"),
            *("source", "has_licence_note"),
        ],
        condition=~Q(status="published"),
        name="post_on_its_way",
    ),
    models.Index(
        fields=["edited_at", "id"], condition=Q(draft__isnull=False), name="post_with_changes"
    ),
    models.Index(
        fields=["trashed_at"], condition=Q(trashed_at__isnull=False), name="post_in_trash"
    ),
]

# Besides Django's own four; `articles.permissions` says what follows from them.
PERMISSIONS = [
    ("publish_post", _("Can approve and publish posts")),
    ("withdraw_post", _("Can withdraw posts")),
    ("edit_every_section", _("Can work on the posts of all sections")),
    ("view_every_post", _("Can see the posts of all sections")),
    ("empty_trash", _("Can delete posts for good")),
]
