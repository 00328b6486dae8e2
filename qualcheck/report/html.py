"""HTML reports: a page for each article and an index, each one file that needs no other.

The article, its name and every message about it are untrusted. Four things keep them text:
autoescape in every template, a Content-Security-Policy that lets only our own style and script
run (by hash), no inline handler or style anywhere, and page names made by us. Text within marks
is shown as it is; what nobody can see gets a symbol beside it, drawn by the style sheet, so that
the text of the page, when copied or searched, is still the article's.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from qualcheck.document import STAND_IN, Block, BlockKind, Language, Span
from qualcheck.errors import OutputError
from qualcheck.findings import FileReport, Finding, Metric, NotRun, Run, Severity
from qualcheck.report.files import write_whole

if TYPE_CHECKING:  # jinja2 costs 40 ms, which a run without an HTML report need not pay
    from jinja2 import Environment

INDEX_NAME = "index.html"
LONGEST_SLUG = 150
"""Bytes of UTF-8 for a page's name; file systems stop at 255, and a suffix must still fit."""
MOST_SUGGESTIONS = 5
"""How many suggestions a note shows: a spelling checker may offer dozens."""
LONGEST_EXCERPT = 120
"""Code points of a match or a suggestion in its note; the article has it whole."""
MOST_NAMED = 20
"""How many unreadable or faulty files the index names above its table."""
READING_EASE = "flesch_reading_ease"
"""The metric shown in the index: the one figure of readability that most editors know."""

# --- text that can't be seen -------------------------------------------------------------

SYMBOLS = {
    " ": "␣", "\t": "⇥", "\n": "↵", "\r": "↵",
    "\N{NO-BREAK SPACE}": "NBSP", "\N{NARROW NO-BREAK SPACE}": "NNBSP", "\N{SOFT HYPHEN}": "SHY",
    "\N{ZERO WIDTH SPACE}": "ZWSP", "\N{ZERO WIDTH NON-JOINER}": "ZWNJ",
    "\N{ZERO WIDTH JOINER}": "ZWJ", "\N{WORD JOINER}": "WJ", "\N{ZERO WIDTH NO-BREAK SPACE}": "BOM",
    "\N{LEFT-TO-RIGHT MARK}": "LRM", "\N{RIGHT-TO-LEFT MARK}": "RLM",
    "\N{LEFT-TO-RIGHT EMBEDDING}": "LRE", "\N{RIGHT-TO-LEFT EMBEDDING}": "RLE",
    "\N{POP DIRECTIONAL FORMATTING}": "PDF", "\N{LEFT-TO-RIGHT OVERRIDE}": "LRO",
    "\N{RIGHT-TO-LEFT OVERRIDE}": "RLO", "\N{LEFT-TO-RIGHT ISOLATE}": "LRI",
    "\N{RIGHT-TO-LEFT ISOLATE}": "RLI", "\N{FIRST STRONG ISOLATE}": "FSI",
    "\N{POP DIRECTIONAL ISOLATE}": "PDI",
}  # fmt: skip
"""What is drawn for characters that can't be seen; the rest show their code point."""

JOINERS = frozenset("\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}")
"""Part of emoji and of Persian spelling: drawn only where a match is nothing else."""

BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
"""Letters and marks that Unicode gives no ink (Default_Ignorable_Code_Point)."""


def _is_blank(char: str) -> bool:
    """Whether a character leaves no ink: blanks, controls, format characters, selectors."""
    return (
        unicodedata.category(char) in {"Cc", "Cf", "Zs", "Zl", "Zp"}
        or char in BLANK_LETTERS
        or "\ufe00" <= char <= "\ufe0f"
    )


def _is_hidden(char: str) -> bool:
    """Whether a character needs a symbol even between visible ones: it has no width at all."""
    return unicodedata.category(char) == "Cf" and char not in JOINERS and char < "\U000e0000"


def _symbol(char: str, count: int) -> str:
    """What to draw for a run of one invisible character."""
    if char == STAND_IN:
        return "⋯"
    symbol = SYMBOLS.get(char, f"U+{ord(char):04X}")
    return symbol * count if count <= 3 and len(symbol) == 1 else _times(symbol, count)


def _times(symbol: str, count: int) -> str:
    return symbol if count == 1 else f"{symbol}×{count}"


@dataclass(frozen=True, slots=True)
class Bit:
    """A stretch of text, with the symbol to draw for it where it can't be seen."""

    text: str
    symbol: str = ""


def bits(text: str, *, marked: bool = True) -> list[Bit]:
    """Split text into what is shown as it is and what needs a symbol; joined, it is the same.

    Outside marks only the stand-in for code and images has one: a soft hyphen or a joiner that
    nobody complains of is left in peace.
    """
    if not marked:
        return _split(text, frozenset(STAND_IN))
    if all(map(_is_blank, text)):
        return _split(text, frozenset(text))
    return _split(text, frozenset(c for c in set(text) if c == STAND_IN or _is_hidden(c)))


