"""What the ways to the page before and after are called."""

import re

import pytest
from django.utils import translation

from articles import search
from articles.listing import PAGE_SIZE


@pytest.fixture
def steps(client, make_post, settings):
    """A function that returns what the steps on a page are called, by their rel."""
    settings.LANGUAGE_CODE = "en"
    posts = [make_post(title=f"港口{number}") for number in range(2 * PAGE_SIZE + 1)]
    search.index(posts)

    def read(address):
        with translation.override("en"):
            text = client.get(address).text
        return dict(re.findall(r'<a class="step" rel="(\w+)"[^>]*>([^<]+)</a>', text))

    return read


def test_a_list_by_date_goes_on_to_what_is_newer_and_older(steps):
    assert steps("/archive/") == {"next": "Older"}
    assert steps("/archive/?page=2") == {"prev": "Newer", "next": "Older"}


def test_what_was_found_goes_on_by_pages_for_the_best_come_first(steps):
    assert steps("/search/?q=港口") == {"next": "Next page"}
    assert steps("/search/?q=港口&page=2") == {"prev": "Previous page", "next": "Next page"}
