from django.db import models
from django.utils.translation import gettext_lazy as _


class Listing(models.Model):
    """A row that puts a post on a list.

    `listed_at` repeats the post's publication while its status is published, and is null
    otherwise: an index over (list, listed_at, post) is then the list itself, newest last,
    and no page of it sorts or scans. It orders; `published()` decides who may read.
    That index and the unique (post, list) serve the keys too, which have none of their own.
    """

    listed_at = models.DateTimeField(_("listed at"), null=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        # Taggit's through model names the post content_object.
        post = self.content_object if hasattr(self, "content_object_id") else self.post
        self.listed_at = post.listed_at
        super().save(*args, **kwargs)
