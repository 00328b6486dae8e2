"""The same documents on Spark in one partition, in four and in sixteen, on one core and on two.

    sh tools/get_spark.sh
    .venv/bin/python bench/partitions.py
    .venv/bin/python bench/partitions.py --documents 4000 --runs 1

Prints, for each number of cores, the seconds of each number of partitions by the clock and of all
cores (Spark's and its workers'), how they compare with one partition, and whether the rows are the
same. Each run reads one Parquet file, deals its rows
out and writes what comes of them. A small run before them starts the workers, which Spark keeps, so
what is compared are the partitions and not the start of a process. The documents are those of
bench/corpus.py.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import psutil
import pyarrow as pa
import pyarrow.json
import pyarrow.parquet as pq
from corpus import make

from qualcheck import spark
from qualcheck.corpus.schema import DOCUMENTS, FINDINGS

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

CORES = (1, 2)
PARTITIONS = (1, 4, 16)
WARM_UP = 400
"""Documents of the run that starts the workers."""


class Cost(NamedTuple):
    """Seconds that a run took: by the clock, and of all cores."""

    clock: float
    cores: float


def session_on(cores: int) -> SparkSession:
    """Spark on this machine, with so many tasks at once."""
    from pyspark.sql import SparkSession

    settings = {
        "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false",
        "spark.driver.host": "127.0.0.1",
    }  # fmt: skip
    builder = SparkSession.builder.master(f"local[{cores}]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    return session


def core_seconds() -> float:
    """What this process and all that descend from it have used so far, those that ended included:
    Spark ends a worker that has been idle for a minute.
    """
    used = 0.0
    for process in (here := psutil.Process(), *here.children(recursive=True)):
        try:
            times = process.cpu_times()
        except psutil.Error:
            continue  # it ended meanwhile
        used += times.user + times.system + times.children_user + times.children_system
    return used


def cost(session: SparkSession, source: Path, partitions: int, target: Path) -> Cost:
    """One run from Parquet to Parquet."""
    started, used = time.perf_counter(), core_seconds()
    df = session.read.parquet(str(source)).repartition(partitions)
    spark.annotate(df).write.mode("overwrite").parquet(str(target))
    return Cost(time.perf_counter() - started, core_seconds() - used)


def rows_of(session: SparkSession, target: Path) -> tuple[pa.Table, pa.Table]:
    """Both tables of a run, in an order that doesn't depend on the partitions."""
    kept = session.read.parquet(str(target))
    documents = spark.documents(kept).toArrow().cast(DOCUMENTS)
    findings = spark.findings(kept).toArrow().cast(FINDINGS)
    places = [(name, "ascending") for name in ("document", "start", "end", "rule")]
    return documents.sort_by("document"), findings.sort_by(places)


def compare(
    source: Path, few: Path, cores: int, runs: int, scratch: Path
) -> list[tuple[pa.Table, pa.Table]]:
    """The lines of one number of cores; both tables of each number of partitions."""
    session = session_on(cores)
    cost(session, few, 2 * cores, scratch / "few")
    taken: dict[int, list[Cost]] = {partitions: [] for partitions in PARTITIONS}
    for _ in range(runs):  # in turn, so that all meet the same machine
        for partitions, costs in taken.items():
            costs.append(cost(session, source, partitions, scratch / str(partitions)))
    told = [rows_of(session, scratch / str(partitions)) for partitions in PARTITIONS]
    session.stop()
    medians = {
        partitions: Cost(*(statistics.median(column) for column in zip(*costs, strict=True)))
        for partitions, costs in taken.items()
    }
    for partitions, its in medians.items():
        print(f"local[{cores}], {partitions:2} partitions: {its.clock:6.1f} s by the clock, "
              f"{its.clock / medians[1].clock:.2f} of one partition's; {its.cores:6.1f} core seconds, "
              f"{its.cores / medians[1].cores:.2f}", flush=True)  # fmt: skip
    return told


def main() -> None:
    """Make the documents, run them, compare the rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    os.environ["PYSPARK_PYTHON"] = sys.executable
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        make(scratch / "corpus.jsonl", given.documents)
        table = pa.json.read_json(scratch / "corpus.jsonl")
        source, few = scratch / "source.parquet", scratch / "few.parquet"
        pq.write_table(table, source)
        pq.write_table(table.slice(0, WARM_UP), few)
        words = sum(len(text.split()) for text in table.column("text").to_pylist())
        print(
            f"{given.documents:,} documents, {words:,} words; medians of {given.runs} runs each, in turn"
        )
        told = [
            each for cores in CORES for each in compare(source, few, cores, given.runs, scratch)
        ]
    same = all(tables == told[0] for tables in told)
    print(f"rows: {'the same' if same else 'NOT the same'} in all")
    if not same:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
