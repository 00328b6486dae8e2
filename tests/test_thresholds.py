"""What makes a run fail: numbers of findings, limits by rule and category, least scores."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_cli import CLEAN, DAMAGED, qualcheck

OFF = "--languagetool=off"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "clean.txt").write_text(CLEAN)
    (tmp_path / "damaged.txt").write_text(DAMAGED)
    (tmp_path / "soft.txt").write_text("They met in Kiev on Friday to talk of the bridge.\n")
    (tmp_path / "long.txt").write_text(CLEAN * 30 + "\n" + DAMAGED * 30)
    return tmp_path


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["damaged.txt"], 1, ""),
        (["damaged.txt", "--max-findings", "2"], 0, ""),
        (["damaged.txt", "--max-findings", "1"], 1, "2 at or over warning, 1 allowed"),
        (["damaged.txt", "--max-findings", "1", "--fail-on", "error"], 0, ""),
        (["damaged.txt", "--max-findings", "1", "--fail-on", "never"], 0, ""),
        (["damaged.txt", "--fail-on", "never", "--limit", "repetition=1"], 0, ""),
        (["damaged.txt", "--fail-on", "never", "--limit", "repetition.word=0"], 1, "1 of repetition.word, 0 allowed"),
        (["soft.txt", "--limit", "names=0", "--limit", "repetition=0"], 1, "1 of names, 0 allowed"),
        (["damaged.txt", "--fail-on", "never", "--min-score", "99"], 0, ""),  # too short to tell
        (["long.txt", "--fail-on", "never", "--min-score", "99"], 1, "score under 99: long.txt ("),
        (["long.txt", "--fail-on", "never", "--min-score", "flesch_reading_ease=120.5"], 1,
         "flesch_reading_ease under 120.5: long.txt ("),
        (["long.txt", "--fail-on", "never", "--min-score=0", "--limit=punctuation=9"], 1, "30 of punctuation, 9 allowed"),
        ([".", "--fail-on", "never", "--limit", "punctuation=0", "--min-score", "score=99"], 1, "; score under 99"),
    ],
)  # fmt: skip
def test_what_fails_a_run(folder: Path, args: list[str], code: int, said: str) -> None:
    done = qualcheck("check", *args, OFF, cwd=folder)
    assert done.returncode == code, done.stderr
    lines = done.stderr.decode().splitlines()
    assert len(lines) == (1 if said else 0)
    assert all(line.startswith("qualcheck: failed: ") and said in line for line in lines)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--max-findings", "-1"], "'max_findings' must be a whole number, 0 or more, not -1"),
        (["--limit", "repetition.wrod=1"], "no rule or category is named 'repetition.wrod' (limits); did you mean"),
        (["--limit", "repetition"], "'limits.repetition' must be a whole number, 0 or more"),
        (["--limit", "repetition=-2"], "'limits.repetition' must be a whole number, 0 or more, not -2"),
        (["--limit", "=2"], "'limits' has an empty name"),
        (["--min-score", "high"], "'min_scores.score' must be a number, not 'high'"),
        (["--min-score", "flesch=3"], "no figure is named 'flesch'; there are score, flesch_reading_ease"),
    ],
)  # fmt: skip
def test_mistakes_are_told(folder: Path, args: list[str], said: str) -> None:
    done = qualcheck("check", "damaged.txt", *args, OFF, cwd=folder)
    assert done.returncode == 2
    assert said in done.stderr.decode()


def test_settings_and_environment_have_them_too(folder: Path) -> None:
    (folder / "qualcheck.toml").write_text(
        'fail_on = "never"\nlanguagetool = "off"\n[limits]\nrepetition.word = 0\n[min_scores]\nscore = 99\n'
    )
    done = qualcheck("check", "long.txt", cwd=folder)
    assert done.returncode == 1
    assert b"failed: 1 of repetition.word, 0 allowed; score under 99: long.txt" in done.stderr
    loose = {"QUALCHECK_LIMITS": "repetition.word=1", "QUALCHECK_MIN_SCORES": "score=0.5"}
    assert qualcheck("check", "long.txt", cwd=folder, stdin=b"", **loose).returncode == 0
    shown = qualcheck("config", cwd=folder).stdout.decode()
    assert 'limits."repetition.word" = 0' in shown
    assert 'min_scores."score" = 99' in shown


def test_a_report_says_what_does_not_hold(folder: Path) -> None:
    done = qualcheck(
        "check", "damaged.txt", OFF, "--limit=repetition=0", "--format=json", cwd=folder
    )
    assert b'"unmet":["1 of repetition, 0 allowed"]' in done.stdout
