"""The tagger: a part of speech for each token, at some 200,000 words a second.

A hidden Markov model. A word's tags come from a lexicon, an unknown one's from its ending; which
tags follow which comes from counts. The most frequent words are states of their own (`TO|to`), so
that what follows `to` or `that` is known of that word and not of its tag. A score is a cost: the
negative logarithm of a probability, in eighths of a nat.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cache, cached_property, lru_cache, partial
from pathlib import Path
from typing import Any, NamedTuple, overload

from qualcheck.memo import Memo

_DATA = Path(__file__).parent.parent / "data" / "tagger.txt"

NATS = 8
"""Steps of a cost in one nat."""
LOWEST = 33
"""The character of cost 0 in a row of the data: rows are printable."""
START, END = "<s>", "</s>"
MANY_PATHS, BEAM = 16, 55
"""Paths from which the dear ones are dropped, and the cost over the cheapest that makes one dear: a
thousandth of its probability. In 190,000 words of articles that changed no tag.
"""
ENDING_LENGTHS = (4, 3, 2, 1)
"""Letters of an ending that tell the tags of an unknown word; the longest known counts."""

_LEAST_SHARE = 0.01
"""Share of the likeliest tag's under which a tag isn't tried."""
_CACHED_WORDS = 1 << 16
_LEAST_KNOWN = 3
"""Occurrences from which a word in lower case is well known."""

Shares = dict[str, float]
"""Tag → share of a word's uses."""
Choices = tuple[tuple[int, int, int], ...]
"""For each tag that a word can take here: the state, the tag, the word's cost in it."""
_Path = tuple[int, int, int, Any]
"""Cost, the tag before the last state, the last state, and the path that this one goes on from."""

_NAME: Shares = {"NNP": 0.9, "JJ": 0.05, "NN": 0.04, "NNPS": 0.01}
_PLURAL_NAME: Shares = {"NNP": 0.87, "NNPS": 0.06, "JJ": 0.04, "NNS": 0.03}
_NUMBER: Shares = {"CD": 0.85, "JJ": 0.1, "NN": 0.05}
_DECADE: Shares = {"NNS": 0.8, "CD": 0.2}
_ORDINAL: Shares = {"JJ": 0.9, "NN": 0.1}
_MARK: Shares = {":": 0.6, "SYM": 0.2, "NN": 0.2}
_COMPOUND: Shares = {"JJ": 0.6, "NN": 0.4}
_COMPOUNDS: Shares = {"NNS": 0.7, "JJ": 0.15, "NN": 0.15}
_FOREIGN: Shares = {"NN": 0.6, "NNP": 0.15, "JJ": 0.15, "NNS": 0.1}
"""What may end in a letter that no English word ends in."""
_NOUN: Shares = {"NN": 0.7, "NNS": 0.3}
"""What may bear a possessive."""


class _Model(NamedTuple):
    """What the data holds. A row has the cost of each tag to follow, in the order of the tags."""

    tags: tuple[str, ...]
    frequency: Shares
    states: dict[str, int]
    tag_of: tuple[int, ...]
    own: frozenset[str]
    """The words that have states of their own."""
    lower: dict[str, str]
    capital: dict[str, str]
    initial: dict[str, str]
    endings: dict[str, str]
    after: tuple[bytes, ...]
    """By state."""
    after_pair: dict[int, bytes]
    """By the tag before the state, times the number of states, and the state: where often seen."""


def tag_words(words: Sequence[str]) -> list[str]:
    """One Penn tag for each token of a sentence.

    A token that holds two words has the tag of its verb (`don't`: VBP, `can't`: MD) or both tags
    (`it's`: PRP+VBZ, `mayor's`: NN+POS).
    """
    return [*TaggedWords(words)]


