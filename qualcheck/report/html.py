"""HTML reports: a page for each article and an index, each one file that needs no other.

The article, its name and every message about it are untrusted. Four things keep them text:
autoescape in every template, a Content-Security-Policy that lets only our own style and script
run (by hash), no inline handler or style anywhere, and page names made by us. Text within marks
is shown as it is; what nobody can see gets a symbol beside it, drawn by the style sheet, so that
the text of the page, when copied or searched, is still the article's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from qualcheck.comparison import Comparison
from qualcheck.document import STAND_IN
from qualcheck.findings import (
    Deduction,
    FileReport,
    Finding,
    Metric,
    NotRun,
    Place,
    Relation,
    Run,
    Score,
    Severity,
)
from qualcheck.report.marks import WORST_FIRST, Note, article_parts, groupby_kind
from qualcheck.report.strip import block_number, paragraphs, strip
from qualcheck.report.unseen import bits, encodable, label
from qualcheck.report.wording import (
    MOST_PLACES,
    beginning,
    counted,
    described,
    figure,
    finders,
    grouped,
    origin,
    percent,
    shortened,
    sources,
    to_silence,
)

if TYPE_CHECKING:  # jinja2 costs 40 ms, which a run without an HTML report need not pay
    from jinja2 import Environment

MOST_SUGGESTIONS = 5
"""How many suggestions a note shows: a spelling checker may offer dozens."""
MOST_NAMED = 20
"""How many unreadable or faulty files the index names above its table."""
MOST_PLACES_OF_RULE = 20
"""How many places of a rule the index links to; its files can all be picked in the table."""
PAGE_OF_FILES = 200
"""Rows that the index shows at once; a browser lays out 10,000 in seconds."""
SCORE_STEPS = ((100.0, "100"), (99.0, "99 to 100"), (97.0, "97 to 99"), (95.0, "95 to 97"),
               (90.0, "90 to 95"), (float("-inf"), "under 90"))  # fmt: skip
"""Least score of each step, and its name in the index."""
READING_EASE = "flesch_reading_ease"
"""The metric shown in the index: the one figure of readability that most editors know."""


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
        finders,
        origin,
        groupby_kind,
        grouped,
        beginning,
        sources,
    ):
        environment.filters[function.__name__] = function
    environment.filters["href"] = _safe_href
    environment.tests["marks_only"] = _is_marks_only
    environment.tests["language_tag"] = _is_language_tag
    environment.tests["copyable"] = _is_copyable
    return environment


@cache
def _asset(name: str) -> str:
    """Our own style or script, as it stands in the page: without comments and indentation, which
    are a tenth of it. Line ends are LF, as parsers see them.
    """
    text = (Path(__file__).with_name("templates") / name).read_text(encoding="utf-8")
    text = re.sub(r"/\*[\s\S]*?\*/|^ *//.*", "", text, flags=re.MULTILINE)
    return "\n".join(filter(None, map(str.strip, text.splitlines())))


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


def render_comparison(comparison: Comparison, *, version: str) -> str:
    """Two runs side by side as a page: the changed files first, each with its findings."""
    changed = [
        file
        for file in comparison.files
        if file.new or file.fixed or file.unchecked or file.trouble
    ]
    return page(
        "comparison.html",
        comparison=comparison,
        changed=changed,
        unchanged=[file for file in comparison.files if file not in changed],
        new=sum(1 for _ in comparison.new),
        fixed=sum(1 for _ in comparison.fixed),
        remaining=sum(1 for _ in comparison.remaining),
        unchecked=sum(1 for _ in comparison.unchecked),
        version=version,
    )


def page(template: str, **values: object) -> str:
    """A page by one of our templates, which gets the values, our style, script and policy."""
    from markupsafe import Markup

    ours = {
        "policy": _policy(),
        "style": Markup(_asset("style.css")),  # noqa: S704 - our own file, not the user's
        "script": Markup(_asset("script.js")),  # noqa: S704 - likewise
        "severities": WORST_FIRST,
    }
    return encodable(_environment().get_template(template).render(ours | values))


def render_article(report: FileReport, *, version: str, index_link: str | None) -> str:
    """One article as a page: its text with the findings marked, the notes, scores and figures.

    `index_link` leads back to the index; None where there is none.
    """
    notes = [Note(i, finding) for i, finding in enumerate(report.findings, start=1)]
    return page(
        "article.html",
        report=report,
        notes=notes,
        parts=article_parts(report, notes),
        to_silence=partial(to_silence, report),
        categories=Counter(finding.category for finding in report.findings).most_common(),
        kinds=_kinds(report.findings),
        origins=_origins(report.findings),
        clashes=_clashes(notes),
        strip=strip(report),
        paragraphs=paragraphs(report),
        hardest=[(block_number(report, each.prose), each) for each in report.hardest],
        not_run=_by_reason((item, 1) for item in dict.fromkeys(report.not_run)),
        most_suggestions=MOST_SUGGESTIONS,
        most_places=MOST_PLACES,
        costs=_costs(report.score) if report.score else [],
        version=version,
        index_link=index_link,
    )


def _kinds(findings: Iterable[Finding]) -> list[tuple[str, int, list[tuple[str, int]]]]:
    """Categories by name, each with its number of findings and its rules with theirs."""
    rules = Counter((finding.category, finding.rule) for finding in findings)
    grouped = groupby(sorted(rules), key=lambda key: key[0])
    counts = [
        (category, [(rule, rules[category, rule]) for _, rule in keys])
        for category, keys in grouped
    ]
    return [(category, sum(count for _, count in each), each) for category, each in counts]


def _costs(score: Score) -> list[tuple[Deduction, int]]:
    """Each deduction with its MQM penalty points, whole numbers that add up to the sum."""
    return [(each, round(each.points * score.words / 100)) for each in score.deductions]


def _origins(findings: Iterable[Finding]) -> list[tuple[str, int]]:
    """Who found what, the busiest first; what two found counts for both."""
    counts = Counter(source for finding in findings for source in sources(finding.origin))
    return counts.most_common()


@dataclass(frozen=True, slots=True)
class Clash:
    """One thing that the text writes in several ways."""

    notes: Sequence[Note]
    """The findings that tell of it: those of one rule that clash with the same words."""
    ways: Sequence[tuple[str, Sequence[tuple[str, Place | Finding]]]]
    """Each way of writing it, the odd one first, with its places and their anchors."""


def _clashes(notes: Iterable[Note]) -> list[Clash]:
    """What the text as a whole doesn't do alike, in order."""
    told: dict[tuple[str, ...], list[Note]] = {}
    for note in notes:
        finding = note.finding
        others = {place.text for place in finding.related if place.relation is Relation.OTHER}
        if others - {finding.text}:
            told.setdefault((finding.rule, *sorted(others)), []).append(note)
    return [Clash(each, _ways(each)) for each in told.values()]


