"""Figures, languages and excerpts in words for people."""

from __future__ import annotations

import re
from bisect import bisect_left
from pathlib import PurePath

from qualcheck.document import BlockKind, Language
from qualcheck.findings import FileReport, Finding, Place, Relation
from qualcheck.languages import NAMES
from qualcheck.suppress import Line, line_to_silence

LONGEST_EXCERPT = 120
"""Code points of a match or a suggestion in its note; the article has it whole."""

MOST_PLACES = 8
"""Related places that a note names of one kind."""
FIRST_WORDS, LONGEST_BEGINNING = 6, 60
"""Words that name a paragraph in a table, and the code points they may have."""


ENCODING_ORIGINS = {
    "BOM": "from its byte-order mark",
    "declared": "as it declares",
    "UTF-8": "by its bytes",
    "guessed": "a guess",
    "given": "as set",
}
"""How an encoding was found, in words for an editor."""


def figure(value: float, places: int = 1) -> str:
    """A number for people: `1,234.5`, `−3.0`. Always as many places, so that columns align."""
    rounded = round(value, places) + 0.0  # no minus before nothing
    return f"{rounded:,.{places}f}".replace("-", "\N{MINUS SIGN}")


def counted(count: int, noun: str) -> str:
    """`1 error`, `3 errors`, `1,024 words`."""
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def percent(share: float) -> str:
    """A share of 0..1 as `97%`; never `100%` for less than all."""
    return f"{min(round(share * 100), 99 if share < 1 else 100)}%"


def described(language: Language) -> str:
    """`English, 98% sure`; `English, as set`; `language not recognised`."""
    if language.code == "und":
        return "language not recognised"
    name = NAMES.get(language.code.split("-")[0], language.code)
    return f"{name}, {'as set' if language.given else percent(language.confidence) + ' sure'}"


def origin(found: str) -> str:
    """How an encoding was found, in words."""
    return ENCODING_ORIGINS.get(found, found)


def beginning(text: str) -> str:
    """The first words of a paragraph, to know it by."""
    words = text.split(maxsplit=FIRST_WORDS)
    cut = " ".join(words[:FIRST_WORDS])[:LONGEST_BEGINNING]
    return f"{cut} …" if len(words) > FIRST_WORDS else cut


def shortened(text: str) -> str:
    """Text for a note, its middle left out where it is long: between words, where it has any."""
    if len(text) <= LONGEST_EXCERPT:
        return text
    half = LONGEST_EXCERPT // 2
    head, tail = text[:half], text[-half:]
    last, first = head.rfind(" ", half // 2), tail.find(" ", 0, half // 2)
    return f"{head[: last if last > 0 else half].rstrip()} … {tail[first + 1 :].lstrip()}"


def sources(origin: str) -> list[str]:
    """Who found it: an origin may be joined of several."""
    return re.findall(r"[\w.-]+", origin)


def finders(origin: str) -> str:
    """Who found it, in words: `qualcheck and LanguageTool`."""
    return " and ".join(FINDERS.get(source, source) for source in sources(origin))


FINDERS = {"languagetool": "LanguageTool"}
"""Origins that are written otherwise than they are named."""


def grouped(finding: Finding) -> dict[str, list[tuple[int, Place]]]:
    """A finding's related places with their numbers, from 1, by what stands there.

    Those that are like the finding's own place come first, under the empty text.
    """
    groups: dict[str, list[tuple[int, Place]]] = {}
    for numbered in enumerate(finding.related, start=1):
        place = numbered[1]
        text = "" if place.relation is Relation.SAME else place.text
        groups.setdefault(text, []).append(numbered)
    return dict(sorted(groups.items(), key=lambda group: bool(group[0])))


def to_silence(report: FileReport, finding: Finding) -> Line:
    """The line that silences a finding, in its file's own format."""
    number = bisect_left(report.blocks, finding.prose.start, key=lambda block: block.prose.end)
    in_table = any(block.kind is BlockKind.CELL for block in report.blocks[number : number + 1])
    name = PurePath(report.path).name
    return line_to_silence(finding, name, report.media_type, in_table=in_table)
