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
    for word in PERFECT:
        for i in tokens.places.get(word, ()):
            if _is_infinitive(document, i):
                continue
            participle = i + 1
            while tokens.lower[participle : participle + 1] and tokens.lower[participle] in BETWEEN:
                participle += 1
            if participle >= len(tokens) or not _is_participle(document, participle):
                continue
            end = _past_time(document, participle)
            if end is not None and not is_spoken(document, i):
                span = Span(tokens.starts[i], tokens.span(end, end).end)
                yield Hit("grammar.perfect-past-time", span)


def _is_infinitive(document: Document, i: int) -> bool:
    """Whether `have` stands after `to` or a modal."""
    lower = document.tokens.lower
    before = {*lower[max(0, i - 3) : i]}
    return lower[i] == "have" and bool(before & BEFORE_PERFECT)


def _is_participle(document: Document, i: int) -> bool:
    word = document.tokens.lower[i]
    return share(word, "VBN", "VBD") > 0.3 and (word.endswith("ed") or base_form(word) is not None)


def _past_time(document: Document, participle: int) -> int | None:
    """The last token of a time that is over, right after the participle or its short object."""
    tokens = document.tokens
    for i in range(participle + 1, min(participle + 2 + MOST_OBJECT, len(tokens))):
        if not follows(document, i - 1):
            return None
        end = _time_at(document, i)
        if end is not None:
            return end
        if document.tag(i) not in OBJECT:
            return None
    return None


def _time_at(document: Document, i: int) -> int | None:
    """The last token of `yesterday`, `last week`, `two years ago` that begins here."""
    lower = document.tokens.lower
    first, second, third = (*lower[i : i + 3], "", "", "")[:3]
    if first == "yesterday":
        return i
    if first == "last" and second in TIMES | DAYS:
        return i + 1
    if (first in FEW or first.isdecimal()) and second.rstrip("s") + "s" in UNITS and third == "ago":
        return i + 2
    return None


DETECTORS = (perfect_past_time,)
