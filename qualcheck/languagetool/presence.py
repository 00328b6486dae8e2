"""Whether LanguageTool is on this machine: asked by every run, so it imports next to nothing.

It lies where language_tool_python keeps it (`$LTP_PATH`, else a folder in the user's cache): what
one of the two installs the other finds.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from qualcheck.errors import EngineUnavailable

VERSION = "6.8"
"""Of LanguageTool; the one that the table of `meaning.py` was measured with."""
INSTALL_COMMAND = "qualcheck languagetool install"
JARS = ("languagetool-server.jar", "languagetool.jar")
NAME = "LanguageTool"
PREFIX = "lt"
"""`lt.EN_A_VS_AN` is LanguageTool's rule EN_A_VS_AN."""
AUTO, OFF, REQUIRED = "auto", "off", "required"


class Installation(NamedTuple):
    """A LanguageTool that lies on this machine."""

    folder: Path
    version: str

    @property
    def jar(self) -> Path:
        """The server's jar, or where it would be."""
        found = (self.folder / name for name in JARS)
        return next((jar for jar in found if jar.is_file()), self.folder / JARS[0])


def home() -> Path:
    """The folder of installations; language_tool_python's own choice."""
    return Path(os.environ.get("LTP_PATH") or Path.home() / ".cache" / "language_tool_python")


def find() -> Installation | None:
    """The installation to use: VERSION where it is there, else the newest; None for none."""
    found = [
        Installation(folder, folder.name.removeprefix("LanguageTool-"))
        for folder in home().glob("LanguageTool-*")
        if any((folder / jar).is_file() for jar in JARS)
    ]
    return max(found, key=lambda one: (one.version == VERSION, _by_number(one)), default=None)


def _by_number(installation: Installation) -> tuple[int, ...]:
    return tuple(int(part) for part in installation.version.split(".") if part.isdecimal())


class Missing(NamedTuple):
    """No LanguageTool, and why: every text then has a NotRun that says so."""

    reason: str


def missing(setting: str, state: Path) -> Missing | None:
    """What a run can say at once where there is nothing to use; None where there may be something.

    `state` is the file that names the server of `qualcheck languagetool start`. Raises
    EngineUnavailable where it is required.
    """
    if setting not in (AUTO, REQUIRED) or state.exists() or find():
        return None
    reason = f"not installed; `{INSTALL_COMMAND}` brings it"
    if setting == REQUIRED:
        raise EngineUnavailable(f"LanguageTool is required: {reason}")
    return Missing(reason)
