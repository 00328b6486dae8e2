"""Writing a file so that nobody ever reads half of one."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from qualcheck.errors import OutputError

_HEAD = 4_000
"""Bytes in which a page says who made it."""


def is_report(page: Path) -> bool:
    """Whether a file is a page of a report of ours."""
    try:
        with page.open("rb") as file:
            return b'<meta name="generator" content="qualcheck ' in file.read(_HEAD)
    except OSError:
        return False


def write_whole(path: Path, data: bytes) -> None:
    """Write by way of a neighbour and a rename. Raises OutputError, leaving what was there.

    A file that was there keeps its permissions.
    """
    if not path.name or path.is_dir():
        raise OutputError(f"{str(path) or '.'}: can't be written: it is a folder")
    if path.exists() and not path.is_file():
        _write_through(path, data)  # a device or a pipe: /dev/stdout
        return
    neighbour = path.with_name(f".{os.urandom(8).hex()}.tmp")
    try:
        mode = path.stat().st_mode if path.exists() else None
        try:
            with neighbour.open("xb") as file:
                file.write(data)
            if mode is not None:
                neighbour.chmod(stat.S_IMODE(mode))
            neighbour.replace(path)
        finally:
            neighbour.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"{path}: can't be written: {error.strerror}") from error


def _write_through(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise OutputError(f"{path}: can't be written: {error.strerror}") from error
