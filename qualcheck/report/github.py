"""Workflow commands that GitHub makes annotations of: at most ten of a kind, the worst.

GitHub hides the rest without a word, so the last one says how many there are; what a job's
summary should say of it is `held_back`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from qualcheck.findings import Run, Severity
from qualcheck.report.machines import (
    Told,
    Trouble,
    message,
    one_line,
    printable,
    slashed,
    troubles,
    worst_first,
)
from qualcheck.report.wording import counted, to_silence

MOST = 10
"""Annotations of a kind that GitHub shows for a step."""
KINDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.SUGGESTION: "notice"}
DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
PROPERTY = {**DATA, ":": "%3A", ",": "%2C"}

Properties = dict[str, str | int]


class _Shown(NamedTuple):
    """What there is of each kind, and how many of it are shown."""

    found: dict[str, list[Told | Trouble]]
    room: dict[str, int]

    @property
    def held_back(self) -> dict[str, int]:
        """Kind → how many there is no room for."""
        left = {kind: len(items) - self.room[kind] for kind, items in self.found.items()}
        return {kind: count for kind, count in left.items() if count > 0}


def render(run: Run) -> str:
    """One command a line, errors first. Columns are code points, only within one line."""
    return "".join(f"{line}\n" for line in _commands(_shown(run)))


def held_back(run: Run) -> str:
    """How many annotations there is no room for; nothing where there is."""
    return _held_back(_shown(run))


def _shown(run: Run) -> _Shown:
    found: dict[str, list[Told | Trouble]] = {kind: [] for kind in KINDS.values()}
    for trouble in troubles(run):
        found["error" if trouble.is_error else "notice"].append(trouble)
    for each in worst_first(run):
        found[KINDS[each.finding.severity]].append(each)
    room = dict.fromkeys(found, MOST)
    if any(len(items) > MOST for items in found.values()):
        room["notice"] -= 1  # for the one that says so
    return _Shown(found, room)


def _held_back(shown: _Shown) -> str:
    left = ", ".join(counted(count, kind) for kind, count in shown.held_back.items())
    return f"GitHub shows {MOST} annotations of a kind; held back: {left}." if left else ""


def _commands(shown: _Shown) -> Iterator[str]:
    for kind, items in shown.found.items():
        for item in items[: shown.room[kind]]:
            yield _finding(kind, item) if isinstance(item, Told) else _trouble(kind, item)
    if said := _held_back(shown):
        yield _command("notice", {"title": "qualcheck"}, f"{said} The job's summary has a list.")


def _finding(kind: str, each: Told) -> str:
    file, finding = each.file, each.finding
    place: Properties = {"file": slashed(file.path)}
    place |= {"line": finding.line, "endLine": finding.end_line}
    if finding.line == finding.end_line:
        place |= {"col": finding.column, "endColumn": finding.end_column}
    silence = to_silence(file, finding)
    said = [message(finding), one_line(finding.why)]
    said.append(f"To silence it: {one_line(silence.text)} ({one_line(silence.where)})")
    properties = {**place, "title": one_line(finding.rule)}
    return _command(kind, properties, "\n".join(line for line in said if line))


def _trouble(kind: str, trouble: Trouble) -> str:
    place = {"file": slashed(trouble.path)} if trouble.path else {}
    return _command(kind, {**place, "title": f"qualcheck: {trouble.kind}"}, trouble.text)


def _command(kind: str, properties: Properties, data: str) -> str:
    given = ",".join(f"{name}={_escaped(str(v), PROPERTY)}" for name, v in properties.items())
    return f"::{kind} {given}::{_escaped(data, DATA)}"


def _escaped(text: str, escapes: dict[str, str]) -> str:
    return "".join(escapes.get(char, char) for char in printable(text))
