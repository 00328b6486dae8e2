"""Every rule put to the test by its own examples, whether it is Python or a rule file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from qualcheck.check import Check, Example, Hit, RuleInfo
from qualcheck.document import Span

Find = Callable[[Check, str], Sequence[Hit]]
"""A check's hits in a text, after the guards that the pipeline puts before every rule."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that a rule doesn't live up to."""

    rule: str
    text: str
    """The example; empty where the rule itself is at fault."""
    what: str

    def __str__(self) -> str:
        shown = f"\n  text:     {self.text}" if self.text else ""
        return f"{self.rule}: {self.what}{shown}"


def run_examples(checks: Sequence[Check], find: Find) -> list[Failure]:
    """The failed examples of all rules, and the ids that two rules share."""
    failures: list[Failure] = []
    seen: set[str] = set()
    for check in checks:
        for rule in check.rules:
            if rule.id in seen:
                failures.append(Failure(rule.id, "", "another rule has the same id"))
            seen.add(rule.id)
            failures += failures_of(check, rule, find)
    return failures


def failures_of(check: Check, rule: RuleInfo, find: Find) -> Iterator[Failure]:
    """The failed examples of one of a check's rules."""

    def hits(text: str) -> list[Hit]:
        return [hit for hit in find(check, text) if hit.rule == rule.id]

    for kind, examples in (("bad", rule.bad), ("good", rule.good)):
        if not examples:
            yield Failure(rule.id, "", f"it has no {kind} example")
    for example in rule.bad:
        yield from _bad_failures(rule, example, hits)
    for example in rule.good:
        if found := hits(example.text):
            actual = mark(example.text, [hit.span for hit in found])
            yield Failure(rule.id, example.text, f"speaks on a good example\n  actual:   {actual}")
    for text in rule.known_misses:
        if found := hits(text):
            actual = mark(text, [hit.span for hit in found])
            what = f"finds a known miss now: move it to bad\n  actual:   {actual}"
            yield Failure(rule.id, text, what)


def _bad_failures(
    rule: RuleInfo, example: Example, hits: Callable[[str], Sequence[Hit]]
) -> Iterator[Failure]:
    """Hits exactly at the marks; the first suggestions give `fixed`; there it is content."""
    found = sorted(hits(example.text), key=lambda hit: hit.span)
    if not example.spans:
        yield Failure(rule.id, example.text, "a bad example without [[ ]]")
    elif [hit.span for hit in found] != list(example.spans):
        expected = mark(example.text, example.spans)
        actual = mark(example.text, [hit.span for hit in found]) if found else "no hit"
        what = f"speaks elsewhere than it should\n  expected: {expected}\n  actual:   {actual}"
        yield Failure(rule.id, example.text, what)
    elif example.fixed is not None:
        yield from _fixed_failures(rule, example, example.fixed, found, hits)


def _fixed_failures(
    rule: RuleInfo,
    example: Example,
    fixed: str,
    found: Sequence[Hit],
    hits: Callable[[str], Sequence[Hit]],
) -> Iterator[Failure]:
    """What the first suggestions make of a bad example, whose hits are where they should be."""
    if not all(hit.suggestions for hit in found):
        yield Failure(rule.id, example.text, f"suggests nothing\n  expected: {fixed}")
        return
    actual = repair(example.text, found)
    if actual != fixed:
        what = f"the first suggestion gives another text\n  expected: {fixed}\n  actual:   {actual}"
        yield Failure(rule.id, example.text, what)
    elif left := hits(fixed):
        actual = mark(fixed, [hit.span for hit in left])
        yield Failure(rule.id, fixed, f"speaks on the fixed text, too\n  actual:   {actual}")


def mark(text: str, spans: Sequence[Span]) -> str:
    """A text with `[[ ]]` round each span, which may overlap: the reverse of Example.parse.

    >>> mark("in the the end", [Span(7, 10)])
    'in the [[the]] end'
    """
    # At one place a mark that closes comes first, unless its span is empty.
    marks = [(span.start, 2 if len(span) else 1, "[[") for span in spans]
    marks += [(span.end, 0 if len(span) else 1, "]]") for span in spans]
    for offset, _, shown in sorted(marks, key=lambda m: (m[0], m[1], m[2] == "]]"), reverse=True):
        text = text[:offset] + shown + text[offset:]
    return text


def repair(text: str, hits: Sequence[Hit]) -> str:
    """A text with each hit, at all its places, replaced by its first suggestion. Raises
    IndexError without one.
    """
    places = [(span, hit.suggestions[0]) for hit in hits for span in hit.same]
    for span, fixed in sorted(places, reverse=True):
        text = text[: span.start] + fixed + text[span.end :]
    return text
