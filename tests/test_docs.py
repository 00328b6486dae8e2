"""The generated pages: up to date, sound Markdown, links that lead somewhere."""

from __future__ import annotations

import importlib
import re
import sys
from html import unescape

import pytest
from conftest import ROOT
from markdown_it import MarkdownIt

from qualcheck.check import Example

sys.path.insert(0, str(ROOT / "tools"))
build_docs = importlib.import_module("build_docs")
artefacts = importlib.import_module("artefacts")

PAGES = build_docs.pages()


def rendered(markdown: str) -> str:
    """The text that a reader sees."""
    html = MarkdownIt().render(markdown)
    return unescape(re.sub(r"<[^>]+>", "", html)).replace("\N{NO-BREAK SPACE}", " ")


def test_pages_are_up_to_date() -> None:
    kept = {f"rules/{path.name}" for path in (ROOT / "docs" / "rules").glob("*.md")}
    assert kept == {name for name in PAGES if name.startswith("rules/")}, "run `make docs`"
    stale = [name for name in PAGES if (ROOT / "docs" / name).read_text("utf-8") != PAGES[name]]
    assert stale == [], "run `make docs`"


def test_links_lead_somewhere() -> None:
    for name, page in PAGES.items():
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page):
            path = (ROOT / "docs" / name).parent / target
            known = str(path.resolve().relative_to(ROOT / "docs")) in PAGES
            assert known or path.resolve().is_file(), (name, target)


def test_anchors_exist() -> None:
    headings = {
        re.sub(r"[^\w -]", "", line[3:].lower()).replace(" ", "-")
        for page in ("coverage.md", "rules/README.md")
        for line in PAGES[page].splitlines()
        if line.startswith("## ")
    }
    anchors = {anchor for page in PAGES.values() for anchor in re.findall(r"\.md#([^)]+)", page)}
    assert anchors <= headings


def test_every_artefact_that_a_rule_names_is_known() -> None:
    known = {artefact.id for artefact in artefacts.ARTEFACTS}
    rules = [rule for check in build_docs.with_examples() for rule in check.rules]
    named = {rule.id: rule.artefact for rule in rules}
    unknown = {i: a for i, a in named.items() if not set(re.findall(r"\w+", a)) <= known}
    assert unknown == {}


def test_every_artefact_has_a_rule_or_a_reason() -> None:
    rows = [line for line in PAGES["coverage.md"].splitlines() if re.match(r"\| [A-H]\d", line)]
    assert len(rows) == len(artefacts.ARTEFACTS) == 85
    assert [row for row in rows if row.endswith("| None.  |")] == []


@pytest.mark.parametrize(
    "text",
    [
        "1. not a list",
        "- not an item",
        "a **b** _c_ `d` <e> &amp; [f](g) | h",
        "# no heading",
        "> no quotation",
        " one blank, two  blanks",
        r"a \ backslash",
        "~~struck~~ ![image](x)",
    ],
)
def test_escaped_text_reads_as_it_was(text: str) -> None:
    assert rendered(f"- {build_docs.escape(text)}").strip("\n") in (f"\n{text}", text)
    assert "<li>" in MarkdownIt().render(f"- {build_docs.escape(text)}")


def test_unseen_characters_are_named() -> None:
    assert build_docs.escape("a\u200bb\u00a0c\nd") == "a`U+200B`b`U+00A0`c ⏎ d"


def test_marked_places_are_bold() -> None:
    example = Example.parse("In [[the]] the *end* [[,]] then.")
    assert build_docs.marked(example) == r"In <b>the</b> the \*end\* <b>,</b> then."


@pytest.mark.parametrize("name", sorted(PAGES))
def test_page_is_as_markdown_expects(name: str) -> None:
    page = PAGES[name]
    assert page.endswith("\n")
    assert not re.search(r"[\x00-\x08\x0b-\x1f]", page)
    rows = [line for line in page.splitlines() if line.startswith("| ")]
    widths = {len(re.split(r"(?<!\\)\|", row)) for row in rows if not row.startswith("| |")}
    assert len(widths) <= 2  # coverage.md has two tables
