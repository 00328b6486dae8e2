"""What git says has changed: lines of files, by a diff of one call. git runs without a shell.

Names come out of git as bytes and are decoded as the file system's, so that a name with a newline
or without UTF-8 is the name that a walk through the folder gives. Lines count from 1 and end at LF,
as git counts them.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from qualcheck.errors import QualcheckError

Lines = tuple[range, ...] | None
"""Changed lines, sorted; None for all of a file: a new one, or one that git calls binary."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What has changed in a repository's working tree, or in its index."""

    root: str
    lines: Mapping[str, Lines]
    """Path from the root → its changed lines. A path that isn't there hasn't changed."""


def since(ref: str, folder: str = ".") -> Changes:
    """What the working tree has that the merge base of `ref` and HEAD hasn't, new files included.

    Raises QualcheckError where there is no repository, no such commit or no merge base.
    """
    root = _root(folder)
    base = _merge_base(root, ref)
    lines = dict(_changed(root, "diff", base))
    for name in _git(root, "ls-files", "--others", "--exclude-standard", "-z").split(b"\0"):
        if name:
            lines[os.fsdecode(name)] = None
    return Changes(root, lines)


def staged(folder: str = ".") -> Changes:
    """What the index has that HEAD hasn't. Raises QualcheckError where there is no repository."""
    root = _root(folder)
    return Changes(root, dict(_changed(root, "diff", "--cached")))


def staged_content(root: str, path: str) -> bytes:
    """A file as the index has it; `path` is from the root."""
    return _git(root, "cat-file", "blob", f":{path}")


# ------------------------------------------------------------------------ asking git


def _git(folder: str, *args: str, fails: Sequence[int] = ()) -> bytes:
    """What git prints. Raises QualcheckError with its own words where it fails.

    `fails` are the exit statuses that mean an answer of nothing.
    """
    command = ["git", *args]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False)  # noqa: S603
    except FileNotFoundError as error:
        raise QualcheckError("git isn't installed: --since and --staged ask it") from error
    except ValueError as error:  # a NUL in an argument
        raise QualcheckError(f"git can't be asked: {error}") from error
    if done.returncode in fails:
        return b""
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip() or f"exit {done.returncode}"
        raise QualcheckError(f"git {args[0]} failed: {_one_line(said)}")
    return done.stdout


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _root(folder: str) -> str:
    try:
        found = _git(folder, "rev-parse", "--show-toplevel")
    except QualcheckError as error:
        if "not a git repository" not in str(error):
            raise
        message = "there is no git repository here: --since and --staged need one"
        raise QualcheckError(message) from error
    return os.fsdecode(found.removesuffix(b"\n"))


def _merge_base(root: str, ref: str) -> str:
    commit = _git(
        root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}",
        fails=(1, 128),
    ).decode().strip()  # fmt: skip
    if not commit:
        branch = _one_line(ref.removeprefix("origin/"))
        bring = f"git fetch origin {branch}:refs/remotes/origin/{branch}"
        if not re.fullmatch(r"[\w./-]+", branch):  # HEAD~1 and its like
            bring = "git fetch --unshallow"
        advice = f"; this clone is shallow: `{bring}` may bring it" if _is_shallow(root) else ""
        raise QualcheckError(f"--since {_one_line(ref)}: git knows no such commit{advice}")
    base = _git(root, "merge-base", commit, "HEAD", fails=(1,)).decode().strip()
    if not base:
        deeper = (
            "this clone is too shallow: `git fetch --unshallow` (in a workflow, fetch-depth: 0)"
        )
        why = deeper if _is_shallow(root) else "they have no common history"
        raise QualcheckError(f"--since {_one_line(ref)}: no merge base with HEAD; {why}")
    return base


def _is_shallow(root: str) -> bool:
    return _git(root, "rev-parse", "--is-shallow-repository").strip() == b"true"


# ------------------------------------------------------------------------ reading a diff

_PLAIN = (
    "-U0", "--inter-hunk-context=0", "--no-color", "--no-ext-diff", "--no-textconv",
    "--find-renames", "--ignore-submodules", "--src-prefix=a/", "--dst-prefix=b/",
)  # fmt: skip
"""A diff as it is read here, whatever the user's own settings are."""


def _changed(root: str, *diff: str) -> Iterator[tuple[str, Lines]]:
    """Paths and changed lines of a diff's new side; files that are gone left out."""
    command, *which = diff
    return _parsed(_git(root, command, *_PLAIN, *which, "--"))


def _parsed(patch: bytes) -> Iterator[tuple[str, Lines]]:
    """The same, of the patch itself. Content is passed over by its count of lines, so that no line
    of a text is taken for a header.
    """
    rows = patch.split(b"\n")
    at, name, ranges = 0, None, list[range]()
    while at < len(rows):
        row = rows[at]
        at += 1
        if row.startswith(b"diff --git "):
            if name is not None:
                yield name, tuple(ranges)
            name, ranges = None, []
        elif row.startswith(b"+++ ") and row != b"+++ /dev/null":
            name = _name(row[len(b"+++ ") :])
        elif hunk := re.match(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", row):
            gone, start, new = (1 if part is None else int(part) for part in hunk.groups())
            at = _after(rows, at, gone + new)
            if new:
                ranges.append(range(start, start + new))
        elif binary := re.fullmatch(rb"(?s)Binary files .* and (\"?b/.*) differ", row):
            yield _name(binary[1]), None
    if name is not None:
        yield name, tuple(ranges)


def _after(rows: Sequence[bytes], at: int, content: int) -> int:
    """The row after so many of content; what git notes of a missing newline is none."""
    while content and at < len(rows):
        content -= not rows[at].startswith(b"\\")
        at += 1
    return at


def _name(written: bytes) -> str:
    """A path as a patch writes it: after `b/`, in quotes where it has odd characters."""
    if written.startswith(b'"'):
        written = re.sub(rb"\\([0-7]{3}|.)", _unescaped, written.strip(b"\t")[1:-1])
    else:
        written = written.removesuffix(b"\t")  # that git puts after a name with a blank
    return os.fsdecode(written.removeprefix(b"b/"))


_ESCAPES = dict(zip(b'abtnvfr"\\', b'\a\b\t\n\v\f\r"\\', strict=True))


def _unescaped(escape: re.Match[bytes]) -> bytes:
    written = escape[1]
    code = int(written, 8) if len(written) == 3 else _ESCAPES.get(written[0], written[0])
    return bytes([code & 0xFF])