class TaggedWords(Sequence[str]):
    """The tags of a sentence, worked out when asked for, and no more of them than needed.

    Two thirds of all tokens can have one tag only. What follows two of these in a row doesn't
    depend on what came before them, so the way to one tag is as long as the stretch between two
    such pairs: some five words.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self._opening = next((i for i, word in enumerate(words) if word[0].isalnum()), len(words))
        self._found: dict[int, str] = {}

    @cached_property
    def _all(self) -> list[str]:
        return self._tags(0, len(self._words))

    def __len__(self) -> int:
        return len(self._words)

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __contains__(self, tag: object) -> bool:
        return tag in self._all

    @overload
    def __getitem__(self, tokens: int) -> str: ...
    @overload
    def __getitem__(self, tokens: slice) -> list[str]: ...
    def __getitem__(self, tokens: int | slice) -> str | list[str]:
        if isinstance(tokens, slice) or tokens < 0 or "_all" in self.__dict__:
            return self._all[tokens]
        return self._one(tokens)

    def _one(self, token: int) -> str:
        if token not in self._found:
            choices = self._choices(token)
            if len(choices) == 1:
                self._found[token] = _model().tags[choices[0][1]]
            else:
                first, last = self._stretch(token)
                self._found.update(enumerate(self._tags(first, last), first))
        return self._found[token]

    def _choices(self, token: int) -> Choices:
        return (_INSIDE if token > self._opening else _OPENING)[self._words[token]]

    def _is_sure(self, token: int) -> bool:
        """Whether a token can have one tag only; what lies before the sentence does."""
        return token < 0 or len(self._choices(token)) == 1

    def _stretch(self, token: int) -> tuple[int, int]:
        """The tokens, from the first up to the last, that the tag of one depends on: back to just
        behind two sure ones in a row, and on to the next two.
        """
        first, last, end = token, token + 1, len(self._words)
        while not (self._is_sure(first - 1) and self._is_sure(first - 2)):
            first -= 1
        while last < end and not (self._is_sure(last - 1) and self._is_sure(last)):
            last += 1
        return first, min(last + 1, end)

    def _tags(self, first: int, last: int) -> list[str]:
        """The tags of the tokens from `first`, before which two are sure, up to `last`."""
        model = _model()
        start = model.states[START]
        before, state = (
            self._choices(token)[0][0] if token >= 0 else start for token in (first - 2, first - 1)
        )
        choices = [self._choices(token) for token in range(first, last)]
        found = _decode(model, choices, model.tag_of[before], state)
        return [model.tags[tag] for tag in found]


def _decode(model: _Model, words: Sequence[Choices], before: int, state: int) -> list[int]:
    """The likeliest tags of some words behind a state and the tag before it."""
    pairs, after, tag_of, width = model.after_pair, model.after, model.tag_of, len(model.tag_of)
    found: list[int] = []
    paths: list[_Path] = []  # none while the way is one, and nothing is to be compared
    for choices in words:
        if not paths:
            if len(choices) == 1:
                before, (state, tag, _) = tag_of[state], choices[0]
                found.append(tag)
                continue
            paths = [(0, before, state, None)]
        best: dict[int, _Path] = {}
        for path in paths:
            so_far, tag_before, last, _ = path
            row = pairs.get(tag_before * width + last) or after[last]
            tag_before = tag_of[last]
            base = tag_before * width
            for choice, tag, cost in choices:
                total = so_far + row[tag] + cost
                known = best.get(base + choice)
                if known is None or total < known[0]:
                    best[base + choice] = (total, tag_before, choice, path)
        paths = list(best.values())
        if len(paths) == 1:  # behind two words that can be one thing only
            found += _tags_of(paths[0], tag_of)
            (_, before, state, _), paths = paths[0], []
        elif len(paths) > MANY_PATHS:  # odd words in a row, each of which may be anything
            highest = min(path[0] for path in paths) + BEAM
            paths = [path for path in paths if path[0] <= highest]
    if paths:
        end = model.states[END]
        cheapest = min(paths, key=lambda path: path[0] + after[path[2]][end])
        found += _tags_of(cheapest, tag_of)
    return found


def _tags_of(path: _Path, tag_of: Sequence[int]) -> list[int]:
    """The tags along a path, but for that of the state it starts from."""
    found = []
    while path[3] is not None:
        found.append(tag_of[path[2]])
        path = path[3]
    return found[::-1]


def _choices(word: str, opening: bool) -> Choices:
    """What a word can be here; `opening`: whether its capital may be the sentence's."""
    model = _model()
    plain = word.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    lower, entry = plain.lower(), model.lower.get(plain)
    if lower in model.own:
        return _choices_of(_counts(entry) or _shares(model, plain, opening), lower)
    return _OF_ENTRY[entry] if entry else _choices_of(_shares(model, plain, opening))


_INSIDE: Memo[str, Choices] = Memo(partial(_choices, opening=False))
_OPENING: Memo[str, Choices] = Memo(partial(_choices, opening=True))


def _choices_of_entry(entry: str) -> Choices:
    """What a word can be that has no states of its own: many have one entry."""
    return _choices_of(_counts(entry))


_OF_ENTRY = Memo(_choices_of_entry)


def _choices_of(shares: Shares, word: str = "") -> Choices:
    """What a word with these shares can be; `word`: one with states of its own."""
    model = _model()
    total, most = sum(shares.values()), max(shares.values())
    choices = []
    for tag, share in shares.items():
        if share >= _LEAST_SHARE * most:
            at = model.states[tag]
            own = model.states.get(f"{tag}|{word}", at)
            choices.append((own, at, _cost(model, tag, share / total)))
    return tuple(choices)


def _cost(model: _Model, tag: str, share: float) -> int:
    """What a word costs in a tag that has this share of its uses."""
    return round(-NATS * math.log(share / model.frequency[tag]))


def _shares(model: _Model, word: str, opening: bool) -> Shares:
    if not word[0].isupper():
        return _lower_shares(model, word)
    if opening:
        return _initial_shares(model, word)
    counts = _counts(model.capital.get(word))
    guess = _PLURAL_NAME if word.endswith("s") else _NAME
    if word.endswith("'s"):
        guess = {"NNP+POS": 0.97, "NN+POS": 0.03}
    elif not counts and word.lower() in model.lower and not word.isupper():
        guess = _mixed(guess, _lower_shares(model, word.lower()), 0.2)
    return _smoothed(counts, guess, 1)


