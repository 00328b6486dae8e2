"""One name in two ways: spelt so and so, surname first or last, short letters for two names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from qualcheck import lexicon
from qualcheck.check import ALL_SCOPES, Hit, detector, rarest_first, told_once
from qualcheck.document import Document, Span, Tokens
from qualcheck.morphology import without_possessive
from qualcheck.transliteration import (
    LEAST_LETTERS,
    is_respelling,
    name_key,
    same_but_marks,
    skeleton,
)

_INCONSISTENT = "terminology/inconsistent-use-of-terminology"


@detector(
    id="names.variant",
    category="names",
    mqm=_INCONSISTENT,
    level="warning",
    scopes=ALL_SCOPES,
    artefact="B6",
    message="'{match}' is spelt '{suggestion}' elsewhere in this text.",
    why="One name, transliterated in two ways, reads as two people or places.",
    bad=[
        (
            "Today Zelensky spoke. Then Zelensky left. Later Mr [[Zelenskiy]] returned.",
            "Today Zelensky spoke. Then Zelensky left. Later Mr Zelensky returned.",
        ),
        ("Mr Taylor left. Ann Taylor stayed, said Mr [[Teylor]].", "Mr Taylor left. Ann Taylor stayed, said Mr Taylor."),
        ("They met in Kharkiv and stayed in Kharkiv before [[Harkiv]] fell.", "They met in Kharkiv and stayed in Kharkiv before Kharkiv fell."),
    ],
    good=[
        "Zelensky came with Zelenska, and Zelensky spoke.",
        "First Johnson spoke, then Johnston, and Johnson left.",
        "Then Petrov met Petrova, and Petrov left.",
        "They say Steven met Stephen, and Steven left.",
        "Mr Brown left. Mr Brown met Eva Braun, and Braun spoke.",
        "They use Novel. Novel is good, said the Naval officer.",
        "Today Johansson met Johansen in the hall.",
        "First Dinamo Osijek drew, then Dynamo Lviv won.",
    ],
)  # fmt: skip
def variant(document: Document) -> Iterator[Hit]:
    """The rarer of two spellings that differ only as transliterations do, told once for each."""
    alike: dict[str, Forms] = defaultdict(lambda: defaultdict(list))
    for word, places in _name_words(document):
        key = skeleton(word)
        for i in places:
            alike[key][without_possessive(document.tokens.texts[i])].append(i)
    for forms in alike.values():
        if len(forms) > 1:
            slips = dict(_respelt(document, forms)) | dict(_transliterated(forms))
            for form, name in slips.items():
                if _are_others(document, forms[form], forms[name]):
                    continue
                yield told_once(
                    "names.variant",
                    [_span(document, i, form) for i in forms[form]],
                    against=[_span(document, i, name) for i in forms[name]],
                    suggestions=(name,),
                )


def _are_others(document: Document, places: list[int], others: list[int]) -> bool:
    """Whether two forms always stand before other names: `Dinamo Zagreb`, `Dynamo Kyiv`."""
    after = {_name_after(document, i) for i in places}
    beside = {_name_after(document, i) for i in others}
    return "" not in after | beside and after.isdisjoint(beside)


def _name_after(document: Document, token: int) -> str:
    """The capitalised word right behind a name, in lower case; empty where there is none."""
    after = document.tokens.texts[token + 1 : token + 2]
    is_name = after != [] and after[0][0].isupper() and _name_before(document, token + 1) != ""
    return after[0].lower() if is_name else ""


Forms = dict[str, list[int]]
"""Spelling of a name → its tokens, in order."""


def _span(document: Document, token: int, form: str) -> Span:
    """The place of a form at the start of a token, which may have a possessive behind it."""
    start = document.tokens.starts[token]
    return Span(start, start + len(form))


def _transliterated(forms: Forms) -> Iterator[tuple[str, str]]:
    """Forms that one romanisation or another makes of the same letters, each with the commonest
    (the first, where they are even).
    """
    spellings: dict[str, Forms] = defaultdict(dict)
    for form, places in forms.items():
        if len(form) >= LEAST_LETTERS:
            spellings[name_key(form)][form] = places
    for same in spellings.values():
        if len(same) > 1 and not any(lexicon.is_given_name(form) for form in same):
            usual, *rarer = sorted(same, key=lambda form: (-len(same[form]), same[form][0]))
            for form in rarer:
                if not same_but_marks(form, usual) and not _both_english(form, usual):
                    yield form, usual


def _respelt(document: Document, forms: Forms) -> Iterator[tuple[str, str]]:
    """Rare forms that write the sound of a frequent or well-known one, for the same bearer."""
    for form, places in forms.items():
        for name, others in forms.items():
            if (
                form != name
                and len(places) <= len(others)
                and is_respelling(form.lower(), name.lower())
                and (_is_rarer(places, others) or _is_unknown_beside(form, name, places, others))
                and not same_but_marks(form, name)
                and _is_one_bearer(document, places, others)
            ):
                yield form, name
                break


def _is_rarer(places: list[int], others: list[int]) -> bool:
    return len(places) < len(others) >= LEAST_USES


def _is_unknown_beside(form: str, name: str, places: list[int], others: list[int]) -> bool:
    """Whether a form that no list has stands once beside a name that one has."""
    return len(places) == len(others) == 1 and not _is_listed(form) and _is_listed(name)


def _is_listed(name: str) -> bool:
    return lexicon.is_english(name) or lexicon.is_given_name(name)


LEAST_USES = 2
"""Places of a name from which a rare form of it is a slip."""


def _is_one_bearer(document: Document, places: list[int], others: list[int]) -> bool:
    """Whether all that stands before a rare form stands before the frequent one somewhere, and
    that is a name; a word of English needs more: `Mr Teylor`, not `the Tailor`.
    """
    before = {_name_before(document, i) for i in places}
    beside = {_name_before(document, i) for i in others}
    if not before <= beside | lexicon.TITLES | {""}:
        return False
    word = without_possessive(document.tokens.lower[places[0]])
    if before & lexicon.TITLES or "" not in before or not lexicon.is_english(word):
        return "" not in before or not lexicon.is_given_name(word)
    return len(others) >= MANY_USES and all(_stands_as_name(document, i) for i in places)


MANY_USES = 3
"""Places of a name from which an English word like it, capitalised, is a slip."""

DETERMINERS = frozenset("the a an this that his her its their our my your no some and or".split())


def _name_before(document: Document, token: int) -> str:
    """The capitalised word right before a token, in lower case; empty where there is none."""
    texts, starts = document.tokens.texts, document.tokens.starts
    if not token or not texts[token - 1][0].isupper():
        return ""
    gap = document.prose[starts[token - 1] + len(texts[token - 1]) : starts[token]]
    return texts[token - 1].lower() if gap in {" ", ". "} else ""


def _stands_as_name(document: Document, token: int) -> bool:
    """Whether a capitalised word stands in mid-sentence without a determiner."""
    before = document.tokens.texts[token - 1] if token else "."
    if before in {".", "?", "!"}:
        following = document.tokens.lower[token + 1 : token + 2]
        return following != [] and lexicon.tag_share(following[0], ("VBD", "VBZ")) > 0.8
    return before.islower() and before.isalpha() and before not in DETERMINERS


def _name_words(document: Document) -> Iterator[tuple[str, list[int]]]:
    """Words in lower case that are surnames or places here, with their tokens: long enough, not
    all capitals.
    """
    texts, forms = document.tokens.texts, document.names.forms
    for word, places in document.tokens.places.items():
        bare = without_possessive(word)
        if (
            word not in forms
            or len(bare) < LEAST_LETTERS - 1
            or not bare.isalpha()
            or bare[0] > "\u024f"
        ):
            continue
        kept = [i for i in places if texts[i][0].isupper() and not texts[i].isupper()]
        if kept:
            yield bare, kept


def _both_english(one: str, other: str) -> bool:
    """Whether both are words of English (`Greens` and `Greece`): then they are two things."""
    return lexicon.is_english(one) and lexicon.is_english(other)


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
    for i in _swapped_names(document):
        if words := _personal(document, i, i + 1):
            span = document.tokens.span(i, i + 1)
            orders.setdefault(frozenset(words), {}).setdefault(words, []).append(span)
    for found in orders.values():
        if len(found) == 2:
            odd, usual = rarest_first(found.values())
            name = document.text(usual[0])
            yield told_once("names.order", odd, against=usual, suggestions=(name,))


def _swapped_names(document: Document) -> Iterator[int]:
    """Tokens, in order, that are names with another behind them, where the text has the two in the
    other order, too, and English knows neither.
    """
    lower, places = document.tokens.lower, document.tokens.places
    named = {i for word in document.names.forms if len(word) > 2 for i in places[word]}
    pairs = {i: (lower[i], lower[i + 1]) for i in named if i + 1 in named}
    swapped = {*pairs.values()} & {(second, first) for first, second in pairs.values()}
    known = {
        word for pair in swapped for word in pair if not word.isalpha() or lexicon.is_english(word)
    }
    return (i for i, pair in sorted(pairs.items()) if pair in swapped and known.isdisjoint(pair))


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
        "Maria Lund (GDP) spoke, then Maria Holm (GDP).",
    ],
)  # fmt: skip
def two_expansions(document: Document) -> Iterator[Hit]:
    """Letters in brackets behind two names that share a word; they are the initials of one."""
    expansions: dict[str, dict[tuple[str, ...], list[Span]]] = {}
    for letters, span in _expansions(document):
        name = document.text(span)
        expansions.setdefault(letters, {}).setdefault(_words(name), []).append(span)
    for letters, names in expansions.items():
        *rarer, usual = rarest_first(names.values())
        name = document.text(usual[0])
        for places in rarer:
            pair = _words(document.text(places[0])), _words(name)
            if letters.lower() in map(_initials, pair) and _is_another(*pair):
                values = {"letters": letters, "other": name}
                yield told_once("names.two-expansions", places, against=usual, values=values)


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


def _words(name: str) -> tuple[str, ...]:
    """The words of a name in lower case, without joiners."""
    return tuple(word for word in re.split(r"\W+", name.lower()) if word not in _JOINERS)


def _initials(name: Sequence[str]) -> str:
    return "".join(word[:1] for word in name)


def _is_another(name: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names differ by more than a word before them, but share one."""
    shorter = min(len(name), len(other))
    return name[-shorter:] != other[-shorter:] and not set(name).isdisjoint(other)


DETECTORS = (variant, name_order, two_expansions)
