"""Digests from Python's own modules: hashlib loads OpenSSL first, 4 ms of every start.

The standard library does the same where it needs one at start (`random`).
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import blake2b, sha256
else:
    try:
        from _blake2 import blake2b

        if sys.version_info >= (3, 12):
            from _sha2 import sha256
        else:
            from _sha256 import sha256
    except ImportError:  # a Python that was built without them
        from hashlib import blake2b, sha256

__all__ = ["blake2b", "of_bytes", "of_text", "sha256"]


def of_bytes(data: bytes) -> str:
    """SHA-256 in 64 hexadecimal digits."""
    return sha256(data).hexdigest()


def of_text(text: str) -> str:
    """SHA-256 of a text in UTF-8, whatever surrogates it holds."""
    return of_bytes(text.encode("utf-8", "surrogatepass"))
