"""How a command ends: with what message, and with which exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

import typer

from qualcheck.errors import EngineUnavailable, OutputError, QualcheckError

if TYPE_CHECKING:
    from qualcheck.config import Settings
    from qualcheck.findings import Run

USER_ERROR, OUR_ERROR = 2, 3


@contextmanager
def errors() -> Iterator[None]:
    """A known error as one clear message and its exit code; a closed pipe as a quiet end."""
    try:
        yield
    except (OutputError, EngineUnavailable) as error:
        fail(str(error), OUR_ERROR)
    except QualcheckError as error:
        fail(str(error), USER_ERROR)
    except BrokenPipeError:
        _drop_output()
        sys.exit(OUR_ERROR)
    except OSError as error:
        if error.filename is not None:  # a file that nobody thought of: our mistake
            raise
        _drop_output()
        fail(f"standard output can't be written: {error.strerror}", OUR_ERROR)


def _drop_output() -> None:
    """Python writes what is left when it ends, and would complain once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def fail(message: str, code: int) -> NoReturn:
    """End with one line on standard error."""
    sys.stderr.write(f"qualcheck: {message}\n")
    sys.exit(code)


def finish(run: Run, settings: Settings) -> NoReturn:
    """End with the exit code of a run, and say what it couldn't do, and in a line why it fails."""
    from qualcheck.findings import Severity
    from qualcheck.report.terminal import visible

    fail_on = None if settings.fail_on == "never" else Severity(settings.fail_on)
    for error in run.user_errors:
        typer.echo(f"qualcheck: {visible(error)}", err=True)
    reasons, allowed = list(run.unmet), settings.max_findings
    # That there are findings, the report says; beside another reason, or a limit, this one is said.
    limited = allowed or settings.limits or settings.min_scores or reasons
    if fail_on and limited and (loud := run.at_least(fail_on)) > allowed:
        reasons.insert(
            0, f"{loud:,} at or over {fail_on}" + (f", {allowed:,} allowed" * bool(allowed))
        )
    if reasons:
        typer.echo(f"qualcheck: failed: {visible('; '.join(reasons))}", err=True)
    raise typer.Exit(run.exit_code(fail_on, allowed))
