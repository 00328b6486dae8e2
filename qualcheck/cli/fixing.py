"""`qualcheck fix`: put suggestions into the texts."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcheck.cli.ending import USER_ERROR, errors, fail
from qualcheck.cli.options import (
    Config,
    ForceExclude,
    Ignore,
    Language,
    LanguageTool,
    Paths,
    Select,
    StdinName,
    Workers,
    settings_of,
)  # fmt: skip
from qualcheck.cli.running import run_over, standard_input
from qualcheck.errors import OutputError, QualcheckError

if TYPE_CHECKING:
    from qualcheck.config import Settings
    from qualcheck.document import Source
    from qualcheck.edits import Fixed
    from qualcheck.findings import Finding, Run
    from qualcheck.fix import Choose


def fix(
    paths: Paths,
    diff: Annotated[
        bool, typer.Option("--diff", help="Write nothing; show what would change, for `patch`.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Write nothing; list what would be fixed.")
    ] = False,
    interactive: Annotated[
        bool, typer.Option("--interactive", "-i", help="Ask about each one.")
    ] = False,
    unsafe: Annotated[
        bool, typer.Option("--unsafe", help="First suggestions of all rules: read what comes.")
    ] = False,
    select: Select = None,
    ignore: Ignore = None,
    language: Language = None,
    languagetool: LanguageTool = None,
    config: Config = None,
    workers: Workers = None,
    force_exclude: ForceExclude = None,
    stdin_filename: StdinName = "stdin.txt",
) -> None:
    """Put in the suggestions that need no second look. With `-`, the fixed text goes to output.

    Exits with 1 where --diff or --dry-run has something to show.
    """
    with errors():
        if interactive and (diff or dry_run or "-" in paths):
            fail("--interactive goes with neither --diff, --dry-run nor standard input", USER_ERROR)
        if "-" in paths and len(paths) > 1:
            fail("standard input is fixed by itself, with no other path", USER_ERROR)
        given = {
            "select": select, "ignore": ignore, "language": language, "workers": workers,
            "force_exclude": force_exclude,
            "languagetool": languagetool if unsafe else "off", "min_severity": "suggestion",
        }  # fmt: skip
        settings = settings_of(config, given).settings
        job = _Job(settings, diff=diff, dry_run=dry_run, interactive=interactive, unsafe=unsafe)
        if paths == ["-"]:
            raise typer.Exit(job.fix_standard_input(stdin_filename))
        raise typer.Exit(job.fix_files(run_over(paths, settings, "stdin.txt")))


@dataclass
class _Job:
    """One call of the command, and what it has come to."""

    settings: Settings
    diff: bool
    dry_run: bool
    interactive: bool
    unsafe: bool

    def fix_standard_input(self, name: str) -> int:
        """Standard input, fixed, to standard output. Returns the exit code."""
        from qualcheck.fix import fix
        from qualcheck.run import Input, languagetool_for

        data = standard_input(self.settings.max_file_size)
        with languagetool_for(self.settings) as engine:
            fixed = fix(Input(Path(name), name, data), self.settings, self._chooser(), engine)
        if self.diff or self.dry_run:
            self._show(fixed)
            return int(bool(fixed.done))
        _out(fixed.after)
        return 0

    def fix_files(self, run: Run) -> int:
        """The files of a run that have something to mend. Returns the exit code."""
        from qualcheck.fix import candidates, fix, write
        from qualcheck.run import Input, languagetool_for

        troubles = [*run.user_errors, *(f"{f.path}: {f.error}" for f in run.files if f.error)]
        choose, writes = self._chooser(), not (self.diff or self.dry_run)
        places = files = 0
        with languagetool_for(self.settings) as engine:
            for path in candidates(run, unsafe=self.unsafe):
                try:
                    fixed = fix(Input(Path(path), path), self.settings, choose, engine)
                    if writes and fixed.done:
                        write(fixed)
                except OutputError:
                    raise
                except QualcheckError as error:
                    troubles.append(str(error))
                    continue
                places, files = places + len(fixed.done), files + bool(fixed.done)
                self._show(fixed)
        for trouble in troubles:
            _say(f"qualcheck: {trouble}")
        what = f"{places:,} place{'' if places == 1 else 's'} {'' if writes else 'would be '}fixed"
        _say(f"{what} in {files:,} of {len(run.files):,} files")
        code = run.exit_code(None)
        return code or (USER_ERROR if troubles else int(bool(places) and not writes))

    def _show(self, fixed: Fixed) -> None:
        from qualcheck.report.fixed import diff, list_lines

        if self.diff:
            _out(diff(fixed))
        elif not self.interactive:
            for line in list_lines(fixed):
                typer.echo(line)

    def _chooser(self) -> Choose:
        from qualcheck.fix import first_suggestion, safe_fix

        offered = first_suggestion if self.unsafe else safe_fix
        return _Asking(offered) if self.interactive else offered


class _Asking:
    """Asks on the terminal about each suggestion, once."""

    def __init__(self, offered: Choose) -> None:
        self._offered = offered
        self._asked: set[str] = set()
        self._rules: set[str] = set()  # yes to all of these
        self._has_quit = False

    def __call__(self, source: Source, finding: Finding) -> str | None:
        suggestion = self._offered(source, finding)
        if suggestion is None or finding.rule in self._rules:
            return suggestion
        known = f"{source.path}\0{finding.fingerprint}"
        if self._has_quit or known in self._asked:
            return None
        self._asked.add(known)
        return self._answer(source, finding)

    def _answer(self, source: Source, finding: Finding) -> str | None:
        from qualcheck.report.fixed import question

        choices = finding.suggestions[:9]
        typer.echo(question(source, finding, choices))
        while True:
            answer = _asked_for("[y]es, [n]o, [a]ll of this rule, [q]uit, or a number: ")
            match answer:
                case "y" | "yes":
                    return choices[0]
                case "n" | "no" | "":
                    return None
                case "a" | "all":
                    self._rules.add(finding.rule)
                    return choices[0]
                case "q" | "quit":
                    self._has_quit = True
                    return None
            if answer.isdecimal() and 1 <= int(answer) <= len(choices):
                return choices[int(answer) - 1]


def _asked_for(prompt: str) -> str:
    """A line from the terminal; `q` where there is none to come."""
    typer.echo(prompt, nl=False)
    line = sys.stdin.readline() if sys.stdin is not None else ""
    return line.strip().lower() if line else "q"


def _out(data: bytes) -> None:
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _say(line: str) -> None:
    from qualcheck.report.terminal import visible

    typer.echo(visible(line), err=True)
