"""Direct speech set as other languages set it, or blended with indirect speech."""

from __future__ import annotations

from collections.abc import Iterator

from qualcheck.check import Hit, detector
from qualcheck.document import BlockKind, Document, Span
from qualcheck.patterns import lazy

SAYING = (
    "said",
    "says",
    "stated",
    "states",
    "told",
    "added",
    "announced",
    "claimed",
    "declared",
    "explained",
    "noted",
    "stressed",
    "emphasized",
    "emphasised",
    "wrote",
    "replied",
    "insisted",
    "promised",
    "admitted",
    "confirmed",
)
"""Verbs that report speech."""


@detector(
    id="quotation.dash-dialogue",
    category="quotation",
    mqm="locale-conventions/quotation-mark",
    level="warning",
    artefact="F3",
    scopes=[BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.QUOTE],
    message="English sets speech in quotation marks, not between dashes.",
    why="Several languages open speech with a dash and set off the speaker with another.",
    bad=[
        "– We are ready for the flood[[, –]] he said.",
        "— We are ready[[. —]] said the mayor. — Nobody will leave.",
        "We are ready for the flood[[, –]] said Marta Kovel.",
        "We are ready for the flood[[, -]] said Marta Kovel.",
    ],
    good=[
        "The bridge – the old one – fell, he said.",
        "“We are ready” – so he said – “for the flood.”",
        "They left, – or so it seemed.",
        "It fell. – Anna Lund",
    ],
)  # fmt: skip
def dash_dialogue(document: Document) -> Iterator[Span]:
    """A mark and a dash before who is speaking."""
    tokens, prose = document.tokens, document.prose
    verbs = "|".join(SAYING)
    speaker = rf"(?:(?:he|she|they) (?:{verbs})|(?:{verbs}) (?:the |[A-Z]|he\b|she\b))"
    pattern = lazy(rf"(?: ?[–—](?= ?{speaker})| -(?= {speaker}))")
    for dash in sorted(i for mark in "–—-" for i in tokens.places.get(mark, ())):
        if dash and tokens.texts[dash - 1] in _BEFORE_DASH:
            mark = tokens.starts[dash - 1]
            if match := pattern.match(prose, mark + 1):
                yield Span(mark, match.end())


_BEFORE_DASH = frozenset(",.!?")


@detector(
    id="quotation.blended-speech",
    category="quotation",
    mqm="linguistic-conventions/grammar",
    level="warning",
    artefact="F4",
    message="'{match}' blends direct and indirect speech.",
    why="After 'that' English reports what was said; the speaker's own words stand in quotation marks.",
    bad=[
        "The mayor [[said that I will]] resign tomorrow.",
        "Marta Kovel [[told reporters that I am]] ready.",
        "The council [[stated that:]] The bridge is safe.",
    ],
    good=[
        "The mayor said that he would resign.",
        "I said that I will resign tomorrow.",
        "The mayor said that I would have to wait.",
        "The mayor said that “I will resign tomorrow”.",
        "We told the mayor that I am ready.",
        "My brother and I said that I will go.",
    ],
)  # fmt: skip
def blended_speech(document: Document) -> Iterator[Hit]:
    """`that` behind a verb of saying, then `I` with an unshifted verb, or a colon."""
    tokens = document.tokens
    lower = tokens.lower
    for i in tokens.places.get("that", ()):
        following = lower[i + 1 : i + 3]
        blended = following[:1] == ["i"] and following[1:] and following[1] in _UNSHIFTED
        if not (blended or following[:1] == [":"]):
            continue
        verb = next((k for k in range(i - 1, max(i - 4, -1), -1) if lower[k] in SAYING), None)
        sentence = document.sentence_with(i)
        if verb is None or sentence is None or verb < sentence.tokens.start + 1:
            continue
        if not _SELF.isdisjoint(lower[sentence.tokens.start : i]):
            continue
        if document.in_quotation(tokens.starts[verb]):
            continue
        last = i + 2 if blended else i + 1
        if not blended and document.prose[tokens.starts[last] + 1 :][:2].strip()[:1] in {"“", '"'}:
            continue
        yield Hit("quotation.blended-speech", tokens.span(verb, last))


_UNSHIFTED = frozenset({"will", "am", "have", "can", "shall", "want", "do", "don't", "must"})
_SELF = frozenset({"i", "we", "my", "our", "me", "us", "you"})


SPEAKERS = frozenset("he she they".split())


@detector(
    id="quotation.attribution-twice",
    category="quotation",
    mqm="style/awkward",
    level="warning",
    artefact="H6",
    message="These words are attributed twice: '{match}'.",
    why="One attribution is enough; the second was left from the original's word order.",
    bad=[
        "The road will open in May, [[he said, said the minister]].",
        "“The road will open,” [[she added, said Ms Lund]].",
    ],
    good=[
        "The road will open in May, he said. Said the minister: we are ready.",
        "He said, and the minister said so too, that the road would open.",
        "What she said, said much about her.",
    ],
)  # fmt: skip
def attribution_twice(document: Document) -> Iterator[Span]:
    """A pronoun and a verb of saying, and at once a verb of saying and its subject."""
    tokens, lower = document.tokens, document.tokens.lower
    for word in SPEAKERS & tokens.places.keys():
        for i in tokens.places[word]:
            verbs = lower[i + 1 : i + 5]
            if len(verbs) < 4 or verbs[0] not in SAYING or verbs[1] != "," or not i:
                continue
            subject = verbs[3] == "the" or tokens.texts[i + 4][0].isupper()
            if verbs[2] in SAYING and subject and not lower[i - 1].isalpha():
                yield tokens.span(i, _subject_end(document, i + 4))


def _subject_end(document: Document, first: int) -> int:
    """Last token before the next mark, five words at most."""
    last = first
    while (
        last + 1 < len(document.tokens)
        and last - first < 5
        and document.tokens.texts[last + 1][0].isalnum()
    ):
        last += 1
    return last


DETECTORS = (dash_dialogue, blended_speech, attribution_twice)
