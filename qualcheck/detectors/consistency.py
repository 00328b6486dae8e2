"""One thing written in two ways within a text: a word, a name, what letters stand for, a date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from qualcheck import lexicon
from qualcheck.check import ALL_SCOPES, Hit, detector, told_once
from qualcheck.document import Document, Span, Tokens
from qualcheck.patterns import lazy

_INCONSISTENT = "terminology/inconsistent-use-of-terminology"

LEAST_VOTES = 3
"""Spellings of one dialect that make a text's own …"""
MOST_STRAYS = 0.34
"""… and the share of the other up to which it is a stray one."""


@detector(
    id="words.dialect",
    category="words",
    mqm="linguistic-conventions/spelling",
    level="suggestion",
    artefact="E11",
    message="'{match}' is {stray} spelling; the text's own is {own}: '{suggestion}'.",
    why="Spellings from both sides of the Atlantic in one text look like several hands.",
    bad=[
        (
            "The colour of the harbour and the flavour of the [[center]] pleased him.",
            "The colour of the harbour and the flavour of the centre pleased him.",
        ),
        (
            "The color of the harbor and the flavor of the [[centre]] pleased him. Another centre did not.",
            "The color of the harbor and the flavor of the center pleased him. Another center did not.",
        ),
    ],
    good=[
        "The colour of the harbour and the flavour of the centre pleased him.",
        "The colour and the harbour pleased the Labor Party and the Kennedy Center.",
        "The colour of the harbour was recognized for its flavour.",
        "The color of the centre.",
        "The colour of the harbour and its flavour: “a new center”, he wrote.",
    ],
)  # fmt: skip
def dialect(document: Document) -> Iterator[Hit]:
    """A British spelling in an American text, or the reverse; told once for each word."""
    british, american = _spellings(document)
    if _outvote(british, american):
        yield from _strays(document, american, british, {"stray": "American", "own": "British"})
    elif _outvote(american, british):
        yield from _strays(document, british, american, {"stray": "British", "own": "American"})


Spellings = dict[str, str]
"""Words of a text in one dialect → their spelling in the other."""


def _outvote(own: Spellings, other: Spellings) -> bool:
    """Whether so many words are in one dialect that the rest are strays."""
    return len(own) >= LEAST_VOTES and len(other) <= MOST_STRAYS * len(own)


def _strays(
    document: Document, strays: Spellings, own: Spellings, dialects: Mapping[str, str]
) -> Iterator[Hit]:
    """The words of the stray dialect, beside the first of the text's own."""
    against = sorted(_places(document, word)[0] for word in own)
    for word, other in strays.items():
        yield told_once(
            "words.dialect",
            _places(document, word),
            against=against[:SHOWN_VOTES],
            suggestions=(other,),
            values=dialects,
        )


SHOWN_VOTES = 3
"""Spellings named to show which dialect a text is in."""


def _spellings(document: Document) -> tuple[Spellings, Spellings]:
    """The text's British words with their American spellings, and the reverse."""
    known = document.tokens.places.keys()
    to_american, to_british = _dialects()
    british = {word: to_american[word] for word in to_american.keys() & known}
    # British publishers write -ize, too.
    american = {w: to_british[w] for w in to_british.keys() & known if "iz" not in w[-8:]}
    own, other = (
        {word: words[word] for word in sorted(words) if _places(document, word)}
        for words in (british, american)
    )
    return own, other


@cache
def _dialects() -> tuple[Spellings, Spellings]:
    """British words → American, and the reverse."""
    pairs = lexicon.dialects()
    return dict(pairs), {american: british for british, american in pairs}


def _places(document: Document, word: str) -> list[Span]:
    """Where a word stands in the writer's own spelling: neither in a name nor quoted."""
    tokens = document.tokens
    return [
        tokens[i].span
        for i in tokens.places.get(word, ())
        if tokens.texts[i].islower()
        and not document.in_quotation(tokens.starts[i])
        and document.is_loose(i)
    ]


