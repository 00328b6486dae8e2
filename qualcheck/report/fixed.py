"""What `qualcheck fix` did or would do: a line a place, or a diff for `patch`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from difflib import diff_bytes, unified_diff

from qualcheck.document import Source
from qualcheck.edits import Fixed, Left, Mended
from qualcheck.findings import Finding
from qualcheck.messages import quoted
from qualcheck.report.terminal import visible

AROUND = 60
"""Characters each side of a place that a question shows."""


def list_lines(fixed: Fixed) -> Iterator[str]:
    """What was put in, and what could not be, each at its place in the text of that moment."""
    for mended in fixed.done:
        yield f"{_place(fixed, mended)}: {visible(change(mended))}"
    for left in fixed.left:
        yield f"{_place(fixed, left)}: left as it is: {left.reason}"


def _place(fixed: Fixed, item: Mended | Left) -> str:
    finding = item.finding
    return f"{visible(fixed.shown)}:{finding.line}:{finding.column}: {finding.rule}"


def change(mended: Mended) -> str:
    """A change in words, with the words that it stands between."""
    finding, new = mended.finding, mended.suggestion
    before, after = finding.context
    more = sum(place.relation == "same" for place in finding.related)
    also = f" and at {more} more place{'s' * (more > 1)}" if more else ""
    if new:
        return f"{quoted(finding.text)} → {quoted(new)}{also}"
    return f"{quoted(finding.text)} removed between {quoted(before)} and {quoted(after)}{also}"


def question(source: Source, finding: Finding, choices: Sequence[str]) -> str:
    """A finding in its line, and each suggestion by its number, for somebody who has to choose."""
    start, end = finding.prose.start, finding.prose.end
    before = source.prose[max(0, start - AROUND) : start].rpartition("\n")[2]
    after = source.prose[end : end + AROUND].partition("\n")[0]
    place = f"{visible(source.path)}:{finding.line}:{finding.column}"
    lines = [f"\n{place}: {finding.rule}: {visible(finding.message)}"]
    lines.append(f"  - {visible(before + source.prose[start:end] + after)}")
    for number, choice in enumerate(choices, 1):
        lines.append(f"{number} + {visible(before + choice + after)}")
    return "\n".join(lines)


def diff(fixed: Fixed) -> bytes:
    """A unified diff in the file's own bytes; of one with NULs (UTF-16) it is only for reading."""
    before, after = (re.findall(rb"[^\n]*\n|[^\n]+", side) for side in (fixed.before, fixed.after))
    old, new = (_in_header(side, fixed.shown) for side in "ab")
    lines = diff_bytes(unified_diff, before, after, old, new)
    return b"".join(
        line if line.endswith(b"\n") else line + b"\n\\ No newline at end of file\n"
        for line in lines
    )


def _in_header(side: str, name: str) -> bytes:
    """A name as git writes it in a patch: quoted where it has odd characters, and otherwise with a
    tab behind it where it has a blank.
    """
    path = os.fsencode(f"{side}/{os.path.normpath(name).lstrip('/')}")
    if re.fullmatch(rb"[ !#-\[\]-~\x80-\xff]+", path):
        return path + (b"\t" if b" " in path else b"")
    return b'"%s"' % re.sub(rb"[^ !#-\[\]-~]", lambda odd: b"\\%03o" % odd[0][0], path)
