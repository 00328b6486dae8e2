"""Numbers in the forms of other languages: decimal commas, stops and blanks between thousands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qualcheck import lexicon
from qualcheck.check import Hit, detector
from qualcheck.document import Document, Span
from qualcheck.patterns import lazy

_NUMBER_FORMAT = "locale-conventions/number-format"
_SI_BROCHURE = "https://www.bipm.org/en/publications/si-brochure"

MEASURES = (
    "percent|per cent|per-cent|percentage|hundred|thousand|million|billion|trillion|bn|tn|mn|mln|m|k|p|c|"
    "euros?|dollars?|pounds?|cents?|pence|francs?|yen|yuan|rou?bles?|hryvnias?|zlotys?|zloty|lei|leva|lev|lira|liras?|"
    "kron[aeo]r?|koruna|forints?|rupees?|reais|pesos?|dirhams?|shekels?|dinars?|lari|marks?|tenge|rand|won|"
    "usd|eur|gbp|uah|rub|pln|chf|jpy|cny|czk|huf|ron|bgn|sek|nok|dkk|"
    "kilomet(?:re|er)s?|met(?:re|er)s?|centimet(?:re|er)s?|millimet(?:re|er)s?|miles?|feet|foot|inch(?:es)?|"
    "acres?|hectares?|square|cubic|km|cm|mm|kg|mg|km/h|kph|mph|ha|l|ml|kw|mw|gw|kwh|mwh|gwh|twh|hz|khz|mhz|ghz|"
    "gb|mb|tb|kilograms?|kilos?|grams?|tons?|tonnes?|lit(?:re|er)s?|barrels?|gallons?|megawatts?|gigawatts?|"
    "kilowatts?|degrees?|points?|times|hours?|minutes?|seconds?|years?|months?|weeks?|days?|magnitude|goals"
)
"""What a decimal fraction may be counted in."""

COUNTED = (
    "people|persons|residents|inhabitants|citizens|soldiers|troops|men|women|children|civilians|refugees|migrants|"
    "victims|casualties|deaths|cases|families|households|houses|homes|buildings|jobs|workers|employees|students|"
    "pupils|patients|voters|votes|members|visitors|tourists|passengers|protesters|demonstrators|supporters|fans|"
    "vehicles|cars|tanks|aircraft|shells|rockets|drones|books|copies|schools|companies|firms|animals|trees|"
    "years|ukrainians|russians|germans|americans|poles|prisoners|fighters|officers|spectators|signatures|subscribers|"
    "users|customers|seats|participants|volunteers|recruits|hospitals|shops"
)
"""What comes in whole numbers."""

DIVISIBLE = (
    "euros?|dollars?|pounds?|francs?|yen|yuan|rou?bles?|hryvnias?|zlotys?|lei|leva|liras?|kron[aeo]r?|forints?|rupees?|"
    "pesos?|usd|eur|gbp|uah|rub|pln|chf|czk|huf|"
    "square|hectares|acres|tons|tonnes|kilomet(?:re|er)s|km|miles|met(?:re|er)s|barrels|lit(?:re|er)s"
)
"""What may have three decimals: an amount like `12.500` is taken for thousands where it is round."""

_MONEY_BEFORE = lazy(r"(?:[$£€¥₴₽₹]|\b(?:USD|EUR|GBP|UAH|CHF|US|Rs|AUD|CAD)) ?$")

LABELS = lexicon.LOWER_MONTHS | frozenset(
    "page pages p pp chapter chapters verse verses section sections article articles figure figures fig table tables "
    "paragraph paragraphs no nos number numbers group groups item items line lines grade grades level levels room rooms "
    "day days week weeks lot lots step steps rule rules question questions jan feb mar apr jun jul aug sept sep oct nov dec psalm psalms matthew "
    "mark luke john genesis exodus isaiah romans sura surah vol volume issue issues type types class classes category "
    "version versions chromosome chromosomes unit units channel channels season seasons episode episodes phase phases".split()
)
"""Words before a list of numbers, not before a quantity."""


def _numbers(document: Document, mark: str) -> Iterator[int]:
    """Indices of the tokens that begin with a figure and hold a mark, in order."""
    found = [places for word, places in document.tokens.figures.items() if mark in word]
    return iter(sorted(index for places in found for index in places))


def _before(document: Document, span: Span, width: int = 12) -> str:
    return document.prose[max(0, span.start - width) : span.start]


def _after(document: Document, span: Span, width: int = 24) -> str:
    return document.prose[span.end : span.end + width]


_DECIMAL = lazy(r"(\d{1,3}),(\d{1,2})([a-z]{1,3})?")
_MEASURE_AFTER = lazy(rf"\s?[%‰°]|[ \u00a0-]?(?:{MEASURES})\b(?!')", re.I)
_LISTED = lazy(
    r"[\w.,:/)\[]$|[^\s(][-–]$|\w\($|\d,\d{1,2} $|(?<![\d.,%])\d{1,2}[,;]? (?:and |or )?$"
)
_GOES_ON = lazy(r"[,.:/–-]\d|\)?,? (?:and|or|&) [$£€]?\d{1,2}\b(?![,.]\d)")


def _decimal(document: Document, index: int) -> re.Match[str] | None:
    """The parts of a token like `3,5`, where it isn't a list: `8, 10,12`, `pages 3,5`."""
    token = document.tokens[index]
    match = _DECIMAL.fullmatch(token.text)
    if match is None or (match[1].startswith("0") and match[1] != "0"):
        return None
    if _LISTED.search(_before(document, token.span)):
        return None
    if index and document.tokens.lower[index - 1] in LABELS:
        return None
    return None if _GOES_ON.match(_after(document, token.span)) else match


