"""The names of rules and categories in the settings: each must be one that there is.

A name that is spelt wrong would choose nothing, and a check that looks for nothing finds a
clean text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from qualcheck.config.settings import Loaded
from qualcheck.errors import ConfigError, Location, Problem, did_you_mean


def require_known(
    loaded: Loaded, rules: Collection[str], categories: Collection[str], engine: str = ""
) -> None:
    """Raise ConfigError with every name that is no rule's id, no beginning of one (up to one of
    its dots) and no category. Below `engine` any name will do: its rules are known only to it.
    """
    known = {*rules, *categories, *([engine] if engine else [])}
    for rule in rules:
        known.update(rule[:i] for i, char in enumerate(rule) if char == ".")
    problems = [
        _problem(origin, name, f"no rule or category is named {name!r} ({key}){_hint(name, known)}")
        for key, name, origin in _named(loaded)
        if name not in known and not (engine and name.startswith(f"{engine}."))
    ]
    if problems:
        raise ConfigError(sorted(problems, key=_place))


def _place(problem: Problem) -> tuple[str, int, int]:
    location = problem.location
    return location.path, location.line, location.column


def _problem(origin: str, name: str, message: str) -> Problem:
    """A problem at the name itself, on the line where its setting begins or one below it."""
    path, _, line = origin.rpartition(":")
    if not line.isdecimal():
        return Problem(Location(origin), message)
    rows = Path(path).read_text("utf-8-sig", "replace").splitlines()
    for number, row in enumerate(rows[int(line) - 1 :], start=int(line)):
        if name in row:
            return Problem(Location(path, number, row.index(name) + 1), message, row)
    return Problem(Location(path, int(line)), message)


def _named(loaded: Loaded) -> Iterator[tuple[str, str, str]]:
    """The key that holds a name, the name, and where it was set."""
    settings, origins = loaded.settings, loaded.origins
    for key, names in (("select", settings.select), ("ignore", settings.ignore)):
        yield from ((key, name, origins[key]) for name in names)
    for table in ("levels", "limits"):
        yield from ((table, name, origins[f"{table}.{name}"]) for name in getattr(settings, table))
    for i, override in enumerate(settings.overrides):
        for name in (*(override.select or ()), *(override.ignore or ()), *override.levels):
            yield "override", name, origins[f"overrides.{i}"]


def _hint(name: str, known: Collection[str]) -> str:
    return f"; {did_you_mean(name.lower(), known, '`qualcheck rules list` shows them all')}"
