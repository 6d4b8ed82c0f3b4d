"""Remote pictures: queued for the worker at an editor's word, and those whose origin is broken."""

from collections import Counter

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.images import fetching
from articles.models import Image, Post, Source
from articles.models.fetches import Problem

# So many are queued by one press of a button, named on a page, and counted there.
QUEUED = 1000
NAMED = 50
COUNTED = 1000


def bring_home(request, pictures):
    """Queue those of `pictures`, a queryset, that are elsewhere; say how many they are."""
    keys = list(pictures.elsewhere().order_by("pk").values_list("pk", flat=True)[: QUEUED + 1])
    number = fetching.queue(Image.objects.filter(pk__in=keys[:QUEUED]))
    if not number:
        messages.info(request, _("There is nothing to fetch: these pictures are here."))
        return
    text = ngettext(
        "%(count)s picture is queued; the worker fetches it.",
        "%(count)s pictures are queued; the worker fetches them.",
        number,
    )
    messages.success(request, text % {"count": number})
    if len(keys) > QUEUED:
        text = _("There are more than %(most)s. Press again for the next, when these are done.")
        messages.warning(request, text % {"most": QUEUED})


def broken_pictures(source):
    """Return what a source's page tells of pictures in its posts that could not be fetched."""
    pictures = _broken(source)
    problems = pictures.order_by().values_list("problem", flat=True)[: COUNTED + 1]
    counts = Counter(problems)
    return {
        "rows": list(pictures.newest_posts_first()[:NAMED]),
        "counts": [(Problem(name).label, count) for name, count in counts.most_common()],
        "total": min(counts.total(), COUNTED),
        "is_more": counts.total() > COUNTED,
        "unnamed": max(0, min(counts.total(), COUNTED) - NAMED),
    }


def source_pictures_view(request, key):
    """Queue the broken pictures of a source, by POST."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not request.user.has_perm("articles.change_image"):
        raise PermissionDenied
    source = get_object_or_404(Source, pk=key)
    bring_home(request, _broken(source))
    return redirect("admin:articles_source_change", source.pk)


def _broken(source):
    return Image.objects.broken().shown_by(Post.objects.filter(source=source))
