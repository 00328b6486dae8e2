"""Suggestions put into files: checked, edited and checked again until nothing is left to mend.

A file is written as a whole or not at all, and only if it still is what was checked. Its encoding,
its newlines and its byte-order mark stay: every byte outside an edit is the one that was there.
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qualcheck import digest
from qualcheck.config import Settings
from qualcheck.document import Source
from qualcheck.edits import OVERLAPS, Edit, Fixed, Left, Mended, edits_for, with_edits
from qualcheck.errors import QualcheckError, ReadError
from qualcheck.findings import FileReport, Finding, Run
from qualcheck.plugins import readers
from qualcheck.read import content_of, read_bytes
from qualcheck.report.files import write_whole
from qualcheck.run import Input, Keep, check_file

if TYPE_CHECKING:  # brings HTTP, SQLite and processes with it
    from qualcheck.languagetool.presence import Missing
    from qualcheck.languagetool.server import Engine

Choose = Callable[[Source, Finding], str | None]
"""What to put in the place of a finding of a source; None to leave it."""

MOST_PASSES = 10
"""One fix may bring another to light; unsafe ones might go on for ever."""


def safe_fix(_source: Source, finding: Finding) -> str | None:
    """The suggestion of a finding whose rule calls it safe."""
    return finding.suggestions[0] if finding.safe_fix else None


def first_suggestion(_source: Source, finding: Finding) -> str | None:
    """The first suggestion of any finding that has one."""
    return finding.suggestions[0] if finding.suggestions else None


def candidates(run: Run, *, unsafe: bool) -> Iterator[FileReport]:
    """The reports with something to mend."""
    for file in run.files:
        if any(f.safe_fix or (unsafe and f.suggestions) for f in file.findings):
            yield file


def fix(
    file: Input,
    settings: Settings,
    choose: Choose,
    engine: Engine | Missing | None = None,
    report: FileReport | None = None,
) -> Fixed:
    """A file's content with what `choose` wants. Writes nothing.

    `report` spares a check where the file is still what it is about. Raises QualcheckError where
    the file can't be read.
    """
    before = data = _content(file, settings.max_file_size)
    done: list[Mended] = []
    left: tuple[Left, ...] = ()
    for _ in range(MOST_PASSES):
        if report is None or not _is_of(report, data, file.shown):
            held = file._replace(content=data)
            report = check_file(held, settings, keep=Keep.NOTHING, engine=engine)
        if report.error:
            raise QualcheckError(f"{file.shown}: {report.error}")
        data, mended, left = _pass(data, file.shown, report.findings, choose)
        report = None
        done += mended
        if not mended and not any(item.reason == OVERLAPS for item in left):
            break
    return Fixed(file.path, file.shown, before, data, tuple(done), left)


def _is_of(report: FileReport, data: bytes, shown: str) -> bool:
    """Whether a report is of just this content."""
    try:
        return report.digest == digest.of_text(read_bytes(data, shown, readers()).text)
    except ReadError:
        return False


def _pass(
    data: bytes, shown: str, findings: Sequence[Finding], choose: Choose
) -> tuple[bytes, list[Mended], tuple[Left, ...]]:
    source = read_bytes(data, shown, readers())
    chosen = {
        finding: suggestion
        for finding in findings
        if (suggestion := choose(source, finding)) is not None
    }

    def read(edits: Sequence[Edit]) -> Source | None:
        try:
            return read_bytes(_spliced(data, source, edits), shown, readers())
        except (ReadError, UnicodeError):
            return None

    edits = edits_for(source, chosen.items(), read)
    mended = [Mended(finding, chosen[finding]) for finding in edits.done]
    after = _spliced(data, source, edits.in_source) if edits.in_source else data
    return after, mended, edits.left


def _spliced(data: bytes, source: Source, edits: Sequence[Edit]) -> bytes:
    """A file's bytes with edits of its text made; raises UnicodeError where its encoding has no
    such character, or its bytes can't be told apart.
    """
    # Bytes that make no sense are kept as what surrogateescape calls them.
    body = data.decode(source.encoding, "surrogateescape")
    mark = body[: len(body) - len(source.text)]
    if mark not in ("", "\ufeff") or len(mark + source.text) != len(body):
        raise UnicodeError("the text as it was read isn't the text as it is stored")
    edited = mark + with_edits(body[len(mark) :], edits)
    return edited.encode(source.encoding, "surrogateescape")


def _content(file: Input, limit: int) -> bytes:
    if file.content is not None:
        return file.content
    try:
        return content_of(file.path, limit)
    except ReadError as error:
        raise QualcheckError(f"{file.shown}: {error}") from error


def write(fixed: Fixed) -> None:
    """Write what was fixed in place of the file. Raises QualcheckError, with the file as it was,
    where it is read-only or was changed meanwhile, and OutputError where it can't be written.
    """
    path = Path(fixed.path).resolve()  # a link stays one
    try:
        mode, now = path.stat().st_mode, path.read_bytes()
    except OSError as error:
        raise QualcheckError(f"{fixed.shown}: can't be read: {error.strerror}") from error
    if not mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        raise QualcheckError(f"{fixed.shown}: is read-only: nothing was fixed in it")
    if now != fixed.before:
        raise QualcheckError(f"{fixed.shown}: was changed meanwhile: run it again")
    write_whole(path, fixed.after)
