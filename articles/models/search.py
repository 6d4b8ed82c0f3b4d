from django.db import models

from articles.fields import LongTextField
from articles.models.listings import Listing
from articles.tokens import words_of_names

RENEW_BATCH = 500
# From a post to the names that stand with it. Its listings lead to the sections above, too.
NAMES = (
    "bylines__author__name",
    "tagged__tag__name",
    "source__name",
    "section_listings__category__name",
)


def is_renamed(subject):
    """Whether a stored row of a model with names is about to be saved with another one."""
    rows = type(subject).objects.filter(pk=subject.pk)
    return not subject._state.adding and rows.exclude(name=subject.name).exists()


class PostSearchQuerySet(models.QuerySet):
    def name_lists(self, keys):
        """Return the present names of tags, authors, source and sections of posts, by key."""
        keys = list(keys)
        names = {key: [] for key in keys}
        if not keys:
            return names
        posts = self.model._meta.get_field("post").related_model.objects.filter(pk__in=keys)
        parts = [
            posts.order_by().values_list("pk", models.Value(place), path)
            for place, path in enumerate(NAMES)
        ]
        rows = parts[0].union(*parts[1:], all=True)
        for key, _place, name in sorted(rows, key=lambda row: row[1]):
            if name and name not in names[key]:
                names[key].append(name)
        return names

    def names_of(self, keys):
        """Return the present names of the posts of `keys`, as the index holds them, by key."""
        return {key: words_of_names(names) for key, names in self.name_lists(keys).items()}

    def renew_names(self, keys):
        """Make the posts of `keys` findable by their present names, and no more by former ones.

        To be called in the transaction in which a name or its place with posts has changed.
        """
        keys = sorted(set(keys))
        # A source may have more posts than a query takes values.
        for start in range(0, len(keys), RENEW_BATCH):
            batch = keys[start : start + RENEW_BATCH]
            held = {row.pk: row for row in self.filter(pk__in=batch).select_for_update()}
            changed = []
            for key, names in self.names_of(list(held)).items():
                if held[key].names != names:
                    held[key].names = names
                    changed.append(held[key])
            # As an upsert, for which alone both databases take many values at once.
            self.bulk_create(
                changed, update_conflicts=True, unique_fields=["post"], update_fields=["names"]
            )


class PostSearch(Listing):
    """The words of a post's head, in the form of `articles.tokens.words_in`.

    `names` are those of its tags, authors, source and sections. Publication and expiry are
    repeated, so that hits are put in order without a look at the posts. The database keeps its
    index over the words by itself (see `articles.search`), as over those of `PostText`: the text
    stands apart, so that a changed name rewrites no long row.
    """

    post = models.OneToOneField(
        "articles.Post", on_delete=models.CASCADE, primary_key=True, related_name="search"
    )
    expires_at = models.DateTimeField(null=True, editable=False)
    title = models.TextField()
    summary = models.TextField()
    names = models.TextField()

    objects = PostSearchQuerySet.as_manager()

    def __str__(self):
        return self.title


class PostText(models.Model):
    """The words of all a post says, from title to text, as in `PostSearch`."""

    post = models.OneToOneField(
        "articles.Post", on_delete=models.CASCADE, primary_key=True, related_name="search_text"
    )
    words = LongTextField()

    def __str__(self):
        return self.words[:50]
