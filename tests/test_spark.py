"""Corpora on Spark: a real one, on this machine, with several partitions."""

from __future__ import annotations

import os
import random
import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import ROOT
from test_corpus import SENTENCES

from qualcheck.config import Settings
from qualcheck.corpus.batches import annotate
from qualcheck.corpus.schema import DOCUMENTS, FINDINGS
from qualcheck.errors import QualcheckError

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::UserWarning"),
]

DOCUMENTS_IN_ALL, PARTITIONS = 1_500, 4
QUIET = Settings(min_severity="warning")


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    sql = pytest.importorskip("pyspark.sql", reason="no PySpark: tools/get_spark.sh brings it")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("no Java: Spark needs 17 or newer")
    settings = {
        "spark.ui.enabled": "false", "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1", "spark.sql.shuffle.partitions": str(PARTITIONS),
        "spark.executorEnv.XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME", ""),
    }  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        builder = sql.SparkSession.builder.master("local[2]").appName("test")
        for name, value in settings.items():
            builder = builder.config(name, value)
        started = builder.getOrCreate()
        started.sparkContext.setLogLevel("OFF")
        yield started
        started.stop()


@pytest.fixture(scope="module")
def given() -> pa.Table:
    chance = random.Random(5)
    names = [f"u/{i:05}" for i in range(DOCUMENTS_IN_ALL)]
    return pa.table({"url": names, "body": [chance.choice(SENTENCES) for _ in names]})


def in_order(table: pa.Table, schema: pa.Schema) -> pa.Table:
    by = [(name, "ascending") for name in ("document", "start", "rule") if name in schema.names]
    return table.cast(schema).sort_by(by).combine_chunks()


def test_spark_says_what_one_machine_says(session: Any, given: pa.Table) -> None:
    from qualcheck import spark

    df = session.createDataFrame(given).repartition(PARTITIONS)
    annotated = spark.annotate(df, text_column="body", id_column="url", settings=QUIET).persist()
    told = annotate(given, text_column="body", id_column="url", settings=QUIET)
    assert annotated.rdd.getNumPartitions() == PARTITIONS
    documents = in_order(spark.documents(annotated).toArrow(), DOCUMENTS)
    findings = in_order(spark.findings(annotated).toArrow(), FINDINGS)
    assert documents.num_rows == DOCUMENTS_IN_ALL
    assert findings.num_rows > DOCUMENTS_IN_ALL / 10
    assert documents.equals(in_order(told.documents, DOCUMENTS))
    assert findings.equals(in_order(told.findings, FINDINGS))
    assert spark.rejects(annotated).count() == 0
    assert _misses(session) == {1}


def _misses(session: Any) -> set[int]:
    """How often the Python workers, which Spark keeps, built the checks."""

    def ask(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        from qualcheck.run import load_checks

        for _ in batches:
            found = load_checks.cache_info()
            yield pa.RecordBatch.from_pydict({"misses": [found.misses], "hits": [found.hits]})

    asked = session.range(2, numPartitions=2).mapInArrow(ask, "misses long, hits long").collect()
    assert all(row["hits"] > 100 for row in asked)
    return {row["misses"] for row in asked}


def test_rows_that_are_not_sound_are_named(session: Any) -> None:
    from qualcheck import spark

    rows = [("a", "Near the the end."), ("b", None), (None, "Fine."), ("c", "x" * 101)]
    df = session.createDataFrame(rows, "id string, text string")
    annotated = spark.annotate(df, settings=Settings(max_file_size=100))
    rejected = {row["document"]: row["rejected"] for row in spark.rejects(annotated).collect()}
    assert rejected == {
        "b": "is null",
        None: "its id is null",
        "c": "is over the limit of 0.0001 MB",
    }
    assert [row["document"] for row in spark.documents(annotated).collect()] == ["a"]
    (finding,) = spark.findings(annotated).collect()
    assert finding["rule"] == "repetition.word"


def test_columns_are_looked_at_before_anything_runs(session: Any) -> None:
    from qualcheck import spark

    df = session.createDataFrame([(1, 2)], "id long, txt long")
    with pytest.raises(QualcheckError, match=r"no column is named 'text'; .*'txt'.* id, txt"):
        spark.annotate(df)
    with pytest.raises(QualcheckError, match="the column 'txt' is long, not text"):
        spark.annotate(df, text_column="txt")


def _job_of_the_docs(folder: Path, texts: pa.Table) -> list[str]:
    """The script in the docs, a file of texts and a folder for the tables: its command line."""
    page = (ROOT / "docs" / "corpora.md").read_text("utf-8")
    (job,) = re.findall(r"```python\n(# annotate_crawl\.py\n.*?)```", page, re.DOTALL)
    (folder / "annotate_crawl.py").write_text(job)
    pq.write_table(texts, folder / "crawl.parquet")
    return [str(folder / name) for name in ("annotate_crawl.py", "crawl.parquet", "out")]


def _require_same(folder: Path, texts: pa.Table) -> None:
    """Whether the tables below a folder say what one machine says."""
    told = annotate(texts, text_column="body", id_column="url", settings=QUIET)
    documents = pq.read_table(folder / "out" / "documents")
    assert in_order(documents, DOCUMENTS).equals(in_order(told.documents, DOCUMENTS))
    findings = pq.read_table(folder / "out" / "findings")
    assert findings.num_rows
    assert in_order(findings, FINDINGS).equals(in_order(told.findings, FINDINGS))


@pytest.mark.usefixtures("session")
def test_the_job_in_the_docs_works(
    given: pa.Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = given.slice(0, 20)
    command = _job_of_the_docs(tmp_path, few)
    monkeypatch.setattr(sys, "argv", command)
    runpy.run_path(command[0], run_name="__main__")
    _require_same(tmp_path, few)


@pytest.mark.usefixtures("session")  # which skips where there is no Spark
def test_the_job_in_the_docs_runs_by_spark_submit(given: pa.Table, tmp_path: Path) -> None:
    few = given.slice(0, 100)
    submit = Path(sys.executable).with_name("spark-submit")
    settings = (
        "spark.ui.enabled=false", "spark.driver.host=127.0.0.1",
        "spark.driver.bindAddress=127.0.0.1", "spark.sql.execution.arrow.maxRecordsPerBatch=30",
    )  # fmt: skip
    options = [part for each in settings for part in ("--conf", each)]
    job = _job_of_the_docs(tmp_path, few)
    # What this process's own Spark has put there would make it no session of its own.
    clean = {name: value for name, value in os.environ.items() if "SPARK" not in name}
    done = subprocess.run(
        [str(submit), "--master", "local[2]", *options, *job],
        env={**clean, "PYSPARK_PYTHON": sys.executable}, cwd=tmp_path,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    _require_same(tmp_path, few)
