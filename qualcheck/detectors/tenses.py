"""Tenses that other languages put where English has another: `has died yesterday`."""

from __future__ import annotations

from collections.abc import Iterator

from qualcheck.check import Hit, detector
from qualcheck.document import Document, Span
from qualcheck.lexicon import LOWER_MONTHS, LOWER_WEEKDAYS
from qualcheck.morphology import base_form, share
from qualcheck.syntax import follows, is_spoken, opens_sentence

PERFECT = frozenset({"have", "has"})
BETWEEN = frozenset("already also just now not never since still then finally".split())
"""Adverbs that may stand between an auxiliary and its participle."""
BEFORE_PERFECT = frozenset(
    "to could would should might may must will can't cannot couldn't wouldn't shouldn't not never "
    "'ll who'd he'd she'd they'd and or".split()
)
"""Words after which `have` is an infinitive: there the past needs it."""
UNITS = frozenset("minutes hours days weeks months years decades centuries nights".split())
TIMES = frozenset("week month year night summer winter spring autumn weekend century".split())
FEW = frozenset(
    "a an one two three four five six seven eight nine ten several some few many".split()
)
MOST_OBJECT = 4
"""Words of an object between the participle and the time."""
REACH = 12
"""Tokens before the time in which the auxiliary stands: a cheap look that spares most their tags."""
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
        "The first guests [[have arrived on Sunday]].",
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
        "The party has planned a rally on Sunday.",
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
    """First and last token of each `yesterday`, `last week`, `on Monday`, `two years ago`."""
    lower, places = document.tokens.lower, document.tokens.places
    yield from ((i, i) for i in places.get("yesterday", ()))
    for i in places.get("last", ()):
        if i + 1 < len(lower) and lower[i + 1] in TIMES | LOWER_WEEKDAYS:
            yield i, i + 1
    for i in places.get("on", ()):
        if i + 1 < len(lower) and lower[i + 1] in LOWER_WEEKDAYS:
            yield i, i + 1
    for i in places.get("ago", ()):
        if i < 2:
            continue
        number, unit = lower[i - 2], lower[i - 1]
        if (number in FEW or number.isdecimal()) and unit.rstrip("s") + "s" in UNITS:
            yield i - 2, i


def _perfect_before(document: Document, time: int) -> int | None:
    """The auxiliary of a perfect that ends right before a time, or before its short object.

    Before a weekday stands no object, which the day might belong to: `planned a rally on Sunday`.
    """
    lower = document.tokens.lower
    if PERFECT.isdisjoint(lower[max(0, time - REACH) : time]):
        return None
    nearest = time - 2 if lower[time] == "on" else -1
    for i in range(time - 1, max(-1, time - 3 - MOST_OBJECT), -1):
        if not follows(document, i):
            return None
        if _is_participle(document, i):
            helper = i - 1
            while helper >= 0 and lower[helper] in BETWEEN and follows(document, helper):
                helper -= 1
            if helper >= 0 and lower[helper] in PERFECT and follows(document, helper):
                return helper
        if document.tag(i) not in OBJECT or i - 1 == nearest:
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


EVENTS = frozenset(
    "began started launched opened introduced arrived left entered joined closed appeared came "
    "became took died announced surpassed overtook signed adopted founded created decided moved "
    "returned won lost received published released stopped ended struck hit broke fled resigned "
    "declared ordered banned switched gave got went found beat replaced cancelled passed "
    "attacked invaded captured".split()
)
"""Past tenses of what happens at one moment: no time up to now goes with them."""
DAY_PARTS = frozenset("morning afternoon evening night midnight noon".split())
IN_DATE = frozenset("the of early late mid beginning end start summer winter spring autumn".split())
"""Words of a date beside its numbers, months and days."""
LONGEST_DATE, LONGEST_SUBJECT = 7, 8
"""Tokens between `since` and the subject, and of the subject."""


@detector(
    id="grammar.since-past",
    category="grammar",
    mqm="linguistic-conventions/grammar",
    level="warning",
    artefact="D6",
    message="'{match}' asks for a perfect; what happened once happened on or in that time: '{suggestion}'.",
    why="'Since' means up to now. Other languages have one word for 'since' and 'from'.",
    bad=[
        ("[[Since 3 May]], the mills began to grind.", "From 3 May, the mills began to grind."),
        ("[[Since January 2015]] the old firm surpassed its rival.", "From January 2015 the old firm surpassed its rival."),
        ("[[Since 10 June last year]], three ferries started to sail.", "From 10 June last year, three ferries started to sail."),
    ],
    good=[
        "Since 3 May, the mills have ground corn.",
        "Since May the mill was sold, nobody came.",
        "Since the mill began to grind, the valley has grown.",
        "Since 2015, the firm that began to sell corn has grown.",
        "Since 2015 is long past, they began anew.",
        "Since then he left the mill twice.",
        "“Since 3 May the mills began to grind,” he said.",
    ],
)  # fmt: skip
def since_past(document: Document) -> Iterator[Hit]:
    """`Since`, a date, a subject, and the past of something that happens once."""
    tokens = document.tokens
    if EVENTS.isdisjoint(tokens.places):
        return
    for i in tokens.places.get("since", ()):
        if not opens_sentence(document, i) or is_spoken(document, i):
            continue
        last = _date_end(document, i + 1)
        if last is not None and _event_after(document, last + 1):
            words = document.text(Span(tokens.starts[i + 1], tokens.span(last, last).end))
            since = "From" if tokens.texts[i][0].isupper() else "from"
            yield Hit("grammar.since-past", tokens.span(i, last), (f"{since} {words}",))


def _date_end(document: Document, first: int) -> int | None:
    """The last token of the date that begins here; None where none does."""
    lower, dated = document.tokens.lower, False
    last: int | None = None
    for i in range(first, min(first + LONGEST_DATE, len(lower))):
        word = lower[i]
        if word in LOWER_MONTHS | LOWER_WEEKDAYS or (word.isdecimal() and len(word) in {1, 2, 4}):
            dated = True
        elif not (
            word in IN_DATE | DAY_PARTS
            or (word in {"last", "this"} and lower[i + 1 : i + 2] in (["year"], ["month"]))
            or (word in {"year", "month"} and lower[i - 1] in {"last", "this"})
        ):
            break
        if word not in {"the", "of"}:
            last = i
    return last if dated else None


def _event_after(document: Document, first: int) -> bool:
    """Whether a subject begins here, a comma before it at most, with an event in the past."""
    tokens = document.tokens
    if first < len(tokens) and tokens.lower[first] == ",":
        first += 1
    for i in range(first, min(first + LONGEST_SUBJECT, len(tokens))):
        if not document.touch(i - 1, i):
            return False
        if i > first and tokens.lower[i] in EVENTS and document.tag(i) == "VBD":
            return True
        if document.tag(i) not in OBJECT:
            return False
    return False


DETECTORS = (perfect_past_time, since_past)
