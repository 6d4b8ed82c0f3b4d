from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase

from articles.models.listings import Listing
from articles.slugs import slugify


class Tag(TagBase):
    # Taggit would make "" of hanzi; addresses here are pinyin.
    slug = models.SlugField(_("address name"), max_length=100, unique=True)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]

    def get_absolute_url(self):
        return reverse("tag", args=[self.slug])

    def slugify(self, tag, i=None):
        slug = slugify(tag)
        return slug if i is None else f"{slug}-{i}"


class TaggedPost(Listing, ItemBase):
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="tagged", db_index=False)
    content_object = models.ForeignKey(
        "articles.Post", on_delete=models.CASCADE, related_name="tagged", db_index=False
    )

    class Meta:
        verbose_name = _("tag of the post")
        verbose_name_plural = _("tags of the post")
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="post_tagged_once")
        ]
        indexes = [models.Index(fields=["tag", "listed_at", "content_object"], name="tag_newest")]

    @classmethod
    def tags_for(cls, model, instance=None, **extra_filters):
        tags = cls.tag_model().objects.filter(**extra_filters)
        if instance is not None:
            return tags.filter(tagged__content_object=instance)
        return tags.filter(tagged__isnull=False).distinct()
