"""Many pictures sent at once: each file is a card with its words to fill in, or a reason."""

import json
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR, TO_FIELD_VAR
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.admin.widgets import is_key
from articles.forms.pictures import KINDS, LIMITS, NO_ROOM, DescriptionForm
from articles.images.library import NoRoomError
from articles.images.uploads import add, name_of, receive
from articles.images.verification import UPLOADED, PictureRefused
from articles.models import Image
from articles.permissions import can_edit_image

# Cards that one request fills in.
CARDS = 200


@dataclass
class Card:
    """What became of a file: `form` is None where nothing may be said of its picture, `image`
    and `form` where `problem` tells why the file is not kept."""

    name: str
    image: Image | None = None
    form: DescriptionForm | None = None
    is_known: bool = False
    problem: str = ""


def upload_view(admin, request):
    """Take files, and what is said of the pictures that they became."""
    if not admin.has_add_permission(request):
        raise PermissionDenied
    if request.method != "POST":
        return _page(admin, request, [])
    cards = _described(request)
    sent = [_received(admin, request, file) for file in request.FILES.getlist("files")]
    if request.headers.get("X-Upload"):
        return render(request, "admin/articles/image/_cards.html", _context(request, sent))
    if sent or not all(card.form.is_valid() for card in cards):
        return _page(admin, request, [*cards, *sent])
    if not (cards or request.POST.get("_choose")):
        messages.warning(request, _("Choose at least one file."))
        return _page(admin, request, [])
    for card in cards:
        if card.form.has_changed():
            card.form.save()
            admin.log_change(request, card.image, [{"changed": {"fields": card.form.changed_data}}])
    return _done(request, cards)


def _received(admin, request, file):
    name = name_of(file) or "?"
    try:
        image, is_new = add(receive(file), by=request.user)
    except PictureRefused as refusal:
        return Card(name, problem=str(refusal))
    except NoRoomError:
        return Card(name, problem=str(NO_ROOM))
    if is_new:
        admin.log_addition(request, image, [{"added": {}}])
    return Card(name, image, _form(request, image), is_known=not is_new)


def _form(request, image, sent=None):
    if not can_edit_image(request.user, image):
        return None
    return DescriptionForm(sent, instance=image, prefix=str(image.pk), use_required_attribute=False)


def _described(request):
    keys = [key for key in request.POST.getlist("picture")[:CARDS] if is_key(key)]
    rows = Image.objects.in_bulk(keys)
    cards = []
    for key in dict.fromkeys(keys):
        image = rows.get(Image._meta.pk.to_python(key))
        form = image and _form(request, image, request.POST)
        if form:
            cards.append(Card(str(image), image, form))
    return cards


def _done(request, cards):
    chosen = request.POST.get("_choose", "")
    image = next((card.image for card in cards if str(card.image.pk) == chosen), None)
    if image is None and is_key(chosen):
        image = Image.objects.filter(pk=chosen).first()
    if image is not None and _popup(request):
        answer = json.dumps({"value": str(image.pk), "obj": str(image)})
        return TemplateResponse(
            request, "admin/popup_response.html", {"popup_response_data": answer}
        )
    text = ngettext(
        "%(count)s picture is described.", "%(count)s pictures are described.", len(cards)
    )
    messages.success(request, text % {"count": len(cards)})
    return HttpResponseRedirect(_library(request))


def _popup(request):
    return IS_POPUP_VAR in request.POST or IS_POPUP_VAR in request.GET


def _library(request):
    address = reverse("admin:articles_image_changelist")
    if not _popup(request):
        return address
    return f"{address}?{urlencode({IS_POPUP_VAR: 1, TO_FIELD_VAR: 'id'})}"


def _context(request, cards):
    return {
        "cards": cards,
        "is_popup": _popup(request),
        "is_popup_var": IS_POPUP_VAR,
        "kinds": KINDS,
        "limits": LIMITS,
        "most_bytes": UPLOADED.bytes,
        "library": _library(request),
    }


def _page(admin, request, cards):
    context = {
        **admin.admin_site.each_context(request),
        **_context(request, cards),
        "title": _("Upload pictures"),
        "opts": Image._meta,
        "media": admin.media,
    }
    return TemplateResponse(request, "admin/articles/image/upload.html", context)
