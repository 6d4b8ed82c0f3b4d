"""Posts and what they stand under as dictionaries; keys as `articles.api.schemas` says."""

from datetime import UTC

from django.urls import reverse

from articles.html import present, text_of
from articles.pages import page_image
from articles.seo import absolute, canonical_of, origin_of, standing_alone


def post_in_list(post):
    """Return what lists tell of `post`."""
    return {
        "id": post.pk,
        "title": post.title,
        "summary": post.excerpt,
        "language": post.language,
        "published_at": _instant(post.published_at),
        "modified_at": _instant(post.modified_at),
        "lead_image": _lead(post),
        "authors": [author_as_data(author) for author in post.byline],
        "source": source_as_data(post.source) if post.source else None,
        "sections": [section_as_data(filing.category) for filing in post.filings.all()],
        "tags": [tag_as_data(tagged.tag) for tagged in post.tagged.all()],
        "links": {
            "self": address_of_data("api_post", post.pk),
            "page": absolute(post.get_absolute_url()),
        },
    }


def whole_post(post):
    """Return all that the page of `post` shows; pictures in the order of the text."""
    places = list(post.post_images.select_related("image"))
    shown = {place.image_id: page_image(place.image) for place in places}
    page = absolute(post.get_absolute_url())
    body = present(post.body, shown, language=post.language)
    whole = post_in_list(post) | {
        "standfirst": post.summary,
        "body_html": standing_alone(body, page),
        "body_text": text_of(body),
        "images": [_image(shown[place.image_id], place.caption, place.credit) for place in places],
        "rights": post.rights,
        "expires_at": _instant(post.expires_at),
        "corrections": [
            {"made_at": _instant(correction.made_at), "text": correction.text}
            for correction in post.corrections.all()
        ],
    }
    whole["links"] |= {"canonical": canonical_of(post), "origin": origin_of(post) or None}
    return whole


def section_as_data(section):
    return _named(section) | {"path": section.path}


def author_as_data(author):
    return _named(author) | {"slug": author.slug, "kind": author.kind}


def source_as_data(source):
    return _named(source) | {"slug": source.slug, "is_own": source.is_own}


def tag_as_data(tag):
    return _named(tag) | {"slug": tag.slug}


def address_of_data(name, *parts):
    """Return the absolute address of the endpoint `name`."""
    return absolute(reverse(name, args=parts))


def _named(subject):
    return {"name": subject.name, "links": {"page": absolute(subject.get_absolute_url())}}


def _lead(post):
    if post.lead_image is None:
        return None
    return _image(page_image(post.lead_image), post.lead_caption)


def _image(picture, caption, credit=""):
    return {
        "src": absolute(picture.src),
        "width": picture.width,
        "height": picture.height,
        "alt": picture.alt,
        "caption": caption,
        "credit": credit or picture.credit,
    }


def _instant(moment):
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else None
