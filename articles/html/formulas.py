"""Formulas: their TeX once, as code, whatever showed it."""

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
    ]
)
PREVIEWS = frozenset(
    ["mathjax-preview", "mathjax_preview", "katex-html", "mathjax-display", "mjx-chtml"]
)
FORMULA_PICTURES = ("/equation?tex=", "latex.codecogs.com", "/math?tex=", "math.now.sh")
HINTS = ("katex", "Math", "math", "mjx-", "mwe-", "?tex=", "eeimg", "codecogs")
MAX_TEX = 5000


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
        address, alt = image.get("src", ""), image.get("alt", "").strip()
        if alt and (image.get("eeimg") or any(mark in address for mark in FORMULA_PICTURES)):
            _replace(image, alt)
    for element in _outermost(root):
        if element.getparent() is not None:
            _settle(element)


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
