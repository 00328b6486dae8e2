"""The command line: parse, call, print, exit. No logic."""

from __future__ import annotations

from typing import Annotated

import typer

from qualcheck import __version__
from qualcheck.cli import baseline, cache, languagetool, rules, words
from qualcheck.cli.checking import check, report
from qualcheck.cli.comparing import compare
from qualcheck.cli.corpus import corpus
from qualcheck.cli.ending import errors
from qualcheck.cli.fixing import fix
from qualcheck.cli.options import Config, settings_of
from qualcheck.cli.plugins import plugins

app = typer.Typer(
    help="Check machine-translated or hastily edited articles for damage, without the source.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
)


@app.callback(invoke_without_command=True)
def _options(
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
) -> None:
    if version:
        with errors():
            typer.echo(f"qualcheck {__version__}")
        raise typer.Exit


def show_config(config: Config = None) -> None:
    """Show every setting and where its value comes from."""
    with errors():
        from qualcheck.config.show import render_settings

        typer.echo(render_settings(settings_of(config, {})))


app.command()(check)
app.command()(report)
app.command()(fix)
app.command()(compare)
app.command()(corpus)
app.command(name="config")(show_config)
app.command()(plugins)
app.add_typer(baseline.app, name="baseline")
app.add_typer(cache.app, name="cache")
app.add_typer(rules.app, name="rules")
app.add_typer(words.app, name="words")
app.add_typer(languagetool.app, name="languagetool")
