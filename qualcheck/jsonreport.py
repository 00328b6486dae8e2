"""A JSON report read again, for what compares two of them: its files and their findings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from qualcheck.errors import Location, Problem, ProblemsError
from qualcheck.findings import SCHEMA, Severity


class Noted(NamedTuple):
    """A finding as a JSON report holds it. Lines and columns count from 1, in the source."""

    rule: str
    severity: Severity
    message: str
    text: str
    line: int
    column: int
    fingerprint: str


class Checked(NamedTuple):
    """A file as a JSON report holds it. `points` is its MQM score; None where it has none."""

    path: str
    digest: str
    points: float | None
    findings: tuple[Noted, ...]
    trouble: str = ""
    """Why it is not known what the file has: it could not be read, or a check failed on it."""


class Checks(NamedTuple):
    """One run as a JSON report holds it."""

    files: tuple[Checked, ...]
    settings: str
    """What tells one choice of rules and settings from another, the program's version included."""


def load(path: Path) -> Checks:
    """A JSON report. Raises ProblemsError where it is none, or of another version."""
    try:
        document = json.loads(path.read_bytes())
    except OSError as error:
        raise _problem(path, f"can't be read: {error.strerror}") from error
    except json.JSONDecodeError as error:
        location = Location(str(path), error.lineno, error.colno)
        raise ProblemsError([Problem(location, f"is no JSON: {error.msg}")]) from error
    except UnicodeDecodeError as error:
        raise _problem(path, "is no JSON: it isn't UTF-8") from error
    except ValueError as error:
        raise _problem(path, f"is no report: {error}") from error
    except RecursionError as error:
        raise _problem(path, "is no report: it is nested too deep") from error
    schema = document.get("schema") if isinstance(document, dict) else None
    if schema != SCHEMA:
        found = f"its schema is {schema!r}" if schema else "it names no schema"
        advice = "make one with 'qualcheck check … --format json --output FILE'"
        raise _problem(path, f"is no report of version {SCHEMA}: {found}; {advice}")
    try:
        settings = f"{document['settings_digest']} {document['tool']['version']}"
        return Checks(tuple(_checked(file) for file in document["files"]), settings)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise _problem(path, f"is a damaged report: {error!r}") from error


def _problem(path: Path, message: str) -> ProblemsError:
    return ProblemsError([Problem(Location(str(path)), message)])


def _checked(file: dict[str, Any]) -> Checked:
    score = file["score"]
    return Checked(
        path=str(file["path"]),
        digest=str(file["digest"]),
        points=None if score is None or score["points"] is None else float(score["points"]),
        findings=tuple(_noted(finding) for finding in file["findings"]),
        trouble=str(file["error"]) or ", ".join(f"{f['check']} failed" for f in file["faults"]),
    )


def _noted(finding: dict[str, Any]) -> Noted:
    return Noted(
        rule=str(finding["rule"]),
        severity=Severity(finding["severity"]),
        message=str(finding["message"]),
        text=str(finding["text"]),
        line=int(finding["line"]),
        column=int(finding["column"]),
        fingerprint=str(finding["fingerprint"]),
    )
