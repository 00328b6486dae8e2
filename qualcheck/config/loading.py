"""All sources of settings, merged: a later one beats the ones before it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from qualcheck.config.files import project_file, read, user_file, words_file
from qualcheck.config.settings import FIELDS, OVERRIDABLE, TABLES, Loaded, Override, Settings
from qualcheck.config.sources import Layer, cli_layer, environment_layer, file_layer
from qualcheck.errors import ConfigError, Problem


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
    found = project_file(folder, problems) if config is None else None
    root = found.path.parent if found else folder
    words = words_file(folder, found.path if found else config)
    files = [read(user, problems) if (user := user_file(environ)) else None]
    files.append(found if config is None else read(config, problems, required=True))
    layers = [layer for file in files if file and (layer := file_layer(file, problems))]
    layers += [environment_layer(environ, problems), cli_layer(cli or {}, problems)]
    if problems:
        raise ConfigError(problems)
    return _with_words(_merged(layers, root), words)


def _merged(layers: Iterable[Layer], root: Path) -> Loaded:
    settings = Settings(root=str(root))
    origins = dict.fromkeys(FIELDS, "default")
    for layer in layers:
        settings = _with_layer(settings, layer, origins)
    return Loaded(settings, origins)


def _with_words(loaded: Loaded, words: Path | None) -> Loaded:
    """With the project's own word list, which needs no setting, before all others."""
    settings, path = loaded.settings, str(words)
    if words is None or path in settings.dictionaries:
        return loaded
    origin = loaded.origins["dictionaries"]
    shown = f"{words.name} found" if origin == "default" else f"{words.name} found, {origin}"
    return Loaded(
        replace(settings, dictionaries=(path, *settings.dictionaries)),
        {**loaded.origins, "dictionaries": shown},
    )


def _with_layer(settings: Settings, layer: Layer, origins: dict[str, str]) -> Settings:
    values = dict(layer.values)
    tables = values.pop("override", [])
    named = {name: values.pop(name, {}) for name in TABLES}
    plain: dict[str, Any] = {
        name: tuple(v) if isinstance(v, list) else v for name, v in values.items()
    }
    # A stronger source beats the overrides of a weaker one too: --language de means all files.
    weaker = tuple(_without(override, plain, named["levels"]) for override in settings.overrides)
    for name in plain:
        origins[name] = layer.origin((name,))
    for name, table in named.items():
        for key in table:
            origins[name] = origins[f"{name}.{key}"] = layer.origin((name, key))
    for i in range(len(tables)):
        origin = layer.origin(("override", i))
        origins["overrides"] = origins[f"overrides.{len(weaker) + i}"] = origin
    for name, table in named.items():
        plain[name] = {**getattr(settings, name), **table}
    return replace(
        settings,
        **plain,
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
