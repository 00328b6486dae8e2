"""Write docs/rules/, a page for each rule, and docs/coverage.md, from the rules themselves.

    python tools/build_docs.py

A test holds the pages to the rules and their measured precision: `make docs` brings them up to date.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from artefacts import ARTEFACTS, BEYOND, FAMILIES, Artefact

from qualcheck.catalogue import precision_line, short_precision, with_examples
from qualcheck.check import CATEGORIES, Example, RuleInfo
from qualcheck.run import MEASURED_FROM, measurements

DOCS = Path(__file__).parent.parent / "docs"
BY_ID = {artefact.id: artefact for artefact in ARTEFACTS}

HEADER = "<!-- Written by tools/build_docs.py: change the rule, then run `make docs`. -->\n"

INTRODUCTION = """\
# The rules

Every rule says what it finds, why that is wrong in English, and how often it was right when
somebody read its hits on real texts: sound ones and machine translations, up to 50 hits a rule,
under {measured_from} no share is given. False alarms are counted on sound texts alone. The people
who wrote the rules had seen these texts, so expect a little less on yours.
[Which artefacts are covered](../coverage.md), and which can't be.

An `error` is right in 19 of 20 hits, a `warning` in 4 of 5; a `suggestion` asks you to look.
"""

COVERAGE = """\
# What is covered

