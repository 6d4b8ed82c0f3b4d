"""HTML in, HTML out: pure functions that know no database and no page."""

from articles.html.body import Body, make_body
from articles.html.figures import FoundImage, ShownImage, adopt_images, image_id, images_of
from articles.html.present import PageImage, present
from articles.html.reading import Reading, read_body
from articles.html.rule_text import RuleError, read_rules
from articles.html.rules import BodyRules
from articles.html.sanitize import CleanHTML, MarkupRefused, clean_html
from articles.html.text import clean_text, excerpt_of, one_line, text_of

__all__ = [
    "Body",
    "BodyRules",
    "CleanHTML",
    "FoundImage",
    "MarkupRefused",
    "PageImage",
    "Reading",
    "RuleError",
    "ShownImage",
    "adopt_images",
    "clean_html",
    "clean_text",
    "excerpt_of",
    "image_id",
    "images_of",
    "make_body",
    "one_line",
    "present",
    "read_body",
    "read_rules",
    "text_of",
]
