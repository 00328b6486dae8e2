"""Words in another language's order: `he discusses also the plan`."""

from __future__ import annotations

from collections.abc import Iterator

from qualcheck.check import Hit, detector
from qualcheck.document import Document
from qualcheck.morphology import base_form, is_only
from qualcheck.syntax import follows, is_spoken, is_statement, opens_sentence

DETERMINERS = frozenset("the a an his her its their this these some several".split())
PRONOUNS = frozenset("he she it they we".split())
ADVERBS = ("also", "often", "always", "already")
"""What other languages put behind the verb."""
ALSO_OBJECT = frozenset("DT PRP$ NNS NNP NNPS CD NN".split())
"""Tags of what opens an object after `also`; after the others only a determiner says so."""
NO_OBJECT_AFTER = frozenset(
    "be have do become remain seem appear go come say think know mean note add write happen stay".split()
)
"""Verbs after which `also` opens a complement of another kind, or a clause."""


@detector(
    id="grammar.adverb-order",
    category="grammar",
    mqm="linguistic-conventions/grammar",
    level="suggestion",
    artefact="D7",
    message="'{adverb}' doesn't stand between a verb and its object: '{suggestion}'.",
    why="English puts nothing between a verb and its object; other languages put the adverb there.",
    bad=[
        ("He [[discusses also]] the plan.", "He also discusses the plan."),
        ("They [[visited also]] a mill.", "They also visited a mill."),
        ("The miller [[sells also]] flour and bread.", "The miller also sells flour and bread."),
        ("She [[visits often]] the old mill.", "She often visits the old mill."),
    ],
    good=[
        "He is also the mayor, and was also a miller.",
        "She knew also that he had left.",
        "It follows also that old mills grind slowly.",
        "He spoke also of the mill.",
        "The mill has also a shop.",
        "The price fell also in the north.",
        "He came often the first year.",
        "“He sells also flour,” she said.",
    ],
)  # fmt: skip
def adverb_order(document: Document) -> Iterator[Hit]:
    """A subject, a verb, an adverb, and the verb's object."""
    tokens = document.tokens
    for adverb in ADVERBS:
        for i in tokens.places.get(adverb, ()):
            if _parts_object(document, i, adverb):
                fixed = f"{tokens.texts[i]} {tokens.texts[i - 1]}"
                values = {"adverb": tokens.texts[i]}
                yield Hit("grammar.adverb-order", tokens.span(i - 1, i), (fixed,), values)


def _parts_object(document: Document, i: int, adverb: str) -> bool:
    """Whether an adverb stands between a finite verb that follows its subject and the object."""
    tokens = document.tokens
    if i < 2 or i + 1 >= len(tokens) or not tokens.texts[i].islower():
        return False
    verb = tokens.lower[i - 1]
    if document.tag(i - 1) not in {"VBZ", "VBD"} or base_form(verb) in {None, *NO_OBJECT_AFTER}:
        return False
    subject = tokens.lower[i - 2] in PRONOUNS or (
        adverb == "also" and document.tag(i - 2) in {"NN", "NNP", "NNS"}
    )
    if not subject or is_spoken(document, i) or not follows(document, i):
        return False
    after = tokens.texts[i + 1]
    opens = after in DETERMINERS
    if adverb == "also" and not opens and after != "that":
        opens = document.tag(i + 1) in ALSO_OBJECT and tokens.texts[i + 2 : i + 3] != [":"]
    return opens and follows(document, i - 2) and follows(document, i - 1)


OPENERS = frozenset(
    "also then today yesterday soon later afterwards recently earlier meanwhile simultaneously "
    "additionally thereafter there first already".split()
)
"""Adverbs that a sentence may open with and that don't put the verb before its subject."""
PASSIVES = frozenset("was were".split())
SUBJECT_OPENS = frozenset(
    "a an the his her its their two three four five several many some".split()
)


@detector(
    id="grammar.passive-order",
    category="grammar",
    mqm="linguistic-conventions/grammar/word-order",
    level="warning",
    artefact="D7",
    message="In '{match}' the subject comes too late: it stands before its verb in English.",
    why="Slavic languages, Spanish and German put a new subject behind its passive verb.",
    bad=[
        "[[Also was discussed]] the export of timber.",
        "[[Yesterday was opened]] a new bridge over the river.",
        "They met in May. [[Then were elected]] several members of the board.",
        "[[There were killed]] two soldiers in the attack.",
    ],
    good=[
        "Also discussed was the export of timber.",
        "Yesterday was a good day, and then it was closed.",
        "There were several old mills. There was concerned silence in the hall.",
        "“Then was heard the horn,” he wrote.",
        "Today was the first day. Then were there any mills?",
        "Then was published the very book that he had burnt?",
        "There were limited seats, and there was increased demand.",
    ],
)  # fmt: skip
def passive_order(document: Document) -> Iterator[Hit]:
    """An adverb that opens a sentence, a passive verb, and its subject behind it."""
    tokens = document.tokens
    for word in PASSIVES & tokens.places.keys():
        for i in tokens.places[word]:
            if not i or i + 2 >= len(tokens) or not opens_sentence(document, i - 1):
                continue
            if tokens.lower[i - 1] not in OPENERS or tokens.lower[i + 2] not in SUBJECT_OPENS:
                continue
            sentence = document.sentence_with(i)
            if sentence is None or not is_statement(document, sentence) or is_spoken(document, i):
                continue
            if is_only(tokens.lower[i + 1], "VBN", "VBD") and follows(document, i):
                yield Hit("grammar.passive-order", tokens.span(i - 1, i + 1))


DETECTORS = (adverb_order, passive_order)
