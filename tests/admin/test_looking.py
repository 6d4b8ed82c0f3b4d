"""Whoever only looks changes nothing."""

import pytest
from django.apps import apps
from django.test import Client

from articles import workflow
from articles.models import Autosave, Image, ImportRun, Redirect, Revision
from tests.desk_addresses import desk_addresses

# Answers anybody once: that a session is there is no change of what the newsroom holds.
NOT_HELD = {"sessions.session"}
# What a hand-made link may ask for besides.
QUERIES = ({}, {"_step_publish": "1", "step": "begin", "post": "yes", "confirmed": "1"})


def held():
    """Every row of every table."""
    return {
        model._meta.label_lower: list(model._base_manager.order_by("pk").values())
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and model._meta.label_lower not in NOT_HELD
    }


@pytest.fixture
def full_desk(db, make_post, make_category, editor):
    """Rows of most nouns, and all with the same key where that can be."""
    post = make_post(categories=[make_category("国际")], authors=["甲"], tags=["海港"])
    draft = make_post(status="draft", published_at=None)
    make_post(status="in_review", published_at=None)
    Revision.objects.keep(post)
    workflow.save_draft(post, workflow.content_of(post) | {"title": "改"}, by=editor)
    Image.objects.create(original_url="https://pictures.example/a.jpg")
    Redirect.objects.create(old_path="/old/", post=post)
    ImportRun.objects.create()
    Autosave.objects.keep(editor, {"title": ["题"]}, post=draft)
    return post


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("is_superuser", [False, True])
def test_looking_at_every_page_of_the_desk_changes_nothing(full_desk, editor, is_superuser, query):
    editor.is_superuser = is_superuser
    editor.save()
    client = Client(headers={"accept-language": "en"}, raise_request_exception=False)
    client.force_login(editor)
    before = held()

    answers = {
        address: client.get(address, query).status_code
        for key in sorted({full_desk.pk, 1, 2})
        for address in desk_addresses(key)
    }

    assert held() == before
    assert {address for address, status in answers.items() if status >= 500} == set()
    assert list(answers.values()).count(200) > 30
