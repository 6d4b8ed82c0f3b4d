"""What a worker does once a change is committed; queued by name (`articles.outbox.put`)."""

import json
import logging
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from articles import outbox
from articles.errors import is_gone
from articles.images import renditions
from articles.models import Author, Category, Image, Post, Tag
from articles.pushes import DELAYS, BusyError, RefusedError, push
from articles.seo import absolute, found, own

logger = logging.getLogger(__name__)

# Feeds that a hub is told of in one request.
TOPICS = 100
# As many labels does a CDN take at once.
CDN_LABELS = 30


@task()
def tell_indexnow(posts, attempt=1):
    """Tell IndexNow that the addresses of the posts of these keys are worth a visit.

    What is neither public nor gone by now, or not to be announced any more, is left out.
    """
    rows = own(found(Post.objects.filter(pk__in=posts))).defer("body").order_by("pk")
    addresses = _addresses(post for post in rows if post.is_public or is_gone(post))
    if not (addresses and settings.INDEXNOW_KEY):
        return
    key = settings.INDEXNOW_KEY
    message = {
        "host": urlsplit(settings.SITE_URL).netloc,
        "key": key,
        "keyLocation": absolute(reverse("indexnow_key", args=[key])),
        "urlList": addresses,
    }
    sending = (settings.INDEXNOW_ENDPOINT, json.dumps(message), "application/json; charset=utf-8")
    _deliver("tell_indexnow", [sending], posts=posts, attempt=attempt)


@task()
def tell_baidu(posts, attempt=1):
    """Hand Baidu the addresses of those posts of these keys that are public."""
    rows = own(found(Post.objects.published())).filter(pk__in=posts).defer("body").order_by("pk")
    addresses = _addresses(rows)
    if not (addresses and settings.BAIDU_PUSH_URL):
        return
    sending = (settings.BAIDU_PUSH_URL, "\n".join(addresses), "text/plain")
    _deliver("tell_baidu", [sending], posts=posts, attempt=attempt)


@task()
def ping_hub(posts, attempt=1):
    """Tell the WebSub hub which feeds have changed with the posts of these keys.

    Format: https://www.w3.org/TR/websub/#publishing
    """
    rows = Post.objects.filter(pk__in=posts).defer("body")
    changed = [post.pk for post in rows if post.is_public or is_gone(post)]
    if not (changed and settings.WEBSUB_HUB):
        return
    topics = _topics(changed)
    messages = (
        urlencode([("hub.mode", "publish"), *(("hub.url", t) for t in topics[n : n + TOPICS])])
        for n in range(0, len(topics), TOPICS)
    )
    kind = "application/x-www-form-urlencoded"
    sendings = [(settings.WEBSUB_HUB, message, kind) for message in messages]
    _deliver("ping_hub", sendings, posts=posts, attempt=attempt)


@task()
def purge_cdn(labels, attempt=1):
    """Tell the CDN which pages, by the labels in their Cache-Tag, it is to drop.

    Format: https://developers.cloudflare.com/api/resources/cache/methods/purge/
    """
    if not settings.CDN_PURGE_URL:
        return
    try:
        for start in range(0, len(labels), CDN_LABELS):
            message = json.dumps({"tags": labels[start : start + CDN_LABELS]})
            push(
                settings.CDN_PURGE_URL,
                message,
                content_type="application/json",
                authorization=settings.CDN_PURGE_AUTHORIZATION,
            )
    except RefusedError as reason:
        logger.error("purge_cdn: %s labels were refused: %s", len(labels), reason)
    except BusyError as reason:
        if attempt > len(DELAYS):
            logger.error("purge_cdn: given up %s labels: %s", len(labels), reason)
            return
        later = timezone.now() + DELAYS[attempt - 1]
        outbox.put("purge_cdn", at=later, labels=labels, attempt=attempt + 1)


@task()
def make_renditions(image):
    """Make the smaller copies of the picture of this key, unless they are there."""
    for row in Image.objects.without_renditions().filter(pk=image):
        renditions.make_renditions(row)


def _addresses(posts):
    return [absolute(post.get_absolute_url()) for post in posts]


def _topics(posts):
    """Return the addresses of all feeds that the posts of these keys are on."""
    subjects = [
        *Category.objects.filter(Q(listings__post__in=posts)).distinct(),
        *Tag.objects.filter(tagged__content_object__in=posts).distinct(),
        *Author.objects.filter(bylines__post__in=posts).distinct(),
    ]
    pages = ["/", *(subject.get_absolute_url() for subject in subjects)]
    return [absolute(f"{page}feed.{form}") for page in pages for form in ("xml", "json")]


def _deliver(name, sendings, *, posts, attempt):
    """Push each (address, body, content type); when the server is busy, all again later."""
    try:
        for address, body, kind in sendings:
            push(address, body, content_type=kind)
    except RefusedError as reason:
        logger.error("%s: %s posts were refused: %s", name, len(posts), reason)
    except BusyError as reason:
        if attempt > len(DELAYS):
            text = "%s: given up %s posts after %s attempts: %s"
            logger.error(text, name, len(posts), attempt, reason)
            return
        outbox.put(name, at=timezone.now() + DELAYS[attempt - 1], posts=posts, attempt=attempt + 1)
