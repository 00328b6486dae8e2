"""Only what changed, with real repositories of git."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_cli import qualcheck

from qualcheck.errors import QualcheckError
from qualcheck.git import since, staged

OLD = "It rained. . They left.\n"
NEW = "It snowed. . They came.\n"
CLEAN = "All is well in the town.\n"
ENV = {
    **os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.org",
}  # fmt: skip


def git(folder: Path, *args: str) -> None:
    subprocess.run(["git", *args], cwd=folder, check=True, capture_output=True, env=ENV)


def commit(folder: Path, name: str = "commit") -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", name)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    (folder / "qualcheck.toml").write_text('languagetool = "off"\nlanguage = "en"\n')
    (folder / "old.md").write_text(f"# A note\n\n{OLD}\n{CLEAN}\n")
    (folder / "other.md").write_text(OLD)
    commit(folder)
    git(folder, "checkout", "-qb", "work")
    return folder


def found(folder: Path, *args: str) -> list[str]:
    """`file:line` of each finding."""
    done = qualcheck("check", ".", "--format", "json", *args, cwd=folder)
    assert done.returncode in {0, 1}, done.stderr
    files = json.loads(done.stdout)["files"]
    return [f"{file['path'][2:]}:{f['line']}" for file in files for f in file["findings"]]


def test_since(repository: Path) -> None:
    text = f"# A note\n\n{OLD}\n{CLEAN}\n{NEW}\n"
    (repository / "old.md").write_text(text)
    commit(repository)
    assert found(repository, "--since", "main") == ["old.md:7"]
    assert found(repository, "--since", "HEAD") == []
    (repository / "new one.md").write_text(f"{NEW}\n{NEW.replace('snow', 'hail')}")
    assert found(repository, "--since", "HEAD") == ["new one.md:1", "new one.md:3"]
    git(repository, "checkout", "-q", "main")
    (repository / "other.md").write_text(f"{NEW}\n{OLD}")
    commit(repository)
    git(repository, "checkout", "-q", "work")
    assert found(repository, "--since", "main") == ["old.md:7"]  # not what main did meanwhile
    assert qualcheck("check", ".", "--since", "main", cwd=repository).returncode == 1
    done = qualcheck("check", "other.md", "--since", "main", cwd=repository)
    assert done.returncode == 0
    assert done.stdout.startswith(b"0 files")


def test_from_a_folder_below_and_through_a_link(repository: Path, tmp_path: Path) -> None:
    (repository / "deep").mkdir()
    (repository / "deep" / "a.md").write_text(NEW)
    commit(repository)
    assert found(repository / "deep", "--since", "main") == ["a.md:1"]
    (tmp_path / "link").symlink_to(repository, target_is_directory=True)
    assert found(tmp_path / "link", "--since", "main") == ["deep/a.md:1"]


def test_renamed_files_have_only_their_edits(repository: Path) -> None:
    (repository / "old.md").write_text(f"# A note\n\n{OLD}\n" + CLEAN * 20)
    commit(repository)
    git(repository, "branch", "-f", "main")
    (repository / "old.md").rename(repository / "moved.md")
    commit(repository)
    assert found(repository, "--since", "main") == []
    with (repository / "moved.md").open("a") as file:
        file.write(f"\n{NEW}")
    commit(repository)
    assert found(repository, "--since", "main") == ["moved.md:26"]


def test_staged_lines_as_they_are_staged(repository: Path) -> None:
    file = repository / "old.md"
    file.write_text(f"{file.read_text()}{NEW}")
    git(repository, "add", "old.md")
    file.write_text(f"Two lines\n\nmore at the top.\n\n{file.read_text()}\nIt hailed. . So.\n")
    (repository / "untracked.md").write_text(NEW)
    assert found(repository, "--staged") == ["old.md:7"]
    git(repository, "reset", "-q")
    assert found(repository, "--staged") == []


def test_staged_before_the_first_commit(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / "a.md").write_text(NEW)
    git(tmp_path, "add", "a.md")
    assert found(tmp_path, "--staged") == ["a.md:1"]


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX file names")
@pytest.mark.parametrize("command", ["--since=main", "--staged"])
def test_odd_names(repository: Path, command: str) -> None:
    names = [
        b"two words.md",
        b"two\nlines.md",
        b"not \xff utf-8.md",
        b'a "quote"\t\\.md',
        "é".encode(),
    ]
    paths = [Path(os.fsdecode(os.path.join(os.fsencode(repository), n + b".md"))) for n in names]  # noqa: PTH118
    for path in paths:
        path.write_text(OLD)
    commit(repository)
    git(repository, "branch", "-f", "main")
    for path in paths:
        path.write_text(f"{OLD}\n{NEW}")
    git(repository, "add", "-A")
    done = qualcheck("check", ".", command, "--format", "json", cwd=repository)
    files = json.loads(done.stdout)["files"]
    assert [[f["line"] for f in file["findings"]] for file in files] == [[3]] * len(names)


def test_a_line_of_a_text_is_no_header_of_the_diff(repository: Path) -> None:
    """Lines that look like a patch's own, a text without its last newline, CR LF, and CR alone."""
    (repository / "a.md").write_text("++ b/evil.md\n@@ -1 +1,9 @@\nx")
    (repository / "cr.txt").write_bytes(b"One.\rIt rained. . They left.\rTwo.\r")
    (repository / "crlf.md").write_bytes(OLD.encode().replace(b"\n", b"\r\n") * 2)
    commit(repository)
    git(repository, "branch", "-f", "main")
    (repository / "a.md").write_text("++ b/evil.md\n++ c\ny\n")
    (repository / "cr.txt").write_bytes(b"One.\rIt rained. . They left.\rThree.\r")
    (repository / "crlf.md").write_bytes((OLD + "\n" + NEW).encode().replace(b"\n", b"\r\n"))
    changes = since("main", str(repository))
    assert changes.lines["a.md"] == (range(2, 4),)
    assert set(changes.lines) == {"a.md", "cr.txt", "crlf.md"}
    assert found(repository, "--since", "main", "--select", "punctuation") == [
        "cr.txt:2",
        "crlf.md:3",
    ]


