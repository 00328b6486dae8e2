"""Dates that no calendar has, and weekdays that the date didn't fall on."""

from __future__ import annotations

import re
from calendar import isleap, weekday
from collections.abc import Iterator
from dataclasses import dataclass

from qualcheck.check import Hit, detector, rarest_first, told_once
from qualcheck.document import Document, Span, Tokens
from qualcheck.lexicon import MONTHS, WEEKDAYS
from qualcheck.patterns import lazy

_DATE_FORMAT = "locale-conventions/date-format"
_STYLE_GUIDE = "https://www.gov.uk/guidance/style-guide/a-to-z"

_MONTH = {name.lower(): number for number, name in enumerate(MONTHS, 1)} | {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10,
    "nov": 11, "dec": 12,
}  # fmt: skip
_WEEKDAY = {name.lower(): number for number, name in enumerate(WEEKDAYS)}
_DAY = lazy(r"(\d{1,2})(st|nd|rd|th)?")
_YEAR = lazy(r"(?:1[0-9]|20)\d\d")
FIRST_CERTAIN_YEAR = 1930
"""Before, parts of Europe counted days by another calendar."""


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A day and a month side by side, as a text has them. `first` and `last` are token indices."""

    first: int
    last: int
    day: int
    month: int
    year: int | None
    day_first: bool

    @property
    def is_impossible(self) -> bool:
        """Whether no year, or not this one, has such a day."""
        longest = 30 if self.month in {4, 6, 9, 11} else 29 if self.month == 2 else 31
        if self.month == 2 and self.year and not isleap(self.year):
            longest = 28
        return longest < self.day <= 31 or (self.day > 31 and self.year is not None)


def _dates(document: Document) -> Iterator[WrittenDate]:
    """Dates with the month's name, in order of the months."""
    tokens = document.tokens
    for name in _MONTH.keys() & tokens.places.keys():
        for index in tokens.places[name]:
            if tokens.texts[index][0].isupper():
                yield from _date_at(tokens, index)


def _date_at(tokens: Tokens, month: int) -> Iterator[WrittenDate]:
    """The dates that the month at this token belongs to: `4 March 2021`, `March 4, 2021`."""
    number = _MONTH[tokens.lower[month]]
    is_short = tokens.texts[month] not in MONTHS
    last = month + 1 if is_short and _text(tokens, month + 1) == "." else month
    before = month - 2 if _text(tokens, month - 1) == "of" else month - 1
    if day := _DAY.fullmatch(_text(tokens, before)):
        end, year = _year_after(tokens, last)
        yield WrittenDate(before, end, int(day[1]), number, year, day_first=True)
    if day := _DAY.fullmatch(_text(tokens, last + 1)):
        end, year = _year_after(tokens, last + 1)
        yield WrittenDate(month, end, int(day[1]), number, year, day_first=False)


def _text(tokens: Tokens, index: int) -> str:
    return tokens.lower[index] if 0 <= index < len(tokens) else ""


def _year_after(tokens: Tokens, index: int) -> tuple[int, int | None]:
    """The last token of a date, and its year if one follows, with a comma or without."""
    year = index + 2 if _text(tokens, index + 1) == "," else index + 1
    found = _YEAR.fullmatch(_text(tokens, year))
    return (year, int(found[0])) if found else (index, None)


_BEFORE_DATE = frozenset(
    "on of until till from since before after dated the through to by , ( – — - ".split()
)


def _stands_as_date(tokens: Tokens, date: WrittenDate) -> bool:
    """Whether a date can't be read otherwise: `In June 31 people died`, `4 June 31 of them`."""
    before, after = _text(tokens, date.first - 1), _text(tokens, date.last + 1)
    if before[:1].isdigit() or _text(tokens, date.first - 2).isdigit():
        return False
    if date.year is not None:
        return True
    if not date.day_first:
        return before in {"on", "dated"} and not after[:1].isdigit()
    follows = tokens.texts[date.last + 1] if after else ""
    return before in _BEFORE_DATE and not follows[:1].isupper()


