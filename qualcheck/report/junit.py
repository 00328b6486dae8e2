"""JUnit's XML, for CI that shows tests: a suite a file, a test a finding, one that passes where
a file is clean. A finding is a failure; an error is what kept a file from being checked.
"""

from __future__ import annotations

from collections import Counter
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from qualcheck.findings import FileReport, Finding, Run
from qualcheck.report.machines import Trouble, message, one_line, printable, slashed, troubles
from qualcheck.report.wording import shortened

COUNTED = {"failure": "failures", "error": "errors", "skipped": "skipped"}
"""What becomes of a test → the attribute that counts such tests."""
OWN_SUITE = "qualcheck"
"""The suite of what belongs to no file."""


def render(run: Run) -> str:
    """The run as an XML document."""
    root = Element("testsuites", name="qualcheck", time=f"{run.seconds:.3f}")
    by_path: dict[str, list[Trouble]] = {}
    for trouble in troubles(run):
        by_path.setdefault(trouble.path, []).append(trouble)
    if own := by_path.get(""):
        suite = SubElement(root, "testsuite", name=OWN_SUITE)
        for trouble in own:
            _trouble(suite, OWN_SUITE, trouble)
        _count(suite)
    for file in run.files:
        _file(root, file, by_path.get(file.path, []))
    for name in ("tests", *list(COUNTED.values())[:2]):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _file(root: Element, file: FileReport, found: list[Trouble]) -> None:
    path = printable(slashed(file.path))
    suite = SubElement(root, "testsuite", name=path, package=path, file=path)
    for trouble in found:
        _trouble(suite, path, trouble)
    names: Counter[str] = Counter()
    for finding in file.findings:
        name = _name(finding)
        names[name] += 1
        _finding(suite, path, finding, name if names[name] == 1 else f"{name} #{names[name]}")
    if not len(suite):
        SubElement(suite, "testcase", name="no findings", classname=path, file=path)
    _count(suite)


def _name(finding: Finding) -> str:
    """What a test is known by in the next run: never the line."""
    text = one_line(shortened(finding.text))
    return printable(f"{finding.rule}: {text}" if text else finding.rule)


def _finding(suite: Element, path: str, finding: Finding, name: str) -> None:
    case = SubElement(
        suite, "testcase", name=name, classname=path, file=path, line=str(finding.line)
    )
    said = printable(message(finding))
    failure = SubElement(case, "failure", type=finding.severity.value, message=said)
    place = f"line {finding.line}, column {finding.column}"
    failure.text = printable(f"{place}: {finding.severity}: {said} ({finding.rule})")
    if finding.why:
        failure.text += f"\n{printable(one_line(finding.why))}"


def _trouble(suite: Element, path: str, trouble: Trouble) -> None:
    about = trouble.check or ("" if trouble.path else trouble.reason)
    name = printable(f"{trouble.kind}: {about}" if about else trouble.kind)
    case = SubElement(suite, "testcase", name=name, classname=path)
    if trouble.path:
        case.set("file", path)
    text = printable(trouble.text)
    outcome = {"not-run": "skipped", "unmet": "failure"}.get(trouble.kind, "error")
    SubElement(case, outcome, type=trouble.kind, message=text).text = text


def _count(suite: Element) -> None:
    suite.set("tests", str(len(suite)))
    for outcome, name in COUNTED.items():
        suite.set(name, str(len(suite.findall(f"testcase/{outcome}"))))
