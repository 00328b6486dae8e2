"""A corpus of 200,000 short documents: speed, memory of all processes together, five kills with
SIGKILL at random moments, and the same documents on Spark.

    .venv/bin/python bench/corpus.py
    .venv/bin/python bench/corpus.py --documents 20000 --kills 2 --spark 10000 --partitions 8

The documents are sentences of the articles in seeds/, drawn at random, so that they are short, sound
and damaged in turn. Spark is left out where PySpark or Java is missing (tools/get_spark.sh).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pyarrow as pa
import pyarrow.json
import pyarrow.parquet as pq

ROOT = Path(__file__).parent.parent
EVERY = 0.5
"""Seconds between two looks at the memory."""
MB = 1e6


def sentences() -> list[str]:
    """Those of the plain articles in seeds/."""
    texts = (path.read_text("utf-8") for path in sorted((ROOT / "seeds").glob("*.txt")))
    return [
        " ".join(sentence.split())
        for text in texts
        for sentence in re.split(r"(?<=[.!?])\s+", text)
    ]


def make(path: Path, documents: int) -> None:
    """Write the corpus."""
    chance, known = random.Random(8), sentences()
    with path.open("w", encoding="utf-8") as file:
        for number in range(documents):
            text = " ".join(chance.choices(known, k=chance.choice((1, 1, 2))))
            file.write(json.dumps({"id": f"d{number:07}", "text": text}) + "\n")


def command(corpus: Path, output: Path, *more: str) -> list[str]:
    """A run over the corpus."""
    ours = [sys.executable, "-m", "qualcheck", "corpus", str(corpus), "--output", str(output)]
    return [*ours, "--id-column", "id", *more]


def memory(process: psutil.Process) -> int:
    """Bytes that a process and all its children hold, those they share counted once."""
    total = 0
    for each in (process, *process.children(recursive=True)):
        try:
            total += each.memory_full_info().pss
        except psutil.Error:
            continue  # it ended meanwhile
    return total


def peak_of(run: list[str]) -> tuple[float, int]:
    """Seconds of a run, and the most memory that was seen."""
    started, peak = time.perf_counter(), 0
    process = psutil.Popen(run, cwd=ROOT, stderr=subprocess.DEVNULL)
    while process.poll() is None:
        peak = max(peak, memory(process))
        time.sleep(EVERY)
    if process.returncode:
        raise SystemExit(f"{run}: exit {process.returncode}")
    return time.perf_counter() - started, peak


def killed_run(corpus: Path, output: Path, kills: int, seconds: float) -> Iterator[tuple[int, int]]:
    """Kill a run at random moments, and go on each time; batches done before and after each kill."""
    chance = random.Random()
    for _ in range(kills):
        before = done(output)
        more = ["--resume"] if output.exists() else []
        process = subprocess.Popen(
            command(corpus, output, *more), cwd=ROOT, stderr=subprocess.DEVNULL
        )
        time.sleep(chance.uniform(1, seconds / kills))
        process.send_signal(signal.SIGKILL)
        process.wait()
        yield before, done(output)
    subprocess.run(
        command(corpus, output, "--resume"), cwd=ROOT, check=True, stderr=subprocess.DEVNULL
    )


def done(output: Path) -> int:
    """Batches that are there."""
    return len(list((output / "documents").glob("part-*.parquet")))


def is_same(one: Path, other: Path) -> bool:
    """Whether two folders hold the same files, byte for byte."""
    files = [
        {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
        for folder in (one, other)
    ]
    return files[0].keys() == files[1].keys() and all(
        files[0][name].read_bytes() == files[1][name].read_bytes() for name in files[0]
    )


def on_spark(corpus: Path, output: Path, scratch: Path, documents: int, partitions: int) -> None:
    """The first documents by Spark, beside what the run before wrote of them."""
    os.environ["PYSPARK_PYTHON"] = sys.executable
    try:
        from pyspark.sql import SparkSession
    except ModuleNotFoundError:
        print("Spark skipped: no PySpark; tools/get_spark.sh brings it")
        return
    from qualcheck import spark

    builder = SparkSession.builder.master("local[*]").config("spark.ui.enabled", "false")
    session = builder.config("spark.driver.host", "127.0.0.1").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    table = pa.json.read_json(corpus).slice(0, documents)
    pq.write_table(table, scratch / "some.parquet")
    started = time.perf_counter()
    df = session.read.parquet(str(scratch / "some.parquet")).repartition(partitions)
    spark.annotate(df).write.parquet(str(scratch / "annotated"))
    seconds = time.perf_counter() - started
    kept = session.read.parquet(str(scratch / "annotated"))
    parts = len(list((scratch / "annotated").glob("*.parquet")))
    same = []
    for name, of in (("documents", spark.documents), ("findings", spark.findings)):
        ours = pq.read_table(output / name)
        by = [
            (n, "ascending") for n in ("document", "start", "end", "rule") if n in ours.schema.names
        ]
        ours = ours.filter(pa.compute.less(ours.column("document"), f"d{documents:07}")).sort_by(by)
        theirs = of(kept).toArrow().cast(ours.schema).sort_by(by)
        same.append(theirs.equals(ours))
        print(f"  {name}: {theirs.num_rows:,} rows, {'identical' if same[-1] else 'NOT identical'}")
    session.stop()
    print(f"Spark: {documents:,} documents, {parts} partitions, {seconds:.0f} s")
    if not all(same):
        raise SystemExit("Spark's tables are not those of the single machine")


def main() -> None:
    """Make the corpus, run it, kill it, ask Spark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=200_000)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--spark", type=int, default=100_000)
    parser.add_argument("--partitions", type=int, default=8)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        corpus = scratch / "corpus.jsonl"
        make(corpus, given.documents)
        size = corpus.stat().st_size / MB
        seconds, peak = peak_of(command(corpus, scratch / "whole"))
        manifest = json.loads((scratch / "whole" / "manifest.json").read_text())
        words = manifest["words"]
        print(
            f"{given.documents:,} documents, {words:,} words, {size:.0f} MB: {seconds:.0f} s, "
            f"{given.documents / seconds:,.0f} documents and {words / seconds:,.0f} words a second; "
            f"{done(scratch / 'whole')} batches; peak memory {peak / MB:.0f} MB",
            flush=True,
        )
        for before, after in killed_run(corpus, scratch / "killed", given.kills, seconds):
            print(f"killed with {after} batches done, {after - before} by this run", flush=True)
        same = is_same(scratch / "whole", scratch / "killed")
        print(f"after {given.kills} kills: {'the same, byte for byte' if same else 'NOT the same'}")
        if not same:
            raise SystemExit(1)
        if given.spark:
            on_spark(corpus, scratch / "whole", scratch, given.spark, given.partitions)


if __name__ == "__main__":
    main()