@detector(
    id="locale.impossible-date",
    category="locale",
    mqm="accuracy/mistranslation",
    level="error",
    artefact="F7",
    message="There is no {match}.",
    why="The month has fewer days, so the day or the month is wrong.",
    bad=[
        "The law has been in force since [[31 June]].",
        "The law was signed on [[February 30, 2021]], at noon.",
        "The law was signed on [[29 February 2023]].",
        "It ends on the [[31st of November]].",
        "It ends on [[September 31]].",
        "It ends on [[31.06.2023]].",
    ],
    good=[
        "In June 31 people died.",
        "The law was signed on 30 June.",
        "On 12 June 31 people died.",
        "She left at the age of 31 June Brown said.",
        "The law was signed on 29 February 2024.",
        "In November 31 of them left.",
        "The version is 31.06.10.",
    ],
)  # fmt: skip
def impossible_date(document: Document) -> Iterator[Span]:
    """`31 June`, `February 30`, `29 February 2023`, `31.06.2023`."""
    for date in _dates(document):
        if date.is_impossible and _stands_as_date(document.tokens, date):
            yield document.tokens.span(date.first, date.last)
    for index, day, month, year in _numeric_dates(document):
        if WrittenDate(index, index, day, month, year, day_first=True).is_impossible:
            yield document.tokens.span(index, index)


@detector(
    id="locale.weekday",
    category="locale",
    mqm="accuracy/mistranslation",
    level="warning",
    artefact="F8",
    message="{date} was a {suggestion}.",
    why="The weekday and the date don't belong to one another; one of them is wrong.",
    bad=[
        ("They met on [[Monday]], 24 February 2022, in Kyiv.", "They met on Thursday, 24 February 2022, in Kyiv."),
        ("They met on [[Tuesday]], February 24, 2022.", "They met on Thursday, February 24, 2022."),
        ("They met on 24 February 2022 ([[Sunday]]).", "They met on 24 February 2022 (Thursday)."),
        ("They met on [[Friday]] 24th February 2022.", "They met on Thursday 24th February 2022."),
    ],
    good=[
        "They met on Thursday, 24 February 2022.",
        "They met on Monday, and 24 February 2022 was a Thursday.",
        "They met on Monday, 24 February 1722.",
        "They met on Monday, 24 February.",
        "From Monday, 21 to Thursday, 24 February 2022.",
    ],
)  # fmt: skip
def wrong_weekday(document: Document) -> Iterator[Hit]:
    """A weekday beside a date with its year that fell on another."""
    tokens = document.tokens
    if tokens.places.keys().isdisjoint(_WEEKDAY):
        return
    for date in _dates(document):
        if not date.year or date.year < FIRST_CERTAIN_YEAR or date.is_impossible:
            continue
        named = _weekday_beside(tokens, date)
        if named is None or date.day < 1:
            continue
        right = WEEKDAYS[weekday(date.year, date.month, date.day)]
        if tokens.lower[named] != right.lower():
            shown = document.text(tokens.span(date.first, date.last))
            yield Hit("locale.weekday", tokens.span(named, named), (right,), {"date": shown})


def _weekday_beside(tokens: Tokens, date: WrittenDate) -> int | None:
    """The token with a date's weekday: `Monday, 4 March 2021`, `4 March 2021 (Monday)`."""
    first = date.first - 1
    if _text(tokens, first) == "the":
        first -= 1
    if _text(tokens, first) == ",":
        first -= 1
    if _text(tokens, first) in _WEEKDAY:
        return first
    bracketed = _text(tokens, date.last + 1) == "(" and _text(tokens, date.last + 3) == ")"
    return date.last + 2 if bracketed and _text(tokens, date.last + 2) in _WEEKDAY else None


_NUMERIC = lazy(r"(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)")


