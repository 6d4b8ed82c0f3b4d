"""Addresses at which people without an account see a post as in one revision.

They are signed, so that none can be guessed, and rows, so that any can be taken back.
"""

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import PreviewLink
from articles.permissions import can_edit

SALT = "articles.preview"


def invite(revision, *, by=None):
    """Return a new PreviewLink of `revision`, good for a day or until it is taken back."""
    return PreviewLink.objects.create(revision=revision, created_by=by)


def path_of(link):
    """Return the address of `link` on this site."""
    return reverse("preview", args=[signing.dumps({"link": link.pk}, salt=SALT)])


def preview_path(revision, *, by=None):
    """Return the address of a new link of `revision`."""
    return path_of(invite(revision, by=by))


def revoke(link, *, by):
    """End `link` for whoever has it."""
    if not can_edit(by, link.revision.post):
        raise PermissionDenied(_("You may not take this link back."))
    PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())


def previewed_revision(token):
    """Return the revision that `token` shows.

    Raises Http404 when the token is forged, its link has ended or been taken back, and once the
    revision is published or its post in the trash.
    """
    try:
        key = signing.loads(token, salt=SALT)["link"]
    except (signing.BadSignature, KeyError) as error:
        raise Http404("no such preview") from error
    links = PreviewLink.objects.alive().select_related("revision__post")
    link = links.filter(pk=key).first()
    if link is None or not is_shown(link.revision):
        raise Http404("no such preview")
    return link.revision


def is_shown(revision):
    """Whether a link may show `revision`: not what is published, nor what is in the trash."""
    post = revision.post
    if post.trashed_at is not None:
        return False
    return not post.is_public or revision.pk == post.draft_id
