"""The options that several commands share, and the settings they make."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from qualcheck.config import Loaded

Paths = Annotated[
    list[str],
    typer.Argument(
        help="Files, whatever their suffix; folders, for the texts, Markdown and HTML below them; "
        "or - for standard input.",
    ),
]
Config = Annotated[Path | None, typer.Option(help="Settings instead of the project's own file.")]
Format = Annotated[
    list[str] | None,
    typer.Option(
        help="NAME or NAME:FILE, repeatable: terminal, html, json, markdown, csv, sarif, github, "
        "gitlab, junit, checkstyle or rdjsonl."
    ),
]
Select = Annotated[
    list[str] | None, typer.Option(help="Only these rules or categories (repeat, or commas).")
]
Ignore = Annotated[list[str] | None, typer.Option(help="Not these rules or categories.")]
Language = Annotated[str | None, typer.Option(help="Of the texts, as 'en'; 'auto' finds it.")]
MinSeverity = Annotated[
    str | None, typer.Option(help="Leave out what is less: error, warning or suggestion.")
]
FailOn = Annotated[
    str | None, typer.Option(help="Exit 1 from this on: error, warning, suggestion or never.")
]
ForceExclude = Annotated[
    bool | None,
    typer.Option("--force-exclude", help="Leave out what `exclude` names though it is named here."),
]
Cache = Annotated[
    bool | None,
    typer.Option("--cache/--no-cache", help="Take unchanged files' reports from earlier runs."),
]
Workers = Annotated[int | None, typer.Option(help="Processes; 0 for one per core.")]
LanguageTool = Annotated[
    str | None, typer.Option(help="auto, off, required, or a server's address (http://…).")
]
StdinName = Annotated[
    str, typer.Option(help="Name for standard input; its suffix says how to read it.")
]
Baseline = Annotated[
    str | None,
    typer.Option(help="Its file: else the setting, else qualcheck.baseline."),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Totals and faults only.")]


def settings_of(config: Path | None, given: Mapping[str, object]) -> Loaded:
    """The settings of the project's files and the command line. Raises ConfigError."""
    from qualcheck.config import load_settings

    loaded = load_settings(Path.cwd(), config=config, cli=given)
    if loaded.settings.names_rules:
        from qualcheck.check import CATEGORIES
        from qualcheck.config.names import require_known
        from qualcheck.languagetool.presence import PREFIX
        from qualcheck.run import names_of_rules

        require_known(loaded, names_of_rules(loaded.settings.rules), CATEGORIES, engine=PREFIX)
    return loaded
