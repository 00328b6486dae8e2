"""Files and folders: each read and checked, several at once, the reports put together."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from qualcheck import __version__, digest
from qualcheck.config import Settings, settings_digest
from qualcheck.document import Source
from qualcheck.errors import PluginError, ReadError
from qualcheck.findings import Fault, FileReport, Run
from qualcheck.languagetool.presence import Missing
from qualcheck.plugins import found as found_plugins
from qualcheck.plugins import readers
from qualcheck.read import content_of, read_bytes
from qualcheck.run.checks import load_checks, require_sound_words
from qualcheck.run.directives import of_orphan, read_beside
from qualcheck.run.engine import engine_that_runs, languagetool_for
from qualcheck.run.inputs import Input, find_inputs, size_of
from qualcheck.run.text import Keep, check_source

if TYPE_CHECKING:  # brings HTTP, SQLite and processes with it
    from qualcheck.languagetool.server import Engine
    from qualcheck.run.kept import Kept

POOL_FROM_BYTES = 300_000
"""Starting workers costs some 50 ms; under this size one process is done sooner."""

BATCH, BATCH_BYTES = 16, 200_000
"""Small files that a worker takes at once, at most."""
KILLED = Fault("worker", "the process that checked this file was killed: out of memory, perhaps")


class Checked(NamedTuple):
    """A file's report, and the digest of the content that it is about; None for none to keep."""

    file: Input
    digest: str | None
    report: FileReport


Progress = Callable[[int, int], None]
"""Called with (files done, files in all)."""


def check_text(
    text: str, *, path: str = "-", settings: Settings | None = None, keep: Keep = Keep.METRICS
) -> FileReport:
    """Check a text in hand. `path` names it, and its suffix says how to read it.

    LanguageTool is asked where a server of it runs: none is started for one text. Raises
    EngineUnavailable where the settings ask for one that isn't there.
    """
    return check_bytes(text.encode("utf-8", "surrogatepass"), path, settings, keep=keep)


def check_bytes(
    data: bytes,
    path: str,
    settings: Settings | None = None,
    *,
    keep: Keep = Keep.METRICS,
    engine: Engine | Missing | None = None,
) -> FileReport:
    """Check a file's bytes. A text that can't be read gives a report with an `error`.

    `engine` is the run's LanguageTool; None takes one that runs. Raises EngineUnavailable where the
    settings ask for a LanguageTool that isn't there.
    """
    settings = settings or Settings()
    require_sound_words(settings)
    try:
        source = read_bytes(data, path, readers())
    except ReadError as error:
        return FileReport(path, error=str(error))
    except PluginError as error:
        return _of_failed_reader(path, error)
    checks, engine = load_checks(settings.rules), engine or engine_that_runs(settings)
    return check_source(source, settings, checks, keep=keep, engine=engine)


def check_paths(
    paths: Iterable[str | Path],
    *,
    settings: Settings | None = None,
    keep: Keep = Keep.METRICS,
    stdin: Callable[[Engine | Missing | None], FileReport] | None = None,
    progress: Progress | None = None,
    pick: Callable[[Input], Input | None] | None = None,
    cache: bool = False,
) -> Run:
    """Check files and folders. The result is sorted by path, however many workers ran.

    `keep` says what each report has beside findings and score; `stdin` gives
    the report for the path `-`, with the run's LanguageTool; `pick` leaves a file out by None, or
    gives it another content; `cache` takes the reports of unchanged files from earlier runs, and
    keeps the others. Raises RuleError, WordFileError, PluginError, and
    EngineUnavailable where LanguageTool is asked for and isn't there, before any file is read.
    """
    started = time.perf_counter()
    settings = settings or Settings()
    load_checks(settings.rules)
    require_sound_words(settings)
    wanted = [str(path) for path in paths]
    inputs = find_inputs([path for path in wanted if path != "-"], settings)
    if pick is not None:
        inputs = inputs._replace(
            files=tuple(chosen for file in inputs.files if (chosen := pick(file))),
            orphans=tuple(chosen for file in inputs.orphans if (chosen := pick(file))),
        )
    _require_readers(inputs.files)
    with languagetool_for(settings) as engine:
        kept = _kept(settings, keep, engine) if cache else None
        checked = _reports(inputs.files, settings, keep, engine, kept, progress)
        reports = [part for report in checked for part in (report, report.beside) if part]
        reports += [report for orphan in inputs.orphans if (report := of_orphan(orphan, settings))]
        if stdin is not None and "-" in wanted:
            reports.append(stdin(engine))
    return Run(
        files=tuple(sorted(reports, key=lambda report: report.path)),
        version=__version__,
        settings_digest=settings_digest(settings, [*map(str, found_plugins())]),
        seconds=time.perf_counter() - started,
        user_errors=inputs.errors,
    )


