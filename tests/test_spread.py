"""Work spread over forked processes: the same results, whoever does it and whoever dies."""

from __future__ import annotations

import os
import pickle
import signal
from functools import partial

import psutil
import pytest

from qualcheck.config import Settings
from qualcheck.errors import Location, Problem, RuleError
from qualcheck.read import read_bytes
from qualcheck.run import SPREAD_FROM, check_source, load_checks
from qualcheck.spread import over_processes


def square(number: int) -> int:
    return number * number


@pytest.mark.parametrize("processes", [1, 2, 5])
def test_results_come_in_the_order_of_the_tasks(processes: int) -> None:
    tasks = [partial(square, number) for number in range(40)]
    assert over_processes(tasks, processes) == [number * number for number in range(40)]


def test_what_a_dead_process_had_taken_is_done_again() -> None:
    parent = os.getpid()

    def dies_elsewhere(number: int) -> int:
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    tasks = [partial(dies_elsewhere, number) for number in range(200)]
    assert over_processes(tasks, 3) == list(range(200))


def test_no_process_is_left_over() -> None:
    before = {child.pid for child in psutil.Process().children()}  # of other tests: Spark's
    over_processes([partial(square, number) for number in range(9)], 3)
    assert {child.pid for child in psutil.Process().children()} <= before


def test_a_long_text_gives_the_same_report_in_one_process_and_in_three() -> None:
    paragraph = "The bridge was closed in May. . Nobody noticed the change in Varsovie.\n\n"
    text = paragraph * (SPREAD_FROM // len(paragraph) + 1)
    text += "Mr Orlenko met Ivan Orlenko. Ivan Orlienko left.\n\n"
    source = read_bytes(text.encode(), "long.txt")
    one, three = (
        check_source(source, Settings(), load_checks(), processes=processes) for processes in (1, 3)
    )
    assert one == three
    assert any(f.related for f in three.findings)
    assert {"punctuation.stray-mark", "names.foreign-place"} <= {f.rule for f in one.findings}


def test_an_error_in_a_rule_file_reaches_another_process_whole() -> None:
    error = RuleError([Problem(Location("a.yaml", 3, 5), "no such key", "  kin: swap")])
    again = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert (type(again), str(again), again.problems) == (RuleError, str(error), error.problems)
