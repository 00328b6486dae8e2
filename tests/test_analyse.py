"""Tokens, sentences in sound and damaged text, names, quotations, language."""

from __future__ import annotations

import pytest
from conftest import MakeDocument
from hypothesis import given
from hypothesis import strategies as st

from qualcheck.analyse import analyse
from qualcheck.document import Document
from qualcheck.read import read_bytes


def sentences(document: Document) -> list[str]:
    return [document.text(sentence.span) for sentence in document.sentences]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left. She stayed.", ["He left.", "She stayed."]),
        ("He lost the war. her.", ["He lost the war.", "her."]),
        ("It ended in May. . Then it began.", ["It ended in May. .", "Then it began."]),
        ("He met Gen. Ruiz and Dr. Lund.", ["He met Gen. Ruiz and Dr. Lund."]),
        ("He met gen. Ruiz at noon.", ["He met gen. Ruiz at noon."]),
        ("J. R. R. Tolkien wrote it.", ["J. R. R. Tolkien wrote it."]),
        ("It cost 3.5 million. Nobody paid.", ["It cost 3.5 million.", "Nobody paid."]),
        ("See No. 5 and Fig. 2 there.", ["See No. 5 and Fig. 2 there."]),
        ("It began at 5 a.m. on Friday.", ["It began at 5 a.m. on Friday."]),
        ("It began at 5 a.m. The hall was full.", ["It began at 5 a.m.", "The hall was full."]),
        ("He lives in the U.S. Army barracks.", ["He lives in the U.S. Army barracks."]),
        ("“Why?” he asked. “No.”", ["“Why?” he asked.", "“No.”"]),
        ("He said: “I left.” Then he left.", ["He said: “I left.”", "Then he left."]),
        ("Tents, e.g. large ones, were lost.", ["Tents, e.g. large ones, were lost."]),
        ("Wait... what? Yes!", ["Wait... what?", "Yes!"]),
        ("It rose by 3%. then it fell.", ["It rose by 3%.", "then it fell."]),
        ("It cost 2.5bn. then it fell.", ["It cost 2.5bn.", "then it fell."]),
        ("He called it “old”. then it fell.", ["He called it “old”.", "then it fell."]),
        ("First line\n\nSecond one.", ["First line", "Second one."]),
        ("他走了。她留下了。", ["他走了。", "她留下了。"]),
    ],
)
def test_sentences(document: MakeDocument, text: str, expected: list[str]) -> None:
    assert sentences(document(text)) == expected


@given(st.text(alphabet=st.sampled_from("ab. A,\n\"'“”!?()1é\u200b\U0001f600"), max_size=200))
def test_sentences_hold_every_token(text: str) -> None:
    found = analyse(read_bytes(text.encode(), "x.txt"), language="en")
    covered = [i for sentence in found.sentences for i in sentence.tokens]
    assert covered == sorted(set(covered))
    in_blocks = [
        i
        for i, start in enumerate(found.tokens.starts)
        if (block := found.block_at(start)) and start < block.prose.end
    ]
    assert covered == in_blocks
    for token in found.tokens:
        assert found.text(token.span) == token.text


def test_tokens_keep_words_whole(document: MakeDocument) -> None:
    tokens = document("Don't split well-known U.S. words, 1,500.5 or gov\u00adern.").tokens
    assert tokens.texts == [
        "Don't", "split", "well-known", "U", ".", "S", ".", "words", ",", "1,500.5", "or",
        "gov\u00adern", ".",
    ]  # fmt: skip


def names(document: Document) -> list[str]:
    return [document.text(name.span) for name in document.names.runs]


def test_names_are_what_the_text_capitalises(document: MakeDocument) -> None:
    found = document(
        "Yesterday the mayor met Ludwig van Holst in Stara Zagora. Holst smiled. The mayor left."
    )
    assert names(found) == ["Ludwig van Holst", "Stara Zagora", "Holst"]


def test_sentence_start_is_no_name(document: MakeDocument) -> None:
    found = document("Bread is cheap. Rivers are long. Some bread is dear.")
    assert not any(i in found.names for i in range(len(found.tokens)))


@pytest.mark.parametrize(
    ("text", "quoted", "unpaired"),
    [
        ("He said “no” twice.", ["“no”"], []),
        ('He said "no" and "yes".', ['"no"', '"yes"'], []),
        ("The dogs' bowl isn't the cat's.", [], []),
        ("He said “no and left.", [], ["“"]),
        ("He said no” and left.", [], ["”"]),
        ("“One.\n\n“Two,” he said.", ["“One.", "“Two,”"], []),
        ("“We stay, he said. “We will win.”", ["“We will win.”"], ["“"]),
        ("“We stay, he said.\n\n“We will win.”", ["“We will win.”"], ["“"]),
        ('“We stay," he said.', [], ["“", '"']),
        ("„Nein“, sagte er.", ["„Nein“"], []),
        ("He said, “She cried ‘no’ twice.”", ["“She cried ‘no’ twice.”"], []),
        ("A 6\" pipe and a 7' door.", [], []),
    ],
)
def test_quotations(
    document: MakeDocument, text: str, quoted: list[str], unpaired: list[str]
) -> None:
    found = document(text)
    assert [found.text(span) for span in found.quotations] == quoted
    assert [found.text(span) for span in found.unpaired] == unpaired


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The council met on Friday and it talked of the bridge.", "en"),
        ("A short note. It has two sentences.", "en"),
        ("Der Rat traf sich am Freitag und sprach lange über die neue Brücke in der Stadt, "
         "die im kommenden Jahr gebaut werden soll.", "de"),
        ("Rada zebrała się w piątek i rozmawiała o nowym moście, który ma powstać w mieście w "
         "przyszłym roku, jeśli znajdą się pieniądze.", "pl"),
        ("", "und"),
        ("123 456", "und"),
    ],
)  # fmt: skip
def test_language(document: MakeDocument, text: str, code: str) -> None:
    assert document(text, language="auto").language.code == code


def test_verbatim_is_known(document: MakeDocument) -> None:
    found = document("See https://example.org/a,b or mail a.b@example.org, @handle and x.pdf.")
    assert [found.text(span) for span in found.verbatim] == [
        "https://example.org/a,b", "a.b@example.org", "@handle", "x.pdf",
    ]  # fmt: skip


def test_tags_are_worked_out_once(document: MakeDocument) -> None:
    found = document("The council met on Friday.")
    first = found.tags(found.sentences[0])
    assert [*first] == ["DT", "NN", "VBD", "IN", "NNP", "."]
    assert found.tags(found.sentences[0]) is first
