"""Suppression in the text: what an author says is right, by the name of the rule that errs.

A directive stands in a comment of the text's own format, or, for plain text, which has no comments,
on a line of a file beside it (`draft.txt.qualcheck`). It silences findings once all are there, so
nothing that a silenced one covered comes up in its place. One that does nothing is told.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from enum import StrEnum
from functools import partial
from typing import NamedTuple

from qualcheck.check import ALL_SCOPES, RuleInfo
from qualcheck.document import STAND_IN, Source, Span
from qualcheck.errors import did_you_mean
from qualcheck.findings import Finding, Severity
from qualcheck.messages import quoted

SIDECAR = ".qualcheck"
"""What a plain text's name is followed by in the name of the file with its directives."""
PLAIN = "text/plain"
"""The media type of what has no comments."""


class Verb(StrEnum):
    """What a directive does; the words of ESLint and markdownlint."""

    LINE = "disable-line"
    NEXT_LINE = "disable-next-line"
    BLOCK = "disable"
    END = "enable"
    FILE = "disable-file"


class Selector(NamedTuple):
    """A rule's id, the beginning of one, or a category; with `text`, only on these words.

    `span` is in the source.
    """

    name: str
    text: str | None
    span: Span

    def fits(self, finding: Finding) -> bool:
        """Whether a finding is of the rule, and on the words."""
        if not finding.is_of(self.name):
            return False
        return self.text is None or _folded(self.text) == _folded(finding.text)


class Directive(NamedTuple):
    """What a comment asks for. `span` is the comment's, in the source."""

    verb: Verb
    selectors: tuple[Selector, ...]
    span: Span
    reason: str = ""


class Complaint(NamedTuple):
    """What is wrong with a directive, and where in the source."""

    rule: RuleInfo
    message: str
    span: Span


def _rule(id_: str, level: Severity, message: str, why: str) -> RuleInfo:
    return RuleInfo(
        id=id_, category="directive", mqm="design-and-markup/markup-tag", level=level,
        message=message, why=why, languages=("any",), scopes=ALL_SCOPES,
    )  # fmt: skip


MALFORMED = _rule(
    "directive.malformed", Severity.WARNING, "A comment for qualcheck that can't be read.",
    "What looks like a directive and isn't one silences nothing.",
)  # fmt: skip
UNKNOWN = _rule(
    "directive.unknown-rule", Severity.WARNING, "A directive that names no rule.",
    "A name that is spelt wrong silences nothing.",
)  # fmt: skip
UNUSED = _rule(
    "directive.unused", Severity.SUGGESTION, "A directive with nothing to silence.",
    "A directive that is no longer needed would hide what comes there next.",
)  # fmt: skip
DIRECTIVE_RULES = (MALFORMED, UNKNOWN, UNUSED)
"""They speak about comments, not about the text: they cost no points."""


# ------------------------------------------------------------------------ reading them

Parsed = Directive | Complaint


def in_comments(source: Source) -> Iterator[Parsed]:
    """The directives in a text's comments, and what looks like one and is none."""
    for span in source.comments:
        body = re.compile(r"(?s)<!--(.*?)-->").match(source.text, span.start, span.end)
        if body and "qualcheck" in body[1].lower():
            yield from _of_comment(body[1], body.start(1), span)


def on_lines(beside: Source) -> Iterator[Parsed]:
    """The directives in the file beside a plain text: one a line, each for the whole text."""
    at = 0
    for line in beside.text.splitlines(keepends=True):
        span = Span(at, at + len(line.rstrip()))
        if line.strip() and not line.lstrip().startswith("#"):
            yield _with_selectors(Verb.FILE, line.rstrip(), at, span)
        at += len(line)


def misplaced(beside: Source, rule: RuleInfo, message: str) -> Complaint | None:
    """What is wrong with a file of directives that stands where it silences nothing, told at its
    first line; None where it has none.
    """
    first = next(on_lines(beside), None)
    return Complaint(rule, message, first.span) if first else None


_LOOKS_LIKE_ONE = r"(?i)\s*qualcheck(?:\s*[-_:]\s*|\s+(?=(?:dis|en)able|ignore|off\b))([\w-]*)"


