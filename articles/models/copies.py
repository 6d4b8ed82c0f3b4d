"""The smaller copies of a picture: where they lie, and which of them a page offers."""

from django.db import models

# Best first: a browser takes the first that it knows.
RENDITION_KINDS = ("avif", "webp")


def rendition_name(name, width, kind):
    """Return where the copy of the stored picture `name` lies, `width` pixels wide."""
    return f"{name.rpartition('.')[0]}-{width}.{kind}"


class Copies(models.Model):
    """What there is beside the file of a picture, made by `articles.images.renditions`."""

    # Pixels. None: not made yet.
    widths = models.JSONField(null=True, editable=False)
    # "1280.jpg": the end of the name of the copy for whoever knows no other kind; "" when the
    # file itself is no larger.
    fallback = models.CharField(max_length=12, blank=True, editable=False)
    # "3a5f7c", what the most of it has; "" when it is unknown or the picture is transparent.
    colour = models.CharField(max_length=6, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def renditions(self):
        """Its copies as [(media type, candidates of a srcset)], best first; [] without any."""
        if not (self.file and self.widths):
            return []
        address = self.file.url
        return [
            (
                f"image/{kind}",
                ", ".join(f"{rendition_name(address, w, kind)} {w}w" for w in self.widths),
            )
            for kind in RENDITION_KINDS
        ]

    @property
    def src(self):
        """The address that every browser can show: our file or its fallback, else the original
        over https."""
        if not self.file:
            return self.original_url.replace("http://", "https://", 1)
        if self.fallback:
            width, _dot, kind = self.fallback.partition(".")
            return rendition_name(self.file.url, width, kind)
        return self.file.url

    @property
    def src_size(self):
        """Width and height of what stands at `src`, (None, None) when unknown."""
        if self.file and self.fallback and self.width:
            width = int(self.fallback.partition(".")[0])
            return width, max(round(width * self.height / self.width), 1)
        return self.width, self.height

    @property
    def thumb(self):
        """The address of the smallest copy, for lists of the desk."""
        if self.file and self.widths:
            return rendition_name(self.file.url, self.widths[0], "webp")
        return self.src

    @property
    def files(self):
        """The names of all files that are made for it alone: [] without any."""
        name = self.file.name
        if not name:
            return []
        copies = [
            rendition_name(name, width, kind)
            for width in self.widths or []
            for kind in RENDITION_KINDS
        ]
        if self.fallback:
            copies.append(rendition_name(name, *self.fallback.split(".")))
        return [*copies, name]
