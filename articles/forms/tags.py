"""Tags as editors write them."""

import re

TAG_SEPARATORS = re.compile(r"[,，、;；\n]")


def split_tags(text):
    """Return the tags of a line as editors write it, parted by commas of either script or 、."""
    return list(dict.fromkeys(tag.strip() for tag in TAG_SEPARATORS.split(text) if tag.strip()))


def join_tags(tags):
    return "，".join(tag.name for tag in tags)
