from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import qualcheck.report
from qualcheck.document import Language, Span
from qualcheck.findings import (
    Deduction,
    Fault,
    FileReport,
    Finding,
    Metric,
    NotRun,
    Place,
    Relation,
    Run,
    Score,
    Severity,
)
from qualcheck.report.json import render, to_dict

SCHEMA = json.loads(
    Path(qualcheck.report.__file__).with_name("report.schema.json").read_text(encoding="utf-8")
)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)

FINDING = Finding(
    rule="repetition.word",
    category="repetition",
    mqm="fluency/grammar",
    severity=Severity.WARNING,
    message="'the' is repeated.",
    why="A word written twice.",
    span=Span(10, 13),
    prose=Span(8, 11),
    line=1,
    column=11,
    end_line=1,
    end_column=14,
    text="the",
    context=("in the", "spring of"),
    suggestions=("",),
    precision=0.97,
    related=(Place(Relation.OTHER, Span(40, 43), Span(38, 41), 2, 5, 2, 8, "The"),),
)
FILE = FileReport(
    path="a.txt",
    digest="ab12",
    encoding="utf-8",
    encoding_origin="UTF-8",
    language=Language("en", 0.99),
    words=120,
    sentences=9,
    paragraphs=3,
    findings=(FINDING, replace(FINDING, severity=Severity.ERROR, precision=None)),
    metrics=(
        Metric("flesch", "Flesch reading ease", 61.5, "points", "", "plain English", (40.2, 62.7)),
        Metric("smog", "SMOG", None, reason="fewer than 30 sentences"),
    ),
    score=Score(
        91.5, (Deduction("repetition.word", Severity.WARNING, 1, 8.5),), 120, True, ("accuracy",)
    ),
    not_run=(NotRun("languagetool", "not installed"),),
    faults=(Fault("names.variant", "KeyError: 'x'"),),
    prose="never shown",
)
UNREAD = FileReport(path="b.bin", error="not text")
RUN = Run((FILE, UNREAD), "0.1.0", "0123456789abcdef", 1.5)


def test_the_whole_report() -> None:
    finding = {
        "rule": "repetition.word",
        "category": "repetition",
        "mqm": "fluency/grammar",
        "severity": "warning",
        "message": "'the' is repeated.",
        "why": "A word written twice.",
        "start": 10,
        "end": 13,
        "line": 1,
        "column": 11,
        "end_line": 1,
        "end_column": 14,
        "text": "the",
        "suggestions": [""],
        "safe_fix": False,
        "origin": "qualcheck",
        "precision": 0.97,
        "fingerprint": FINDING.fingerprint,
        "related": [
            {
                "relation": "other",
                "start": 40,
                "end": 43,
                "line": 2,
                "column": 5,
                "end_line": 2,
                "end_column": 8,
                "text": "The",
            }
        ],
    }
    expected = {
        "schema": "qualcheck-report/1",
        "tool": {"name": "qualcheck", "version": "0.1.0"},
        "settings_digest": "0123456789abcdef",
        "files": [
            {
                "path": "a.txt",
                "digest": "ab12",
                "encoding": "utf-8",
                "encoding_origin": "UTF-8",
                "language": {"code": "en", "confidence": 0.99, "given": False},
                "words": 120,
                "sentences": 9,
                "paragraphs": 3,
                "error": "",
                "score": {
                    "points": 91.5,
                    "words": 120,
                    "indicative": True,
                    "deductions": [
                        {
                            "rule": "repetition.word",
                            "severity": "warning",
                            "count": 1,
                            "points": 8.5,
                        }
                    ],
                    "not_assessed": ["accuracy"],
                },
                "metrics": [
                    {
                        "name": "flesch",
                        "label": "Flesch reading ease",
                        "value": 61.5,
                        "unit": "points",
                        "reason": "",
                        "meaning": "plain English",
                        "news": [40.2, 62.7],
                    },
                    {
                        "name": "smog",
                        "label": "SMOG",
                        "value": None,
                        "unit": "",
                        "reason": "fewer than 30 sentences",
                        "meaning": "",
                        "news": None,
                    },
                ],
                "findings": [finding, {**finding, "severity": "error", "precision": None}],
                "not_run": [{"check": "languagetool", "reason": "not installed"}],
                "faults": [{"check": "names.variant", "error": "KeyError: 'x'"}],
            },
            {
                "path": "b.bin",
                "digest": "",
                "encoding": "",
                "encoding_origin": "",
                "language": {"code": "und", "confidence": 0.0, "given": False},
                "words": 0,
                "sentences": 0,
                "paragraphs": 0,
                "error": "not text",
                "score": None,
                "metrics": [],
                "findings": [],
                "not_run": [],
                "faults": [],
            },
        ],
        "totals": {
            "files": 2,
            "words": 120,
            "errors": 1,
            "warnings": 1,
            "suggestions": 0,
            "faults": 1,
        },
    }
    assert json.loads(render(RUN)) == to_dict(RUN) == expected
    VALIDATOR.validate(expected)


