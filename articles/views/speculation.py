from django.http import JsonResponse
from django.views.decorators.http import require_safe

from articles.caching import EVERYTHING, keep

# What no reader is likely to open next, or what is no page.
ELSEWHERE = [
    *("/admin/*", "/api/*", "/media/*", "/static/*", "/preview/*", "/search/*"),
    *("/*.xml", "/*.json"),
]


@require_safe
def speculation_rules(request):
    """What a browser may fetch ahead: pages that a reader points at.

    Fetched, not run: a page that was never opened counts as read by nobody.
    Format: https://wicg.github.io/nav-speculation/speculation-rules.html
    """
    where = [{"href_matches": "/*"}, *({"not": {"href_matches": path}} for path in ELSEWHERE)]
    rules = {"prefetch": [{"where": {"and": where}, "eagerness": "moderate"}]}
    response = JsonResponse(rules, content_type="application/speculationrules+json")
    return keep(response, EVERYTHING)
