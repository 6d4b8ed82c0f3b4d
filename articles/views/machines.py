from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles import readiness
from articles.caching import keep
from articles.seo import absolute


@require_safe
def robots(request):
    context = {"sitemaps": [absolute(reverse(name)) for name in ("sitemap_index", "sitemap_news")]}
    kind = "text/plain; charset=utf-8"
    return keep(render(request, "articles/robots.txt", context, content_type=kind))


@require_safe
@never_cache
def healthz(request):
    """Alive: the process answers. Whether it can work is another question."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def readyz(request):
    """Able: 503 and what is wrong when readers cannot be served; else 200, with alarms if any."""
    failures = readiness.failures()
    alarms = [] if failures else readiness.alarms()
    told = {
        "is_ready": not failures,
        "failures": [{"name": check.name, "remedy": check.remedy} for check in failures],
        "alarms": [{"name": check.name, "remedy": check.remedy} for check in alarms],
    }
    return JsonResponse(told, status=503 if failures else 200)
