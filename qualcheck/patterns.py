"""Patterns that are compiled when a text first needs them.

Compiling a long one takes a millisecond, and the detectors together have a hundred: more time
than a short text takes.
"""

from __future__ import annotations

import re
from typing import Any, cast


class _Lazy:
    """Stands for a pattern, and takes over its methods as they are asked for."""

    def __init__(self, pattern: str, flags: re.RegexFlag) -> None:
        self._source = pattern, flags

    def __getattr__(self, name: str) -> Any:
        method = getattr(re.compile(*self._source), name)  # `re` keeps what it has compiled
        setattr(self, name, method)
        return method


def lazy(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """A pattern like `re.compile`'s, compiled at its first use. A faulty one raises then."""
    return cast("re.Pattern[str]", _Lazy(pattern, flags))
