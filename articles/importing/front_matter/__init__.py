"""The keys above a document's body, as YAML, TOML or JSON, with bounds on what they may hold."""

from articles.importing.front_matter.splitting import split_front_matter
from articles.importing.front_matter.values import FrontMatter, Scalar

__all__ = ["FrontMatter", "Scalar", "split_front_matter"]
