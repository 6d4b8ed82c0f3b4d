"""Addresses that stand in Markdown as they are, without signs of a link."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

# Chinese goes on behind an address without a blank: an address ends where ASCII does.
ADDRESS = re.compile(r"://[!#-&(-;=?-_a-z|~]{1,2000}", re.ASCII)
SCHEME = re.compile(r"(?:\A|[^A-Za-z0-9.+-])(https?)\Z", re.IGNORECASE)
# A quotation mark behind it, as generators write them; &copy may be a parameter.
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9a-fA-F]{1,6}|quot|lt|gt|nbsp|[lr][sd]quo);")
TRAILING = ".,;:!?*_~)]'\"|"


def address_plugin(parser: MarkdownIt) -> None:
    """Make `parser` link http and https addresses, also those between hanzi.

    GitHub's rule, and linkify-it's, end an address at a blank, which Chinese does not write.
    """
    parser.inline.ruler.after("text", "bare_address", _bare_address)


def _bare_address(state: StateInline, silent: bool) -> bool:
    if state.linkLevel or not state.src.startswith("://", state.pos):
        return False
    scheme = SCHEME.search(state.pending[-7:])
    match = ADDRESS.match(state.src, state.pos, state.posMax) if scheme else None
    rest = _without_trailing(ENTITY.split(match[0], 1)[0]) if match else ""
    if scheme is None or ("." not in rest and "localhost" not in rest):
        return False
    if not silent:
        address = scheme[1] + rest
        state.pending = state.pending[: -len(scheme[1])]
        opening = state.push("link_open", "a", 1)
        opening.attrs = {"href": state.md.normalizeLink(address)}
        state.push("text", "", 0).content = address
        state.push("link_close", "a", -1)
    state.pos += len(rest)
    return True


def _without_trailing(found: str) -> str:
    while found and found[-1] in TRAILING:
        if found[-1] == ")" and found.count("(") >= found.count(")"):
            break
        found = found[:-1]
    return found
