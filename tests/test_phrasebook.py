"""A book finds each phrase wherever it stands, and nothing else."""

from __future__ import annotations

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from qualcheck.phrasebook import Occurrence, Phrase, Phrasebook, write_phrasebook

WORDS = st.lists(st.sampled_from(["of", "the", "end", "at", ",", "a"]), min_size=1, max_size=4)
PHRASES = st.lists(
    st.builds(
        Phrase,
        st.integers(0, 12),
        WORDS.map(" ".join),
        st.sampled_from([None, False, "else", ["took", "taken"]]),
    ),
    max_size=8,
    unique_by=lambda phrase: (phrase.rule, phrase.text),
)


def occurring(phrases: list[Phrase], words: list[str]) -> list[Occurrence]:
    places: dict[str, list[int]] = defaultdict(list)
    for i, word in enumerate(words):
        places[word].append(i)
    book = Phrasebook(write_phrasebook(phrases, rarity=len))
    return sorted(book.occurring(words, places), key=repr)


@given(phrases=PHRASES, words=st.lists(st.sampled_from(["of", "the", "end", "at", ",", "a", "b"])))
def test_a_book_finds_what_a_search_for_every_phrase_finds(
    phrases: list[Phrase], words: list[str]
) -> None:
    searched = [
        Occurrence(phrase.rule, at, length, phrase.instead)
        for phrase in phrases
        for length in (len(phrase.text.split()),)
        for at in range(len(words))
        if words[at : at + length] == phrase.text.split()
    ]
    assert occurring(phrases, words) == sorted(searched, key=repr)


def test_a_part_of_a_phrase_or_of_its_rule_is_no_phrase() -> None:
    phrases = [Phrase(1, "at the end", "2"), Phrase(12, "the end of", "at")]
    assert occurring(phrases, ["the", "end"]) == []
    assert occurring(phrases, ["at", "the", "end"]) == [Occurrence(1, 0, 3, "2")]
    assert occurring([], ["at"]) == []


def test_a_phrase_that_holds_its_word_twice_is_found_once() -> None:
    phrases = [Phrase(0, "of the", None), Phrase(0, "the the", None)]
    assert occurring(phrases, ["the", "the"]) == [Occurrence(0, 0, 2, None)]
