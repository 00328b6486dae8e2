"""Checks the quality of texts that went through machine translation, without the source.

>>> from qualcheck import check_text
>>> [finding.rule for finding in check_text("The war goes on. . Talks too.").findings]
['punctuation.stray-mark']
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["__version__", "check_paths", "check_text"]

if TYPE_CHECKING:
    from qualcheck.run import check_paths, check_text


def __getattr__(name: str) -> Any:
    """The two functions, imported when first asked for: `qualcheck --version` needs neither."""
    if name in {"check_paths", "check_text"}:
        return getattr(import_module("qualcheck.run"), name)
    raise AttributeError(f"module 'qualcheck' has no attribute '{name}'")
