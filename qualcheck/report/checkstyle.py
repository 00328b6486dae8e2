"""Checkstyle's XML, which most build servers read. Every file has its element, clean or not."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from qualcheck.findings import Finding, Run, Severity
from qualcheck.report.machines import NO_FILE, Trouble, message, printable, slashed, troubles

SEVERITIES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.SUGGESTION: "info"}


def render(run: Run) -> str:
    """The run as an XML document. Columns are code points, from 1."""
    root = Element("checkstyle", version="4.3")
    files = {file.path: _file(root, file.path) for file in run.files}
    for trouble in troubles(run):
        path = trouble.path or NO_FILE
        if path not in files:
            files[path] = _file(root, path)
        _trouble(files[path], trouble)
    for file in run.files:
        for finding in file.findings:
            _finding(files[file.path], finding)
    indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _file(root: Element, path: str) -> Element:
    return SubElement(root, "file", name=printable(slashed(path)))


def _finding(file: Element, finding: Finding) -> None:
    SubElement(
        file, "error", line=str(finding.line), column=str(finding.column),
        severity=SEVERITIES[finding.severity], message=printable(message(finding)),
        source=printable(f"qualcheck.{finding.rule}"),
    )  # fmt: skip


def _trouble(file: Element, trouble: Trouble) -> None:
    SubElement(
        file, "error", line="1", severity="error" if trouble.is_error else "info",
        message=printable(trouble.text), source=f"qualcheck.{trouble.kind}",
    )  # fmt: skip