def _is_quantity(document: Document, index: int, match: re.Match[str]) -> bool:
    """Whether what stands around a number says that it is one quantity."""
    span = document.tokens[index].span
    if match[3]:
        return bool(re.fullmatch(MEASURES, match[3], re.I))
    if _MEASURE_AFTER.match(_after(document, span)):
        return True
    return bool(_MONEY_BEFORE.search(_before(document, span)))


@detector(
    id="locale.decimal-comma",
    category="locale",
    mqm=_NUMBER_FORMAT,
    level="error",
    artefact="F5",
    message="English writes decimals with a point: '{suggestion}'.",
    why="Most of Europe writes a comma there; in English a comma parts thousands.",
    bad=[
        ("The dam cost [[3,5]] billion euros.", "The dam cost 3.5 billion euros."),
        ("The dam cost $[[3,5]] billion.", "The dam cost $3.5 billion."),
        ("Prices rose by [[12,75]]% in May.", "Prices rose by 12.75% in May."),
        ("The firm lost £[[3,1bn]] and sold a [[2,5m]] wide boat.", "The firm lost £3.1bn and sold a 2.5m wide boat."),
        ("Prices rose by [[2,5]]%, and each of us has [[1,7]] of them.", "Prices rose by 2.5%, and each of us has 1.7 of them."),
    ],
    good=[
        "The dam cost 3,500 euros and 12,345,678 dollars.",
        "See pages 3,5 million copies later.",
        "Children of 8, 10,12 years may come.",
        "In July 25,22 percent of it was lost.",
        "Add 1,2-dichloroethane and stir.",
        "He read John 3,16 and wept.",
        "Groups of 3,4 and 5 people came in.",
        "It is 1,50,000 rupees.",
        "At f(3,5) the curve bends.",
    ],
    sources=[_SI_BROCHURE],
)  # fmt: skip
def decimal_comma(document: Document) -> Iterator[Hit]:
    """`3,5 billion`, `$3,5`, `3,5%`; and any `3,5` in a text that has one of these."""
    quantities, others = _decimals(document)
    for index in quantities + (others if quantities else []):
        yield _with_point("locale.decimal-comma", document, index)


@detector(
    id="locale.decimal-comma-bare",
    category="locale",
    mqm=_NUMBER_FORMAT,
    level="warning",
    artefact="F5",
    message="If '{match}' is one number, English writes '{suggestion}'.",
    why="Most of Europe writes a comma in decimals; in English a comma parts thousands.",
    bad=[
        ("The average family has [[1,7]] children.", "The average family has 1.7 children."),
        ("The rate fell to [[0,75]] in May.", "The rate fell to 0.75 in May."),
    ],
    good=[
        "The dam cost 3,500 euros.",
        "He lost 6,4 6,3 in the final.",
        "Prices rose by 2.5%, and each of us has 1.7 of them.",
        "Turn to 3,5.",
    ],
)  # fmt: skip
def decimal_comma_bare(document: Document) -> Iterator[Hit]:
    """`1,7 children` in a text without a surer decimal comma."""
    quantities, others = _decimals(document)
    for index in [] if quantities else others:
        yield _with_point("locale.decimal-comma-bare", document, index)


