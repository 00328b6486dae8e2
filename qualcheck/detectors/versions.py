"""One thing told in two versions that don't agree: a paragraph and its double, headline and text."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator

from qualcheck.check import ALL_SCOPES, Hit, detector, told_once
from qualcheck.document import Block, BlockKind, Document

LEAST_WORDS = 12
"""Words under which two paragraphs are alike by chance."""
LEAST_SHARED = 0.7
"""Share of the longer one's words that both have, from which they are versions of each other."""
LEAST_RARE = 1 / 40
"""Words that stand twice in the text, once in each of them, for each character: a first look."""


@detector(
    id="repetition.paragraph",
    category="repetition",
    mqm="accuracy/addition",
    level="warning",
    artefact="C3",
    message="This paragraph stands in the text already.",
    why="A part of the page was taken twice, or the engine began anew.",
    bad=[
        "The mayor of Orlin opened the new harbour on Monday, and some forty boats sailed in before noon.\n\n"
        "Fish will be sold there from May.\n\n"
        "[[The mayor of Orlin opened the new harbour on Monday, and some forty boats sailed in before noon.]]",
    ],
    good=[
        "The mayor of Orlin opened the new harbour.\n\nFish will be sold.\n\nThe mayor of Orlin opened the new harbour.",
    ],
)  # fmt: skip
def repeated_paragraph(document: Document) -> Iterator[Hit]:
    """A paragraph of twelve words or more that an earlier one has to the letter, told once."""
    alike: dict[tuple[int, str], list[Block]] = {}
    tokens = document.tokens
    for block in document.blocks:
        if block.kind is BlockKind.PARAGRAPH:
            start, last = tokens.at(block.prose.start), tokens.at(block.prose.end - 1)
            alike.setdefault((last - start, tokens.texts[start]), []).append(block)
    seen: dict[str, list[Block]] = {}
    for block in (block for blocks in alike.values() if len(blocks) > 1 for block in blocks):
        seen.setdefault(" ".join(document.text(block.prose).split()), []).append(block)
    for text, (first, *others) in seen.items():
        if others and text.count(" ") + 1 >= LEAST_WORDS:
            places = [block.prose for block in others]
            yield told_once("repetition.paragraph", places, against=[first.prose])


@detector(
    id="repetition.paragraph-version",
    category="repetition",
    mqm="accuracy/addition",
    level="suggestion",
    artefact="H4",
    message="This paragraph says in other words what an earlier one has said.",
    why="Two translations of one paragraph were merged, or its first draft was left in.",
    bad=[
        "Orlin has a harbour\n\n"
        "The mayor of Orlin opened the new harbour on Monday, and some forty boats sailed in before noon.\n\n"
        "Fish will be sold there from May.\n\n"
        "[[On Monday the mayor of Orlin opened the new harbour, and about forty boats came in before noon.]]",
    ],
    good=[
        "Orlin has a harbour\n\n"
        "The mayor of Orlin opened the new harbour on Monday, and some forty boats sailed in before noon.\n\n"
        "The harbour of Orlin was new, but by noon on Monday no boats had come, and the mayor sailed home.",
        "The northern league\n\n"
        "Rakov beat Lida by three goals to one on Sunday and now leads the northern league by four points.\n\n"
        "Brest beat Pinsk by two goals to one on Sunday and now leads the northern league by six points.",
        "The mayor of Orlin opened the new harbour on Monday before noon, and some forty boats sailed in.\n\n"
        "On Monday before noon, the mayor of Orlin opened the new harbour, and about forty boats came in.",
        "Orlin has a harbour\n\n"
        "The mayor of Orlin opened the new harbour on Monday, and some forty boats sailed in before noon.\n\n"
        "“On Monday the mayor of Orlin opened the new harbour, and about forty boats came in before noon.”",
    ],
)  # fmt: skip
def paragraph_version(document: Document) -> Iterator[Hit]:
    """Two paragraphs that share most words, some of them with no other paragraph, and differ in
    some that are no names and no numbers.
    """
    for first, second in _alike(document):
        yield told_once("repetition.paragraph-version", [second.prose], against=[first.prose])


def _alike(document: Document) -> Iterator[tuple[Block, Block]]:
    """Pairs of paragraphs, in order, that are versions of each other."""
    starts = [document.tokens.at(block.prose.start) for block in document.blocks]
    shared = Counter(
        (bisect_right(starts, places[0]) - 1, bisect_right(starts, places[1]) - 1)
        for word, places in document.tokens.places.items()
        if len(places) == 2 and len(word) > 2
    )
    for (first, second), rare in sorted(shared.items(), key=lambda pair: pair[0][1]):
        if -1 < first < second:
            one, other = document.blocks[first], document.blocks[second]
            is_likely = rare >= LEAST_RARE * max(len(one.prose), len(other.prose))
            if is_likely and _are_versions(document, one, other):
                yield one, other


