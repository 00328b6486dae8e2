"""Which quotation marks belong together, and which stand alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qualcheck.document import Block, Span
from qualcheck.patterns import lazy

CLOSER = {
    "“": "”",
    "‘": "’",
    "«": "»",
    "„": "“”",
    "‚": "‘’",
    "»": "«",
    '"': '"',
    "'": "'",
    "‹": "›",
}
"""An opening mark and what may close it, in the locales whose marks turn up in translations."""

_MARKS = lazy(r"""(?x)
    ["“”«»„‹›'‘’‚]                               # first, so that the search is a plain scan
    (?: (?<= ["“”«»„‹›] )                        # double marks, always a quotation mark …
      | (?<= ['‘‚] ) (?<! [\w’'] . ) (?= [\w"“(] )      # a single one that opens: no letter before
      | (?<= ['’] ) (?<= [\w.,!?…"”)] . ) (?! \w )      # one that may close: no letter after
    )
""")
_ALL_MARKS = "\"“”«»„‹›'‘’‚"
_INCHES = lazy(r"\d$")

Found = tuple[tuple[Span, ...], tuple[Span, ...]]


def pair_quotations(prose: str, blocks: Sequence[Block]) -> Found:
    """Prose spans of the quotations (marks included) and of the double marks without partner.

    A quotation that runs over paragraphs opens anew in each, so a paragraph whose mark stays
    open is sound where the next one opens with a mark as well, and counts as a quotation to
    its end. Some houses open it once only: then the next lone closing mark ends it.
    """
    if not any(mark in prose for mark in _ALL_MARKS):
        return (), ()
    pairs: list[Span] = []
    lonely: list[tuple[int, Span]] = []
    for i, block in enumerate(blocks):
        continues = i + 1 < len(blocks) and _opens(prose, blocks[i + 1].prose.start)
        for span, closed in _pairs(prose, block.prose):
            if closed or (len(span) > 1 and continues and _is_last(prose, span)):
                pairs.append(span)
            else:
                lonely.append((i, span))
    unpaired = _across_blocks(prose, sorted(lonely, key=lambda found: found[1].start))
    return _outermost(pairs), tuple(unpaired)


DEPTH = 30
"""Marks left open in one paragraph beyond which the first can have no partner."""
REACH = 12
"""Paragraphs after which an open quotation is held to be forgotten, not continued."""


def _across_blocks(prose: str, lonely: Sequence[tuple[int, Span]]) -> Iterator[Span]:
    """The marks that find no partner in the paragraphs that follow either."""
    skip = False
    for k, (block, span) in enumerate(lonely):
        if skip:
            skip = False
            continue
        if len(span) > 1 and k + 1 < len(lonely):
            next_block, next_span = lonely[k + 1]
            closes = prose[next_span.start] in CLOSER[prose[span.start]]
            skip = len(next_span) == 1 and closes and 0 < next_block - block <= REACH
        if not skip:
            yield Span(span.start, span.start + 1)


def _is_last(prose: str, span: Span) -> bool:
    """Whether a quotation left open runs to the paragraph's end: it isn't opened once more."""
    mark = prose[span.start]
    if _attributes(prose, span.start, span.end):
        return False
    return not re.search(rf"\s{mark}(?=\w)", prose[span.start + 1 : span.end])


def _opens(prose: str, offset: int) -> bool:
    return prose[offset : offset + 1] in {'"', "“", "«", "„", "‘", "'"}


def _pairs(prose: str, block: Span) -> Iterator[tuple[Span, bool]]:
    """(span, True) for a pair; (from the mark to the block's end, False) for a mark left open;
    (the mark, False) for a closing one that nothing opened.
    """
    stack: list[tuple[str, int]] = []
    for match in _MARKS.finditer(prose, block.start, block.end):
        mark, at = match.group(), match.start()
        if mark in "\"'" and _is_measure(prose, at, stack):
            continue
        opener = _opener(stack, mark)
        if opener is not None and not _must_open(prose, mark, at):
            yield Span(stack[opener][1], at + 1), True
            for left_mark, left_at in stack[opener + 1 :]:
                if left_mark not in "'‘‚":
                    yield Span(left_at, left_at + 1), False
            del stack[opener:]
        elif mark in CLOSER and not _must_close(prose, mark, at):
            if stack and stack[-1][0] == mark and _ends_sentence(prose, at):
                left_at = stack.pop()[1]
                if _attributes(prose, left_at, at):
                    yield Span(left_at, left_at + 1), False  # `“We stay, he said. “We …`
                else:
                    yield Span(left_at, at), True  # opened anew, as for a new paragraph
            stack.append((mark, at))
            if len(stack) > DEPTH:  # no quotation is so deep: bounds the time on damaged text
                yield Span(stack[0][1], stack[0][1] + 1), False
                del stack[0]
        elif mark not in "'’":
            yield Span(at, at + 1), False
    for mark, at in stack:
        if mark not in "'‘‚":
            yield Span(at, block.end), False


def _opener(stack: Sequence[tuple[str, int]], mark: str) -> int | None:
    """Number of the last mark on the stack that another may close."""
    for k in range(len(stack) - 1, -1, -1):
        if mark in CLOSER[stack[k][0]]:
            return k
    return None


def _ends_sentence(prose: str, at: int) -> bool:
    """Whether a sentence ended just before a mark."""
    return prose[max(0, at - 4) : at].rstrip().endswith((".", "!", "?", "…"))


_ATTRIBUTION = lazy(
    r"[,.!?] (?:[\w.’'-]+ ){0,8}?(?:said|says|told|tells|added|adds|wrote|writes|asked|explained|"
    r"stated|states|noted|cried|warned|argued|recalled|concluded)\b[^.!?]*[.!?]\s*$"
)


def _attributes(prose: str, start: int, end: int) -> bool:
    """Whether the last sentence of a stretch ends in `…, he said.`: the quotation is over."""
    return bool(_ATTRIBUTION.search(prose, max(start, end - 200), end))


def _must_open(prose: str, mark: str, at: int) -> bool:
    """Whether a straight or two-way mark can't close: a blank before it, a letter after it."""
    before, after = prose[at - 1 : at], prose[at + 1 : at + 2]
    return mark in '"“' and (not before or before.isspace() or before in "([—–") and after.isalnum()


def _must_close(prose: str, mark: str, at: int) -> bool:
    before, after = prose[at - 1 : at], prose[at + 1 : at + 2]
    return mark in "\"'»" and bool(before) and not before.isspace() and not (after.isalnum())


def _is_measure(prose: str, at: int, stack: Sequence[tuple[str, int]]) -> bool:
    """Whether a straight mark after a digit means inches, feet, minutes: nothing is open."""
    return bool(_INCHES.search(prose, max(0, at - 1), at)) and not any(m in "\"'" for m, _ in stack)


def _outermost(pairs: list[Span]) -> tuple[Span, ...]:
    """Sorted and disjoint: a quotation inside another is part of it."""
    kept: list[Span] = []
    for span in sorted(pairs, key=lambda s: (s.start, -s.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return tuple(kept)
