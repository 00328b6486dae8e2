"""Where a text holds one of some literals: what the patterns of rules ask before they look.

Most literals stand in no text, so the first look costs next to nothing: through the distinct
words of a long one, or through its bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from qualcheck.document import Block, Document, Span

LONG = 50_000
"""Characters of a text from which a look through its distinct words pays."""


def stretches_with(
    document: Document, needs: Sequence[str], *, ignore_case: bool
) -> Sequence[Span]:
    """The blocks that hold one of the literals, in order; all of the text where there are none
    to look for. A pattern speaks within a block, so it need see no other.
    """
    prose = document.prose
    whole = (Span(0, len(prose)),)
    if not needs:
        return whole
    if len(prose) >= LONG:
        needs = [need for need in needs if _may_stand(document, need)]
    if needs and ignore_case:
        prose, needs = _lowered(prose), [need.lower() for need in needs]
        if len(prose) != len(document.prose):  # İ is two characters in lower case
            return whole
    found = {block.prose.start: block.prose for n in needs for block in _with(document, prose, n)}
    return [found[start] for start in sorted(found)]


def _with(document: Document, prose: str, literal: str) -> Iterator[Block]:
    """The blocks that hold a literal; `prose` is the document's, or that in lower case."""
    tokens = _tokens_with(document, literal) if len(prose) >= LONG else None
    if tokens is None:
        yield from _found_with(document, prose, literal)
        return
    starts, done = document.tokens.starts, 0
    for token in tokens:
        block = document.block_at(starts[token]) if starts[token] >= done else None
        if block is not None:
            done = block.prose.end
            if prose.find(literal, block.prose.start, done) >= 0:
                yield block


def _found_with(document: Document, prose: str, literal: str) -> Iterator[Block]:
    """The same by a search through all of the text."""
    if literal.encode("utf-8", "surrogatepass") not in _encoded(prose):
        return
    at = prose.find(literal)
    while at >= 0:
        block = document.block_at(at)
        if block is not None:
            yield block
        at = prose.find(literal, max(block.prose.end if block else 0, at + 1))


def _tokens_with(document: Document, literal: str) -> Sequence[int] | None:
    """Tokens, in order, one of which stands wherever a literal does: those of its rarest mark, or
    of the words that hold its longest run of letters. None where it has no mark and such a run is
    in many words.
    """
    places = document.tokens.places
    if literal[:1].isspace() and literal[-1:].isspace() and literal.strip().isalpha():
        return places.get(literal.strip().lower(), ())  # ` not `
    of_mark = min((places.get(c, ()) for c in literal if _is_token(c)), key=len, default=None)
    if of_mark is not None and len(of_mark) <= _FEW:
        return of_mark
    runs = re.findall("[a-z]+", literal.lower())
    words = _words_with(document, max(runs, key=len)) if runs else None
    if words is None:
        return of_mark
    return sorted(token for word in words for token in places[word])


def _is_token(char: str) -> bool:
    """Whether a mark is a token by itself wherever it stands: it joins no words."""
    joins = char in "_'-.,\N{RIGHT SINGLE QUOTATION MARK}\N{HYPHEN}\N{NON-BREAKING HYPHEN}"
    is_mark = char.isprintable() and not (char.isalnum() or char.isspace())
    return is_mark and not joins and not "\u0300" <= char <= "\u036f"  # accents


_FEW = 200
"""Words that hold a run of letters, or places of a mark, from which another way is sought."""


def _words_with(document: Document, letters: str) -> list[str] | None:
    """The words, in lower case, that hold a run of letters; None where these are many."""
    words, _ = _vocabulary(document)
    wanted, found = letters.encode(), list[str]()
    at = words.find(wanted)
    while at >= 0:
        if len(found) == _FEW:
            return None
        end = words.find(b"\n", at)
        end = len(words) if end < 0 else end
        found.append(words[words.rfind(b"\n", 0, at) + 1 : end].decode("utf-8", "surrogatepass"))
        at = words.find(wanted, end)
    return found


def _may_stand(document: Document, literal: str) -> bool:
    """Whether a text has all characters of a literal, and each run of letters as a part of some
    word: a look through its distinct words, a tenth of its length.
    """
    words, characters = _vocabulary(document)
    lower = literal.lower()
    return characters.issuperset("".join(lower.split())) and all(
        part in words for part in re.findall(b"[a-z]+", lower.encode("utf-8", "replace"))
    )


@lru_cache(maxsize=1)
def _vocabulary(document: Document) -> tuple[bytes, frozenset[str]]:
    """The distinct words of a text in lower case, one a line, and their characters."""
    words = "\n".join(document.tokens.places)
    curly = "\N{RIGHT SINGLE QUOTATION MARK}" if "'" in words else ""  # tokens have it straight
    return words.encode("utf-8", "surrogatepass"), frozenset(words + curly)


def holds_any(prose: str, needs: Sequence[str], *, ignore_case: bool) -> bool:
    """Whether one of the literals stands in the text; true where there are none."""
    if not needs:
        return True
    if ignore_case:
        prose, needs = _lowered(prose), [need.lower() for need in needs]
    return any(need in prose for need in needs)


@lru_cache(maxsize=3)
def _encoded(prose: str) -> bytes:
    """The text in UTF-8, where a literal is looked for in half the time; kept for all rules."""
    return prose.encode("utf-8", "surrogatepass")


@lru_cache(maxsize=1)
def _lowered(prose: str) -> str:
    """The text in lower case, kept for the other rules that look at the same text."""
    return prose.lower()
