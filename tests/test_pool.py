"""Work spread over processes that may die."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest
from test_cli import DAMAGED, qualcheck

from qualcheck.config import Settings
from qualcheck.run import check_paths, check_source, files
from qualcheck.run.pool import over_workers

PARENT = os.getpid()


def half(number: int) -> int:
    """Kills its process on 13; kills the first of a pool's on 50, once."""
    if number == 13 and os.getpid() != PARENT:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.001)
    return number // 2


@pytest.mark.parametrize("workers", [1, 2, 3])
@pytest.mark.parametrize("size", [1, 7])
def test_a_process_that_dies_loses_one_item(workers: int, size: int) -> None:
    numbers = range(60)
    batches = [numbers[i : i + size] for i in range(0, 60, size)]
    found = dict(over_workers(batches, half, workers))
    assert found == {n: None if n == 13 else n // 2 for n in numbers}


def kills_twice(number: int) -> int:
    if number in (3, 4) and os.getpid() != PARENT:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_neighbours_that_kill_are_lost_alone() -> None:
    found = dict(over_workers([range(8)], kills_twice, 2))
    assert [n for n, result in found.items() if result is None] == [3, 4]


def test_one_file_that_kills_its_worker_is_a_fault_and_no_other_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for i in range(40):
        (tmp_path / f"{i:02}.txt").write_text(DAMAGED * 20)
    (tmp_path / "17.txt").write_text("KILL\n" + DAMAGED * 20)
    real, parent = check_source, os.getpid()

    def deadly(source: object, *args: object, **options: object) -> object:
        if "KILL" in source.text and os.getpid() != parent:  # type: ignore[attr-defined]
            os.kill(os.getpid(), signal.SIGKILL)
        return real(source, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr("qualcheck.run.files.check_source", deadly)
    monkeypatch.setattr(files, "POOL_FROM_BYTES", 0)
    run = check_paths([tmp_path], settings=Settings(languagetool="off", workers=2))
    hurt = [Path(file.path).name for file in run.files if file.faults]
    assert hurt == ["17.txt"]
    assert [f.error for f in run.files[17].faults] == [files.KILLED.error]
    assert all(file.findings for file in run.files if not file.faults)
    assert run.exit_code(None) == 3


def test_a_large_file_among_small_ones_gives_the_same_whatever_the_workers(tmp_path: Path) -> None:
    for i in range(8):
        (tmp_path / f"{i}.txt").write_text(DAMAGED * 10 + f"Number {i}.")
    (tmp_path / "large.txt").write_text((DAMAGED * 30 + "\n") * 250)
    reports = [
        qualcheck("check", ".", "--format=json", "--languagetool=off", "--no-cache",
                  f"--workers={n}", cwd=tmp_path).stdout
        for n in (1, 2, 3)
    ]  # fmt: skip
    assert reports[0] == reports[1] == reports[2]
    assert reports[0].count(b'"path"') == 9
