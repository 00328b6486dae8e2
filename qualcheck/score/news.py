"""What human-written news is like: percentiles of its figures, to put a text's own beside.

They stand in qualcheck/data/news.txt, which says what they were counted on.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path

from qualcheck.tables import Table

DATA = Path(__file__).parent.parent / "data" / "news.txt"
LEVELS = (5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95)
"""Percentiles that the file has of each figure, in this order."""


@cache
def _table() -> Table:
    return Table(DATA)


@cache
def percentiles(name: str) -> dict[int, float]:
    """Percentile → value of a figure; empty where the file lacks it."""
    found = _table().get(name)
    return dict(zip(LEVELS, map(float, found.split()), strict=True)) if found else {}


def middle(name: str) -> tuple[float, float] | None:
    """Between which values the middle four fifths lie; None where that isn't known."""
    found = percentiles(name)
    return (found[10], found[90]) if found else None


def upper(name: str) -> float:
    """What nine in ten don't pass; infinity where that isn't known."""
    return percentiles(name).get(90, float("inf"))


def percentile(name: str, value: float) -> int:
    """A figure's percentile among news, from 5 to 95; among many alike, the middle of theirs."""
    cuts = percentiles(name)
    alike = [level for level, cut in cuts.items() if cut == value]
    if len(alike) > 1:
        return (alike[0] + alike[-1]) // 2
    for (low, below), (high, above) in pairwise(cuts.items()):
        if value <= below:
            return low
        if value < above:
            return round(low + (high - low) * (value - below) / (above - below))
    return LEVELS[-1]
