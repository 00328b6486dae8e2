"""What a word unknown to English was meant to be: frequent words one slip away.

A noisy channel: how often the word is used, less what the slip costs. A dropped or transposed
letter is cheap, another letter dear; the shorter the word, the likelier that it is no slip at all.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from qualcheck import lexicon

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_VOWELS = frozenset("aeiouy")
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")

_LEAST_SCORES = (9.9, 9.9, 6.6, 5.4, 4.6, 3.7, 3.2, 2.8)
"""Score, in Zipf units, that a word of 0, 1, 2 … letters needs; the last holds for all longer."""

_MARGIN = 0.7
"""Zipf units by which the first candidate must lead the second to be clear (24 in 25 are right)."""

_FIRST_LETTER = 0.5
"""What it costs beside to hit another first letter: writers seldom do."""

_TRANSPOSED, _UNDOUBLED, _DROPPED, _DOUBLED, _ADDED = 0.0, 0.0, 0.2, 0.2, 1.2
_NEAR, _OTHER = 0.8, 1.3
"""What slips cost, in Zipf units: a letter for another that is near in sound or on the keys."""

_APOSTROPHE = -0.5
"""`didnt`: nothing else will have been meant."""


@lru_cache(1 << 14)
def corrections(word: str) -> tuple[str, ...]:
    """Frequent words that a lower-case word unknown to English may stand for, likeliest first.

    Empty where it may be no slip: a rare word, a name in lower case, a compound. The first is
    clear where no other comes close (`clear_correction`).
    """
    return tuple(candidate for candidate, _ in _ranked(word))


def clear_correction(word: str) -> str | None:
    """The one frequent word that a lower-case word unknown to English must stand for."""
    ranked = _ranked(word)
    if not ranked or (len(ranked) > 1 and ranked[0][1] - ranked[1][1] < _MARGIN):
        return None
    return ranked[0][0]


def is_strong_slip(word: str) -> bool:
    """Whether a word must stand for one so frequent that a slip is likelier than a foreign word."""
    return is_strong(word, _VERY_STRONG) and clear_correction(word) is not None


def is_strong(word: str, least: float) -> bool:
    """Whether the best candidate scores so much, in Zipf units."""
    ranked = _ranked(word)
    return bool(ranked) and ranked[0][1] >= least


_LONGEST = 30
"""Letters beyond which nothing is a slip: no frequent word has so many."""

_VERY_STRONG = 5.5
"""Score, in Zipf units, from which a slip is likelier than a foreign word."""


_SPOKEN = frozenset("gotta gonna wanna kinda sorta lemme gimme cuz ain't y'all".split())
"""Spoken forms, frequent on the web, that no article is likely to have meant."""


@lru_cache(1 << 14)
def _ranked(word: str) -> tuple[tuple[str, float], ...]:
    """Candidates with their scores, in Zipf units, best first; none if the best is too weak."""
    if not word.isalpha() or len(word) > _LONGEST or lexicon.is_unusual(word) or _is_compound(word):
        return ()
    frequent = _frequent()
    scores: dict[str, float] = {}
    for candidate, cost in _slips(word, frequent):
        if candidate not in _SPOKEN:
            scores[candidate] = max(scores.get(candidate, -9.0), frequent[candidate] / 10 - cost)
    ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
    least = _LEAST_SCORES[min(len(word), len(_LEAST_SCORES) - 1)]
    return tuple(ranked) if ranked and ranked[0][1] >= least else ()


def _slips(word: str, known: Container[str]) -> Iterator[tuple[str, float]]:
    """Every known word one slip away, and what the slip costs."""
    for i in range(len(word) + 1):
        head, tail = word[:i], word[i:]
        rest = tail[1:]
        first = 0.0 if i else _FIRST_LETTER
        for letter in [x for x in _LETTERS if head + x + tail in known]:
            doubled = letter in (head[-1:], tail[:1])
            yield head + letter + tail, first + (_UNDOUBLED if doubled else _DROPPED)
        if (contracted := f"{head}'{tail}") in known:
            yield contracted, _APOSTROPHE
        if rest and (transposed := head + rest[0] + tail[0] + rest[1:]) in known:
            yield transposed, first + _TRANSPOSED
        if tail and head + rest in known:
            doubled = tail[0] in (head[-1:], rest[:1])
            yield head + rest, first + (_DOUBLED if doubled else _ADDED)
        for letter in [x for x in _LETTERS if tail and head + x + rest in known]:
            yield head + letter + rest, first + _substitution(tail[0], letter)


def completions(word: str) -> tuple[str, ...]:
    """Very frequent words that a short lower-case word is with one letter lost, likeliest first.

    Unlike `corrections`, it takes abbreviations for slips as well: ask where none can stand.
    """
    frequent = _frequent()
    longer = {
        word[:i] + letter + word[i:]: frequent.get(word[:i] + letter + word[i:], 0) / 10
        for i in range(len(word) + 1)
        for letter in _LETTERS
    }
    likely = [candidate for candidate, zipf in longer.items() if zipf >= _VERY_FREQUENT]
    return tuple(sorted(likely, key=lambda candidate: (-longer[candidate], candidate)))


_VERY_FREQUENT = 4.5
"""Zipf value from which a word is met on every other page."""


@cache
def _substitution(typed: str, meant: str) -> float:
    if typed in _VOWELS and meant in _VOWELS:
        return _NEAR
    if any(typed + meant in row or meant + typed in row for row in _KEYS) or typed + meant == "li":
        return _NEAR
    return _OTHER


def _is_compound(word: str) -> bool:
    """Whether a word is two frequent ones: `beachgoer`, `treehouse`."""
    if len(word) < _LEAST_COMPOUND:
        return False
    frequent = _frequent()
    return any(
        frequent.get(word[:i], 0) >= _PART and frequent.get(word[i:], 0) >= _PART
        for i in range(3, len(word) - 2)
    )


_LEAST_COMPOUND = 8
"""Letters that a compound has: `copany` isn't cop and any."""

_PART = 32
"""Ten times the Zipf value that both parts of a compound have."""


@cache
def _frequent() -> Mapping[str, int]:
    return MappingProxyType(lexicon.frequent_words())
