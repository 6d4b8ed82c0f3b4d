from urllib.parse import urljoin

from django.conf import settings

from articles.html.tree import parse, serialize

# What of an element leads elsewhere.
LEADING = ("href", "src", "cite", "poster")


def absolute(address):
    """Return `address`, a path of this site or an address elsewhere, as an absolute one."""
    return settings.SITE_URL + address if address.startswith("/") else address


def standing_alone(markup, address):
    """Return `markup`, a body as the page at `address` shows it, for readers elsewhere.

    Every address in it is absolute; a footnote's leads to the page. `address` is absolute.
    """
    root = parse(markup)
    for element in root.iter():
        for name in LEADING:
            if value := element.get(name):
                element.set(name, _joined(address, value))
        if candidates := element.get("srcset"):
            element.set("srcset", _joined_candidates(address, candidates))
    return serialize(root)


def _joined_candidates(address, candidates):
    """Join each of a srcset's candidates: an address, a blank, a width or density."""
    parted = (candidate.strip().partition(" ") for candidate in candidates.split(", "))
    return ", ".join(f"{_joined(address, src)}{blank}{size}" for src, blank, size in parted)


def _joined(address, value):
    try:
        return urljoin(address, value)
    except ValueError:
        return value
