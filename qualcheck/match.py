"""Stage 3, MATCH: a document and checks to findings, through a list of small steps.

run → guard (language, scope, verbatim) → dedupe → the project's words → map to the source → level →
overlap → sort.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from qualcheck.check import Check, Hit, Related, RuleInfo, told_once
from qualcheck.document import BlockKind, Document, Span
from qualcheck.errors import EngineUnavailable
from qualcheck.findings import Fault, Finding, NotRun, Place, Relation, Severity, is_called
from qualcheck.messages import render

OFF = "off"
CONTEXT_WORDS = 2
"""Words each side that go into a fingerprint."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rules may speak, and how loud. Names are rule ids, their prefixes, or categories."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    levels: Mapping[str, str] = field(default_factory=dict)
    min_severity: Severity = Severity.SUGGESTION
    _levels: dict[str, Severity | None] = field(default_factory=dict, compare=False, repr=False)

    def level(self, rule: RuleInfo) -> Severity | None:
        """The severity of a rule's findings; None where it must keep quiet."""
        if rule.id not in self._levels:  # asked several times for every text
            self._levels[rule.id] = self._level(rule)
        return self._levels[rule.id]

    def _level(self, rule: RuleInfo) -> Severity | None:
        if self.select and not any(is_named(rule, name) for name in self.select):
            return None
        if any(is_named(rule, name) for name in self.ignore):
            return None
        level = str(rule.level)
        for name in sorted(self.levels, key=len):
            if is_named(rule, name):
                level = self.levels[name]
        if level == OFF:
            return None
        severity = Severity(level)
        return severity if severity.rank >= self.min_severity.rank else None


def is_named(rule: RuleInfo, name: str) -> bool:
    """Whether a rule goes by a name, as `is_called` says."""
    return is_called(name, rule.id, rule.category)


class Matched(NamedTuple):
    """What came of running checks over one document."""

    findings: tuple[Finding, ...]
    not_run: tuple[NotRun, ...]
    faults: tuple[Fault, ...]


def match(
    document: Document,
    checks: Sequence[Check],
    selection: Selection | None = None,
    precision: Mapping[str, float] | None = None,
) -> Matched:
    """Run the checks over a document. A check that raises becomes a Fault; the rest go on.

    `precision` has the measured share of right hits by rule id.
    """
    selection = selection or Selection()
    asked = speaking(document, checks, selection)
    looks = [look(check, document) for check in asked]
    return gather(document, checks, looks, selection, precision or {})


def speaking(
    document: Document, checks: Sequence[Check], selection: Selection
) -> tuple[Check, ...]:
    """The checks with a rule that is selected and for this document's language."""
    speaks = document_speaks(document)
    return tuple(
        check
        for check in checks
        if any(map(selection.level, check.rules)) and any(map(speaks, check.rules))
    )


Look = list[Hit] | NotRun | Fault
"""What came of running one check: its hits, or why it has none."""


def look(check: Check, document: Document) -> Look:
    """Run one check. Never raises: a check that does is a Fault."""
    try:
        return guarded_hits(check, document)
    except EngineUnavailable as error:
        return NotRun(check.name, str(error))
    except Exception as error:
        return Fault(check.name, f"{type(error).__name__}: {error}")


def gather(
    document: Document,
    checks: Sequence[Check],
    looks: Sequence[Look],
    selection: Selection,
    precision: Mapping[str, float],
    knows: Knows | None = None,
) -> Matched:
    """Findings of what the checks saw: mapped to the source, levelled, without overlaps, sorted.

    What `knows` says is a word of the project's, no rule about words may touch.
    """
    rules = {rule.id: rule for check in checks for rule in check.rules}
    findings = [
        _finding(document, rule, hit, level, precision)
        for hits in looks
        if isinstance(hits, list)
        for seen in hits
        for rule in (seen.info or rules[seen.rule],)
        if (level := selection.level(rule))
        if (hit := _of_unknown(document, rule, seen, knows) if knows else seen)
    ]
    silent = _wrong_language(document, checks, selection)
    return Matched(
        tuple(sort(drop_covered(join(findings)))),
        (*silent, *(seen for seen in looks if isinstance(seen, NotRun))),
        tuple(seen for seen in looks if isinstance(seen, Fault)),
    )


def document_speaks(document: Document) -> Callable[[RuleInfo], bool]:
    """Whether a rule is for this document's language."""
    return lambda rule: rule.speaks(document.language.code)


def _wrong_language(
    document: Document, checks: Sequence[Check], selection: Selection
) -> tuple[NotRun, ...]:
    """One visible line for all rules that are not for this text's language."""
    speaks = document_speaks(document)
    rules = [rule for check in checks for rule in check.rules if selection.level(rule)]
    silent = [rule for rule in rules if not speaks(rule)]
    if not silent or not len(document.tokens):
        return ()
    code = document.language.code
    said = "is set to be" if document.language.given else "is"
    found = "its language could not be told" if code == "und" else f"the text {said} in '{code}'"
    languages = sorted({language for rule in silent for language in rule.languages})
    return (NotRun(f"{len(silent)} rules for {', '.join(languages)}", found),)


