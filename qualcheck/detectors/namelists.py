"""Names beside their like: twice in one list, at both ends of a way, shortened, with and without a hyphen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress, count

from qualcheck import lexicon
from qualcheck.check import ALL_SCOPES, Hit, detector, told_once
from qualcheck.document import Document, Span
from qualcheck.morphology import without_possessive

_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june "
    "july august september october november december day week month year act god man i".split()
)
"""One may go `from Monday to Monday`."""
_WAYS = (("from", "to"), ("between", "and"))


@detector(
    id="repetition.both-ends",
    category="repetition",
    mqm="accuracy/mistranslation",
    level="warning",
    scopes=ALL_SCOPES,
    artefact="C1",
    message="'{match}' has the same at both ends.",
    why="The engine took two words for one; one of the two is another.",
    bad=[
        "They translate [[from Danish to Danish]] and back.",
        "The match [[between Norway and Norway]] was lost.",
    ],
    good=[
        "They translate from Danish to Dutch.",
        "It runs from Monday to Monday.",
        "The match between Norway and Norway Juniors was lost.",
        "It is as far from Lund to Lund's port as it looks.",
        "They went from house to house.",
    ],
)  # fmt: skip
def both_ends(document: Document) -> Iterator[Span]:
    """`from X to X`, `between X and X`, of one capitalised word."""
    texts, lower = document.tokens.texts, document.tokens.lower
    for opening, joining in _WAYS:
        for i in document.tokens.places.get(opening, ()):
            if i + 3 >= len(texts) or lower[i + 2] != joining or texts[i + 1] != texts[i + 3]:
                continue
            after = texts[i + 4] if i + 4 < len(texts) else "."
            noun = lexicon.tag_share(lower[i + 1], ("NN",)) > 0.5  # `from Coast to Coast`
            plain = (
                not noun
                and len(texts[i + 1]) > 2
                and texts[i + 1].istitle()
                and lower[i + 1] not in _DAYS
            )
            if plain and not after[0].isupper() and after not in {"(", "-", "–", "/"}:
                yield document.tokens.span(i, i + 3)


_LINKS = frozenset({(",",), ("and",), (",", "and"), ("or",), (",", "or"), (",", "including"), ("including",), ("as", "well", "as"), (",", "as", "well", "as"), ("&",)})  # fmt: skip
LEAST_ITEMS = 3


@detector(
    id="repetition.list-name",
    category="repetition",
    mqm="accuracy/addition",
    level="warning",
    scopes=ALL_SCOPES,
    artefact="C1",
    message="'{match}' is in this list already.",
    why="The engine lost its place in the list, or took two names for one.",
    bad=[
        "They play Ajax, Lyon, Porto and Celtic, including [[Ajax]], in May.",
        "She has worked in Norway, Spain, Peru, [[Norway]] and Chile.",
    ],
    good=[
        "She has worked in Norway, Spain, Peru and Chile.",
        "They met in Lyon, France, in Metz, France, and in Bonn.",
        "They met in Lyon, France, Metz, France, Bonn and Rome.",
        "Anna, Maria, Peter and Anna's mother came.",
        "The Ministries of Commerce, Health, Peace, Food and Commerce met.",
    ],
)  # fmt: skip
def list_name(document: Document) -> Iterator[Hit]:
    """A name that stands twice in one list of names."""
    for items in _lists(document):
        seen: dict[str, int] = {}
        texts = [document.text(item) for item in items]
        for k, text in enumerate(texts):
            if text in seen and not (_is_common(text) or _is_repeated_on_purpose(texts, text)):
                first = items[seen[text]]
                yield told_once("repetition.list-name", [items[k]], against=[first])
            seen.setdefault(text, k)


def _is_common(text: str) -> bool:
    """Whether one common noun with a capital is part of several names: `Food and Commerce`."""
    return lexicon.tag_share(text.lower(), ("NN", "NNS")) > 0.5


def _is_repeated_on_purpose(texts: Sequence[str], text: str) -> bool:
    """Whether each place has its country behind it, or the list is a refrain."""
    places = [k for k, other in enumerate(texts) if other == text]
    steps = {b - a for a, b in zip(places, places[1:], strict=False)}
    others = [other for other in set(texts) if texts.count(other) > 1]
    return len(places) > 2 or steps <= {1, 2} or len(others) > 1 or text.lower() in _DAYS


def _lists(document: Document) -> Iterator[list[Span]]:
    """Runs of capitalised words with nothing but commas and joining words between them."""
    if "," not in document.tokens.characters:
        return
    tokens, items = document.tokens, list[range]()
    for run in _capitalised_runs(document):
        between = tokens.lower[items[-1].stop : run.start] if items else []
        if items and tuple(between) not in _LINKS:
            if len(items) > LEAST_ITEMS:
                yield [tokens.span(item[0], item[-1]) for item in items]
            items = []
        items.append(run)
    if len(items) > LEAST_ITEMS:
        yield [tokens.span(item[0], item[-1]) for item in items]


def _capitalised_runs(document: Document) -> Iterator[range]:
    """Words with a capital, a blank or a hyphen between, in order."""
    tokens = document.tokens
    upper = {text for text in tokens.distinct if text[0].isupper()}
    start = last = -2
    for i in compress(count(), map(upper.__contains__, tokens.texts)):
        if i != last + 1 or not document.touch(last, i):
            if start >= 0:
                yield range(start, last + 1)
            start = i
        last = i
    if start >= 0:
        yield range(start, last + 1)


@detector(
    id="names.initial",
    category="names",
    mqm="terminology/inconsistent-use-of-terminology",
    level="warning",
    scopes=ALL_SCOPES,
    artefact="E8",
    message="'{match}' is '{suggestion}' elsewhere in this text.",
    why="The source shortened the name as its readers know it; English readers don't.",
    bad=[
        (
            "Grand Valdora won the cup. They say [[G Valdora]] wants more.",
            "Grand Valdora won the cup. They say Grand Valdora wants more.",
        )
    ],
    good=[
        "Grand Valdora won the cup. Now Grand Valdora wants more.",
        "Greta Valdora won the cup. G Valdora is glad.",
        "Grand Valdora won the cup. G. Valdora is glad.",
        "Type G Valdora and Green Valdora were sold.",
        "Group G Valdora met Green Valdora.",
    ],
)  # fmt: skip
def initial(document: Document) -> Iterator[Hit]:
    """A letter for the first word of a name that is no person's and stands in full elsewhere."""
    tokens, texts = document.tokens, document.tokens.texts
    letters = [t for t in tokens.distinct if len(t) == 1 and t.isupper() and t not in "AIOVX"]
    for letter in letters:
        for i in tokens.places[letter.lower()]:
            if texts[i] != letter or i + 1 >= len(texts) or not texts[i + 1].istitle():
                continue
            beside = i and texts[i - 1][0].isupper() and document.touch(i - 1, i)
            if beside or not document.touch(i, i + 1):
                continue
            if full := _full_word(document, letter, texts[i + 1]):
                last = without_possessive(texts[i + 1])
                span = Span(tokens.starts[i], tokens.starts[i + 1] + len(last))
                yield Hit("names.initial", span, (f"{full} {last}",))


