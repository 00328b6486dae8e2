"""The settings: found, merged, checked, each with where it came from.

Defaults < user file < project file < environment < command line. pydantic, tomllib and
pathspec are imported only where a source needs them: most runs have no configuration.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from qualcheck.errors import ConfigError, Location, Problem

if TYPE_CHECKING:  # both cost start-up time
    from pathspec import GitIgnoreSpec
    from pydantic import BaseModel

MinSeverity = Literal["error", "warning", "suggestion"]
FailOn = Literal["error", "warning", "suggestion", "never"]
Level = Literal["error", "warning", "suggestion", "off"]

LANGUAGE = r"auto|[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*"
"""`auto` or a BCP 47 tag, by its shape."""
FORMAT = r"[a-z][a-z0-9-]*"
"""The name of a reporter, by its shape: plugins may bring more of them."""


@dataclass(frozen=True, slots=True)
class Override:
    """Settings for the files that `paths` (gitignore patterns) match; None leaves one as it is."""

    paths: tuple[str, ...]
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    min_severity: str | None = None
    language: str | None = None
    levels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user can choose. Plain values: the stages get these, never the object."""

    select: tuple[str, ...] = ()
    """Rule ids or categories; none means all."""
    ignore: tuple[str, ...] = ()
    min_severity: str = "suggestion"
    fail_on: str = "warning"
    language: str = "auto"
    format: str = "terminal"
    workers: int = 0
    """0 for one per core."""
    rules: tuple[str, ...] = ()
    """Folders of further rules; those from a file are absolute."""
    exclude: tuple[str, ...] = ()
    """Gitignore patterns, relative to `root`."""
    levels: Mapping[str, str] = field(default_factory=dict)
    """Rule id or category → error, warning, suggestion or off."""
    max_file_size: int = 20_000_000
    """Bytes."""
    overrides: tuple[Override, ...] = ()
    root: str = ""
    """The folder that patterns are relative to; empty for paths taken as they are written."""

    def for_path(self, path: str) -> Settings:
        """The settings for one file, overrides applied (later ones win) and then dropped.

        `path` may be relative to the working folder. Levels add up key by key; the other
        fields of an override replace the setting.
        """
        if not self.overrides:
            return self
        settings = replace(self, overrides=())
        shown = path_under(self.root, path)
        for override in self.overrides:
            if pathspec_of(override.paths).match_file(shown):
                settings = _apply(settings, override)
        return settings


@dataclass(frozen=True, slots=True)
class Loaded:
    """Settings, and for each field where its value came from.

    `default`, `environment QUALCHECK_X`, `command line` or `path:line`. Each level and each
    override has its own entry as well: `levels.RULE`, `overrides.0`.
    """

    settings: Settings
    origins: Mapping[str, str]


# The fields by the kind of value they hold: read by the quick check of the command line, by the
# pydantic model's bounds and by the messages.
LISTS = ("select", "ignore", "rules", "exclude")
CHOICES: Mapping[str, tuple[str, ...]] = {
    "min_severity": get_args(MinSeverity),
    "fail_on": get_args(FailOn),
}
MINIMUM = {"workers": 0, "max_file_size": 1}
SHAPES = {"language": LANGUAGE, "format": FORMAT}
FIELDS = tuple(f.name for f in fields(Settings) if f.name != "root")

KeyPath = tuple[str | int, ...]
"""Where a value stands in a configuration: `("override", 0, "select", 1)`."""
PlaceOf = Callable[[KeyPath, bool], Problem]
"""Key path, and whether its key (not its value) is meant → a problem there, with no message."""


@dataclass(frozen=True, slots=True)
class _Layer:
    """The sound values of one source, with where each came from."""

    values: Mapping[str, Any]
    origin: Callable[[KeyPath], str]


# ------------------------------------------------------------------------------- loading


def load_settings(
    start: Path,
    *,
    config: Path | None = None,
    cli: Mapping[str, object] | None = None,
    environ: Mapping[str, str] | None = None,
) -> Loaded:
    """Find, check and merge every source of settings.

    `config` stands in for the project file; `cli` holds the options that were given (None
    and empty lists count as not given). Raises ConfigError with the problems of all sources.
    """
    environ = os.environ if environ is None else environ
    folder = Path(os.path.abspath(start))  # noqa: PTH100 - resolve() would follow links
    problems: list[Problem] = []
    found = _project_file(folder, problems) if config is None else None
    root = found.path.parent if found else folder
    files = [_read(user, problems) if (user := _user_file(environ)) else None]
    files.append(found if config is None else _read(config, problems, required=True))
    layers = [layer for file in files if file and (layer := _file_layer(file, problems))]
    layers += [_environment_layer(environ, problems), _cli_layer(cli or {}, problems)]
    if problems:
        raise ConfigError(problems)
    return _merged(layers, root)


