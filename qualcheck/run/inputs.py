"""The files that a user's paths stand for."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from qualcheck.config import Settings, path_under, pathspec_of
from qualcheck.plugins import readers
from qualcheck.read import SUFFIXES
from qualcheck.report.files import is_report
from qualcheck.suppress import SIDECAR


class Input(NamedTuple):
    """One file to check: where it is, and the name it goes by in reports."""

    path: Path
    shown: str
    content: bytes | None = None
    """What to check in place of what the file holds now."""
    beside: bytes | None = None
    """The directives for it, in place of those in the file beside it now; none where empty."""


class Inputs(NamedTuple):
    """The files that the user's paths stand for, and the paths that stand for none."""

    files: tuple[Input, ...]
    orphans: tuple[Input, ...]
    """Files with directives, in folders, whose text isn't there."""
    errors: tuple[str, ...]


def find_inputs(paths: Sequence[str], settings: Settings) -> Inputs:
    """Files as named, and in folders every file whose suffix has a reader.

    Hidden folders, the pages of our own reports, the baseline, word lists and what `exclude` names
    are passed over, links to folders not followed. A file that is named is taken whatever it is,
    unless `force_exclude` says that it isn't. A file is taken once, by whatever names it goes.
    """
    found: dict[str, Input] = {}
    orphans: dict[str, Input] = {}
    errors: list[str] = []
    for path in paths:
        if os.path.isdir(path):  # noqa: PTH112 - Path() would drop a leading ./ from the name
            unreadable: list[OSError] = []
            lone: list[str] = []
            inside = [Input(Path(file), file) for file in _walk(path, settings, unreadable, lone)]
            orphans.update((file, Input(Path(file), file)) for file in lone)
            errors.extend(f"{e.filename}: can't be read: {e.strerror}" for e in unreadable)
            if not inside and not unreadable:
                errors.append(f"{path}: no files to check ({', '.join(sorted(_suffixes()))})")
            found.update((item.shown, item) for item in inside)
        elif os.path.lexists(path):
            if settings.force_exclude and _is_excluded(path, settings):
                continue
            found[path] = Input(Path(path), path)
        else:
            errors.append(f"{path}: no such file or folder")
    return Inputs(
        tuple(_each_once(found.values())), tuple(_each_once(orphans.values())), tuple(errors)
    )


def _each_once(files: Iterable[Input]) -> Iterator[Input]:
    """Files, one that goes by several names only by the first: by that of a link only where the
    file itself is not among them.
    """
    named: dict[str, Input] = {}
    for file in files:
        named.setdefault(os.path.abspath(file.path), file)  # noqa: PTH100
    links = {whole for whole in named if os.path.islink(whole)}  # noqa: PTH114
    targets = set(named) - links
    for whole, file in named.items():
        target = os.path.realpath(whole) if whole in links else ""
        if target in targets:
            continue
        if target:
            targets.add(target)
        yield file


def _walk(
    folder: str, settings: Settings, unreadable: list[OSError], orphans: list[str]
) -> Iterator[str]:
    """The files of a folder that have a reader. Folders that can't be read go to `unreadable`,
    files with directives whose text isn't there to `orphans`.
    """
    suffixes, own = _suffixes(), own_files(settings)
    for here, folders, names in os.walk(folder, onerror=unreadable.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        if "index.html" in names and is_report(Path(here, "index.html")):
            names = [name for name in names if not name.endswith(".html")]
        for name in sorted(names):
            path = os.path.join(here, name)  # noqa: PTH118 - keeps the name as the user gave it
            if _is_orphan(path) and not _is_excluded(path, settings):
                orphans.append(path)
            if os.path.splitext(name)[1].lower() not in suffixes:  # noqa: PTH122
                continue
            if os.path.abspath(path) not in own and not _is_excluded(path, settings):  # noqa: PTH100
                yield path


def _is_orphan(path: str) -> bool:
    text = path.removesuffix(SIDECAR)
    return text != path and os.path.basename(text) != "" and not os.path.lexists(text)  # noqa: PTH119


def _suffixes() -> frozenset[str]:
    """What a walk through a folder takes."""
    return SUFFIXES | readers().keys()


def _is_excluded(path: str, settings: Settings) -> bool:
    if not settings.exclude:
        return False
    return pathspec_of(settings.exclude).match_file(path_under(settings.root, path))


def own_files(settings: Settings) -> frozenset[str]:
    """The baseline, dictionaries and glossaries: they are no texts, whatever they are called."""
    some = (path for part in settings.parts for path in (*part.dictionaries, *part.glossaries))
    return frozenset(os.path.abspath(path) for path in (settings.baseline, *some) if path)  # noqa: PTH100


def size_of(path: Path) -> int:
    """Its size in bytes; 0 where that can't be had: somebody took it away meanwhile."""
    try:
        return path.stat().st_size
    except OSError:
        return 0
