"""The batch function: some rows in, the rows of the tables out. The same for every engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, NamedTuple

import pyarrow as pa

from qualcheck.config import Settings
from qualcheck.corpus.schema import DOCUMENTS, FAMILIES, FINDINGS, OTHER, REJECTS
from qualcheck.document import Source
from qualcheck.errors import QualcheckError, did_you_mean
from qualcheck.findings import FileReport, Finding, Severity
from qualcheck.languagetool.presence import OFF
from qualcheck.read import READERS
from qualcheck.read.decode import Decoded
from qualcheck.run import check_source, engine_that_runs, load_checks
from qualcheck.run.checks import require_sound_words

SUFFIXES = {"plain": ".txt", "markdown": ".md", "html": ".html"}
"""How texts can be written → a suffix whose reader reads them."""
LARGEST_TEXT = 10_000_000
"""Bytes of the longest text that is checked, where `max_file_size` allows more: its worker holds
some 90 times as much. One of 10 MB and two workers took 1.2 GB in all.
"""
UNNAMED = "text"
"""What a document's text goes by where nothing shows its name."""


class Annotated(NamedTuple):
    """What came of some rows: the schemas are DOCUMENTS, FINDINGS and REJECTS."""

    documents: pa.Table
    findings: pa.Table
    rejects: pa.Table


@dataclass(frozen=True, slots=True)
class Manner:
    """How texts are checked: by which settings, and as what they are written."""

    settings: Settings
    markup: str = "plain"
    """plain, markdown or html."""


def annotate(
    data: Any,
    *,
    text_column: str = "text",
    id_column: str | None = None,
    settings: Settings | None = None,
    markup: str = "plain",
) -> Annotated:
    """Check the texts of a table: of pyarrow, Polars, pandas, or whatever else speaks Arrow.

    Without `id_column` a document is called by its row, from 0. Rows without a sound text go to
    `rejects`. Raises QualcheckError for a column that isn't there or holds no text, and as
    `manner_of`.
    """
    table = data if isinstance(data, pa.RecordBatch | pa.Table) else pa.table(data)
    require_columns(table.schema, text_column, id_column)
    manner = manner_of(settings, markup)
    texts = decoded(table.column(text_column))
    ids = [str(i) for i in range(table.num_rows)]
    if id_column is not None:
        given = decoded_ids(table.column(id_column))
        ids = [own if found is None else found for found, own in zip(given, ids, strict=True)]
    return check_rows(list(zip(ids, texts, strict=True)), manner)


def manner_of(settings: Settings | None, markup: str) -> Manner:
    """How to check by some settings. Raises QualcheckError for a markup or settings that can't be,
    RuleError, WordFileError and PluginError for rules, words and plugins that are not sound.
    """
    if markup not in SUFFIXES:
        raise QualcheckError(f"no markup is named '{markup}'; there are {', '.join(SUFFIXES)}")
    manner = Manner(for_corpora(settings or Settings()), markup)
    load_checks(manner.settings.rules)
    require_sound_words(manner.settings)
    return manner


def for_corpora(settings: Settings) -> Settings:
    """The settings as they hold for rows of a table: they have no paths, so no override.

    LanguageTool is asked only where a server's address is set: it is a hundred times slower, and
    a machine of a cluster has none. Raises QualcheckError where it is required without an address.
    """
    if settings.languagetool == "required":
        raise QualcheckError("languagetool: for corpora, give the address of a server (http://…)")
    engine = settings.languagetool if "://" in settings.languagetool else OFF
    largest = min(settings.max_file_size, LARGEST_TEXT)
    return replace(
        settings, overrides=(), exclude=(), baseline="", languagetool=engine, max_file_size=largest
    )


def require_columns(schema: pa.Schema, text_column: str, id_column: str | None) -> None:
    """Raises QualcheckError where a column isn't there, naming those that are, or is no text."""
    for name in (text_column, id_column):
        if name is not None and name not in schema.names:
            raise QualcheckError(no_column(name, schema.names))
    found = schema.field(text_column).type
    kind = found.value_type if pa.types.is_dictionary(found) else found
    if not any(is_kind(kind) for is_kind in _TEXTS):
        raise QualcheckError(f"the column '{text_column}' is {found}, not text")


_TEXTS = (
    pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view,
    pa.types.is_binary, pa.types.is_large_binary, pa.types.is_null,
)  # fmt: skip


def no_column(name: str, there: Iterable[str]) -> str:
    """What to say where a column isn't there."""
    names = list(there)
    asked = did_you_mean(name, names, "")
    named = ", ".join(names) if names else "none"
    return f"no column is named '{name}'; {asked}{' ' if asked else ''}there are: {named}"


def decoded(column: Any) -> list[str | bytes | None]:
    """The values of a column of text. What is no UTF-8 stays bytes, to be rejected by its row."""
    kind = column.type
    if pa.types.is_dictionary(kind) or pa.types.is_null(kind):
        column = column.cast(pa.large_string())
    if pa.types.is_string_view(column.type):
        column = column.cast(pa.large_string())
    values: list[bytes | None] = column.cast(pa.large_binary()).to_pylist()
    return [None if value is None else _decoded(value) for value in values]


def _decoded(value: bytes) -> str | bytes:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value


def decoded_ids(column: Any) -> list[str | None]:
    """The values of a column of names, whatever its type, as text."""
    kind = column.type
    if any(is_kind(kind) for is_kind in _TEXTS) or pa.types.is_dictionary(kind):
        return [
            value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else value
            for value in decoded(column)
        ]
    return [None if value is None else str(value) for value in column.to_pylist()]


