"""What other distributions add, by entry points: readers, detectors, reporters, rules.

importlib.metadata takes 60 ms to import, so the entry points are read from where installers write
them: `entry_points.txt` in the `.dist-info` folders on sys.path. A run without plugins pays for
that look and nothing else. Every error names the distribution and the entry point.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple, cast

from qualcheck.check import CATEGORIES, Check, Hit, RuleInfo
from qualcheck.document import Document, Source
from qualcheck.errors import OutputError, PluginError, ReadError
from qualcheck.findings import Run
from qualcheck.read import READERS, BytesReader

PREFIX = "qualcheck."
KINDS = ("readers", "detectors", "reporters", "rules")
"""What follows the prefix in the name of a group of entry points."""


class Plugin(NamedTuple):
    """An entry point: what it adds, and who brings it."""

    kind: str
    name: str
    target: str
    """`package.module:object`."""
    distribution: str
    version: str

    def __str__(self) -> str:
        group = f"{PREFIX}{self.kind}"
        return f"the plugin '{self.name}' ({group}) of {self.distribution} {self.version}"

    def error(self, what: str) -> PluginError:
        """What is wrong with it, in one line."""
        return PluginError(f"{self} {' '.join(what.split())}")

    def load(self) -> object:
        """The object that it names. Raises PluginError."""
        return _loaded(self)


@cache
def _loaded(plugin: Plugin) -> object:
    written = re.fullmatch(r"([\w.]+)\s*(?::\s*([\w.]+))?\s*(?:\[.*\])?", plugin.target)
    if written is None:
        raise plugin.error(f"can't be loaded: '{plugin.target}' names no object")
    try:
        found: object = import_module(written[1])
        for attribute in (written[2] or "").split("."):
            found = getattr(found, attribute) if attribute else found
    except (Exception, SystemExit) as error:
        raise plugin.error(f"can't be loaded: {_told(error)}") from error
    return found


def _told(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"


# ------------------------------------------------------------------------ finding them


def found() -> tuple[Plugin, ...]:
    """All plugins that are installed, by kind and name."""
    return _found(tuple(sys.path))


@cache
def _found(folders: Sequence[str]) -> tuple[Plugin, ...]:
    plugins: list[Plugin] = []
    seen: set[str] = set()
    for folder in dict.fromkeys(folders):
        for name in _metadata_folders(folder):
            distribution = re.sub(r"[-_.]+", "-", name.rpartition(".")[0].split("-")[0]).lower()
            if distribution not in seen:  # of two versions Python takes the first on the path
                seen.add(distribution)
                plugins += _plugins_in(os.path.join(folder, name))  # noqa: PTH118 - start-up
    return tuple(sorted(plugins, key=lambda p: (KINDS.index(p.kind), p.name, p.distribution)))


def _metadata_folders(folder: str) -> list[str]:
    """The names of the folders with a distribution's metadata in a folder of sys.path."""
    try:
        names = os.listdir(folder or ".")  # noqa: PTH208 - start-up
    except OSError:
        return []
    return sorted(name for name in names if name.endswith((".dist-info", ".egg-info")))


def _plugins_in(metadata: str) -> Iterator[Plugin]:
    """The plugins of one distribution."""
    try:
        with open(os.path.join(metadata, "entry_points.txt"), "rb") as file:  # noqa: PTH118, PTH123
            written = file.read()
    except OSError:
        return
    if f"[{PREFIX}".encode() not in written:
        return
    name, version = _name_and_version(metadata)
    group = ""
    for line in map(str.strip, written.decode("utf-8", "replace").splitlines()):
        if line.startswith("["):
            group = line.strip("[] ")
        elif "=" in line and not line.startswith("#") and group.startswith(PREFIX):
            kind = group.removeprefix(PREFIX)
            label, _, target = (part.strip() for part in line.partition("="))
            if kind in KINDS:
                yield Plugin(kind, label, target, name, version)


