"""`qualcheck words …`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qualcheck.cli.ending import errors
from qualcheck.cli.options import Config, settings_of

app = typer.Typer(
    help="The project's own words: no rule about words may touch them.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Words = Annotated[list[str], typer.Argument(help="Words or names; quote one of several words.")]


@app.command()
def add(
    words: Words,
    dictionary: Annotated[
        Path | None, typer.Option(help="The list; else the project's, else qualcheck.words.")
    ] = None,
    config: Config = None,
) -> None:
    """Add words to a list, in order, and keep its comments. A new one is begun where none is."""
    with errors():
        from qualcheck.cli.output import write
        from qualcheck.report.terminal import visible
        from qualcheck.wordfile import added, list_of

        path = dictionary or list_of(settings_of(config, {}).settings, config)
        text, new = added(path, words)
        if new:
            write(text, path)
        for word in dict.fromkeys(words):
            typer.echo(visible(f"{path}: {word}" if word in new else f"{path}: {word} (had it)"))


@app.command("list")
def list_words(config: Config = None) -> None:
    """All words of the project's dictionaries, and the terms of its glossaries, by file."""
    with errors():
        from qualcheck.report.terminal import visible
        from qualcheck.wordfile import listed

        for line in listed(settings_of(config, {}).settings):
            typer.echo(visible(line))


@app.command("test")
def look_up(
    words: Words,
    path: Annotated[
        str | None, typer.Option("--for", help="As in this file, whose path may have its own.")
    ] = None,
    config: Config = None,
) -> None:
    """Say which words the project's dictionaries know. Exit 1 where one is unknown."""
    with errors():
        from qualcheck.report.terminal import visible
        from qualcheck.run import dictionary

        settings = settings_of(config, {}).settings
        known = dictionary(settings.for_path(path) if path else settings)
        for word in words:
            typer.echo(visible(f"{word}: {'known' if known.knows(word) else 'unknown'}"))
        raise typer.Exit(0 if all(map(known.knows, words)) else 1)
