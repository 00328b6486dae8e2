"""Corpora: what comes in, what comes out, and what is kept when something goes wrong."""

from __future__ import annotations

import csv
import gzip
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import ROOT
from test_cli import qualcheck

from qualcheck.config import Settings
from qualcheck.corpus import folder as corpus_folder
from qualcheck.corpus.batches import Manner, annotate, for_corpora
from qualcheck.corpus.inputs import Columns, Damage, Row, find_inputs
from qualcheck.corpus.progress import Lines, Progress, duration
from qualcheck.corpus.rows import rows_of
from qualcheck.corpus.run import batches_of, check_corpus, shares
from qualcheck.corpus.schema import DOCUMENTS, FAMILIES, FINDINGS, VERSION
from qualcheck.corpus.workers import KILLED, Workers, workers
from qualcheck.errors import OutputError, QualcheckError
from qualcheck.report import files
from qualcheck.run import check_text

OFF = Settings(languagetool="off", workers=1)
LIMIT = for_corpora(Settings()).max_file_size
COLUMNS = Columns("body", "url")
SENTENCES = (
    "The council met on Friday to talk of the new bridge over the river.",
    "It was decided on Friday. . Work starts in the spring.",
    "The mayor said that the the old bridge will stay.",
    "Nobody in the room had asked for it, and few were glad.",
    "Read also",
    "Prices rose ,and the market fell.",
    "The ferry takes an hour &quot;at best&quot; in winter.",
)
QUESTIONS = re.findall(
    r"```sql\n(.*?)```", (ROOT / "docs" / "corpora.md").read_text("utf-8"), re.DOTALL
)


def texts(count: int, seed: int = 1) -> list[str]:
    chance = random.Random(seed)
    return [" ".join(chance.choices(SENTENCES, k=3)) for _ in range(count)]


def rows(count: int) -> list[dict[str, Any]]:
    return [{"url": f"u/{i}", "n": i, "body": text} for i, text in enumerate(texts(count))]


def write(path: Path, table: Sequence[dict[str, Any]]) -> Path:
    """The rows in the format that a file's name tells."""
    name = path.name
    if name.endswith(".parquet"):
        pq.write_table(pa.Table.from_pylist(list(table)), path, row_group_size=7)
        return path
    if ".jsonl" in name:
        data = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in table).encode()
    else:
        scratch = path.with_name("scratch")
        with scratch.open("w", encoding="utf-8", newline="") as file:
            delimiter = "\t" if ".tsv" in name else ","
            writer = csv.DictWriter(file, list(table[0]), delimiter=delimiter)
            writer.writeheader()
            writer.writerows(table)
        data = scratch.read_bytes()
        scratch.unlink()
    if name.endswith(".gz"):
        data = gzip.compress(data)
    elif name.endswith(".zst"):
        data = pa.compress(data, "zstd", asbytes=True)
    path.write_bytes(data)
    return path


def never(damage: Damage) -> None:
    pytest.fail(str(damage))


def read(path: Path, columns: Columns = COLUMNS, limit: int = LIMIT) -> list[Row | Damage]:
    (file,) = find_inputs([str(path)])
    return list(rows_of(file, columns, limit))


def tables(output: Path) -> tuple[pa.Table, pa.Table]:
    return pq.read_table(output / "documents"), pq.read_table(output / "findings")


def contents(output: Path) -> dict[str, bytes]:
    """Every file of a folder, whatever is hidden among them, too."""
    files = (path for path in sorted(output.rglob("*")) if path.is_file())
    return {str(path.relative_to(output)): path.read_bytes() for path in files}


def rejected(output: Path) -> list[tuple[int, str | None, str]]:
    lines = (output / "rejects.jsonl").read_text("utf-8").splitlines()
    return [(row["row"], row["document"], row["reason"]) for row in map(json.loads, lines)]


# ------------------------------------------------------------------------ the batch function


def test_every_kind_of_table_gives_the_same() -> None:
    data = {"url": ["a", "b", None], "body": [texts(1)[0], None, "“Near the the end”, said Orel."]}
    given = (
        pa.table(data), pa.table(data).to_batches()[0], pl.DataFrame(data), pd.DataFrame(data),
        duckdb.sql("SELECT * FROM given", connection=_with(pa.table(data))),
    )  # fmt: skip
    first, *others = (
        annotate(each, text_column="body", id_column="url", settings=OFF) for each in given
    )
    assert first.documents.column("document").to_pylist() == ["a", "2"]
    assert first.rejects.to_pylist() == [{"row": 1, "document": "b", "reason": "is null"}]
    assert first.documents.schema.equals(DOCUMENTS, check_metadata=True)
    assert first.findings.schema.equals(FINDINGS, check_metadata=True)
    for other in others:
        assert all(mine.equals(theirs) for mine, theirs in zip(first, other, strict=True))


