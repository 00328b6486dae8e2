"""A run beside a baseline: which of its findings are known, and the baseline brought up to date."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from qualcheck.baseline import Entry, Found, Matched, entries_of, match, parse, render
from qualcheck.check import RuleInfo
from qualcheck.config import Settings
from qualcheck.errors import Location, Problem, ProblemsError, QualcheckError
from qualcheck.findings import FileReport, Run, Severity
from qualcheck.languagetool.presence import NAME, OFF, PREFIX
from qualcheck.run import load_checks, selection
from qualcheck.suppress import DIRECTIVE_RULES

FILE = "qualcheck.baseline"
"""Where a baseline stands if nobody says otherwise. By its suffix no reader takes it for a text."""
NAMED = 3
"""Stale entries that are named; the others are counted."""


class Updated(NamedTuple):
    """A baseline's new text, and what has changed in it, in a line."""

    text: str
    summary: str


@dataclass(frozen=True, slots=True)
class Known:
    """A baseline at its place."""

    path: Path
    entries: tuple[Entry, ...] = ()

    @property
    def folder(self) -> Path:
        """The folder that its paths are relative to."""
        return Path(os.path.abspath(self.path)).parent  # noqa: PTH100 - follows no links

    def leave_out(self, run: Run, settings: Settings, *, strict: bool = False) -> Run:
        """The run without its known findings, which each file counts. Scores stay as they are.

        With `strict`, stale entries are something that the run doesn't hold.
        """
        matched = self._match(run, settings)
        known, first = set(matched.known), 0
        files = []
        for file in run.files:
            numbers = range(first, first := first + len(file.findings))
            new = tuple(f for n, f in zip(numbers, file.findings, strict=True) if n not in known)
            files.append(replace(file, findings=new, known=len(file.findings) - len(new)))
        unmet = _unmet(matched.stale) if strict else ()
        return replace(run, files=tuple(files), unmet=(*run.unmet, *unmet))

    def updated(self, run: Run, settings: Settings, *, add: bool) -> Updated:
        """Without what is fixed, with the new places of what has moved; with `add`, with what is
        new as well. What the run didn't look for stays.
        """
        matched = self._match(run, settings)
        known = set(matched.known)
        fresh = [found for n, found in enumerate(_found(run, self.folder)) if n not in known]
        added = entries_of(fresh) if add else ()
        entries = (*matched.entries, *matched.unseen, *added)
        gone, new = (sum(e.count for e in some) for some in (matched.stale, added))
        total = sum(entry.count for entry in entries)
        left = "" if add or not fresh else f"; {len(fresh):,} new not taken in (--add does)"
        summary = f"{self.path}: {total:,} known findings ({new:,} added, {gone:,} gone){left}"
        return Updated(render(entries), summary)

    def _match(self, run: Run, settings: Settings) -> Matched:
        reports = {path_from(self.folder, file.path): file for file in run.files}
        return match(
            self.entries,
            _found(run, self.folder),
            judged=_judge(reports, settings),
            is_there=lambda path: path in reports or os.path.lexists(self.folder / path),
        )


def load(settings: Settings) -> Known:
    """The baseline of the settings. Raises ProblemsError where there is none, or a bad one."""
    path = Path(settings.baseline or FILE)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        advice = "; `qualcheck baseline create PATHS` writes one" if missing else ""
        what = "there is no such baseline" if missing else f"can't be read: {error.strerror}"
        raise _problem(path, f"{what}{advice}") from error
    except UnicodeDecodeError as error:
        raise _problem(path, "is no baseline: it isn't UTF-8") from error
    return Known(path, parse(text, str(path)))


def _problem(path: Path, message: str) -> ProblemsError:
    return ProblemsError([Problem(Location(str(path)), message)])


def begin(settings: Settings) -> Known:
    """An empty baseline where the settings want one. Raises QualcheckError where one is."""
    path = Path(settings.baseline or FILE)
    if os.path.lexists(path):
        advice = "`qualcheck baseline update` keeps it up to date; to begin anew, delete it first"
        raise QualcheckError(f"{path}: is there already; {advice}")
    return Known(path)


