from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


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
        held = dict(self.filter(old_path__in=posts).values_list("old_path", "post_id"))
        self.bulk_create(
            [
                Redirect(old_path=path, post_id=post_id)
                for path, post_id in posts.items()
                if path not in held
            ],
            ignore_conflicts=True,
        )
        return [path for path, post_id in posts.items() if held.get(path, post_id) != post_id]


class Redirect(models.Model):
    """Where an address that no longer answers leads: to an object, to a path, or nowhere."""

    old_path = models.CharField(
        _("old address"),
        max_length=800,
        unique=True,
        validators=[RegexValidator(r"^/[^\s?#]*$", _("A path on this site, as in /old/story/."))],
        help_text=_("The path on this site, as in /2022/03/11/old-story/."),
    )
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

    @property
    def target(self):
        """The address readers are sent to, or "" when the content is gone."""
        if self.is_gone:
            return ""
        if self.new_path:
            return self.new_path
        return (self.post or self.category).get_absolute_url()
