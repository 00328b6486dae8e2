"""`qualcheck plugins`: what other distributions add."""

from __future__ import annotations

import typer

from qualcheck.cli.ending import USER_ERROR, errors


def plugins() -> None:
    """List what other distributions add: kind, name, distribution, version, or what is wrong."""
    with errors():
        from qualcheck.assembly import listed
        from qualcheck.cli.output import FORMATS
        from qualcheck.report.terminal import visible
        from qualcheck.run.places import cache_folder

        found = [*listed(FORMATS, cache=cache_folder())]
        for plugin, trouble in found:
            head = f"{plugin.kind:<9}  {plugin.name}  {plugin.distribution} {plugin.version}"
            typer.echo(visible(f"{head}: {trouble}" if trouble else head))
        if not found:
            typer.echo("no plugins are installed")
        raise typer.Exit(USER_ERROR if any(trouble for _, trouble in found) else 0)
