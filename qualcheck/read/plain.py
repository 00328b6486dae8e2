"""Plain text: paragraphs, headings, items and quotations by their look."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from qualcheck.document import Block, BlockKind, Source, Span
from qualcheck.read.decode import Decoded
from qualcheck.read.prose import ProseBuilder

HEADING_WORDS = 12
"""Longest heading, in words. Longer lines without a full stop are sentences that lost it."""
LONG_LINE = 120
"""Length from which a line can't be the work of somebody who wraps lines by hand."""
WRAPPED_LINE = 60
"""Length from which a line may have been wrapped."""

_TERMINATORS = ".!?…:;。！？"
_CLOSERS = "\"'”’»)]"
_NOT_HEADING_END = _TERMINATORS + _CLOSERS + ",，-–—"


class _Line(NamedTuple):
    """A line that isn't blank: its span in prose without the blanks around, and its text."""

    start: int
    text: str
    indented: bool = False
    marker: int = 0
    """Length of the item's or quotation's marker, with the blanks after it; 0 for none."""
    kind: BlockKind = BlockKind.PARAGRAPH

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def is_terminated(self) -> bool:
        """Whether it ends as a sentence does. Closing quotes and brackets may follow."""
        return self.text.rstrip(_CLOSERS).endswith(tuple(_TERMINATORS))


def read(decoded: Decoded, shown: str) -> Source:
    """The source of a plain text: all of it is prose."""
    builder = ProseBuilder(decoded.text)
    builder.exact(0, len(decoded.text))
    return builder.finish(decoded, shown, "text/plain", list(_blocks(builder.prose)))


def _blocks(prose: str) -> Iterator[Block]:
    groups = [group for chunk in _chunks(prose) for group in _groups(chunk)]
    for group in groups:
        first, last = group[0], group[-1]
        kind = first.kind
        # A heading heads something: a last line without a full stop is a text cut short.
        if len(group) == 1 and group is not groups[-1] and _is_heading(first):
            kind = BlockKind.HEADING
        yield Block(kind, Span(first.start + first.marker, last.end))


def _chunks(prose: str) -> Iterator[list[_Line]]:
    """The lines, in lists that blank lines separate."""
    chunk: list[_Line] = []
    start = 0
    for raw in prose.split("\n"):
        text = raw.strip()
        if text:
            chunk.append(_line(start, raw, text))
        elif chunk:
            yield chunk
            chunk = []
        start += len(raw) + 1
    if chunk:
        yield chunk


def _line(start: int, raw: str, text: str) -> _Line:
    indent = len(raw) - len(raw.lstrip())
    indented = indent > 1 or raw[0] == "\t"
    kind, marker = _marker(text)
    return _Line(start + indent, text, indented, marker, kind)


def _marker(text: str) -> tuple[BlockKind, int]:
    """What a line's marker makes of it, and the marker's length; no marker, a paragraph."""
    first = text[0]
    if first.isalpha() and text[1:2] != ")":  # most lines: no pattern is tried
        return BlockKind.PARAGRAPH, 0
    if quote := re.match(r">[ \t]+(?=\S)", text):
        return BlockKind.QUOTE, quote.end()
    item = re.match(
        r"""(?x)
        (?: [-*•·‣▪◦–—]        # a bullet
          | \d{1,3}[.)]         # 1. 1)
          | [a-zA-Z]\)          # a)
        )
        [ \t]+
        (?=["'“‘„«(\[]?\w)      # and not a row of asterisks
        """,
        text,
    )
    if item is None or _is_dialogue(text):
        return BlockKind.PARAGRAPH, 0
    return BlockKind.ITEM, item.end()


def _is_dialogue(text: str) -> bool:
    """Whether a line that may begin with a dash is speech and not an item.

    Speech is a sentence; the words that name the speaker stand after another dash.
    """
    dash = text[0]
    if dash not in "-–—":
        return False
    if re.search(rf"[,.!?…]\s?{dash}\s", text[1:]):
        return True
    return dash != "-" and text[1:].lstrip()[:1].isupper() and text[-1] in ".!?…"


def _is_heading(line: _Line) -> bool:
    text = line.text
    if line.kind is not BlockKind.PARAGRAPH or len(text) > 200 or text[0].islower():
        return False
    if text[-1] in _NOT_HEADING_END or len(text.split()) > HEADING_WORDS:
        return False
    return any(char.isalnum() for char in text)


def _groups(chunk: list[_Line]) -> Iterator[list[_Line]]:
    """The lines of each block among lines without a blank one."""
    each_is_paragraph = _lines_are_paragraphs(chunk)
    group = [chunk[0]]
    for line in chunk[1:]:
        if each_is_paragraph or _starts_block(line, group):
            yield group
            group = []
        group.append(line)
    yield group


def _lines_are_paragraphs(chunk: Sequence[_Line]) -> bool:
    """Whether most lines are paragraphs by themselves, and not a wrapped paragraph's lines.

    The last line doesn't count: it ends like a sentence in both cases. Nor do headings.
    """
    judged = [line for line in chunk[:-1] if not _is_heading(line)]
    if not judged:
        return len(chunk[-1].text) > LONG_LINE
    whole = sum(len(line.text) > LONG_LINE or line.is_terminated for line in judged)
    return 2 * whole > len(judged)


def _starts_block(line: _Line, group: Sequence[_Line]) -> bool:
    """Whether a line starts a block, after those of the block so far."""
    before, block = group[-1], group[0].kind
    if line.kind is BlockKind.QUOTE or block is BlockKind.QUOTE:
        return True
    if line.kind is BlockKind.ITEM:
        # A wrapped line may happen to begin with a dash, or with a number that ends a sentence.
        wrapped = len(before.text) >= WRAPPED_LINE and not before.is_terminated
        return block is BlockKind.ITEM or not wrapped
    if block is BlockKind.ITEM:
        return False
    is_speech = line.text[0] in "–—" and _is_dialogue(line.text)
    return is_speech or (line.indented and not before.indented)
