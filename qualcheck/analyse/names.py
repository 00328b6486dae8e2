"""The layer of names, which stands before every rule about words.

False alarms on names are what users of every checker complain of most. A capitalised word is
a name here when the text itself uses it so: capitalised in mid-sentence and seldom or never in
lower case; or, where it only opens sentences, when English doesn't know it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import compress, count

from qualcheck import lexicon
from qualcheck.document import Name, Sentence, Tokens
from qualcheck.patterns import lazy

PARTICLES = frozenset(
    "de da do dos das del della di du la le van von der den ten ter zu zur af av al el bin ibn ben "
    "abu e y i und and of".split()
)
"""Lower-case words that can stand inside a name, between two capitalised ones."""
NEVER_OPENS = frozenset(
    "the a an in on at of for from by with to and but or as if when while after before since he "
    "she it they we i you his her its their this that these those there here what which who how "
    "why where then so not no yes".split()
)
"""Capitalised at a sentence's start, these do not begin a name that follows."""
_JOIN = lazy(r"\s{1,2}|\.\s?|-|")


def _is_form(word: str, middle: int, lower: int) -> bool:
    """Whether a word is a name that stands so often with a capital in mid-sentence, and so often in
    lower case.
    """
    if middle:
        return lower <= middle // 2
    return not lower and (not lexicon.is_english(word) or lexicon.is_given_name(word))


class NameLayer:
    """Which tokens are names. Worked out when first asked for: many texts never ask."""

    def __init__(self, prose: str, tokens: Tokens, sentences: Sequence[Sentence]) -> None:
        self._prose = prose
        self._tokens = tokens
        self._sentences = sentences

    def __contains__(self, token: object) -> bool:
        """Whether the token with this index is (part of) a name."""
        if not isinstance(token, int):
            return False
        text = self._tokens.texts[token]
        return text[0].isupper() and self._tokens.lower[token] in self.forms

    @cached_property
    def _starts(self) -> frozenset[int]:
        """Tokens whose capital says nothing: the first word of a sentence or after a quote."""
        starts: set[int] = set()
        for sentence in self._sentences:
            for i in sentence.tokens:
                starts.add(i)
                if self._tokens.texts[i][0].isalnum():
                    break
        texts = self._tokens.texts
        marks = {'"', "“", "‘", "«", "„", ":", "(", "…", "—", "–"}
        for mark in marks:
            starts.update(i + 1 for i in self._tokens.places.get(mark, ()) if i + 1 < len(texts))
        return frozenset(starts)

    @cached_property
    def forms(self) -> frozenset[str]:
        """Lower-case forms of the words that are names in this text."""
        lower, places = self._tokens.lower.__getitem__, self._tokens.places
        capital = Counter(map(lower, self._upper))
        middle = Counter(map(lower, {*self._upper} - self._starts))
        lexicon.expect(len(capital))
        return frozenset(
            word
            for word, times in capital.items()
            if _is_form(word, middle[word], len(places[word]) - times)
        )

    @cached_property
    def runs(self) -> tuple[Name, ...]:
        """Names of one or more words, in order, with initials and particles inside."""
        found: list[Name] = []
        first: int | None = None
        last = -1
        for i in self._capitals:
            if first is not None and self._joins(last, i):
                last = i
                continue
            if first is not None:
                self._keep(found, first, last)
            first, last = i, i
        if first is not None:
            self._keep(found, first, last)
        return tuple(found)

    def _keep(self, found: list[Name], first: int, last: int) -> None:
        if first == last and first not in self:
            return
        found.append(Name(self._tokens.span(first, last), range(first, last + 1)))

    @cached_property
    def _capitals(self) -> list[int]:
        lower, starts = self._tokens.lower, self._starts
        return [i for i in self._upper if not (i in starts and lower[i] in NEVER_OPENS)]

    @cached_property
    def _upper(self) -> list[int]:
        """Tokens that begin with a capital."""
        upper = {text for text in self._tokens.distinct if text[0].isupper()}
        return [*compress(count(), map(upper.__contains__, self._tokens.texts))]

    def _joins(self, left: int, right: int) -> bool:
        """Whether two capitalised words belong to one name, given what stands between."""
        texts = self._tokens.texts
        between = range(left + 1, right)
        if len(between) > 3 or not all(
            texts[i] in PARTICLES or (texts[i] == "." and len(texts[i - 1]) == 1) for i in between
        ):
            return False
        pieces = [left, *between, right]
        return all(self._touch(a, b) for a, b in zip(pieces, pieces[1:], strict=False))

    def _touch(self, left: int, right: int) -> bool:
        end = self._tokens.starts[left] + len(self._tokens.texts[left])
        gap = self._prose[end : self._tokens.starts[right]]
        return bool(_JOIN.fullmatch(gap))
