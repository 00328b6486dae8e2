"""Words in another language's order: `he discusses also the plan`."""

from __future__ import annotations

from collections.abc import Iterator

from qualcheck.check import Hit, detector
from qualcheck.document import Document
from qualcheck.morphology import base_form
from qualcheck.syntax import follows, is_spoken

DETERMINERS = frozenset("the a an his her its their this these some several".split())
PRONOUNS = frozenset("he she it they we".split())


@detector(
    id="grammar.adverb-order",
    category="grammar",
    mqm="linguistic-conventions/grammar",
    level="suggestion",
    artefact="D7",
    message="'also' reads best before the verb: '{suggestion}'.",
    why="English puts nothing between a verb and its object; other languages put the adverb there.",
    bad=[
        ("He [[discusses also]] the plan.", "He also discusses the plan."),
        ("They [[visited also]] a mill.", "They also visited a mill."),
    ],
    good=[
        "He is also the mayor, and was also a miller.",
        "She knew also that he had left.",
        "He spoke also of the mill.",
        "The mill has also a shop.",
    ],
)  # fmt: skip
def adverb_order(document: Document) -> Iterator[Hit]:
    """A pronoun, a verb, `also`, and the verb's object."""
    tokens = document.tokens
    for i in tokens.places.get("also", ()):
        if i < 2 or i + 1 >= len(tokens) or tokens.texts[i + 1] not in DETERMINERS:
            continue
        verb = tokens.lower[i - 1]
        if tokens.lower[i - 2] not in PRONOUNS or base_form(verb) in {None, "be", "have", "do"}:
            continue
        if document.tag(i - 1) not in {"VBZ", "VBD"} or is_spoken(document, i):
            continue
        if all(follows(document, k) for k in range(i - 2, i + 1)):
            fixed = f"{tokens.texts[i]} {tokens.texts[i - 1]}"
            yield Hit("grammar.adverb-order", tokens.span(i - 1, i), (fixed,))


DETECTORS = (adverb_order,)
