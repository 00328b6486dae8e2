"""What a corpus lies in: which files, in which format, with which columns."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from qualcheck.corpus.batches import no_column, require_columns
from qualcheck.errors import QualcheckError

FORMATS = {
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "tsv", ".parquet": "parquet",
}  # fmt: skip
"""Suffix → format."""
PACKED = {".gz": "gzip", ".zst": "zstd"}
"""Suffix after that of the format → how it is packed; Parquet packs its own pages."""
HASHED_AT_ONCE = 1 << 20
"""Bytes."""


@dataclass(frozen=True, slots=True)
class Input:
    """One file of a corpus."""

    path: Path
    shown: str
    """Its name as given: documents without a name of their own are called `shown:row`."""
    format: str
    packing: str = ""
    """gzip, zstd, or empty."""


class Columns(NamedTuple):
    """Where a document's text and name stand."""

    text: str
    id: str | None = None


DEFAULT_COLUMNS = Columns("text")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an input."""

    number: int
    """Line, record or row, from 1; the head of a CSV file is none."""
    name: str | None
    """None where the row itself gives none."""
    text: object = None
    reason: str = ""
    """Why the row can't be had; empty where it can."""
    position: int = 0
    """Bytes of the input that have been read, packed as they are."""


@dataclass(frozen=True, slots=True)
class Damage:
    """An input that can't be read to its end: what came before was, the rest is lost."""

    input: str
    rows: int
    """How many rows came before."""
    reason: str

    def __str__(self) -> str:
        return f"{self.input}: damaged after {self.rows:,} rows: {self.reason}; the rest is lost"


def find_inputs(paths: Sequence[str], output: Path | None = None) -> tuple[Input, ...]:
    """The files that paths name: themselves, and in folders every file of a known format.

    What lies in `output` is passed over, should that be in one of the folders. Raises
    QualcheckError with all that is wrong with the paths.
    """
    found: dict[str, Input] = {}
    problems: list[str] = []
    for path in paths:
        try:
            found.update((each.shown, each) for each in _inputs_at(path, output))
        except QualcheckError as error:
            problems.append(str(error))
    if problems:
        raise QualcheckError("\nqualcheck: ".join(problems))
    return tuple(found.values())


def _inputs_at(shown: str, output: Path | None) -> Iterator[Input]:
    path = Path(shown)
    if path.is_dir():
        files = [file for file in sorted(path.rglob("*")) if _is_one(file, path, output)]
        if not files:
            raise QualcheckError(f"{shown}: no tables in it ({_known()})")
        for file in files:
            yield _input(file, str(file))
    elif not path.exists():
        raise QualcheckError(f"{shown}: no such file or folder")
    else:
        yield _input(path, shown)


def _is_one(file: Path, folder: Path, output: Path | None) -> bool:
    """Whether a file in a folder is a table; Spark's and Hive's markers begin with _ or a dot."""
    if output is not None and output.resolve() in file.resolve().parents:
        return False
    parts = file.relative_to(folder).parts
    return _format(file)[0] != "" and not any(p.startswith((".", "_")) for p in parts)


def _input(path: Path, shown: str) -> Input:
    format_, packing = _format(path)
    if not format_:
        raise QualcheckError(f"{shown}: no format has that suffix; known are {_known()}")
    return Input(path, sayable(shown), format_, packing)


def sayable(name: str) -> str:
    """A name that can stand in a table: half a surrogate pair is spelt."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _format(path: Path) -> tuple[str, str]:
    """Format and packing by a file's name; the format is empty where it tells none."""
    suffixes = [suffix.lower() for suffix in path.suffixes[-2:]]
    packing = PACKED.get(suffixes[-1], "") if suffixes else ""
    if packing:
        suffixes.pop()
    format_ = FORMATS.get(suffixes[-1], "") if suffixes else ""
    return ("", "") if packing and format_ == "parquet" else (format_, packing)


def _known() -> str:
    return f"{', '.join(FORMATS)}; all but .parquet also with {' or '.join(PACKED)}"


def require_columns_of(file: Input, columns: Columns, limit: int) -> None:
    """Raises QualcheckError where an input lacks a column, or a column holds no text.

    What is damaged from its beginning is left to those who read it. `limit` as for `rows_of`.
    """
    from qualcheck.corpus import rows

    try:
        if file.format == "parquet":
            require_columns(rows.parquet_schema(file), columns.text, columns.id)
            return
        named = rows.names_of_columns(file, limit)
        wanted = [name for name in columns if name is not None]
        for name in wanted:
            if named is not None and name not in named:
                raise QualcheckError(no_column(name, named))
    except rows.DAMAGE:
        return
    except QualcheckError as error:
        raise QualcheckError(f"{file.shown}: {error}") from None


def fingerprint(file: Input) -> dict[str, object]:
    """An input's name, its size in bytes, and SHA-256 of all of it: to know it again."""
    digest = hashlib.sha256()
    size = 0
    with file.path.open("rb") as stream:
        while piece := stream.read(HASHED_AT_ONCE):
            digest.update(piece)
            size += len(piece)
    return {"name": file.shown, "size": size, "sha256": digest.hexdigest()}