def _name_and_version(metadata: str) -> tuple[str, str]:
    headers = {}
    for file in ("METADATA", "PKG-INFO"):
        path = Path(metadata, file)
        if path.is_file():
            head = path.read_text("utf-8", "replace").partition("\n\n")[0]
            headers = dict(re.findall(r"(?m)^(Name|Version): *(.*?) *$", head))
            break
    folder = os.path.basename(metadata).rpartition(".")[0]  # noqa: PTH119
    name, _, version = folder.partition("-")
    return headers.get("Name", name), headers.get("Version", version)


def _of_kind(kind: str, plugins: Iterable[Plugin]) -> list[Plugin]:
    return [plugin for plugin in plugins if plugin.kind == kind]


def _named(
    plugins: Iterable[Plugin], name_of: Callable[[Plugin], str], taken: Iterable[str]
) -> dict[str, Plugin]:
    """Plugins by name. Raises PluginError where two have one, or one has that of a built-in."""
    named: dict[str, Plugin] = {}
    built_in = frozenset(taken)
    for plugin in plugins:
        name = name_of(plugin)
        if name in built_in:
            raise plugin.error(f"can't have '{name}': qualcheck's own has it")
        if name in named:
            raise plugin.error(f"can't have '{name}': {named[name]} has it")
        named[name] = plugin
    return named


# ------------------------------------------------------------------------ readers


class PluginReader:
    """A reader of a plugin's; it is loaded when a file first needs it."""

    def __init__(self, plugin: Plugin) -> None:
        self.plugin = plugin

    def load(self) -> BytesReader:
        """Its function. Raises PluginError."""
        read = self.plugin.load()
        if not callable(read):
            raise self.plugin.error("is no reader: it can't be called")
        return cast("BytesReader", read)

    def __call__(self, data: bytes, shown: str) -> Source:
        """A file's source. Raises ReadError where it isn't text, PluginError where it fails."""
        read = self.load()
        try:
            source = read(data, shown)
        except ReadError:
            raise
        except Exception as error:
            raise self.plugin.error(f"failed: {_told(error)}") from error
        if not isinstance(source, Source):
            raise self.plugin.error(f"gave no Source but {type(source).__name__}")
        if wrong := _wrong_with(source):
            raise self.plugin.error(f"gave a Source that is not sound: {wrong}")
        return source


def readers() -> Mapping[str, PluginReader]:
    """Suffix in lower case → the reader of a plugin's. Raises PluginError."""
    return _readers(found())


@cache
def _readers(plugins: Sequence[Plugin]) -> Mapping[str, PluginReader]:
    ours = _of_kind("readers", plugins)
    for plugin in ours:
        if not re.fullmatch(r"\.?\w+", plugin.name):
            raise plugin.error("has no suffix for its name, such as 'srt'")
    named = _named(ours, _suffix, READERS)
    return {suffix: PluginReader(plugin) for suffix, plugin in named.items()}


def _suffix(plugin: Plugin) -> str:
    return "." + plugin.name.removeprefix(".").lower()


def _wrong_with(source: Source) -> str:
    """Why places in the prose can't be found in the source again; empty where they can."""
    prose_end = source_end = 0
    for segment in source.segments:
        if segment.prose.start != prose_end or segment.source.start < source_end:
            return "its segments are not in order, or leave a gap"
        prose_end, source_end = segment.prose.end, segment.source.end
        prose = source.prose[segment.prose.start : prose_end]
        if segment.exact and prose != source.text[segment.source.start : source_end]:
            return f"prose and text differ at {segment.prose.start}"
    if prose_end != len(source.prose) or source_end > len(source.text):
        return "its segments don't cover the prose"
    end = 0
    for block in source.blocks:
        if not end <= block.prose.start < block.prose.end <= prose_end:
            return "its blocks are not in order"
        end = block.prose.end
    return ""


# ------------------------------------------------------------------------ detectors


class PluginCheck(NamedTuple):
    """A check of a plugin's: what goes wrong in it names the plugin."""

    plugin: Plugin
    check: Check
    rules: Sequence[RuleInfo]

    @property
    def name(self) -> str:
        """What it goes by where it fails."""
        return f"{self.check.name} ({self.plugin})"

    def run(self, document: Document) -> Iterator[Hit]:
        """Its hits. Raises PluginError for one that is no hit, or not in the text."""
        ids = {rule.id for rule in self.rules}
        for hit in self.check.run(document):
            if not isinstance(hit, Hit):
                raise self.plugin.error(f"gave no Hit but {type(hit).__name__}")
            if hit.rule not in ids or hit.info is not None:
                raise self.plugin.error(f"gave a hit of '{hit.rule}', which is none of its rules")
            spans = (hit.span, *(place.span for place in hit.related))
            if max(span.end for span in spans) > len(document.prose):
                raise self.plugin.error(f"gave a hit of '{hit.rule}' that is not in the text")
            yield hit


