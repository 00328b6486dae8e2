"""The command line as a user meets it: what it prints, what it returns."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import ROOT

from qualcheck.config import Settings
from qualcheck.run import find_inputs

CLEAN = "The council met on Friday and talked of the new bridge.\n"
DAMAGED = "The council met on Friday. . It talked of of the new bridge.\n"


def qualcheck(
    *args: str, cwd: Path, stdin: bytes = b"", **env: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "qualcheck", *args],
        cwd=cwd, input=stdin, capture_output=True, check=False, timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT), **env},
    )  # fmt: skip


def shell(
    arguments: str, cwd: Path, stdin: bytes = b"", **env: str
) -> subprocess.CompletedProcess[bytes]:
    """By way of a shell, for pipes and redirections."""
    return subprocess.run(
        ["/bin/sh", "-c", f"{sys.executable} -m qualcheck {arguments}"],
        cwd=cwd, input=stdin, capture_output=True, check=False, timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT), **env},
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "clean.txt").write_text(CLEAN)
    (tmp_path / "damaged.txt").write_text(DAMAGED)
    (tmp_path / "soft.txt").write_text("They met in Kiev on Friday to talk of the bridge.\n")
    return tmp_path


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["check", "clean.txt"], 0),
        (["check", "damaged.txt"], 1),
        (["check", "damaged.txt", "--fail-on", "never"], 0),
        (["check", "soft.txt"], 0),
        (["check", "soft.txt", "--fail-on", "suggestion"], 1),
        (["check", "damaged.txt", "--ignore", "punctuation,repetition"], 0),
        (["check", "damaged.txt", "--select", "names"], 0),
        (["check", "missing.txt"], 2),
        (["check", "missing.txt", "damaged.txt"], 2),
        (["check", "clean.txt", "--fail-on", "sometimes"], 2),
        (["check", "clean.txt", "--format", "pdf"], 2),
        (["check", "clean.txt", "--format", "html"], 2),
        (["check", "damaged.txt", "--format", "markdown"], 1),
        (["check", "damaged.txt", "--format", "csv", "--output", "out.csv"], 1),
        (["check", "clean.txt", "--nonsense"], 2),
        (["check", "clean.txt", "--select", "nmaes"], 2),
        (["check", "clean.txt", "--ignore", "punctuation.stray"], 2),
        (["check", "clean.txt", "--output", "no/such/folder/out.txt"], 3),
        (["report", "damaged.txt", "--output", "clean.txt"], 3),
        (["rules", "show", "punctuation.stray-mark"], 0),
        (["rules", "show", "punctuation.stray"], 2),
        (["rules", "list"], 0),
        (["rules", "schema"], 0),
        (["config"], 0),
        (["--version"], 0),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_exit_codes(folder: Path, args: list[str], code: int) -> None:
    done = qualcheck(*args, cwd=folder)
    assert done.returncode == code, done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_terminal_shows_place_excerpt_and_rule(folder: Path) -> None:
    shown = qualcheck("check", "damaged.txt", cwd=folder).stdout.decode()
    assert "damaged.txt:1:26: error[punctuation.stray-mark]" in shown
    assert "^" in shown
    assert "\x1b" not in shown
    *_, totals, fixable, not_run = shown.splitlines()
    assert totals.startswith("1 file")
    assert fixable == "2 of them can be mended by `qualcheck fix`"
    assert not_run == (
        "not run: LanguageTool: not installed; `qualcheck languagetool install` brings it (1 file)"
    )


def test_the_others_are_still_checked(folder: Path) -> None:
    done = qualcheck("check", "missing.txt", "damaged.txt", cwd=folder)
    assert b"missing.txt: no such file or folder" in done.stderr
    assert b"punctuation.stray-mark" in done.stdout


def test_a_missing_path_is_named_once_and_counted(folder: Path) -> None:
    done = qualcheck("check", "missing.txt", "clean.txt", cwd=folder)
    assert (done.stdout + done.stderr).count(b"missing.txt") == 1
    assert b"1 path not checked" in done.stdout


def test_a_folder_that_cannot_be_read_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not with chmod: who runs the tests may be allowed everything."""
    (folder / "locked").mkdir()
    listed = os.scandir

    def scandir(path: str) -> object:
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied", path)
        return listed(path)

    monkeypatch.setattr(os, "scandir", scandir)
    inputs = find_inputs([str(folder)], Settings())
    assert inputs.errors == (f"{folder}/locked: can't be read: Permission denied",)
    assert len(inputs.files) == 3


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs POSIX file names")
def test_odd_files_in_a_folder(folder: Path) -> None:
    os.mkfifo(folder / "fifo.txt")
    (folder / "loop.txt").symlink_to("loop.txt")
    (folder / "gone.txt").symlink_to("nowhere.txt")
    for name in (b"two\nlines.txt", b"not \xff utf-8.txt"):
        with suppress(OSError), open(os.path.join(os.fsencode(folder), name), "w") as file:  # noqa: PTH118, PTH123
            file.write(DAMAGED)
    terminal = qualcheck("check", ".", cwd=folder)
    assert b"fifo.txt: error: is not a regular file" in terminal.stdout
    assert b"loop.txt: error: can't be read: Too many levels of symbolic links" in terminal.stdout
    assert b"gone.txt: error: can't be read: there is no such file" in terminal.stdout
    assert b"two\nlines" not in terminal.stdout
    printed = qualcheck("check", ".", "--format", "json", cwd=folder)
    files = {file["path"]: file["error"] for file in json.loads(printed.stdout)["files"]}
    assert sum(map(bool, files.values())) == 3
    page = qualcheck("report", ".", "--output", "out", cwd=folder)
    assert (folder / "out" / "index.html").exists()
    for done in (terminal, printed, page):
        assert done.returncode == 2
        assert b"Traceback" not in done.stderr


