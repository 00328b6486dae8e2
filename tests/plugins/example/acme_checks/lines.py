"""A report of one line a finding."""

from __future__ import annotations

from qualcheck.findings import Run


def render(run: Run) -> str:
    """`path:line rule` for each finding."""
    return "".join(f"{file.path}:{f.line} {f.rule}\n" for file in run.files for f in file.findings)
