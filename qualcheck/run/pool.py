"""Work on many items by several processes: one that dies loses the item it was at, no other."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import active_children
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
Batch = Sequence[Item]


def over_workers(
    batches: Sequence[Sequence[Item]], work: Callable[[Item], Result], workers: int
) -> Iterator[tuple[Item, Result | None]]:
    """Each item with its result, in any order; None where its process was killed.

    Items and results are pickled. `work` must not raise. Few batches are under way at a time, so
    that results are taken as they come; those under way when a process dies are done again item
    by item, each in a process of its own.
    """
    waiting = deque(batches)
    while waiting:
        broken: list[Sequence[Item]] = []
        with _pool(workers) as pool:
            running: dict[Future[list[Result]], Sequence[Item]] = {}
            while (waiting or running) and not broken:
                while waiting and len(running) <= workers:
                    batch = waiting.popleft()
                    running[pool.submit(_each, batch, work)] = batch
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for job in done:
                    batch = running.pop(job)
                    if isinstance(job.exception(), BrokenProcessPool):
                        broken.append(batch)
                    else:
                        yield from zip(batch, job.result(), strict=True)
            broken += running.values()
        for batch in broken:
            yield from ((item, _alone(item, work)) for item in batch)


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """A pool whose processes end with it, whatever ends it."""
    pool = ProcessPoolExecutor(workers, initializer=_leave_interrupts)
    try:
        yield pool
    except BaseException:
        for worker in active_children():
            worker.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _leave_interrupts() -> None:
    """Ctrl-C is for the parent, which ends its workers."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _each(batch: Sequence[Item], work: Callable[[Item], Result]) -> list[Result]:
    return [work(item) for item in batch]


def _alone(item: Item, work: Callable[[Item], Result]) -> Result | None:
    with _pool(1) as pool:
        try:
            return pool.submit(work, item).result()
        except BrokenProcessPool:
            return None
