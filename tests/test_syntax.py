"""Word forms, and which verbs of a sentence belong to its main clause."""

from __future__ import annotations

import pytest
from conftest import MakeDocument

from qualcheck.morphology import base_form, is_only, share
from qualcheck.syntax import clauses, follows, is_statement, opens_sentence


@pytest.mark.parametrize(
    ("form", "base"),
    [
        ("went", "go"),
        ("makes", "make"),
        ("tries", "try"),
        ("stopped", "stop"),
        ("contained", "contain"),
        ("flower", None),
    ],
)
def test_base_form(form: str, base: str | None) -> None:
    assert base_form(form) == base


def test_shares() -> None:
    assert is_only("went", "VBD")
    assert not is_only("saw", "NN")
    assert not is_only("zorbations", "NNS")
    assert share("walks", "VBZ", "NNS") == pytest.approx(1)
    assert share("zorbations", "NNS") == 0


@pytest.mark.parametrize(
    ("text", "main"),
    [
        ("The line, which connects the coasts, opened in May.", ["opened"]),
        ("The line which would connect the coasts since the war began.", []),
        ("She said that he left when it rained.", ["said"]),
        ("Those who know him say that he will win.", ["say"]),
        ("The council to close the old mill, which is a mistake.", []),
        ("They came and went.", ["came", "went"]),
    ],
)
def test_main_verbs(document: MakeDocument, text: str, main: list[str]) -> None:
    found = document(text)
    (sentence,) = found.sentences
    words = found.words(sentence)
    assert [words[i] for i in clauses(words, found.tags(sentence)).main] == main


def test_places(document: MakeDocument) -> None:
    found = document("“They left,” he said. Was it late?")
    texts = found.tokens.texts
    assert opens_sentence(found, texts.index("They"))
    assert not opens_sentence(found, texts.index("he"))
    assert follows(found, texts.index("They"))
    assert not follows(found, texts.index("said"))
    assert [is_statement(found, sentence) for sentence in found.sentences] == [True, False]
    assert found.tag(texts.index("said")) == "VBD"
