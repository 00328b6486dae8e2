"""Stage 1, READ: bytes to Source."""

from __future__ import annotations

import re
import stat
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path, PurePath
from types import MappingProxyType

from qualcheck.document import STAND_IN, Block, BlockKind, Segment, Source, Span
from qualcheck.errors import ReadError
from qualcheck.read.decode import Decoded, declared_encoding, decode

MAX_BYTES = 20_000_000
"""Largest file that is read. Some 3 million words: a folder of articles in one file."""

Reader = Callable[[Decoded, str], Source]
"""Takes a decoded file and the name to show for it."""


def read_path(path: Path, shown: str, *, limit: int = MAX_BYTES) -> Source:
    """Read a file; `shown` names it in messages and chooses the reader, `limit` is in bytes.

    Raises ReadError for what is missing, unreadable, too large, binary or no regular file.
    """
    try:
        status = path.stat()
        _require_file(status.st_mode, shown)
        _require_size(status.st_size, limit, shown)
        with path.open("rb") as file:
            data = file.read(limit + 1)  # it may have grown since, so the limit holds here too
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise ReadError(f"{shown} can't be read: {_reason(error)}") from error
    _require_size(len(data), limit, shown)
    return read_bytes(data, shown)


def read_bytes(data: bytes, shown: str) -> Source:
    """Read the content of a file; the suffix of `shown` chooses the reader.

    Raises ReadError where the bytes are not text.
    """
    suffix = PurePath(shown).suffix.lower()
    declared = declared_encoding(data) if suffix in _DECLARING else None
    try:
        decoded = decode(data, declared)
    except ReadError as error:
        raise ReadError(f"{shown} {error}") from None
    return READERS.get(suffix, _plain)(decoded, shown)


def _require_file(mode: int, shown: str) -> None:
    if stat.S_ISDIR(mode):
        raise ReadError(f"{shown} is a folder, not a file")
    if not stat.S_ISREG(mode):  # a FIFO would make us wait for ever, a device never ends
        raise ReadError(f"{shown} is not a regular file")


def _require_size(size: int, limit: int, shown: str) -> None:
    if size > limit:
        raise ReadError(
            f"{shown} is {size / 1e6:.1f} MB; the limit is {limit / 1e6:g} MB: split the file"
        )


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    return getattr(error, "strerror", None) or str(error)


# A reader is imported when a file first needs it: a run over plain text never loads Markdown.


def _plain(decoded: Decoded, shown: str) -> Source:
    from qualcheck.read import plain

    return plain.read(decoded, shown)


def _markdown(decoded: Decoded, shown: str) -> Source:
    from qualcheck.read import markdown

    return markdown.read(decoded, shown)


def _html(decoded: Decoded, shown: str) -> Source:
    from qualcheck.read import html

    return html.read(decoded, shown)


READERS: Mapping[str, Reader] = MappingProxyType(
    {
        ".txt": _plain,
        ".text": _plain,
        ".md": _markdown,
        ".markdown": _markdown,
        ".mdx": _markdown,
        ".html": _html,
        ".htm": _html,
        ".xhtml": _html,
    }
)
"""Lower-case suffix → reader. Any other suffix is read as plain text."""

SUFFIXES = frozenset(READERS) - {".mdx"}
"""What a walk through a folder takes. `.mdx` is half programme: read only where named."""

_DECLARING = frozenset({".html", ".htm", ".xhtml"})
"""Formats whose files can say what encoding they are in."""


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
        )
