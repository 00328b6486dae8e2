"""GitLab's Code Quality report: the part of Code Climate's format that GitLab reads."""

from __future__ import annotations

import hashlib
from typing import Any

from qualcheck.findings import Run, Severity
from qualcheck.report.machines import (
    NO_FILE,
    Told,
    Trouble,
    json_text,
    message,
    one_line,
    slashed,
    told,
    troubles,
)

SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.SUGGESTION: "info"}
"""By MQM, as in the score; `critical` is left for what could not be checked."""


def render(run: Run) -> str:
    """The run as one JSON array. Paths as they are given: GitLab wants them from its root."""
    findings = map(_finding, told(run))
    return json_text([*map(_trouble, troubles(run)), *findings]) + "\n"


def _finding(each: Told) -> dict[str, Any]:
    finding = each.finding
    return {
        "description": message(finding),
        "check_name": one_line(finding.rule),
        "fingerprint": _fingerprint(each.file.path, each.identity),
        "severity": SEVERITIES[finding.severity],
        "location": {
            "path": slashed(each.file.path),
            "lines": {"begin": finding.line, "end": finding.end_line},
        },
    }


def _trouble(trouble: Trouble) -> dict[str, Any]:
    return {
        "description": trouble.text,
        "check_name": f"qualcheck.{trouble.kind}",
        "fingerprint": _fingerprint(trouble.kind, trouble.path, trouble.check, trouble.reason),
        "severity": "critical" if trouble.is_error else "info",
        "location": {"path": slashed(trouble.path or NO_FILE), "lines": {"begin": 1}},
    }


def _fingerprint(*parts: str) -> str:
    """One for the whole report: the same words may stand in many files."""
    joined = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:32]
