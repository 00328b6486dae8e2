"""All findings over seeds/, so that a rule's change shows its whole effect in the diff."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from conftest import ROOT
from syrupy.assertion import SnapshotAssertion

from qualcheck import check_paths
from qualcheck.findings import FileReport, Severity

ARTICLES = sorted(
    path
    for path in (ROOT / "seeds").iterdir()
    if path.with_name(path.name + ".marks.json").exists()
)


def report(path: Path) -> FileReport:
    (file,) = check_paths([path]).files
    return file


def marks(path: Path) -> list[dict[str, object]]:
    data = json.loads(path.with_name(path.name + ".marks.json").read_text("utf-8"))
    return list(data["spans"])


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.name)
def test_findings(path: Path, snapshot: SnapshotAssertion) -> None:
    lines = [
        f"{f.line}:{f.column} {f.severity} {f.rule} {f.text!r} -> {list(f.suggestions[:1])}"
        for f in report(path).findings
    ]
    assert "\n".join(lines) == snapshot


@pytest.mark.parametrize(
    "path", [path for path in ARTICLES if not marks(path)], ids=lambda path: path.name
)
def test_sound_articles_have_no_warnings(path: Path) -> None:
    loud = [f for f in report(path).findings if f.severity is not Severity.SUGGESTION]
    assert loud == []


LATER = {"calque", "garbled-phrase", "wrong-word", "agreement", "loop", "no-main-verb"}
"""Kinds that no rule is written for yet, but for some of them: sentences without any verb."""
FLOORS = {"exonym": 0.4, "untranslated-word": 0.15, "resumptive-pronoun": 0.0, "doubled-word": 0.5}
"""Shares of the marked places that are found, where they are less than elsewhere."""


def test_most_marked_places_are_found() -> None:
    found: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for path in ARTICLES:
        findings = report(path).findings
        for mark in marks(path):
            kind, start, end = str(mark["kind"]), int(str(mark["start"])), int(str(mark["end"]))
            total[kind] += 1
            found[kind] += any(f.span.start <= end and start <= f.span.end for f in findings)
    shares = {kind: found[kind] / total[kind] for kind in total if kind not in LATER}
    assert {k: share for k, share in shares.items() if share < FLOORS.get(k, 0.6)} == {}
