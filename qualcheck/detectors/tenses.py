"""Tenses that other languages put where English has another: `has died yesterday`."""

from __future__ import annotations

from collections.abc import Iterator

from qualcheck.check import Hit, detector
from qualcheck.document import Document, Span
from qualcheck.morphology import base_form, share
from qualcheck.syntax import follows, is_spoken

PERFECT = ("have", "has")
BETWEEN = frozenset("already also just now not never since still then finally".split())
"""Adverbs that may stand between an auxiliary and its participle."""
BEFORE_PERFECT = frozenset(
    "to could would should might may must will can't cannot couldn't wouldn't shouldn't not never "
    "'ll who'd he'd she'd they'd and or".split()
)
"""Words after which `have` is an infinitive: there the past needs it."""
UNITS = frozenset("minutes hours days weeks months years decades centuries nights".split())
TIMES = frozenset("week month year night summer winter spring autumn weekend century".split())
DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
FEW = frozenset(
    "a an one two three four five six seven eight nine ten several some few many".split()
)
MOST_OBJECT = 4
"""Words of an object between the participle and the time."""
OBJECT = frozenset("DT PRP$ JJ NN NNS NNP NNPS CD VBN PRP".split())


@detector(
    id="grammar.perfect-past-time",
    category="grammar",
    mqm="linguistic-conventions/grammar",
    level="warning",
    artefact="D13",
    message="'{match}': with a time that is over, English has the simple past, not the perfect.",
    why="German, French, Italian and others tell the past in the perfect; English can't where it says when.",
    bad=[
        "The old actor [[has died yesterday]] in his house by the sea.",
        "The two ships [[have arrived last night]] off the coast.",
        "The ministry [[has opened two schools last week]].",
        "She [[has left the party three years ago]] and never came back.",
    ],
    good=[
        "The old actor died yesterday in his house by the sea.",
        "They could have arrived last night, and he seems to have left two days ago.",
        "The ministry has opened two schools since last week.",
        "She has apologised for what she said yesterday.",
        "Prices have risen this year, and he has lived here until last week.",
        "He has condemned the attack that happened two days ago.",
        "“He has died yesterday,” she said in her own English.",
        "Had he called, they would have come yesterday.",
        "She has always known what happened last night.",
        "What has last year taught us?",
    ],
)  # fmt: skip
def perfect_past_time(document: Document) -> Iterator[Hit]:
    """The present perfect with a time of its own that is over, an object between them at most."""
    tokens = document.tokens
    for first, last in _past_times(document):
        i = _perfect_before(document, first)
        if i is not None and not _is_infinitive(document, i) and not is_spoken(document, i):
            yield Hit(
                "grammar.perfect-past-time", Span(tokens.starts[i], tokens.span(last, last).end)
            )


def _past_times(document: Document) -> Iterator[tuple[int, int]]:
    """First and last token of each `yesterday`, `last week`, `two years ago`."""
    lower, places = document.tokens.lower, document.tokens.places
    yield from ((i, i) for i in places.get("yesterday", ()))
    for i in places.get("last", ()):
        if i + 1 < len(lower) and lower[i + 1] in TIMES | DAYS:
            yield i, i + 1
    for i in places.get("ago", ()):
        if i < 2:
            continue
        number, unit = lower[i - 2], lower[i - 1]
        if (number in FEW or number.isdecimal()) and unit.rstrip("s") + "s" in UNITS:
            yield i - 2, i


def _perfect_before(document: Document, time: int) -> int | None:
    """The auxiliary of a perfect that ends right before a time, or before its short object."""
    lower = document.tokens.lower
    for i in range(time - 1, max(-1, time - 3 - MOST_OBJECT), -1):
        if not follows(document, i):
            return None
        if _is_participle(document, i):
            helper = i - 1
            while helper >= 0 and lower[helper] in BETWEEN and follows(document, helper):
                helper -= 1
            if helper >= 0 and lower[helper] in PERFECT and follows(document, helper):
                return helper
        if document.tag(i) not in OBJECT:
            return None
    return None


def _is_infinitive(document: Document, i: int) -> bool:
    """Whether `have` stands after `to` or a modal."""
    lower = document.tokens.lower
    before = {*lower[max(0, i - 3) : i]}
    return lower[i] == "have" and bool(before & BEFORE_PERFECT)


def _is_participle(document: Document, i: int) -> bool:
    word = document.tokens.lower[i]
    return share(word, "VBN", "VBD") > 0.3 and (word.endswith("ed") or base_form(word) is not None)


DETECTORS = (perfect_past_time,)
