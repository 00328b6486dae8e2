"""Damage done on purpose: sentences broken in the ways that translation breaks them."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

from qualcheck import phrasing

DATA = Path(phrasing.__file__).parent / "data"

CLOSED_TAGS = frozenset("DT IN CC PRP PRP$ MD TO WDT WP WRB EX PDT RP WP$ POS".split())
CLOSED_MORE = frozenset(
    "be is are was were been being am has have had having do does did done not no nor so too very also only even just "
    "more most less least much many few little such own same other another ever never always often still yet already "
    "again then now here there however thus therefore hence rather quite almost one two three first last next each "
    "every all some any none i me mine myself you your he him his she her hers it its we us our they them their who "
    "whom whose which what that this these those when where why how if because although though while since until "
    "unless whether than as like per via said say says able let".split()
)
"""Function words by hand, beside those that the tags tell."""

Sentence = list[str]
"""The tokens of a sentence; the first in lower case unless it is a name."""
Damaged = tuple[Sentence, set[int]]
"""The tokens, and the junctions (number of the token on the right) that were touched."""


def word_tags() -> dict[str, Counter[str]]:
    """Word → tag → count, from the package's list."""
    rows = (DATA / "tags.txt").read_text("utf-8").splitlines()
    pairs = (row.split("\t") for row in rows if not row.startswith("# "))
    return {
        word: Counter({tag: int(n) for tag, _, n in (p.rpartition(":") for p in tags.split())})
        for word, tags in pairs
    }


def share(counts: Counter[str], wanted: frozenset[str]) -> float:
    """Share of a word's uses that have one of the tags, 0..1."""
    return sum(counts[tag] for tag in wanted) / counts.total()


PREPOSITIONS = "of in to for on at by with from about into over after before between under against during without through across among toward towards within upon".split()
ARTICLES = ["a", "an", "the"]
AUXILIARIES = (
    "is are was were has have had will would can could be been do did does may should must".split()
)
SUBJECTS = frozenset("it he they she we i you".split())
CASES = {
    "he": ["him", "his"], "him": ["he", "his"], "his": ["he", "him"], "she": ["her", "hers"], "her": ["she"],
    "they": ["them", "their"], "them": ["they", "their"], "their": ["they", "them"], "i": ["me", "my"], "me": ["i", "my"],
    "my": ["me", "i"], "we": ["us", "our"], "us": ["we", "our"], "our": ["us", "we"],
}  # fmt: skip
DROPPABLE = frozenset(
    "that very also so just only still even now then here there more most all however".split()
)
"""Function words that a sentence can do without."""
SUFFIXES = sorted(
    "ment ments ion ions ation ations ance ances ence ences al ally er ers ing ings ed s es ly ive ively ity able ible e "
    "y ies ied ize izes ized ise ises ised ful ness".split(), key=len, reverse=True,
)  # fmt: skip


