"""One text through all stages: analysed, checked, silenced, scored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import Flag, auto
from functools import partial
from typing import TYPE_CHECKING, cast

from qualcheck import digest
from qualcheck.analyse import analyse
from qualcheck.check import Check
from qualcheck.config import Settings
from qualcheck.document import BlockKind, Document, Source
from qualcheck.findings import FileReport, Finding, Metric, Severity
from qualcheck.languagetool.presence import NAME, OFF, PREFIX, Missing
from qualcheck.match import Look, Matched, Selection, gather, is_named, look, sort, speaking
from qualcheck.run.checks import (
    dictionary,
    load_checks,
    measured_precision,
    names_of_rules,
    selection,
    with_terms,
)  # fmt: skip
from qualcheck.run.directives import report_on
from qualcheck.run.engine import ask
from qualcheck.score import measure, passages, profile, score
from qualcheck.spread import in_turn, over_processes
from qualcheck.suppress import Rules, finding_of, in_comments, on_lines, silence

if TYPE_CHECKING:  # brings HTTP, SQLite and processes with it
    from qualcheck.languagetool.server import Engine

SPREAD_FROM = 100_000
"""Characters of one text from which its checks are spread over processes: a fork costs 5 ms."""


class Keep(Flag):
    """What a report has beside findings and score: its readers say what they need."""

    NOTHING = 0
    METRICS = auto()
    """Readability: a sixth of the time that a short text takes."""
    PROSE = auto()
    """The article as it reads."""
    PASSAGES = auto()
    """How hard each paragraph is, and the profile of its style."""
    ARTICLE = METRICS | PROSE | PASSAGES


def check_source(
    source: Source,
    settings: Settings,
    checks: Sequence[Check],
    *,
    keep: Keep = Keep.METRICS,
    engine: Engine | Missing | None = None,
    processes: int = 1,
    beside: Source | None = None,
) -> FileReport:
    """Analyse, match and score one text; a long one in several processes.

    `beside` is the file with a plain text's directives.
    """
    document = analyse(source, language=settings.language)
    chosen, checks, knows = selection(settings), with_terms(checks, settings), None
    if settings.dictionaries or settings.glossaries:
        held = dictionary(settings)
        document, knows = replace(document, is_own=held.knows), held.holds
    measured = Keep.METRICS in keep
    looks, metrics = _look_and_measure(document, checks, chosen, processes, measured=measured)
    if engine:
        looks += ask(engine, document, settings, chosen)
    matched = gather(document, checks, looks, chosen, measured_precision(), knows)
    said, about = _silenced(document, matched, settings, chosen, engine, beside)
    words = count_words(document)
    least = Severity(settings.min_severity).rank
    report = FileReport(
        path=source.path,
        digest=digest.of_text(source.text),
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
    return _with_article(report, document, keep) if Keep.PROSE in keep else report


def _with_article(report: FileReport, document: Document, keep: Keep) -> FileReport:
    """The report with what one needs who shows the article itself."""
    source = document.source
    report = replace(report, prose=source.prose, blocks=source.blocks)
    if Keep.PASSAGES not in keep:
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


# ---------------------------------------------------------------------------- directives


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
    return replace(report, beside=report_on(beside, about))