def test_json_on_standard_output_and_in_a_file(folder: Path) -> None:
    printed = qualcheck("check", ".", "--format", "json", cwd=folder)
    qualcheck("check", ".", "--format", "json", "-o", "out.json", cwd=folder)
    assert json.loads(printed.stdout) == json.loads((folder / "out.json").read_text())
    report = json.loads(printed.stdout)
    assert [file["path"] for file in report["files"]] == [
        "./clean.txt",
        "./damaged.txt",
        "./soft.txt",
    ]
    assert not list(folder.glob(".*.tmp"))


def test_standard_input_has_a_name(folder: Path) -> None:
    done = qualcheck(
        "check", "-", "--stdin-filename", "draft.md", cwd=folder, stdin=b"# A\n\nThe *the* end.\n"
    )
    assert b"draft.md:3:" in done.stdout
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("stdin", "says"),
    [(b"a" * 1_001, b"limit of 0.001 MB"), (b"a\0", b"NUL byte"), (None, b"closed")],
)
def test_standard_input_that_cannot_be_read(folder: Path, stdin: bytes | None, says: bytes) -> None:
    arguments = "check - damaged.txt" + (" <&-" if stdin is None else "")
    done = shell(arguments, folder, stdin or b"", QUALCHECK_MAX_FILE_SIZE="1000")
    assert done.returncode == 2
    assert says in done.stdout
    assert b"punctuation.stray-mark" in done.stdout
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("command", ["check damaged.txt", "config", "rules list", "--version"])
def test_standard_output_that_cannot_be_written(folder: Path, command: str) -> None:
    done = shell(f"{command} > /dev/full", folder)
    assert done.returncode == 3
    assert done.stderr == b"qualcheck: standard output can't be written: No space left on device\n"


def test_a_closed_pipe_ends_quietly(folder: Path) -> None:
    (folder / "long.txt").write_text((DAMAGED + "\n") * 1_000)
    done = shell("check long.txt | head -n 1", folder)
    assert done.stdout.startswith(b"long.txt:1:")
    assert done.stderr == b""


def test_html_report(folder: Path) -> None:
    done = qualcheck("report", ".", "--output", "out", cwd=folder)
    assert done.returncode == 0
    assert len(list((folder / "out").glob("*.html"))) == 4


@pytest.mark.parametrize("workers", ["1", "2"])
def test_output_does_not_depend_on_workers(tmp_path: Path, workers: str) -> None:
    for i in range(12):
        (tmp_path / f"{i:02}.txt").write_text((DAMAGED + "\n" + CLEAN + "\n") * 300)
    done = qualcheck("check", ".", "--format", "json", "--workers", workers, cwd=tmp_path)
    report = json.loads(done.stdout)
    assert [file["path"] for file in report["files"]] == [f"./{i:02}.txt" for i in range(12)]
    assert report["totals"]["errors"] == 12 * 300  # a word doubled all over is the text's own usage


