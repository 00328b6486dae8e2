"""Plain lists: one word or name a line, `#` before a comment."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

from qualcheck.userfile import UserFile


class PlainList:
    """Words by the rules of case: one in lower case in any case, others as they are or capitals."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = tuple(dict.fromkeys(words))

    @cached_property
    def _any_case(self) -> frozenset[str]:
        return frozenset(word for word in self._words if word == word.lower())

    @cached_property
    def _exact(self) -> frozenset[str]:
        cased = [word for word in self._words if word != word.lower()]
        return frozenset([*cased, *map(str.upper, cased)])

    def __contains__(self, word: object, /) -> bool:
        """Whether a word is in the list."""
        return isinstance(word, str) and (word in self._exact or word.lower() in self._any_case)

    def words(self) -> Iterator[str]:
        """The entries, each once."""
        return iter(self._words)


def read_plain(file: UserFile, normal: Callable[[str], str]) -> PlainList:
    """The words of a file. Raises WordFileError."""
    rows = file.text(advice="save it as UTF-8, or name a Hunspell dictionary .dic").splitlines()
    return PlainList(normal(word) for row in rows if (word := word_of(row)))


def word_of(row: str) -> str:
    """The word of a line without its comment: `C#` is one, `Orlin  # the town` has one."""
    return (re.sub(r"(?:^|\s)#.*", "", row) if "#" in row else row).strip()


def with_words(text: str, words: Sequence[str]) -> str:
    """A list with more words: each before the first of the last section that sorts behind it.

    A section ends at a comment or a blank line, so that what was put in order by hand, under
    headings, stays so. Words must be none of the list's.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    rows = text.splitlines()
    while rows and not rows[-1].strip():
        rows.pop()
    start = max((i + 1 for i, row in enumerate(rows) if not word_of(row)), default=0)
    head, section = rows[:start], rows[start:]
    for word in sorted(words, key=_order):
        keys = [_order(word_of(row)) for row in section]
        is_sorted = keys == sorted(keys)
        section.insert(bisect_left(keys, _order(word)) if is_sorted else len(section), word)
    return "".join(row + newline for row in (*head, *section))


def _order(word: str) -> tuple[str, str]:
    return word.casefold(), word
