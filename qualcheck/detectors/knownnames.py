"""Names that everybody knows, spelt by ear."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from qualcheck import lexicon
from qualcheck.check import ALL_SCOPES, Hit, detector
from qualcheck.document import Document, Span
from qualcheck.lexicon import KnownName
from qualcheck.morphology import without_possessive
from qualcheck.transliteration import name_key

LEAST_LETTERS = 5
"""Letters of a known name; shorter ones are alike by chance."""
LONG = 7
"""Letters from which two slips are forgiven."""
_VOWELS = frozenset("aeiouy")
_ALIKE = frozenset(map(frozenset, ("kg", "gj", "jz", "sz", "pb", "td", "fv", "hg", "hk")))
"""Consonants that one ear takes for the other."""


@detector(
    id="names.well-known",
    category="names",
    mqm="linguistic-conventions/spelling",
    level="warning",
    scopes=ALL_SCOPES,
    artefact="B6",
    message="'{match}' looks like '{suggestion}'.",
    why="The engine wrote a well-known name as it sounds.",
    bad=[
        ("The film with [[Scarlett Johanson]] was shown.", "The film with Scarlett Johansson was shown."),
        ("The British voted. [[Nigel Farrage]] was glad.", "The British voted. Nigel Farage was glad."),
        "In Ukraine [[Viktor Yanukobych]] fled. [[Yanukobych]] came back.",
        "In France [[Emmanuel Makrron]] spoke.",
        "In France [[Emmanuel Makrron]]'s plan failed.",
    ],
    good=[
        "The film with Scarlett Johansson was shown.",
        "The film of Scarlett Johnson was shown.",
        "Scarlett Johanson keeps a shop by the sea.",
        "The British met Nigel Farage, and Nigel Farrago too.",
        "In Ukraine Viktor Yanukovich fled.",
        "In Russia Sergei Lavrentyev met Maria Zakharenko.",
        "In Germany Gerhard Schroeder spoke, and in Ukraine Mikhail Podolyak.",
        "The American archivist John Glennon wrote.",
        "The American singer Michele Obama sang.",
    ],
    known_misses=["The British voted. Farrage was glad."],
)  # fmt: skip
def well_known(document: Document) -> Iterator[Hit]:
    """A full name that is a slip away from a well-known one, which the text never has, where it
    speaks of that one's world; its bare surname, too.
    """
    words = map(without_possessive, document.tokens.distinct)
    if not any(map(_may_be_slip, words)):  # spares most short texts the list of names
        return
    index = lexicon.known_names()
    for word in index.keys() & document.tokens.places.keys():
        for known in index[word]:
            if not known.scene.isdisjoint(document.tokens.places):
                yield from _misspelt(document, word, known)


def _misspelt(document: Document, word: str, known: KnownName) -> Iterator[Hit]:
    """Where a word of a known name stands beside a slip of the other."""
    tokens = document.tokens
    is_first = word == known.words[0].lower()
    right = known.words[1 if is_first else 0]
    if right.lower() in tokens.places or (not is_first and _has_other_forms(known)):
        return
    for i in tokens.places[word]:
        first = i if is_first else i - 1
        if first < 0 or not _stands_so(document, first):
            continue
        other = without_possessive(tokens.texts[first + 1 if is_first else first])
        if not _is_slip(other, right, known.romanised):
            continue
        length = len(tokens.texts[first]) + 1 + len(without_possessive(tokens.texts[first + 1]))
        start = tokens.starts[first]
        yield _hit(start, start + length, " ".join(known.words))
        if is_first:
            for k in tokens.places.get(other.lower(), ()):
                if k != first + 1 and tokens.texts[k].startswith(other):
                    at = tokens.starts[k]
                    yield _hit(at, at + len(other), right)


def _has_other_forms(known: KnownName) -> bool:
    """Whether a first name has its like in other languages: somebody's, unlike a band's."""
    return known.romanised or lexicon.is_given_name(known.words[0])


def _hit(start: int, end: int, name: str) -> Hit:
    return Hit("names.well-known", Span(start, end), (name,))


def _stands_so(document: Document, first: int) -> bool:
    """Whether two capitalised words stand together, and no third beside them."""
    texts, last = document.tokens.texts, len(document.tokens) - 1
    if first + 1 > last or not document.touch(first, first + 1):
        return False
    if not (texts[first][0].isupper() and texts[first + 1][0].isupper()):
        return False
    if without_possessive(texts[first + 1]) != texts[first + 1] or first + 2 > last:
        return True
    return not (texts[first + 2][0].isupper() and document.touch(first + 1, first + 2))


@lru_cache(1 << 12)
def _is_slip(word: str, right: str, romanised: bool) -> bool:
    """Whether a word is a known name heard or written wrong, and no name or word by itself."""
    if len(right) < LEAST_LETTERS or not _may_be_slip(word):
        return False
    one, two = _bare(word.lower()), _bare(right.lower())
    if one == two:
        return False
    heard, meant = _heard(one), _heard(two)
    if heard[0] != meant[0]:
        return False
    distance = _distance(heard, meant)
    if distance > (2 if len(two) >= LONG else 1):
        return False
    return distance >= 1 and name_key(word) != name_key(right) if romanised else True


def _may_be_slip(word: str) -> bool:
    """Whether a capitalised word is none of English and nobody's first name."""
    if not word.istitle() or not word.isalpha():
        return False
    return not lexicon.is_english(word) and not lexicon.is_given_name(word)


def _bare(word: str) -> str:
    """In lower case, without marks, and without an `e` that stands for one."""
    word = word.replace("ae", "a").replace("oe", "o").replace("ue", "u")
    folded = unicodedata.normalize("NFKD", word)
    return "".join(c for c in folded if not unicodedata.combining(c))


def _heard(word: str) -> str:
    """Letters as they sound: no doubles, one letter for one sound."""
    for old, new in (
        ("tch", "ch"),
        ("kh", "h"),
        ("ph", "f"),
        ("ck", "k"),
        ("c", "k"),
        ("q", "k"),
        ("w", "v"),
    ):
        word = word.replace(old, new)
    return "".join(c for i, c in enumerate(word) if not i or c != word[i - 1])


def _distance(one: str, two: str) -> float:
    """Slips between two words: half a slip for a vowel, or for a consonant that sounds alike."""
    row = [0.0]
    for c in two:
        row.append(row[-1] + _weight(c))
    for i, a in enumerate(one, 1):
        previous, row = row, [row[0] + _weight(a)]
        for j, b in enumerate(two, 1):
            change = 0.0 if a == b else _change(a, b)
            best = min(previous[j] + _weight(a), row[j - 1] + _weight(b), previous[j - 1] + change)
            swapped = i > 1 and j > 1 and a == two[j - 2] and b == one[i - 2]
            row.append(min(best, previous[j - 1] + 0.5) if swapped and a != b else best)
    return row[-1]


def _weight(letter: str) -> float:
    return 0.5 if letter in _VOWELS or letter == "h" else 1.0


def _change(one: str, two: str) -> float:
    if (one in _VOWELS) == (two in _VOWELS):
        return 0.5 if one in _VOWELS or frozenset((one, two)) in _ALIKE else 1.0
    return 1.0


DETECTORS = (well_known,)
