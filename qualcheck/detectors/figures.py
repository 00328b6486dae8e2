"""Figures that clash within one sentence: a rise that falls, a count that its list doesn't bear out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from qualcheck.check import Hit, detector
from qualcheck.document import Document, Span
from qualcheck.patterns import lazy

_UP = "rose|risen|grew|grown|increased|climbed|jumped|soared|surged|doubled|tripled|up"
_DOWN = "fell|fallen|dropped|decreased|declined|shrank|shrunk|plunged|plummeted|slumped|sank|dipped|down"
_VERBS = dict.fromkeys(_UP.split("|"), 1) | dict.fromkeys(_DOWN.split("|"), -1)
_AMOUNT = (
    r"(?P<money{n}>US\$|[$£€¥])?(?P<number{n}>\d[\d,]*(?:\.\d+)?)"
    r"(?P<unit{n}>%|[ -]?(?:bn|tn|mn|m|per cent|percent|thousand|million|billion|trillion)\b)?"
)
_CHANGE = lazy(
    rf"\b(?P<verb>{_UP}|{_DOWN})(?: \w+ly)? from (?:about |around |some |nearly |just |only )?"
    rf"{_AMOUNT.format(n=1)}(?P<between>(?: [a-z]+){{0,3}}?) to (?:about |around |some |nearly |just |only )?"
    rf"{_AMOUNT.format(n=2)}(?P<after>(?: [a-z]+)?)"
)
_SCALE = {
    "thousand": 1e3,
    "million": 1e6,
    "m": 1e6,
    "mn": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "trillion": 1e12,
    "tn": 1e12,
}
_RANKED = lazy(
    r"\b(?:place|places|spot|number|no|position|rank|ranked|ranking|chart|charts|seed|inflation|age|grade)\b",
    re.I,
)


def _matches_at(
    document: Document, words: Mapping[str, int], pattern: re.Pattern[str], follower: str
) -> Iterator[re.Match[str]]:
    """Matches of a pattern where one of these words stands; `follower` within the two after it."""
    tokens = document.tokens
    for word in words.keys() & tokens.places.keys():
        for index in tokens.places[word]:
            if follower and follower not in tokens.lower[index + 1 : index + 3]:
                continue
            if match := pattern.match(document.prose, tokens.starts[index]):
                yield match


def _amount(match: re.Match[str], which: int) -> tuple[float, str]:
    """What an amount is in ones, and its kind: a sign, `%`, or nothing."""
    number = float(match[f"number{which}"].replace(",", ""))
    unit = (match[f"unit{which}"] or "").strip(" -")
    if unit in {"%", "percent", "per cent"}:
        return number, "%"
    return number * _SCALE.get(unit, 1), match[f"money{which}"] or ""


@detector(
    id="locale.direction",
    category="locale",
    mqm="accuracy/mistranslation",
    level="suggestion",
    artefact="F9",
    message="'{verb}', but {second} is {than} than {first}.",
    why="The verb says one direction and the figures the other; one of the three is wrong.",
    bad=[
        "Unemployment [[rose from 10% to 8%]] in May.",
        "Unemployment [[rose from 10 to 8 percent]] in May.",
        "Sales [[fell from $900 million to $1.2 billion]] in May.",
    ],
    good=[
        "Unemployment rose from 8% to 10% in May.",
        "Sales rose from $900 million to $1.2 billion.",
        "The song climbed from 10 to 8 in the charts.",
        "Exports increased from 2021 to 2019 levels.",
        "It rose from 4 to 0.",
    ],
)  # fmt: skip
def direction(document: Document) -> Iterator[Hit]:
    """`rose from 10% to 8%` where both figures count the same."""
    for match in _matches_at(document, _VERBS, _CHANGE, "from"):
        (first, kind), (second, other) = _amount(match, 1), _amount(match, 2)
        kind = kind if match["unit1"] or match["money1"] else other
        if not other or kind != other or (second - first) * _VERBS[match["verb"]] >= 0:
            continue
        if match["unit1"] is None and match["unit2"] and other != "%":
            continue  # `from $5 to 3 million` may share its unit, or not
        if _RANKED.search(document.prose[max(0, match.start() - 80) : match.end() + 40]):
            continue
        end = match.end() - len(match["after"])
        values = {
            "verb": match["verb"],
            "first": _shown(match, 1),
            "second": _shown(match, 2),
            "than": "more" if second > first else "less",
        }
        yield Hit("locale.direction", Span(match.start(), end), (), values)


def _shown(match: re.Match[str], which: int) -> str:
    return f"{match[f'money{which}'] or ''}{match[f'number{which}']}{match[f'unit{which}'] or ''}"


_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
_ITEM = r"(?:the )?[A-Z][\w'’.-]*(?: (?:(?:of|the|and the|de|al) )?[A-Z][\w'’.-]*){0,3}"
_LIST = lazy(
    rf"\b(?P<count>{'|'.join(_COUNTS)}) (?P<what>(?:[\w-]+ ){{0,2}}[a-z]+s)"
    rf"(?: [a-z]+)?(?P<mark>:| [-–—]) (?P<list>{_ITEM}(?:, {_ITEM})*,? and {_ITEM})(?=[.;]|$)",
    re.MULTILINE,
)


@detector(
    id="locale.list-count",
    category="locale",
    mqm="accuracy/mistranslation",
    level="suggestion",
    artefact="F9",
    message="'{count}', but the list names {named}.",
    why="An item was lost from the list, or the number is wrong.",
    bad=[
        "They visited [[three]] countries: Poland and Latvia.",
        "They visited [[two]] large towns: Rakov, Lida and Brest.",
    ],
    good=[
        "They visited three countries: Poland, Latvia and Estonia.",
        "They visited two states: Bosnia and Herzegovina and Serbia.",
        "They asked two questions: Why and what for?",
        "They visited three countries: Poland and two others.",
    ],
)  # fmt: skip
def list_count(document: Document) -> Iterator[Hit]:
    """`three countries: Poland and Latvia`, where the list is nothing but names."""
    for match in _matches_at(document, _COUNTS, _LIST, ""):
        names = re.split(r",? and |, ", match["list"])
        pairs = len(re.findall(r" and ", match["list"]))
        if len(names) == _COUNTS[match["count"]] or pairs > 1:
            continue
        values = {"count": match["count"], "named": str(len(names))}
        yield Hit("locale.list-count", Span(*match.span("count")), (), values)


DETECTORS = (direction, list_count)
