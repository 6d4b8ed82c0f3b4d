"""What the rich editor asks the server: what was pasted, what was typed, what was uploaded."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.admin.writing_facts import facts_in, facts_of
from articles.html import CleanHTML, MarkupRefused, adopt_images, clean_html
from articles.html.pasting import pasted_body
from articles.html.sanitize import MAX_BYTES
from articles.html.typed import typed_body, writable
from articles.images import fetching
from articles.images.library import NoRoomError
from articles.images.uploads import add, receive
from articles.images.verification import PictureRefused
from articles.models import Image
from articles.telling import in_words, reason_of, tell

COPY_OF = re.compile(r"-\d{1,5}\.(?:avif|webp)\Z")


class WritingViews(admin.ModelAdmin):
    """Answers the rich editor of the post's form."""

    def get_urls(self):
        views = {"pasted": pasted_view, "typed": typed_view, "source": source_view}
        own = [
            path(
                f"writing/{name}/",
                self.admin_site.admin_view(self._for_writers(require_POST(view))),
                name=f"articles_post_{name}",
            )
            for name, view in views.items()
        ]
        return [*own, *super().get_urls()]

    def _for_writers(self, view):
        def answer(request):
            if not (self.has_add_permission(request) or self.has_change_permission(request)):
                raise PermissionDenied
            try:
                return view(request)
            except MarkupRefused as refusal:
                text = _("This text cannot be kept: %(reason)s") % {
                    "reason": in_words(reason_of(refusal))
                }
                return JsonResponse({"error": text}, status=400)

        return answer


def pasted_view(request):
    """The body that pasted HTML means; its remote pictures are queued to be brought home."""
    body = pasted_body(_sent(request, "html"))
    own = _own_pictures(request, body.images)
    remote = [picture for picture in body.images if picture.image_id not in own]
    Image.objects.remember(remote)
    keys = {picture.image_id for picture in remote}
    fetching.queue(Image.objects.filter(pk__in=keys).elsewhere())
    markup = str(body.html)
    for key, kept in own.items():
        markup = markup.replace(f'data-image="{key}"', f'data-image="{kept}"')
    removed = [what["text"] for what in body.removed if what.get("text")]
    return _answer(markup, removed=removed[:20], lost=_lost_pictures(request))


def typed_view(request):
    """The body of what was typed in the plain writing box."""
    body, found = adopt_images(typed_body(_sent(request, "text")))
    Image.objects.remember(found)
    return _answer(body)


def source_view(request):
    """How a body is shown in the plain writing box, if it means the same there."""
    body = clean_html(_sent(request, "html"))
    text = writable(body)
    return JsonResponse({"text": text, "is_same": typed_body(text) == body})


@require_POST
def sent_view(request):
    """Put one picture into the library and tell what it is."""
    sent = request.FILES.get("file")
    if sent is None:
        return JsonResponse({"error": _("No file was sent.")}, status=400)
    try:
        image, _is_new = add(receive(sent), by=request.user)
    except (PictureRefused, NoRoomError) as refusal:
        return JsonResponse({"error": str(refusal)}, status=400)
    return JsonResponse(facts_of(image))


def _sent(request, name):
    text = request.POST.get(name, "")
    if len(text.encode(errors="replace")) > MAX_BYTES:
        raise MarkupRefused(tell("it is larger than 2 MB"))
    return text


def _answer(markup, **others):
    body = CleanHTML(markup)
    return JsonResponse({"html": body, "pictures": facts_in(body)} | others)


def _lost_pictures(request):
    count = request.POST.get("lost", "")
    return int(count) if count.isdecimal() and len(count) < 4 else 0


def _own_pictures(request, found):
    """Return, by the keys of `found`, the rows whose files on this site they show."""
    names = {picture.image_id: _own_name(request, picture.address) for picture in found}
    names = {key: name for key, name in names.items() if name}
    rows = Image.objects.filter(file__in=names.values()) if names else []
    by_stem = {row.file.name.rpartition(".")[0]: row.pk for row in rows}
    if len(by_stem) < len(set(names.values())):
        stems = {name.rpartition(".")[0] for name in names.values()} - set(by_stem)
        digests = {stem.rpartition("/")[2] for stem in stems}
        for row in Image.objects.filter(sha256__in=digests).exclude(file=""):
            by_stem.setdefault(row.file.name.rpartition(".")[0], row.pk)
    stems = {key: name.rpartition(".")[0] for key, name in names.items()}
    return {key: by_stem[stem] for key, stem in stems.items() if stem in by_stem}


def _own_name(request, address):
    parts = urlsplit(address)
    if parts.netloc != request.get_host() or not parts.path.startswith(settings.MEDIA_URL):
        return ""
    return COPY_OF.sub(".any", parts.path.removeprefix(settings.MEDIA_URL))
