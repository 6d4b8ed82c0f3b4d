"""What a worker does once a change is committed; queued by name (`articles.outbox.put`)."""

import json
import logging
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from articles import bulk, links, outbox
from articles.announcing import feeds_of
from articles.errors import is_gone
from articles.images import developing, renditions
from articles.images.courtesy import Courtesy
from articles.images.fetching import bring_home
from articles.images.library import NoRoomError
from articles.models import Image, Post
from articles.pushes import DELAYS, BusyError, RefusedError, push
from articles.seo import absolute, found, own

logger = logging.getLogger(__name__)

# Feeds that a hub is told of in one request.
TOPICS = 100
# As many labels does a CDN take at once.
CDN_LABELS = 30
# So long are links followed before the worker looks at other tasks.
LINK_SECONDS = 60
# What this worker remembers of the hosts that it fetches pictures from.
COURTESY = Courtesy()


@task()
def tell_indexnow(posts=(), addresses=(), attempt=1):
    """Tell IndexNow that the addresses of the posts of these keys are worth a visit.

    What is neither public nor gone by now, or not to be announced any more, is left out. Of
    deleted posts the `addresses` are given.
    """
    rows = own(found(Post.objects.filter(pk__in=posts))).defer("body").order_by("pk")
    known = _addresses(post for post in rows if post.is_public or is_gone(post))
    if not settings.INDEXNOW_KEY or not (known or addresses):
        return
    key = settings.INDEXNOW_KEY
    message = {
        "host": urlsplit(settings.SITE_URL).netloc,
        "key": key,
        "keyLocation": absolute(reverse("indexnow_key", args=[key])),
        "urlList": [*known, *addresses],
    }
    sending = (settings.INDEXNOW_ENDPOINT, json.dumps(message), "application/json; charset=utf-8")
    _deliver("tell_indexnow", [sending], attempt, posts=posts, addresses=addresses)


@task()
def tell_baidu(posts, attempt=1):
    """Hand Baidu the addresses of those posts of these keys that are public."""
    rows = own(found(Post.objects.published())).filter(pk__in=posts).defer("body").order_by("pk")
    addresses = _addresses(rows)
    if not (addresses and settings.BAIDU_PUSH_URL):
        return
    sending = (settings.BAIDU_PUSH_URL, "\n".join(addresses), "text/plain")
    _deliver("tell_baidu", [sending], attempt, posts=posts)


@task()
def ping_hub(posts=(), feeds=(), attempt=1):
    """Tell the WebSub hub which feeds have changed with the posts of these keys.

    Of deleted posts the addresses of the `feeds` are given. Format:
    https://www.w3.org/TR/websub/#publishing
    """
    rows = Post.objects.filter(pk__in=posts).defer("body")
    topics = [*feeds_of([post.pk for post in rows if post.is_public or is_gone(post)]), *feeds]
    if not (topics and settings.WEBSUB_HUB):
        return
    messages = (
        urlencode([("hub.mode", "publish"), *(("hub.url", t) for t in topics[n : n + TOPICS])])
        for n in range(0, len(topics), TOPICS)
    )
    kind = "application/x-www-form-urlencoded"
    sendings = [(settings.WEBSUB_HUB, message, kind) for message in messages]
    _deliver("ping_hub", sendings, attempt, posts=posts, feeds=feeds)


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


# Before all else: somebody waits for it.
@task(priority=10)
def develop(image):
    """Encode what an editor sent for the picture of this key, unless that is done."""
    for row in Image.objects.incoming().filter(pk=image):
        developing.develop(row)


@task()
def make_renditions(image):
    """Make the smaller copies of the picture of this key, unless they are there.

    Where there is no room for them, it is tried again later.
    """
    for row in Image.objects.without_renditions().filter(pk=image):
        try:
            renditions.make_renditions(row)
        except NoRoomError:
            outbox.put("make_renditions", at=timezone.now() + developing.AGAIN, image=image)


# Behind all else: there may be thousands of them.
@task(priority=-10)
def fetch_picture(image):
    """Bring the remote picture of this key home, if it is due; what fails is queued for later."""
    bring_home(image, COURTESY)


@task()
def beat():
    """Show that there is a worker: what is not done in time raises the alarm of late tasks."""


@task(priority=-20)
def check_links():
    """Follow links of published posts for a while, as long as any are due."""
    followed = list(links.check(seconds=LINK_SECONDS))
    if followed and links.due().exists():
        outbox.put("check_links")


@task()
def run_bulk_job(job):
    """Go on with the bulk change of this key for a while; what is left is queued again."""
    bulk.go_on(job)


def _addresses(posts):
    return [absolute(post.get_absolute_url()) for post in posts]


def _deliver(name, sendings, attempt, **told):
    """Push each (address, body, content type); when the server is busy, all again later.

    `told` are lists, as the task `name` takes them.
    """
    number = ", ".join(f"{len(items)} {what}" for what, items in told.items() if items)
    try:
        for address, body, kind in sendings:
            push(address, body, content_type=kind)
    except RefusedError as reason:
        logger.error("%s: %s were refused: %s", name, number, reason)
    except BusyError as reason:
        if attempt > len(DELAYS):
            text = "%s: given up %s after %s attempts: %s"
            logger.error(text, name, number, attempt, reason)
            return
        outbox.put(name, at=timezone.now() + DELAYS[attempt - 1], attempt=attempt + 1, **told)
