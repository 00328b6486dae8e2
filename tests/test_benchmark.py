"""Against texts that may not be copied here; skipped where they are not beside the checkout."""

from __future__ import annotations

import gzip
import json
import random
from collections import Counter
from pathlib import Path

import pytest
from conftest import SHARED

from qualcheck import check_text
from qualcheck.config import Settings
from qualcheck.findings import Severity
from qualcheck.fix import fix, safe_fix
from qualcheck.run import Input

GOLD = SHARED / "seeds" / "gold.json"
INJECTED = SHARED / "bench" / "inject.jsonl.gz"
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


RESTORED = frozenset(
    {
        "cjk-punct", "dup-function-word", "dup-word", "homoglyph", "mojibake", "no-space-after-stop",
        "space-before-punct", "stray-stop",
    }
)  # fmt: skip
"""Kinds of damage that safe fixes turn back into the sound text."""


@pytest.mark.slow
@pytest.mark.skipif(not INJECTED.exists(), reason=f"no damaged documents at {INJECTED.name}")
def test_safe_fixes_restore_the_sound_text() -> None:
    with gzip.open(INJECTED, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    random.Random(7).shuffle(rows)
    total: Counter[str] = Counter()
    restored: Counter[str] = Counter()
    for text, damages in ((row["text"], row["spans"]) for row in rows[:120]):
        sound = text
        for damage in sorted(damages, key=lambda d: -d["at"]):
            end = damage["at"] + len(damage["inserted"])
            sound = sound[: damage["at"]] + damage["removed"] + sound[end:]
        for damage in damages:
            if damage["kind"] in RESTORED:
                total[damage["kind"]] += 1
                shift = sum(
                    len(other["removed"]) - len(other["inserted"])
                    for other in damages
                    if other["at"] < damage["at"]
                )
                at = damage["at"] + shift
                hurt = sound[:at] + damage["inserted"] + sound[at + len(damage["removed"]) :]
                restored[damage["kind"]] += _mended(hurt) == _mended(sound)
    assert total.total() > 90
    shares = {kind: restored[kind] / total[kind] for kind in RESTORED}
    assert restored.total() / total.total() >= 0.93, shares
    assert min(shares.values()) >= 0.8, shares


def _mended(text: str) -> str:
    """A text with its safe fixes; what they mend they don't flag again."""
    settings = Settings(language="en", languagetool="off")
    done = fix(Input(Path("a.txt"), "a.txt", text.encode()), settings, safe_fix)
    after = done.after.decode()
    assert not any(f.safe_fix for f in check_text(after, settings=settings).findings)
    return after