def _of_comment(body: str, start: int, span: Span) -> Iterator[Parsed]:
    """What a comment that names us asks for, if anything; `start` is its body's source offset."""
    written = re.match(r"\s*qualcheck-([a-z-]+)(?=\s|$)", body)
    if written and written[1] in set(Verb):
        rest = body[written.end() :]
        yield _with_selectors(Verb(written[1]), rest, start + written.end(), span)
    elif near := re.match(_LOOKS_LIKE_ONE, body):
        whole = ", ".join(f"qualcheck-{verb}" for verb in Verb)
        advice = did_you_mean(near[1].lower(), Verb, f"there are {whole}.", prefix="qualcheck-")
        said = " ".join(near[0].split())
        yield Complaint(MALFORMED, f"'{said}' is no directive; {advice}", span)


_SELECTOR = re.compile(
    r"""(?x)
    (?P<name> [A-Za-z0-9_] [\w.-]* )
    (?: \[ (?P<text> "(?:[^"\\]|\\.)*" ) \] )?
    (?= [\s,] | $ )
    """
)


def _with_selectors(verb: Verb, rest: str, start: int, span: Span) -> Parsed:
    """A directive of what follows its verb; `start` is the source offset of that."""
    selectors, reason, at = [], "", 0
    while at < len(rest):
        if blank := re.compile(r"[\s,]+").match(rest, at):
            at = blank.end()
        elif mark := re.compile(r"(?:--|\N{EM DASH})(?=\s|$)").match(rest, at):
            reason, at = rest[mark.end() :].strip(), len(rest)
        elif selector := _selector(rest, at, start):
            selectors.append(selector)
            at = selector.span.end - start
        else:
            advice = 'write RULE or RULE["matched text"], and a reason after --'
            message = f"This directive can't be read from '{_short(rest[at:])}' on: {advice}."
            return Complaint(MALFORMED, message, span)
    if not selectors and verb is not Verb.END:
        message = f"'{verb}' names no rule: write the rule's id after it."
        return Complaint(MALFORMED, message, span)
    return Directive(verb, tuple(selectors), span, reason)


def _selector(rest: str, at: int, start: int) -> Selector | None:
    """The selector at an offset of what follows a verb; None where there is none."""
    found = _SELECTOR.match(rest, at)
    if found is None:
        return None
    try:
        text = json.loads(found["text"], strict=False) if found["text"] else None
    except ValueError:
        return None
    return Selector(found["name"], text, Span(start + at, start + found.end()))


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 30 else f"{words[:29]}…"


# ------------------------------------------------------------------------ silencing


class Rules(NamedTuple):
    """What is known of the rules when directives are judged."""

    names: Collection[str]
    """Ids, their beginnings and categories."""
    engine: str
    """The prefix of an engine's rules: whatever stands below it is known."""
    judged: Callable[[str], bool]
    """Whether all that a name stands for was looked for, so that a silence means something."""


class Silenced(NamedTuple):
    """What is left of a text's findings, and what is to be said of its directives."""

    findings: tuple[Finding, ...]
    complaints: tuple[Complaint, ...]


def silence(
    source: Source, findings: Sequence[Finding], parsed: Sequence[Parsed], rules: Rules
) -> Silenced:
    """Findings less those that directives silence. Directives in the order of the text."""
    complaints = [item for item in parsed if isinstance(item, Complaint)]
    directives = [item for item in parsed if isinstance(item, Directive)]
    reaches, idle = _reaches(source, directives)
    used: set[Span] = set()
    kept = []
    for finding in findings:
        by = {r.selector.span for r in reaches if r.holds(finding) and r.selector.fits(finding)}
        used |= by
        if not by:
            kept.append(finding)
    for selector in (reach.selector for reach in reaches):
        if not _is_known(selector.name, rules):
            complaints.append(_unknown(selector, rules))
        elif selector.span not in used and rules.judged(selector.name):
            message = f"'{selector.name}' says nothing here that this could silence: remove it."
            if other := _words_of(selector, kept):
                given = quoted(selector.text or "")
                message = f"'{selector.name}' speaks on {quoted(other)} here, not on {given}."
            complaints.append(Complaint(UNUSED, message, selector.span))
    complaints += idle
    return Silenced(tuple(kept), tuple(sorted(complaints, key=lambda c: c.span)))


def _words_of(selector: Selector, findings: Iterable[Finding]) -> str | None:
    """Other words on which the rule of a selector with words speaks; None where it doesn't."""
    if selector.text is None:
        return None
    bare = selector._replace(text=None)
    return next((finding.text for finding in findings if bare.fits(finding)), None)


class _Reach(NamedTuple):
    """A selector, and which findings its directive is for."""

    selector: Selector
    holds: Callable[[Finding], bool]


