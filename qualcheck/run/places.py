"""Where things are kept between runs: the user's cache folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def cache_folder() -> Path:
    """The folder of all that can be worked out again."""
    if home := os.environ.get("XDG_CACHE_HOME"):
        return Path(home) / "qualcheck"
    if sys.platform == "linux" and (home := os.environ.get("HOME")):
        return Path(home) / ".cache" / "qualcheck"  # the XDG rule: spares platformdirs' import
    from platformdirs import user_cache_path

    return user_cache_path("qualcheck")


def reports_file() -> Path:
    """Where reports are kept."""
    return cache_folder() / "reports.db"


def answers_file() -> Path:
    """Where LanguageTool's answers are kept."""
    return cache_folder() / "languagetool" / "answers.db"


def languagetool_state() -> Path:
    """The file that names the server of `qualcheck languagetool start`."""
    return cache_folder() / "languagetool" / "server.json"
