"""Reports written: each format by its name, to standard output or as a whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from qualcheck.errors import OutputError

if TYPE_CHECKING:
    from qualcheck.findings import Run

PURE = ("json", "markdown", "csv", "sarif", "gitlab", "junit", "checkstyle", "rdjsonl")
"""Formats that are a text of the run and of nothing else: `qualcheck.report.NAME.render`."""
FROM_ROOT = frozenset({"sarif", "github", "gitlab"})
"""Formats whose paths count from the repository's root, wherever the command runs."""
ROOTS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")
"""Where CI says that the root is, for a checkout without git."""
SUMMARY = "GITHUB_STEP_SUMMARY"
LONGEST_SUMMARY = 1024 * 1024
"""Bytes that GitHub takes of a step; of a longer summary it shows none."""
SHORTEST_SUMMARY = 2000


class Target(NamedTuple):
    """Where a report goes, and how it is written there."""

    output: Path | None
    """A file, or a folder for pages; None for standard output."""
    quiet: bool = False
    workers: int = 0
    format: str = "html"


def _write_terminal(run: Run, target: Target) -> None:
    from shutil import get_terminal_size

    from qualcheck.report.terminal import render

    width, colour = get_terminal_size().columns, is_coloured(target.output)
    write(render(run, colour=colour, width=width, quiet=target.quiet), target.output)


def is_coloured(output: Path | None) -> bool:
    """Only on a terminal that wants it."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return output is None and sys.stdout.isatty() and not plain


def _write_pure(run: Run, target: Target) -> None:
    render: Callable[[Run], str] = import_module(f"qualcheck.report.{target.format}").render
    write(render(run), target.output)


def write_html(run: Run, target: Target) -> None:
    """Pages into the target's folder."""
    from qualcheck.report.folder import write_reports

    if target.output is not None:
        typer.echo(f"wrote {write_reports(run, target.output, workers=target.workers)}", err=True)


def _write_github(run: Run, target: Target) -> None:
    """The annotations, and what a job's summary has room for of all findings."""
    from qualcheck.report import github, markdown

    write(github.render(run), target.output)
    if not (summary := os.environ.get(SUMMARY)):
        return
    held_back = github.held_back(run)
    head = f"{held_back}\n\n" if held_back else ""
    try:
        with Path(summary).open("ab") as file:
            left = LONGEST_SUMMARY - file.tell() - len(head.encode()) - 1
            if left >= SHORTEST_SUMMARY:
                text = f"{head}{markdown.render(run, most=left)}\n"
                file.write(text.encode("utf-8", "replace"))
    except OSError as error:
        raise OutputError(f"{summary}: the summary can't be written: {error.strerror}") from error


FORMATS: dict[str, Callable[[Run, Target], None]] = {
    "terminal": _write_terminal,
    "html": write_html,
    "github": _write_github,
    **dict.fromkeys(PURE, _write_pure),
}


def writers() -> Mapping[str, Callable[[Run, Target], None]]:
    """All formats: those built in, and those of plugins. Raises PluginError."""
    from qualcheck.plugins import reporters

    added = reporters(FORMATS)
    return {**FORMATS, **{name: _writer(reporter) for name, reporter in added.items()}}


def _writer(reporter: Callable[[Run], str]) -> Callable[[Run, Target], None]:
    return lambda run, target: write(reporter(run), target.output)


def write_all(run: Run, made: Iterable[Target]) -> None:
    """Every report: files first, then standard output. One that can't be written keeps no other
    from it; then OutputError is raised with all that went wrong.
    """
    made = sorted(made, key=lambda target: target.output is None)
    from_root = _from_root(run) if any(target.format in FROM_ROOT for target in made) else run
    failed: list[str] = []
    for target in made:
        try:
            writers()[target.format](from_root if target.format in FROM_ROOT else run, target)
        except OutputError as error:
            failed.append(str(error))
    if failed:
        raise OutputError("\nqualcheck: ".join(failed))


def _from_root(run: Run) -> Run:
    """The run with paths from the root of the repository; those outside it become absolute."""
    root = _root()
    files = (replace(file, path=_below(root, file.path)) for file in run.files)
    return replace(run, files=tuple(files))


def _root() -> str:
    """The folder with `.git` in which we are, else what CI says, else the working folder."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / ".git").exists():
            return str(folder)
    given = (Path(place) for name in ROOTS if (place := os.environ.get(name)))
    return next((str(place) for place in given if here.is_relative_to(place)), str(here))


def _below(root: str, path: str) -> str:
    whole = os.path.abspath(path)  # noqa: PTH100 - resolve() would follow links
    return os.path.relpath(whole, root) if Path(whole).is_relative_to(root) else whole


def write(text: str, output: Path | None) -> None:
    """To standard output, or to a file as a whole or not at all."""
    if text and not text.endswith("\n"):
        text += "\n"
    data = text.encode("utf-8", "replace")
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    from qualcheck.report.files import write_whole

    write_whole(output, data)
