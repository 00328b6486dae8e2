"""The command line: parse, call, print, exit. No logic."""

from __future__ import annotations

from importlib import import_module
from inspect import unwrap
from typing import Annotated

import click
import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup
from typer.main import get_group
from typer.utils import get_params_from_function

from qualcheck import __version__
from qualcheck.cli.ending import errors

COMMANDS = {
    "check": "checking:check",
    "report": "checking:report",
    "fix": "fixing:fix",
    "compare": "comparing:compare",
    "corpus": "corpus:corpus",
    "config": "showing:show_config",
    "plugins": "plugins:plugins",
    "baseline": "baseline:app",
    "cache": "cache:app",
    "rules": "rules:app",
    "words": "words:app",
    "languagetool": "languagetool:app",
}
"""Each command, and where in this package it stands: a function, or a Typer of several."""


class _Commands(TyperGroup):
    """The commands, each made when it is asked for: all of them would cost a tenth of a start."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's
        return [*COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        # Of a name that is none, Typer's message looks for the nearest of all that are made.
        for name in [cmd_name] if cmd_name in COMMANDS else COMMANDS:
            if name not in self.commands:
                self.commands[name] = _made(name)
        return self.commands.get(cmd_name)


class _Command(TyperCommand):
    """A command that says what its arguments are: click from 8.5 on drops the help that Typer under
    0.26 gives them.
    """

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if self.callback is not None:
            meant = get_params_from_function(unwrap(self.callback))
            for param in self.params:
                if isinstance(param, TyperArgument) and param.name in meant and not param.help:
                    param.help = meant[param.name].default.help
        super().format_help(ctx, formatter)


def _made(name: str) -> click.Command:
    module, _, what = COMMANDS[name].partition(":")
    found = getattr(import_module(f"qualcheck.cli.{module}"), what)
    alone = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
    if isinstance(found, typer.Typer):
        for command in found.registered_commands:
            command.cls = _Command
        alone.add_typer(found, name=name)
    else:
        alone.command(name, cls=_Command)(found)
    return get_group(alone).commands[name]


app = typer.Typer(
    cls=_Commands,
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
