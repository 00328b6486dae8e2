"""Variants of names, and places under another name: the keys, and the whole rule on small texts."""

from __future__ import annotations

import pytest
from conftest import MakeDocument

from qualcheck.detectors.articles import article_before_name
from qualcheck.detectors.names import variant
from qualcheck.detectors.places import foreign_place, mixed_place, outdated_place
from qualcheck.findings import Relation
from qualcheck.transliteration import is_respelling, name_key, skeleton


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("teylor", "taylor"), ("filips", "phillips"), ("dzhekson", "jackson"), ("khadson", "hudson"),
        ("klark", "clark"), ("kuper", "cooper"), ("grin", "green"), ("merfi", "murphy"),
        ("uilson", "wilson"), ("nyuton", "newton"), ("rayt", "wright"), ("cherchil", "churchill"),
    ],
)  # fmt: skip
def test_a_respelling_is_known_by_its_sound(form: str, name: str) -> None:
    assert skeleton(form) == skeleton(name)
    assert is_respelling(form, name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("brian", "brown"), ("johnston", "johnson"), ("greek", "greece"), ("minister", "ministry"),
        ("petrova", "petrov"), ("zelenska", "zelensky"), ("hunan", "henan"),
    ],
)  # fmt: skip
def test_two_names_stay_two(one: str, other: str) -> None:
    assert not (skeleton(one) == skeleton(other) and is_respelling(one, other))
    assert name_key(one) != name_key(other)


def test_a_person_with_another_given_name_is_another(document: MakeDocument) -> None:
    text = "Mr Brown left. Gordon Brown spoke. Then Eva Braun came, and Braun sang."
    assert not list(variant.run(document(text)))


def test_a_variant_is_told_once_with_all_its_places(document: MakeDocument) -> None:
    text = document(
        "Then Mr Orlienko's dog came. Mr Orlenko met Ivan Orlenko. Mr Orlienko, Ms Orlenko left."
    )
    (hit,) = variant.run(text)
    assert [text.text(span) for span in hit.same] == ["Orlienko", "Orlienko"]
    assert hit.suggestions == ("Orlenko",)
    others = [place.span for place in hit.related if place.relation is Relation.OTHER]
    assert [text.text(span) for span in others] == ["Orlenko"] * 3
    assert others[0].start == text.prose.index("Orlenko")


def test_two_variants_are_told_apart(document: MakeDocument) -> None:
    text = document(
        "Then Zelensky spoke. Then Zelensky left. Mr Zelenskiy, Mr Zelenskyy and Mr Zelenskiy came."
    )
    assert sorted(len(hit.same) for hit in variant.run(text)) == [1, 2]


def test_an_old_name_is_told_once(document: MakeDocument) -> None:
    mixed = document("They flew from Kyiv at noon. Kiev was cold.")
    assert len(list(mixed_place.run(mixed))) == 1
    assert not list(outdated_place.run(mixed))


@pytest.mark.parametrize(
    "text",
    [
        "She lives in Vienna (Wien) now.",
        "Write to Ring 5, 1010 Wien, for more.",
        "He read “Wien, nur du allein” aloud.",
        "Anna Wien spoke first. Then Wien left.",
    ],
)
def test_a_place_that_is_only_mentioned(document: MakeDocument, text: str) -> None:
    assert not list(foreign_place.run(document(text)))


@pytest.mark.parametrize(
    "text",
    [
        "He liked the Maria Lund Prize, who knows why.",
        "We stayed in the Victoria Hotel, a small house.",
    ],
)
def test_an_article_that_may_be_right(document: MakeDocument, text: str) -> None:
    assert not list(article_before_name.run(document(text)))