def _with(table: pa.Table) -> Any:
    connection = duckdb.connect()
    connection.register("given", table)
    return connection


def test_the_tables_say_what_a_report_says() -> None:
    given = [*texts(20), "\ufeffIt it was.", "Ein kurzer Satz. Und noch einer davon.", ""]
    told = annotate(pa.table({"text": given}), settings=OFF)
    reports = [check_text(text, settings=OFF) for text in given]
    found = told.findings.to_pylist()
    for number, (text, row) in enumerate(zip(given, told.documents.to_pylist(), strict=True)):
        own = [f for f in found if f["document"] == str(number)]
        for finding in own:
            assert text[finding["start"] : finding["end"]] == finding["text"]
        counts = row["errors"] + row["warnings"] + row["suggestions"]
        assert counts == len(own)
        assert row["faults"] == []
        if text.startswith("\ufeff"):  # which a file's reader takes off
            continue
        report = reports[number]
        assert row["words"] == report.words
        assert row["score"] == (report.score.points if report.score else None)
        assert [f["fingerprint"] for f in own] == [f.fingerprint for f in report.findings]
        if report.words:
            total = sum(row[name] for name in row if name.startswith("density_"))
            assert total * report.words / 1000 == pytest.approx(counts)


def test_what_can_not_be_checked_is_rejected() -> None:
    small = Settings(languagetool="off", max_file_size=10)
    with workers(1, Manner(small)) as pool:
        given = ["fine", None, 7, True, [1], b"\xff", "\ud800", "ä" * 6, "a" * 11]
        (told,) = pool.check([[(str(i), value) for i, value in enumerate(given)]])
    assert told.documents.column("document").to_pylist() == ["0"]
    assert [row["reason"] for row in told.rejects.to_pylist()] == [
        "is null", "is not a string but a number", "is not a string but a boolean",
        "is not a string but an array", "is not UTF-8",
        "is not Unicode: it has half a surrogate pair",
        *["is over the limit of 1e-05 MB"] * 2,
    ]  # fmt: skip


def test_a_column_of_bytes_is_read_row_by_row() -> None:
    column = pa.array([b"Near the the end.", b"\xff\xfe", "Größe.".encode()])
    told = annotate(pa.table({"text": column}), settings=OFF)
    assert told.documents.column("document").to_pylist() == ["0", "2"]
    assert told.rejects.to_pylist() == [{"row": 1, "document": "1", "reason": "is not UTF-8"}]
    coded = annotate(pa.table({"text": pa.array(["Near the the end.", None]).dictionary_encode()}))
    assert coded.documents.num_rows == coded.rejects.num_rows == 1


def test_markup_is_read_as_such() -> None:
    data = pa.table({"text": ["<p>The <b>the</b> end of it all.</p>"]})
    told = annotate(data, settings=OFF, markup="html")
    (finding,) = (f for f in told.findings.to_pylist() if f["rule"] == "repetition.word")
    assert "<b>the" in "<p>The <b>the</b> end"[finding["start"] : finding["end"]]


def test_a_check_that_fails_is_a_fault_of_that_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr("qualcheck.corpus.batches.check_source", fail)
    told = annotate(pa.table({"text": ["a"]}))
    (row,) = told.documents.to_pylist()
    assert row["faults"] == ["qualcheck: RecursionError: too deep"]
    assert row["words"] is None
    assert row["score"] is None


def test_unsound_words_are_told_at_once(tmp_path: Path) -> None:
    gone = Settings(dictionaries=(str(tmp_path / "gone.txt"),))
    with pytest.raises(QualcheckError, match=r"gone\.txt"):
        annotate(pa.table({"text": ["a"]}), settings=gone)


def test_languagetool_needs_an_address() -> None:
    assert for_corpora(Settings()).languagetool == "off"
    assert for_corpora(Settings(languagetool="http://h:1")).languagetool == "http://h:1"
    with pytest.raises(QualcheckError, match="give the address of a server"):
        for_corpora(Settings(languagetool="required"))


# -------------------------------------------------------------------------------- the inputs

