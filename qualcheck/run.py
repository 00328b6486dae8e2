"""The one place that joins the stages: files, checks, workers, totals."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from qualcheck import __version__
from qualcheck.analyse import analyse
from qualcheck.check import CATEGORIES, Check
from qualcheck.config import Settings, path_under, pathspec_of, settings_digest
from qualcheck.detectors import DETECTORS
from qualcheck.document import BlockKind, Document, Source
from qualcheck.errors import ReadError
from qualcheck.findings import Fault, FileReport, Finding, Metric, NotRun, Run, Severity
from qualcheck.languagetool.presence import NAME, OFF, PREFIX, Missing, missing
from qualcheck.match import Look, Matched, Selection, gather, is_named, look, sort, speaking
from qualcheck.read import SUFFIXES, read_bytes, read_path
from qualcheck.rules import builtin_folder, load_rules
from qualcheck.score import measure, passages, profile, score
from qualcheck.spread import in_turn, over_processes
from qualcheck.suppress import (
    DIRECTIVE_RULES,
    PLAIN,
    SIDECAR,
    Rules,
    finding_of,
    in_comments,
    on_lines,
    silence,
)  # fmt: skip

if TYPE_CHECKING:  # brings HTTP, SQLite and processes with it
    from qualcheck.languagetool.server import Engine

SPREAD_FROM = 100_000
"""Characters of one text from which its checks are spread over processes: a fork costs 5 ms."""
POOL_FROM_BYTES = 300_000
"""Starting workers costs some 50 ms; under this size one process is done sooner."""

Keep = Literal[False, True, "passages", "findings", "findings and prose"]
"""Of the article, what its report keeps: nothing; its prose; also how hard each passage is. With
findings alone, with or without the prose, its readability isn't measured: a sixth of the time of
a short text.
"""

Progress = Callable[[int, int], None]
"""Called with (files done, files in all)."""


@dataclass(frozen=True, slots=True)
class Input:
    """One file to check: where it is, and the name it goes by in reports."""

    path: Path
    shown: str
    content: bytes | None = None
    """What to check in place of what the file holds now."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files that the user's paths stand for, and the paths that stand for none."""

    files: tuple[Input, ...]
    errors: tuple[str, ...]


def check_text(
    text: str, *, path: str = "-", settings: Settings | None = None, keep_prose: Keep = False
) -> FileReport:
    """Check a text in hand. `path` names it, and its suffix says how to read it.

    LanguageTool is asked where a server of it runs: none is started for one text. Raises
    EngineUnavailable where the settings ask for one that isn't there.
    """
    return check_bytes(text.encode("utf-8", "surrogatepass"), path, settings, keep_prose=keep_prose)


def check_bytes(
    data: bytes,
    path: str,
    settings: Settings | None = None,
    *,
    keep_prose: Keep = False,
    engine: Engine | Missing | None = None,
) -> FileReport:
    """Check a file's bytes. A text that can't be read gives a report with an `error`.

    `engine` is the run's LanguageTool; None takes one that runs. Raises EngineUnavailable where the
    settings ask for a LanguageTool that isn't there.
    """
    settings = settings or Settings()
    try:
        source = read_bytes(data, path)
    except ReadError as error:
        return FileReport(path, error=str(error))
    checks, engine = load_checks(settings.rules), engine or engine_that_runs(settings)
    return check_source(source, settings, checks, keep_prose=keep_prose, engine=engine)


