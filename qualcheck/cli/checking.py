"""`qualcheck check` and `report`: read texts, say what an editor should look at."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcheck.cli.ending import USER_ERROR, errors, fail, finish
from qualcheck.cli.options import (
    Cache,
    Config,
    FailOn,
    ForceExclude,
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
from qualcheck.cli.output import Target, write_all, write_html
from qualcheck.cli.running import run_over
from qualcheck.cli.targets import keeps, kept, require_free, targets

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
    cache: Cache = None,
    force_exclude: ForceExclude = None,
    stdin_filename: StdinName = "stdin.txt",
    quiet: Quiet = False,
    max_findings: Annotated[
        int | None, typer.Option(help="So many at or over --fail-on are allowed.")
    ] = None,
    limit: Annotated[
        list[str] | None, typer.Option(help="NAME=N, repeatable: so many of a rule or category.")
    ] = None,
    min_score: Annotated[
        list[str] | None,
        typer.Option(help="The least quality score of a text, or flesch_reading_ease=N."),
    ] = None,
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
        scores = [text if "=" in text else f"score={text}" for text in min_score or ()]
        given = {
            "format": format, "fail_on": fail_on, "select": select, "ignore": ignore,
            "min_severity": min_severity, "language": language, "workers": workers,
            "force_exclude": force_exclude, "cache": cache,
            "languagetool": languagetool, "baseline": baseline, "max_findings": max_findings,
            "limits": limit, "min_scores": scores,
        }  # fmt: skip
        loaded = settings_of(config, given)
        settings = loaded.settings
        from qualcheck.run import own_files

        never = [*paths, *own_files(settings), *([str(config)] if config else [])]
        outputs = targets(
            settings.format, output, never, origin=loaded.origins["format"],
            quiet=quiet, workers=settings.workers,
        )  # fmt: skip
        known = _known(settings, strict=baseline_strict)
        only = _changed(paths, since, staged=staged)
        keep = kept(outputs, measured=bool(settings.min_scores))
        run = run_over(paths, settings, stdin_filename, keep=keep, only=only)
        if known is not None:
            run = known.leave_out(run, settings, strict=baseline_strict)
        if only is not None:
            run = only.on_changed_lines(run)
        if settings.limits or settings.min_scores:
            from qualcheck.thresholds import unmet

            failed = tuple(unmet(run, settings.limits, settings.min_scores))
            run = replace(run, unmet=(*run.unmet, *failed))
        write_all(run, outputs)
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
    cache: Cache = None,
    stdin_filename: StdinName = "stdin.txt",
) -> None:
    """Write an HTML report for each text and an index over all. Findings don't fail it."""
    with errors():
        given = {
            "select": select, "ignore": ignore, "min_severity": min_severity,
            "language": language, "languagetool": languagetool, "workers": workers, "cache": cache,
            "fail_on": "never",
        }  # fmt: skip
        settings = settings_of(config, given).settings
        require_free(output)
        run = run_over(paths, settings, stdin_filename, keep=keeps("html"))
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
