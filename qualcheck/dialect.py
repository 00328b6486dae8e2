"""Which words of a text are in British and which in American spelling."""

from __future__ import annotations

from functools import cache

from qualcheck import lexicon
from qualcheck.document import Document, Span

Spellings = dict[str, str]
"""Words of a text in one dialect → their spelling in the other."""


def spellings(document: Document) -> tuple[Spellings, Spellings]:
    """The text's British words with their American spellings, and the reverse."""
    known = document.tokens.places.keys()
    british_words, american_words = _dialects()
    british = {word: british_words[word] for word in british_words.keys() & known}
    # British publishers write -ize, too.
    american = {
        w: american_words[w] for w in american_words.keys() & known if "iz" not in w[-8:]
    }  # fmt: skip
    own, other = (
        {word: words[word] for word in sorted(words) if places_of(document, word)}
        for words in (british, american)
    )
    return own, other


def is_british(document: Document) -> bool:
    """Whether more of a text's words are in British than in American spelling."""
    british, american = spellings(document)
    return len(british) > len(american)


def places_of(document: Document, word: str) -> list[Span]:
    """Where a word stands in the writer's own spelling: neither in a name nor quoted."""
    tokens = document.tokens
    return [
        tokens[i].span
        for i in tokens.places.get(word, ())
        if tokens.texts[i].islower()
        and not document.in_quotation(tokens.starts[i])
        and document.is_loose(i)
    ]


def to_american() -> Spellings:
    """British words → their American spelling."""
    return _dialects()[0]


@cache
def _dialects() -> tuple[Spellings, Spellings]:
    """British words → American, and the reverse."""
    pairs = lexicon.dialects()
    return dict(pairs), {american: british for british, american in pairs}
