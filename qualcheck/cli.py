"""The command line: parse, call, print, exit. No logic."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple, NoReturn

import typer

from qualcheck import __version__
from qualcheck.errors import EngineUnavailable, OutputError, QualcheckError, ReadError

if TYPE_CHECKING:
    from qualcheck.changed import OnlyChanged
    from qualcheck.config import Loaded, Settings
    from qualcheck.findings import FileReport, Run
    from qualcheck.known import Known
    from qualcheck.languagetool.presence import Missing
    from qualcheck.languagetool.server import Engine
    from qualcheck.run import Keep

USER_ERROR, OUR_ERROR = 2, 3
PROGRESS_FROM_FILES = 20

app = typer.Typer(
    help="Check machine-translated or hastily edited articles for damage, without the source.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
)
rules_app = typer.Typer(
    help="Look at the rules, and test your own.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(rules_app, name="rules")
languagetool_app = typer.Typer(
    help="LanguageTool: its grammar rules beside ours.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(languagetool_app, name="languagetool")
baseline_app = typer.Typer(
    help="Findings that are known: they are counted and don't fail a check.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(baseline_app, name="baseline")

Paths = Annotated[list[str], typer.Argument(help="Files, folders, or - for standard input.")]
Config = Annotated[Path | None, typer.Option(help="Settings instead of the project's own file.")]
Format = Annotated[str | None, typer.Option(help="terminal, json, html, markdown or csv.")]
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


@app.callback(invoke_without_command=True)
def _options(
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
) -> None:
    if version:
        with _errors():
            typer.echo(f"qualcheck {__version__}")
        raise typer.Exit


@app.command()
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
    with _errors():
        given = {
            "format": format, "fail_on": fail_on, "select": select, "ignore": ignore,
            "min_severity": min_severity, "language": language, "workers": workers,
            "languagetool": languagetool, "baseline": baseline,
        }  # fmt: skip
        settings = _settings(config, given).settings
        if settings.format not in FORMATS:
            _fail(f"--format {settings.format}: choose one of {', '.join(FORMATS)}", USER_ERROR)
        if settings.format == "html" and (output is None or output.suffix == ".html"):
            _fail("--format html needs --output FOLDER: it writes a page a text", USER_ERROR)
        known = _baseline(settings, strict=baseline_strict)
        only = _changed(paths, since, staged=staged)
        keep = KEPT.get(settings.format, False)
        run = _run(paths, settings, stdin_filename, keep_prose=keep, only=only)
        if known is not None:
            run = known.leave_out(run, settings, strict=baseline_strict)
        if only is not None:
            run = only.on_changed_lines(run)
        FORMATS[settings.format](run, Target(output, quiet, settings.workers))
        _finish(run, settings)


@app.command()
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
    with _errors():
        given = {
            "select": select, "ignore": ignore, "min_severity": min_severity,
            "language": language, "languagetool": languagetool, "workers": workers,
            "fail_on": "never",
        }  # fmt: skip
        settings = _settings(config, given).settings
        run = _run(paths, settings, stdin_filename, keep_prose=KEPT["html"])
        _write_html(run, Target(output, workers=settings.workers))
        _finish(run, settings)


@app.command()
def compare(
    old: Annotated[Path, typer.Argument(help="JSON report of the earlier run.")],
    new: Annotated[Path, typer.Argument(help="JSON report of the later run.")],
    format: Annotated[str, typer.Option(help="terminal, json or html.")] = "terminal",  # noqa: A002
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file.")] = None,
    remaining: Annotated[
        bool, typer.Option("--remaining", help="List the findings of both runs, too.")
    ] = False,
    fail_on: Annotated[
        str, typer.Option(help="Exit 1 from this on in what is new: error, warning, suggestion.")
    ] = "never",
) -> None:
    """Say what a round of editing achieved: findings new, fixed and remaining; scores."""
    with _errors():
        from qualcheck.comparison import compare as compare_runs
        from qualcheck.comparison import load
        from qualcheck.findings import Severity
        from qualcheck.report.compared import render_json, render_terminal

        levels = [*Severity, "never"]
        for option, value, known in (
            ("--format", format, ["terminal", "json", "html"]),
            ("--fail-on", fail_on, levels),
        ):
            if value not in known:
                _fail(f"{option} {value}: choose one of {', '.join(known)}", USER_ERROR)
        compared = compare_runs(load(old), load(new))
        if format == "json":
            _write(render_json(compared), output)
        elif format == "html":
            from qualcheck.report.html import render_comparison

            _write(render_comparison(compared, version=__version__), output)
        else:
            colour = _is_coloured(output)
            _write(render_terminal(compared, colour=colour, remaining=remaining), output)
        limit = None if fail_on == "never" else Severity(fail_on).rank
        worse = limit is not None and any(f.severity.rank >= limit for f in compared.new)
        if any(file.trouble for file in compared.files):
            raise typer.Exit(OUR_ERROR)
        raise typer.Exit(1 if worse else 0)


@baseline_app.command()
def create(
    paths: Paths,
    baseline: Baseline = None,
    config: Config = None,
    select: Select = None,
    ignore: Ignore = None,
    min_severity: MinSeverity = None,
    language: Language = None,
    languagetool: LanguageTool = None,
    workers: Workers = None,
) -> None:
    """Write down all findings of today, so that checks list only new ones."""
    with _errors():
        given = {
            "baseline": baseline, "select": select, "ignore": ignore, "workers": workers,
            "min_severity": min_severity, "language": language, "languagetool": languagetool,
        }  # fmt: skip
        _write_baseline(paths, _settings(config, given).settings, anew=True)


@baseline_app.command()
def update(
    paths: Paths,
    baseline: Baseline = None,
    add: Annotated[bool, typer.Option("--add", help="Take in new findings, too.")] = False,
    config: Config = None,
    select: Select = None,
    ignore: Ignore = None,
    min_severity: MinSeverity = None,
    language: Language = None,
    languagetool: LanguageTool = None,
    workers: Workers = None,
) -> None:
    """Take out what is fixed, and follow what has moved. New findings stay new without --add."""
    with _errors():
        given = {
            "baseline": baseline, "select": select, "ignore": ignore, "workers": workers,
            "min_severity": min_severity, "language": language, "languagetool": languagetool,
        }  # fmt: skip
        _write_baseline(paths, _settings(config, given).settings, add=add)


@baseline_app.command()
def show(
    paths: Annotated[
        list[str] | None, typer.Argument(help="Only of these files and folders.")
    ] = None,
    baseline: Baseline = None,
    config: Config = None,
) -> None:
    """List what a baseline has, by file."""
    with _errors():
        from qualcheck.known import load, shown_lines

        known = load(_settings(config, {"baseline": baseline}).settings)
        for line in shown_lines(known, paths or []):
            typer.echo(line)


def _write_baseline(
    paths: list[str], settings: Settings, *, anew: bool = False, add: bool = False
) -> None:
    from qualcheck.known import begin, load
    from qualcheck.report.terminal import visible

    known = begin(settings) if anew else load(settings)
    run = _run(paths, settings, "stdin.txt", keep_prose=False)
    for error in (*run.user_errors, *(f"{f.path}: {f.error}" for f in run.files if f.error)):
        typer.echo(f"qualcheck: {visible(error)}", err=True)
    updated = known.updated(run, settings, add=anew or add)
    _write(updated.text, known.path)
    typer.echo(visible(updated.summary))
    raise typer.Exit(run.exit_code(None))


@app.command(name="config")
def show_config(config: Config = None) -> None:
    """Show every setting and where its value comes from."""
    with _errors():
        from qualcheck.config.show import render_settings

        typer.echo(render_settings(_settings(config, {})))


@rules_app.command("list")
def list_rules(config: Config = None) -> None:
    """All rules: id, level, measured precision, message."""
    with _errors():
        from qualcheck.catalogue import list_lines

        for line in list_lines(_settings(config, {}).settings):
            typer.echo(line)


@rules_app.command("show")
def show_rule(
    rule: Annotated[str, typer.Argument(help="A rule's id.")], config: Config = None
) -> None:
    """One rule: what it says, why, its examples and its measured precision."""
    with _errors():
        from qualcheck.catalogue import describe

        typer.echo(describe(rule, _settings(config, {}).settings))


@rules_app.command("test")
def run_examples(
    path: Annotated[
        Path | None, typer.Argument(help="A rule file or folder; none for all rules.")
    ] = None,
) -> None:
    """Run the examples of the rules."""
    with _errors():
        from qualcheck.catalogue import failed_examples

        failures, total = failed_examples(path)
        for failure in failures:
            typer.echo(str(failure))
        typer.echo(f"{total} rules, {len(failures)} failed examples")
        raise typer.Exit(1 if failures else 0)


@rules_app.command("schema")
def print_schema() -> None:
    """The JSON Schema of rule files, for editors."""
    import json

    from qualcheck.rules import rule_schema

    typer.echo(json.dumps(rule_schema(), indent=2))


@languagetool_app.command()
def install(
    from_maven: Annotated[
        bool, typer.Option("--from-maven", help="Its jars from Maven's repository (needs mvn).")
    ] = False,
) -> None:
    """Bring LanguageTool into the user's cache (250 MB). Needs Java 17 or newer."""
    with _errors():
        from qualcheck.languagetool.installation import install_by_download, install_from_maven

        typer.echo("fetching LanguageTool ...", err=True)
        installed = install_from_maven() if from_maven else install_by_download()
        typer.echo(f"LanguageTool {installed.version} in {installed.folder}")


