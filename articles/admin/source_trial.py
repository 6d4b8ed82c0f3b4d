"""What a source's settings make of a document, before they are saved."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from django.conf import settings
from django.utils.translation import gettext as _

from articles.admin.run_facts import kind_label
from articles.admin.sides import Comparison, folded
from articles.differences import aligned_rows
from articles.html import PageImage, images_of, present
from articles.html.readable import readable
from articles.importing.advice import REMOVED
from articles.importing.contracts import Contract, Rules
from articles.importing.conversion import convert
from articles.importing.readers import RawDocument
from articles.models import ImportRecord
from articles.telling import in_words

ORIGINALS = 20


@dataclass
class Shown:
    """The body of a document as readers would see it."""

    body: str


@dataclass
class Trial:
    """Rows of what the saved settings and the edited ones make of a document, and its body.

    A row is (label, text under the edited settings, Comparison or None where both agree).
    """

    rows: list
    shown: Shown

    @property
    def differs(self):
        return any(comparison for _label, _text, comparison in self.rows)


def latest_originals(source):
    """Return the records of the latest ORIGINALS documents of `source` whose bytes are kept."""
    records = ImportRecord.objects.filter(source=source, original__isnull=False)
    newest = {}
    rows = records.order_by("-pk").values_list("identifier", "pk")
    for identifier, key in rows[: ORIGINALS * 5]:
        newest.setdefault(identifier, key)
    latest = ImportRecord.objects.filter(pk__in=list(newest.values())[:ORIGINALS])
    return latest.select_related("post").defer("post__body", "post__extra").order_by("-pk")


def document_of(record):
    """Return the document of an ImportRecord as it came in."""
    return RawDocument(
        identifier=record.identifier,
        path=record.path,
        root="",
        folder="",
        beside="",
        content=bytes(record.original.content),
        timezone=record.run.options.get("timezone", ""),
        pictures=record.pictures,
    )


def sent_document(name, content):
    """Return the document in `content`, bytes, that came as the file `name`."""
    name = PurePosixPath(name).name or "document.html"
    return RawDocument(identifier=name, path=name, root="", folder="", beside="", content=content)


def try_settings(raw, saved, edited):
    """Return the Trial of a document: `saved` and `edited` are the source before and after."""
    before, after = (_convert(raw, source) for source in (saved, edited))
    told = [_told(converted) for converted in (before, after)]
    headings = (_("Saved settings"), _("Edited settings"))
    rows = []
    for label, old in told[0].items():
        new = told[1][label]
        comparison = None
        if old != new:
            comparison = Comparison(headings, folded(aligned_rows(old, new)))
        rows.append((label, new, comparison))
    return Trial(rows, Shown(_shown(after)))


def _convert(raw, source):
    contract = Contract(
        source.homepage, source.is_clock_local, source.timezone, source.permalink, source.rules
    )
    language = {"zh-hans": "zh-Hans"}.get(settings.LANGUAGE_CODE, settings.LANGUAGE_CODE)
    rules = Rules(source.name, raw.timezone, settings.TIME_ZONE, language, {source.name: contract})
    return convert(raw, rules)


def _told(converted):
    """Return what became of a document as {label: text}, in the order of a page."""
    if converted.error:
        return {_("Problem"): in_words(converted.error.message)} | dict.fromkeys(_labels()[1:], "")
    fields = converted.fields
    figures = [
        " · ".join(filter(None, (picture.address, shown.caption, shown.credit)))
        for picture, shown in zip(converted.images, images_of(fields["body"]), strict=True)
    ]
    if converted.lead:
        lead = (converted.lead.address, fields["lead_caption"], converted.lead.credit)
        figures.insert(0, " · ".join(filter(None, lead)))
    names = {picture.image_id: f"[{picture.address}]" for picture in converted.images}
    texts = (
        "",
        fields["title"],
        fields["summary"],
        fields["published_at"] or "",
        fields["rights"],
        readable(fields["body"], names),
        "\n".join(figures),
        "\n".join(
            f"{kind_label(part['kind'], REMOVED)}: {part['text']}" for part in converted.removed
        ),
        "\n".join(
            f"{kind_label(part['kind'])}: {in_words(part['message'])}"
            for part in converted.warnings
        ),
        "\n".join(converted.old_addresses),
    )
    return dict(zip(_labels(), texts, strict=True))


def _labels():
    return [
        _("Problem"),
        _("Title"),
        _("Summary"),
        _("Publication date"),
        _("Rights notice"),
        _("Body"),
        _("Pictures"),
        _("Taken out"),
        _("Warnings"),
        _("Old addresses"),
    ]


def _shown(converted):
    if converted.error:
        return ""
    pictures = {
        picture.image_id: PageImage(
            picture.address, picture.width, picture.height, picture.alt, picture.credit, True
        )
        for picture in converted.images
        if picture.address.startswith(("https://", "http://"))
    }
    return present(converted.fields["body"], pictures, language=converted.fields["language"])