def _ways(notes: Sequence[Note]) -> list[tuple[str, list[tuple[str, Place | Finding]]]]:
    """Words → their places, each once: those of the findings, then what they clash with."""
    found: dict[str, dict[int, tuple[str, Place | Finding]]] = {}
    for note in notes:
        found.setdefault(note.finding.text, {})
    for note in notes:
        places: list[Place | Finding] = [note.finding, *note.finding.related]
        anchors = [f"m{note.number}", *(f"m{note.number}-{i}" for i in range(1, len(places)))]
        for anchor, place in zip(anchors, places, strict=True):
            found.setdefault(place.text, {}).setdefault(place.prose.start, (anchor, place))
    return [(text, [each[at] for at in sorted(each)]) for text, each in found.items()]


@dataclass(frozen=True, slots=True)
class Row:
    """One file in the index."""

    report: FileReport
    link: str
    errors: int
    warnings: int
    suggestions: int
    reading_ease: float | None
    rules: str
    """Numbers of the rules that spoke in it, by their place in the page's list."""


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often one rule spoke at one severity, in how many files, and where."""

    rule: str
    category: str
    severity: Severity
    findings: int
    files: int
    places: Sequence[FilePlaces]
    """The first of them, the file with most before the others."""
    unnamed: int
    """Findings that `places` leaves out."""


@dataclass(frozen=True, slots=True)
class FilePlaces:
    """Findings of one rule in one file, with their numbers on its page."""

    path: str
    link: str
    findings: Sequence[tuple[int, Finding]]


def render_index(run: Run, links: Mapping[str, str]) -> str:
    """All files of a run as a page, worst first. `links` leads from a file's path to its page."""
    worst_first = sorted(run.files, key=lambda report: report.badness)
    rules = _rule_counts(run, links)
    numbers = {rule: i for i, rule in enumerate(dict.fromkeys(count.rule for count in rules))}
    return page(
        "index.html",
        run=run,
        rows=[_row(report, links.get(report.path, ""), numbers) for report in worst_first],
        page_of_files=PAGE_OF_FILES,
        words=sum(report.words for report in run.files),
        rules=rules,
        rule_numbers=numbers,
        spread=_spread(run) if len(run.files) > 1 else {},
        not_run=_by_reason(run.not_run.items()),
        most_named=MOST_NAMED,
        version=run.version,
    )


