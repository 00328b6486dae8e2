"""How far a run over a corpus is, at what rate, and how long the rest will take."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

LINE_EVERY = 10.0
"""Seconds between two lines of progress where there is no terminal."""


@dataclass(slots=True)
class Progress:
    """How far a run is."""

    total: int
    """Bytes of all inputs."""
    position: int = 0
    """Bytes of them that are done."""
    documents: int = 0
    """Documents checked by this run; words likewise."""
    words: int = 0
    rejects: int = 0
    batches: int = 0
    skipped: int = 0
    """Batches that an earlier run had done, and the position at their end."""
    skipped_to: int = 0
    started: float = field(default_factory=time.perf_counter)

    @property
    def seconds(self) -> float:
        """Since the start of this run."""
        return time.perf_counter() - self.started

    @property
    def left(self) -> float | None:
        """Seconds that the rest will take at this rate; None where nothing tells yet."""
        done = self.position - self.skipped_to
        return self.seconds * (self.total - self.position) / done if done > 0 else None

    def __str__(self) -> str:
        """`12,000 documents, 340 a second, 5 min left`."""
        rate = self.documents / max(self.seconds, 1e-9)
        left = "" if self.left is None else f", {duration(self.left)} left"
        return f"{self.documents:,} documents, {rate:,.0f} a second{left}"


class Lines:
    """Tells how far a run is, every LINE_EVERY seconds, in a line."""

    def __init__(self, say: Callable[[str], object]) -> None:
        self._say = say
        self._told = time.monotonic()

    def __call__(self, now: Progress) -> None:
        """Say it, where it is time."""
        if time.monotonic() - self._told >= LINE_EVERY:
            self._told = time.monotonic()
            self._say(f"{100 * now.position // max(1, now.total)}%, {now}")


def duration(seconds: float) -> str:
    """`40 s`, `12 min`, `3 h 20 min`."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60} min"