def check_paths(
    paths: Iterable[str | Path],
    *,
    settings: Settings | None = None,
    keep_prose: Keep = False,
    stdin: Callable[[Engine | Missing | None], FileReport] | None = None,
    progress: Progress | None = None,
    pick: Callable[[Input], Input | None] | None = None,
) -> Run:
    """Check files and folders. The result is sorted by path, however many workers ran.

    `keep_prose` keeps each article in its report, for reports that show it (`"passages"`: with
    how hard each of its paragraphs is to read, which takes time of its own); `stdin` gives
    the report for the path `-`, with the run's LanguageTool; `pick` leaves a file out by None, or
    gives it another content. Raises RuleError, and
    EngineUnavailable where LanguageTool is asked for and isn't there, before any file is read.
    """
    started = time.perf_counter()
    settings = settings or Settings()
    load_checks(settings.rules)
    wanted = [str(path) for path in paths]
    inputs = find_inputs([path for path in wanted if path != "-"], settings)
    if pick is not None:
        picked = (chosen for file in inputs.files if (chosen := pick(file)))
        inputs = replace(inputs, files=tuple(picked))
    with languagetool_for(settings) as engine:
        checked = _reports(inputs.files, settings, keep_prose, engine, progress)
        reports = [part for report in checked for part in (report, report.beside) if part]
        if stdin is not None and "-" in wanted:
            reports.append(stdin(engine))
    return Run(
        files=tuple(sorted(reports, key=lambda report: report.path)),
        version=__version__,
        settings_digest=settings_digest(settings),
        seconds=time.perf_counter() - started,
        user_errors=inputs.errors,
    )


def find_inputs(paths: Sequence[str], settings: Settings) -> Inputs:
    """Files as named, and in folders every file whose suffix has a reader.

    Hidden folders, the baseline and what `exclude` names are passed over, links to folders not
    followed; a file that is named is always taken.
    """
    found: dict[str, Input] = {}
    errors: list[str] = []
    for path in paths:
        if os.path.isdir(path):  # noqa: PTH112 - Path() would drop a leading ./ from the name
            unreadable: list[OSError] = []
            inside = [Input(Path(file), file) for file in _walk(path, settings, unreadable)]
            errors.extend(f"{e.filename}: can't be read: {e.strerror}" for e in unreadable)
            if not inside and not unreadable:
                errors.append(f"{path}: no files to check ({', '.join(sorted(SUFFIXES))})")
            found.update((item.shown, item) for item in inside)
        elif os.path.lexists(path):
            found[path] = Input(Path(path), path)
        else:
            errors.append(f"{path}: no such file or folder")
    return Inputs(tuple(found.values()), tuple(errors))


