"""What a browser sends of a post's form, for benchmarks."""

import lxml.html

# The form goes back with what the cookie says; nobody has to guess it here.
TOKEN = "t" * 32
TOKEN_COOKIE = f"csrftoken={TOKEN}"


def parsed(answer):
    """Return the tree of an answer's page, which is bytes."""
    return lxml.html.fromstring(answer.decode())


def fields_of(page):
    """Return what a browser would send of the post's form on `page`, a tree.

    A text for each name, a list of texts where there are several.
    """
    sent = {}
    for name, value in page.get_element_by_id("post_form").form_values():
        # A line end at its beginning is none of a text area.
        sent.setdefault(name, []).append(value.removeprefix("\n"))
    fields = {name: values if len(values) > 1 else values[0] for name, values in sent.items()}
    return fields | {"csrfmiddlewaretoken": TOKEN}
