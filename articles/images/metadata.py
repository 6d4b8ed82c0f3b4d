"""What a picture says of itself, read before it is taken off: caption, credit, rights, alt text.

IPTC-IIM and XMP are what agencies and Photoshop write, EXIF is the camera's. Fields as in
https://www.iptc.org/std/photometadata/specification/ and
https://exiftool.org/TagNames/EXIF.html
"""

import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lxml import etree
from PIL import ExifTags, Image, ImageFile, IptcImagePlugin

from articles.html import one_line

MAX_XMP = 1_000_000
# As long as the columns that take them.
CAPTION, CREDIT, RIGHTS, ALT = 1000, 200, 300, 300

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
CORE = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
USAGE = "{http://ns.adobe.com/xap/1.0/rights/}UsageTerms"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# IPTC data sets of record 2, and the character set of all, in record 1.
CHARACTERS, UTF_8 = (1, 90), b"\x1b%G"
HEADLINE, BYLINE, CREDITED, SOURCE = (2, 105), (2, 80), (2, 110), (2, 115)
NOTICE, DESCRIPTION, CREATED = (2, 116), (2, 120), (2, 55)
# Cameras fill these in by themselves.
NOTHING_SAID = re.compile(
    r"(?:OLYMPUS|MINOLTA|SONY|KODAK|Samsung|SAMSUNG|DCIM|DIGITAL CAMERA|DCF|default|"
    r"Exif_JPEG_PICTURE|Screenshot|LEAD Technologies Inc\.).*\Z",
    re.IGNORECASE,
)
DAY = re.compile(r"(\d{4})\D?(\d{2})\D?(\d{2})")
ODD = (*(OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError), struct.error)


@dataclass(frozen=True)
class PictureFacts:
    """What a picture says of itself, each in a line no longer than its column.

    "" and None stand for what it does not say.
    """

    caption: str = ""
    credit: str = ""
    rights: str = ""
    alt: str = ""
    taken_on: date | None = None


def facts_of(picture: ImageFile.ImageFile) -> PictureFacts:
    """Return what `picture`, as it was opened, says of itself. What cannot be read says nothing."""
    xmp, iptc, exif = _xmp(picture), _iptc(picture), _exif(picture)
    caption = _first(
        xmp.get("description"), iptc.get(DESCRIPTION), exif.get("ImageDescription"),
        exif.get("XPComment"), xmp.get("headline"), iptc.get(HEADLINE), exif.get("XPTitle"),
    )  # fmt: skip
    person = _first(xmp.get("creator"), iptc.get(BYLINE), exif.get("Artist"), exif.get("XPAuthor"))
    agency = _first(
        xmp.get("credit"), iptc.get(CREDITED), xmp.get("source"), iptc.get(SOURCE)
    )  # fmt: skip
    rights = _first(xmp.get("rights"), iptc.get(NOTICE), exif.get("Copyright"), xmp.get("usage"))
    taken = _first(exif.get("DateTimeOriginal"), xmp.get("created"), iptc.get(CREATED))
    return PictureFacts(
        caption=_cut(caption, CAPTION),
        credit=_cut(credit_line(person, agency), CREDIT),
        rights=_cut(rights, RIGHTS),
        alt=_cut(xmp.get("alt", ""), ALT),
        taken_on=_day(taken),
    )


def exif_of(picture: Image.Image) -> Image.Exif:
    """Return the EXIF at the head of `picture`; Pillow unpacks a whole PNG to look behind it."""
    if picture.format == "PNG" and "exif" not in picture.info:
        return Image.Exif()
    return picture.getexif()


def credit_line(person: str, agency: str) -> str:
    """Return who made a picture and who gave it as newspapers print it: 陈晓/新华社."""
    if not person or not agency or person in agency:
        return agency or person
    return person if agency in person else f"{person}/{agency}"


