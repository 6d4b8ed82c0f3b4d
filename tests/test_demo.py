import pytest
from django.core.management import call_command

from articles.models import Image, Post


@pytest.fixture
def demo(db, settings, tmp_path):
    """A function that makes the demonstration, without serving it."""
    settings.STATIC_ROOT = tmp_path / "static"
    return lambda: call_command("demo", no_serve=True)


def test_the_demo_has_the_seed_samples_with_pictures_and_an_account(
    demo, capsys, django_user_model
):
    demo()

    output = capsys.readouterr().out
    assert Post.objects.published().count() >= 30
    assert Post.objects.filter(title__startswith="俄乌外长").exists()
    assert Image.objects.exclude(file="").count() >= 25
    editor = django_user_model.objects.get(username="editor")
    assert editor.is_staff
    assert editor.check_password("newsroom-demo")
    assert "/admin/" in output

    before = list(Post.objects.values("pk", "updated_at"))
    demo()
    assert list(Post.objects.values("pk", "updated_at")) == before