def test_config_problems_name_line_and_column(folder: Path) -> None:
    (folder / "qualcheck.toml").write_text('selct = ["names"]\nfail_on = "sometimes"\n')
    done = qualcheck("check", "clean.txt", cwd=folder)
    assert done.returncode == 2
    assert b"qualcheck.toml:1:1:" in done.stderr
    assert b"qualcheck.toml:2:11:" in done.stderr


def test_names_that_are_no_rules_say_where_they_stand(folder: Path) -> None:
    (folder / "qualcheck.toml").write_text(
        'select = ["names", "wrods"]\n[levels]\n"repetition.wrod" = "off"\npunctuation = "error"\n'
        '[[override]]\npaths = ["a/"]\nignore = ["nothing.like.it"]\n'
    )
    done = qualcheck("check", "clean.txt", cwd=folder)
    assert done.returncode == 2
    assert done.stderr.decode().splitlines() == [
        "qualcheck: qualcheck.toml:1:21: no rule or category is named 'wrods' (select); "
        "did you mean 'words'?",
        '    select = ["names", "wrods"]',
        "                        ^",
        "qualcheck.toml:3:2: no rule or category is named 'repetition.wrod' (levels); "
        "did you mean 'repetition.word'?",
        '    "repetition.wrod" = "off"',
        "     ^",
        "qualcheck.toml:7:12: no rule or category is named 'nothing.like.it' (override); "
        "`qualcheck rules list` shows them all",
        '    ignore = ["nothing.like.it"]',
        "               ^",
    ]


def test_broken_rules_end_the_run_before_any_file(folder: Path) -> None:
    (folder / "own").mkdir()
    (folder / "own" / "bad.yaml").write_text("language: en\ncategory: words\nrules:\n  - id: x\n")
    (folder / "qualcheck.toml").write_text('rules = ["own"]\n')
    done = qualcheck("check", "clean.txt", cwd=folder)
    assert done.returncode == 2
    assert b"bad.yaml:4:" in done.stderr
    assert done.stdout == b""


def test_a_rule_that_runs_away_is_a_fault(folder: Path) -> None:
    (folder / "own").mkdir()
    (folder / "own" / "slow.yaml").write_text(
        "language: en\ncategory: words\nrules:\n"
        "  - {id: own.slow, kind: regex, level: error, mqm: style/awkward, message: Slow., why: Slow.,\n"
        "     pattern: '(a|aa)+$', timeout: 0.05, examples: {bad: ['[[a]]'], good: [b]}}\n"
    )
    (folder / "qualcheck.toml").write_text('rules = ["own"]\n')
    (folder / "damaged.txt").write_text(DAMAGED + "a" * 60 + "b\n")
    done = qualcheck("check", "damaged.txt", cwd=folder)
    assert done.returncode == 3
    assert b"own.slow" in done.stdout
    assert b"punctuation.stray-mark" in done.stdout


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("nul.txt", b"abc\0def", b"NUL byte"),
        ("paper.txt", b"%PDF-1.7 ...", b"PDF"),
        ("big.txt", b"a" * 21_000_000, b"limit is 20 MB"),
    ],
)
def test_unreadable_files_are_their_own_errors(
    folder: Path, name: str, data: bytes, says: bytes
) -> None:
    (folder / name).write_bytes(data)
    done = qualcheck("check", name, "damaged.txt", cwd=folder)
    assert done.returncode == 2
    assert says in done.stdout + done.stderr
    assert b"punctuation.stray-mark" in done.stdout


def test_an_empty_file_has_no_score(folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    report = json.loads(qualcheck("check", "empty.txt", "--format", "json", cwd=folder).stdout)
    assert report["files"][0]["words"] == 0
    assert report["files"][0]["score"] is None


def test_invalid_utf_8_is_a_finding(folder: Path) -> None:
    (folder / "odd.txt").write_bytes(
        "Ein café, das gut ist – ja.\nThe caf\xff of the town.\n".encode(
            "utf-8", "surrogateescape"
        ).replace(b"\xc3\xbf", b"\xff")
    )
    report = json.loads(
        qualcheck("check", "odd.txt", "--language", "en", "--format", "json", cwd=folder).stdout
    )
    assert "characters.replacement" in {f["rule"] for f in report["files"][0]["findings"]}


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        "." * 1_000_000,
        "a " * 500_000,
        "(" * 200_000,
        "\n" * 300_000,
        '"' * 100_000,
        "the " * 100_000,
    ],
    ids=["one word", "stops", "one line", "brackets", "blank lines", "quotes", "loop"],
)
def test_monstrous_texts_finish(tmp_path: Path, text: str) -> None:
    (tmp_path / "monster.txt").write_text(text)
    started = time.monotonic()
    done = qualcheck("check", "monster.txt", "--format", "json", cwd=tmp_path)
    assert done.returncode in {0, 1}, done.stderr.decode()[-500:]
    assert json.loads(done.stdout)["files"][0]["faults"] == []
    assert time.monotonic() - started < 60


