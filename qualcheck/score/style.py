"""A style profile beside human-written news: what translations are known to do more, or less, of.

Figures, never findings: a text may be off in any of them and sound. After Baker (1993) on the
features of translated text; its sentences tend to one length, its words to fewer different ones
(simplification), its links are spelt out (explicitation: Blum-Kulka 1986), and the words it uses
most come again more often (Laviosa 1998).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from qualcheck.check import PROSE_SCOPE
from qualcheck.document import Document, Sentence
from qualcheck.findings import Trait
from qualcheck.patterns import lazy
from qualcheck.score.news import percentile

LEAST_WORDS = 200
"""Words of running text under which a profile says little."""
WINDOW = 100
"""Words over which different ones are counted, place by place, so that a text's length doesn't
matter: the moving-average type-token ratio of Covington and McFall (2010)."""
CHAIN = 3
"""Nouns in a row that make a chain: `government budget deficit`."""
FAVOURITES = 5
"""Content words whose share of a stretch of LEAST_WORDS words is measured: as many words in every
text, since the share falls with length."""
NAMED, NAMED_FROM = 3, 4
"""How many of them a profile names, and how often one must stand in the text."""
CONTENT_TAGS = frozenset("NN NNS JJ JJR JJS RB RBR RBS VB VBD VBG VBN VBP VBZ".split())
GRAMMATICAL = frozenset(
    "am are be been being is was were do does doing did done had has have having get gets got "
    "not so as too there then here more most n't s t".split()
)
"""Words with a content word's tag that only hold a sentence together."""
MOST_WORDS = 20_000
"""A book's chapter tells as much as the book."""

CONNECTIVES = lazy(
    r"\b(?:however|therefore|thus|hence|moreover|furthermore|additionally|consequently|accordingly|"
    r"nevertheless|nonetheless|besides|likewise|similarly|meanwhile|namely|"
    r"in addition|in particular|in fact|in turn|in other words|in this regard|in this context|"
    r"for (?:example|instance)|as a result|on the (?:one|other) hand|on the contrary|"
    r"at the same time|first of all|that is to say|at the moment|after all)\b",
    re.IGNORECASE,
)
"""Words that spell out how two statements hang together."""

TRAITS = (
    ("different_words", f"Different words in {WINDOW}"),
    ("sentence_words", "Words in a sentence"),
    ("sentence_spread", "Spread of sentence lengths, in words"),
    ("connectives", "Connectives in 1,000 words (however, in addition …)"),
    ("noun_chains", f"Chains of {CHAIN} nouns or more in 1,000 words"),
    ("overused_words", f"Words in 100 that are its {FAVOURITES} most used"),
)
"""Name and label of each figure."""


def profile(document: Document) -> tuple[Trait, ...]:
    """Every figure with its place among human-written news; empty for a short text."""
    text = _text(document)
    if text is None:
        return ()
    found = _figures(document, text)
    details = {"overused_words": _favourites(text.content)}
    return tuple(
        Trait(name, label, found[name], percentile(name, found[name]), details.get(name, ""))
        for name, label in TRAITS
    )


def figures(document: Document) -> dict[str, float]:
    """Name → value; empty for a text that is short or not in English."""
    text = _text(document)
    return {} if text is None else _figures(document, text)


class _Text(NamedTuple):
    """What of a document is looked at."""

    sentences: Sequence[Sentence]
    words: Sequence[str]
    """In lower case."""
    content: Sequence[str]
    """The same, "" for a name and for what only holds a sentence together."""
    lengths: Sequence[int]
    """Words of each sentence; no sentence of two or fewer is one."""


def _text(document: Document) -> _Text | None:
    """The running text; None where it is short or not in English."""
    sentences, words = _running_text(document)
    if document.language.code.split("-")[0] != "en" or len(words) < LEAST_WORDS:
        return None
    lengths = [sum(_is_word(word) for word in document.words(each)) for each in sentences]
    lengths = [length for length in lengths if length > 2]
    if len(lengths) < 2:
        return None
    return _Text(sentences, words, _content_words(document, sentences), lengths)


def _figures(document: Document, text: _Text) -> dict[str, float]:
    import statistics  # 4 ms, which only a report of the style needs

    per_thousand = 1000 / len(text.words)
    return {
        "different_words": _different(text.words),
        "sentence_words": statistics.fmean(text.lengths),
        "sentence_spread": statistics.stdev(text.lengths),
        "connectives": per_thousand
        * sum(len(CONNECTIVES.findall(document.text(each.span))) for each in text.sentences),
        "noun_chains": per_thousand * sum(_chains(document.tags(each)) for each in text.sentences),
        "overused_words": _overused(text.content),
    }


def _favourites(content: Sequence[str]) -> str:
    """The content words that a text uses most: `harbour 9×, water 7×`."""
    counts = Counter(filter(None, content))
    return ", ".join(
        f"{word} {count}×" for word, count in counts.most_common(NAMED) if count >= NAMED_FROM
    )


def _running_text(document: Document) -> tuple[list[Sentence], list[str]]:
    """The sentences that are read, as many as are enough, and their words in lower case."""
    sentences: list[Sentence] = []
    words: list[str] = []
    for sentence in document.sentences:
        if sentence.block.kind in PROSE_SCOPE and len(words) < MOST_WORDS:
            sentences.append(sentence)
            words += filter(_is_word, document.words(sentence))
    return sentences, words


def _is_word(token: str) -> bool:
    return token[0].isalnum()


def _different(words: Sequence[str]) -> float:
    """Different words among WINDOW neighbours, the mean over all places."""
    counts = Counter(words[:WINDOW])
    total = places = 0
    for new, old in zip([*words[WINDOW:], ""], words, strict=False):
        total, places = total + len(counts), places + 1
        counts[old] -= 1
        if not counts[old]:
            del counts[old]
        counts[new] += 1
    return total / places


def _chains(tags: Sequence[str]) -> int:
    """Runs of common nouns; names are no sign of anything."""
    runs = "".join("n" if tag in {"NN", "NNS"} else " " for tag in tags).split()
    return sum(len(run) >= CHAIN for run in runs)


def _content_words(document: Document, sentences: Sequence[Sentence]) -> list[str]:
    """Every word in lower case, "" for one that is a name or holds a sentence together."""
    return [
        word if tag in CONTENT_TAGS and word not in GRAMMATICAL else ""
        for sentence in sentences
        for word, tag in zip(document.words(sentence), document.tags(sentence), strict=True)
        if _is_word(word)
    ]


def _overused(words: Sequence[str]) -> float:
    """How much of 100 words the FAVOURITES take, the mean over stretches that overlap by half."""
    starts = range(0, len(words) - LEAST_WORDS + 1, LEAST_WORDS // 2)
    stretches = [Counter(filter(None, words[i : i + LEAST_WORDS])) for i in starts]
    uses = [sum(count for _, count in each.most_common(FAVOURITES)) for each in stretches]
    return 100 * sum(uses) / len(uses) / LEAST_WORDS
