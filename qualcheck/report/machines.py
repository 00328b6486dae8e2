"""What the reports for other programs share: text they can carry, an order, what went wrong."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import quote

from qualcheck.document import STAND_IN
from qualcheck.findings import FileReport, Finding, Run
from qualcheck.report.unseen import label
from qualcheck.report.wording import counted, shortened

NO_FILE = "."
"""The path of what belongs to no file, in formats where everything has one."""
MOST_FIXES = 3
"""Suggestions of one finding that are offered to be taken over."""
MARKUP = frozenset("<>&*_`[]\\|#~$")
"""What a suggestion can't bring into Markdown or HTML without a new meaning."""


# ------------------------------------------------------------------------ findings


class Told(NamedTuple):
    """A finding in its file, with what it can be known by in the next run."""

    file: FileReport
    finding: Finding
    identity: str
    """Its fingerprint and its number among those of its file that have the same: `c0ffee:1`."""


def told(run: Run) -> Iterator[Told]:
    """Every finding, in the order of the files and of their texts."""
    for file in run.files:
        seen: Counter[str] = Counter()
        for finding in file.findings:
            fingerprint = finding.fingerprint
            seen[fingerprint] += 1
            yield Told(file, finding, f"{fingerprint}:{seen[fingerprint]}")


def worst_first(run: Run) -> list[Told]:
    """Every finding: by severity, then by how sure its rule is, then by its place."""
    return sorted(
        told(run), key=lambda each: (-each.finding.severity.rank, -(each.finding.precision or 0))
    )


def replacements(file: FileReport, finding: Finding) -> list[str]:
    """The suggestions that can be put in the source where the finding is, as they are.

    None where markup stands in the match, and none that would bring some.
    """
    if not finding.as_written or STAND_IN in finding.text:
        return []
    new = MARKUP - set(finding.text) if file.media_type != "text/plain" else frozenset[str]()
    fit = [text for text in finding.suggestions if new.isdisjoint(text)]
    return fit[:MOST_FIXES]


def message(finding: Finding) -> str:
    """What is wrong and what to write instead, on one line."""
    said = one_line(finding.message) or one_line(finding.rule)
    if not finding.suggestions:
        return said
    first = shortened(finding.suggestions[0])
    return said if f"'{first}'" in said else f"{said} Suggestion: {instead(first)}"


def instead(suggestion: str) -> str:
    """A suggestion in words, on one line; marks alone stand in quotation marks."""
    shown = one_line(suggestion)
    if not shown:
        return "a blank" if suggestion else "leave it out"
    return shown if any(map(str.isalnum, shown)) else f"'{shown}'"


# ------------------------------------------------------------------- what went wrong


class Trouble(NamedTuple):
    """Something that is no finding and that nobody may overlook. Its texts are on one line."""

    kind: str
    """`mistake`, `unreadable`, `fault`, `unmet` or `not-run`."""
    reason: str
    path: str = ""
    """Its file, or nothing."""
    check: str = ""
    """The check, or nothing."""
    files: int = 0
    """How many files a check did not look at; it is of the run, and has no path."""

    @property
    def is_error(self) -> bool:
        """Whether the run fails by it; a check that could not look is only told."""
        return self.kind != "not-run"

    @property
    def text(self) -> str:
        """What went wrong, in a sentence."""
        match self.kind:
            case "unreadable":
                return f"This file could not be read: {self.reason}"
            case "fault":
                return f"The check {self.check} failed, the others ran: {self.reason}"
            case "not-run":
                return f"{self.check} did not run ({counted(self.files, 'file')}): {self.reason}"
            case _:
                return self.reason


def troubles(run: Run) -> Iterator[Trouble]:
    """What went wrong, was not looked at or does not hold: the run's own first."""
    for error in run.user_errors:
        yield Trouble("mistake", one_line(error))
    for line in run.unmet:
        yield Trouble("unmet", one_line(line))
    for item, files in run.not_run.items():
        yield Trouble("not-run", one_line(item.reason), check=one_line(item.check), files=files)
    for file in run.files:
        if file.error:
            yield Trouble("unreadable", one_line(file.error), file.path)
        for fault in file.faults:
            yield Trouble("fault", one_line(fault.error), file.path, one_line(fault.check))


# ------------------------------------------------------------------------ text and paths


def one_line(text: str) -> str:
    """Text on one line that is Unicode: what can't be seen or turns text round is spelt."""
    return " ".join(unicode_text(label(text)).split())


def unicode_text(text: str) -> str:
    """Text with U+FFFD for each lone surrogate, which no encoding can carry."""
    return re.sub("[\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", text)


def printable(text: str) -> str:
    """Text with its controls spelt, such as `[U+001B]`, and what else XML 1.0 can't write; line
    breaks and tabs stay.
    """
    unfit = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]"
    return re.sub(unfit, lambda match: f"[U+{ord(match[0]):04X}]", unicode_text(text))


def json_text(values: dict[str, Any] | list[Any]) -> str:
    """Plain values as one line of JSON that any parser takes."""
    return unicode_text(json.dumps(values, ensure_ascii=False, separators=(",", ":")))


def slashed(path: str) -> str:
    """A path with forward slashes, without `./` before it."""
    path = path.replace(os.sep, "/")
    return path.removeprefix("./") or path


def uri(path: str) -> str:
    """A path as a URI reference: bytes of its name that no URI has are percent-encoded."""
    try:
        data = slashed(path).encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # a surrogate that stands for no byte
        data = slashed(path).encode("utf-8", "surrogatepass")
    encoded = quote(data)
    return f"file://{encoded}" if encoded.startswith("/") else encoded