def decoded(data: bytes, *, is_utf8: bool = False) -> str:
    """Return a text of IPTC or EXIF, whose encoding nothing tells: UTF-8, else Chinese or western.

    As GB18030 almost any bytes of western text are some rare hanzi: Chinese is what reads as
    common ones.
    """
    data = data.rstrip(b"\0")
    try:
        return data.decode()
    except UnicodeDecodeError:
        if is_utf8:
            return data.decode(errors="ignore")
    try:
        chinese = data.decode("gb18030")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="ignore")
    beyond = [character for character in chinese if not character.isascii()]
    common = sum(1 for character in beyond if character.encode("gb2312", errors="ignore"))
    return chinese if common * 2 >= len(beyond) else data.decode("cp1252", errors="ignore")


def _iptc(picture: ImageFile.ImageFile) -> dict[tuple[int, int], str]:
    try:
        sets = IptcImagePlugin.getiptcinfo(picture) or {}
    except ODD:
        return {}
    is_utf8 = sets.get(CHARACTERS) == UTF_8
    texts = {}
    for key, value in sets.items():
        parts = value if isinstance(value, list) else [value]
        texts[key] = _joined(decoded(part, is_utf8=is_utf8) for part in parts)
    return texts


def _exif(picture: Image.Image) -> dict[str, str]:
    texts: dict[str, str] = {}
    try:
        exif = exif_of(picture)
        tags = {**exif, **exif.get_ifd(ExifTags.IFD.Exif)}
    except ODD:
        return texts
    for number, value in tags.items():
        name = ExifTags.TAGS.get(number, "")
        if name.startswith("XP") and isinstance(value, bytes):
            texts[name] = one_line(value.decode("utf-16-le", errors="ignore"))
        elif isinstance(value, str):
            # Pillow takes each byte for a letter.
            text = one_line(decoded(value.encode("latin-1", errors="replace")))
            texts[name] = "" if NOTHING_SAID.match(text) else text
    return texts


def _xmp(picture: Image.Image) -> dict[str, str]:
    packet = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or b""
    data = packet.encode() if isinstance(packet, str) else packet
    if not isinstance(data, bytes) or not data or len(data) > MAX_XMP:
        return {}
    # Nothing in it is looked up or expanded, and what has entities of its own is not read.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    try:
        root = etree.fromstring(data.strip(b"\0 \r\n\t"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return {}
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        return {}
    names = {
        "description": DC + "description", "headline": PHOTOSHOP + "Headline",
        "creator": DC + "creator", "credit": PHOTOSHOP + "Credit", "source": PHOTOSHOP + "Source",
        "rights": DC + "rights", "usage": USAGE, "created": PHOTOSHOP + "DateCreated",
        "alt": CORE + "AltTextAccessibility",
    }  # fmt: skip
    return {name: _property(root, tag) for name, tag in names.items()}


def _property(root: etree._Element, tag: str) -> str:
    """Return a property of XMP: an attribute, a text, a list, or one text in several languages."""
    for described in root.iter(RDF + "Description"):
        if text := described.get(tag):
            return one_line(str(text))
    element = next(root.iter(tag), None)
    if element is None:
        return ""
    items = list(element.iter(RDF + "li"))
    if not items:
        return one_line("".join(str(text) for text in element.itertext()))
    texts = [one_line("".join(str(text) for text in item.itertext())) for item in items]
    languages = [str(item.get(LANG) or "") for item in items]
    if not any(languages):
        return _joined(texts)
    by_language = dict(zip(languages, texts, strict=True))
    chinese = [text for language, text in by_language.items() if language.startswith("zh")]
    return _first(*chinese, by_language.get("x-default"), *texts)


def _joined(texts: Iterable[str]) -> str:
    lines = (one_line(text) for text in texts)
    return "、".join(line for line in lines if line)


def _first(*texts: str | None) -> str:
    return next((text for text in texts if text), "")


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _day(text: str) -> date | None:
    found = DAY.match(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
