"""Sentences, also in damaged text.

The usual splitters expect sound text: a stop, a space, a capital. Here `the war. her.` must
come out as two sentences (that is the damage), while `gen. Zaluzhny`, `e.g. this`, `3.5` and
`"Why?" he asked` must not be cut, and a stray `. .` belongs to the sentence before it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from qualcheck.document import Block, Sentence, Span, Tokens
from qualcheck.patterns import lazy

TITLES = frozenset(
    "mr mrs ms messrs mme mlle dr prof rev hon fr st sr sra gen col lt maj capt cpt cmdr adm sgt "
    "cpl pvt gov sen rep pres amb atty supt det insp".split()
)
"""Before a name: a stop after one never ends a sentence."""
BEFORE_NUMBERS = frozenset(
    "no nos nr pp p art sec fig figs vol ch para cf jan feb mar apr jun jul aug sep sept oct nov "
    "dec tel ca approx c".split()
)
"""A stop after one ends no sentence where a digit follows."""
INSIDE = frozenset(
    "eg ie vs viz al approx est cf ca resp incl excl dept min max ft lb oz km ehf hf".split()
)
"""A stop after one ends no sentence where a lower-case word follows."""
AT_END_TOO = frozenset("etc inc ltd co corp jr sr bros plc llc am pm ave blvd rd mt".split())
"""May end a sentence: only the next word can tell."""
STARTERS = frozenset(
    "the a an he she it they we i you this that these those in on at but and for from by with as "
    "his her its their our my if when while after before since there here then however what who "
    "where why how no yes not some many most all both each one two last next meanwhile".split()
)
"""Function words that, capitalised after an abbreviation, open a new sentence."""

_MARK = r"""
    (?P<mark> [.!?…] (?<! [.!?…] . ) [.!?…]*+ ) (?P<close> ["'”’»)\]]* ) (?P<gap> \s+ )
    (?P<open> ["'“‘«„(\[]* ) (?= (?P<next> \S ) )
"""
_WIDE_STOPS = "。！？"
_WIDE_MARK = r"(?P<wide> [。！？] (?<! [。！？] . ) [。！？]*+ [」』”’]* ) \s*"
_BREAK = lazy(_MARK, re.VERBOSE)
_WIDE_BREAK = lazy(f"{_MARK} | {_WIDE_MARK}", re.VERBOSE)
_CLOSED = frozenset('%"”’)')
"""What may stand between a word and the stop that ends its sentence."""
_WORD = lazy("[^\\W_]|\ufffc")
_LAST_WORD = lazy(r"([^\W_](?:[\w.'’\-]*[^\W_])?)$")


def split_sentences(prose: str, blocks: Sequence[Block], tokens: Tokens) -> tuple[Sentence, ...]:
    """The sentences of each block, in order; together they hold every token of the blocks."""
    sentences: list[Sentence] = []
    wide = any(mark in prose for mark in _WIDE_STOPS)
    last = 0
    for block in blocks:
        for span in _spans(prose, block.prose, wide=wide):
            first = bisect_left(tokens.starts, span.start, lo=last)
            last = bisect_left(tokens.starts, span.end, lo=first)
            sentences.append(Sentence(span, range(first, last), block))
    return tuple(sentences)


def _spans(prose: str, block: Span, *, wide: bool) -> Iterator[Span]:
    """A block cut at its breaks; a piece without a letter or digit joins the one before it."""
    start, end = block.start, block.start
    for cut, resume in [*_breaks(prose, block, wide=wide), (block.end, block.end)]:
        if end > start and _WORD.search(prose, end, cut):
            yield Span(start, _rstrip(prose, start, end))
            start = end
        end = resume
    if start < block.end:
        yield Span(start, block.end)


def _rstrip(prose: str, start: int, end: int) -> int:
    while end > start and prose[end - 1].isspace():
        end -= 1
    return end


def _breaks(prose: str, block: Span, *, wide: bool) -> Iterator[tuple[int, int]]:
    """Where a sentence ends, and where the next one starts; `wide`: whether the text has a stop of
    Chinese or Japanese.
    """
    wide = wide and any(prose.find(mark, block.start, block.end) >= 0 for mark in _WIDE_STOPS)
    pattern = _WIDE_BREAK if wide else _BREAK
    for match in pattern.finditer(prose, block.start, block.end):
        if wide and match["wide"]:
            yield match.end(), match.end()
        elif _is_break(prose, match):
            yield match.end("close"), match.end("gap")


def _is_break(prose: str, match: re.Match[str]) -> bool:
    following = match["next"]
    if following.islower():
        return _breaks_before_lower(prose, match)
    if match["mark"] != ".":
        return True
    word = _word_before(prose, match.start("mark"))
    bare = word.replace(".", "").lower()
    if not word:
        return True
    if bare in TITLES and (word[0].isupper() or len(bare) > 2):
        return False
    if following.isdigit():
        return bare not in BEFORE_NUMBERS
    if len(word) == 1 and word.isupper() and word != "I":
        return _next_word(prose, match.start("next")) in STARTERS
    if bare in AT_END_TOO or "." in word:
        return _next_word(prose, match.start("next")) in STARTERS
    return True


def _breaks_before_lower(prose: str, match: re.Match[str]) -> bool:
    """Whether a mark before a lower-case word still ends a sentence, as damage makes it."""
    if match["mark"] != "." or match["close"]:
        return False
    start = match.start("mark")
    after_mark = prose[start - 1 : start] in _CLOSED
    word = _word_before(prose, start - 1 if after_mark else start)
    bare = word.replace(".", "").lower()
    if not word or (len(word) == 1 and not after_mark):
        return False
    if any(map(str.isdigit, word)):
        return True
    if "." in word:
        return False
    known = TITLES | BEFORE_NUMBERS | INSIDE | AT_END_TOO
    has_vowel = any(c in "aeiouyáéíóúàèöäü" for c in bare) or not bare.isascii()
    return bare not in known and (has_vowel or bare.isdigit() or len(bare) > 4)


def _word_before(prose: str, offset: int) -> str:
    start = max(0, offset - 30)
    plain = prose[start:offset].rpartition(" ")[2]
    if plain.isalpha():  # as most are
        return plain
    found = _LAST_WORD.search(prose, start, offset)
    return found.group(1) if found else ""


def _next_word(prose: str, offset: int) -> str:
    found = re.compile(r"[^\W\d_]+").match(prose, offset)
    return found.group().lower() if found else ""
