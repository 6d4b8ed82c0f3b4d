from datetime import timedelta

from django.db import models
from django.http import Http404
from django.shortcuts import render
from django.utils import formats
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.caching import STREAM, keep, label_of
from articles.front import sections_below
from articles.listing import ALL, DATED, OF_AUTHOR, OF_SECTION, OF_SOURCE, OF_TAG, list_page
from articles.models import Author, Category, Post, Source, Tag
from articles.models.categories import MAX_DEPTH
from articles.models.post_lists import midnight
from articles.models.prepared import Given, Prepared
from articles.seo import list_metadata
from articles.views.dates import local_date

MONTH_DAYS = 31
TRAIL = Prepared(
    lambda: Category.objects.filter(
        path__in=[Given(f"path{depth}", models.TextField()) for depth in range(MAX_DEPTH)]
    )
)
BY_SLUG = {
    model: Prepared(
        lambda model=model: model.objects.filter(slug=Given("slug", models.TextField()))
    )
    for model in (Tag, Author, Source)
}


@require_safe
def section(request, path):
    trail = _trail(path)
    category = trail[-1]
    page = list_page(OF_SECTION, request, subject=category.pk)
    if not page.posts:
        raise Http404("nothing to read")
    children, branches = sections_below(category, with_posts=page.number == 1)
    context = {
        "category": category,
        "top_section": trail[0].path,
        "trail": trail[:-1],
        "children": children,
        "branches": branches,
        "page": page,
        "meta": list_metadata(
            category.name,
            page,
            description=category.description,
            feeds=category.get_absolute_url(),
        ),
    }
    response = render(request, "articles/section.html", context)
    shown = [post for branch in branches for post in branch.posts]
    return keep(response, label_of(category), posts=[*page.posts, *shown])


@require_safe
def tag(request, slug):
    found = _found(Tag, slug)
    return _list(request, found, OF_TAG, kind=_("Tag"), feeds=found.get_absolute_url())


@require_safe
def author(request, slug):
    found = _found(Author, slug)
    return _list(
        request,
        found,
        OF_AUTHOR,
        kind=_("Author"),
        about=found.bio,
        link=found.link,
        feeds=found.get_absolute_url(),
    )


@require_safe
def source(request, slug):
    found = _found(Source, slug)
    return _list(
        request, found, OF_SOURCE, kind=_("Source"), about=found.description, link=found.homepage
    )


@require_safe
def archive(request):
    """All that was published, newest first, and the way to each year and month."""
    return _archive(request, list_page(ALL, request), Post.objects.months(), title=_("All news"))


@require_safe
def archive_year(request, year):
    first = local_date(year, 1, 1)
    after = local_date(first.year + 1, 1, 1)
    return _archive_of(request, first, after, title=_("Year %s") % first.year)


@require_safe
def archive_month(request, year, month):
    first = local_date(year, month, 1)
    after = (first + timedelta(days=31)).replace(day=1)
    title = formats.date_format(first, "YEAR_MONTH_FORMAT")
    return _archive_of(request, first, after, title=title)


def _trail(path):
    """Return the sections from the top down to the one at `path`; 404 when there is none."""
    paths = Category(path=path).ancestor_paths
    paths += paths[-1:] * (MAX_DEPTH - len(paths))
    trail = TRAIL(**{f"path{depth}": above for depth, above in enumerate(paths)})
    trail.sort(key=lambda category: len(category.path))
    if not trail or trail[-1].path != path:
        raise Http404("no such section")
    return trail


def _found(model, slug):
    found = BY_SLUG[model](slug=slug)
    if not found:
        raise Http404(f"no such {model._meta.model_name}")
    return found[0]


def _list(request, subject, posts, *, kind, about="", link="", feeds=None):
    """Answer with the list of a subject that is there for readers only while it has posts."""
    page = list_page(posts, request, subject=subject.pk)
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
    response = render(request, "articles/list.html", context)
    return keep(response, label_of(subject), posts=page.posts)


def _archive_of(request, start, end, *, title):
    """Answer with the posts of [start, end), a year or a month; 404 when there are none."""
    months = Post.objects.months()
    if not any(start <= month < end for month in months):
        raise Http404("outside the archive")
    page = list_page(DATED, request, start=midnight(start), end=midnight(end))
    month = start if (end - start).days <= MONTH_DAYS else None
    return _archive(request, page, months, title=title, year=start.year, month=month)


def _archive(request, page, months, *, title, year=None, month=None):
    context = {
        "title": title,
        "year": year,
        "month": month,
        "years": list(dict.fromkeys(month.year for month in months)),
        "months": sorted(other for other in months if other.year == year),
        "page": page,
        "meta": list_metadata(title, page),
    }
    response = render(request, "articles/archive.html", context)
    return keep(response, STREAM, posts=page.posts)
