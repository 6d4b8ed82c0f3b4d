"""A post that is there already, when its document comes again: the merge, applied."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max

from articles import workflow
from articles.importing.catalogue import Catalogue
from articles.importing.changes import change_in_words
from articles.importing.holding import is_held, warning_about
from articles.importing.merge import Merged, Reason, apply_fields, held_by, merge, rows_of_held
from articles.importing.runs import Report
from articles.models import Conflict, ImportRecord, Post, Source
from articles.telling import tell

Status = Post.Status
Outcome: Any = ImportRecord.Outcome
CLASHES = {
    Reason.BOTH_CHANGED: tell("changed by an editor too, so the editor's stays"),
    Reason.SHRUNK: tell("the source has shrunk it to a stub, which is not followed"),
    Reason.WITHDRAWN: tell("the source has withdrawn it, which is not followed"),
}
# Fields as reports name them, so that the desk can name them otherwise.
FIELD_NAMES = {
    str(field): field
    for field in (
        *(tell("title"), tell("summary"), tell("body"), tell("lead_image_id")),
        *(tell("lead_caption"), tell("language"), tell("rights"), tell("published_at")),
        *(tell("expires_at"), tell("categories"), tell("authors"), tell("tags"), tell("status")),
    )
}


@dataclass
class Update:
    """What became of a post.

    `base` is what the next merge starts from, `replaced` what the post held of the fields that
    followed. `held_by` is the source that asks for a licence note, for which it waits in review.
    """

    post: Post
    merged: Merged
    base: dict[str, Any]
    replaced: dict[str, Any] = field(default_factory=dict)
    held_by: Source | None = None


def posts_and_bases(keys: list[int]) -> dict[int, tuple[Post, dict[str, Any]]]:
    """Return the posts of these keys, locked, each with the base of its merge, {} for none."""
    posts = Post.objects.select_for_update(of=("self",)).filter(pk__in=keys)
    posts = posts.prefetch_related(*rows_of_held())
    records = ImportRecord.objects.applied().filter(post__in=keys).order_by()
    last = records.values("post").annotate(last=Max("pk")).values_list("last", flat=True)
    bases = dict(ImportRecord.objects.filter(pk__in=list(last)).values_list("post", "imported"))
    return {post.pk: (post, bases.get(post.pk, {})) for post in posts}


def update(
    post: Post,
    base: dict[str, Any],
    told: dict[str, Any],
    *,
    says_draft: bool,
    is_dated: bool,
    may_publish: bool,
    source: Source | None,
    catalogue: Catalogue,
) -> Update:
    """Let `post` follow what its document tells now, where no editor has changed it.

    `told` is in the form of `merge.told_by`; its date counts for little unless the document
    `is_dated`. The caller indexes the post.
    """
    held = held_by(post)
    if not is_dated:
        # A crawl that lost the date says nothing new about it.
        _keep_date(told, base, held, says_draft=says_draft)
    merged = merge(base, told, held)
    next_base = base if _is_shrunk(merged) else dict(told)
    was_draft = base.get("is_draft", told["is_draft"])
    if told["is_draft"] and not was_draft and post.status == Status.PUBLISHED:
        merged.clashes["status"] = (Reason.WITHDRAWN, "published", "draft")
        next_base["is_draft"] = False
    elif not told["is_draft"]:
        merged.agreed.append("status")
    if merged.clashes:
        _drop_refused(post, merged)
    result = Update(post, merged, next_base, {name: held[name] for name in merged.follow})
    if merged.follow:
        apply_fields(post, {name: told[name] for name in merged.follow}, catalogue)
        workflow.keep(post, by=None, note="import", changed=merged.follow)
    if may_publish and was_draft and not told["is_draft"] and _is_untouched(post):
        _let_out(result, source)
    return result


def _keep_date(
    told: dict[str, Any], base: dict[str, Any], held: dict[str, Any], *, says_draft: bool
) -> None:
    """Let `told` have the date of the last import, else the desk's, else what its file is named.

    A draft that nobody has dated stays one.
    """
    is_proposed = told["published_at"] is not None
    told["published_at"] = base.get("published_at") or held["published_at"] or told["published_at"]
    is_undated = base.get("is_draft", True) if is_proposed else told["published_at"] is None
    told["is_draft"] = says_draft or is_undated


def _let_out(result: Update, source: Source | None) -> None:
    """Publish a post; one that lacks the licence note which its source asks for waits in review."""
    post = result.post
    if is_held(post, source):
        result.held_by = source
        workflow.submit(post, by=None)
    else:
        result.replaced["status"] = post.status
        workflow.publish(post, by=None)


def _drop_refused(post: Post, merged: Merged) -> None:
    """An editor who has kept ours against these very words is not asked again."""
    refused = Conflict.objects.kept_ours(post)
    for name, (_reason, _base, theirs) in list(merged.clashes.items()):
        if theirs in refused.get(name, []):
            del merged.clashes[name]


def _is_shrunk(merged: Merged) -> bool:
    return any(reason == Reason.SHRUNK for reason, _b, _t in merged.clashes.values())


def _is_untouched(post: Post) -> bool:
    """Whether a draft is as its document left it."""
    if post.status != Status.DRAFT or post.published_at is None or post.trashed_at is not None:
        return False
    has_been_edited = post.revisions.filter(by__isnull=False).exists()
    return not has_been_edited and not post.transitions.exists()


def describe(report: Report, done: Update, *, in_words: bool) -> None:
    """Put into `report` what became of a post; `in_words` tells each change too."""
    report.post_id = done.post.pk
    is_changed = bool(done.replaced or done.held_by)
    report.outcome = (Outcome.UPDATED if is_changed else Outcome.UNCHANGED).value
    if done.held_by:
        report.warnings.append(warning_about(done.held_by))
    for name, before in done.replaced.items():
        words = change_in_words(name, before, done.base.get(name)) if in_words else ""
        report.changed[name] = words
    for name, (reason, _base, _theirs) in done.merged.clashes.items():
        report.outcome = Outcome.CONFLICT.value
        field_name, why = FIELD_NAMES.get(name, name), CLASHES[reason]
        message = tell("{field}: {reason}", field=field_name, reason=why)
        report.warnings.append({"kind": "conflict", "message": message})
