"""Compounds that English writes as one word, in two."""

from __future__ import annotations

from collections.abc import Iterator

from qualcheck import lexicon
from qualcheck.check import Hit, detector
from qualcheck.document import Document
from qualcheck.syntax import opens_sentence
from qualcheck.wordusage import is_pointed_at

_GOES_ON = {"can not": frozenset("only just merely simply but alone".split())}
"""Pairs that mean something else before these words: `can not only sing but dance`."""


@detector(
    id="words.compound-apart",
    category="words",
    mqm="linguistic-conventions/spelling",
    level="warning",
    artefact="A6",
    message="'{match}' is one word: '{suggestion}'.",
    why="The source, or the engine, kept the parts of a compound apart.",
    bad=[
        ("The [[air port]] was closed at noon.", "The airport was closed at noon."),
        ("The parts [[can not]] be mended.", "The parts cannot be mended."),
        ("She wrote it [[her self]] that day.", "She wrote it herself that day."),
        ("[[Thunder storms]] closed the road.", "Thunderstorms closed the road."),
        ("The [[foot ball]] was lost.", "The football was lost."),
    ],
    good=[
        "The airport was closed, and the parts cannot be mended.",
        "She can not only sing but dance.",
        "The Air port of call was closed.",
        "He wrote “air port” on the map.",
        "It opens the air, port and rail links.",
        "The air port-holes were open.",
        "The council tax payer and the high school boy came.",
        "A home land-based radar was built.",
    ],
)  # fmt: skip
def apart(document: Document) -> Iterator[Hit]:
    """Two words with one blank between that are only ever written as one."""
    tokens = document.tokens
    compounds = lexicon.compounds()
    for left in compounds.keys() & tokens.places.keys():
        following = tokens.after(left)
        for right in compounds[left]:
            for i in following.get(right, ()):
                if _stands_apart(document, i):
                    joined = tokens.texts[i] + right
                    yield Hit("words.compound-apart", tokens.span(i, i + 1), (joined,))


def _stands_apart(document: Document, i: int) -> bool:
    """Whether two tokens, a blank apart, are words by themselves and no name."""
    tokens = document.tokens
    left, right, last = tokens.texts[i], tokens.texts[i + 1], len(tokens) - 1
    between = document.prose[tokens.starts[i] + len(left) : tokens.starts[i + 1]]
    if between not in {" ", "\N{NO-BREAK SPACE}"} or not right.islower():
        return False
    if not left.islower() and (
        not left.istitle() or i in document.names or not opens_sentence(document, i)
    ):
        return False
    if _is_bound(tokens.lower[i - 1] if i else ""):
        return False
    after = tokens.lower[i + 2] if i + 2 <= last else ""
    if after in _GOES_ON.get(f"{left.lower()} {right}", ()):
        return False
    return not (is_pointed_at(document, i) or is_pointed_at(document, i + 1))


def _is_bound(before: str) -> bool:
    """Whether a word takes the next one to itself: `council tax | payer`, `high school | boy`."""
    return before in _OF_SCHOOLS or lexicon.tag_share(before, ("NN",)) > NOUN_ONLY


NOUN_ONLY = 0.9
"""Share of a word's uses as a noun from which it and the next one belong together."""
_OF_SCHOOLS = frozenset("high primary secondary middle elementary public private old".split())


DETECTORS = (apart,)
