"""What the list of posts can be asked for, as its form and its tabs show it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.admin.options import IS_POPUP_VAR
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.filtering import LABELS, NAMED, ORDERS, PICTURES
from articles.models import SavedFilter
from articles.models.rights import RIGHTS_ASKED
from articles.permissions import can_share

# What stands above every list; what a user names stands beside it.
VIEWS = [
    (gettext_lazy("All"), {}),
    (gettext_lazy("To review"), {"state": "in_review"}),
    (gettext_lazy("My drafts"), {"state": "draft", "mine": "1"}),
    (gettext_lazy("Scheduled"), {"state": "scheduled"}),
]
LANGUAGES = ("zh-Hans", "zh-Hant", "en")
TITLES = {
    "q": gettext_lazy("Search"),
    "state": gettext_lazy("status"),
    "section": gettext_lazy("section"),
    "source": gettext_lazy("source"),
    "author": gettext_lazy("author"),
    "tag": gettext_lazy("tag"),
    "rights": gettext_lazy("rights"),
    "language": gettext_lazy("language"),
    "picture": gettext_lazy("lead image"),
    "mine": gettext_lazy("mine"),
    "since": gettext_lazy("from"),
    "until": gettext_lazy("to"),
}
# What is asked less often lies folded.
FOLDED = ("author", "tag", "rights", "language", "picture", "mine", "since", "until", "o")


@dataclass(frozen=True)
class Tab:
    name: str
    address: str
    is_current: bool
    saved: SavedFilter | None = None


@dataclass(frozen=True)
class Chip:
    """One answer that narrows the list, and the list without it."""

    title: str
    value: str
    without: str


def questions(request, asked, page, tree):
    """Return all that the form and the tabs of the list need, by name; `tree` is `sections()`."""
    labels = _labels(asked, tree)
    kept = {IS_POPUP_VAR: "1"} if IS_POPUP_VAR in request.GET else {}
    kept |= {name: request.GET[name] for name in ("_to_field",) if name in request.GET}
    tabs = [] if kept else _tabs(request.user, asked)
    return {
        "asked": asked,
        "kept": kept,
        "titles": TITLES,
        "tabs": tabs,
        "has_own": any(tab.saved and tab.saved.is_mine for tab in tabs),
        "chips": [
            Chip(capfirst(TITLES[name]), labels[name], _query(asked.values | kept, without=name))
            for name in asked.asked
        ],
        "states": [(name, capfirst(label)) for name, label in LABELS.items()],
        "sections": [(str(pk), "　" * path.count("/") + name) for pk, name, path in tree],
        "rights": RIGHTS_ASKED.items(),
        "pictures": PICTURES.items(),
        "languages": LANGUAGES,
        "orders": ORDERS.items() if asked.may_be_dated else [],
        "names": {name: labels.get(name, "") for name in NAMED},
        "is_unfolded": any(asked[name] for name in FOLDED if name != "o"),
        "full_query": urlencode(asked.values),
        "may_save": bool(asked.asked) and not any(tab.is_current for tab in tabs) and not kept,
        "may_share": can_share(request.user),
        "page": page,
    }


def _tabs(user, asked):
    tabs = [Tab(name, f"?{urlencode(view)}", asked.values == view) for name, view in VIEWS]
    for saved in SavedFilter.objects.offered_to(user):
        is_current = asked.values == saved.values
        tabs.append(Tab(saved.name, f"?{urlencode(saved.values)}", is_current, saved))
    return tabs


def _labels(asked, tree):
    """Return the answers as people read them, by question."""
    known = {"state": LABELS, "rights": RIGHTS_ASKED, "picture": PICTURES, "mine": {"1": _("yes")}}
    known["section"] = {str(pk): name for pk, name, _path in tree}
    labels = {}
    for name, value in asked.asked.items():
        if name in NAMED:
            labels[name] = asked.rows(name).get(int(value), value) if value.isdecimal() else value
        else:
            labels[name] = str(known.get(name, {}).get(value, value))
    return labels


def _query(values, *, without):
    return f"?{urlencode({name: value for name, value in values.items() if name != without})}"
