"""Check a corpus: read, cut into batches, check each on all cores, write it, and go on.

Batches come one after another, each shared out over all processes, so a run that is killed loses
no more than the batch it is at, and no more than one lies in memory beside the next one's rows.
Where a batch ends depends on the texts alone: not on how many processes there are, nor on which
was the quickest.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from qualcheck import __version__
from qualcheck.config import Settings
from qualcheck.corpus.batches import Annotated, Given, Manner, manner_of
from qualcheck.corpus.folder import INDEX, REJECTS_FILE, Folder, opened
from qualcheck.corpus.inputs import (
    DEFAULT_COLUMNS,
    Columns,
    Damage,
    Input,
    Row,
    find_inputs,
    fingerprint,
    require_columns_of,
)
from qualcheck.corpus.progress import Progress
from qualcheck.corpus.rows import rows_of, sound
from qualcheck.corpus.summary import summarise
from qualcheck.corpus.workers import Workers, joined, workers
from qualcheck.errors import OutputError, ReadError
from qualcheck.plugins import found as found_plugins
from qualcheck.report.corpus import Summary, render_summary
from qualcheck.report.files import write_whole
from qualcheck.report.wording import counted
from qualcheck.run.inputs import size_of

BATCH_SIZE = 4_000_000
"""Characters of text in a batch, some 600,000 words: what a killed run may have to do again."""
BATCH_ROWS = 10_000
"""Rows in a batch, for corpora of short texts: each takes some milliseconds, however short."""
SHARE_SIZE, SHARE_ROWS = 64_000, 200
"""Characters, and rows, that a process gets at a time."""

CHECKED_BY = (
    "select", "ignore", "min_severity", "language", "levels", "rules", "max_file_size",
    "languagetool", "languagetool_disabled_rules", "languagetool_enabled_rules",
    "languagetool_picky", "dictionaries", "glossaries",
)  # fmt: skip
"""Settings that can change what the tables hold."""


@dataclass(slots=True)
class Batch:
    """Rows that are checked, written and counted as done together."""

    number: int
    rows: list[tuple[Input, Row]] = field(default_factory=list)
    size: int = 0
    """Characters of text."""
    position: int = 0
    """Bytes of all inputs that have been read when it is full."""

    @property
    def is_full(self) -> bool:
        """Whether it has the rows that a batch may have; of text, its size says."""
        return len(self.rows) >= BATCH_ROWS


Tell = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to."""

    folder: Folder
    progress: Progress
    damaged: tuple[Damage, ...]
    summary: Summary

    @property
    def exit_code(self) -> int:
        """3 where something of ours failed, 2 where an input is damaged, else 0."""
        return 3 if self.summary.faulty else 2 if self.damaged else 0

    @property
    def lines(self) -> Iterator[str]:
        """What came of the corpus, and what didn't, in a few lines."""
        told, now = self.summary, self.progress
        yield from map(str, self.damaged)
        if now.skipped:
            yield f"{now.skipped:,} batches were done; {now.batches:,} more are now"
        if told.faulty:
            yield f"a fault in {counted(told.faulty, 'document')}: see `faults` in the table"
        if told.rejected:
            yield f"{counted(told.rejected, 'row')} not checked: see {REJECTS_FILE}"
        yield ", ".join(
            counted(count, noun)
            for count, noun in (
                (told.documents, "document"), (told.words, "word"), (told.findings, "finding"),
            )
        )  # fmt: skip


def check_corpus(
    paths: Sequence[str],
    output: Path,
    *,
    columns: Columns = DEFAULT_COLUMNS,
    settings: Settings | None = None,
    markup: str = "plain",
    batch_size: int = BATCH_SIZE,
    resume: bool = False,
    tell: Tell | None = None,
) -> Outcome:
    """Check all rows of some files, and write the tables into `output`.

    `tell` is called after each batch. Raises QualcheckError for inputs, columns or a folder that
    can't be used, before anything is written, and as `manner_of`; OutputError where something
    can't be written: then what is done stays done, and a run with `resume` goes on from there.
    """
    manner = manner_of(settings, markup)
    inputs = find_inputs(paths, output)
    for file in inputs:
        require_columns_of(file, columns, manner.settings.max_file_size)
    identity = _identity(inputs, columns, manner, batch_size)
    folder = opened(output, identity, resume=resume)
    folder.write_manifest(state="running")
    progress = Progress(sum(file["size"] for file in identity["inputs"]), skipped=folder.done)
    damaged: list[Damage] = []
    batches = batches_of(inputs, columns, manner.settings.max_file_size, batch_size, damaged.append)
    with workers(manner.settings.workers or os.cpu_count() or 1, manner) as pool:
        for batch in batches:
            if batch.number >= folder.done:
                try:
                    _check_batch(batch, pool, folder, progress)
                except OutputError as error:
                    kept = f"{batch.number:,} batches are kept, and --resume goes on from there"
                    raise OutputError(f"{error}; {kept}") from error
            else:
                progress.skipped_to = batch.position
            progress.position = batch.position
            if tell and batch.number >= folder.done:
                tell(progress)
    return _finished(folder, progress, tuple(damaged))


