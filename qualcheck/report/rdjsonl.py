"""Diagnostics for reviewdog, one a line (rdjsonl). Its columns are bytes of UTF-8, from 1."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qualcheck.findings import Finding, Place, Relation, Run, Severity
from qualcheck.report.machines import (
    NO_FILE,
    Told,
    Trouble,
    json_text,
    message,
    one_line,
    replacements,
    slashed,
    told,
    troubles,
)

SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.SUGGESTION: "INFO"}
RELATED = {Relation.SAME: "The same here.", Relation.OTHER: "It clashes with this."}
MOST_RELATED = 20


def render(run: Run) -> str:
    """The run, a JSON object a line. Paths as they are given: reviewdog joins its own folder."""
    return "".join(f"{json_text(each)}\n" for each in _diagnostics(run))


def _diagnostics(run: Run) -> Iterator[dict[str, Any]]:
    yield from map(_trouble, troubles(run))
    yield from map(_finding, told(run))


def _finding(each: Told) -> dict[str, Any]:
    file, finding = each.file, each.finding
    path, where = slashed(file.path), _range(finding)
    made: dict[str, Any] = {
        "message": "\n".join(filter(None, (message(finding), one_line(finding.why)))),
        "location": {"path": path, "range": where},
        "severity": SEVERITIES[finding.severity],
        "source": {"name": "qualcheck"},
        "code": {"value": one_line(finding.rule)},
    }
    if finding.byte_columns and (fixes := replacements(file, finding)):
        made["suggestions"] = [{"range": where, "text": text} for text in fixes]
    if finding.related:
        made["related_locations"] = [_place(path, p) for p in finding.related[:MOST_RELATED]]
    return made


def _range(finding: Finding) -> dict[str, Any]:
    """The finding's own place; whole lines where its columns are not known in bytes."""
    start, end = {"line": finding.line}, {"line": finding.end_line}
    if finding.byte_columns:
        start["column"], end["column"] = finding.byte_columns
    return {"start": start, "end": end}


def _place(path: str, place: Place) -> dict[str, Any]:
    lines = {"start": {"line": place.line}, "end": {"line": place.end_line}}
    return {"message": RELATED[place.relation], "location": {"path": path, "range": lines}}


def _trouble(trouble: Trouble) -> dict[str, Any]:
    return {
        "message": trouble.text,
        "location": {"path": slashed(trouble.path or NO_FILE)},
        "severity": "ERROR" if trouble.is_error else "INFO",
        "source": {"name": "qualcheck"},
        "code": {"value": f"qualcheck.{trouble.kind}"},
    }
