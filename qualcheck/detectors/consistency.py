"""What a text should say once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from qualcheck.check import detector
from qualcheck.document import Block, BlockKind, Document, Span

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


LEAST_PARAGRAPH = 15
"""Tokens of a paragraph that can be another's second version."""
SHARED_RARE_WORDS = 3
"""Words that the text has two or three times: as many as this in the same two paragraphs."""
SHARED_WORDS = 0.35
"""Of the different words of two paragraphs, those that both have."""
SHARED_NAMES = 0.5
"""Of the words with a capital, those that both have: a template has others each time."""
RARE = range(2, 4)
"""How often the text has a word that is looked at."""
LONG_WORD = 5
"""Letters of a word that is looked at first."""


@detector(
    id="consistency.paragraph-twice",
    category="repetition",
    mqm="accuracy/addition",
    level="warning",
    artefact="H4",
    message="This paragraph stands above already, in slightly other words.",
    why="Two translations of one paragraph were merged, or a teaser was copied with the text.",
    bad=[
        "The council of Orna decided on Monday to close the old bridge for the whole winter"
        " because of cracks.\n\nThe ferry is running again.\n\n"
        "[[On Monday the council of Orna decided to close the old bridge for the entire winter"
        " because of cracks.]]"
    ],
    good=[
        "The council of Orna decided on Monday to close the old bridge for the whole winter"
        " because of cracks.\n\nThe council of Orna decided on Friday to close the old road for the"
        " whole winter because of snow on the pass.",
        "In 2019, the club of Orna won 12 of 20 games at home and lost four of them."
        "\n\nIn 2020, the club of Orna won 14 of 20 games at home and lost four of them.",
    ],
)  # fmt: skip
def paragraph_twice(document: Document) -> Iterator[Span]:
    """A paragraph that has nearly the words of an earlier one, and the same numbers and names."""
    seen: set[Block] = set()
    for first, second in _alike(document):
        if second not in seen and _is_version(document, first, second):
            seen.add(second)
            yield second.prose


def _alike(document: Document) -> list[tuple[Block, Block]]:
    """Pairs of paragraphs, in order, that share words which the text has in few other places."""
    starts = document.tokens.starts
    shared: Counter[tuple[Block, Block]] = Counter()
    for word, places in document.tokens.places.items():
        if len(word) < LONG_WORD or len(places) not in RARE:
            continue
        blocks = dict.fromkeys(document.block_at(starts[i]) for i in places)
        if len(blocks) > 1:
            paragraphs = [b for b in blocks if b and b.kind is BlockKind.PARAGRAPH]
            shared.update(combinations(paragraphs, 2))
    pairs = (pair for pair, count in shared.items() if count >= SHARED_RARE_WORDS)
    return sorted(pairs, key=lambda pair: pair[1].prose.start)


def _is_version(document: Document, first: Block, second: Block) -> bool:
    """Whether two paragraphs say the same: most words are common to both, and all figures."""
    one, other = _texts(document, first), _texts(document, second)
    if min(len(one), len(other)) < LEAST_PARAGRAPH:
        return False
    words, others = {text.lower() for text in one}, {text.lower() for text in other}
    if _share(words, others) < SHARED_WORDS:
        return False
    return _figures(one) == _figures(other) and _share(_names(one), _names(other)) >= SHARED_NAMES


def _share(one: set[str], other: set[str]) -> float:
    """What two sets have in common, of all they have, 0..1; 1 for two empty ones."""
    return len(one & other) / len(one | other) if one or other else 1.0


def _texts(document: Document, block: Block) -> list[str]:
    tokens = document.tokens
    first, end = tokens.at(block.prose.start), tokens.at(block.prose.end)
    return [text for text in tokens.texts[first:end] if text[0].isalnum()]


def _figures(texts: list[str]) -> set[str]:
    return {text for text in texts if text[0].isdecimal()}


def _names(texts: list[str]) -> set[str]:
    """Words with a capital, without the first; some only begin a sentence."""
    return {text for text in texts[1:] if text[0].isupper()}


DETECTORS = (attribution_twice, paragraph_twice)
