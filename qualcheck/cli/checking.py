"""`qualcheck check` and `report`: read texts, say what an editor should look at."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcheck.cli.ending import USER_ERROR, errors, fail, finish
from qualcheck.cli.options import (
    Config,
    FailOn,
    Format,
    Ignore,
    Language,
    LanguageTool,
    MinSeverity,
    Paths,
    Quiet,
    Select,
    StdinName,
    Workers,
    settings_of,
)  # fmt: skip
from qualcheck.cli.output import FORMATS, KEPT, Target, keeps, write_html, writers
from qualcheck.cli.running import run_over

if TYPE_CHECKING:
    from qualcheck.changed import OnlyChanged
    from qualcheck.config import Settings
    from qualcheck.known import Known


def check(
    paths: Paths,
    format: Format = None,  # noqa: A002
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A file, or a folder for html.")
    ] = None,
    fail_on: FailOn = None,
    select: Select = None,
    ignore: Ignore = None,
    min_severity: MinSeverity = None,
    language: Language = None,
    languagetool: LanguageTool = None,
    config: Config = None,
    workers: Workers = None,
    stdin_filename: StdinName = "stdin.txt",
    quiet: Quiet = False,
    baseline: Annotated[
        str | None, typer.Option(help="File of known findings: count them, list only others.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="Only lines changed since the merge base with this (git).")
    ] = None,
    staged: Annotated[bool, typer.Option("--staged", help="Only lines staged in git.")] = False,
    baseline_strict: Annotated[
        bool, typer.Option("--baseline-strict", help="Exit 1 where the baseline has fixed ones.")
    ] = False,
) -> None:
    """Check texts and say what an editor should look at."""
    with errors():
        given = {
            "format": format, "fail_on": fail_on, "select": select, "ignore": ignore,
            "min_severity": min_severity, "language": language, "workers": workers,
            "languagetool": languagetool, "baseline": baseline,
        }  # fmt: skip
        settings = settings_of(config, given).settings
        if settings.format not in FORMATS and settings.format not in writers():
            fail(f"--format {settings.format}: choose one of {', '.join(writers())}", USER_ERROR)
        if settings.format == "html" and (output is None or output.suffix == ".html"):
            fail("--format html needs --output FOLDER: it writes a page a text", USER_ERROR)
        known = _known(settings, strict=baseline_strict)
        only = _changed(paths, since, staged=staged)
        keep = keeps(settings.format)
        run = run_over(paths, settings, stdin_filename, keep_prose=keep, only=only)
        if known is not None:
            run = known.leave_out(run, settings, strict=baseline_strict)
        if only is not None:
            run = only.on_changed_lines(run)
        writers()[settings.format](run, Target(output, quiet, settings.workers))
        finish(run, settings)


def report(
    paths: Paths,
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for the pages.")] = Path(
        "reports"
    ),
    select: Select = None,
    ignore: Ignore = None,
    min_severity: MinSeverity = None,
    language: Language = None,
    languagetool: LanguageTool = None,
    config: Config = None,
    workers: Workers = None,
    stdin_filename: StdinName = "stdin.txt",
) -> None:
    """Write an HTML report for each text and an index over all. Findings don't fail it."""
    with errors():
        given = {
            "select": select, "ignore": ignore, "min_severity": min_severity,
            "language": language, "languagetool": languagetool, "workers": workers,
            "fail_on": "never",
        }  # fmt: skip
        settings = settings_of(config, given).settings
        run = run_over(paths, settings, stdin_filename, keep_prose=KEPT["html"])
        write_html(run, Target(output, workers=settings.workers))
        finish(run, settings)


def _known(settings: Settings, *, strict: bool) -> Known | None:
    if not settings.baseline:
        if strict:
            fail("--baseline-strict needs --baseline FILE, or the setting", USER_ERROR)
        return None
    from qualcheck.known import load

    return load(settings)


def _changed(paths: list[str], since: str | None, *, staged: bool) -> OnlyChanged | None:
    if since is None and not staged:
        return None
    if since is not None and staged:
        fail("--since and --staged: choose one", USER_ERROR)
    if "-" in paths:
        fail("--since and --staged ask git, which knows nothing of standard input", USER_ERROR)
    from qualcheck.changed import only_since, only_staged

    return only_staged() if since is None else only_since(since)
