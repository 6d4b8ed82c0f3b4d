"""JavaScript modules find one another under the hashed names that production serves."""

import re
import shutil
from pathlib import Path

from django.contrib.staticfiles import finders

from newsroom.static_files import ModulesStorage

IMPORT = re.compile(r'^(?:import|export|\})[^"\n]* from "([^"]+)";', re.MULTILINE)
FOLDERS = ("articles/admin", "django_prose_editor")


def test_every_module_imports_the_hashed_files(tmp_path):
    for folder in FOLDERS:
        shutil.copytree(finders.find(folder), tmp_path / folder)
    storage = ModulesStorage(location=tmp_path, base_url="/static/")
    names = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*")]
    assert all(
        done is not None for *_names, done in storage.post_process({n: (storage, n) for n in names})
    )

    entry = tmp_path / storage.stored_name("articles/admin/writing.js")
    met, waiting = set(), [entry]
    while waiting:
        module = waiting.pop()
        met.add(module)
        for address in IMPORT.findall(module.read_text()):
            found = (module.parent / address).resolve()
            assert re.search(r"\.[0-9a-f]{12}\.js$", found.name), address
            assert found.is_file(), address
            waiting += [] if found in met else [found]
    names = {Path(module).name.partition(".")[0] for module in met}
    assert {"desk", "reading", "toolbar", "library", "editor", "post_form"} <= names
