"""The API in the words of OpenAPI 3.1: https://spec.openapis.org/oas/v3.1.1"""

from django.conf import settings

from articles.api.asking import MOST, USUAL
from articles.api.schemas import SCHEMAS, reference
from articles.seo import absolute

VERSION = "1.0.0"


def described_at():
    """Return what of the description the settings decide."""
    return {
        "info": {
            "title": settings.SITE_NAME,
            "version": VERSION,
            "description": (
                "What readers may read now, newest first. Nothing is changed by it, and no key is "
                "asked for. A text may only be used as its rights notice allows."
            ),
        },
        "servers": [{"url": absolute("/api/v1")}],
    }


def _asked(name, description, **schema):
    return {"name": name, "in": "query", "description": description, "schema": schema}


def _problem(description):
    content = {"application/problem+json": {"schema": reference("Problem")}}
    return {"description": description, "content": content}


def _get(summary, schema, *, parameters=(), problems=()):
    responses = {
        "200": {
            "description": "There it is.",
            "content": {"application/json": {"schema": schema}},
        }
    }
    texts = {
        "400": "A value that the query may not have.",
        "404": "There is nothing of this name or number, or it is not public.",
        "410": "It was public and has been removed; the detail is what readers are told.",
    }
    responses |= {status: _problem(texts[status]) for status in problems}
    responses["405"] = _problem("Only GET and HEAD are answered.")
    return {"get": {"summary": summary, "parameters": list(parameters), "responses": responses}}


LIMIT = _asked(
    "limit", "How many a page holds.", type="integer", minimum=1, maximum=MOST, default=USUAL
)
AFTER = _asked("after", "The slug after which the list goes on.", type="string", maxLength=500)
ONE_LIST = "At most one of section, tag, author and source."
DAY_OR_INSTANT = {"type": "string", "examples": ["2022-03-11", "2022-03-11T02:06:38+08:00"]}
POSTS = [
    _asked("section", f"The path of a section, with those below it. {ONE_LIST}", type="string"),
    _asked("tag", f"The slug of a tag. {ONE_LIST}", type="string"),
    _asked("author", f"The slug of an author. {ONE_LIST}", type="string"),
    _asked("source", f"The slug of a source. {ONE_LIST}", type="string"),
    _asked("since", "Published on this day or later, at this time or later.", **DAY_OR_INSTANT),
    _asked("until", "Published on this day or earlier, before this time.", **DAY_OR_INSTANT),
    _asked("before", "The place from which the list goes on; see next.", type="string"),
    LIMIT,
]
KEY = {
    "name": "id",
    "in": "path",
    "required": True,
    "schema": {"type": "integer", "minimum": 1},
}
NAMED = {"parameters": [AFTER, LIMIT], "problems": ["400"]}

DESCRIPTION = {
    "openapi": "3.1.0",
    "paths": {
        "/": _get("Where everything is", reference("Home")),
        "/posts/": _get(
            "Posts, newest first",
            reference("Posts"),
            parameters=POSTS,
            problems=["400", "404"],
        ),
        "/posts/{id}/": _get(
            "A post with its text",
            reference("WholePost"),
            parameters=[KEY],
            problems=["404", "410"],
        ),
        "/sections/": _get("The tree of sections", reference("Sections")),
        "/authors/": _get("Authors", reference("Authors"), **NAMED),
        "/tags/": _get("Tags", reference("Tags"), **NAMED),
        "/sources/": _get("Sources", reference("Sources"), **NAMED),
        "/openapi.json": _get("This description", {"type": "object"}),
    },
    "components": {"schemas": SCHEMAS},
}
