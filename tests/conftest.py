import os
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import environ
import hypothesis
import polib
import pytest

from tests.images.drawing import drawn, encoded

FIXTURES = Path(__file__).parent.parent / "fixtures"
LOCAL = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}

# Modules with tests of a minute and more.
LONGEST = {"test_faults.py"}

# What keeps a post from readers, for `make_post`.
NOT_PUBLIC = {
    "draft": {"status": "draft"},
    "withdrawn": {"status": "withdrawn"},
    "expired": {"expires_at": datetime(2022, 4, 1, tzinfo=UTC)},
    "scheduled": {"published_at": datetime(2100, 1, 1, tzinfo=UTC)},
}

# The same examples each time, however busy the machine.
hypothesis.settings.register_profile("suite", deadline=None, derandomize=True)
hypothesis.settings.load_profile("suite")


def pytest_configure():
    """Settings of a test run: the database of TEST_DATABASE_URL, else SQLite in memory."""
    from django.conf import settings
    from django.db import connections

    settings.SECRET_KEY = "only for tests, where it protects nothing"
    settings.SITE_URL = "http://testserver"
    settings.ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
    settings.SECURE_SSL_REDIRECT = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    # Tests of the page cache choose one that keeps.
    settings.CACHES["default"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    url = os.environ.get("TEST_DATABASE_URL", "")
    if url:
        settings.DATABASES["default"] = environ.Env.db_url_config(url)
    else:
        settings.DATABASES["default"] = {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": ":memory:",
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20},
        }
    # Importing the models has made a connection with the settings of the environment already.
    del connections["default"]
    del connections.settings
    # Playwright keeps an event loop in the test's own thread.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark `database` all tests of a module in which any asks for one, or says so itself."""
    asking = {item.path for item in items if _asks_for_a_database(item)}
    for item in items:
        if item.path in asking:
            item.add_marker("database")
    # What takes longest begins first: at the end one process would do it while the others rest.
    items.sort(key=lambda item: item.path.name not in LONGEST)


def _asks_for_a_database(item):
    if any(item.iter_markers("django_db")) or any(item.iter_markers("database")):
        return True
    return not {"db", "transactional_db"}.isdisjoint(item.fixturenames)


@pytest.fixture(autouse=True)
def _media_in_temporary_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    incoming = settings.STORAGES["incoming"] | {"OPTIONS": {"location": tmp_path / "incoming"}}
    settings.STORAGES = settings.STORAGES | {"incoming": incoming}


@pytest.fixture(autouse=True)
def _watch_rests(monkeypatch):
    """Nothing looks for called in pages by the clock, which would make one query more or less."""
    from articles.caching.watch import watch

    monkeypatch.setattr(watch, "_looked", float("inf"))


@pytest.fixture
def in_chinese(settings, tmp_path):
    """A function that has the interface say sentences in Chinese, {English: Chinese}.

    They stand before those of the project's catalogue, so that tests need none of its wording.
    """
    folder = tmp_path / "locale/zh_Hans/LC_MESSAGES"

    def say(sentences):
        catalogue = polib.POFile()
        catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
        catalogue.extend(polib.POEntry(msgid=id_, msgstr=text) for id_, text in sentences.items())
        folder.mkdir(parents=True)
        catalogue.save_as_mofile(str(folder / "django.mo"))
        # Setting it drops what was read of the catalogues.
        settings.LOCALE_PATHS = [tmp_path / "locale", *settings.LOCALE_PATHS]

    return say


@pytest.fixture
def kept(settings):
    """A page cache that keeps, empty at first, of a process that has looked at nothing yet."""
    from django.core.cache import caches

    from articles.caching.watch import watch

    settings.CACHES = {"default": LOCAL}
    caches["default"].clear()
    watch.forget()
    yield
    caches["default"].clear()
    watch.forget()


@pytest.fixture
def seed():
    """The path of the seed document."""
    return FIXTURES / "seed" / "000_5878dd63f6100635.txt"


@pytest.fixture
def jpeg():
    """The bytes of a small JPEG."""
    return encoded(drawn(), quality=95)


@pytest.fixture
def make_category(db):
    """A function that makes the category at a path of names."""
    from articles.models import Category

    return lambda *names: Category.objects.at_path(names)


@pytest.fixture
def make_post(db):
    """A function that makes a post: published on 2022-03-11 (Beijing) unless told otherwise.

    `categories` (Category rows), `authors` (names) and `tags` (names) are set too.
    """
    from articles.models import Author, Post

    numbers = count(1)

    def make(*, categories=(), authors=(), tags=(), **fields):
        fields.setdefault("title", f"新闻第{next(numbers)}号")
        fields.setdefault("body", "<p>正文第一段。</p><p>正文第二段。</p>")
        fields.setdefault("status", Post.Status.PUBLISHED)
        fields.setdefault("published_at", datetime(2022, 3, 10, 18, 6, 38, tzinfo=UTC))
        post = Post(**fields)
        post.save()
        post.file_under(categories)
        post.credit_to([Author.objects.get_or_create(name=name)[0] for name in authors])
        if tags:
            post.tags.set(tags)
        return post

    return make


@pytest.fixture
def editor(db, django_user_model):
    """A user of the group Chief editors, who may do everything."""
    return make_user(django_user_model, "editor", "Chief editors")


@pytest.fixture
def reporter(db, django_user_model):
    """A user of the group Reporters."""
    return make_user(django_user_model, "reporter", "Reporters")


def make_user(model, name, group):
    from django.contrib.auth.models import Group

    user = model.objects.create_user(name, password="correct horse battery", is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return user
