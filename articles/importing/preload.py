"""What the server of the workers reads before it forks them, so that they share it."""

import gc
import signal

# Ctrl-C reaches this process too, while it reads: whoever pressed it is told by the importing one.
signal.signal(signal.SIGINT, signal.SIG_IGN)

from articles.importing import conversion  # noqa: E402 - a second or two, in which it may come

# Objects that the collector does not visit stay on pages that the workers share.
gc.freeze()

__all__ = ["conversion"]
