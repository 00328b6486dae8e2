"""The reports that CI reads, each judged by what isn't ours: schemas and parsers of others."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import time
from collections.abc import Callable
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree

import jsonschema
import junitparser
import pytest
import xmlschema
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from test_report_formats import ALONE, SEEDS, lasting
from test_report_html import article, finding, hostile_report, related, run_of

from qualcheck import check_paths, check_text
from qualcheck.document import STAND_IN
from qualcheck.findings import Fault, FileReport, NotRun, Run, Severity
from qualcheck.report import checkstyle, github, gitlab, junit, markdown, rdjsonl, sarif
from qualcheck.report.machines import printable, troubles, uri
from qualcheck.run import Keep

SCHEMAS = Path(__file__).parent / "schemas"
RENDER: dict[str, Callable[[Run], str]] = {
    "sarif": sarif.render,
    "github": github.render,
    "gitlab": gitlab.render,
    "junit": junit.render,
    "checkstyle": checkstyle.render,
    "rdjsonl": rdjsonl.render,
}

ODD_PATHS = (
    "a b/c d.md",
    "two\nlines.txt",
    "100%,a:b;c=d.txt",
    "not \udcff utf-8.txt",
    "half \ud83d pair.txt",
    "\N{GRINNING FACE} <&\"'>]]>.html",
    "esc\x1b[31m\x07\x00.txt",
    "../outside.txt",
    "./here.txt",
    " .md",
)
UNFIT = "control \x00\x1b\x0b, \ufffe\uffff, lone \ud800 and \udcff, \N{GRINNING FACE}, \u202eback\u2028"


def odd_run() -> Run:
    """Whatever a file's name, its text or what went wrong could hold."""
    odd = finding(3, 9, "warning", text=UNFIT, message=UNFIT, why=UNFIT, suggestions=(UNFIT, ""))
    odd = dataclasses.replace(odd, as_written=True, byte_columns=(4, 10))
    files = [
        article(UNFIT, path=path, findings=(odd, odd), faults=(Fault(UNFIT, UNFIT),))
        for path in ODD_PATHS
    ]
    unread = FileReport("\x1b.bin", error=UNFIT)
    run = run_of(hostile_report(), unread, *files, user_errors=(UNFIT,), unmet=(UNFIT,))
    return dataclasses.replace(run, version="1.0 \ud800")


def troubled_run() -> Run:
    """Everything that is no finding, one of each, and two files that share a finding."""
    same = finding(9, 16, text="the the", suggestions=("the", "of the"), precision=0.985)
    same = dataclasses.replace(same, as_written=True, byte_columns=(10, 17))
    over = finding(0, 3, "suggestion", text="a\nb", end_line=2, end_column=2)
    clash = (related(20, 24, "Kiew", "other"), related(30, 34))
    return run_of(
        article("One.", path="a.md", findings=(same, same, over), media_type="text/markdown"),
        article("Two.", path="b.md", findings=(dataclasses.replace(same, related=clash),)),
        article("Three.", path="clean.txt", not_run=(NotRun("LanguageTool", "no Java"),)),
        FileReport("d.bin", error="not text"),
        FileReport("e.txt", faults=(Fault("names.variant", "KeyError: 'x'"),), known=12),
        user_errors=("f: no such file",),
        unmet=("12 fixed findings are still in the baseline",),
    )


@cache
def seeds_run() -> Run:
    paths = [path for path in SEEDS.iterdir() if path.with_name(f"{path.name}.marks.json").exists()]
    found = check_paths(paths, settings=ALONE, keep=Keep.PROSE)
    return dataclasses.replace(found, files=tuple(map(lasting, found.files)), seconds=0.0)


RUNS: dict[str, Callable[[], Run]] = {
    "empty": lambda: run_of(),
    "clean": lambda: run_of(article("All is well.", path="docs/a.md")),
    "odd": odd_run,
    "troubled": troubled_run,
    "seeds": seeds_run,
}
every_run = pytest.mark.parametrize("name", RUNS)
every_format = pytest.mark.parametrize("render", RENDER.values(), ids=RENDER)


def parsed(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)  # noqa: S314 - we wrote it


