"""`qualcheck languagetool …`."""

from __future__ import annotations

from typing import Annotated

import typer

from qualcheck.cli.ending import OUR_ERROR, errors

app = typer.Typer(
    help="LanguageTool: its grammar rules beside ours.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command()
def install(
    from_maven: Annotated[
        bool, typer.Option("--from-maven", help="Its jars from Maven's repository (needs mvn).")
    ] = False,
) -> None:
    """Bring LanguageTool into the user's cache (250 MB). Needs Java 17 or newer."""
    with errors():
        from qualcheck.languagetool.installation import install_by_download, install_from_maven

        typer.echo("fetching LanguageTool ...", err=True)
        installed = install_from_maven() if from_maven else install_by_download()
        typer.echo(f"LanguageTool {installed.version} in {installed.folder}")


@app.command()
def start() -> None:
    """Start a server that stays: every run then uses it, and none waits for one to start."""
    with errors():
        from qualcheck.languagetool.server import start_kept
        from qualcheck.run import languagetool_state

        kept = start_kept(languagetool_state())
        typer.echo(f"LanguageTool {kept.version} at {kept.address}")


@app.command()
def stop() -> None:
    """Stop the server that stays."""
    with errors():
        from qualcheck.languagetool.server import stop_kept
        from qualcheck.run import languagetool_state

        typer.echo("stopped" if stop_kept(languagetool_state()) else "no server was running")


@app.command()
def status() -> None:
    """Say whether LanguageTool is installed and whether a server stays. Exit 3 if not installed."""
    with errors():
        from qualcheck.languagetool.presence import INSTALL_COMMAND, find
        from qualcheck.languagetool.server import kept_server
        from qualcheck.run import languagetool_state

        found, kept = find(), kept_server(languagetool_state())
        typer.echo(
            f"installed: {found.version} in {found.folder}"
            if found
            else f"not installed: `{INSTALL_COMMAND}` brings it"
        )
        typer.echo(f"running: {kept.version} at {kept.address}" if kept else "no server stays")
        raise typer.Exit(0 if found or kept else OUR_ERROR)
