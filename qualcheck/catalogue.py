"""What `qualcheck rules` shows: the rules as text, and their examples put to the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from textwrap import wrap

from qualcheck.analyse import analyse
from qualcheck.check import Check, Example, Hit, RuleInfo
from qualcheck.config import Settings
from qualcheck.detectors import DETECTORS
from qualcheck.document import Document
from qualcheck.errors import QualcheckError
from qualcheck.match import guarded_hits
from qualcheck.read import read_bytes
from qualcheck.rules import builtin_folder, load_rules
from qualcheck.run import load_checks, measured_precision
from qualcheck.selftest import Failure, run_examples


def list_lines(settings: Settings) -> Iterator[str]:
    """One line a rule, by category and id."""
    rules = _rules(load_checks(settings.rules))
    width = max(len(rule.id) for rule in rules)
    for rule in sorted(rules, key=lambda rule: (rule.category, rule.id)):
        precision = measured_precision().get(rule.id)
        shown = "  –  " if precision is None else f"{precision:5.2f}"
        yield f"{rule.id:<{width}}  {rule.level:<10}  {shown}  {rule.message}"


def describe(rule_id: str, settings: Settings) -> str:
    """All that is known of one rule. Raises QualcheckError with the nearest id."""
    rules = {rule.id: rule for rule in _rules(_with_examples(settings.rules))}
    if rule_id not in rules:
        from difflib import get_close_matches

        near = get_close_matches(rule_id, rules, n=1)
        hint = f"; did you mean '{near[0]}'?" if near else "; see `qualcheck rules list`"
        raise QualcheckError(f"no rule '{rule_id}'{hint}")
    return "\n".join(_description(rules[rule_id]))


def _description(rule: RuleInfo) -> Iterator[str]:
    precision = measured_precision().get(rule.id)
    measured = "not measured" if precision is None else f"{precision:.2f}"
    yield f"{rule.id}  ({rule.level})"
    yield from wrap(rule.message, 88, initial_indent="  ", subsequent_indent="  ")
    yield from wrap(rule.why, 88, initial_indent="  ", subsequent_indent="  ")
    yield ""
    yield f"  category   {rule.category}"
    yield f"  MQM        {rule.mqm}"
    yield f"  languages  {', '.join(rule.languages)}"
    yield f"  looks in   {', '.join(sorted(rule.scopes))}"
    yield f"  precision  {measured}"
    for source in rule.sources:
        yield f"  source     {source}"
    yield ""
    yield from (f"  bad   {_marked(example)}" for example in rule.bad)
    yield from (f"  good  {example.text}" for example in rule.good)
    yield from (f"  miss  {text}" for text in rule.known_misses)


def _marked(example: Example) -> str:
    text = example.text
    for span in reversed(example.spans):
        text = f"{text[: span.start]}[[{text[span.start : span.end]}]]{text[span.end :]}"
    fixed = "" if example.fixed is None else f"  →  {example.fixed}"
    return (text + fixed).replace("\n", "⏎")


def _rules(checks: Sequence[Check]) -> list[RuleInfo]:
    return [rule for check in checks for rule in check.rules]


def failed_examples(path: Path | None) -> tuple[list[Failure], int]:
    """The failed examples, and the number of rules tested: those of a path, or all."""
    checks = _with_examples() if path is None else _load(path)
    return run_examples(checks, finder()), len(_rules(checks))


def _with_examples(folders: Sequence[str] = ()) -> tuple[Check, ...]:
    """All checks; those of rule files with their examples, which a run does without."""
    found = load_rules([builtin_folder(), *map(Path, folders)], cache=None)
    return (*DETECTORS, *found)


def _load(path: Path) -> tuple[Check, ...]:
    if not path.exists():
        raise QualcheckError(f"{path}: no such rule file or folder")
    return load_rules([path], cache=None)


def finder() -> Callable[[Check, str], Sequence[Hit]]:
    """What a check finds in an example: read as plain text, in the rule's own language."""
    documents: dict[tuple[str, str], Document] = {}

    def find(check: Check, text: str) -> Sequence[Hit]:
        language = _language(check)
        if (language, text) not in documents:
            source = read_bytes(text.encode("utf-8", "surrogatepass"), "example.txt")
            documents[language, text] = analyse(source, language=language)
        return guarded_hits(check, documents[language, text])

    return find


def _language(check: Check) -> str:
    code = check.rules[0].languages[0]
    return "en" if code == "any" else code
