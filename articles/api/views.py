from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404

from articles.api.asking import asked_limit, asked_posts, asked_start
from articles.api.description import DESCRIPTION, described_at
from articles.api.problems import ProblemError, answer_json, endpoint
from articles.api.representations import (
    address_of_data,
    author_as_data,
    post_in_list,
    section_as_data,
    source_as_data,
    tag_as_data,
    whole_post,
)
from articles.caching import STREAM, keep
from articles.errors import is_gone
from articles.listing import cursor
from articles.models import Author, Category, Post, Source, Tag, TaggedPost

TAGS = Prefetch("tagged", TaggedPost.objects.select_related("tag").order_by("tag__slug"))
GONE = "The post was removed."
# What a next page keeps of the query.
KEPT = ("section", "tag", "author", "source", "since", "until", "limit")


@endpoint
def home(request):
    """Where everything is."""
    names = ("posts", "sections", "authors", "tags", "sources", "description")
    links = {name: address_of_data(f"api_{name}") for name in names}
    return keep(answer_json({"links": links}))


@endpoint
def posts(request):
    asked, limit = asked_posts(request.GET), asked_limit(request.GET)
    rows = list(asked.posts.for_page().defer("body").prefetch_related(TAGS)[: limit + 1])
    shown = rows[:limit]
    following = None
    if len(rows) > limit:
        kept = {name: request.GET[name] for name in KEPT if name in request.GET}
        following = _next_page("api_posts", kept, before=cursor(shown[-1]))
    content = {"posts": [post_in_list(post) for post in shown], "next": following}
    return keep(answer_json(content), asked.label, posts=shown)


@endpoint
def post(request, key):
    found = get_object_or_404(Post.objects.for_page().prefetch_related(TAGS), pk=key)
    if found.is_public:
        return keep(answer_json(whole_post(found)), posts=[found])
    if is_gone(found):
        raise ProblemError(410, found.withdrawal_notice or GONE)
    raise Http404("not public")


@endpoint
def sections(request):
    """All that have something to read, as a tree in the order of their paths."""
    shown = Category.objects.with_public_posts().order_by("path").select_related("parent")
    content = [
        section_as_data(section)
        | {
            "parent": section.parent.path if section.parent else None,
            "description": section.description,
        }
        for section in shown
    ]
    return keep(answer_json({"sections": content}), STREAM)


@endpoint
def authors(request):
    shown = Post.objects.published().by_author(OuterRef("pk"))
    return _alphabetical(request, "authors", Author, shown, author_as_data)


@endpoint
def tags(request):
    shown = Post.objects.published().tagged_with(OuterRef("pk"))
    return _alphabetical(request, "tags", Tag, shown, tag_as_data)


@endpoint
def sources(request):
    shown = Post.objects.published().from_source(OuterRef("pk"))
    return _alphabetical(request, "sources", Source, shown, source_as_data)


@endpoint
def description(request):
    return keep(answer_json(DESCRIPTION | described_at()))


@endpoint
def nothing(request, rest):
    raise Http404("no such endpoint")


def _alphabetical(request, name, model, posts, represent):
    """Answer with those that have any of `posts`, in the order of their addresses."""
    limit = asked_limit(request.GET)
    subjects = model.objects.filter(Exists(posts), slug__gt=asked_start(request.GET))
    rows = list(subjects.order_by("slug")[: limit + 1])
    shown = rows[:limit]
    following = None
    if len(rows) > limit:
        following = _next_page(f"api_{name}", {"limit": limit}, after=shown[-1].slug)
    content = {name: [represent(subject) for subject in shown], "next": following}
    return keep(answer_json(content), STREAM)


def _next_page(name, kept, **place):
    return f"{address_of_data(name)}?{urlencode(kept | place)}"