def test_the_users_own_settings_of_git_do_not_matter(repository: Path) -> None:
    for name, value in [
        ("diff.noprefix", "true"), ("diff.mnemonicPrefix", "true"), ("color.ui", "always"),
        ("diff.external", "false"), ("diff.context", "9"), ("diff.relative", "true"),
        ("diff.interHunkContext", "9"), ("diff.renames", "false"), ("core.quotePath", "false"),
    ]:  # fmt: skip
        git(repository, "config", name, value)
    (repository / "old.md").write_text(f"# A note\n\n{OLD}\n{CLEAN}\n{NEW}\n")
    assert since("main", str(repository)).lines == {"old.md": (range(7, 9),)}


def test_what_clashes_with_a_changed_line_is_told(repository: Path) -> None:
    rest = "Zelenskyy came. Zelenskyy went. Zelenskyy slept.\n"
    (repository / "names.md").write_text(f"Zelensky spoke to the crew.\n\n{CLEAN}")
    commit(repository)
    git(repository, "branch", "-f", "main")
    (repository / "names.md").write_text(f"Zelensky spoke to the crew.\n\n{CLEAN}\n{rest}")
    assert found(repository, "--since", "main", "--select", "names") == ["names.md:1"]


def test_directives_beside_a_text_that_did_not_change(repository: Path) -> None:
    (repository / "a.txt").write_text(OLD)
    commit(repository)
    git(repository, "branch", "-f", "main")
    (repository / "a.txt.qualcheck").write_text("punctuation\nnmaes\n")
    assert found(repository, "--since", "main") == ["a.txt.qualcheck:2"]