@languagetool_app.command()
def start() -> None:
    """Start a server that stays: every run then uses it, and none waits for one to start."""
    with _errors():
        from qualcheck.languagetool.server import start_kept
        from qualcheck.run import languagetool_state

        kept = start_kept(languagetool_state())
        typer.echo(f"LanguageTool {kept.version} at {kept.address}")


@languagetool_app.command()
def stop() -> None:
    """Stop the server that stays."""
    with _errors():
        from qualcheck.languagetool.server import stop_kept
        from qualcheck.run import languagetool_state

        typer.echo("stopped" if stop_kept(languagetool_state()) else "no server was running")


@languagetool_app.command()
def status() -> None:
    """Say whether LanguageTool is installed and whether a server stays. Exit 3 if not installed."""
    with _errors():
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


# ------------------------------------------------------------------------------- the work


def _settings(config: Path | None, given: Mapping[str, object]) -> Loaded:
    from qualcheck.config import load_settings

    loaded = load_settings(Path.cwd(), config=config, cli=given)
    if loaded.settings.names_rules:
        from qualcheck.check import CATEGORIES
        from qualcheck.config.names import require_known
        from qualcheck.languagetool.presence import PREFIX
        from qualcheck.run import names_of_rules

        require_known(loaded, names_of_rules(loaded.settings.rules), CATEGORIES, engine=PREFIX)
    return loaded


