"""Against texts that may not be copied here; skipped where they are not beside the checkout."""

from __future__ import annotations

import gzip
import json
import random

import pytest
from conftest import SHARED

from qualcheck import check_text
from qualcheck.findings import Severity

GOLD = SHARED / "seeds" / "gold.json"
CLEAN = SHARED / "bench" / "clean.jsonl.gz"


@pytest.mark.skipif(not GOLD.exists(), reason=f"no marked article at {GOLD.name}")
def test_every_artefact_of_the_real_article_is_found() -> None:
    gold = json.loads(GOLD.read_text("utf-8"))
    text = (GOLD.parent / gold["file"]).read_bytes().decode()
    findings = check_text(text).findings
    spans = gold["spans"]
    missed = [
        span["text"] for span in spans
        if span["tier"] == "must"
        and not any(f.span.start < span["end"] and span["start"] < f.span.end for f in findings)
    ]  # fmt: skip
    assert missed == []
    beside = [
        f.rule for f in findings
        if f.severity is not Severity.SUGGESTION
        and not any(f.span.start < span["end"] and span["start"] < f.span.end for span in spans)
    ]  # fmt: skip
    assert len(beside) <= 2, beside


@pytest.mark.slow
@pytest.mark.skipif(not CLEAN.exists(), reason=f"no clean documents at {CLEAN.name}")
def test_false_alarms_do_not_rise() -> None:
    with gzip.open(CLEAN, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    random.Random(11).shuffle(rows)
    words = loud = errors = quiet = 0
    for row in rows[:250]:
        words += row["words"]
        for finding in check_text(row["text"]).findings:
            errors += finding.severity is Severity.ERROR
            loud += finding.severity is not Severity.SUGGESTION
            quiet += finding.severity is Severity.SUGGESTION
    assert 1_000 * loud / words < 1.0
    assert 1_000 * errors / words < 0.2
    assert 1_000 * quiet / words < 1.0