def _merged(layers: Iterable[_Layer], root: Path) -> Loaded:
    settings = Settings(root=str(root))
    origins = dict.fromkeys(FIELDS, "default")
    for layer in layers:
        settings = _with_layer(settings, layer, origins)
    return Loaded(settings, origins)


def _with_layer(settings: Settings, layer: _Layer, origins: dict[str, str]) -> Settings:
    values = dict(layer.values)
    tables = values.pop("override", [])
    levels = values.pop("levels", {})
    plain: dict[str, Any] = {
        name: tuple(v) if isinstance(v, list) else v for name, v in values.items()
    }
    # A stronger source beats the overrides of a weaker one too: --language de means all files.
    weaker = tuple(_without(override, plain, levels) for override in settings.overrides)
    for name in plain:
        origins[name] = layer.origin((name,))
    for rule in levels:
        origins["levels"] = origins[f"levels.{rule}"] = layer.origin(("levels", rule))
    for i in range(len(tables)):
        origin = layer.origin(("override", i))
        origins["overrides"] = origins[f"overrides.{len(weaker) + i}"] = origin
    return replace(
        settings,
        **plain,
        levels={**settings.levels, **levels},
        overrides=(*weaker, *(_override(table) for table in tables)),
    )


def _override(table: Mapping[str, Any]) -> Override:
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in table.items()}
    return Override(**values)


def _without(override: Override, names: Iterable[str], levels: Iterable[str]) -> Override:
    gone: dict[str, Any] = {n: None for n in names if n in OVERRIDABLE}
    return replace(
        override, **gone, levels={k: v for k, v in override.levels.items() if k not in set(levels)}
    )


OVERRIDABLE = ("select", "ignore", "min_severity", "language")
"""What an override may replace; its levels are added."""


def _apply(settings: Settings, override: Override) -> Settings:
    values = {name: getattr(override, name) for name in OVERRIDABLE}
    given = {name: value for name, value in values.items() if value is not None}
    return replace(settings, **given, levels={**settings.levels, **override.levels})


def path_under(root: str, path: str) -> str:
    """A path as patterns see it: relative to `root`, or whole where it lies outside."""
    if not root:
        return path
    whole = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links
    return (whole.relative_to(root) if whole.is_relative_to(root) else whole).as_posix()


@cache
def pathspec_of(patterns: tuple[str, ...]) -> GitIgnoreSpec:
    """Gitignore patterns, compiled once. Raises ValueError on one that is malformed."""
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(patterns)


# ------------------------------------------------------------------------------- sources


@dataclass(frozen=True, slots=True)
class _File:
    """A TOML file as read: `shown` is its path as messages give it."""

    path: Path
    shown: str
    text: str
    required: bool


def _user_file(environ: Mapping[str, str]) -> Path | None:
    """Where the user's own settings may stand; None where the user has no home.

    On Linux by the XDG rule itself, which spares platformdirs' import; a test holds the
    two together.
    """
    if sys.platform != "linux":
        from platformdirs import user_config_dir

        return Path(user_config_dir("qualcheck", appauthor=False), "qualcheck.toml")
    base = environ.get("XDG_CONFIG_HOME", "").strip()
    if not base and not environ.get("HOME"):
        return None
    return Path(base or Path(environ["HOME"], ".config"), "qualcheck", "qualcheck.toml")


def _project_file(start: Path, problems: list[Problem]) -> _File | None:
    """The nearest qualcheck.toml, or pyproject.toml with our table, up to the repository root."""
    for folder in (start, *start.parents):
        for name in ("qualcheck.toml", "pyproject.toml"):
            file = _read(folder / name, problems)
            if file and (name == "qualcheck.toml" or _has_our_table(file)):
                return file
        if (folder / ".git").exists():
            break
    return None


