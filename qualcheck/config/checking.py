"""Whether a source's values are sound, and what is wrong with them in words.

Imported, and pydantic with it, only where a source sets something that is not plainly sound.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, get_args

from qualcheck.config.places import KeyPath, PlaceOf
from qualcheck.config.settings import (
    CHOICES,
    FIELDS,
    FORMAT,
    LANGUAGE,
    LANGUAGETOOL,
    MINIMUM,
    OVERRIDABLE,
    TABLES,
    WORD_FILES,
    FailOn,
    Level,
    MinSeverity,
    pathspec_of,
)
from qualcheck.errors import Problem, did_you_mean
from qualcheck.thresholds import FIGURES

if TYPE_CHECKING:
    from pydantic import BaseModel


@cache
def _model() -> type[BaseModel]:
    """What a source may hold. Built when first needed: pydantic takes some 50 ms."""
    from typing import Annotated

    from pydantic import BaseModel, ConfigDict, Field

    # These stand in annotations, which pydantic looks up among this function's names.
    Text = Annotated[str, Field(pattern=r"\S")]  # noqa: N806 - a type
    Language = Annotated[str, Field(pattern=f"^(?:{LANGUAGE})$")]  # noqa: N806
    Format = Annotated[str, Field(pattern=f"^(?:{FORMAT})$")]  # noqa: N806
    LanguageTool = Annotated[str, Field(pattern=f"^(?:{LANGUAGETOOL})$")]  # noqa: N806

    class Part(BaseModel):
        model_config = ConfigDict(extra="forbid", strict=True)
        select: list[Text] = []
        ignore: list[Text] = []
        min_severity: MinSeverity = "suggestion"
        language: Language = "auto"
        levels: dict[Text, Level] = {}
        dictionaries: list[Text] = Field(default=[])
        glossaries: list[Text] = Field(default=[])

    Count = Annotated[int, Field(ge=0)]  # noqa: N806
    Figure = Annotated[str, Field(pattern=f"^(?:{'|'.join(FIGURES)})$")]  # noqa: N806

    class OverridePart(Part):
        paths: Annotated[list[Text], Field(min_length=1)]

    class Whole(Part):
        fail_on: FailOn = "warning"
        format: Annotated[list[Format], Field(min_length=1)] = Field(default=[])
        max_findings: Count = 0
        limits: dict[Text, Count] = Field(default={})
        min_scores: dict[Figure, float] = Field(default={})
        workers: Annotated[int, Field(ge=MINIMUM["workers"])] = 0
        max_file_size: Annotated[int, Field(ge=MINIMUM["max_file_size"])] = 1
        rules: list[Text] = Field(default=[])
        exclude: list[Text] = Field(default=[])
        languagetool: LanguageTool = "auto"
        languagetool_disabled_rules: list[Text] = Field(default=[])
        languagetool_enabled_rules: list[Text] = Field(default=[])
        force_exclude: bool = False
        languagetool_picky: bool = False
        cache: bool = True
        baseline: str = ""
        override: list[OverridePart] = Field(default=[])

    Whole.model_rebuild(_types_namespace=locals())
    return Whole


WHOLE_KEYS = (*(name for name in FIELDS if name != "overrides"), "override")
OVERRIDE_KEYS = ("paths", *OVERRIDABLE, *WORD_FILES, "levels")


def problems_of(values: Mapping[str, Any], problem_at: PlaceOf) -> list[Problem]:
    """Everything that is wrong with one source's values, in the order of their places."""
    from pydantic import ValidationError

    problems = list(_pattern_problems(values, problem_at))
    try:
        _model().model_validate(dict(values))
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_context=False):
            path = _key_path(detail["loc"])
            message, of_key = _message(path, detail["type"], detail["input"])
            problems.append(problem_at(path, of_key)._replace(message=message))
    return sorted(problems, key=lambda p: (p.location.line, p.location.column))


def _key_path(loc: tuple[str | int, ...]) -> KeyPath:
    """The `loc` of an error, less the `[key]` that pydantic adds where a table's name is wrong."""
    return loc[:-1] if loc[-1:] == ("[key]",) and loc[-3:-2] and loc[-3] in TABLES else loc


