"""Posts on their way out: as rows of data, and as a Hexo site that can be imported again."""

from articles.exporting.rows import exported_posts
from articles.exporting.site import write_site

__all__ = ["exported_posts", "write_site"]
