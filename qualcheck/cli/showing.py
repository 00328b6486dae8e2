"""`qualcheck config`: what is set, and where."""

from __future__ import annotations

import typer

from qualcheck.cli.ending import errors
from qualcheck.cli.options import Config, settings_of


def show_config(config: Config = None) -> None:
    """Show every setting and where its value comes from."""
    with errors():
        from qualcheck.config.show import render_settings

        typer.echo(render_settings(settings_of(config, {})))
