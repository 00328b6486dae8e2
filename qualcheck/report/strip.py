"""The strip over a text's length: where its findings lie, and how hard each paragraph is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from qualcheck.document import Span
from qualcheck.findings import FileReport, Passage, Severity

WIDTH = 1000
"""Units of the picture from the text's start to its end."""
BASE = 18
"""Where ticks stand; below them are the paragraphs."""
TICKS = {Severity.ERROR: 16, Severity.WARNING: 11, Severity.SUGGESTION: 6}
"""Heights, so that a severity is told by more than its colour."""
FLOOR, TALLEST = 42, 20
"""Where bars stand, and how high one can be: a unit is a year of school."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in the table beside the strip."""

    number: int
    """Of its block on the page, from 1."""
    passage: Passage
    findings: int


@dataclass(frozen=True, slots=True)
class Strip:
    """Paths of SVG, each for all that looks alike; empty where there is nothing."""

    ticks: dict[Severity, str]
    bars: str
    hard_bars: str


def strip(report: FileReport) -> Strip | None:
    """The picture; None for a text that has nothing to show in it."""
    length = len(report.prose)
    if not length or not (report.findings or report.passages):
        return None
    bars: dict[bool, list[str]] = {False: [], True: []}
    for each in report.passages:
        bars[each.hard].append(_bar(each, length))
    return Strip(_ticks(report, length), "".join(bars[False]), "".join(bars[True]))


def _ticks(report: FileReport, length: int) -> dict[Severity, str]:
    places: dict[Severity, set[int]] = {severity: set() for severity in TICKS}
    for finding in report.findings:
        places[finding.severity].add(WIDTH * finding.prose.start // length)
    return {
        severity: "".join(f"M{x} {BASE}v-{TICKS[severity]}" for x in sorted(found))
        for severity, found in places.items()
        if found
    }


def _bar(each: Passage, length: int) -> str:
    start, end = (WIDTH * offset // length for offset in (each.prose.start, each.prose.end))
    height = round(min(max(each.grade, 1), TALLEST))
    width = max(end - start - 2, 1)  # a gap between neighbours
    return f"M{start} {FLOOR}v-{height}h{width}v{height}z"


def paragraphs(report: FileReport) -> list[Paragraph]:
    """Every paragraph that has a figure, with the number of findings that begin in it."""
    places = sorted(finding.prose.start for finding in report.findings)
    return [
        Paragraph(
            block_number(report, each.prose),
            each,
            bisect_left(places, each.prose.end) - bisect_left(places, each.prose.start),
        )
        for each in report.passages
    ]


def block_number(report: FileReport, span: Span) -> int:
    """The number of the block that a span begins in, from 1."""
    return bisect_right([block.prose.start for block in report.blocks], span.start)