def _reaches(
    source: Source, directives: Sequence[Directive]
) -> tuple[list[_Reach], list[Complaint]]:
    """How far each selector reaches, and the ends that end nothing."""
    reaches: list[_Reach] = []
    idle: list[Complaint] = []
    begun: list[tuple[Selector, int]] = []
    for directive in directives:
        if directive.verb is Verb.BLOCK:
            begun += [(selector, directive.span.end) for selector in directive.selectors]
        elif directive.verb is Verb.END:
            ended = [(s, start) for s, start in begun if _ends(directive, s)]
            begun = [item for item in begun if item not in ended]
            reaches += [_between(s, start, directive.span.start) for s, start in ended]
            if not ended:
                message = "This ends nothing: no 'disable' of these rules is open here."
                idle.append(Complaint(UNUSED, message, directive.span))
        else:
            lines = _lines(source, directive)
            reaches += [_Reach(s, partial(_on_lines, lines)) for s in directive.selectors]
    reaches += [_between(selector, start, len(source.text)) for selector, start in begun]
    return reaches, idle


def _ends(end: Directive, begun: Selector) -> bool:
    return not end.selectors or any(
        selector.name == begun.name and selector.text in (None, begun.text)
        for selector in end.selectors
    )


def _between(selector: Selector, start: int, end: int) -> _Reach:
    return _Reach(selector, lambda finding: start <= finding.span.start <= end)


def _on_lines(lines: range | None, finding: Finding) -> bool:
    return lines is None or (
        finding.line in lines or finding.line <= lines.start <= finding.end_line
    )


def _lines(source: Source, directive: Directive) -> range | None:
    """The lines, from 1, that a directive is for; None for all."""
    if directive.verb is Verb.FILE:
        return None
    if directive.verb is Verb.LINE:
        first = source.position(directive.span.start)[0]
        return range(first, source.position(directive.span.end)[0] + 1)
    rows = source.lines
    line = source.position(directive.span.end)[0] + 1
    while line <= len(rows) and _says_nothing(rows[line - 1]):
        line += 1
    return range(line, line + 1)


def _says_nothing(row: str) -> bool:
    """Whether a line has nothing but comments, blanks and the marks of a quotation."""
    return not re.sub(r"<!--.*?-->", "", row).strip(" \t\r\n>")


def _is_known(name: str, rules: Rules) -> bool:
    return name in rules.names or f"{name}.".startswith(f"{rules.engine}.")


def _unknown(selector: Selector, rules: Rules) -> Complaint:
    names = "`qualcheck rules list` shows them all."
    advice = did_you_mean(selector.name.lower(), rules.names, names)
    if selector.name.startswith("qualcheck-"):
        advice = "here a line is a rule's name, with nothing before it."
    message = f"No rule or category is named '{selector.name}'; {advice}"
    return Complaint(UNKNOWN, message, selector.span)


def _folded(text: str) -> str:
    return " ".join(text.split())


# ------------------------------------------------------------------------ telling


def finding_of(source: Source, complaint: Complaint, level: Severity) -> Finding:
    """A complaint as a finding at its directive. In the prose it is a place between two."""
    span, info = complaint.span, complaint.rule
    (line, column), (end_line, end_column) = source.position(span.start), source.position(span.end)
    return Finding(
        rule=info.id, category=info.category, mqm=info.mqm, severity=level,
        message=complaint.message, why=info.why, span=span, prose=source.prose_near(span.start),
        line=line, column=column, end_line=end_line, end_column=end_column,
        text=source.text[span.start : span.end], as_written=True,
        byte_columns=(source.byte_column(span.start), source.byte_column(span.end)),
    )  # fmt: skip


class Line(NamedTuple):
    """A line that silences one finding, and where it goes."""

    text: str
    where: str


def line_to_silence(finding: Finding, path: str, media_type: str, *, in_table: bool) -> Line:
    """The directive for a finding in its format: at its line's end, or, where nothing can stand
    there (a row of a table), for its words in the whole file.
    """
    text = quoted(_folded(finding.text)).replace(STAND_IN, r"\ufffc")
    text = text.replace("--", r"-\u002d")  # would end a comment
    words = f"{finding.rule}[{text}]"
    if media_type == PLAIN:
        return Line(words, f"on a line of its own in {path}{SIDECAR}")
    if in_table:
        return Line(f"<!-- qualcheck-{Verb.FILE} {words} -->", "anywhere in the file")
    directive = f"<!-- qualcheck-{Verb.LINE} {finding.rule} -->"
    return Line(directive, f"at the end of line {finding.line}")
