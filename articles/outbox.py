"""What is to be done outside the database once a change is committed.

The queue is that of django-tasks in this same database: what is put into it inside a
transaction is there exactly when the change is, and a worker (`manage.py db_worker`) does it.
"""

from django.utils.module_loading import import_string


def put(name, *, at=None, **payload):
    """Queue the task `name` of `articles.tasks`, to be run from `at` on (aware; at once if None).

    By name, because changes are made rooms below the tasks. `payload` holds what JSON can.
    """
    task = import_string(f"articles.tasks.{name}")
    if at is not None:
        task = task.using(run_after=at)
    task.enqueue(**payload)
