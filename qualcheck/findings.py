"""What comes out: findings in the source, metrics, scores, and everything that could not speak."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from qualcheck import digest
from qualcheck.document import Block, Language, Span

SCHEMA = "qualcheck-report/1"
"""Of the JSON report; changes with every change that a reader of version 1 could trip over."""


class Severity(StrEnum):
    """How bad a finding is. MQM: an error is major, a warning minor, a suggestion neutral."""

    ERROR = "error"
    WARNING = "warning"
    SUGGESTION = "suggestion"

    @property
    def rank(self) -> int:
        """2 for an error, 1 for a warning, 0 for a suggestion."""
        return {"error": 2, "warning": 1, "suggestion": 0}[self.value]


class Relation(StrEnum):
    """How another place belongs to a finding about the text as a whole."""

    SAME = "same"
    """What the finding says holds there as well, and so does its suggestion."""
    OTHER = "other"
    """What the finding clashes with: the usual spelling of a name, the first of two versions."""


class Place(NamedTuple):
    """A related place of a finding. `span` is in the source; lines and columns from 1."""

    relation: Relation
    span: Span
    prose: Span
    line: int
    column: int
    end_line: int
    end_column: int
    text: str
    """What stands there, as it reads in the prose."""


def is_called(name: str, rule: str, category: str) -> bool:
    """Whether a name is a rule's id, the beginning of it up to a dot, or its category."""
    return name in (rule, category) or rule.startswith(f"{name}.")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing an editor should look at. `span` is in the source; lines and columns from 1.

    What is wrong with a text as a whole is told once, at the first odd place; `related` has
    the others, and what they clash with.
    """

    rule: str
    category: str
    mqm: str
    severity: Severity
    message: str
    why: str
    span: Span
    prose: Span
    line: int
    column: int
    end_line: int
    end_column: int
    text: str
    """The matched text, as it stands in the prose."""
    context: tuple[str, str] = ("", "")
    """The two words before and after the match in its paragraph, for the fingerprint."""
    suggestions: tuple[str, ...] = ()
    safe_fix: bool = False
    """Whether the first suggestion can be put in without anybody looking at it."""
    origin: str = "qualcheck"
    precision: float | None = None
    """Measured share of this rule's hits that are right, 0..1; None where not measured."""
    related: tuple[Place, ...] = ()
    byte_columns: tuple[int, int] | None = None
    """`column` and `end_column` counted in bytes of UTF-8; None where that isn't known."""
    as_written: bool = False
    """Whether the source has at `span` just `text`, so that a suggestion can take its place."""

    def is_of(self, name: str) -> bool:
        """Whether its rule or category goes by a name, as `is_called` says."""
        return is_called(name, self.rule, self.category)

    @property
    def fingerprint(self) -> str:
        """Rule, matched text and the two words each side: never the line nor the related places,
        so edits elsewhere don't change it. 16 hexadecimal digits of SHA-256.
        """
        parts = (self.rule, self.text, *self.context)
        joined = "\0".join(re.sub(r"\s+", " ", part) for part in parts)
        return digest.of_text(joined)[:16]


class NotRun(NamedTuple):
    """A check, or a group of them, that did not look at a text, and why."""

    check: str
    reason: str


class Fault(NamedTuple):
    """A check that failed while running: ours to mend, and never read as 'clean'."""

    check: str
    error: str


class Metric(NamedTuple):
    """A figure about a text. `value` is None where it can't be had, and `reason` says why."""

    name: str
    label: str
    value: float | None
    unit: str = ""
    reason: str = ""
    meaning: str = ""
    """The figure in plain words; empty where there are none."""
    news: tuple[float, float] | None = None
    """Where the middle four fifths of human-written news lie; None where that isn't known."""


class Passage(NamedTuple):
    """A paragraph or a sentence, and how hard it is to read."""

    prose: Span
    words: int
    grade: float
    """Flesch-Kincaid, in years of school. Of so short a text it is rough."""
    hard: bool
    """Whether nine in ten of its like in human-written news are easier."""


