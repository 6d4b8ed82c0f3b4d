"""How a post will look: live beside its form, and by links for people without an account."""

from dataclasses import replace

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin

from articles.admin.post_fields import form_of_post
from articles.models import Autosave, Post, PreviewLink, Revision
from articles.models.content import content_of
from articles.pages import preview_page
from articles.permissions import can_edit, can_view
from articles.previews import invite, is_shown, path_of, revoke
from articles.views.stories import article_response


def links_view(request, key):
    """The links to a post's preview: who made them, until when, and a button to end each."""
    post = _post(request, key)
    may_edit = can_edit(request.user, post)
    if request.method == "POST":
        if not may_edit:
            raise PermissionDenied
        _change(request, post)
        return HttpResponseRedirect(request.path)
    links = PreviewLink.objects.alive().of(post).select_related("revision__post", "created_by")
    shown = [link for link in links.defer("revision__fields") if is_shown(link.revision)]
    newest = post.revisions.select_related("post").first()
    context = {
        **admin.site.each_context(request),
        "opts": Post._meta,
        "post": post,
        "title": _("Preview of “%s” for others") % post.title,
        "links": [(link, request.build_absolute_uri(path_of(link))) for link in shown],
        "may_edit": may_edit,
        "can_invite": may_edit and newest is not None and is_shown(newest),
    }
    return TemplateResponse(request, "admin/articles/post/previews.html", context)


@never_cache
@xframe_options_sameorigin
def live_view(request, key):
    """The page that the post will be, with what the user has typed and not saved."""
    post = _post(request, key)
    typed = Revision(post=post, created_at=timezone.now(), fields=_typed(request, post))
    return article_response(request, replace(preview_page(typed), is_live=True))


def _post(request, key):
    post = get_object_or_404(Post.objects.select_related("draft"), pk=key)
    if not can_view(request.user, post):
        raise PermissionDenied
    return post


def _change(request, post):
    if "invite" in request.POST:
        newest = post.revisions.select_related("post").first()
        if newest is None or not is_shown(newest):
            messages.error(request, _("Readers have this text already: send them its address."))
            return
        address = request.build_absolute_uri(path_of(invite(newest, by=request.user)))
        text = _("For a day, whoever has this address sees the post as it is saved now: {}")
        address = format_html('<a href="{0}">{0}</a>', address)
        messages.success(request, format_html(text, address))
        return
    wanted = request.POST.get("revoke", "")
    links = PreviewLink.objects.of(post)
    link = get_object_or_404(links, pk=wanted if wanted.isdecimal() else None)
    revoke(link, by=request.user)
    messages.success(request, _("The link shows nothing any more."))


def _typed(request, post):
    """Return the content that the user has typed, as far as it is valid; else the newest."""
    unsaved = Autosave.objects.of(request.user, post=post).first()
    if unsaved is None:
        return post.draft.fields if post.draft else content_of(post)
    data = QueryDict(mutable=True)
    for name, values in unsaved.fields.items():
        data.setlist(name, values)
    form = form_of_post(request, post)(data, instance=post)
    form.is_valid()
    return form.content()
