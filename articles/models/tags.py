from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase

from articles.models.listings import Listing
from articles.models.purges import EVERYTHING, Purge
from articles.models.search import PostSearch, is_renamed
from articles.slugs import slugify


class TagQuerySet(models.QuerySet):
    def named(self, names):
        """Return the tags of `names`, in their order, made where they are missing."""
        known = {tag.name: tag for tag in self.filter(name__in=names)}
        return [
            known.get(name) or self.get_or_create(name=name)[0] for name in dict.fromkeys(names)
        ]

    @transaction.atomic
    def delete(self):
        Purge.objects.leave([EVERYTHING])
        tagged = TaggedPost.objects.filter(tag__in=self.values("pk"))
        posts = list(tagged.order_by().values_list("content_object", flat=True))
        deleted = super().delete()
        PostSearch.objects.renew_names(posts)
        return deleted

    delete.alters_data = True
    delete.queryset_only = True


class Tag(TagBase):
    # Taggit would make "" of hanzi; addresses here are pinyin.
    slug = models.SlugField(_("address name"), max_length=100, unique=True)

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]

    @transaction.atomic(savepoint=False)
    def save(self, *args, **kwargs):
        Purge.objects.follow(self)
        was_renamed = is_renamed(self)
        super().save(*args, **kwargs)
        if was_renamed:
            PostSearch.objects.renew_names(self.tagged.values_list("content_object", flat=True))

    @transaction.atomic
    def delete(self, *args, **kwargs):
        Purge.objects.follow(self)
        posts = list(self.tagged.values_list("content_object", flat=True))
        deleted = super().delete(*args, **kwargs)
        PostSearch.objects.renew_names(posts)
        return deleted

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