class Trait(NamedTuple):
    """A figure of style, and its percentile among human-written news."""

    name: str
    label: str
    value: float
    percentile: int
    """5 to 95; what lies outside is not told apart."""
    detail: str = ""
    """What it is made of, where that can be named."""


@dataclass(frozen=True, slots=True)
class Deduction:
    """What the findings of one rule at one severity cost the score."""

    rule: str
    severity: Severity
    count: int
    points: float


class Score(NamedTuple):
    """The target-side MQM score: 100 less the deductions; may fall below 0.

    Accuracy can't be judged without the source, so it is among `not_assessed`.
    """

    points: float
    deductions: tuple[Deduction, ...]
    words: int
    indicative: bool
    """Under 500 words, where a linear score punishes a short text too hard."""
    not_assessed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileReport:
    """All that is known of one file after checking."""

    path: str
    digest: str = ""
    encoding: str = ""
    encoding_origin: str = ""
    language: Language = field(default_factory=lambda: Language("und", 0.0))
    words: int = 0
    sentences: int = 0
    paragraphs: int = 0
    findings: tuple[Finding, ...] = ()
    metrics: tuple[Metric, ...] = ()
    score: Score | None = None
    not_run: tuple[NotRun, ...] = ()
    faults: tuple[Fault, ...] = ()
    error: str = ""
    """Why the file could not be read at all; empty where it was."""
    media_type: str = "text/plain"
    beside: FileReport | None = None
    """What is wrong with the file of directives beside it; None where nothing is."""
    known: int = 0
    """How many findings a baseline knows: they are left out of `findings`, not of the score."""
    prose: str = ""
    blocks: tuple[Block, ...] = ()
    """The article as it reads, for reports that show it; empty where no report wants it."""
    passages: tuple[Passage, ...] = ()
    """Its paragraphs, in order, where the article is kept."""
    hardest: tuple[Passage, ...] = ()
    """Its hardest sentences, the hardest first, where the article is kept."""
    profile: tuple[Trait, ...] = ()
    """Its style beside human-written news, where the article is kept and long enough."""

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def badness(self) -> tuple[object, ...]:
        """Sorts the worst first: what could not be read, then low scores, then many findings."""
        score = self.score.points if self.score else float("inf")
        counts = (-self.count(Severity.ERROR), -self.count(Severity.WARNING))
        return not self.error, score, *counts, self.path


@dataclass(frozen=True, slots=True)
class Run:
    """One whole run over some files, sorted by path."""

    files: tuple[FileReport, ...]
    version: str
    settings_digest: str
    seconds: float
    user_errors: tuple[str, ...] = ()
    """Paths that don't exist and the like: the user's mistakes that didn't stop the rest."""
    unmet: tuple[str, ...] = ()
    """What the user asked for and the run doesn't hold, a line each; findings are not among it."""

    @property
    def findings(self) -> Iterator[Finding]:
        """Every finding of every file."""
        return (finding for file in self.files for finding in file.findings)

    def count(self, severity: Severity) -> int:
        """How many findings of all files have this severity."""
        return sum(file.count(severity) for file in self.files)

    def at_least(self, severity: Severity) -> int:
        """How many findings of all files have this severity or a worse one."""
        return sum(finding.severity.rank >= severity.rank for finding in self.findings)

    @property
    def not_run(self) -> dict[NotRun, int]:
        """What did not run, with the number of files concerned."""
        counts: dict[NotRun, int] = {}
        for file in self.files:
            for item in file.not_run:
                counts[item] = counts.get(item, 0) + 1
        return counts

    def exit_code(self, fail_on: Severity | None, allowed: int = 0) -> int:
        """0 `allowed` findings at or over `fail_on`, or less; 1 more, or unmet; 2 the user's
        mistake; 3 ours.

        The only place that decides it. `fail_on` None means findings never fail a run.
        """
        if any(file.faults for file in self.files):
            return 3
        if self.user_errors or any(file.error for file in self.files):
            return 2
        loud = self.at_least(fail_on) if fail_on else 0
        return 1 if self.unmet or loud > allowed else 0
