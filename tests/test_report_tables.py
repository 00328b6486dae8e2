"""Markdown and CSV: what an editor pastes into a pull request, and what a spreadsheet opens."""

from __future__ import annotations

import csv
import dataclasses
import io
import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from test_report_html import HOSTILE, article, finding, hostile_report, run_of

from qualcheck.findings import Fault, FileReport, NotRun, Run, Score
from qualcheck.report import csv as csv_report
from qualcheck.report import markdown
from qualcheck.report.unseen import label


def sample() -> Run:
    found = (
        finding(9, 16, text="the the", suggestions=("the", "of the"), precision=0.985),
        finding(0, 3, "suggestion", text="Pas", message="'Pas' is | odd.", suggestions=("",)),
    )
    good = article("Paris in the the spring.", findings=found, score=Score(90.0, (), 5, True))
    return run_of(
        dataclasses.replace(good, not_run=(NotRun("LanguageTool", "no Java"),)),
        FileReport("b.bin", error="not text"),
        FileReport("c.txt", faults=(Fault("names.variant", "KeyError: 'x'"),)),
        user_errors=("d: no such file",),
        unmet=("3 fixed findings in the baseline",),
    )


# --- Markdown ---


def rendered(text: str) -> str:
    """HTML as GitHub makes it, near enough: tables and links of bare addresses."""
    return str(MarkdownIt("gfm-like", {"linkify": False}).render(text))


def test_markdown() -> None:
    assert markdown.render(sample()) == (
        """\
# qualcheck: 1 error, 0 warnings, 1 suggestion in 3 files

**Not everything was checked:**

- d: no such file
- **b.bin** could not be read: not text
- **names.variant** failed on c.txt: KeyError: 'x'
- **LanguageTool** did not run (1 file): no Java

**Does not hold:**

- 3 fixed findings in the baseline

| File | Score | Errors | Warnings | Suggestions | Words |
|---|--:|--:|--:|--:|--:|
| b.bin | – | – | – | – | – |
| a.txt | ≈ 90.0 | 1 | 0 | 1 | 5 |
| c.txt | – | 0 | 0 | 0 | 0 |

## a.txt

1 error, 0 warnings, 1 suggestion

| Place | | Finding | Instead | Rule |
|--:|---|---|---|---|
| 1:10 | 🛑 error | A word stands twice. <br>“the the” | the | repetition.word |
| 1:1 | 💡 suggestion | 'Pas' is \\| odd. | *nothing: leave it out* | repetition.word |

The score is the target-side MQM score: accuracy can't be judged without the source. """
        """≈ marks that of a short text, which is only indicative.
Made by qualcheck 1.2.3.
"""
    )


def test_markdown_has_a_row_for_every_finding() -> None:
    page = rendered(markdown.render(sample()))
    assert page.count("<tr>") == 1 + 3 + 1 + 2


@pytest.mark.parametrize(
    "text",
    ["1. one", "- a", "+ b", "=== c", "# d", "> e", "*f* _g_ `h` <i> [j](k)", "l | m", r"n \ o",
     "~~p~~", "$q$", "&amp;", "www.example.org", "https://example.org/r", HOSTILE],
)  # fmt: skip
def test_escaped_text_reads_as_it_was(text: str) -> None:
    table = rendered(f"| a |\n|---|\n| {markdown.escaped(text)} |\n")
    cell = table.split("<td>")[1].split("</td>")[0]
    assert unescape(cell) == label(text).strip()
    assert "<" not in cell
    item = rendered(f"- {markdown.escaped(text)}\n")
    assert item.startswith("<ul>\n<li>")
    assert item.count("<") == 4


def test_nobody_is_mentioned() -> None:
    assert markdown.escaped("@all see #12, a@b.org, # x") == (
        r"@<!-- -->all see \#<!-- -->12, a@<!-- -->b.org, \# x"
    )


def test_a_hostile_report_stays_a_table() -> None:
    page = rendered(markdown.render(run_of(hostile_report())))
    tags = set(re.findall(r"<(\w+)", page))
    assert tags <= set("h1 h2 p ul li strong em br table thead tbody tr th td".split())


# --- CSV ---


def rows(run: Run) -> list[dict[str, str]]:
    text = csv_report.render(run)
    assert text.startswith("\ufefffile,line,column,severity,")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


def test_csv_has_a_row_for_every_finding_and_every_trouble() -> None:
    found = rows(sample())
    assert [row["severity"] for row in found] == [
        "mistake", "unmet", "not run", "error", "suggestion", "unreadable", "fault",
    ]  # fmt: skip
    assert found[3] == {
        "file": "a.txt", "line": "1", "column": "10", "severity": "error",
        "rule": "repetition.word", "category": "repetition", "mqm": "fluency/grammar",
        "message": "A word stands twice.", "text": "the the", "suggestion": "the",
        "precision": "0.985", "fingerprint": sample().files[0].findings[0].fingerprint,
        "origin": "qualcheck",
    }  # fmt: skip
    assert found[5]["message"] == "not text"
    assert found[0]["message"] == "d: no such file"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(text: str) -> None:
    (row,) = rows(run_of(article("abc", findings=(finding(0, 1, text=text, message=text),))))
    assert row["text"] == row["message"] == f"'{text}"


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\ufffc")))
def test_csv_gives_back_the_text(text: str) -> None:
    (row,) = rows(run_of(article("abc", findings=(finding(0, 1, text=text),))))
    assert row["text"].removeprefix("'" if text.startswith(csv_report.FORMULA) else "") == text
