"""The errors that a user can cause or must see, each with its place where it has one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple


def did_you_mean(
    name: str, known: Iterable[str], otherwise: str, *, prefix: str = "", likeness: float = 0.6
) -> str:
    """A question for the known name that is most like one that isn't known; `otherwise` where
    none is so alike (from 0, nothing in common, to 1, the same).
    """
    from difflib import get_close_matches

    near = get_close_matches(name, sorted(known), n=1, cutoff=likeness)
    return f"did you mean '{prefix}{near[0]}'?" if near else otherwise


class Location(NamedTuple):
    """A place in a file the user wrote. Lines and columns count from 1; 0 means unknown."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.path, *(str(n) for n in (self.line, self.column) if n)]
        return ":".join(parts)


class Problem(NamedTuple):
    """One thing wrong in a file: where, what, and the line itself where it is known."""

    location: Location
    message: str
    source_line: str = ""

    def render(self) -> str:
        """`path:line:column: message`, then the line with a caret under the column."""
        head = f"{self.location}: {self.message}"
        if not self.source_line:
            return head
        shown = self.source_line.replace("\t", " ")
        caret = " " * max(self.location.column - 1, 0) + "^"
        return f"{head}\n    {shown}\n    {caret}"


class QualcheckError(Exception):
    """Anything that ends the work with a message instead of a traceback."""


class ProblemsError(QualcheckError):
    """One or more problems in the user's files, reported all at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.render() for problem in self.problems))

    def __reduce__(self) -> tuple[type[ProblemsError], tuple[tuple[Problem, ...]]]:
        """Made of its problems again, not of its message: errors travel between processes."""
        return type(self), (self.problems,)


class ConfigError(ProblemsError):
    """A setting, from whatever source, that cannot be used."""


class RuleError(ProblemsError):
    """A rule file that is not sound."""


class WordFileError(ProblemsError):
    """A dictionary or a glossary that is not sound."""


class ReadError(QualcheckError):
    """A file that cannot be read as text."""


class OutputError(QualcheckError):
    """A report that cannot be written."""


class PluginError(QualcheckError):
    """A plugin that can't be used, or that failed; its message names the distribution."""


class EngineUnavailable(QualcheckError):
    """A part that a check needs (a parser, a server) is not there."""
