"""What LanguageTool's rules mean to us: category, MQM type, level (data/languagetool.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcheck.check import RuleInfo
from qualcheck.findings import Severity
from qualcheck.languagetool.presence import OFF, PREFIX

if TYPE_CHECKING:  # brings HTTP with it
    from qualcheck.languagetool.client import Match

ORIGIN = "languagetool"
WHY = "LanguageTool's rule"
UNKNOWN_TYPE = "uncategorized"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a rule of LanguageTool's is here."""

    category: str
    mqm: str
    level: str
    """error, warning, suggestion or off."""


@cache
def _table() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    path = Path(__file__).parent.parent / "data" / "languagetool.toml"
    return tomllib.loads(path.read_text("utf-8"))


@cache
def meaning_of(rule: str, category: str, issue_type: str) -> Meaning:
    """What a rule means: by its own row, then its category's, then its issue type's."""
    table = _table()
    row: dict[str, Any] = {
        **table["issue_types"].get(issue_type, table["issue_types"][UNKNOWN_TYPE]),
        **table["categories"].get(category, {}),
        **_own_row(rule),
    }
    return Meaning(row["category"], row["mqm"], row["level"])


def _own_row(rule: str) -> Mapping[str, str]:
    """The row of a rule, or of the first pattern that it fits; empty for none."""
    rows = _table()["rules"]
    if rule in rows:
        return rows[rule]
    return next((row for name, row in rows.items() if fnmatchcase(rule, name)), {})


def own_level(rule: str) -> str | None:
    """The level that the table gives this very rule, or a pattern that it fits; None for none."""
    return _own_row(rule).get("level")


def rule_page(rule: str) -> str:
    """Where LanguageTool explains one of its rules for English."""
    return f"https://community.languagetool.org/rule/show/{rule}?lang=en"


def rule_of(match: Match, enabled: Collection[str] = ()) -> RuleInfo | None:
    """The rule behind a match, in our terms; None where it is off and not among the `enabled`."""
    meaning = meaning_of(match.rule, match.category, match.issue_type)
    if meaning.level == OFF:
        if match.rule not in enabled:
            return None
        meaning = replace(meaning, level=str(Severity.SUGGESTION))
    return _info(match.rule, meaning, match.description, match.url)


@cache
def _info(rule: str, meaning: Meaning, description: str, url: str) -> RuleInfo:
    return RuleInfo(
        id=f"{PREFIX}.{rule}",
        category=meaning.category,
        mqm=meaning.mqm,
        level=Severity(meaning.level),
        message="{said}",
        why=f"{WHY}: {description}",
        languages=("any",),
        sources=(url,) if url else (),
        origin=ORIGIN,
    )


@cache
def listed_rules() -> tuple[RuleInfo, ...]:
    """The rules that have a row of their own and may speak."""
    found = []
    for rule, row in _table()["rules"].items():
        meaning = meaning_of(rule, row.get("of", ""), row.get("type", UNKNOWN_TYPE))
        if meaning.level != OFF:
            found.append(_info(rule, meaning, row.get("about", rule), ""))
    return tuple(found)


@cache
def switched_off() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """LanguageTool's names of the rules and of the categories that are off: it needn't look for
    them. A category one of whose rules has a row that is not off must be looked for.
    """
    table = _table()
    rows = table["rules"].items()
    rules = (rule for rule, row in rows if row.get("level") == OFF and "*" not in rule)
    wanted = {row.get("of") for row in table["rules"].values() if row.get("level") != OFF}
    categories = (name for name, row in table["categories"].items() if row.get("level") == OFF)
    return tuple(sorted(rules)), tuple(sorted(set(categories) - wanted))


def families(named: Iterable[str] = ()) -> tuple[RuleInfo, ...]:
    """A rule for each category, and one for each that the settings name (`lt.EN_A_VS_AN`): what may
    speak is known only when it does.
    """
    rows = [*_table()["issue_types"].values(), *_table()["categories"].values()]
    kinds = dict(sorted((row["category"], row["mqm"]) for row in rows))
    level = str(Severity.SUGGESTION)
    return (
        *(
            _info(category, Meaning(category, mqm, level), "", "")
            for category, mqm in kinds.items()
        ),
        *(_info(name.removeprefix(f"{PREFIX}."), Meaning("", "", level), "", "") for name in named),
    )
