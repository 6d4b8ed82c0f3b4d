"""The body of a document as HTML, whatever it is written in. Nothing in it is evaluated."""

from articles.importing.markup.expansion import Expanded, expand

__all__ = ["Expanded", "expand"]
