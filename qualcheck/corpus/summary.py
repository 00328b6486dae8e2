"""What a corpus is like as a whole, from its tables: a part at a time, whoever wrote it."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from qualcheck import languages
from qualcheck.corpus.folder import DOCUMENTS_FOLDER, FINDINGS_FOLDER, Folder, rejects_in
from qualcheck.corpus.schema import FAMILIES
from qualcheck.findings import Severity
from qualcheck.report.corpus import RuleCount, Spread, Summary, Worst
from qualcheck.report.html import SCORE_STEPS
from qualcheck.score.readability import EASE

MOST_WORST, MOST_NAMED, MOST_LANGUAGES, MOST_REASONS = 50, 20, 12, 12
LEAST_WORDS = 100
"""Words of a document that stands among the worst before any shorter one."""
DENSITY_STEPS = ((50.0, "50 +"), (20.0, "20–50"), (10.0, "10–20"), (5.0, "5–10"), (2.0, "2–5"),
                 (1e-9, "0–2"), (float("-inf"), "none"))  # fmt: skip
"""Least density of each step, and its name."""
NAMES = {
    "a": "cutting and joining", "b": "untranslated text, scripts", "c": "repetition",
    "d": "grammar carried over", "e": "words and style", "f": "quotations, numbers, local forms",
    "g": "left by a language model", "h": "the article as a whole",
}  # fmt: skip
"""The families of artefacts in a few words."""

Steps = Sequence[tuple[float, str]]

_SPREAD: dict[str, tuple[str, Steps]] = {
    "score": ("Score", [(float(least), name) for least, name in SCORE_STEPS]),
    "flesch_reading_ease": ("Ease of reading", [(float(least), name) for least, name in EASE]),
    **{f"density_{each}": (f"Density: {NAMES[each]}", DENSITY_STEPS) for each in FAMILIES},
}
"""Column → its title, and the steps it is counted by."""
_TOTALS = ("words", "errors", "warnings", "suggestions")
_SHOWN = ("document", *_TOTALS, "score", "score_indicative")


class _Counted:
    """What the tables have shown so far."""

    def __init__(self) -> None:
        self.documents = self.faulty = 0
        self.totals: Counter[str] = Counter()
        self.steps: dict[str, Counter[str]] = {name: Counter() for name in _SPREAD}
        self.languages: Counter[str] = Counter()
        self.not_run: Counter[str] = Counter()
        self.faults: list[tuple[str, str]] = []
        self.worst: list[tuple[tuple[bool, float], int, dict[str, Any]]] = []

    def take(self, table: pa.Table) -> None:
        """Count the rows of a part."""
        for name in _TOTALS:
            self.totals[name] += pc.sum(table.column(name)).as_py() or 0
        for name, (_, steps) in _SPREAD.items():
            values = table.column(name).drop_null().to_pylist()
            self.steps[name].update(_step(value, steps) for value in values)
        self.languages.update(table.column("language").drop_null().to_pylist())
        self.not_run.update(table.column("not_run").combine_chunks().flatten().to_pylist())
        failed = table.filter(pc.greater(pc.list_value_length(table.column("faults")), 0))
        self.faulty += failed.num_rows
        for row in failed.slice(0, MOST_NAMED - len(self.faults)).to_pylist():
            self.faults.append((row["document"], "; ".join(row["faults"])))
        self._rank(table.select(_SHOWN).filter(pc.less(table.column("score"), 100.0)))
        self.documents += table.num_rows

    def _rank(self, table: pa.Table) -> None:
        """Keep the worst. Of two alike the earlier is worse, so that no order is chance."""
        scores, words = (table.column(name).to_pylist() for name in ("score", "words"))
        keys = [(few < LEAST_WORDS, score) for few, score in zip(words, scores, strict=True)]
        first = heapq.nsmallest(MOST_WORST, range(len(keys)), key=lambda at: (keys[at], at))
        rows = table.take(first).to_pylist() if first else []
        ranked = [(keys[at], self.documents + at, row) for at, row in zip(first, rows, strict=True)]
        self.worst = heapq.nsmallest(MOST_WORST, [*self.worst, *ranked], key=lambda r: r[:2])


def _step(value: float, steps: Steps) -> str:
    return next(name for least, name in steps if value >= least)


def summarise(folder: Folder, damaged: Iterable[object]) -> Summary:
    """Everything that the folder's tables say."""
    counted = _Counted()
    for part in folder.parts(DOCUMENTS_FOLDER):
        counted.take(pq.read_table(part))
    rules = _rules(folder)
    reasons: Counter[str] = Counter()
    rejects: list[tuple[str, int, str]] = []
    for row in rejects_in(folder):
        reasons[row["reason"]] += 1
        if len(rejects) < MOST_NAMED:
            rejects.append((row["input"], row["row"], row["reason"]))
    return Summary(
        inputs=[str(each["name"]) for each in folder.manifest["inputs"]],
        documents=counted.documents,
        words=counted.totals["words"],
        findings=sum(counted.totals[f"{severity}s"] for severity in Severity),
        counts={severity: counted.totals[f"{severity}s"] for severity in Severity},
        spreads=_spreads(counted),
        worst=[Worst(row.pop("document"), row.pop("score"), row.pop("score_indicative"), **row)
               for _, _, row in counted.worst],
        rules=rules,
        rejected=reasons.total(),
        reasons=_most(reasons, MOST_REASONS, "other reasons"),
        rejects=rejects,
        faulty=counted.faulty,
        faults=counted.faults,
        not_run=[*_no_engine(folder.manifest), *_most(counted.not_run, MOST_REASONS, "others")],
        damaged=[str(each) for each in damaged],
    )  # fmt: skip


def _no_engine(manifest: Mapping[str, Any]) -> list[tuple[str, int]]:
    if manifest["settings"]["languagetool"] != "off":
        return []
    return [("LanguageTool: off; for corpora, --languagetool takes a server's address", 0)]


def _spreads(counted: _Counted) -> list[Spread]:
    """Each figure that anything can be said of; of densities, those that are not all none."""
    found = []
    for name, (title, steps) in _SPREAD.items():
        counts = counted.steps[name]
        if counts.total() > counts["none"]:
            found.append(Spread(title, [(step, counts[step]) for _, step in steps]))
    named = [
        (languages.NAMES.get(code, "not recognised" if code == "und" else code), count)
        for code, count in _most(counted.languages, MOST_LANGUAGES, "others")
    ]
    return [*found, Spread("Language", named)] if named else found


def _most(counts: Counter[str], most: int, rest: str) -> list[tuple[str, int]]:
    """The most frequent, and the rest as one."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    left = sum(count for _, count in ordered[most:])
    return [*ordered[:most], *([(rest, left)] if left else [])]


def _rules(folder: Folder) -> list[RuleCount]:
    keys = ["rule", "category", "severity"]
    findings: Counter[tuple[str, str, str]] = Counter()
    documents: Counter[tuple[str, str, str]] = Counter()
    for part in folder.parts(FINDINGS_FOLDER):
        table = pq.read_table(part, columns=[*keys, "document"])
        counts = [("document", "count"), ("document", "count_distinct")]
        for row in table.group_by(keys).aggregate(counts).to_pylist():
            key = (row["rule"], row["category"], row["severity"])
            findings[key] += row["document_count"]
            documents[key] += row["document_count_distinct"]
    found = [
        RuleCount(rule, category, Severity(severity), count, documents[rule, category, severity])
        for (rule, category, severity), count in findings.items()
    ]
    return sorted(found, key=lambda each: (-each.findings, -each.severity.rank, each.rule))
