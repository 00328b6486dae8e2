"""Rule files as checks: found, parsed into a plan, kept for the next start, and built.

`rulefile` parses and is imported only where no plan is kept, so a usual start needs neither YAML
nor pydantic and compiles no pattern.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

from qualcheck import __version__
from qualcheck.check import Check, Example, RuleInfo
from qualcheck.digest import blake2b
from qualcheck.document import BlockKind
from qualcheck.errors import Location, Problem, RuleError
from qualcheck.findings import Severity
from qualcheck.phrasebook import Phrasebook
from qualcheck.rules import BlockCheck, BlockRule, PhraseCheck, RegexCheck, pattern_code
from qualcheck.userfile import state_of

MOST_PLANS = 20
"""Parsed rules that are kept: of so many folders of rules, in so many versions."""
_MADE_BY = (
    "ruleplans.py", "rules.py", "rulefile.py", "rulekinds.py", "rulephrases.py", "phrasebook.py",
)  # fmt: skip
"""What makes a plan of rule files: a plan that was kept is no more where one of them changes."""


Record = Mapping[str, Any]
"""One rule as plain data that JSON can hold: see `rulefile`."""


def load_rules(
    places: Sequence[Path], *, cache: Path | None, examples: bool = True
) -> tuple[Check, ...]:
    """The checks of all rule files (*.yaml, *.yml) in some folders; a place may be a file, too.

    `cache` is a folder for parsed rules; one that can't be read or written is done without.
    Each place is parsed and kept by itself: who edits a rule waits for no other folder's.
    Without `examples`, which only a test or a description of the rules needs, a start is
    faster. Raises RuleError with every problem of every file.
    """
    groups = [[*rule_files(place)] for place in places]
    checks: list[Check] = []
    problems: list[Problem] = []
    for files in groups:
        try:
            checks += _load(files, cache=cache, examples=examples)
        except RuleError as error:
            problems += error.problems
    if problems:
        raise RuleError(problems)
    ids = [rule.id for check in checks for rule in check.rules]
    if len(ids) > len(set(ids)):  # read together, they tell where both stand
        _read_plan([file for files in groups for file in files], examples=False)
    return tuple(checks)


def load_with_examples(places: Iterable[Path], rule_id: str) -> tuple[Check, ...]:
    """The checks of those files alone that have an id in their text, with their examples."""
    named = rule_id.encode()
    files = [file for place in places for file in rule_files(place) if named in file[1]]
    return _build(_read_plan(files, examples=True))


def _load(files: Sequence[RuleText], *, cache: Path | None, examples: bool) -> tuple[Check, ...]:
    if cache is None:
        return _build(_read_plan(files, examples=examples))
    stored = cache / f"rules-{_digest(files, examples=examples)}.plan"
    checks = _build_stored(stored)
    if checks is None:
        plan = _read_plan(files, examples=examples)
        _store(stored, plan)
        checks = _build(plan)
    return checks


def builtin_folder() -> Path:
    """The rules that ship with qualcheck: in the package, or beside it in a checkout."""
    package = Path(__file__).parent
    installed = package / "_rules"
    return installed if installed.is_dir() else package.parent / "rules"


RuleText = tuple[str, bytes, str]
"""Path to show, content, and the language that the file's folder asks for (or "")."""


def rule_files(place: Path) -> Iterator[RuleText]:
    """The rule files below a folder, by path, or the one file. Raises RuleError for neither."""
    if place.is_file():
        yield str(place), _content(place), ""
        return
    if not place.is_dir():
        raise RuleError([Problem(Location(str(place)), "there is no such folder of rules")])
    paths = (path for path in place.rglob("*.y*ml") if path.suffix in {".yaml", ".yml"})
    for path in sorted(paths):
        parents = path.relative_to(place).parts[:-1]
        yield str(path), _content(path), parents[0] if parents else ""


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise RuleError([Problem(Location(str(path)), f"can't be read: {reason}")]) from error


def _read_plan(files: Sequence[RuleText], *, examples: bool) -> Mapping[str, Any]:
    from qualcheck.rulefile import read_plan

    return read_plan(files, examples=examples)


def _digest(files: Sequence[RuleText], *, examples: bool) -> str:
    """32 hexadecimal digits of all that a plan depends on."""
    digest = blake2b(f"{__version__}\0{_stamps()}\0{examples}".encode(), digest_size=16)
    for path, content, language in files:
        head = f"\0{path}\0{language}\0{len(content)}\0"
        digest.update(head.encode("utf-8", "surrogateescape"))
        digest.update(content)
    return digest.hexdigest()


@cache
def _stamps() -> str:
    """The states of the files that a plan depends on besides the rules."""
    package = Path(__file__).parent
    return str([state_of(package / name) for name in (*_MADE_BY, "data/frequent.txt")])


