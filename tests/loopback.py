"""Servers of the tests' own, on this machine."""

import threading
from contextlib import contextmanager


@contextmanager
def served(server):
    """Give `server`, which answers in a thread while the block runs.

    Its `over` is set at the end, for those of its answers that take their time.
    """
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        thread.join()
        server.server_close()
