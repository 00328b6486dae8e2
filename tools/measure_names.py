"""Measure the layer of names: how many capitalised names a rule about words would wrongly touch.

    python tools/measure_names.py CORPUS.jsonl.gz [--most 40]

CORPUS is sound English, one JSON record a line with a `text`. Of the words with a capital in
mid-sentence, most are names; a rule about words would touch those that the layer doesn't call names
and that English doesn't know. The same is counted for words that open a sentence, and of the words
in lower case, how many the layer calls names by mistake (none, as it asks for a capital).
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from qualcheck import lexicon
from qualcheck.analyse import analyse
from qualcheck.document import Document
from qualcheck.read import read_bytes


def documents(path: Path) -> Iterator[Document]:
    """The texts of a corpus, analysed."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line)["text"]
            yield analyse(read_bytes(text.encode(), "text.txt"), language="en")


def classes(document: Document) -> Iterator[tuple[str, str]]:
    """Each capitalised word with the class it falls into."""
    opening = {
        next((i for i in sentence.tokens if document.tokens.texts[i][0].isalpha()), -1)
        for sentence in document.sentences
    }
    for i, text in enumerate(document.tokens.texts):
        if not text[0].isupper():
            continue
        place = "opening" if i in opening else "middle"
        if i in document.names:
            yield f"{place}: a name", text
        elif lexicon.is_english(text):
            yield f"{place}: English", text
        else:
            yield f"{place}: touched", text


def main() -> None:
    """Count, and print a sample of what would be touched."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--most", type=int, default=40, help="touched words printed")
    options = parser.parse_args()
    counts: Counter[str] = Counter()
    touched: list[str] = []
    for document in documents(options.corpus):
        for kind, word in classes(document):
            counts[kind] += 1
            if kind.endswith("touched"):
                touched.append(f"{kind[:7]} {word}")
    print("\n".join(f"{count:7} {kind}" for kind, count in counts.most_common()))
    for place in ("middle", "opening"):
        whole = sum(count for kind, count in counts.items() if kind.startswith(place))
        print(f"{place}: {100 * counts[f'{place}: touched'] / whole:.3f} % touched")
    random.Random(1).shuffle(touched)
    print("; ".join(touched[: options.most]))


if __name__ == "__main__":
    main()
