"""Names beside their like: at both ends of a way, with and without a hyphen."""

from __future__ import annotations

from collections.abc import Iterator

from qualcheck import lexicon
from qualcheck.check import ALL_SCOPES, Hit, detector, told_once
from qualcheck.document import Document, Span

_DAYS = (
    lexicon.LOWER_WEEKDAYS
    | lexicon.LOWER_MONTHS
    | frozenset("day week month year act god man i".split())
)
"""One may go `from Monday to Monday`."""
_WAYS = (("from", "to"), ("between", "and"))


@detector(
    id="repetition.both-ends",
    category="repetition",
    mqm="accuracy/mistranslation",
    level="warning",
    scopes=ALL_SCOPES,
    artefact="C1",
    message="'{match}' has the same at both ends.",
    why="The engine took two words for one; one of the two is another.",
    bad=[
        "They translate [[from Danish to Danish]] and back.",
        "The match [[between Norway and Norway]] was lost.",
    ],
    good=[
        "They translate from Danish to Dutch.",
        "It runs from Monday to Monday.",
        "The match between Norway and Norway Juniors was lost.",
        "It is as far from Lund to Lund's port as it looks.",
        "They went from house to house.",
    ],
)  # fmt: skip
def both_ends(document: Document) -> Iterator[Span]:
    """`from X to X`, `between X and X`, of one capitalised word."""
    texts, lower = document.tokens.texts, document.tokens.lower
    for opening, joining in _WAYS:
        for i in document.tokens.places.get(opening, ()):
            if i + 3 >= len(texts) or lower[i + 2] != joining or texts[i + 1] != texts[i + 3]:
                continue
            after = texts[i + 4] if i + 4 < len(texts) else "."
            noun = lexicon.tag_share(lower[i + 1], ("NN",)) > 0.5  # `from Coast to Coast`
            plain = (
                not noun
                and len(texts[i + 1]) > 2
                and texts[i + 1].istitle()
                and lower[i + 1] not in _DAYS
            )
            if plain and not after[0].isupper() and after not in {"(", "-", "–", "/"}:
                yield document.tokens.span(i, i + 3)


@detector(
    id="names.hyphen",
    category="names",
    mqm="terminology/inconsistent-use-of-terminology",
    level="warning",
    scopes=ALL_SCOPES,
    artefact="B6",
    message="'{match}' is '{suggestion}' elsewhere in this text.",
    why="One name with a hyphen and without one reads as two.",
    bad=[
        (
            "Nova-Terra opened a shop. Nova-Terra is glad. They say [[Nova Terra]] sells tea.",
            "Nova-Terra opened a shop. Nova-Terra is glad. They say Nova-Terra sells tea.",
        )
    ],
    good=[
        "Nova-Terra opened a shop. Now Nova-Terra sells tea.",
        "The Oslo-Bergen train is late. In Oslo, Bergen is far.",
        "Nova-Terra and the Nova Terra Club opened.",
        "The North-West wind blew in North West Ham.",
    ],
)  # fmt: skip
def hyphen(document: Document) -> Iterator[Hit]:
    """A name of two capitalised words with a hyphen here and a blank there; the rarer is told."""
    tokens = document.tokens
    for text in tokens.distinct:
        first, dash, last = text.partition("-")
        if not dash or "-" in last or not (_is_capitalised(first) and _is_capitalised(last)):
            continue
        apart = [
            i
            for i in tokens.after(first.lower()).get(last.lower(), ())
            if _is_alone(document, i, first, last)
        ]
        if not apart or not _is_odd_pair(first, last):
            continue
        joined = [tokens[i].span for i in tokens.places[text.lower()] if tokens.texts[i] == text]
        odd, usual = [tokens.span(i, i + 1) for i in apart], joined
        if len(odd) > len(usual):
            odd, usual = usual, odd
        yield told_once("names.hyphen", odd, against=usual, suggestions=(document.text(usual[0]),))


def _is_capitalised(word: str) -> bool:
    return len(word) > 2 and word.isalpha() and word.istitle()


def _is_odd_pair(first: str, last: str) -> bool:
    """Whether two words make one name rather than stand for two things or a direction."""
    words = {first, last}
    return words.isdisjoint(lexicon.COUNTRIES) and words.isdisjoint(_DIRECTIONS)


_DIRECTIONS = frozenset("North South East West Mid Non Anti Pro Post Pre Ex Saint Vice New".split())


def _is_alone(document: Document, i: int, first: str, last: str) -> bool:
    """Whether a pair stands so, with a blank between and no third capitalised word behind it."""
    tokens = document.tokens
    texts, end = tokens.texts, len(tokens) - 1
    if texts[i] != first or texts[i + 1] != last:
        return False
    if document.prose[tokens.starts[i] + len(first) : tokens.starts[i + 1]] != " ":
        return False
    return not (i + 2 <= end and texts[i + 2][0].isupper() and document.touch(i + 1, i + 2))


DETECTORS = (both_ends, hyphen)
