from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

# So many of those that were left are kept by name and reason; all are counted.
NAMED = 500


class BulkJob(models.Model):
    """One change of many posts: what is wanted of which, how far it is, and what was left.

    `selection` is {"posts": keys} or {"filter": values of a PostFilter, "up_to": last key}. It is
    gone through in the order of the keys; `last` is that of the post that was looked at last.
    """

    class Kind(models.TextChoices):
        SUBMIT = "submit", _("Submit for review")
        APPROVE = "approve", _("Approve")
        PUBLISH = "publish", _("Publish")
        WITHDRAW = "withdraw", _("Withdraw")
        REFILE = "refile", _("Put into a section")
        TAG = "tag", _("Add or remove tags")
        BRING_HOME = "bring_home", _("Bring pictures home")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        FINISHED = "finished", _("finished")
        STOPPED = "stopped", _("stopped")

    kind = models.CharField(_("what"), max_length=12, choices=Kind)
    selection = models.JSONField(_("which posts"))
    wanted = models.JSONField(_("how"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    total = models.PositiveIntegerField(_("posts"))
    done = models.PositiveIntegerField(_("looked at"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    left_count = models.PositiveIntegerField(_("left as they were"), default=0)
    # [key, title, reason] each.
    left = models.JSONField(default=list)
    last = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        verbose_name = _("bulk change")
        verbose_name_plural = _("bulk changes")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "running"], finished_at=None)
                | models.Q(state__in=["finished", "stopped"], finished_at__isnull=False),
                name="bulk_job_over_when_finished",
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} · {self.total}"

    @property
    def is_over(self):
        return self.finished_at is not None

    @property
    def percent(self):
        """How far it is, 0 to 100."""
        return min(100, 100 * self.done // self.total) if self.total else 100