The damage that machine translation and hasty editing leave, as far as the English text alone
shows it, and [the rules](rules/README.md) that look for each kind. The ids are those that the
rules' pages name. A rule for a kind doesn't find every case of it: its page lists known misses.
"""


# ------------------------------------------------------------------------------ Markdown


def escape(text: str) -> str:
    """Text as Markdown that reads as this text: marks escaped, odd characters by their number."""
    text = re.sub(r"^ ", "&nbsp;", inner(text))
    text = re.sub(r"^(?=[-+=])", r"\\", text)
    return re.sub(r"^(\d+)(?=[.)])", r"\1\\", text)


def inner(text: str) -> str:
    """The same for a part of a line, other than its first."""
    text = re.sub(r"[\\`*_\[\]<>#|~&!$]", r"\\\g<0>", text)
    text = re.sub(r"(?<= ) ", "&nbsp;", text)
    return "".join(map(_visible, text))


def _visible(character: str) -> str:
    """The character, or its number where it would not be seen as what it is."""
    if character == "\n":
        return " ⏎ "
    kind = unicodedata.category(character)
    if character == " " or kind[0] not in "CZ":
        return character
    return f"`U+{ord(character):04X}`"


def code(text: str) -> str:
    """Text as inline code; longer fences where it holds backticks."""
    runs = re.findall("`+", text)
    fence = "`" * (1 + max(map(len, runs), default=0))
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def in_cell(text: str) -> str:
    """Inline code and the like, safe in a cell of a table."""
    return re.sub(r"(?<!\\)\|", r"\\|", text)


def marked(example: Example) -> str:
    """A bad text with its marked places bold."""
    pieces, at = [], 0
    for span in example.spans:
        before, match = example.text[at : span.start], example.text[span.start : span.end]
        pieces += [inner(before) if at else escape(before), f"<b>{inner(match)}</b>"]
        at = span.end
    return "".join([*pieces, inner(example.text[at:])]).strip(" ")


# ---------------------------------------------------------------------------- rule pages


def rule_page(rule: RuleInfo) -> str:
    """The page of one rule."""
    return "\n".join(_rule_lines(rule)) + "\n"


def _rule_lines(rule: RuleInfo) -> Iterator[str]:
    yield HEADER
    yield f"# {rule.id}\n"
    yield f"> {escape(rule.message)}\n"
    yield f"{escape(rule.why)}\n"
    yield "| | |\n|---|---|"
    yield from (f"| {name} | {value} |" for name, value in _facts(rule))
    yield from _listed("What it finds", [_bad(example) for example in rule.bad])
    yield from _listed("What it leaves alone", [escape(example.text) for example in rule.good])
    yield from _listed("What it misses yet", [escape(text) for text in rule.known_misses])
    yield from _listed("Sources", [_source(source) for source in rule.sources])
    yield from _switching_off(rule)


def _facts(rule: RuleInfo) -> Iterator[tuple[str, str]]:
    yield "Level", str(rule.level)
    yield "Category", f"[{rule.category}](README.md#{rule.category})"
    yield "MQM type", in_cell(code(rule.mqm))
    if named := artefacts_of(rule):
        yield "Artefact", ", ".join(_artefact_link(name) for name in named)
    yield "Precision", precision_line(rule.id) + _lower(rule.id)
    if rule.safe_fix:
        yield "Fix", "[safe](../fixing.md), other than in doubtful places"
    yield "Languages", ", ".join(rule.languages)
    yield "Looks in", ", ".join(sorted(rule.scopes))


def _lower(rule_id: str) -> str:
    lower = measurements().get(rule_id, {}).get("lower")
    return "" if lower is None else f" (with 95 % confidence over {lower:.2f})"


def artefacts_of(rule: RuleInfo) -> list[str]:
    """The ids of the artefacts that a rule names."""
    return re.findall(r"[A-Z]\d+", rule.artefact)


def _artefact_link(name: str) -> str:
    shown = f"{name}, {escape(BY_ID[name].name)}" if name in BY_ID else name
    return f"[{shown}](../coverage.md#{_anchor(name[0])})"


def _anchor(family: str) -> str:
    """What GitHub makes of the heading of a family."""
    title = f"{family} {FAMILIES.get(family, '')}".lower()
    return re.sub(r"[^\w -]", "", title).replace(" ", "-")


def _listed(title: str, items: Sequence[str]) -> Iterator[str]:
    if items:
        yield f"\n## {title}\n"
        yield from (f"- {item}" for item in items)


def _bad(example: Example) -> str:
    fixed = "" if example.fixed is None else f" → {inner(example.fixed)}"
    return marked(example) + fixed


def _source(source: str) -> str:
    if re.fullmatch(r"https?://[^\s<>]+", source):
        return f"<{source}>"
    return escape(source)


def _switching_off(rule: RuleInfo) -> Iterator[str]:
    yield "\n## Switch it off\n"
    yield "In `qualcheck.toml`, or another level in place of `off`:\n"
    yield f'```toml\n[levels]\n"{rule.id}" = "off"\n```\n'
    yield f"For one run:\n\n```console\nqualcheck check FILE --ignore {rule.id}\n```"


def index_page(rules: Sequence[RuleInfo]) -> str:
    """All rules by category."""
    lines = [HEADER, INTRODUCTION.format(measured_from=MEASURED_FROM)]
    for category in CATEGORIES:
        members = sorted((r for r in rules if r.category == category), key=lambda rule: rule.id)
        if members:
            lines += [f"## {category}\n", "| Rule | Level | Right | It says |\n|---|---|---|---|"]
            lines += [*map(_index_row, members), ""]
    return "\n".join(lines)


def _index_row(rule: RuleInfo) -> str:
    link = f"[{rule.id}]({rule.id}.md)"
    return f"| {link} | {rule.level} | {short_precision(rule.id)} | {escape(rule.message)} |"


# ------------------------------------------------------------------------------ coverage


def coverage_page(rules: Sequence[RuleInfo]) -> str:
    """Every artefact with the rules that look for it, and what can't be seen at all."""
    covering: dict[str, list[str]] = {}
    for rule in sorted(rules, key=lambda rule: rule.id):
        for name in artefacts_of(rule):
            covering.setdefault(name, []).append(rule.id)
    covered = sum(artefact.id in covering for artefact in ARTEFACTS)
    lines = [HEADER, COVERAGE, f"{covered} of {len(ARTEFACTS)} kinds have a rule.\n"]
    for family, title in FAMILIES.items():
        lines += [f"## {family} {title}\n", "| Id | What it is | Rules |\n|---|---|---|"]
        members = (artefact for artefact in ARTEFACTS if artefact.id[0] == family)
        lines += [_coverage_row(artefact, covering.get(artefact.id, ())) for artefact in members]
        lines.append("")
    lines += ["## What only the source shows\n", "| Damage | Why |\n|---|---|"]
    lines += [f"| {escape(name)} | {escape(reason)} |" for name, reason in BEYOND]
    return "\n".join(lines) + "\n"


def _coverage_row(artefact: Artefact, rules: Sequence[str]) -> str:
    links = ", ".join(f"[{rule}](rules/{rule}.md)" for rule in rules)
    what = f"<b>{escape(artefact.name)}</b>: {inner(artefact.meaning)}"
    return f"| {artefact.id} | {what} | {links or escape(f'None. {artefact.gap}')} |"


# ---------------------------------------------------------------------------------- pages


def pages() -> dict[str, str]:
    """Path under docs/ → content, of every generated page."""
    rules = [rule for check in with_examples() for rule in check.rules]
    return {
        "coverage.md": coverage_page(rules),
        "rules/README.md": index_page(rules),
        **{f"rules/{rule.id}.md": rule_page(rule) for rule in rules},
    }


def write(wanted: dict[str, str], docs: Path = DOCS) -> None:
    """Write the pages, and remove those of rules that are gone."""
    (docs / "rules").mkdir(exist_ok=True)
    for old in (docs / "rules").glob("*.md"):
        if f"rules/{old.name}" not in wanted:
            old.unlink()
    for name, content in wanted.items():
        (docs / name).write_text(content, "utf-8")


if __name__ == "__main__":
    write(pages())
