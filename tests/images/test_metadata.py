"""What pictures say of themselves, in the encodings that come in."""

import struct
from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from articles.images.metadata import credit_line, decoded, facts_of
from tests.images.drawing import drawn, encoded

XMP = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:core="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
 photoshop:Credit="新华社" photoshop:DateCreated="2024-05-06T07:08:09+08:00">
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">The new quay</rdf:li><rdf:li xml:lang="zh-CN">新码头启用</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>陈晓</rdf:li><rdf:li>李明</rdf:li></rdf:Seq></dc:creator>
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© 2024 新华社，未经授权不得转载</rdf:li></rdf:Alt></dc:rights>
<core:AltTextAccessibility><rdf:Alt><rdf:li xml:lang="x-default">一艘渡轮靠在新码头</rdf:li></rdf:Alt></core:AltTextAccessibility>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def iptc(*sets, charset=b""):
    """A JPEG with IPTC data sets, (number, bytes) each, as Photoshop puts them into a file."""
    rows = [(1, 90, charset)] if charset else []
    rows += [(2, number, value) for number, value in sets]
    block = b"".join(
        struct.pack(">BBBH", 0x1C, record, number, len(value)) + value
        for record, number, value in rows
    )
    padded = block + b"\0" * (len(block) % 2)
    resource = b"8BIM" + struct.pack(">H", 0x0404) + b"\0\0" + struct.pack(">I", len(block))
    segment = b"Photoshop 3.0\0" + resource + padded
    data = encoded(drawn())
    return data[:2] + b"\xff\xed" + struct.pack(">H", len(segment) + 2) + segment + data[2:]


def facts(data):
    with Image.open(BytesIO(data)) as picture:
        return facts_of(picture)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_xmp_is_read_in_every_kind_that_carries_it(kind):
    options = {"xmp": XMP.encode()}
    if kind == "PNG":
        from PIL.PngImagePlugin import PngInfo

        info = PngInfo()
        info.add_itxt("XML:com.adobe.xmp", XMP)
        options = {"pnginfo": info}

    found = facts(encoded(drawn(), kind, **options))

    assert found.caption == "新码头启用"
    assert found.credit == "陈晓、李明/新华社"
    assert found.rights == "© 2024 新华社，未经授权不得转载"
    assert found.alt == "一艘渡轮靠在新码头"
    assert found.taken_on == date(2024, 5, 6)


@pytest.mark.parametrize(
    ("encoding", "charset"), [("utf-8", b"\x1b%G"), ("utf-8", b""), ("gb18030", b"")]
)
def test_chinese_iptc_is_read_with_and_without_a_word_on_its_encoding(encoding, charset):
    sets = [(120, "台风“梅花”登陆，镕基路积水"), (80, "陈喆"), (110, "新华社"), (116, "版权所有")]

    found = facts(iptc(*[(n, text.encode(encoding)) for n, text in sets], charset=charset))

    assert found.caption == "台风“梅花”登陆，镕基路积水"
    assert found.credit == "陈喆/新华社"
    assert found.rights == "版权所有"


@pytest.mark.parametrize("name", ["Zürich: Müller", "Café à l’Étoile", "Jürgen Groß", "São João"])
def test_western_iptc_is_not_taken_for_chinese(name):
    assert facts(iptc((80, name.encode("cp1252")))).credit == name


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_exif_is_read_in_what_cameras_and_programs_write(encoding):
    exif = Image.Exif()
    exif[0x010E] = "雨后的码头".encode(encoding)
    exif[0x013B] = "陈晓".encode(encoding)
    exif[0x8298] = "海湾日报".encode(encoding)
    exif.get_ifd(0x8769)[0x9003] = "2023:11:04 10:00:00"

    found = facts(encoded(drawn(), exif=exif))

    assert (found.caption, found.credit, found.rights) == ("雨后的码头", "陈晓", "海湾日报")
    assert found.taken_on == date(2023, 11, 4)


def test_what_a_camera_fills_in_by_itself_is_no_caption():
    exif = Image.Exif()
    exif[0x010E] = "OLYMPUS DIGITAL CAMERA         "
    assert facts(encoded(drawn(), exif=exif)).caption == ""


def test_words_of_windows_are_read():
    exif = Image.Exif()
    exif[0x9C9C] = "码头清晨".encode("utf-16-le") + b"\0\0"
    assert facts(encoded(drawn(), exif=exif)).caption == "码头清晨"


@pytest.mark.parametrize(
    ("person", "agency", "line"),
    [
        ("陈晓", "新华社", "陈晓/新华社"),
        ("新华社记者 陈晓", "新华社", "新华社记者 陈晓"),
        ("陈晓", "陈晓/新华社", "陈晓/新华社"),
        ("", "AFP", "AFP"),
        ("Jane Doe", "", "Jane Doe"),
    ],
)
def test_the_credit_is_one_line(person, agency, line):
    assert credit_line(person, agency) == line


def test_texts_are_lines_of_no_more_than_their_columns_without_what_deceives():
    found = facts(iptc((120, ("长" * 5000).encode()), (80, "a\u202eb\x00\nc".encode())))

    assert len(found.caption) == 1000
    assert found.caption.endswith("…")
    assert found.credit == "ab c"


@pytest.mark.parametrize(
    "packet",
    [
        b"<not xml",
        b"",
        b"\xff\xfe\x00",
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + XMP.replace("新华社", "&a;").encode(),
        b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        + XMP.replace("新华社", "&b;").encode(),
        b"<a>" * 100_000,
    ],
    ids=["broken", "empty", "binary", "file", "laughs", "deep"],
)  # fmt: skip
def test_xmp_that_is_broken_or_means_harm_says_nothing(packet):
    picture = Image.new("RGB", (4, 4))
    picture.info["xmp"] = packet

    found = facts_of(picture)

    assert (found.caption, found.credit, found.alt) == ("", "", "")


@pytest.mark.parametrize("cut", range(20, 400, 37))
def test_a_damaged_block_says_nothing_or_a_part_but_stops_nobody(cut):
    data = iptc((120, "新码头启用".encode()), (80, "陈晓".encode()))
    with Image.open(BytesIO(data)) as picture:
        block = picture.info["photoshop"][0x0404]
        picture.info["photoshop"][0x0404] = block[: cut % len(block)] + b"\x1c\x02\xff\xff\xff"
        found = facts_of(picture)
    # What is cut within a letter reads as others, none of which deceives.
    assert (found.caption + found.credit).isprintable()


def test_nothing_is_said_by_a_picture_that_says_nothing():
    assert decoded(b"") == ""
    assert facts(encoded(drawn())) == facts(encoded(drawn(), "GIF"))
