"""What LanguageTool said of each paragraph, kept on disk: an edit asks about one paragraph anew.

The key is all that an answer depends on: the version, the question, the paragraph's own text. The
offsets are the paragraph's, so it may move. SQLite takes care of several runs at once.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import astuple
from pathlib import Path

from qualcheck.document import Span
from qualcheck.languagetool.client import Match, Question

LARGEST = 256_000_000
"""Bytes of answers from which the ones unused for longest go, a quarter of them all."""
_FORM = 1
"""Of what is stored; a change makes old answers unknown."""
_BUSY_SECONDS = 10
_MOST_VARIABLES = 500
"""Keys in one query."""
_DAY = 86_400

_SCHEMA = """
create table if not exists answers
    (key blob primary key, matches blob not null, used integer not null) without rowid
"""


class Answers:
    """The kept answers of one version and question.

    A file that can't be read or written keeps nothing: the answers are then asked for again.
    """

    def __init__(self, path: Path, version: str, question: Question) -> None:
        self._path = path
        self._about = json.dumps([_FORM, version, astuple(question)])

    def find(self, texts: Sequence[str]) -> dict[str, list[Match]]:
        """Text → its matches, for the texts that there is an answer for."""
        by_key = {self._key(text): text for text in texts}
        found: dict[str, list[Match]] = {}
        with self._connection() as connection, suppress(sqlite3.Error):
            for key, stored in _rows(connection, list(by_key)):
                found[by_key[key]] = _unpacked(stored)
        return found

    def keep(self, answers: Mapping[str, Iterable[Match]]) -> None:
        """Store answers; make room where there are too many."""
        today = int(time.time()) // _DAY
        rows = [(self._key(text), _packed(found), today) for text, found in answers.items()]
        with self._connection() as connection, suppress(sqlite3.Error), connection:
            connection.executemany("insert or replace into answers values (?, ?, ?)", rows)
            _make_room(connection)

    def _key(self, text: str) -> bytes:
        whole = f"{self._about}\0{text}".encode("utf-8", "surrogatepass")
        return hashlib.sha256(whole).digest()

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """The file, or an empty one in memory where it is of no use. A broken one is begun anew."""
        try:
            connection = self._open()
        except sqlite3.DatabaseError as error:
            if _is_broken(error):
                self._path.unlink(missing_ok=True)
            connection = _nothing()
        except OSError:
            connection = _nothing()
        with closing(connection):
            yield connection

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path, timeout=_BUSY_SECONDS)
        try:
            connection.execute(_SCHEMA)
        except BaseException:
            connection.close()
            raise
        return connection


def _nothing() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute(_SCHEMA)
    return connection


def _is_broken(error: sqlite3.DatabaseError) -> bool:
    """Whether the file is no database, or no longer: not where it is merely busy or read-only."""
    return type(error) is sqlite3.DatabaseError


def _rows(connection: sqlite3.Connection, keys: list[bytes]) -> Iterator[tuple[bytes, bytes]]:
    today = int(time.time()) // _DAY
    for i in range(0, len(keys), _MOST_VARIABLES):
        some = keys[i : i + _MOST_VARIABLES]
        marks = ",".join("?" * len(some))
        query = f"select key, matches, used from answers where key in ({marks})"  # noqa: S608 - marks only
        found = connection.execute(query, some).fetchall()
        yield from ((key, matches) for key, matches, _ in found)
        stale = [(today, key) for key, _, used in found if used != today]
        with suppress(sqlite3.OperationalError), connection:  # it may be there to be read only
            connection.executemany("update answers set used = ? where key = ?", stale)


def _make_room(connection: sqlite3.Connection) -> None:
    pages, free, size = (
        connection.execute(f"pragma {name}").fetchone()[0]
        for name in ("page_count", "freelist_count", "page_size")
    )
    if (pages - free) * size > LARGEST:
        connection.execute(
            "delete from answers where key in (select key from answers order by used"
            " limit (select count(*) / 4 from answers))"
        )


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
