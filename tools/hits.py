"""Print what some rules say about a corpus, each hit with its context, to read before a rule gets its level.

    python tools/hits.py CORPUS.jsonl.gz --rules names.variant,grammar --most 50 --sample 1

CORPUS holds one JSON record a line with a `text` (or the key that --key names). The last lines
count the hits of each rule per 1,000 words: false alarms, where the corpus is sound.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path

from qualcheck.config import Settings
from qualcheck.findings import Finding
from qualcheck.run import Keep, check_text

CONTEXT = 90
"""Characters each side of a hit."""

Row = tuple[str, str, str, str]
"""Rule, text before, text of the hit with its suggestion, text after."""


def records(path: Path, key: str) -> Iterator[str]:
    """The texts of a corpus, gzipped or plain."""
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from (json.loads(line)[key] for line in lines)
    else:
        with path.open(encoding="utf-8") as lines:
            yield from (json.loads(line)[key] for line in lines)


def rows_of(task: tuple[str, Settings]) -> tuple[int, list[Row], list[str]]:
    """The number of words of one text, its hits, and what failed."""
    text, settings = task
    report = check_text(text, path="text.txt", settings=settings, keep=Keep.PROSE)
    faults = [f"{fault.check}: {fault.error}" for fault in report.faults]
    return report.words, [_row(report.prose, finding) for finding in report.findings], faults


def _row(prose: str, finding: Finding) -> Row:
    start, end = finding.prose.start, finding.prose.end
    fixed = f" → {finding.suggestions[0]!r}" if finding.suggestions else ""
    before, after = prose[max(0, start - CONTEXT) : start], prose[end : end + CONTEXT]
    return finding.rule, before, f"[[{prose[start:end]}]]{fixed} ", after


def main() -> None:
    """Check every text in two processes, print a sample of the hits, then the counts."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--key", default="text")
    parser.add_argument(
        "--rules", default="", help="ids, their prefixes or categories; all if none"
    )
    parser.add_argument("--texts", type=int, default=None, help="at most so many texts")
    parser.add_argument("--most", type=int, default=50, help="hits printed of each rule")
    parser.add_argument("--sample", type=int, default=1, help="seed of the sample")
    options = parser.parse_args()
    settings = Settings(select=tuple(filter(None, options.rules.split(","))), language="en")
    tasks = [
        (text, settings) for text in islice(records(options.corpus, options.key), options.texts)
    ]
    with ProcessPoolExecutor(2) as pool:
        results = list(pool.map(rows_of, tasks, chunksize=32))
    words = sum(count for count, _, _ in results)
    rows = [row for _, found, _ in results for row in found]
    for fault, times in Counter(fault for _, _, faults in results for fault in faults).items():
        print(f"FAULT in {times} texts: {fault}", file=sys.stderr)
    random.Random(options.sample).shuffle(rows)
    printed: Counter[str] = Counter()
    for rule, before, match, after in sorted(rows, key=lambda row: row[0]):
        printed[rule] += 1
        if printed[rule] <= options.most:
            print(f"{rule}: {(before + match + after)!r}")
    for rule, count in printed.most_common():
        print(f"{count:6}  {1000 * count / words:.4f} per 1,000 words  {rule}")
    print(f"{len(tasks)} texts, {words} words")


if __name__ == "__main__":
    main()