def _decimals(document: Document) -> tuple[list[int], list[int]]:
    """Tokens with a decimal comma for sure, and those that words follow as after a quantity."""
    quantities: list[int] = []
    others: list[int] = []
    for index in _numbers(document, ","):
        match = _decimal(document, index)
        if match is None:
            continue
        if _is_quantity(document, index, match):
            quantities.append(index)
        elif not match[3] and re.match(
            r" (?!(?:a\.?m|p\.?m|and|or|to)\b)[a-z]{2}",
            _after(document, document.tokens[index].span),
        ):
            others.append(index)
    return quantities, others


def _with_point(rule: str, document: Document, index: int) -> Hit:
    token = document.tokens[index]
    return Hit(rule, token.span, (token.text.replace(",", "."),))


_GROUPED = lazy(r"[1-9]\d{0,2}(?:\.\d{3})+")
_COUNTED_AFTER = lazy(
    rf"[ \u00a0-](?:(?!million|billion|trillion|thousand)[a-z]+ )?(?:{COUNTED})\b|[ \u00a0](?:{DIVISIBLE})\b(?! (?:per|a|an|for one) )",
    re.I,
)


@detector(
    id="locale.thousand-stop",
    category="locale",
    mqm=_NUMBER_FORMAT,
    level="warning",
    artefact="F5",
    message="English parts thousands with commas: '{suggestion}'.",
    why="In English a point begins the decimals, so the reader sees a thousandth of the number.",
    bad=[
        ("The bridge cost [[1.200.000]] euros.", "The bridge cost 1,200,000 euros."),
        ("Some [[40.000]] soldiers crossed the river.", "Some 40,000 soldiers crossed the river."),
        ("It costs [[12.500]] euros.", "It costs 12,500 euros."),
    ],
    good=[
        "It beat the other by 2.256 seconds.",
        "The rate stood at 1.313 percent and 4.176 million.",
        "Petrol costs 1.459 euros per litre.",
        "The server 192.168.100.200 is down.",
        "He bats .300 and 1.000 is perfect.",
        "The euro bought 1.125 dollars.",
    ],
    sources=[_SI_BROCHURE],
)  # fmt: skip
def thousand_stop(document: Document) -> Iterator[Hit]:
    """`1.200.000`, and `40.000` before what comes in whole numbers."""
    for index in _numbers(document, "."):
        token = document.tokens[index]
        if not _GROUPED.fullmatch(token.text) or not _is_thousands(document, index):
            continue
        yield Hit("locale.thousand-stop", token.span, (token.text.replace(".", ","),))


def _is_thousands(document: Document, index: int) -> bool:
    """Whether stops part thousands here: several of them, or one before something counted."""
    token = document.tokens[index]
    if re.search(r"[\w.,:/+-]$", _before(document, token.span)):
        return False
    after = _after(document, token.span)
    if re.match(r"[-/]\d|\.\d", after):
        return False
    groups = token.text.split(".")
    if len(groups) > 2:
        return groups[-1] == "000" or len(groups) == 3
    counted = _COUNTED_AFTER.match(after)
    if counted is None:
        return False
    is_divisible = bool(re.search(rf"(?:{DIVISIBLE})\b", counted[0], re.I))
    return groups[1].endswith("00") or not is_divisible


_SPACED = lazy(r"(?<![\w.,:/+#-])[1-9]\d{0,2}(?:[ \u00a0\u2009\u202f]\d{3})+(?![\w.,/:-]*\d)(?!\w)")
_NOT_GROUPED = lazy(
    r"(?:\d|\b(?:tel|call|phone|telephone|on|dial|ring|highway|route|flight|room|act|no|"
    r"(?:jan|febr)uary|march|april|may|june|july|august|(?:septem|octo|novem|decem)ber)\.?)[ \u00a0]$",
    re.I,
)


