"""`qualcheck cache …`: what is kept between runs, so that it needn't be worked out again."""

from __future__ import annotations

import typer

from qualcheck.cli.ending import errors

app = typer.Typer(
    help="What is kept between runs: reports, LanguageTool's answers, parsed rules.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command()
def info() -> None:
    """Say where it is, and how much of what."""
    with errors():
        from qualcheck.run.kept import kept_things
        from qualcheck.run.places import cache_folder

        typer.echo(f"folder: {cache_folder()}")
        for thing in kept_things():
            typer.echo(f"{thing.name}: {thing.number:,} in {thing.size / 1e6:,.1f} MB")


@app.command()
def clear() -> None:
    """Delete it. An installed LanguageTool stays."""
    with errors():
        from qualcheck.run.kept import delete_kept

        typer.echo(f"freed {delete_kept() / 1e6:,.1f} MB")
