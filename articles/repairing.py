"""The same change of many posts: another section, author, source or status, or other tags."""

from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from articles import workflow
from articles.models import Author, Byline, Category, Filing, Post, Source, TaggedPost

BATCH = 50
Status = Post.Status
# What each step can start from; a public post becomes a draft by way of its withdrawal.
STARTS = {
    "submit": workflow.STEPS["submit"][0],
    "approve": workflow.STEPS["approve"][0],
    "publish": workflow.STEPS["publish"][0],
    "withdraw": workflow.STEPS["withdraw"][0],
    "draft": {*workflow.STEPS["return_to_draft"][0], Status.PUBLISHED},
}


class RepairError(ValueError):
    """The post cannot be changed so; the message says why."""


@dataclass(frozen=True)
class Repair:
    """What is to be changed; what is None or "" stays as it is.

    The section is added to those of a post, or with `replaces_sections` put in their place; the
    author is put in the place of the byline. `step` is one of STARTS; readers of what is withdrawn
    are told `notice`.
    """

    section: Category | None = None
    replaces_sections: bool = False
    author: Author | None = None
    source: Source | None = None
    tags: tuple[str, ...] = ()
    without_tags: tuple[str, ...] = ()
    step: str = ""
    notice: str = ""


@dataclass
class Repaired:
    """How many posts were changed, and which were left: (post, reason)."""

    done: int = 0
    left: list[tuple[Post, str]] = field(default_factory=list)


def in_need(posts, repair):
    """Those of `posts` that `repair` would change; none when it changes nothing."""
    need = Q(pk__in=[])
    if repair.section:
        need |= _is_other(Filing, "category", repair.section, only=repair.replaces_sections)
    if repair.author:
        need |= _is_other(Byline, "author", repair.author, only=True)
    if repair.source:
        need |= ~Q(source=repair.source)
    for tag in repair.tags:
        need |= ~Exists(TaggedPost.objects.filter(content_object=OuterRef("pk"), tag__name=tag))
    if repair.without_tags:
        its = TaggedPost.objects.filter(content_object=OuterRef("pk"))
        need |= Q(Exists(its.filter(tag__name__in=repair.without_tags)))
    if repair.step:
        need |= Q(status__in=STARTS[repair.step])
    return posts.filter(need)


def with_twins(posts, source):
    """Those of `posts` that cannot move to `source`, which has a document of their name already."""
    its = Post.objects.filter(source=source, identifier=OuterRef("identifier"))
    return posts.exclude(identifier="").exclude(source=source).filter(Exists(its))


def repair_posts(keys: list[int], repair: Repair, *, by, note="") -> Repaired:
    """Change the posts of these keys, each on its own; a revision is kept of each.

    Those that `by` may not change, whose status does not allow the step, or whose identifier
    the other source has already, are left as they are. `note` goes with the revisions.
    """
    result = Repaired()
    for start in range(0, len(keys), BATCH):
        with transaction.atomic():
            posts = Post.objects.select_for_update(of=("self",))
            posts = posts.filter(pk__in=keys[start : start + BATCH])
            for post in posts.order_by("pk"):
                try:
                    with transaction.atomic():
                        _mend(post, repair, by=by, note=note)
                    result.done += 1
                except (PermissionDenied, RepairError, workflow.TransitionError) as problem:
                    result.left.append((post, str(problem)))
                except IntegrityError as problem:
                    reason = _("it cannot be saved: %(reason)s") % {"reason": problem}
                    result.left.append((post, reason))
    return result


def _mend(post, repair, *, by, note):
    changes = {
        "source_id": repair.source is not None and _move_to_source(post, repair.source),
        "categories": repair.section is not None and _file(post, repair),
        "authors": repair.author is not None and _credit(post, repair.author),
        "tags": bool(repair.tags or repair.without_tags) and _tag(post, repair),
    }
    if changed := [name for name, is_new in changes.items() if is_new]:
        workflow.save_edit(post, by=by, note=note, changed=changed)
    if post.status not in STARTS.get(repair.step, ()):
        return
    if repair.step == "draft":
        if post.status == Status.PUBLISHED:
            workflow.withdraw(post, by=by)
        workflow.return_to_draft(post, by=by)
    elif repair.step == "withdraw":
        workflow.withdraw(post, by=by, notice=repair.notice or None)
    else:
        getattr(workflow, repair.step)(post, by=by)


def _move_to_source(post, source):
    if post.source == source:
        return False
    twin = Post.objects.filter(source=source, identifier=post.identifier).exclude(identifier="")
    if twin.exists():
        text = _("the source %(source)s has a document of this name already: %(name)s")
        raise RepairError(text % {"source": source, "name": post.identifier})
    post.source = source
    post.save(update_fields=["source"])
    return True


def _file(post, repair):
    present = [filing.category for filing in post.filings.select_related("category")]
    wanted = [repair.section]
    if not repair.replaces_sections:
        wanted = list(dict.fromkeys([*present, repair.section]))
    if present == wanted:
        return False
    post.file_under(wanted)
    return True


def _credit(post, author):
    if post.byline == [author]:
        return False
    post.credit_to([author])
    return True


def _tag(post, repair):
    present = {tag.name for tag in post.tags.all()}
    wanted = (present | set(repair.tags)) - set(repair.without_tags)
    if present == wanted:
        return False
    post.tags.set(sorted(wanted))
    return True


def _is_other(rows, name, wanted, *, only):
    """Match posts that lack `wanted` among their `rows`, or with `only` have others too."""
    mine = rows.objects.filter(post=OuterRef("pk"))
    is_other = ~Exists(mine.filter(**{name: wanted}))
    return is_other | Q(Exists(mine.exclude(**{name: wanted}))) if only else Q(is_other)
