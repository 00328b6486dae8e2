"""The rows of an input, one by one, whatever its format: never more of it in memory than a row
and what the library reads at once.

A row that can't be had says why; an input that can't be read on ends with a Damage.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, cast

import pyarrow as pa
import pyarrow.parquet as pq

from qualcheck.corpus.batches import decoded, decoded_ids, unsuitable
from qualcheck.corpus.inputs import Columns, Damage, Input, Row, sayable

DAMAGE = (OSError, EOFError, zlib.error, pa.ArrowException)
"""What reading raises where a file is damaged."""
READ_AT_ONCE = 1 << 16
"""Bytes of a text file, unpacked."""
ROWS_TOLD_FROM = 100
"""Rows of JSON lines from which the names of the columns are told."""
LARGEST_STEP, STEP_BYTES = 1_000, 1_000_000
"""Rows of a Parquet file that are read at once, and how many bytes they should make up."""
MARK = b"\xef\xbb\xbf"
"""A byte-order mark."""


def longest_line(limit: int) -> int:
    """Bytes that a line may have so that a text of `limit` bytes fits: JSON may spell every
    character of two bytes with six.
    """
    return 3 * limit + 1_000_000


def rows_of(file: Input, columns: Columns, limit: int) -> Iterator[Row | Damage]:
    """All rows, in order. `limit` is the size of the largest text in bytes of UTF-8.

    Never raises for what stands in the file.
    """
    count = 0
    try:
        for row in _READERS[file.format](file, columns, limit):
            count = row.number
            yield row
    except DAMAGE as error:
        yield Damage(file.shown, count, _reason(error))


def _reason(error: Exception) -> str:
    """What a library says, on one line."""
    said = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(said.split())


# -------------------------------------------------------------------------- packed streams


@contextmanager
def _opened(file: Input) -> Iterator[tuple[BinaryIO, Callable[[], int]]]:
    """A text file's bytes, unpacked, and how many bytes of it have been read, packed."""
    with file.path.open("rb") as raw:
        if file.packing == "gzip":  # pyarrow's own would lose the last 64 KB before damage
            yield cast("BinaryIO", gzip.GzipFile(fileobj=raw)), raw.tell
        elif file.packing == "zstd":
            unpacked = pa.CompressedInputStream(pa.PythonFile(raw, "r"), "zstd")
            yield cast("BinaryIO", io.BufferedReader(unpacked, READ_AT_ONCE)), raw.tell
        else:
            yield raw, raw.tell


def _lines(stream: BinaryIO, longest: int) -> Iterator[bytes | None]:
    """A stream's lines; None for one that is longer than `longest` bytes, which is passed over."""
    while line := stream.readline(longest):
        if len(line) == longest and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = stream.readline(READ_AT_ONCE)
            yield None
        else:
            yield line


# ------------------------------------------------------------------------------ JSON lines


def _jsonl(file: Input, columns: Columns, limit: int) -> Iterator[Row]:
    longest = longest_line(limit)
    with _opened(file) as (stream, position):
        for number, line in enumerate(_lines(stream, longest), start=1):
            if line is None:
                reason = f"the line is over {longest / 1e6:g} MB"
                yield Row(number, None, reason=reason, position=position())
                continue
            row = _of_line(line.removeprefix(MARK) if number == 1 else line, columns)
            if row is not None:
                yield Row(number, *row, position=position())


def _of_line(line: bytes, columns: Columns) -> tuple[str | None, object, str] | None:
    """Name, text and what is wrong; None for an empty line."""
    if not line.strip():
        return None
    try:
        found = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        return None, None, "the line is not UTF-8"
    except (ValueError, RecursionError) as error:
        return None, None, f"the line is no JSON: {_reason(error)}"
    if not isinstance(found, dict):
        return None, None, "the line is no JSON object"
    name = found.get(columns.id) if columns.id is not None else None
    shown = (
        sayable(name if isinstance(name, str) else json.dumps(name)) if name is not None else None
    )
    if columns.text not in found:
        return shown, None, f"the row has no '{columns.text}'"
    return shown, found[columns.text], ""


# ------------------------------------------------------------------------------------- CSV


def _csv(file: Input, columns: Columns, limit: int, delimiter: str = ",") -> Iterator[Row]:
    longest = longest_line(limit)
    csv.field_size_limit(longest)  # more than a text may have: it is to be rejected whole
    with _opened(file) as (stream, position):
        records = csv.reader(_text_lines(stream, longest), delimiter=delimiter, strict=True)
        head = next(_records(records), None)
        if head is None:
            return
        if columns.text not in head or isinstance(head, str):
            raise pa.ArrowInvalid("its head can't be read")
        at = head.index(columns.text)
        id_at = None if columns.id is None else head.index(columns.id)
        for number, record in enumerate(_records(records), start=1):
            if isinstance(record, str):
                yield Row(number, None, reason=record, position=position())
            elif len(record) != len(head):
                reason = f"has {len(record)} fields, and the head {len(head)}"
                yield Row(number, None, reason=reason, position=position())
            else:
                name = None if id_at is None else _name(record[id_at])
                yield Row(number, name, *_field(record[at]), position=position())


