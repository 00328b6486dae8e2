"""The files with directives: beside a plain text, and where they silence nothing."""

from __future__ import annotations

import os
from pathlib import Path

from qualcheck import digest
from qualcheck.check import RuleInfo
from qualcheck.config import Settings
from qualcheck.document import Source
from qualcheck.errors import ReadError
from qualcheck.findings import FileReport, Finding, Severity
from qualcheck.read import content_of, read_bytes
from qualcheck.run.checks import selection
from qualcheck.run.inputs import Input
from qualcheck.suppress import MALFORMED, PLAIN, SIDECAR, UNUSED, finding_of, misplaced


def read_beside(file: Input, source: Source, settings: Settings) -> Source | FileReport | None:
    """The file with a plain text's directives, if any; a report of why it can't be read, or of one
    beside a text that has comments. `settings` are those for the text.
    """
    path, shown = Path(f"{file.path}{SIDECAR}"), f"{file.shown}{SIDECAR}"
    if file.beside == b"" or (file.beside is None and not os.path.lexists(path)):
        return None
    try:
        content = file.beside
        if content is None:
            content = content_of(path, settings.max_file_size)
        beside = read_bytes(content, shown)
    except ReadError as error:
        return FileReport(shown, error=str(error))
    if source.media_type == PLAIN:
        return beside
    message = (
        f"Only plain text has its directives in a file beside it: those for '{file.path.name}' "
        "go into comments of its own."
    )
    return _of_misplaced(beside, MALFORMED, message, settings)


def of_orphan(file: Input, settings: Settings) -> FileReport | None:
    """What is to be said of a file with directives whose text isn't there; None for nothing."""
    own = settings.for_path(file.shown)
    try:
        content = file.content
        if content is None:
            content = content_of(file.path, own.max_file_size)
        beside = read_bytes(content, file.shown)
    except ReadError:
        return None  # it may be anything
    text = file.path.name.removesuffix(SIDECAR)
    message = f"No '{text}' stands beside this file: it silences nothing."
    return _of_misplaced(beside, UNUSED, message, own)


def _of_misplaced(
    beside: Source, rule: RuleInfo, message: str, settings: Settings
) -> FileReport | None:
    level, complaint = selection(settings).level(rule), misplaced(beside, rule, message)
    if complaint is None or level is None or level.rank < Severity(settings.min_severity).rank:
        return None
    return report_on(beside, (finding_of(beside, complaint, level),))


def report_on(beside: Source, findings: tuple[Finding, ...]) -> FileReport:
    """The report of a file with directives: it is no text, and has no words."""
    return FileReport(
        beside.path, digest.of_text(beside.text), beside.encoding, beside.encoding_origin,
        findings=findings,
    )  # fmt: skip
