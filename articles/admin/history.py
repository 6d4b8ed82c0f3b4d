"""What became of a post: its revisions and steps in one list, and any two revisions compared."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.admin.sides import compared, label_of
from articles.models import Author, Category, Post, Revision, Source
from articles.models.categories import LINEAGE
from articles.models.content import COLUMNS, RELATIONS, content_of
from articles.permissions import can_edit, can_view

# A page of the past; who looks for more than that restores nothing.
SHOWN = 200
PUBLISHED = "published"


def history_view(request, post):
    """The page of the past of `post`."""
    revisions = list(post.revisions.select_related("by").defer("fields")[:SHOWN])
    steps = list(post.transitions.select_related("by")[:SHOWN])
    past = sorted([*revisions, *steps], key=lambda event: event.created_at, reverse=True)
    context = {
        **_context(request, post),
        "title": _("History of “%s”") % post.title,
        "past": [(event, isinstance(event, Revision)) for event in past],
        "names": dict(Post.Status.choices),
        "newest": [revision.pk for revision in revisions[:2]],
        "is_cut": len(revisions) == SHOWN,
    }
    return TemplateResponse(request, "admin/articles/post/history.html", context)


def compare_view(request, key):
    """Two revisions of a post side by side, or one and what readers see."""
    post = get_object_or_404(Post.objects.select_related("draft"), pk=key)
    if not can_view(request.user, post):
        raise PermissionDenied
    sides = [_side(post, request.GET.get(name, "")) for name in ("from", "to")]
    fields = []
    for name in (*COLUMNS, *RELATIONS):
        values = [_named(name, content.get(name)) for _label, content in sides]
        if values[0] != values[1]:
            comparison = compared(name, values, [label for label, _content in sides])
            fields.append((label_of(name), comparison))
    context = {
        **_context(request, post),
        "title": _("What differs in “%s”") % post.title,
        "headings": [label for label, _content in sides],
        "fields": fields,
    }
    return TemplateResponse(request, "admin/articles/post/compare.html", context)


def reconciled_sides(form):
    """Return what of a form was put together with another's save, for people; None for nothing."""
    found = form.reconciled
    if found is None:
        return None
    headings = (_("Saved by %s") % (found.newest.by or _("An import")), _("Typed by you"))
    clashes = []
    for part in found.clashes:
        values = [
            _named(part, content.get(part)) for content in (found.newest.fields, found.content)
        ]
        comparison = compared(part, values, headings)
        clashes.append({"part": part, "label": label_of(part), "comparison": comparison})
    return {"taken": [label_of(part) for part in found.taken], "clashes": clashes}


def _context(request, post):
    return {
        **admin.site.each_context(request),
        "opts": Post._meta,
        "post": post,
        "can_restore": can_edit(request.user, post),
    }


def _side(post, which):
    """Return (label, content) of one side: a revision's key, or PUBLISHED."""
    if which == PUBLISHED:
        return _("What readers see") if post.has_appeared else _("The post now"), content_of(post)
    if not (which.isdecimal() and len(which) < 19):
        raise Http404("no such revision")
    revision = get_object_or_404(post.revisions.select_related("by"), pk=which)
    return _label_of(revision), revision.fields


def _label_of(revision):
    moment = f"{timezone.localtime(revision.created_at):%Y-%m-%d %H:%M}"
    return _("Revision %(key)s · %(moment)s · %(who)s") % {
        "key": revision.pk,
        "moment": moment,
        "who": revision.by or _("import"),
    }


def _named(name, value):
    """Return a field of a content in the form that is compared: names for keys, times as texts."""
    field = {"categories": Category, "authors": Author}.get(name)
    if name == "categories":
        rows = Category.objects.select_related(LINEAGE).in_bulk(value or [])
        return [[p.name for p in reversed(rows[key].lineage)] for key in value or [] if key in rows]
    if field is not None:
        rows = field.objects.in_bulk(value or [])
        return [rows[key].name for key in value or [] if key in rows]
    if name == "tags":
        return sorted(value or [])
    if name == "source_id":
        return str(Source.objects.filter(pk=value).first() or "") if value else ""
    return _comparable(name, value)


def _comparable(name, value):
    column = Post._meta.get_field(name.removesuffix("_id"))
    if name == "lead_image_id":
        return str(value) if value else None
    if column.get_internal_type() == "DateTimeField":
        moment = column.to_python(value)
        return moment.isoformat() if moment else None
    return str(value or "")
