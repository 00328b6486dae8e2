"""`qualcheck corpus`: tables of texts in, tables of findings and scores out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcheck.cli.ending import errors
from qualcheck.cli.options import (
    Config,
    Ignore,
    Language,
    LanguageTool,
    MinSeverity,
    Select,
    Workers,
    settings_of,
)  # fmt: skip

if TYPE_CHECKING:
    from qualcheck.corpus.progress import Progress


def corpus(
    inputs: Annotated[
        list[str],
        typer.Argument(
            help="Tables, or folders of them: .jsonl, .csv, .tsv (.gz, .zst), .parquet."
        ),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for the tables.")],
    text_column: Annotated[str, typer.Option(help="Where the texts are.")] = "text",
    id_column: Annotated[
        str | None, typer.Option(help="What documents are called; else FILE:ROW.")
    ] = None,
    markup: Annotated[
        str, typer.Option(help="How the texts are written: plain, markdown or html.")
    ] = "plain",
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with a run that was cut short.")
    ] = False,
    batch_size: Annotated[
        int | None, typer.Option(min=1, help="Characters checked, and written, together: 4000000.")
    ] = None,
    select: Select = None,
    ignore: Ignore = None,
    min_severity: MinSeverity = None,
    language: Language = None,
    languagetool: LanguageTool = None,
    config: Config = None,
    workers: Workers = None,
) -> None:
    """Check the texts in tables, however many, and write tables and a summary of them."""
    with errors():
        given = {
            "select": select, "ignore": ignore, "min_severity": min_severity,
            "language": language, "languagetool": languagetool, "workers": workers,
        }  # fmt: skip
        settings = settings_of(config, given).settings
        from qualcheck.corpus.inputs import Columns
        from qualcheck.corpus.run import BATCH_SIZE, check_corpus

        with _progress() as tell:
            outcome = check_corpus(
                inputs, output, columns=Columns(text_column, id_column), settings=settings,
                markup=markup, batch_size=batch_size or BATCH_SIZE, resume=resume, tell=tell,
            )  # fmt: skip
        for line in outcome.lines:
            _say(line)
        typer.echo(f"wrote {output / 'index.html'}", err=True)
        raise typer.Exit(outcome.exit_code)


def _say(line: str) -> None:
    from qualcheck.report.terminal import visible

    typer.echo(f"qualcheck: {visible(line)}", err=True)


@contextmanager
def _progress() -> Iterator[Callable[[Progress], None]]:
    """A bar on a terminal; elsewhere a line from time to time."""
    if not sys.stderr.isatty():
        from qualcheck.corpus.progress import Lines

        yield Lines(_say)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    columns = (BarColumn(), TaskProgressColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda now: bar.update(
            task, total=now.total, completed=now.position, description=str(now)
        )