def _has_our_table(file: _File) -> bool:
    """Whether a pyproject.toml speaks to us; a broken one that names us might."""
    if "qualcheck" not in file.text:  # spares tomllib, and the errors of files not ours
        return False
    try:
        data = _parsed(file)
    except _MalformedError:
        return True
    tool = data.get("tool")
    return isinstance(tool, dict) and "qualcheck" in tool


def _read(path: Path, problems: list[Problem], *, required: bool = False) -> _File | None:
    """A file's text; None where there is none or it can't be read (then with a problem)."""
    shown = _shown_path(path)
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
        if required:
            problems.append(Problem(Location(shown), f"cannot be read: {error.strerror}"))
        return None
    except OSError as error:
        problems.append(Problem(Location(shown), f"cannot be read: {error.strerror}"))
        return None
    try:
        return _File(path, shown, data.decode("utf-8-sig"), required)
    except UnicodeDecodeError as error:
        if required or path.name == "qualcheck.toml" or b"qualcheck" in data:
            problems.append(_not_utf8(shown, data, error))
        return None


def _not_utf8(shown: str, data: bytes, error: UnicodeDecodeError) -> Problem:
    # With utf-8-sig the error's offsets leave out a byte-order mark.
    body = data.removeprefix(b"\xef\xbb\xbf")
    before = body[: error.start].decode("utf-8", "replace")
    text = body.decode("utf-8", "replace")
    return _problem_at(shown, text, len(before), f"not UTF-8: byte 0x{body[error.start]:02x}")


def _shown_path(path: Path) -> str:
    """Relative to the working folder where it lies below it."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


class _MalformedError(Exception):
    """A file that is not TOML."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.message)


def _parsed(file: _File) -> dict[str, Any]:
    """The tables of a TOML file; raises _MalformedError."""
    import tomllib

    try:
        return tomllib.loads(file.text)
    except tomllib.TOMLDecodeError as error:
        raise _MalformedError(_syntax_problem(file, str(error))) from None
    except RecursionError:
        raise _MalformedError(Problem(Location(file.shown), "nested too deeply")) from None


def _syntax_problem(file: _File, message: str) -> Problem:
    """Its message ends with `(at line 2, column 6)` or `(at end of document)`."""
    match = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", message)
    what = f"not TOML: {message[: match.start()] if match else message}"
    if not match or not match[1]:
        return _problem_at(file.shown, file.text, len(file.text.rstrip()), what)
    line, column = int(match[1]), int(match[2])
    return Problem(Location(file.shown, line, column), what, _line_of(file.text, line))


def _file_layer(file: _File, problems: list[Problem]) -> _Layer | None:
    """The sound values of a file; None where it has none for us or is wrong."""
    try:
        data = _parsed(file)
        places = locate(file.text)
    except _MalformedError as error:
        problems.append(error.problem)
        return None
    prefix: KeyPath = ("tool", "qualcheck") if file.path.name == "pyproject.toml" else ()

    def problem_at(path: KeyPath, of_key: bool) -> Problem:
        key, value = _place(places, (*prefix, *path))
        return _problem_at(file.shown, file.text, key if of_key else value, "")

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
    if "rules" in values:
        values["rules"] = [str(_beside(file.path, folder)) for folder in values["rules"]]
    return _Layer(values, lambda path: _without_column(problem_at(path, True).location))


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


def _environment_layer(environ: Mapping[str, str], problems: list[Problem]) -> _Layer:
    """QUALCHECK_SELECT and its like. An empty variable is one that is not set."""
    names = {name: f"QUALCHECK_{name.upper()}" for name in FIELDS if name != "overrides"}
    given = {name: text for name in names if (text := environ.get(names[name], "").strip())}
    values = {name: _from_text(name, text) for name, text in given.items()}

    def place(path: KeyPath) -> str:
        return f"environment {names[str(path[0])]}"

    if values:
        problems.extend(_problems(values, lambda path, _: Problem(Location(place(path)), "")))
    return _Layer(values, place)


def _from_text(name: str, text: str) -> object:
    """What a variable's text means for this field; the text itself where it means nothing."""
    if name in LISTS:
        return _split([text])
    if name == "levels":
        return _pairs(_split([text]))
    if name in MINIMUM and re.fullmatch(r"-?\d{1,18}", text, re.ASCII):
        return int(text)
    return text


def _split(texts: Iterable[str]) -> list[str]:
    return [item for text in texts for part in text.split(",") if (item := part.strip())]


