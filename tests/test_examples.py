"""The contract of every rule, YAML and Python alike: one test a rule."""

from __future__ import annotations

import pytest

from qualcheck.catalogue import finder
from qualcheck.check import Check
from qualcheck.detectors import DETECTORS
from qualcheck.ruleplans import builtin_folder, load_rules
from qualcheck.selftest import run_examples

CHECKS: tuple[Check, ...] = (
    *DETECTORS,
    *load_rules([builtin_folder()], cache=None),
)
RULES = [rule for check in CHECKS for rule in check.rules]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.rules[0].id)
def test_examples_hold(check: Check) -> None:
    failures = run_examples([check], finder())
    assert not failures, "\n".join(map(str, failures))


def test_ids_are_unique() -> None:
    ids = [rule.id for rule in RULES]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_is_described(rule: object) -> None:
    from qualcheck.check import CATEGORIES, RuleInfo

    assert isinstance(rule, RuleInfo)
    assert rule.category in CATEGORIES
    assert rule.bad
    assert rule.good
    assert rule.message.endswith((".", "?"))
    assert rule.why.endswith(".")
    assert "{" not in rule.why  # shown as it is, unlike the message
