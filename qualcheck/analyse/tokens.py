"""Tokens: words with their inner apostrophes and hyphens, numbers, and single marks."""

from __future__ import annotations

from itertools import accumulate

from qualcheck.document import STAND_IN, Tokens
from qualcheck.patterns import lazy

# Combining accents and invisible characters inside a word belong to it: `go\u00advern` is
# one damaged word, not two.
_EXTRA = r"\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"
_JOIN = rf"(?: ['’\-‐‑] [\w{_EXTRA}]+ | (?<=\d) [.,] (?=\d) [\w{_EXTRA}]+ | [{_EXTRA}]+ \w* )*"
# The plainest branch comes first: most words are letters alone with a blank behind them.
_TOKEN = lazy(
    rf"""(?x)
  ( \w++ (?: (?=[ \n]) | {_JOIN} )
  | [{_EXTRA}]+ \w* {_JOIN}
  | {STAND_IN}
  | [^\s\w]
  )"""
)


def tokenise(prose: str) -> Tokens:
    """All tokens of a prose text, in one pass."""
    pieces = _TOKEN.split(prose)  # gap, token, gap, …: cheaper than a match object for each
    ends = list(accumulate(map(len, pieces)))
    texts = pieces[1::2]
    same: dict[str, str] = {}  # one object for all places of a word: less memory, and hashed once
    return Tokens(ends[:-1:2], [*map(same.setdefault, texts, texts)])