def test_interrupt_ends_without_a_traceback(tmp_path: Path) -> None:
    for i in range(40):
        (tmp_path / f"{i}.txt").write_text((DAMAGED + "\n") * 3_000)
    running = subprocess.Popen(
        [sys.executable, "-m", "qualcheck", "check", "."], cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        start_new_session=True,
    )  # fmt: skip
    time.sleep(1.5)
    os.killpg(running.pid, signal.SIGINT)
    try:
        _, errors = running.communicate(timeout=30)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
    assert running.returncode == 130
    assert b"Traceback" not in errors


def test_what_is_named_is_checked_unless_exclude_is_forced(folder: Path) -> None:
    (folder / "qualcheck.toml").write_text('exclude = ["damaged.txt"]\nlanguagetool = "off"\n')
    assert qualcheck("check", "damaged.txt", cwd=folder).returncode == 1
    left = qualcheck("check", "damaged.txt", "clean.txt", "--force-exclude", cwd=folder)
    assert (left.returncode, left.stdout.splitlines()[0][:6]) == (0, b"1 file")
    assert qualcheck("fix", "damaged.txt", "--force-exclude", cwd=folder).returncode == 0
    assert (folder / "damaged.txt").read_text() == DAMAGED
    nothing = qualcheck("check", "damaged.txt", "--force-exclude", cwd=folder)
    assert (nothing.returncode, nothing.stderr) == (0, b"")


def test_a_name_that_is_no_utf_8_is_matched_by_patterns(folder: Path) -> None:
    (folder / "caf\udce9.md").write_text(DAMAGED)
    (folder / "qualcheck.toml").write_text(
        'exclude = ["x/"]\nlanguagetool = "off"\n[[override]]\npaths = ["y/"]\nignore = ["words"]\n'
    )
    done = qualcheck("check", ".", "--format", "json", cwd=folder)
    assert (done.returncode, done.stderr) == (1, b"")
    assert json.loads(done.stdout)["totals"]["files"] == 4


def test_a_file_is_checked_once_whatever_its_names(folder: Path) -> None:
    (folder / "link.txt").symlink_to("damaged.txt")
    (folder / "alone.txt").symlink_to(folder.parent / "far.txt")
    (folder.parent / "far.txt").write_text(CLEAN)
    names = ["damaged.txt", "./damaged.txt", str(folder / "damaged.txt"), "link.txt", "alone.txt"]
    done = qualcheck("check", *names, "--format", "json", cwd=folder)
    assert [file["path"] for file in json.loads(done.stdout)["files"]] == [
        "alone.txt",
        "damaged.txt",
    ]


def test_a_variable_that_is_nearly_a_setting_is_told(folder: Path) -> None:
    done = qualcheck("check", "clean.txt", cwd=folder, stdin=b"", QUALCHECK_FAILON="never")
    assert done.returncode == 2
    assert (
        b"environment QUALCHECK_FAILON: is no setting; did you mean QUALCHECK_FAIL_ON?"
        in done.stderr
    )
    assert (
        qualcheck("check", "clean.txt", cwd=folder, stdin=b"", QUALCHECK_SITE="x").returncode == 0
    )


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of Typer, by click
def test_every_argument_and_option_is_explained() -> None:
    import click
    from typer.main import get_command

    from qualcheck.cli import app

    def leaves(command: click.Command) -> Iterator[click.Command]:
        if not isinstance(command, click.Group):
            yield command
            return
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from leaves(found)

    commands = [*leaves(get_command(app))]
    assert len(commands) > 20
    for command in commands:
        assert command.get_help(click.Context(command))
        assert [p.name for p in command.params if not getattr(p, "help", None)] == []
