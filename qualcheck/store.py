"""Bytes kept on disk by key: bounded in size, safe where several runs use them at once.

SQLite does the work. A file that can't be read or written keeps nothing, and nothing is lost but
time: whatever is kept can be worked out again.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path

_BUSY_SECONDS = 10
_MOST_VARIABLES = 500
"""Keys in one query."""
_DAY = 86_400

_SCHEMA = """
create table if not exists kept
    (key blob primary key, value blob not null, used integer not null) without rowid
"""


class Store:
    """Key → value. Over `largest` bytes a quarter goes: what was unused for longest."""

    def __init__(self, path: Path, largest: int) -> None:
        self._path, self._largest = path, largest

    def find(self, keys: Collection[bytes]) -> dict[bytes, bytes]:
        """The values of the keys that there are."""
        found: dict[bytes, bytes] = {}
        if keys and self._path.exists():
            with self._connection() as connection, suppress(sqlite3.Error):
                found.update(_rows(connection, list(keys)))
        return found

    def keep(self, values: Mapping[bytes, bytes]) -> None:
        """Store values; make room where there are too many."""
        today = int(time.time()) // _DAY
        rows = [(key, value, today) for key, value in values.items()]
        with self._connection() as connection, suppress(sqlite3.Error), connection:
            connection.executemany("insert or replace into kept values (?, ?, ?)", rows)
            self._make_room(connection)

    def count(self) -> int:
        """How many values there are."""
        if not self._path.exists():
            return 0
        with self._connection() as connection, suppress(sqlite3.Error):
            return int(connection.execute("select count(*) from kept").fetchone()[0])
        return 0

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

    def _make_room(self, connection: sqlite3.Connection) -> None:
        pages, free, size = (
            connection.execute(f"pragma {name}").fetchone()[0]
            for name in ("page_count", "freelist_count", "page_size")
        )
        if (pages - free) * size > self._largest:
            connection.execute(
                "delete from kept where key in (select key from kept order by used"
                " limit (select count(*) / 4 from kept))"
            )


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
        query = f"select key, value, used from kept where key in ({marks})"  # noqa: S608 - marks only
        found = connection.execute(query, some).fetchall()
        yield from ((key, value) for key, value, _ in found)
        stale = [(today, key) for key, _, used in found if used != today]
        if stale:
            with suppress(sqlite3.OperationalError), connection:  # it may be read-only
                connection.executemany("update kept set used = ? where key = ?", stale)
