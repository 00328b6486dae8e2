"""The settings as `qualcheck config` shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from qualcheck.config.settings import FIELDS, OVERRIDABLE, TABLES, WORD_FILES, Loaded, Override


def render_settings(loaded: Loaded) -> str:
    """Every setting as TOML that can be read back, where it came from in a comment."""
    settings, origins = loaded.settings, loaded.origins
    rows: list[tuple[str, str]] = []
    for name in FIELDS:
        if name in TABLES:
            rows += _table_rows(name, getattr(settings, name), origins)
        elif name != "overrides":
            rows.append((f"{name} = {_toml(getattr(settings, name))}", origins[name]))
    lines = _with_origins(rows)
    for i, override in enumerate(settings.overrides):
        lines += ["", *_with_origins([("[[override]]", origins[f"overrides.{i}"])])]
        lines += _override_lines(override)
    return "\n".join(lines) + "\n"


def _table_rows(
    name: str, table: Mapping[str, object], origins: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    if not table:
        yield f"{name} = {{}}", origins[name]
    for key, value in table.items():
        yield f"{name}.{_toml(key)} = {_toml(value)}", origins[f"{name}.{key}"]


def _override_lines(override: Override) -> Iterator[str]:
    for name in ("paths", *OVERRIDABLE):
        if (value := getattr(override, name)) is not None:
            yield f"{name} = {_toml(value)}"
    for name in WORD_FILES:
        if value := getattr(override, name):
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
    return str(value).lower() if isinstance(value, bool) else str(value)


def _printable(text: str) -> str:
    """Text with TOML's escapes for what does not print."""
    return "".join(c if c.isprintable() else f"\\U{ord(c):08X}" for c in text)
