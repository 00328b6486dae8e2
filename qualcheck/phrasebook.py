"""Thousands of phrases as one text, and the places of a document where one of them stands.

A line is for one word, the least common one of its phrases:

    word TAB shapes TAB entries

A shape is `offset:count`: where in a phrase the word stands, and how many words the phrase has.
An entry is a phrase, the number of its rule and what to say instead, as JSON. So a start reads a
text and makes no list of entries, and a document costs a look for each place of such a word.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

_ENTRY, _FIELD = "\x1f", "\x1e"


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


def write_phrasebook(phrases: Iterable[Phrase], rarity: Callable[[str], float]) -> str:
    """The text of a book. `rarity` is higher for a word that stands in fewer texts."""
    lines: dict[str, list[tuple[str, str]]] = {}
    for phrase in phrases:
        words = phrase.text.split(" ")
        offset = max(range(len(words)), key=lambda i: rarity(words[i]))
        entry = _FIELD.join((phrase.text, str(phrase.rule), json.dumps(phrase.instead)))
        lines.setdefault(words[offset], []).append((f"{offset}:{len(words)}", entry))
    return "\n".join(
        f"{word}\t{' '.join(sorted({shape for shape, _ in found}))}\t"
        + "".join(_ENTRY + entry for _, entry in found)
        + _ENTRY
        for word, found in sorted(lines.items())
    )


class Phrasebook:
    """The phrases of a book, found by their least common words."""

    def __init__(self, text: str) -> None:
        self._lines = dict(line.split("\t", 1) for line in text.split("\n")) if text else {}

    def occurring(
        self, lower: Sequence[str], places: Mapping[str, Sequence[int]]
    ) -> Iterator[Occurrence]:
        """Every phrase that stands among the tokens, in any order.

        `lower` holds the tokens in lower case, `places` the numbers of each one's tokens.
        """
        for word in self._lines.keys() & places.keys():
            shapes, _, entries = self._lines[word].partition("\t")
            found = set[tuple[int, int]]()  # `the the` by its first word, and again by its second
            for shape in shapes.split(" "):
                offset, _, length = shape.partition(":")
                before, count = int(offset), int(length)
                for place in places[word]:
                    at = place - before
                    if 0 <= at <= len(lower) - count:
                        wanted = f"{_ENTRY}{' '.join(lower[at : at + count])}{_FIELD}"
                        if wanted in entries and (at, count) not in found:
                            found.add((at, count))
                            yield from _entries(entries, wanted, at, count)


def _entries(entries: str, wanted: str, at: int, count: int) -> Iterator[Occurrence]:
    """What each rule says of a phrase; several may have it."""
    start = entries.find(wanted)
    while start >= 0:
        after = start + len(wanted)
        end = entries.index(_ENTRY, after)
        rule, _, instead = entries[after:end].partition(_FIELD)
        yield Occurrence(int(rule), at, count, json.loads(instead))
        start = entries.find(wanted, end)