@detector(
    id="locale.thousand-blank",
    category="locale",
    mqm=_NUMBER_FORMAT,
    level="suggestion",
    artefact="F5",
    message="English parts thousands with commas: '{suggestion}'.",
    why="Blanks between thousands are at home in French, Slavic and scientific texts.",
    bad=[
        ("Some [[25 000]] people fled.", "Some 25,000 people fled."),
        ("It cost [[1 250 000]] euros.", "It cost 1,250,000 euros."),
    ],
    good=[
        "Call 116 123 for help.",
        "On 12 May 250 people fled.",
        "In May 2020 300 people fled.",
        "Ring 0800 555 111 or +44 20 555.",
        "He sold 25,000 books, 300 of them signed.",
    ],
)  # fmt: skip
def thousand_blank(document: Document) -> Iterator[Hit]:
    """`25 000` where the last figures or what follows say that it is one number."""
    for start in _spaced_numbers(document):
        match = _SPACED.match(document.prose, start)
        if match is None or _NOT_GROUPED.search(document.prose[max(0, start - 16) : start]):
            continue
        after = document.prose[match.end() : match.end() + 24]
        if match[0].endswith("00") or _COUNTED_AFTER.match(after):
            fixed = re.sub(r"\s", ",", match[0])
            yield Hit("locale.thousand-blank", Span(*match.span()), (fixed,))


def _spaced_numbers(document: Document) -> Iterator[int]:
    """Prose offsets of figures that three more follow: `25 000`, `1 250 000` once."""
    tokens = document.tokens
    seconds = {
        index
        for word, places in tokens.figures.items()
        if len(word) == 3 and word.isdecimal()
        for index in places
        if index and len(tokens.texts[index - 1]) < 4 and tokens.texts[index - 1].isdecimal()
    }
    return iter(sorted(tokens.starts[i - 1] for i in seconds if i - 1 not in seconds))


_SCALES = frozenset(
    f"{scale}{s}" for scale in ("hundred", "thousand", "million", "billion") for s in ("", "s")
)
_COUNT_WORDS = frozenset(
    "one two three four five six seven eight nine ten twenty thirty forty fifty".split()
)
_COUNTABLE = frozenset(
    "dollars euros pounds roubles rubles hryvnia hryvnias zloty zlotys francs rupees yen yuan usd eur uah gbp people "
    "inhabitants citizens residents soldiers refugees tons tonnes kilometres kilometers hectares voters workers "
    "migrants".split()
)


@detector(
    id="locale.currency-of",
    category="locale",
    mqm="linguistic-conventions/grammar",
    level="warning",
    artefact="F11",
    message="English has no 'of' and no '-s' after a number: '{match}'.",
    why="In many languages a large number is a noun and what is counted follows in the genitive.",
    bad=[
        ("It cost [[5 million of dollars]].", "It cost 5 million dollars."),
        ("It cost [[5 millions of euros]].", "It cost 5 million euros."),
        ("Some [[20 thousand of people]] fled.", "Some 20 thousand people fled."),
        "It earned [[1.500 millions of euros]] in May.",
        ("Nearly [[two millions of people]] fled.", "Nearly two million people fled."),
    ],
    good=[
        "Millions of dollars were lost, and thousands of people fled.",
        "Of the 5 million, of dollars he said nothing.",
        "Three million of the people there are poor.",
        "Many hundreds of people fled.",
        "A few thousands of dollars are missing.",
        "The state bank paid thirty-five millions of roubles.",
    ],
)  # fmt: skip
def currency_of(document: Document) -> Iterator[Hit]:
    """`5 millions of euros`, `20 thousand of people`."""
    tokens, lower = document.tokens, document.tokens.lower
    for scale in _SCALES & tokens.places.keys():
        for index in tokens.places[scale]:
            if not index or lower[index + 1 : index + 2] != ["of"]:
                continue
            number, thing = lower[index - 1], "".join(lower[index + 2 : index + 3])
            if thing in _COUNTABLE and (number[0].isdecimal() or number in _COUNT_WORDS):
                span = tokens.span(index - 1, index + 2)
                if _before(document, span, 1) not in {"$", "€", "£"}:
                    words = (tokens.texts[index - 1], scale.rstrip("s"), tokens.texts[index + 2])
                    # `1.500 millions` may be one and a half or fifteen hundred.
                    unclear = number[-4:-3] in {".", ","}
                    yield Hit("locale.currency-of", span, () if unclear else (" ".join(words),))


DETECTORS = (decimal_comma, decimal_comma_bare, thousand_stop, thousand_blank, currency_of)
