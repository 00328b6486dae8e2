"""Capital letters that were lost, or that stand where none can."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qualcheck import lexicon
from qualcheck.check import Hit, detector
from qualcheck.document import Block, BlockKind, Document, Span
from qualcheck.syntax import ends_sentence


@detector(
    id="structure.case-break",
    category="structure",
    mqm="linguistic-conventions/spelling",
    level="warning",
    artefact="A9",
    message="'{match}' has a capital letter in the middle of a sentence.",
    why="A sentence or the text of a link was cut out of another and put in as it was.",
    bad=[
        "They arrived [[In]] the town at noon.",
        ("The mayor of [[The]] town left.", "The mayor of the town left."),
        ("They arrived [[In]] Riga at noon.", "They arrived in Riga at noon."),
    ],
    good=[
        "They arrived. In the town it was noon.",
        "He played in Serie A for a year and saw the Making Of film.",
        "She reads The Times in The Hague.",
        "He said: In the town it was noon.",
        "The word In the novel is odd.",
        "The Show Must Go On is over.",
        "The band In Flames played, and he wrote From Riga With Love.",
        "It was called In Riga, and he managed the In Memoriam page.",
    ],
)  # fmt: skip
def case_break(document: Document) -> Iterator[Hit]:
    """A capitalised function word between two words in lower case."""
    tokens = document.tokens
    for word in LINKING:
        for i in tokens.places.get(word, ()):
            text = tokens.texts[i]
            if not text[0].isupper() or not text[1:].islower() or not 0 < i < len(tokens) - 1:
                continue
            before, after = tokens.texts[i - 1], tokens.texts[i + 1]
            if not (before.islower() and before.isalpha()):
                continue
            if not after.islower() and not _goes_with(before, word, after):
                continue
            gap = document.prose[tokens.span(i - 1, i - 1).end : tokens.starts[i]]
            if gap != " " or before in _NAMERS or document.in_quotation(tokens.starts[i]):
                continue
            if word == "the" and before not in LINKING:
                continue
            # After `of` it was a capital too many; after a noun, a stop or a heading may be lost.
            sure = before in LINKING or not after.islower()
            fixed = (text.lower(),) if sure else ()
            yield Hit("structure.case-break", tokens.span(i, i), fixed)


def _goes_with(before: str, word: str, after: str) -> bool:
    """Whether a preposition goes with the verb before it and the name after it: `arrived In Riga`."""
    place = word in _PLACING and after.istitle() and lexicon.tag_share(before, ("VBD", "VBN")) > 0.9
    return place and before not in _NAMERS


_PLACING = frozenset("in at from to on".split())

LINKING = frozenset("the of in at to for with by from and or which their its than".split())
"""Function words that no title begins with in the middle of a sentence."""
_NAMERS = frozenset("word words called titled named song film book novel column wrote".split())


@detector(
    id="structure.lower-case-paragraph",
    category="structure",
    mqm="linguistic-conventions/spelling",
    level="warning",
    artefact="A13",
    scopes=[BlockKind.PARAGRAPH],
    message="The paragraph begins in lower case: '{word}'.",
    why="The capital letter was lost, or the words before.",
    bad=[
        ("[[the]] old bridge over the river was closed in May.", "The old bridge over the river was closed in May."),
        ("“[[we]] have waited for this bridge for years,” he said.", "“We have waited for this bridge for years,” he said."),
    ],
    good=[
        "iPhone sales in the valley fell again in May, he said.",
        "de Gaulle came to the valley again in May of that year.",
        "“rust belt” is a name that the people of the valley hate.",
        "It closed in May:\n\nthe old bridge over the river that he built.",
        "roses are red and violets are blue,\n\nsugar is sweet and so are the two of you.",
    ],
)  # fmt: skip
def lower_case_paragraph(document: Document) -> Iterator[Hit]:
    """A paragraph of prose whose first word is in lower case and continues no other."""
    found: list[Hit] = []
    blocks = document.blocks
    for k, block in enumerate(blocks):
        start = block.prose.start
        first = document.prose[start : start + 2].lstrip("\"“'‘")[:1]
        if not first.islower() or block.kind is not BlockKind.PARAGRAPH:
            continue
        before = document.prose[blocks[k - 1].prose.end - 1] if k else "."
        if not ends_sentence(document, block) or not before.endswith((".", "!", "?", '"', "”")):
            continue
        i = document.tokens.at(start + document.prose[start : start + 2].index(first))
        if _is_whole(document, block, i):
            word = document.tokens[i]
            fixed = word.text[0].upper() + word.text[1:]
            found.append(
                Hit("structure.lower-case-paragraph", word.span, (fixed,), {"word": word.text})
            )
    if len(found) <= max(1, len(blocks) // 5):
        yield from found


def _is_whole(document: Document, block: Block, first: int) -> bool:
    """Whether a paragraph reads as a sentence of prose of its own from this token on."""
    word, following = document.tokens.texts[first], document.tokens.texts[first + 1 : first + 2]
    if not word.isalpha() or not word.islower() or not lexicon.is_english(word):
        return False
    if word in {"de", "van", "von", "al", "el", "la", "le", "bin", "da", "di", "du", "der"}:
        return False
    quoted = document.prose[block.prose.start] in "\"“'‘"
    if quoted and not re.search(r"[,.!?][\"”'’]", document.text(block.prose)):
        return False
    return bool(following) and len(document.text(block.prose).split()) >= 8


@detector(
    id="structure.no-capitals",
    category="structure",
    mqm="linguistic-conventions/spelling",
    level="warning",
    artefact="A13",
    message="The text has no capital letter at all.",
    why="Some engines work in lower case, and the letters weren't restored.",
    bad=["[[the old bridge over the river was closed in may]]."],
    good=[
        "the old bridge",
        "roses are red\nviolets are blue\nsugar is sweet\nand so are you.",
        "The old bridge over the river was closed in May.",
    ],
)  # fmt: skip
def no_capitals(document: Document) -> Iterator[Span]:
    """Prose of eight words or more, with stops, all in lower case."""
    prose = document.prose
    if prose != prose.lower() or prose == prose.upper() or not prose[:1].isalpha():
        return
    for block in document.blocks[:1]:
        text = document.text(block.prose)
        words = text.split()
        if (
            len(words) < 8
            or not ends_sentence(document, block)
            or text.count("\n") > len(words) // 8
        ):
            return
        known = sum(lexicon.is_english(word.strip(".,;:!?\"'()")) for word in words)
        if known >= 0.6 * len(words):
            end = block.prose.start + len(text.rstrip('.!?"”'))
            yield Span(block.prose.start, min(end, block.prose.start + 60))


DETECTORS = (case_break, lower_case_paragraph, no_capitals)
