"""Front matter that every reader takes for the same values: Hexo's, ours, YAML 1.1 and 1.2."""

import json
import re
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

# In single quotes YAML folds line ends, and takes these for some.
NEEDS_ESCAPES = re.compile(r"[\t\n\r\x85\u2028\u2029]")
# Numbers that YAML 1.2's core schema and all older readers write alike.
PLAIN_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?")


def front_matter(values: Mapping[str, Any]) -> str:
    """Return `values`, JSON values by key, as a block of front matter with its fences.

    It is YAML with every text in quotes, so that `no`, `1e10` or a date stay texts; or JSON,
    as Hexo reads it, where a number is none that all YAML readers know.
    """
    if all(PLAIN_NUMBER.fullmatch(repr(number)) for number in _numbers(values)):
        written = yaml.dump(
            _keyed(values), Dumper=_Dumper, allow_unicode=True, width=sys.maxsize, sort_keys=False
        )
        return f"---\n{written}---\n"
    return f";;;{json.dumps(values, ensure_ascii=False, indent=0)[1:-1]};;;\n"


def _numbers(value: Any) -> Iterator[int | float]:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _numbers(item)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield value


class _Key(str):
    __slots__ = ()


def _keyed(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {_Key(key): _keyed(inner) for key, inner in value.items()}
    return [_keyed(item) for item in value] if isinstance(value, list) else value


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        # Lists stand inside their key, as Hexo's own documents have them.
        super().increase_indent(flow, False)


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = '"' if NEEDS_ESCAPES.search(text) else "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _key(dumper: _Dumper, key: _Key) -> yaml.ScalarNode:
    style = '"' if NEEDS_ESCAPES.search(key) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(key), style=style)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(_Key, _key)
