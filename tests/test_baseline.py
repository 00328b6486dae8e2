"""Baselines: how a finding is known again, the file and its merges, and what a run makes of it."""

from __future__ import annotations

import os
import random
import subprocess
import textwrap
from collections import Counter
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from articles import KINDS, Repository
from hypothesis import given, settings
from hypothesis import strategies as st
from test_cli import qualcheck

from qualcheck.baseline import HEADER, VERSION, Entry, Found, entries_of, match, parse, render
from qualcheck.config import Settings
from qualcheck.errors import ProblemsError, QualcheckError
from qualcheck.findings import Finding, NotRun, Run
from qualcheck.known import Known, begin, load, path_from, shown_lines
from qualcheck.run import check_paths, check_text

OFF = Settings(languagetool="off")


def findings(text: str, path: str = "a.md") -> tuple[Finding, ...]:
    return check_text(text, path=path, settings=replace(OFF, language="en")).findings


def new_in(old: str, new: str, *, path: str = "a.md", new_path: str = "") -> list[str]:
    """What a baseline of the old text doesn't know in the new one."""
    entries = entries_of(Found(path, finding) for finding in findings(old, path))
    found = [Found(new_path or path, finding) for finding in findings(new, new_path or path)]
    matched = match(
        entries, found, judged=lambda _: True, is_there=lambda name: name == (new_path or path)
    )
    known = set(matched.known)
    return [f"{f.rule}: {f.text}" for n, (_, f) in enumerate(found) if n not in known]


# ------------------------------------------------------------------------ known again

PARAGRAPHS = [
    "The council met on Friday. . It talked of the new bridge over the river.",
    "Of of the forty boats in the bay only nine went out before the rain.",
    "Nobody knew why the old gate was shut for for years.",
    "They drank coffee in the cafÃ© and waited for the night train to come.",
    "The town of Kiev sent a group of teachers to look at the school.",
    "Read the sign&amp;nbsp;at the door, the mayor said, and ring twice.",
    "The mayor of Kharkov wrote that Zelensky would come to the harbour.",
    "In the evening Zelenskyy spoke to the crew, and Zelenskyy thanked them.",
    "The colour of the gate is green. The center of the town is old.",
]


@pytest.mark.parametrize("suffix", [".md", ".txt"])
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_moved_and_rewrapped_paragraphs_are_known(suffix: str, data: st.DataObject) -> None:
    old = data.draw(st.lists(st.sampled_from(PARAGRAPHS), min_size=1, max_size=6, unique=True))
    moved = data.draw(st.permutations(old))
    gap = "\n" * data.draw(st.integers(2, 4))
    width = data.draw(st.sampled_from([50, 70, 90, 2000])) if suffix == ".md" else 2000
    new = gap.join(textwrap.fill(paragraph, width) for paragraph in moved)
    path = f"a{suffix}"
    assert new_in("\n\n".join(old), new, path=path) == []
    assert new_in("\n\n".join(old), new, path=path, new_path=f"b{suffix}") == []


@given(width=st.integers(45, 100), quoted=st.booleans(), ending=st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=30, deadline=None)
def test_a_fingerprint_is_the_same_however_lines_are_wrapped(
    width: int, quoted: bool, ending: str
) -> None:
    text = "In May the council of the town met on Friday and talked of of the bridge. . It is old."
    lines = textwrap.wrap(text, width)
    wrapped = ending.join(f"> {line}" if quoted else line for line in lines)
    whole = f"> {text}" if quoted else text
    prints = [sorted(f.fingerprint for f in findings(version)) for version in (whole, wrapped)]
    assert prints[0] == prints[1]
    assert len(prints[0]) == 2


def test_words_of_the_next_paragraph_are_no_context() -> None:
    (found,) = (f for f in findings(f"One is here.\n\n{PARAGRAPHS[1]}\n\nTwo.") if "of" in f.text)
    assert found.context[0] in {"", "Of"}


def test_an_edit_on_one_side_leaves_it_known_in_its_file() -> None:
    old, new = "They met at last. . Then all left.", "They met at last. . Some had left."
    assert new_in(old, new) == []
    assert new_in(old, new, new_path="b.md") == ["punctuation.stray-mark: . ."]


def test_repeated_ones_are_counted() -> None:
    one = "They met at last. . Then all left."
    assert new_in(f"{one}\n\n{one}x", f"{one}\n\n{one}x") == []
    (entry,) = entries_of([Found("a", findings(one)[0])] * 2)
    assert entry.count == 2
    found = [Found("a", findings(one)[0])] * 3
    matched = match([entry], found, judged=lambda _: True, is_there=lambda _: True)
    assert len(matched.known) == 2


