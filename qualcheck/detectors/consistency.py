"""What a text should say once."""

from __future__ import annotations

from collections.abc import Iterator

from qualcheck.check import detector
from qualcheck.document import Document, Span

SPEECH = frozenset(
    "said says added adds told stated noted explained emphasised emphasized stressed".split()
)

SPEAKERS = frozenset("he she they".split())


@detector(
    id="consistency.attribution-twice",
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
            if len(verbs) < 4 or verbs[0] not in SPEECH or verbs[1] != "," or not i:
                continue
            subject = verbs[3] == "the" or tokens.texts[i + 4][0].isupper()
            if verbs[2] in SPEECH and subject and not lower[i - 1].isalpha():
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


DETECTORS = (attribution_twice,)
