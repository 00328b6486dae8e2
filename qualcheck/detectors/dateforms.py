"""How other languages write dates and times of day: `24. February`, `in 2014 year`, `18h30`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial

from qualcheck.check import Hit, detector
from qualcheck.document import Document, Span
from qualcheck.lexicon import LOWER_MONTHS, MONTHS
from qualcheck.patterns import lazy

_DATE_FORMAT = "locale-conventions/date-format"
_TIME_FORMAT = "locale-conventions/time-format"
_STYLE_GUIDE = "https://www.gov.uk/guidance/style-guide/a-to-z"

_date = partial(detector, category="locale", mqm=_DATE_FORMAT, artefact="F7")
_time = partial(detector, category="locale", mqm=_TIME_FORMAT, artefact="F7", level="suggestion")

_MONTH = f"(?P<month>{'|'.join(sorted(MONTHS))})"
_DAY = r"(?P<day>[12]?\d|3[01])"
_DAY_LENGTH = 28
"""Characters before a month's name that a pattern may look at."""


def _months(document: Document, before: str, after: str = "") -> Iterator[int]:
    """Prose offsets of months that stand between two tokens, any one where it is empty."""
    tokens, lower = document.tokens, document.tokens.lower
    for name in LOWER_MONTHS & tokens.places.keys():
        for index in tokens.places[name]:
            if before and (not index or lower[index - 1] != before):
                continue
            if after and lower[index + 1 : index + 2] != [after]:
                continue
            yield tokens.starts[index]


def _around(
    document: Document, pattern: re.Pattern[str], months: Iterable[int]
) -> Iterator[re.Match[str]]:
    """Matches that hold one of these months."""
    for start in months:
        match = pattern.search(document.prose, max(0, start - _DAY_LENGTH), start + 40)
        if match and match.start() <= start < match.end():
            yield match


_AFTER_DATE = r"(?:and|at|in|to|was|is|were|until|when|by|that|after|before|of|the)\b"
_DAY_STOP = lazy(
    rf"(?:(?:\b(?:[Oo]n|of|[Ff]rom|[Uu]ntil|[Ss]ince|[Tt]he|[Bb]efore|[Aa]fter)|day,|\() ?(?P<date>{_DAY}\. {_MONTH})"
    rf"(?=,? (?:19|20)\d\d\b|,? {_AFTER_DATE}|[,;)])"
    rf"|(?<![\w.,:/$€£-])(?P<dated>{_DAY.replace('day', 'day2')}\. {_MONTH.replace('month', 'month2')})(?=,? (?:19|20)\d\d\b))"
)


@_date(
    id="locale.day-stop",
    level="error",
    message="English writes no stop behind the day: '{suggestion}'.",
    why="German, Czech, Croatian and others mark an ordinal by a stop.",
    bad=[
        ("The war began on [[24. February]] 2022.", "The war began on 24 February 2022."),
        ("The fair opens on [[3. May]] and closes in June.", "The fair opens on 3 May and closes in June."),
        ("A frost came, [[3. May]] 2021 it was.", "A frost came, 3 May 2021 it was."),
    ],
    good=[
        "The war began on 24 February 2022.",
        "He came in with 24. February was cold.",
        "They lost by 12. May was the scorer.",
    ],
)  # fmt: skip
def day_stop(document: Document) -> Iterator[Hit]:
    """`24. February`, where a sentence can't have ended at the stop."""
    for match in _around(document, _DAY_STOP, _months(document, ".")):
        group = "date" if match["date"] else "dated"
        fixed = match[group].replace(".", "")
        yield Hit("locale.day-stop", Span(*match.span(group)), (fixed,))


_OF_THE = lazy(
    rf"(?<![\w.,$€£])(?P<before>{_DAY}(?:st|nd|rd|th)? of) the {_MONTH}"
    rf"(?=(?:,? (?:19|20)\d\d)?(?:[.,;:)!?\n]|$| {_AFTER_DATE}))"
)


@_date(
    id="locale.day-of-the-month",
    level="warning",
    message="The name of a month takes no article in a date: '{suggestion}'.",
    why="The article comes from the other language.",
    bad=[("The fair opens on the [[5th of the May]].", "The fair opens on the 5th of May.")],
    good=[
        "One of the 5 of the May events.",
        "The fair opens on the 5th of May.",
        "It was one of the 12 of the March intake.",
    ],
)  # fmt: skip
def day_of_the_month(document: Document) -> Iterator[Hit]:
    """`5th of the May`."""
    for match in _around(document, _OF_THE, _months(document, "the")):
        fixed = f"{match['before']} {match['month']}"
        yield Hit("locale.day-of-the-month", Span(*match.span()), (fixed,))


_OF = lazy(
    rf"\b(?:[Oo]n|[Oo]n the|[Ss]ince|[Uu]ntil|[Ff]rom|day,?|[Bb]y|dated) (?P<date>{_DAY} of {_MONTH})(?![\w]|['’]s)"
)


@_date(
    id="locale.day-of-month",
    level="warning",
    message="English says '{suggestion}', or 'the {day}th of {month}' with an ordinal.",
    why="Spanish and Portuguese put 'of' between a plain number and the month.",
    bad=[("The fair opens on [[5 of May]] at noon.", "The fair opens on 5 May at noon.")],
    good=[
        "The fair opens on the 5th of May.",
        "He won all 5 of May's matches.",
        "The last 5 of March were cold.",
    ],
)  # fmt: skip
def day_of_month(document: Document) -> Iterator[Hit]:
    """`on 5 of May`."""
    for match in _around(document, _OF, _months(document, "of")):
        day, month = match["day"], match["month"]
        values = {"day": day, "month": month}
        yield Hit("locale.day-of-month", Span(*match.span("date")), (f"{day} {month}",), values)


