"""What a serving process does by itself: see which pages were called in, write what was read,
ask the worker for a sign of life.

So it knows of a withdrawal even when nobody asked it for anything before the database went away.
"""

import atexit
import os
import threading
import time

from django.db import close_old_connections

from articles import reads, signs
from articles.caching.watch import EVERY, watch


def start():
    """Let the heart of this process beat, and those of processes that it is copied to."""
    _beat_in_background()
    atexit.register(reads.flush)
    os.register_at_fork(after_in_child=_beat_in_background)


def _beat_in_background():
    threading.Thread(target=_beat, name="heartbeat", daemon=True).start()


def _beat():
    written = asked = time.monotonic()
    while True:
        close_old_connections()
        watch.look_if_due()
        if time.monotonic() - written >= reads.EVERY:
            written = time.monotonic()
            reads.flush()
        if time.monotonic() - asked >= signs.LOOKED_EVERY:
            asked = time.monotonic()
            signs.ask_for_one()
        time.sleep(EVERY)