class Damage:
    """Breaks sentences in the ways that translation does, one place a sentence."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.tags = word_tags()
        self.function = sorted(
            w
            for w in {*CLOSED_MORE, *self.tags}
            if w in CLOSED_MORE or share(self.tags.get(w, Counter(x=1)), CLOSED_TAGS) > 0.5
        )
        self.families: dict[str, list[str]] = defaultdict(list)
        for word in self.tags:
            if word.isalpha() and len(word) > 3 and word not in self.function:
                self.families[_stem(word)].append(word)
        self.kinds: tuple[tuple[Callable[[Sentence], Damaged | None], float], ...] = (
            (self.swapped, 14), (self.moved, 8), (self.shuffled, 5), (self.without_function_word, 10), (self.without_verb, 9),
            (self.without_noun, 7), (self.with_function_word, 10), (self.other_function_word, 12), (self.other_case, 6), (self.other_form, 19),
        )  # fmt: skip

    def __call__(self, sentence: Sentence) -> tuple[Damaged, str] | None:
        """A damaged copy and the kind of damage; None where the sentence has no place for it."""
        if len(sentence) < 6:
            return None
        kinds, weights = zip(*self.kinds, strict=True)
        (kind,) = self.random.choices(kinds, weights)
        damaged = kind(list(sentence))
        return (damaged, kind.__name__) if damaged else None

    def _pick(self, sentence: Sentence, fits: Callable[[int], bool]) -> int | None:
        places = [i for i in range(len(sentence) - 1) if fits(i)]
        return self.random.choice(places) if places else None

    def _is_word(self, token: str) -> bool:
        return token[0].isalnum()

    def _class(self, token: str) -> int:
        found = phrasing.numbers_of(token.lower())
        return found[0] if found else 0

    def swapped(self, s: Sentence) -> Damaged | None:
        """Two neighbours change places."""
        i = self._pick(
            s[:-1],
            lambda i: (
                self._is_word(s[i])
                and self._is_word(s[i + 1])
                and self._class(s[i]) != self._class(s[i + 1])
            ),
        )
        if i is None:
            return None
        s[i], s[i + 1] = s[i + 1], s[i]
        return s, {i, i + 1, i + 2}

    def moved(self, s: Sentence) -> Damaged | None:
        """A word stands two to four places from where it belongs."""
        i = self._pick(s, lambda i: self._is_word(s[i]))
        j = (i or 0) + self.random.choice([-4, -3, -2, 2, 3, 4])
        if i is None or not 0 <= j < len(s) - 1:
            return None
        s.insert(j, s.pop(i))
        return s, {j, j + 1, i if i < j else i + 1}

    def shuffled(self, s: Sentence) -> Damaged | None:
        """Five to eight words in any order."""
        length = self.random.randint(5, 8)
        if len(s) <= length:
            return None
        first = self.random.randrange(len(s) - length)
        part = s[first : first + length]
        mixed = self.random.sample(part, length)
        if sum(map(str.__ne__, part, mixed)) < 4:
            return None
        s[first : first + length] = mixed
        return s, set(range(first, first + length + 1))

    def _dropped(self, s: Sentence, i: int | None) -> Damaged | None:
        if i is None:
            return None
        del s[i]
        return s, {i}

    def without_function_word(self, s: Sentence) -> Damaged | None:
        """A function word is lost."""
        return self._dropped(
            s,
            self._pick(
                s,
                lambda i: (
                    s[i] in CLOSED_MORE - DROPPABLE or s[i] in PREPOSITIONS or s[i] in ARTICLES
                ),
            ),
        )

    def without_verb(self, s: Sentence) -> Damaged | None:
        """A verb, an auxiliary or a subject pronoun is lost."""
        verbs = ("VB", "VBD", "VBZ", "VBP", "VBN", "MD")
        return self._dropped(
            s,
            self._pick(
                s,
                lambda i: (
                    s[i] in AUXILIARIES
                    or s[i] in SUBJECTS
                    or self.tags.get(s[i], Counter(x=1)).most_common(1)[0][0] in verbs
                ),
            ),
        )

    def without_noun(self, s: Sentence) -> Damaged | None:
        """The noun before a function word is lost."""
        return self._dropped(
            s,
            self._pick(
                s,
                lambda i: (
                    i > 0
                    and s[i + 1] in CLOSED_MORE
                    and self.tags.get(s[i], Counter(x=1)).most_common(1)[0][0] in ("NN", "NNS")
                ),
            ),
        )

    def with_function_word(self, s: Sentence) -> Damaged | None:
        """A function word too many, beside another one."""
        i = self._pick(s, lambda i: s[i] in self.function)
        if i is None:
            return None
        word = self.random.choice(
            PREPOSITIONS if s[i] in PREPOSITIONS and self.random.random() < 0.6 else self.function
        )
        j = i + self.random.randint(0, 1)
        if word == s[i]:
            return None
        s.insert(j, word)
        return s, {j, j + 1}

    def other_function_word(self, s: Sentence) -> Damaged | None:
        """A function word in the place of another, mostly of its own kind."""
        i = self._pick(s, lambda i: s[i] in self.function)
        if i is None:
            return None
        alike = next(
            (kind for kind in (PREPOSITIONS, ARTICLES, AUXILIARIES) if s[i] in kind), self.function
        )
        word = self.random.choice(alike)
        if word == s[i]:
            return None
        s[i] = word
        return s, {i, i + 1}

    def other_case(self, s: Sentence) -> Damaged | None:
        """A pronoun in the wrong case."""
        i = self._pick(s, lambda i: s[i].lower() in CASES)
        if i is None:
            return None
        s[i] = self.random.choice(CASES[s[i].lower()])
        return s, {i, i + 1}

    def other_form(self, s: Sentence) -> Damaged | None:
        """A word in another form, or as another part of speech: `decide` for `decision`."""
        i = self._pick(
            s, lambda i: len(self.families.get(_stem(s[i]), ())) > 1 and s[i] in self.tags
        )
        if i is None:
            return None
        word = self.random.choice(self.families[_stem(s[i])])
        if self._class(word) == self._class(s[i]):
            return None
        s[i] = word
        return s, {i, i + 1}


def _stem(word: str) -> str:
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return word[: -len(suffix)]
    return word