def _are_versions(document: Document, first: Block, second: Block) -> bool:
    one, other = (_words(document, block) for block in (first, second))
    longer = max(len(one), len(other))
    if min(len(one), len(other)) < LEAST_WORDS:
        return False
    common = Counter(one) & Counter(other)
    changed = (Counter(one) | Counter(other)) - common
    ignored = document.names.forms | NUMBERS.keys()
    plain = [word for word in changed if word.isalpha() and word not in ignored]
    return common.total() >= LEAST_SHARED * longer and len(plain) > 1


def _words(document: Document, block: Block) -> list[str]:
    """The words of a paragraph that ends with a mark, in lower case. None of any other block, of
    the first, which may be the headline, nor of somebody's words, which may be told before.
    """
    tokens = document.tokens
    first, end = tokens.at(block.prose.start), tokens.at(block.prose.end - 1) + 1
    if block.kind is not BlockKind.PARAGRAPH or tokens.texts[end - 1][-1].isalnum():
        return []
    if first < 1 or document.in_quotation(block.prose.start):
        return []
    return [word for word in tokens.lower[first:end] if word[0].isalnum()]


NUMBERS = dict(
    zip(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen twenty".split(),
        range(1, 21),
        strict=True,
    )
)
"""Numbers that are written out."""

TOLL = frozenset("dead killed injured wounded hurt missing arrested people men women".split())
"""What is counted and has no plural in -s."""

MEASURES = frozenset(
    "seconds minutes hours days nights weeks months years decades times points percents degrees "
    "dollars euros pounds yen goals kilometres kilometers metres meters miles tons tonnes was is "
    "has does as this thus its".split()
)
"""Units of which a text may name any number, and words that count nothing."""

MOST_APART = 0.5
"""Share of the larger number by which two counts of one thing may differ."""


@detector(
    id="structure.headline-number",
    category="structure",
    mqm="accuracy/mistranslation",
    level="suggestion",
    scopes=ALL_SCOPES,
    artefact="H3",
    message="The headline says '{match}', the text '{other}'.",
    why="One of the two numbers is likely wrong.",
    bad=["[[12 dead]] after flood in Orlin\n\nThe flood in Orlin left 11 dead. Of the 11 dead, most were old."],
    good=[
        "12 dead after flood in Orlin\n\nThe flood in Orlin left twelve dead, and 30 were hurt.",
        "500 dead after flood in Orlin\n\nThe flood in Orlin left 497 dead.",
        "3 dead after flood in Orlin\n\nThe flood left 3 people dead. In May, 5 dead were found.",
        "12 dead after flood in Orlin\n\nFloods left 50 dead last year, and 11 dead this week.",
        "20 years on, Orlin waits\n\nAfter 19 years and 3 months it still waits. In 20 years it may be done.",
    ],
)  # fmt: skip
def headline_number(document: Document) -> Iterator[Hit]:
    """A count in the headline of which the text has another, near it, and never this one."""
    tokens = document.tokens
    end = _headline_end(document)
    counts = [(i, number) for i in range(end - 1) if (number := _number(tokens.lower[i]))]
    in_text = {_number(word) for word in set(tokens.lower[end:])} if counts else set()
    for i, number in counts:
        what = tokens.texts[i + 1]
        if number in in_text or not _is_counted(what):
            continue
        told = [(_number(tokens.lower[k - 1]), k) for k in tokens.places[what] if k > end]
        others = [(other, k) for other, k in told if other]
        if len({other for other, _ in others}) == 1 and _is_near(number, others[0][0]):
            spans = [tokens.span(k - 1, k) for _, k in others]
            values = {"other": document.text(spans[0])}
            yield told_once(
                "structure.headline-number", [tokens.span(i, i + 1)], against=spans, values=values
            )


def _headline_end(document: Document) -> int:
    """Number of tokens of the headline: the first of several blocks, without a mark at its end;
    0 where there is none.
    """
    if len(document.blocks) < 2:
        return 0
    end = document.tokens.at(document.blocks[0].prose.end - 1) + 1
    return end if end and document.tokens.texts[end - 1][-1].isalnum() else 0


def _number(word: str) -> int | None:
    """What a word in lower case counts, from 2; None where it is no whole number."""
    digits = word.replace(",", "")
    number = int(digits) if digits.isdecimal() and len(digits) < 10 else NUMBERS.get(word, 0)
    return number if number > 1 else None


def _is_counted(word: str) -> bool:
    """Whether a word after a number says what is counted, and that can't be time or money."""
    return word in TOLL or (word.islower() and word.endswith("s") and word not in MEASURES)


def _is_near(number: int, other: int | None) -> bool:
    """Whether two counts are of one thing, and the first isn't the second rounded."""
    if not other or abs(number - other) > MOST_APART * max(number, other):
        return False
    zeros = len(str(number)) - len(str(number).rstrip("0"))
    return round(other, -zeros) != number


DETECTORS = (repeated_paragraph, paragraph_version, headline_number)