FILES = (
    "a.jsonl", "a.ndjson", "a.jsonl.gz", "a.jsonl.zst", "a.csv", "a.CSV.gz", "a.csv.zst",
    "a.tsv", "a.parquet",
)  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_every_format_has_the_same_rows(name: str, tmp_path: Path) -> None:
    given = rows(25)
    given[3]["body"] = 'One, "two"\n\nand\tthree; zażółć 𝄞.'
    path = write(tmp_path / name.replace("ndjson", "jsonl").replace("CSV", "csv"), given)
    found = read(path.rename(tmp_path / name))
    assert [(row.number, row.name, row.text) for row in found if isinstance(row, Row)] == [
        (number, row["url"], row["body"]) for number, row in enumerate(given, start=1)
    ]
    last = found[-1]
    assert isinstance(last, Row)
    assert 0 < last.position <= (tmp_path / name).stat().st_size


def test_a_folder_gives_its_tables(tmp_path: Path) -> None:
    (tmp_path / "in" / "sub").mkdir(parents=True)
    for name in ("b.jsonl", "a.csv", "sub/c.parquet", "_SUCCESS", ".x.jsonl", "notes.txt"):
        (tmp_path / "in" / name).write_bytes(b"")
    found = [file.path.name for file in find_inputs([str(tmp_path / "in")])]
    assert found == ["a.csv", "b.jsonl", "c.parquet"]
    output = tmp_path / "in" / "sub"
    found = [file.path.name for file in find_inputs([str(tmp_path / "in")], output)]
    assert found == ["a.csv", "b.jsonl"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"body": "cut', "the line is no JSON: Invalid control character"),
        (b'["a"]', "the line is no JSON object"),
        (b'{"text": "x"}', "the row has no 'body'"),
        (b'{"body": "\xff"}', "the line is not UTF-8"),
        (b"[" * 100_000, "the line is no JSON"),
    ],
)
def test_a_bad_line_is_named(line: bytes, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"body": "one"}\n\n' + line + b'\n{"body": "two", "url": 7}')
    first, bad, last = read(path)
    assert isinstance(first, Row)
    assert isinstance(last, Row)
    assert (first.number, first.name, first.text) == (1, None, "one")
    assert (last.number, last.name, last.text) == (4, "7", "two")
    assert isinstance(bad, Row)
    assert bad.number == 3
    assert bad.reason.startswith(reason)


def test_bad_records_of_csv_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(
        b'url,body\n1,one\n2\n3,"a"b\n\n4,\xff\n5,"two\nlines"\n6,x,y\n7,"never closed\n8,lost\n'
    )
    found = [(r.number, r.name, r.text or r.reason) for r in read(path) if isinstance(r, Row)]
    assert found == [
        (1, "1", "one"),
        (2, None, "has 1 fields, and the head 2"),
        (3, None, "the record is no CSV: ',' expected after '\"'"),
        (4, "4", "is not UTF-8"),
        (5, "5", "two\nlines"),
        (6, None, "has 3 fields, and the head 2"),
        (7, None, "the record is no CSV: unexpected end of data"),
    ]


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.parquet"])
def test_a_text_of_20_mb_is_one_reject(name: str, tmp_path: Path) -> None:
    given = [*rows(1), {"url": "long", "n": 1, "body": "word " * 4_200_000}, *rows(1)]
    (file,) = find_inputs([str(write(tmp_path / name, given))])
    batches = list(batches_of([file], COLUMNS, LIMIT, 1000, never))
    found = [row for batch in batches for _, row in batch.rows]
    reason = "is over the limit of 10 MB"
    assert [row.reason for row in found] == ["", reason, ""]
    assert found[1].text is None


def test_a_line_without_end_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"body": "one"}\n' + b"x" * 3_000_000 + b'\n{"body": "two"}\n')
    found = read(path, limit=100_000)
    assert [(r.text or r.reason) for r in found if isinstance(r, Row)] == [
        "one", "the line is over 1.3 MB", "two",
    ]  # fmt: skip


