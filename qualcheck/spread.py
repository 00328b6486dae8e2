"""Independent pieces of work on one long text, done in several processes at once.

A fork shares the text and all that analysis knows of it with no copying, so a long file is
checked on all cores though every check sees the whole of it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

Result = TypeVar("Result")
Task = Callable[[], Result]
"""A piece of work. It must not fail: what can go wrong is part of its result."""

MOST_TASKS = 256
"""A task's number is one byte in the pipe that hands them out."""


def in_turn(tasks: Sequence[Task[Result]]) -> list[Result]:
    """All results, in this process."""
    return [task() for task in tasks]


def over_processes(tasks: Sequence[Task[Result]], processes: int) -> list[Result]:
    """All results in the order of the tasks, whichever process came to them first.

    A process takes the next task when it is done with one, so it matters little which are
    long. What a process that dies had taken is done again in this one. Results are pickled.
    """
    if processes < 2 or len(tasks) < 2 or len(tasks) > MOST_TASKS or not hasattr(os, "fork"):
        return in_turn(tasks)
    tickets, counter = os.pipe()
    os.write(counter, bytes(range(len(tasks))))
    os.close(counter)
    helpers = [_fork(tasks, tickets) for _ in range(processes - 1)]
    found = dict(_taken(tasks, tickets))
    for helper in helpers:
        found.update(_results_of(helper))
    os.close(tickets)
    return [found[number] if number in found else task() for number, task in enumerate(tasks)]


def _taken(tasks: Sequence[Task[Result]], tickets: int) -> Iterator[tuple[int, Result]]:
    """The results of the tasks that this process gets hold of, with their numbers."""
    while ticket := os.read(tickets, 1):
        yield ticket[0], tasks[ticket[0]]()


def _fork(tasks: Sequence[Task[Result]], tickets: int) -> tuple[int, int]:
    """Id of a new process that takes tasks, too, and the pipe that its results come through."""
    import pickle  # 4 ms at the start of every run, and few have a long text

    results, sink = os.pipe()
    process = os.fork()
    if process:
        os.close(sink)
        return process, results
    try:
        with os.fdopen(sink, "wb") as pipe:
            pickle.dump(dict(_taken(tasks, tickets)), pipe, pickle.HIGHEST_PROTOCOL)
    finally:
        os._exit(0)  # never back into the caller's stack, whatever happened here


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
