"""What a text should say once, or the same way each time: attributions and introductions."""

from __future__ import annotations

from collections.abc import Iterator

from qualcheck import lexicon
from qualcheck.check import Hit, detector
from qualcheck.document import BlockKind, Document, Span

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


OPENERS = frozenset("then but and when while in for to with as after before yet so".split())
"""Words that open a sentence before a name and are no part of it."""

LATEST_FIRST = 2
"""Blocks, headings among them, in which a surname alone is a headline's or a lead's shorthand."""


@detector(
    id="consistency.surname-first",
    category="names",
    mqm="style/unidiomatic",
    level="suggestion",
    artefact="H1",
    message="'{match}' is named in full only later: '{full}'.",
    why="Readers meet a person under the full name first, then under the surname.",
    bad=[
        "The road is new.\n\nIt opened in May.\n\nIt cost much.\n\nThen [[Kovelska]] disagreed.\n\nMarta Kovelska, the mayor, told the council so.\n\nKovelska left.",
    ],
    good=[
        "Kovelska disagrees.\n\nMarta Kovelska, the mayor, told the council so.",
        "The road is new.\n\nIt opened in May.\n\nIt cost much.\n\nMarta Kovelska, the mayor, spoke. Then Kovelska left.",
    ],
)  # fmt: skip
def surname_first(document: Document) -> Iterator[Hit]:
    """The first surname of somebody whose full name, with what they are, comes paragraphs later."""
    tokens = document.tokens
    for run in document.names.runs:
        first, last = run.tokens.start, run.tokens.stop - 1
        texts = tokens.texts
        if len(run.tokens) != 2 or texts[last + 1 : last + 2] != [","]:
            continue
        if not lexicon.is_given_name(texts[first]) or lexicon.is_english(texts[last]):
            continue
        earliest = tokens.places[tokens.lower[last]][0]
        if earliest < first and _is_bare_surname(document, earliest, first):
            values = {"full": document.text(run.span)}
            yield Hit("consistency.surname-first", tokens.span(earliest, earliest), (), values)


def _is_bare_surname(document: Document, token: int, introduced: int) -> bool:
    """Whether a surname stands alone, after the lead, paragraphs before the full name."""
    tokens, texts = document.tokens, document.tokens.texts
    before, after = texts[token - 1] if token else ".", texts[token + 1]
    alone = before.lower() in OPENERS or not before[0].isupper()
    if not alone or after[0].isupper() or texts[token] != texts[token].capitalize():
        return False
    blocks = [block.prose.start for block in document.blocks if block.kind is BlockKind.PARAGRAPH]
    here = sum(start <= tokens.starts[token] for start in blocks)
    there = sum(start <= tokens.starts[introduced] for start in blocks)
    return LATEST_FIRST < here < there


DETECTORS = (attribution_twice, surname_first)
