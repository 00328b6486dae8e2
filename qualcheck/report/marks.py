"""The article's blocks, cut into pieces wherever a mark of a finding or of one of its related
places starts or ends.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from qualcheck.document import Block, BlockKind, Span
from qualcheck.findings import FileReport, Finding, Relation, Severity
from qualcheck.report.unseen import Bit, bits

WORST_FIRST = tuple(sorted(Severity, key=lambda severity: -severity.rank))


@dataclass(frozen=True, slots=True)
class Note:
    """A finding with its number on the page, from 1."""

    number: int
    finding: Finding

    @property
    def severity(self) -> Severity:
        """The finding's severity."""
        return self.finding.severity


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a note lies in one block (prose), and whether it begins and ends there.

    `place` is 0 for the finding itself, from 1 for a related place of it.
    """

    note: Note
    span: Span
    place: int = 0
    first: bool = True
    last: bool = True

    @property
    def anchor(self) -> str:
        """Where the note's link to a related place leads; empty where there is none."""
        return f"m{self.note.number}-{self.place}" if self.place and self.first else ""

    @property
    def clashes(self) -> bool:
        """Whether nothing is wrong here: the finding is about what clashes with it."""
        return self.note.finding.related[self.place - 1].relation is Relation.OTHER


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a block: its text, the notes that lie over it, those that end after it, and
    the marks of related places that lie over it and that start with it.
    """

    bits: Sequence[Bit]
    notes: tuple[Note, ...] = ()
    ending: tuple[Note, ...] = ()
    related: tuple[Mark, ...] = ()
    starting: tuple[Mark, ...] = ()

    @property
    def numbers(self) -> dict[str, str]:
        """The numbers of the notes by the attribute that has them: `n` of those that lie here,
        `also` of those that hold here, too, `against` of those that something here clashes with.
        """
        notes = {
            "n": self.notes,
            "also": [mark.note for mark in self.related if not mark.clashes],
            "against": [mark.note for mark in self.related if mark.clashes],
        }
        joined = {key: dict.fromkeys(str(n.number) for n in found) for key, found in notes.items()}
        return {key: " ".join(numbers) for key, numbers in joined.items() if numbers}

    @property
    def classes(self) -> str:
        """The severities of the notes, worst first, for the style sheet; then, with `also-`, those
        of what is told at another place.
        """
        own = {note.severity for note in self.notes}
        also = {mark.note.severity for mark in self.related if not mark.clashes}
        names = [s.value for s in WORST_FIRST if s in own]
        return " ".join(names + [f"also-{s.value}" for s in WORST_FIRST if s in also])


@dataclass(frozen=True, slots=True)
class Part:
    """A block as the page shows it."""

    kind: BlockKind
    level: int
    pieces: tuple[Piece, ...]


def article_parts(report: FileReport, notes: Sequence[Note]) -> list[Part]:
    """The article's blocks with every finding marked, in order. Offsets are in prose.

    The text of the parts is the prose of the blocks, nothing more or less. A note that lies
    in no block, such as one on blanks between two paragraphs, is shown as an empty mark at the
    end of the block before it.
    """
    marks = _marks_by_block(report.blocks, notes)
    return [
        Part(block.kind, block.level, tuple(_pieces(report.prose, block.prose, marks.get(i, []))))
        for i, block in enumerate(report.blocks)
    ]


def groupby_kind(parts: Sequence[Part]) -> list[tuple[BlockKind, list[Part]]]:
    """Neighbours of one kind together: the items of a list, the paragraphs of a quotation."""
    return [(kind, list(group)) for kind, group in groupby(parts, key=lambda part: part.kind)]


def _marks_by_block(blocks: Sequence[Block], notes: Sequence[Note]) -> dict[int, list[Mark]]:
    """Block index → its marks, in the order of the notes."""
    placed: dict[int, list[Mark]] = {}
    starts = [block.prose.start for block in blocks]
    for note in notes if blocks else ():
        spans = [note.finding.prose, *(place.prose for place in note.finding.related)]
        for place, span in enumerate(spans):
            for i, mark in _marks(blocks, starts, note, span, place):
                placed.setdefault(i, []).append(mark)
    return placed


def _marks(
    blocks: Sequence[Block], starts: Sequence[int], note: Note, span: Span, place: int
) -> Iterator[tuple[int, Mark]]:
    """The marks of one place of a note: one in each block that it touches."""
    first = max(bisect_right(starts, span.start) - 1, 0)
    end = max(bisect_right(starts, span.end - 1), first + 1)
    clipped = [(i, _clip(span, blocks[i].prose)) for i in range(first, end)]
    touched = [(i, part) for i, part in clipped if len(part)] or clipped[:1]
    for i, part in touched:
        yield i, Mark(note, part, place, first=i == touched[0][0], last=i == touched[-1][0])


def _clip(span: Span, block: Span) -> Span:
    """What of a span lies in a block; where nothing does, the nearest place in it."""
    start, end = (min(max(offset, block.start), block.end) for offset in (span.start, span.end))
    return Span(start, end)


def _pieces(prose: str, block: Span, marks: Sequence[Mark]) -> Iterator[Piece]:
    """Split a block wherever a mark starts or ends, so that marks may overlap at will."""
    starting: dict[int, list[Mark]] = {}
    ending: dict[int, list[Mark]] = {}
    for mark in marks:
        starting.setdefault(mark.span.start, []).append(mark)
        ending.setdefault(mark.span.end, []).append(mark)
    open_: dict[tuple[int, int], Mark] = {}
    for start, end in pairwise(sorted({block.start, block.end, *starting, *ending})):
        yield from _empty_pieces(starting.get(start, ()))
        opened = [mark for mark in starting.get(start, ()) if len(mark.span)]
        open_ |= {(mark.note.number, mark.place): mark for mark in opened}
        closed = [mark for mark in ending.get(end, ()) if len(mark.span)]
        yield Piece(
            bits(prose[start:end], marked=bool(open_)),
            tuple(mark.note for mark in open_.values() if not mark.place),
            tuple(mark.note for mark in closed if mark.last and not mark.place),
            tuple(mark for mark in open_.values() if mark.place),
            tuple(opened),
        )
        for mark in closed:
            del open_[mark.note.number, mark.place]
    yield from _empty_pieces(starting.get(block.end, ()))


def _empty_pieces(marks: Iterable[Mark]) -> Iterator[Piece]:
    """A piece without text for each mark that covers none."""
    for mark in marks:
        if not len(mark.span):
            notes = () if mark.place else (mark.note,)
            yield Piece((), notes, notes, starting=(mark,))
