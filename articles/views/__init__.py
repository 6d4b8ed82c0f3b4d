"""The pages of the public site: each answers everybody alike, in the site's language."""

from articles.views.lists import archive, archive_month, archive_year, author, section, source, tag
from articles.views.machines import healthz, readyz, robots
from articles.views.reads import count_reads
from articles.views.searching import search_page
from articles.views.speculation import speculation_rules
from articles.views.stories import home, post, preview

__all__ = [
    "archive",
    "archive_month",
    "archive_year",
    "author",
    "count_reads",
    "healthz",
    "home",
    "post",
    "preview",
    "readyz",
    "robots",
    "search_page",
    "section",
    "source",
    "speculation_rules",
    "tag",
]
