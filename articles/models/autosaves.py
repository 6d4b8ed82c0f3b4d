from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.fields import LongJSONField

# Who has not been heard of for so long has gone: a window tells every 15 seconds.
ABSENT = timedelta(seconds=45)


class AutosaveQuerySet(models.QuerySet):
    def of(self, user, *, post=None, key=None):
        """That of `user` for `post`, or for the new post whose form has this key."""
        place = {"post": post} if post is not None else {"post": None, "key": key}
        return self.filter(user=user, **place)

    def keep(self, user, fields, *, post=None, key=None):
        """Put `fields` in the place of what was kept before. Returns the row."""
        place = {"post": post, "key": None} if post is not None else {"post": None, "key": key}
        return self.update_or_create(user=user, **place, defaults={"fields": fields})[0]


class Autosave(models.Model):
    """What somebody has typed into a post's form and not saved: one for each user and post.

    `fields` are as the form sends them: a list of texts for each name. A new post has no key
    yet; its form has.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("user")
    )
    post = models.ForeignKey(
        "articles.Post",
        on_delete=models.CASCADE,
        null=True,
        related_name="autosaves",
        verbose_name=_("post"),
    )
    key = models.UUIDField(null=True)
    fields = LongJSONField(_("fields"))
    saved_at = models.DateTimeField(_("saved"), auto_now=True)

    objects = AutosaveQuerySet.as_manager()

    class Meta:
        verbose_name = _("text that was not saved")
        verbose_name_plural = _("texts that were not saved")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "post"], name="autosave_once_for_post"),
            models.UniqueConstraint(fields=["user", "key"], name="autosave_once_for_new_post"),
            models.CheckConstraint(
                condition=Q(post=None, key__isnull=False) | Q(post__isnull=False, key=None),
                name="autosave_of_one_post",
            ),
        ]

    def __str__(self):
        return f"{self.user} · {self.post or _('new post')}"


class PresenceQuerySet(models.QuerySet):
    def note(self, post, user, window):
        """Note that `window` of `user` has the post open; return the others that have, by name.

        Each is (name of the user, whether it is the same user).
        """
        now = timezone.now()
        self.filter(seen_at__lt=now - ABSENT).delete()
        self.update_or_create(post=post, user=user, window=window, defaults={"seen_at": now})
        others = self.filter(post=post).exclude(user=user, window=window)
        names = others.order_by("user__username").values_list("user__username", "user")
        return [(name, key == user.pk) for name, key in dict.fromkeys(names)]


class Presence(models.Model):
    """A window in which somebody has a post's form open."""

    post = models.ForeignKey("articles.Post", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    window = models.UUIDField()
    seen_at = models.DateTimeField(db_index=True)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["post", "user", "window"], name="window_once_at_post")
        ]

    def __str__(self):
        return f"{self.user} · {self.post_id}"
