"""Rule files: how their text becomes a plan of checks, or a list of all that is wrong.

Imported only by `ruleplans`, and only where its cache misses: pydantic and YAML take 100 ms.

A file goes through three sieves, and what falls through any of them is reported with all the
rest: YAML (syntax, keys that stand twice), the shape (pydantic), and the meaning (`faults` of
each kind). Every scalar is read as a string and pydantic makes numbers and truth values of
those that should be, so that `language: no` is Norwegian.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import yaml
from pydantic import TypeAdapter
from pydantic import ValidationError as ShapeError
from pydantic_core import ErrorDetails

from qualcheck.check import CATEGORIES, Example
from qualcheck.errors import Location, Problem, RuleError, did_you_mean
from qualcheck.lexicon import frequent_words
from qualcheck.memo import Memo
from qualcheck.messages import placeholders
from qualcheck.phrasebook import Phrase, write_phrasebook
from qualcheck.rulekinds import (
    KINDS,
    AnyRule,
    BadExample,
    Examples,
    Loc,
    MeaningFault,
    Rule,
    RuleFile,
)
from qualcheck.ruleplans import Record, RuleText
from qualcheck.rules import plain_line

# Older PyYAML builds lack libyaml, which is some ten times as fast.
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_LINE_BREAK = "\r\n|[\r\n\N{NEXT LINE}\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}]"


@dataclass(frozen=True, slots=True)
class _File:
    """A rule file that is sound YAML: its lines, its tree with places, and its plain data."""

    path: str
    folder_language: str
    lines: Sequence[str]
    root: yaml.Node
    data: Any

    def problem(self, mark: tuple[int, int], message: str) -> Problem:
        """A problem at a line and a column, both counted from 0."""
        return _problem(self.path, self.lines, mark, message)


def _problem(path: str, lines: Sequence[str], mark: tuple[int, int], message: str) -> Problem:
    line, column = mark
    if line >= len(lines):  # libyaml puts the end of a file on the line after its last
        line, column = len(lines) - 1, len(lines[-1])
    return Problem(Location(path, line + 1, column + 1), message, lines[line])


def read_plan(files: Sequence[RuleText], *, examples: bool) -> dict[str, Any]:
    """What `rules` builds its checks from, in plain data that JSON can hold.

    Raises RuleError with every problem of every file.
    """
    return _plan(read_records(files), examples=examples)


def read_records(files: Sequence[RuleText]) -> list[Record]:
    """The rules of all files, one record each. Raises RuleError with every problem of all."""
    problems: list[Problem] = []
    records: list[Record] = []
    ids: dict[str, Location] = {}
    for path, content, folder_language in files:
        file = _compose(path, content, folder_language, problems)
        if file is not None:
            problems += _repeated_keys(file)
            problems += _repeated_ids(file, ids)
            records += _records(file, problems)
    if problems:
        raise RuleError(problems)
    return records


def _compose(
    path: str, content: bytes, folder_language: str, problems: list[Problem]
) -> _File | None:
    """The tree and the data of a file; None, and a problem more, where it isn't YAML."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start)
        problems.append(Problem(Location(path, line + 1), "not UTF-8"))
        return None
    lines = re.split(_LINE_BREAK, text)
    try:
        loader = _Loader(text)
        root = loader.get_single_node()
        if root is None:
            problems.append(Problem(Location(path, 1, 1), "the file is empty"))
            return None
        data = loader.construct_document(root)
    except yaml.MarkedYAMLError as error:
        where = error.problem_mark or error.context_mark
        mark = (where.line, where.column) if where else (0, 0)
        what = error.problem or error.context or "unreadable"
        problems.append(_problem(path, lines, mark, f"not YAML: {what}"))
        return None
    except yaml.reader.ReaderError as error:
        problems.append(_character_problem(path, lines, error))
        return None
    except RecursionError:
        problems.append(Problem(Location(path), "not YAML: nested too deeply"))
        return None
    return _File(path, folder_language, lines, root, data)


