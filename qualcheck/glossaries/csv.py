"""Glossaries as tables: a line a term, with its variants, a note and a language."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence

from qualcheck.errors import Problem, WordFileError
from qualcheck.glossaries.entries import Entry, Variant, is_language, is_wordy
from qualcheck.userfile import UserFile

COLUMNS = ("term", "variants", "note", "language")
NEEDED = COLUMNS[:2]


def read_csv(file: UserFile) -> tuple[Entry, ...]:
    """The entries of a table. Raises WordFileError with all that is wrong in it."""
    rows = _rows(file)
    first, header = next(rows, (1, []))
    columns = [name.strip().lower() for name in header]
    _require_header(file, first, columns)
    problems: list[Problem] = []
    entries = []
    for line, row in rows:
        if len(row) > len(columns) and any(cell.strip() for cell in row[len(columns) :]):
            what = f"has {len(row)} cells under {len(columns)} columns"
            problems.append(file.problem(f"{what}: quote a cell that has a comma", line))
            continue
        cells = dict.fromkeys(COLUMNS, "") | dict(zip(columns, map(str.strip, row), strict=False))
        entry = _entry(cells, line)
        problems += (file.problem(what, line) for what in _wrong_with(entry))
        entries.append(entry)
    if problems:
        raise WordFileError(problems)
    return tuple(entries)


def _rows(file: UserFile) -> Iterator[tuple[int, Sequence[str]]]:
    """The rows that are not empty, each with the line it begins on."""
    reader = csv.reader(file.text().splitlines(keepends=True), strict=True)
    line = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        file.fail(f"is no CSV: {error} (in what begins on this line)", line)


def _require_header(file: UserFile, line: int, columns: Sequence[str]) -> None:
    """Raise WordFileError where the first row doesn't name the columns."""
    wanted = "the first row must name the columns: term,variants and, if wanted, note,language"
    missing = [name for name in NEEDED if name not in columns]
    if missing and len(columns) == 1 and re.search(r"[;\t]", columns[0]):
        file.fail(f"{wanted}; they are parted by commas", line)
    if missing:
        file.fail(f"{wanted}; '{missing[0]}' is not among them", line)
    unknown = [name for name in columns if name and name not in COLUMNS]
    if unknown:
        file.fail(f"no column is called '{unknown[0]}': there are {', '.join(COLUMNS)}", line)
    if len(set(columns)) < len(columns):
        file.fail(f"a column is there twice: {', '.join(columns)}", line)


def _entry(cells: dict[str, str], line: int) -> Entry:
    variants = (part for part in cells["variants"].replace(";", "|").split("|") if part.strip())
    term = cells["term"]
    return Entry(
        (Variant(term, line),) if term else (),
        tuple(dict.fromkeys(Variant(part, line) for part in variants)),
        cells["note"],
        cells["language"],
    )


def _wrong_with(entry: Entry) -> Iterator[str]:
    if not entry.terms:
        yield "has no term"
    for text in (*entry.terms, *entry.forbidden):
        if not is_wordy(text):
            yield f"'{text}' is no word"
    if not is_language(entry.language):
        yield f"'{entry.language}' is no language: write a tag such as 'en' or 'en-GB'"
