from django_tasks_db.models import DBTaskResult

from tests.pushes.conftest import SITE


def work():
    """Do what is due, as `manage.py db_worker` does."""
    for row in DBTaskResult.objects.ready():
        row.task.call(**row.args_kwargs["kwargs"])
        row.delete()


def address_of(post):
    return SITE + post.get_absolute_url()
