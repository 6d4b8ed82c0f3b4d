"""What a piece lacks before its publication, as its form shows it while it is written."""

from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.admin.widgets import BodyInput, is_key, is_number
from articles.checklist import Level, checklist
from articles.forms.posts import TypedText, written_body
from articles.forms.tags import split_tags
from articles.html import MarkupRefused, adopt_images, clean_text, one_line
from articles.models.content import content_of


def checks_of(request, post, form):
    """Return what the form of `post`, saved or new, shows of the checks: see `_shown`."""
    sent = request.POST if request.method == "POST" else form.taken_up
    if sent:
        content = typed_content(MultiValueDict(sent))
    else:
        nothing = {"categories": [], "authors": [], "tags": []}
        content = form.opened or content_of(post, nothing)
    return _shown(checklist(content, post=post))


def told_checks(data, post):
    """Return as JSON holds it what the form learns of the checks once `data` is kept."""
    shown = _shown(checklist(typed_content(data), post=post))
    return {
        "checks": render_to_string("admin/articles/post/_checks.html", {"checks": shown}),
        "verdict": shown["verdict"],
        "blocks": shown["blocks"],
    }


def typed_content(data):
    """Return what the checks look at of `data`, as a post's form sends it.

    What cannot be read counts as missing: the form says so itself once it is saved.
    """
    texts = ("summary", "rights", "licence_note")
    return {name: clean_text(data.get(name) or "") for name in texts} | {
        "title": one_line(data.get("title") or ""),
        "body": _body(data),
        "lead_image_id": _key(data, "lead_image"),
        "source_id": _key(data, "source"),
        "categories": data.getlist("sections"),
        "tags": split_tags(data.get("tags") or ""),
    }


def _shown(items):
    """Return the checks as templates take them, with the verdict in words."""
    blocking = sum(item.level == Level.BLOCK for item in items)
    advising = sum(item.level == Level.ADVISE for item in items)
    if blocking:
        text = ngettext(
            "%(count)s check blocks publication.",
            "%(count)s checks block publication.",
            blocking,
        )
    elif advising:
        text = ngettext(
            "Nothing blocks publication; %(count)s thing could be better.",
            "Nothing blocks publication; %(count)s things could be better.",
            advising,
        )
    else:
        text = _("Nothing is missing.")
    return {
        "items": items,
        "verdict": text % {"count": blocking or advising} if blocking or advising else text,
        "blocks": bool(blocking),
    }


def _body(data):
    text = TypedText(required=False).to_python(BodyInput().value_from_datadict(data, {}, "body"))
    try:
        return adopt_images(written_body(text))[0]
    except MarkupRefused:
        return ""


def _key(data, name):
    """Return the key that `name` sends, None for none; of a row that is not there it is one too."""
    known = is_key if name == "lead_image" else is_number
    return data[name] if known(data.get(name)) else None
