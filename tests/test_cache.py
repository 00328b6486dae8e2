"""Reports that are kept from one run to the next."""

from __future__ import annotations

import json
import os
import pickle
import sqlite3
import subprocess
import sys
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from test_cli import CLEAN, DAMAGED, qualcheck

from qualcheck.config import Override, Settings
from qualcheck.run import Keep, cache_folder, check_paths, check_source, kept
from qualcheck.run.places import reports_file

OFF = Settings(languagetool="off", language="en")
RULE = """\
language: {language}
category: words
rules:
  - id: house.{name}
    kind: phrase
    level: warning
    mqm: style/unidiomatic
    message: "'{{match}}' is not for us."
    why: The house says so.
    phrases: [{phrase}]
    examples: {{bad: ["It is [[{phrase}]] here."], good: ["It is here."]}}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "clean.txt").write_text(CLEAN)
    (texts / "damaged.md").write_text(DAMAGED)
    return texts


@pytest.fixture
def worked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that had to be worked out."""
    names = list[str]()

    def noted(source: Any, *args: Any, **options: Any) -> Any:
        names.append(Path(source.path).name)
        return check_source(source, *args, **options)

    monkeypatch.setattr("qualcheck.run.files.check_source", noted)
    return names


def test_what_is_unchanged_is_not_checked_again(folder: Path, worked: list[str]) -> None:
    first = check_paths([folder], settings=OFF, cache=True, keep=Keep.PROSE)
    again = check_paths([folder], settings=OFF, cache=True, keep=Keep.PROSE)
    assert (worked, again.files) == (["clean.txt", "damaged.md"], first.files)
    assert [f.findings for f in first.files] != [(), ()]
    (folder / "clean.txt").write_text(CLEAN + "Then it rained.\n")
    check_paths([folder], settings=OFF, cache=True, keep=Keep.PROSE)
    assert worked[2:] == ["clean.txt"]


def test_a_moved_file_keeps_its_report_under_its_new_name(folder: Path, worked: list[str]) -> None:
    check_paths([folder], settings=OFF, cache=True)
    (folder / "damaged.md").rename(folder / "new.md")
    run = check_paths([folder], settings=OFF, cache=True)
    assert len(worked) == 2
    assert [Path(file.path).name for file in run.files] == ["clean.txt", "new.md"]
    (folder / "new.md").rename(folder / "new.txt")  # read by another reader
    check_paths([folder], settings=OFF, cache=True)
    assert worked[2:] == ["new.txt"]


@pytest.mark.parametrize(
    "other",
    [
        Settings(languagetool="off", language="en", ignore=("repetition",)),
        Settings(languagetool="off", language="de"),
        Settings(languagetool="off", language="en", min_severity="error"),
        Settings(languagetool="off", language="en", levels={"repetition": "off"}),
        Settings(languagetool="auto", language="en"),
        Settings(
            languagetool="off", language="en", overrides=(Override(("*",), ignore=("words",)),)
        ),
    ],
)
def test_other_settings_are_checked_anew(folder: Path, worked: list[str], other: Settings) -> None:
    check_paths([folder], settings=OFF, cache=True)
    check_paths([folder], settings=other, cache=True)
    assert len(worked) == 4


@pytest.mark.parametrize(
    "other",
    [
        Settings(languagetool="off", language="en", fail_on="never", workers=1, format=("json",)),
        Settings(languagetool="off", language="en", exclude=("*.html",)),
        Settings(languagetool="off", language="en", max_findings=3, limits={"words": 2}),
        Settings(languagetool="off", language="en", overrides=(Override(("*.html",), ignore=("words",)),)),
    ],
)  # fmt: skip
def test_settings_that_change_no_report_change_nothing(
    folder: Path, worked: list[str], other: Settings
) -> None:
    check_paths([folder], settings=OFF, cache=True)
    check_paths([folder], settings=other, cache=True)
    assert len(worked) == 2


def test_directives_beside_a_text_count(folder: Path, worked: list[str]) -> None:
    (folder / "plain.txt").write_text(DAMAGED)
    before = check_paths([folder / "plain.txt"], settings=OFF, cache=True)
    (folder / "plain.txt.qualcheck").write_text("repetition.word\n")
    after = check_paths([folder / "plain.txt"], settings=OFF, cache=True)
    assert len(after.files[0].findings) == len(before.files[0].findings) - 1
    again = check_paths([folder / "plain.txt"], settings=OFF, cache=True)
    assert (again.files, worked) == (after.files, ["plain.txt", "plain.txt"])