def many_findings(count: int) -> Run:
    """Findings of all severities, in files of five hundred."""
    levels = [*map(str, Severity)]
    found = [
        finding(
            i, i + 7, levels[i % 3], text=f"word {i}", suggestions=("other",), line=i + 1,
            end_line=i + 1, as_written=True, byte_columns=(1, 8), rule=f"family.rule-{i % 40}",
            precision=0.9, message=f"The word {i} stands twice.", why="Nobody writes it so.",
        )
        for i in range(count)
    ]  # fmt: skip
    starts = range(0, count, 500)
    return run_of(
        *(article(path=f"texts/{i}.md", findings=tuple(found[i : i + 500])) for i in starts)
    )


# ------------------------------------------------------------------------ all of them


@every_format
@every_run
def test_a_report_can_be_encoded_and_has_no_control(
    render: Callable[[Run], str], name: str
) -> None:
    text = render(RUNS[name]())
    text.encode("utf-8")
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", text)
    assert text == render(RUNS[name]())


@every_format
def test_nothing_that_went_wrong_is_lost(render: Callable[[Run], str]) -> None:
    said = render(troubled_run())
    found = [trouble.text for trouble in troubles(troubled_run())]
    assert len(found) == 5
    for text in found:
        plain = text.replace("'x'", "")
        assert any(part in said for part in (text, json.dumps(text)[1:-1])) or plain[:20] in said
    for word in ("f: no such file", "12 fixed findings", "no Java", "not text", "names.variant"):
        assert word in said


@every_format
def test_25_000_findings_take_seconds(render: Callable[[Run], str]) -> None:
    run = many_findings(25_500)
    started = time.perf_counter()
    text = render(run)
    assert time.perf_counter() - started < 10  # one or two; CI may be slow
    assert text


# ------------------------------------------------------------------------ SARIF


def sarif_of(run: Run) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(sarif.render(run))
    (only,) = log["runs"]
    assert isinstance(only, dict)
    return only


@cache
def schema(name: str) -> Any:
    return json.loads((SCHEMAS / name).read_text("utf-8"))


def holds_empty_text(value: object) -> bool:
    if isinstance(value, dict):
        return any(map(holds_empty_text, value.values()))
    return any(map(holds_empty_text, value)) if isinstance(value, list) else value == ""


@every_run
def test_sarif_is_as_its_schema_says(name: str) -> None:
    log = json.loads(sarif.render(RUNS[name]()))
    jsonschema.validate(log, schema("sarif-schema-2.1.0.json"))
    assert not holds_empty_text(log)


@every_run
def test_sarif_has_what_github_needs(name: str) -> None:
    """By GitHub's page on SARIF support for code scanning."""
    run = sarif_of(RUNS[name]())
    rules = run["tool"]["driver"]["rules"]
    for rule in rules:
        assert 1 <= len(rule["shortDescription"]["text"]) <= 1024
        assert 1 <= len(rule["fullDescription"]["text"]) <= 1024
        assert rule["help"]["text"]
        assert rule["help"]["markdown"]
        assert 1 <= len(rule["name"]) <= 255
        assert 1 <= len(rule["properties"]["tags"]) <= 20
        assert rule["properties"]["problem.severity"] in {"error", "warning", "recommendation"}
        assert rule["defaultConfiguration"]["level"] in {"note", "warning", "error"}
    known = set()
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        (place,) = result["locations"]
        where = place["physicalLocation"]
        assert {*where["region"]} == {"startLine", "startColumn", "endLine", "endColumn"}
        address = where["artifactLocation"]["uri"]
        assert re.fullmatch(r"(?:file:/)?[\w./~%-]+", address, re.ASCII)
        identity = (
            result["ruleId"],
            address,
            result["partialFingerprints"]["primaryLocationLineHash"],
        )
        assert identity not in known
        known.add(identity)


