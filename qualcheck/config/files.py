"""The files that settings may stand in: found, read, parsed."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from qualcheck.config.places import line_of, problem_in
from qualcheck.errors import Location, Problem
from qualcheck.userfile import shown_path


class File(NamedTuple):
    """A TOML file as read: `shown` is its path as messages give it."""

    path: Path
    shown: str
    text: str
    required: bool


def user_file(environ: Mapping[str, str]) -> Path | None:
    """Where the user's own settings may stand; None where the user has no home.

    On Linux by the XDG rule itself, which spares platformdirs' import; a test holds the
    two together.
    """
    if sys.platform != "linux":
        from platformdirs import user_config_dir

        return Path(user_config_dir("qualcheck", appauthor=False), "qualcheck.toml")
    base = environ.get("XDG_CONFIG_HOME", "").strip()
    if not base and not environ.get("HOME"):
        return None
    return Path(base or Path(environ["HOME"], ".config"), "qualcheck", "qualcheck.toml")


def project_file(start: Path, problems: list[Problem]) -> File | None:
    """The nearest qualcheck.toml, or pyproject.toml with our table, up to the repository root."""
    for folder in (start, *start.parents):
        for name in ("qualcheck.toml", "pyproject.toml"):
            file = read(folder / name, problems)
            if file and (name == "qualcheck.toml" or _has_our_table(file)):
                return file
        if (folder / ".git").exists():
            break
    return None


WORDS = "qualcheck.words"
"""The project's own word list: read without a setting where it stands beside the settings."""


def words_file(start: Path, settings: Path | None) -> Path | None:
    """The word list beside the settings file; without one, the nearest up to the repository root.

    None where there is none.
    """
    if settings is not None:
        beside = Path(os.path.abspath(settings)).with_name(WORDS)  # noqa: PTH100 - no links
        return beside if os.path.lexists(beside) else None
    for folder in (start, *start.parents):
        if os.path.lexists(folder / WORDS):
            return folder / WORDS
        if (folder / ".git").exists():
            break
    return None


def _has_our_table(file: File) -> bool:
    """Whether a pyproject.toml speaks to us; a broken one that names us might."""
    if "qualcheck" not in file.text:  # spares tomllib, and the errors of files not ours
        return False
    try:
        data = parsed(file)
    except MalformedError:
        return True
    tool = data.get("tool")
    return isinstance(tool, dict) and "qualcheck" in tool


def read(path: Path, problems: list[Problem], *, required: bool = False) -> File | None:
    """A file's text; None where there is none or it can't be read (then with a problem)."""
    shown = shown_path(path)
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
        if required:
            problems.append(Problem(Location(shown), f"cannot be read: {error.strerror}"))
        return None
    except OSError as error:
        problems.append(Problem(Location(shown), f"cannot be read: {error.strerror}"))
        return None
    try:
        return File(path, shown, data.decode("utf-8-sig"), required)
    except UnicodeDecodeError as error:
        if required or path.name == "qualcheck.toml" or b"qualcheck" in data:
            problems.append(_not_utf8(shown, data, error))
        return None


def _not_utf8(shown: str, data: bytes, error: UnicodeDecodeError) -> Problem:
    # With utf-8-sig the error's offsets leave out a byte-order mark.
    body = data.removeprefix(b"\xef\xbb\xbf")
    before = body[: error.start].decode("utf-8", "replace")
    text = body.decode("utf-8", "replace")
    return problem_in(shown, text, len(before), f"not UTF-8: byte 0x{body[error.start]:02x}")


class MalformedError(Exception):
    """A file that is not TOML."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.message)


def parsed(file: File) -> dict[str, Any]:
    """The tables of a TOML file; raises MalformedError."""
    import tomllib

    try:
        return tomllib.loads(file.text)
    except tomllib.TOMLDecodeError as error:
        raise MalformedError(_syntax_problem(file, str(error))) from None
    except RecursionError:
        raise MalformedError(Problem(Location(file.shown), "nested too deeply")) from None


def _syntax_problem(file: File, message: str) -> Problem:
    """Its message ends with `(at line 2, column 6)` or `(at end of document)`."""
    match = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", message)
    what = f"not TOML: {message[: match.start()] if match else message}"
    if not match or not match[1]:
        return problem_in(file.shown, file.text, len(file.text.rstrip()), what)
    line, column = int(match[1]), int(match[2])
    return Problem(Location(file.shown, line, column), what, line_of(file.text, line))
