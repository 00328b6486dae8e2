"""How the work grows: one process and two, one megabyte and ten, a second run over the same files.

    make bench

Every figure is a ratio of two runs that were made in turn, so that both meet the same machine; the
plan in docs/scaling.md stands on them. Rules only: LanguageTool has its own benchmark.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from speed import BIN, articles, upto

RUNS = 3
FILES = 1_000
LARGE = 1_000_000
"""Characters of the smaller file; the larger is ten of it."""


class Cost(NamedTuple):
    """What one run took: seconds by the clock, seconds of all cores, megabytes of the largest
    process.
    """

    clock: float
    cores: float
    memory: float


def cost(path: Path, *options: str, cache: Path | None = None) -> Cost:
    """One run over a path, its reports kept in `cache` or nowhere."""
    kept = ["--cache"] if cache else ["--no-cache"]
    command = [str(BIN / "qualcheck"), "check", str(path), "--format", "json", "-o", os.devnull]
    env = {**os.environ, **({"XDG_CACHE_HOME": str(cache)} if cache else {})}
    started = time.perf_counter()
    process = subprocess.Popen([*command, "--languagetool", "off", *kept, *options], env=env)
    _, status, used = os.wait4(process.pid, 0)
    clock = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 1}:
        raise SystemExit(f"{command}: exit {process.returncode}")
    return Cost(clock, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def in_turn(one: Callable[[], Cost], other: Callable[[], Cost]) -> tuple[Cost, Cost]:
    """The medians of two runs made in turn."""
    one(), other()
    pairs = [(one(), other()) for _ in range(RUNS)]
    first, second = zip(*pairs, strict=True)
    return _median(first), _median(second)


def _median(costs: tuple[Cost, ...]) -> Cost:
    return Cost(*(statistics.median(column) for column in zip(*costs, strict=True)))


def main() -> None:
    """Print each comparison in a line or two."""
    texts = articles(every_genre=True)
    while sum(map(len, texts)) < 11 * LARGE:
        texts *= 2
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        many = folder / "many"
        many.mkdir()
        distinct = list(dict.fromkeys(texts))[:FILES]
        for i, text in enumerate(distinct):
            (many / f"{i:04}.txt").write_text(text, "utf-8")
        one, two = in_turn(lambda: cost(many, "--workers=1"), lambda: cost(many, "--workers=2"))
        words = sum(len(text.split()) for text in distinct)
        print(f"{len(distinct)} files, {words:,} words: {one.clock:.1f} s in one process, "
              f"{two.clock:.1f} s in two: {one.clock / two.clock:.2f} times as fast")  # fmt: skip
        print(f"  {1e6 * one.cores / words:.1f} core seconds per million words; "
              f"memory {one.memory:.0f} MB in one process, {two.memory:.0f} MB in each of two")  # fmt: skip

        cache = folder / "cache"
        firsts, seconds = [], []
        for _ in range(RUNS):
            shutil.rmtree(cache, ignore_errors=True)
            cost(many / "0000.txt", cache=cache)  # parses the rules, which a new version costs once
            firsts.append(cost(many, cache=cache).clock)
            seconds.append(cost(many, cache=cache).clock)
        first, second = statistics.median(firsts), statistics.median(seconds)
        print(f"second run over the {len(distinct)} files: {second:.2f} s beside {first:.1f}: "
              f"{first / second:.1f} times as fast")  # fmt: skip

        small, large = folder / "one.txt", folder / "ten.txt"
        small.write_text("\n\n".join(upto(texts, LARGE)), "utf-8")
        large.write_text("\n\n".join(upto(texts, 10 * LARGE)), "utf-8")
        for workers in (1, 2):
            option = f"--workers={workers}"
            few, more = in_turn(lambda: cost(small, option), lambda: cost(large, option))  # noqa: B023
            rates = [path.stat().st_size / used.clock / 1e6
                     for path, used in ((small, few), (large, more))]  # fmt: skip
            print(f"one file in {workers} process{'es' * (workers > 1)}: {rates[0]:.2f} MB/s at "
                  f"{small.stat().st_size / 1e6:.0f} MB, {rates[1]:.2f} at {large.stat().st_size / 1e6:.0f}: "
                  f"{rates[1] / rates[0]:.2f} of it; {more.memory:.0f} MB of memory")  # fmt: skip


if __name__ == "__main__":
    main()
