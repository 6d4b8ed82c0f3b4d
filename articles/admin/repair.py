"""One correction for all posts of an import run or of a source: choose, look, confirm."""

from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.importing.undoing import changes
from articles.models import Author, Byline, Category, Filing, ImportRun, Post, Source
from articles.permissions import can_decide, visible_to
from articles.repairing import STARTS, Repair, in_need, repair_posts, with_twins

# So many are done while somebody waits; the page then offers to go on.
AT_ONCE = 300
NAMED = 10
STEPS = [
    ("", gettext_lazy("as it is")),
    ("publish", gettext_lazy("Publish")),
    ("withdraw", gettext_lazy("Withdraw")),
    ("draft", gettext_lazy("Back to draft")),
]


@dataclass
class Origin:
    """What the posts have in common: `row` is the run or the source they are of."""

    row: ImportRun | Source
    posts: QuerySet
    query: str

    @property
    def address(self):
        noun = self.row._meta.model_name
        return reverse(f"admin:articles_{noun}_change", args=[self.row.pk])


class RepairForm(forms.Form):
    section = forms.ModelChoiceField(
        Category.objects.all(),
        required=False,
        label=gettext_lazy("Section"),
        widget=AutocompleteSelect(Filing._meta.get_field("category"), admin.site),
    )
    replaces_sections = forms.BooleanField(
        required=False,
        label=gettext_lazy("in place of the sections they stand in now"),
    )
    author = forms.ModelChoiceField(
        Author.objects.all(),
        required=False,
        label=gettext_lazy("Author"),
        help_text=gettext_lazy("In place of the present byline."),
        widget=AutocompleteSelect(Byline._meta.get_field("author"), admin.site),
    )
    source = forms.ModelChoiceField(
        Source.objects.all(),
        required=False,
        label=gettext_lazy("Source"),
        help_text=gettext_lazy(
            "Documents are known by source and name: import them under this source from now on, "
            "or they make new posts."
        ),
        widget=AutocompleteSelect(Post._meta.get_field("source"), admin.site),
    )
    step = forms.ChoiceField(
        choices=STEPS,
        required=False,
        label=gettext_lazy("Status"),
        help_text=gettext_lazy("Posts whose status does not allow the step stay as they are."),
    )
    # How far a repair has come that is done in parts.
    after = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        if not can_decide(user):
            del self.fields["step"]

    def clean(self):
        cleaned = super().clean()
        chosen = [cleaned.get(name) for name in ("section", "author", "source", "step")]
        if not self.errors and not any(chosen):
            raise forms.ValidationError(_("Choose what is to be changed."))
        return cleaned

    @property
    def repair(self):
        """What was chosen."""
        names = ("section", "replaces_sections", "author", "source", "step")
        chosen = {name: self.cleaned_data.get(name) for name in names}
        return Repair(**{name: value for name, value in chosen.items() if value})


def repair_view(request):
    """The form; what would be changed; and, once that is confirmed, the change."""
    origin = _origin(request)
    form = RepairForm(request.POST or None, user=request.user)
    context = {
        **admin.site.each_context(request),
        "title": _("Repair the posts of %(origin)s") % {"origin": origin.row},
        "origin": origin,
        "form": form,
        "media": form.media,
    }
    if not form.is_valid() or "again" in request.POST:
        context["count"] = origin.posts.count()
        return TemplateResponse(request, "admin/articles/repair/form.html", context)
    is_confirmed = "confirm" in request.POST
    after = form.cleaned_data["after"] or 0
    if is_confirmed:
        after = _apply(request, origin, form.repair, after=after)
    remaining = _remaining(origin, form.repair, after=after)
    count = remaining.count()
    context |= {
        "after": after,
        "chosen": _chosen(form),
        "count": count,
        "is_done": is_confirmed and not count,
        "part": min(count, AT_ONCE),
        "titles": list(remaining.values_list("title", flat=True)[:NAMED]),
        "more": max(0, count - NAMED),
        "left": [] if is_confirmed else _left(origin, form.repair, count),
        "is_publication": form.repair.step == "publish",
        "is_bounded": not request.user.has_perm("articles.edit_every_section"),
    }
    return TemplateResponse(request, "admin/articles/repair/confirm.html", context)


def _origin(request):
    """Return whose posts are meant; only those that the desk shows the user are among them."""
    if not request.user.has_perm("articles.change_post"):
        raise PermissionDenied
    for model in (ImportRun, Source):
        name = {ImportRun: "run", Source: "source"}[model]
        key = request.GET.get(name, "")
        if not (key.isdecimal() and len(key) < 19):
            continue
        row = model.objects.filter(pk=key).first()
        if row is None:
            raise Http404
        if not request.user.has_perm(f"articles.view_{model._meta.model_name}"):
            raise PermissionDenied
        made = {"pk__in": changes(row).values("post")} if model is ImportRun else {"source": row}
        posts = visible_to(request.user, Post.objects.filter(**made))
        return Origin(row, posts, f"?{name}={row.pk}")
    raise Http404


def _remaining(origin, repair, *, after):
    return in_need(origin.posts, repair).filter(pk__gt=after).order_by("pk")


def _left(origin, repair, count):
    """Return [(reason, how many)] of the posts that would stay as they are, as far as is known."""
    left = []
    alike = origin.posts.count() - count
    if alike and repair == Repair(step=repair.step):
        labels, starts = dict(Post.Status.choices), STARTS[repair.step]
        for status, number in origin.posts.order_by().values_list("status").annotate(Count("pk")):
            if status not in starts:
                left.append((_("they are: %(status)s") % {"status": labels[status]}, number))
    elif alike:
        left.append((_("they are like that already"), alike))
    if repair.source and (twins := with_twins(origin.posts, repair.source).count()):
        left.append((_("of those above: the source has a document of their name already"), twins))
    return left


def _apply(request, origin, repair, *, after):
    """Repair the next posts and tell what became of them; return the key of the last."""
    keys = list(_remaining(origin, repair, after=after).values_list("pk", flat=True)[:AT_ONCE])
    note = _("Repair of %(origin)s") % {"origin": origin.row}
    result = repair_posts(keys, repair, by=request.user, note=note[:200])
    if result.done:
        text = ngettext("%d post is changed.", "%d posts are changed.", result.done)
        messages.success(request, text % result.done)
    for post, reason in result.left[:NAMED]:
        text = _("“%(title)s” stays as it is: %(reason)s")
        messages.warning(request, text % {"title": post.title, "reason": reason})
    if len(result.left) > NAMED:
        more = len(result.left) - NAMED
        messages.warning(request, _("… and %d more stay as they are.") % more)
    return keys[-1] if keys else after


def _chosen(form):
    """Return what was chosen as (label, value) rows."""
    repair, rows = form.repair, []
    if repair.section:
        how = _("in place of the present ones") if repair.replaces_sections else _("added")
        rows.append((_("Section"), f"{repair.section} ({how})"))
    rows += [(_("Author"), repair.author)] if repair.author else []
    rows += [(_("Source"), repair.source)] if repair.source else []
    rows += [(_("Status"), dict(STEPS)[repair.step])] if repair.step else []
    return rows
