"""Rows that are put in without objects hold what rows made of objects would."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from articles.models import Image, SignatureBand
from articles.models.rows import insert_rows

pytestmark = pytest.mark.django_db
COLUMNS = ("id", "original_url", "alt")


def columns_of(image):
    """What a row holds but its key and its moment."""
    fields = {field.attname: getattr(image, field.attname) for field in Image._meta.concrete_fields}
    return {name: value for name, value in fields.items() if name not in ("id", "created_at")}


def test_a_row_holds_what_a_new_object_would_in_the_columns_that_are_not_given():
    address = "https://images.example/港口.jpg"
    made = Image.objects.create(original_url=address, alt="“港口”\t\\N")
    key = uuid.uuid4()

    insert_rows(Image.objects.all(), COLUMNS, [(key, address, "“港口”\t\\N")])

    row = Image.objects.get(pk=key)
    assert columns_of(row) == columns_of(Image.objects.get(pk=made.pk))
    assert abs((row.created_at - made.created_at).total_seconds()) < 60


def test_a_row_whose_key_is_there_is_passed_over_where_that_is_asked_for():
    made = Image.objects.create(original_url="https://images.example/a.jpg", alt="码头")
    other = uuid.uuid4()
    rows = [
        (made.pk, "https://images.example/b.jpg", "别的"),
        (other, "https://images.example/c.jpg", ""),
    ]

    insert_rows(Image.objects.all(), COLUMNS, rows, ignore_conflicts=True)

    assert dict(Image.objects.values_list("pk", "alt")) == {made.pk: "码头", other: ""}


def test_a_row_whose_key_is_there_is_an_error_where_it_is_not(make_post):
    post = make_post()
    SignatureBand.objects.insert([(7, post.pk), (-(2**63), post.pk)])

    with pytest.raises(IntegrityError), transaction.atomic():
        SignatureBand.objects.insert([(7, post.pk)])

    assert set(SignatureBand.objects.values_list("value", flat=True)) == {7, -(2**63)}


def test_no_rows_are_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        insert_rows(Image.objects.all(), COLUMNS, [])
