"""Imports that are killed, or run beside each other: a program of one thread, so that it may fork.

python -m tests.importing.interrupted kills NUMBER | undo NUMBER | reprocess NUMBER | beside — run by
test_faults with the database and the folders in its environment. Prints "same" when the end state is always that
of an undisturbed run, else the first difference, and exits with 1.
"""

import hashlib
import json
import os
import random
import signal
import sys
import time
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connections


def main():
    django.setup()
    from django.conf import settings

    inbox = Path(os.environ["INBOX"])
    settings.LOGGING_CONFIG = None
    _empty()
    seconds = _in_child(inbox)
    undisturbed = _state(settings)
    if sys.argv[1] == "kills":
        for number in range(int(sys.argv[2])):
            _empty()
            draw = random.Random(number)
            _in_child(inbox, kill_after=draw.uniform(0, seconds))
            _in_child(inbox)
            _compare(undisturbed, _state(settings), f"kill {number}")
    elif sys.argv[1] == "undo":
        _undo_killed(inbox, settings)
    elif sys.argv[1] == "reprocess":
        _reprocess_killed(inbox, settings)
    else:
        for number in range(3):
            _empty()
            children = [_start(inbox), _start(inbox)]
            statuses = [os.waitpid(child, 0)[1] for child in children]
            if statuses != [0, 0]:
                sys.exit(f"two at once, {number}: they ended with {statuses}")
            _compare(undisturbed, _state(settings), f"two at once, {number}")
    print("same")


def _undo_killed(inbox, settings):
    """Kill an undoing of the second of two imports, again and again, and compare its end."""
    seconds, undisturbed = 0.0, None
    for number in range(int(sys.argv[2]) + 1):
        _empty()
        _in_child(inbox)
        for file in inbox.glob("0*.txt"):
            first = file.read_text(encoding="utf-8").replace("，改过", "")
            file.write_text(first.replace("第一句", "第一句，改过"), encoding="utf-8")
        _in_child(inbox)
        run = _newest_run()
        for file in inbox.glob("0*.txt"):
            changed = file.read_text(encoding="utf-8")
            file.write_text(changed.replace("，改过", ""), encoding="utf-8")
        if undisturbed is None:
            seconds = _in_child("undo_import", run)
            undisturbed = _state(settings)
            continue
        _in_child("undo_import", run, kill_after=random.Random(number).uniform(0, seconds))
        _in_child("undo_import", run, may_fail=True)
        _compare(undisturbed, _state(settings), f"undo {number}")


def _reprocess_killed(inbox, settings):
    """Let a rule that changes posts come and go, and kill each reprocessing but the first two.

    Each adds a revision to those posts; in all else the two states must be those undisturbed.
    """
    from articles.models import Source

    rules = ("notice: *号码头的第一句。", "")
    seconds, undisturbed = 0.0, []
    _empty()
    _in_child(inbox)
    for number in range(int(sys.argv[2]) + 2):
        for source in Source.objects.all():
            source.rules = rules[number % 2]
            source.save()
        if number < 2:
            seconds = _in_child("reprocess")
            undisturbed.append(_state(settings))
            continue
        _in_child("reprocess", kill_after=random.Random(number).uniform(0, seconds))
        _in_child("reprocess")
        before, after = (state["revisions"] for state in undisturbed)
        steps = [one - other for one, other in zip(after, before, strict=True)]
        revisions = [count + (number - 1) * step for count, step in zip(after, steps, strict=True)]
        expected = undisturbed[number % 2] | {"revisions": revisions}
        _compare(expected, _state(settings), f"reprocess {number}")
    if undisturbed[0]["posts"] == undisturbed[1]["posts"]:
        sys.exit("the rule changed nothing")


def _newest_run():
    from articles.models import ImportRun

    return str(ImportRun.objects.order_by("-pk").values_list("pk", flat=True)[0])


def _start(*command):
    """Run a command, or the import of a folder, in a child; return its number."""
    if isinstance(command[0], Path):
        command = ("import_posts", *command)
    # A child must not share the connection.
    connections.close_all()
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        with Path(os.devnull).open("w") as quiet:
            os.dup2(quiet.fileno(), 1)
            os.dup2(quiet.fileno(), 2)
            call_command(*map(str, command), stdout=quiet)
        status = 0
    finally:
        os._exit(status)


def _in_child(*command, kill_after=None, may_fail=False):
    started = time.monotonic()
    child = _start(*command)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    # Who undoes what is undone already is told so.
    if status and kill_after is None and not may_fail:
        sys.exit(f"the import ended with status {status}")
    return time.monotonic() - started


def _empty():
    call_command("flush", "--no-input", verbosity=0)


def _state(settings):
    """Return all that an import leaves behind, without keys of rows and moments of writing."""
    from articles.exporting import exported_posts
    from articles.models import Category, DuplicateLink, Image, Original, Post, Redirect, Tag

    posts = Post.objects.all()
    rows = list(exported_posts(posts))
    for row in rows:
        del row["updated_at"]
    rest = posts.order_by("source__name", "identifier")
    state = {
        "posts": sorted(rows, key=lambda row: row["source_path"]),
        "found by": list(rest.values_list("search__title", "search__names", "search_text__words")),
        "revisions": [post.revisions.count() for post in rest],
        "transitions": [post.transitions.count() for post in rest],
        "listings": [post.section_listings.count() for post in rest],
        "pictures in posts": list(
            rest.values_list("post_images__image", "post_images__position").order_by(
                "identifier", "post_images__position"
            )
        ),
        "signatures": [
            str(s and bytes(s)) for s in rest.values_list("signature__signature", flat=True)
        ],
        "links": DuplicateLink.objects.count(),
        "pictures": sorted(Image.objects.values_list("pk", "file", "sha256", "original_url")),
        "originals": sorted(Original.objects.values_list("pk", flat=True)),
        "sections": sorted(Category.objects.values_list("path", flat=True)),
        "tags": sorted(Tag.objects.values_list("name", "slug")),
        "redirects": sorted(Redirect.objects.values_list("old_path", "post__identifier")),
        "files": sorted(
            (str(file.relative_to(settings.MEDIA_ROOT)), hashlib.md5(file.read_bytes()).hexdigest())
            for file in Path(settings.MEDIA_ROOT).rglob("*")
            if file.is_file()
        ),
        "integrity": _integrity(),
    }
    return json.loads(json.dumps(state, default=str))


def _integrity():
    connection = connections["default"]
    if connection.vendor != "sqlite":
        return "ok"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        return cursor.fetchone()[0]


def _compare(expected, found, name):
    for part, value in expected.items():
        if found[part] == value:
            continue
        if not isinstance(value, list) or len(value) != len(found[part]):
            sys.exit(f"{name}: {part}: {str(value)[:500]}\n{str(found[part])[:500]}")
        place, one, other = next(
            (place, one, other)
            for place, (one, other) in enumerate(zip(value, found[part], strict=True))
            if one != other
        )
        sys.exit(f"{name}: {part} {place}: {_difference(one, other)}")


def _difference(one, other):
    if isinstance(one, dict):
        return {key: (one[key], other[key]) for key in one if one[key] != other[key]}
    return one, other


if __name__ == "__main__":
    main()
