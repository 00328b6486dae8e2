"""Quotation marks that stand alone, don't match, or come from another locale."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qualcheck.check import Hit, detector
from qualcheck.document import Document, Span, joined

_PUNCTUATION = "linguistic-conventions/punctuation"


@detector(
    id="quotation.unbalanced",
    category="quotation",
    mqm=_PUNCTUATION,
    level="warning",
    artefact="F1",
    message="No mark in the paragraph pairs with this one: its partner is lost, of another kind, or on the wrong side of a blank.",
    why="One mark of a pair was lost, so a reader can't tell who is speaking.",
    bad=[
        "[[“]]We will not leave, he said.",
        "It is over[[”]], he added.",
        'He said the plan was [["]]over and done.',
    ],
    good=[
        "“We will not leave,” he said.",
        "“We will not leave.\n\n“We will stay,” he said.",
        'He is 6\'2" tall.',
        "The dogs' bowls are the cats’ bowls.",
    ],
)  # fmt: skip
def unbalanced(document: Document) -> Iterator[Span]:
    """A double quotation mark without a partner; not where the next paragraph opens one too.
    Several in a row are one hit.
    """
    odd = {mark.start for mark, _ in _odd_marks(document)}
    partners = {mark.start for mark in _partners(document)}
    paired = odd | partners
    yield from joined(mark for mark in document.unpaired if mark.start not in paired)


@detector(
    id="quotation.odd-mark",
    category="quotation",
    mqm="linguistic-conventions/punctuation",
    level="suggestion",
    artefact="F2",
    message="This quotation mark doesn't match its partner; it should be {suggestion}.",
    why="Marks of two kinds, or one that is turned the wrong way, came from different hands.",
    bad=[
        ('“We will not leave,[["]] he said.', "“We will not leave,” he said."),
        ('"We will not leave,[[”]] he said.', '"We will not leave," he said.'),
        ("He said, “We will not leave. [[“]] The mayor left.", "He said, “We will not leave. ” The mayor left."),
        ("The [[”]]life tasks” of the valley.", "The “life tasks” of the valley."),
    ],
    good=[
        "“We will not leave,” he said.",
        "“We will not leave.\n\n“We will stay,” he said.",
        "“We will not leave, he said.",
    ],
)  # fmt: skip
def odd_mark(document: Document) -> Iterator[Hit]:
    """A double mark of another kind than the one it belongs to, or turned the wrong way."""
    for mark, fixed in _odd_marks(document):
        yield Hit("quotation.odd-mark", mark, (fixed,))


def _odd_marks(document: Document) -> Iterator[tuple[Span, str]]:
    """Marks that have a partner but don't look like it, each with what it should be."""
    lonely = [mark for mark in document.unpaired if document.text(mark) in '"“”']
    taken = -1
    for k, mark in enumerate(lonely):
        if mark.start <= taken:
            continue
        text, opens = document.text(mark), _stands_open(document.prose, mark.start)
        partner = lonely[k + 1] if k + 1 < len(lonely) else None
        if opens and partner and _belong(document, mark, partner):
            taken = partner.start
            if text == "”":
                yield mark, "“"
            else:
                yield partner, '"' if text == '"' else "”"
        elif text == "“" and not opens and document.prose[mark.end : mark.end + 1] in " \n":
            yield mark, "”"


def _partners(document: Document) -> Iterator[Span]:
    """The marks that the odd ones belong to, where those have no partner for the pairing."""
    odd = {mark.start for mark, _ in _odd_marks(document)}
    lonely = [mark for mark in document.unpaired if document.text(mark) in '"“”']
    for left, right in zip(lonely, lonely[1:], strict=False):
        if (left.start in odd) != (right.start in odd) and _belong(document, left, right):
            yield left
            yield right


def _belong(document: Document, left: Span, right: Span) -> bool:
    """Whether two lonely marks of a paragraph stand as a pair does."""
    block = document.block_at(left.start)
    return (
        block is not None
        and block.prose.covers(right)
        and _stands_open(document.prose, left.start)
        and not _stands_open(document.prose, right.start)
    )


def _stands_open(prose: str, at: int) -> bool:
    """Whether a mark stands where a quotation opens: a blank before it, a letter after it."""
    before, after = prose[at - 1 : at] if at else "", prose[at + 1 : at + 2]
    return (not before or before.isspace() or before in "([—–-,:’'") and after.isalnum()


@detector(
    id="quotation.foreign-marks",
    category="quotation",
    mqm="locale-conventions/quotation-mark",
    level="warning",
    artefact="F2",
    message="English doesn't quote with '{marks}'.",
    why="The marks came over from the source's locale.",
    bad=[
        ("[[«We stay»]], he said.", "“We stay”, he said."),
        ("The [[„Done“]] list grew.", "The “Done” list grew."),
    ],
    good=["“We stay”, he said.", "‘Done’ was all.", "Type << or >> to shift."],
    sources=["https://cldr.unicode.org/ (delimiters)"],
)  # fmt: skip
def foreign_marks(document: Document) -> Iterator[Hit]:
    """Guillemets and low marks, as a pair with what they hold, or alone."""
    if document.tokens.characters.isdisjoint("«»„‚‹›"):
        return
    pairs = r"«(?P<a>[^«»\n]*)»|»(?P<b>[^«»\n]*)«|„(?P<c>[^„“”\"\n]*)[“”\"]|‹(?P<d>[^‹›\n]*)›"
    for match in re.finditer(rf"{pairs}|[«»„‹›]", document.prose):
        inner = next((text for text in match.groupdict().values() if text is not None), None)
        if inner is None:
            fixed = "“" if match.group() in "«„‹" else "”"
            yield Hit(
                "quotation.foreign-marks", Span(*match.span()), (fixed,), {"marks": match.group()}
            )
            continue
        marks = match.group()[0] + match.group()[-1]
        yield Hit(
            "quotation.foreign-marks",
            Span(*match.span()),
            (f"“{inner.strip()}”",),
            {"marks": marks},
        )


DETECTORS = (unbalanced, odd_mark, foreign_marks)
