import hashlib

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.prepared import Now
from articles.models.purges import FRONT, Purge

PLACES = 5


class FrontPageSlotQuerySet(models.QuerySet):
    def filled(self):
        """Slots that an editor's choice fills now; their posts may still not be public."""
        return self.filter(Q(until=None) | Q(until__gt=Now())).order_by("position")

    def place(self, slot):
        """Save `slot`, new or changed: a place holds one post, and a post stands in one place.

        What stood there goes to the place that `slot` leaves, if it leaves one.
        """
        try:
            self._place(slot)
        except IntegrityError:
            # Another editor has filled the place since it was looked at.
            self._place(slot)

    def _place(self, slot):
        with transaction.atomic():
            left = self.filter(pk=slot.pk).values_list("position", flat=True).first()
            others = self.exclude(pk=slot.pk)
            others.filter(post=slot.post_id).delete()
            moved = others.filter(position=slot.position).first()
            if moved is not None:
                moved.delete()
            slot.save()
            if moved is not None and left is not None:
                self.create(position=left, post=moved.post, until=moved.until)

    def delete(self):
        Purge.objects.leave([FRONT])
        return super().delete()

    delete.alters_data = True
    delete.queryset_only = True

    def fingerprint(self):
        """Return what changes with every change of any place."""
        rows = self.order_by("position").values_list("position", "post", "until")
        return hashlib.sha256(repr(list(rows)).encode()).hexdigest()[:16]

    def arrange(self, places, *, seen):
        """Let the places be exactly `places`, {position: (post, until)}; whether that was done.

        Not where they have changed since their fingerprint was `seen`.
        """
        try:
            with transaction.atomic():
                list(self.select_for_update().values_list("pk"))
                if self.fingerprint() != seen:
                    return False
                self.all().delete()
                for position, (post, until) in places.items():
                    self.create(position=position, post=post, until=until)
        except IntegrityError:
            # Another editor filled an empty page in the same moment.
            return False
        return True


class FrontPageSlot(models.Model):
    """A post that an editor put at the top of the front page; 1 is the lead."""

    position = models.PositiveSmallIntegerField(
        _("place"),
        unique=True,
        choices=[(1, _("lead story")), *((n, str(n)) for n in range(2, PLACES + 1))],
        help_text=_("What is not chosen is filled with the newest posts."),
    )
    post = models.OneToOneField("articles.Post", on_delete=models.CASCADE, verbose_name=_("post"))
    until = models.DateTimeField(
        _("until"),
        null=True,
        blank=True,
        help_text=_("From then on the place fills itself again. Empty: until you change it."),
    )

    objects = FrontPageSlotQuerySet.as_manager()

    class Meta:
        verbose_name = _("place on the front page")
        verbose_name_plural = _("places on the front page")
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(position__range=(1, PLACES)), name="front_page_place_exists"
            )
        ]

    def __str__(self):
        return f"{self.get_position_display()}: {self.post}"

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        Purge.objects.leave([FRONT])

    def delete(self, *args, **kwargs):
        Purge.objects.leave([FRONT])
        return super().delete(*args, **kwargs)
