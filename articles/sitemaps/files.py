from django.db.models import Count, F, Max, OuterRef, Q, Subquery
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.caching import STREAM, keep
from articles.models import Category, Post, PostImage, SectionListing, Source
from articles.models.upkeep import address_of
from articles.seo import absolute, found
from articles.sitemaps.writing import Place, sitemap_file, sitemap_index

# A file holds the posts of so many keys: it is made without counting or skipping any, it is
# never longer, and which file a post is in never changes.
KEYS = 250
PART = F("pk") / KEYS
# Among so many of the newest posts the date is looked at too: a scheduled one changes nothing
# when it appears.
NEWEST = 1000
# What the address of a picture is made of, and what Django reads with a file.
PICTURE = ("file", "original_url", "fallback", "width", "height")


@require_safe
def index(request):
    """The list of all sitemaps, each with its last change."""
    files = [(reverse("sitemap_news"), None), (reverse("sitemap_sections"), None)]
    files += [
        (reverse("sitemap_posts", args=[part]), moment) for part, moment in sorted(_parts().items())
    ]
    return keep(sitemap_index((absolute(path), moment) for path, moment in files), STREAM)


@require_safe
def post_file(request, part):
    """The posts of 250 keys with their pictures."""
    first = int(part) * KEYS
    keys = Q(pk__gte=first, pk__lt=first + KEYS)
    if not Post.objects.filter(keys).exists():
        raise Http404("no such part")
    posts = found(Post.objects.published()).filter(keys).select_related("lead_image")
    posts = posts.only(
        *("slug", "published_on", "published_at", "revised_at", "updated_at"),
        *(f"lead_image__{name}" for name in PICTURE),
    )
    pictures = _pictures_of(first)
    places = [
        Place(
            absolute(address_of(post.published_on, post.slug)),
            post.modified_at,
            [*([post.lead_image.src] if post.lead_image else []), *pictures.get(post.pk, [])],
        )
        for post in posts.order_by("pk")
    ]
    return keep(sitemap_file(places), STREAM)


@require_safe
def section_file(request):
    """The front page and every section, with the date of its newest post."""
    newest = (
        SectionListing.objects.current()
        .filter(category=OuterRef("pk"))
        .order_by("-listed_at", "-post")
    )
    sections = Category.objects.annotate(newest=Subquery(newest.values("listed_at")[:1]))
    shown = sections.exclude(newest=None).order_by("path").values_list("path", "newest")
    moments = [moment for _path, moment in shown]
    places = [Place(absolute("/"), max(moments, default=None))]
    places += [Place(absolute(reverse("section", args=[path])), moment) for path, moment in shown]
    return keep(sitemap_file(places), STREAM)


def _parts():
    """Return {number of a file: its last change}, of the files that have something to find."""
    posts = Post.objects.filter(status=Post.Status.PUBLISHED).order_by()
    # Of a source that is not to be found there may be whole files. Its key is compared, since one
    # index holds all that is asked for here: to look into the posts takes ten times as long.
    hidden = Source.objects.exclude(index_policy=Source.IndexPolicy.INDEX)
    shown = Q(source=None) | ~Q(source__in=list(hidden.values_list("pk", flat=True)))
    rows = posts.values_list(PART).annotate(moment=Max("updated_at"), n=Count("pk", filter=shown))
    changes = {part: moment for part, moment, number in rows if number}
    public = posts.filter(published_at__lte=timezone.now())
    for key, moment in public.newest_first().values_list("pk", "published_at")[:NEWEST]:
        if key // KEYS in changes:
            changes[key // KEYS] = max(changes[key // KEYS], moment)
    return changes


def _pictures_of(first):
    """Return {key of a post: addresses of the pictures in its text} for the posts of a file."""
    rows = PostImage.objects.filter(post__gte=first, post__lt=first + KEYS)
    rows = rows.order_by("post", "position").select_related("image")
    found = {}
    for row in rows.only("post", *(f"image__{name}" for name in PICTURE)):
        found.setdefault(row.post_id, []).append(row.image.src)
    return found
