"""The checks of a run, and what its settings choose among them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from qualcheck.assembly import assemble
from qualcheck.check import CATEGORIES, Check
from qualcheck.config import Override, Settings
from qualcheck.dictionaries import Dictionary, WordList, load_lists, plain_list
from qualcheck.errors import Problem, WordFileError
from qualcheck.findings import Severity
from qualcheck.glossaries import (
    Glossary,
    Terminology,
    load_glossaries,
    require_consistent,
    terminology,
)  # fmt: skip
from qualcheck.match import Selection
from qualcheck.ruleplans import builtin_folder
from qualcheck.run.places import cache_folder
from qualcheck.suppress import DIRECTIVE_RULES


@cache
def load_checks(folders: tuple[str, ...] = ()) -> tuple[Check, ...]:
    """All checks: detectors, the rules that ship, those of plugins, and the user's folders.

    The one of terms has none yet: they are a text's own (`with_terms`). Raises RuleError and
    PluginError.
    """
    return assemble(Terminology(), folders, cache=cache_folder(), examples=False)


@cache
def names_of_rules(folders: tuple[str, ...] = ()) -> frozenset[str]:
    """What a rule can be called by: ids, their beginnings up to a dot, categories."""
    ids = {rule.id for check in load_checks(folders) for rule in check.rules}
    ids |= {rule.id for rule in DIRECTIVE_RULES}
    beginnings = {id_[:i] for id_ in ids for i, char in enumerate(id_) if char == "."}
    return frozenset(ids | beginnings | set(CATEGORIES))


def selection(settings: Settings) -> Selection:
    """What the settings say about rules, in the terms of the match stage.

    What costs points is looked for though only errors are to be shown: a score that rose with
    `min_severity` would not be the text's. Suggestions cost none.
    """
    levels = tuple(settings.levels.items())
    least = Severity(settings.min_severity)
    return _selection(settings.select, settings.ignore, levels, _scored(least))


@lru_cache
def _selection(
    select: tuple[str, ...], ignore: tuple[str, ...],
    levels: tuple[tuple[str, str], ...], least: Severity,
) -> Selection:  # fmt: skip
    """Kept, since it learns each rule's level, and most files of a run have the same settings."""
    return Selection(select, ignore, dict(levels), least)


def _scored(least: Severity) -> Severity:
    """The least severity to look for, so that all that costs points is found."""
    return Severity.WARNING if least is Severity.ERROR else least


# ----------------------------------------------------------------------- words and terms


def dictionary(settings: Settings) -> Dictionary:
    """The words that the settings call right, a glossary's terms, too. Raises WordFileError."""
    return _dictionary(load_lists(settings.dictionaries), load_glossaries(settings.glossaries))


@lru_cache(16)
def _dictionary(lists: tuple[WordList, ...], glossaries: tuple[Glossary, ...]) -> Dictionary:
    """Kept, since it learns which words it knows; a changed file is another list."""
    terms = [term for glossary in glossaries for entry in glossary.entries for term in entry.terms]
    return Dictionary((*lists, plain_list(terms)) if terms else lists)


def with_terms(checks: Sequence[Check], settings: Settings) -> Sequence[Check]:
    """The checks, with what the settings' glossaries say. Raises WordFileError."""
    if not settings.glossaries:
        return checks
    own = _terminology(load_glossaries(settings.glossaries))
    return [own if isinstance(check, Terminology) else check for check in checks]


_terminology = lru_cache(16)(terminology)


def require_sound_words(settings: Settings) -> None:
    """Raise WordFileError with all that is wrong in the dictionaries and glossaries of any path."""
    problems: dict[Problem, None] = {}
    for some in settings.parts:
        for require in (_require_lists, _require_glossaries):
            try:
                require(some)
            except WordFileError as error:
                problems.update(dict.fromkeys(error.problems))
    if problems:
        raise WordFileError([*problems])


def _require_lists(some: Settings | Override) -> None:
    load_lists(some.dictionaries)


def _require_glossaries(some: Settings | Override) -> None:
    require_consistent(load_glossaries(some.glossaries))


# ---------------------------------------------------------------------------- precision

MEASURED_FROM = 20
"""Judged hits from which a share of right ones says something."""


@cache
def measurements() -> dict[str, dict[str, Any]]:
    """Rule id → what rules/precision.json says of it: `precision` (None under MEASURED_FROM
    verdicts), its `lower` bound, `judged`, `right`, `per_1000_clean`.
    """
    path = builtin_folder() / "precision.json"
    rows: dict[str, dict[str, Any]] = {}
    if path.exists():
        rows = json.loads(path.read_text("utf-8"))["rules"]
    return rows


@cache
def measured_precision() -> dict[str, float]:
    """Rule id → measured share of right hits, for the rules with enough verdicts."""
    rows = measurements()
    return {rule: row["precision"] for rule, row in rows.items() if row["precision"] is not None}
