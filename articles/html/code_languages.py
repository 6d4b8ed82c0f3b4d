"""The language that a listing is written in, as highlighters and generators name it."""

import re
from collections.abc import Iterator

from lxml import html

from articles.html.rules import words

# Where the language of a <pre> waits until its listing is made.
MARK = "data-written-in"
LANGUAGE = re.compile(r"[a-z0-9+#.-]{1,20}")
# language-x is HTML's own word for it; lang-x may also name what people speak.
NAMED = re.compile(r"(?:^|\s)(?:language-|brush\s{0,2}:\s{0,2})([a-z0-9+#.-]{1,20})(?![\w+#.-])")
HINTED = re.compile(
    r"(?:^|\s)(?:lang(?:uage)?[-:]|src-|highlight-(?:source-|text-)?)([a-z0-9+#.]{1,20})"
    r"(?![\w+#.])"
)
ATTRIBUTES = ("data-lang", "data-language", "data-enlighter-language", "lang")
# With one of these beside it, a bare word of a class may be a language's.
MARKERS = words("highlight hljs sourcecode prettyprint codehilite prism chroma shiki code")
AROUND = ("td", "tr", "tbody", "table", "figure", "div")
MAX_AROUND = 6
NO_LANGUAGE = words(
    "plain plaintext text txt none nohighlight no-highlight undefined null auto default code raw"
)
LANGUAGES = words(
    "abap actionscript ada apache applescript arduino asm asp assembly awk bash basic bat batch c "
    "c# c++ cc clojure cmake cmd cobol coffee coffeescript conf console cpp cs csharp csh css csv "
    "cuda cypher d dart delphi diff django docker dockerfile dos elisp elixir elm erb erlang es6 "
    "f# fish fortran fsharp gherkin git glsl go golang gradle graphql groovy haml handlebars "
    "haskell hbs hcl html http ini java javascript jinja jinja2 jq js jscript json json5 jsonc "
    "jsp jsx julia kotlin kt latex less lisp lua make makefile markdown mathematica matlab md "
    "mermaid mips mysql nasm nginx nim nix objc objective-c objectivec ocaml octave pascal patch "
    "perl pgsql php pl plantuml plsql postgresql powershell prolog properties proto protobuf ps1 "
    "pug puppet py pycon python python2 python3 qml r racket rb rego rs rst ruby rust sas sass "
    "scala scheme scss sh shell shell-session smali solidity sparql sql stata stylus svelte svg "
    "swift systemverilog tcl terraform tex thrift toml ts tsql tsx twig typescript vb vb.net vba "
    "vbnet vbs verilog vhdl vim viml vue wasm wat xaml xhtml xml xquery yaml yml zig zsh"
)


def language_class(language: str) -> str:
    """Return the class that a <code> in `language`, in any case, has; "" for none."""
    found = LANGUAGE.match(language.lower())
    name = found[0].rstrip(".-") if found else ""
    return f"language-{name}" if name and name not in NO_LANGUAGE else ""


def note_languages(root: html.HtmlElement) -> None:
    """Write on each <pre> of `root`, and each table or figure of lines, its language's class."""
    for listing in root.iter("pre", "table", "figure"):
        listing.attrib.pop(MARK, None)
        if found := _language_of(listing):
            listing.set(MARK, found)
    for code in root.iter("code"):
        # It names the language of a program, not of the text.
        code.attrib.pop("lang", None)


def _language_of(listing: html.HtmlElement) -> str:
    own = [listing]
    if listing.tag == "pre" and len(listing) == 1 and listing[0].tag == "code":
        own.insert(0, listing[0])
    for element in own:
        classes = element.get("class", "")[:500].lower()
        if classes and listing.tag == "pre" and (named := NAMED.search(classes)):
            return language_class(named[1])
    hints = (hint for element in (*own, *_around(listing)) for hint in _hints(element))
    return next((language_class(hint) for hint in hints if hint in LANGUAGES), "")


def _around(listing: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """Yield what a highlighter put around `listing`, the innermost first."""
    for depth, element in enumerate(listing.iterancestors()):
        if depth == MAX_AROUND or element.tag not in AROUND:
            return
        yield element


def _hints(element: html.HtmlElement) -> Iterator[str]:
    """Yield the words on `element` that may be the name of a language."""
    classes = element.get("class", "")[:500].lower()
    if classes:
        yield from HINTED.findall(classes)
    if element.tag in ("div", "figure", "pre", "code"):
        yield from (element.get(name, "").lower() for name in ATTRIBUTES)
    names = classes.split()
    if element.tag in ("pre", "code") or not MARKERS.isdisjoint(names):
        is_marked = not MARKERS.isdisjoint(names)
        yield from (name for name in names if is_marked or len(name) > 1)
