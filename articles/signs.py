"""Signs of life of the worker: a task that does nothing is late where nobody does tasks.

So that an editor hears of a worker that stands still before something is missed.
"""

import logging
from datetime import timedelta

from django.db import Error
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import outbox

log = logging.getLogger(__name__)

EVERY = timedelta(minutes=10)
LOOKED_EVERY = 60
TASK = "articles.tasks.beat"


def ask_for_one():
    """Queue a sign of life, unless one was asked for lately; forget those that were given."""
    try:
        signs = DBTaskResult.objects.filter(task_path=TASK).order_by()
        if signs.filter(enqueued_at__gt=timezone.now() - EVERY).exists():
            return
        signs.filter(status="SUCCESSFUL").delete()
        # One that waits says enough.
        if not signs.exists():
            outbox.put("beat")
    except Error as problem:
        log.warning("No sign of life could be asked for: %s", str(problem).strip())
