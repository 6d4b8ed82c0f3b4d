"""Front matter in YAML, its scalars those of YAML 1.2's core schema."""

import re
from typing import Any

import yaml

from articles.importing.errors import DocumentError
from articles.importing.front_matter.values import (
    MAX_DEPTH,
    MAX_LENGTH,
    MAX_NODES,
    TOO_DEEP,
    TOO_LONG,
    TOO_MANY,
    Keys,
    Scalar,
    without_unwanted,
)

NULL = re.compile(r"(?:~|null|Null|NULL|)")
BOOLEAN = re.compile(r"(?:true|True|TRUE|false|False|FALSE)")
INTEGER = re.compile(r"[-+]?[0-9]{1,15}")
FLOAT = re.compile(r"[-+]?(?:\.[0-9]{1,15}|[0-9]{1,15}\.[0-9]{0,15})")
STANDARD_TAG = re.compile(r"tag:yaml\.org,2002:[a-z]{1,20}")
INDENTING_TABS = re.compile(r"^\t+", re.MULTILINE)
TAB_AFTER_KEY = re.compile(r"^([\w.-]{1,100}:)\t+", re.MULTILINE)
IN_QUOTES = "put the value in quotes"
# What the parser says, and what a writer can do about it.
ADVICE = {
    "mapping values are not allowed": "a value that holds “: ” must stand in quotes",
    "could not find expected ':'": "each line must be a key, a colon, a blank and a value",
    "cannot start any token": IN_QUOTES,
    "did not find expected alphabetic": "a value that starts with * or & must stand in quotes",
    "expected whitespace or line break": "a value that starts with ! must stand in quotes",
    "undefined alias": "a value that starts with * must stand in quotes",
    "found unexpected end of stream": "a quotation mark is not closed",
    "did not find expected ',' or ']'": "a bracket is not closed, or " + IN_QUOTES,
    "did not find expected ',' or '}'": "a brace is not closed, or " + IN_QUOTES,
    "did not find expected key": "indent keys alike, and " + IN_QUOTES,
    "did not find expected <document start>": IN_QUOTES,
    "unknown escape": "write the text in single quotes",
}


def read_yaml(matter: str, first_line: int) -> Keys | None:
    """Return the keys of `matter`, None when it is but a text.

    Raises DocumentError for what cannot be read, a list, or what is beyond the bounds.
    """
    if len(matter) > MAX_LENGTH:
        raise DocumentError(TOO_LONG, line=first_line)
    # As Hexo: a tab that indents is two blanks. YAML allows none after a key either.
    matter = INDENTING_TABS.sub(lambda tabs: "  " * len(tabs[0]), matter)
    matter = TAB_AFTER_KEY.sub(r"\1 ", matter)
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
    return Keys(reader.read(node), reader.lines, reader.warnings)


def _check_depth(matter: str, first_line: int) -> None:
    """Refuse deep nesting before anything follows it by recursion."""
    depth = 0
    for event in yaml.parse(matter, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise _error_at(event.start_mark, TOO_DEEP, first_line)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


class _NodeReader:
    """Turns YAML nodes into values, counting each use of an alias as a copy."""

    def __init__(self, first_line: int):
        self.first_line = first_line
        self.nodes = 0
        self.lines: dict[str, int] = {}
        self.warnings: list[dict[str, str]] = []

    def read(self, node: yaml.Node, depth: int = 0) -> Any:
        self.nodes += 1
        if self.nodes > MAX_NODES or depth > MAX_DEPTH:
            raise self._error(node, TOO_MANY)
        if not STANDARD_TAG.fullmatch(node.tag):
            message = f"the tag {node.tag} is not read; a value that starts with ! needs quotes"
            raise self._error(node, message)
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
            key = without_unwanted(key_node.value)
            line = key_node.start_mark.line + self.first_line
            if key in mapping:
                message = f"line {line}: the key “{key}” is repeated; its last value counts"
                self.warnings.append({"kind": "repeated key", "message": message})
            if depth == 0:
                self.lines[key] = line
            mapping[key] = self.read(value_node, depth + 1)
        return mapping

    def _error(self, node: yaml.Node, message: str) -> DocumentError:
        return _error_at(node.start_mark, message, self.first_line)


def _scalar(node: yaml.ScalarNode) -> Scalar:
    text = without_unwanted(node.value)
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
    advice = next((what for sign, what in ADVICE.items() if sign in problem), "")
    message = f"the front matter is not valid YAML: {problem}"
    return _error_at(mark, f"{message} ({advice})" if advice else message, first_line)


def _error_at(mark: Any, message: str, first_line: int) -> DocumentError:
    if mark is None:
        return DocumentError(message, line=first_line)
    return DocumentError(message, line=mark.line + first_line, column=mark.column + 1)
