"""The findings as tables in Markdown, for pull requests, wikis and e-mails.

Text of an article, its name and its messages stay text: marks are escaped, and neither a link, a
mention nor an issue's number comes of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qualcheck.findings import FileReport, Finding, Run, Severity
from qualcheck.report.unseen import label
from qualcheck.report.wording import counted, figure, shortened

MARKS = r"[\\`*_\[\]<>#|~&$]|^[-+=]|(?<=\bwww)\.|:(?=//)"
"""What means something in a line or at its start; and what makes a link of an address."""
FOOT = (
    "The score is the target-side MQM score: accuracy can't be judged without the source. "
    "≈ marks that of a short text, which is only indicative."
)
ROOM_FOR_END = 1000
"""Bytes kept for what is said where the rest is left out."""
SIGNS = {Severity.ERROR: "🛑", Severity.WARNING: "⚠️", Severity.SUGGESTION: "💡"}


def render(run: Run, *, most: int | None = None) -> str:
    """The run: totals, what went wrong, a table of the files, a table for each with findings.

    Of what is longer than `most` bytes, whole lines are left out, and how many findings.
    """
    lines = _lines(run) if most is None else _within(most, run)
    return "\n".join(lines) + "\n"


def _within(most: int, run: Run) -> Iterator[str]:
    """The lines for which there is room, then how many findings have none."""
    left, listed = most - ROOM_FOR_END, 0
    for line in _lines(run):
        left -= len(line.encode()) + 1
        if left < 0:
            missing = sum(1 for _ in run.findings) - listed
            yield from ("", f"**No room for {counted(missing, 'more finding')}.**", "", FOOT)
            return
        listed += bool(re.match(r"\| \d+:\d+ \|", line))
        yield line


def _lines(run: Run) -> Iterator[str]:
    totals = [run.count(severity) for severity in Severity]
    yield f"# qualcheck: {_counts(totals)} in {counted(len(run.files), 'file')}"
    yield from _list("Not everything was checked:", _troubles(run))
    yield from _list("Does not hold:", map(escaped, run.unmet))
    files = sorted(run.files, key=lambda file: file.badness)
    if files:
        yield from ("", *_table(("File", "Score", "Errors", "Warnings", "Suggestions", "Words")))
        yield from map(_file_row, files)
    for file in files:
        if file.findings:
            yield from _file(file)
    yield from ("", FOOT, f"Made by qualcheck {escaped(run.version)}.")


def _troubles(run: Run) -> Iterator[str]:
    """What was not checked, and why: each one line."""
    yield from map(escaped, run.user_errors)
    for file in run.files:
        if file.error:
            yield f"**{escaped(file.path)}** could not be read: {escaped(file.error)}"
        for fault in file.faults:
            where = escaped(file.path)
            yield f"**{escaped(fault.check)}** failed on {where}: {escaped(fault.error)}"
    for item, files in run.not_run.items():
        where = f"({counted(files, 'file')})"
        yield f"**{escaped(item.check)}** did not run {where}: {escaped(item.reason)}"


def _list(title: str, items: Iterator[str]) -> Iterator[str]:
    lines = [f"- {item}" for item in items]
    if lines:
        yield from ("", f"**{title}**", "", *lines)


def _table(head: Sequence[str]) -> Iterator[str]:
    """A table's head: its first column is text, the others are numbers."""
    yield f"| {' | '.join(head)} |"
    yield f"|---|{'--:|' * (len(head) - 1)}"


def _file_row(file: FileReport) -> str:
    counts = [f"{file.count(severity):,}" for severity in Severity]
    cells = ["–"] * 5 if file.error else [_score(file), *counts, f"{file.words:,}"]
    return f"| {escaped(file.path)} | {' | '.join(cells)} |"


def _score(file: FileReport) -> str:
    if file.score is None:
        return "–"
    return f"{'≈ ' if file.score.indicative else ''}{figure(file.score.points)}"


def _file(file: FileReport) -> Iterator[str]:
    """One file's findings."""
    yield from ("", f"## {escaped(file.path)}", "", _counts([file.count(s) for s in Severity]), "")
    yield "| Place | | Finding | Instead | Rule |"
    yield "|--:|---|---|---|---|"
    yield from map(_finding_row, file.findings)


def _counts(counts: Sequence[int]) -> str:
    """`3 errors, 1 warning, 0 suggestions`."""
    return ", ".join(counted(n, s.value) for n, s in zip(counts, Severity, strict=True))


def _finding_row(finding: Finding) -> str:
    sign = f"{SIGNS[finding.severity]} {finding.severity}"
    instead = escaped(shortened(finding.suggestions[0])) if finding.suggestions else ""
    if finding.suggestions and not instead:
        instead = "*nothing: leave it out*"
    found = escaped(finding.message)
    if finding.text.strip() and finding.text not in finding.message:
        found += f" <br>“{escaped(shortened(finding.text))}”"
    place = f"{finding.line}:{finding.column}"
    return f"| {place} | {sign} | {found} | {instead} | {escaped(finding.rule)} |"


def escaped(text: str) -> str:
    """Text as Markdown that reads as this text, on one line; what can't be seen is spelt."""
    line = " ".join(label(text).encode("utf-8", "replace").decode().split())
    escaped_marks = re.sub(MARKS, r"\\\g<0>", line)
    escaped_marks = re.sub(r"^(\d+)(?=[.)](?: |$))", r"\1\\", escaped_marks)  # `1.` begins a list
    # GitHub looks for mentions and issues after it has made HTML of the text.
    return re.sub(r"(@|\\#)(?=\w)", r"\1<!-- -->", escaped_marks)
