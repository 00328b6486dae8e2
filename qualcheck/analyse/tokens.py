"""Tokens: words with their inner apostrophes and hyphens, numbers, and single marks."""

from __future__ import annotations

import re

from qualcheck.document import STAND_IN, Tokens

# Combining accents and invisible characters inside a word belong to it: `go\u00advern` is
# one damaged word, not two.
_IN_WORD = r"\w\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"
_TOKEN = re.compile(
    rf"[{_IN_WORD}]+(?:['’\-‐‑][{_IN_WORD}]+|(?<=\d)[.,](?=\d)[{_IN_WORD}]+)*|{STAND_IN}|[^\s\w]"
)


def tokenise(prose: str) -> Tokens:
    """All tokens of a prose text, in one pass."""
    found = [(match.start(), match.group()) for match in _TOKEN.finditer(prose)]
    return Tokens([start for start, _ in found], [text for _, text in found])
