"""Reports of earlier runs, kept by all that they depend on: what is unchanged isn't checked again.

The key has the file's bytes, the directives beside it, what the settings say of it, LanguageTool's
version, this program's own files and plugins. Rules of a project's own count by language, so that
an edit of a German rule leaves the reports of English texts; which language a text is in, its
report says. Reports with a fault are not kept.
"""

from __future__ import annotations

import io
import json
import os
import pickle
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from qualcheck import __version__, digest
from qualcheck.config import Settings, settings_digest
from qualcheck.errors import OutputError, ReadError
from qualcheck.findings import FileReport
from qualcheck.languagetool.presence import Missing
from qualcheck.plugins import found as found_plugins
from qualcheck.plugins import rule_folders
from qualcheck.read import content_of
from qualcheck.ruleplans import builtin_folder, rule_files
from qualcheck.run.inputs import Input
from qualcheck.run.places import answers_file, cache_folder, reports_file
from qualcheck.store import Store
from qualcheck.suppress import SIDECAR

if TYPE_CHECKING:  # brings HTTP, SQLite and processes with it
    from qualcheck.languagetool.server import Engine
    from qualcheck.run.files import Checked
    from qualcheck.run.text import Keep

LARGEST = 500_000_000
"""Bytes of reports from which those unused for longest go."""
PORTION = 200
"""Reports that are stored together: an interrupted run has lost no more."""
FORM = 1
"""Of what is stored; a change makes old reports unknown."""


def kept_reports(settings: Settings, keep: Keep, engine: Engine | Missing | None) -> Kept | None:
    """The kept reports that a run may use; None where LanguageTool's version isn't known."""
    version = _version_of(engine)
    if version is None:
        return None
    about = [FORM, str(keep), version, program_digest(), *map(str, found_plugins())]
    return Kept(Store(reports_file(), LARGEST), settings, json.dumps(about))


def _version_of(engine: Engine | Missing | None) -> str | None:
    if engine is None:
        return "off"
    return f"missing: {engine.reason}" if isinstance(engine, Missing) else engine.version or None


class Kept:
    """The reports that are kept of one way to check, and those that a run adds."""

    def __init__(self, store: Store, settings: Settings, about: str) -> None:
        self._store, self._settings, self._about = store, settings, about
        self._own: dict[tuple[Any, ...], str] = {}

    def find(self, files: Sequence[Input]) -> dict[str, FileReport]:
        """By the name it goes by, each file's report of an earlier run."""
        keys = {file.shown: key for file in files if (key := self._key_of(file))}
        stored = self._store.find(set(keys.values()))
        found = ((name, self._unpacked(stored.get(key), name)) for name, key in keys.items())
        return {name: report for name, report in found if report}

    def keeping(self, fresh: Iterable[Checked]) -> Iterator[FileReport]:
        """The reports of checked files, which are kept as they pass by."""
        waiting: dict[bytes, bytes] = {}
        try:
            for file, content, report in fresh:
                if content and not report.faults and not report.error:
                    waiting[self._key(file, content)] = self._packed(report)
                if len(waiting) >= PORTION:
                    self._store.keep(waiting)
                    waiting = {}
                yield report
        finally:
            if waiting:
                self._store.keep(waiting)

    def _key_of(self, file: Input) -> bytes | None:
        try:
            content = file.content
            if content is None:
                content = content_of(file.path, self._settings.max_file_size)
        except ReadError:
            return None
        return self._key(file, digest.of_bytes(content))

    def _key(self, file: Input, content: str) -> bytes:
        suffix = Path(file.shown).suffix.lower()
        parts = (self._about, self._settings_for(file.shown), suffix, content, _beside(file))
        return bytes.fromhex(digest.of_text("\0".join(parts)))

    def _settings_for(self, path: str) -> str:
        """A digest of what the settings say of one file; few files have their own."""
        own = self._settings.for_path(path)
        known_by = (
            own.select, own.ignore, own.min_severity, own.language, *own.levels.items(),
            own.dictionaries, own.glossaries,
        )  # fmt: skip
        if known_by not in self._own:
            # What chooses files and folders says nothing of one text.
            self._own[known_by] = settings_digest(
                replace(own, exclude=(), rules=(), max_file_size=1)
            )
        return self._own[known_by]

    def _packed(self, report: FileReport) -> bytes:
        beside = replace(report.beside, path="") if report.beside else None
        bare = replace(report, path="", beside=beside)
        language = report.language.code.split("-")[0]
        rules = rules_digest(self._settings.rules, language)
        return zlib.compress(pickle.dumps((language, rules, bare), pickle.HIGHEST_PROTOCOL), 1)

    def _unpacked(self, stored: bytes | None, path: str) -> FileReport | None:
        if stored is None:
            return None
        try:
            language, rules, bare = _Unpickler(io.BytesIO(zlib.decompress(stored))).load()
        except _UNSOUND:
            return None
        if rules != rules_digest(self._settings.rules, language):
            return None
        beside = replace(bare.beside, path=f"{path}{SIDECAR}") if bare.beside else None
        report: FileReport = replace(bare, path=path, beside=beside)
        return report