def test_an_edited_rule_takes_the_texts_in_its_language(folder: Path, tmp_path: Path) -> None:
    for language, phrase in (("en", "the new bridge"), ("de", "die neue Brücke")):
        (tmp_path / "house" / language).mkdir(parents=True)
        text = RULE.format(language=language, name=f"bridge-{language}", phrase=phrase)
        (tmp_path / "house" / language / "own.yaml").write_text(text)
    (folder / "deutsch.txt").write_text(
        "Der Rat sprach am Freitag über die neue Brücke am Fluss.\n" * 3
    )
    script = (
        "import sys; from qualcheck.run import check_paths, files; from qualcheck.config import Settings\n"
        "real = files.check_source\n"
        "def noted(source, *args, **options):\n"
        "    print(source.path.rpartition('/')[2])\n"
        "    return real(source, *args, **options)\n"
        "files.check_source = noted\n"
        "check_paths([sys.argv[1]], settings=Settings(languagetool='off', rules=(sys.argv[2],)), cache=True)"
    )

    def run() -> list[str]:
        command = [sys.executable, "-c", script, str(folder), str(tmp_path / "house")]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
        return sorted(done.stdout.split())

    assert run() == ["clean.txt", "damaged.md", "deutsch.txt"]
    assert run() == []
    german = tmp_path / "house" / "de" / "own.yaml"
    german.write_text(german.read_text().replace("not for us", "not ours"))
    assert run() == ["deutsch.txt"]
    english = tmp_path / "house" / "en" / "own.yaml"
    english.write_text(english.read_text().replace("not for us", "not ours"))
    assert run() == ["clean.txt", "damaged.md"]


def test_an_edited_rule_file_that_is_named_itself_is_noticed(
    folder: Path, worked: list[str], tmp_path: Path
) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(RULE.format(language="en", name="bridge", phrase="the new bridge"))
    for _ in range(2):
        check_paths([folder], settings=replace(OFF, rules=(str(own),)), cache=True)
    assert len(worked) == 2
    own.write_text(own.read_text().replace("not for us", "not ours"))
    kept.rules_digest.cache_clear()
    check_paths([folder], settings=replace(OFF, rules=(str(own),)), cache=True)
    assert len(worked) == 4


def test_a_change_of_the_program_forgets_all(
    folder: Path, worked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    check_paths([folder], settings=OFF, cache=True)
    monkeypatch.setattr(kept, "program_digest", lambda: "another")
    check_paths([folder], settings=OFF, cache=True)
    assert len(worked) == 4


@pytest.mark.parametrize("damage", ["text", "truncated", "pickle"])
def test_a_damaged_file_of_reports_costs_time_only(
    folder: Path, worked: list[str], damage: str
) -> None:
    first = check_paths([folder], settings=OFF, cache=True)
    path = reports_file()
    if damage == "text":
        path.write_bytes(b"no database " * 500)
    else:
        evil = pickle.dumps(os.system) if damage == "pickle" else b"\x80\x05"
        with sqlite3.connect(path) as connection:
            connection.execute("update kept set value = ?", [zlib.compress(evil)])
        connection.close()
    again = check_paths([folder], settings=OFF, cache=True)
    assert (again.files, len(worked)) == (first.files, 4)


def test_what_failed_is_not_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "binary.txt").write_bytes(b"\0\1\2" * 50)
    check_paths([folder], settings=OFF, cache=True)
    with sqlite3.connect(reports_file()) as connection:
        assert connection.execute("select count(*) from kept").fetchone() == (2,)
    connection.close()


def test_runs_side_by_side_keep_what_each_found(folder: Path) -> None:
    for i in range(300):
        (folder / f"{i}.txt").write_text(f"{CLEAN} {i}")
    command = [
        sys.executable,
        "-m",
        "qualcheck",
        "check",
        str(folder),
        "--languagetool=off",
        "--format=json",
    ]
    several = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(3)]
    said = [process.communicate(timeout=120)[0] for process in several]
    assert said[0] == said[1] == said[2]
    with sqlite3.connect(reports_file()) as connection:
        assert connection.execute("select count(*) from kept").fetchone() == (302,)
    connection.close()


def test_the_command_line(folder: Path) -> None:
    off = ("--languagetool=off", "--format=json")
    first = qualcheck("check", "texts", *off, cwd=folder.parent).stdout
    assert json.loads(first)["totals"]["files"] == 2
    info = qualcheck("cache", "info", cwd=folder).stdout.decode()
    assert info.startswith(f"folder: {cache_folder()}\nreports: 2 in ")
    assert "parsed rules: 1 in " in info
    assert qualcheck("check", "texts", *off, "--no-cache", cwd=folder.parent).stdout == first
    assert qualcheck("cache", "clear", cwd=folder).stdout.startswith(b"freed ")
    assert b"reports: 0 in 0.0 MB" in qualcheck("cache", "info", cwd=folder).stdout
    unkept = {"QUALCHECK_CACHE": "false"}
    qualcheck("check", "texts", *off, cwd=folder.parent, stdin=b"", **unkept)
    assert b"reports: 0 in 0.0 MB" in qualcheck("cache", "info", cwd=folder).stdout
