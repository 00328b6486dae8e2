"""Every format over seeds/, so that a change of a format, or of a rule, shows in the diff."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import pytest
from conftest import ROOT
from syrupy.assertion import SnapshotAssertion

from qualcheck import check_paths, check_text
from qualcheck.comparison import Comparison, compare
from qualcheck.config import Settings
from qualcheck.findings import FileReport, Run
from qualcheck.jsonreport import load
from qualcheck.report import (
    checkstyle,
    compared,
    csv,
    github,
    gitlab,
    html,
    junit,
    markdown,
    rdjsonl,
    sarif,
    terminal,
)
from qualcheck.report import json as json_report
from qualcheck.run import Keep

SEEDS = ROOT / "seeds"
ONE = "harbour-flood.txt"

ALONE = Settings(languagetool="off")


@pytest.fixture(scope="module")
def run() -> Run:
    """All seeds, without what differs from run to run or is measured anew now and then."""
    paths = [path for path in SEEDS.iterdir() if path.with_name(f"{path.name}.marks.json").exists()]
    found = check_paths(paths, settings=ALONE, keep=Keep.ARTICLE)
    files = tuple(map(lasting, found.files))
    return dataclasses.replace(found, files=files, version="0", settings_digest="0", seconds=0.0)


def lasting(report: FileReport) -> FileReport:
    """The report with the path that it has wherever the project lies, and without precision."""
    findings = tuple(dataclasses.replace(each, precision=None) for each in report.findings)
    path = report.path.removeprefix(f"{ROOT}/")
    return dataclasses.replace(report, path=path, findings=findings)


@pytest.fixture(scope="module")
def one(run: Run) -> FileReport:
    return next(file for file in run.files if file.path.endswith(ONE))


@pytest.fixture(scope="module")
def comparison(one: FileReport, tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    """The article before and after somebody took every first suggestion."""
    text = (SEEDS / ONE).read_text("utf-8")
    for finding in sorted(one.findings, key=lambda each: -each.span.start):
        if finding.suggestions:
            text = text[: finding.span.start] + finding.suggestions[0] + text[finding.span.end :]
    edited = check_text(text, path=one.path, settings=ALONE)
    loaded = []
    for file in (one, edited):
        path = tmp_path_factory.mktemp("runs") / "report.json"
        path.write_text(json_report.render(Run((file,), "0", "0", 0.0)), "utf-8")
        loaded.append(load(path))
    return compare(*loaded)


def test_terminal(run: Run, snapshot: SnapshotAssertion) -> None:
    assert terminal.render(run, colour=False, width=100, quiet=False) == snapshot


def test_markdown(run: Run, snapshot: SnapshotAssertion) -> None:
    assert markdown.render(run) == snapshot


def test_csv(run: Run, snapshot: SnapshotAssertion) -> None:
    assert csv.render(run) == snapshot


def test_json(run: Run, one: FileReport, snapshot: SnapshotAssertion) -> None:
    text = json_report.render(dataclasses.replace(run, files=(one,)))
    assert json.dumps(json.loads(text), indent=1, ensure_ascii=False) == snapshot


@pytest.mark.parametrize(
    "render", [sarif.render, gitlab.render, rdjsonl.render], ids=["sarif", "gitlab", "rdjsonl"]
)
def test_for_programs_in_json(
    one: FileReport, render: Callable[[Run], str], snapshot: SnapshotAssertion
) -> None:
    lines = render(Run((one,), "0", "0", 0.0)).splitlines()
    assert json.dumps([*map(json.loads, lines)], indent=1, ensure_ascii=False) == snapshot


@pytest.mark.parametrize("render", [junit.render, checkstyle.render], ids=["junit", "checkstyle"])
def test_for_programs_in_xml(
    one: FileReport, render: Callable[[Run], str], snapshot: SnapshotAssertion
) -> None:
    assert render(Run((one,), "0", "0", 0.0)) == snapshot


def test_github(run: Run, snapshot: SnapshotAssertion) -> None:
    assert github.render(run) == snapshot


def test_article(one: FileReport, snapshot: SnapshotAssertion) -> None:
    assert read(html.render_article(one, version="0", index_link="index.html")) == snapshot


def test_index(run: Run, snapshot: SnapshotAssertion) -> None:
    links = {file.path: f"{number}.html" for number, file in enumerate(run.files)}
    assert read(html.render_index(run, links)) == snapshot


def test_compared_in_the_terminal(comparison: Comparison, snapshot: SnapshotAssertion) -> None:
    assert compared.render_terminal(comparison, colour=False, remaining=True) == snapshot


def test_compared_as_json(comparison: Comparison, snapshot: SnapshotAssertion) -> None:
    assert json.dumps(compared.to_dict(comparison), indent=1, ensure_ascii=False) == snapshot


def test_compared_as_a_page(comparison: Comparison, snapshot: SnapshotAssertion) -> None:
    assert read(html.render_comparison(comparison, version="0")) == snapshot


class Reader(HTMLParser):
    """A page as it is read: its text, a line for each block, marks in brackets."""

    SILENT = frozenset({"style", "script", "title"})
    INLINE = frozenset(
        "a abbr b bdi button code del em i ins kbd label mark option path q rect small span strong "
        "svg td th use wbr circle".split()
    )

    def __init__(self, page: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.silent = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.silent += tag in self.SILENT
        if tag == "mark":
            self.parts.append(f"[{attributes.get('class') or 'beside'}: ")
        elif tag in {"td", "th", "option"}:
            self.parts.append(" | ")
        elif tag not in self.INLINE:
            self.parts.append("\n")
        if attributes.get("class", "") and "ref" in (attributes["class"] or "").split():
            self.parts.append(f"({attributes['data-n']})")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in self.SILENT
        if tag == "mark":
            self.parts.append("]")
        elif tag not in self.INLINE:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data)

    def lines(self) -> Iterator[str]:
        for line in "".join(self.parts).split("\n"):
            if line.strip(" |"):
                yield " ".join(line.split(" "))


def read(page: str) -> str:
    return "\n".join(Reader(page).lines())
