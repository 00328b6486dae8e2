"""The word lists: what each knows, that they are in order, and that their sources are named."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT

from qualcheck import lexicon, speller

DATA = ROOT / "qualcheck" / "data"
LISTS = (
    "capitals compounds dialects english exonyms foreign frequent given_names known_names renderings "
    "tags unusual".split()
)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_sorted(name: str) -> None:
    lines = (DATA / f"{name}.txt").read_bytes().splitlines()
    keys = [line.split(b"\t")[0] for line in lines if not line.startswith(b"# ")]
    assert keys == sorted(keys)
    assert lines[0].startswith(b"# ")


@pytest.mark.parametrize("path", sorted(DATA.glob("[a-z]*.txt")), ids=lambda path: path.name)
def test_a_list_names_its_source(path: Path) -> None:
    assert f"`{path.name}`" in (DATA / "LICENCES.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("house", True), ("Colour", True), ("color", True), ("council’s", True),
        ("reorganised", True), ("well-known", True), ("café", True), ("12-year", True),
        ("reise", False), ("bezpieczeństwo", False), ("koha", False), ("", False),
    ],
)  # fmt: skip
def test_english(word: str, known: bool) -> None:
    assert lexicon.is_english(word) is known


def test_other_languages() -> None:
    assert lexicon.languages_of("bezpieczeństwo") == ("pl",)
    assert lexicon.languages_of("koha") == ("sq",)
    assert {"ru", "uk"} & set(lexicon.languages_of("ministr"))
    assert lexicon.languages_of("vanahõbe") == ()
    assert lexicon.languages_of("house") == ()


def test_many_words_are_found_as_one_by_one() -> None:
    words = [f"nothing{i}" for i in range(2_000)] + ["bezpieczeństwo", "house", "retaning"]
    assert lexicon.unknown_among(words)[:2] == ["bezpieczeństwo", "nothing0"]
    assert lexicon.unknown_among(words[-3:]) == ["bezpieczeństwo"]
    assert lexicon.unlisted_among(words[-3:]) == ["bezpieczeństwo", "retaning"]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("thier", "their"), ("suddnly", "suddenly"), ("didnt", "didn't"), ("anounced", "announced"),
        ("beachgoer", None), ("xyzzyx", None), ("mln", None),
    ],
)  # fmt: skip
def test_slips(word: str, meant: str | None) -> None:
    assert speller.clear_correction(word) == meant


def test_dialects() -> None:
    pairs = dict(lexicon.dialects())
    assert (pairs["colour"], pairs["centre"], pairs["organise"]) == ("color", "center", "organize")


def test_places() -> None:
    places = lexicon.exonyms()
    assert (places["varsovie"].english, places["varsovie"].kind) == ("Warsaw", "foreign")
    assert (places["kiev"].english, places["kiev"].kind) == ("Kyiv", "outdated")
    assert "warsaw" not in places


def test_compounds_are_of_english_words() -> None:
    compounds = lexicon.compounds()
    assert "port" in compounds["air"]
    assert all(lexicon.is_english(left + right) for left in compounds for right in compounds[left])


def test_well_known_names() -> None:
    (macron,) = (name for name in lexicon.known_names()["macron"] if name.words[0] == "Emmanuel")
    assert "france" in macron.scene
    assert not macron.romanised
    for names in lexicon.known_names().values():
        for name in names:
            assert len(name.words) == 2
            assert " " not in name.words[1]
            assert name.scene


def test_given_names_and_tags() -> None:
    assert lexicon.is_given_name("Anna")
    assert not lexicon.is_given_name("Harbour")
    assert {"VBZ", "NNS"} <= set(lexicon.tag_counts("walks"))
    assert lexicon.tag_counts("qqqq") == {}