def _walk(folder: str, settings: Settings, unreadable: list[OSError]) -> Iterator[str]:
    """The files of a folder that have a reader; folders that can't be read go to `unreadable`."""
    for here, folders, names in os.walk(folder, onerror=unreadable.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = os.path.join(here, name)  # noqa: PTH118 - keeps the name as the user gave it
            if os.path.splitext(name)[1].lower() in SUFFIXES and not _is_excluded(path, settings):  # noqa: PTH122
                yield path


def _is_excluded(path: str, settings: Settings) -> bool:
    if settings.baseline and os.path.abspath(path) == os.path.abspath(settings.baseline):  # noqa: PTH100
        return True
    if not settings.exclude:
        return False
    return pathspec_of(settings.exclude).match_file(path_under(settings.root, path))


def _reports(
    files: Sequence[Input],
    settings: Settings,
    keep_prose: Keep,
    engine: Engine | Missing | None,
    progress: Progress | None,
) -> Iterator[FileReport]:
    """A report for each file, in any order; in several processes where it pays."""
    workers = min(settings.workers or os.cpu_count() or 1, len(files))
    if workers > 1 and sum(map(_size, files)) >= POOL_FROM_BYTES:
        reports = _pooled(files, settings, keep_prose, engine, workers)
    else:
        cores = settings.workers or os.cpu_count() or 1
        reports = (
            check_file(file, settings, keep_prose=keep_prose, engine=engine, processes=cores)
            for file in files
        )
    for done, report in enumerate(reports, 1):
        if progress:
            progress(done, len(files))
        yield report


def _size(file: Input) -> int:
    try:
        return file.path.stat().st_size
    except OSError:
        return 0


def _pooled(
    files: Sequence[Input],
    settings: Settings,
    keep_prose: Keep,
    engine: Engine | Missing | None,
    workers: int,
) -> Iterator[FileReport]:
    """Largest first, so that no worker is left with a long one at the end."""
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import active_children

    ordered = sorted(files, key=_size, reverse=True)
    size = max(1, min(16, len(ordered) // (workers * 8)))
    batches = [ordered[i : i + size] for i in range(0, len(ordered), size)]
    pool = ProcessPoolExecutor(workers, initializer=_leave_interrupts)
    try:
        jobs = {
            pool.submit(_check_batch, batch, settings, keep_prose, engine): batch
            for batch in batches
        }
        for job in as_completed(jobs):
            try:
                yield from job.result()
            except BrokenProcessPool:
                lost = Fault("worker", "the process that checked this file was killed")
                yield from (FileReport(file.shown, faults=(lost,)) for file in jobs[job])
    except BaseException:
        for worker in active_children():
            worker.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _leave_interrupts() -> None:
    """Ctrl-C is for the parent, which ends its workers."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _check_batch(
    files: Sequence[Input], settings: Settings, keep_prose: Keep, engine: Engine | Missing | None
) -> list[FileReport]:
    return [check_file(file, settings, keep_prose=keep_prose, engine=engine) for file in files]


def check_file(
    file: Input,
    settings: Settings,
    *,
    keep_prose: Keep = False,
    engine: Engine | Missing | None = None,
    processes: int = 1,
) -> FileReport:
    """Check one file; one that can't be read is an error of that file alone."""
    own = settings.for_path(file.shown)
    try:
        source = (
            read_path(file.path, file.shown, limit=settings.max_file_size)
            if file.content is None
            else read_bytes(file.content, file.shown)
        )
    except ReadError as error:
        return FileReport(file.shown, error=str(error))
    beside = _read_beside(file, source, settings.max_file_size)
    report = check_source(
        source, own, load_checks(settings.rules),
        keep_prose=keep_prose, engine=engine, processes=processes,
        beside=beside if isinstance(beside, Source) else None,
    )  # fmt: skip
    return replace(report, beside=beside) if isinstance(beside, FileReport) else report


def check_source(
    source: Source,
    settings: Settings,
    checks: Sequence[Check],
    *,
    keep_prose: Keep = False,
    engine: Engine | Missing | None = None,
    processes: int = 1,
    beside: Source | None = None,
) -> FileReport:
    """Analyse, match and score one text; a long one in several processes.

    `beside` is the file with a plain text's directives.
    """
    document = analyse(source, language=settings.language)
    chosen = selection(settings)
    measured = keep_prose not in ("findings", "findings and prose")
    looks, metrics = _look_and_measure(document, checks, chosen, processes, measured=measured)
    if engine:
        looks += _ask(engine, document, settings, chosen)
    matched = gather(document, checks, looks, chosen, measured_precision())
    said, about = _silenced(document, matched, settings, chosen, engine, beside)
    words = count_words(document)
    least = Severity(settings.min_severity).rank
    report = FileReport(
        path=source.path,
        digest=hashlib.sha256(source.text.encode("utf-8", "surrogatepass")).hexdigest(),
        encoding=source.encoding,
        encoding_origin=source.encoding_origin,
        language=document.language,
        words=words,
        sentences=len(document.sentences),
        paragraphs=sum(block.kind is BlockKind.PARAGRAPH for block in document.blocks),
        media_type=source.media_type,
        findings=tuple(f for f in said if f.severity.rank >= least),
        metrics=metrics,
        score=score(said, words),
        not_run=matched.not_run,
        faults=matched.faults,
    )
    if about := tuple(f for f in about if f.severity.rank >= least):
        report = _with_directives(report, about, beside)
    keeps_none = keep_prose in (False, "findings")
    return report if keeps_none else _with_article(report, document, keep_prose)


def _with_article(report: FileReport, document: Document, keep: Keep) -> FileReport:
    """The report with what one needs who shows the article itself."""
    source = document.source
    report = replace(report, prose=source.prose, blocks=source.blocks)
    if keep != "passages":
        return report
    paragraphs, hardest = passages(document)
    return replace(report, passages=paragraphs, hardest=hardest, profile=profile(document))


def _look_and_measure(
    document: Document,
    checks: Sequence[Check],
    chosen: Selection,
    processes: int,
    *,
    measured: bool,
) -> tuple[list[Look], tuple[Metric, ...]]:
    """What the checks see and what is measured, each as a task of its own."""
    asked = sorted(speaking(document, checks, chosen), key=_shared_work)
    tasks: list[Callable[[], Look | tuple[Metric, ...]]] = [
        *(partial(look, check, document) for check in asked),
        partial(measure, document) if measured else tuple,
    ]
    if len(document.prose) < SPREAD_FROM:
        *looks, metrics = in_turn(tasks)
    else:
        document.warm()
        *looks, metrics = over_processes(tasks, processes)
    return cast("list[Look]", looks), cast("tuple[Metric, ...]", metrics)


# ---------------------------------------------------------------------------- directives


def _read_beside(file: Input, source: Source, limit: int) -> Source | FileReport | None:
    """The file with a plain text's directives, if any; a report of why it can't be read."""
    path, shown = Path(f"{file.path}{SIDECAR}"), f"{file.shown}{SIDECAR}"
    if source.media_type != PLAIN or not os.path.lexists(path):
        return None
    try:
        return read_path(path, shown, limit=limit)
    except ReadError as error:
        return FileReport(shown, error=str(error))


def _silenced(
    document: Document,
    matched: Matched,
    settings: Settings,
    chosen: Selection,
    engine: Engine | Missing | None,
    beside: Source | None,
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """The findings that no directive silences, and those about the directives themselves."""
    source = document.source
    parsed = [*(on_lines(beside) if beside else in_comments(source))]
    if not parsed:
        return matched.findings, ()
    has_engine = bool(engine) and not any(item.check == NAME for item in matched.not_run)
    is_whole = has_engine or settings.languagetool == OFF
    rules = [rule for check in load_checks(settings.rules) for rule in check.rules]
    speaking_now = [r for r in rules if chosen.level(r) and r.speaks(document.language.code)]

    def is_judged(name: str) -> bool:
        """Whether all that a name stands for was looked for."""
        if matched.faults:
            return False
        meant = any(is_named(rule, name) for rule in speaking_now)
        if any(rule.id == name for rule in rules):
            return meant
        everything = is_whole and chosen.min_severity is Severity.SUGGESTION
        return everything and (meant or has_engine)

    known = Rules(names_of_rules(settings.rules), PREFIX, is_judged)
    silenced = silence(source, matched.findings, parsed, known)
    about = (
        finding_of(beside or source, complaint, level)
        for complaint in silenced.complaints
        if (level := chosen.level(complaint.rule))
    )
    return silenced.findings, tuple(about)


def _with_directives(
    report: FileReport, about: tuple[Finding, ...], beside: Source | None
) -> FileReport:
    """The report with what is to be said of directives, in the file where they stand."""
    if beside is None:
        return replace(report, findings=tuple(sort([*report.findings, *about])))
    digest = hashlib.sha256(beside.text.encode("utf-8", "surrogatepass")).hexdigest()
    return replace(
        report,
        beside=FileReport(
            beside.path, digest, beside.encoding, beside.encoding_origin, findings=about
        ),
    )


@cache
def names_of_rules(folders: tuple[str, ...] = ()) -> frozenset[str]:
    """What a rule can be called by: ids, their beginnings up to a dot, categories."""
    ids = {rule.id for check in load_checks(folders) for rule in check.rules}
    ids |= {rule.id for rule in DIRECTIVE_RULES}
    beginnings = {id_[:i] for id_ in ids for i, char in enumerate(id_) if char == "."}
    return frozenset(ids | beginnings | set(CATEGORIES))


# --------------------------------------------------------------------------- LanguageTool


@contextmanager
def languagetool_for(settings: Settings) -> Iterator[Engine | Missing | None]:
    """LanguageTool for one run, stopped at its end; None where it is off.

    Raises EngineUnavailable where the settings ask for one that isn't there.
    """
    if settings.languagetool == OFF:
        yield None
    elif nothing := missing(settings.languagetool, languagetool_state()):
        yield nothing
    else:
        from qualcheck.languagetool.server import engine_for

        with engine_for(settings.languagetool, languagetool_state()) as engine:
            yield engine


def engine_that_runs(settings: Settings) -> Engine | Missing | None:
    """LanguageTool for one text in hand; None where it is off. Raises as `languagetool_for`."""
    if settings.languagetool == OFF:
        return None
    if nothing := missing(settings.languagetool, languagetool_state()):
        return nothing
    from qualcheck.languagetool.server import found_engine

    return found_engine(settings.languagetool, languagetool_state())


def languagetool_state() -> Path:
    """The file that names the server of `qualcheck languagetool start`."""
    return cache_folder() / "languagetool" / "server.json"


def _ask(
    engine: Engine | Missing, document: Document, settings: Settings, chosen: Selection
) -> list[Look]:
    """What LanguageTool says, or that it didn't run; nothing where none of its rules is chosen."""
    named = tuple(
        name for name in (*settings.select, *settings.levels) if name.startswith(f"{PREFIX}.")
    )
    if chosen.select or chosen.ignore:
        from qualcheck.languagetool.meaning import families

        if not any(map(chosen.level, families(named))):
            return []
    if isinstance(engine, Missing):
        return [NotRun(NAME, engine.reason)]
    from qualcheck.languagetool.check import LanguageTool, Options

    options = Options(
        settings.languagetool_disabled_rules,
        settings.languagetool_enabled_rules,
        settings.languagetool_picky,
    )
    kept = cache_folder() / "languagetool" / "answers.sqlite"
    return [look(LanguageTool(engine, kept, options), document)]


def _shared_work(check: Check) -> tuple[bool, str]:
    """Puts side by side what asks for the same tags, lists and counts; grammar, most of it, first,
    so that no process that is done early starts on it.
    """
    category = check.rules[0].category
    return category != "grammar", category


def count_words(document: Document) -> int:
    """Tokens that begin with a letter or digit: `well-known` and `don't` are one each."""
    words = {text for text in document.tokens.distinct if text[0].isalnum()}
    return sum(map(words.__contains__, document.tokens.texts))


def selection(settings: Settings) -> Selection:
    """What the settings say about rules, in the terms of the match stage.

    What costs points is looked for though only errors are to be shown: a score that rose with
    `min_severity` would not be the text's. Suggestions cost none.
    """
    levels = tuple(settings.levels.items())
    least = Severity(settings.min_severity)
    return _selection(settings.select, settings.ignore, levels, _scored(least))


@lru_cache
def _selection(
    select: tuple[str, ...], ignore: tuple[str, ...],
    levels: tuple[tuple[str, str], ...], least: Severity,
) -> Selection:  # fmt: skip
    """Kept, since it learns each rule's level, and most files of a run have the same settings."""
    return Selection(select, ignore, dict(levels), least)


def _scored(least: Severity) -> Severity:
    """The least severity to look for, so that all that costs points is found."""
    return Severity.WARNING if least is Severity.ERROR else least


@cache
def load_checks(folders: tuple[str, ...] = ()) -> tuple[Check, ...]:
    """All checks: detectors, the rules that ship, and the user's folders. Raises RuleError."""
    rule_folders = [builtin_folder(), *map(Path, folders)]
    return (*DETECTORS, *load_rules(rule_folders, cache=cache_folder(), examples=False))


MEASURED_FROM = 20
"""Judged hits from which a share of right ones says something."""


@cache
def measurements() -> dict[str, dict[str, Any]]:
    """Rule id → what rules/precision.json says of it: `precision` (None under MEASURED_FROM
    verdicts), its `lower` bound, `judged`, `right`, `per_1000_clean`.
    """
    path = builtin_folder() / "precision.json"
    rows: dict[str, dict[str, Any]] = {}
    if path.exists():
        rows = json.loads(path.read_text("utf-8"))["rules"]
    return rows


@cache
def measured_precision() -> dict[str, float]:
    """Rule id → measured share of right hits, for the rules with enough verdicts."""
    rows = measurements()
    return {rule: row["precision"] for rule, row in rows.items() if row["precision"] is not None}


def cache_folder() -> Path:
    """Where parsed rules are kept between runs: the user's cache folder."""
    if home := os.environ.get("XDG_CACHE_HOME"):
        return Path(home) / "qualcheck"
    if sys.platform == "linux" and (home := os.environ.get("HOME")):
        return Path(home) / ".cache" / "qualcheck"  # the XDG rule: spares platformdirs' import
    from platformdirs import user_cache_path

    return user_cache_path("qualcheck")