def _numeric_dates(document: Document) -> Iterator[tuple[int, int, int, int]]:
    """Token, day, month and year of dates such as `24.02.2022`."""
    for word, places in document.tokens.figures.items():
        if 8 <= len(word) <= 10 and word[-5] == "." and (match := _NUMERIC.fullmatch(word)):
            day, month, year = (int(part) for part in match.groups())
            if 1 <= day <= 31 and 1 <= month <= 12:
                yield from ((index, day, month, year) for index in places)


@detector(
    id="locale.numeric-date",
    category="locale",
    mqm=_DATE_FORMAT,
    level="suggestion",
    artefact="F7",
    message="In running text, English writes the month out: '{suggestion}'.",
    why="Figures with stops are the short form of many languages, but not of English.",
    bad=[
        ("It was signed on [[24.02.2022]] in Kyiv.", "It was signed on 24 February 2022 in Kyiv."),
        ("It was signed on [[4.3.2021]].", "It was signed on 4 March 2021."),
    ],
    good=["It was signed on 24 February 2022.", "Regulation 12 (OJ L 173, 12.6.2014, p. 1)", "Version 4.13.2021 is out.", "He dialled 45.67.1999."],
    sources=[_STYLE_GUIDE],
)  # fmt: skip
def numeric_date(document: Document) -> Iterator[Hit]:
    """`24.02.2022` in running text."""
    for index, day, month, year in _numeric_dates(document):
        if WrittenDate(index, index, day, month, year, day_first=True).is_impossible:
            continue
        start = document.tokens.starts[index]
        if re.search(r"[-–—|/(] ?$|\d, $", document.prose[max(0, start - 3) : start]):
            continue  # a date line, or where a law was published: `OJ L 83, 27.3.1999`
        written = f"{day} {MONTHS[month - 1]} {year}"
        yield Hit("locale.numeric-date", document.tokens.span(index, index), (written,))


@detector(
    id="locale.date-order",
    category="locale",
    mqm=_DATE_FORMAT,
    level="warning",
    artefact="E11",
    message="Here the {here} stands first in a date; elsewhere in this text it is the {elsewhere}.",
    why="Day first is British, month first American; one text should keep to one order.",
    bad=[
        "It began on May 3, 2020, and ended on June 5. The trial is on [[12 July 2021]].",
        "It began on 3 May and ended on [[June 5]].",
    ],
    good=[
        "It began on 3 May and ended on 5 June 2020.",
        "It began on May 3. “We end on 5 June,” he said.",
        "It began on the 4th of July. On May 3 it ended.",
        "It began on 3 May with a March. 200 people joined, in May 2020.",
        "Put in on May 3, the Windows 10 May 2020 Update failed.",
    ],
)  # fmt: skip
def date_order(document: Document) -> Iterator[Hit]:
    """Dates with the day first and with the month first; the rarer order is told, once."""
    orders: dict[str, list[Span]] = {"day": [], "month": []}
    for date in _dates(document):
        if _is_plain_date(document, date):
            first = "day" if date.day_first else "month"
            orders[first].append(document.tokens.span(date.first, date.last))
    if all(orders.values()):
        odd, usual = rarest_first(map(sorted, orders.values()))
        here, elsewhere = sorted(orders, key=lambda first: odd[0] not in orders[first])
        values = {"here": here, "elsewhere": elsewhere}
        yield told_once("locale.date-order", odd, against=usual, values=values)


def _is_plain_date(document: Document, date: WrittenDate) -> bool:
    """Whether a date is in the writer's own words: neither quoted nor part of a name, nor a day
    with a name of its own (`the 4th of July`).
    """
    tokens, before = document.tokens, date.first - 1
    if not _stands_as_date(tokens, date) or date.is_impossible or date.day > 31:
        return False
    in_name = before in document.names and tokens.lower[before] not in _WEEKDAY
    is_named = _text(tokens, date.first + 1) == "of"
    return not (in_name or is_named or document.in_quotation(tokens.starts[date.first]))


DETECTORS = (impossible_date, wrong_weekday, numeric_date, date_order)
