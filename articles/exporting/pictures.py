"""The pictures of an exported post: files beside its document, or addresses elsewhere."""

import shutil
from pathlib import Path, PurePosixPath
from uuid import UUID

from articles.html import images_of
from articles.html.export import ExportedImage
from articles.models import Image, Post
from articles.slugs import free_slug, slugify

NAME_LENGTH = 40
UNNAMED = "picture"


class Pictures:
    """The pictures of `post`, copied into `folder`, which is made when it is needed.

    `shown` are those of the body by key, `lead` is the one above it or None, and `missing`
    the names of files that the storage does not have.
    """

    def __init__(self, post: Post, folder: Path):
        self.folder = folder
        self.missing: list[str] = []
        self._names: dict[UUID, str] = {}
        captions = {image.image_id: image.caption for image in images_of(post.body)}
        rows = Image.objects.in_bulk(captions) if captions else {}
        self.lead = None
        if post.lead_image:
            self.lead = self._exported(post.lead_image, post.lead_caption)
        found = {key: self._exported(rows[key], captions[key]) for key in captions if key in rows}
        self.shown = {key: image for key, image in found.items() if image is not None}

    def _exported(self, row: Image, caption: str) -> ExportedImage | None:
        name = self._copied(row, caption) if row.file else ""
        if not (name or row.original_url):
            return None
        return ExportedImage(
            src=name or row.original_url,
            original=row.original_url if name else "",
            width=row.width,
            height=row.height,
            alt=row.alt,
            credit=row.credit,
        )

    def _copied(self, row: Image, caption: str) -> str:
        """Copy the file of `row`, once, under a readable name; return that, "" without a file."""
        if row.pk in self._names:
            return self._names[row.pk]
        suffix = PurePosixPath(row.file.name).suffix
        words = row.alt or caption
        stem = slugify(words, limit=NAME_LENGTH) if words else UNNAMED
        taken = {PurePosixPath(name).stem for name in self._names.values()}
        name = f"{free_slug(stem, taken)}{suffix}"
        try:
            kept = row.file.storage.open(row.file.name, "rb")
        except FileNotFoundError:
            self.missing.append(row.file.name)
            return ""
        with kept:
            self.folder.mkdir(parents=True, exist_ok=True)
            with (self.folder / name).open("wb") as copy:
                shutil.copyfileobj(kept, copy)
        self._names[row.pk] = name
        return name
