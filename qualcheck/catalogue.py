"""What `qualcheck rules` shows: the rules as text, and their examples put to the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from textwrap import wrap

from qualcheck.analyse import analyse
from qualcheck.assembly import assemble, of_rule_files
from qualcheck.check import Check, Example, Hit, RuleInfo
from qualcheck.config import Settings
from qualcheck.document import Document
from qualcheck.errors import QualcheckError, did_you_mean
from qualcheck.glossaries.check import of_examples
from qualcheck.languagetool.meaning import own_level, rule_page
from qualcheck.languagetool.presence import PREFIX
from qualcheck.match import guarded_hits
from qualcheck.read import read_bytes
from qualcheck.ruleplans import load_rules
from qualcheck.run import load_checks, measurements
from qualcheck.selftest import Failure, run_examples
from qualcheck.suppress import DIRECTIVE_RULES


def list_lines(settings: Settings) -> Iterator[str]:
    """One line a rule, by category and id."""
    rules = [*_rules(load_checks(settings.rules)), *DIRECTIVE_RULES]
    width = max(len(rule.id) for rule in rules)
    for rule in sorted(rules, key=lambda rule: (rule.category, rule.id)):
        shown = f"{short_precision(rule.id):<10}"
        yield f"{rule.id:<{width}}  {rule.level:<10}  {shown}  {rule.message}"


def short_precision(rule_id: str) -> str:
    """The measured share of right hits and their number: `0.93 of 42`, `too few`, or a dash."""
    measured = measurements().get(rule_id)
    if measured is None:
        return "–"
    if measured["precision"] is None:
        return "too few"
    return f"{measured['precision']:.2f} of {measured['judged']}"


def precision_line(rule_id: str) -> str:
    """What is known of how often a rule is right."""
    measured = measurements().get(rule_id)
    if measured is None:
        return "not measured"
    alarms = f"{measured['per_1000_clean']:.3f} false alarms per 1,000 clean words"
    if measured["precision"] is None:
        return f"too few: {measured['judged']} judged; {alarms}"
    return f"{measured['precision']:.2f} of {measured['judged']} judged hits; {alarms}"


def describe(rule_id: str, settings: Settings) -> str:
    """All that is known of one rule. Raises QualcheckError with the nearest id."""
    if rule_id.startswith(f"{PREFIX}."):
        return "\n".join(_description_of_theirs(rule_id))
    named = [*_rules(load_checks(settings.rules)), *DIRECTIVE_RULES]
    rules = {rule.id: rule for rule in named}
    if rule_id not in rules:
        hint = did_you_mean(rule_id, rules, "see `qualcheck rules list`")
        raise QualcheckError(f"no rule '{rule_id}'; {hint}")
    rule = rules[rule_id]
    if not rule.bad:  # of a rule file: read without its examples
        rule = of_rule_files(rule_id, settings.rules) or rule
    return "\n".join(_description(rule))


def _description_of_theirs(rule_id: str) -> Iterator[str]:
    """What is known here of a rule of LanguageTool's; the rest it says when it speaks."""
    name = rule_id.removeprefix(f"{PREFIX}.")
    level = own_level(name)
    yield f"{rule_id}  ({level or 'by its category; suggestion for most'})"
    yield f"  LanguageTool's rule {name}."
    yield ""
    yield f"  precision  {precision_line(rule_id)}"
    yield f"  source     {rule_page(name)}"


def _description(rule: RuleInfo) -> Iterator[str]:
    yield f"{rule.id}  ({rule.level})"
    yield from wrap(rule.message, 88, initial_indent="  ", subsequent_indent="  ")
    yield from wrap(rule.why, 88, initial_indent="  ", subsequent_indent="  ")
    yield ""
    yield f"  category   {rule.category}"
    yield f"  MQM        {rule.mqm}"
    yield f"  languages  {', '.join(rule.languages)}"
    yield f"  looks in   {', '.join(sorted(rule.scopes))}"
    yield f"  precision  {precision_line(rule.id)}"
    if rule.safe_fix:
        yield "  fix        safe: `qualcheck fix` puts it in"
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
    checks = with_examples() if path is None else _load(path)
    return run_examples(checks, finder()), len(_rules(checks))


def with_examples() -> tuple[Check, ...]:
    """All checks; those of rule files with their examples, which a run does without."""
    return assemble(of_examples(), (), cache=None, examples=True)


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
