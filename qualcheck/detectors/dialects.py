"""British and American spelling in one text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from qualcheck.check import Hit, detector, rarest_first, told_once
from qualcheck.dialect import Spellings, places_of, spellings, to_american
from qualcheck.document import Document

LEAST_VOTES = 3
"""Spellings of one dialect that make a text's own …"""
MOST_STRAYS = 0.34
"""… and the share of the other up to which it is a stray one."""


@detector(
    id="words.dialect",
    category="words",
    mqm="linguistic-conventions/spelling",
    level="suggestion",
    artefact="E11",
    message="'{match}' is {stray} spelling; the text's own is {own}: '{suggestion}'.",
    why="Spellings from both sides of the Atlantic in one text look like several hands.",
    bad=[
        (
            "The colour of the harbour and the flavour of the [[center]] pleased him.",
            "The colour of the harbour and the flavour of the centre pleased him.",
        ),
        (
            "The color of the harbor and the flavor of the [[centre]] pleased him. Another centre did not.",
            "The color of the harbor and the flavor of the center pleased him. Another center did not.",
        ),
    ],
    good=[
        "The colour of the harbour and the flavour of the centre pleased him.",
        "The colour and the harbour pleased the Labor Party and the Kennedy Center.",
        "The colour of the harbour was recognized for its flavour.",
        "The color of the centre.",
        "The colour of the harbour and its flavour: “a new center”, he wrote.",
    ],
)  # fmt: skip
def dialect(document: Document) -> Iterator[Hit]:
    """A British spelling in an American text, or the reverse; told once for each word."""
    british, american = spellings(document)
    if _outvote(british, american):
        yield from _strays(document, american, british, {"stray": "American", "own": "British"})
    elif _outvote(american, british):
        yield from _strays(document, british, american, {"stray": "British", "own": "American"})


def _outvote(own: Spellings, other: Spellings) -> bool:
    """Whether so many words are in one dialect that the rest are strays."""
    return len(own) >= LEAST_VOTES and len(other) <= MOST_STRAYS * len(own)


def _strays(
    document: Document, strays: Spellings, own: Spellings, dialects: Mapping[str, str]
) -> Iterator[Hit]:
    """The words of the stray dialect, beside the first of the text's own."""
    against = sorted(places_of(document, word)[0] for word in own)
    for word, other in strays.items():
        yield told_once(
            "words.dialect",
            places_of(document, word),
            against=against[:SHOWN_VOTES],
            suggestions=(other,),
            values=dialects,
        )


SHOWN_VOTES = 3
"""Spellings named to show which dialect a text is in."""


@detector(
    id="words.two-spellings",
    category="words",
    mqm="style/inconsistent-style",
    level="warning",
    artefact="E11",
    message="'{match}' is spelt '{suggestion}' elsewhere in this text.",
    why="One is British and one American; a text should keep to either.",
    bad=[
        (
            "The color was new. Nobody liked the [[colour]], and the old color came back.",
            "The color was new. Nobody liked the color, and the old color came back.",
        ),
        (
            "The harbour has a [[center]], and the centre is large.",
            "The harbour has a centre, and the centre is large.",
        ),
        (
            "The center is open. The [[centre]] is large. The centre is new, and the center, too.",
            "The center is open. The center is large. The center is new, and the center, too.",
        ),
    ],
    good=[
        "The color of the centre.",
        "The colour was new. “No color is worse,” he wrote.",
        "The labour market grew, says the Bureau of Labor Statistics.",
    ],
)  # fmt: skip
def two_spellings(document: Document) -> Iterator[Hit]:
    """A word in British and in American spelling, in a text that is in neither dialect by far.

    The rarer is told, once; where they are even, the one that fewer other words go with, or else
    the later.
    """
    places, american = document.tokens.places, to_american()
    british = sorted(american.keys() & places.keys())
    pairs = [(word, american[word]) for word in british if american[word] in places]
    votes = spellings(document) if pairs else ({}, {})
    if not pairs or _outvote(*votes) or _outvote(*reversed(votes)):
        return
    for pair in pairs:
        forms = [places_of(document, word) for word in pair]
        if all(forms):
            odd, usual = rarest_first(forms)
            if len(odd) == len(usual) and len(votes[0]) != len(votes[1]):
                usual, odd = forms if len(votes[0]) > len(votes[1]) else reversed(forms)
            word = document.text(usual[0])
            yield told_once("words.two-spellings", odd, against=usual, suggestions=(word,))


DETECTORS = (dialect, two_spellings)
