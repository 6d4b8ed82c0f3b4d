"""Posts as the rows of the desk's lists show them."""

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from articles.admin.base import column
from articles.filtering import LABELS
from articles.models import Category, Post
from articles.models.rights import RightsState, is_marked

MARKS = {
    "restricted": _("restricted"),
    "unlicensed": _("no licence"),
    "cleared": _("licence noted"),
}


def state_of(post):
    """Return the post's status for the desk: also "scheduled" and "expired", which are dates."""
    if post.status != Post.Status.PUBLISHED:
        return post.status
    if post.is_expired:
        return "expired"
    return "scheduled" if post.published_at > timezone.now() else "published"


def badge(post):
    """Return the markup that shows a post's state, in words and in colour."""
    state = state_of(post)
    return column("state", state=state, label=capfirst(LABELS[state]))


def mark_of(post):
    """Return which of MARKS a row says of the rights of the saved `post`; "" for none."""
    restricts = post.rights_state == RightsState.RESTRICTED
    if not is_marked(restricts, post.source):
        return ""
    if post.has_licence_note:
        return "cleared"
    return "restricted" if restricts else "unlicensed"


def rows_of(keys, tree=None):
    """Return the posts of `keys` in their order, with what lists of the desk show of them.

    Their `place` names section and authors, `state` and `state_label` are those of the desk,
    `mark` and `mark_label` those of their rights.
    `tree` may give what `sections()` would ask for.
    """
    found = {post.pk: post for post in Post.objects.filter(pk__in=keys).for_cards()}
    posts = [found[key] for key in keys if key in found]
    names = {path: name for _pk, name, path in (sections() if tree is None else tree)}
    for post in posts:
        above = post.section.ancestor_paths if post.section else []
        trail = " › ".join(names[path] for path in above if path in names)
        writers = "、".join(author.name for author in post.byline)
        post.place = " · ".join(part for part in (trail, writers) if part)
        post.state = state_of(post)
        post.state_label = capfirst(LABELS[post.state])
        post.mark = mark_of(post)
        post.mark_label = capfirst(MARKS.get(post.mark, ""))
    return posts


def sections():
    """Return [(key, name, path)] of the sections, in the order of their tree."""
    return list(Category.objects.order_by("path").values_list("pk", "name", "path"))