def _row(report: FileReport, link: str, numbers: Mapping[str, int]) -> Row:
    errors, warnings, suggestions = (report.count(severity) for severity in Severity)
    rules = sorted({numbers[finding.rule] for finding in report.findings})
    ease = _reading_ease(report.metrics)
    return Row(report, link, errors, warnings, suggestions, ease, " ".join(map(str, rules)))


def _spread(run: Run) -> dict[str, list[tuple[str, int]]]:
    """What the files of a run are like: name of a figure → its steps with their files.

    Findings are counted by category; what nothing can be said of is left out.
    """
    scores = [report.score.points for report in run.files if report.score]
    steps = Counter(next(name for least, name in SCORE_STEPS if each >= least) for each in scores)
    easiest = sorted(
        (metric.value or 0.0, metric.meaning)
        for report in run.files
        for metric in report.metrics
        if metric.name == READING_EASE and metric.meaning
    )[::-1]
    found = {
        "Files by score": [(name, steps[name]) for _, name in SCORE_STEPS if scores],
        "Files by ease of reading": list(Counter(meaning for _, meaning in easiest).items()),
        "Findings by category": Counter(f.category for f in run.findings).most_common(),
    }
    return {name: counts for name, counts in found.items() if counts}


def _reading_ease(metrics: Iterable[Metric]) -> float | None:
    return next((metric.value for metric in metrics if metric.name == READING_EASE), None)


def _rule_counts(run: Run, links: Mapping[str, str]) -> list[RuleCount]:
    """Every rule that spoke, the most frequent first."""
    found: dict[tuple[str, str, Severity], dict[str, list[tuple[int, Finding]]]] = {}
    for report in run.files:
        for number, f in enumerate(report.findings, start=1):
            files = found.setdefault((f.rule, f.category, f.severity), {})
            files.setdefault(report.path, []).append((number, f))
    counts = []
    for key, files in found.items():
        total = sum(map(len, files.values()))
        places = _first_places(files, links)
        unnamed = total - sum(len(place.findings) for place in places)
        counts.append(RuleCount(*key, total, len(files), places, unnamed))
    return sorted(counts, key=lambda c: (-c.findings, -c.severity.rank, c.rule))


def _first_places(
    files: Mapping[str, list[tuple[int, Finding]]], links: Mapping[str, str]
) -> list[FilePlaces]:
    """As many places as are named, from the files with most of them."""
    places, left = [], MOST_PLACES_OF_RULE
    for path, findings in sorted(files.items(), key=lambda item: (-len(item[1]), item[0])):
        if left <= 0:
            break
        places.append(FilePlaces(path, links.get(path, ""), findings[:left]))
        left -= len(findings)
    return places


def _is_marks_only(text: str) -> bool:
    """Whether text has nothing tall: a line through it would hide it."""
    return not any(char.isalnum() for char in text)


def _is_copyable(text: str) -> bool:
    """Whether text is all its own: what stands in for code or an image can't be pasted."""
    return STAND_IN not in text


def _is_language_tag(code: str) -> bool:
    """Whether a code can stand as the article's `lang`: a settings file may hold anything."""
    return code != "und" and re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", code) is not None


def _safe_href(link: str | None) -> str:
    """The link where it leads to a page; empty where its scheme could run something."""
    scheme = re.match(r"[\s\x00-\x20]*([^/?#]*?):", link or "")
    if scheme and scheme[1].lower() not in {"http", "https", "file"}:
        return ""
    return link or ""


def _by_reason(items: Iterable[tuple[NotRun, int]]) -> dict[str, list[tuple[str, int]]]:
    """Reason → the checks that did not run for it, each with its number of files."""
    grouped: dict[str, list[tuple[str, int]]] = {}
    for item, files in items:
        grouped.setdefault(item.reason, []).append((item.check, files))
    return grouped