def _pairs(texts: Iterable[str]) -> dict[str, str]:
    """`repetition.word=off` → its two sides."""
    return {rule.strip(): level.strip() for rule, _, level in (t.partition("=") for t in texts)}


def _cli_layer(cli: Mapping[str, object], problems: list[Problem]) -> _Layer:
    """The options given. pydantic words what is wrong, and is not loaded where nothing is."""
    values = {name: _from_option(name, v) for name, v in cli.items() if v not in (None, (), [])}
    if not all(_plainly_sound(name, value) for name, value in values.items()):
        problems.extend(_problems(values, lambda _path, _: Problem(Location("command line"), "")))
    return _Layer(values, lambda _: "command line")


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


# ------------------------------------------------------------------------------ checking


@cache
def _model() -> type[BaseModel]:
    """What a source may hold. Built when first needed: pydantic takes some 50 ms."""
    from typing import Annotated

    from pydantic import BaseModel, ConfigDict, Field

    # These stand in annotations, which pydantic looks up among this function's names.
    Text = Annotated[str, Field(pattern=r"\S")]  # noqa: N806 - a type
    Language = Annotated[str, Field(pattern=f"^(?:{LANGUAGE})$")]  # noqa: N806
    Format = Annotated[str, Field(pattern=f"^(?:{FORMAT})$")]  # noqa: N806

    class Part(BaseModel):
        model_config = ConfigDict(extra="forbid", strict=True)
        select: list[Text] = []
        ignore: list[Text] = []
        min_severity: MinSeverity = "suggestion"
        language: Language = "auto"
        levels: dict[Text, Level] = {}

    class OverridePart(Part):
        paths: Annotated[list[Text], Field(min_length=1)]

    class Whole(Part):
        fail_on: FailOn = "warning"
        format: Format = "terminal"
        workers: Annotated[int, Field(ge=MINIMUM["workers"])] = 0
        max_file_size: Annotated[int, Field(ge=MINIMUM["max_file_size"])] = 1
        rules: list[Text] = Field(default=[])
        exclude: list[Text] = Field(default=[])
        override: list[OverridePart] = Field(default=[])

    Whole.model_rebuild(_types_namespace=locals())
    return Whole


WHOLE_KEYS = (*(name for name in FIELDS if name != "overrides"), "override")
OVERRIDE_KEYS = ("paths", *OVERRIDABLE, "levels")


def _problems(values: Mapping[str, Any], problem_at: PlaceOf) -> list[Problem]:
    """Everything that is wrong with one source's values, in the order of their places."""
    from pydantic import ValidationError

    problems = list(_pattern_problems(values, problem_at))
    try:
        _model().model_validate(dict(values))
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_context=False):
            path = _key_path(detail["loc"])
            message, of_key = _message(path, detail["type"], detail["input"])
            problems.append(replace(problem_at(path, of_key), message=message))
    return sorted(problems, key=lambda p: (p.location.line, p.location.column))


def _key_path(loc: tuple[str | int, ...]) -> KeyPath:
    """The `loc` of an error, less the `[key]` that pydantic adds where a level's name is wrong."""
    return loc[:-1] if loc[-1:] == ("[key]",) and loc[-3:-2] == ("levels",) else loc


def _message(path: KeyPath, kind: str, value: object) -> tuple[str, bool]:
    """What is wrong, and whether the key rather than its value is to blame."""
    if kind == "extra_forbidden":
        return _unknown_key(path), True
    if kind == "missing":
        return f"an [[override]] needs '{path[-1]}'", True
    if kind == "string_pattern_mismatch" and path[-2:-1] == ("levels",):
        return "'levels' has an empty name", True
    return f"{_named(path)} must be {_allowed(path)}, not {_shown_value(value)}", False


def _unknown_key(path: KeyPath) -> str:
    from difflib import get_close_matches

    known = OVERRIDE_KEYS if path[0] == "override" else WHOLE_KEYS
    key = str(path[-1])
    near = get_close_matches(key.lower().replace("-", "_"), known, n=1, cutoff=0.6)
    hint = f"did you mean '{near[0]}'?" if near else f"known keys: {', '.join(sorted(known))}"
    return f"unknown key {key!r}; {hint}"


