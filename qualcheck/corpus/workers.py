"""Processes that check rows side by side, and can be lost one at a time.

The pool of the standard library breaks as a whole when one of its processes is killed, and leaves
the others behind when its owner is. Here each process hangs on a pipe of its own: who dies is known
with what it was at, and when the pipe closes, the process ends. They are started afresh, not
forked: pyarrow has threads.
"""

from __future__ import annotations

import gc
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa

from qualcheck.corpus.batches import Annotated, Given, Manner, check_rows, document_row, lost
from qualcheck.corpus.schema import DOCUMENTS, FINDINGS, REJECTS
from qualcheck.errors import EngineUnavailable
from qualcheck.findings import Fault

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

KILLED = Fault("worker", "the process that checked this document was killed")
READY = b"ready"
NEW_OBJECTS = 50_000
"""Objects made from which Python looks for cycles, as in `qualcheck/__main__.py`."""

Rows = Sequence[Given]


class _Worker(NamedTuple):
    process: SpawnProcess
    pipe: Connection


class Workers:
    """Some processes that check by the same settings. Use `workers` to have them end."""

    def __init__(self, count: int, manner: Manner) -> None:
        self._manner = manner
        self._idle: list[_Worker] = []
        self._busy: dict[Connection, tuple[_Worker, int]] = {}
        self._count = count

    def check(self, shares: Sequence[Rows]) -> list[Annotated]:
        """The tables of each share of rows, in their order.

        Where a process dies, each document that it had is checked alone, and one that kills its
        process again has a fault. Raises EngineUnavailable where no process can be started.
        """
        found = self._run(shares)
        return [
            self._one_by_one(rows) if result is None else result
            for rows, result in zip(shares, found, strict=True)
        ]

    def _one_by_one(self, rows: Rows) -> Annotated:
        """The tables of rows of which one killed a process."""
        results = self._run([[row] for row in rows])
        return joined(
            [_fault_of(row) if one is None else one for row, one in zip(rows, results, strict=True)]
        )

    def _run(self, shares: Sequence[Rows]) -> list[Annotated | None]:
        """What came of each share; None where the process died at it."""
        results: list[Annotated | None] = [None] * len(shares)
        left = iter(range(len(shares)))
        self._hand_out(shares, left)
        while self._busy:
            for pipe in wait(list(self._busy)):
                worker, number = self._busy.pop(pipe)  # type: ignore[call-overload]
                try:
                    results[number] = _unpacked(worker.pipe.recv_bytes())
                    self._idle.append(worker)
                except (EOFError, OSError):
                    _end(worker)
            self._hand_out(shares, left)
        return results

    def _hand_out(self, shares: Sequence[Rows], left: Iterator[int]) -> None:
        """A share to each process that has none."""
        while len(self._busy) < self._count:
            number = next(left, None)
            if number is None:
                return
            worker = self._idle.pop() if self._idle else self._started()
            self._busy[worker.pipe] = worker, number
            try:
                worker.pipe.send(shares[number])
            except OSError:
                continue  # it died while idle: reading from it says so

    def _started(self) -> _Worker:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, self._manner), daemon=True)
        process.start()
        theirs.close()
        try:
            ours.recv_bytes()
        except EOFError:
            process.join()
            raise EngineUnavailable(
                f"a worker process can't be started: it ended with code {process.exitcode}"
            ) from None
        return _Worker(process, ours)

    def end(self) -> None:
        """End all processes, whatever they are at."""
        for worker in (*self._idle, *(worker for worker, _ in self._busy.values())):
            _end(worker)


@contextmanager
def workers(count: int, manner: Manner) -> Iterator[Workers]:
    """Processes, started as they are needed, gone at the end."""
    pool = Workers(count, manner)
    try:
        yield pool
    finally:
        pool.end()


def _end(worker: _Worker) -> None:
    worker.pipe.close()
    worker.process.terminate()
    worker.process.join()


def _fault_of(row: Given) -> Annotated:
    documents = [document_row(row[0], lost(KILLED))]
    return Annotated(
        pa.Table.from_pylist(documents, DOCUMENTS),
        FINDINGS.empty_table(),
        REJECTS.empty_table(),
    )


def joined(parts: Sequence[Annotated]) -> Annotated:
    """Tables one below the other. The rows of `rejects` count on."""
    before = 0
    rejects = []
    for part in parts:
        rows = part.rejects.column("row").to_pylist()
        at = part.rejects.schema.get_field_index("row")
        shifted = pa.array([row + before for row in rows], pa.int64())
        rejects.append(part.rejects.set_column(at, REJECTS.field("row"), shifted))
        before += part.documents.num_rows + part.rejects.num_rows
    return Annotated(
        pa.concat_tables([DOCUMENTS.empty_table(), *(part.documents for part in parts)]),
        pa.concat_tables([FINDINGS.empty_table(), *(part.findings for part in parts)]),
        pa.concat_tables([REJECTS.empty_table(), *rejects]),
    )


# ------------------------------------------------------------------------ within a process


def _work(pipe: Connection, manner: Manner) -> None:
    """Check shares of rows until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the owner, who ends its workers
    gc.set_threshold(NEW_OBJECTS)
    try:
        pipe.send_bytes(READY)
        while True:
            pipe.send_bytes(_packed(check_rows(pipe.recv(), manner)))
    except (EOFError, OSError):
        return


def _packed(annotated: Annotated) -> bytes:
    """Three tables as streams of Arrow, one behind the other."""
    sink = pa.BufferOutputStream()
    for table in annotated:
        with pa.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def _unpacked(data: bytes) -> Annotated:
    source: Any = pa.BufferReader(data)
    return Annotated(*(pa.ipc.open_stream(source).read_all() for _ in range(3)))
