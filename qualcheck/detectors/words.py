"""Words of another language left standing."""

from __future__ import annotations

from collections.abc import Iterator

from qualcheck import lexicon
from qualcheck.check import Hit, detector
from qualcheck.document import Document, Sentence
from qualcheck.languages import language_names

HOUSE_USAGE = 3
"""A word that a text uses this often is a term of its own."""

GLOSSES = frozenset('( " “ ‘ « „ * _ /'.split())
GLUE = frozenset("de du des la le les el los en et der die das den van von di da do y e a".split())
"""Little words of other languages: beside one, a whole phrase is foreign (`faute de mieux`)."""
SAYS_SO = frozenset(
    "called known as named means meaning term word words so-called dubbed titled or".split()
)
"""Before a foreign word that is meant to stand: `what they call`, `known as`, `the word`."""


@detector(
    id="words.untranslated",
    category="words",
    mqm="accuracy/untranslated",
    level="warning",
    artefact="B1",
    message="'{match}' is a word of {languages}, not of English.",
    why="The engine passed the word over, or took it for a name.",
    bad=[
        "The purpose of the [[reise]] was to sign a treaty.",
        "They discussed the [[bezpieczeństwo]] of the region.",
        "They agreed that [[Qendra]] of the town needed paint.",
    ],
    good=[
        "The purpose of the journey was to sign a treaty.",
        "They ate a croissant and talked of glasnost and realpolitik.",
        "The word “reise” means journey.",
        "They call it reise (journey).",
        "They wed, faute de mieux, in May.",
        "It cost ten leva and some stotinki.",
        "Duchy of Savoy, Kingdom of Hungary.",
        "The governing Sejm of the country voted.",
    ],
)  # fmt: skip
def untranslated(document: Document) -> Iterator[Hit]:
    """A word unknown to English and known elsewhere: in lower case, or with a capital where
    no name stands (`that Qendra of the town`).
    """
    index = document.tokens.places
    framed = _framed(document)
    for word in {*lexicon.foreign_among(index.keys()), *framed}:
        places = index[word]
        if len(word) < 3 or not word.isalpha() or len(places) >= HOUSE_USAGE:
            continue
        languages = lexicon.languages_of(word, deep=word in framed)
        if not languages or lexicon.is_english(word):
            continue
        for i in places:
            if _stands_as_word(document, i) and not _is_meant(document, i):
                values = {"languages": language_names(languages)}
                yield Hit("words.untranslated", document.tokens[i].span, (), values)


def _framed(document: Document) -> set[str]:
    """Capitalised words, unknown to English, that stand where a common noun does (`that X of`):
    worth asking the dictionaries of small languages, too.
    """
    lower = document.tokens.lower
    return {
        lower[i + 1]
        for i in document.tokens.places.get("that", ())
        if i + 1 < len(lower) and document.tokens.texts[i + 1].istitle()
        and _stands_as_word(document, i + 1) and not lexicon.is_english(lower[i + 1])
    }  # fmt: skip


def _stands_as_word(document: Document, i: int) -> bool:
    """Lower case among English words; or one capitalised word in a common noun's place."""
    texts, lower = document.tokens.texts, document.tokens.lower
    if texts[i].islower():
        return _among_english(document, i)
    if not texts[i].istitle() or not 0 < i < len(texts) - 1:
        return False
    before, after = lower[i - 1], lower[i + 1]
    return before == "that" and texts[i - 1].islower() and after == "of"


def _among_english(document: Document, i: int) -> bool:
    """Whether the nearest words each side are English: else it is a whole foreign phrase,
    which is another matter (a title, a quotation).
    """
    sentence: Sentence | None = document.sentence_at(document.tokens.starts[i])
    if sentence is None:
        return False
    near = [
        k for k in (i - 1, i + 1)
        if k in sentence.tokens and document.tokens.texts[k][0].isalpha()
    ]  # fmt: skip
    return len(near) == 2 and all(
        document.tokens.texts[k].islower() and lexicon.is_english(document.tokens.lower[k])
        for k in near
    )


def _is_meant(document: Document, i: int) -> bool:
    """Whether the text shows that the word is foreign on purpose: quoted, glossed, named."""
    lower = document.tokens.lower
    if document.in_quotation(document.tokens.starts[i]):
        return True
    around = {*lower[max(0, i - 1) : i], *lower[i + 1 : i + 2]}
    beyond = {*lower[max(0, i - 2) : i], *lower[i + 1 : i + 3]} - {"a"}
    return (
        bool(around & GLOSSES)
        or bool(beyond & GLUE)
        or bool(SAYS_SO & set(lower[max(0, i - 2) : i]))
    )


DETECTORS = (untranslated,)
