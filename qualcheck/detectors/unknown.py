"""Words in lower case that no list knows, in English or elsewhere; and names without their capital."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache

from qualcheck import lexicon, speller
from qualcheck.check import Hit, detector, told_once
from qualcheck.document import Document
from qualcheck.wordusage import HOUSE_USAGE, is_pointed_at

LEAST_ENGLISH = 0.6
"""Share of a sentence's words that English must know: else the sentence is another language's."""
LEAST_WORDS = 5
"""Words of a sentence under which a share says little."""
LEAST_LETTERS = 5
"""Letters of a word under which it may be anything: a sign, a sound, a unit."""
MOST_LETTERS = 30
"""Letters from which it is no word but a key, a sum, a shout."""
MOST_ODD_WORDS, MOST_ODD_SHARE = 8, 0.012
"""Words and share of tokens from which unknown words are a text's subject or manner."""


@detector(
    id="words.foreign-letters",
    category="words",
    mqm="accuracy/untranslated",
    level="warning",
    artefact="B1",
    message="'{match}' is no English word (English doesn't write '{letters}'), or a name without its capital.",
    why="The engine passed a word over that it didn't know.",
    bad=[
        "The old [[þorskveiðar]] along the coast have ended.",
        "They agreed on the [[wyżywienność]] of the soil, she said.",
    ],
    good=[
        "The cod fisheries along the coast have ended.",
        "She ate a soufflé in a café and wrote a précis for her fiancé.",
        "The word “þorskveiðar” means cod fisheries.",
        "They ate skyrþykkni (thick curds) and bread.",
        "The people call it þorskveiðar there.",
        "Hún sagði að þorskveiðar væru ekki lengur arðbærar.",
    ],
)  # fmt: skip
def foreign_letters(document: Document) -> Iterator[Hit]:
    """A word in lower case with letters that English lacks, which no language's list has."""
    if document.prose.isascii():
        return
    for word, places in document.tokens.places.items():
        if word.isascii() or not word.isalpha() or len(word) < LEAST_LETTERS:
            continue
        letters = _foreign_letters(word)
        if not letters or lexicon.is_english(word) or lexicon.is_english(_folded(word)):
            continue
        if lexicon.languages_of(word) or len(places) >= HOUSE_USAGE:
            continue
        for i in places:
            if _is_the_texts_own(document, i) and not _ends_name(document, i):
                yield Hit(
                    "words.foreign-letters", document.tokens[i].span, (), {"letters": letters}
                )


def _foreign_letters(word: str) -> str:
    """The letters of a word that are Latin and not English; empty if any is of another script."""
    found = dict.fromkeys(letter for letter in word if not letter.isascii())
    latin = all(unicodedata.name(letter, "").startswith("LATIN ") for letter in found)
    at_home = found.keys() <= AT_HOME or not found.keys().isdisjoint(VIETNAMESE)
    return " ".join(found) if latin and not at_home else ""


AT_HOME = frozenset("éèêçñōū")
"""Letters that English writes in loanwords: `décolleté`, `jalapeño`, `shōnen`."""
VIETNAMESE = frozenset("\u01a1\u01b0" + "".join(map(chr, range(0x1EA0, 0x1EFA))))
"""Letters that only Vietnamese has, whose dishes and feasts English writes with all their marks."""


def _ends_name(document: Document, i: int) -> bool:
    """Whether a capitalised word stands right before: `Mys łajek`, a name that goes on small."""
    return i > 0 and document.tokens.texts[i - 1].istitle() and i - 1 in document.names