def test_sarif_says_what_did_not_run_and_what_failed() -> None:
    (invocation,) = sarif_of(troubled_run())["invocations"]
    assert not invocation["executionSuccessful"]

    def told(kind: str) -> list[tuple[str, str, str]]:
        return [
            (each["descriptor"]["id"], each["level"], each["message"]["text"])
            for each in invocation[kind]
        ]

    assert told("toolExecutionNotifications") == [
        ("qualcheck/mistake", "error", "f: no such file"),
        ("qualcheck/unreadable", "error", "This file could not be read: not text"),
        (
            "qualcheck/fault",
            "error",
            "The check names.variant failed, the others ran: KeyError: 'x'",
        ),
        ("qualcheck/known", "note", "12 findings known to the baseline left out."),
    ]
    assert told("toolConfigurationNotifications") == [
        ("qualcheck/unmet", "error", "12 fixed findings are still in the baseline"),
        ("qualcheck/not-run", "note", "LanguageTool did not run (1 file): no Java"),
    ]
    place = invocation["toolExecutionNotifications"][1]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "d.bin"


def test_sarif_of_a_sound_run_says_so() -> None:
    assert sarif_of(RUNS["clean"]())["invocations"] == [{"executionSuccessful": True}]


@pytest.mark.parametrize(
    ("measured", "shown"),
    [(None, None), (1.0, "very-high"), (0.95, "very-high"), (0.949, "high"), (0.8, "high"),
     (0.79, "medium"), (0.6, "medium"), (0.59, "low"), (0.0, "low")],
)  # fmt: skip
def test_sarif_precision_is_the_measured_one(measured: float | None, shown: str | None) -> None:
    (rule,) = sarif_of(run_of(article("x", findings=(finding(0, 1, precision=measured),))))["tool"][
        "driver"
    ]["rules"]
    assert rule["properties"].get("precision") == shown


def test_sarif_fixes_only_what_stands_in_the_source() -> None:
    written = finding(4, 7, text="abc", suggestions=("xyz", ""), as_written=True)
    marked = finding(4, 7, text="abc", suggestions=("xyz",))
    code = finding(4, 7, text=f"a{STAND_IN}c", suggestions=("xyz",), as_written=True)
    bold = finding(4, 7, text="abc", suggestions=("x*y*z", "x<z"), as_written=True)
    run = run_of(article(findings=(written, marked, code, bold), media_type="text/markdown"))
    fixed, *others = sarif_of(run)["results"]
    assert [fix["artifactChanges"] for fix in fixed["fixes"]] == [
        [
            {
                "artifactLocation": {"uri": "a.txt"},
                "replacements": [
                    {
                        "deletedRegion": {
                            "startLine": 1,
                            "startColumn": 5,
                            "endLine": 1,
                            "endColumn": 8,
                        },
                        **new,
                    }
                ],
            }
        ]
        for new in ({"insertedContent": {"text": "xyz"}}, {})
    ]
    assert ["fixes" in other for other in others] == [False, False, False]


def test_sarif_fixes_stand_where_the_source_has_the_match() -> None:
    lines: dict[str, list[str]] = {}
    fixed = 0
    for result in sarif_of(seeds_run())["results"]:
        for fix in result.get("fixes", ()):
            (change,) = fix["artifactChanges"]
            (replacement,) = change["replacements"]
            path, region = change["artifactLocation"]["uri"], replacement["deletedRegion"]
            rows = lines.setdefault(path, (ROOT / path).read_text("utf-8").split("\n"))
            if region["startLine"] == region["endLine"]:
                row = rows[region["startLine"] - 1]
                cut = row[region["startColumn"] - 1 : region["endColumn"] - 1]
                places = (region["startLine"], region["startColumn"], cut)
                assert places in seeds_places(path)
                fixed += 1
    assert fixed > 50
    assert {Path(path).suffix for path in lines} == {".txt", ".md", ".html"}


@cache
def seeds_places(path: str) -> set[tuple[int, int, str]]:
    (file,) = (file for file in seeds_run().files if file.path == path)
    return {(f.line, f.column, f.text) for f in file.findings}


def test_sarif_of_too_many_findings_has_the_worst_and_says_so() -> None:
    run = sarif_of(many_findings(25_500))
    levels = [level for level, _ in groupby(result["level"] for result in run["results"])]
    assert len(run["results"]) == 25_000
    assert levels == ["error", "warning", "note"]
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"] == (
        "500 findings left out: GitHub takes 25,000. The worst are here."
    )


