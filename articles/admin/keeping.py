"""What is typed into a post's form, kept while it is typed, and who else has the post open."""

import uuid

from django.contrib import admin, messages
from django.http import HttpResponseNotAllowed, JsonResponse
from django.middleware.csrf import get_token
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from articles.admin.checking import told_checks
from articles.html import clean_text
from articles.models import Autosave, Post, Presence
from articles.permissions import can_begin, can_edit

# What goes with a form and is nothing that was typed.
NOT_TYPED = {"csrfmiddlewaretoken", "window", "take"}
TAKING_UP = "unsaved"


@never_cache
def keep_view(request, key=None):
    """Keep the form that is sent; tell who else is there and what was saved meanwhile.

    A GET tells only whether the session still holds, and gives a token to send by.
    """
    if not (request.user.is_active and request.user.is_staff):
        return JsonResponse({"error": "signed out"}, status=401)
    if request.method == "GET":
        return JsonResponse({"token": get_token(request)})
    if request.method != "POST":
        return HttpResponseNotAllowed(["GET", "POST"])
    post = Post.objects.select_related("source").filter(pk=key).first() if key else None
    if not (can_edit(request.user, post) if post else key is None and can_begin(request.user)):
        return JsonResponse({"error": "not allowed"}, status=403)
    answer = {}
    if "title" in request.POST:
        answer |= _keep(request, post) | told_checks(request.POST, post)
    if post is not None and (window := _uuid(request.POST.get("window"))):
        answer["others"] = [
            _("you, in another window") if is_me else name
            for name, is_me in Presence.objects.note(post, request.user, window)
        ]
        answer["overtaken"] = _overtaken(post, request.POST.get("seen", ""))
    return JsonResponse(answer)


def back_view(request):
    """The page that one comes to after signing in again beside an open form."""
    return TemplateResponse(
        request, "admin/articles/post/back.html", admin.site.each_context(request)
    )


def offer(request, post, form_address):
    """Tell who opens the form of `post` (None: a new one) of text that was typed and not saved."""
    unsaved = _unsaved(request, post)
    if unsaved is None:
        return
    text = _(
        "There is text from %(moment)s that you typed and did not save. "
        '<a href="{}">Go on from it</a>; or save this form, and it is forgotten.'
    ) % {"moment": f"{timezone.localtime(unsaved.saved_at):%m-%d %H:%M}"}
    address = f"{form_address}?{TAKING_UP}={unsaved.pk}"
    messages.warning(request, format_html(text, address))


def taken_up(request, post):
    """Return the fields of the Autosave that the address asks for, or None."""
    key = request.GET.get(TAKING_UP, "")
    if request.method != "GET" or not (key.isdecimal() and len(key) < 19):
        return None
    mine = Autosave.objects.filter(user=request.user, post=post, pk=key)
    return mine.values_list("fields", flat=True).first()


def forget(user, post, form_key):
    """Forget what `user` typed: it is saved."""
    kept = Autosave.objects.of(user, post=post)
    if form_key:
        kept |= Autosave.objects.of(user, key=form_key)
    kept.delete()


def addresses(post):
    """Return where the form of `post` sends what is typed, and where one signs in again."""
    name = "admin:articles_post_keep" if post.pk else "admin:articles_post_keep_new"
    return {
        "keep_address": reverse(name, args=[post.pk] if post.pk else []),
        "login_address": f"{reverse('admin:login')}?next={reverse('admin:articles_post_back')}",
    }


def _keep(request, post):
    key = None if post else _uuid(request.POST.get("form_key"))
    if post is None and key is None:
        return {}
    # PostgreSQL keeps no NUL in JSON, and no form keeps one.
    lists = [(name, rows) for name, rows in request.POST.lists() if name not in NOT_TYPED]
    typed = {clean_text(name): [clean_text(row) for row in rows] for name, rows in lists}
    row = Autosave.objects.keep(request.user, typed, post=post, key=key)
    return {"saved_at": f"{timezone.localtime(row.saved_at):%H:%M:%S}", "unsaved": row.pk}


def _overtaken(post, seen):
    """Return what to say when somebody saved the post after revision `seen`, else ""."""
    newest = post.revisions.select_related("by").defer("fields").first()
    if newest is None or not seen.isdecimal() or newest.pk <= int(seen):
        return ""
    return _("%(who)s saved this post at %(time)s. Saving puts both together.") % {
        "who": newest.by or _("An import"),
        "time": f"{timezone.localtime(newest.created_at):%H:%M}",
    }


def _unsaved(request, post):
    if post is None:
        return Autosave.objects.filter(user=request.user, post=None).order_by("-saved_at").first()
    return Autosave.objects.of(request.user, post=post).defer("fields").first()


def _uuid(text):
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None
