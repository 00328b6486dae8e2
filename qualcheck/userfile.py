"""Files of words and terms that a user keeps: read whole, with errors that say where and what."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path
from typing import NamedTuple, NoReturn

from qualcheck.errors import Location, Problem, WordFileError

MOST_BYTES = 20_000_000
"""Largest file that is read: a Hunspell dictionary of half a million words has ten million."""


class UserFile(NamedTuple):
    """A file as read; `shown` is its path as messages give it."""

    path: Path
    shown: str
    data: bytes

    def text(self, encoding: str = "utf-8", advice: str = "save it as UTF-8") -> str:
        """Decoded, without a byte-order mark. Raises WordFileError."""
        try:
            text = self.data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
        except UnicodeDecodeError as error:
            line = self.data.count(b"\n", 0, error.start) + 1
            odd = self.data.removeprefix(b"\xef\xbb\xbf")[error.start]
            self.fail(f"is not {encoding.upper()} (byte 0x{odd:02x}): {advice}", line)
        if "\0" in text:
            self.fail("is no text: it has a zero byte", text.count("\n", 0, text.index("\0")) + 1)
        return text

    def problem(self, message: str, line: int = 0, row: str = "") -> Problem:
        """A problem on one of its lines, from 1, which may be shown; 0 for the whole file."""
        shown = "".join(
            c if c.isprintable() or c == "\t" else "\N{REPLACEMENT CHARACTER}" for c in row
        )
        return Problem(Location(self.shown, line, 1 if row else 0), message, shown)

    def fail(self, message: str, line: int = 0, row: str = "") -> NoReturn:
        """Raise one problem by itself."""
        raise WordFileError([self.problem(message, line, row)])


def read_user_file(path: str | Path, setting: str) -> UserFile:
    """Read a file that a setting names. Raises WordFileError for one that can't be read."""
    file = UserFile(Path(path), shown_path(Path(path)), b"")
    try:
        with file.path.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        file.fail(f"there is no such file; the setting '{setting}' names it")
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        file.fail(f"can't be read: {getattr(error, 'strerror', None) or error}")
    if len(data) > MOST_BYTES:
        file.fail(f"is over the limit of {MOST_BYTES / 1e6:g} MB: split it")
    return file._replace(data=data)


def normal(text: str) -> str:
    """A word or term as it is looked for: composed letters, straight apostrophes, single blanks."""
    if text.isascii():
        return " ".join(text.split())
    straight = text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return " ".join(unicodedata.normalize("NFC", straight).split())


def shown_path(path: Path) -> str:
    """Relative to the working folder where it lies below it."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


State = tuple[str, int, int, int]


def state_of(path: str | Path) -> State:
    """What changes when a file does: a parsed file is kept by it, for the time of one process."""
    try:
        status = os.stat(path)  # noqa: PTH116 - asked for every text
    except (OSError, ValueError):
        return str(path), 0, 0, 0
    return str(path), status.st_mtime_ns, status.st_size, status.st_ino
