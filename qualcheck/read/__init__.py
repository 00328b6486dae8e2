"""Stage 1, READ: bytes to Source."""

from __future__ import annotations

import stat
from collections.abc import Callable, Mapping
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import BinaryIO

from qualcheck.document import Source
from qualcheck.errors import ReadError
from qualcheck.read.decode import Decoded, declared_encoding, decode

MAX_BYTES = 20_000_000
"""Largest file that is read. Some 3 million words: a folder of articles in one file."""

Reader = Callable[[Decoded, str], Source]
"""Takes a decoded file and the name to show for it."""


BytesReader = Callable[[bytes, str], Source]
"""A reader from elsewhere: takes a file's bytes and the name to show for it."""
_NO_MORE: Mapping[str, BytesReader] = MappingProxyType({})


def content_of(path: Path, limit: int = MAX_BYTES) -> bytes:
    """What a file holds, up to `limit` bytes.

    Raises ReadError for what is missing, unreadable, too large or no regular file. Its message
    doesn't name the file: it goes on where a report has named it.
    """
    try:
        status = path.stat()
        _require_file(status.st_mode)
        _require_size(status.st_size, limit)
        with path.open("rb") as file:
            data = file.read(limit + 1)  # it may have grown since, so the limit holds here too
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise ReadError(f"can't be read: {_reason(error)}") from error
    _require_size(len(data), limit)
    return data


def read_stream(stream: BinaryIO, limit: int) -> bytes:
    """What a stream holds, up to `limit` bytes. Raises ReadError where it holds more."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise ReadError(f"standard input is over the limit of {limit / 1e6:g} MB: split it")
    return data


def read_bytes(data: bytes, shown: str, more: Mapping[str, BytesReader] = _NO_MORE) -> Source:
    """Read the content of a file; the suffix of `shown` chooses the reader, those of `more`, in
    lower case, before ours.

    Raises ReadError where the bytes are not text.
    """
    suffix = PurePath(shown).suffix.lower()
    if suffix in more:
        return more[suffix](data, shown)
    declared = declared_encoding(data) if suffix in _DECLARING else None
    return READERS.get(suffix, _plain)(decode(data, declared), shown)


def _require_file(mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise ReadError("is a folder, not a file")
    if not stat.S_ISREG(mode):  # a FIFO would make us wait for ever, a device never ends
        raise ReadError("is not a regular file")


def _require_size(size: int, limit: int) -> None:
    if size > limit:
        raise ReadError(f"is {size / 1e6:.1f} MB; the limit is {limit / 1e6:g} MB: split the file")


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
