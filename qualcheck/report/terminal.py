"""The report for a terminal: each finding with the text it stands in, totals last.

Everything that comes from outside passes through `visible` or `_cell`, so that no article
and no file name can drive the terminal. Colours are plain ANSI codes: rich takes too long
to import for what is needed here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from qualcheck.document import STAND_IN, STAND_IN_SHOWN
from qualcheck.findings import FileReport, Finding, Place, Run, Severity
from qualcheck.report.wording import MOST_PLACES, grouped, shortened

COLOURS = {
    "error": "1;31",
    "warning": "1;33",
    "suggestion": "1;36",
    "path": "1",
    "frame": "34",
    "help": "32",
    "note": "1",
}
"""What is painted → its ANSI code (SGR)."""
NARROWEST = 40
"""Columns. Below this a terminal wraps; cutting further would leave nothing to read."""
TAB = "    "
MOST_SUGGESTIONS = 3
REACH = 4
"""Code points looked at for each column: combining marks take none, but must not be endless."""
JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
"""Format characters that Persian, Indic scripts and emoji need: shown as they are."""


def render(
    run: Run,
    *,
    colour: bool,
    width: int,
    sources: Callable[[str], str] | None = None,
    quiet: bool = False,
) -> str:
    """The run as text for a terminal of `width` columns, with a newline at its end.

    `sources` gives a file's decoded text by its path, for the excerpts; without it they come
    from the prose that the report holds, or from the finding itself. `quiet` leaves the
    findings out: errors, faults and totals stay.
    """
    paint = painter(colour)
    parts: list[str] = []
    for file in run.files:
        if not quiet:
            parts += _findings(file, max(width, NARROWEST), sources, paint)
        parts += _troubles(file, paint)
    return "\n".join([*parts, _totals(run)]) + _fixable(run) + _known(run) + "".join(_not_run(run))


Paint = Callable[[str, str], str]
"""What it is, its text → the text, in its colour."""


def painter(colour: bool) -> Paint:
    """Paints by COLOURS, or leaves the text as it is."""

    def paint(what: str, text: str) -> str:
        return f"\x1b[{COLOURS[what]}m{text}\x1b[0m" if colour and text else text

    return paint


# ------------------------------------------------------------------------ one finding


def _findings(
    file: FileReport, width: int, sources: Callable[[str], str] | None, paint: Paint
) -> Iterator[str]:
    text = sources(file.path) if sources and file.findings else None
    for finding in file.findings:
        gutter = len(str(finding.end_line))
        rows = _rows(finding, file, text)
        lines = [_headline(file.path, finding, paint)]
        lines += _excerpt(rows, gutter, width, finding.severity.value, paint)
        if finding.suggestions:
            lines.append(_aside("help", _help(finding.suggestions), gutter, paint))
        if finding.related:
            lines.append(_aside("note", _places(finding), gutter, paint))
        yield "\n".join(lines) + "\n"


def _aside(what: str, text: str, gutter: int, paint: Paint) -> str:
    """A line under an excerpt."""
    return f"{' ' * gutter} {paint('frame', '=')} {paint(what, what)}: {text}"


def _headline(path: str, finding: Finding, paint: Paint) -> str:
    place = paint("path", f"{visible(path)}:{finding.line}:{finding.column}")
    severity = finding.severity.value
    label = paint(severity, f"{severity}[{visible(finding.rule)}]")
    return f"{place}: {label} {visible(finding.message)}"


def _help(suggestions: tuple[str, ...]) -> str:
    shown = [f"'{visible(s)}'" if s else "remove it" for s in suggestions[:MOST_SUGGESTIONS]]
    return " or ".join(shown) + (" …" if len(suggestions) > MOST_SUGGESTIONS else "")


def _places(finding: Finding) -> str:
    """`also at 12:4, 31:10`, and for what the finding clashes with `'Zelensky' at 3:5`."""
    groups = grouped(finding).items()
    return "; ".join(
        f"{_quoted(text) if text else 'also'} at {_at([place for _, place in places])}"
        for text, places in groups
    )


def _quoted(text: str) -> str:
    return f"'{visible(shortened(text))}'"


def _at(places: list[Place]) -> str:
    """Lines and columns; where there are many, how many more."""
    shown = ", ".join(f"{place.line}:{place.column}" for place in places[:MOST_PLACES])
    more = len(places) - MOST_PLACES
    return f"{shown} and {more:,} more" if more > 0 else shown


class _Row(NamedTuple):
    """A line of an excerpt: what stands before, in and after the mark. `number` 0: unknown."""

    number: int
    before: str
    marked: str
    after: str
    cut_before: bool = False
    cut_after: bool = False


def _rows(finding: Finding, file: FileReport, text: str | None) -> list[_Row]:
    """The excerpt's lines, from the best that is there: source, prose, or the finding's own."""
    span = finding.span
    # A file may have changed since it was checked: an excerpt of another place would mislead.
    if text is not None and span.end <= len(text):
        return _rows_of(text, span.start, span.end, finding.line, finding.end_line)
    prose = finding.prose
    if file.prose and file.prose[prose.start : prose.end] == finding.text:
        return _rows_of(file.prose, prose.start, prose.end, 0, 0)
    before, after = finding.context
    marked = finding.text
    return [
        _Row(
            0,
            f"{before}{' ' if before and not before[-1].isspace() else ''}",
            marked,
            f"{' ' if after and not after[0].isspace() else ''}{after}",
            bool(before),
            bool(after),
        )
    ]


def _rows_of(text: str, start: int, end: int, line: int, end_line: int) -> list[_Row]:
    """The first and, where it is another, the last line that a stretch of a text stands on."""
    first_end = _line_end(text, start, end)
    if end == first_end:
        return [_row(text, start, end, line)]
    last_start = _line_start(text, end)
    first = _row(text, start, first_end, line)
    # A match that ends with its line break has nothing to show on the next line.
    return [first, _row(text, last_start, end, end_line)] if last_start < end else [first]


LONGEST_LINE = 4000
"""Code points taken on each side: a text may be one line of a million."""


def _row(text: str, start: int, end: int, number: int) -> _Row:
    # Where the reach ends before the line does, cutting to the width drops the rest anyway.
    line_start, line_end = _line_start(text, start), _line_end(text, end, end + LONGEST_LINE)
    return _Row(number, text[line_start:start], text[start:end], text[end:line_end])


def _line_start(text: str, offset: int) -> int:
    lowest = max(0, offset - LONGEST_LINE)
    return max(text.rfind("\n", lowest, offset), text.rfind("\r", lowest, offset), lowest - 1) + 1


def _line_end(text: str, offset: int, highest: int) -> int:
    """The first line break from `offset` on; `highest` or the text's end where none is before."""
    highest = min(len(text), highest)
    ends = (text.find(mark, offset, highest) for mark in "\n\r")
    return min((end for end in ends if end >= 0), default=highest)


