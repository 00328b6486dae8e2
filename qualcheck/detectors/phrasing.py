"""Garbled phrasing: words that hardly ever stand beside one another in edited English."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from functools import lru_cache

from qualcheck import phrasing
from qualcheck.check import detector
from qualcheck.document import BlockKind, Document, Sentence, Span

LEAST_TOKENS = 6
"""A shorter sentence says too little: headlines, answers, captions."""
LEAST_KNOWN = 0.6
"""Share of a sentence's tokens that must be words of English and no names."""
DOUBTFUL = 2.2
"""Log odds of damage from which a place counts."""
ODD = 3.2
"""Log odds from which a single place is worth a look: about every second is damage."""
SALAD = 7.5
"""Sum of the log odds of a sentence's doubtful places, two or more, from which it is garbled."""

SCOPES = frozenset({BlockKind.PARAGRAPH, BlockKind.QUOTE})

Stretch = tuple[Span, float, float]
"""A stretch of words, the log odds of its worst junction, and the sum over its sentence."""


@lru_cache(maxsize=2)
def _stretches(document: Document) -> tuple[Stretch, ...]:
    """The doubtful stretches of a document, worked out once for both rules."""
    starts = [sentence.tokens.start for sentence in document.sentences if sentence.tokens]
    opening = _opening(document, starts)
    classes, words = phrasing.number_words(document.tokens.texts, opening, _surnames(document))
    found: list[Stretch] = []
    for sentence, inside in _with_rare_places(document, classes):
        tokens = sentence.tokens
        places = [*_edges(classes, tokens), *(place - tokens.start for place in inside)]
        own = classes[tokens.start : tokens.stop], words[tokens.start : tokens.stop]
        scores = ((place, phrasing.junction_score(*own, place)) for place in sorted(places))
        odd = [(place, score) for place, score in scores if score > DOUBTFUL]
        if odd and _is_prose(document, sentence):
            found += _marked(document, sentence, odd)
    return tuple(found)


def _with_rare_places(
    document: Document, classes: list[int]
) -> Iterator[tuple[Sentence, list[int]]]:
    """The sentences of running text with a place worth a score, and the tokens that hardly ever
    follow the one before them in it.
    """
    sentences = [sentence for sentence in document.sentences if sentence.tokens]
    edges = phrasing.rare_edges(classes, (sentence.tokens for sentence in sentences))
    rare = deque(phrasing.rare_places(classes))
    for sentence, edge in zip(sentences, edges, strict=True):
        start, stop = sentence.tokens.start, sentence.tokens.stop
        while rare and rare[0] <= start:  # between two sentences stands no pair
            rare.popleft()
        inside = []
        while rare and rare[0] < stop:
            inside.append(rare.popleft())
        if (inside or edge) and sentence.block.kind in SCOPES and _ends(document, sentence):
            yield sentence, inside


def _opening(document: Document, starts: list[int]) -> Iterator[int]:
    """Tokens whose capital may be the sentence's: its first, or after a mark, and no name."""
    texts, places = document.tokens.texts, document.tokens.places
    after_marks = (
        i + 1 for mark in phrasing.OPENERS for i in places.get(mark, ()) if i + 1 < len(texts)
    )
    capitals = (i for i in {*starts, *after_marks} if texts[i][0].isupper())
    return (i for i in capitals if i not in document.names)


def _surnames(document: Document) -> Iterator[int]:
    """Tokens that look like a pronoun and are a name before another one: `He Jun`, `You Yi`."""
    tokens = document.tokens
    for word in _ALSO_SURNAMES & tokens.places.keys():
        for i in tokens.places[word]:
            following = tokens.texts[i + 1 : i + 2]
            if tokens.texts[i].istitle() and following and following[0].istitle():
                yield i


_ALSO_SURNAMES = frozenset("he she you an so may will no do".split())


def _edges(classes: list[int], tokens: range) -> Iterator[int]:
    """The junctions before a sentence's first token and after its last, where they are rare."""
    if tokens and phrasing.is_rare(phrasing.NOTHING, classes[tokens.start]):
        yield 0
    if tokens and phrasing.is_rare(classes[tokens.stop - 1], phrasing.NOTHING):
        yield len(tokens)


