"""What a run may have: how many findings of a rule or category, and the least of each score."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from qualcheck.findings import FileReport, Run

SCORE = "score"
"""The name of a text's quality score among its figures."""
FIGURES = (SCORE, "flesch_reading_ease")
"""Of which a text can be asked for a least: those where more is better."""
NAMED = 3
"""Texts under a least figure that are named; the others are counted."""


def unmet(run: Run, limits: Mapping[str, int], min_scores: Mapping[str, float]) -> Iterator[str]:
    """What a run doesn't hold, each in a few words.

    `limits` has by rule id, the beginning of one or category how many findings there may be, of any
    severity; `min_scores` the least figure that each text must have.
    """
    findings = list(run.findings)
    for name, limit in sorted(limits.items()):
        count = sum(finding.is_of(name) for finding in findings)
        if count > limit:
            yield f"{count:,} of {name}, {limit:,} allowed"
    for figure, least in sorted(min_scores.items()):
        figures = ((_figure(file, figure), file.path) for file in run.files)
        below = sorted((v, path) for v, path in figures if v is not None and v < least)
        if below:
            named = ", ".join(f"{path} ({value:.1f})" for value, path in below[:NAMED])
            more = f" and {len(below) - NAMED:,} more" if len(below) > NAMED else ""
            yield f"{figure} under {least:g}: {named}{more}"


def _figure(file: FileReport, name: str) -> float | None:
    """A text's figure; None where there is too little text to tell."""
    if name == SCORE:
        return None if file.score is None or file.score.indicative else file.score.points
    return next((metric.value for metric in file.metrics if metric.name == name), None)