# ------------------------------------------------------------------ lines and columns


Cell = tuple[str, int]
"""What is shown for a character, and the columns it takes."""


def _excerpt(
    rows: Iterable[_Row], gutter: int, width: int, severity: str, paint: Paint
) -> Iterator[str]:
    blank = f"{' ' * gutter} {paint('frame', '|')}"
    for row in rows:
        number = str(row.number) if row.number else ""
        before, marked, after = _cut(row, width - gutter - 3)
        carets = "^" * max(1, _width(marked))
        line = _shown(before) + _shown(marked) + _shown(after)
        yield f"{paint('frame', f'{number:>{gutter}} |')} {line.rstrip()}"
        yield f"{blank} {' ' * _width(before)}{paint(severity, carets)}"


ELLIPSIS: Cell = ("…", 1)


def _cut(row: _Row, columns: int) -> tuple[list[Cell], list[Cell], list[Cell]]:
    """A row's cells, cut to a number of columns around its mark, … where something is gone."""
    reach = columns * REACH
    before = [_cell(c) for c in row.before[-reach:]]
    marked = [_cell(c, marked=True) for c in row.marked[:reach]]
    after = [_cell(c) for c in row.after[:reach]]
    cut_before = row.cut_before or len(row.before) > reach
    cut_after = row.cut_after or len(row.after) > reach
    whole = _width(before) + _width(marked) + _width(after)
    if whole + cut_before + cut_after <= columns and len(row.marked) <= reach:
        return [ELLIPSIS] * cut_before + before, marked, after + [ELLIPSIS] * cut_after
    # One column on each side may be needed for …
    whole_mark = len(row.marked) <= reach and _width(marked) <= columns - 2
    marked = _head(marked, columns - 2, cut=not whole_mark)
    if not whole_mark:  # its own … says that more follows
        after, cut_after = [], False
    room = columns - 2 - _width(marked)
    left = min(_width(before), max(room // 2, room - _width(after)))
    right = room - left
    shown = _head(before[::-1], left + 1, cut=cut_before)[::-1]
    return shown, marked, _head(after, right + 1, cut=cut_after)


def _head(cells: list[Cell], columns: int, *, cut: bool = False) -> list[Cell]:
    """As many cells as fit; where some don't, or are gone already, … stands for them."""
    if not cut and _width(cells) <= columns:
        return cells
    kept, used = [], 0
    for cell in cells:
        used += cell[1]
        if used > columns - 1:
            break
        kept.append(cell)
    return [*kept, ELLIPSIS]


def _width(cells: Iterable[Cell]) -> int:
    return sum(width for _, width in cells)


def _shown(cells: Iterable[Cell]) -> str:
    return "".join(text for text, _ in cells)


def _cell(char: str, *, marked: bool = False) -> Cell:
    """How a character is shown. In a mark, what can't be seen is spelt out: it is the finding."""
    if " " <= char <= "~":
        return char, 1
    if char == "\t":
        return TAB, len(TAB)
    if _is_unsafe(char) or (marked and char in JOINERS):
        escaped = _escape(char)
        return escaped, len(escaped)
    return char, _columns(char)


def _columns(char: str) -> int:
    """Columns that terminals give a character: 0 for marks that combine, 2 for wide ones."""
    if char in JOINERS or unicodedata.category(char) in {"Mn", "Me"}:
        return 0
    # The vowels and final consonants of Korean join the letter before them.
    if "\N{HANGUL JUNGSEONG FILLER}" <= char <= "\N{HANGUL JONGSEONG SSANGNIEUN}":
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def _is_unsafe(char: str) -> bool:
    """Whether a character is a control, hides, reorders, or can't be written or seen."""
    if char in JOINERS:
        return False
    return char == STAND_IN or unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def _escape(char: str) -> str:
    return STAND_IN_SHOWN if char == STAND_IN else f"<U+{ord(char):04X}>"


def visible(text: str) -> str:
    """One line of text that can't drive a terminal: `<U+001B>` for an escape, and its like."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escape(char) if _is_unsafe(char) else char for char in text)


# ----------------------------------------------------------------- troubles and totals


def _troubles(file: FileReport, paint: Paint) -> Iterator[str]:
    """What went wrong with a file: it could not be read, or only by guessing, or checks failed."""
    path = paint("path", visible(file.path))
    if file.error:
        yield f"{path}: {paint('error', 'error')}: {visible(file.error)}\n"
    if file.encoding_origin == "guessed":
        yield f"{path}: note: read as {visible(file.encoding)}, a guess; UTF-8 is sure\n"
    for fault in file.faults:
        label = paint("error", f"fault[{visible(fault.check)}]")
        yield f"{path}: {label}: {visible(fault.error)} (this check failed; the others ran)\n"


def _totals(run: Run) -> str:
    words = sum(file.words for file in run.files)
    head = f"{_counted(len(run.files), 'file')}, {_counted(words, 'word')}"
    return f"{head}: {_counts(run)}{_scores(run)}\n"


def _counts(run: Run) -> str:
    counts = [(run.count(severity), severity.value) for severity in Severity]
    found = (
        ", ".join(_counted(n, what) for n, what in counts)
        if any(n for n, _ in counts)
        else "no findings"
    )
    faults = sum(len(file.faults) for file in run.files)
    unread = sum(bool(file.error) for file in run.files)
    found += f", {_counted(faults, 'fault')}" if faults else ""
    found += f", {_counted(unread, 'file')} not read" if unread else ""
    missing = len(run.user_errors)  # the command line says which, on standard error
    return found + (f", {_counted(missing, 'path')} not checked" if missing else "")


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _scores(run: Run) -> str:
    """The score of all the text together, and the file with the lowest."""
    scored = [(file.path, file.score) for file in run.files if file.score]
    if not scored:
        return ""
    # Deductions are per word, so the words weigh the files' scores: as if it were one text.
    words = sum(score.words for _, score in scored)
    total = sum(score.points * score.words for _, score in scored)
    mean = total / words if words else sum(s.points for _, s in scored) / len(scored)
    notes = ["indicative"] if all(score.indicative for _, score in scored) else []
    if len(scored) > 1:
        path, lowest = min(scored, key=lambda item: item[1].points)
        notes.append(f"lowest: {visible(path)}, {lowest.points:.1f}")
    return f"; score {mean:.1f}" + (f" ({'; '.join(notes)})" if notes else "")


def _fixable(run: Run) -> str:
    """How many findings need no editor."""
    safe = sum(finding.safe_fix for finding in run.findings)
    return f"{safe:,} of them can be mended by `qualcheck fix`\n" if safe else ""


def _known(run: Run) -> str:
    """What a baseline keeps from being listed."""
    known = sum(file.known for file in run.files)
    return f"{_counted(known, 'known finding')} in the baseline\n" if known else ""


def _not_run(run: Run) -> Iterator[str]:
    for item, files in run.not_run.items():
        check, reason = visible(item.check), visible(item.reason)
        yield f"not run: {check}: {reason} ({_counted(files, 'file')})\n"