def _baseline(settings: Settings, *, strict: bool) -> Known | None:
    if not settings.baseline:
        if strict:
            _fail("--baseline-strict needs --baseline FILE, or the setting", USER_ERROR)
        return None
    from qualcheck.known import load

    return load(settings)


def _changed(paths: list[str], since: str | None, *, staged: bool) -> OnlyChanged | None:
    if since is None and not staged:
        return None
    if since is not None and staged:
        _fail("--since and --staged: choose one", USER_ERROR)
    if "-" in paths:
        _fail("--since and --staged ask git, which knows nothing of standard input", USER_ERROR)
    from qualcheck.changed import only_since, only_staged

    return only_staged() if since is None else only_since(since)


def _run(
    paths: list[str],
    settings: Settings,
    stdin_name: str,
    *,
    keep_prose: Keep,
    only: OnlyChanged | None = None,
) -> Run:
    from qualcheck.findings import FileReport
    from qualcheck.run import check_bytes, check_paths

    def stdin(engine: Engine | Missing | None) -> FileReport:
        try:
            data = _standard_input(settings.max_file_size)
        except ReadError as error:
            return FileReport(stdin_name, error=str(error))
        own = settings.for_path(stdin_name)
        return check_bytes(data, stdin_name, own, keep_prose=keep_prose, engine=engine)

    with _progress() as progress:
        return check_paths(
            paths, settings=settings, keep_prose=keep_prose, stdin=stdin, progress=progress,
            pick=only.pick if only else None,
        )  # fmt: skip


