"""Steps that others are told the reason of: a page of their own asks for it."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles import workflow
from articles.admin.post_steps import ASKING, label_of_step, take
from articles.forms.plain import PlainText
from articles.models import Post
from articles.models.content import open_content
from articles.permissions import can_view


class WithdrawalForm(PlainText):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("For the desk: it stays in the post's history."),
        widget=forms.Textarea(attrs={"rows": 2, "autofocus": True}),
    )
    notice = forms.CharField(
        required=False,
        label=_("Withdrawal notice"),
        help_text=_("What readers are told at its address. Empty: only that it was withdrawn."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class NoteForm(PlainText):
    note = forms.CharField(
        required=False,
        label=_("Note for the writer"),
        help_text=_("What is still to be done; it stays in the post's history."),
        widget=forms.Textarea(attrs={"rows": 4, "autofocus": True}),
    )


FORMS = {"withdraw": WithdrawalForm, "return_to_draft": NoteForm}
EXPLANATIONS = {
    "withdraw": _("Readers no longer find the text; at its address they are told that it is gone."),
    "return_to_draft": _("It is a draft again, for its writer to go on with."),
}


def step_view(request, key, step):
    """Ask for what goes with `step`, and take it."""
    post = get_object_or_404(Post.objects.select_related("draft"), pk=key)
    if step not in ASKING:
        raise Http404("no such step")
    if not can_view(request.user, post):
        raise PermissionDenied
    form_of_post = reverse("admin:articles_post_change", args=[post.pk])
    if request.method != "POST" and step not in workflow.possible_steps(request.user, post):
        return HttpResponseRedirect(form_of_post)
    form = FORMS[step](request.POST or None, initial=_before(post, step))
    if form.is_valid():
        take(request, post, step, **form.cleaned_data)
        return HttpResponseRedirect(form_of_post)
    context = {
        **admin.site.each_context(request),
        "opts": Post._meta,
        "post": post,
        "title": post.title,
        "form": form,
        "label": label_of_step(step, post).rstrip("…"),
        "explanation": EXPLANATIONS[step],
    }
    return TemplateResponse(request, "admin/articles/post/step.html", context)


def _before(post, step):
    """A notice that the post has already, from a draft or an earlier withdrawal, would be told."""
    return {"notice": open_content(post)["withdrawal_notice"]} if step == "withdraw" else {}


def discard_changes_view(request, key):
    """Give up the unpublished changes of a post; they stay among its revisions."""
    post = get_object_or_404(Post, pk=key)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        workflow.discard_changes(post, by=request.user)
    except workflow.TransitionError as error:
        messages.error(request, str(error))
    else:
        text = _("The unpublished changes are discarded; they stay in the history.")
        messages.success(request, text)
    return HttpResponseRedirect(reverse("admin:articles_post_change", args=[post.pk]))
