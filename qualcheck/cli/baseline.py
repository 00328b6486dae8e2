"""`qualcheck baseline …`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qualcheck.cli.ending import errors
from qualcheck.cli.options import (
    Baseline,
    Config,
    Ignore,
    Language,
    LanguageTool,
    MinSeverity,
    Paths,
    Select,
    Workers,
    settings_of,
)  # fmt: skip
from qualcheck.cli.output import write
from qualcheck.cli.running import run_over

if TYPE_CHECKING:
    from qualcheck.config import Settings

app = typer.Typer(
    help="Findings that are known: they are counted and don't fail a check.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command()
def create(
    paths: Paths,
    baseline: Baseline = None,
    config: Config = None,
    select: Select = None,
    ignore: Ignore = None,
    min_severity: MinSeverity = None,
    language: Language = None,
    languagetool: LanguageTool = None,
    workers: Workers = None,
) -> None:
    """Write down all findings of today, so that checks list only new ones."""
    with errors():
        given = {
            "baseline": baseline, "select": select, "ignore": ignore, "workers": workers,
            "min_severity": min_severity, "language": language, "languagetool": languagetool,
        }  # fmt: skip
        _write_baseline(paths, settings_of(config, given).settings, anew=True)


@app.command()
def update(
    paths: Paths,
    baseline: Baseline = None,
    add: Annotated[bool, typer.Option("--add", help="Take in new findings, too.")] = False,
    config: Config = None,
    select: Select = None,
    ignore: Ignore = None,
    min_severity: MinSeverity = None,
    language: Language = None,
    languagetool: LanguageTool = None,
    workers: Workers = None,
) -> None:
    """Take out what is fixed, and follow what has moved. New findings stay new without --add."""
    with errors():
        given = {
            "baseline": baseline, "select": select, "ignore": ignore, "workers": workers,
            "min_severity": min_severity, "language": language, "languagetool": languagetool,
        }  # fmt: skip
        _write_baseline(paths, settings_of(config, given).settings, add=add)


@app.command()
def show(
    paths: Annotated[
        list[str] | None, typer.Argument(help="Only of these files and folders.")
    ] = None,
    baseline: Baseline = None,
    config: Config = None,
) -> None:
    """List what a baseline has, by file."""
    with errors():
        from qualcheck.known import load, shown_lines

        known = load(settings_of(config, {"baseline": baseline}).settings)
        for line in shown_lines(known, paths or []):
            typer.echo(line)


def _write_baseline(
    paths: list[str], settings: Settings, *, anew: bool = False, add: bool = False
) -> None:
    from qualcheck.known import begin, load
    from qualcheck.report.terminal import visible

    known = begin(settings) if anew else load(settings)
    run = run_over(paths, settings, "stdin.txt")
    for error in (*run.user_errors, *(f"{f.path}: {f.error}" for f in run.files if f.error)):
        typer.echo(f"qualcheck: {visible(error)}", err=True)
    updated = known.updated(run, settings, add=anew or add)
    write(updated.text, known.path)
    typer.echo(visible(updated.summary))
    raise typer.Exit(run.exit_code(None))
