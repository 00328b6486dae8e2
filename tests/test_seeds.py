"""The seed articles: their marks are exact, and together they hold every kind of artefact."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import TypedDict, cast

import pytest

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
ARTICLES = sorted(
    path
    for path in SEEDS.iterdir()
    if path.suffix in {".txt", ".md", ".html"} and path.name != "README.md"
)

KINDS = frozenset(
    {
        "page-residue",
        "stray-punctuation",
        "orphan-fragment",
        "no-main-verb",
        "resumptive-pronoun",
        "article-before-name",
        "exonym",
        "name-variant",
        "untranslated-word",
        "lost-quotation-marks",
        "unbalanced-quotation-marks",
        "doubled-word",
        "space-before-mark",
        "no-space-after-mark",
        "unbalanced-bracket",
        "mojibake",
        "mixed-script",
        "invisible-character",
        "entity-or-tag",
        "placeholder",
        "chatbot-residue",
        "truncation",
        "loop",
        "calque",
        "garbled-phrase",
        "wrong-word",
        "agreement",
    }
)


class Mark(TypedDict):
    kind: str
    start: int
    end: int
    text: str


class Marks(TypedDict):
    file: str
    offsets: str
    spans: list[Mark]


def text_of(article: Path) -> str:
    """The decoded file. Bytes, not read_text: that would rewrite line ends and move offsets."""
    return article.read_bytes().decode("utf-8")


def marks_of(article: Path) -> Marks:
    marks_file = article.with_name(article.name + ".marks.json")
    return cast("Marks", json.loads(marks_file.read_text(encoding="utf-8")))


def spans_of(article: Path) -> list[Mark]:
    return marks_of(article)["spans"]


def words_of(article: Path) -> int:
    markup = r"(?s)<(style|script)\b.*?</\1>|<[^>]+>|\A---\n.*?\n---\n"
    return len(re.sub(markup, " ", text_of(article)).split())


every_article = pytest.mark.parametrize("article", ARTICLES, ids=lambda path: path.name)


@every_article
def test_marks_name_their_article_and_unit(article: Path) -> None:
    marks = marks_of(article)
    assert marks["file"] == article.name
    assert marks["offsets"] == "code points of the decoded file, half-open"


@every_article
def test_offsets_are_exact(article: Path) -> None:
    text = text_of(article)
    for mark in spans_of(article):
        assert mark["start"] < mark["end"]
        assert text[mark["start"] : mark["end"]] == mark["text"]


@every_article
def test_spans_are_sorted_and_distinct(article: Path) -> None:
    places = [(mark["start"], mark["end"]) for mark in spans_of(article)]
    assert places == sorted(set(places))


@every_article
def test_files_are_plain_utf8_with_unix_line_ends(article: Path) -> None:
    text = text_of(article)
    assert not text.startswith("\N{ZERO WIDTH NO-BREAK SPACE}")
    assert "\r" not in text


@every_article
def test_length_is_that_of_a_news_article(article: Path) -> None:
    assert 350 <= words_of(article) <= 700


def test_eight_are_damaged_and_four_are_sound() -> None:
    damage = Counter(bool(spans_of(article)) for article in ARTICLES)
    assert damage == {True: 8, False: 4}


def test_damage_is_spread() -> None:
    counts = [len(spans_of(article)) for article in ARTICLES if spans_of(article)]
    assert min(counts) >= 8
    assert max(counts) <= 20


def test_every_kind_occurs_three_times_in_different_words() -> None:
    texts: dict[str, set[str]] = {kind: set() for kind in KINDS}
    counts: Counter[str] = Counter()
    for article in ARTICLES:
        for mark in spans_of(article):
            counts[mark["kind"]] += 1
            texts[mark["kind"]].add(mark["text"])
    assert set(counts) == KINDS
    assert min(counts.values()) >= 3
    # Marks and characters are few, so only kinds that consist of words must differ.
    marks_only = {
        "stray-punctuation",
        "unbalanced-bracket",
        "unbalanced-quotation-marks",
        "space-before-mark",
        "invisible-character",
        "resumptive-pronoun",
    }
    for kind in KINDS - marks_only:
        assert len(texts[kind]) >= 3, kind


def test_both_states_come_in_every_format() -> None:
    damaged = Counter(article.suffix for article in ARTICLES if spans_of(article))
    sound = Counter(article.suffix for article in ARTICLES if not spans_of(article))
    assert min(damaged[".md"], damaged[".html"], damaged[".txt"]) >= 2
    assert min(sound[".md"], sound[".html"], sound[".txt"]) >= 1


def test_readme_counts_are_those_of_the_marks() -> None:
    readme = (SEEDS / "README.md").read_text(encoding="utf-8")
    counts = Counter(mark["kind"] for article in ARTICLES for mark in spans_of(article))
    rows = re.findall(r"^\| `([a-z-]+)` \|.*\| (\d+) \| \d+ \|$", readme, re.MULTILINE)
    assert {kind: int(count) for kind, count in rows} == counts
