"""Prose as it grows while a reader goes through a text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qualcheck.document import STAND_IN, Block, BlockKind, Segment, Source, Span
from qualcheck.read.decode import Decoded


class ProseBuilder:
    """Grows the prose of one text, with its segments and blocks.

    Pieces must come in the order of the source and not overlap. What lies between two
    pieces is markup; between two blocks it becomes a blank line.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._pieces: list[str] = []
        self._length = 0
        self._segments: list[Segment] = []
        self._source_end = 0
        self._run: tuple[int, int] | None = None  # where the exact run under way began
        self._blocks: list[Block] = []
        self._open: tuple[BlockKind, int] | None = None
        self._first_piece = 0  # of the open block, among the pieces
        self._separate = False  # whether a blank line is due before the next piece
        self._comments: list[Span] = []

    @property
    def prose(self) -> str:
        """The prose so far."""
        return "".join(self._pieces)

    def begin(self, kind: BlockKind, level: int = 0) -> None:
        """Start a block, after ending the one that is open."""
        self.end()
        self._open, self._first_piece = (kind, level), len(self._pieces)
        self._separate = self._length > 0

    def end(self) -> None:
        """End the open block, if any. Left out where it holds blanks and stand-ins only."""
        if self._open is None:
            return
        body = "".join(self._pieces[self._first_piece :])
        if body.replace(STAND_IN, "").strip():
            start = self._length - len(body.lstrip())
            kind, level = self._open
            self._blocks.append(Block(kind, Span(start, start + len(body.strip())), level))
        self._open, self._separate = None, False

    def exact(self, start: int, end: int) -> None:
        """Add the source from `start` to `end` as it stands, newlines made LF."""
        piece = self.text[start:end]
        if "\r" not in piece:
            self._exact(piece, start, end)
            return
        at = start
        for newline in re.finditer(r"\r\n?", piece):
            self._exact(self.text[at : start + newline.start()], at, start + newline.start())
            at = start + newline.end()
            self.stand_in("\n", start + newline.start(), at)
        self._exact(self.text[at:end], at, end)

    def _exact(self, piece: str, start: int, end: int) -> None:
        if not piece:
            return
        self._add_separator(start)
        if self._run is None or start != self._source_end:
            self._close_run()
            self._run = (self._length, start)
        self._add(piece, end)

    def stand_in(self, prose: str, start: int, end: int) -> None:
        """Add `prose` for what the source says from `start` to `end` in another way."""
        if not prose:
            return
        self._add_separator(start)
        self._close_run()
        span = Span(self._length, self._length + len(prose))
        self._segments.append(Segment(span, Span(start, end), exact=False))
        self._add(prose, end)

    def comment(self, start: int, end: int) -> None:
        """Note a comment, which is no prose. In any order."""
        self._comments.append(Span(start, end))

    def _add_separator(self, start: int) -> None:
        if self._separate:
            self._separate = False
            self.stand_in("\n\n", self._source_end, start)
            self._first_piece = len(self._pieces)

    def _add(self, piece: str, source_end: int) -> None:
        self._pieces.append(piece)
        self._length += len(piece)
        self._source_end = source_end

    def _close_run(self) -> None:
        if self._run is not None:
            prose, source = self._run
            spans = Span(prose, self._length), Span(source, self._source_end)
            self._segments.append(Segment(*spans))
            self._run = None

    def finish(
        self, decoded: Decoded, shown: str, media_type: str, blocks: Sequence[Block] = ()
    ) -> Source:
        """The source. `blocks` are for a reader that finds them in the finished prose."""
        self.end()
        self._close_run()
        return Source(
            path=shown,
            text=decoded.text,
            prose=self.prose,
            segments=tuple(self._segments),
            blocks=tuple(blocks or self._blocks),
            encoding=decoded.encoding,
            encoding_origin=decoded.origin,
            undecodable=decoded.undecodable,
            media_type=media_type,
            comments=tuple(sorted(self._comments)),
        )
