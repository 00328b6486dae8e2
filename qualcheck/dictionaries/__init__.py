"""The words that a project calls right: no rule about words may touch them.

Read from plain lists and from Hunspell's dictionaries. A word in lower case stands for every way
to capitalise it; one with capitals stands for itself and for all capitals.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Protocol

from qualcheck import lexicon
from qualcheck.dictionaries.plain import PlainList, read_plain
from qualcheck.document import Document, Span
from qualcheck.errors import Problem, WordFileError
from qualcheck.morphology import without_possessive
from qualcheck.userfile import State, normal, read_user_file, state_of

HUNSPELL_SUFFIX = ".dic"


class WordList(Protocol):
    """One file's words."""

    def __contains__(self, word: object, /) -> bool:
        """Whether a word, as `normal` makes it, is in the list, by the rules of case."""

    def words(self) -> Iterable[str]:
        """Its entries in the order of the file."""


class Dictionary:
    """Several lists as one."""

    def __init__(self, lists: Sequence[WordList] = ()) -> None:
        self.lists = lists
        self._known: dict[str, bool] = {}

    def holds(self, document: Document, span: Span) -> bool:
        """Whether what stands at a place of the prose is known, or belongs to an entry of several
        words that stands there.
        """
        text = document.text(span)
        if self.knows(text):
            return True
        for offset, length in self._phrases.get(normal(text).lower(), ()):
            start = span.start - offset
            if start >= 0 and self._has(normal(document.prose[start : start + length])):
                return True
        return False

    @cached_property
    def _phrases(self) -> Mapping[str, Sequence[tuple[int, int]]]:
        """Word in lower case → for each entry of several words that has it, the word's offset in it
        and the entry's length.
        """
        found = defaultdict[str, list[tuple[int, int]]](list)
        for some in self.lists:
            if isinstance(some, PlainList):
                for entry in (word for word in some.words() if " " in word):
                    for word in re.finditer(r"[\w'-]+", entry):
                        found[word[0].lower()].append((word.start(), len(entry)))
        return dict(found)

    def knows(self, text: str) -> bool:
        """Whether a text is a word of the project's: an entry, its possessive, or a compound with
        a hyphen whose other parts are entries or English words. Entries of several words are known
        as a whole.
        """
        if not self.lists:
            return False
        if text not in self._known:
            self._known[text] = self._knows(normal(text))
        return self._known[text]

    def _knows(self, word: str) -> bool:
        if self._has(word):
            return True
        bare = without_possessive(word)
        if bare != word and self._has(bare):
            return True
        parts = [part for part in bare.split("-") if part] if "-" in bare else []
        own = {part for part in parts if self._has(part)}
        return bool(own) and all(part in own or lexicon.is_english(part) for part in parts)

    def _has(self, word: str) -> bool:
        return any(word in some for some in self.lists)


def load_lists(paths: Iterable[str]) -> tuple[WordList, ...]:
    """The lists of some files. Raises WordFileError with the problems of all of them."""
    lists: list[WordList] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            lists.append(_list(state_of(path), state_of(_affixes(path))))
        except WordFileError as error:
            problems += error.problems
    if problems:
        raise WordFileError(problems)
    return tuple(lists)


def is_hunspell(path: str) -> bool:
    """Whether a file is one of Hunspell's, by its name."""
    return path.lower().endswith(HUNSPELL_SUFFIX)


def _affixes(path: str) -> str:
    """The file with a dictionary's affixes, which stands beside it."""
    return os.path.splitext(path)[0] + ".aff"  # noqa: PTH122 - asked for every text


@lru_cache(64)
def _list(state: State, affixes: State) -> WordList:
    """One file's words, kept as long as it stays what it was."""
    path = state[0]
    if not is_hunspell(path):
        return read_plain(read_user_file(path, "dictionaries"), normal)
    from qualcheck.dictionaries.hunspell import read_hunspell

    beside = Path(affixes[0])
    aff = read_user_file(beside, "dictionaries") if beside.exists() else None
    return read_hunspell(read_user_file(path, "dictionaries"), aff, normal)


def plain_list(words: Iterable[str]) -> PlainList:
    """Words from elsewhere as a list, such as a glossary's terms."""
    return PlainList(map(normal, words))
