"""Front matter as Hexo reads it, with YAML 1.2 scalars and bounds on what it may hold.

Format: https://hexo.io/docs/front-matter and hexo-front-matter's source.
"""

import json
import math
import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from articles.importing.errors import DocumentError

MAX_LENGTH = 64 * 1024
MAX_NODES = 1000
TOO_LONG = f"the front matter is longer than {MAX_LENGTH:,} characters"
MAX_DEPTH = 8

FENCED = re.compile(r"(?P<fence>-{3,}|;{3,})[ \t]*\n(?P<matter>.*?\n)??(?P=fence)[ \t]*", re.DOTALL)
UNOPENED = re.compile(r"(?P<matter>.+?\n)(?P<fence>-{3,}|;{3,})[ \t]*(?:\n|$)", re.DOTALL)
KEY = re.compile(r"[A-Za-z_][\w.-]*")
# Keys that show an unopened block to be front matter and not an opening paragraph.
TELLING = {"title", "date", "categories", "tags", "layout", "permalink", "author"}

NULL = re.compile(r"(?:~|null|Null|NULL|)")
BOOLEAN = re.compile(r"(?:true|True|TRUE|false|False|FALSE)")
INTEGER = re.compile(r"[-+]?[0-9]{1,15}")
FLOAT = re.compile(r"[-+]?(?:\.[0-9]{1,15}|[0-9]{1,15}\.[0-9]{0,15})")
# An escape in quotes can write characters that no text may hold.
UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")


@dataclass(frozen=True)
class Scalar:
    """A single value: the text as written, and what YAML 1.2's core schema makes of it."""

    text: str
    value: str | int | float | bool | None


@dataclass
class FrontMatter:
    """The keys of a document, its body, the line (from 1) the body starts on, and warnings.

    Values are `Scalar`, list or dict of such. A document without front matter has no keys.
    """

    values: dict[str, Any]
    body: str
    body_line: int = 1
    warnings: list[dict[str, str]] = field(default_factory=list)


def split_front_matter(text: str) -> FrontMatter:
    """Split `text`, with \\n as line ends, into keys and body.

    Text that only looks like front matter (an empty block, a scalar, bad JSON) is all body,
    as in Hexo. Raises DocumentError for YAML that cannot be read, that is a list, or that
    is beyond the bounds.
    """
    start = len(text) - len(text.lstrip(" \t\n\ufeff"))
    blank_lines = text.count("\n", 0, start)
    document = (
        text[start:] if text[start : start + 3] in ("---", ";;;") else text.lstrip("\ufeff\n")
    )
    if match := FENCED.match(document):
        return _fenced(match, document, blank_lines)
    if document.startswith(("---", ";;;")):
        return FrontMatter({}, document, blank_lines + 1, _unclosed(document))
    return _unopened(document, blank_lines)


def _unclosed(document: str) -> list[dict[str, str]]:
    """Return a warning when what follows the opening fence looks like keys."""
    first_line = document.partition("\n")[2].partition(":")[0]
    if not KEY.fullmatch(first_line):
        return []
    message = "the front matter is not closed, so all is taken for the body"
    return [{"kind": "front matter", "message": message}]


def _fenced(match: re.Match[str], document: str, blank_lines: int) -> FrontMatter:
    matter = match["matter"] or ""
    nothing = FrontMatter({}, document, blank_lines + 1)
    if not matter.strip():
        return nothing
    first_line = blank_lines + 2
    read = _read_json if match["fence"].startswith(";") else _read_yaml
    found = read(matter, first_line)
    if found is None:
        return nothing
    values, warnings = found
    body_line = first_line + matter.count("\n") + 1
    return FrontMatter(values, document[match.end() :].removeprefix("\n"), body_line, warnings)


def _unopened(document: str, blank_lines: int) -> FrontMatter:
    """Front matter without its opening fence: only when its keys leave no doubt."""
    nothing = FrontMatter({}, document, blank_lines + 1)
    match = UNOPENED.match(document[: MAX_LENGTH + 100])
    if match is None:
        return nothing
    read = _read_json if match["fence"].startswith(";") else _read_yaml
    try:
        found = read(match["matter"], blank_lines + 1)
    except DocumentError:
        return nothing
    if found is None or not TELLING & found[0].keys():
        return nothing
    if not all(KEY.fullmatch(key) for key in found[0]):
        return nothing
    body_line = blank_lines + match["matter"].count("\n") + 2
    return FrontMatter(found[0], document[match.end() :], body_line, found[1])


