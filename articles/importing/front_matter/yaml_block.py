"""Front matter in YAML, its scalars those of YAML 1.2's core schema."""

import re
from typing import Any

import yaml

from articles.importing.errors import DocumentError
from articles.importing.front_matter.requoting import requoted
from articles.importing.front_matter.values import (
    MAX_DEPTH,
    MAX_LENGTH,
    MAX_NODES,
    TOO_DEEP,
    TOO_LONG,
    TOO_MANY,
    Keys,
    Scalar,
    repeated_key,
    without_unwanted,
)
from articles.telling import at_line, tell

NULL = re.compile(r"(?:~|null|Null|NULL|)")
BOOLEAN = re.compile(r"(?:true|True|TRUE|false|False|FALSE)")
INTEGER = re.compile(r"[-+]?[0-9]{1,15}")
FLOAT = re.compile(r"[-+]?(?:\.[0-9]{1,15}|[0-9]{1,15}\.[0-9]{0,15})")
STANDARD_TAG = re.compile(r"tag:yaml\.org,2002:[a-z]{1,20}")
INDENTING_TABS = re.compile(r"^\t+", re.MULTILINE)
TAB_AFTER_KEY = re.compile(r"^([\w.-]{1,100}:)\t+", re.MULTILINE)
OWN_MARKS = tell("a value holds its own quotation marks; read as written")
KEY_IS_NO_WORD = tell(
    "a key must be a single word; a value that starts with {{ or [ must stand in quotes"
)
IN_QUOTES = tell("put the value in quotes")
# What the parser says most often, in its own words.
SAID = {
    str(problem): problem
    for problem in (
        tell("mapping values are not allowed in this context"),
        tell("could not find expected ':'"),
        tell("found character that cannot start any token"),
        tell("did not find expected alphabetic or numeric character"),
        tell("did not find expected whitespace or line break"),
        tell("found undefined alias"),
        tell("found unexpected end of stream"),
        tell("did not find expected ',' or ']'"),
        tell("did not find expected ',' or '}}'"),
        tell("did not find expected key"),
        tell("did not find expected <document start>"),
        tell("found unknown escape character"),
        tell("block sequence entries are not allowed in this context"),
        tell("did not find expected comment or line break"),
        tell("mapping keys are not allowed in this context"),
        tell("but found another document"),
    )
}
# And what a writer can do about it.
ADVICE = {
    "mapping values are not allowed": tell("a value that holds “: ” must stand in quotes"),
    "could not find expected ':'": tell("each line must be a key, a colon, a blank and a value"),
    "cannot start any token": IN_QUOTES,
    "did not find expected alphabetic": tell(
        "a value that starts with * or & must stand in quotes"
    ),
    "expected whitespace or line break": tell("a value that starts with ! must stand in quotes"),
    "undefined alias": tell("a value that starts with * must stand in quotes"),
    "found unexpected end of stream": tell("a quotation mark is not closed"),
    "did not find expected ',' or ']'": tell("a bracket is not closed, or put the value in quotes"),
    "did not find expected ',' or '}'": tell("a brace is not closed, or put the value in quotes"),
    "did not find expected key": tell("indent keys alike, and put the value in quotes"),
    "did not find expected <document start>": IN_QUOTES,
    "unknown escape": tell("write the text in single quotes"),
    "block sequence entries are not allowed": tell(
        "a value that starts with - must stand in quotes"
    ),
    "did not find expected comment": tell("a value that starts with | or > must stand in quotes"),
    "mapping keys are not allowed": tell("a value that starts with ? must stand in quotes"),
    "found another document": tell("close the front matter with the very line that opens it"),
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
    node, mended = _composed_somehow(matter, first_line)
    if isinstance(node, yaml.SequenceNode):
        problem = tell("the front matter is a list; it must be keys with values")
        raise DocumentError(problem, line=first_line, column=1)
    if not isinstance(node, yaml.MappingNode):
        return None
    reader = _NodeReader(first_line)
    for line in mended:
        message = at_line(line + first_line, OWN_MARKS)
        reader.warnings.append({"kind": "quotes", "message": message})
    return Keys(reader.read(node), reader.lines, reader.warnings)


def _composed_somehow(matter: str, first_line: int) -> tuple[yaml.Node | None, list[int]]:
    """Return (node, the lines, from 0, whose quotation marks had to be mended)."""
    try:
        return _composed(matter, first_line), []
    except yaml.YAMLError as error:
        rewritten, mended = requoted(matter)
        try:
            if mended:
                return _composed(rewritten, first_line), mended
        except yaml.YAMLError:
            pass
        raise _explained(error, first_line) from error


def _composed(matter: str, first_line: int) -> yaml.Node | None:
    _check_depth(matter, first_line)
    return yaml.compose(matter, Loader=yaml.CSafeLoader)


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
            message = tell(
                "the tag {tag} is not read; a value that starts with ! needs quotes", tag=node.tag
            )
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
                raise self._error(key_node, KEY_IS_NO_WORD)
            key = without_unwanted(key_node.value)
            line = key_node.start_mark.line + self.first_line
            if key in mapping:
                self.warnings.append(repeated_key(key, line))
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
    reason = SAID.get(problem, problem)
    message = tell("the front matter is not valid YAML: {reason}", reason=reason)
    if advice:
        message = tell(
            "the front matter is not valid YAML: {reason} ({advice})", reason=reason, advice=advice
        )
    return _error_at(mark, message, first_line)


def _error_at(mark: Any, message: str, first_line: int) -> DocumentError:
    if mark is None:
        return DocumentError(message, line=first_line)
    return DocumentError(message, line=mark.line + first_line, column=mark.column + 1)
