"""Near duplicates in the database: found by an index, linked once, forgotten with their posts."""

import random

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.duplicates import BATCH, CROWD, NEAREST, link_duplicates, warnings_about
from articles.importing.signatures import BANDS, bands_of, signature_of, similarity
from articles.models import DuplicateLink, Post, SignatureBand, Source, TextSignature

pytestmark = pytest.mark.django_db


def drawn_hanzi(number, count=600):
    return "".join(random.Random(number).choices([chr(0x4E00 + n) for n in range(3000)], k=count))


STORY = signature_of(drawn_hanzi(1))
RETOLD = signature_of(drawn_hanzi(1) + drawn_hanzi(2, 60))
# Shares bands with STORY though half of it is another text; the next has no band in common with
# it though two thirds are the same.
HALF = signature_of(drawn_hanzi(1, 400) + drawn_hanzi(19, 200))
APART = signature_of(drawn_hanzi(1, 480) + drawn_hanzi(14, 120))
OTHER = signature_of(drawn_hanzi(4))


@pytest.fixture
def make_keys(make_post):
    """A function that makes posts and gives their keys."""
    return lambda count: [make_post().pk for _number in range(count)]


def link_pairs():
    return set(DuplicateLink.objects.values_list("post_id", "other_id"))


def test_the_same_story_is_found_told_and_linked(make_keys):
    first, second, third = make_keys(3)

    assert link_duplicates({first: STORY}) == {}
    assert link_duplicates({second: OTHER}) == {}
    found = link_duplicates({third: RETOLD})

    share = similarity(STORY, RETOLD)
    assert 0.8 < share < 1
    assert found == {third: [(first, share)]}
    link = DuplicateLink.objects.get()
    assert (link.post_id, link.other_id, link.similarity) == (first, third, share)
    assert link.is_open


def test_of_two_in_one_call_the_later_tells_of_the_earlier(make_keys):
    first, second = make_keys(2)

    # In the order of the documents, which need not be that of the posts.
    assert link_duplicates({second: STORY, first: RETOLD}) == {
        first: [(second, similarity(STORY, RETOLD))]
    }
    assert link_pairs() == {(first, second)}


def test_stories_are_found_across_the_batches_of_one_call(make_keys):
    keys = make_keys(BATCH + 5)
    signatures = {key: signature_of(drawn_hanzi(100 + key)) for key in keys}

    found = link_duplicates(signatures | {keys[0]: STORY, keys[-1]: RETOLD})

    assert [(key, [other for other, _share in rows]) for key, rows in found.items()] == [
        (keys[-1], [keys[0]])
    ]


def test_half_the_story_is_not_linked(make_keys):
    first, second = make_keys(2)
    assert {*bands_of(STORY)} & {*bands_of(HALF)}
    assert 0.4 < similarity(STORY, HALF) < 0.6

    assert link_duplicates({first: STORY, second: HALF}) == {}
    assert link_pairs() == set()


def test_a_text_too_short_for_a_signature_leaves_the_comparison(make_keys):
    first, second = make_keys(2)
    link_duplicates({first: STORY, second: STORY})

    assert link_duplicates({second: b""}) == {}
    assert link_pairs() == set()
    assert set(TextSignature.objects.values_list("pk", flat=True)) == {first}
    assert set(SignatureBand.objects.values_list("post_id", flat=True)) == {first}
    assert link_duplicates({}) == {}


def test_a_new_text_takes_the_place_of_the_old_one(make_keys):
    first, second, third = make_keys(3)
    link_duplicates({first: STORY, second: RETOLD})

    link_duplicates({second: OTHER})

    assert link_pairs() == set()
    assert SignatureBand.objects.filter(post=second).count() == BANDS
    assert bytes(TextSignature.objects.get(pk=second).signature) == OTHER
    assert [*link_duplicates({third: OTHER})] == [third]
    assert link_pairs() == {(second, third)}


def test_importing_again_changes_the_likeness_and_makes_no_second_link(make_keys):
    first, second = make_keys(2)
    link_duplicates({first: STORY, second: RETOLD})
    before = DuplicateLink.objects.get()

    assert link_duplicates({first: RETOLD}) == {first: [(second, 1.0)]}

    after = DuplicateLink.objects.get()
    assert (after.pk, after.found_at) == (before.pk, before.found_at)
    assert before.similarity < after.similarity == 1


def test_a_dismissed_pair_is_neither_told_nor_opened_again(make_keys, editor):
    first, second = make_keys(2)
    link_duplicates({first: STORY, second: RETOLD})
    DuplicateLink.objects.all().decide("dismissed", by=editor)

    assert link_duplicates({second: STORY}) == {}
    assert link_duplicates({second: OTHER}) == {}
    assert link_duplicates({second: STORY}) == {}

    link = DuplicateLink.objects.get()
    assert (link.state, link.decided_by) == ("dismissed", editor)


