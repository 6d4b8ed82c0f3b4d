from django.db import models

from articles.fields import LongTextField


class PostSearch(models.Model):
    """The words of a post, as `articles.tokens` writes them, with blanks between.

    The database keeps its index over these columns by itself (see `articles.search`).
    """

    post = models.OneToOneField(
        "articles.Post", on_delete=models.CASCADE, primary_key=True, related_name="search"
    )
    title = models.TextField()
    body = LongTextField()

    def __str__(self):
        return self.title