def _split(text: str, drawn: frozenset[str]) -> list[Bit]:
    """Cut text at every run of one character out of `drawn`."""
    if drawn.isdisjoint(text):
        return [Bit(text)] if text else []
    runs = groupby(text, key=lambda char: char if char in drawn else "")
    pieces = ((char, "".join(run)) for char, run in runs)
    return [Bit(run, _symbol(char, len(run)) if char else "") for char, run in pieces]


def label(text: str) -> str:
    """A name, a path or a message for people: what can't be seen or turns text round is spelt.

    Blanks and joiners stay: messages have line breaks, names have emoji.
    """
    return "".join(f"[U+{ord(char):04X}]" if _is_spelt(char) else char for char in text)


def _is_spelt(char: str) -> bool:
    if char in "\t\n\r" or char in JOINERS:
        return False
    return unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"} or char in BLANK_LETTERS


def shortened(text: str) -> str:
    """Text for a note, its middle left out where it is long."""
    if len(text) <= LONGEST_EXCERPT:
        return text
    half = LONGEST_EXCERPT // 2
    return f"{text[:half].rstrip()} … {text[-half:].lstrip()}"


def encodable(page: str) -> str:
    """The page with what HTML or UTF-8 can't carry replaced, character by character.

    Controls become their pictures (U+2400 …), since parsers drop or complain of them; lone
    surrogates become U+FFFD.
    """
    return page.translate(_replacements())


@cache
def _replacements() -> dict[int, int]:
    kept = {ord("\t"), ord("\n"), ord("\r")}
    pictures = {code: 0x2400 + code for code in range(0x20) if code not in kept}
    return pictures | {0x7F: 0x2421} | dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)


# --- findings as marks in the article ----------------------------------------------------


@dataclass(frozen=True, slots=True)
class Note:
    """A finding with its number on the page, from 1."""

    number: int
    finding: Finding

    @property
    def severity(self) -> Severity:
        """The finding's severity."""
        return self.finding.severity


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a block: its text, the notes that lie over it, those that end after it."""

    bits: Sequence[Bit]
    notes: tuple[Note, ...] = ()
    ending: tuple[Note, ...] = ()

    @property
    def numbers(self) -> str:
        """The notes' numbers, for `data-n`."""
        return " ".join(str(note.number) for note in self.notes)

    @property
    def classes(self) -> str:
        """The severities of the notes, worst first, for the style sheet."""
        found = {note.severity for note in self.notes}
        return " ".join(s.value for s in reversed(_ascending()) if s in found)


