from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, DatabaseError, transaction
from tqdm import tqdm

from articles import search
from articles.models import Post

BATCH = 200
LINE_EVERY = 5_000


class Command(BaseCommand):
    help = (
        "Make the search index anew from all posts: after a restored backup, or when it was "
        "dropped or damaged. The site can be searched meanwhile."
    )

    def handle(self, **options):
        try:
            search.renew(DEFAULT_DB_ALIAS)
            done = self._index_all()
        except DatabaseError as error:
            raise CommandError(f"The index could not be rebuilt: {error}") from error
        self.stdout.write(f"{done} posts can be found.")

    def _index_all(self):
        done, last_pk = 0, 0
        with tqdm(total=Post.objects.count(), disable=None, unit="") as bar:
            while keys := _index_batch(after=last_pk):
                done, last_pk = done + len(keys), keys[-1]
                bar.update(len(keys))
                if bar.disable and done % LINE_EVERY == 0:
                    self.stdout.write(str(done))
        return done


@transaction.atomic
def _index_batch(*, after):
    # Locked, so that no older text overwrites that of an edit made meanwhile.
    posts = Post.objects.select_for_update().filter(pk__gt=after).order_by("pk")[:BATCH]
    posts = list(posts.only("title", "summary", "lead_caption", "body"))
    search.index(posts)
    return [post.pk for post in posts]