def _message(path: KeyPath, kind: str, value: object) -> tuple[str, bool]:
    """What is wrong, and whether the key rather than its value is to blame."""
    if kind == "extra_forbidden":
        return _unknown_key(path), True
    if kind == "missing":
        return f"an [[override]] needs '{path[-1]}'", True
    if kind == "string_pattern_mismatch" and path[-2:-1] == ("min_scores",):
        return f"no figure is named {path[-1]!r}; there are {', '.join(FIGURES)}", True
    if kind == "string_pattern_mismatch" and path[-2:-1] and path[-2] in TABLES:
        return f"'{path[-2]}' has an empty name", True
    if path[0] == "format":  # which of them, its place and the value say
        path = ("format",)
    return f"{_named(path)} must be {_allowed(path)}, not {_shown_value(value)}", False


def _unknown_key(path: KeyPath) -> str:
    known = OVERRIDE_KEYS if path[0] == "override" else WHOLE_KEYS
    key = str(path[-1])
    all_known = f"known keys: {', '.join(sorted(known))}"
    return f"unknown key {key!r}; {did_you_mean(key.lower().replace('-', '_'), known, all_known)}"


def _named(path: KeyPath) -> str:
    """A key path as one writes it: `override[0].select[1]`, counted from 0."""
    named = ""
    for part in path:
        named += f"[{part}]" if isinstance(part, int) else f".{part}" if named else part
    return repr(named)


def _allowed(path: KeyPath) -> str:
    """What may stand at a key path, in words."""
    match path[-2:-1]:
        case ("levels",):
            return _one_of(get_args(Level))
        case ("limits",):
            return "a whole number, 0 or more"
        case ("min_scores",):
            return "a number"
    if isinstance(path[-1], int):
        return "a table" if path[-2] == "override" else "a string that is not empty"
    name = path[-1]
    if name in CHOICES:
        return _one_of(CHOICES[name])
    if name in MINIMUM:
        return f"a whole number, {MINIMUM[name]} or more"
    return {
        "languagetool": "'auto', 'off', 'required' or an address such as 'http://localhost:8081'",
        "force_exclude": "true or false",
        "languagetool_picky": "true or false",
        "cache": "true or false",
        "baseline": "the path of a file",
        "language": "'auto' or a BCP 47 tag such as 'en-GB'",
        "format": "the name of a report format, such as 'json' or 'json:FILE', or a list of them",
        "levels": "a table of rule ids or categories and their levels",
        "limits": "a table of rule ids or categories and how many findings each may have",
        "min_scores": "a table of figures and the least that each text must have",
        "override": "an array of tables, [[override]]",
        "paths": "a list of at least one gitignore pattern",
    }.get(name, "a list of strings")


def _one_of(choices: Sequence[str]) -> str:
    quoted = [f"'{choice}'" for choice in choices]
    return f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def _shown_value(value: object) -> str:
    """A value in few words. repr escapes what could drive a terminal."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int | float):
        shown = repr(value)
        return shown if len(shown) <= 60 else f"{shown[:59]}…"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    return "a table" if isinstance(value, dict) else str(value)


def _pattern_problems(values: Mapping[str, Any], problem_at: PlaceOf) -> Iterator[Problem]:
    """The gitignore patterns that pathspec can't read; wrong types are the model's business."""
    lists: list[tuple[KeyPath, object]] = [(("exclude",), values.get("exclude"))]
    tables = values.get("override")
    for i, table in enumerate(tables if isinstance(tables, list) else []):
        if isinstance(table, dict):
            lists.append((("override", i, "paths"), table.get("paths")))
    for path, patterns in lists:
        for i, pattern in enumerate(patterns if isinstance(patterns, list) else []):
            if isinstance(pattern, str) and pattern.strip() and not _is_pattern(pattern):
                message = f"{_named((*path, i))} is no gitignore pattern: {pattern!r}"
                yield problem_at((*path, i), False)._replace(message=message)


def _is_pattern(pattern: str) -> bool:
    try:
        pathspec_of((pattern,))
    except ValueError:
        return False
    return True