def _build_stored(path: Path) -> tuple[Check, ...] | None:
    """The checks of a stored plan; None where there is none or it is broken."""
    try:
        return _build(_unpacked(path.read_bytes()))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _store(path: Path, plan: Mapping[str, Any]) -> None:
    """Write a plan in one step, so that no other process reads half of it."""
    import os
    import tempfile
    from contextlib import suppress

    with suppress(OSError):  # a cache that can't be written costs time, nothing else
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".tmp")
        try:
            with open(handle, "wb") as file:  # noqa: PTH123 - a descriptor
                file.write(_packed(plan))
            os.replace(temporary, path)  # noqa: PTH105 - no Path is needed for it
            plans = sorted(path.parent.glob("rules-*.plan"), key=lambda plan: plan.stat().st_mtime)
            for old in plans[:-MOST_PLANS]:
                old.unlink(missing_ok=True)
        finally:
            Path(temporary).unlink(missing_ok=True)


def _packed(plan: Mapping[str, Any]) -> bytes:
    """A plan as bytes: a line of JSON, and the books of phrases behind it, as they are read."""
    books = [group["book"] for group in plan["phrases"]]
    phrases = [
        {**group, "book": len(book)} for group, book in zip(plan["phrases"], books, strict=True)
    ]
    regexes = [{**record, "code": _code(record, record["pattern"])} for record in plan["regex"]]
    blocks = [
        {
            **group,
            "members": [
                {**record, "codes": [_code(record, pattern) for pattern in record["patterns"]]}
                for record in group["members"]
            ],
        }
        for group in plan["blocks"]
    ]
    whole = {**plan, "phrases": phrases, "regex": regexes, "blocks": blocks}
    head = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
    return b"".join((head.encode(), b"\n", *books))


def _code(record: Record, pattern: str) -> str:
    return pattern_code(pattern, record["verbose"], record["ignore_case"])


def _unpacked(content: bytes) -> Mapping[str, Any]:
    """The plan that was packed. Raises ValueError, TypeError or KeyError for anything else."""
    at = content.index(b"\n") + 1
    plan: Mapping[str, Any] = json.loads(content[:at])
    for group in plan["phrases"]:
        end = at + group["book"]
        group["book"], at = content[at:end], end
    if at != len(content):
        raise ValueError("a part is missing")
    return plan


def _build(plan: Mapping[str, Any]) -> tuple[Check, ...]:
    """The checks of a plan. Compiles nothing."""
    return (
        *(_phrase_check(group) for group in plan["phrases"]),
        *(_regex_check(record) for record in plan["regex"]),
        *(_block_check(group) for group in plan["blocks"]),
    )


def _phrase_check(plan: Mapping[str, Any]) -> PhraseCheck:
    rules = tuple(_rule_info(info) for info in plan["rules"])
    return PhraseCheck(rules, tuple(plan["quotations"]), Phrasebook(plan["book"]))


def _regex_check(record: Record) -> RegexCheck:
    return RegexCheck(
        info=_rule_info(record["info"]), quotations=record["quotations"],
        pattern=record["pattern"], code=record.get("code", ""), verbose=record["verbose"],
        ignore_case=record["ignore_case"], needs=tuple(record["needs"]),
        suggest=record["suggest"], timeout=record["timeout"],
    )  # fmt: skip


def _block_check(plan: Mapping[str, Any]) -> BlockCheck:
    members = tuple(
        BlockRule(
            info=_rule_info(record["info"]), quotations=record["quotations"],
            position=record["position"], max_words=record["max_words"],
            patterns=tuple(zip_longest(record["patterns"], record.get("codes", ()), fillvalue="")),
            verbose=record["verbose"], ignore_case=record["ignore_case"],
            needs=tuple(record["needs"]), timeout=record["timeout"],
        )
        for record in plan["members"]
    )  # fmt: skip
    return BlockCheck(members, plan["lines"])


def _rule_info(info: Mapping[str, Any]) -> RuleInfo:
    return RuleInfo(
        id=info["id"], category=info["category"], mqm=info["mqm"], level=Severity(info["level"]),
        message=info["message"], why=info["why"], languages=(info["language"],),
        scopes=_scopes(info["scopes"]), in_verbatim=info["in_verbatim"],
        sources=tuple(info["sources"]), artefact=info["artefact"], safe_fix=info["safe_fix"],
        bad=tuple(Example.parse(text, fixed) for text, fixed in info["bad"]),
        good=tuple(Example(text) for text in info["good"]),
        known_misses=tuple(info["known_misses"]),
    )  # fmt: skip


@cache
def _scopes(kinds: str) -> frozenset[BlockKind]:
    """Block kinds from their names with a blank between; most rules share one set."""
    return frozenset(BlockKind(kind) for kind in kinds.split())
