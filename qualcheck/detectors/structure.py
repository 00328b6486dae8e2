"""What segmentation leaves: fragments, cut-off paragraphs, sentences that begin in mid-word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qualcheck import lexicon
from qualcheck.check import Hit, detector
from qualcheck.document import Block, BlockKind, Document, Sentence, Span

FRAGMENT_WORDS = 4
"""An orphan longer than this reads as a clause; other rules look at those."""

DANGLING = frozenset(
    "the a an of on in and or but to from with without by for at into onto upon about between among "
    "through during despite because although than that which whose if when while as its their his "
    "her our your my is are was were will would has have had not".split()
)
"""Words that can't end a paragraph of prose without a mark after them."""


def _is_prose(block: Block) -> bool:
    return block.kind in {BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.QUOTE}


@detector(
    id="structure.orphan-fragment",
    category="structure",
    mqm="linguistic-conventions/unintelligible",
    level="error",
    artefact="A1",
    message="'{match}' is a leftover, not a sentence.",
    why="A piece of a sentence was translated by itself and stitched on behind it.",
    bad=[
        "Engineers hope to restore the network. [[it.]]",
        "They fled across the border at night. [[of them]]",
        "The firm is open for talks. [[in.]] Meanwhile, shares rose.",
        "The plan is to buy ships and sail them. [[sail them.]]",
    ],
    good=[
        "They arrived at 5 a.m. on Friday.",
        "He met gen. Zaluzhny and others.",
        "It costs approx. five euros.",
        "“Is it true?” he asked.",
        "It was over. iPhone sales fell.",
        "Was it over? no.",
        "She sings, dances, etc. as well.",
        "The match ended in a draw. dpa",
    ],
)  # fmt: skip
def orphan_fragment(document: Document) -> Iterator[Span]:
    """Up to four words in lower case between a full stop and the next sentence or the end."""
    for before, sentence in _lower_case_starts(document):
        words = [w for w in document.words(sentence) if w[0].isalnum()]
        stops = document.text(sentence.span).rstrip(" \"”'’)").endswith((".", "!", "?"))
        at_end = sentence.span.end == sentence.block.prose.end
        if len(words) > FRAGMENT_WORDS or not (stops or at_end) or len(before.tokens) <= 3:
            continue
        if all(map(lexicon.is_english, words)):  # an agency signs with `dpa`
            yield sentence.span


def _lower_case_starts(document: Document) -> Iterator[tuple[Sentence, Sentence]]:
    """Pairs of a sentence and one in the same block that follows it in lower case."""
    texts, lower = document.tokens.texts, document.tokens.lower
    for before, sentence in zip(document.sentences, document.sentences[1:], strict=False):
        if before.block is not sentence.block or not sentence.tokens or not _is_prose(before.block):
            continue
        first = texts[sentence.tokens.start]
        if not (first.islower() and first.isalpha()) or _is_name_part(document, sentence):
            continue
        if lower[before.tokens[-1]] in {".", "?", "!", "”", '"', "’", "'", ")"}:
            yield before, sentence


def _is_name_part(document: Document, sentence: Sentence) -> bool:
    """Whether the first word goes on in a file name or an address: `index.html`, `and/or`."""
    end = document.tokens[sentence.tokens.start].span.end
    following = document.prose[end : end + 2]
    return following[:1] in set("./-_=") and following[1:].isalnum()


@detector(
    id="structure.lower-case-start",
    category="structure",
    mqm="linguistic-conventions/spelling",
    level="warning",
    artefact="A13",
    message="A sentence begins in lower case: '{word}'.",
    why="A sentence was cut in two, or the words before were lost.",
    bad=[
        ("It rained all day. [[then]] the sun came out over the bay.", "It rained all day. Then the sun came out over the bay."),
    ],
    good=[
        "It rained, approx. two inches fell.",
        "He met gen. Zaluzhny at noon.",
        "“It rained!” he said with a smile.",
        "Items, e.g. tents and boats, were lost.",
        "He works at Yahoo! and likes it.",
    ],
)  # fmt: skip
def lower_case_start(document: Document) -> Iterator[Hit]:
    """A longer sentence that begins in lower case after a full stop in the same block."""
    for before, sentence in _lower_case_starts(document):
        words = [w for w in document.words(sentence) if w[0].isalnum()]
        if len(words) <= FRAGMENT_WORDS or not document.text(before.span).endswith("."):
            continue
        word = document.tokens[sentence.tokens.start]
        fixed = word.text[0].upper() + word.text[1:]
        yield Hit("structure.lower-case-start", word.span, (fixed,), {"word": word.text})


@detector(
    id="structure.truncated",
    category="structure",
    mqm="design-and-markup/missing-text",
    level="warning",
    artefact="A12",
    message="The paragraph breaks off after '{match}'.",
    why="The rest of the sentence was lost.",
    bad=["The committee will meet again next Tuesday [[on]]", "It is the first time since [[the...]]"],
    good=[
        "The committee will meet again on Tuesday",
        "What are you waiting for?",
        "The vote was delayed...",
        "It is the house that he lives in.",
    ],
    known_misses=["The committee will meet again in the old"],
)  # fmt: skip
def truncated(document: Document) -> Iterator[Span]:
    """A paragraph that ends, without a mark or with dots, on a word that must go on."""
    for i, block in enumerate(document.blocks):
        if not _is_prose(block):
            continue
        last = re.compile(r"(?<![\w’'])([a-z]+)(\.{3}|…)?$").search(
            document.prose, max(block.prose.start, block.prose.end - 24), block.prose.end
        )
        if (
            last is None
            or last[1] not in DANGLING
            or (last[2] and last[1] not in {"the", "a", "an", "of"})
        ):
            continue
        if len(document.text(block.prose).split()) < 6 or _goes_on(document, i):
            continue
        if document.in_quotation(last.start()):
            continue
        yield Span(*last.span())


def _goes_on(document: Document, index: int) -> bool:
    """Whether the next block continues this one: verse, a list, a formula set by itself."""
    if index + 1 >= len(document.blocks):
        return False
    following = document.blocks[index + 1]
    first = document.prose[following.prose.start]
    return following.kind is BlockKind.ITEM or first.islower() or not first.isalnum()


DETECTORS = (orphan_fragment, lower_case_start, truncated)
