"""SARIF 2.1.0, within what GitHub's code scanning takes: its limits are named below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from qualcheck.findings import FileReport, Finding, Place, Relation, Run, Severity
from qualcheck.report.machines import (
    Told,
    Trouble,
    instead,
    json_text,
    message,
    one_line,
    replacements,
    troubles,
    uri,
    worst_first,
)
from qualcheck.report.wording import counted, percent, sources

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)

MOST_RESULTS = 25_000
"""Results of a run; with more, GitHub refuses the file."""
MOST_RELATED = 100
"""Locations of a result that GitHub keeps."""
MOST_TAGS = 20
LONGEST_DESCRIPTION = 1024
LONGEST_NAME = 255

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.SUGGESTION: "note"}
PROBLEMS = {**LEVELS, Severity.SUGGESTION: "recommendation"}
PRECISIONS = ((0.95, "very-high"), (0.8, "high"), (0.6, "medium"), (0.0, "low"))
"""Measured share of right hits from which a rule is called so. The first two are what an error
and a warning need.
"""
FAMILIES = {"lt": "LanguageTool"}
"""First parts of rules' names that are no words."""
RELATED = {Relation.SAME: "The same here.", Relation.OTHER: "It clashes with this."}

Json = dict[str, Any]


def render(run: Run) -> str:
    """The run as one line of JSON. Paths as they are given: GitHub wants them from its root."""
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(run)]}) + "\n"


def _run(run: Run) -> Json:
    found = worst_first(run)
    shown = found[:MOST_RESULTS]
    by_rule: dict[str, list[Finding]] = {}
    for each in shown:
        by_rule.setdefault(each.finding.rule, []).append(each.finding)
    numbers = {rule: number for number, rule in enumerate(by_rule)}
    return {
        "tool": {"driver": _driver(run.version, by_rule)},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(run, left_out=len(found) - len(shown))],
        "results": [_result(each, numbers[each.finding.rule]) for each in shown],
    }


# ------------------------------------------------------------------------ tool and rules


def _driver(version: str, by_rule: dict[str, list[Finding]]) -> Json:
    is_semantic = re.fullmatch(r"\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?", version)
    return {
        "name": "qualcheck",
        "semanticVersion" if is_semantic else "version": version or "unknown",
        "rules": [_rule(rule, found) for rule, found in by_rule.items()],
    }


def _rule(rule: str, found: Sequence[Finding]) -> Json:
    """What is said of a rule must not depend on where it spoke: GitHub keeps it for all alerts."""
    worst = max((finding.severity for finding in found), key=lambda severity: severity.rank)
    first = found[0]
    title = _title(rule) or "Finding"
    why = one_line(first.why)
    return {
        "id": one_line(rule),
        "name": _name(rule),
        "shortDescription": {"text": title[:LONGEST_DESCRIPTION]},
        "fullDescription": {"text": (why or title)[:LONGEST_DESCRIPTION]},
        "help": {"text": _help(first, why, "{}"), "markdown": _help(first, why, "`{}`")},
        "defaultConfiguration": {"level": LEVELS[worst]},
        "properties": {
            "tags": _tags(found),
            "problem.severity": PROBLEMS[worst],
            **_precision(first),
        },
    }


def _name(rule: str) -> str:
    """`punctuation.stray-mark` → `PunctuationStrayMark`."""
    words = re.findall(r"\w+", rule)
    return "".join(word[:1].upper() + word[1:] for word in words)[:LONGEST_NAME] or "Rule"


def _title(rule: str) -> str:
    """`punctuation.stray-mark` → `Punctuation: stray mark`."""
    family, _, name = one_line(rule).partition(".")
    said = re.sub(r"[-_.]+", " ", name).strip()
    return ": ".join(part for part in (FAMILIES.get(family, family.capitalize()), said) if part)


def _help(finding: Finding, why: str, code: str) -> str:
    """The rule's reason, its measure and how to silence it; `code` frames what is to be copied."""
    rule = one_line(finding.rule)
    lines = [why] if why else []
    lines.append(f"MQM type: {one_line(finding.mqm) or 'none'}.")
    if finding.precision is not None:
        lines.append(f"Measured precision: {percent(finding.precision)} of its hits are right.")
    comment = code.format(f"<!-- qualcheck-disable-line {rule} -->")
    beside = code.format("NAME.txt.qualcheck")
    lines.append(
        f"To silence it on a line of Markdown or HTML: {comment}. For a plain text NAME.txt: "
        f"{code.format(rule)} on a line of {beside}."
    )
    return "\n\n".join(lines)


