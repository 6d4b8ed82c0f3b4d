import sys

from django.db import transaction
from django.db.models.signals import post_delete, post_migrate

from articles import permissions, search
from articles.models import Image
from articles.models.images import RENDITION_KINDS, rendition_name


def connect():
    post_migrate.connect(prepare_database, dispatch_uid="articles.prepare_database")
    post_delete.connect(drop_file, sender=Image, dispatch_uid="articles.drop_file")


def prepare_database(sender, using, verbosity=0, stdout=sys.stdout, **_kwargs):
    """Make the search index and the groups once their tables stand; fill in what it lacks."""
    if sender.name != "articles":
        return
    if search.install(using):
        indexed = search.index_missing()
        if indexed and verbosity:
            stdout.write(f"Indexed {indexed:,} posts for search.\n")
    permissions.make_groups()


def drop_file(sender, instance, **_kwargs):
    """Delete the file of a deleted image, once that is certain, unless another image shows it.

    Its smaller copies too.
    """
    name, storage = instance.file.name, instance.file.storage
    copies = [
        rendition_name(name, width, kind)
        for width in instance.widths or []
        for kind in RENDITION_KINDS
    ]

    def drop():
        if not Image.objects.filter(file=name).exists():
            for file in (*copies, name):
                storage.delete(file)

    if name:
        transaction.on_commit(drop)
