"""What the fields of a post's form show of a content (`articles.models.content`)."""

from articles.html import CleanHTML
from articles.models import Tag
from articles.models.content import typed

# The field in which each part of a content is typed, where that has another name.
TYPED_IN = {
    "categories": "sections",
    "authors": "writers",
    "lead_image_id": "lead_image",
    "source_id": "source",
}


def initial_of(content):
    """Return what the fields show of `content`, by name."""
    shown = typed(content)
    return (
        shown
        | {name: shown[part] for part, name in TYPED_IN.items()}
        | {
            "body": CleanHTML(shown["body"]),
            "tags": [Tag(name=name) for name in content["tags"]],
            "correction": content.get("correction", ""),
        }
    )
