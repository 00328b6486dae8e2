"""Build qualcheck/data/pairs.txt: pairs of function words that edited English never puts together.

    python tools/build_pairs.py TRAIN

TRAIN is the training text (`clean_en.jsonl.gz`). A pair comes in where chance alone would make it
turn up often, and it (almost) never does: anywhere, or right after a word that is nothing but a
noun (`the city in on the coast`, where `weigh in on the plan` is right).
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from qualcheck import lexicon
from qualcheck.analyse.tokens import tokenise
from qualcheck.detectors.pairs import is_noun_only

OUTPUT = Path(lexicon.__file__).parent / "data" / "pairs.txt"

PREPOSITIONS = (
    "of in to for on at by with from about into over after before between under against during "
    "without through across among toward towards within upon than since until despite".split()
)
DETERMINERS = "the a an this these those its their his my our your every each no some any".split()
AUXILIARIES = "is are was were am has have had will would can could must should may might".split()
BOUND = (
    "of for at with from during between against among upon toward towards than despite until into"
).split()
"""Prepositions that are hardly ever a verb's particle, nor left behind at a clause's end."""

FUNCTION = frozenset([*PREPOSITIONS, *DETERMINERS, *AUXILIARIES])

LEAST_EXPECTED = 20
"""Times that a pair would turn up by chance, from which its absence says something."""
MOST_SHARE = 0.004
"""Share of what chance would give, up to which a pair counts as never used."""
AFTER_NOUN_EXPECTED = 8
AFTER_NOUN_SHARE = 0.03

HEADER = """\
# Pairs of function words that edited English never puts together: anywhere, or after a noun.
# Built by tools/build_pairs.py over freely licensed edited English. Licence: CC0; see LICENCES.md.
"""


def paragraphs(path: Path) -> Iterator[list[str]]:
    """The tokens of each paragraph."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield tokenise(json.loads(line)["text"]).texts


def never(
    first: Mapping[str, int], second: Mapping[str, int], pairs: Mapping[tuple[str, str], int],
    total: int, least: float, share: float,
) -> Iterator[tuple[str, str]]:  # fmt: skip
    """Pairs that are met so much more seldom than chance would have it."""
    for left in sorted(first):
        for right in sorted(second):
            expected = first[left] * second[right] / total
            if (
                left != right
                and expected >= least
                and pairs.get((left, right), 0) <= share * expected
            ):
                yield left, right


def main() -> None:
    """Count, choose, write."""
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    words: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    after_noun: Counter[str] = Counter()
    noun_pairs: Counter[tuple[str, str]] = Counter()
    total = 0
    for texts in paragraphs(Path(sys.argv[1])):
        total += len(texts)
        for before, left, right in zip(["", *texts], texts, [*texts[1:], ""], strict=False):
            if left not in FUNCTION:
                continue
            words[left] += 1
            noun = is_noun_only(before)
            after_noun[left] += noun
            if right in FUNCTION:
                pairs[left, right] += 1
                noun_pairs[left, right] += noun
    anywhere = {
        (left, right)
        for left, right in never(words, words, pairs, total, LEAST_EXPECTED, MOST_SHARE)
        if left in DETERMINERS
        or (left in BOUND and right in PREPOSITIONS)
        or (left in AUXILIARIES and right in AUXILIARIES)
    }
    prepositions = {word: words[word] for word in PREPOSITIONS}
    nouns = {word: after_noun[word] for word in PREPOSITIONS}
    found = never(nouns, prepositions, noun_pairs, total, AFTER_NOUN_EXPECTED, AFTER_NOUN_SHARE)
    rows = [f"{left} {right}\tanywhere" for left, right in sorted(anywhere)]
    rows += [f"{left} {right}\tnoun" for left, right in sorted(set(found) - anywhere)]
    OUTPUT.write_text(HEADER + "\n".join(rows) + "\n", "utf-8")
    alarms = sum(pairs[pair] for pair in anywhere)
    print(f"{len(anywhere)} pairs anywhere ({alarms} uses in {total} tokens), {len(rows)} in all")


if __name__ == "__main__":
    main()