@detector(
    id="words.two-spellings",
    category="words",
    mqm="style/inconsistent-style",
    level="warning",
    artefact="E11",
    message="'{match}' is spelt '{suggestion}' elsewhere in this text.",
    why="One is British and one American; a text should keep to either.",
    bad=[
        (
            "The color was new. Nobody liked the [[colour]], and the old color came back.",
            "The color was new. Nobody liked the color, and the old color came back.",
        ),
        (
            "The center is open. The [[centre]] is large. The centre is new, and the center, too.",
            "The center is open. The center is large. The center is new, and the center, too.",
        ),
    ],
    good=[
        "The color of the centre.",
        "The colour was new. “No color is worse,” he wrote.",
        "The labour market grew, says the Bureau of Labor Statistics.",
    ],
)  # fmt: skip
def two_spellings(document: Document) -> Iterator[Hit]:
    """A word in British and in American spelling, in a text whose dialect can't be told; the
    rarer (the later, where they are even) is told, once.
    """
    places, to_american = document.tokens.places, _dialects()[0]
    british = sorted(to_american.keys() & places.keys())
    pairs = [(word, to_american[word]) for word in british if to_american[word] in places]
    if not pairs or _has_dialect(document):
        return
    for pair in pairs:
        forms = [(_places(document, word), word) for word in pair]
        if all(spans for spans, _ in forms):
            (odd, _), (usual, word) = sorted(forms, key=lambda form: _rarity(form[0]))
            yield told_once("words.two-spellings", odd, against=usual[:1], suggestions=(word,))


def _rarity(places: Sequence[Span]) -> tuple[int, int]:
    """Sorts the rarer of two forms first, or the one that comes later."""
    return len(places), -places[0].start


def _has_dialect(document: Document) -> bool:
    british, american = _spellings(document)
    return _outvote(british, american) or _outvote(american, british)


@detector(
    id="names.order",
    category="names",
    mqm=_INCONSISTENT,
    level="warning",
    scopes=ALL_SCOPES,
    artefact="E9",
    message="'{match}' is '{suggestion}' elsewhere in this text.",
    why="Some languages put the surname first; one text should not do both.",
    bad=[
        (
            "Kenzo Yamadaka spoke. Later [[Yamadaka Kenzo]] left.",
            "Kenzo Yamadaka spoke. Later Kenzo Yamadaka left.",
        )
    ],
    good=[
        "Kenzo Yamadaka spoke. Then Kenzo Yamadaka left.",
        "They left Dynamo Moscow. In the final, Moscow Dynamo won.",
        "James Henry met Henry James.",
    ],
)  # fmt: skip
def name_order(document: Document) -> Iterator[Hit]:
    """The two words of a person's name in both orders; the rarer is told, once."""
    orders: dict[frozenset[str], dict[tuple[str, str], list[Span]]] = {}
    for i in _unknown_names(document):
        if words := _personal(document, i, i + 1):
            span = document.tokens.span(i, i + 1)
            orders.setdefault(frozenset(words), {}).setdefault(words, []).append(span)
    for found in orders.values():
        if len(found) == 2:
            odd, usual = sorted(found.values(), key=_rarity)
            name = document.text(usual[0])
            yield told_once("names.order", odd, against=usual[:1], suggestions=(name,))


def _unknown_names(document: Document) -> Iterator[int]:
    """Tokens, in order, that are names which English doesn't know, with another behind them."""
    places, forms = document.tokens.places, document.names.forms
    unknown = {w for w in forms if len(w) > 2 and w.isalpha() and not lexicon.is_english(w)}
    found = {i for word in unknown for i in places[word]}
    return iter(sorted(i for i in found if i + 1 in found))


def _personal(document: Document, first: int, last: int) -> tuple[str, str] | None:
    """Two unknown names in lower case, where they can be somebody's given name and surname, and
    no other script stands before them (`樋口 Higuchi`).
    """
    tokens = document.tokens
    words = tokens.texts[first], tokens.texts[last]
    gap = document.prose[tokens.span(first, first).end : tokens.starts[last]]
    if gap != " " or not all(word[0].isupper() for word in words):
        return None
    if all(map(str.isupper, words)) or _is_of_other_script(tokens, first - 1):
        return None
    if words[0] == words[1] or all(map(lexicon.is_given_name, words)):
        return None
    return words[0].lower(), words[1].lower()


def _is_of_other_script(tokens: Tokens, token: int) -> bool:
    return token >= 0 and tokens.texts[token].isalpha() and tokens.texts[token][0] > LAST_LATIN


LAST_LATIN = "\N{LATIN SMALL LETTER Y WITH STROKE}"
"""The last letter of the blocks in which European names are written."""