def _lower_shares(model: _Model, word: str) -> Shares:
    """Of a word in lower case, a number or a mark."""
    counts = _counts(model.lower.get(word))
    return _smoothed(counts, {}, 0) if counts else _guess(model, word)


def _initial_shares(model: _Model, word: str) -> Shares:
    """Of a word whose capital may be the sentence's: as in lower case, or a name."""
    lower, name = word.lower(), _counts(model.capital.get(word))
    in_lower = _counts(model.lower.get(lower))
    well_known = sum(in_lower.values()) >= _LEAST_KNOWN
    shares = _lower_shares(model, lower)
    if word.endswith("'s") and not well_known:
        shares = {"NNP+POS": 0.7, "NN+POS": 0.3}
    else:
        shares = _mixed(shares, {"NNP": 1.0}, 0.04 if well_known else 0.7)
    if sum(name.values()) > sum(in_lower.values()):
        shares = _mixed(shares, _smoothed(name, {}, 0), 0.5)
    return _smoothed(_counts(model.initial.get(word)), shares, 3)


def _guess(model: _Model, word: str) -> Shares:
    """Of a word in lower case, a number or a mark that the lexicon lacks."""
    if word[0].isdigit():
        if word.endswith("0s"):
            return _DECADE
        return _ORDINAL if word.endswith(("th", "st", "nd", "rd")) else _NUMBER
    if not word[0].isalpha():
        return _MARK
    if word.endswith("'s"):
        return _possessive(_lower_shares(model, word[:-2]))
    if "-" in word.strip("-"):
        return _COMPOUNDS if word.endswith("s") and not word.endswith("ss") else _COMPOUND
    for length in ENDING_LENGTHS:
        ending = model.endings.get(word[-length:])
        if ending is not None:
            return _smoothed(_counts(ending), {}, 0)
    return _FOREIGN


def _possessive(shares: Shares) -> Shares:
    nouns = {tag: n for tag, n in shares.items() if tag in {"NN", "NNS", "NNP"}} or _NOUN
    return {f"{tag}+POS": share for tag, share in nouns.items() if tag != "NNPS"}


def _mixed(first: Shares, second: Shares, weight: float) -> Shares:
    """Two distributions in one; `weight` is the second's, 0..1."""
    tags = [*first, *(tag for tag in second if tag not in first)]
    return {tag: (1 - weight) * first.get(tag, 0) + weight * second.get(tag, 0) for tag in tags}


def _smoothed(counts: Shares, guess: Shares, weight: float) -> Shares:
    """Shares of counts, with a guess that weighs as much as `weight` occurrences."""
    if not counts and weight == 1:
        return guess
    total = sum(counts.values()) + weight
    tags = [*counts, *(tag for tag in guess if tag not in counts)]
    return {tag: (counts.get(tag, 0) + weight * guess.get(tag, 0)) / total for tag in tags}


@lru_cache(_CACHED_WORDS)
def _counts(entry: str | None) -> Shares:
    """`NN:5 VB:2` as a dictionary; empty for None. Many words have one entry."""
    if entry is None:
        return {}
    counts: dict[str, float] = {}
    for pair in entry.split():
        tag, _, count = pair.rpartition(":")
        counts[tag] = int(count)
    return counts


@cache
def _model() -> _Model:
    """The data, parsed only as far as every text needs it: words as they stand in their line."""
    sections: dict[str, str] = {}
    for part in _DATA.read_text("utf-8").split("\n\n")[1:]:
        name, _, sections[name] = part.rstrip("\n").partition("\n")
    frequency = {tag: int(count) for tag, count in _fields(sections["[tags]"]).items()}
    total = sum(frequency.values())
    tags = tuple(frequency)
    words = sections["[states]"].splitlines()
    tag_index = {tag: i for i, tag in enumerate(tags)}
    pairs = (line.split(" ") for line in sections["[after a pair]"].splitlines())
    width = len(tags) + len(words)
    return _Model(
        tags=tags,
        frequency={tag: count / total for tag, count in frequency.items()},
        states={state: i for i, state in enumerate((*tags, *words))},
        tag_of=(*range(len(tags)), *(tag_index[state.split("|")[0]] for state in words)),
        own=frozenset(state.partition("|")[2] for state in words),
        lower=_fields(sections["[lower]"]),
        capital=_fields(sections["[capital]"]),
        initial=_fields(sections["[initial]"]),
        endings=_fields(sections["[endings]"]),
        after=tuple(_row(line) for line in sections["[after]"].splitlines()),
        after_pair={int(before) * width + int(state): _row(row) for before, state, row in pairs},
    )


def _row(line: str) -> bytes:
    """The costs that a row's characters stand for, all higher by LOWEST: the same for each."""
    return line.encode("ascii")


def _fields(section: str) -> dict[str, str]:
    """Key and value of lines `key TAB value`."""
    fields = section.replace("\n", "\t").split("\t") if section else []
    return dict(zip(fields[::2], fields[1::2], strict=True))