# ---------------------------------------------------------------------------------- damage


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.csv.gz", "a.jsonl.zst", "a.parquet"])
def test_what_came_before_damage_is_kept(name: str, tmp_path: Path) -> None:
    chance = random.Random(3)
    noise = [{"url": str(i), "body": f"{chance.random()} " * 20} for i in range(12_000)]
    path = write(tmp_path / name, noise)
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 200] = bytes(200)
    path.write_bytes(data)
    *before, damage = read(path)
    assert isinstance(damage, Damage)
    assert len(before) == damage.rows > 1000
    for row, given in zip(before[:5000], noise, strict=False):  # then gzip may give what isn't so
        assert isinstance(row, Row)
        assert row.text == given["body"]
    assert f"damaged after {damage.rows:,} rows: " in str(damage)


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.zst", "a.parquet"])
def test_a_file_that_is_cut_short_is_damaged(name: str, tmp_path: Path) -> None:
    path = write(tmp_path / name, rows(3000))
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])
    damage = read(path)[-1]
    assert isinstance(damage, Damage)
    assert (damage.rows > 100) == (name != "a.parquet")  # its columns are told at its end


def test_damage_of_one_file_leaves_the_others(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl.gz", rows(300))
    whole = (tmp_path / "a.jsonl.gz").read_bytes()
    (tmp_path / "a.jsonl.gz").write_bytes(whole[:-40])
    (tmp_path / "b.parquet").write_bytes(b"PAR1 and nothing else PAR1")
    (tmp_path / "empty.csv").write_bytes(b"")
    write(tmp_path / "c.csv", rows(3))
    args = ["a.jsonl.gz", "b.parquet", "empty.csv", "c.csv", "-o", "out", "--text-column", "body"]
    done = qualcheck("corpus", *args, cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    said = done.stderr.decode()
    assert "a.jsonl.gz: damaged after" in said
    assert "b.parquet: damaged after 0 rows" in said
    assert "Traceback" not in said
    names = tables(tmp_path / "out")[0].column("document").to_pylist()
    assert names[-3:] == ["c.csv:1", "c.csv:2", "c.csv:3"]
    assert len(names) > 100
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert [each["input"] for each in manifest["damaged"]] == ["a.jsonl.gz", "b.parquet"]
    assert "b.parquet" in (tmp_path / "out" / "index.html").read_text()


# ------------------------------------------------------------------- mistakes in the call


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.parquet"])
def test_a_missing_column_names_those_that_are_there(name: str, tmp_path: Path) -> None:
    path = write(tmp_path / name, rows(2))
    with pytest.raises(QualcheckError) as caught:
        check_corpus([str(path)], tmp_path / "out", columns=Columns("bdy"), settings=OFF)
    assert str(caught.value) == (
        f"{path}: no column is named 'bdy'; did you mean 'body'? there are: url, n, body"
    )
    assert not (tmp_path / "out").exists()


def test_the_command_ends_with_2_where_a_column_is_missing(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", rows(2))
    done = qualcheck("corpus", "a.csv", "-o", "out", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr == (
        b"qualcheck: a.csv: no column is named 'text'; there are: url, n, body\n"
    )


@pytest.mark.parametrize(
    ("name", "output", "more", "said"),
    [
        ("a.jsonl", "full", {}, "full: is not empty; --resume"),
        ("a.jsonl", "full", {"resume": True}, "full: has no sound manifest.json"),
        ("a.jsonl", "a.jsonl", {}, "a.jsonl: can't be written"),
        ("gone.jsonl", "out", {}, "gone.jsonl: no such file or folder"),
        ("a.txt", "out", {}, "a.txt: no format has that suffix; known are .jsonl"),
        ("empty", "out", {}, "empty: no tables in it"),
        ("a.jsonl", "out", {"markup": "rtf"}, "no markup is named 'rtf'"),
        ("a.parquet", "out", {"columns": Columns("n")}, "the column 'n' is int64, not text"),
    ],
)
def test_mistakes_are_told_before_anything_is_done(
    name: str, output: str, more: dict[str, Any], said: str,
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    for table in ("a.jsonl", "a.parquet"):
        write(tmp_path / table, [{"text": "x", "n": 1}])
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "empty").mkdir()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("x")
    with pytest.raises(QualcheckError, match=re.escape(said)):
        check_corpus([name], Path(output), settings=OFF, **more)
    assert not (tmp_path / "out").exists()


def test_without_pyarrow_one_is_told_what_to_install(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "sys.argv = ['qualcheck', 'corpus', 'a.jsonl', '-o', 'out']\n"
        "from qualcheck.__main__ import main; main()\n"
    )
    run = [sys.executable, "-c", code]
    done = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "pip install 'qualcheck[corpus]'" in done.stderr


def test_other_commands_do_not_load_pyarrow(tmp_path: Path) -> None:
    code = (
        "import sys, qualcheck.cli, qualcheck.run\n"
        "from qualcheck.report import html\n"
        "print([m for m in ('pyarrow', 'qualcheck.corpus') if m in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


# ------------------------------------------------------------------------------ whole runs


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a corpus of 200 documents, and what an undisturbed run makes of it."""
    folder = tmp_path_factory.mktemp("corpus")
    lines = [json.dumps(row) for row in rows(200)]
    lines[100:100] = ['{"url": "u/null", "body": null}', "broken"]
    (folder / "a.jsonl").write_text("\n".join(lines))
    done = qualcheck(*run_args("whole"), cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


GIVEN: dict[str, Any] = {"columns": COLUMNS, "settings": OFF, "batch_size": 8_000}


def run_args(output: str, *more: str, size: int = 8_000) -> list[str]:
    return [
        "corpus", "a.jsonl", "--output", output, "--text-column", "body", "--id-column", "url",
        "--batch-size", str(size), "--workers", "2", *more,
    ]  # fmt: skip


def test_a_run_leaves_tables_rejects_a_manifest_and_a_summary(corpus: Path) -> None:
    documents, findings = tables(corpus / "whole")
    assert documents.column("document").to_pylist() == [f"u/{i}" for i in range(200)]
    told = annotate(
        pa.Table.from_pylist(rows(200)), text_column="body", id_column="url", settings=OFF
    )
    assert documents.equals(told.documents)
    assert findings.equals(told.findings)
    assert rejected(corpus / "whole") == [
        (101, "u/null", "is null"),
        (102, "a.jsonl:102", "the line is no JSON: Expecting value: line 1 column 1 (char 0)"),
    ]
    manifest = json.loads((corpus / "whole" / "manifest.json").read_text())
    assert manifest["state"] == "complete"
    assert manifest["schema"] == VERSION
    assert manifest["documents"] == 200
    assert manifest["rejected"] == 2
    parts = sorted(path.name for path in (corpus / "whole" / "documents").iterdir())
    assert manifest["batches"] == len(parts) > 3
    assert parts == [f"part-{i:06}.parquet" for i in range(len(parts))]
    for part in (corpus / "whole" / "documents").iterdir():
        assert pq.read_schema(part).metadata[b"qualcheck"] == VERSION.encode()


def test_the_summary_is_a_page_that_fetches_nothing(corpus: Path) -> None:
    page = (corpus / "whole" / "index.html").read_text()
    assert "A corpus of 200 documents" in page
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page
    assert "2 rows not checked" in page
    assert "LanguageTool: off" in page
    assert "<svg viewBox" in page
    for text in ("repetition.word", "The worst documents", "Density: cutting and joining"):
        assert text in page
    assert not re.search(r"\bstyle=|\bon\w+=|https?://(?!www\.w3\.org)", page)


def test_names_and_reasons_are_text_on_the_page(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>"
    write(
        tmp_path / "a.jsonl",
        [{"url": evil, "body": "Near the the end."}, {"url": "b", "body": None}],
    )
    check_corpus([str(tmp_path / "a.jsonl")], tmp_path / "out", columns=COLUMNS, settings=OFF)
    page = (tmp_path / "out" / "index.html").read_text()
    assert evil not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_number_of_workers_changes_nothing(corpus: Path) -> None:
    done = qualcheck(*run_args("one", "--workers", "1"), cwd=corpus)
    assert done.returncode == 0, done.stderr
    assert contents(corpus / "one") == contents(corpus / "whole")


@pytest.mark.slow
def test_killed_at_random_and_resumed_is_as_if_never_killed(corpus: Path) -> None:
    chance = random.Random(os.getpid())
    for attempt in range(2):
        output = corpus / f"killed-{attempt}"
        running = subprocess.Popen(
            [sys.executable, "-m", "qualcheck", *run_args(output.name)],
            cwd=corpus, stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        wanted = chance.randrange(4)
        _wait_for(running, output / "documents", wanted)
        time.sleep(chance.random() * 0.3)
        running.send_signal(signal.SIGKILL)
        running.wait()
        there = {path.name: path.stat() for path in (output / "documents").glob("part*")}
        done = qualcheck(*run_args(output.name, "--resume"), cwd=corpus)
        assert done.returncode == 0, done.stderr
        assert contents(output) == contents(corpus / "whole")
        for name, before in there.items():  # none is done twice
            after = (output / "documents" / name).stat()
            assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def _wait_for(running: subprocess.Popen[bytes], folder: Path, parts: int) -> None:
    """Until a run has written so many parts, or has ended."""
    while running.poll() is None and len(list(folder.glob("part*"))) < parts:
        time.sleep(0.02)


def test_what_a_killed_run_left_is_taken_away(corpus: Path, tmp_path: Path) -> None:
    for name, data in contents(corpus / "whole").items():
        (tmp_path / "out" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "out" / name).write_bytes(data)
    (tmp_path / "a.jsonl").write_bytes((corpus / "a.jsonl").read_bytes())
    last = sorted((tmp_path / "out" / "documents").iterdir())[-1]
    last.unlink()
    (tmp_path / "out" / "documents" / ".0123.tmp").write_bytes(b"half")
    with (tmp_path / "out" / "rejects.jsonl").open("a") as file:
        file.write(json.dumps({"batch": int(last.stem[5:]), "row": 1}) + '\n{"batch": 1')
    done = qualcheck(*run_args("out", "--resume"), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert b"batches were done; 1 more are now" in done.stderr
    assert contents(tmp_path / "out") == contents(corpus / "whole")


def test_a_finished_run_has_nothing_left_to_do(corpus: Path) -> None:
    before = contents(corpus / "whole")
    done = qualcheck(*run_args("whole", "--resume"), cwd=corpus)
    assert done.returncode == 0
    assert b"; 0 more are now" in done.stderr
    assert contents(corpus / "whole") == before


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"settings": replace(OFF, min_severity="error")}, 'min_severity was .*, is "error"'),
        ({"settings": replace(OFF, ignore=("style",))}, r'ignore was \[\], is \["style"\]'),
        ({"columns": Columns("body", "n")}, 'id was "url", is "n"'),
        ({"batch_size": 9}, "batch_size was 8000, is 9"),
        ({"paths": ["a.jsonl", "b.jsonl"]}, r"b\.jsonl was no input"),
        ({"paths": ["b.jsonl"]}, r"a\.jsonl is no input now; b\.jsonl was no input"),
    ],
)
def test_a_run_of_something_else_is_not_resumed(
    more: dict[str, Any], said: str, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(corpus)
    (corpus / "b.jsonl").write_text('{"body": "x", "url": "y"}\n')
    before = contents(corpus / "whole")
    given = {"paths": ["a.jsonl"], **GIVEN, "resume": True, **more}
    with pytest.raises(QualcheckError, match=f"whole: holds a run of something else: {said}$"):
        check_corpus(output=Path("whole"), **given)
    assert contents(corpus / "whole") == before


def test_an_input_that_was_edited_is_not_resumed(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", rows(2))
    check_corpus([str(path)], tmp_path / "out", columns=COLUMNS, settings=OFF)
    path.write_bytes(path.read_bytes().replace(b"u/0", b"u/9"))
    with pytest.raises(QualcheckError, match=r"a\.jsonl is another file than it was"):
        check_corpus([str(path)], tmp_path / "out", columns=COLUMNS, settings=OFF, resume=True)


HOUSE_RULE = """\
language: en
category: words
rules:
  - id: house.moon
    kind: phrase
    level: warning
    mqm: style/awkward
    message: "'{match}' is worn out."
    why: Nobody has seen one.
    phrases: [a blue moon]
    examples:
      bad: [{text: "Here [[a blue moon]] again."}]
      good: [The moon was blue.]
"""


def test_a_house_rule_that_was_edited_is_not_resumed(tmp_path: Path) -> None:
    rule = tmp_path / "rules" / "a.yaml"
    rule.parent.mkdir()
    rule.write_text(HOUSE_RULE)
    own = Settings(languagetool="off", workers=1, rules=(str(rule.parent),))
    path = write(tmp_path / "a.jsonl", rows(1))
    check_corpus([str(path)], tmp_path / "out", columns=COLUMNS, settings=own)
    rule.write_text(HOUSE_RULE.replace("warning", "error"))
    with pytest.raises(QualcheckError, match="own_files was"):
        check_corpus([str(path)], tmp_path / "out", columns=COLUMNS, settings=own, resume=True)


# ---------------------------------------------------------------------------- what fails


class Killer:
    """Ends the process that unpacks it, as the kernel would when memory runs out."""

    def __reduce__(self) -> tuple[Any, tuple[int, ...]]:
        return os.kill, (_Own(), signal.SIGKILL)  # type: ignore[return-value]


class _Own:
    """The process that unpacks it, by its number."""

    def __reduce__(self) -> tuple[Any, tuple[()]]:
        return os.getpid, ()


def test_a_worker_that_dies_is_a_fault_of_one_document() -> None:
    given: list[list[tuple[str, object]]] = [
        [("a", "Near the the end."), ("b", "Fine.")],
        [("c", "Fine."), ("killer", Killer()), ("d", "Near the the end.")],
    ]
    with workers(2, Manner(OFF)) as pool:
        first, second = pool.check(given)
        (third,) = pool.check([[("e", "Fine.")]])
    assert first.documents.column("document").to_pylist() == ["a", "b"]
    assert second.documents.column("document").to_pylist() == ["c", "killer", "d"]
    faults = second.documents.column("faults").to_pylist()
    assert faults == [[], [f"{KILLED.check}: {KILLED.error}"], []]
    assert second.findings.column("document").to_pylist() == ["d"]
    assert third.documents.num_rows == 1


def test_faults_end_the_command_with_3(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Workers, "_run", lambda _, shares: [None] * len(shares))
    path = write(tmp_path / "a.jsonl", [{"text": "Fine."}, {"text": None}])
    outcome = check_corpus([str(path)], tmp_path / "out", settings=OFF)
    assert outcome.exit_code == 3
    assert "a fault in 1 document: see `faults` in the table" in outcome.lines
    assert "Checks failed in 1 document" in (tmp_path / "out" / "index.html").read_text()


def test_a_full_disk_keeps_what_was_written(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = 4  # files: two batches

    def write_whole(path: Path, data: bytes) -> None:
        nonlocal left
        if path.suffix == ".parquet":
            left -= 1
            if left < 0:
                raise OutputError(f"{path}: can't be written: No space left on device")
        written(path, data)

    written = files.write_whole
    monkeypatch.chdir(corpus)
    with monkeypatch.context() as patch:
        patch.setattr(corpus_folder, "write_whole", write_whole)
        with pytest.raises(OutputError, match=r"No space left on device; 2 batches .* --resume"):
            check_corpus(["a.jsonl"], tmp_path / "out", **GIVEN)
    assert len(list((tmp_path / "out" / "documents").iterdir())) == 2
    check_corpus(["a.jsonl"], tmp_path / "out", **GIVEN, resume=True)
    assert contents(tmp_path / "out") == contents(corpus / "whole")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs limits of a Unix")
def test_a_file_that_can_not_grow_is_one_clear_line(corpus: Path) -> None:
    limit = "import resource, sys, os; resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000)); "
    code = f"{limit}os.execv(sys.executable, [sys.executable, '-m', 'qualcheck', *sys.argv[1:]])"
    done = subprocess.run(
        [sys.executable, "-c", code, *run_args("small", size=200_000)],
        cwd=corpus, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 3
    assert re.search(r"can't be written: File too large; 0 batches .* --resume", done.stderr)
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_interrupted_ends_its_workers(corpus: Path) -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "qualcheck", *run_args("interrupted", size=5_000)],
        cwd=corpus, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    _wait_for(running, corpus / "interrupted" / "documents", 1)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=30)  # ends when no worker holds the pipe any more
    assert running.returncode == 130
    assert b"Traceback" not in said
    done = qualcheck(*run_args("interrupted", "--resume", size=5_000), cwd=corpus)
    assert done.returncode == 0


# ------------------------------------------------------------------------- sizes and speed


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux's /proc")
@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.csv", "a.parquet"])
def test_memory_does_not_grow_with_the_corpus(name: str, tmp_path: Path) -> None:
    """A corpus of 120 MB is read and cut into batches in less than it is."""
    path = tmp_path / name
    text = "All of it is of one kind. " * 200
    if name == "a.parquet":
        schema = pa.schema([("body", pa.string())])
        with pq.ParquetWriter(path, schema, use_dictionary=False, compression="none") as writer:
            for start in range(0, 24_000, 8_000):
                bodies = [f"{start + i} {text}" for i in range(8_000)]
                writer.write_table(pa.table({"body": bodies}, schema))
    else:
        with gzip.open(path, "wt", 1) if name.endswith(".gz") else path.open("w") as file:
            is_csv = name.endswith(".csv")
            file.write("body\n" if is_csv else "")
            for i in range(24_000):
                row = f'"{i} {text}"\n' if is_csv else json.dumps({"body": f"{i} {text}"}) + "\n"
                file.write(row)
    code = (
        "import re, sys\n"
        "from pathlib import Path\n"
        "from qualcheck.corpus.inputs import Columns, find_inputs\n"
        "from qualcheck.corpus.run import BATCH_SIZE, batches_of\n"
        "batches = batches_of(find_inputs(sys.argv[1:]), Columns('body'), 10**7, BATCH_SIZE, print)\n"
        "print(sum(len(batch.rows) for batch in batches))\n"
        "print(re.search(r'VmHWM:\\s*(\\d+)', Path('/proc/self/status').read_text())[1])\n"
    )
    run = [sys.executable, "-c", code, str(path)]
    done = subprocess.run(run, capture_output=True, text=True, check=True)
    count, peak = map(int, done.stdout.split())
    assert count == 24_000
    assert peak < 200_000  # kilobytes, those of Python and the libraries among them


def test_a_file_that_is_gone_meanwhile_is_damaged(tmp_path: Path) -> None:
    inputs = find_inputs([str(write(tmp_path / name, rows(2))) for name in ("a.csv", "b.csv")])
    (tmp_path / "a.csv").unlink()
    damaged: list[Damage] = []
    (batch,) = batches_of(inputs, COLUMNS, LIMIT, 2000, damaged.append)
    assert len(batch.rows) == 2
    assert [damage.reason for damage in damaged] == ["No such file or directory"]


def test_batches_and_shares_lose_no_row(tmp_path: Path) -> None:
    given = [*rows(30), {"url": "long", "n": 0, "body": "x" * 5000}, *rows(30)]
    inputs = find_inputs(
        [str(write(tmp_path / "a.csv", given)), str(write(tmp_path / "b.jsonl", given))]
    )
    batches = list(batches_of(inputs, COLUMNS, LIMIT, 2000, never))
    found = [row.text for batch in batches for _, row in batch.rows]
    assert found == [row["body"] for row in [*given, *given]]
    assert all(batch.size <= 2000 or len(batch.rows) == 1 for batch in batches)
    assert [batch.number for batch in batches] == list(range(len(batches)))
    positions = [batch.position for batch in batches]
    assert positions == sorted(positions)
    assert positions[-1] == sum(file.path.stat().st_size for file in inputs)
    handed = [("a", text) for text in [*found, "y" * 200_000, *found * 10]]
    cut = list(shares(handed))
    assert [row for share in cut for row in share] == handed
    assert max(map(len, cut)) <= 200


def test_progress_is_told_in_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    clock: Iterator[float] = iter([0.0, 5.0, 11.0, 11.0])
    said: list[str] = []
    now = Progress(1000, position=250, documents=3000, started=time.perf_counter() - 30)
    monkeypatch.setattr("qualcheck.corpus.progress.time.monotonic", lambda: next(clock))
    tell = Lines(said.append)
    tell(now)
    assert said == []
    tell(now)
    assert re.fullmatch(r"25%, 3,000 documents, \d+ a second, \d+ s left", said[0])


def test_time_left_counts_from_where_a_run_went_on() -> None:
    now = Progress(100, position=60, skipped_to=40, started=time.perf_counter() - 10)
    assert now.left == pytest.approx(20, abs=0.5)
    assert Progress(100).left is None
    told = [duration(seconds) for seconds in (9.6, 600, 12_000)]
    assert told == ["10 s", "10 min", "3 h 20 min"]


# --------------------------------------------------------------------------------- the page


def test_the_page_names_every_column_with_its_type() -> None:
    page = (ROOT / "docs" / "corpora.md").read_text("utf-8")
    every = ", ".join(f"`density_{family}`" for family in FAMILIES)
    page = page.replace("`density_a` … `density_h`", every)
    for schema in (DOCUMENTS, FINDINGS):
        for field in schema:
            kind = str(field.type).replace("element", "item")
            pattern = rf"^\| .*`{field.name}`.* \| {re.escape(kind)} \|"
            assert re.search(pattern, page, re.MULTILINE), (field.name, kind)


def test_the_example_in_python_works() -> None:
    page = (ROOT / "docs" / "corpora.md").read_text("utf-8")
    (example,) = re.findall(r"```python\n(import pandas.*?)```", page, re.DOTALL)
    names: dict[str, Any] = {}
    exec(example, names)  # noqa: S102 - our own page
    assert list(names["findings"]["rule"]) != []
    assert names["documents"]["document"].to_list() == ["a"]
    assert names["bad_rows"] == []


def test_there_are_three_questions() -> None:
    assert len(QUESTIONS) == 3


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_questions_have_answers(
    question: str, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(corpus)
    if not (corpus / "out").exists():
        (corpus / "out").symlink_to("whole")  # the page's name for it
    answer = duckdb.sql(question)
    assert answer is not None
    assert answer.fetchall()
