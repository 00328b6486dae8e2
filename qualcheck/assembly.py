"""All checks that there are, put together: ours, those of plugins, the user's rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from qualcheck.check import Check, RuleInfo
from qualcheck.detectors import DETECTORS
from qualcheck.errors import PluginError, Problem, RuleError
from qualcheck.plugins import (
    Plugin,
    PluginReader,
    PluginReporter,
    checks_of,
    detectors,
    folder_of,
    found,
    readers,
    reporters,
    rule_folders,
)  # fmt: skip
from qualcheck.ruleplans import builtin_folder, load_rules, load_with_examples


def assemble(
    terms: Check, folders: Iterable[str], *, cache: Path | None, examples: bool
) -> tuple[Check, ...]:
    """All checks, `terms` the one of glossaries; `cache` and `examples` as for `load_rules`.

    Raises RuleError, and PluginError where a plugin is not sound or takes another rule's id.
    """
    packs = rule_folders()
    with _naming(packs):
        rules = load_rules(_places(packs, folders), cache=cache, examples=examples)
    added = detectors()
    if added or packs:
        _require_own_ids((*DETECTORS, terms), packs, (*rules, *added))
    return (*DETECTORS, terms, *added, *rules)


def of_rule_files(rule_id: str, folders: Iterable[str]) -> RuleInfo | None:
    """A rule with its examples, where a rule file has it. Raises RuleError."""
    packs = rule_folders()
    with _naming(packs):
        checks = load_with_examples(_places(packs, folders), rule_id)
    return next((rule for check in checks for rule in check.rules if rule.id == rule_id), None)


def _places(packs: Sequence[tuple[Plugin, Path]], folders: Iterable[str]) -> list[Path]:
    return [builtin_folder(), *(folder for _, folder in packs), *map(Path, folders)]


@contextmanager
def _naming(packs: Sequence[tuple[Plugin, Path]]) -> Iterator[None]:
    """RuleErrors, their problems in a plugin's files with the plugin's name."""
    try:
        yield
    except RuleError as error:
        raise RuleError(_named(error.problems, packs)) from error


def _named(found: Iterable[Problem], packs: Sequence[tuple[Plugin, Path]]) -> list[Problem]:
    problems = []
    for problem in found:
        path = Path(problem.location.path)
        brought = next((plugin for plugin, folder in packs if path.is_relative_to(folder)), None)
        said = f"{problem.message} ({brought})" if brought else problem.message
        problems.append(problem._replace(message=said))
    return problems


def _require_own_ids(
    ours: Iterable[Check], packs: Sequence[tuple[Plugin, Path]], others: Iterable[Check]
) -> None:
    """Raise PluginError where a check has the id of another's rule."""
    taken = {rule.id for check in ours for rule in check.rules}
    for check in others:
        for rule in check.rules:
            if rule.id in taken:
                plugin = getattr(check, "plugin", None) or _who_has(rule.id, packs)
                what = f"has a rule '{rule.id}', an id that another rule has"
                raise plugin.error(what) if plugin else PluginError(f"a rule file {what}")
            taken.add(rule.id)


def _who_has(rule_id: str, packs: Sequence[tuple[Plugin, Path]]) -> Plugin | None:
    for plugin, folder in packs:
        checks = load_rules([folder], cache=None, examples=False)
        if any(rule.id == rule_id for check in checks for rule in check.rules):
            return plugin
    return None


# ------------------------------------------------------------------------ showing them


class Listed(NamedTuple):
    """A plugin, and what is wrong with it; empty where nothing is."""

    plugin: Plugin
    trouble: str


def listed(formats: Iterable[str], *, cache: Path | None) -> Iterator[Listed]:
    """Every plugin, each loaded; `formats` are the report formats built in.

    `cache` as for `load_rules`.
    """
    for plugin in found():
        try:
            _require_sound(plugin, formats, cache)
        except (PluginError, RuleError) as error:
            yield Listed(plugin, str(error))
        else:
            yield Listed(plugin, "")


def _require_sound(plugin: Plugin, formats: Iterable[str], cache: Path | None) -> None:
    """Raise PluginError or RuleError where a plugin can't be used."""
    if plugin.kind == "readers":
        PluginReader(plugin).load()
        readers()
    elif plugin.kind == "reporters":
        PluginReporter(plugin).load()
        reporters(formats)
    else:
        rules = load_rules([builtin_folder()], cache=cache, examples=False)
        packs = [(plugin, folder_of(plugin))] if plugin.kind == "rules" else []
        own: Sequence[Check] = [*checks_of(plugin)] if not packs else []
        if packs:
            own = load_rules([packs[0][1]], cache=None, examples=False)
        _require_own_ids((*DETECTORS, *rules), packs, own)
