"""LanguageTool for a run, and what it says of a text."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from qualcheck.config import Settings
from qualcheck.document import Document
from qualcheck.findings import NotRun
from qualcheck.languagetool.presence import NAME, OFF, PREFIX, Missing, missing
from qualcheck.match import Look, Selection, look
from qualcheck.run.places import answers_file, languagetool_state

if TYPE_CHECKING:  # brings HTTP, SQLite and processes with it
    from qualcheck.languagetool.server import Engine


@contextmanager
def languagetool_for(settings: Settings) -> Iterator[Engine | Missing | None]:
    """LanguageTool for one run, stopped at its end; None where it is off.

    Raises EngineUnavailable where the settings ask for one that isn't there.
    """
    if settings.languagetool == OFF:
        yield None
    elif nothing := missing(settings.languagetool, languagetool_state()):
        yield nothing
    else:
        from qualcheck.languagetool.server import engine_for

        with engine_for(settings.languagetool, languagetool_state()) as engine:
            yield engine


def engine_that_runs(settings: Settings) -> Engine | Missing | None:
    """LanguageTool for one text in hand; None where it is off. Raises as `languagetool_for`."""
    if settings.languagetool == OFF:
        return None
    if nothing := missing(settings.languagetool, languagetool_state()):
        return nothing
    from qualcheck.languagetool.server import found_engine

    return found_engine(settings.languagetool, languagetool_state())


def ask(
    engine: Engine | Missing, document: Document, settings: Settings, chosen: Selection
) -> list[Look]:
    """What LanguageTool says, or that it didn't run; nothing where none of its rules is chosen."""
    named = tuple(
        name for name in (*settings.select, *settings.levels) if name.startswith(f"{PREFIX}.")
    )
    if chosen.select or chosen.ignore:
        from qualcheck.languagetool.meaning import families

        if not any(map(chosen.level, families(named))):
            return []
    if isinstance(engine, Missing):
        return [NotRun(NAME, engine.reason)]
    from qualcheck.languagetool.check import LanguageTool, Options

    options = Options(
        settings.languagetool_disabled_rules,
        settings.languagetool_enabled_rules,
        settings.languagetool_picky,
    )
    return [look(LanguageTool(engine, answers_file(), options), document)]