def guarded_hits(check: Check, document: Document) -> list[Hit]:
    """A check's hits after the guards that all rules share, each place once."""
    rules = {rule.id: rule for rule in check.rules}
    kept: dict[tuple[str, Span], Hit] = {}
    for hit in check.run(document):
        rule = hit.info or rules[hit.rule]
        if rule.speaks(document.language.code) and (inside := _within_bounds(document, rule, hit)):
            kept.setdefault((inside.rule, inside.span), inside)
    return list(kept.values())


def _within_bounds(document: Document, rule: RuleInfo, hit: Hit) -> Hit | None:
    """A hit without its places out of the rule's bounds; None where none is left."""
    if not hit.related:
        return hit if _in_bounds(document, rule, hit.span) else None
    same = [span for span in hit.same if _in_bounds(document, rule, span)]
    if not same:
        return None
    related = [Related(Relation.SAME, span) for span in same[1:]]
    related += [place for place in hit.related if place.relation is Relation.OTHER]
    return replace(hit, span=same[0], related=tuple(related))


Knows = Callable[[Document, Span], bool]
"""Whether what stands at a place is a word or a name that the project calls right."""


def _of_unknown(document: Document, rule: RuleInfo, hit: Hit, knows: Knows) -> Hit | None:
    """A hit of a rule about words less the places of known words; None where none is left.

    Of two ways to write a thing, where the odd one is known and the usual one is not, the usual
    one is at fault: the hit is turned round.
    """
    if not rule.is_of_words:
        return hit
    same = [span for span in hit.same if not knows(document, span)]
    if len(same) == len(hit.same):
        return hit
    others = [place.span for place in hit.related if place.relation is Relation.OTHER]
    if same:
        again = told_once(
            hit.rule, same, against=others, suggestions=hit.suggestions, values=hit.values
        )
        return replace(again, info=hit.info)
    return _turned(document, rule, hit, others, knows)


def _turned(
    document: Document, rule: RuleInfo, hit: Hit, others: Sequence[Span], knows: Knows
) -> Hit | None:
    """A hit about the places that it clashes with, where they are what it suggests."""
    usual = hit.suggestions[0] if hit.suggestions else ""
    spans = [Span(span.start, span.start + len(usual)) for span in others]
    if not spans or any(document.text(s) != usual or knows(document, s) for s in spans):
        return None
    turned = told_once(
        hit.rule, spans, against=hit.same, suggestions=(document.text(hit.span),), values=hit.values
    )
    return _within_bounds(document, rule, replace(turned, info=hit.info))


_EVERYWHERE = frozenset(BlockKind)


def _in_bounds(document: Document, rule: RuleInfo, span: Span) -> bool:
    """Whether a place lies in a block of the rule's scope and outside URLs and the like."""
    if not rule.in_verbatim and document.is_verbatim(span.start):
        return False
    if rule.scopes == _EVERYWHERE:
        return True
    block = document.block_at(span.start)
    return block is not None and block.kind in rule.scopes


def _finding(
    document: Document, rule: RuleInfo, hit: Hit, level: Severity, precision: Mapping[str, float]
) -> Finding:
    """A hit with its rule's words and its place in the source."""
    span, (line, column), (end_line, end_column) = _in_source(document, hit.span)
    text, source = document.text(hit.span), document.source
    suggestion = hit.suggestions[0] if hit.suggestions else ""
    values = {"match": text, "suggestion": suggestion, **hit.values}
    return Finding(
        rule=rule.id, category=rule.category, mqm=rule.mqm, severity=level,
        message=render(rule.message, values), why=rule.why, span=span, prose=hit.span,
        line=line, column=column, end_line=end_line, end_column=end_column, text=text,
        context=_context(document, hit.span), suggestions=hit.suggestions,
        safe_fix=rule.safe_fix and hit.sure and bool(hit.suggestions),
        origin=rule.origin, precision=precision.get(rule.id),
        related=tuple(_places(document, hit)),
        byte_columns=(source.byte_column(span.start), source.byte_column(span.end)),
        as_written=source.text[span.start : span.end] == text,
    )  # fmt: skip


def _places(document: Document, hit: Hit) -> Iterator[Place]:
    """The related places of a hit in the source."""
    for related in hit.related:
        span, start, end = _in_source(document, related.span)
        text = document.text(related.span)
        yield Place(related.relation, span, related.span, *start, *end, text)


def _in_source(document: Document, prose: Span) -> tuple[Span, tuple[int, int], tuple[int, int]]:
    """The source span behind a prose span, line and column of its start and of its end."""
    span = document.source.to_source(prose)
    return span, document.source.position(span.start), document.source.position(span.end)


