from django.http import Http404
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from articles.caching import FRONT, keep, label_of
from articles.errors import gone, is_gone
from articles.front import front_page
from articles.pages import (
    article_page,
    interface_language,
    post_at,
    preview_page,
)
from articles.previews import previewed_revision
from articles.seo import article_metadata, site_metadata
from articles.views.dates import local_date


@require_safe
def home(request):
    front = front_page()
    context = {"front": front, "meta": site_metadata(front.posts)}
    response = render(request, "articles/home.html", context)
    keep(response, FRONT, *map(label_of, front.topics), posts=front.posts)
    # An editor's choice may end before any post does.
    ends = [moment for moment in (response.dies_at, front.until) if moment is not None]
    response.dies_at = min(ends, default=None)
    return response


@require_safe
def post(request, year, month, day, slug):
    found = post_at(local_date(year, month, day), slug)
    if found is None:
        raise Http404("no such post")
    if found.is_public:
        page = article_page(found)
        return keep(article_response(request, page), posts=page.posts)
    if is_gone(found):
        return gone(request, found)
    raise Http404("not public")


@require_safe
@xframe_options_sameorigin
def preview(request, token):
    response = article_response(request, preview_page(previewed_revision(token)))
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    # The address is the key to the page: no other site may learn it.
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def article_response(request, page):
    """Return the article page `page`, in the interface's language that goes with its text."""
    with translation.override(interface_language(page.post.language)):
        context = {
            "page": page,
            "top_section": page.trail[0].path if page.trail else "",
            "meta": article_metadata(page),
        }
        return render(request, "articles/article.html", context)
