"""What stands twice: words, phrases, loops, sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from operator import eq

from qualcheck.check import Hit, detector
from qualcheck.document import Document, Span

_ADDITION = "accuracy/addition"

ALLOWED_TWICE = frozenset(
    "had that very so no bye ha hey blah yes far long many much more really too again now there "
    "knock tut chop hush never please well go ho la da tick ding beep boo is was do her you who "
    "it big old little deep high round up out over wait oh ah yeah run ever back night walkie "
    "din bang cha choo pom poo pee tsk woof same old million what".split()
)
"""Words that edited English does write twice: for emphasis (`very very`), as sound (`knock
knock`), or where two clauses meet (`had had`, `that that`, `what it is is`)."""

MEETING = frozenset("in on up out off over through by to for".split())
"""Particle and preposition can meet (`logged in in May`): said more softly."""


@detector(
    id="repetition.word",
    category="repetition",
    mqm=_ADDITION,
    level="error",
    artefact="C1",
    message="'{word}' stands twice.",
    why="A repeated word is what stitching of segments leaves behind.",
    bad=[
        ("Paris in the[[ the]] spring.", "Paris in the spring."),
        ("The crisis[[ crisis]] goes on.", "The crisis goes on."),
    ],
    good=[
        "She had had enough.", "He said that that was it.", "They flew to Bora Bora.",
        "It was a very very long day.", "Numbers: 10 10 20.", "The more, the merrier. Merrier still.",
    ],
)  # fmt: skip
def repeated_word(document: Document) -> Iterator[Hit]:
    """The same word twice with only a blank between, unless a name or a known pair."""
    lower, tokens = document.tokens.lower, document.tokens
    places = list(_runs(list(map(eq, lower, lower[1:])), 1))
    doubled = Counter(lower[i] for i in places)
    for i in places:
        word = lower[i]
        if not word[0].isalpha() or word in ALLOWED_TWICE or not _only_blank(document, i, i + 1):
            continue
        if tokens.texts[i + 1][0].isupper() or _is_usual(document, word, i, doubled):
            continue
        end = tokens.span(i, i).end
        yield Hit(
            "repetition.word", Span(end, tokens.span(i + 1, i + 1).end), ("",), {"word": word}
        )


def _runs(same: list[bool], length: int) -> Iterator[int]:
    """Where `length` True values stand in a row: the first place of each such stretch."""
    row, wanted = bytes(same), b"\x01" * length
    at = row.find(wanted)
    while at >= 0:
        yield at
        at = row.find(wanted, at + length)


def _only_blank(document: Document, left: int, right: int) -> bool:
    gap = document.prose[document.tokens.span(left, left).end : document.tokens.starts[right]]
    return gap.isspace() and gap.count("\n") < 2


def _is_usual(document: Document, word: str, first: int, doubled: Counter[str]) -> bool:
    """Whether the text doubles this word elsewhere too (its own usage, or verse), or particle
    and preposition meet before a name.
    """
    following = document.tokens.texts[first + 2 : first + 3]
    return doubled[word] >= 3 or (word in MEETING and following != [] and following[0][0].isupper())


@detector(
    id="repetition.phrase",
    category="repetition",
    mqm=_ADDITION,
    level="error",
    artefact="A7",
    message="'{phrase}' is repeated.",
    why="A segment or the text of a link was put in twice, or the engine ran in a loop.",
    bad=[
        ("We read the report[[ read the report]] today.", "We read the report today."),
        ("It fell in the region[[ in the region in the region]] again.", "It fell in the region again."),
    ],
    good=[
        "Again and again and again he called.",
        "She went home, and he went home.",
        "Row by row by row they went.",
        "Ha ha ha ha!",
        "The result was 3-0 3-0 3-1.",
        "She called that it snows, it snows at last.",
    ],
)  # fmt: skip
def repeated_phrase(document: Document) -> Iterator[Hit]:
    """Two to twelve words that follow themselves at once, however often."""
    lower, tokens = document.tokens.lower, document.tokens
    taken = -1
    for size in range(12, 1, -1):
        same = list(map(eq, lower, lower[size:]))
        for i in _runs(same, size):
            words = lower[i : i + size]
            if i <= taken or len(set(words)) == 1 or not _is_phrase(document, i, size):
                continue
            last = i + 2 * size - 1
            while last - size + 1 < len(same) and same[last - size + 1]:
                last += 1
            last -= (last + 1 - i) % size
            if "," in words and last + 1 - i < 3 * size:
                continue  # `try, try again`, `it snows, it snows`: emphasis
            span = Span(tokens.span(i + size - 1, i + size - 1).end, tokens.span(last, last).end)
            phrase = document.text(tokens.span(i, i + size - 1))
            yield Hit("repetition.phrase", span, ("",), {"phrase": phrase})
            taken = last


FRAMES = frozenset("and by after to over upon or for in".split())
"""`again and again and again`, `step by step by step`: an idiom, not a loop."""


def _is_phrase(document: Document, first: int, size: int) -> bool:
    """Whether words, in the same case and paragraph, follow themselves: not a list or a verse."""
    texts = document.tokens.texts[first : first + size]
    again = document.tokens.texts[first + size : first + 2 * size]
    if not all(t[0].isalpha() or t.isdigit() or t in ",-" for t in texts) or texts[-1] in ",-":
        return False
    if not any(t.isalpha() and t.islower() for t in texts):
        return False
    if (
        size == 2
        and (texts[0].lower() in FRAMES or texts[1].lower() in FRAMES)
        and len(set(again)) == 2
    ):
        return texts[0].lower() in _FUNCTION and texts[1].lower() in _FUNCTION | FRAMES
    span = document.tokens.span(first, first + 2 * size - 1)
    block = document.block_at(span.start)
    return block is not None and block.prose.covers(span)


_FUNCTION = frozenset(
    "the a an of in on at to for and or with is was were are by from it that".split()
)


@detector(
    id="repetition.sentence",
    category="repetition",
    mqm=_ADDITION,
    level="warning",
    artefact="C3",
    message="This sentence has been said already, just before.",
    why="A segment was translated twice, or two versions were merged.",
    bad=["The mayor left the hall at noon. [[The mayor left the hall at noon.]] Nobody followed."],
    good=["He left. He left.", "The mayor left the hall. The mayor left the hall at noon."],
)  # fmt: skip
def repeated_sentence(document: Document) -> Iterator[Span]:
    """A sentence of five words or more that stands again within the next two."""
    recent: list[str] = []
    for sentence in document.sentences:
        words = " ".join(document.words(sentence))
        if len(sentence.tokens) >= 6 and words in recent:
            yield sentence.span
        recent = [*recent[-1:], words]


@detector(
    id="repetition.characters",
    category="repetition",
    mqm="linguistic-conventions/unintelligible",
    level="warning",
    artefact="C4",
    message="'{shown}' runs on.",
    why="The same character many times over is a fault of the engine or of the keyboard.",
    bad=["The price was [[aaaaaaaaaa]] and rising."],
    good=["He waited ...", "It grew to 1000000 people.", "Hmmm, that is a thought.", "Chapter 1 ........ 12"],
)  # fmt: skip
def repeated_characters(document: Document) -> Iterator[Hit]:
    """A letter seven times or more in a row."""
    for match in re.finditer(r"([^\W\d_])\1{6,}", document.prose):
        shown = match.group()[:12] + ("…" if len(match.group()) > 12 else "")
        yield Hit("repetition.characters", Span(*match.span()), (), {"shown": shown})


DETECTORS = (
    repeated_word, repeated_phrase, repeated_sentence, repeated_characters,
)  # fmt: skip
