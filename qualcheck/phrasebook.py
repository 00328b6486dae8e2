"""Thousands of phrases as one text, and the places of a document where one of them stands.

A line is for one word, the least common one of its phrases:

    word TAB shapes TAB entries

A shape is `offset:count`: where in a phrase the word stands, and how many words the phrase has;
behind it stand the words that phrases of this shape have beside it. An entry is a phrase, the
number of its rule and what to say instead, as JSON. So a start reads a text and makes no list of
entries, and a document costs a look at what is beside each place of such a word.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

_ENTRY, _FIELD, _BESIDE = "\x1f", "\x1e", "\x1d"


FEW = 400
"""Words, of all texts, up to which looking for each is cheaper than a dictionary of the lines."""


class Phrase(NamedTuple):
    """A phrase as a rule file gives it."""

    rule: int
    """Number of the rule."""
    text: str
    """Lower-case tokens with a blank between."""
    instead: Any
    """What to say: a text; two, for a past tense and for a participle; None for nothing; False
    where the rule keeps quiet."""


class Occurrence(NamedTuple):
    """A phrase in a document."""

    rule: int
    at: int
    """Number of its first token."""
    length: int
    """In tokens."""
    instead: Any


def write_phrasebook(phrases: Iterable[Phrase], rarity: Callable[[str], float]) -> bytes:
    """The text of a book. `rarity` is higher for a word that stands in fewer texts."""
    entries: dict[str, list[str]] = {}
    shapes: dict[str, dict[tuple[int, int], set[str]]] = {}
    for phrase in phrases:
        words = phrase.text.split(" ")
        offset = max(range(len(words)), key=lambda i: rarity(words[i]))
        entry = _FIELD.join((phrase.text, str(phrase.rule), json.dumps(phrase.instead)))
        entries.setdefault(words[offset], []).append(entry)
        beside = shapes.setdefault(words[offset], {}).setdefault((offset, len(words)), set())
        if len(words) > 1:
            beside.add(words[offset + _step(offset, len(words))])
    lines = (
        f"{word}\t{_written(shapes[word])}\t{_ENTRY}{_ENTRY.join(found)}{_ENTRY}"
        for word, found in sorted(entries.items())
    )
    return "\n".join(lines).encode()


def _step(offset: int, count: int) -> int:
    """From a word to the one beside it that is looked at: the next, or the one before the last."""
    return 1 if offset + 1 < count else -1


def _written(shapes: Mapping[tuple[int, int], set[str]]) -> str:
    return " ".join(
        _BESIDE.join((f"{offset}:{count}", *sorted(beside)))
        for (offset, count), beside in sorted(shapes.items())
    )


class Phrasebook:
    """The phrases of a book, found by their least common words."""

    def __init__(self, text: bytes) -> None:
        self._text = text
        self._asked = 0

    @cached_property
    def _lines(self) -> dict[str, str]:
        lines = self._text.decode().split("\n") if self._text else ()
        return dict(line.split("\t", 1) for line in lines)

    def _found(self, words: Collection[str]) -> Iterator[tuple[str, str]]:
        """The lines of some words: of a first text's few, without a list of all lines."""
        self._asked += len(words)
        if self._asked >= FEW:
            yield from ((word, self._lines[word]) for word in self._lines.keys() & words)
            return
        for word in words:
            line = self._search(word.encode("utf-8", "surrogatepass"))
            if line is not None:
                yield word, line

    def _search(self, wanted: bytes) -> str | None:
        """What follows a word in its line: a binary search, since the lines are sorted."""
        text, low, high = self._text, 0, len(self._text)
        while low < high:
            middle = (low + high) // 2
            start = text.rfind(b"\n", low, middle) + 1 or low
            end = text.find(b"\n", middle)
            end = high if end < 0 else end
            word, _, rest = text[start:end].partition(b"\t")
            if word == wanted:
                return rest.decode()
            if word < wanted:
                low = end + 1
            else:
                high = start
        return None

    def occurring(
        self, lower: Sequence[str], places: Mapping[str, Sequence[int]]
    ) -> Iterator[Occurrence]:
        """Every phrase that stands among the tokens, in any order.

        `lower` holds the tokens in lower case, `places` the numbers of each one's tokens.
        """
        for word, line in self._found(places.keys()):
            shapes, _, entries = line.partition("\t")
            found = set[tuple[int, int]]()  # `the the` by its first word, and again by its second
            for shape in shapes.split(" "):
                numbers, *beside = shape.split(_BESIDE)
                offset, _, length = numbers.partition(":")
                before, count = int(offset), int(length)
                for at in _possible(lower, places[word], before, count, {*beside}):
                    wanted = f"{_ENTRY}{' '.join(lower[at : at + count])}{_FIELD}"
                    if wanted in entries and (at, count) not in found:
                        found.add((at, count))
                        yield from _entries(entries, wanted, at, count)


def _possible(
    lower: Sequence[str], places: Sequence[int], before: int, count: int, beside: set[str]
) -> list[int]:
    """First tokens of what may be a phrase of some shape, by the word beside the one looked up."""
    last = len(lower) - count + before
    step = _step(before, count)
    return [
        place - before
        for place in places
        if before <= place <= last and (not beside or lower[place + step] in beside)
    ]


def _entries(entries: str, wanted: str, at: int, count: int) -> Iterator[Occurrence]:
    """What each rule says of a phrase; several may have it."""
    start = entries.find(wanted)
    while start >= 0:
        after = start + len(wanted)
        end = entries.index(_ENTRY, after)
        rule, _, instead = entries[after:end].partition(_FIELD)
        yield Occurrence(int(rule), at, count, json.loads(instead))
        start = entries.find(wanted, end)