def test_sarif_names_a_rule_the_same_wherever_it_spoke() -> None:
    """GitHub has one description for all alerts of a rule: no words of an article."""
    one = finding(0, 3, message="'abc' is odd.", text="abc", why="Because.")
    other = finding(5, 8, message="'xyz' is odd.", text="xyz", why="Because.")
    described = [
        sarif_of(run_of(article("x", findings=each)))["tool"]["driver"]["rules"]
        for each in ((one,), (other, one), (other,))
    ]
    assert described[0] == described[1] == described[2]
    assert described[0][0]["shortDescription"]["text"] == "Repetition: word"


def test_sarif_links_nothing_that_an_article_says() -> None:
    run = run_of(article("x", findings=(finding(0, 1, message="See [here](1) and [there]."),)))
    assert sarif_of(run)["results"][0]["message"]["text"] == r"See \[here](1) and [there]."


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("a b/ü.md", "a%20b/%C3%BC.md"),
        ("./x.md", "x.md"),
        ("a:b.md", "a%3Ab.md"),
        ("100%.md", "100%25.md"),
        ("bytes \udcff.md", "bytes%20%FF.md"),
        ("/srv/x.md", "file:///srv/x.md"),
        ("a\nb#c?d.md", "a%0Ab%23c%3Fd.md"),
    ],
)
def test_a_path_becomes_a_uri_and_back(path: str, shown: str) -> None:
    assert uri(path) == shown
    back = os.fsdecode(unquote_to_bytes(shown.removeprefix("file://")))
    assert back == path.removeprefix("./")


# ------------------------------------------------------------------------ GitHub


class Command(NamedTuple):
    kind: str
    properties: dict[str, str]
    data: str


def parse(line: str) -> Command | None:
    """As GitHub's runner reads a line of output (ActionCommand.TryParseV2, by its description):
    replacements run one after another, `%25` last.
    """
    line = line.lstrip()
    if not line.startswith("::") or (end := line.find("::", 2)) < 0:
        return None
    name, _, rest = line[2:end].partition(" ")
    properties = {}
    for part in rest.strip().split(","):
        key, _, value = part.partition("=")
        if key and value:
            properties[key.lower()] = unescape(value, "\r\n:,%")
    return Command(name, properties, unescape(line[end + 2 :], "\r\n%"))


def unescape(text: str, chars: str) -> str:
    for char in chars:
        text = text.replace(f"%{ord(char):02X}", char)
    return text


def commands(run: Run) -> list[Command]:
    text = github.render(run)
    parsed = [parse(line) for line in re.split(r"\r\n|\r|\n", text)[:-1]]
    assert None not in parsed
    return [command for command in parsed if command]


@every_run
def test_github_reads_every_line(name: str) -> None:
    run = RUNS[name]()
    read = commands(run)
    assert all(command.data for command in read)
    paths = {path.removeprefix("./") for path in (file.path for file in run.files)}
    shown = {*map(printable, paths)}
    for command in read:
        assert command.kind in {"error", "warning", "notice"}
        assert command.properties["title"]
        assert command.properties.get("file", ".") in {*shown, "."}
        if "col" in command.properties:
            assert command.properties["line"] == command.properties["endline"]


def test_github_has_ten_of_a_kind_and_says_how_many_more() -> None:
    run = many_findings(900)
    read = commands(run)
    kinds = [command.kind for command in read]
    assert kinds == ["error"] * 10 + ["warning"] * 10 + ["notice"] * 10
    assert read[-1].data == (
        "GitHub shows 10 annotations of a kind; held back: 290 errors, 290 warnings, 291 notices. "
        "The job's summary has a list."
    )
    assert github.held_back(run) == read[-1].data.removesuffix(" The job's summary has a list.")


def test_github_has_the_worst_first() -> None:
    unsure = finding(0, 1, precision=0.9, rule="b.unsure")
    sure = finding(5, 6, precision=0.99, rule="a.sure")
    fault = FileReport("z.txt", faults=(Fault("x", "y"),))
    read = commands(run_of(article("x", findings=(unsure, sure)), fault))
    assert [each.properties["title"] for each in read] == ["qualcheck: fault", "a.sure", "b.unsure"]


