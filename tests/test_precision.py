"""The measured precision: its arithmetic, what is kept, and that levels are earned."""

from __future__ import annotations

import importlib
import json
import re
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from conftest import ROOT

from qualcheck import check_text
from qualcheck.catalogue import precision_line, short_precision
from qualcheck.config import Settings
from qualcheck.run import Keep

sys.path.insert(0, str(ROOT / "tools"))
precision = importlib.import_module("precision")
real_hits = importlib.import_module("real_hits")


EVEN = real_hits.Words(1000, 1000)


def hits(count: int, corpus: str = "mt", rule: str = "a.b") -> list[Any]:
    return [
        real_hits.RealHit(rule, f"{corpus}{i:02}", corpus, str(i), "error", "", "before", "text", "after", "")
        for i in range(count)
    ]  # fmt: skip


def verdicts(found: list[Any], words: str) -> dict[tuple[str, str], Any]:
    return {
        (hit.rule, hit.hash): precision.Verdict(hit.rule, hit.hash, word, hit.corpus)
        for hit, word in zip(found, words.split(), strict=False)
    }  # fmt: skip


# ------------------------------------------------------------------------- what is kept here


def test_no_rule_is_louder_than_its_precision_allows() -> None:
    assert precision.unearned(precision.all_rules(), precision.read_figures()) == []


def test_verdicts_hold_hashes_and_no_text() -> None:
    lines = precision.VERDICTS.read_text("utf-8").splitlines()
    for row in map(json.loads, lines):
        assert set(row) == {"rule", "hash", "verdict", "corpus"}
        assert re.fullmatch("[0-9a-f]{16}", row["hash"])
        assert row["verdict"] in precision.VERDICT_WORDS
        assert row["corpus"] in {real_hits.CLEAN, real_hits.MT, real_hits.SOUND}
    assert len({(row["rule"], row["hash"]) for row in map(json.loads, lines)}) == len(lines)


def test_every_figure_is_of_a_rule_that_exists() -> None:
    ours = {rule for rule in precision.read_figures() if not precision.is_theirs(rule)}
    assert ours <= {rule.id for rule in precision.all_rules()}


# -------------------------------------------------------------------------------- figures


def test_precision_is_the_share_of_right_hits() -> None:
    found = hits(25)
    figures = precision.figures_of(
        found, verdicts(found, "right " * 19 + "wrong unsure"), 1000, EVEN
    )
    assert (figures.precision, figures.judged, figures.right) == (0.905, 21, 19)
    assert figures.lower == pytest.approx(0.749)


def test_sound_text_and_translations_are_weighed_by_how_often_a_rule_speaks_there() -> None:
    sound, translated = hits(10, "sound"), hits(10, "mt")
    judged = verdicts([*sound, *translated], "wrong " * 10 + "right " * 10)
    words = real_hits.Words(9000, 1000)  # 10 hits in 9,000 words beside 10 in 1,000
    figures = precision.figures_of([*sound, *translated], judged, 1000, words)
    assert (figures.precision, figures.right, figures.judged) == (0.9, 10, 20)


def test_one_broken_text_has_little_say() -> None:
    found = [replace(hit, document="same") for hit in hits(30)]
    figures = precision.figures_of(found, verdicts(found, "right " * 30), 1000, EVEN)
    assert figures.judged == real_hits.PER_DOCUMENT
    assert len(real_hits.fair(found)) == real_hits.PER_DOCUMENT


def test_under_twenty_verdicts_there_is_no_precision() -> None:
    found = hits(19)
    figures = precision.figures_of(found, verdicts(found, "right " * 19), 1000, EVEN)
    assert (figures.precision, figures.lower, figures.judged) == (None, None, 19)


def test_a_stale_verdict_counts_nothing() -> None:
    found = hits(3)
    figures = precision.figures_of(found[:2], verdicts(found, "right wrong wrong"), 1000, EVEN)
    assert (figures.judged, figures.right) == (2, 1)


def test_false_alarms_are_the_wrong_share_of_clean_hits() -> None:
    found = hits(10, "clean")
    assert precision.figures_of(found, {}, 1000, EVEN).per_1000_clean == 10
    assert (
        precision.figures_of(found, verdicts(found, "right wrong"), 1000, EVEN).per_1000_clean == 5
    )
    assert precision.figures_of(hits(4, "mt"), {}, 1000, EVEN).per_1000_clean == 0
    assert precision.figures_of(hits(4, "sound"), {}, 1000, EVEN).per_1000_clean == 0


@pytest.mark.parametrize(
    ("share", "judged", "bound"), [(0, 0, 0.0), (1, 20, 0.881), (1, 50, 0.949), (0.9, 50, 0.808)]
)
def test_wilson_lower_bound(share: float, judged: int, bound: float) -> None:
    assert precision.wilson_lower(share, judged) == pytest.approx(bound, abs=0.001)


def test_unearned_levels_are_named() -> None:
    rules = [SimpleNamespace(id="a.b", level="error"), SimpleNamespace(id="a.c", level="warning")]
    figures = {
        "a.b": precision.Figures(0.94, 0.9, 50, 47, 0.0),
        "a.c": precision.Figures(0.80, 0.7, 50, 40, 0.0),
    }
    assert precision.unearned(rules, figures) == [
        "a.b: precision 0.94 (50 judged), error needs 0.95"
    ]  # fmt: skip