def _full_word(document: Document, letter: str, last: str) -> str | None:
    """The word with this initial that stands before a name elsewhere, if it is no given name."""
    texts = document.tokens.texts
    found = {
        texts[k - 1]
        for k in document.tokens.places.get(without_possessive(last).lower(), ())
        if k and len(texts[k - 1]) > 2 and texts[k - 1].istitle() and document.touch(k - 1, k)
    }
    full = {word for word in found if word[0] == letter}
    if len(full) != 1 or len(last) < 4:
        return None
    word = full.pop()
    return None if lexicon.is_given_name(word) or last in _STREETS else word


_STREETS = frozenset("Street Avenue Road Square Line Division Class Group Level Section".split())
"""What has a letter for its name."""


@detector(
    id="names.hyphen",
    category="names",
    mqm="terminology/inconsistent-use-of-terminology",
    level="warning",
    scopes=ALL_SCOPES,
    artefact="B6",
    message="'{match}' is '{suggestion}' elsewhere in this text.",
    why="One name with a hyphen and without one reads as two.",
    bad=[
        (
            "Nova-Terra opened a shop. Nova-Terra is glad. They say [[Nova Terra]] sells tea.",
            "Nova-Terra opened a shop. Nova-Terra is glad. They say Nova-Terra sells tea.",
        )
    ],
    good=[
        "Nova-Terra opened a shop. Now Nova-Terra sells tea.",
        "The Oslo-Bergen train is late. In Oslo, Bergen is far.",
        "Nova-Terra and the Nova Terra Club opened.",
        "The North-West wind blew in North West Ham.",
    ],
)  # fmt: skip
def hyphen(document: Document) -> Iterator[Hit]:
    """A name of two capitalised words with a hyphen here and a blank there; the rarer is told."""
    tokens = document.tokens
    for text in tokens.distinct:
        first, dash, last = text.partition("-")
        if not dash or "-" in last or not (_is_capitalised(first) and _is_capitalised(last)):
            continue
        apart = [
            i
            for i in tokens.after(first.lower()).get(last.lower(), ())
            if _is_alone(document, i, first, last)
        ]
        if not apart or not _is_odd_pair(first, last):
            continue
        joined = [tokens[i].span for i in tokens.places[text.lower()] if tokens.texts[i] == text]
        odd, usual = [tokens.span(i, i + 1) for i in apart], joined
        if len(odd) > len(usual):
            odd, usual = usual, odd
        yield told_once("names.hyphen", odd, against=usual, suggestions=(document.text(usual[0]),))


def _is_capitalised(word: str) -> bool:
    return len(word) > 2 and word.isalpha() and word.istitle()


def _is_odd_pair(first: str, last: str) -> bool:
    """Whether two words make one name rather than stand for two things or a direction."""
    words = {first, last}
    return words.isdisjoint(lexicon.COUNTRIES) and words.isdisjoint(_DIRECTIONS)


_DIRECTIONS = frozenset("North South East West Mid Non Anti Pro Post Pre Ex Saint Vice New".split())


def _is_alone(document: Document, i: int, first: str, last: str) -> bool:
    """Whether a pair stands so, with a blank between and no third capitalised word behind it."""
    tokens = document.tokens
    texts, end = tokens.texts, len(tokens) - 1
    if texts[i] != first or texts[i + 1] != last:
        return False
    if document.prose[tokens.starts[i] + len(first) : tokens.starts[i + 1]] != " ":
        return False
    return not (i + 2 <= end and texts[i + 2][0].isupper() and document.touch(i + 1, i + 2))


DETECTORS = (both_ends, list_name, initial, hyphen)