def test_github_says_what_why_instead_and_how_to_silence_it() -> None:
    found = finding(0, 3, text="abc", why="Because.", suggestions=("xyz",), rule="names.variant")
    page = article("abc", findings=(found,), path="a.md", media_type="text/markdown")
    (read,) = commands(run_of(page))
    assert read == Command(
        "error",
        {"file": "a.md", "line": "1", "endline": "1", "col": "1", "endcolumn": "4",
         "title": "names.variant"},
        "A word stands twice. Suggestion: xyz\nBecause.\nTo silence it: "
        "<!-- qualcheck-disable-line names.variant --> (at the end of line 1)",
    )  # fmt: skip


def test_a_summary_keeps_to_its_room() -> None:
    run = many_findings(25_500)
    whole = markdown.render(run)
    cut = markdown.render(run, most=200_000)
    assert 150_000 < len(cut.encode()) <= 200_000
    listed = len(re.findall(r"(?m)^\| \d+:\d+ \|", cut))
    assert f"**No room for {25_500 - listed:,} more findings.**" in cut
    assert markdown.render(run, most=len(whole.encode()) + 1000) == whole


# ------------------------------------------------------------------------ GitLab


@every_run
def test_gitlab_is_as_its_schema_says(name: str) -> None:
    entries = json.loads(gitlab.render(RUNS[name]()))
    for entry in entries:
        jsonschema.validate(entry, schema("gitlab-codeclimate.json"))
        assert entry["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert entry["location"]["path"]
        assert not entry["location"]["path"].startswith("./")
        assert entry["location"]["lines"]["begin"] >= 1
        assert entry["description"]
        assert entry["check_name"]
    fingerprints = [entry["fingerprint"] for entry in entries]
    assert len({*fingerprints}) == len(fingerprints)


def test_gitlab_knows_a_finding_again_when_it_moves() -> None:
    before = gitlab.render(run_of(article("x", findings=(finding(0, 3, text="abc"),))))
    moved = finding(40, 43, text="abc", line=7, end_line=7)
    after = gitlab.render(run_of(article("x", findings=(moved,))))
    assert json.loads(before)[0]["fingerprint"] == json.loads(after)[0]["fingerprint"]


# ------------------------------------------------------------------------ JUnit


@cache
def junit_schema() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(str(SCHEMAS / "junit-10.xsd"))


@every_run
def test_junit_is_as_jenkins_wants_it(name: str) -> None:
    """`file` and `line` of a test are more than the schema has: GitLab and others read them."""
    root = parsed(junit.render(RUNS[name]()))
    for case in root.iter("testcase"):
        case.attrib.pop("file", None)
        case.attrib.pop("line", None)
    junit_schema().validate(ElementTree.tostring(root, encoding="unicode"))


@every_run
def test_junit_counts_as_another_parser_does(name: str) -> None:
    run = RUNS[name]()
    text = junit.render(run)
    read = junitparser.JUnitXml.fromstring(text.encode())
    written = [suite.tests for suite in read], read.tests, read.failures, read.errors
    read.update_statistics()  # type: ignore[no-untyped-call]
    assert written == ([suite.tests for suite in read], read.tests, read.failures, read.errors)
    assert read.failures == len([*run.findings]) + len(run.unmet)
    wrong = [trouble for trouble in troubles(run) if trouble.is_error]
    assert read.errors == len(wrong) - len(run.unmet)
    for suite in read:
        names = [case.name for case in suite]
        assert names
        assert len({*names}) == len(names)


def test_junit_has_a_test_that_passes_for_a_clean_file() -> None:
    read = junitparser.JUnitXml.fromstring(junit.render(troubled_run()).encode())
    passed = {suite.name: [case.is_passed for case in suite] for suite in read}
    assert passed == {
        "qualcheck": [False, False, False],
        "a.md": [False] * 3,
        "b.md": [False],
        "clean.txt": [True],
        "d.bin": [False],
        "e.txt": [False],
    }


# ------------------------------------------------------------------------ Checkstyle


@every_run
def test_checkstyle_is_as_reviewdog_reads_it(name: str) -> None:
    """Elements, attributes and types as its parser declares them; Checkstyle itself has no schema."""
    run = RUNS[name]()
    root = parsed(checkstyle.render(run))
    assert (root.tag, root.attrib) == ("checkstyle", {"version": "4.3"})
    count = 0
    for file in root:
        assert (file.tag, {*file.attrib}) == ("file", {"name"})
        for error in file:
            count += 1
            assert error.tag == "error"
            assert {*error.attrib} <= {"line", "column", "severity", "message", "source"}
            assert int(error.attrib["line"]) >= 1
            assert int(error.get("column", "1")) >= 1
            assert error.attrib["severity"] in {"error", "warning", "info"}
            assert error.attrib["message"]
    assert count == len([*run.findings]) + len([*troubles(run)])
    assert len({file.get("name") for file in root}) == len(root)
    assert len(run.files) <= len(root) <= len(run.files) + 1


# ------------------------------------------------------------------------ reviewdog


@every_run
def test_rdjsonl_is_as_its_schema_says(name: str) -> None:
    run = RUNS[name]()
    lines = rdjsonl.render(run).split("\n")[:-1]
    for line in lines:
        diagnostic = json.loads(line)
        jsonschema.validate(diagnostic, schema("rdf-diagnostic.json"))
        assert diagnostic["message"]
        assert diagnostic["location"]["path"]
    assert len(lines) == len([*run.findings]) + len([*troubles(run)])


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        ("The war goes on. . Talks do too.", "txt"),
        ("«Ünïcödé» here. A day of of rain.\r\nAnd \N{GRINNING FACE} they they went home.", "txt"),
        ("A line of **bold \N{GRINNING FACE}** and of of more.\n\nThey met in Kiev.", "md"),
        (f"{'Ü' * 2500} and of of more. They met in Kiev.", "txt"),
        ("&lt; 5 \N{EURO SIGN} is of of use. <b>They</b> they went on on foot.", "html"),
    ],
)
def test_rdjsonl_columns_are_bytes(text: str, suffix: str) -> None:
    report = check_text(text, path=f"a.{suffix}", settings=ALONE)
    assert report.findings
    lines = [line.encode() for line in re.split(r"\r\n|\r|\n", text)]
    for each, line in zip(
        report.findings, rdjsonl.render(run_of(report)).splitlines()[-len(report.findings) :],
        strict=True,
    ):  # fmt: skip
        where = json.loads(line)["location"]["range"]
        start, end = where["start"], where["end"]
        assert start["line"] == end["line"] == each.line
        cut = lines[each.line - 1][start["column"] - 1 : end["column"] - 1].decode()
        assert cut == text[each.span.start : each.span.end]
        if suggestions := json.loads(line).get("suggestions"):
            assert cut == each.text
            assert suggestions[0]["text"] == each.suggestions[0]
            assert suggestions[0]["range"] == where


