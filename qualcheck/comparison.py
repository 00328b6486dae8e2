"""Two runs over the same texts, side by side: what is new, what is fixed, what remains, and what
is no longer checked.

A finding is known again by its fingerprint (rule, words and their neighbours, never the line), so
that edits elsewhere move it without making it new. Where an edit touched its neighbours, the same
rule on the same words of the same file is the same finding still.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from posixpath import normpath

from qualcheck.jsonreport import Checked, Checks, Noted


@dataclass(frozen=True, slots=True)
class FileComparison:
    """One file before and after. `before` or `after` is None where that run lacks it."""

    before: Checked | None
    after: Checked | None
    new: tuple[Noted, ...]
    fixed: tuple[Noted, ...]
    """Findings of the old run, at their places there."""
    remaining: tuple[Noted, ...]
    """Findings of both runs, at their places in the new one."""
    unchecked: tuple[Noted, ...] = ()
    """Findings of the old run in a file that the new one didn't look at: nobody knows of them."""

    @property
    def trouble(self) -> str:
        """Why nothing can be said of it: one of the runs didn't see all of the file."""
        return next(
            (side.trouble for side in (self.after, self.before) if side and side.trouble), ""
        )

    @property
    def path(self) -> str:
        """The file's name now, or its last."""
        file = self.after or self.before
        return file.path if file else ""

    @property
    def renamed_from(self) -> str:
        """The file's name before, where it has another now."""
        if self.before is None or self.after is None:
            return ""
        same = normpath(self.before.path) == normpath(self.after.path)
        return "" if same else self.before.path


@dataclass(frozen=True, slots=True)
class Comparison:
    """All files of two runs, by their path."""

    files: tuple[FileComparison, ...]
    other_settings: bool = False
    """Whether the runs had other settings, so that what changed needn't be the text."""

    @property
    def new(self) -> Iterator[Noted]:
        """The findings that the old run hasn't."""
        return (finding for file in self.files for finding in file.new)

    @property
    def fixed(self) -> Iterator[Noted]:
        """The findings that the new run hasn't, of files that it looked at."""
        return (finding for file in self.files for finding in file.fixed)

    @property
    def remaining(self) -> Iterator[Noted]:
        """The findings of both."""
        return (finding for file in self.files for finding in file.remaining)

    @property
    def unchecked(self) -> Iterator[Noted]:
        """The findings of files that the new run didn't look at."""
        return (finding for file in self.files for finding in file.unchecked)


def compare(old: Checks, new: Checks) -> Comparison:
    """Pair the files by path, or by content where one was renamed, then their findings."""
    before, after = (_by_path(run.files) for run in (old, new))
    moved = _renamed(before, after)
    pairs = [(before.get(moved.get(path, path)), after[path]) for path in after]
    gone = before.keys() - after.keys() - set(moved.values())
    compared = [_compare(*pair) for pair in [*pairs, *((before[path], None) for path in gone)]]
    files = tuple(sorted(compared, key=lambda file: file.path))
    return Comparison(files, other_settings=old.settings != new.settings)


def _by_path(files: Iterable[Checked]) -> dict[str, Checked]:
    """Each file by its path without `./` and the like, unless two would then be one."""
    files = list(files)
    plain = Counter(normpath(file.path) for file in files)
    return {path if plain[path := normpath(file.path)] == 1 else file.path: file for file in files}


def _renamed(before: Mapping[str, Checked], after: Mapping[str, Checked]) -> dict[str, str]:
    """New path → old path of the files that kept their content and changed their name."""
    lost: dict[str, list[str]] = defaultdict(list)
    for path in sorted(before.keys() - after.keys(), reverse=True):
        lost[before[path].digest].append(path)
    found = {}
    for path in sorted(after.keys() - before.keys()):
        candidates = lost.get(after[path].digest) if after[path].digest else None
        if candidates:
            found[path] = candidates.pop()
    return found


def _compare(before: Checked | None, after: Checked | None) -> FileComparison:
    if any(side and side.trouble for side in (before, after)):
        return FileComparison(before, after, (), (), ())
    if after is None:
        return FileComparison(before, after, (), (), (), before.findings if before else ())
    old: Sequence[Noted] = before.findings if before else ()
    new: Sequence[Noted] = after.findings
    kept: list[Noted] = []
    for key in (_fingerprint, _words):
        old, new, same = _paired(old, new, key)
        kept += same
    remaining = tuple(sorted(kept, key=lambda finding: (finding.line, finding.column)))
    return FileComparison(before, after, tuple(new), tuple(old), remaining)


def _fingerprint(finding: Noted) -> Hashable:
    return finding.fingerprint


def _words(finding: Noted) -> Hashable:
    return finding.rule, finding.text


def _paired(
    old: Sequence[Noted], new: Sequence[Noted], key: Callable[[Noted], Hashable]
) -> tuple[Sequence[Noted], Sequence[Noted], list[Noted]]:
    """What only the old has, what only the new has, and the new ones that both have."""
    waiting: dict[Hashable, list[Noted]] = defaultdict(list)
    for finding in reversed(old):
        waiting[key(finding)].append(finding)
    same, added = [], []
    for finding in new:
        if waiting[key(finding)]:
            waiting[key(finding)].pop()
            same.append(finding)
        else:
            added.append(finding)
    left = {id(finding) for findings in waiting.values() for finding in findings}
    return [finding for finding in old if id(finding) in left], added, same
