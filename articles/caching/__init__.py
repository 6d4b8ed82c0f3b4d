"""Whole pages that are kept, for everybody.

A view says of a page that it may be kept and what it shows (`labels`). `serving` stands in front
of the views, `store` holds the pages, `encodings` makes them small, and `watch` knows what was
called in since (`articles.models.purges`).
"""

from articles.caching.labels import keep, kept_labels
from articles.models.purges import EVERYTHING, FRONT, STREAM, label_of

__all__ = ["EVERYTHING", "FRONT", "STREAM", "keep", "kept_labels", "label_of"]
