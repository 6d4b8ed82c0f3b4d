"""A document: what its front matter says, by schema, and its body as written."""

from articles.importing.documents.decoding import MAX_BYTES
from articles.importing.documents.reading import Document, read_document

__all__ = ["MAX_BYTES", "Document", "read_document"]