def _marked(
    document: Document, sentence: Sentence, odd: list[tuple[int, float]]
) -> Iterator[Stretch]:
    """The words each side of odd junctions, near ones in one stretch."""
    tokens = sentence.tokens
    whole = sum(score for _, score in odd) if len(odd) > 1 else 0.0
    for first, last, score in _joined(odd):
        left = tokens.start + max(first - 1, 0)
        right = tokens.start + min(last, len(tokens) - 1)
        if any(text[0].isalpha() for text in document.tokens.texts[left : right + 1]):
            yield document.tokens.span(left, right), score, whole


def _joined(odd: list[tuple[int, float]]) -> Iterator[tuple[int, int, float]]:
    """Junctions at most two words apart as one stretch: first, last, worst score."""
    first, last, worst = odd[0][0], *odd[0]
    for place, score in odd[1:]:
        if place - last > 2:
            yield first, last, worst
            first, worst = place, score
        last, worst = place, max(worst, score)
    yield first, last, worst


def _is_prose(document: Document, sentence: Sentence) -> bool:
    """Whether most of a sentence is common words of English."""
    texts = document.tokens.texts[sentence.tokens.start : sentence.tokens.stop]
    common = sum(text.islower() for text in texts)
    words = sum(text[0].isalnum() for text in texts)
    return words > 0 and common >= LEAST_KNOWN * words


def _ends(document: Document, sentence: Sentence) -> bool:
    """Whether a sentence is no heading, answer or caption: long enough, with a mark at its end."""
    texts, tokens = document.tokens.texts, sentence.tokens
    return len(tokens) >= LEAST_TOKENS and texts[tokens.stop - 1] in _ENDS


_ENDS = frozenset('. ! ? ” " ’ )'.split())


SOUND = (
    "What the villagers wanted most was a road that would not flood every spring.",
    "Those who had stayed behind were given what food there was.",
    "The house they lived in had been built by his grandfather.",
    "She said that what he had done for them was more than they could ever repay.",
    "He Jun said the bridge would be closed for a week.",
)
"""Sound sentences with words side by side that seldom meet: neither rule speaks on one."""


@detector(
    id="grammar.garbled",
    category="grammar",
    mqm="linguistic-conventions/unintelligible",
    level="warning",
    scopes=SCOPES,
    artefact="C6",
    message="'{match}': these words don't stand together in English.",
    why="A word is lost, doubled, out of place or in the wrong form: such a sequence hardly ever occurs in edited text.",
    bad=[
        "On [[Friday the to]] council [[an of]] bridge [[the said]] repair would it.",
        "[[Visitors the of in]] museum every are [[the their]] by old boats surprised.",
    ],
    good=SOUND,
    known_misses=["The council decided to in close the old bridge before winter."],
)
def garbled(document: Document) -> Iterator[Span]:
    """The doubtful places of a sentence that has so many: damage almost beyond doubt."""
    return (span for span, _, whole in _stretches(document) if whole >= SALAD)


@detector(
    id="grammar.odd-phrasing",
    category="grammar",
    mqm="linguistic-conventions/grammar",
    level="suggestion",
    scopes=SCOPES,
    artefact="C6",
    message="'{match}': is a word lost, out of place or in the wrong form here?",
    why="Such a sequence of words is rare in edited text.",
    bad=[
        "Farmers in the valley say [[their the]] harvest was ruined by hail.",
        "The committee discussed [[the and]] agreed to meet again on Friday.",
        "The mayor told reporters [[that him]] would open the museum in May.",
    ],
    good=SOUND,
    known_misses=["The council decided to in close the old bridge before winter."],
)
def odd_phrasing(document: Document) -> Iterator[Span]:
    """Places that stand alone and are worth a second look."""
    return (span for span, score, whole in _stretches(document) if score >= ODD and whole < SALAD)


DETECTORS = (garbled, odd_phrasing)
