"""Every address of the desk, made of the patterns that it answers."""

import re
import uuid

from django.urls import URLPattern, get_resolver

ARGUMENTS = {"uuid": str(uuid.UUID(int=1)), "slug": "submit"}


def desk_addresses(key):
    """Return all addresses under /admin/, with `key` wherever a row is named."""
    routes = {route for route in _routes(get_resolver()) if route.startswith("admin/")}
    return [_filled(route, key) for route in sorted(routes)]


def _routes(resolver, start=""):
    for entry in resolver.url_patterns:
        route = start + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route
        else:
            yield from _routes(entry, route)


def _filled(route, key):
    route = re.sub(r"\^?\(\?P<app_label>[^)]*\)/\$", "articles/", route)
    route = route.replace("(?P<url>.*)$", "nothing-here")
    route = re.sub(r"<(?:(\w+):)?\w+>", lambda found: ARGUMENTS.get(found[1], str(key)), route)
    assert not re.search(r"[<>()?^$]", route), f"no address can be made of {route}"
    return f"/{route}"