@dataclass(frozen=True, slots=True)
class Part:
    """A block as the page shows it."""

    kind: BlockKind
    level: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a note lies in one block (prose), and whether its number stands at the end."""

    note: Note
    span: Span
    last: bool = True


def article_parts(report: FileReport, notes: Sequence[Note]) -> list[Part]:
    """The article's blocks with every finding marked, in order. Offsets are in prose.

    The text of the parts is the prose of the blocks, nothing more or less. A note that lies
    in no block, such as one on blanks between two paragraphs, is shown as an empty mark at the
    end of the block before it.
    """
    marks = _marks_by_block(report.blocks, notes)
    return [
        Part(block.kind, block.level, tuple(_pieces(report.prose, block.prose, marks.get(i, []))))
        for i, block in enumerate(report.blocks)
    ]


def groupby_kind(parts: Sequence[Part]) -> list[tuple[BlockKind, list[Part]]]:
    """Neighbours of one kind together: the items of a list, the paragraphs of a quotation."""
    return [(kind, list(group)) for kind, group in groupby(parts, key=lambda part: part.kind)]


def _marks_by_block(blocks: Sequence[Block], notes: Sequence[Note]) -> dict[int, list[Mark]]:
    """Block index → its marks, in the order of the notes."""
    placed: dict[int, list[Mark]] = {}
    starts = [block.prose.start for block in blocks]
    for note in notes if blocks else ():
        for i, mark in _marks(blocks, starts, note):
            placed.setdefault(i, []).append(mark)
    return placed


def _marks(
    blocks: Sequence[Block], starts: Sequence[int], note: Note
) -> Iterator[tuple[int, Mark]]:
    """The marks of one note: one in each block that it touches."""
    span = note.finding.prose
    first = max(bisect_right(starts, span.start) - 1, 0)
    end = max(bisect_right(starts, span.end - 1), first + 1)
    clipped = [(i, _clip(span, blocks[i].prose)) for i in range(first, end)]
    touched = [(i, part) for i, part in clipped if len(part)] or clipped[:1]
    for i, part in touched:
        yield i, Mark(note, part, last=i == touched[-1][0])


def _clip(span: Span, block: Span) -> Span:
    """What of a span lies in a block; where nothing does, the nearest place in it."""
    start, end = (min(max(offset, block.start), block.end) for offset in (span.start, span.end))
    return Span(start, end)


def _pieces(prose: str, block: Span, marks: Sequence[Mark]) -> Iterator[Piece]:
    """Split a block wherever a mark starts or ends, so that marks may overlap at will."""
    starting: dict[int, list[Mark]] = {}
    ending: dict[int, list[Mark]] = {}
    for mark in marks:
        starting.setdefault(mark.span.start, []).append(mark)
        ending.setdefault(mark.span.end, []).append(mark)
    open_: dict[int, Note] = {}
    for start, end in pairwise(sorted({block.start, block.end, *starting, *ending})):
        yield from _empty_pieces(starting.get(start, ()))
        open_ |= {m.note.number: m.note for m in starting.get(start, ()) if len(m.span)}
        notes = tuple(open_.values())
        closed = [m for m in ending.get(end, ()) if len(m.span)]
        shown = bits(prose[start:end], marked=bool(notes))
        yield Piece(shown, notes, tuple(m.note for m in closed if m.last))
        for mark in closed:
            del open_[mark.note.number]
    yield from _empty_pieces(starting.get(block.end, ()))


def _empty_pieces(marks: Iterable[Mark]) -> Iterator[Piece]:
    """A piece without text for each mark that covers none."""
    return (Piece((), (m.note,), (m.note,)) for m in marks if not len(m.span))


# --- figures and words for people --------------------------------------------------------

LANGUAGE_NAMES = {
    "ar": "Arabic", "bg": "Bulgarian", "cs": "Czech", "da": "Danish", "de": "German",
    "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "fa": "Persian",
    "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "hu": "Hungarian",
    "it": "Italian", "ja": "Japanese", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian",
    "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "sk": "Slovak", "sr": "Serbian", "sv": "Swedish", "tr": "Turkish",
    "uk": "Ukrainian", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
"""English names of common languages; any other is shown by its code."""


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
    name = LANGUAGE_NAMES.get(language.code.split("-")[0], language.code)
    return f"{name}, {'as set' if language.given else percent(language.confidence) + ' sure'}"


def origin(found: str) -> str:
    """How an encoding was found, in words."""
    return ENCODING_ORIGINS.get(found, found)


def _safe_href(link: str | None) -> str:
    """The link where it leads to a page; empty where its scheme could run something."""
    scheme = re.match(r"[\s\x00-\x20]*([^/?#]*?):", link or "")
    if scheme and scheme[1].lower() not in {"http", "https", "file"}:
        return ""
    return link or ""


def _ascending() -> list[Severity]:
    return sorted(Severity, key=lambda severity: severity.rank)


def _by_reason(items: Iterable[tuple[NotRun, int]]) -> dict[str, list[tuple[str, int]]]:
    """Reason → the checks that did not run for it, each with its number of files."""
    grouped: dict[str, list[tuple[str, int]]] = {}
    for item, files in items:
        grouped.setdefault(item.reason, []).append((item.check, files))
    return grouped


# --- pages -------------------------------------------------------------------------------


@cache
def _environment() -> Environment:
    """The templates, with everything escaped and every missing name an error."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for function in (
        bits,
        label,
        shortened,
        figure,
        counted,
        percent,
        described,
        origin,
        groupby_kind,
    ):
        environment.filters[function.__name__] = function
    environment.filters["href"] = _safe_href
    return environment


@cache
def _asset(name: str) -> str:
    """Our own style or script, as it stands in the page. Line ends are LF, as parsers see them."""
    path = Path(__file__).with_name("templates") / name
    return path.read_text(encoding="utf-8").strip()


