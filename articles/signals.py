import sys

from django.apps import apps
from django.db import transaction
from django.db.models.signals import post_delete, post_migrate

from articles import auditing, permissions, search
from articles.images import incoming, library
from articles.models import ChecklistRule, Image


def connect():
    post_migrate.connect(prepare_database, dispatch_uid="articles.prepare_database")
    post_delete.connect(drop_file, sender=Image, dispatch_uid="articles.drop_file")
    auditing.connect()


def prepare_database(sender, using, verbosity=0, stdout=sys.stdout, apps=apps, **_kwargs):
    """Make the search index, the groups and the checklist once their tables stand."""
    if sender.name != "articles":
        return
    if search.install(using):
        indexed = search.index_missing()
        if indexed and verbosity:
            stdout.write(f"Indexed {indexed:,} posts for search.\n")
    permissions.make_groups()
    # Of a database that was taken back to an earlier state, `apps` are those of then.
    if "checklistrule" in apps.all_models["articles"]:
        ChecklistRule.objects.make_missing()


def drop_file(sender, instance, **_kwargs):
    """Delete the files of a deleted image, once that is certain."""
    library.drop_files(instance)
    if instance.incoming:
        transaction.on_commit(lambda: incoming.drop(instance.incoming))
