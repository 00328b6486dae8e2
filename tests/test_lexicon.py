"""The word lists: what each knows, that they are in order, and that their sources are named."""

from __future__ import annotations

import pytest
from conftest import ROOT

from qualcheck import lexicon

DATA = ROOT / "qualcheck" / "data"
LISTS = sorted(DATA.glob("[a-z]*.txt"))


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_a_list_is_sorted_and_names_its_source(path: object) -> None:
    from pathlib import Path

    assert isinstance(path, Path)
    lines = path.read_bytes().splitlines()
    keys = [line.split(b"\t")[0] for line in lines if not line.startswith(b"# ")]
    assert keys == sorted(keys)
    assert lines[0].startswith(b"# ")
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
    assert lexicon.languages_of("koha") == ()
    assert "sq" in lexicon.languages_of("koha", deep=True)
    assert lexicon.languages_of("house") == ()


def test_many_words_are_found_as_one_by_one() -> None:
    words = [f"nothing{i}" for i in range(3_000)] + ["bezpieczeństwo", "house"]
    assert list(lexicon.foreign_among(words)) == ["bezpieczeństwo"]
    assert list(lexicon.foreign_among(words[-2:])) == ["bezpieczeństwo"]


def test_places() -> None:
    places = lexicon.exonyms()
    assert (places["varsovie"].english, places["varsovie"].kind) == ("Warsaw", "foreign")
    assert (places["kiev"].english, places["kiev"].kind) == ("Kyiv", "outdated")
    assert "warsaw" not in places


def test_given_names_and_tags() -> None:
    assert lexicon.is_given_name("Anna")
    assert not lexicon.is_given_name("Harbour")
    assert {"VBZ", "NNS"} <= set(lexicon.tag_counts("walks"))
    assert lexicon.tag_counts("qqqq") == {}
