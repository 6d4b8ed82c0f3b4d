"""What a piece still lacks before readers get it: each check with what to do, and what blocks.

The rules stand in the database (`ChecklistRule`), whether a licence note is demanded in
`articles.models.rights`. Links are judged by what following them told before; nothing is fetched.
"""

import unicodedata
from dataclasses import dataclass, field
from math import ceil

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.html import images_of
from articles.links import links_of
from articles.models import ChecklistRule, Image, LinkCheck, Source
from articles.models.content import typed
from articles.models.rights import demands_note, is_marked, is_restricted

Name, Level = ChecklistRule.Name, ChecklistRule.Level
FINE = "fine"
# The most pressing first.
ORDER = [Level.BLOCK, Level.ADVISE, FINE]
NAMED_LINKS = 3
WIDE = "WF"


@dataclass(frozen=True)
class Item:
    """One check: `level` is block, advise or fine, `words` say what is missing ("" when fine)."""

    name: str
    label: str
    level: str
    words: str = ""


@dataclass(frozen=True)
class Piece:
    """What the checks look at; `pictures` are (alternative text, credit), the lead image first."""

    content: dict
    source: Source | None = None
    pictures: list[tuple[str, str]] = field(default_factory=list)
    dead_links: list[str] = field(default_factory=list)


def checklist(content, *, post=None):
    """Return the Items of `content` (`articles.models.content`), the most pressing first.

    `post` may have the source's row at hand. At most four statements: the rules, the pictures,
    the links and the source, each only where there are some.
    """
    rules = {rule.name: rule for rule in ChecklistRule.objects.exclude(level=Level.OFF)}
    piece = _piece(typed(content), rules, post)
    items = [
        _item(rules[name], CHECKS[name](piece, rules[name])) for name in CHECKS if name in rules
    ]
    items.append(_licence(piece, rules.get(Name.LICENCE)))
    return sorted(filter(None, items), key=lambda item: ORDER.index(item.level))


def blocks(content, *, post=None):
    """Return in words what keeps `content` from being published; "" when nothing does."""
    reasons = [
        f"{item.label}: {item.words}"
        for item in checklist(content, post=post)
        if item.level == Level.BLOCK
    ]
    return (
        _("Publication is blocked. %(reasons)s") % {"reasons": " ".join(reasons)} if reasons else ""
    )


def length_of(text):
    """Return how many hanzi `text` is long; what is as wide as a Latin letter is half of one."""
    wide = sum(unicodedata.east_asian_width(sign) in WIDE for sign in text)
    return wide + ceil((len(text) - wide) / 2)


def _piece(content, rules, post):
    asks_pictures = Name.ALT_TEXTS in rules or Name.CREDITS in rules
    return Piece(
        content,
        source=_source(content["source_id"], post),
        pictures=_pictures(content) if asks_pictures else [],
        dead_links=_dead_links(content["body"]) if Name.LINKS in rules else [],
    )


def _source(key, post):
    if key is None:
        return None
    if post is not None and post.source_id == key and post.source is not None:
        return post.source
    return Source.objects.filter(pk=key).first()


def _pictures(content):
    shown = images_of(content["body"])
    lead = content["lead_image_id"]
    keys = {picture.image_id for picture in shown} | ({lead} if lead else set())
    if not keys:
        return []
    rows = Image.objects.filter(pk__in=keys).values_list("pk", "alt", "credit")
    known = {key: (alt, credit) for key, alt, credit in rows}
    pictures = [known[lead]] if lead in known else []
    for picture in shown:
        alt, credit = known.get(picture.image_id, ("", ""))
        pictures.append((picture.alt or alt, picture.credit or credit))
    return pictures


def _dead_links(body):
    if "href" not in body:
        return []
    # The same address in another post leads nowhere from here either. Once is enough to look.
    dead = LinkCheck.objects.filter(tries__gt=0, address__in=links_of(body))
    return sorted(set(dead.values_list("address", flat=True)))


def _item(rule, words):
    return Item(rule.name, capfirst(rule.get_name_display()), rule.level if words else FINE, words)


def _title(piece, rule):
    return _bounded(length_of(piece.content["title"]), rule)


def _summary(piece, rule):
    if not piece.content["summary"].strip():
        # That there is one is what the check is about; with a least of 0 only the length is.
        return "" if rule.least == 0 else _("There is none: lists show the first lines instead.")
    return _bounded(length_of(piece.content["summary"]), rule)


def _bounded(count, rule):
    if rule.least is not None and count < rule.least:
        text = _("%(count)s characters are few: at least %(bound)s. A Latin letter counts half.")
        return text % {"count": count, "bound": rule.least}
    if rule.most is not None and count > rule.most:
        text = _("%(count)s characters are many: at most %(bound)s. A Latin letter counts half.")
        return text % {"count": count, "bound": rule.most}
    return ""


def _lead_image(piece, _rule):
    return "" if piece.content["lead_image_id"] else _("There is none: choose one of the library.")


def _alt_texts(piece, _rule):
    count = sum(not alt.strip() for alt, _credit in piece.pictures)
    text = ngettext(
        "%(count)s picture has none: say what it shows, for readers who cannot see it.",
        "%(count)s pictures have none: say what they show, for readers who cannot see them.",
        count,
    )
    return text % {"count": count} if count else ""


def _credits(piece, _rule):
    count = sum(not credit.strip() for _alt, credit in piece.pictures)
    text = ngettext(
        "%(count)s picture names no photographer and no agency.",
        "%(count)s pictures name no photographer and no agency.",
        count,
    )
    return text % {"count": count} if count else ""


def _section(piece, _rule):
    return "" if piece.content["categories"] else _("It stands in none yet.")


def _tags(piece, rule):
    count = len(piece.content["tags"])
    if rule.least is not None and count < rule.least:
        return _("It has %(count)s: at least %(bound)s.") % {"count": count, "bound": rule.least}
    if rule.most is not None and count > rule.most:
        return _("It has %(count)s: at most %(bound)s.") % {"count": count, "bound": rule.most}
    return ""


def _links(piece, _rule):
    count = len(piece.dead_links)
    if not count:
        return ""
    text = ngettext(
        "%(count)s leads nowhere: %(links)s", "%(count)s lead nowhere: %(links)s", count
    )
    return text % {"count": count, "links": " ".join(piece.dead_links[:NAMED_LINKS])}


def _licence(piece, rule):
    """Return the Item of the licence note: it blocks where the source's policy demands one.

    Of a piece that is only marked it does what the rule says; None where that is off.
    """
    label = capfirst(_("licence note"))
    restricts, source = is_restricted(piece.content["rights"]), piece.source
    has_note = bool(piece.content["licence_note"].strip())
    if demands_note(restricts, source) and not has_note:
        text = _(
            "%(source)s asks for it: write under “Origin and rights” what allows us to publish."
        )
        return Item(Name.LICENCE, label, Level.BLOCK, text % {"source": source})
    if rule is None:
        return None
    if has_note or not is_marked(restricts, source):
        return Item(Name.LICENCE, label, FINE)
    if restricts:
        text = _("The notice restricts the piece: write down what allows us to publish it.")
    else:
        text = _("Its source has no licence: write down what allows us to publish the piece.")
    return Item(Name.LICENCE, label, rule.level, text)


CHECKS = {
    Name.TITLE: _title,
    Name.SUMMARY: _summary,
    Name.LEAD_IMAGE: _lead_image,
    Name.ALT_TEXTS: _alt_texts,
    Name.CREDITS: _credits,
    Name.SECTION: _section,
    Name.TAGS: _tags,
    Name.LINKS: _links,
}
