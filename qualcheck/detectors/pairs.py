"""Pairs of function words that English never puts together: `the this`, `of for`, `in at`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from qualcheck import lexicon
from qualcheck.check import Hit, detector
from qualcheck.document import Document

HOUSE_USAGE = 3
"""A pair that a text has this often is its own usage."""
NOUN_SHARE = 0.97
"""Share of a word's uses from which it is nothing but a noun."""

FIXED = frozenset(
    "least most best once first last all order turn effect fact particular general example instance default mistake "
    "hand times accident force means law nature far large length present random risk will about around between within "
    "over under behind beneath beyond above below inside outside".split()
)
"""What makes a phrase of its own with a preposition (`for at least`, `of by far`), after which
another preposition may stand before it; and prepositions that do as adverbs (`in over two hours`).
"""
BORROWED = frozenset("cappella priori posteriori la fortiori deux trois".split())
"""After `a`, from French, Italian or Latin: `the a cappella choir`."""


@cache
def is_noun_only(word: str) -> bool:
    """Whether a word in lower case is practically always a noun: never a verb with a particle."""
    counts = lexicon.tag_counts(word)
    total = sum(counts.values())
    return total >= 3 and counts.get("NN", 0) + counts.get("NNS", 0) >= NOUN_SHARE * total


@cache
def _pairs() -> Mapping[str, Mapping[str, bool]]:
    """Left word → right word → whether the pair is wrong only after a noun."""
    found: dict[str, dict[str, bool]] = defaultdict(dict)
    for pair, where in lexicon.word_pairs():
        left, right = pair.split(" ")
        found[left][right] = where == "noun"
    return found


@detector(
    id="grammar.word-pair",
    category="grammar",
    mqm="linguistic-conventions/grammar/function-words",
    level="warning",
    artefact="C6",
    message="'{match}': these two words never stand together in English.",
    why="One of them is left over from another wording, or a word between them is lost.",
    bad=[
        "The villagers asked for [[the this]] road to be closed at night.",
        "It was the best school [[in on]] the island, and the smallest.",
        "The price [[of from]] bread has risen since spring.",
    ],
    good=[
        "He weighed in on the plan for a new road.",
        "She stayed for at least a week.",
        "They finished the march in under two hours.",
        "The choir sang the a cappella part twice.",
        "What it is has never been told.",
        "The house he was in at the time burnt down.",
    ],
)  # fmt: skip
def word_pair(document: Document) -> Iterator[Hit]:
    """Two function words side by side that the list knows as never used."""
    index, lower = document.tokens.places, document.tokens.lower
    pairs = _pairs()
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for left in pairs.keys() & index.keys():
        rights = pairs[left]
        for i in index[left]:
            right = lower[i + 1] if i + 1 < len(lower) else ""
            if right in rights and _is_pair(document, i, after_noun=rights[right]):
                found[left, right].append(i)
    for places in found.values():
        if len(places) < HOUSE_USAGE:
            yield from (Hit("grammar.word-pair", document.tokens.span(i, i + 1)) for i in places)


def _is_pair(document: Document, i: int, *, after_noun: bool) -> bool:
    """Whether two words stand side by side as plain words, and no fixed phrase begins here."""
    texts, lower = document.tokens.texts, document.tokens.lower
    if not (texts[i].islower() and texts[i + 1].islower()):
        return False
    end = document.tokens.starts[i] + len(texts[i])
    if document.prose[end : document.tokens.starts[i + 1]] != " ":
        return False
    following = lower[i + 2] if i + 2 < len(lower) else ""
    if following in FIXED or (lower[i + 1] == "a" and following in BORROWED):
        return False
    return not after_noun or (
        i > 0 and is_noun_only(lower[i - 1]) and texts[i - 1].islower() and following.isalpha()
    )


DETECTORS = (word_pair,)
