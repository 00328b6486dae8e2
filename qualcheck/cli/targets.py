"""What reports are asked for: `--format NAME` or `NAME:FILE`, where each goes and what it needs."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from pathlib import Path
from typing import TYPE_CHECKING

from qualcheck.cli.output import FORMATS, Target, writers
from qualcheck.errors import QualcheckError, did_you_mean

if TYPE_CHECKING:
    from qualcheck.run import Keep


def targets(
    formats: Sequence[str],
    output: Path | None,
    texts: Sequence[str] = (),
    *,
    origin: str,
    quiet: bool = False,
    workers: int = 0,
) -> list[Target]:
    """Where each of some formats goes, `NAME` or `NAME:FILE`. Raises QualcheckError where one
    is unknown, they can't all be had, or one would take the place of a text. `origin` is where
    the formats were set.
    """
    made = [_target(text, origin)._replace(quiet=quiet, workers=workers) for text in formats]
    if output is not None:
        if len(made) > 1 or made[0].output is not None:
            raise QualcheckError("--output is for one --format; with several, give NAME:FILE")
        made = [made[0]._replace(output=output)]
    for target in made:
        if target.format == "html" and (target.output is None or target.output.suffix == ".html"):
            message = (
                "--format html needs --output FOLDER (or html:FOLDER): it writes a page a text"
            )
            raise QualcheckError(message)
        if target.format == "html" and target.output:
            require_free(target.output)
    taken: dict[str, str] = {}
    for target in made:
        place = "" if target.output is None else _whole(target.output)
        if place in taken:
            where = target.output or "standard output; give one of them a file: NAME:FILE"
            both = f"{taken[place]} and {target.format}"
            raise QualcheckError(f"--format: {both} would both go to {where}")
        taken[place] = target.format
    for text in texts:
        if taken.get(_whole(text), "html") != "html":
            raise QualcheckError(f"{text}: a report can't take the place of a text or setting")
    return made


def require_free(folder: Path) -> None:
    """Raise QualcheckError where a folder for pages has an index that is none of ours."""
    from qualcheck.report.files import is_report

    index = folder / "index.html"
    if index.exists() and not is_report(index):
        raise QualcheckError(f"{index}: is no report of qualcheck's: choose another folder")


def _whole(path: Path | str) -> str:
    return os.path.abspath(path)  # noqa: PTH100 - resolve() would follow links


def _target(text: str, origin: str) -> Target:
    name, _, place = text.partition(":")
    if name not in FORMATS and name not in writers():
        hint = did_you_mean(name, writers(), f"choose one of {', '.join(writers())}", likeness=0.5)
        raise QualcheckError(f"{origin}: no report format is named '{name}'; {hint}")
    return Target(None if place in ("", "-") else Path(place), format=name)


# ------------------------------------------------------------------------ what they need


def keeps(name: str) -> Keep:
    """What a format needs of the article itself. Raises PluginError."""
    from qualcheck.plugins import reporters
    from qualcheck.run import Keep

    reporter = None if name in FORMATS else reporters(FORMATS).get(name)
    if reporter:
        return Keep.METRICS | (Keep.PROSE if reporter.keeps_prose else Keep.NOTHING)
    kept = {
        "json": Keep.METRICS,
        "terminal": Keep.PROSE,
        "github": Keep.PROSE,
        "html": Keep.ARTICLE,
    }
    return kept.get(name, Keep.NOTHING)


def kept(made: Iterable[Target], *, measured: bool = False) -> Keep:
    """What some formats together need of the articles; their readability if `measured`, too."""
    from qualcheck.run import Keep

    start = Keep.METRICS if measured else Keep.NOTHING
    return reduce(or_, (keeps(target.format) for target in made), start)
