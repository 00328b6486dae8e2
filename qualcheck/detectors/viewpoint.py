"""Whose words they are: `my country` in a report that nobody tells in the first person."""

from __future__ import annotations

from collections.abc import Iterator

from qualcheck.check import detector
from qualcheck.document import Document, Span
from qualcheck.syntax import is_spoken

SELF = frozenset("i me my mine myself i'm i've i'd i'll we we're we've we'll".split())
"""Words of somebody who speaks of himself."""
COUNTRY = ("country", "country's")
BESIDE_TITLE = frozenset("and or , people".split())
"""Before `my country` in titles and anthems: `Me and My Country`, `my people, my country`."""


@detector(
    id="translation.my-country",
    category="translation",
    mqm="accuracy/mistranslation",
    level="warning",
    artefact="E1",
    message="'{match}': whose country is it? A report names it.",
    why="The Chinese press says 'our country' for China; engines put 'my country', though no I speaks.",
    bad=[
        "The mills of the valley are the oldest. [[My country's]] output of flour grew again.",
        "The output of flour in [[my country]] grew again, the office said.",
    ],
    good=[
        "I left the mill, and I love my country.",
        "We know the mills of my country.",
        "“The mills of my country are old,” he said.",
        "They sang Me and My Country, and nobody left.",
    ],
)  # fmt: skip
def my_country(document: Document) -> Iterator[Span]:
    """`my country` outside quotation marks, in a text with no other first person outside them."""
    tokens = document.tokens
    after = tokens.after("my")
    places = [i for word in COUNTRY for i in after.get(word, ()) if _is_told(document, i)]
    if not places or _has_teller(document, {*places}):
        return
    for i in places:
        yield tokens.span(i, i + 1)


def _is_told(document: Document, i: int) -> bool:
    """Whether these words stand in the report itself, and in no title."""
    tokens = document.tokens
    if is_spoken(document, i) or not tokens.texts[i + 1].islower():
        return False
    return not i or tokens.lower[i - 1] not in BESIDE_TITLE


def _has_teller(document: Document, but: set[int]) -> bool:
    """Whether the report has a first person at any place but these."""
    places = document.tokens.places
    return any(
        i not in but and not is_spoken(document, i)
        for word in SELF & places.keys()
        for i in places[word]
    )


DETECTORS = (my_country,)
