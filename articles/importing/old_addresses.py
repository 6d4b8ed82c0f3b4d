"""Where a document's own site had it, so that readers who come to that address are sent on.

Format: https://hexo.io/docs/permalinks
"""

import re
from datetime import datetime
from pathlib import PurePosixPath

MAX_LENGTH = 800
VARIABLE = re.compile(r":([a-z_]{1,20})")
# Where sites that use hexo-abbrlink put it, most of all.
ABBRLINKS = ("posts/:abbrlink/", "posts/:abbrlink.html", "p/:abbrlink/", "archives/:abbrlink/")
DATES = {
    "year": "%Y",
    "month": "%m",
    "day": "%d",
    "hour": "%H",
    "minute": "%M",
    "second": "%S",
    "i_month": "%-m",
    "i_day": "%-d",
}
POSTS = re.compile(r"^(?:.*/)?_(?:posts|drafts)/")
DATED_NAME = re.compile(r"^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}-(?=.)")


def old_addresses(
    said: list[str],
    *,
    permalink: str,
    abbrlink: str,
    identifier: str,
    title: str,
    moment: datetime | None,
) -> list[str]:
    """Return the paths on this site that stand for a document's old addresses, each once.

    `said` are those it names itself. `permalink` is its source's pattern ("" for none) and
    `moment` its publication on its source's clock. What a pattern cannot fill gives nothing.
    """
    patterns = [permalink] if permalink else list(ABBRLINKS) if abbrlink else []
    path = PurePosixPath(POSTS.sub("", identifier)).with_suffix("")
    values = {
        "title": DATED_NAME.sub("", path.as_posix()),
        "name": DATED_NAME.sub("", path.name),
        "post_title": title,
        "abbrlink": abbrlink,
    }
    if moment is not None:
        values |= {name: moment.strftime(form) for name, form in DATES.items()}
    filled = (_fill(pattern, values) for pattern in patterns)
    paths = map(_path, [*said, *filter(None, filled)])
    return list(dict.fromkeys(path for path in paths if path))


def _fill(pattern: str, values: dict[str, str]) -> str:
    """Return `pattern` with its variables filled, "" when one of them has no value."""
    names = VARIABLE.findall(pattern)
    if not all(values.get(name) for name in names):
        return ""
    return VARIABLE.sub(lambda match: values[match[1]], pattern)


def _path(address: str) -> str:
    """Return `address` as a redirect keeps it: from "/", with a slash unless it names a file."""
    path = "/" + address.strip().strip("/")
    if path == "/" or len(path) >= MAX_LENGTH or re.search(r"[?#\\\x00-\x1f]|//", path):
        return ""
    return path if "." in path.rpartition("/")[2] else f"{path}/"
