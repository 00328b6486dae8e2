"""Articles that English doesn't set: before a name, or before a title with a name."""

from __future__ import annotations

from collections.abc import Iterator

from qualcheck import lexicon
from qualcheck.check import Hit, detector
from qualcheck.document import Document, Span

TITLE_NOUNS = frozenset(
    "president minister premier chancellor lady mayor governor king queen pope senator ambassador "
    "general colonel major captain admiral secretary spokesman spokeswoman spokesperson professor "
    "doctor bishop archbishop cardinal prince princess judge commander director coach manager "
    "actor actress singer writer author poet journalist lawyer deputy speaker leader chairman "
    "chairwoman prosecutor musician composer painter footballer striker goalkeeper economist "
    "historian scientist activist businessman politician lawmaker diplomat envoy".split()
)
"""Titles and callings that stand before a name without an article and without a comma."""


@detector(
    id="grammar.article-before-name",
    category="grammar",
    mqm="linguistic-conventions/grammar",
    level="warning",
    artefact="D2",
    message="'{article}' can't stand before a title with a name.",
    why="A title before a name takes no article in English, or a comma after it.",
    bad=[
        ("She met [[a Polish prime minister Jan Nowicki]] in May.", "She met Polish prime minister Jan Nowicki in May."),
        ("The trip follows [[a first lady Maria Lund]].", "The trip follows first lady Maria Lund."),
    ],
    good=[
        "She met a Polish minister, Jan Nowicki, in May.",
        "It was a President Kovel rally.",
        "It was a director Steven Holm film.",
        "A minister Jan Nowicki never trusted left the room.",
        "He is a former general in Norway.",
        "There is a general Survey Report, too.",
    ],
)  # fmt: skip
def article_before_name(document: Document) -> Iterator[Hit]:
    """`a` or `an`, up to three modifiers, a title, and a name of two words or more."""
    tokens = document.tokens
    for title in TITLE_NOUNS & tokens.places.keys():
        for i in tokens.places[title]:
            first = _article_before(document, i)
            last = _full_name_after(document, i)
            if first is None or last is None or not _ends_phrase(document, last):
                continue
            article = tokens.texts[first]
            rest = Span(tokens.starts[first + 1], tokens.span(last, last).end)
            yield Hit(
                "grammar.article-before-name",
                tokens.span(first, last),
                (document.text(rest),),
                {"article": article},
            )


def _article_before(document: Document, noun: int) -> int | None:
    """Index of an `a`/`an` that opens this noun's phrase."""
    lower = document.tokens.lower
    for i in range(noun - 1, max(-1, noun - 5), -1):
        if lower[i] in {"a", "an"}:
            return i
        modifier = (
            lexicon.tag_share(lower[i], frozenset({"JJ", "NN", "VBN"})) > 0.5 or i in document.names
        )
        if not modifier and not document.tokens.texts[i][0].isupper():
            return None
    return None


def _full_name_after(document: Document, title: int) -> int | None:
    """Index of the last token of a name of two capitalised words right after the title."""
    texts = document.tokens.texts
    last = title
    while (
        last + 1 < len(texts)
        and texts[last + 1][0].isupper()
        and _adjacent(document, last, last + 1)
    ):
        last += 1
    words = texts[title + 1 : last + 1]
    personal = any(lexicon.is_given_name(w) or not lexicon.is_english(w) for w in words)
    return last if len(words) >= 2 and personal else None


def _adjacent(document: Document, left: int, right: int) -> bool:
    gap = document.prose[document.tokens.span(left, left).end : document.tokens.starts[right]]
    return gap in {" ", "-"}


def _ends_phrase(document: Document, last: int) -> bool:
    """Whether the noun phrase ends here: a mark, a verb or a preposition follows, not a noun
    that the name would modify, nor the verb of a clause the name is subject of.
    """
    if last + 1 >= len(document.tokens):
        return True
    following = document.tokens.lower[last + 1]
    if not following[0].isalpha():
        return following in ".,;:?!()—–"
    return following in {"in", "on", "at", "and", "to", "with", "who", "as", "from", "for", "of", "after", "is",
                         "was", "has", "will", "said", "told", "had", "but", "during", "before", "while", "by"}  # fmt: skip


DETECTORS = (article_before_name,)
