"""Finds the slogan written as two words."""

from __future__ import annotations

from collections.abc import Iterator

from qualcheck.check import Hit, detector
from qualcheck.document import Document


@detector(
    id="acme.slogan",
    category="style",
    mqm="style/third-party-style",
    level="warning",
    message="The slogan is one word: '{suggestion}'.",
    why="The house registered it so.",
    bad=[("They sell [[Wonder Mill]] flour.", "They sell WonderMill flour.")],
    good=["They sell WonderMill flour.", "A wonder mill stood there."],
)
def slogan(document: Document) -> Iterator[Hit]:
    """`Wonder` before `Mill`."""
    tokens = document.tokens
    for i in tokens.after("wonder").get("mill", ()):
        if (
            tokens.texts[i] == "Wonder"
            and tokens.texts[i + 1] == "Mill"
            and document.touch(i, i + 1)
        ):
            yield Hit("acme.slogan", tokens.span(i, i + 1), ("WonderMill",))


DETECTORS = (slogan,)
