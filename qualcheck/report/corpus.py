"""The summary of a corpus as a page: how scores and densities are spread, the worst, the rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from qualcheck.findings import Severity
from qualcheck.report.html import page


class Spread(NamedTuple):
    """How a figure is spread over documents."""

    title: str
    steps: Sequence[tuple[str, int]]
    """Name of each step, and its documents."""


@dataclass(frozen=True, slots=True)
class Worst:
    """One of the documents with the lowest scores."""

    name: str
    score: float
    indicative: bool
    words: int
    errors: int
    warnings: int
    suggestions: int


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often one rule spoke at one severity, and in how many documents."""

    rule: str
    category: str
    severity: Severity
    findings: int
    documents: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What a corpus is like as a whole."""

    inputs: Sequence[str]
    documents: int
    words: int
    findings: int
    counts: Mapping[Severity, int]
    """Findings by severity."""
    spreads: Sequence[Spread]
    worst: Sequence[Worst]
    rules: Sequence[RuleCount]
    """The most frequent first."""
    rejected: int
    reasons: Sequence[tuple[str, int]]
    """Why rows were not checked, and how many, the most frequent first."""
    rejects: Sequence[tuple[str, int, str]]
    """The first of them: input, row, reason."""
    faulty: int
    faults: Sequence[tuple[str, str]]
    """The first documents in which something of ours failed, and what."""
    not_run: Sequence[tuple[str, int]]
    """What did not run and why, and in how many documents."""
    damaged: Sequence[str]
    """Inputs that can't be read to their end, each with the reason."""


def render_summary(summary: Summary, *, version: str, settings: str) -> str:
    """The page. `settings` tells in a line by which they were checked."""
    return page("corpus.html", summary=summary, version=version, settings=settings)
