"""The JSON report, which tools rely on: its schema is report.schema.json, beside this file.

It holds nothing that changes between two runs over the same files, so no times.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

from qualcheck.findings import SCHEMA, FileReport, Finding, Metric, Place, Run, Score, Severity


def render(run: Run) -> str:
    """The run as one line of JSON. Safe to encode as UTF-8: lone surrogates are escaped."""
    return one_line(to_dict(run))


def one_line(values: dict[str, Any]) -> str:
    """Plain values as one line of JSON, as `render` promises it."""
    # No indent: with one, Python 3.11 falls back to its slow encoder (25,000 findings: seconds).
    text = json.dumps(values, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    # They can stand only inside JSON strings, where an escape means the same.
    return re.sub("[\ud800-\udfff]", lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def to_dict(run: Run) -> dict[str, Any]:
    """The run as plain values. `start` and `end` are code points, half-open, in the source.

    What went wrong with the run itself is there only where something did.
    """
    wrong = {"mistakes": list(run.user_errors), "unmet": list(run.unmet)}
    return {
        "schema": SCHEMA,
        "tool": {"name": "qualcheck", "version": run.version},
        "settings_digest": run.settings_digest,
        "files": [_file(file) for file in run.files],
        "totals": _totals(run),
        **{name: lines for name, lines in wrong.items() if lines},
    }


def _totals(run: Run) -> dict[str, int]:
    return {
        "files": len(run.files),
        "words": sum(file.words for file in run.files),
        "errors": run.count(Severity.ERROR),
        "warnings": run.count(Severity.WARNING),
        "suggestions": run.count(Severity.SUGGESTION),
        "faults": sum(len(file.faults) for file in run.files),
    }


def _file(file: FileReport) -> dict[str, Any]:
    language = file.language
    return {
        "path": file.path,
        "digest": file.digest,
        "encoding": file.encoding,
        "encoding_origin": file.encoding_origin,
        "language": {
            "code": language.code,
            "confidence": _finite(language.confidence),
            "given": language.given,
        },
        "words": file.words,
        "sentences": file.sentences,
        "paragraphs": file.paragraphs,
        "error": file.error,
        "score": _score(file.score) if file.score else None,
        "metrics": [_metric(metric) for metric in file.metrics],
        "findings": [_finding(finding) for finding in file.findings],
        "not_run": [{"check": item.check, "reason": item.reason} for item in file.not_run],
        "faults": [{"check": fault.check, "error": fault.error} for fault in file.faults],
    }


def _score(score: Score) -> dict[str, Any]:
    return {
        "points": _finite(score.points),
        "words": score.words,
        "indicative": score.indicative,
        "deductions": [
            {
                "rule": deduction.rule,
                "severity": deduction.severity.value,
                "count": deduction.count,
                "points": _finite(deduction.points),
            }
            for deduction in score.deductions
        ],
        "not_assessed": list(score.not_assessed),
    }


def _metric(metric: Metric) -> dict[str, Any]:
    return {
        "name": metric.name,
        "label": metric.label,
        "value": _finite(metric.value),
        "unit": metric.unit,
        "reason": metric.reason,
        "meaning": metric.meaning,
        "news": list(metric.news) if metric.news else None,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "category": finding.category,
        "mqm": finding.mqm,
        "severity": finding.severity.value,
        "message": finding.message,
        "why": finding.why,
        "start": finding.span.start,
        "end": finding.span.end,
        "line": finding.line,
        "column": finding.column,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "text": finding.text,
        "suggestions": list(finding.suggestions),
        "safe_fix": finding.safe_fix,
        "origin": finding.origin,
        "precision": finding.precision,
        "fingerprint": finding.fingerprint,
        "related": [_place(place) for place in finding.related],
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "relation": place.relation.value,
        "start": place.span.start,
        "end": place.span.end,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "text": place.text,
    }


def _finite(number: float | None) -> float | None:
    """JSON has no NaN and no infinity; both say that a figure can't be had."""
    return number if number is not None and math.isfinite(number) else None
