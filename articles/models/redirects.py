from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.slugs import fold_path

# A redirect and those that its path leads on to. The database folds no more than case and the
# last slash, which is all that a typed path may have too much.
CHAIN = """
WITH RECURSIVE chain(id, target, hops) AS (
    SELECT id, new_path, 0 FROM articles_redirect WHERE folded IN ({places})
    UNION
    SELECT following.id, following.new_path, chain.hops + 1
    FROM chain JOIN articles_redirect AS following
        ON following.folded = lower(rtrim(chain.target, '/'))
    WHERE chain.target <> '' AND chain.hops < 8
)
SELECT id FROM chain
"""
# What tells where a redirect leads, and whether readers find it there.
NEEDED = [
    *("old_path", "folded", "new_path", "is_gone", "category__path"),
    *("post__slug", "post__published_on", "post__published_at", "post__status"),
    *("post__expires_at", "post__withdrawal_notice", "post__language"),
]


class RedirectQuerySet(models.QuerySet):
    def leave(self, old_path, *, post=None, category=None):
        """Make `old_path` lead to the object, wherever that moves later."""
        redirect, _created = self.update_or_create(
            old_path=old_path,
            defaults={"post": post, "category": category, "new_path": "", "is_gone": False},
        )
        return redirect

    def leave_many(self, posts):
        """Make each old path lead to its post, by {old path: post key}.

        Returns the paths that lead elsewhere already: these stay as they are.
        """
        if not posts:
            return []
        rows = self.filter(old_path__in=posts)
        held = dict(rows.filter(is_gone=False).values_list("old_path", "post_id"))
        self.bulk_create(
            [
                Redirect(old_path=path, folded=fold_path(path), post_id=post_id)
                for path, post_id in posts.items()
                if path not in held
            ],
            # What was gone is there again.
            update_conflicts=True,
            unique_fields=["old_path"],
            update_fields=["post", "is_gone"],
        )
        return [path for path, post_id in posts.items() if held.get(path, post_id) != post_id]

    def bury(self, posts):
        """Make all addresses of `posts`, a queryset to be deleted, answer that they are gone.

        Only of those that readers may have seen.
        """
        was_public = Q(status__in=["published", "withdrawn"]) | Q(
            transitions__to_status="published"
        )
        seen = posts.order_by().filter(was_public, published_at__lte=timezone.now())
        addresses = {post.pk: post.get_absolute_url() for post in seen.defer("body", "extra")}
        self.filter(post__in=addresses).update(post=None, is_gone=True)
        self.bulk_create(
            [
                Redirect(old_path=path, folded=fold_path(path), is_gone=True)
                for path in addresses.values()
            ],
            update_conflicts=True,
            unique_fields=["old_path"],
            update_fields=["post", "category", "new_path", "is_gone"],
        )

    def leading_from(self, folded):
        """The redirects of these folded paths, and all that they lead on to, in one query."""
        places = ", ".join(["%s"] * len(folded))
        chain = RawSQL(CHAIN.format(places=places), folded)  # noqa: S611
        return self.filter(pk__in=chain).select_related("post", "category").only(*NEEDED)


class Redirect(models.Model):
    """Where an address that no longer answers leads: to an object, to a path, or nowhere."""

    old_path = models.CharField(
        _("old address"),
        max_length=800,
        unique=True,
        validators=[RegexValidator(r"^/[^\s?#]*$", _("A path on this site, as in /old/story/."))],
        help_text=_("The path on this site, as in /2022/03/11/old-story/."),
    )
    folded = models.CharField(max_length=800, db_index=True, editable=False)
    post = models.ForeignKey(
        "articles.Post", on_delete=models.CASCADE, null=True, blank=True, verbose_name=_("post")
    )
    category = models.ForeignKey(
        "articles.Category",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        verbose_name=_("section"),
    )
    new_path = models.CharField(
        _("new path"),
        max_length=800,
        blank=True,
        validators=[
            RegexValidator(r"^/(?!/)[^\s\\]*$", _("A path on this site, as in /new/story/."))
        ],
        help_text=_("A path on this site. For a post or a section choose the object instead."),
    )
    is_gone = models.BooleanField(
        _("gone"), default=False, help_text=_("The address answers that its content was removed.")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = RedirectQuerySet.as_manager()

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        ordering = ["old_path"]
        constraints = [
            models.CheckConstraint(
                condition=Q(old_path__startswith="/"), name="redirect_from_path"
            ),
            models.CheckConstraint(
                condition=(
                    Q(post__isnull=False, category=None, new_path="", is_gone=False)
                    | Q(post=None, category__isnull=False, new_path="", is_gone=False)
                    | Q(post=None, category=None, new_path__startswith="/", is_gone=False)
                    | Q(post=None, category=None, new_path="", is_gone=True)
                ),
                name="redirect_has_one_target",
                violation_error_message=_(
                    "Choose exactly one target: a post, a section, a path, or gone."
                ),
            ),
        ]

    def __str__(self):
        return self.old_path

    def save(self, *args, update_fields=None, **kwargs):
        self.folded = fold_path(self.old_path)
        if update_fields is not None:
            update_fields = {*update_fields, "folded"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def clean(self):
        super().clean()
        if not self.new_path or not self.old_path:
            return
        start, path = fold_path(self.old_path), fold_path(urlsplit(self.new_path).path)
        others = Redirect.objects.exclude(pk=self.pk)
        ahead = {row.folded: row.new_path for row in others.leading_from([path])}
        seen = set()
        while path != start and ahead.get(path) and path not in seen:
            seen.add(path)
            path = fold_path(urlsplit(ahead[path]).path)
        if path == start:
            raise ValidationError({"new_path": _("This leads back to the old address.")})

    @property
    def target(self):
        """The address readers are sent to, or "" when the content is gone."""
        if self.is_gone:
            return ""
        if self.new_path:
            return self.new_path
        return (self.post or self.category).get_absolute_url()
