"""JavaScript modules find one another under the hashed names that production serves."""

import json
import re
from pathlib import Path

from tests.caching.servers import collected_static

IMPORT = re.compile(r'^(?:import|export|\})[^"\n]* from "([^"]+)";', re.MULTILINE)


def test_every_module_imports_the_hashed_files(tmp_path_factory):
    static = collected_static(tmp_path_factory.mktemp("modules"))
    names = json.loads((static / "staticfiles.json").read_text())["paths"]
    entry = static / names["articles/admin/writing.js"]
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
