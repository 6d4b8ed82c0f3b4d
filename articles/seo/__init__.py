"""What search engines and other sites are told about a page. Addresses start with SITE_URL."""

from articles.seo.addresses import absolute, standing_alone
from articles.seo.heads import Metadata, article_metadata, list_metadata, site_metadata
from articles.seo.policy import canonical_of, found, is_found, origin_of, own

__all__ = [
    "Metadata",
    "absolute",
    "article_metadata",
    "canonical_of",
    "found",
    "is_found",
    "list_metadata",
    "origin_of",
    "own",
    "site_metadata",
    "standing_alone",
]