def _read_json(matter: str, first_line: int) -> tuple[dict[str, Any], list] | None:
    if len(matter) > MAX_LENGTH:
        raise DocumentError(TOO_LONG, line=first_line)
    try:
        loaded = json.loads("{" + matter.strip().rstrip(",") + "}")
    except (ValueError, RecursionError):
        return None
    return {UNWANTED.sub("", key): _from_json(value) for key, value in loaded.items()}, []


def _from_json(value: Any, depth: int = 1) -> Any:
    if depth > MAX_DEPTH:
        raise DocumentError(f"the front matter is nested more than {MAX_DEPTH} deep")
    if isinstance(value, dict):
        items = value.items()
        return {UNWANTED.sub("", key): _from_json(inner, depth + 1) for key, inner in items}
    if isinstance(value, list):
        return [_from_json(inner, depth + 1) for inner in value]
    if isinstance(value, float) and not math.isfinite(value):
        value = str(value)
    if isinstance(value, str):
        value = UNWANTED.sub("", value)
    text = value if isinstance(value, str) else json.dumps(value)
    return Scalar("" if value is None else text, value)


def _read_yaml(matter: str, first_line: int) -> tuple[dict[str, Any], list] | None:
    if len(matter) > MAX_LENGTH:
        raise DocumentError(TOO_LONG, line=first_line)
    # As Hexo: a tab that indents is two blanks. YAML allows none after a key either.
    matter = re.sub(r"^\t+", lambda tabs: "  " * len(tabs[0]), matter, flags=re.MULTILINE)
    matter = re.sub(r"^([\w.-]+:)\t+", r"\1 ", matter, flags=re.MULTILINE)
    try:
        _check_depth(matter, first_line)
        node = yaml.compose(matter, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise _explained(error, first_line) from error
    if isinstance(node, yaml.SequenceNode):
        raise DocumentError(
            "the front matter is a list; it must be keys with values", line=first_line, column=1
        )
    if not isinstance(node, yaml.MappingNode):
        return None
    reader = _NodeReader(first_line)
    return reader.read(node), reader.warnings


def _check_depth(matter: str, first_line: int) -> None:
    """Refuse deep nesting before anything follows it by recursion."""
    depth = 0
    for event in yaml.parse(matter, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                message = f"the front matter is nested more than {MAX_DEPTH} deep"
                raise _error_at(event.start_mark, message, first_line)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


class _NodeReader:
    """Turns YAML nodes into values, counting each use of an alias as a copy."""

    def __init__(self, first_line: int):
        self.first_line = first_line
        self.nodes = 0
        self.warnings: list[dict[str, str]] = []

    def read(self, node: yaml.Node, depth: int = 0) -> Any:
        self.nodes += 1
        if self.nodes > MAX_NODES or depth > MAX_DEPTH:
            raise self._error(node, f"the front matter holds more than {MAX_NODES:,} values")
        if not re.fullmatch(r"tag:yaml\.org,2002:[a-z]+", node.tag):
            raise self._error(node, f"the tag {node.tag} is not read")
        if isinstance(node, yaml.ScalarNode):
            return _scalar(node)
        if isinstance(node, yaml.SequenceNode):
            return [self.read(item, depth + 1) for item in node.value]
        return self._mapping(node, depth)

    def _mapping(self, node: yaml.Node, depth: int) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise self._error(key_node, "a key must be a single word")
            key = UNWANTED.sub("", key_node.value)
            if key in mapping:
                line = key_node.start_mark.line + self.first_line
                message = f"line {line}: the key “{key}” is repeated; its last value counts"
                self.warnings.append({"kind": "repeated key", "message": message})
            mapping[key] = self.read(value_node, depth + 1)
        return mapping

    def _error(self, node: yaml.Node, message: str) -> DocumentError:
        return _error_at(node.start_mark, message, self.first_line)


def _scalar(node: yaml.ScalarNode) -> Scalar:
    text = UNWANTED.sub("", node.value)
    if node.style in ('"', "'", "|", ">"):
        return Scalar(text, text)
    if NULL.fullmatch(text):
        return Scalar("", None)
    if BOOLEAN.fullmatch(text):
        return Scalar(text, text.lower() == "true")
    if INTEGER.fullmatch(text):
        return Scalar(text, int(text))
    if FLOAT.fullmatch(text):
        return Scalar(text, float(text))
    return Scalar(text, text)


def _explained(error: yaml.YAMLError, first_line: int) -> DocumentError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or str(error)
    message = f"the front matter is not valid YAML: {problem}"
    if "mapping values are not allowed" in problem:
        message += " (a value that holds “: ” must stand in quotes)"
    return _error_at(mark, message, first_line)


def _error_at(mark: Any, message: str, first_line: int) -> DocumentError:
    if mark is None:
        return DocumentError(message, line=first_line)
    return DocumentError(message, line=mark.line + first_line, column=mark.column + 1)
