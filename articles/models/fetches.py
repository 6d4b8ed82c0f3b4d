"""What is known of fetching remote pictures: the columns, and which of them are due."""

from datetime import UTC, datetime

from django.db import models
from django.db.models import F, Max, Q
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.expressions import Checked

# Before any post: where pictures stand that no dated post shows.
NEVER = datetime(1, 1, 2, tzinfo=UTC)


class Problem(models.TextChoices):
    """Why a picture is not here yet: what can happen to a visit (`articles.web.answers.Failure`,
    under the same names), and what was no picture. None says more of a host than whoever asks
    may know."""

    ADDRESS = "address", _("This address is not fetched: it is none of a public web server.")
    NO_HOST = "no_host", _("There is no such host on the public web.")
    REDIRECTS = "redirects", _("It leads on too often, or to where nothing is fetched.")
    MISSING = "missing", _("The server says that there is nothing (404 or 410).")
    DENIED = "denied", _("The server does not give it out.")
    BUSY = "busy", _("The server is busy or out of order.")
    SILENT = "silent", _("There is no answer that can be read.")
    SLOW = "slow", _("The answer takes longer than 30 seconds.")
    TOO_LARGE = "too_large", _("It is larger than 10 MB.")
    NO_PICTURE = (
        "no_picture",
        _("What is there is no JPEG, PNG, WebP or GIF of up to 40 megapixels, or is damaged."),
    )


# These may pass by themselves.
PASSING = {Problem.NO_HOST, Problem.BUSY, Problem.SILENT, Problem.SLOW}


class FetchQuerySet(models.QuerySet):
    def elsewhere(self):
        """Pictures of which there is only an address."""
        return self.filter(file="").exclude(original_url="")

    def broken(self):
        """Those that could not be fetched when it was last tried."""
        # By the index that holds these alone, not by that of files, which most may have none of.
        images = self.alias(its_file=Checked("file")).filter(its_file="")
        return images.exclude(original_url="").exclude(problem="")

    def due(self):
        """Those that nobody has tried to fetch, and those whose next try has come."""
        return self.elsewhere().filter(Q(problem="") | Q(next_try_at__lte=timezone.now()))

    def fetchable(self):
        """All that are elsewhere, and those whose file is what was fetched from there."""
        from_there = Q(sha256=F("fetched_sha256")) & ~Q(sha256="") & ~Q(original_url="")
        return self.filter(from_there | (Q(file="") & ~Q(original_url="")))

    def newest_posts_first(self):
        """In the order of the newest post that shows them; last those of no dated post."""
        newest = Greatest(
            Coalesce(Max("post_images__post__published_at"), NEVER),
            Coalesce(Max("led_posts__published_at"), NEVER),
        )
        return self.annotate(newest=newest).order_by("-newest", "-created_at", "pk")

    def ask_anew(self):
        """Make all of them due, whatever became of earlier tries; return how many they are."""
        return self.update(next_try_at=timezone.now(), tries=0)


class Fetch(models.Model):
    """The state of fetching a picture from its original address."""

    tried_at = models.DateTimeField(_("last tried"), null=True, editable=False)
    # Failures since it was last asked for anew.
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    next_try_at = models.DateTimeField(_("next try"), null=True, editable=False)
    # Until then one process has it in hand; one that was killed does not keep it.
    claimed_until = models.DateTimeField(null=True, editable=False)
    problem = models.CharField(
        _("origin"), max_length=20, choices=Problem, blank=True, editable=False
    )
    etag = models.CharField(max_length=500, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)
    # Of the file that was fetched: another one is an editor's, and stays.
    fetched_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True

    def forget_fetching(self):
        """Take back what is known of its address, which has changed; saves nothing."""
        for name in FETCH_COLUMNS:
            setattr(self, name, self._meta.get_field(name).get_default())


FETCH_COLUMNS = [field.name for field in Fetch._meta.local_fields]