def test_a_copy_in_another_file_is_new_while_the_first_is_there() -> None:
    (finding,) = findings("They met at last. . Then all left.")
    entries = entries_of([Found("a.md", finding)])
    both = [Found("b.md", finding), Found("a.md", finding)]
    assert match(entries, both, judged=lambda _: True, is_there=lambda _: True).known == (1,)
    # Nothing can be said of a file that wasn't looked at: that it lost the finding least of all.
    alone = match(entries, both[:1], judged=lambda _: False, is_there=lambda _: True)
    assert alone.known == ()
    assert alone.unseen == entries
    moved = match(entries, both[:1], judged=lambda _: False, is_there=lambda _: False)
    assert moved.known == (0,)
    assert moved.entries[0].path == "b.md"
    assert moved.stale == ()


def test_what_a_whole_text_does_is_known_though_its_first_place_moves() -> None:
    first, second = "Zelensky spoke today to the crew.", "Later Zelensky left the bay again."
    rest = "Zelenskyy came. Zelenskyy went. Zelenskyy stayed. Zelenskyy slept."
    old = f"{first}\n\n{second}\n\n{rest}"
    assert any(f.related for f in findings(old))
    assert new_in(old, f"{second}\n\n{rest}\n\n{first}") == []


# ------------------------------------------------------------------------ the file

names = st.text(st.characters(exclude_categories=()), min_size=1, max_size=12)
ENTRIES = st.lists(
    st.builds(
        Entry,
        fingerprint=st.text("0123456789abcdef", min_size=16, max_size=16),
        marks=st.frozensets(st.text("0123456789abcdef", min_size=8, max_size=8), max_size=3),
        count=st.integers(1, 9),
        rule=st.sampled_from(["names.spelling", "lt.EN_A_VS_AN"]),
        path=names,
        excerpt=names,
    ),
    max_size=6,
    unique_by=lambda entry: (entry.fingerprint, entry.path),
)


@given(entries=ENTRIES, seed=st.integers(0, 99))
def test_a_file_reads_back_in_any_order(entries: list[Entry], seed: int) -> None:
    text = render(entries)
    assert Counter(parse(text, "b")) == Counter(entries)
    assert text.encode("utf-8").decode().splitlines() == text.split("\n")[:-1]
    lines = text.splitlines()
    rest = lines[1:]
    random.Random(seed).shuffle(rest)
    assert Counter(parse("\r\n".join([lines[0], *rest, *rest]), "b")) == Counter(entries)
    assert render(reversed(entries)) == text


def test_the_higher_count_holds_where_a_merge_left_two() -> None:
    line = '0123456789abcdef - {} names.spelling "a b.md" "Kiev"\n'
    (entry,) = parse(HEADER + line.format(2) + line.format(3), "b")
    assert entry == Entry("0123456789abcdef", frozenset(), 3, "names.spelling", "a b.md", "Kiev")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "b:1: is no baseline: its first line is not '# qualcheck-baseline/1'"),
        ("{}", "b:1: is no baseline: its first line is not"),
        ("# qualcheck-baseline/2\n", "b:1: is no baseline: its version is qualcheck-baseline/2; "),
        (HEADER + "<<<<<<< HEAD\n", "b:4: is a conflict of a merge: delete this line"),
        (HEADER + "=======\r\n", "b:4: is a conflict of a merge: delete this line"),
        (f"<<<<<<< HEAD\n# {VERSION}\n", "b:1: is a conflict of a merge"),
        (HEADER + "0123456789abcdef 1\n", "b:4: is no entry of a baseline"),
        (HEADER + '0123456789abcdef - 0 a.b "a" "b"\n', "b:4: is no entry"),
        (HEADER + '0123456789abcdef - 1 a.b "a" "b" "c"\n', "b:4: is no entry"),
        (HEADER + '0123456789abcdef - 1 a.b "a"\n', "b:4: is no entry"),
        (HEADER + '0123456789abcdef - 1 a.b "a" \x1b"\n', "b:4: is no entry"),
    ],
)
def test_bad_files_say_where_and_what_to_do(text: str, says: str) -> None:
    with pytest.raises(ProblemsError) as caught:
        parse(text, "b")
    assert str(caught.value).startswith(says)
    assert "`qualcheck baseline" in str(caught.value)
    assert "\x1b" not in str(caught.value)


def test_all_bad_lines_are_named_at_once() -> None:
    with pytest.raises(ProblemsError) as caught:
        parse(HEADER + "<<<<<<< HEAD\n=======\n>>>>>>> other\nx\n", "b")
    assert [problem.location.line for problem in caught.value.problems] == [4, 5, 6, 7]


# ------------------------------------------------------------------------ a run


