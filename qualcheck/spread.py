"""Independent pieces of work on one long text, done in several processes at once.

A fork shares the text and all that analysis knows of it with no copying, so a long file is
checked on all cores though every check sees the whole of it.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

Result = TypeVar("Result")
Task = Callable[[], Result]
"""A piece of work. It must not fail: what can go wrong is part of its result."""

MOST_TASKS = 256
"""A task's number is one byte in a pipe that hands them out."""


def in_turn(tasks: Sequence[Task[Result]]) -> list[Result]:
    """All results, in this process."""
    return [task() for task in tasks]


def over_processes(tasks: Sequence[Task[Result]], processes: int) -> list[Result]:
    """All results in the order of the tasks, whichever process came to them first.

    Each process has a share of the tasks that stand side by side, so neighbours should be those
    that need the same things worked out; one that is done helps the others, so it matters little
    which tasks are long. What a process that dies had taken is done again in this one. Results
    are pickled. An interrupt of this process ends the others; where this one is killed, they end
    after the task they are at.
    """
    processes = min(processes, len(tasks))
    if processes < 2 or len(tasks) > MOST_TASKS or not hasattr(os, "fork"):
        return in_turn(tasks)
    gc.freeze()  # no collection touches the pages that the processes share
    shares = [_tickets(share) for share in _split(range(len(tasks)), processes)]
    helpers: list[tuple[int, int]] = []
    try:
        helpers.extend(_fork(tasks, shares[own:] + shares[:own]) for own in range(1, processes))
        found = dict(_taken(tasks, shares))
        while helpers:
            found.update(_results_of(helpers[0]))
            del helpers[0]
    except BaseException:
        for process, _ in helpers:
            _end(process)
        raise
    finally:
        for share in shares:
            os.close(share)
        gc.unfreeze()
    return [found[number] if number in found else task() for number, task in enumerate(tasks)]


def _split(numbers: range, parts: int) -> Iterator[range]:
    """A range in parts of about one length."""
    for part in range(parts):
        yield numbers[len(numbers) * part // parts : len(numbers) * (part + 1) // parts]


def _tickets(numbers: range) -> int:
    """A pipe to read the numbers of tasks from, one a byte; each goes to one reader."""
    tickets, counter = os.pipe()
    os.write(counter, bytes(numbers))
    os.close(counter)
    return tickets


def _taken(
    tasks: Sequence[Task[Result]], shares: Sequence[int], parent: int = 0
) -> Iterator[tuple[int, Result]]:
    """The results of the tasks that this process gets hold of, with their numbers.

    A process that works for a `parent` stops when that is gone: nobody waits for the rest.
    """
    for share in shares:
        while ticket := os.read(share, 1):
            if parent and os.getppid() != parent:
                return
            yield ticket[0], tasks[ticket[0]]()


def _fork(tasks: Sequence[Task[Result]], shares: Sequence[int]) -> tuple[int, int]:
    """Id of a new process that takes tasks, its own share first, and the pipe for its results."""
    import pickle  # 4 ms at the start of every run, and few have a long text

    results, sink = os.pipe()
    parent = os.getpid()
    process = os.fork()
    if process:
        os.close(sink)
        return process, results
    try:
        with os.fdopen(sink, "wb") as pipe:
            pickle.dump(dict(_taken(tasks, shares, parent)), pipe, pickle.HIGHEST_PROTOCOL)
    finally:
        os._exit(0)  # never back into the caller's stack, whatever happened here


def _end(process: int) -> None:
    """End a process, as Ctrl-C would, so that it leaves nothing half done; and wait for it."""
    import signal

    try:
        os.kill(process, signal.SIGINT)
        os.waitpid(process, 0)
    except (ProcessLookupError, ChildProcessError):
        pass  # it had ended, and was waited for


def _results_of(helper: tuple[int, int]) -> dict[int, Result]:
    """What another process sent; nothing where it died first."""
    import pickle

    process, results = helper
    try:
        with os.fdopen(results, "rb") as pipe:
            found: dict[int, Result] = pickle.load(pipe)  # noqa: S301 - our own process's
    except (EOFError, pickle.UnpicklingError):
        found = {}
    os.waitpid(process, 0)
    return found