def _tsv(file: Input, columns: Columns, limit: int) -> Iterator[Row]:
    return _csv(file, columns, limit, "\t")


def _text_lines(stream: BinaryIO, longest: int) -> Iterator[str]:
    """Lines for the parser; one that is too long comes in pieces, for it minds a field's size."""
    first = True
    while line := stream.readline(longest):
        yield (line.removeprefix(MARK) if first else line).decode("utf-8", "surrogateescape")
        first = False


def _records(records: Iterator[list[str]]) -> Iterator[list[str] | str]:
    """Records that are not empty; for one that can't be parsed, why."""
    while True:
        try:
            record = next(records)
        except StopIteration:
            return
        except csv.Error as error:
            yield f"the record is no CSV: {error}"
            continue
        if record:
            yield record


def _name(field: str) -> str:
    return field.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _field(field: str) -> tuple[object, str]:
    """A text and what is wrong with it."""
    is_sound = field.isascii() or not any("\udc80" <= char <= "\udcff" for char in field)
    return (field, "") if is_sound else (None, "is not UTF-8")


# --------------------------------------------------------------------------------- Parquet


def parquet_schema(file: Input) -> pa.Schema:
    """The columns of a Parquet file. Raises one of DAMAGE where it has no sound end."""
    with pq.ParquetFile(file.path) as table:
        return table.schema_arrow


def _parquet(file: Input, columns: Columns, _limit: int) -> Iterator[Row]:
    names = list(dict.fromkeys(name for name in columns if name is not None))
    with pq.ParquetFile(file.path, buffer_size=1 << 20, page_checksum_verification=True) as table:
        size, total = file.path.stat().st_size, max(1, table.metadata.num_rows)
        number = 0
        for group in range(table.num_row_groups):
            step = _step(table.metadata.row_group(group), names)
            for batch in table.iter_batches(
                step, row_groups=[group], columns=names, use_threads=False
            ):
                for name, text in _values(batch, columns):
                    number += 1
                    yield Row(number, name, text, position=size * number // total)


def _values(batch: pa.RecordBatch, columns: Columns) -> Iterator[tuple[str | None, object]]:
    texts = decoded(batch.column(columns.text))
    names: list[str | None] = [None] * len(texts)
    if columns.id is not None:
        names = decoded_ids(batch.column(columns.id))
    return zip(names, texts, strict=True)


def _step(group: Any, names: list[str]) -> int:
    """How many rows of a row group to read at once: few where they are long."""
    each = (group.column(i) for i in range(group.num_columns))
    size = sum(c.total_uncompressed_size for c in each if c.path_in_schema in names)
    fitting: int = STEP_BYTES * group.num_rows // max(1, size)
    return max(1, min(LARGEST_STEP, fitting))


_READERS: dict[str, Callable[[Input, Columns, int], Iterator[Row]]] = {
    "jsonl": _jsonl,
    "csv": _csv,
    "tsv": _tsv,
    "parquet": _parquet,
}


# ------------------------------------------------------------------------- what is in them


def names_of_columns(file: Input, limit: int) -> list[str] | None:
    """The columns of a text file: its head, or what the first rows of JSON have.

    None where nothing tells: an empty file. Raises one of DAMAGE.
    """
    longest = longest_line(limit)
    with _opened(file) as (stream, _):
        if file.format != "jsonl":
            delimiter = "\t" if file.format == "tsv" else ","
            head = next(
                _records(csv.reader(_text_lines(stream, longest), delimiter=delimiter)), None
            )
            return head if isinstance(head, list) else None
        names: dict[str, None] = {}
        for _, line in zip(range(ROWS_TOLD_FROM), _lines(stream, longest), strict=False):
            try:
                row = json.loads((line or b"").decode("utf-8-sig"))
            except (ValueError, RecursionError):
                continue
            names.update(dict.fromkeys(row) if isinstance(row, dict) else {})
        return list(names) or None


def sound(row: Row, limit: int) -> Row:
    """The row, with what is wrong with its text where that shows before it is checked."""
    if row.reason or not (reason := unsuitable(row.text, limit)):
        return row
    return Row(row.number, row.name, None, reason, row.position)
