"""Every “may this user…”, and the querysets that follow from the answers."""

from django.contrib.auth.models import Group, Permission

EDITORS = "Editors"
REPORTERS = "Reporters"


def can_publish(user, post):
    """Whether `user` may approve, publish, withdraw or restore `post`."""
    return user.is_active and user.has_perm("articles.publish_post")


def can_edit(user, post):
    """Whether `user` may change the text of `post`.

    Who may publish may edit everything; others only what they wrote, until it is approved.
    """
    if not (user.is_active and user.has_perm("articles.change_post")):
        return False
    if can_publish(user, post):
        return True
    return post.created_by_id == user.pk and post.status in ("draft", "in_review")


def can_arrange(user):
    """Whether `user` may choose what stands at the top of the front page."""
    return user.is_active and user.has_perm("articles.publish_post")


def can_settle(user, conflict):
    """Whether `user` may decide `conflict`: whoever may change that field of its post.

    When and whether readers find a post is for those who may publish it.
    """
    is_for_readers = conflict.field in ("status", "published_at", "expires_at")
    if is_for_readers and not can_publish(user, conflict.post):
        return False
    return can_edit(user, conflict.post)


def visible_to(user, posts):
    """Those of `posts` that the desk shows `user`: all, or for reporters their own."""
    if user.has_perm("articles.publish_post"):
        return posts
    return posts.filter(created_by=user)


def make_groups():
    """Make the groups Editors and Reporters where they are missing; leave them as they are else."""
    articles = Permission.objects.filter(content_type__app_label="articles")
    editors, is_new = Group.objects.get_or_create(name=EDITORS)
    if is_new:
        editors.permissions.set(articles.exclude(content_type__model="importrecord"))
        editors.permissions.add(*articles.filter(codename="view_importrecord"))
    reporters, is_new = Group.objects.get_or_create(name=REPORTERS)
    if is_new:
        codenames = ["add_post", "change_post", "view_post", "add_image", "view_image"]
        codenames += ["view_category", "view_author", "view_tag", "view_source"]
        reporters.permissions.set(articles.filter(codename__in=codenames))
