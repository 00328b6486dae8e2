"""The target-side MQM score: what the findings cost, by the linear model of MQM.

Source: the MQM scoring models (themqm.org, "raw scoring model"; Lommel et al. 2024,
arXiv 2405.16969). OQS = 100 x (1 - APT / EWC), where APT is the sum over all errors of
their severity multiplier and EWC the number of words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from qualcheck.findings import Deduction, Finding, Score, Severity

MULTIPLIER = {Severity.ERROR: 5.0, Severity.WARNING: 1.0, Severity.SUGGESTION: 0.0}
"""MQM's severity multipliers: an error counts as major, a warning as minor, a suggestion as
neutral. Nothing here is critical: that can't be judged without the source."""

INDICATIVE_BELOW = 500
"""Words under which a linear score punishes a short text too hard (arXiv 2405.16969)."""

NOT_ASSESSED = (
    "Accuracy (needs the source)",
    "Terminology against a glossary",
    "Audience appropriateness",
)


def score(findings: Iterable[Finding], words: int) -> Score | None:
    """100 less every deduction; None for a text without words. May fall below 0."""
    if not words:
        return None
    counts = Counter((finding.rule, finding.severity) for finding in findings)
    deductions = [
        Deduction(rule, severity, count, 100 * count * MULTIPLIER[severity] / words)
        for (rule, severity), count in counts.items()
        if MULTIPLIER[severity]
    ]
    deductions.sort(key=lambda d: (-d.points, d.rule))
    return Score(
        points=100 - sum(d.points for d in deductions),
        deductions=tuple(deductions),
        words=words,
        indicative=words < INDICATIVE_BELOW,
        not_assessed=NOT_ASSESSED,
    )
