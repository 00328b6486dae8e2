"""A finding a line, for spreadsheets: comma-separated values as RFC 4180 has them.

What kept a text from being checked has a line, too, so that no table passes for a clean one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from qualcheck.document import STAND_IN, STAND_IN_SHOWN
from qualcheck.findings import FileReport, Finding, Run

COLUMNS = (
    "file", "line", "column", "severity", "rule", "category", "mqm", "message", "text",
    "suggestion", "precision", "fingerprint", "origin",
)  # fmt: skip
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Without one, Excel takes the file for the system's own encoding."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula, which an article might smuggle in."""

Row = dict[str, object]


def render(run: Run) -> str:
    """The run's table with its head. Lines end in CR LF."""
    out = io.StringIO(BYTE_ORDER_MARK, newline="")
    out.seek(0, io.SEEK_END)
    writer = csv.DictWriter(out, COLUMNS, restval="")
    writer.writeheader()
    for kind, said in (("mistake", run.user_errors), ("unmet", run.unmet)):
        writer.writerows({"severity": kind, "message": _cell(text)} for text in said)
    for file in run.files:
        for row in _rows(file):
            writer.writerow({name: _cell(value) for name, value in row.items()})
    return out.getvalue()


def _rows(file: FileReport) -> Iterator[Row]:
    yield from _troubles(file)
    for finding in file.findings:
        yield {"file": file.path, **_finding(finding)}


def _troubles(file: FileReport) -> Iterator[Row]:
    """What was not checked, where a finding has its severity."""
    if file.error:
        yield {"file": file.path, "severity": "unreadable", "message": file.error}
    for fault in file.faults:
        row = {"severity": "fault", "rule": fault.check, "message": fault.error}
        yield {"file": file.path, **row}
    for item in dict.fromkeys(file.not_run):
        row = {"severity": "not run", "rule": item.check, "message": item.reason}
        yield {"file": file.path, **row}


def _finding(finding: Finding) -> Row:
    precision = "" if finding.precision is None else f"{finding.precision:.3f}"
    return {
        "line": finding.line, "column": finding.column, "severity": finding.severity.value,
        "rule": finding.rule, "category": finding.category, "mqm": finding.mqm,
        "message": finding.message, "text": finding.text,
        "suggestion": finding.suggestions[0] if finding.suggestions else "",
        "precision": precision, "fingerprint": finding.fingerprint, "origin": finding.origin,
    }  # fmt: skip


def _cell(value: object) -> object:
    """Text that no spreadsheet computes: an apostrophe before what would begin a formula."""
    if not isinstance(value, str):
        return value
    text = value.replace(STAND_IN, STAND_IN_SHOWN).replace("\0", "\N{SYMBOL FOR NULL}")
    return f"'{text}" if text.startswith(FORMULA) else text
