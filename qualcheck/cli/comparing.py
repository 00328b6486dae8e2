"""`qualcheck compare`: two runs beside each other."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qualcheck import __version__
from qualcheck.cli.ending import OUR_ERROR, USER_ERROR, errors, fail
from qualcheck.cli.output import is_coloured, write


def compare(
    old: Annotated[Path, typer.Argument(help="JSON report of the earlier run.")],
    new: Annotated[Path, typer.Argument(help="JSON report of the later run.")],
    format: Annotated[str, typer.Option(help="terminal, json or html.")] = "terminal",  # noqa: A002
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file.")] = None,
    remaining: Annotated[
        bool, typer.Option("--remaining", help="List the findings of both runs, too.")
    ] = False,
    fail_on: Annotated[
        str, typer.Option(help="Exit 1 from this on in what is new: error, warning, suggestion.")
    ] = "never",
) -> None:
    """Say what a round of editing achieved: findings new, fixed and remaining; scores."""
    with errors():
        from qualcheck.comparison import compare as compare_runs
        from qualcheck.findings import Severity
        from qualcheck.jsonreport import load
        from qualcheck.report.compared import render_json, render_terminal

        levels = [*Severity, "never"]
        for option, value, known in (
            ("--format", format, ["terminal", "json", "html"]),
            ("--fail-on", fail_on, levels),
        ):
            if value not in known:
                fail(f"{option} {value}: choose one of {', '.join(known)}", USER_ERROR)
        compared = compare_runs(load(old), load(new))
        if format == "json":
            write(render_json(compared), output)
        elif format == "html":
            from qualcheck.report.html import render_comparison

            write(render_comparison(compared, version=__version__), output)
        else:
            colour = is_coloured(output)
            write(render_terminal(compared, colour=colour, remaining=remaining), output)
        limit = None if fail_on == "never" else Severity(fail_on).rank
        worse = limit is not None and any(f.severity.rank >= limit for f in compared.new)
        if any(file.trouble for file in compared.files):
            raise typer.Exit(OUR_ERROR)
        raise typer.Exit(1 if worse else 0)
