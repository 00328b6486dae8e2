"""Where a key or a value stands in a TOML text: tomllib keeps no positions."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import cast

from qualcheck.errors import Location, Problem

KeyPath = tuple[str | int, ...]
"""Where a value stands in a configuration: `("override", 0, "select", 1)`."""
PlaceOf = Callable[[KeyPath, bool], Problem]
"""Key path, and whether its key (not its value) is meant → a problem there, with no message."""


def problem_in(shown: str, text: str, offset: int, message: str) -> Problem:
    """A problem at a code-point offset of a file's text."""
    line = text.count("\n", 0, offset) + 1
    column = offset - (text.rfind("\n", 0, offset) + 1) + 1
    return Problem(Location(shown, line, column), message, line_of(text, line))


def line_of(text: str, line: int) -> str:
    """One line, its control and format characters replaced: it goes to a terminal."""
    lines = text.split("\n")
    raw = lines[line - 1].rstrip("\r") if line <= len(lines) else ""
    return "".join(c if c.isprintable() or c == "\t" else "\N{REPLACEMENT CHARACTER}" for c in raw)


Places = dict[KeyPath, tuple[int, int]]
"""Key path → code-point offsets of its key and of its value."""

_SKIP = r"(?:[ \t\r\n]|\#[^\n]*)*"
_KEY = r""" "(?:[^"\\]|\\.)*" | '[^']*' | [A-Za-z0-9_-]+ """
_SCALAR = r"""
    \"{3} (?: \\. | [^\\] )*? \"{3,5}   # may end in one or two quotes of its own
  | '{3} .*? '{3,5}
  | " (?: \\. | [^"\\] )* "
  | ' [^']* '
  | \d{4}-\d\d-\d\d [ ] \d\d:[^\s,\]}\#]*  # a date and time, parted by a blank
  | [^\s,\]}\#]+                        # numbers, dates, true and false
"""


def locate(text: str) -> Places:
    """Where every key and value of a TOML text stands; tomllib keeps no positions.

    The text must be sound TOML: it is tomllib that judges it. Arrays, of tables or of
    values, have integers in their key paths.
    """
    places: Places = {}
    table: KeyPath = ()
    arrays: dict[KeyPath, int] = {}
    at = _skip(text, 0)
    while at < len(text):
        if text[at] == "[":
            brackets = 2 if text.startswith("[[", at) else 1
            keys, end = _keys(text, at + brackets)
            table = _table_path(keys, brackets == 2, arrays)
            places.setdefault(table, (at, at))
            at = end + brackets
        else:
            at = _pair(text, at, table, places)
        at = _skip(text, at)
    return places


def _skip(text: str, at: int) -> int:
    """The offset after blanks, newlines and comments."""
    return cast("re.Match[str]", re.compile(_SKIP).match(text, at)).end()


def _keys(text: str, at: int) -> tuple[tuple[str, ...], int]:
    """The parts of a dotted key, and the offset of what follows it."""
    keys = []
    while True:
        at = _skip(text, at)
        match = cast("re.Match[str]", re.compile(_KEY, re.VERBOSE).match(text, at))
        keys.append(_unquoted(match[0]))
        at = _skip(text, match.end())
        if text[at] != ".":
            return tuple(keys), at
        at += 1


def _unquoted(key: str) -> str:
    if key[0] not in "\"'":
        return key
    import tomllib

    return str(tomllib.loads(f"key = {key}")["key"])


def _table_path(keys: Sequence[str], is_array: bool, arrays: dict[KeyPath, int]) -> KeyPath:
    """A header's full path: below an array of tables it means the last of them."""
    path: KeyPath = ()
    for i, key in enumerate(keys):
        path = (*path, key)
        if is_array and i == len(keys) - 1:
            arrays[path] = arrays.get(path, -1) + 1
        if path in arrays:
            path = (*path, arrays[path])
    return path


def _pair(text: str, at: int, table: KeyPath, places: Places) -> int:
    """Note `key = value`; the offset after it."""
    keys, equals = _keys(text, at)
    value = _skip(text, equals + 1)
    for n in range(1, len(keys) + 1):
        places.setdefault((*table, *keys[:n]), (at, value))
    return _value(text, value, (*table, *keys), places)


def _value(text: str, at: int, path: KeyPath, places: Places) -> int:
    """Note what stands inside a value; the offset after it."""
    if text[at] == "{":
        return _members(text, at, "}", lambda start, _: _pair(text, start, path, places))
    if text[at] != "[":
        pattern = re.compile(_SCALAR, re.VERBOSE | re.DOTALL)
        return cast("re.Match[str]", pattern.match(text, at)).end()

    def item(start: int, index: int) -> int:
        places[(*path, index)] = (start, start)
        return _value(text, start, (*path, index), places)

    return _members(text, at, "]", item)


def _members(text: str, at: int, closing: str, member: Callable[[int, int], int]) -> int:
    """Step over the members of an array or inline table, from its opening bracket."""
    at = _skip(text, at + 1)
    index = 0
    while text[at] != closing:
        at = _skip(text, member(at, index))
        if text[at] == ",":
            at = _skip(text, at + 1)
        index += 1
    return at + 1


def place_of(places: Places, path: KeyPath) -> tuple[int, int]:
    """The offsets for a key path, or for the nearest path above it that has any."""
    if len(path) > 1 and path[-2] == "levels" and path not in places:
        path = (*path[:-1], *str(path[-1]).split("."))
    while path and path not in places:
        path = path[:-1]
    return places.get(path, (0, 0))
