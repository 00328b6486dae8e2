"""A project's terms, and the variants that are not to be used for them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import PurePath

from qualcheck.errors import Problem, WordFileError
from qualcheck.glossaries.check import RULE, Terminology, terminology
from qualcheck.glossaries.entries import Glossary, conflicts
from qualcheck.userfile import State, read_user_file, state_of

__all__ = [
    "RULE",
    "Glossary",
    "Terminology",
    "load_glossaries",
    "require_consistent",
    "terminology",
]


def load_glossaries(paths: Iterable[str]) -> tuple[Glossary, ...]:
    """The glossaries of some files. Raises WordFileError with the problems of all of them."""
    glossaries: list[Glossary] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            glossaries.append(_glossary(state_of(path)))
        except WordFileError as error:
            problems += error.problems
    if problems:
        raise WordFileError(problems)
    return tuple(glossaries)


@lru_cache(64)
def require_consistent(glossaries: tuple[Glossary, ...]) -> None:
    """Raise WordFileError where glossaries that hold together contradict one another."""
    if problems := [*conflicts(glossaries)]:
        raise WordFileError(problems)


@lru_cache(64)
def _glossary(state: State) -> Glossary:
    """One file's entries, kept as long as it stays what it was."""
    path = state[0]
    suffix = PurePath(path).suffix.lower()
    file = read_user_file(path, "glossaries")
    if suffix == ".csv":
        from qualcheck.glossaries.csv import read_csv

        return Glossary(file, read_csv(file))
    if suffix not in {".tbx", ".xml"}:
        file.fail("is no glossary by its name: .csv, .tbx and .xml are read")
    from qualcheck.glossaries.tbx import read_tbx

    return Glossary(file, read_tbx(file))