# ------------------------------------------------------------------------------- verdicts


def test_work_file_and_back(tmp_path: Path) -> None:
    work, kept = tmp_path / "work.jsonl", tmp_path / "verdicts.jsonl"
    precision.write_work(hits(2), work)
    assert precision.take_over(work, kept) == 0
    text = work.read_text("utf-8").replace('"verdict": null', '"verdict": "right"', 1)
    work.write_text(text, "utf-8")
    assert precision.take_over(work, kept) == 1
    assert json.loads(kept.read_text("utf-8")) == {
        "rule": "a.b", "hash": "mt00", "verdict": "right", "corpus": "mt",
    }  # fmt: skip
    assert len(precision.unjudged({"a.b": hits(2)}, precision.read_verdicts(kept))) == 1


def test_an_unknown_verdict_is_refused(tmp_path: Path) -> None:
    work = tmp_path / "work.jsonl"
    work.write_text('{"rule": "a.b", "hash": "0", "corpus": "mt", "verdict": "perhaps"}\n')
    with pytest.raises(SystemExit, match="'perhaps' is none of right, wrong, unsure"):
        precision.take_over(work, tmp_path / "verdicts.jsonl")


def test_no_text_is_written_into_the_project() -> None:
    with pytest.raises(SystemExit, match="may not lie inside the project"):
        precision.write_work(hits(1), ROOT / "rules" / "work.jsonl")


# ---------------------------------------------------------------------------- hits, texts


def test_a_hash_depends_on_the_words_near_and_not_on_those_far_off() -> None:
    settings = Settings(select=("repetition.word",))

    def hashes(text: str) -> list[str]:
        report = check_text(text, path="text.txt", settings=settings, keep=Keep.PROSE)
        return [real_hits.real_hit(report.prose, f, "mt").hash for f in report.findings]

    sentence = "The council met on Monday evening and the the mayor spoke for an hour about it."
    first, second = hashes(sentence), hashes(f"Nothing else happened in the town.\n\n{sentence}")
    assert len(first) == 1
    assert len(second) == 1
    assert hashes(sentence.replace("evening", "morning")) != first


def test_a_sample_of_translations_has_one_of_each_document(tmp_path: Path) -> None:
    import gzip

    row = {"year": 22, "pair": "x-en", "is_human": False}
    rows = [
        {**row, "id": f"{i}/{system}", "docid": i, "text": f"{i} {system}"}
        for i in range(5)
        for system in "abc"
    ] + [{**row, "id": "5/ref", "docid": 5, "text": "ref", "is_human": True}]
    path = tmp_path / "mt_docs.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    chosen = real_hits.translations(tmp_path)
    assert sorted(text[0] for text in chosen) == list("01234")
    assert real_hits.translations(tmp_path, 2) == chosen[:2]


@pytest.mark.parametrize(
    ("first", "translated", "sound", "mix"),
    [
        (0, 40, 40, (15, 15)),
        (0, 40, 5, (25, 5)),
        (0, 5, 40, (5, 25)),
        (18, 40, 40, (18, 12)),
        (3, 4, 5, (7, 5)),
    ],
)
def test_rare_rules_are_judged_on_both_kinds_of_text(
    first: int, translated: int, sound: int, mix: tuple[int, int]
) -> None:
    found = hits(first + translated, "mt")
    chosen = real_hits._mixed(found[:first], [*found, *hits(sound, "sound")])
    corpora = [hit.corpus for hit in chosen]
    assert (corpora.count("mt"), corpora.count("sound")) == mix
    assert chosen[:first] == found[:first]


def test_only_rules_with_few_hits_get_further_ones() -> None:
    by_rule = {"a.few": hits(19, rule="a.few"), "a.many": hits(20, rule="a.many")}
    further = {rule: hits(25, rule=rule) for rule in ("a.few", "a.many", "a.new")}
    assert real_hits._add(by_rule, further, under=20) == ["a.few", "a.new"]
    assert {rule: len(found) for rule, found in by_rule.items()} == {
        "a.few": 25, "a.many": 20, "a.new": 25,
    }  # fmt: skip


# ----------------------------------------------------------------------------- what is shown


@pytest.mark.parametrize(
    ("row", "line", "short"),
    [
        (
            {"precision": 0.93, "judged": 42, "per_1000_clean": 0.0123},
            "0.93 of 42 judged hits; 0.012 false alarms per 1,000 clean words",
            "0.93 of 42",
        ),
        (
            {"precision": None, "judged": 7, "per_1000_clean": 0.0},
            "too few: 7 judged; 0.000 false alarms per 1,000 clean words",
            "too few",
        ),
        (None, "not measured", "–"),
    ],
)
def test_shown_precision(
    monkeypatch: pytest.MonkeyPatch, row: dict[str, object] | None, line: str, short: str
) -> None:
    rows = {} if row is None else {"a.b": row}
    monkeypatch.setattr("qualcheck.catalogue.measurements", lambda: rows)
    assert precision_line("a.b") == line
    assert short_precision("a.b") == short