# ------------------------------------------------------------------------------ checking


Given = tuple[str, object]
"""A document's name, and what stands where its text should."""


def check_rows(rows: Sequence[Given], manner: Manner) -> Annotated:
    """The tables of some documents. Nothing that is wrong with one of them raises."""
    documents: list[dict[str, Any]] = []
    findings: list[dict[str, Any]] = []
    rejects: list[dict[str, Any]] = []
    for number, (name, text) in enumerate(rows):
        if reason := unsuitable(text, manner.settings.max_file_size):
            rejects.append({"row": number, "document": name, "reason": reason})
            continue
        report = _checked(str(text), manner)
        documents.append(document_row(name, report, manner.settings.rules))
        findings.extend(_finding_row(name, finding) for finding in report.findings)
    return Annotated(
        pa.Table.from_pylist(documents, DOCUMENTS),
        pa.Table.from_pylist(findings, FINDINGS),
        pa.Table.from_pylist(rejects, REJECTS),
    )


def unsuitable(text: object, limit: int) -> str:
    """Why a value can't be checked; empty where it can. `limit` is in bytes of UTF-8."""
    if text is None:
        return "is null"
    if isinstance(text, bytes):
        return "is not UTF-8"
    if not isinstance(text, str):
        return f"is not a string but {_kind(text)}"
    if len(text) > limit or len(text) * 4 > limit < len(text.encode("utf-8", "surrogatepass")):
        return f"is over the limit of {limit / 1e6:g} MB"
    if not text.isascii() and any("\ud800" <= char <= "\udfff" for char in text):
        return "is not Unicode: it has half a surrogate pair"
    return ""


def _kind(value: object) -> str:
    """What a value of JSON is, in its own terms."""
    if isinstance(value, bool):
        return "a boolean"
    names = {int: "a number", float: "a number", list: "an array", dict: "an object"}
    return names.get(type(value), type(value).__name__)


def _checked(text: str, manner: Manner) -> FileReport:
    """A text's report; whatever fails is a fault of that text alone."""
    from qualcheck.findings import Fault

    settings = manner.settings
    try:
        source = _source(text, manner.markup)
        engine = _engine(settings.languagetool)
        return check_source(source, settings, load_checks(settings.rules), engine=engine)
    except Exception as error:  # a text that no stage foresaw must not end the run
        return lost(Fault("qualcheck", f"{type(error).__name__}: {error}"))


def _source(text: str, markup: str) -> Source:
    """Read from the text itself, not from bytes: a byte-order mark counts in the offsets."""
    suffix = SUFFIXES[markup]
    return READERS[suffix](Decoded(text), f"{UNNAMED}{suffix}")


@cache
def _engine(setting: str) -> Any:
    """LanguageTool, found once per process; None where it is off."""
    return engine_that_runs(Settings(languagetool=setting))


def lost(fault: Any) -> FileReport:
    """The report of a text that could not be checked."""
    return FileReport(UNNAMED, faults=(fault,))


def document_row(name: str, report: FileReport, rules: tuple[str, ...] = ()) -> dict[str, Any]:
    """A document's row. One that could not be checked has null where nothing is known.

    `rules` are the folders of the user's own rules: their artefacts count in the densities.
    """
    told = {
        "document": name,
        "not_run": [f"{item.check}: {item.reason}" for item in dict.fromkeys(report.not_run)],
        "faults": [f"{fault.check}: {fault.error}" for fault in report.faults],
    }
    if report.faults and not report.digest:
        return told
    score = report.score
    return told | {
        "language": report.language.code,
        "language_confidence": report.language.confidence,
        "words": report.words,
        "sentences": report.sentences,
        "paragraphs": report.paragraphs,
        **{f"{severity}s": report.count(severity) for severity in Severity},
        "score": score.points if score else None,
        "score_indicative": score.indicative if score else None,
        **{metric.name: metric.value for metric in report.metrics},
        **_densities(report, rules),
    }


def _densities(report: FileReport, rules: tuple[str, ...]) -> Mapping[str, float]:
    """Findings per 1,000 words of each family of artefacts; none for a text without words."""
    if not report.words:
        return {}
    counts: Counter[str] = Counter()
    for finding in report.findings:
        counts.update(_families(rules).get(finding.rule, (OTHER,)))
    return {
        f"density_{family}": 1000 * counts[family] / report.words for family in (*FAMILIES, OTHER)
    }


@cache
def _families(rules: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """Rule id → the families of its artefacts; a rule of two families counts in both.

    `rules` are the folders of the user's own.
    """
    every = (rule for check in load_checks(rules) for rule in check.rules)
    return {rule.id: tuple(_letters(rule.artefact)) or (OTHER,) for rule in every}


def _letters(artefact: str) -> Iterator[str]:
    """`A7, C2` → a, c."""
    letters = (part.strip()[:1].lower() for part in artefact.split(","))
    return (letter for letter in dict.fromkeys(letters) if letter in FAMILIES)


def _finding_row(name: str, finding: Finding) -> dict[str, Any]:
    return {
        "document": name, "rule": finding.rule, "category": finding.category, "mqm": finding.mqm,
        "severity": finding.severity.value, "start": finding.span.start, "end": finding.span.end,
        "text": finding.text,
        "suggestion": finding.suggestions[0] if finding.suggestions else None,
        "fingerprint": finding.fingerprint,
    }  # fmt: skip
