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
    first = one_line(shortened(finding.suggestions[0]))
    if f"'{first}'" in said:
        return said
    return f"{said} Suggestion: {first or 'leave it out'}"


# ------------------------------------------------------------------- what went wrong


class Trouble(NamedTuple):
    """Something that is no finding and that nobody may overlook."""

    kind: str
    """`mistake`, `unreadable`, `fault`, `unmet` or `not-run`."""
    path: str
    """Its file, or nothing."""
    check: str
    """The check, or nothing."""
    text: str
    """What went wrong, on one line."""

    @property
    def is_error(self) -> bool:
        """Whether the run fails by it; a check that could not look is only told."""
        return self.kind != "not-run"


def troubles(run: Run) -> Iterator[Trouble]:
    """What went wrong, was not looked at or does not hold: the run's own first."""
    for error in run.user_errors:
        yield Trouble("mistake", "", "", one_line(error))
    for line in run.unmet:
        yield Trouble("unmet", "", "", one_line(line))
    for item, files in run.not_run.items():
        check, reason = one_line(item.check), one_line(item.reason)
        text = f"{check} did not run ({counted(files, 'file')}): {reason}"
        yield Trouble("not-run", "", check, text)
    for file in run.files:
        if file.error:
            text = f"This file could not be read: {one_line(file.error)}"
            yield Trouble("unreadable", file.path, "", text)
        for fault in file.faults:
            check, error = one_line(fault.check), one_line(fault.error)
            text = f"The check {check} failed, the others ran: {error}"
            yield Trouble("fault", file.path, check, text)


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
