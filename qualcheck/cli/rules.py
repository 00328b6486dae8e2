"""`qualcheck rules …`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qualcheck.cli.ending import errors
from qualcheck.cli.options import Config, settings_of

app = typer.Typer(
    help="Look at the rules, and test your own.", no_args_is_help=True, rich_markup_mode=None
)


@app.command("list")
def list_rules(config: Config = None) -> None:
    """All rules: id, level, measured precision, message."""
    with errors():
        from qualcheck.catalogue import list_lines

        for line in list_lines(settings_of(config, {}).settings):
            typer.echo(line)


@app.command("show")
def show_rule(
    rule: Annotated[str, typer.Argument(help="A rule's id.")], config: Config = None
) -> None:
    """One rule: what it says, why, its examples and its measured precision."""
    with errors():
        from qualcheck.catalogue import describe

        typer.echo(describe(rule, settings_of(config, {}).settings))


@app.command("test")
def run_examples(
    path: Annotated[
        Path | None, typer.Argument(help="A rule file or folder; none for all rules.")
    ] = None,
) -> None:
    """Run the examples of the rules."""
    with errors():
        from qualcheck.catalogue import failed_examples

        failures, total = failed_examples(path)
        for failure in failures:
            typer.echo(str(failure))
        typer.echo(f"{total} rules, {len(failures)} failed examples")
        raise typer.Exit(1 if failures else 0)


@app.command("schema")
def print_schema() -> None:
    """The JSON Schema of rule files, for editors."""
    import json

    from qualcheck.rulekinds import schema

    typer.echo(json.dumps(schema(), indent=2))
