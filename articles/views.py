"""The pages of the public site: each answers everybody alike, in the site's language."""

from datetime import date, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from articles import search
from articles.errors import gone, is_gone
from articles.front import front_page
from articles.html import one_line, text_of
from articles.listing import list_page
from articles.models import Author, Category, Post, Source, Tag
from articles.pages import article_page, interface_language, preview_page, previewed_revision
from articles.seo import Metadata, absolute, article_metadata, list_metadata, site_metadata

MONTH_DAYS = 31


@require_safe
def home(request):
    return render(request, "articles/home.html", {"front": front_page(), "meta": site_metadata()})


@require_safe
def post(request, year, month, day, slug):
    found = get_object_or_404(
        Post.objects.for_page(), published_on=_date(year, month, day), slug=slug
    )
    if found.is_public:
        return _article(request, article_page(found))
    if is_gone(found):
        return gone(request, found)
    raise Http404("not public")


@require_safe
@xframe_options_sameorigin
def preview(request, token):
    response = _article(request, preview_page(previewed_revision(token)))
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    # The address is the key to the page: no other site may learn it.
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
def section(request, path):
    paths = Category(path=path).ancestor_paths
    trail = sorted(Category.objects.filter(path__in=paths), key=lambda c: len(c.path))
    if not trail or trail[-1].path != path:
        raise Http404("no such section")
    category = trail[-1]
    page = list_page(Post.objects.published().in_category(category).for_cards(), request)
    context = {
        "category": category,
        "top_section": trail[0].path,
        "trail": trail[:-1],
        "children": category.children.with_public_posts().order_by("position", "path"),
        "page": page,
        "meta": list_metadata(
            category.name,
            page,
            description=category.description,
            feeds=category.get_absolute_url(),
        ),
    }
    return render(request, "articles/section.html", context)


@require_safe
def tag(request, slug):
    found = get_object_or_404(Tag, slug=slug)
    posts = Post.objects.published().tagged_with(found)
    return _list(request, found, posts, kind=_("Tag"), feeds=found.get_absolute_url())


@require_safe
def author(request, slug):
    found = get_object_or_404(Author, slug=slug)
    posts = Post.objects.published().by_author(found)
    return _list(
        request,
        found,
        posts,
        kind=_("Author"),
        about=found.bio,
        link=found.link,
        feeds=found.get_absolute_url(),
    )


@require_safe
def source(request, slug):
    found = get_object_or_404(Source, slug=slug)
    posts = Post.objects.published().from_source(found)
    return _list(
        request, found, posts, kind=_("Source"), about=found.description, link=found.homepage
    )


@require_safe
def archive(request):
    """Lead to the year of the newest post."""
    newest = Post.objects.published().newest_first().first()
    if newest is None:
        raise Http404("nothing to read")
    return redirect("archive_year", newest.published_on.year)


@require_safe
def archive_year(request, year):
    first = _date(year, 1, 1)
    title = _("Year %s") % first.year
    return _archive(request, first, _date(first.year + 1, 1, 1), title)


@require_safe
def archive_month(request, year, month):
    first = _date(year, month, 1)
    after = (first + timedelta(days=31)).replace(day=1)
    return _archive(request, first, after, formats.date_format(first, "YEAR_MONTH_FORMAT"))


@require_safe
def search_page(request):
    query = one_line(request.GET.get("q", ""))
    words = query.split()
    context = {"query": query[: search.MAX_QUERY], "problem": ""}
    if len(query) > search.MAX_QUERY:
        context["problem"] = _("Please search for %s characters at most.") % search.MAX_QUERY
    elif len(words) > search.MAX_TERMS:
        context["problem"] = _("Please search for %s words at most.") % search.MAX_TERMS
    elif query:
        posts = search.match(Post.objects.published(), query)
        page = list_page(posts.newest_first().for_page(), request, q=query)
        context |= {"page": page, "hits": [_hit(post, query) for post in page.posts]}
    if not context.get("hits"):
        context["suggestions"] = Post.objects.published().newest_first().for_cards()[:6]
    context["meta"] = Metadata(title=_("Search"), is_indexed=False)
    return render(request, "articles/search.html", context)


@require_safe
def robots(request):
    context = {"sitemap": absolute(reverse("sitemap_index"))}
    return render(request, "articles/robots.txt", context, content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def healthz(request):
    """Alive: the process answers. Whether it can work is another question."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


def _article(request, page):
    with translation.override(interface_language(page.post.language)):
        context = {
            "page": page,
            "top_section": page.trail[0].path if page.trail else "",
            "meta": article_metadata(page),
        }
        return render(request, "articles/article.html", context)


def _list(request, subject, posts, *, kind, about="", link="", feeds=None):
    """Answer with the list of a subject that is there for readers only while it has posts."""
    page = list_page(posts.for_cards(), request)
    if not page.posts:
        raise Http404("nothing to read")
    context = {
        "subject": subject,
        "kind": kind,
        "about": about,
        "link": link,
        "page": page,
        "meta": list_metadata(subject.name, page, description=about, feeds=feeds),
    }
    return render(request, "articles/list.html", context)


def _archive(request, start, end, title):
    """Answer with the posts of [start, end); 404 before the first post and after today."""
    posts = Post.objects.published()
    oldest = posts.order_by("published_at", "pk").values_list("published_on", flat=True).first()
    today = timezone.localdate()
    if oldest is None or end <= oldest or start > today:
        raise Http404("outside the archive")
    page = list_page(posts.dated_within(start, end).for_cards(), request)
    months = [date(start.year, month, 1) for month in range(1, 13)]
    context = {
        "title": title,
        "year": start.year,
        "month": start if (end - start).days <= MONTH_DAYS else None,
        "years": range(today.year, oldest.year - 1, -1),
        "months": [month for month in months if oldest.replace(day=1) <= month <= today],
        "page": page,
        "meta": list_metadata(title, page),
    }
    return render(request, "articles/archive.html", context)


def _hit(post, query):
    """Return what the search page shows of a post: title and passage in pieces, matches told."""
    text = "\n".join((text_of(post.body), post.summary, post.lead_caption))
    return {
        "post": post,
        "title": search.marked(post.title, query),
        "passage": search.passages(text, query),
    }


def _date(year, month, day):
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        raise Http404("no such day") from error
