"""The settings: found, merged, checked, each with where it came from.

Defaults < user file < project file < environment < command line. pydantic, tomllib and
pathspec are imported only where a source needs them: most runs have no configuration.
"""

from qualcheck.config.loading import load_settings
from qualcheck.config.settings import (
    Loaded,
    Override,
    Settings,
    path_under,
    pathspec_of,
    settings_digest,
)

__all__ = [
    "Loaded",
    "Override",
    "Settings",
    "load_settings",
    "path_under",
    "pathspec_of",
    "settings_digest",
]