def _character_problem(path: str, lines: Sequence[str], error: yaml.reader.ReaderError) -> Problem:
    """YAML allows no control characters. Its own position counts bytes, so look again."""
    code = error.character if isinstance(error.character, int) else ord(str(error.character)[0])
    places = ((i, line.find(chr(code))) for i, line in enumerate(lines) if chr(code) in line)
    message = f"not YAML: the character U+{code:04X} is not allowed"
    return _problem(path, lines, next(places, (0, 0)), message)


def _start(node: yaml.Node) -> tuple[int, int]:
    return node.start_mark.line, node.start_mark.column


def _repeated_keys(file: _File) -> Iterator[Problem]:
    """Keys that stand twice in one mapping: YAML would quietly keep the last."""
    for mapping in _mappings(file.root):
        first: dict[str, yaml.Node] = {}
        for key, _ in mapping.value:
            if not isinstance(key, yaml.ScalarNode):
                continue
            if key.value in first:
                line = first[key.value].start_mark.line + 1
                yield file.problem(
                    _start(key), f"the key '{key.value}' stands twice, first on line {line}"
                )
            first.setdefault(key.value, key)


def _mappings(root: yaml.Node) -> Iterator[yaml.MappingNode]:
    """Every mapping of a tree once, though aliases may lead to it more often."""
    waiting, seen = [root], set()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            yield node
            waiting += reversed([value for _, value in node.value])
        elif isinstance(node, yaml.SequenceNode):
            waiting += reversed(node.value)


def _repeated_ids(file: _File, ids: dict[str, Location]) -> Iterator[Problem]:
    """Ids that another rule of any file has taken; `ids` grows by the rest."""
    count = len(file.data["rules"]) if _has_rules(file.data) else 0
    for number in range(count):
        node, _ = _node_at(file.root, ("rules", number, "id"))
        if not isinstance(node, yaml.ScalarNode):
            continue
        taken = ids.get(node.value)
        if taken is not None:
            yield file.problem(_start(node), f"the id '{node.value}' is taken, at {taken}")
        line, column = _start(node)
        ids.setdefault(node.value, Location(file.path, line + 1, column + 1))


def _has_rules(data: object) -> bool:
    return isinstance(data, dict) and isinstance(data.get("rules"), list)


def _records(file: _File, problems: list[Problem]) -> list[Record]:
    """The rules of one file that are sound; what is wrong with the rest joins `problems`."""
    failed: set[int] = set()
    try:
        RuleFile.model_validate(file.data)
    except ShapeError as error:
        details = error.errors(include_url=False)
        problems += [_shape_problem(file, detail) for detail in details]
        failed = {int(d["loc"][1]) for d in details if d["loc"][:1] == ("rules",) and d["loc"][1:]}
    if not _has_rules(file.data):
        return []
    problems += _head_problems(file)
    adapter: TypeAdapter[Rule] = TypeAdapter(AnyRule)
    sound = {
        number: adapter.validate_python(item)
        for number, item in enumerate(file.data["rules"])
        if number not in failed
    }
    records: list[Record] = []
    for number, rule in sound.items():
        faults = [_meaning_problem(file, number, fault) for fault in _meaning_faults(rule)]
        problems += faults
        records += [] if faults else [_record(rule, file.data)]
    return records


def _record(rule: Rule, head: Mapping[str, Any]) -> Record:
    """One rule as plain data: its kind, its kind's keys, and what makes its RuleInfo."""
    kind = next(name for name, model in KINDS.items() if isinstance(rule, model))
    return {
        "kind": "phrase" if kind == "swap" else kind,  # one check runs both
        "quotations": rule.quotations,
        "info": {
            **rule.model_dump(
                include={"id", "level", "mqm", "message", "why", "sources", "artefact", "safe_fix"}
            ),
            "language": head.get("language", ""),
            "category": head.get("category", ""),
            "scopes": " ".join(rule.scope),
            "in_verbatim": rule.in_verbatim,
            "bad": [(bad.text, bad.fixed) for bad in rule.examples.bad],
            "good": rule.examples.good,
            "known_misses": rule.examples.known_misses,
        },
        **rule.data(),
    }


def _head_problems(file: _File) -> Iterator[Problem]:
    """What the shape can't tell of a file's first keys."""
    language, category = file.data.get("language"), file.data.get("category")
    if isinstance(category, str) and category and category not in CATEGORIES:
        message = f"unknown category '{category}'{_nearest(category, CATEGORIES)}"
        yield file.problem(_start(_node_at(file.root, ("category",))[0]), message)
    if file.folder_language and language and language != file.folder_language:
        message = f"the language '{language}' belongs in another folder than "
        mark = _start(_node_at(file.root, ("language",))[0])
        yield file.problem(mark, f"{message}'{file.folder_language}'")


def _meaning_faults(rule: Rule) -> Iterator[MeaningFault]:
    """What is wrong with a rule of the right shape."""
    yield from rule.faults()
    names = rule.names()
    for name in sorted(placeholders(rule.message) - names):
        known = ", ".join(f"{{{n}}}" for n in sorted(names))
        yield MeaningFault(("message",), f"no value is known for {{{name}}}; there is {known}")
    for number, bad in enumerate(rule.examples.bad):
        where = ("examples", "bad", number)
        try:
            marked = Example.parse(bad.text).spans
        except ValueError as error:
            yield MeaningFault(where, str(error))
        else:
            if not marked:
                yield MeaningFault(where, "a bad example needs [[ ]] where the rule must speak")


def _meaning_problem(file: _File, number: int, fault: MeaningFault) -> Problem:
    node, _ = _node_at(file.root, ("rules", number, *fault.key))
    mark = _start(node)
    if fault.place is not None and isinstance(node, yaml.ScalarNode):
        mark = _inside_scalar(file.lines, node, fault.place)
    return file.problem(mark, fault.message)


def _inside_scalar(
    lines: Sequence[str], node: yaml.ScalarNode, place: tuple[int, int, int]
) -> tuple[int, int]:
    """Where a place in a pattern stands in the file, as far as YAML's way to write it allows."""
    offset, pattern_line, pattern_column = place
    line, column = _start(node)
    if node.style == "|":
        first = next((text for text in lines[line + 1 :] if text.strip()), "")
        indent = len(first) - len(first.lstrip(" "))
        return line + pattern_line, indent + pattern_column - 1
    if node.style == ">" or node.start_mark.line != node.end_mark.line:
        return line, column
    return line, column + offset + (1 if node.style else 0)


def _shape_problem(file: _File, detail: ErrorDetails) -> Problem:
    """One of pydantic's errors, in our words and at its place in the file."""
    loc = _without_kind(detail["loc"])
    node, key = _node_at(file.root, loc)
    at_key = key is not None and (detail["type"] == "extra_forbidden" or loc[-1:] == ("[key]",))
    if detail["type"] == "union_tag_invalid":
        node, _ = _node_at(file.root, (*loc, "kind"))
    return file.problem(_start(key if key is not None and at_key else node), _shape_message(detail))


def _without_kind(loc: Loc) -> Loc:
    """Pydantic puts a rule's kind after its number, where the file has no such step."""
    return loc[:2] + loc[3:] if loc[:1] == ("rules",) else loc


def _node_at(root: yaml.Node, loc: Loc) -> tuple[yaml.Node, yaml.Node | None]:
    """The node that a path leads to, or the last one on the way, and its key if it has one."""
    node, key = root, None
    for step in loc:
        if isinstance(node, yaml.MappingNode):
            found = [pair for pair in node.value if pair[0].value == step]
            if not found:
                break
            key, node = found[-1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            key, node = None, node.value[step]
    return node, key


def _shape_message(detail: ErrorDetails) -> str:
    loc, given, context = detail["loc"], detail["input"], detail.get("ctx", {})
    name = next((step for step in reversed(loc) if isinstance(step, str)), "the file")
    match detail["type"]:
        case "missing":
            return f"the key '{name}' is missing"
        case "extra_forbidden":
            return f"unknown key '{name}'{_nearest(name, _known_keys(loc))}"
        case "union_tag_invalid":
            return f"unknown kind '{context['tag']}'{_nearest(context['tag'], tuple(KINDS))}"
        case "union_tag_not_found":
            return f"the key 'kind' is missing; there are {', '.join(KINDS)}"
        case "literal_error" | "enum":
            known = tuple(re.findall(r"'([^']*)'", context["expected"]))
            return f"{name}: unknown value {given!r}{_nearest(str(given), known)}"
        case "too_short":
            return f"'{name}' must hold at least one"
        case "string_too_short":
            return f"'{name}' must not be empty"
        case "string_pattern_mismatch" if name == "id":
            return f"{given!r} is no id: small letters and digits, with '.' or '-' between"
        case "string_pattern_mismatch":
            return f"{given!r} is no language: a primary code such as 'en', or 'any'"
        case "model_type" | "model_attributes_type" | "dict_type":
            return f"'{name}' must be a mapping of keys to values"
        case "list_type":
            return f"'{name}' must be a list"
        case "string_type":
            return f"'{name}' must be a text"
        case _:
            return f"{name}: {detail['msg']}"


def _known_keys(loc: Loc) -> tuple[str, ...]:
    """The keys of the model that a path's last step was looked for in."""
    if "bad" in loc:
        return tuple(BadExample.model_fields)
    if "examples" in loc[:-1]:
        return tuple(Examples.model_fields)
    if len(loc) > 3:
        return tuple(KINDS[str(loc[2])].model_fields)
    return tuple(RuleFile.model_fields)


def _nearest(word: str, known: Sequence[str]) -> str:
    """What may have been meant, or all there is where nothing comes near."""
    return "; " + did_you_mean(word, known, f"there are {', '.join(sorted(known))}")


def _plan(records: Sequence[Record], *, examples: bool) -> dict[str, Any]:
    """Records arranged as the checks want them."""
    kept = records if examples else [_without_examples(record) for record in records]
    return {
        "phrases": [_phrase_plan(group) for group in _by_language(kept, "phrase")],
        "regex": [record for record in kept if record["kind"] == "regex"],
        "blocks": [_block_plan(group) for group in _by_language(kept, "block")],
    }


def _without_examples(record: Record) -> Record:
    info = {**record["info"], "bad": (), "good": (), "known_misses": ()}
    return {**record, "info": info}


def _by_language(records: Sequence[Record], kind: str) -> list[list[Record]]:
    """The records of a kind, a group for each language: the pipeline runs or skips it whole."""
    groups: dict[str, list[Record]] = {}
    for record in records:
        if record["kind"] == kind:
            groups.setdefault(record["info"]["language"], []).append(record)
    return list(groups.values())


def _phrase_plan(records: Sequence[Record]) -> dict[str, Any]:
    rarity = Memo(partial(_rarity, frequency=frequent_words()))
    phrases = (
        Phrase(number, text, instead)
        for number, record in enumerate(records)
        for text, instead in record["entries"]
    )
    return {
        "rules": [record["info"] for record in records],
        "quotations": [record["quotations"] for record in records],
        "book": write_phrasebook(phrases, rarity.__getitem__),
    }


_COMMONEST = 100
"""More than ten times any word's Zipf value."""


def _rarity(word: str, frequency: Mapping[str, int]) -> int:
    """Higher for a word in fewer texts; marks, `a` and `I` stand in every one."""
    return -frequency.get(word, 0) if len(word) > 1 else -_COMMONEST


def _block_plan(records: Sequence[Record]) -> dict[str, Any]:
    lines: dict[str, list[int]] = {}
    for number, record in enumerate(records):
        for line in record["lines"]:
            lines.setdefault(plain_line(line), []).append(number)
    members = [{**record, "lines": ()} for record in records]  # `lines` has them all
    return {"members": members, "lines": lines}
