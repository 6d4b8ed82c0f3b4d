"""Sitemaps for search engines: only what they are to find at our address.

Format: https://www.sitemaps.org/protocol.html
"""

from articles.sitemaps.files import index, post_file, section_file
from articles.sitemaps.news import news

__all__ = ["index", "news", "post_file", "section_file"]
