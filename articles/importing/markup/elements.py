"""The HTML that tags become."""

import html
import re
from typing import Literal, NamedTuple

from articles.html.code_languages import language_class

PICTURE_NAME = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp|svg)(?:[?#].*)?\Z", re.IGNORECASE)


class Result(NamedTuple):
    """What a tag becomes: a block, a part of a line, or the characters of an address."""

    text: str
    kind: Literal["block", "inline", "address"] = "inline"


NOTHING = Result("")


def block(markup: str) -> Result:
    return Result(markup, "block")


def inline(markup: str) -> Result:
    return Result(markup, "inline")


def address(text: str) -> Result:
    """An address stands in the source as it is, for Markdown to read it with what surrounds it."""
    return Result(text.strip().replace(" ", "%20"), "address")


def escape(text: str) -> str:
    return html.escape(text, quote=True)


def is_picture(name: str) -> bool:
    return PICTURE_NAME.search(name[-300:]) is not None


def link(href: str, text: str = "") -> str:
    href = href.strip()
    return f'<a href="{escape(href)}">{escape(text.strip() or href)}</a>' if href else escape(text)


def paragraph(markup: str) -> str:
    return f"<p>{markup}</p>" if markup else ""


def image(src: str, *, alt: str = "", title: str = "", width: str = "", height: str = "") -> str:
    named = {"src": src.strip(), "alt": alt, "title": title, "width": width, "height": height}
    attributes = "".join(
        f' {name}="{escape(value)}"' for name, value in named.items() if value or name == "alt"
    )
    return f"<img{attributes}>"


def figure(picture: str, caption: str = "") -> str:
    """Return a figure; `picture` and `caption` are HTML."""
    caption = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f"<figure>{picture}{caption}</figure>"


def preformatted(text: str, *, language: str = "", heading: str = "") -> str:
    """Return code; `heading` is HTML for the line above it."""
    name = language_class(language)
    kind = f' class="{name}"' if name else ""
    code = escape(text.strip("\n"))
    return f"{paragraph(heading)}<pre><code{kind}>{code}\n</code></pre>"


def quotation(markup: str, *, origin: str = "") -> str:
    """Return a quotation; `origin`, HTML, says whose it is."""
    footer = f"<footer>— {origin}</footer>" if origin else ""
    return f"<blockquote>{markup}{footer}</blockquote>"


def strong_line(text: str) -> str:
    return paragraph(f"<strong>{escape(text.strip())}</strong>") if text.strip() else ""
