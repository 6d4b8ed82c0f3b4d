"""Whether a document's post is published at once, and what keeps it in review."""

from typing import Any

from articles.models import Post, Source
from articles.models.rights import demands_note, is_restricted
from articles.telling import tell

# mypy knows nothing of Django's choices.
Status: Any = Post.Status


def publishes(source: Source | None, asked: str) -> bool:
    """Whether documents of `source` are published; `asked` is the status a run was told, or ""."""
    if asked:
        return asked == "published"
    return source is not None and source.trust == Source.Trust.PUBLISH


def first_status(
    post: Post, source: Source | None, asked: str, *, is_draft: bool, warnings: list[dict[str, str]]
) -> Any:
    """Return the status that a new post begins in; `warnings` are told when it is held."""
    if is_draft or not publishes(source, asked):
        return Status.DRAFT
    if is_held(post, source):
        warnings.append(warning_about(source))
        return Status.IN_REVIEW
    return Status.PUBLISHED


def is_held(post: Post, source: Source | None) -> bool:
    """Whether a post waits for the licence note that its source's policy demands."""
    return demands_note(is_restricted(post.rights), source) and not post.licence_note


def warning_about(source: Source | None) -> dict[str, str]:
    """Return the warning about a post that is held."""
    message = tell(
        "“{source}” asks for a licence note: the post waits in review, "
        "until somebody writes one and publishes it",
        source=str(source),
    )
    return {"kind": "licence", "message": message}