def path_from(folder: Path, path: str) -> str:
    """A path as a baseline in `folder` has it: relative, with forward slashes."""
    try:
        relative = os.path.relpath(os.path.abspath(path), folder)  # noqa: PTH100
    except ValueError:  # another drive of Windows
        return path
    return relative.replace(os.sep, "/")


def _found(run: Run, folder: Path) -> Sequence[Found]:
    """All findings of a run, in its order."""
    return [
        Found(path, finding)
        for file in run.files
        for path in (path_from(folder, file.path),)
        for finding in file.findings
    ]


def _judge(reports: Mapping[str, FileReport], settings: Settings) -> Callable[[Entry], bool]:
    """Whether a run would have found an entry: its file was checked, its rule looked for."""
    rules = {rule.id: rule for check in load_checks(settings.rules) for rule in check.rules}
    rules |= {rule.id: rule for rule in DIRECTIVE_RULES}

    def judged(entry: Entry) -> bool:
        file = reports.get(entry.path)
        if file is None or file.error or file.faults:
            return False
        own = settings.for_path(file.path)
        if entry.rule.startswith(f"{PREFIX}."):
            return _asked_languagetool(file, own)
        rule = rules.get(entry.rule)
        return rule is None or _looked_for(rule, file, own)

    return judged


def _looked_for(rule: RuleInfo, file: FileReport, settings: Settings) -> bool:
    level = selection(settings).level(rule)
    loud = level is not None and level.rank >= Severity(settings.min_severity).rank
    return loud and rule.speaks(file.language.code)


def _asked_languagetool(file: FileReport, settings: Settings) -> bool:
    """Whether LanguageTool ran with all its rules; which it looked for otherwise only it knows."""
    narrowed = settings.select or settings.ignore or settings.languagetool_disabled_rules
    quiet = settings.languagetool == OFF or settings.min_severity != Severity.SUGGESTION
    ran = not any(item.check == NAME for item in file.not_run)
    return ran and not narrowed and not quiet


def _unmet(stale: Sequence[Entry]) -> tuple[str, ...]:
    """In one line, that entries are stale."""
    if not stale:
        return ()
    total = sum(entry.count for entry in stale)
    named = [f"{entry.rule} in {entry.path}" for entry in sorted(stale, key=_by_place)[:NAMED]]
    more = f" and {len(stale) - NAMED:,} more" if len(stale) > NAMED else ""
    what = f"{total:,} finding{' of the baseline is' if total == 1 else 's of the baseline are'}"
    advice = "`qualcheck baseline update` takes them out"
    return (f"{what} gone ({', '.join(named)}{more}): {advice}",)


def _by_place(entry: Entry) -> tuple[str, str, str]:
    return entry.path, entry.rule, entry.fingerprint


def shown_lines(known: Known, paths: Sequence[str]) -> Iterator[str]:
    """The entries of some files and folders, or all, by file, and how many there are.

    Raises QualcheckError for a path that neither is nor was there.
    """
    wanted = [path_from(known.folder, path) for path in paths]
    for path, at in zip(paths, wanted, strict=True):
        if not os.path.lexists(path) and not any(_is_under(e.path, [at]) for e in known.entries):
            raise QualcheckError(f"{path}: no such file or folder, nor any entry of the baseline")
    entries = [entry for entry in known.entries if not wanted or _is_under(entry.path, wanted)]
    for entry in sorted(entries, key=_by_place):
        times = f" (x{entry.count})" if entry.count > 1 else ""
        yield _visible(f"{entry.path}: {entry.rule}{times}: {entry.excerpt}")
    total = sum(entry.count for entry in entries)
    files = len({entry.path for entry in entries})
    yield f"{_visible(str(known.path))}: {total:,} known findings in {files:,} files"


def _is_under(path: str, wanted: Sequence[str]) -> bool:
    return any(at == "." or path == at or path.startswith(f"{at}/") for at in wanted)


def _visible(text: str) -> str:
    from qualcheck.report.terminal import visible

    return visible(text)
