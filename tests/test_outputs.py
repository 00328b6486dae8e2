"""`--format` several times: where each report goes, and what can't be had."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from test_cli import CLEAN, DAMAGED, qualcheck

from qualcheck.config import load_settings
from qualcheck.errors import ConfigError

FORMATS = (
    "terminal", "html", "github", "json", "markdown", "csv", "sarif", "gitlab", "junit",
    "checkstyle", "rdjsonl",
)  # fmt: skip
LONGEST_SUMMARY = 1024 * 1024


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "clean.txt").write_text(CLEAN)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a b.md").write_text(DAMAGED)
    return tmp_path


def test_each_report_goes_where_it_is_sent(folder: Path) -> None:
    formats = [f"--format={name}:out.{name}" for name in FORMATS if name != "html"]
    done = qualcheck(
        "check", "docs", *formats, "--format=html:pages", "--format=terminal", cwd=folder
    )
    assert done.returncode == 1, done.stderr
    assert b"punctuation.stray-mark" in done.stdout
    for name in FORMATS:
        if name == "html":
            assert (folder / "pages" / "index.html").exists()
        else:
            text = (folder / f"out.{name}").read_text("utf-8")
            assert "stray" in text
    alone = qualcheck("check", "docs", "--format", "json", cwd=folder)
    assert alone.stdout == (folder / "out.json").read_bytes()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("--format sarf", "command line: no report format is named 'sarf'; did you mean 'sarif'?"),
        ("--format pdf:x.pdf", "no report format is named 'pdf'; choose one of terminal, html, github, json"),
        ("--format json --format csv",
         "--format: json and csv would both go to standard output; give one of them a file"),
        ("--format json:x --format csv:./x", "--format: json and csv would both go to x"),
        ("--format html", "--format html needs --output FOLDER (or html:FOLDER)"),
        ("--format html:a.html", "--format html needs --output FOLDER (or html:FOLDER)"),
        ("--format json:x -o y", "--output is for one --format; with several, give NAME:FILE"),
        ("--format json --format csv:x -o y", "--output is for one --format"),
        ("--format markdown:clean.txt", "clean.txt: is to be checked; a report can't take its place"),
        ("-o ./clean.txt", "clean.txt: is to be checked; a report can't take its place"),
        ("--format JSON", "command line: 'format' must be the name of a report format"),
        ("--format :x", "command line: 'format' must be the name of a report format"),
    ],
)  # fmt: skip
def test_what_can_not_be_had_is_said_before_a_text_is_read(
    folder: Path, given: str, message: str
) -> None:
    before = (folder / "clean.txt").read_bytes()
    done = qualcheck("check", "clean.txt", "missing.txt", *given.split(), cwd=folder)
    assert done.returncode == 2
    assert message in done.stderr.decode()
    assert b"missing.txt" not in done.stderr
    assert done.stdout == b""
    assert (folder / "clean.txt").read_bytes() == before


def test_a_report_that_can_not_be_written_keeps_no_other_from_it(folder: Path) -> None:
    wanted = ["--format=sarif:no/such/x.sarif", "--format=json:out.json", "--format=csv:docs"]
    done = qualcheck("check", ".", *wanted, "--format=terminal", cwd=folder)
    assert done.returncode == 3
    first, second = done.stderr.decode().splitlines()
    assert first == "qualcheck: no/such/x.sarif: can't be written: No such file or directory"
    assert second == "qualcheck: docs: can't be written: it is a folder"
    assert json.loads((folder / "out.json").read_text("utf-8"))["totals"]["files"] == 2
    assert b"punctuation.stray-mark" in done.stdout


def test_formats_in_settings(folder: Path) -> None:
    (folder / "qualcheck.toml").write_text('format = ["terminal", "sarif:out/a.sarif"]\n')
    (folder / "out").mkdir()
    done = qualcheck("check", ".", cwd=folder / "docs")
    assert b"punctuation.stray-mark" in done.stdout
    assert (folder / "out" / "a.sarif").exists()
    shown = qualcheck("config", cwd=folder).stdout.decode()
    assert f'format = ["terminal", "sarif:{folder}/out/a.sarif"]' in shown
    done = qualcheck("check", ".", "--format", "csv", cwd=folder)
    assert done.stdout.startswith(b"\xef\xbb\xbffile,")
    done = qualcheck("check", "docs", cwd=folder, QUALCHECK_FORMAT="json:e.json, gitlab")
    assert done.stdout.startswith(b"[{")
    assert (folder / "e.json").exists()


@pytest.mark.parametrize("value", ["true", "[]", '["json", 3]', '["json", "Sarif"]', '"two words"'])
def test_a_wrong_format_in_settings_is_shown(folder: Path, value: str) -> None:
    (folder / "qualcheck.toml").write_text(f"format = {value}\n")
    with pytest.raises(ConfigError, match=r"toml:1:\d+: 'format' must be the name of a report"):
        load_settings(folder, environ={})


def test_an_unknown_format_in_settings_is_shown_with_its_place(folder: Path) -> None:
    (folder / "qualcheck.toml").write_text('fail_on = "never"\nformat = ["json", "codeclimate"]\n')
    done = qualcheck("check", "clean.txt", cwd=folder)
    assert done.returncode == 2
    assert done.stderr.startswith(
        b"qualcheck: qualcheck.toml:2: no report format is named 'codeclimate'; "
    )


def test_one_format_needs_no_list(folder: Path) -> None:
    (folder / "qualcheck.toml").write_text('format = "json:-"\n')
    assert load_settings(folder, environ={}).settings.format == ("json:-",)
    done = qualcheck("check", "clean.txt", cwd=folder)
    assert json.loads(done.stdout)["totals"]["files"] == 1


def test_of_an_article_as_much_is_kept_as_the_neediest_wants(folder: Path) -> None:
    wanted = ["json:a", "html:b", "terminal:c"]
    qualcheck("check", "docs", *(f"--format={text}" for text in wanted), cwd=folder)
    qualcheck("check", "docs", "--format", "html:alone", cwd=folder)
    pages = [(folder / name / "docs-a-b.md.html").read_text("utf-8") for name in ("b", "alone")]
    assert pages[0] == pages[1]


@pytest.mark.parametrize("name", ["sarif", "github", "gitlab"])
def test_paths_count_from_the_root_of_the_repository(folder: Path, name: str) -> None:
    (folder / ".git").mkdir()
    outside = folder.parent / f"outside {folder.name}.txt"
    outside.write_text(DAMAGED)
    asked = ["a b.md", str(outside)]
    done = qualcheck("check", *asked, "--format", name, cwd=folder / "docs").stdout.decode()
    assert ("docs/a%20b.md" if name == "sarif" else "docs/a b.md") in done
    assert str(outside).replace(" ", "%20" if name == "sarif" else " ") in done


def test_without_git_ci_says_where_the_root_is(folder: Path) -> None:
    done = qualcheck(
        "check", "a b.md", "--format", "gitlab", cwd=folder / "docs", CI_PROJECT_DIR=str(folder)
    )
    assert {entry["location"]["path"] for entry in json.loads(done.stdout)} == {"docs/a b.md", "."}


def test_reviewdog_joins_the_folder_itself(folder: Path) -> None:
    (folder / ".git").mkdir()
    done = qualcheck("check", "a b.md", "--format", "rdjsonl", cwd=folder / "docs")
    paths = {json.loads(line)["location"]["path"] for line in done.stdout.splitlines()}
    assert paths == {"a b.md", "."}


@pytest.mark.parametrize("name", ["github", "rdjsonl"])
def test_nothing_to_say_is_no_line(folder: Path, name: str) -> None:
    done = qualcheck("check", "clean.txt", "--format", name, "--languagetool", "off", cwd=folder)
    assert (done.returncode, done.stdout) == (0, b"")


def test_github_gets_a_summary(folder: Path) -> None:
    (folder / "docs" / "long.md").write_text(DAMAGED * 60)
    summary = folder / "summary"
    summary.write_text("What another command said.\n")
    done = qualcheck(
        "check", "docs", "--format", "github", "--ignore", "repetition.sentence", cwd=folder,
        GITHUB_STEP_SUMMARY=str(summary),
    )  # fmt: skip
    assert done.stdout.count(b"::error ") == 10
    text = summary.read_text("utf-8")
    assert text.startswith(
        "What another command said.\nGitHub shows 10 annotations of a kind; held"
    )
    assert "## docs/long.md" in text


def test_a_summary_leaves_room_for_what_is_there(folder: Path) -> None:
    summary = folder / "summary"
    (folder / "docs" / "long.md").write_text(DAMAGED * 60)
    summary.write_text("x" * (LONGEST_SUMMARY - 3000) + "\n")
    arguments = ("check", "docs", "--format", "github")
    qualcheck(*arguments, cwd=folder, GITHUB_STEP_SUMMARY=str(summary))
    assert LONGEST_SUMMARY - 2000 < summary.stat().st_size <= LONGEST_SUMMARY
    assert "more findings.**" in summary.read_text("utf-8")
    size = summary.stat().st_size
    qualcheck(*arguments, cwd=folder, GITHUB_STEP_SUMMARY=str(summary))
    assert summary.stat().st_size == size  # one byte too many, and GitHub shows nothing


def test_a_summary_that_can_not_be_written_is_said(folder: Path) -> None:
    done = qualcheck("check", "docs", "--format", "github", cwd=folder, GITHUB_STEP_SUMMARY="docs")
    assert done.returncode == 3
    assert b"docs: the summary can't be written" in done.stderr
    assert b"::error " in done.stdout


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX file names")
@pytest.mark.parametrize("name", [n for n in FORMATS if n not in {"html", "terminal"}])
def test_names_of_files_may_be_odd(folder: Path, name: str) -> None:
    for odd in (b"two\nlines.txt", b"100%,a:b;c=d.txt", b"not \xff utf-8.txt", b" <&\"'>.md"):
        (folder / os.fsdecode(odd)).write_text(DAMAGED)
    done = qualcheck("check", ".", "--format", name, cwd=folder)
    assert done.returncode == 1, done.stderr
    assert done.stderr == b""
    done.stdout.decode("utf-8")


@pytest.mark.parametrize(
    ("options", "measured"),
    [
        ("", False),
        ("--format sarif", False),
        ("--format terminal --format csv:x.csv", False),
        ("--format terminal --format json:x.json", True),
        ("--min-score flesch_reading_ease=10", True),
    ],
)
def test_readability_is_measured_only_where_it_is_asked_for(
    folder: Path, options: str, measured: bool
) -> None:
    (folder / "long.txt").write_text(" ".join([CLEAN] * 12))
    code = "import sys; from qualcheck.cli import app; app(standalone_mode=False)"
    script = f"import atexit, sys\natexit.register(lambda: print('textstat' in sys.modules, file=sys.stderr))\n{code}"
    done = subprocess.run(
        [sys.executable, "-c", script, "check", "long.txt", "--no-cache", *options.split()],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stderr.splitlines()[-1] == str(measured), done.stderr
