"""How a text uses a word: as its own term, or as one that it points at."""

from __future__ import annotations

from qualcheck.document import Document

HOUSE_USAGE = 3
"""A word that a text uses this often is a term of its own."""
GLOSSES = frozenset('( ) [ ] " “ ” ‘ « » „ * _ /'.split())
"""Marks beside a word that is shown, explained or part of something else."""
SAYS_SO = frozenset(
    "call calls called known as named means meaning mean term word words so-called dubbed titled "
    "or spelt spelled pronounced".split()
)
"""Before a word that is meant to stand: `what they call`, `known as`, `the word`."""
_REACH = 3
"""Words before a word in which such a one is looked for."""


def is_pointed_at(document: Document, token: int) -> bool:
    """Whether the text shows that a word is meant as it stands: quoted, glossed, named so."""
    lower = document.tokens.lower
    if document.is_briefly_quoted(document.tokens.starts[token]):
        return True
    beside = {*lower[max(0, token - 1) : token], *lower[token + 1 : token + 2]}
    return bool(beside & GLOSSES or SAYS_SO & {*lower[max(0, token - _REACH) : token]})
