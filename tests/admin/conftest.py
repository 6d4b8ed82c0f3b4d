from pathlib import Path

import pytest
from django.forms import MultiWidget
from django.test import Client
from django.urls import reverse

from articles.html import make_body
from articles.images.library import add_picture
from articles.models import Image
from tests.images.drawing import drawn, encoded


def fields_of(response, **changes):
    """The fields that a browser would send from the form of a desk's page, with `changes`."""
    form = response.context["adminform"].form
    sent = {}
    for name in form.fields:
        bound = form[name]
        value = bound.value()
        widget = form.fields[name].widget
        if isinstance(widget, MultiWidget):
            parts = value if isinstance(value, list) else widget.decompress(value)
            for number, part in enumerate(parts):
                sent[f"{name}_{number}"] = "" if part is None else str(part)
        elif isinstance(value, bool):
            sent |= {name: "on"} if value else {}
        elif hasattr(form.fields[name], "queryset") and not hasattr(value, "hex"):
            # Of several rows none, or of one none, sends nothing.
            sent |= {name: value} if value else {}
        else:
            shown = widget.format_value(value) if hasattr(widget, "format_value") else value
            sent[name] = shown if shown is not None else ""
    for rows in response.context["inline_admin_formsets"]:
        # None of the rows beside the form is sent: they stay as they are.
        sent |= {f"{rows.formset.prefix}-{count}_FORMS": 0 for count in ("TOTAL", "INITIAL")}
    return sent | {name: value for name, value in changes.items() if value is not None}


@pytest.fixture
def english_desk(desk):
    """An editor's browser, in English."""
    desk.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return desk


@pytest.fixture
def desk(editor):
    """A browser in which an editor is logged in."""
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture
def reporters_desk(reporter):
    """A browser in which a reporter is logged in."""
    client = Client()
    client.force_login(reporter)
    return client


@pytest.fixture
def edit():
    """A function that opens a row's form and sends it with changes and a button."""

    def send(client, row, button="_continue", **changes):
        address = form_of(row)
        sent = fields_of(client.get(address), **changes) | {button: "1"}
        return client.post(address, sent)

    return send


@pytest.fixture
def picture(db):
    """A picture of the library with a file."""
    return add_picture(encoded(drawn()), alt="渡轮", credit="新华社")


@pytest.fixture
def imported_body(seed):
    """The body that the seed document means, its pictures in the library."""
    markup = Path(seed).read_text().split("---", 2)[2]
    body = make_body(markup, base="https://www.guancha.cn/")
    Image.objects.remember(body.images)
    return body.html


def form_of(row):
    """The address of the row's form."""
    return reverse(f"admin:articles_{row._meta.model_name}_change", args=[row.pk])
