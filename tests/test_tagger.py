"""The tagger: tags of plain sentences, of tokens that hold two words, and of words it never saw."""

from __future__ import annotations

from random import Random

import pytest
from conftest import MakeDocument
from hypothesis import given
from hypothesis import strategies as st

from qualcheck.analyse.tagger import TaggedWords, tag_words
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
    assert [*found.tags(second)] == ["PRP", "VBD", "IN", "NN", "."]
    assert found.tags(second) is found.tags(second)


MIXED = tuple(
    "the that to of and a it's he she they will can left saw saws run runs mill light down like "
    "back round before so more well old stayed May Lund Will , . “ 12 1990s qwzx co-operate".split()
)


@given(st.text(max_size=80))
def test_each_token_gets_one_tag(text: str) -> None:
    tokens = tokenise(text).texts
    assert len(tag_words(tokens)) == len(tokens)


@given(st.lists(st.sampled_from(MIXED), max_size=30), st.randoms(use_true_random=False))
def test_a_tag_alone_is_that_of_the_whole_sentence(words: list[str], random: Random) -> None:
    alone = TaggedWords(words)
    order = random.sample(range(len(words)), len(words))
    found = {i: alone[i] for i in order}
    assert [found[i] for i in range(len(words))] == tag_words(words) == [*alone]
