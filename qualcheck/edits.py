"""Suggestions put into a source: what stands in prose is edited where it comes from.

An edit is as small as it can be (`town .` loses its blank, not its word), so that it passes by the
markup around it. What can't be edited without touching markup is left, and said.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Sequence
from itertools import takewhile
from operator import eq
from pathlib import Path
from typing import NamedTuple

from qualcheck.document import STAND_IN, Segment, Source, Span
from qualcheck.findings import Finding, Relation


class Edit(NamedTuple):
    """What is to stand at a place, in prose or in the source."""

    span: Span
    text: str


class Mended(NamedTuple):
    """A finding, and what was put in its place."""

    finding: Finding
    suggestion: str


class Left(NamedTuple):
    """A finding whose suggestion wasn't put in, and why."""

    finding: Finding
    reason: str


class Edits(NamedTuple):
    """What is to be done to a source: the findings that are mended, by which edits of it, in the
    order of the text. `left` has the others.
    """

    done: tuple[Finding, ...]
    in_source: tuple[Edit, ...]
    left: tuple[Left, ...]


class Fixed(NamedTuple):
    """What was done to a file's content, in several passes. The places of later ones are those of
    the text as the earlier ones left it.
    """

    path: Path
    shown: str
    before: bytes
    after: bytes
    done: tuple[Mended, ...]
    left: tuple[Left, ...]


Read = Callable[[Sequence[Edit]], Source | None]
"""The source as it reads with some edits made; None where they can't be written."""

OVERLAPS = "it touches another one"
IN_THE_WAY = "markup or the file's encoding is in the way: mend it by hand"


def edits_for(source: Source, chosen: Iterable[tuple[Finding, str]], read: Read) -> Edits:
    """Edits that put chosen suggestions in, each at all the places of its finding.

    Where two touch, the first is taken: the text that comes of it must be looked at anew. What is
    edited is read again, and edits that change more of the prose than they should are left out.
    """
    planned, left = _planned(source, chosen)
    sound = _sound(source, planned, read)
    left += [Left(plan.finding, IN_THE_WAY) for plan in planned if plan not in sound]
    in_source = sorted(edit for plan in sound for edit in plan.in_source)
    return Edits(tuple(plan.finding for plan in sound), tuple(in_source), tuple(left))


class _Plan(NamedTuple):
    finding: Finding
    in_prose: Sequence[Edit]
    in_source: Sequence[Edit]


def _planned(
    source: Source, chosen: Iterable[tuple[Finding, str]]
) -> tuple[list[_Plan], list[Left]]:
    """The edits that can be made side by side, and what is left."""
    planned, left, taken = [], [], list[Span]()
    for finding, suggestion in sorted(chosen, key=lambda pair: pair[0].prose):
        prose = [_smallest(source.prose, span, suggestion) for span in _places(finding)]
        edits = [edit_in_source(source, edit) for edit in prose]
        if not all(edit and not _stands_in_code(source.text, edit) for edit in edits):
            left.append(Left(finding, IN_THE_WAY))
        elif any(_touch(edit.span, other) for edit in prose for other in taken):
            left.append(Left(finding, OVERLAPS))
        else:
            taken += [edit.span for edit in prose]
            planned.append(_Plan(finding, prose, [edit for edit in edits if edit]))
    return planned, left


def _places(finding: Finding) -> list[Span]:
    """Its own and those that are wrong in the same way, in prose."""
    same = (place.prose for place in finding.related if place.relation is Relation.SAME)
    return [finding.prose, *same]


def _touch(one: Span, other: Span) -> bool:
    return one.start <= other.end and other.start <= one.end


def _smallest(prose: str, span: Span, text: str) -> Edit:
    """The part of an edit in which the old and the new text differ."""
    old = prose[span.start : span.end]
    left = _shared(old, text)
    right = _shared(old[left:][::-1], text[left:][::-1])
    return Edit(Span(span.start + left, span.end - right), text[left : len(text) - right])


def _sound(source: Source, plans: list[_Plan], read: Read) -> list[_Plan]:
    """The plans that give the prose they should, found by halving."""
    if not plans or _gives(source, plans, read):
        return plans
    if len(plans) == 1:
        return []
    middle = len(plans) // 2
    first = _sound(source, plans[:middle], read)
    both = [*first, *_sound(source, plans[middle:], read)]
    return both if _gives(source, both, read) else first


def _shared(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning."""
    return sum(takewhile(bool, map(eq, one, other)))


def _gives(source: Source, plans: Sequence[_Plan], read: Read) -> bool:
    """Whether the edited source reads as the edited prose."""
    edited = read(sorted(edit for plan in plans for edit in plan.in_source))
    prose = with_edits(source.prose, sorted(edit for plan in plans for edit in plan.in_prose))
    return edited is not None and edited.prose.strip() == prose.strip()


def with_edits(text: str, edits: Sequence[Edit]) -> str:
    """A text with sorted edits made; none touches another."""
    pieces, at = [], 0
    for span, new in edits:
        pieces += [text[at : span.start], new]
        at = span.end
    return "".join([*pieces, text[at:]])


def edit_in_source(source: Source, edit: Edit) -> Edit | None:
    """The same edit in the source; None where markup or something that stands for another lies
    in it.
    """
    span, text = edit
    if not source.segments or STAND_IN in source.prose[span.start : span.end]:
        return None
    if not len(span):
        at = source.to_source(Span(span.start - 1, span.start)).end if span.start else 0
        return Edit(Span(at, at), _written(text, source.media_type))
    pieces = [s for s in source.segments if s.prose.start < span.end and span.start < s.prose.end]
    for piece in pieces:
        whole = span.start <= piece.prose.start and piece.prose.end <= span.end
        if not piece.exact and (not whole or _is_meant(source, piece)):
            return None
    if any(a.source.end != b.source.start for a, b in zip(pieces, pieces[1:], strict=False)):
        return None
    return Edit(source.to_source(span), _written(text, source.media_type))


def _is_meant(source: Source, piece: Segment) -> bool:
    """Whether an author has written something on purpose: a tag, a blank or something invisible as
    an entity, a line break of Markdown.
    """
    written = source.text[piece.source.start : piece.source.end]
    if re.search(r"<|[ ]{2}\r?\n|\\\r?\n", written):
        return True
    read = source.prose[piece.prose.start : piece.prose.end]
    return written.startswith("&") and (read.isspace() or not read.isprintable())


_CODE = re.compile(
    r"\{\{[^\n]*?\}\}|\{%[^\n]*?%\}|\$\$.*?\$\$|\$(?![\s\d])[^$\n]+(?<!\s)\$(?!\d)|\\\([^\n]*?\\\)|^(?::::|!!!)[^\n]*$",
    re.DOTALL | re.MULTILINE,
)
"""Templates, formulas and containers, which no reader takes for what they are."""


def _stands_in_code(text: str, edit: Edit) -> bool:
    """Whether an edit lies in one of those, in the paragraph around it."""
    start = max(text.rfind("\n\n", 0, edit.span.start), 0)
    end = text.find("\n\n", edit.span.end)
    around = _CODE.finditer(text, start, len(text) if end < 0 else end)
    return any(code.start() < edit.span.end and edit.span.start < code.end() for code in around)


def _written(text: str, media_type: str) -> str:
    """Prose as a format writes it. Markdown is taken as it is: what it makes of it is read."""
    return html.escape(text, quote=False) if media_type == "text/html" else text