# ------------------------------------------------------------------------ what can't be done


def test_a_shallow_clone(repository: Path, tmp_path: Path) -> None:
    (repository / "old.md").write_text(NEW)
    commit(repository)
    git(repository, "checkout", "-q", "main")
    (repository / "other.md").write_text(CLEAN)
    commit(repository)
    git(repository, "checkout", "-q", "work")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth=1", "-b", "work", repository.as_uri(), "clone")
    with pytest.raises(
        QualcheckError,
        match=r"shallow: `git fetch origin main:refs/remotes/origin/main` may bring it",
    ):
        since("origin/main", str(clone))
    git(clone, "fetch", "-q", "--depth=1", "origin", "main:refs/remotes/origin/main")
    with pytest.raises(QualcheckError, match=r"no merge base with HEAD; .*git fetch --unshallow"):
        since("origin/main", str(clone))
    git(clone, "fetch", "-q", "--unshallow")
    assert since("origin/main", str(clone)).lines == {"old.md": (range(1, 2),)}


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["--since", "nowhere"], b"--since nowhere: git knows no such commit\n"),
        (["--since", ""], b"--since : git knows no such commit\n"),
        (["--since=--output=x"], b"--since --output=x: git knows no such commit\n"),
        (["--since", "a\x1b[31m\nb"], b"--since a [31m b: git knows no such commit\n"),
        (["--since", "alone"], b"--since alone: no merge base with HEAD; they have no common history"),
        (["--since", "main", "--staged"], b"--since and --staged: choose one"),
        (["-", "--staged"], b"which knows nothing of standard input"),
        (["../outside.md", "--staged"], b"../outside.md: lies outside the git repository"),
    ],
)  # fmt: skip
def test_bad_input(repository: Path, args: list[str], says: bytes) -> None:
    (repository.parent / "outside.md").write_text(CLEAN)
    git(repository, "checkout", "-q", "--orphan", "alone")
    git(repository, "commit", "-qm", "alone")
    git(repository, "checkout", "-q", "work")
    done = qualcheck("check", ".", *args, cwd=repository)
    assert done.returncode == 2
    assert says in done.stderr
    assert b"Traceback" not in done.stderr
    assert not (repository / "x").exists()


def test_without_a_repository_or_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(QualcheckError, match="there is no git repository here"):
        staged(str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(QualcheckError, match="git isn't installed"):
        staged(str(tmp_path))


lines = st.lists(st.sampled_from(["a", "b", "++ b/x", "-- a/x", "@@ -1 +1 @@", ""]), max_size=8)


@given(old=lines, new=lines, ended=st.booleans())
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_what_did_not_change_makes_the_old_text(
    repository: Path, old: list[str], new: list[str], ended: bool
) -> None:
    """Without its changed lines a text is a part of the old one, in order."""
    file, end = repository / "drawn.txt", "\n" if ended else ""
    file.write_text("\n".join(old) + end)
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "--allow-empty", "-m", "drawn")
    file.write_text("\n".join(new) + end)
    changed = since("HEAD", str(repository)).lines.get("drawn.txt", ())
    assert changed is not None
    numbers = {number for some in changed for number in some}
    written = file.read_text().split("\n")
    kept = [line for number, line in enumerate(written, 1) if number not in numbers and line]
    rest = iter([*old, ""])
    assert all(line in rest for line in kept)


def test_staged_directives_hold_for_staged_text(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / "a.txt").write_text(OLD)
    git(tmp_path, "add", ".")
    directives = tmp_path / "a.txt.qualcheck"
    directives.write_text("punctuation.stray-mark\n")
    given = ("check", ".", "--staged", "--languagetool=off")
    assert qualcheck(*given, cwd=tmp_path).returncode == 1  # not staged
    git(tmp_path, "add", ".")
    directives.unlink()
    assert qualcheck(*given, cwd=tmp_path).returncode == 0