def _named(path: KeyPath) -> str:
    """A key path as one writes it: `override[0].select[1]`, counted from 0."""
    named = ""
    for part in path:
        named += f"[{part}]" if isinstance(part, int) else f".{part}" if named else part
    return repr(named)


def _allowed(path: KeyPath) -> str:
    """What may stand at a key path, in words."""
    if path[-2:-1] == ("levels",):
        return _one_of(get_args(Level))
    if isinstance(path[-1], int):
        return "a table" if path[-2] == "override" else "a string that is not empty"
    name = path[-1]
    if name in CHOICES:
        return _one_of(CHOICES[name])
    if name in MINIMUM:
        return f"a whole number, {MINIMUM[name]} or more"
    return {
        "language": "'auto' or a BCP 47 tag such as 'en-GB'",
        "format": "the name of a report format, such as 'json'",
        "levels": "a table of rule ids or categories and their levels",
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
                yield replace(problem_at((*path, i), False), message=message)


def _is_pattern(pattern: str) -> bool:
    try:
        pathspec_of((pattern,))
    except ValueError:
        return False
    return True


# ---------------------------------------------------------------------- places in TOML


def _problem_at(shown: str, text: str, offset: int, message: str) -> Problem:
    """A problem at a code-point offset of a file's text."""
    line = text.count("\n", 0, offset) + 1
    column = offset - (text.rfind("\n", 0, offset) + 1) + 1
    return Problem(Location(shown, line, column), message, _line_of(text, line))


def _line_of(text: str, line: int) -> str:
    """One line, its control and format characters replaced: it goes to a terminal."""
    lines = text.split("\n")
    raw = lines[line - 1].rstrip("\r") if line <= len(lines) else ""
    return "".join(c if c.isprintable() or c == "\t" else "\N{REPLACEMENT CHARACTER}" for c in raw)


Places = dict[KeyPath, tuple[int, int]]
"""Key path → code-point offsets of its key and of its value."""

_SKIP = r"(?:[ \t\r\n]|\#[^\n]*)*"
_KEY = r""" "(?:[^"\\]|\\.)*" | '[^']*' | [A-Za-z0-9_-]+ """
_SCALAR = r"""
    \"{3} (?: \\. | [^\\] )*? \"{3,5}   # may end in one or two quotes of its own
  | '{3} .*? '{3,5}
  | " (?: \\. | [^"\\] )* "
  | ' [^']* '
  | \d{4}-\d\d-\d\d [ ] \d\d:[^\s,\]}\#]*  # a date and time, parted by a blank
  | [^\s,\]}\#]+                        # numbers, dates, true and false
"""


def locate(text: str) -> Places:
    """Where every key and value of a TOML text stands; tomllib keeps no positions.

    The text must be sound TOML: it is tomllib that judges it. Arrays, of tables or of
    values, have integers in their key paths.
    """
    places: Places = {}
    table: KeyPath = ()
    arrays: dict[KeyPath, int] = {}
    at = _skip(text, 0)
    while at < len(text):
        if text[at] == "[":
            brackets = 2 if text.startswith("[[", at) else 1
            keys, end = _keys(text, at + brackets)
            table = _table_path(keys, brackets == 2, arrays)
            places.setdefault(table, (at, at))
            at = end + brackets
        else:
            at = _pair(text, at, table, places)
        at = _skip(text, at)
    return places


def _skip(text: str, at: int) -> int:
    """The offset after blanks, newlines and comments."""
    return cast("re.Match[str]", re.compile(_SKIP).match(text, at)).end()


def _keys(text: str, at: int) -> tuple[tuple[str, ...], int]:
    """The parts of a dotted key, and the offset of what follows it."""
    keys = []
    while True:
        at = _skip(text, at)
        match = cast("re.Match[str]", re.compile(_KEY, re.VERBOSE).match(text, at))
        keys.append(_unquoted(match[0]))
        at = _skip(text, match.end())
        if text[at] != ".":
            return tuple(keys), at
        at += 1


def _unquoted(key: str) -> str:
    if key[0] not in "\"'":
        return key
    import tomllib

    return str(tomllib.loads(f"key = {key}")["key"])


def _table_path(keys: Sequence[str], is_array: bool, arrays: dict[KeyPath, int]) -> KeyPath:
    """A header's full path: below an array of tables it means the last of them."""
    path: KeyPath = ()
    for i, key in enumerate(keys):
        path = (*path, key)
        if is_array and i == len(keys) - 1:
            arrays[path] = arrays.get(path, -1) + 1
        if path in arrays:
            path = (*path, arrays[path])
    return path


def _pair(text: str, at: int, table: KeyPath, places: Places) -> int:
    """Note `key = value`; the offset after it."""
    keys, equals = _keys(text, at)
    value = _skip(text, equals + 1)
    for n in range(1, len(keys) + 1):
        places.setdefault((*table, *keys[:n]), (at, value))
    return _value(text, value, (*table, *keys), places)


def _value(text: str, at: int, path: KeyPath, places: Places) -> int:
    """Note what stands inside a value; the offset after it."""
    if text[at] == "{":
        return _members(text, at, "}", lambda start, _: _pair(text, start, path, places))
    if text[at] != "[":
        pattern = re.compile(_SCALAR, re.VERBOSE | re.DOTALL)
        return cast("re.Match[str]", pattern.match(text, at)).end()

    def item(start: int, index: int) -> int:
        places[(*path, index)] = (start, start)
        return _value(text, start, (*path, index), places)

    return _members(text, at, "]", item)


def _members(text: str, at: int, closing: str, member: Callable[[int, int], int]) -> int:
    """Step over the members of an array or inline table, from its opening bracket."""
    at = _skip(text, at + 1)
    index = 0
    while text[at] != closing:
        at = _skip(text, member(at, index))
        if text[at] == ",":
            at = _skip(text, at + 1)
        index += 1
    return at + 1


def _place(places: Places, path: KeyPath) -> tuple[int, int]:
    """The offsets for a key path, or for the nearest path above it that has any."""
    if len(path) > 1 and path[-2] == "levels" and path not in places:
        path = (*path[:-1], *str(path[-1]).split("."))
    while path and path not in places:
        path = path[:-1]
    return places.get(path, (0, 0))


# ------------------------------------------------------------------------------- showing


NOT_IN_DIGEST = frozenset({"fail_on", "format", "workers", "root"})
"""Settings that can't change what is found: they must not make a cached report stale."""


def settings_digest(settings: Settings) -> str:
    """16 hexadecimal digits of SHA-256 over the settings that can change a report."""
    import hashlib
    import json
    from dataclasses import asdict

    kept = {name: value for name, value in asdict(settings).items() if name not in NOT_IN_DIGEST}
    canonical = json.dumps(kept, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()[:16]


def render_settings(loaded: Loaded) -> str:
    """Every setting as TOML that can be read back, where it came from in a comment."""
    settings, origins = loaded.settings, loaded.origins
    rows: list[tuple[str, str]] = []
    for name in FIELDS:
        if name == "levels":
            rows += _level_rows(settings.levels, origins)
        elif name != "overrides":
            rows.append((f"{name} = {_toml(getattr(settings, name))}", origins[name]))
    lines = _with_origins(rows)
    for i, override in enumerate(settings.overrides):
        lines += ["", *_with_origins([("[[override]]", origins[f"overrides.{i}"])])]
        lines += _override_lines(override)
    return "\n".join(lines) + "\n"


def _level_rows(levels: Mapping[str, str], origins: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if not levels:
        yield "levels = {}", origins["levels"]
    for rule, level in levels.items():
        yield f"levels.{_toml(rule)} = {_toml(level)}", origins[f"levels.{rule}"]


def _override_lines(override: Override) -> Iterator[str]:
    for name in ("paths", *OVERRIDABLE):
        if (value := getattr(override, name)) is not None:
            yield f"{name} = {_toml(value)}"
    for rule, level in override.levels.items():
        yield f"levels.{_toml(rule)} = {_toml(level)}"


def _with_origins(rows: Sequence[tuple[str, str]]) -> list[str]:
    """Rows with their comments in one column, unless a row is very long."""
    width = min(max(len(left) for left, _ in rows), 60)
    return [f"{left:<{width}}  # {_printable(origin)}" for left, origin in rows]


def _toml(value: object) -> str:
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{_printable(escaped)}"'
    if isinstance(value, tuple):
        return f"[{', '.join(_toml(item) for item in value)}]"
    return str(value)


def _printable(text: str) -> str:
    """Text with TOML's escapes for what does not print."""
    return "".join(c if c.isprintable() else f"\\U{ord(c):08X}" for c in text)
