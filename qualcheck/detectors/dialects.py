"""British and American spelling in one text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from qualcheck import lexicon
from qualcheck.check import Hit, detector, rarest_first, told_once
from qualcheck.document import Document, Span

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
    british, american = _spellings(document)
    if _outvote(british, american):
        yield from _strays(document, american, british, {"stray": "American", "own": "British"})
    elif _outvote(american, british):
        yield from _strays(document, british, american, {"stray": "British", "own": "American"})


Spellings = dict[str, str]
"""Words of a text in one dialect → their spelling in the other."""


def _outvote(own: Spellings, other: Spellings) -> bool:
    """Whether so many words are in one dialect that the rest are strays."""
    return len(own) >= LEAST_VOTES and len(other) <= MOST_STRAYS * len(own)


def _strays(
    document: Document, strays: Spellings, own: Spellings, dialects: Mapping[str, str]
) -> Iterator[Hit]:
    """The words of the stray dialect, beside the first of the text's own."""
    against = sorted(_places(document, word)[0] for word in own)
    for word, other in strays.items():
        yield told_once(
            "words.dialect",
            _places(document, word),
            against=against[:SHOWN_VOTES],
            suggestions=(other,),
            values=dialects,
        )


SHOWN_VOTES = 3
"""Spellings named to show which dialect a text is in."""


def _spellings(document: Document) -> tuple[Spellings, Spellings]:
    """The text's British words with their American spellings, and the reverse."""
    known = document.tokens.places.keys()
    to_american, to_british = _dialects()
    british = {word: to_american[word] for word in to_american.keys() & known}
    # British publishers write -ize, too.
    american = {w: to_british[w] for w in to_british.keys() & known if "iz" not in w[-8:]}
    own, other = (
        {word: words[word] for word in sorted(words) if _places(document, word)}
        for words in (british, american)
    )
    return own, other


@cache
def _dialects() -> tuple[Spellings, Spellings]:
    """British words → American, and the reverse."""
    pairs = lexicon.dialects()
    return dict(pairs), {american: british for british, american in pairs}


def _places(document: Document, word: str) -> list[Span]:
    """Where a word stands in the writer's own spelling: neither in a name nor quoted."""
    tokens = document.tokens
    return [
        tokens[i].span
        for i in tokens.places.get(word, ())
        if tokens.texts[i].islower()
        and not document.in_quotation(tokens.starts[i])
        and document.is_loose(i)
    ]


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
    places, to_american = document.tokens.places, _dialects()[0]
    british = sorted(to_american.keys() & places.keys())
    pairs = [(word, to_american[word]) for word in british if to_american[word] in places]
    votes = _spellings(document) if pairs else ({}, {})
    if not pairs or _outvote(*votes) or _outvote(*reversed(votes)):
        return
    for pair in pairs:
        forms = [_places(document, word) for word in pair]
        if all(forms):
            odd, usual = rarest_first(forms)
            if len(odd) == len(usual) and len(votes[0]) != len(votes[1]):
                usual, odd = forms if len(votes[0]) > len(votes[1]) else reversed(forms)
            word = document.text(usual[0])
            yield told_once("words.two-spellings", odd, against=usual, suggestions=(word,))


DETECTORS = (dialect, two_spellings)
