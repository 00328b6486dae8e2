"""Each source of settings as the values it sets: a file, the environment, the command line."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from qualcheck.config.files import File, MalformedError, parsed
from qualcheck.config.places import KeyPath, PlaceOf, locate, place_of, problem_in
from qualcheck.config.settings import (
    CHOICES,
    FIELDS,
    FLAGS,
    FORMAT,
    LISTS,
    MINIMUM,
    SHAPES,
    TABLES,
    WORD_FILES,
)
from qualcheck.errors import Location, Problem


class Layer(NamedTuple):
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
        problems.append(problem_at((), False)._replace(message="'tool.qualcheck' must be a table"))
        return None
    values = _with_listed_format(_with_flat_tables(values))
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
    if "format" in values:
        values["format"] = [_with_place(file.path, output) for output in values["format"]]
    return Layer(values, lambda path: _without_column(problem_at(path, True).location))


def _our_table(data: Mapping[str, Any], prefix: KeyPath) -> Any:
    table: Any = data
    for key in prefix:
        table = table.get(key) if isinstance(table, dict) else None
    return table


def _beside(file: Path, folder: str) -> Path:
    return Path(os.path.abspath(file.parent / folder))  # noqa: PTH100 - follows no links


def _with_place(file: Path, output: str) -> str:
    """`NAME:FILE` with the file beside the one that names it; `-` is standard output."""
    name, colon, place = output.partition(":")
    return f"{name}:{_beside(file, place)}" if place not in ("", "-") else name + colon + place


def _with_listed_format(values: Mapping[str, Any]) -> dict[str, Any]:
    """One format may stand without a list around it."""
    given = values.get("format")
    return {**values, "format": [given]} if isinstance(given, str) else dict(values)


def _without_column(location: Location) -> str:
    return str(location._replace(column=0))


def _with_flat_tables(values: Mapping[str, Any]) -> dict[str, Any]:
    """Tables with whole rule ids: unquoted, `repetition.word = "off"` is a table in a table."""
    flat = dict(values)
    for name in TABLES:
        if isinstance(flat.get(name), dict):
            flat[name] = dict(_leaves(flat[name]))
    if isinstance(flat.get("override"), list):
        tables = flat["override"]
        flat["override"] = [_with_flat_tables(t) if isinstance(t, dict) else t for t in tables]
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
    problems.extend(_misspelt(environ, names.values()))
    return Layer(values, place)


def _misspelt(environ: Mapping[str, str], known: Collection[str]) -> Iterator[Problem]:
    """Variables that are nearly one of ours; others of our prefix may be somebody's own."""
    for name in sorted(environ):
        if name.startswith("QUALCHECK_") and name not in known:
            from difflib import get_close_matches

            near = get_close_matches(name, known, n=1, cutoff=0.85)
            if near:
                message = f"is no setting; did you mean {near[0]}?"
                yield Problem(Location(f"environment {name}"), message)


def _from_text(name: str, text: str) -> object:
    """What a variable's text means for this field; the text itself where it means nothing."""
    if name in LISTS or name == "format":
        return _split([text])
    if name in TABLES:
        return _pairs(name, _split([text]))
    if name in MINIMUM and re.fullmatch(r"-?\d{1,18}", text, re.ASCII):
        return int(text)
    if name in FLAGS:
        return {"true": True, "1": True, "false": False, "0": False}.get(text.lower(), text)
    return text


def _split(texts: Iterable[str]) -> list[str]:
    return [item for text in texts for part in text.split(",") if (item := part.strip())]


def _pairs(table: str, texts: Iterable[str]) -> dict[str, object]:
    """`repetition.word=off` → its two sides, the right one as the table has it."""
    sides = (text.partition("=") for text in texts)
    as_it_is = table == "levels"
    return {key.strip(): value.strip() if as_it_is else _number(value) for key, _, value in sides}


def _number(text: str) -> object:
    """A text as a number, where it is one."""
    if re.fullmatch(r"\s*-?\d{1,18}\s*", text, re.ASCII):
        return int(text)
    return float(text) if re.fullmatch(r"\s*-?\d{1,18}\.\d{1,9}\s*", text, re.ASCII) else text


def cli_layer(cli: Mapping[str, object], problems: list[Problem]) -> Layer:
    """The options given. pydantic words what is wrong, and is not loaded where nothing is."""
    values = {name: _from_option(name, v) for name, v in cli.items() if v not in (None, (), [])}
    if not all(_plainly_sound(name, value) for name, value in values.items()):
        problems.extend(_problems(values, lambda _path, _: Problem(Location("command line"), "")))
    return Layer(values, lambda _: "command line")


def _from_option(name: str, value: object) -> object:
    if name in ("select", "ignore") and isinstance(value, list | tuple):
        return _split(map(str, value))
    if name == "format" and isinstance(value, str):
        return [value]
    if name in (*LISTS, "format") and isinstance(value, list | tuple):
        return [str(item) for item in value]
    if name in TABLES and isinstance(value, list | tuple):
        return _pairs(name, _split(map(str, value)))
    return str(value) if isinstance(value, str) else value  # a StrEnum member → its text


def _plainly_sound(name: str, value: object) -> bool:
    """Whether a value needs no further look. A false no costs time only, never a wrong answer."""
    if name in CHOICES:
        return value in CHOICES[name]
    if name in MINIMUM:
        return type(value) is int and value >= MINIMUM[name]
    if name in SHAPES:
        return isinstance(value, str) and bool(re.fullmatch(SHAPES[name], value))
    if name in FLAGS:
        return isinstance(value, bool)
    if name == "format" and isinstance(value, list):
        return all(isinstance(item, str) and re.fullmatch(FORMAT, item) for item in value)
    if name in ("select", "ignore", "rules") and isinstance(value, list):
        return all(isinstance(item, str) and item.strip() for item in value)
    return False


def _problems(values: Mapping[str, Any], problem_at: PlaceOf) -> list[Problem]:
    """What is wrong with one source's values. Only here is pydantic loaded."""
    from qualcheck.config.checking import problems_of

    return problems_of(values, problem_at)
