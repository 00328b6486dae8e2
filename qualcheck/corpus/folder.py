"""The folder that a corpus is checked into: parts, the manifest, what a resumed run finds there.

    manifest.json                  what was checked, and how
    documents/part-000000.parquet  a part for each batch
    findings/part-000000.parquet
    rejects.jsonl
    index.html

A batch is done when its part of `documents` is there: it is written last.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from qualcheck.corpus.schema import VERSION
from qualcheck.errors import OutputError, QualcheckError
from qualcheck.report.files import write_whole

MANIFEST, REJECTS_FILE, INDEX = "manifest.json", "rejects.jsonl", "index.html"
DOCUMENTS_FOLDER, FINDINGS_FOLDER = "documents", "findings"

Manifest = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Folder:
    """Where one corpus goes, and how many of its batches were there already."""

    path: Path
    manifest: Manifest
    """What the run is of: the keys of IDENTITY, at least."""
    done: int = 0

    def write_batch(
        self, number: int, documents: pa.Table, findings: pa.Table, rejects: Iterable[object]
    ) -> None:
        """Write what came of a batch. Raises OutputError, and then the batch is not done."""
        lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rejects]
        try:
            if lines:
                with (self.path / REJECTS_FILE).open("a", encoding="utf-8") as file:
                    file.writelines(lines)
            write_whole(self.part(FINDINGS_FOLDER, number), _as_parquet(findings))
            write_whole(self.part(DOCUMENTS_FOLDER, number), _as_parquet(documents))
        except OSError as error:
            where = error.filename or self.path / REJECTS_FILE
            raise OutputError(f"{where}: can't be written: {error.strerror}") from error

    def part(self, table: str, number: int) -> Path:
        """The file of a batch, which counts from 0."""
        return self.path / table / f"part-{number:06}.parquet"

    def parts(self, table: str) -> list[Path]:
        """All parts of a table, in the order of the corpus."""
        return sorted((self.path / table).glob("part-*.parquet"))

    def write_manifest(self, **more: object) -> None:
        """The manifest, with what is known at the end of a run. Raises OutputError."""
        text = json.dumps(self.manifest | more, indent=2, ensure_ascii=False) + "\n"
        write_whole(self.path / MANIFEST, text.encode("utf-8", "surrogatepass"))


IDENTITY = (
    "schema",
    "version",
    "inputs",
    "columns",
    "markup",
    "batch_size",
    "settings",
    "own_files",
    "plugins",
)
"""What must be the same for a run to go on."""


def opened(path: Path, identity: Mapping[str, Any], *, resume: bool) -> Folder:
    """The folder, made or found again.

    Raises QualcheckError where it holds something and is not to be resumed, or a run of something
    else; OutputError where it can't be made.
    """
    manifest: Manifest = {"schema": VERSION, **identity}
    try:
        path.mkdir(parents=True, exist_ok=True)
        there = any(path.iterdir())
    except OSError as error:
        raise OutputError(f"{path}: can't be written: {error.strerror}") from error
    if there and not resume:
        raise QualcheckError(
            f"{path}: is not empty; --resume goes on with a run that was cut short"
        )
    if there:
        _require_same(path, manifest)
    folder = Folder(path, manifest, _done(path))
    _tidy(folder)
    return folder


def _require_same(path: Path, manifest: Manifest) -> None:
    try:
        kept = json.loads((path / MANIFEST).read_text("utf-8"))
        known = {key: kept[key] for key in IDENTITY}
    except (OSError, ValueError, KeyError, TypeError):
        raise QualcheckError(
            f"{path}: has no sound {MANIFEST}, so no run can go on there"
        ) from None
    now = json.loads(json.dumps(manifest))
    if told := [line for key in IDENTITY for line in _differences(key, known[key], now[key])]:
        raise QualcheckError(f"{path}: holds a run of something else: {'; '.join(told)}")


def _differences(key: str, old: Any, new: Any) -> Iterator[str]:
    """What differs, each in a few words."""
    if old == new:
        return
    if key == "inputs" and isinstance(old, list):
        before, after = ({file["name"]: file for file in files} for files in (old, new))
        changed = [name for name in before.keys() & after.keys() if before[name] != after[name]]
        yield from (f"{name} is another file than it was" for name in sorted(changed))
        yield from (f"{name} is no input now" for name in sorted(before.keys() - after.keys()))
        yield from (f"{name} was no input" for name in sorted(after.keys() - before.keys()))
        if before == after:
            yield "the inputs stood in another order"
    elif isinstance(old, dict) and isinstance(new, dict):
        for name in sorted(old.keys() | new.keys()):
            if old.get(name) != new.get(name):
                yield f"{name} was {json.dumps(old.get(name))}, is {json.dumps(new.get(name))}"
    else:
        yield f"{key} was {json.dumps(old)}, is {json.dumps(new)}"


def _done(path: Path) -> int:
    """How many batches are there, without a gap."""
    number = 0
    while (path / DOCUMENTS_FOLDER / f"part-{number:06}.parquet").exists():
        number += 1
    return number


def _tidy(folder: Folder) -> None:
    """Make the folders, and take away what a killed run left of a batch that it didn't end."""
    try:
        for table in (DOCUMENTS_FOLDER, FINDINGS_FOLDER):
            (folder.path / table).mkdir(exist_ok=True)
            for scrap in (folder.path / table).glob(".*.tmp"):
                scrap.unlink()
        for scrap in folder.path.glob(".*.tmp"):
            scrap.unlink()
        folder.part(FINDINGS_FOLDER, folder.done).unlink(missing_ok=True)
        _cut_rejects(folder.path / REJECTS_FILE, folder.done)
    except OSError as error:
        where = error.filename or folder.path
        raise OutputError(f"{where}: can't be written: {error.strerror}") from error


def _cut_rejects(path: Path, done: int) -> None:
    """Leave of the rejects only those of the batches that are done: they stand in order."""
    with path.open("a+b") as file:
        file.seek(0)
        end = 0
        for line in file:
            if _batch_of(line) >= done:
                break
            end += len(line)
        file.truncate(end)


def _batch_of(line: bytes) -> float:
    """The batch of a line of rejects; a line that was cut short belongs to none."""
    try:
        return int(json.loads(line)["batch"])
    except (ValueError, KeyError, TypeError):
        return float("inf")


def _as_parquet(table: pa.Table) -> bytes:
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd", write_page_checksum=True)
    return sink.getvalue()


def rejects_in(folder: Folder) -> Iterator[Mapping[str, Any]]:
    """The rows that were not checked, one by one."""
    with (folder.path / REJECTS_FILE).open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
