"""What the server of the workers reads before it forks them, so that they share it."""

import gc

from articles.importing import conversion

# Objects that the collector does not visit stay on pages that the workers share.
gc.freeze()

__all__ = ["conversion"]
