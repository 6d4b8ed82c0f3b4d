from dataclasses import replace
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from articles import search
from articles.html import one_line, text_of
from articles.listing import page_of
from articles.models import Category, Post, PostSearch
from articles.seo import Metadata

# Beyond, moments in other zones are no dates any more.
FIRST_DAY, LAST_DAY = date(1000, 1, 1), date(9000, 1, 1)
SHOWN = (
    *("title", "slug", "published_on", "published_at", "language", "excerpt"),
    *("summary", "body", "lead_caption", "lead_image", "source__name"),
)
# Enough to say that a query is too long, and to show it again.
MAX_VALUE = 500
NO_DATE = gettext_lazy("Please write dates as in 2022-03-11.")


class SearchForm(forms.Form):
    """What a search address asks for; `read` is its query, `gate` its filters, once it is valid."""

    q = forms.CharField(required=False)
    section = forms.ModelChoiceField(
        Category.objects.all(),
        to_field_name="path",
        required=False,
        error_messages={"invalid_choice": gettext_lazy("There is no such section here.")},
    )

    def __init__(self, values):
        super().__init__(
            {name: one_line(values.get(name, "")[:MAX_VALUE]) for name in ("q", *FILTERS)}
        )
        for name in ("from", "to"):
            self.fields[name] = _date_field()

    def clean_q(self):
        text = self.cleaned_data["q"]
        if len(text) > search.MAX_QUERY:
            raise forms.ValidationError(
                _("Please search for %s characters at most.") % search.MAX_QUERY
            )
        self.read = search.read_query(text)
        if len(self.read) > search.MAX_TERMS:
            raise forms.ValidationError(_("Please search for %s words at most.") % search.MAX_TERMS)
        return text

    def clean(self):
        first, last = self.cleaned_data.get("from"), self.cleaned_data.get("to")
        if first and last and first > last:
            self.add_error("to", _("The last day comes before the first."))

    @property
    def gate(self):
        section = self.cleaned_data["section"]
        first, last = self.cleaned_data["from"], self.cleaned_data["to"]
        return search.Gate(
            section=section.pk if section else None,
            since=_midnight(first) if first else None,
            before=_midnight(last + timedelta(days=1)) if last else None,
        )

    def address(self, **changed):
        """Return the address of this search, with the values `changed`."""
        values = {name: value for name, value in (self.data | changed).items() if value}
        return f"?{urlencode(values)}"


FILTERS = ("section", "from", "to")


@require_safe
def search_page(request):
    """Answer with what was found; such pages are many, and none is kept."""
    form = SearchForm(request.GET)
    context = {"form": form, "query": form.data["q"][: search.MAX_QUERY]}
    if form.is_valid() and form.read.wanted:
        context |= _results(request, form)
    if not context.get("hits"):
        context["suggestions"] = Post.objects.published().newest_first().for_cards()[:6]
    context["meta"] = Metadata(title=_("Search"), is_indexed=False)
    return render(request, "articles/search.html", context)


def _results(request, form):
    if "before" in request.GET:
        raise Http404("hits have no date to go on from")
    keys = search.find(form.read, form.gate, limit=search.MAX_HITS + 1)
    kept = {name: value for name, value in form.data.items() if value}
    page = page_of(keys[: search.MAX_HITS], load, request, **kept)
    page = replace(page, has_more=len(keys) > search.MAX_HITS)
    if not keys:
        return {"ways": _ways_on(form)}
    return {
        "page": page,
        "hits": _hits(page.posts, form.data["q"]),
        # By rank, so that neither is the newer.
        "previous_name": _("Previous page"),
        "next_name": _("Next page"),
    }


def load(keys):
    """Return the posts of `keys` in their order, with what the page shows of them.

    They pass the gate of all pages once more.
    """
    posts = Post.objects.published().for_teasers().defer(None).only(*SHOWN)
    shown = posts.in_bulk(keys) if keys else {}
    return [shown[key] for key in keys if key in shown]


def _ways_on(form):
    """Return what else to search for as (words, address): only what finds something."""
    read, gate, text = form.read, form.gate, form.data["q"]
    ways = []
    if gate:
        whole = form.address(**dict.fromkeys(FILTERS, ""))
        ways.append((_("in all sections, at any time"), whole, read, search.Gate()))
    if read.unwanted:
        words = " ".join(term.written for term in read.wanted)
        rest = replace(read, unwanted=())
        ways.append((_("without leaving anything out"), form.address(q=words), rest, gate))
    loose = search.unquoted(text)
    if (parted := search.read_query(loose)) != read and len(parted) <= search.MAX_TERMS:
        ways.append((_("without the quotation marks"), form.address(q=loose), parted, gate))
    if len(read.wanted) > 1:
        for term in read.wanted:
            words = form.address(q=term.written)
            alone = replace(read, wanted=(term,), unwanted=())
            ways.append((_("only “%s”") % term.text, words, alone, gate))
    return [(words, url) for words, url, *asked in ways if search.find(*asked, limit=1)]


def _hits(posts, text):
    """Return what the page shows of each post: title, passage and names in pieces, matches told.

    Names are those without which the post would not have been found.
    """
    wanted = search.read_query(text).wanted
    hits, nameless = [], []
    for post in posts:
        whole = "\n".join((text_of(post.body), post.summary, post.lead_caption))
        title, passage = search.marked(post.title, text), search.passages(whole, text)
        hits.append({"post": post, "title": title, "passage": passage, "names": []})
        # Mostly what is shown already holds all; folding the whole text takes as long as the rest.
        shown = "".join(text for text, _is_match in (*title, ("\n", False), *passage))
        if not (search.holds(shown, wanted) or search.holds(f"{post.title}\n{whole}", wanted)):
            nameless.append(hits[-1])
    names = PostSearch.objects.name_lists(hit["post"].pk for hit in nameless)
    for hit in nameless:
        pieces = [search.marked(name, text) for name in names[hit["post"].pk]]
        hit["names"] = [name for name in pieces if any(is_match for _piece, is_match in name)]
    return hits


def _date_field():
    return forms.DateField(
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": NO_DATE},
        validators=[MinValueValidator(FIRST_DAY, NO_DATE), MaxValueValidator(LAST_DAY, NO_DATE)],
    )


def _midnight(day):
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())