def _kept(settings: Settings, keep: Keep, engine: Engine | Missing | None) -> Kept | None:
    from qualcheck.run.kept import kept_reports  # brings SQLite

    return kept_reports(settings, keep, engine)


def _require_readers(files: Iterable[Input]) -> None:
    """Raise PluginError where a plugin that is to read some of the files can't be loaded."""
    if more := readers():
        for suffix in {Path(file.shown).suffix.lower() for file in files} & more.keys():
            more[suffix].load()


def _reports(
    files: Sequence[Input],
    settings: Settings,
    keep: Keep,
    engine: Engine | Missing | None,
    kept: Kept | None,
    progress: Progress | None,
) -> Iterator[FileReport]:
    """A report for each file, in any order: kept ones, and what has to be worked out."""
    known = kept.find(files) if kept else {}
    missing = [file for file in files if file.shown not in known]
    fresh = _worked_out(missing, settings, keep, engine)
    reports = chain(
        known.values(), kept.keeping(fresh) if kept else (each.report for each in fresh)
    )
    for done, report in enumerate(reports, 1):
        if progress:
            progress(done, len(files))
        yield report


def _worked_out(
    files: Sequence[Input], settings: Settings, keep: Keep, engine: Engine | Missing | None
) -> Iterator[Checked]:
    """Checked files, in any order; in several processes where it pays. A text so large that it
    would be alone at the end is checked first, by all of them.
    """
    cores = settings.workers or os.cpu_count() or 1
    sizes = {file: size_of(file.path) for file in files}
    total = sum(sizes.values())
    workers = min(cores, len(files))
    pays = workers > 1 and total >= POOL_FROM_BYTES
    large = [file for file in files if not pays or sizes[file] > total / (2 * workers)]
    check = partial(_checked, settings=settings, keep=keep, engine=engine)
    yield from (check(file, processes=cores) for file in large)
    if small := sorted(set(files) - set(large), key=lambda file: (-sizes[file], file.shown)):
        from qualcheck.run.pool import over_workers

        for file, checked in over_workers(_batches(small, sizes, workers), check, workers):
            yield checked or Checked(file, None, FileReport(file.shown, faults=(KILLED,)))


def _batches(
    files: Sequence[Input], sizes: Mapping[Input, int], workers: int
) -> list[Sequence[Input]]:
    """Largest first, so that no worker is left with a long one at the end; small ones together."""
    most = max(1, min(BATCH, len(files) // (workers * 8)))
    batches: list[list[Input]] = []
    room = 0
    for file in files:
        if not batches or len(batches[-1]) == most or sizes[file] > room:
            batches.append([])
            room = BATCH_BYTES
        batches[-1].append(file)
        room -= sizes[file]
    return [*batches]


def _checked(
    file: Input,
    settings: Settings,
    keep: Keep,
    engine: Engine | Missing | None,
    processes: int = 1,
) -> Checked:
    """A file's report, and the content that it is about."""
    content = file.content
    if content is None:
        try:
            content = content_of(file.path, settings.max_file_size)
        except ReadError as error:
            return Checked(file, None, FileReport(file.shown, error=str(error)))
    held = file._replace(content=content)
    report = check_file(held, settings, keep=keep, engine=engine, processes=processes)
    return Checked(file, digest.of_bytes(content), report)


def check_file(
    file: Input,
    settings: Settings,
    *,
    keep: Keep = Keep.METRICS,
    engine: Engine | Missing | None = None,
    processes: int = 1,
) -> FileReport:
    """Check one file; one that can't be read is an error of that file alone."""
    own = settings.for_path(file.shown)
    content = file.content
    try:
        if content is None:
            content = content_of(file.path, settings.max_file_size)
        source = read_bytes(content, file.shown, readers())
    except ReadError as error:
        return FileReport(file.shown, error=str(error))
    except PluginError as error:
        return _of_failed_reader(file.shown, error)
    beside = read_beside(file, source, own)
    report = check_source(
        source, own, load_checks(settings.rules),
        keep=keep, engine=engine, processes=processes,
        beside=beside if isinstance(beside, Source) else None,
    )  # fmt: skip
    return replace(report, beside=beside) if isinstance(beside, FileReport) else report


def _of_failed_reader(shown: str, error: PluginError) -> FileReport:
    return FileReport(shown, faults=(Fault("reader", str(error)),))
