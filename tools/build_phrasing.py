"""Build qualcheck/data/phrasing.*: how well words stand beside one another in edited English.

    python tools/build_phrasing.py TRAIN

TRAIN is the training text (`clean_en.jsonl.gz`). Each sentence is taken as it is and, several
times, damaged on purpose as translation damages text; the model learns to tell the junctions that
the damage touched. Prints what it finds of each kind of damage in paragraphs that it was not
fitted on, at the threshold that so many sound junctions exceed.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from damage import CLOSED_MORE, CLOSED_TAGS, DATA, Damage, Sentence, share, word_tags

from qualcheck import phrasing
from qualcheck.analyse.sentences import split_sentences
from qualcheck.analyse.tokens import tokenise
from qualcheck.document import Block, BlockKind, Span

OWN_CLASS_COUNT = 60
"""Uses from which a function word is a class of its own."""
OWN_NUMBER_WORDS = 8_000
"""The commonest words, which features may name."""
MOST_COMBINATIONS = 90
"""Combinations of tags that are a class; the rest join the class of their commonest tag."""
LEAST_SHARE = 0.07
"""Share of a word's uses from which a tag belongs to its combination."""
RARE_SHARE = 0.035
"""Share of sound junctions that are looked at closely: what they are is chosen by how often
damage makes them, so that little of it is passed over."""
PASSES = 7
"""Times that each sentence is damaged anew."""
HELD_OUT = 4_000
"""Paragraphs that nothing is fitted on."""
RATES = (1e-4, 2e-4, 5e-4, 1e-3, 2e-3)
"""Sound junctions over the threshold, at which recall is printed."""


def sentences(path: Path) -> Iterator[list[Sentence]]:
    """The sentences of each paragraph."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line)["text"]
            tokens = tokenise(text)
            block = Block(BlockKind.PARAGRAPH, Span(0, len(text)))
            found = split_sentences(text, [block], tokens)
            yield [tokens.texts[s.tokens.start : s.tokens.stop] for s in found]


# ------------------------------------------------------------------------------ words to classes


def classes_of(tags: dict[str, Counter[str]], used: Counter[str]) -> dict[str, str]:
    """Word → the name of its class: itself, or the combination of its tags."""
    closed = {
        word
        for word, counts in tags.items()
        if used[word] >= OWN_CLASS_COUNT
        and (word in CLOSED_MORE or share(counts, CLOSED_TAGS) > 0.5 or "'" in word)
    }
    combined = {word: _combination(counts) for word, counts in tags.items() if word not in closed}
    common: Counter[str] = Counter()
    for word, combination in combined.items():
        common[combination] += used[word]
    kept = {name for name, _ in common.most_common(MOST_COMBINATIONS)}
    found = {word: word for word in closed}
    for word, combination in combined.items():
        single = tags[word].most_common(1)[0][0]
        found[word] = combination if combination in kept else single
    return found


def _combination(counts: Counter[str]) -> str:
    least = LEAST_SHARE * counts.total()
    return "|".join(sorted(tag for tag, n in counts.most_common(3) if n >= least))


def write_words(corpus: Sequence[Sequence[Sentence]]) -> None:
    """phrasing.txt: the number of each word's class, and its own."""
    used = Counter(token.lower().replace("’", "'") for p in corpus for s in p for token in s)
    named = classes_of(word_tags(), used)
    special = [
        phrasing.NUMBER,
        phrasing.NAME,
        phrasing.NAMES,
        phrasing.POSSESSIVE,
        phrasing.COMPOUND,
    ]
    special += [phrasing.SIGN, "-", *(f"-{ending}" for ending in phrasing.ENDINGS)]
    marks = {
        phrasing.MARKS.get(mark, mark)
        for mark in used
        if len(mark) == 1 and not mark.isalnum() and used[mark] > 300
    }
    named |= {key: key for key in (*special, *marks)}
    numbers = {name: i for i, name in enumerate(sorted(set(named.values())), 1)}
    own = [
        word
        for word, _ in used.most_common(3 * OWN_NUMBER_WORDS)
        if word in named and named[word] != word
    ]
    own_numbers = {word: len(numbers) + 1 + i for i, word in enumerate(own[:OWN_NUMBER_WORDS])}
    head = f"# classes={len(numbers) + 1} bias=0.0"
    rows = [
        f"{word}\t{numbers[name]}\t{own_numbers.get(word, '')}"
        for word, name in sorted(named.items())
    ]
    note = "# Built by tools/build_phrasing.py over freely licensed edited English. Licence: CC0; see LICENCES.md."
    (DATA / "phrasing.txt").write_text("\n".join([head, note, *rows, ""]), "utf-8")
    print(f"{len(numbers)} classes, {len(own_numbers)} words of their own, {len(rows)} rows")


# ------------------------------------------------------------------------------ fitting


def plain(sentence: Sentence) -> Sentence:
    """With the first word in lower case where it is a word: it may be moved."""
    first = sentence[0]
    known = phrasing.numbers_of(first.lower()) is not None and not first.isupper()
    return [first.lower() if known else first, *sentence[1:]]


def numbered(sentence: Sentence) -> tuple[list[int], list[int]]:
    """As the package numbers it: the first word has its capital."""
    texts = [sentence[0][:1].upper() + sentence[0][1:], *sentence[1:]]
    opening = (i for i, text in enumerate(texts) if i == 0 or texts[i - 1] in phrasing.OPENERS)
    return phrasing.number_words(texts, opening)


