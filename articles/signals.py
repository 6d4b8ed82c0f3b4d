from django.db.models.signals import post_migrate

from articles import permissions, search


def connect():
    post_migrate.connect(prepare_database, dispatch_uid="articles.prepare_database")


def prepare_database(sender, using, **_kwargs):
    """Make the search index and the groups once their tables stand."""
    if sender.name == "articles":
        search.install(using)
        permissions.make_groups()