def test_a_confirmed_pair_stays_whatever_the_texts_become(make_keys, editor):
    first, second = make_keys(2)
    link_duplicates({first: STORY, second: RETOLD})
    DuplicateLink.objects.all().decide("confirmed", by=editor)

    link_duplicates({second: OTHER})

    assert DuplicateLink.objects.get().state == "confirmed"


def test_a_pair_that_holds_stays_when_an_update_has_no_band_in_common(make_keys):
    first, second = make_keys(2)
    link_duplicates({first: STORY, second: RETOLD})
    assert not {*bands_of(STORY)} & {*bands_of(APART)}

    assert link_duplicates({second: APART}) == {second: [(first, similarity(STORY, APART))]}

    assert DuplicateLink.objects.get().similarity == similarity(STORY, APART)


def test_a_form_that_everybody_fills_in_costs_no_more_than_its_crowd(make_keys):
    keys = make_keys(CROWD + 20)

    found = link_duplicates(dict.fromkeys(keys, STORY))

    assert SignatureBand.objects.count() == BANDS * CROWD
    assert all(len(others) <= NEAREST for others in found.values())
    assert keys[CROWD] not in found


def test_the_most_similar_come_first(make_keys):
    first, second, third = make_keys(3)

    found = link_duplicates({first: RETOLD, second: STORY, third: STORY})

    assert found[third] == [(second, 1.0), (first, similarity(STORY, RETOLD))]


def test_a_deleted_post_takes_its_bands_and_links_along(make_keys):
    first, second = make_keys(2)
    link_duplicates({first: STORY, second: STORY})

    Post.objects.get(pk=second).delete()

    assert link_pairs() == set()
    assert set(SignatureBand.objects.values_list("post_id", flat=True)) == {first}


def test_a_batch_takes_as_many_statements_as_one_post(make_keys):
    keys = make_keys(2 * BATCH)
    link_duplicates({key: signature_of(drawn_hanzi(key)) for key in keys[:BATCH]})
    with CaptureQueriesContext(connection) as alone:
        link_duplicates({keys[0]: signature_of(drawn_hanzi(keys[1]))})

    with CaptureQueriesContext(connection) as together:
        link_duplicates({key: signature_of(drawn_hanzi(key - BATCH)) for key in keys[BATCH:]})

    assert DuplicateLink.objects.count() == BATCH + 1
    # SQLite takes the bands of a batch in two statements, its links in one more.
    assert len(together) <= len(alone) + 2
    assert len(together) <= 13


def test_a_look_up_searches_an_index_and_never_reads_the_table():
    rows = SignatureBand.objects.filter(value__in=range(640)).values_list("value", "post_id")
    if connection.vendor == "postgresql":
        pytest.skip("an empty table is read as a whole")

    assert "USING COVERING INDEX" in rows.explain()
    assert "SCAN" not in rows.explain()


@pytest.mark.parametrize(
    "fields",
    [
        {"turned": True},
        {"similarity": 1.5},
        {"state": "dismissed"},
        {"state": "?", "decided_at": timezone.now()},
    ],
    ids=["later post first", "more than all", "decided at no time", "unknown state"],
)
def test_the_database_refuses_a_link_that_means_nothing(make_keys, fields):
    pair = make_keys(2)
    post, other = reversed(pair) if fields.pop("turned", False) else pair

    with pytest.raises(IntegrityError), transaction.atomic():
        DuplicateLink.objects.create(post_id=post, other_id=other, **({"similarity": 0.9} | fields))


def test_a_pair_is_linked_once(make_keys):
    post, other = make_keys(2)
    DuplicateLink.objects.create(post_id=post, other_id=other, similarity=0.9)

    with pytest.raises(IntegrityError), transaction.atomic():
        DuplicateLink.objects.create(post_id=post, other_id=other, similarity=0.8)


def test_a_warning_names_the_other_story_its_source_and_address(
    make_post, django_assert_num_queries
):
    agency = make_post(
        title="渡轮停航", slug="dulun", source=Source.objects.create(name="海湾日报")
    )
    draft = make_post(title="草稿", status="draft", published_at=None)

    with django_assert_num_queries(1):
        warnings = warnings_about({7: [(agency.pk, 0.879), (draft.pk, 0.6)]})

    assert warnings == {
        7: [
            {
                "kind": "near duplicate",
                "message": "87 % the same text as “渡轮停航” (海湾日报, /2022/03/11/dulun/)",
            },
            {
                "kind": "near duplicate",
                "message": f"60 % the same text as “草稿” (post {draft.pk})",
            },
        ]
    }
    assert warnings_about({}) == {}