_UNSOUND = (
    zlib.error, pickle.UnpicklingError, EOFError, TypeError, ValueError, AttributeError, IndexError
)  # fmt: skip
"""What reading a damaged or foreign value may raise."""


class _Unpickler(pickle.Unpickler):
    """Makes nothing but what reports consist of, whatever the file holds."""

    def find_class(self, module: str, name: str) -> Any:
        if module in ("qualcheck.findings", "qualcheck.document"):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a report")


def _beside(file: Input) -> str:
    """A digest of the directives beside a file; empty for none."""
    path = f"{file.path}{SIDECAR}"
    if file.beside is not None:
        return digest.of_bytes(file.beside)
    if not os.path.lexists(path):
        return ""
    try:
        return digest.of_bytes(content_of(Path(path)))
    except ReadError as error:
        return str(error)


@cache
def program_digest() -> str:
    """Of this program: version, and name, size and time of each of its files."""
    rows = [__version__, sys.version]
    for folder in (Path(__file__).parent.parent, builtin_folder()):
        rows += sorted(_stamps(str(folder)))
    return digest.of_text("\n".join(rows))


def _stamps(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _stamps(entry.path)
            else:
                status = entry.stat()
                yield f"{entry.path}\0{status.st_size}\0{status.st_mtime_ns}"


@cache
def rules_digest(folders: tuple[str, ...], language: str) -> str:
    """Of the rule files of a project and its plugins that speak for a language, or for any."""
    whole = digest.sha256()
    for place in (*(folder for _, folder in rule_folders()), *map(Path, folders)):
        for path, content, its_language in rule_files(place):
            if its_language in ("", "any", language):
                whole.update(f"\0{path}\0".encode("utf-8", "surrogateescape"))
                whole.update(content)
    return whole.hexdigest()


# ------------------------------------------------------------------------ all that is kept


class Thing(NamedTuple):
    """A kind of what is kept: how many there are, and their size in bytes."""

    name: str
    number: int
    size: int


def kept_things() -> Iterator[Thing]:
    """All kinds of what is kept."""
    for name, path in (("reports", reports_file()), ("LanguageTool's answers", answers_file())):
        yield Thing(name, Store(path, LARGEST).count(), _size([path]))
    plans = _plans()
    yield Thing("parsed rules", len(plans), _size(plans))


def delete_kept() -> int:
    """Delete all that is kept. Returns how many bytes that were. Raises OutputError."""
    paths = [reports_file(), answers_file(), *_plans()]
    freed = _size(paths)
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(f"{path}: can't be deleted: {error.strerror}") from error
    return freed


def _plans() -> list[Path]:
    return sorted(cache_folder().glob("rules-*.plan"))


def _size(paths: Iterable[Path]) -> int:
    return sum(path.stat().st_size for path in paths if path.exists())
