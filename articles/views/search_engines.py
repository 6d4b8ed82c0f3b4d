from django.conf import settings
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from articles.caching import keep


@require_safe
def indexnow_key(request, key):
    """The proof that who announces posts of this site with the key is the site itself.

    Format: https://www.indexnow.org/documentation
    """
    if key != settings.INDEXNOW_KEY:
        raise Http404("no such key")
    return keep(HttpResponse(key, content_type="text/plain; charset=utf-8"))