def pair_counts(corpus: Sequence[Sequence[Sentence]], damage: Damage | None, width: int) -> Any:
    """How often two classes meet: in sound text, or at the junctions that damage touches."""
    counts = np.zeros(width * width)
    for sentence in (s for paragraph in corpus for s in paragraph):
        touched: Sequence[int] | set[int] = range(len(sentence) + 1)
        words = plain(sentence)
        if damage:
            done = damage(words)
            if done is None:
                continue
            (words, touched), _ = done
        classes = [0, *numbered(words)[0], 0]
        for i in touched:
            counts[classes[i] * width + classes[i + 1]] += 1
    return counts


def rare_pairs(corpus: Sequence[Sequence[Sentence]], damage: Damage, width: int) -> Any:
    """The table: 1 for the pairs that damage makes often and edited English seldom."""
    sound, broken = pair_counts(corpus, None, width), pair_counts(corpus, damage, width)
    order = np.argsort(-broken / (sound + 1))
    share = np.cumsum(sound[order]) / sound.sum()
    kept = int(np.searchsorted(share, RARE_SHARE))
    table = np.zeros(width * width, np.uint8)
    table[order[:kept]] = 1
    print(
        f"{kept} rare pairs hold {broken[order[:kept]].sum() / broken.sum():.3f} of what damage touches"
    )
    return table


def rows(
    corpus: Sequence[Sequence[Sentence]], damage: Damage | None, table: bytes
) -> tuple[Any, Any, list[str], Counter[str]]:
    """Features and labels of the rare junctions, their kind of damage, and all junctions by kind."""
    width = phrasing.model().width
    found, labels, kinds = [], [], []
    total: Counter[str] = Counter()
    for sentence in (s for paragraph in corpus for s in paragraph):
        words, touched, kind = plain(sentence), set[int](), "sound"
        if damage:
            done = damage(words)
            if done is None:
                continue
            (words, touched), kind = done
        classes, own = numbered(words)
        padded = [0, *classes, 0]
        total[kind] += len(touched)
        total["sound"] += len(padded) - 1 - len(touched)
        for i in range(len(padded) - 1):
            if table[padded[i] * width + padded[i + 1]]:
                found.append(phrasing.features(classes, own, i))
                labels.append(i in touched)
                kinds.append(kind if i in touched else "sound")
    return np.array(found, np.int32), np.array(labels, np.float32), kinds, total


def fit(features: Any, labels: Any, epochs: Sequence[float]) -> tuple[Any, float]:
    """Logistic regression by AdaGrad, in batches; one learning rate an epoch."""
    weights, squares = np.zeros(phrasing.SIZE, np.float32), np.full(phrasing.SIZE, 1.0, np.float32)
    bias, chance = 0.0, np.random.default_rng(1)
    for rate in epochs:
        order = chance.permutation(len(labels))
        for start in range(0, len(order), 512):
            batch = order[start : start + 512]
            places = features[batch]
            odds = weights[places].sum(1) + bias
            error = 1 / (1 + np.exp(-odds)) - labels[batch]
            bias -= rate * 0.1 * float(error.mean())
            flat, spread = places.ravel(), np.repeat(error, places.shape[1])
            np.add.at(squares, flat, spread * spread)
            np.add.at(weights, flat, -rate * spread / np.sqrt(squares[flat]))
    return weights, bias


def report(
    scores: Any, kinds: Sequence[str], total: Counter[str], sound: Any, junctions: int
) -> None:
    """Recall by kind of damage at each rate of false alarms."""
    ranked = np.sort(sound)[::-1]
    for rate in RATES:
        threshold = ranked[min(len(ranked) - 1, int(rate * junctions))]
        over = Counter(kind for kind, score in zip(kinds, scores, strict=True) if score > threshold)
        shown = "  ".join(
            f"{kind} {over[kind] / n:.3f}" for kind, n in sorted(total.items()) if kind != "sound"
        )
        print(f"rate {rate:g}: threshold {threshold:.2f}  {shown}", flush=True)


def main() -> None:
    """Write the words, then the table and the weights."""
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    corpus = list(sentences(Path(sys.argv[1])))
    random.Random(11).shuffle(corpus)
    write_words(corpus)
    phrasing.model.cache_clear()
    (DATA / "phrasing.bin").write_bytes(b"")
    width = phrasing.model().width
    held, fitted = corpus[:HELD_OUT], corpus[HELD_OUT:]
    table = rare_pairs(fitted[:40_000], Damage(1), width)
    parts = [rows(fitted, None, table.tobytes())]
    for number in range(PASSES):
        parts.append(rows(fitted, Damage(10 + number), table.tobytes()))
        print(
            f"pass {number}: {len(parts[-1][1])} rows, {parts[-1][1].mean():.3f} damaged",
            flush=True,
        )
    weights, bias = fit(
        np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts]), (0.1, 0.05)
    )
    steps = np.clip(np.round(weights * phrasing.SCALE), -128, 127).astype(np.int8)
    (DATA / "phrasing.bin").write_bytes(table.tobytes() + steps.tobytes())
    text = (DATA / "phrasing.txt").read_text("utf-8")
    (DATA / "phrasing.txt").write_text(text.replace("bias=0.0", f"bias={bias:.3f}", 1), "utf-8")
    sound, broken = rows(held, None, table.tobytes()), rows(held, Damage(99), table.tobytes())
    scores = [
        steps[part[0]].astype(np.int32).sum(1) / phrasing.SCALE + bias for part in (broken, sound)
    ]
    report(scores[0], broken[2], broken[3], scores[1], sound[3]["sound"])


if __name__ == "__main__":
    main()