def detectors() -> tuple[PluginCheck, ...]:
    """The checks of plugins. Raises PluginError."""
    return _detectors(found())


@cache
def _detectors(plugins: Sequence[Plugin]) -> tuple[PluginCheck, ...]:
    ours = _of_kind("detectors", plugins)
    return tuple(check for plugin in ours for check in checks_of(plugin))


def checks_of(plugin: Plugin) -> Iterator[PluginCheck]:
    """The check that a plugin names, or all those of a sequence. Raises PluginError."""
    loaded = plugin.load()
    several = isinstance(loaded, list | tuple) and not hasattr(loaded, "run")
    checks: Iterable[Any] = cast("list[Any]", loaded) if several else [loaded]
    for check in checks:
        try:
            rules, run = (*check.rules,), check.run
        except (AttributeError, TypeError) as error:
            raise plugin.error(f"is no check: {error}") from error
        if not rules or not callable(run) or not all(isinstance(r, RuleInfo) for r in rules):
            raise plugin.error("is no check: it needs rules, each a RuleInfo, and run(document)")
        for rule in rules:
            if rule.category not in CATEGORIES:
                known = ", ".join(CATEGORIES)
                raise plugin.error(f"has the unknown category '{rule.category}': there are {known}")
        yield PluginCheck(plugin, cast("Check", check), rules)


# ------------------------------------------------------------------------ rules


def rule_folders() -> tuple[tuple[Plugin, Path], ...]:
    """The folders of rule files that plugins bring. Raises PluginError."""
    return tuple((plugin, folder_of(plugin)) for plugin in _of_kind("rules", found()))


def folder_of(plugin: Plugin) -> Path:
    """A folder of rule files: a path, or the folder of a package. Raises PluginError."""
    loaded = plugin.load()
    if isinstance(loaded, ModuleType):
        loaded = next(iter(getattr(loaded, "__path__", ())), None)
    if not isinstance(loaded, str | os.PathLike) or not Path(loaded).is_dir():
        raise plugin.error("is no folder of rules: name a package, or a path")
    return Path(loaded)


# ------------------------------------------------------------------------ reporters


class PluginReporter:
    """A reporter of a plugin's; it is loaded when it is asked for."""

    def __init__(self, plugin: Plugin) -> None:
        self.plugin = plugin

    def load(self) -> Callable[[Run], str]:
        """Its function. Raises PluginError."""
        render = self.plugin.load()
        if not callable(render):
            raise self.plugin.error("is no reporter: it can't be called")
        return cast("Callable[[Run], str]", render)

    @property
    def keeps_prose(self) -> bool:
        """Whether it wants the articles in the run: its function has a true `keep_prose`."""
        return bool(getattr(self.load(), "keep_prose", False))

    def __call__(self, run: Run) -> str:
        """The report. Raises PluginError, and OutputError where it fails."""
        render = self.load()
        try:
            text = render(run)
        except Exception as error:
            raise OutputError(f"{self.plugin} failed: {_told(error)}") from error
        if not isinstance(text, str):
            raise OutputError(f"{self.plugin} gave no text but {type(text).__name__}")
        return text


def reporters(taken: Iterable[str]) -> Mapping[str, PluginReporter]:
    """Format → the reporter of a plugin's; `taken` are those built in. Raises PluginError."""
    ours = _of_kind("reporters", found())
    for plugin in ours:
        if not re.fullmatch(r"[a-z][a-z0-9-]*", plugin.name):
            raise plugin.error("can't be asked for by that name: use a-z, 0-9 and -")
    named = _named(ours, lambda plugin: plugin.name, taken)
    return {name: PluginReporter(plugin) for name, plugin in named.items()}