@cache
def _folded(word: str) -> str:
    """A word without its accents."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def _is_the_texts_own(document: Document, i: int) -> bool:
    """Whether a word in lower case stands in English prose: in no address, and not pointed at."""
    return (
        document.tokens.texts[i].islower()
        and document.is_loose(i)
        and not document.is_verbatim(document.tokens.starts[i])
        and not is_pointed_at(document, i)
        and _stands_in_english(document, i)
    )


def _stands_in_english(document: Document, i: int) -> bool:
    """Whether most words of the sentence around are English."""
    sentence = document.sentence_with(i)
    if sentence is None:
        return False
    words = [k for k in sentence.tokens if k != i and document.tokens.texts[k].isalpha()]
    known = sum(lexicon.is_english(document.tokens.lower[k]) for k in words)
    return len(words) >= LEAST_WORDS and known >= LEAST_ENGLISH * len(words)


@detector(
    id="names.lower-case",
    category="names",
    mqm="linguistic-conventions/spelling",
    level="warning",
    message="'{match}' is a name: English writes '{suggestion}'.",
    why="Many languages write days, months, peoples and languages small, and some engines write every name so.",
    bad=[
        ("The meeting was held on [[sunday]] in the old town hall.", "The meeting was held on Sunday in the old town hall."),
        ("She speaks [[korean]] and works for a company in the north.", "She speaks Korean and works for a company in the north."),
    ],
    good=[
        "The meeting was held on Sunday in the old town hall.",
        "They bought china and a turkey and went to polish the table in march.",
        "Write to london@example.org or see paris.example for the tickets of the show.",
        "The word “korean” is written small in the file that she sent us.",
        "It was spelt october in the old register of the parish, they said.",
        "i went to london on sunday with my brother and we saw the queen there.",
    ],
)  # fmt: skip
def lower_case_name(document: Document) -> Iterator[Hit]:
    """A day, a month, a country, a people without its capital, where the text has capitals."""
    found = document.tokens.places.keys() & lexicon.capitals().keys()
    for word in found:
        for i in document.tokens.places[word]:
            if _is_the_texts_own(document, i) and _writes_capitals(document, i):
                yield Hit("names.lower-case", document.tokens[i].span, (lexicon.capitals()[word],))


def _writes_capitals(document: Document, i: int) -> bool:
    """Whether the sentence begins with a capital: chats and verse do without."""
    sentence = document.sentence_with(i)
    return sentence is not None and document.tokens.texts[sentence.tokens.start][0].isupper()


@detector(
    id="words.unknown",
    category="words",
    mqm="linguistic-conventions/spelling",
    level="suggestion",
    artefact="B1",
    message="No list has the word '{match}': is it a slip, left untranslated, or a name without its capital?",
    why="What the engine doesn't know it passes over, spells by ear or makes up.",
    bad=[
        "The farmers of the valley paid the [[grabelnik]] in grain until the war ended.",
        "He said the [[obremitation]] of the two banks would take a year or more.",
        "The old road to the mill was closed [[suh]] as it was, and the farmers left.",
    ],
    good=[
        "The farmers of the valley paid the tithe in grain until the war ended.",
        "The storyworld of the treehouse amused the beachgoers and the homebuilders of the town.",
        "The patients got desmoteplase, luminol and vancomycin for their salmonellosis, he said.",
        "They danced the grabelnik (a slow dance) until the end of the night in the village.",
        "The page is written in html and saved as pdf on the wifi of the mill, per se a good thing.",
        "They danced the grabelnik. The grabelnik is old. Nobody knows who made the grabelnik.",
    ],
)  # fmt: skip
def unknown(document: Document) -> Iterator[Hit]:
    """A word in lower case that nobody knows, made of no known parts, once in the text or twice."""
    hits = []
    for word in lexicon.unknown_among(_rare_words(document)):
        if len(word) >= LEAST_LETTERS and (speller.corrections(word) or lexicon.is_unusual(word)):
            continue
        if _is_technical(word) or _is_composed(word):
            continue
        if lexicon.languages_of(word) or word in document.names.forms:
            continue
        if word in lexicon.capitals() or document.is_own(word):
            continue
        own = [
            document.tokens[i].span
            for i in document.tokens.places[word]
            if _is_the_texts_own(document, i) and _stands_among_words(document, i)
        ]
        if own:
            hits.append(told_once("words.unknown", own))
    if len(hits) <= max(MOST_ODD_WORDS, MOST_ODD_SHARE * len(document.tokens)):
        yield from hits


def _rare_words(document: Document) -> list[str]:
    """Lower-case words of plain letters that the text has once or twice."""
    texts = document.tokens.texts
    return [
        word for word, places in document.tokens.places.items()
        if len(places) < HOUSE_USAGE and 1 < len(word) < MOST_LETTERS and word.isascii()
        and word.isalpha() and texts[places[0]].islower()
    ]  # fmt: skip


TECHNICAL = (
    *(
        "ase",
        "ol",
        "ine",
        "ide",
        "ium",
        "osis",
        "itis",
        "emia",
        "aemia",
        "oma",
        "opathy",
        "logy",
        "logist",
    ),
    *(
        "logical",
        "genic",
        "morph",
        "phyte",
        "plast",
        "oid",
        "ism",
        "ist",
        "ists",
        "graphy",
        "metry",
        "scope",
    ),
    *(
        "cide",
        "phobia",
        "philia",
        "cracy",
        "ene",
        "ane",
        "one",
        "yl",
        "mab",
        "statin",
        "cillin",
        "mycin",
    ),
    *(
        "rrhea",
        "ectomy",
        "plasty",
        "saurus",
        "therapy",
        "ware",
        "gram",
        "bot",
        "core",
        "punk",
        "gate",
    ),
)
"""Endings of terms of science and of coined words, which no list has all of."""


def _is_technical(word: str) -> bool:
    if word in SHORTHAND:
        return True
    return word.endswith(TECHNICAL) or word.removesuffix("s").endswith(TECHNICAL)


def _is_composed(word: str) -> bool:
    """Whether a word is made of two that are listed: `storyworld`, `cosplayers`."""
    return any(
        lexicon.is_listed(word[:k]) and lexicon.is_english(word[k:])
        for k in range(_LEAST_PART, len(word) - _LEAST_PART + 1)
    )


_LEAST_PART = 3
"""Letters of each part of a compound."""


def _stands_among_words(document: Document, i: int) -> bool:
    """Whether the words beside are English, else it is a Latin name, a line of verse, a phrase of
    another language; a short word, which may be a unit or a file's ending, needs frequent ones.
    """
    tokens = document.tokens
    near = [k for k in (i - 1, i + 1) if 0 <= k < len(tokens)]
    if len(tokens.texts[i]) < LEAST_LETTERS:
        return len(near) == 2 and all(
            tokens.texts[k].islower() and lexicon.is_frequent(tokens.texts[k]) for k in near
        )
    return all(lexicon.is_english(tokens.lower[k]) for k in near if tokens.texts[k].isalpha())


SHORTHAND = frozenset(
    "html http https www url urls uri pdf php xml json csv svg png jpg gif css sql api gui cli usb "
    "wifi wlan lan tv tvs dvd dvds ok okay eg ie etc vs viz cf aka asap diy alma mater ipso facto "
    "bona per se pro tem de jure novo le la les el los las al bin ibn von van der den del da di du "
    "dos das kg km cm mm nm ml kw kwh mph kph rpm bpm hrs hr min mins sec secs yr yrs ft sq lb lbs "
    "oz gb mb kb tb bn mn mln bln th st nd rd".split()
)
"""Abbreviations, units and particles that texts write small without an explanation."""


DETECTORS = (foreign_letters, lower_case_name, unknown)