def _tags(found: Sequence[Finding]) -> list[str]:
    """The category, who found it, and the MQM types with what they belong to."""
    types = dict.fromkeys(one_line(finding.mqm) for finding in found)
    tags = [found[0].category, *(s for s in sources(found[0].origin) if s != "qualcheck")]
    for name in types:
        tags += [f"mqm/{name.partition('/')[0]}", f"mqm/{name}"] if name else []
    return [*dict.fromkeys(tags)][:MOST_TAGS]


def _precision(finding: Finding) -> Json:
    measured = finding.precision
    if measured is None:
        return {}
    return {"precision": next(name for least, name in PRECISIONS if measured >= least)}


# ------------------------------------------------------------------------ results


def _result(each: Told, number: int) -> Json:
    file, finding = each.file, each.finding
    made: Json = {
        "ruleId": one_line(finding.rule),
        "ruleIndex": number,
        "level": LEVELS[finding.severity],
        "message": {"text": _unlinked(message(finding))},
        "locations": [_location(file, finding)],
        "partialFingerprints": {"primaryLocationLineHash": each.identity},
    }
    if finding.related:
        shown = finding.related[:MOST_RELATED]
        made["relatedLocations"] = [_related(file, p, i) for i, p in enumerate(shown, start=1)]
    if fixes := replacements(file, finding):
        made["fixes"] = [_fix(file, finding, text) for text in fixes]
    return made


def _unlinked(text: str) -> str:
    """Text in which nothing is one of SARIF's links: an article may have `[here](1)`."""
    return re.sub(r"\[(?=[^\]]*\]\()", r"\\[", text)


def _location(file: FileReport, place: Finding | Place) -> Json:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": uri(file.path)},
            "region": _region(place),
        }
    }


def _region(place: Finding | Place) -> Json:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _related(file: FileReport, place: Place, number: int) -> Json:
    return {"id": number, **_location(file, place), "message": {"text": RELATED[place.relation]}}


def _fix(file: FileReport, finding: Finding, text: str) -> Json:
    """GitHub leaves fixes aside, and refuses one without its changes."""
    replacement: Json = {"deletedRegion": _region(finding)}
    if text:
        replacement["insertedContent"] = {"text": text}
    change = {"artifactLocation": {"uri": uri(file.path)}, "replacements": [replacement]}
    return {"description": {"text": f"Suggestion: {instead(text)}"}, "artifactChanges": [change]}


# ------------------------------------------------------------------- what went wrong


def _invocation(run: Run, *, left_out: int) -> Json:
    found = [*troubles(run)]
    made: Json = {"executionSuccessful": not any(map(_stops, found))}
    executing = [_notification(each) for each in found if _stops(each)]
    executing += [*_notes(run, left_out)]
    if executing:
        made["toolExecutionNotifications"] = executing
    if configured := [_notification(each) for each in found if not _stops(each)]:
        made["toolConfigurationNotifications"] = configured
    return made


def _stops(trouble: Trouble) -> bool:
    """Whether something went wrong with the run, rather than with what was asked of it."""
    return trouble.kind in {"mistake", "unreadable", "fault"}


def _notification(trouble: Trouble) -> Json:
    made = _note(trouble.kind, "error" if trouble.is_error else "note", trouble.text)
    if trouble.path:
        place = {"physicalLocation": {"artifactLocation": {"uri": uri(trouble.path)}}}
        made["locations"] = [place]
    return made


def _notes(run: Run, left_out: int) -> Iterator[Json]:
    if left_out:
        said = f"{counted(left_out, 'finding')} left out: GitHub takes {MOST_RESULTS:,}. The worst"
        yield _note("left-out", "warning", f"{said} are here.")
    if known := sum(file.known for file in run.files):
        yield _note("known", "note", f"{counted(known, 'finding')} known to the baseline left out.")


def _note(kind: str, level: str, text: str) -> Json:
    return {"descriptor": {"id": f"qualcheck/{kind}"}, "level": level, "message": {"text": text}}