def test_times_do_not_change_it() -> None:
    assert render(RUN) == render(replace(RUN, seconds=9.0))
    assert render(RUN).count("\n") == 1


def test_text_stays_as_it_is_but_surrogates_are_escaped() -> None:
    odd = 'é \N{GRINNING FACE} \udcff \x1b \u2028 " \\'
    file = replace(FILE, path=odd, findings=(replace(FINDING, text=odd),))
    text = render(replace(RUN, files=(file,)))
    assert "é \N{GRINNING FACE} \\udcff \\u001b" in text
    back = json.loads(text.encode("utf-8"))
    assert back["files"][0]["path"] == back["files"][0]["findings"][0]["text"] == odd
    VALIDATOR.validate(back)


def test_what_is_no_number_is_null() -> None:
    file = replace(FILE, metrics=(Metric("x", "X", float("nan")), Metric("y", "Y", float("inf"))))
    metrics = json.loads(render(replace(RUN, files=(file,))))["files"][0]["metrics"]
    assert [metric["value"] for metric in metrics] == [None, None]


def test_the_schema_is_sound_and_closed() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    objects = [node for node in nodes(SCHEMA) if node.get("type") == "object"]
    assert len(objects) == 12
    for node in objects:
        assert node["additionalProperties"] is False
        optional = {"mistakes", "unmet"}  # of the run, so that a sound one is as it always was
        assert node["required"] == [name for name in node["properties"] if name not in optional]


def test_what_went_wrong_with_the_run_is_told() -> None:
    report = json.loads(render(replace(RUN, user_errors=("d: no such file",), unmet=("x",))))
    jsonschema.validate(report, SCHEMA)
    assert (report["mistakes"], report["unmet"]) == (["d: no such file"], ["x"])


def nodes(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        return [value, *(node for inner in value.values() for node in nodes(inner))]
    if isinstance(value, list):
        return [node for inner in value for node in nodes(inner)]
    return []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema",), "qualcheck-report/2"),
        (("tool", "name"), "other"),
        (("extra",), 1),
        (("totals", "errors"), -1),
        (("totals", "hints"), 0),
        (("files", 0, "words"), 1.5),
        (("files", 0, "error"), None),
        (("files", 0, "score"), 91.5),
        (("files", 0, "score", "points"), 101),
        (("files", 0, "score", "deductions", 0, "severity"), "note"),
        (("files", 0, "language"), "en"),
        (("files", 0, "language", "confidence"), 1.1),
        (("files", 0, "metrics", 0, "value"), "61.5"),
        (("files", 0, "findings", 0, "severity"), "major"),
        (("files", 0, "findings", 0, "line"), 0),
        (("files", 0, "findings", 0, "start"), -1),
        (("files", 0, "findings", 0, "fingerprint"), "XYZ"),
        (("files", 0, "findings", 0, "suggestions"), [None]),
        (("files", 0, "findings", 0, "context"), []),
        (("files", 0, "not_run", 0, "reason"), 3),
        (("files", 0, "faults", 0, "rule"), "x"),
    ],
)
def test_the_schema_refuses(path: tuple[str | int, ...], value: object) -> None:
    report: Any = json.loads(render(RUN))
    node = report
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = value
    assert not VALIDATOR.is_valid(report)


@pytest.mark.parametrize("key", ["tool", "settings_digest", "files", "totals"])
def test_the_schema_misses(key: str) -> None:
    report = to_dict(RUN)
    del report[key]
    assert not VALIDATOR.is_valid(report)