def test_a_byte_order_mark_counts_as_bytes() -> None:
    from qualcheck.read import read_bytes

    source = read_bytes(b"\xef\xbb\xbfab\ncd", "a.txt")
    assert [source.byte_column(offset) for offset in (0, 1, 3, 4)] == [4, 5, 1, 2]


@given(st.text(alphabet="aü\N{EURO SIGN}\N{GRINNING FACE}\n\r", max_size=60), st.data())
def test_byte_columns_are_those_of_the_encoded_line(text: str, data: st.DataObject) -> None:
    from qualcheck.document import Source

    source = Source("a.txt", text, text, (), ())
    offset = data.draw(st.integers(0, len(text)))
    _, column = source.position(offset)
    before = text[offset - column + 1 : offset]
    assert source.byte_column(offset) == len(before.encode()) + 1


# ------------------------------------------------------------------------ any text


@given(st.text(max_size=40), st.text(max_size=40), st.text(min_size=1, max_size=20))
def test_any_text_can_be_told(message: str, text: str, path: str) -> None:
    odd = finding(0, 3, message=message, text=text, why=text, suggestions=(text,), as_written=True)
    run = run_of(article(text, path=path, findings=(odd,), faults=(Fault(text, message),)))
    log = json.loads(sarif.render(run))
    assert not holds_empty_text(log)
    assert len(commands(run)) == 2
    assert len(json.loads(gitlab.render(run))) == 2
    assert len([*parsed(junit.render(run)).iter("testcase")]) == 2
    assert len([*parsed(checkstyle.render(run)).iter("error")]) == 2
    assert len([json.loads(line) for line in rdjsonl.render(run).split("\n")[:-1]]) == 2