_COMMA = lazy(
    rf"\b[Oo]n (?P<date>{_MONTH}, {_DAY})(?![\w]|[.,:/-]\d| (?!(?:{_AFTER_DATE}|this\b|last\b|(?:19|20)\d\d\b))\w)"
)


@_date(
    id="locale.month-comma",
    level="warning",
    message="No comma between month and day: '{suggestion}'.",
    why="The comma belongs before the year, if anywhere.",
    bad=[("The war began on [[February, 24]], at dawn.", "The war began on February 24, at dawn.")],
    good=[
        "The war began on February 24, 2022.",
        "In February, 24 people died.",
        "On May, 12 people agreed.",
    ],
)  # fmt: skip
def month_comma(document: Document) -> Iterator[Hit]:
    """`on February, 24`."""
    for match in _around(document, _COMMA, _months(document, "on", ",")):
        fixed = f"{match['month']} {match['day']}"
        yield Hit("locale.month-comma", Span(*match.span("date")), (fixed,))


_YEAR = r"(?:1[5-9]|20)\d\d(?:[-–](?:1[5-9]|20)?\d\d)?"
_YEAR_WORD = lazy(
    rf"\b(?P<before>[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Dd]uring|[Ff]rom|of|[Bb]efore|[Aa]fter|{'|'.join(sorted(MONTHS))})"
    rf" (?:the )?(?P<year>{_YEAR}),? years?\b(?![-–'’]| (?:end|old|ago|of|later|before|earlier|after|book|group|round|"
    r"award|prize|championship|season|results?|budget|ending|ended|to date|on)\b)"
)


@_date(
    id="locale.year-word",
    level="warning",
    message="English says '{suggestion}', without 'year' behind the number.",
    why="Russian and its neighbours put the word for year behind the number.",
    bad=[
        ("The bridge was built [[in 1974 year]].", "The bridge was built in 1974."),
        ("The bridge was built [[in 1941-1945 years]].", "The bridge was built in 1941-1945."),
        ("It opens in [[May 2021 year]].", "It opens in May 2021."),
    ],
    good=[
        "The bridge was built in the year 1974.",
        "At the 2021 year-end, it rose to 2,000 years.",
        "It is from 2000 years ago.",
    ],
)  # fmt: skip
def year_word(document: Document) -> Iterator[Hit]:
    """`in 1974 year`, `in 1941-1945 years`."""
    tokens = document.tokens
    for word in ("year", "years"):
        for index in tokens.places.get(word, ()):
            if not index or not re.match(_YEAR, tokens.texts[index - 1]):
                continue
            start, end = tokens.starts[index], tokens.starts[index] + 16
            match = _YEAR_WORD.search(document.prose, max(0, start - 34), end)
            if match and match.end() > start:
                fixed = f"{match['before']} {match['year']}"
                yield Hit("locale.year-word", Span(*match.span()), (fixed,))


_HOUR = lazy(r"([01]?\d|2[0-4])h([0-5]\d)")


@_time(
    id="locale.hour-letter",
    message="English writes '{suggestion}'.",
    why="French, Spanish and Portuguese put an h between hours and minutes.",
    bad=[("The fair opens at [[18h30]] in the hall.", "The fair opens at 18:30 in the hall.")],
    good=["The fair opens at 18:30.", "She ran it in 2h30.", "It goes at 18 hours 30 minutes."],
    sources=[_STYLE_GUIDE],
)  # fmt: skip
def hour_letter(document: Document) -> Iterator[Hit]:
    """`at 18h30`."""
    tokens = document.tokens
    for word, places in tokens.figures.items():
        if 4 <= len(word) <= 5 and word[-3] == "h" and (time := _HOUR.fullmatch(word)):
            for index in places:
                if index and tokens.lower[index - 1] in {"at", "from", "until", "by"}:
                    yield Hit(
                        "locale.hour-letter", tokens.span(index, index), (f"{time[1]}:{time[2]}",)
                    )


_LATE = lazy(r"(?<![\d.:])(?P<hour>(?:1[3-9]|2[0-4])[:.][0-5]\d) ?(?:[ap]\.m\.|[ap]m\b)")


@_time(
    id="locale.clock-twice",
    message="'{match}' says it twice: '{hour}' is past noon already.",
    why="One clock counts to twelve with am and pm, the other to twenty-four without.",
    bad=["The fair opens at [[18:30 p.m.]] in the hall.", "The fair opens at [[18.30pm]] in the hall."],
    good=["The fair opens at 6:30 p.m. in the hall."],
)  # fmt: skip
def clock_twice(document: Document) -> Iterator[Hit]:
    """A late hour with am or pm: `18:30 p.m.`."""
    tokens = document.tokens
    for word in ("p", "pm", *tokens.figures):
        for index in tokens.places.get(word, ()) if word[-1] in "mp" else ():
            start = tokens.starts[index]
            match = _LATE.search(document.prose, max(0, start - 6), start + 10)
            if match and match.end() > start:
                yield Hit("locale.clock-twice", Span(*match.span()), (), {"hour": match["hour"]})


DETECTORS = (
    day_stop, day_of_the_month, day_of_month, month_comma, year_word, hour_letter, clock_twice,
)  # fmt: skip
