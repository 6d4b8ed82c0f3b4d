"""Where front matter ends and the body begins, as in Hexo and, for TOML and JSON, in Hugo.

Format: https://hexo.io/docs/front-matter and hexo-front-matter's source;
https://gohugo.io/content-management/front-matter/
"""

import re

from articles.importing.errors import DocumentError
from articles.importing.front_matter.json_block import read_json, read_json_object
from articles.importing.front_matter.toml_block import read_toml
from articles.importing.front_matter.values import MAX_LENGTH, FrontMatter, Keys
from articles.importing.front_matter.yaml_block import read_yaml
from articles.telling import at_line, tell

FENCED = re.compile(
    r"\A(?P<fence>-{3,}|;{3,})[ \t]*\n(?P<matter>.*?\n)??(?P=fence)[ \t]*", re.DOTALL
)
TOML = re.compile(r"\A\+\+\+[ \t]*\n(?P<matter>.*?\n)??\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
UNOPENED = re.compile(r"\A(?P<matter>.+?\n)(?P<fence>-{3,}|;{3,})[ \t]*(?:\n|$)", re.DOTALL)
JSON_END = re.compile(r"\s{0,9};{3,}[ \t]*(?=\n|\Z)")
KEY = re.compile(r"[A-Za-z_][\w.-]{0,99}")
# A key whose value is glued to it, or parted by a colon or a blank that YAML does not know.
GLUED_KEY = re.compile(r"\A([A-Za-z_]\w{0,99})(?::(?=[^\s/])|：|:\u3000)")
NOT_CLOSED = tell("the front matter is not closed by its opening line, so all is the body")
# Keys that show an unopened block to be front matter and not an opening paragraph.
TELLING = {"title", "date", "categories", "tags", "layout", "permalink", "author"}


def split_front_matter(text: str) -> FrontMatter:
    """Split `text`, with \\n as line ends, into keys and body.

    Text that only looks like front matter (an empty block, a scalar, bad JSON) is all body,
    as in Hexo; a warning tells what was hardly meant. Raises DocumentError for YAML or TOML
    that cannot be read, that is a list, or that is beyond the bounds.
    """
    start = len(text) - len(text.lstrip(" \t\n\ufeff"))
    line = text.count("\n", 0, start) + 1
    is_opened = text.startswith(("---", ";;;", "+++", "{"), start)
    document = text[start:] if is_opened else text.lstrip("\ufeff\n")
    if match := FENCED.match(document):
        return _fenced(match, document, line)
    if match := TOML.match(document):
        keys = read_toml(match["matter"] or "", line + 1)
        return _found(keys, document, match.end(), line)
    if document.startswith("{") and (found := read_json_object(document, line)):
        keys, end = found
        if _is_telling(keys):
            # Hexo's fence for JSON, which some write behind a whole object.
            closing = JSON_END.match(document, end)
            return _found(keys, document, closing.end() if closing else end, line)
    if document.startswith(("---", ";;;", "+++")):
        return FrontMatter({}, document, line, _unclosed(document))
    return _unopened(document, line)


def _found(keys: Keys, document: str, end: int, line: int) -> FrontMatter:
    body = document[end:]
    # The line end after the closing fence belongs to the fence.
    if not document.endswith("\n", 0, end) and body.startswith("\n"):
        end, body = end + 1, body[1:]
    body_line = line + document.count("\n", 0, end)
    return FrontMatter(keys.values, body, body_line, keys.warnings, keys.lines)


def _unclosed(document: str) -> list[dict[str, str]]:
    """Return a warning when what follows the opening fence looks like keys."""
    first_line = document.partition("\n")[2].partition("\n")[0]
    if not KEY.fullmatch(re.split("[:=]", first_line, maxsplit=1)[0].strip()):
        return []
    return [_warning(NOT_CLOSED)]


def _fenced(match: re.Match[str], document: str, line: int) -> FrontMatter:
    matter = match["matter"] or ""
    nothing = FrontMatter({}, document, line)
    if not matter.strip():
        return nothing
    is_json = match["fence"].startswith(";")
    keys = (read_json if is_json else read_yaml)(matter, line + 1)
    if keys is not None:
        return _found(keys, document, match.end(), line)
    if is_json:
        problem = tell("no valid JSON, so all is the body")
        nothing.warnings.append(_warning(at_line(line + 1, problem)))
    elif glued := GLUED_KEY.match(matter.lstrip()):
        problem = tell("write “{key}: ” with a colon and a blank; all is the body", key=glued[1])
        nothing.warnings.append(_warning(at_line(line + 1, problem)))
    return nothing


def _unopened(document: str, line: int) -> FrontMatter:
    """Front matter without its opening fence: only when its keys leave no doubt."""
    nothing = FrontMatter({}, document, line)
    match = UNOPENED.match(document[: MAX_LENGTH + 100])
    if match is None:
        return nothing
    read = read_json if match["fence"].startswith(";") else read_yaml
    try:
        keys = read(match["matter"], line)
    except DocumentError:
        return nothing
    if keys is None or not _is_telling(keys):
        return nothing
    return _found(keys, document, match.end(), line)


def _is_telling(keys: Keys) -> bool:
    return bool(TELLING & keys.values.keys()) and all(KEY.fullmatch(key) for key in keys.values)


def _warning(message: str) -> dict[str, str]:
    return {"kind": "front matter", "message": message}
