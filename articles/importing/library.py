"""The pictures of documents into the library, a batch at a time."""

from pathlib import Path
from uuid import UUID

from articles.html import CleanHTML, FoundImage, read_body
from articles.images.known import known_pictures
from articles.images.library import add_picture
from articles.images.verification import PictureRefused
from articles.importing.conversion import Converted
from articles.importing.errors import why_not
from articles.importing.identity import Known
from articles.importing.local_pictures import LOCAL
from articles.models import Image, Post
from articles.telling import reason_of, tell


def keep_pictures(documents: list[Converted], *, with_files: bool) -> set[UUID]:
    """Make the rows of all pictures of `documents`; return the keys of those the library has.

    Without `with_files`, in a dry run, no file is written. A picture that is refused is
    reported and left out.
    """
    found = [picture for document in documents for picture in document.pictures]
    remote = [picture for picture in found if not picture.address.startswith(LOCAL)]
    Image.objects.remember(remote)
    # A picture of the body has its credit in its figure; that above the text only here.
    Image.objects.complete({d.lead.image_id: d.lead for d in documents if d.lead})
    kept = {picture.image_id for picture in remote}
    with_local = [d for d in documents if any(p.address.startswith(LOCAL) for p in d.pictures)]
    shown = {shown.image_id for document in documents for shown in document.shown}
    if with_local or shown - kept:
        kept |= set(Image.objects.filter(pk__in=shown - kept).values_list("pk", flat=True))
        kept |= _keep_local(with_local, kept, with_files=with_files)
    return kept


def name_as_kept(document: Converted, known: Known | None) -> None:
    """Give the pictures of a document from an export the keys that the library has for them."""
    post = Post(pk=known.post_id) if known else None
    keys = known_pictures(document.pictures, post=post)
    if not keys:
        return
    body = str(document.fields["body"])
    for key, kept in keys.items():
        body = body.replace(f'data-image="{key}"', f'data-image="{kept}"')
    document.fields["body"] = CleanHTML(body)
    document.shown = read_body(document.fields["body"]).images
    if document.lead and document.lead.image_id in keys:
        document.fields["lead_image_id"] = str(keys[document.lead.image_id])
    document.images = [p for p in document.images if p.image_id not in keys]
    document.lead = None if document.lead and document.lead.image_id in keys else document.lead


def _keep_local(documents: list[Converted], known: set[UUID], *, with_files: bool) -> set[UUID]:
    leads = {document.lead.image_id for document in documents if document.lead} - known
    kept = set(Image.objects.filter(pk__in=leads).values_list("pk", flat=True))
    for document in documents:
        for picture in document.pictures:
            path = document.local_pictures.get(picture.address)
            if picture.image_id not in kept | known and path and with_files:
                kept |= _keep_file(document, picture, Path(path))
        lead = document.lead
        if lead and lead.address.startswith(LOCAL) and lead.image_id not in kept | known:
            document.fields["lead_image_id"] = None
    return kept


def _keep_file(document: Converted, picture: FoundImage, path: Path) -> set[UUID]:
    try:
        content = path.read_bytes()
        row = add_picture(
            content, image_id=picture.image_id, alt=picture.alt, credit=picture.credit
        )
    except (OSError, PictureRefused) as problem:
        reason = why_not(problem) if isinstance(problem, OSError) else reason_of(problem)
        message = tell("{name} stays out: {reason}", name=path.name, reason=reason)
        warning = {"kind": "picture", "message": message}
        # A batch that fails is taken again, document by document.
        document.warnings += [] if warning in document.warnings else [warning]
        return set()
    return {row.pk}
