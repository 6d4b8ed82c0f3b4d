from django.utils.translation import gettext_lazy as _

from articles.models.posts import Post


class TrashedPost(Post):
    """A post as the trash lists it; `articles.trash` has the steps."""

    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = _("post in the trash")
        verbose_name_plural = _("trash")
