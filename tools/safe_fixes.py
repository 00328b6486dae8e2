"""What `qualcheck fix` would do to real texts, to be read by whoever calls a rule's fix safe.

    python tools/safe_fixes.py --texts FOLDER --more FOLDER --work FIXES.jsonl

Writes one fix a line: the rule, the corpus (`clean` and `sound` are edited texts, `mt` machine
translations), the text before, the place, the text after, and what would stand there. Of a rule's
lines 98 in 100 must be right. The texts lie outside the project (`real_hits.py`), and so must FIXES.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from multiprocessing import Pool
from pathlib import Path

from real_hits import CLEAN, MT, PROCESSES, SOUND, all_translations, sound_paragraphs, sound_texts

from qualcheck.config import Settings
from qualcheck.run import check_text

SETTINGS = Settings(language="en", languagetool="off")
SHOWN = 80
"""Characters each side of a place that are shown."""


def main() -> None:
    """Write the work file, and count by rule and corpus."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    for option in ("--texts", "--more", "--work"):
        parser.add_argument(option, type=Path, required=True)
    options = parser.parse_args()
    counts: Counter[tuple[str, str]] = Counter()
    words = 0
    with Pool(PROCESSES) as pool, options.work.open("w", encoding="utf-8") as work:
        found = pool.imap(_fixes, _texts(options.texts, options.more), chunksize=64)
        for size, fixes in found:
            words += size
            counts.update((fix["rule"], fix["corpus"]) for fix in fixes)
            work.writelines(json.dumps(fix, ensure_ascii=False) + "\n" for fix in fixes)
    for (rule, corpus), count in sorted(counts.items()):
        print(f"{rule:<30} {corpus:<6} {count:>5}")
    print(f"{counts.total()} safe fixes in {words:,} words")


def _texts(folder: Path, more: Path) -> Iterator[tuple[str, str]]:
    corpora = (
        (CLEAN, sound_texts(folder)),
        (MT, dict.fromkeys(all_translations(folder, more))),
        (SOUND, sound_paragraphs(more)),
    )
    return chain.from_iterable(((name, text) for text in texts) for name, texts in corpora)


def _fixes(named: tuple[str, str]) -> tuple[int, list[dict[str, str]]]:
    corpus, text = named
    report = check_text(text, settings=SETTINGS)
    return report.words, [
        {
            "rule": f.rule,
            "corpus": corpus,
            "before": text[max(0, f.span.start - SHOWN) : f.span.start],
            "text": f.text,
            "after": text[f.span.end : f.span.end + SHOWN],
            "fixed": f.suggestions[0],
        }
        for f in report.findings
        if f.safe_fix
    ]


if __name__ == "__main__":
    main()
