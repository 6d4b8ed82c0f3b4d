"""What posts and pictures hold, and what an export holds of them."""

from articles.models import Image, Post, Revision


def told():
    """All that posts hold, with what belongs to them."""
    return [
        {
            **{name: value for name, value in vars(post).items() if name != "_state"},
            "categories": [filing.category.path for filing in post.filings.all()],
            "authors": [author.name for author in post.byline],
            "tags": sorted(tag.name for tag in post.tags.all()),
            "redirects": sorted(redirect.old_path for redirect in post.redirect_set.all()),
            "revisions": Revision.objects.filter(post=post).count(),
        }
        for post in Post.objects.order_by("pk")
    ]


def library():
    return sorted(Image.objects.values_list("pk", "file", "original_url", "alt", "credit"))


def document_of(site):
    [document] = (site / "source" / "_posts").rglob("*.html")
    return document


def plain(value):
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    return value.value
