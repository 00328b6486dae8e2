"""Phrases that follow themselves: a segment put in twice, an engine in a loop."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, pairwise
from operator import eq

from qualcheck.check import Hit, detector
from qualcheck.document import Document, Span

LOOP = 4
"""As often as this in a row, a phrase is no emphasis and no idiom."""


@detector(
    id="repetition.phrase",
    category="repetition",
    mqm="accuracy/addition",
    level="error",
    artefact="A7, C2",
    message="'{phrase}' is repeated.",
    why="A segment or the text of a link was put in twice, or the engine ran in a loop.",
    bad=[
        ("We read the report[[ read the report]] today.", "We read the report today."),
        ("It fell in the region[[ in the region in the region]] again.", "It fell in the region again."),
        ("It lay empty since 1960[[, since 1960, since 1960]].", "It lay empty since 1960."),
        ("They sang in Tarvos Hall[[ Tarvos Hall Tarvos Hall]].", "They sang in Tarvos Hall."),
    ],
    good=[
        "Again and again and again he called.",
        "She went home, and he went home.",
        "Row by row by row they went.",
        "Ha ha ha ha!",
        "The result was 3-0 3-0 3-1.",
        "She called that it snows, it snows at last.",
        "They flew from New York New York to Walla Walla.",
        "Location, location, location, they say.",
        "“No more, no more,” she cried.",
        "“Hold on, hold on, hold on,” she cried.",
        "It is a list of lists of lists.",
    ],
)  # fmt: skip
def repeated_phrase(document: Document) -> Iterator[Hit]:
    """Two to twelve words that follow themselves at once, however often."""
    tokens, taken = document.tokens, -1
    for first, size in _loops(document):
        if first <= taken:
            continue
        last = _loop_end(tokens.lower, first, size)
        phrase = range(first, first + size)
        if tokens.texts[phrase[-1]] in _JOINTS:
            phrase = phrase[:-1]
        times = (last + 2 - first) // size if len(phrase) < size else (last + 1 - first) // size
        last = first + times * size - 1 - (size - len(phrase))
        if times < 2 or not _is_phrase(document, phrase, first + size, times):
            if last - first > _LONG_RUN:
                taken = last  # to look at each token of a long run anew would be quadratic
            continue
        span = Span(tokens.span(first, phrase[-1]).end, tokens.span(last, last).end)
        shown = document.text(tokens.span(first, phrase[-1]))
        yield Hit("repetition.phrase", span, ("",), {"phrase": shown})
        taken = last


_LONG_RUN = 200
"""Tokens from which a run that is no phrase is passed over as a whole."""
MOST_WORDS = 12
"""The longest phrase, in tokens, that is looked for."""
_EVERYWHERE = frozenset({"the", "a", ",", ".", "and", '"', "’", "'", "-", "“", "”"})
"""No phrase consists of these alone."""
_JOINTS = frozenset({",", "-", "–", "—", ";"})
"""Marks that may stand between a phrase and itself."""


def _loops(document: Document) -> list[tuple[int, int]]:
    """Where a phrase stands twice in a row: its first token and its size in tokens, a joint
    included; in order, the shortest size first.
    """
    lower = document.tokens.lower
    found: set[tuple[int, int]] = set(_doubled_pairs(lower))
    for here, there in _recurrences(document):
        size = there - here
        first = _loop_start(lower, here, size)
        if lower[first : first + size] == lower[first + size : first + 2 * size]:
            found.add((first, size))
    return sorted(found)


_COMMON = 1 / 150
"""Share of all words from which a word is no use to look for phrases by: `the`, `of`, a comma."""


def _recurrences(document: Document) -> Iterator[tuple[int, int]]:
    """Where a word that isn't everywhere comes again soon, and a neighbour with it."""
    lower = [*document.tokens.lower, ""]
    most = max(len(lower) * _COMMON, 20)
    for places in document.tokens.places.values():
        if not 1 < len(places) <= most:
            continue
        near = [pair for pair in pairwise(places) if pair[1] - pair[0] <= MOST_WORDS]
        for here, there in near:
            joined = lower[here + 1] == lower[there + 1] or lower[here - 1] == lower[there - 1]
            if joined and there - here > 1:
                yield here, there


def _doubled_pairs(lower: list[str]) -> Iterator[tuple[int, int]]:
    """Where two words follow themselves, common ones too: `of the of the`."""
    row = bytes(map(eq, lower, islice(lower, 2, None)))
    at = row.find(b"\1\1")
    while at >= 0:
        if not _EVERYWHERE.issuperset(lower[at : at + 2]):
            yield at, 2
        at = row.find(b"\1\1", at + 2)


def _loop_start(lower: list[str], here: int, size: int) -> int:
    """The first token, at most a phrase before, from which on each equals the one `size` later;
    not a joint.
    """
    least = max(here - size, 0)
    while here > least and lower[here - 1] == lower[here - 1 + size]:
        here -= 1
    return here + 1 if lower[here] in _JOINTS else here


def _loop_end(lower: list[str], first: int, size: int) -> int:
    """The last token of a loop: up to it, each equals the one `size` before."""
    end = first + size
    while end < len(lower) and lower[end] == lower[end - size]:
        end += 1
    return end - 1


FRAMES = frozenset("and by after to over upon or for in on".split())
"""`again and again and again`, `step by step by step`: an idiom, not a loop."""
_INNER_MARKS = frozenset(",-–—$€£%&/'’\"“”.()")


def _is_phrase(document: Document, phrase: range, again: int, times: int) -> bool:
    """Whether words, in the same paragraph, follow themselves: not a list, a verse, emphasis."""
    tokens = document.tokens
    texts = tokens.texts[phrase.start : phrase.stop]
    words = [text for text in texts if text[0].isalnum()]
    joined = again - phrase.start > len(phrase) or "," in texts
    if len(words) < 2 or len(set(map(str.lower, words))) == 1:
        return False
    if texts[0] in _INNER_MARKS and texts[0] not in "$€£":
        return False
    if times < 3 and (joined or not _is_plain(texts)):
        return False  # `it snows, it snows`; `New York New York`; scores
    if joined and times < LOOP and document.in_quotation(tokens.starts[again]):
        return False
    if any(not t[0].isalnum() and t not in _INNER_MARKS for t in texts):
        return False
    if len(texts) == 2 and times < LOOP and _is_frame(texts[0].lower(), texts[1].lower()):
        return False
    span = tokens.span(phrase.start, again + len(phrase) - 1)
    block = document.block_at(span.start)
    return block is not None and block.prose.covers(span)


def _is_frame(left: str, right: str) -> bool:
    """Whether a word stands with one that joins it to itself: `row by row by row`."""
    if left == "of" and right not in _FUNCTION:
        return True  # `a list of lists of lists`
    if left not in FRAMES and right not in FRAMES:
        return False
    return left not in _FUNCTION or right not in _FUNCTION | FRAMES


def _is_plain(texts: list[str]) -> bool:
    """Whether a phrase has a word in lower case, and no marks but hyphens."""
    if not all(t[0].isalpha() or t.isdigit() or t == "-" for t in texts):
        return False
    return any(t.isalpha() and t.islower() for t in texts)


_FUNCTION = frozenset(
    "the a an of in on at to for and or with is was were are by from it that".split()
)


DETECTORS = (repeated_phrase,)
