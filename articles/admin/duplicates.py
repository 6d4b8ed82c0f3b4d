from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.base import ReadOnlyAdmin, column
from articles.admin.post_list import badge
from articles.differences import aligned_rows
from articles.html import text_of
from articles.models import DuplicateLink, Post
from articles.permissions import can_edit, visible_to

State = DuplicateLink.State
ALL = "all"
BUTTONS = {
    State.CONFIRMED: gettext_lazy("The same story"),
    State.DISMISSED: gettext_lazy("Not the same"),
}
DONE = {
    State.CONFIRMED: gettext_lazy("Noted: the two tell the same story. Both stay as they are."),
    State.DISMISSED: gettext_lazy("Noted: the two are not the same. They are not linked again."),
}


def duplicates_of(user, post):
    """Return the posts nearly the same as `post` that `user` may see, most similar first.

    Each is (link, other post). Pairs that an editor called a mistake are left out.
    """
    links = DuplicateLink.objects.of(post).undismissed()
    links = links.among(visible_to(user, Post.objects.all())).order_by("-similarity", "pk")
    links = links.select_related("post__source", "other__source")
    return [(link, link.counterpart(post)) for link in without_texts(links)]


def without_texts(links):
    """The same links, their posts without what is long."""
    long = [f"{side}__{name}" for side in ("post", "other") for name in ("body", "extra")]
    return links.defer(*long)


class DecisionFilter(admin.SimpleListFilter):
    """Those that nobody has looked at, unless others are asked for."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [*State.choices, (ALL, _("all"))]

    def choices(self, changelist):
        # Without Django's own “All”, which would be what an address without the filter shows.
        return list(super().choices(changelist))[1:]

    def value(self):
        wanted = super().value()
        return wanted if wanted in (*State.values, ALL) else State.OPEN.value

    def queryset(self, request, queryset):
        return queryset if self.value() == ALL else queryset.filter(state=self.value())


@admin.register(DuplicateLink)
class DuplicateLinkAdmin(ReadOnlyAdmin):
    list_display = ["pair", "likeness", "standing", "found_at"]
    list_filter = [DecisionFilter]
    list_select_related = ["post__source", "other__source"]
    search_fields = ["post__title", "other__title"]
    ordering = ["-pk"]

    class Media:
        css = {"all": ["articles/admin/duplicates.css"]}

    def has_view_permission(self, request, obj=None):
        """Whoever may see both posts may see that they are alike."""
        if not request.user.has_perm("articles.view_post"):
            return False
        return obj is None or self._pairs_of(request.user).filter(pk=obj.pk).exists()

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def get_queryset(self, request):
        return without_texts(self._pairs_of(request.user))

    def get_urls(self):
        decide = self.admin_site.admin_view(self.decision_view)
        return [
            path("<int:key>/decide/<str:state>/", decide, name="articles_duplicatelink_decide"),
            *super().get_urls(),
        ]

    def view_on_site(self, link):
        return None

    def render_change_form(self, request, context, *args, **kwargs):
        link = kwargs.get("obj")
        context["title"] = _("{percent} % the same text").format(percent=link.percent)
        context["subtitle"] = None
        context["sides"] = [
            {"post": post, "state": badge(post)} for post in (link.post, link.other)
        ]
        context["rows"] = aligned_rows(*(_prose(post) for post in (link.post, link.other)))
        context["standing"] = self.standing(link)
        context["decisions"] = self._decisions(request.user, link)
        return super().render_change_form(request, context, *args, **kwargs)

    def decision_view(self, request, key, state):
        """Note what an editor says of a pair, and go back to the list."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if state not in BUTTONS:
            raise Http404
        link = get_object_or_404(self.get_queryset(request), pk=key)
        if not _can_decide(request.user, link):
            raise PermissionDenied
        DuplicateLink.objects.filter(pk=link.pk).decide(state, by=request.user)
        self.message_user(request, DONE[state])
        return HttpResponseRedirect(reverse("admin:articles_duplicatelink_changelist"))

    @admin.display(description=gettext_lazy("posts"))
    def pair(self, link):
        return column("duplicate_pair", posts=[link.post, link.other])

    @admin.display(description=gettext_lazy("likeness"), ordering="similarity")
    def likeness(self, link):
        return f"{link.percent} %"

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def standing(self, link):
        return column("state", state=link.state, label=capfirst(link.get_state_display()))

    def _pairs_of(self, user):
        return DuplicateLink.objects.among(visible_to(user, Post.objects.all()))

    def _decisions(self, user, link):
        if not _can_decide(user, link):
            return []
        return [(state.value, label) for state, label in BUTTONS.items() if state != link.state]


def _can_decide(user, link):
    return can_edit(user, link.post) and can_edit(user, link.other)


def _prose(post):
    # As it is signed: captions are the agencies' own.
    return text_of(post.body, figures=False)
