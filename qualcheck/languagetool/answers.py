"""What LanguageTool said of each paragraph, kept on disk: an edit asks about one paragraph anew.

The key is all that an answer depends on: the version, the question, the paragraph's own text. The
offsets are the paragraph's, so it may move.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple
from pathlib import Path

from qualcheck.document import Span
from qualcheck.languagetool.client import Match, Question
from qualcheck.store import Store

LARGEST = 256_000_000
"""Bytes of answers from which the ones unused for longest go, a quarter of them all."""
_FORM = 1
"""Of what is stored; a change makes old answers unknown."""


class Answers:
    """The kept answers of one version and question.

    A file that can't be read or written keeps nothing: the answers are then asked for again.
    """

    def __init__(self, path: Path, version: str, question: Question) -> None:
        self._store = Store(path, LARGEST)
        self._about = json.dumps([_FORM, version, astuple(question)])

    def find(self, texts: Sequence[str]) -> dict[str, list[Match]]:
        """Text → its matches, for the texts that there is an answer for."""
        by_key = {self._key(text): text for text in texts}
        stored = self._store.find(by_key)
        return {by_key[key]: _unpacked(value) for key, value in stored.items()}

    def keep(self, answers: Mapping[str, Iterable[Match]]) -> None:
        """Store answers; make room where there are too many."""
        self._store.keep({self._key(text): _packed(found) for text, found in answers.items()})

    def _key(self, text: str) -> bytes:
        whole = f"{self._about}\0{text}".encode("utf-8", "surrogatepass")
        return hashlib.sha256(whole).digest()


def _packed(matches: Iterable[Match]) -> bytes:
    rows = [
        (m.rule, m.span.start, m.span.end, m.message, m.suggestions, m.category, m.issue_type,
         m.description, m.url)
        for m in matches
    ]  # fmt: skip
    return zlib.compress(json.dumps(rows).encode("ascii")) if rows else b""


def _unpacked(stored: bytes) -> list[Match]:
    if not stored:
        return []
    return [
        Match(rule, Span(start, end), message, tuple(suggestions), *rest)
        for rule, start, end, message, suggestions, *rest in json.loads(zlib.decompress(stored))
    ]
