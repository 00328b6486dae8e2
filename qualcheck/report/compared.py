"""What a round of editing achieved: two runs side by side, for a terminal and for tools."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qualcheck.comparison import Comparison, FileComparison
from qualcheck.jsonreport import Noted
from qualcheck.report.json import one_line
from qualcheck.report.terminal import Paint, painter, visible
from qualcheck.report.wording import counted

SCHEMA = "qualcheck-comparison/1"
MARKS = {"new": "+", "fixed": "-", "unchecked": "?", "remaining": " "}
"""What became of a finding → the sign before it, as in a diff."""
PAINTED = {"new": "error", "fixed": "help"}
"""What becomes of a finding → the colour of what in the terminal's other report."""


def render_terminal(comparison: Comparison, *, colour: bool, remaining: bool = False) -> str:
    """New findings, fixed ones and those of files that are no longer checked, with the score before
    and after; totals last.

    `remaining` lists those of both runs, too.
    """
    paint, parts = painter(colour), []
    for file in comparison.files:
        lines = [*_lines(file, paint, remaining)]
        if lines or file.trouble:
            parts.append("\n".join([_heading(file, paint), *lines]) + "\n")
    return "\n".join([*parts, _totals(comparison)]) + "\n"


def _heading(file: FileComparison, paint: Paint) -> str:
    old, new = (_points(side.points) if side else "" for side in (file.before, file.after))
    name = visible(file.path)
    if file.before is None:
        state = f"new file; score {new}"
    elif file.after is None:
        state = f"no longer checked; score was {old}"
    else:
        state = f"score {old} → {new}" if old != new else f"score {new}"
    if file.trouble:
        state = f"not compared: {visible(file.trouble)}"
    if file.renamed_from:
        state = f"was {visible(file.renamed_from)}; {state}"
    return f"{paint('path', name)}: {state}"


def _points(points: float | None) -> str:
    return "none" if points is None else f"{points:.1f}"


def _lines(file: FileComparison, paint: Paint, remaining: bool) -> Iterator[str]:
    groups = [("new", file.new), ("fixed", file.fixed), ("unchecked", file.unchecked)]
    if remaining:
        groups.append(("remaining", file.remaining))
    for group, findings in groups:
        for finding in findings:
            line = (
                f"{MARKS[group]} {finding.line}:{finding.column} {finding.severity.value}"
                f"[{visible(finding.rule)}] {visible(finding.message)}"
            )
            yield paint(PAINTED[group], line) if group in PAINTED else line


def _totals(comparison: Comparison) -> str:
    new, fixed, remaining = (
        sum(1 for _ in group) for group in (comparison.new, comparison.fixed, comparison.remaining)
    )
    troubled = sum(1 for file in comparison.files if file.trouble)
    notes = [f"{troubled} not compared"] if troubled else []
    if lost := sum(1 for file in comparison.files if file.after is None):
        notes.append(f"{counted(lost, 'file')} of the old run not in the new one")
    if comparison.other_settings:
        notes.append("the runs had other settings or another version: not all of it is the text's")
    files = counted(len(comparison.files), "file")
    gone = sum(1 for _ in comparison.unchecked)
    unchecked = f", {gone} no longer checked" if gone else ""
    totals = f"{new} new, {fixed} fixed, {remaining} remaining{unchecked} in {files}"
    return "\n".join([totals, *(f"note: {note}" for note in notes)])


def render_json(comparison: Comparison) -> str:
    """The comparison as one line of JSON."""
    return one_line(to_dict(comparison))


def to_dict(comparison: Comparison) -> dict[str, Any]:
    """The comparison as plain values."""
    return {
        "schema": SCHEMA,
        "other_settings": comparison.other_settings,
        "files": [_file(file) for file in comparison.files],
        "totals": {
            "new": sum(1 for _ in comparison.new),
            "fixed": sum(1 for _ in comparison.fixed),
            "remaining": sum(1 for _ in comparison.remaining),
            "no_longer_checked": sum(1 for _ in comparison.unchecked),
        },
    }


def _file(file: FileComparison) -> dict[str, Any]:
    return {
        "path": file.path,
        "renamed_from": file.renamed_from or None,
        "trouble": file.trouble or None,
        "score_before": file.before.points if file.before else None,
        "score_after": file.after.points if file.after else None,
        "new": [_finding(finding) for finding in file.new],
        "fixed": [_finding(finding) for finding in file.fixed],
        "remaining": [_finding(finding) for finding in file.remaining],
        "no_longer_checked": [_finding(finding) for finding in file.unchecked],
    }


def _finding(finding: Noted) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": finding.message,
        "text": finding.text,
        "line": finding.line,
        "column": finding.column,
        "fingerprint": finding.fingerprint,
    }