def test_what_did_not_run_is_neither_stale_nor_dropped(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("All is well in the town today.\n")
    entry = Entry("0" * 16, frozenset(), 1, "lt.EN_A_VS_AN", "a.md", "a hour")
    known = Known(tmp_path / "b", (entry, replace(entry, rule="names.spelling-variants")))
    run = check_paths([tmp_path / "a.md"], settings=OFF)
    assert known.updated(run, OFF, add=False).text.count("\n0") == 1
    (file,) = run.files
    asked = Run((replace(file, not_run=()),), "", "", 0)
    on = Settings()
    assert known.updated(asked, on, add=False).text.count("\n0") == 0
    missing = replace(file, not_run=(NotRun("LanguageTool", "not installed"),))
    assert known.updated(Run((missing,), "", "", 0), on, add=False).text.count("\n0") == 1
    ignoring = replace(OFF, ignore=("names",))
    stale = replace(known, entries=(replace(entry, rule="names.outdated-place"),))
    assert stale.leave_out(run, ignoring, strict=True).unmet == ()
    assert stale.leave_out(run, OFF, strict=True).unmet != ()


def test_paths_are_relative_to_the_baseline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for path in ("x/a.md", "./x/a.md", "x/../x/a.md", str(tmp_path / "x" / "a.md")):
        assert path_from(tmp_path, path) == "x/a.md"
        assert path_from(tmp_path / "y", path) == "../x/a.md"


def test_a_baseline_is_never_overwritten_by_create(tmp_path: Path) -> None:
    (tmp_path / "b").write_text(HEADER)
    with pytest.raises(QualcheckError, match="is there already"):
        begin(Settings(baseline=str(tmp_path / "b")))


def checked(folder: Path) -> tuple[Run, Settings]:
    chosen = replace(OFF, baseline=str(folder / "qualcheck.baseline"))
    return check_paths([folder], settings=chosen), chosen


def test_three_hundred_files_and_thirty_edits(tmp_path: Path) -> None:
    """Every new artefact is reported and no old one; what an update then writes agrees."""
    repository = Repository.of(300)
    repository.write(tmp_path)
    run, chosen = checked(tmp_path)
    baseline = begin(chosen)
    baseline.path.write_text(baseline.updated(run, chosen, add=True).text, "utf-8")
    same = load(chosen).leave_out(run, chosen, strict=True)
    assert (list(same.findings), same.unmet) == ([], ())
    assert sum(file.known for file in same.files) > 250

    repository.edit(KINDS, 30)
    repository.write(tmp_path)
    run, chosen = checked(tmp_path)
    left = load(chosen).leave_out(run, chosen)
    assert [file.score for file in left.files] == [file.score for file in run.files]
    reported = Counter(
        (os.path.relpath(file.path, tmp_path), next(w for w in words if w.isdigit()))
        for file in left.files
        for finding in file.findings
        for words in (" ".join(finding.context).split(),)
    )
    assert reported == repository.new
    assert len(reported) == 9

    updated = load(chosen).updated(run, chosen, add=False)
    baseline.path.write_text(updated.text, "utf-8")
    again = load(chosen).leave_out(run, chosen, strict=True)
    assert (again.files, again.unmet) == (left.files, ())
    lines = list(shown_lines(load(chosen), [str(tmp_path)]))
    assert lines[-1].endswith(f"{sum(file.known for file in left.files)} known findings in "
                              f"{sum(bool(file.known) for file in left.files)} files")  # fmt: skip


def git(folder: Path, *args: str) -> str:
    return subprocess.run(
        ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *args],
        cwd=folder, check=True, capture_output=True, text=True,
        env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull},
    ).stdout  # fmt: skip


@pytest.mark.parametrize(("edits", "attributes"), [(6, ""), (40, "*.baseline merge=union\n")])
def test_the_baselines_of_two_branches_merge(tmp_path: Path, edits: int, attributes: str) -> None:
    """Each took in what it broke and took out what it fixed: six edits by git's plain merge."""
    repository = Repository.of(300)
    repository.write(tmp_path)
    run, chosen = checked(tmp_path)
    baseline = begin(chosen)
    baseline.path.write_text(baseline.updated(run, chosen, add=True).text, "utf-8")
    (tmp_path / ".gitattributes").write_text(attributes)
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "begin")
    for branch, years, seed in (("one", "01234", 3), ("two", "56789", 4)):
        git(tmp_path, "checkout", "-qb", branch, "main")
        articles = {name: [*map(list, words)] for name, words in repository.files.items()}
        theirs = Repository(articles, random.Random(seed), count(1000 * seed))
        theirs.edit(["break_something", "delete_paragraph", "rewrap"], edits, years)
        theirs.write(tmp_path)
        run, chosen = checked(tmp_path)
        baseline.path.write_text(load(chosen).updated(run, chosen, add=True).text, "utf-8")
        git(tmp_path, "commit", "-qam", branch)
    git(tmp_path, "merge", "-q", "one")
    run, chosen = checked(tmp_path)
    merged = load(chosen).leave_out(run, chosen, strict=not attributes)
    assert (list(merged.findings), merged.unmet) == ([], ())