@detector(
    id="names.two-expansions",
    category="names",
    mqm=_INCONSISTENT,
    level="suggestion",
    scopes=ALL_SCOPES,
    artefact="E8",
    message="'{letters}' stands for '{match}' here, and for '{other}' elsewhere in this text.",
    why="One office or body under two names reads as two of them.",
    bad=[
        "He left the State Security Service (SSS). [[Security Service of the State]] (SSS) officers came.",
        "The Rural Credit Bank (RCB) paid. The [[Bank for Rural Loans]] (RCB) did not.",
    ],
    good=[
        "He left the State Security Service (SSS). The State Security Service (SSS) came.",
        "He left the State Security Service (SSS). The Swedish State Security Service (SSS) came.",
        "The European Central Bank (ECB) paid. The England Cricket Board (ECB) did not.",
        "Maria Lund (GDP) spoke, then Anna Holm (GDP).",
    ],
)  # fmt: skip
def two_expansions(document: Document) -> Iterator[Hit]:
    """Letters in brackets behind two names that share a word, other than by a longer form."""
    expansions: dict[str, dict[str, list[Span]]] = {}
    for letters, span in _expansions(document):
        name = document.text(span)
        expansions.setdefault(letters, {}).setdefault(_normal(name), []).append(span)
    for letters, names in expansions.items():
        ranked = sorted(names.items(), key=lambda item: (-len(item[1]), item[1][0].start))
        for name, places in ranked[1:]:
            usual, others = ranked[0]
            if _is_another(name.split(), usual.split()):
                values = {"letters": letters, "other": document.text(others[0])}
                yield told_once("names.two-expansions", places, against=others[:1], values=values)


_JOINERS = frozenset("of the and for in on to de la &".split())
_LONGEST_NAME = 9
"""Words of a name before its letters in brackets."""


def _expansions(document: Document) -> Iterator[tuple[str, Span]]:
    """Letters in brackets, and the capitalised words right before them."""
    tokens = document.tokens
    for i in tokens.places.get("(", ()):
        letters = "".join(tokens.texts[i + 1 : i + 2])
        if letters.isupper() and letters.isalpha() and tokens.texts[i + 2 : i + 3] == [")"]:
            first = _name_start(tokens.texts, i)
            if 1 < len(letters) < 8 and i - first > 1:
                yield letters, tokens.span(first, i - 1)


def _name_start(texts: Sequence[str], end: int) -> int:
    """First token of the capitalised words, joiners between them, that end before a token."""
    first = end
    for i in range(end - 1, max(end - 1 - _LONGEST_NAME, -1), -1):
        if texts[i][0].isupper():
            first = i
        elif texts[i] not in _JOINERS:
            break
    return first + 1 if texts[first] in {"The", "A", "An"} else first


def _normal(name: str) -> str:
    """A name in lower case, without joiners."""
    return " ".join(word for word in re.split(r"\W+", name.lower()) if word not in _JOINERS)


def _is_another(name: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names differ by more than a word before them, but share one."""
    shorter = min(len(name), len(other))
    return name[-shorter:] != other[-shorter:] and not set(name).isdisjoint(other)


MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = r"(?:[12]?\d|3[01])(?:st|nd|rd|th)?"
_DAY_FIRST = lazy(rf"(?<![\w.:,/$€£-]){_DAY} (?:{MONTHS})\b(?: \d{{4}}\b)?")
_MONTH_FIRST = lazy(rf"\b(?:{MONTHS}) {_DAY}(?![\w:%/-]|[.,]\d)(?:,? \d{{4}}\b)?")


@detector(
    id="locale.date-order",
    category="locale",
    mqm="locale-conventions/date-format",
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
    orders = [
        (first, list(_dates(document, pattern)))
        for first, pattern in (("day", _DAY_FIRST), ("month", _MONTH_FIRST))
    ]
    if all(dates for _, dates in orders):
        orders.sort(key=lambda order: _rarity(order[1]))
        (here, odd), (elsewhere, usual) = orders
        values = {"here": here, "elsewhere": elsewhere}
        yield told_once("locale.date-order", odd, against=usual[:1], values=values)


def _dates(document: Document, pattern: re.Pattern[str]) -> Iterator[Span]:
    """Dates in the writer's own words: neither quoted nor part of a name."""
    if _MONTHS.isdisjoint(document.tokens.places):
        return
    for match in pattern.finditer(document.prose):
        before = document.tokens.at(match.start() - 1) if match.start() else -1
        in_name = before in document.names and document.tokens.lower[before] not in WEEKDAYS
        if not document.in_quotation(match.start()) and not in_name:
            yield Span(*match.span())


_MONTHS = frozenset(MONTHS.lower().split("|"))
WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())


DETECTORS = (dialect, two_spellings, name_order, two_expansions, date_order)