def _digest(text: str) -> str:
    """A source expression for a Content-Security-Policy: exactly this text may run."""
    import base64
    import hashlib

    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _policy() -> str:
    style, script = _digest(_asset("style.css")), _digest(_asset("script.js"))
    return (
        f"default-src 'none'; style-src '{style}'; script-src '{script}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _render(template: str, **values: object) -> str:
    from markupsafe import Markup

    ours = {
        "policy": _policy(),
        "style": Markup(_asset("style.css")),  # noqa: S704 - our own file, not the user's
        "script": Markup(_asset("script.js")),  # noqa: S704 - likewise
        "severities": list(reversed(_ascending())),
    }
    return encodable(_environment().get_template(template).render(ours | values))


def render_article(report: FileReport, *, version: str, index_link: str | None) -> str:
    """One article as a page: its text with the findings marked, the notes, scores and figures.

    `index_link` leads back to the index; None where there is none.
    """
    notes = [Note(i, finding) for i, finding in enumerate(report.findings, start=1)]
    return _render(
        "article.html",
        report=report,
        notes=notes,
        parts=article_parts(report, notes),
        categories=Counter(finding.category for finding in report.findings).most_common(),
        not_run=_by_reason((item, 1) for item in dict.fromkeys(report.not_run)),
        most_suggestions=MOST_SUGGESTIONS,
        version=version,
        index_link=index_link,
    )


@dataclass(frozen=True, slots=True)
class Row:
    """One file in the index."""

    report: FileReport
    link: str
    errors: int
    warnings: int
    suggestions: int
    reading_ease: float | None


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often one rule spoke, and in how many files."""

    rule: str
    category: str
    severity: Severity
    findings: int
    files: int


def render_index(run: Run, links: Mapping[str, str]) -> str:
    """All files of a run as a page, worst first. `links` leads from a file's path to its page."""
    rows = [_row(report, links.get(report.path, "")) for report in run.files]
    return _render(
        "index.html",
        run=run,
        rows=sorted(rows, key=_badness),
        words=sum(report.words for report in run.files),
        rules=_rule_counts(run),
        not_run=_by_reason(run.not_run.items()),
        most_named=MOST_NAMED,
        version=run.version,
    )


def _row(report: FileReport, link: str) -> Row:
    errors, warnings, suggestions = (report.count(severity) for severity in Severity)
    return Row(report, link, errors, warnings, suggestions, _reading_ease(report.metrics))


def _reading_ease(metrics: Iterable[Metric]) -> float | None:
    return next((metric.value for metric in metrics if metric.name == READING_EASE), None)


def _badness(row: Row) -> tuple[object, ...]:
    """Sorts the worst first: what could not be read, then low scores, then many findings."""
    score = row.report.score.points if row.report.score else float("inf")
    return not row.report.error, score, -row.errors, -row.warnings, row.report.path


def _rule_counts(run: Run) -> list[RuleCount]:
    """Every rule that spoke, the most frequent first."""
    findings = Counter((f.rule, f.category, f.severity) for f in run.findings)
    files = Counter(
        key
        for report in run.files
        for key in {(f.rule, f.category, f.severity) for f in report.findings}
    )
    counts = [RuleCount(*key, count, files[key]) for key, count in findings.items()]
    return sorted(counts, key=lambda c: (-c.findings, -c.severity.rank, c.rule))


# --- files -------------------------------------------------------------------------------

RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{i}" for port in ("com", "lpt") for i in range(10))}
)
"""Names that are devices on Windows, whatever follows their first dot."""


def write_reports(run: Run, folder: Path) -> Path:
    """Write a page for each file, then the index, into `folder`; give the index's path.

    The folder is made where it is missing. Every page appears whole or not at all. Other files
    in the folder are left alone. Raises OutputError where something can't be written.
    """
    names = page_names(report.path for report in run.files)
    index = folder / INDEX_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for report in run.files:
            page = render_article(report, version=run.version, index_link=INDEX_NAME)
            write_whole(folder / names[report.path], page.encode())
        links = {path: _quoted(name) for path, name in names.items()}
        write_whole(index, render_index(run, links).encode())
    except OSError as error:
        where = error.filename or folder
        raise OutputError(f"{where}: the report can't be written: {error.strerror}") from error
    return index


def page_names(paths: Iterable[str]) -> dict[str, str]:
    """Path → the name of its page: `seeds/x.txt` → `seeds-x.txt.html`.

    Names are unique, also where a file system takes `a` and `A` for the same, and none leads
    out of its folder. The first of two that collide keeps the plain name.
    """
    names: dict[str, str] = {}
    taken = {INDEX_NAME}
    for path in dict.fromkeys(paths):
        slug = _slug(path)
        name = f"{slug}.html"
        if _folded(name) in taken:
            name = f"{slug}-{_short_digest(path)}.html"
        taken.add(_folded(name))
        names[path] = name
    return names


def _slug(path: str) -> str:
    """Letters, digits, dots and dashes of a path; a name by itself on any system."""
    slug = re.sub(r"[^\w.]+", "-", unicodedata.normalize("NFC", path))
    slug = re.sub(r"-?\.{2,}-?|-\.-", "-", slug).strip("-.") or "file"
    if len(slug.encode()) > LONGEST_SLUG:
        tail = slug.encode()[-LONGEST_SLUG:].decode(errors="ignore").strip("-.")
        return f"{tail}-{_short_digest(path)}"
    return f"file-{slug}" if slug.split(".")[0].lower() in RESERVED else slug


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name.casefold())


def _short_digest(path: str) -> str:
    import hashlib

    return hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()[:10]


def _quoted(name: str) -> str:
    from urllib.parse import quote

    return quote(name)
