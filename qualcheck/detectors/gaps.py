"""Words that went missing: a noun after its article, a clause's subject, a clause's verb.

Each is found where two small words meet that a content word must part. The small words are looked
up first; tags are asked for at the places that are left.
"""

from __future__ import annotations

from collections.abc import Iterator

from qualcheck.check import detector
from qualcheck.document import Document, Span
from qualcheck.morphology import FINITE
from qualcheck.syntax import (
    follows,
    is_statement,
    opens_sentence,
    sentence_of,
)

_OMISSION = "accuracy/omission"

ARTICLES = frozenset("the a an".split())
DETERMINERS = ARTICLES | frozenset("its their our my your every his".split())
"""Words that need a noun; of possessives, `his` only after some words, and `her` never."""

PAST_NOUN = frozenset(
    "of in to for with on at from by into as than and or but that which was were is are has had "
    "would could should does did because during between against through".split()
)
"""Words that can't be part of the noun phrase that a determiner opens."""
RIGHT_SOMEWHERE = frozenset({("the", "by"), ("a", "for"), ("the", "that"), ("an", "at"), ("the", "which"), ("the", "as")})  # fmt: skip
"""`by the by`, `a for loop`, `the that of a thing`, `an at least minimal …`."""
STANDS_ALONE = frozenset("of is was be been were are as than like and or".split())
"""Words before `his` that let it stand without a noun: `a friend of his`."""


@detector(
    id="grammar.missing-noun",
    category="grammar",
    mqm=_OMISSION,
    level="error",
    artefact="D2",
    message="A noun is missing between the two words of '{match}'.",
    why="An article or possessive opens a noun phrase, and the next word is already past its end.",
    bad=[
        "The council spoke about [[the to]] Jonas on Monday.",
        "The mill was sold after [[the of]] the old owner.",
        "They wrote that [[a was]] found behind the mill.",
        "She praised [[their and]] thanked the crew.",
        "She talked about [[his to]] close the mill.",
        "The painter gave the town [[a of]] his best works.",
    ],
    good=[
        "A friend of his in Riga wrote to her.",
        "He gave her and his brother a book.",
        "She learnt by the by that a for loop went wrong.",
        "It is both your and your brother's fault.",
        "Vitamin A in milk and plan A for summer are known.",
        "The “of” is missing, and the 'and' too.",
        "The above is true, the then mayor said, and the like.",
        "Section 27 a of the law is long.",
        "He is his or her own master.",
        "The people of the In group left.",
        "She saw that his was better, and used his to open the door.",
    ],
)  # fmt: skip
def missing_noun(document: Document) -> Iterator[Span]:
    """A determiner right before a word that can't be part of its phrase."""
    tokens = document.tokens
    lower, texts, last = tokens.lower, tokens.texts, len(tokens) - 1
    for word in DETERMINERS:
        for i in tokens.places.get(word, ()):
            if i < last and texts[i + 1] in PAST_NOUN and follows(document, i):
                before = lower[i - 1] if i else "."
                if _needs_noun(document, i, before, texts[i + 1]):
                    yield tokens.span(i, i + 1)


def _needs_noun(document: Document, i: int, before: str, after: str) -> bool:
    """Whether a determiner can't be anything else, nor stand alone, between these two words."""
    tokens = document.tokens
    word = tokens.lower[i]
    if word in ARTICLES:
        letter = tokens.texts[i] != word and not opens_sentence(document, i)
        part = word == "a" and (before.isdecimal() or not before.isalnum())
        return not letter and not part and (word, after) not in RIGHT_SOMEWHERE
    if word == "his":
        if before in STANDS_ALONE or after in {"or", "and", "was", "is"}:
            return False
        return document.tag(i - 1) in {"IN", "VB", "VBG"} and before != "that"
    return after not in {"and", "or"} or _begins_clause(document, i + 2)


def _begins_clause(document: Document, i: int) -> bool:
    """Whether a verb or adverb stands here: then `and` joins clauses, not `your and my brother`."""
    return i < len(document.tokens) and document.tag(i) in FINITE | {"RB", "VB", "VBG"}


SUBORDINATORS = frozenset("because although whether unless if".split())
AUXILIARIES = frozenset("is are was were has have had will would can could should must".split())
SUBJECT_TAGS = frozenset(
    "PRP DT EX NN NNS NNP NNPS PRP$ PDT CD JJ WP PRP+VBZ NN+POS NNP+POS".split()
)
"""Tags of what can be the subject after its verb: `is there`, `is the mill`."""
AFTER_COPULA = frozenset("JJ VBN VBG TO RB".split())


@detector(
    id="grammar.missing-subject",
    category="grammar",
    mqm=_OMISSION,
    level="warning",
    artefact="D5",
    message="The verb '{match}' has no subject.",
    why="Many languages leave a subject out that the verb's ending shows; English names it.",
    bad=[
        "The mill closed because [[was]] too old.",
        "[[Is]] important to note that the mill is old.",
        "Currently, [[has]] more than 300 mills in the valley.",
        "[[Were]] found two bodies in the river.",
    ],
    good=[
        "If is a small word.",
        "Is the mill old? Was it sold?",
        "Had he known, he would have left.",
        "Were the mill to close, we would leave.",
        "Here, is where they met.",
        "However, is the mill really that old?",
        "In the valley, stood a mill.",
        "Quickly, the mill has grown.",
        "“Was told to leave,” he wrote.",
        "Is the house old or is it not.",
    ],
)  # fmt: skip
def missing_subject(document: Document) -> Iterator[Span]:
    """An auxiliary right after a conjunction or where the sentence, or its first phrase, opens."""
    tokens = document.tokens
    for word in AUXILIARIES:
        for i in tokens.places.get(word, ()):
            if i + 2 < len(tokens) and _lacks_subject(document, i):
                yield tokens.span(i, i)


def _lacks_subject(document: Document, i: int) -> bool:
    tokens = document.tokens
    before = tokens.lower[i - 1] if i else "."
    if before in SUBORDINATORS:
        return follows(document, i - 1) and document.tag(i + 1) not in SUBJECT_TAGS
    if before != "," and tokens.texts[i] == tokens.lower[i]:
        return False
    sentence = sentence_of(document, i)
    if (
        sentence is None
        or not is_statement(document, sentence)
        or document.in_quotation(tokens.starts[i])
    ):
        return False
    if i == sentence.tokens.start:
        return document.tag(i + 1) in AFTER_COPULA and follows(document, i)
    return before == "," and _after_adverb(document, i, sentence.tokens.start)


def _after_adverb(document: Document, i: int, first: int) -> bool:
    """Whether nothing stands between the start and a comma before a verb but one adverb."""
    return i == first + 2 and document.tag(first) == "RB" and document.tokens.lower[first] in TIMES


TIMES = frozenset(
    "currently previously recently today yesterday earlier later meanwhile moreover furthermore "
    "additionally consequently nevertheless nonetheless afterwards subsequently originally "
    "initially finally formerly nowadays also therefore thus however accordingly similarly".split()
)

DETECTORS = (missing_noun, missing_subject)
