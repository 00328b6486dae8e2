"""The tagger: tags of plain sentences, of tokens that hold two words, and of words it never saw."""

from __future__ import annotations

import pytest
from conftest import MakeDocument
from hypothesis import given
from hypothesis import strategies as st

from qualcheck.analyse.tagger import tag_words
from qualcheck.analyse.tokens import tokenise


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("The old mill closed.", "DT JJ NN VBD ."),
        ("They want to record a record.", "PRP VBP TO VB DT NN ."),
        ("In May she may leave.", "IN NNP PRP MD VB ."),
        ("Marta Kovel had won the cup.", "NNP NNP VBD VBN DT NN ."),
        ("“The war is over,” he said.", "'' DT NN VBZ RB , '' PRP VBD ."),
        ("The mayor's plan failed.", "DT NN+POS NN VBD ."),
        ("It’s late, and they don’t know.", "PRP+VBZ JJ , CC PRP VBP VB ."),
        ("He grumblicated about the zorbation.", "PRP VBD IN DT NN ."),
    ],
)
def test_tags(text: str, tags: str) -> None:
    assert tag_words(tokenise(text).texts) == tags.split()


def test_a_document_tags_a_sentence_once(document: MakeDocument) -> None:
    found = document("She left. He stayed at home.")
    second = found.sentences[1]
    assert found.tags(second) == ["PRP", "VBD", "IN", "NN", "."]
    assert found.tags(second) is found.tags(second)


@given(st.text(max_size=80))
def test_each_token_gets_one_tag(text: str) -> None:
    tokens = tokenise(text).texts
    assert len(tag_words(tokens)) == len(tokens)