# ------------------------------------------------------------------------ the command line

DAMAGED = "The council met on Friday. . It talked of of the new bridge.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "old one.md").write_text(DAMAGED)
    (tmp_path / "qualcheck.toml").write_text('languagetool = "off"\n')
    return tmp_path


def test_from_create_to_strict(folder: Path) -> None:
    made = qualcheck("baseline", "create", ".", cwd=folder)
    assert made.returncode == 0, made.stderr
    assert made.stdout == b"qualcheck.baseline: 2 known findings (2 added, 0 gone)\n"
    assert str(folder).encode() not in (folder / "qualcheck.baseline").read_bytes()
    (folder / "qualcheck.toml").write_text(
        'languagetool = "off"\nbaseline = "qualcheck.baseline"\n'
    )
    done = qualcheck("check", ".", cwd=folder)
    assert done.returncode == 0
    assert b"no findings" in done.stdout
    assert b"2 known findings in the baseline\n" in done.stdout

    (folder / "deeper").mkdir()
    (folder / "old one.md").rename(folder / "deeper" / "new.md")
    done = qualcheck("check", "..", cwd=folder / "deeper")
    assert done.returncode == 0, done.stdout

    text = DAMAGED.replace(". .", ".") + "\nThey left. . They came back.\n"
    (folder / "deeper" / "new.md").write_text(text)
    done = qualcheck("check", ".", "--baseline-strict", cwd=folder)
    assert done.returncode == 1
    assert done.stdout.count(b"punctuation.stray-mark") == 1
    assert done.stderr == (
        b"qualcheck: failed: 1 at or over warning; 1 finding of the baseline is gone (punctuation.stray-mark in old one.md): "
        b"`qualcheck baseline update` takes them out\n"
    )
    done = qualcheck("baseline", "update", ".", cwd=folder)
    assert b": 1 known findings (0 added, 1 gone); 1 new not taken in (--add does)" in done.stdout
    assert qualcheck("check", ".", "--baseline-strict", cwd=folder).returncode == 1
    qualcheck("baseline", "update", ".", "--add", cwd=folder)
    done = qualcheck("check", ".", "--baseline-strict", "--format", "json", cwd=folder)
    assert done.returncode == 0
    assert b'"findings":[]' in done.stdout
    assert done.stderr == b""
    shown = qualcheck("baseline", "show", "deeper", cwd=folder).stdout.decode().splitlines()
    assert shown[0] == "deeper/new.md: punctuation.stray-mark: . ."
    assert shown[-1].endswith("qualcheck.baseline: 2 known findings in 1 files")


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["check", ".", "--baseline", "none"], b"none: there is no such baseline; `qualcheck base"),
        (["check", ".", "--baseline", "."], b".: can't be read: Is a directory"),
        (["check", ".", "--baseline-strict"], b"--baseline-strict needs --baseline FILE"),
        (["check", ".", "--baseline", "broken"], b"broken:2: is a conflict of a merge"),
        (["baseline", "create", ".", "--baseline", "broken"], b"broken: is there already"),
        (["baseline", "update", ".", "--baseline", "latin"], b"latin: is no baseline: it isn't UTF-8"),
        (["baseline", "show"], b"qualcheck.baseline: there is no such baseline"),
    ],
)  # fmt: skip
def test_bad_input(folder: Path, args: list[str], says: bytes) -> None:
    (folder / "broken").write_text(f"# {VERSION}\n<<<<<<< HEAD\n=======\n>>>>>>> one\n")
    (folder / "latin").write_bytes(b"# \xff\n")
    done = qualcheck(*args, cwd=folder)
    assert done.returncode == 2
    assert says in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX file names")
def test_odd_names(folder: Path) -> None:
    for name in (b"two\nlines.md", b"not \xff utf-8.md"):
        Path(os.fsdecode(os.path.join(os.fsencode(folder), name))).write_text(DAMAGED)  # noqa: PTH118
    assert qualcheck("baseline", "create", ".", cwd=folder).returncode == 0
    done = qualcheck("check", ".", "--baseline", "qualcheck.baseline", cwd=folder)
    assert done.returncode == 0
    assert b"6 known findings" in done.stdout
    assert qualcheck("baseline", "show", cwd=folder).returncode == 0
