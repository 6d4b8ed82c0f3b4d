"""The top of the front page as it will look: its five places, arranged by drag or by buttons.

The form holds the whole arrangement; every button but Save only gives it back changed, so that
all of it works without scripts too.
"""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import auditing
from articles.admin.post_rows import rows_of
from articles.filtering import PostFilter
from articles.front import top_with
from articles.models import FrontPageSlot, Post
from articles.models.front_page import PLACES
from articles.permissions import can_arrange, visible_to

FOUND = 12
LONGEST_KEY = 18


@dataclass
class Place:
    """One place: the post that was chosen for it, and the one that readers would see there."""

    number: int
    post: Post | None = None
    until: datetime | None = None
    shown: Post | None = None
    problem: str = ""

    @property
    def is_filling_itself(self):
        return self.post is None or self.shown != self.post


class Arranging(admin.ModelAdmin):
    """The page that arranges all places at once, beside the list of them."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.arrange_view)
        return [path("arrange/", view, name="articles_frontpageslot_arrange"), *super().get_urls()]

    def arrange_view(self, request):
        if not can_arrange(request.user):
            raise PermissionDenied
        places, seen = _stored(), FrontPageSlot.objects.fingerprint()
        if request.method == "POST":
            stored, places = places, _sent(request)
            seen = request.POST.get("seen", "")
            _press(request, places)
            if "save" in request.POST and _is_sound(places, stored):
                if FrontPageSlot.objects.arrange(_chosen(places), seen=seen):
                    self._tell_of_it(request, places)
                    return HttpResponseRedirect(request.path)
                seen = FrontPageSlot.objects.fingerprint()
                return self._page(request, places, seen, standing=_stored())
        return self._page(request, places, seen)

    def _page(self, request, places, seen, standing=None):
        _show(places)
        words = request.POST.get("q", "")
        context = {
            **self.admin_site.each_context(request),
            "title": _("Arrange the front page"),
            "opts": self.opts,
            "places": places,
            "seen": seen,
            "standing": standing,
            "words": words,
            "found": _found(request.user, words, places),
            "is_changed": request.method == "POST",
            "is_unsound": any(place.problem for place in places),
        }
        return TemplateResponse(request, "admin/articles/frontpageslot/arrange.html", context)

    def _tell_of_it(self, request, places):
        titles = " · ".join(f"{place.number} {place.post}" for place in places if place.post)
        auditing.record("change", by=request.user, kind_of="frontpageslot", note=titles)
        self.message_user(request, _("The front page stands as you arranged it."), messages.SUCCESS)


def _stored():
    slots = {slot.position: slot for slot in FrontPageSlot.objects.select_related("post")}
    return [
        Place(number, slots[number].post, slots[number].until) if number in slots else Place(number)
        for number in range(1, PLACES + 1)
    ]


def _sent(request):
    """Return the places as the form holds them; what is no post of the user's is none."""
    keys = {number: _key(request.POST.get(f"post-{number}", "")) for number in range(1, PLACES + 1)}
    wanted = [key for key in keys.values() if key]
    posts = visible_to(request.user, Post.objects.all()).defer("body").in_bulk(wanted)
    places = []
    for number, key in keys.items():
        place = Place(number, posts.pop(key, None))
        place.until, place.problem = _moment(request.POST.get(f"until-{number}", ""))
        places.append(place)
    return places


def _press(request, places):
    """Do what a button says that changes the arrangement only: move, remove, add."""
    step, _dash, which = request.POST.get("press", "").partition("-")
    number = _key(which)
    if step in ("up", "down") and 1 <= number <= PLACES:
        other = number - 1 if step == "up" else number + 1
        if 1 <= other <= PLACES:
            one, two = places[number - 1], places[other - 1]
            one.post, two.post = two.post, one.post
            one.until, two.until = two.until, one.until
    elif step == "remove" and 1 <= number <= PLACES:
        places[number - 1].post = places[number - 1].until = None
    elif step == "add":
        _add(request, places, number)


def _add(request, places, key):
    post = visible_to(request.user, Post.objects.filter(pk=key)).defer("body").first()
    free = next((place for place in places if place.post is None), None)
    if free is None:
        messages.warning(request, _("All places are chosen. Remove one first."))
    elif post is not None and all(place.post != post for place in places):
        free.post = post


def _is_sound(places, stored):
    """Whether the arrangement may be saved; else the places say why not."""
    present = {place.post: place.until for place in stored}
    for place in places:
        if place.post is None or place.problem:
            continue
        if place.post not in present and not (place.post.is_public or is_coming(place.post)):
            place.problem = _("Readers cannot see this post.")
        is_new = place.until != present.get(place.post)
        if place.until and is_new and place.until <= timezone.now():
            place.problem = _("This moment is past.")
    return not any(place.problem for place in places)


def is_coming(post):
    """Whether readers see the post, or will when its date comes."""
    return post.status == Post.Status.PUBLISHED and not post.is_expired


def _chosen(places):
    return {place.number: (place.post, place.until) for place in places if place.post}


def _show(places):
    """Let each place know which post readers would see there."""
    now = timezone.now()
    chosen = {
        place.number: place.post.pk
        for place in places
        if place.post and not (place.until and place.until <= now)
    }
    shown = rows_of([post.pk for post in top_with(chosen)])
    for place, post in zip(places, shown, strict=False):
        place.shown = post
    rows = {row.pk: row for row in rows_of([place.post.pk for place in places if place.post])}
    for place in places:
        if place.post:
            place.post = rows.get(place.post.pk, place.post)


def _found(user, words, places):
    """Return the posts that are offered: found by the words, else the newest."""
    asked = PostFilter({"q": words} if words.strip() else {"o": "published"})
    posts = asked.posts(user).filter(status=Post.Status.PUBLISHED).newest_first()
    taken = [place.post.pk for place in places if place.post]
    keys = list(posts.exclude(pk__in=taken).values_list("pk", flat=True)[:FOUND])
    return rows_of(keys)


def _moment(text):
    """Return (the moment that a browser's field holds, what is wrong with it)."""
    if not text.strip():
        return None, ""
    try:
        return forms.DateTimeField().clean(text.replace("T", " ")), ""
    except forms.ValidationError as error:
        return None, error.messages[0]


def _key(text):
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_KEY else 0
