from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.base import DeskAdmin, column
from articles.admin.front_editor import Arranging, is_coming
from articles.admin.post_rows import state_of
from articles.filtering import LABELS
from articles.front import front_page
from articles.models import FrontPageSlot
from articles.models.front_page import PLACES
from articles.permissions import can_arrange


class SlotForm(forms.ModelForm):
    class Meta:
        model = FrontPageSlot
        fields = ["position", "post", "until"]

    def validate_unique(self):
        """Saving makes room: a place that is taken is no mistake."""

    def clean_post(self):
        post = self.cleaned_data["post"]
        if "post" in self.changed_data and not (post.is_public or is_coming(post)):
            state = LABELS[state_of(post)]
            raise ValidationError(
                _("Readers cannot see this post: it is %(state)s."), params={"state": state}
            )
        return post

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until and "until" in self.changed_data and until <= timezone.now():
            raise ValidationError(_("This moment is past."))
        return until


@admin.register(FrontPageSlot)
class FrontPageSlotAdmin(Arranging, DeskAdmin):
    """What editors put at the top of the front page; the rest of it fills itself."""

    form = SlotForm
    list_display = ["place", "headline", "standing", "ends"]
    list_display_links = ["place", "headline"]
    list_select_related = ["post", "post__lead_image"]
    autocomplete_fields = ["post"]
    ordering = ["position"]

    def has_module_permission(self, request):
        return can_arrange(request.user)

    def has_view_permission(self, request, obj=None):
        return can_arrange(request.user)

    def has_add_permission(self, request):
        return can_arrange(request.user)

    def has_change_permission(self, request, obj=None):
        return can_arrange(request.user)

    def has_delete_permission(self, request, obj=None):
        return can_arrange(request.user)

    def view_on_site(self, slot):
        return reverse("home")

    def get_changeform_initial_data(self, request):
        taken = set(FrontPageSlot.objects.values_list("position", flat=True))
        free = [place for place in range(1, PLACES + 1) if place not in taken]
        return {"position": next(iter(free), 1)} | super().get_changeform_initial_data(request)

    def save_model(self, request, obj, form, change):
        FrontPageSlot.objects.place(obj)

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"top": _top(), **(extra_context or {})})

    @admin.display(description=gettext_lazy("place"), ordering="position")
    def place(self, slot):
        return capfirst(slot.get_position_display())

    @admin.display(description=gettext_lazy("post"))
    def headline(self, slot):
        return column("headline", post=slot.post)

    @admin.display(description=gettext_lazy("now"))
    def standing(self, slot):
        """Whether readers see the chosen post there now, and if not, why."""
        if slot.until and slot.until <= timezone.now():
            return _("The time is over: the place fills itself.")
        if slot.post.is_public:
            return _("Readers see it there.")
        state = LABELS[state_of(slot.post)]
        return _("The post is %(state)s: the place fills itself.") % {"state": state}

    @admin.display(description=gettext_lazy("until"), ordering="until")
    def ends(self, slot):
        return column("moment", moment=slot.until)


def _top():
    """Return the top of the front page as readers see it: [(post, whether it was chosen)]."""
    front = front_page()
    chosen = set(FrontPageSlot.objects.filled().values_list("post", flat=True))
    top = [post for post in (front.lead, *front.tier) if post is not None]
    return [(post, post.pk in chosen) for post in top]