def _finished(folder: Folder, progress: Progress, damaged: tuple[Damage, ...]) -> Outcome:
    """Write the summary, and into the manifest that all is done."""
    told = summarise(folder, damaged)
    settings = folder.manifest["settings"]
    line = ", ".join(f"{name} {settings[name]}" for name in CHECKED_BY if settings[name])
    page = render_summary(told, version=__version__, settings=f"Settings: {line}.")
    write_whole(folder.path / INDEX, page.encode())
    folder.write_manifest(
        state="complete", batches=progress.skipped + progress.batches, documents=told.documents,
        words=told.words, findings=told.findings, rejected=told.rejected, faulty=told.faulty,
        damaged=[asdict(each) for each in damaged],
    )  # fmt: skip
    return Outcome(folder, progress, damaged, told)


def _identity(
    inputs: Iterable[Input], columns: Columns, manner: Manner, batch_size: int
) -> dict[str, Any]:
    """What a run is of, as the manifest tells it. Raises ReadError where a file can't be read."""
    settings = asdict(manner.settings)
    try:
        return {
            "version": __version__,
            "inputs": [fingerprint(file) for file in inputs],
            "columns": columns._asdict(),
            "markup": manner.markup,
            "batch_size": batch_size,
            "settings": {name: settings[name] for name in CHECKED_BY},
            "own_files": _digest_of_own_files(manner.settings),
            "plugins": [str(plugin) for plugin in found_plugins()],
        }
    except OSError as error:
        raise ReadError(f"{error.filename}: can't be read: {error.strerror}") from error


def _digest_of_own_files(settings: Settings) -> str:
    """SHA-256 of the user's rules, dictionaries and glossaries, to know when one was edited."""
    digest = hashlib.sha256()
    for path in map(Path, (*settings.rules, *settings.dictionaries, *settings.glossaries)):
        beside = [path.with_suffix(".aff")] if path.suffix == ".dic" else []
        for file in sorted([path, *path.rglob("*"), *beside]):
            if file.is_file():
                digest.update(file.read_bytes() + b"\0")
    return digest.hexdigest()


# ---------------------------------------------------------------------------------- batches


def batches_of(
    inputs: Iterable[Input],
    columns: Columns,
    limit: int,
    size: int,
    damaged: Callable[[Damage], None],
) -> Iterator[Batch]:
    """All rows in batches of about `size` characters, the same whenever they are cut.

    `damaged` is told of each input that can't be read to its end. `limit` as for `rows_of`.
    """
    batch = Batch(0)
    before = 0
    for file in inputs:
        for row in rows_of(file, columns, limit):
            if isinstance(row, Damage):
                damaged(row)
                continue
            row = sound(row, limit)
            length = len(row.text) if isinstance(row.text, str) else 0
            if batch.rows and (batch.size + length > size or batch.is_full):
                yield batch
                batch = Batch(batch.number + 1)
            batch.rows.append((file, row))
            batch.size += length
            batch.position = before + row.position
        before += size_of(file.path)
    if batch.rows or not batch.number:
        batch.position = before
        yield batch


def _check_batch(batch: Batch, pool: Workers, folder: Folder, progress: Progress) -> None:
    rows = [(_name(file, row), row.text) for file, row in batch.rows if not row.reason]
    told = joined(pool.check(list(shares(rows))))
    rejects = list(_rejects(batch, told))
    folder.write_batch(batch.number, told.documents, told.findings, rejects)
    progress.batches += 1
    progress.documents += told.documents.num_rows
    progress.rejects += len(rejects)
    progress.words += pa.compute.sum(told.documents.column("words")).as_py() or 0


def _name(file: Input, row: Row) -> str:
    return f"{file.shown}:{row.number}" if row.name is None else row.name


def shares(rows: Sequence[Given]) -> Iterator[Sequence[Given]]:
    """Rows in shares of about one length, so that no process waits long for another."""
    start = size = 0
    for at, (_, text) in enumerate(rows):
        length = len(text) if isinstance(text, str) else 0
        if at > start and (size + length > SHARE_SIZE or at - start >= SHARE_ROWS):
            yield rows[start:at]
            start, size = at, 0
        size += length
    if start < len(rows):
        yield rows[start:]


def _rejects(batch: Batch, told: Annotated) -> Iterator[dict[str, object]]:
    """Rows that were not checked, in the order of the input: by the reader or by the checks."""
    handed = [pair for pair in batch.rows if not pair[1].reason]
    late = {id(handed[r["row"]][1]): r["reason"] for r in told.rejects.to_pylist()}
    for file, row in batch.rows:
        if reason := row.reason or late.get(id(row)):
            yield {
                "batch": batch.number, "input": file.shown, "row": row.number,
                "document": _name(file, row), "reason": reason,
            }  # fmt: skip
