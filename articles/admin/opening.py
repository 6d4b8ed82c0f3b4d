"""What the form of a post asks of it, read in one statement."""

from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from articles.models import (
    Autosave,
    Conflict,
    DuplicateLink,
    Revision,
    Transition,
)
from articles.models.desk_state import LEFT_READERS
from articles.models.relations import stored_relations


def opened(posts, *, by):
    """`posts`, each with all that every form shows; of what few have, whether there is some."""
    this = OuterRef("pk")
    newest = Revision.objects.filter(post=this).values("pk")[:1]
    return posts.select_related("draft", "lead_image", "source", "frontpageslot").annotate(
        relations=stored_relations(),
        newest_key=Coalesce(Subquery(newest), 0),
        has_left=Exists(Transition.objects.filter(LEFT_READERS, post=this)),
        has_conflicts=Exists(Conflict.objects.unsettled().filter(post=this)),
        has_duplicates=Exists(DuplicateLink.objects.of(this).undismissed()),
        has_unsaved=Exists(Autosave.objects.of(by, post=this)),
    )
