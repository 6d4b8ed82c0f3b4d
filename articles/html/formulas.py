"""Formulas: their TeX once, as code, whatever showed it."""

import re
from urllib.parse import unquote_plus

from lxml import html

from articles.html.marks import names_of
from articles.html.tree import append_text, is_blank, new_element, visible_text

SHOWN = frozenset(
    [
        "katex",
        "katex-display",
        "mathjax",
        "mathjax_svg",
        "mathjax_chtml",
        "mathjax-svg",
        "mathjax-chtml",
        "mwe-math-element",
        "vditor-math",
        "language-math",
        "ztext-math",
        "math-inline",
        "math-block",
    ]
)
PREVIEWS = frozenset(
    ["mathjax-preview", "mathjax_preview", "katex-html", "mathjax-display", "mjx-chtml"]
)
FORMULA_PICTURES = ("/equation?tex=", "latex.codecogs.com", "/math?tex=", "math.now.sh")
# Before it may stand how the formula is to be drawn: its size, its resolution.
DRAWN_AS = re.compile(r"(?:\\?(?:dpi|bg|fn|inline|large|small|huge|tiny)\b(?:\{[^}]*\})?\s*)+")
SENTENCE_ENDS = tuple("。！？：:；!?…")
GOES_ON = tuple("，。、；：？！）,.;)")
HINTS = ("$$", "\\(", "\\[", "katex", "Math", "math", "mjx-", "mwe-", "?tex=", "eeimg", "codecogs")
MAX_TEX = 5000
DELIMITED = re.compile(
    r"\$\$([^$\s](?:[^$]{0,1000}[^$\s])?)\$\$|\\\((.{1,400}?)\\\)|\\\[(.{1,400}?)\\\]"
)


def holds_formulas(markup: str) -> bool:
    """Whether there may be a formula in `markup`."""
    return any(hint in markup for hint in HINTS)


def settle_formulas(root: html.HtmlElement) -> None:
    """Put <code> with the TeX of each formula of `root` in the formula's place."""
    for script in list(root.iter("script")):
        if script.get("type", "").startswith("math/tex") and script.text:
            shown = script.getprevious()
            while shown is not None and is_blank(shown.tail) and _is_named(shown):
                before = shown.getprevious()
                shown.drop_tree()
                shown = before
            _replace(script, script.text)
    for image in list(root.iter("img")):
        tex = _tex_of(image)
        paragraph = image.getparent()
        if tex:
            _replace(image, tex)
            if _is_only_formula(paragraph):
                _rejoin(paragraph)
    _settle_delimited(root)
    for element in _outermost(root):
        if element.getparent() is not None:
            _settle(element)


def _settle_delimited(root: html.HtmlElement) -> None:
    """Make <code> of each formula that stands between signs in a text."""
    for element in list(root.iter()):
        if element.tag in ("pre", "code", "script", "style", "textarea"):
            continue
        if element.text and DELIMITED.search(element.text):
            before, formulas = _parted(element.text)
            element.text = before
            for position, code in enumerate(formulas):
                element.insert(position, code)
    for element in list(root.iter()):
        if element.tail and DELIMITED.search(element.tail) and not _is_in_code(element):
            element.tail, formulas = _parted(element.tail)
            for code in reversed(formulas):
                _put_behind(element, code)


def _parted(text: str) -> tuple[str, list[html.HtmlElement]]:
    """Return (what stands before the first formula, the formulas with what follows each)."""
    found = list(DELIMITED.finditer(text))
    formulas = []
    for formula, following in zip(found, [*found[1:], None], strict=True):
        code = new_element("code")
        code.text = " ".join(next(filter(None, formula.groups())).split())
        code.tail = text[formula.end() : following.start() if following else None]
        formulas.append(code)
    return text[: found[0].start()], formulas


def _put_behind(element: html.HtmlElement, code: html.HtmlElement) -> None:
    parent, tail = element.getparent(), element.tail
    element.tail = None
    parent.insert(parent.index(element) + 1, code)
    element.tail = tail


def _is_in_code(element: html.HtmlElement) -> bool:
    return next(element.iterancestors("pre", "code"), None) is not None


def _tex_of(image: html.HtmlElement) -> str:
    """Return the TeX that a picture of a formula shows, "" for another picture."""
    address, alt = image.get("src", ""), image.get("alt", "").strip()
    is_formula = any(mark in address for mark in FORMULA_PICTURES)
    if alt and (image.get("eeimg") or is_formula):
        return alt
    if not is_formula:
        return ""
    query = address.partition("?")[2]
    tex = unquote_plus(re.sub(r"^(?:tex|from)=([^&]*).*", r"\1", query))
    return DRAWN_AS.sub("", tex, count=1) if DRAWN_AS.match(tex) else tex


def _is_only_formula(paragraph: html.HtmlElement) -> bool:
    is_alone = paragraph.tag == "p" and len(paragraph) == 1
    return is_alone and is_blank(paragraph.text) and is_blank(paragraph[0].tail)


def _rejoin(paragraph: html.HtmlElement) -> None:
    """Put a formula that was given a paragraph of its own back into the sentence around it."""
    before, behind = paragraph.getprevious(), paragraph.getnext()
    text = visible_text(before) if before is not None and before.tag == "p" else ""
    is_inside = bool(text) and not text.endswith(SENTENCE_ENDS)
    if (
        behind is not None
        and behind.tag == "p"
        and behind.find(".//img") is None
        and (is_inside or visible_text(behind).startswith(GOES_ON))
    ):
        _pour(behind, paragraph)
    if is_inside:
        _pour(paragraph, before)


def _pour(paragraph: html.HtmlElement, target: html.HtmlElement) -> None:
    append_text(target, (paragraph.text or "").lstrip())
    target.extend(list(paragraph))
    paragraph.getparent().remove(paragraph)


def _outermost(root: html.HtmlElement) -> list[html.HtmlElement]:
    """The elements that show formulas; of those inside each other, the outer first."""
    named = [element for element in root.iterfind(".//*[@class]") if _is_named(element)]
    found = [*named, *root.iter("mjx-container", "math")]
    inside = {inner for element in found for inner in element.iterdescendants()}
    return [element for element in found if element not in inside]


def _is_named(element: html.HtmlElement) -> bool:
    return not (SHOWN | PREVIEWS).isdisjoint(names_of(element))


def _settle(element: html.HtmlElement) -> None:
    # A picture of the formula beside its source says nothing more.
    following = element.getnext()
    if not PREVIEWS.isdisjoint(names_of(element)) and _has_source_behind(element, following):
        element.drop_tree()
        return
    annotation = next(element.iter("annotation"), None)
    script = next(element.iter("script"), None)
    math = element if element.tag == "math" else next(element.iter("math"), None)
    tex = next(filter(None, (_text(annotation), _text(script), element.get("alttext"))), "")
    if not tex and math is not None:
        tex = math.get("alttext") or visible_text(math)
    _replace(element, tex or element.get("data-tex", "") or visible_text(element))


def _has_source_behind(element: html.HtmlElement, following: html.HtmlElement | None) -> bool:
    return element.find(".//annotation") is None and following is not None


def _text(element: html.HtmlElement | None) -> str:
    return visible_text(element) if element is not None else ""


def _replace(element: html.HtmlElement, tex: str) -> None:
    code = new_element("code")
    append_text(code, " ".join(tex.split())[:MAX_TEX])
    code.tail = element.tail
    element.getparent().replace(element, code)
