"""Atom and JSON feeds of the site, of sections, tags and authors."""

from articles.feeds.channels import author_feed, section_feed, site_feed, tag_feed

__all__ = ["author_feed", "section_feed", "site_feed", "tag_feed"]
