"""Whether every string of the interface is translated: python -m tests.translations

Extracts the strings anew into a copy of the project (GNU gettext is needed) and compares them
with articles/locale; names what is missing, fuzzy or not compiled, and exits with 1.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).parent.parent
CATALOGUE = Path("articles/locale/zh_Hans/LC_MESSAGES/django.po")


def problems():
    """Return what is wrong with the translations, a line each; [] when they are complete."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "project")
        for name in ("articles", "templates", "newsroom", "manage.py"):
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, copy / name)
            else:
                copy.mkdir(exist_ok=True)
                shutil.copy(source, copy / name)
        arguments = ["makemessages", "-l", "zh_Hans", "--no-location", "-v0", "--no-obsolete"]
        environment = os.environ | {"SECRET_KEY": "x"}
        subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=copy, env=environment, check=True
        )
        extracted = {_key(entry) for entry in polib.pofile(str(copy / CATALOGUE))}
    catalogue = polib.pofile(str(ROOT / CATALOGUE))
    done = {_key(entry) for entry in catalogue.translated_entries()}
    found = [f"not translated: {key}" for key in sorted(extracted - done)]
    found += [f"no longer used: {key}" for key in sorted(done - extracted)]
    compiled = {_key(entry) for entry in polib.mofile(str(ROOT / CATALOGUE.with_suffix(".mo")))}
    found += [f"not compiled: {key}" for key in sorted(done - compiled)]
    return found


def _key(entry):
    return (entry.msgctxt or "", entry.msgid)


if __name__ == "__main__":
    lines = problems()
    print("\n".join(lines) or "every string is translated")
    sys.exit(1 if lines else 0)
