"""Where reports go: the formats by name, standard output, files written whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

if TYPE_CHECKING:
    from qualcheck.findings import Run
    from qualcheck.run import Keep


class Target(NamedTuple):
    """Where a report goes, and how it is written there."""

    output: Path | None
    """A file, or a folder for pages; None for standard output."""
    quiet: bool = False
    workers: int = 0


def _write_terminal(run: Run, target: Target) -> None:
    from shutil import get_terminal_size

    from qualcheck.report.terminal import render

    width, colour = get_terminal_size().columns, is_coloured(target.output)
    write(render(run, colour=colour, width=width, quiet=target.quiet), target.output)


def is_coloured(output: Path | None) -> bool:
    """Only on a terminal that wants it."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return output is None and sys.stdout.isatty() and not plain


def _write_json(run: Run, target: Target) -> None:
    from qualcheck.report.json import render

    write(render(run), target.output)


def write_html(run: Run, target: Target) -> None:
    """Pages into the target's folder."""
    from qualcheck.report.folder import write_reports

    if target.output is not None:
        typer.echo(f"wrote {write_reports(run, target.output, workers=target.workers)}", err=True)


def _write_markdown(run: Run, target: Target) -> None:
    from qualcheck.report.markdown import render

    write(render(run), target.output)


def _write_csv(run: Run, target: Target) -> None:
    from qualcheck.report.csv import render

    write(render(run), target.output)


FORMATS: dict[str, Callable[[Run, Target], None]] = {
    "terminal": _write_terminal,
    "json": _write_json,
    "html": write_html,
    "markdown": _write_markdown,
    "csv": _write_csv,
}


def writers() -> Mapping[str, Callable[[Run, Target], None]]:
    """All formats: those built in, and those of plugins. Raises PluginError."""
    from qualcheck.plugins import reporters

    added = reporters(FORMATS)
    return {**FORMATS, **{name: _writer(reporter) for name, reporter in added.items()}}


def _writer(reporter: Callable[[Run], str]) -> Callable[[Run, Target], None]:
    return lambda run, target: write(reporter(run), target.output)


def keeps(name: str) -> Keep:
    """What a format needs of the article itself. Raises PluginError."""
    from qualcheck.plugins import reporters

    reporter = None if name in FORMATS else reporters(FORMATS).get(name)
    return reporter.keeps_prose if reporter else KEPT.get(name, False)


KEPT: dict[str, Keep] = {"terminal": True, "html": "passages"}
"""What a format needs of the article itself."""


def write(text: str, output: Path | None) -> None:
    """To standard output, or to a file as a whole or not at all."""
    if not text.endswith("\n"):
        text += "\n"
    data = text.encode("utf-8", "replace")
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    from qualcheck.report.files import write_whole

    write_whole(output, data)
