"""Where a picture is shown, as far as whoever asks may know."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import ngettext

from articles.models import Post
from articles.permissions import visible_to

# Posts named on a picture's page, and looked at to see whom they belong to.
NAMED, COUNTED = 50, 500


def places_of(image, user):
    """Return the newest posts that show `image`, and how many more there are that are not named:
    those of others that `user` does not see among them."""
    keys = set(image.post_images.order_by().values_list("post", flat=True)[:COUNTED])
    keys |= set(image.led_posts.order_by().values_list("pk", flat=True)[:COUNTED])
    keys |= set(Post.objects.with_draft_showing(image).values_list("pk", flat=True)[:COUNTED])
    posts = visible_to(user, Post.objects.filter(pk__in=keys)).defer("body").order_by("-pk")
    named = list(posts[:NAMED])
    return named, len(keys) - len(named)


def uses_of(image, user):
    """Return a line for each post that shows `image`, with a link where `user` may open it."""
    posts, hidden = places_of(image, user)
    lines = [
        format_html(
            '{}: <a href="{}">{}</a>',
            image,
            reverse("admin:articles_post_change", args=[post.pk]),
            post.title,
        )
        for post in posts
    ]
    if hidden:
        more = ngettext("%(count)s more post", "%(count)s more posts", hidden) % {"count": hidden}
        lines.append(format_html("{}: {}", image, more))
    return lines
