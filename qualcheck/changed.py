"""A run over what has changed in git: only files that did, and findings on their changed lines."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from qualcheck.errors import QualcheckError
from qualcheck.findings import FileReport, Finding, Run
from qualcheck.git import Changes, Lines, since, staged, staged_content
from qualcheck.run import Input
from qualcheck.suppress import SIDECAR


@dataclass(frozen=True, slots=True)
class OnlyChanged:
    """What to check, and which findings to keep."""

    changes: Changes
    content: Callable[[str], bytes] | None = None
    """A file's content by its path from the root; None for what the working tree has."""

    def pick(self, file: Input) -> Input | None:
        """A file to check, with the content that its changes are counted in; None if unchanged.

        Raises QualcheckError for one outside the repository.
        """
        path = self._path(file.shown)
        if path not in self.changes.lines and f"{path}{SIDECAR}" not in self.changes.lines:
            return None
        if self.content is None or os.path.islink(file.path):  # noqa: PTH114 - as git sees it
            return file
        return file._replace(content=self.content(path), beside=self._directives(path))

    def _directives(self, path: str) -> bytes:
        """Those beside a file, from where its content is; empty where there are none."""
        try:
            return self.content(f"{path}{SIDECAR}") if self.content else b""
        except QualcheckError:
            return b""

    def on_changed_lines(self, run: Run) -> Run:
        """The run with the findings that touch a changed line. Scores stay as they are."""
        return replace(run, files=tuple(map(self._narrowed, run.files)))

    def _narrowed(self, file: FileReport) -> FileReport:
        path = self._path(file.path)
        lines = self.changes.lines.get(path, ())
        if lines and self._counts_otherwise(path):
            lines = None
        return replace(file, findings=tuple(f for f in file.findings if _touches(f, lines)))

    def _counts_otherwise(self, path: str) -> bool:
        """Whether a file has lines that end in CR alone, which git takes for one long line."""
        try:
            whole = Path(self.changes.root, path)
            data = self.content(path) if self.content else whole.read_bytes()
        except (OSError, QualcheckError):
            return False
        return b"\r" in data.replace(b"\r\n", b"")

    def _path(self, shown: str) -> str:
        """A path from the repository's root, links of folders followed as git does."""
        folder, name = os.path.split(os.path.abspath(shown))  # noqa: PTH100
        whole = os.path.join(os.path.realpath(folder), name)  # noqa: PTH118
        path = os.path.relpath(whole, self.changes.root)
        if path.split(os.sep, 1)[0] == os.pardir:
            raise QualcheckError(f"{shown}: lies outside the git repository {self.changes.root}")
        return path.replace(os.sep, "/")


def only_since(ref: str) -> OnlyChanged:
    """What has changed since the merge base with `ref`. Raises QualcheckError as `since` does."""
    return OnlyChanged(since(ref))


def only_staged() -> OnlyChanged:
    """What is staged, as it is staged. Raises QualcheckError as `staged` does."""
    changes = staged()
    return OnlyChanged(changes, partial(staged_content, changes.root))


def _touches(finding: Finding, lines: Lines) -> bool:
    """Whether a finding, or one of the places that it is about, has a changed line."""
    if lines is None:
        return True
    places = [(finding.line, finding.end_line)]
    places += [(place.line, place.end_line) for place in finding.related]
    return any(
        first < changed.stop and changed.start <= last
        for first, last in places
        for changed in lines
    )
