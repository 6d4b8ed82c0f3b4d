"""Answers of the API, and its way to say that something is wrong.

Format of problems: https://www.rfc-editor.org/rfc/rfc9457
"""

from functools import wraps
from http import HTTPStatus

from django.http import Http404, JsonResponse
from django.views.decorators.csrf import csrf_exempt

METHODS = ("GET", "HEAD")


class ProblemError(Exception):
    """Something that the client is to be told, under a status; `detail` repeats no input."""

    def __init__(self, status, detail):
        super().__init__(detail)
        self.status = HTTPStatus(status)
        self.detail = detail


def endpoint(view):
    """Make `view` a read-only endpoint for programs anywhere: errors become problem details."""

    @csrf_exempt  # Nothing is changed here; who tries is told so, not asked for a token.
    @wraps(view)
    def answer(request, **kwargs):
        try:
            if request.method not in METHODS:
                raise ProblemError(405, "The API is only read: use GET.")
            response = view(request, **kwargs)
        except Http404:
            response = _told(ProblemError(404, "There is nothing of this name or number."))
        except ProblemError as problem:
            response = _told(problem)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            response.headers["Allow"] = ", ".join(METHODS)
        response.headers["Access-Control-Allow-Origin"] = "*"
        # Search engines are to find the pages, not their data.
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return answer


def answer_json(content):
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False})


def _told(problem):
    content = {
        "type": "about:blank",
        "title": problem.status.phrase,
        "status": problem.status.value,
        "detail": problem.detail,
    }
    return JsonResponse(
        content,
        status=problem.status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )
