"""Each source of settings as the values it sets: a file, the environment, the command line."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from qualcheck.config.files import File, MalformedError, parsed
from qualcheck.config.places import KeyPath, PlaceOf, locate, place_of, problem_in
from qualcheck.config.settings import CHOICES, FIELDS, FLAGS, LISTS, MINIMUM, SHAPES, WORD_FILES
from qualcheck.errors import Location, Problem


@dataclass(frozen=True, slots=True)
class Layer:
    """The sound values of one source, with where each came from."""

    values: Mapping[str, Any]
    origin: Callable[[KeyPath], str]


def file_layer(file: File, problems: list[Problem]) -> Layer | None:
    """The sound values of a file; None where it has none for us or is wrong."""
    try:
        data = parsed(file)
        places = locate(file.text)
    except MalformedError as error:
        problems.append(error.problem)
        return None
    prefix: KeyPath = ("tool", "qualcheck") if file.path.name == "pyproject.toml" else ()

    def problem_at(path: KeyPath, of_key: bool) -> Problem:
        key, value = place_of(places, (*prefix, *path))
        return problem_in(file.shown, file.text, key if of_key else value, "")

    values = _our_table(data, prefix)
    if values is None:
        if file.required:
            problems.append(Problem(Location(file.shown), "has no [tool.qualcheck] table"))
        return None
    if not isinstance(values, dict):
        problems.append(replace(problem_at((), False), message="'tool.qualcheck' must be a table"))
        return None
    values = _flat_levels(values)
    wrong = _problems(values, problem_at)
    problems.extend(wrong)
    if wrong:
        return None
    for table in (values, *values.get("override", [])):
        for name in ("rules", *WORD_FILES):
            if name in table:
                table[name] = [str(_beside(file.path, path)) for path in table[name]]
    if values.get("baseline"):
        values["baseline"] = str(_beside(file.path, values["baseline"]))
    return Layer(values, lambda path: _without_column(problem_at(path, True).location))


def _our_table(data: Mapping[str, Any], prefix: KeyPath) -> Any:
    table: Any = data
    for key in prefix:
        table = table.get(key) if isinstance(table, dict) else None
    return table


def _beside(file: Path, folder: str) -> Path:
    return Path(os.path.abspath(file.parent / folder))  # noqa: PTH100 - follows no links


def _without_column(location: Location) -> str:
    return str(replace(location, column=0))


def _flat_levels(values: Mapping[str, Any]) -> dict[str, Any]:
    """`levels` with whole rule ids: unquoted, `repetition.word = "off"` is a table in a table."""
    flat = dict(values)
    if isinstance(flat.get("levels"), dict):
        flat["levels"] = dict(_leaves(flat["levels"]))
    if isinstance(flat.get("override"), list):
        tables = flat["override"]
        flat["override"] = [_flat_levels(t) if isinstance(t, dict) else t for t in tables]
    return flat


def _leaves(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, dict) and value:
            yield from _leaves(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def environment_layer(environ: Mapping[str, str], problems: list[Problem]) -> Layer:
    """QUALCHECK_SELECT and its like. An empty variable is one that is not set."""
    names = {name: f"QUALCHECK_{name.upper()}" for name in FIELDS if name != "overrides"}
    given = {name: text for name in names if (text := environ.get(names[name], "").strip())}
    values = {name: _from_text(name, text) for name, text in given.items()}

    def place(path: KeyPath) -> str:
        return f"environment {names[str(path[0])]}"

    if values:
        problems.extend(_problems(values, lambda path, _: Problem(Location(place(path)), "")))
    return Layer(values, place)


def _from_text(name: str, text: str) -> object:
    """What a variable's text means for this field; the text itself where it means nothing."""
    if name in LISTS:
        return _split([text])
    if name == "levels":
        return _pairs(_split([text]))
    if name in MINIMUM and re.fullmatch(r"-?\d{1,18}", text, re.ASCII):
        return int(text)
    if name in FLAGS:
        return {"true": True, "1": True, "false": False, "0": False}.get(text.lower(), text)
    return text


def _split(texts: Iterable[str]) -> list[str]:
    return [item for text in texts for part in text.split(",") if (item := part.strip())]


def _pairs(texts: Iterable[str]) -> dict[str, str]:
    """`repetition.word=off` → its two sides."""
    return {rule.strip(): level.strip() for rule, _, level in (t.partition("=") for t in texts)}


def cli_layer(cli: Mapping[str, object], problems: list[Problem]) -> Layer:
    """The options given. pydantic words what is wrong, and is not loaded where nothing is."""
    values = {name: _from_option(name, v) for name, v in cli.items() if v not in (None, (), [])}
    if not all(_plainly_sound(name, value) for name, value in values.items()):
        problems.extend(_problems(values, lambda _path, _: Problem(Location("command line"), "")))
    return Layer(values, lambda _: "command line")


def _from_option(name: str, value: object) -> object:
    if name in ("select", "ignore") and isinstance(value, list | tuple):
        return _split(map(str, value))
    if name in LISTS and isinstance(value, list | tuple):
        return [str(item) for item in value]
    if name == "levels" and isinstance(value, list | tuple):
        return _pairs(_split(map(str, value)))
    return str(value) if isinstance(value, str) else value  # a StrEnum member → its text


def _plainly_sound(name: str, value: object) -> bool:
    """Whether a value needs no further look. A false no costs time only, never a wrong answer."""
    if name in CHOICES:
        return value in CHOICES[name]
    if name in MINIMUM:
        return type(value) is int and value >= MINIMUM[name]
    if name in SHAPES:
        return isinstance(value, str) and bool(re.fullmatch(SHAPES[name], value))
    if name in ("select", "ignore", "rules") and isinstance(value, list):
        return all(isinstance(item, str) and item.strip() for item in value)
    return False


def _problems(values: Mapping[str, Any], problem_at: PlaceOf) -> list[Problem]:
    """What is wrong with one source's values. Only here is pydantic loaded."""
    from qualcheck.config.checking import problems_of

    return problems_of(values, problem_at)
