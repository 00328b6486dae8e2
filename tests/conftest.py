"""What many tests share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from qualcheck.analyse import analyse
from qualcheck.document import Document
from qualcheck.read import read_bytes

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
"""Texts that may not be copied into the project; tests that want them skip where they are not."""

MakeDocument = Callable[..., Document]


@pytest.fixture(scope="session")
def document() -> MakeDocument:
    """Text → Document, read as plain text (or by the suffix of `path`)."""

    def make(text: str, *, language: str = "en", path: str = "text.txt") -> Document:
        source = read_bytes(text.encode("utf-8", "surrogatepass"), path)
        return analyse(source, language=language)

    return make


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the user's cache or configuration."""
    home = tmp_path_factory.getbasetemp() / "home"
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setenv("LTP_PATH", str(home / "no-languagetool"))
