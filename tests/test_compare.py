"""Two runs side by side: findings by fingerprint, files by path or content, and bad input."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from qualcheck.comparison import Comparison
from qualcheck.comparison import compare as compare_runs
from qualcheck.errors import ProblemsError
from qualcheck.findings import Severity
from qualcheck.jsonreport import Checked, Checks, Noted, load
from qualcheck.report.compared import render_terminal, to_dict
from qualcheck.report.html import render_comparison


def noted(name: str, line: int = 1, text: str = "", severity: str = "warning") -> Noted:
    return Noted(
        f"rule.{text or name}", Severity(severity), f"about {name}", text or name, line, 1, name
    )


def checked(path: str, *findings: Noted, digest: str = "", points: float | None = 90.0) -> Checked:
    return Checked(path, digest or path, points, findings)


def compare(old: list[Checked], new: list[Checked]) -> Comparison:
    return compare_runs(Checks(tuple(old), "s"), Checks(tuple(new), "s"))


def test_by_fingerprint_wherever_the_line() -> None:
    old = checked("a", noted("x", 1), noted("y", 2))
    new = checked("a", noted("z", 1), noted("x", 9))
    (file,) = compare([old], [new]).files
    assert [f.fingerprint for f in file.new] == ["z"]
    assert [f.fingerprint for f in file.fixed] == ["y"]
    assert [(f.fingerprint, f.line) for f in file.remaining] == [("x", 9)]


def test_a_repeated_finding_counts_each_time() -> None:
    (file,) = compare(
        [checked("a", noted("x", 1), noted("x", 2))], [checked("a", noted("x", 1))]
    ).files
    assert (len(file.new), len(file.fixed), len(file.remaining)) == (0, 1, 1)


def test_an_edit_beside_a_finding_makes_it_no_new_one() -> None:
    old, new = noted("before", 3, text="of of"), noted("after", 3, text="of of")
    (file,) = compare([checked("a", old)], [checked("a", new)]).files
    assert (file.new, file.fixed, file.remaining) == ((), (), (new,))


def test_a_renamed_file_is_the_same_file() -> None:
    old = checked("old.txt", noted("x"), digest="d")
    new = checked("new.txt", noted("x"), digest="d")
    (file,) = compare([old], [new]).files
    assert (file.path, file.renamed_from) == ("new.txt", "old.txt")
    assert len(file.remaining) == 1


def test_one_file_under_two_spellings_of_its_path() -> None:
    (file,) = compare([checked("./a.txt", noted("x"))], [checked("a.txt", noted("x"))]).files
    assert (file.path, file.renamed_from, len(file.remaining)) == ("a.txt", "", 1)


def test_two_paths_that_mean_one_file_stay_two_where_a_run_has_both() -> None:
    both = [checked("a", noted("x")), checked("./a", noted("y"))]
    assert len(compare(both, both).files) == 2


def test_what_was_not_checked_is_not_fixed() -> None:
    unread = Checked("a", "", None, (), trouble="is no text")
    found = compare([checked("a", noted("x"))], [unread])
    assert [*found.fixed, *found.new] == []
    shown = render_terminal(found, colour=False)
    assert "a: not compared: is no text" in shown
    assert "note: 1 not compared" in shown


def test_other_settings_are_told() -> None:
    run = (checked("a"),)
    found = compare_runs(Checks(run, "s"), Checks(run, "t"))
    assert "note: the runs had other settings" in render_terminal(found, colour=False)
    assert "other settings" in render_comparison(found, version="1")


def test_files_that_one_run_lacks() -> None:
    found = compare([checked("gone", noted("x"))], [checked("come", noted("y"))])
    assert [
        (file.path, len(file.new), len(file.fixed), len(file.unchecked)) for file in found.files
    ] == [("come", 1, 0, 0), ("gone", 0, 0, 1)]
    shown = render_terminal(found, colour=False)
    assert shown.splitlines()[3:] == [
        "gone: no longer checked; score was 90.0",
        "? 1:1 warning[rule.x] about x",
        "",
        "1 new, 0 fixed, 0 remaining, 1 no longer checked in 2 files",
        "note: 1 file of the old run not in the new one",
    ]
    told = to_dict(found)
    assert told["totals"]["no_longer_checked"] == 1
    assert [finding["rule"] for finding in told["files"][1]["no_longer_checked"]] == ["rule.x"]
    page = render_comparison(found, version="1")
    assert ">No longer checked: 1<" in page
    assert "<strong>0</strong> fixed" in page


def test_a_file_that_is_gone_and_had_no_findings_is_told() -> None:
    found = compare([checked("gone"), checked("a")], [checked("a")])
    shown = render_terminal(found, colour=False)
    assert shown.endswith("note: 1 file of the old run not in the new one\n")


names = st.lists(st.sampled_from("abc"), max_size=8)


@given(names, names)
def test_nothing_is_lost(old: list[str], new: list[str]) -> None:
    before, after = checked("f", *map(noted, old)), checked("f", *map(noted, new))
    (file,) = compare([before], [after]).files
    assert sorted(f.text for f in (*file.fixed, *file.remaining)) == sorted(old)
    assert sorted(f.text for f in (*file.new, *file.remaining)) == sorted(new)
    assert not {f.text for f in file.new} & {f.text for f in file.fixed}


def test_terminal() -> None:
    found = compare(
        [checked("a", noted("x", 4), points=80.0), checked("same", noted("s"))],
        [checked("a", noted("\x1bz", 2), points=95.5), checked("same", noted("s"))],
    )
    assert render_terminal(found, colour=False).splitlines() == [
        "a: score 80.0 → 95.5",
        "+ 2:1 warning[rule.<U+001B>z] about <U+001B>z",
        "- 4:1 warning[rule.x] about x",
        "",
        "1 new, 1 fixed, 1 remaining in 2 files",
    ]
    assert "  1:1 warning[rule.s]" in render_terminal(found, colour=False, remaining=True)
    assert to_dict(found)["totals"] == {
        "new": 1, "fixed": 1, "remaining": 1, "no_longer_checked": 0,
    }  # fmt: skip


def test_a_page_shows_all_of_it_as_text() -> None:
    evil = "<script>alert(1)</script>"
    page = render_comparison(
        compare(
            [checked("a", noted("x", 4), noted("r", 5), points=80.0), checked("same")],
            [checked("a", noted(evil, 2), noted("r", 6), points=95.5), checked("same")],
        ),
        version="1",
    )
    assert evil not in page
    assert "about &lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert [page.count(f">{title}: 1<") for title in ("New", "Fixed", "Remaining")] == [1, 1, 1]
    assert "1 file without a change" in page
    assert "80" in page
    assert "95.5" in page


def test_a_page_begins_with_what_changed_in_each_file() -> None:
    old = [
        checked("a", noted("x"), noted("y"), points=80.0),
        checked("b"),
        checked("c", noted("z")),
    ]
    new = [
        checked("a", noted("x"), points=95.5),
        checked("b", noted("v")),
        checked("c", noted("z")),
    ]
    page = render_comparison(compare(old, new), version="1")
    overview = page[page.index('class="files overview"') : page.index('id="c1"')]
    for path, number, cells in (
        ("a", 1, '<td class="num">80.0</td><td class="num">95.5</td><td class="num">1</td>'),
        ("b", 2, '<td class="num">90.0</td><td class="num">90.0</td><td class="num zero">0</td>'),
    ):
        assert f'<a href="#c{number}"><bdi>{path}</bdi></a></th>{cells}' in overview
        assert f'id="c{number}"' in page
    assert "<bdi>c</bdi>" not in overview


DAMAGED = "The mayor said the the bridge was closed. They waited in thier cars ,and left.\n"
MENDED = (
    "The mayor said the bridge was closed. They waited in thier cars, and left. It was was old.\n"
)


def qualcheck(cwd: Path, *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "qualcheck", *args],
        cwd=cwd, capture_output=True, check=False, timeout=120, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


def test_from_articles_to_a_comparison(tmp_path: Path) -> None:
    for name, text in (("old", DAMAGED), ("new", MENDED)):
        (tmp_path / "article.txt").write_text(text)
        args = ("check", "article.txt", "--format", "json", "--output", f"{name}.json")
        assert qualcheck(tmp_path, *args).returncode == 1
    done = qualcheck(tmp_path, "compare", "old.json", "new.json", "--format", "json")
    (file,) = json.loads(done.stdout)["files"]
    assert done.returncode == 0
    assert [(f["rule"], f["text"].strip()) for f in file["new"]] == [("repetition.word", "was")]
    assert {f["rule"] for f in file["fixed"]} >= {"repetition.word", "punctuation.space-before"}
    assert [f["text"] for f in file["remaining"]] == ["thier"]
    assert file["score_before"] < file["score_after"]
    failing = qualcheck(tmp_path, "compare", "old.json", "new.json", "--fail-on", "warning")
    assert failing.returncode == 1
    assert "+ 1:82 warning[repetition.word]" in failing.stdout
    assert failing.stdout.endswith(" fixed, 1 remaining in 1 file\n")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "report.json:1:2: is no JSON"),
        (b"\xff\xfe\x00", "is no JSON"),
        (b"[]", "it names no schema"),
        (b'{"schema": "qualcheck-report/9"}', "its schema is 'qualcheck-report/9'"),
        (b'{"schema": "qualcheck-report/1", "files": [{"path": "a"}]}', "damaged report"),
        (b'{"schema": "qualcheck-report/1", "files": 3}', "damaged report"),
        (b"[" * 100_000, "nested too deep"),
        (
            b'{"schema": "qualcheck-report/1", "files": [], "x": ' + b"1" * 5_000 + b"}",
            "is no report",
        ),
    ],
)
def test_bad_reports(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "report.json"
    path.write_bytes(content)
    with pytest.raises(ProblemsError, match=r"report\.json") as caught:
        load(path)
    assert message in str(caught.value)


def test_a_missing_report_and_a_bad_option(tmp_path: Path) -> None:
    missing = qualcheck(tmp_path, "compare", "no.json", "also-no.json")
    assert missing.returncode == 2
    assert missing.stderr == "qualcheck: no.json: can't be read: No such file or directory\n"
    assert qualcheck(tmp_path, "compare", "a", "b", "--format", "yaml").returncode == 2
