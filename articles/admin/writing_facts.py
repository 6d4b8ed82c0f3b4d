"""What the rich editor is told when a form opens: pictures, addresses, sites, words."""

import re

from django.urls import reverse
from django.utils.translation import get_language

from articles.admin.writing_words import words
from articles.html.embeds import SITES
from articles.models import Image

PICTURE = re.compile('data-image="([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"')
NOBODY = "00000000-0000-0000-0000-000000000000"


def facts_of(image):
    """Return what the desk's scripts have to know of a picture to put it into a text."""
    width, height = image.src_size
    return {
        "key": str(image.pk),
        "src": image.src,
        "alt": image.alt,
        "caption": image.caption,
        "credit": image.credit,
        "title": str(image),
        "width": width,
        "height": height,
    }


def facts_in(body):
    """Return the facts of the library's pictures in `body`, by key."""
    keys = set(PICTURE.findall(body))
    return {str(image.pk): facts_of(image) for image in Image.objects.filter(pk__in=keys)}


def chooser_address():
    """Return the address of the library's window, from which one picture comes back."""
    return reverse("admin:articles_image_changelist") + "?_to_field=id"


def picture_address():
    """Return where the desk's scripts ask what a picture is; KEY stands for its key."""
    return reverse("admin:articles_image_facts", args=[NOBODY]).replace(NOBODY, "KEY")


def editor_facts(body, *, is_typed):
    """Return all that the editor is told on opening `body`, HTML, or None for what it cannot show.

    `is_typed` tells that the form comes back with text as it was typed in the writing box.
    """
    language = get_language() or ""
    return {
        "body": body or "",
        "isSource": body is None,
        "isTyped": is_typed,
        "pictures": facts_in(body or ""),
        "pictureAddress": picture_address(),
        "pastedAddress": reverse("admin:articles_post_pasted"),
        "typedAddress": reverse("admin:articles_post_typed"),
        "sourceAddress": reverse("admin:articles_post_source"),
        "uploadAddress": reverse("admin:articles_image_send"),
        "sites": [[site.host, site.path, site.name(language)] for site in SITES],
        "words": words(),
    }