def _context(document: Document, span: Span) -> tuple[str, str]:
    """The words just before and after a span, in the blocks where it starts and ends: what stands
    in the next paragraph changes when paragraphs move.
    """
    tokens = document.tokens
    before = tokens.at(span.start - 1) if span.start else -1
    after = tokens.at(max(span.end - 1, 0)) + 1
    first, last = document.block_at(span.start), document.block_at(span.end)
    start = tokens.at(first.prose.start - 1) + 1 if first and first.prose.start else 0
    end = tokens.at(last.prose.end - 1) + 1 if last else len(tokens)
    left = tokens.texts[max(start, before - CONTEXT_WORDS + 1) : before + 1]
    return " ".join(left), " ".join(tokens.texts[after : min(end, after + CONTEXT_WORDS)])


PLACE, PLACE_WORDS = 40, 4
"""Characters and words up to which a finding is about a place and not about a clause."""


OURS = "qualcheck"
"""The origin of our own rules."""


def join(findings: Sequence[Finding]) -> list[Finding]:
    """An engine's finding at the place of one of ours joins it: one finding, of both origins.

    Ours keeps its words, takes the louder level, and suggestions where it has none.
    """
    kept = [finding for finding in findings if finding.origin == OURS]
    starts = sorted((finding.prose.start, i) for i, finding in enumerate(kept))
    for theirs in (finding for finding in findings if finding.origin != OURS):
        first = bisect_left(starts, (theirs.prose.start - PLACE, 0))
        last = bisect_right(starts, (theirs.prose.end, len(kept)))
        near = (i for _, i in starts[first:last] if _are_one_place(kept[i], theirs))
        ours = next(near, None)
        if ours is None:
            kept.append(theirs)
        else:
            kept[ours] = _of_both(kept[ours], theirs)
    return kept


def _are_one_place(ours: Finding, theirs: Finding) -> bool:
    """Whether two findings are about the same few words, or about the very same clause."""
    if any(len(f.prose) > PLACE or len(f.text.split()) > PLACE_WORDS for f in (ours, theirs)):
        return ours.prose == theirs.prose
    return ours.prose.overlaps(theirs.prose) or ours.prose == theirs.prose


def _of_both(ours: Finding, theirs: Finding) -> Finding:
    return replace(
        ours,
        severity=max(ours.severity, theirs.severity, key=lambda severity: severity.rank),
        suggestions=ours.suggestions or theirs.suggestions,
        origin=ours.origin if theirs.origin in ours.origin else f"{ours.origin}+{theirs.origin}",
    )


def drop_covered(findings: Iterable[Finding]) -> list[Finding]:
    """Of findings that are about the same damage, the one that says most.

    In one category that is the louder, then the longer of those that overlap. Of two categories,
    where the place of one covers the other's: the louder, then one with a suggestion (`of of` is
    a doubled word before it is an odd pair), then the longer.
    """
    of_categories = _best(findings, _by_length, _in_one_category)
    return _best(of_categories, _by_suggestion, _at_one_place)


Order = tuple[int, ...]


def _by_length(finding: Finding) -> Order:
    return -finding.severity.rank, -len(finding.prose), finding.prose.start


def _by_suggestion(finding: Finding) -> Order:
    return -finding.severity.rank, not finding.suggestions, -len(finding.prose), finding.prose.start


def _in_one_category(one: Finding, other: Finding) -> bool:
    same = one.prose.overlaps(other.prose) or one.prose == other.prose
    return same and one.category == other.category


def _at_one_place(one: Finding, other: Finding) -> bool:
    if one.category == other.category:
        return False
    if any(len(f.prose) > PLACE or len(f.text.split()) > PLACE_WORDS for f in (one, other)):
        return False
    return one.prose.covers(other.prose) or other.prose.covers(one.prose)


_CELL = 16
"""Characters of a cell; findings are compared with those in the same cells."""


def _best(
    findings: Iterable[Finding],
    order: Callable[[Finding], Order],
    clash: Callable[[Finding, Finding], bool],
) -> list[Finding]:
    """Findings taken in an order, without those that clash with one taken before."""
    kept: list[Finding] = []
    cells: dict[int, list[Finding]] = {}
    for finding in sorted(findings, key=order):
        its_cells = range(finding.prose.start // _CELL, finding.prose.end // _CELL + 1)
        near = (taken for cell in its_cells for taken in cells.get(cell, ()))
        if not any(clash(taken, finding) for taken in near):
            kept.append(finding)
            for cell in its_cells:
                cells.setdefault(cell, []).append(finding)
    return kept


def sort(findings: Iterable[Finding]) -> list[Finding]:
    """In the order of the text, the louder first at one place."""
    return sorted(findings, key=lambda f: (f.span.start, -f.severity.rank, f.span.end, f.rule))
