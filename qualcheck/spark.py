"""Corpora on Spark: the batch function of `qualcheck corpus`, run by its executors.

    annotated = annotate(df, text_column="body", id_column="url")
    annotated.write.parquet("annotated")

Every executor needs qualcheck and pyarrow in its Python; docs/corpora.md shows a job.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from qualcheck.config import Settings
from qualcheck.corpus.batches import (
    Annotated,
    Manner,
    check_rows,
    decoded,
    decoded_ids,
    manner_of,
    no_column,
)
from qualcheck.corpus.schema import COUNTS, DOCUMENTS, FINDINGS
from qualcheck.errors import QualcheckError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame
    from pyspark.sql.types import DataType, StructType

ROWS_AT_ONCE = 500
"""Rows whose findings lie in memory before they are handed on."""
TEXTS = ("string", "binary")
"""Spark's names of the types that a text can have."""

_FOUND = pa.struct([field for field in FINDINGS if field.name != "document"])
SCHEMA = pa.schema(
    [
        pa.field("document", pa.string()),
        *(field for field in DOCUMENTS if field.name != "document"),
        pa.field("findings", pa.list_(_FOUND)),
        pa.field("rejected", pa.string()),
    ]
)
"""A row for each row of the input: the columns of DOCUMENTS, its findings, and why it was not
checked, null where it was. Spark has no order, so a row that was not checked stands among them."""


def annotate(
    df: DataFrame,
    *,
    text_column: str = "text",
    id_column: str = "id",
    settings: Settings | None = None,
    markup: str = "plain",
) -> DataFrame:
    """Check the texts of a table; the columns are those of SCHEMA.

    Nothing runs until the result is asked for, and all of it runs again whenever it is: write it,
    or persist it, before taking it apart. Raises QualcheckError for a column that isn't there or
    holds no text, and as `manner_of`.
    """
    for name in (text_column, id_column):
        if name not in df.columns:
            raise QualcheckError(no_column(name, df.columns))
    kind = df.schema[text_column].dataType.typeName()
    if kind not in TEXTS:
        raise QualcheckError(f"the column '{text_column}' is {kind}, not text")
    chosen = df.select(
        df[f"`{id_column}`"].cast("string").alias("id"), df[f"`{text_column}`"].alias("text")
    )
    return chosen.mapInArrow(_Checking(manner_of(settings, markup)), spark_schema())


def documents(annotated: DataFrame) -> DataFrame:
    """The document table, as `qualcheck corpus` writes it."""
    return annotated.where("rejected IS NULL").select(*DOCUMENTS.names)


def findings(annotated: DataFrame) -> DataFrame:
    """The findings table, as `qualcheck corpus` writes it."""
    return annotated.selectExpr("document", "inline(findings)")


def rejects(annotated: DataFrame) -> DataFrame:
    """The rows that were not checked, and why."""
    return annotated.where("rejected IS NOT NULL").select("document", "rejected")


@dataclass(frozen=True, slots=True)
class _Checking:
    """What an executor gets. Its checks are built by the first batch, and its process keeps them:
    Spark uses a Python worker for one task after another.
    """

    manner: Manner

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for start in range(0, batch.num_rows, ROWS_AT_ONCE):
                yield from self._checked(batch.slice(start, ROWS_AT_ONCE))

    def _checked(self, batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
        names, texts = decoded_ids(batch.column("id")), decoded(batch.column("text"))
        rows = list(zip(names, texts, strict=True))
        told = check_rows([(name, text) for name, text in rows if name is not None], self.manner)
        yield from nested(told).to_batches()
        unnamed = sum(name is None for name in names)
        if unnamed:
            yield from _rejected([None] * unnamed, ["its id is null"] * unnamed).to_batches()


def nested(told: Annotated) -> pa.Table:
    """The three tables as one, by SCHEMA: findings inside their document, rejects below."""
    counts = zip(*(told.documents.column(name).to_pylist() for name in COUNTS[-3:]), strict=True)
    ends = [0]
    for each in counts:
        ends.append(ends[-1] + sum(count or 0 for count in each))
    found = told.findings.select([field.name for field in _FOUND]).to_struct_array()
    values = found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
    lists = pa.ListArray.from_arrays(pa.array(ends, pa.int32()), values.cast(_FOUND))
    checked = told.documents.append_column(SCHEMA.field("findings"), lists)
    none = pa.nulls(checked.num_rows, pa.string())
    checked = checked.append_column(SCHEMA.field("rejected"), none).cast(SCHEMA)
    names, reasons = (told.rejects.column(name).to_pylist() for name in ("document", "reason"))
    return pa.concat_tables([checked, _rejected(names, reasons)])


def _rejected(names: list[str | None], reasons: list[str]) -> pa.Table:
    rows = [
        {"document": name, "rejected": reason} for name, reason in zip(names, reasons, strict=True)
    ]
    return pa.Table.from_pylist(rows, SCHEMA)


# ---------------------------------------------------------------------------------- schemas


def spark_schema() -> StructType:
    """SCHEMA in Spark's own types."""
    from pyspark.sql.types import StructType

    kind = _spark_type(pa.struct(list(SCHEMA)))
    if not isinstance(kind, StructType):
        raise TypeError(kind)
    return kind


def _spark_type(kind: pa.DataType) -> DataType:
    from pyspark.sql import types

    if pa.types.is_list(kind):
        return types.ArrayType(_spark_type(kind.value_type))
    if pa.types.is_struct(kind):
        return types.StructType(
            [types.StructField(f.name, _spark_type(f.type), f.nullable) for f in kind]
        )
    plain = {
        pa.string(): types.StringType(), pa.int32(): types.IntegerType(),
        pa.float64(): types.DoubleType(), pa.bool_(): types.BooleanType(),
    }  # fmt: skip
    return plain[kind]
