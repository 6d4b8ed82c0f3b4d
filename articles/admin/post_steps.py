"""The steps of a post's life as the desk offers them: buttons of the form, actions of the list."""

from django.contrib import admin, messages
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
    "withdraw": gettext_lazy("Withdraw"),
    "return_to_draft": gettext_lazy("Back to draft"),
}
SCHEDULE = gettext_lazy("Schedule")
DONE = {
    "submit": gettext_lazy("{} is with the editors."),
    "approve": gettext_lazy("{} is approved."),
    "publish": gettext_lazy("{} is published."),
    "withdraw": gettext_lazy("{} is withdrawn."),
    "return_to_draft": gettext_lazy("{} is a draft again."),
}
SCHEDULED = gettext_lazy("{} is scheduled: readers see it from its date on.")


def buttons(user, post):
    """Return the steps that `user` may take with `post` now, each with its name and label."""
    steps = workflow.possible_steps(user, post)
    return [{"name": step, "label": _label(step, post)} for step in steps]


def wanted_step(submitted):
    """Return the step whose button sent the form, or None."""
    return next((step for step in BUTTONS if f"_step_{step}" in submitted), None)


def take(request, post, step):
    """Take `step` with `post`; tell the user what became of it. Returns whether it was taken."""
    try:
        getattr(workflow, step)(post, by=request.user)
    except (PermissionDenied, workflow.TransitionError) as error:
        text = _("{title}: {reason}")
        messages.error(request, format_html(text, title=post.title, reason=str(error)))
        post.refresh_from_db()
        return False
    is_scheduled = step == "publish" and post.published_at > timezone.now()
    messages.success(request, format_html(SCHEDULED if is_scheduled else DONE[step], linked(post)))
    return True


def linked(post):
    """Return the post's title, as a link to its page where readers find it."""
    if post.is_public:
        address = post.get_absolute_url()
        return format_html('“{}” (<a href="{}">{}</a>)', post.title, address, _("open the page"))
    return format_html("“{}”", post.title)


class StepActions(admin.ModelAdmin):
    """Lets the list take a step with many posts, each on its own."""

    actions = ["submit_posts", "approve_posts", "publish_posts", "withdraw_posts"]

    def has_publish_permission(self, request):
        return request.user.has_perm("articles.publish_post")

    def get_actions(self, request):
        actions = super().get_actions(request)
        # Deleting in bulk cannot say which posts readers have seen.
        actions.pop("delete_selected", None)
        return actions

    @admin.action(description=gettext_lazy("Submit for review"), permissions=["change"])
    def submit_posts(self, request, queryset):
        self._each(request, queryset, "submit")

    @admin.action(description=gettext_lazy("Approve"), permissions=["publish"])
    def approve_posts(self, request, queryset):
        self._each(request, queryset, "approve")

    @admin.action(description=gettext_lazy("Publish"), permissions=["publish"])
    def publish_posts(self, request, queryset):
        self._each(request, queryset, "publish")

    @admin.action(description=gettext_lazy("Withdraw"), permissions=["publish"])
    def withdraw_posts(self, request, queryset):
        self._each(request, queryset, "withdraw")

    def _each(self, request, queryset, step):
        # The list's rows are without their texts, which a step has to save and index.
        for post in self.get_queryset(request).filter(pk__in=[row.pk for row in queryset]):
            take(request, post, step)


def _label(step, post):
    if step == "publish" and post.published_at and post.published_at > timezone.now():
        return SCHEDULE
    return BUTTONS[step]
