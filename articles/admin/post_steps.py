"""The steps of a post's life as the desk offers them: buttons of the form, actions of the list."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import workflow

BUTTONS = {
    "submit": gettext_lazy("Submit for review"),
    "approve": gettext_lazy("Approve"),
    "publish": gettext_lazy("Publish"),
    "withdraw": gettext_lazy("Withdraw…"),
    "return_to_draft": gettext_lazy("Send back…"),
}
SCHEDULE = gettext_lazy("Schedule")
# What a button says of a post that was published before.
OF_SCHEDULED = {
    "publish": gettext_lazy("Publish now"),
    "return_to_draft": gettext_lazy("Cancel publication…"),
}
OF_PUBLISHED = {"publish": gettext_lazy("Publish changes")}
OF_WITHDRAWN = {"return_to_draft": gettext_lazy("Back to draft…")}
# Steps that others are told the reason of: a page asks for it.
ASKING = ("withdraw", "return_to_draft")
DONE = {
    "submit": gettext_lazy("{} is with the editors."),
    "approve": gettext_lazy("{} is approved."),
    "publish": gettext_lazy("{} is published."),
    "withdraw": gettext_lazy("{} is withdrawn."),
    "return_to_draft": gettext_lazy("{} is a draft again."),
}
SCHEDULED = gettext_lazy("{} is scheduled: readers see it from its date on.")
CHANGED = gettext_lazy("The changes of {} are published.")
CORRECTED = gettext_lazy("The changes of {} are published, and readers are told of the correction.")


def buttons(user, post):
    """Return the steps that `user` may take with `post` now, each with its name and label."""
    steps = workflow.possible_steps(user, post, has_changes=True)
    if post.status == post.Status.PUBLISHED and not post.has_appeared:
        # Nothing has to be taken from readers who have not seen it.
        steps = [step for step in steps if step != "withdraw"]
    return [{"name": step, "label": label_of_step(step, post)} for step in steps]


def wanted_step(submitted):
    """Return the step whose button sent the form, or None."""
    return next((step for step in BUTTONS if f"_step_{step}" in submitted), None)


def take(request, post, step, **given):
    """Take `step` with `post`; tell the user what became of it. Returns whether it was taken.

    `given` goes to the step in `articles.workflow`.
    """
    if step == "publish" and post.status == post.Status.PUBLISHED and not post.has_appeared:
        given["at"] = timezone.now()
    had_readers = post.has_appeared
    try:
        getattr(workflow, step)(post, by=request.user, **given)
    except (PermissionDenied, workflow.TransitionError) as error:
        text = _("{title}: {reason}")
        messages.error(request, format_html(text, title=post.title, reason=str(error)))
        if post.pk is not None:
            post.refresh_from_db()
        return False
    text = DONE[step]
    if step == "publish":
        text = _published(post, had_readers, given.get("content") or {})
    messages.success(request, format_html(text, linked(post)))
    return True


def _published(post, had_readers, content):
    if post.published_at > timezone.now():
        return SCHEDULED
    if not had_readers:
        return DONE["publish"]
    return CORRECTED if content.get("correction") else CHANGED


def linked(post):
    """Return the post's title, as a link to its page where readers find it."""
    if post.is_public:
        address = post.get_absolute_url()
        return format_html('“{}” (<a href="{}">{}</a>)', post.title, address, _("open the page"))
    return format_html("“{}”", post.title)


def label_of_step(step, post):
    """Return what the button of `step` says for `post`."""
    if post.status == post.Status.WITHDRAWN:
        return OF_WITHDRAWN.get(step, BUTTONS[step])
    if post.has_appeared:
        return OF_PUBLISHED.get(step, BUTTONS[step])
    if post.status == post.Status.PUBLISHED:
        return OF_SCHEDULED.get(step, BUTTONS[step])
    is_later = post.published_at and post.published_at > timezone.now()
    if step == "publish" and (is_later or post.is_under_embargo):
        return SCHEDULE
    return BUTTONS[step]
