"""A run as the command line starts it: standard input, a bar on the terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from qualcheck.errors import ReadError

if TYPE_CHECKING:
    from qualcheck.changed import OnlyChanged
    from qualcheck.config import Settings
    from qualcheck.findings import FileReport, Run
    from qualcheck.languagetool.presence import Missing
    from qualcheck.languagetool.server import Engine
    from qualcheck.run import Keep

PROGRESS_FROM_FILES = 20


def run_over(
    paths: list[str],
    settings: Settings,
    stdin_name: str,
    *,
    keep: Keep | None = None,
    only: OnlyChanged | None = None,
) -> Run:
    """Check what the command line names; `-` is standard input, called `stdin_name`.

    `keep` says what the reports have beside findings and score; None for nothing.
    """
    from qualcheck.findings import FileReport
    from qualcheck.run import Keep, check_bytes, check_paths

    keep = keep or Keep.NOTHING

    def stdin(engine: Engine | Missing | None) -> FileReport:
        try:
            data = standard_input(settings.max_file_size)
        except ReadError as error:
            return FileReport(stdin_name, error=str(error))
        own = settings.for_path(stdin_name)
        return check_bytes(data, stdin_name, own, keep=keep, engine=engine)

    with _progress() as progress:
        return check_paths(
            paths, settings=settings, keep=keep, stdin=stdin, progress=progress,
            pick=only.pick if only else None, cache=settings.cache,
        )  # fmt: skip


def standard_input(limit: int) -> bytes:
    """All of it. Raises ReadError where there is none, or more than `limit` bytes."""
    from qualcheck.read import read_stream

    if sys.stdin is None:
        raise ReadError("standard input is closed")
    return read_stream(sys.stdin.buffer, limit)


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None] | None]:
    """A bar on a terminal, once there are enough files to wait for."""
    if not sys.stderr.isatty():
        yield None
        return
    bar = None

    def advance(done: int, total: int) -> None:
        nonlocal bar
        if total < PROGRESS_FROM_FILES:
            return
        if bar is None:
            from rich.console import Console
            from rich.progress import Progress

            bar = Progress(console=Console(stderr=True), transient=True)
            bar.add_task("checking", total=total)
            bar.start()
        bar.update(bar.task_ids[0], completed=done)

    try:
        yield advance
    finally:
        if bar is not None:
            bar.stop()
