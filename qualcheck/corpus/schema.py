"""The tables that come out: columns and types, declared. docs/corpora.md says what they mean."""

from __future__ import annotations

import pyarrow as pa

from qualcheck.score.readability import METRICS

VERSION = "qualcheck-corpus/1"
"""Of the two tables and the manifest; changes with every change that a reader could trip over."""

FAMILIES = ("a", "b", "c", "d", "e", "f", "g", "h")
"""Families of artefacts: first letters of `RuleInfo.artefact`, in lower case."""
OTHER = "other"
"""The family of rules whose artefact is in no catalogue: LanguageTool's, and the user's own."""
DENSITIES = tuple(f"density_{family}" for family in (*FAMILIES, OTHER))
READABILITY = tuple(name for name, *_ in METRICS)
COUNTS = ("words", "sentences", "paragraphs", "errors", "warnings", "suggestions")

_DOCUMENT = pa.field("document", pa.string(), nullable=False)

DOCUMENTS = pa.schema(
    [
        _DOCUMENT,
        pa.field("language", pa.string()),
        pa.field("language_confidence", pa.float64()),
        *(pa.field(name, pa.int32()) for name in COUNTS),
        pa.field("score", pa.float64()),
        pa.field("score_indicative", pa.bool_()),
        *(pa.field(name, pa.float64()) for name in READABILITY),
        *(pa.field(name, pa.float64()) for name in DENSITIES),
        pa.field("not_run", pa.list_(pa.string())),
        pa.field("faults", pa.list_(pa.string())),
    ],
    metadata={"qualcheck": VERSION},
)
"""A row for each text that was checked, in the order of the input."""

FINDINGS = pa.schema(
    [
        _DOCUMENT,
        pa.field("rule", pa.string(), nullable=False),
        pa.field("category", pa.string(), nullable=False),
        pa.field("mqm", pa.string(), nullable=False),
        pa.field("severity", pa.string(), nullable=False),
        pa.field("start", pa.int32(), nullable=False),
        pa.field("end", pa.int32(), nullable=False),
        pa.field("text", pa.string(), nullable=False),
        pa.field("suggestion", pa.string()),
        pa.field("fingerprint", pa.string(), nullable=False),
    ],
    metadata={"qualcheck": VERSION},
)
"""A row for each finding, in the order of the documents, then of the text. `start` and `end` are
code points of the text as it stands in the input."""

REJECTS = pa.schema(
    [
        pa.field("row", pa.int64(), nullable=False),
        pa.field("document", pa.string()),
        pa.field("reason", pa.string(), nullable=False),
    ]
)
"""A row for each text that was not checked. `row` counts from 0 in what was handed over."""
