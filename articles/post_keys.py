"""Keys by which a post of this site is known again in a document that left it."""

from django.core import signing

SALT = "articles.post_keys"


def post_key(post) -> str:
    """Return the signed key of `post`, a saved one: the same each time, good on this site alone."""
    return signing.Signer(salt=SALT).sign(str(post.pk))


def post_of_key(text: str) -> int | None:
    """Return the primary key that `post_key` signed into `text`, None when it did not."""
    try:
        return int(signing.Signer(salt=SALT).unsign(text))
    except (signing.BadSignature, ValueError):
        return None
