"""The settings themselves: what a user can choose, and what holds for one file."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from qualcheck import digest

if TYPE_CHECKING:  # costs start-up time
    from pathspec import GitIgnoreSpec

MinSeverity = Literal["error", "warning", "suggestion"]
FailOn = Literal["error", "warning", "suggestion", "never"]
Level = Literal["error", "warning", "suggestion", "off"]

LANGUAGE = (
    r"auto|(?:[A-Za-z]{3}|aa|ab|ae|af|ak|am|an|ar|as|av|ay|az|ba|be|bg|bi|bm|bn|bo|br|bs|ca|ce|ch"
    r"|co|cr|cs|cu|cv|cy|da|de|dv|dz|ee|el|en|eo|es|et|eu|fa|ff|fi|fj|fo|fr|fy|ga|gd|gl|gn|gu|gv|ha"
    r"|he|hi|ho|hr|ht|hu|hy|hz|ia|id|ie|ig|ii|ik|io|is|it|iu|ja|jv|ka|kg|ki|kj|kk|kl|km|kn|ko|kr|ks"
    r"|ku|kv|kw|ky|la|lb|lg|li|ln|lo|lt|lu|lv|mg|mh|mi|mk|ml|mn|mr|ms|mt|my|na|nb|nd|ne|ng|nl|nn|no"
    r"|nr|nv|ny|oc|oj|om|or|os|pa|pi|pl|ps|pt|qu|rm|rn|ro|ru|rw|sa|sc|sd|se|sg|si|sk|sl|sm|sn|so|sq"
    r"|sr|ss|st|su|sv|sw|ta|te|tg|th|ti|tk|tl|tn|to|tr|ts|tt|tw|ty|ug|uk|ur|uz|ve|vi|vo|wa|wo|xh|yi"
    r"|yo|za|zh|zu)(?:-[A-Za-z0-9]{1,8})*"
)
"""`auto`, or a BCP 47 tag: a language of ISO 639-1, or any three letters, then its subtags."""

LANGUAGETOOL = r"auto|off|required|https?://[A-Za-z0-9._\-\[\]:]+(?:/[A-Za-z0-9._~/-]*)?"
"""How LanguageTool is to be had: a word, or a server's address."""
FORMAT = r"[a-z][a-z0-9-]*(?::(?s:.+))?"
"""A reporter's name, and where it writes after a colon: plugins may bring more names."""
FILE = r"(?s:.*)"
"""The path of a file, or nothing for none."""


@dataclass(frozen=True, slots=True)
class Override:
    """Settings for the files that `paths` (gitignore patterns) match; None leaves one as it is."""

    paths: tuple[str, ...]
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    min_severity: str | None = None
    language: str | None = None
    levels: Mapping[str, str] = field(default_factory=dict)
    dictionaries: tuple[str, ...] = ()
    """Beside the project's; so are the next."""
    glossaries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user can choose. Plain values: the stages get these, never the object."""

    select: tuple[str, ...] = ()
    """Rule ids or categories; none means all."""
    ignore: tuple[str, ...] = ()
    min_severity: str = "suggestion"
    fail_on: str = "warning"
    language: str = "auto"
    format: tuple[str, ...] = ("terminal",)
    """Each `NAME` or `NAME:FILE`; a file named in a settings file is absolute."""
    workers: int = 0
    """0 for one per core."""
    rules: tuple[str, ...] = ()
    """Folders and files of further rules; those from a settings file are absolute."""
    exclude: tuple[str, ...] = ()
    """Gitignore patterns, relative to `root`."""
    force_exclude: bool = False
    """Whether `exclude` holds for files that are named, too: hooks name every file."""
    levels: Mapping[str, str] = field(default_factory=dict)
    """Rule id or category → error, warning, suggestion or off."""
    max_file_size: int = 20_000_000
    """Bytes."""
    languagetool: str = "auto"
    """auto, off, required, or the address of a server."""
    languagetool_disabled_rules: tuple[str, ...] = ()
    """LanguageTool's own names, without `lt.`; so are the next."""
    languagetool_enabled_rules: tuple[str, ...] = ()
    """Rules to look for that are off in LanguageTool or in our table."""
    languagetool_picky: bool = False
    max_findings: int = 0
    """As many at or over `fail_on` don't fail a run."""
    limits: Mapping[str, int] = field(default_factory=dict)
    """Rule id or category → how many findings of it a run may have, whatever their severity."""
    min_scores: Mapping[str, float] = field(default_factory=dict)
    """`score`, or a figure of readability → the least that each text must have."""
    baseline: str = ""
    """A file of known findings; one named in a settings file is absolute. Empty for none."""
    dictionaries: tuple[str, ...] = ()
    """Files of words that are right as they stand; those from a file are absolute, as the next."""
    glossaries: tuple[str, ...] = ()
    """Files of terms and the variants that are not to be used."""
    cache: bool = True
    """Whether reports of unchanged files are taken from earlier runs."""
    overrides: tuple[Override, ...] = ()
    root: str = ""
    """The folder that patterns are relative to; empty for paths taken as they are written."""

    @property
    def names_rules(self) -> bool:
        """Whether any setting names a rule or a category: in most runs none does."""
        named = self.select or self.ignore or self.levels or self.limits or self.overrides
        return bool(named)

    @property
    def parts(self) -> tuple[Settings | Override, ...]:
        """What may hold for a file: the settings themselves, and each override."""
        return (self, *self.overrides)

    def for_path(self, path: str) -> Settings:
        """The settings for one file, overrides applied (later ones win) and then dropped.

        `path` may be relative to the working folder. Levels add up key by key, dictionaries and
        glossaries file by file; the other fields of an override replace the setting.
        """
        if not self.overrides:
            return self
        settings = replace(self, overrides=())
        shown = path_under(self.root, path)
        for override in self.overrides:
            if pathspec_of(override.paths).match_file(shown):
                settings = _apply(settings, override)
        return settings