def _standard_input(limit: int) -> bytes:
    """All of it. Raises ReadError where there is none, or more than `limit` bytes."""
    from qualcheck.read import read_stream

    if sys.stdin is None:
        raise ReadError("standard input is closed")
    return read_stream(sys.stdin.buffer, limit)


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None] | None]:
    """A bar on a terminal, once there are enough files to wait for."""
    if not sys.stderr.isatty():
        yield None
        return
    bar = None

    def advance(done: int, total: int) -> None:
        nonlocal bar
        if total < PROGRESS_FROM_FILES:
            return
        if bar is None:
            from rich.console import Console
            from rich.progress import Progress

            bar = Progress(console=Console(stderr=True), transient=True)
            bar.add_task("checking", total=total)
            bar.start()
        bar.update(bar.task_ids[0], completed=done)

    try:
        yield advance
    finally:
        if bar is not None:
            bar.stop()


def _finish(run: Run, settings: Settings) -> NoReturn:
    from qualcheck.findings import Severity
    from qualcheck.report.terminal import visible

    for error in (*run.user_errors, *run.unmet):
        typer.echo(f"qualcheck: {visible(error)}", err=True)
    fail_on = None if settings.fail_on == "never" else Severity(settings.fail_on)
    raise typer.Exit(run.exit_code(fail_on))


# ------------------------------------------------------------------------------- the output


class Target(NamedTuple):
    """Where a report goes, and how it is written there."""

    output: Path | None
    """A file, or a folder for pages; None for standard output."""
    quiet: bool = False
    workers: int = 0


def _write_terminal(run: Run, target: Target) -> None:
    from shutil import get_terminal_size

    from qualcheck.report.terminal import render

    width, colour = get_terminal_size().columns, _is_coloured(target.output)
    _write(render(run, colour=colour, width=width, quiet=target.quiet), target.output)


def _is_coloured(output: Path | None) -> bool:
    """Only on a terminal that wants it."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return output is None and sys.stdout.isatty() and not plain


def _write_json(run: Run, target: Target) -> None:
    from qualcheck.report.json import render

    _write(render(run), target.output)


def _write_html(run: Run, target: Target) -> None:
    from qualcheck.report.folder import write_reports

    if target.output is not None:
        typer.echo(f"wrote {write_reports(run, target.output, workers=target.workers)}", err=True)


def _write_markdown(run: Run, target: Target) -> None:
    from qualcheck.report.markdown import render

    _write(render(run), target.output)


def _write_csv(run: Run, target: Target) -> None:
    from qualcheck.report.csv import render

    _write(render(run), target.output)


FORMATS: dict[str, Callable[[Run, Target], None]] = {
    "terminal": _write_terminal,
    "json": _write_json,
    "html": _write_html,
    "markdown": _write_markdown,
    "csv": _write_csv,
}
KEPT: dict[str, Keep] = {"terminal": True, "html": "passages"}
"""What a format needs of the article itself."""


def _write(text: str, output: Path | None) -> None:
    """To standard output, or to a file as a whole or not at all."""
    if not text.endswith("\n"):
        text += "\n"
    data = text.encode("utf-8", "replace")
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    from qualcheck.report.files import write_whole

    write_whole(output, data)


@contextmanager
def _errors() -> Iterator[None]:
    """A known error as one clear message and its exit code; a closed pipe as a quiet end."""
    try:
        yield
    except (OutputError, EngineUnavailable) as error:
        _fail(str(error), OUR_ERROR)
    except QualcheckError as error:
        _fail(str(error), USER_ERROR)
    except BrokenPipeError:
        _drop_output()
        sys.exit(OUR_ERROR)
    except OSError as error:
        if error.filename is not None:  # a file that nobody thought of: our mistake
            raise
        _drop_output()
        _fail(f"standard output can't be written: {error.strerror}", OUR_ERROR)


def _drop_output() -> None:
    """Python writes what is left when it ends, and would complain once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fail(message: str, code: int) -> NoReturn:
    sys.stderr.write(f"qualcheck: {message}\n")
    sys.exit(code)
