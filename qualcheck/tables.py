"""Word lists on disk, asked without loading them.

A list is sorted by code point, `key TAB value` a line, after a head of lines that begin with `# `.
"""

from __future__ import annotations

import sys
from functools import cached_property
from operator import methodcaller
from pathlib import Path

BYTES_A_SEARCH = 1_000
"""Bytes of a list of which a dictionary is made in the time that one search in place takes."""


_TAB = methodcaller("partition", "\t")


class Table:
    """A sorted list. It is searched in its bytes; one that is asked often becomes a dictionary.

    A very long one never should: with `dictionary` False it is always searched in place.
    """

    def __init__(self, path: Path, *, dictionary: bool = True) -> None:
        self._path = path
        self._asked = 0
        self._dictionary = dictionary

    @cached_property
    def _blob(self) -> bytes:
        return self._path.read_bytes()

    @cached_property
    def _limit(self) -> int:
        """Questions from which a dictionary, once made, is cheaper than searching in place."""
        return len(self._blob) // BYTES_A_SEARCH if self._dictionary else sys.maxsize

    @cached_property
    def _start(self) -> int:
        """Where the entries begin."""
        at = 0
        while self._blob.startswith(b"# ", at):
            at = self._blob.find(b"\n", at) + 1
        return at

    @cached_property
    def head(self) -> tuple[str, ...]:
        """The first lines, without their `# `."""
        lines = self._blob[: self._start].decode().splitlines()
        return tuple(line.removeprefix("# ") for line in lines)

    def lines(self) -> list[str]:
        """Every entry, in order."""
        return self._blob[self._start :].decode().rstrip("\n").split("\n")

    @cached_property
    def _entries(self) -> dict[str, str]:
        return {key: value for key, _, value in map(_TAB, self.lines())}

    def get(self, key: str) -> str | None:
        """What stands after a key, "" where the list has keys alone; None where it lacks it."""
        self._asked += 1
        if self._asked > self._limit:
            vars(self)["get"] = self._entries.get  # from now on there is nothing else to do
            return self._entries.get(key)
        return self._search(key.encode("utf-8", "surrogatepass"))

    def _search(self, wanted: bytes) -> str | None:
        """A binary search over the lines."""
        blob, low, high = self._blob, self._start, len(self._blob)
        while low < high:
            middle = (low + high) // 2
            # rfind gives -1 where `low` itself starts the line.
            start = blob.rfind(b"\n", low, middle) + 1 or low
            end = blob.find(b"\n", middle)
            found, _, value = blob[start:end].partition(b"\t")
            if found == wanted:
                return value.decode()
            if found < wanted:
                low = end + 1
            else:
                high = start
        return None