class Loaded(NamedTuple):
    """Settings, and for each field where its value came from.

    `default`, `environment QUALCHECK_X`, `command line` or `path:line`. Each entry of a table and
    each override has its own as well: `levels.RULE`, `overrides.0`.
    """

    settings: Settings
    origins: Mapping[str, str]


# The fields by the kind of value they hold: read by the quick check of the command line, by the
# pydantic model's bounds and by the messages.
LANGUAGETOOL_LISTS = ("languagetool_disabled_rules", "languagetool_enabled_rules")
WORD_FILES = ("dictionaries", "glossaries")
LISTS = ("select", "ignore", "rules", "exclude", *LANGUAGETOOL_LISTS, *WORD_FILES)
TABLES = ("levels", "limits", "min_scores")
FLAGS = ("force_exclude", "languagetool_picky", "cache")
CHOICES: Mapping[str, tuple[str, ...]] = {
    "min_severity": get_args(MinSeverity),
    "fail_on": get_args(FailOn),
}
MINIMUM = {"workers": 0, "max_file_size": 1, "max_findings": 0}
SHAPES = {"language": LANGUAGE, "languagetool": LANGUAGETOOL, "baseline": FILE}
FIELDS = tuple(f.name for f in fields(Settings) if f.name != "root")

OVERRIDABLE = ("select", "ignore", "min_severity", "language")
"""What an override may replace; its levels, dictionaries and glossaries are added."""


def _apply(settings: Settings, override: Override) -> Settings:
    values = {name: getattr(override, name) for name in OVERRIDABLE}
    given = {name: value for name, value in values.items() if value is not None}
    return replace(
        settings,
        **given,
        levels={**settings.levels, **override.levels},
        dictionaries=(*settings.dictionaries, *override.dictionaries),
        glossaries=(*settings.glossaries, *override.glossaries),
    )


def path_under(root: str, path: str) -> str:
    """A path as patterns see it: relative to `root`, or whole where it lies outside."""
    if not root:
        return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    whole = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links
    seen = (whole.relative_to(root) if whole.is_relative_to(root) else whole).as_posix()
    # Bytes of a name that are no UTF-8 come as surrogates, which not every matcher takes.
    return seen.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


@cache
def pathspec_of(patterns: tuple[str, ...]) -> GitIgnoreSpec:
    """Gitignore patterns, compiled once. Raises ValueError on one that is malformed."""
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(patterns)


NOT_IN_DIGEST = frozenset(
    {
        "baseline", "cache", "fail_on", "force_exclude", "format", "limits", "max_findings",
        "min_scores", "root", "workers",
    }
)  # fmt: skip
"""Settings that can't change what is found: they must not make a cached report stale."""


def settings_digest(settings: Settings, plugins: Sequence[str] = ()) -> str:
    """16 hexadecimal digits of SHA-256 over the settings that can change a report, what the
    dictionaries and glossaries hold now, and the names and versions of plugins.
    """
    import json
    from dataclasses import asdict

    kept = {name: value for name, value in asdict(settings).items() if name not in NOT_IN_DIGEST}
    if held := [_digest_of(path) for path in _word_files(settings)]:
        kept["word_files"] = held
    if plugins:
        kept["plugins"] = [*plugins]
    canonical = json.dumps(kept, sort_keys=True, separators=(",", ":"))
    return digest.of_text(canonical)[:16]


def _word_files(settings: Settings) -> Iterator[Path]:
    """All dictionaries and glossaries, for whichever paths, and what stands beside a .dic."""
    for some in settings.parts:
        for path in map(Path, (*some.dictionaries, *some.glossaries)):
            yield path
            if path.suffix == ".dic":
                yield path.with_suffix(".aff")


def _digest_of(path: Path) -> str:
    """SHA-256 of what a file holds; empty where it can't be read."""
    try:
        return digest.of_bytes(path.read_bytes())
    except OSError:
        return ""
