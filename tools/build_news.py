"""Build qualcheck/data/news.txt: percentiles of figures over human-written news.

    python tools/build_news.py ../shared/bench

Only figures are kept, never a text. Takes a minute.
"""

from __future__ import annotations

import gzip
import json
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from qualcheck.analyse import analyse
from qualcheck.document import Document
from qualcheck.read import read_bytes
from qualcheck.run import count_words
from qualcheck.score import news, readability, style

HEADER = """\
# Percentiles {levels} of figures over {articles} news articles of 100 words or more,
# written in English and edited ({words} words: BBC, Guardian, sources of WMT and NTREX, GUM).
# paragraph_grade and sentence_grade: Flesch-Kincaid of {paragraphs} paragraphs, {sentences} sentences.
# Built by tools/build_news.py. Figures only. Licence: CC0; see LICENCES.md.
"""


def articles(folder: Path) -> Iterator[Document]:
    """News that was written in English, not translated."""
    with gzip.open(folder / "clean.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if record["genre"] == "news" and not record["translated"] and record["words"] >= 100:
                source = read_bytes(record["text"].encode(), "article.txt")
                yield analyse(source, language="en")


def figures(document: Document) -> Iterator[tuple[str, float]]:
    """Every figure of one article by its name."""
    for metric in readability.measure(document):
        if metric.value is not None:
            yield metric.name, metric.value
    yield from style.figures(document).items()
    for kind, passages in zip(
        ("paragraph", "sentence"), readability.all_passages(document), strict=True
    ):
        yield from ((f"{kind}_grade", passage.grade) for passage in passages)


def main(folder: Path) -> None:
    """Write the file."""
    found: dict[str, list[float]] = defaultdict(list)
    count = words = 0
    for document in articles(folder):
        count, words = count + 1, words + count_words(document)
        for name, value in figures(document):
            found[name].append(value)
    head = HEADER.format(
        levels=" ".join(map(str, news.LEVELS)), articles=count, words=f"{round(words, -3):,}",
        paragraphs=f"{len(found['paragraph_grade']):,}", sentences=f"{len(found['sentence_grade']):,}",
    )  # fmt: skip
    lines = [f"{name}\t{' '.join(percentiles(values))}\n" for name, values in sorted(found.items())]
    news.DATA.write_text(head + "".join(lines), encoding="utf-8")


def percentiles(values: list[float]) -> Iterator[str]:
    """The percentiles that the file keeps, one decimal each."""
    cuts = statistics.quantiles(values, n=100, method="inclusive")
    return (f"{cuts[level - 1]:.1f}" for level in news.LEVELS)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
