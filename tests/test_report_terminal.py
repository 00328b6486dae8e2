from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from textwrap import dedent

import pytest

from qualcheck.document import Block, BlockKind, Span
from qualcheck.findings import (
    Fault,
    FileReport,
    Finding,
    NotRun,
    Place,
    Relation,
    Run,
    Score,
    Severity,
)
from qualcheck.report.terminal import render, visible

NBSP = "\N{NO-BREAK SPACE}"
ESC = "\x1b"


def finding(text: str, marked: str, **changes: object) -> Finding:
    """A finding on the first occurrence of `marked`, with its real place in `text`."""
    start = text.index(marked)
    end = start + len(marked)
    line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
    end_line, end_column = text.count("\n", 0, end) + 1, end - text.rfind("\n", 0, end)
    found = Finding(
        rule="repetition.word",
        category="repetition",
        mqm="fluency",
        severity=Severity.WARNING,
        message="Here.",
        why="",
        span=Span(start, end),
        prose=Span(start, end),
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        text=marked,
    )
    return replace(found, **changes)  # type: ignore[arg-type]


def run(*files: FileReport) -> Run:
    return Run(files, "0.1.0", "0" * 16, 0.5)


def excerpt(text: str, marked: str, width: int = 80) -> list[str]:
    """The lines below the headline, for a finding in a source."""
    file = FileReport("a.txt", findings=(finding(text, marked),))
    shown = render(run(file), colour=False, width=width, sources=lambda _: text)
    return shown.split("\n\n", maxsplit=1)[0].split("\n")[1:]


def test_a_whole_report() -> None:
    text = "A quiet title\n\nParis in the the spring.\n"
    clean = FileReport("b.txt", words=1040, score=Score(99.5, (), 1040, False))
    damaged = FileReport(
        "a.txt",
        words=1100,
        score=Score(75.0, (), 1100, False),
        findings=(
            finding(text, "the the", message="'the' is repeated.", suggestions=("the",)),
            finding(text, "quiet", severity=Severity.SUGGESTION, rule="words.odd"),
        ),
        not_run=(NotRun("languagetool", "not installed"),),
    )
    unread = FileReport("c.bin", error="not text: it holds NUL bytes")
    faulty = FileReport(
        "d.txt",
        faults=(Fault("names.variant", "KeyError: 'x'"),),
        not_run=(NotRun("languagetool", "not installed"),),
    )
    report = replace(run(damaged, clean, unread, faulty), user_errors=("no such file: e.txt",))
    shown = render(report, colour=False, width=80, sources=lambda _: text)
    assert shown == dedent("""\
        a.txt:3:10: warning[repetition.word] 'the' is repeated.
        3 | Paris in the the spring.
          |          ^^^^^^^
          = help: 'the'

        a.txt:1:3: suggestion[words.odd] Here.
        1 | A quiet title
          |   ^^^^^

        c.bin: error: not text: it holds NUL bytes

        d.txt: fault[names.variant]: KeyError: 'x' (this check failed; the others ran)

        4 files, 2,140 words: 0 errors, 1 warning, 1 suggestion, 1 fault, 1 file not read, \
1 path not checked; score 86.9 (lowest: a.txt, 75.0)
        not run: languagetool: not installed (2 files)
        """)
    quiet = render(report, colour=False, width=80, sources=lambda _: text, quiet=True)
    assert quiet == shown[shown.index("c.bin") :]


def test_nothing_found() -> None:
    file = FileReport("a.txt", words=1, score=Score(100.0, (), 1, True))
    assert render(run(file), colour=True, width=80) == (
        "1 file, 1 word: no findings; score 100.0 (indicative)\n"
    )
    assert render(run(), colour=False, width=80) == "0 files, 0 words: no findings\n"


def test_colour_adds_codes_and_nothing_else() -> None:
    text = "Paris in the the spring."
    file = FileReport("a.txt", findings=(finding(text, "the the", suggestions=("the",)),))
    plain = render(run(file), colour=False, width=80, sources=lambda _: text)
    coloured = render(run(file), colour=True, width=80, sources=lambda _: text)
    assert f"{ESC}[1;33mwarning[repetition.word]{ESC}[0m" in coloured
    assert ESC not in plain
    assert re.sub(rf"{ESC}\[[0-9;]*m", "", coloured) == plain


@pytest.mark.parametrize(
    ("suggestions", "expected"),
    [
        (("",), "remove it"),
        (("a", "b"), "'a' or 'b'"),
        (("a", "b", "c", "d"), "'a' or 'b' or 'c' …"),
        ((f"a{ESC}[2J",), "'a<U+001B>[2J'"),
    ],
)
def test_help(suggestions: tuple[str, ...], expected: str) -> None:
    file = FileReport("a.txt", findings=(finding("odd", "odd", suggestions=suggestions),))
    assert f"  = help: {expected}\n" in render(run(file), colour=False, width=80)


# --- where the excerpt comes from


def test_prose_serves_without_a_source() -> None:
    prose = "First line.\nParis in the the spring."
    file = FileReport("a.html", prose=prose, findings=(finding(prose, "the the", line=40),))
    assert render(run(file), colour=False, width=80).startswith(
        "a.html:40:10: warning[repetition.word] Here.\n"
        "  | Paris in the the spring.\n"
        "  |          ^^^^^^^\n\n"
    )


def test_the_finding_itself_serves_without_either() -> None:
    found = finding("the the", "the the", context=("Paris in", "spring of"))
    shown = render(run(FileReport("a.txt", findings=(found,))), colour=False, width=80)
    assert shown.split("\n")[1:3] == ["  | …Paris in the the spring of…", "  |           ^^^^^^^"]


def test_a_source_that_grew_shorter_is_not_shown() -> None:
    file = FileReport("a.txt", findings=(finding("Paris in the the", "the the"),))
    shown = render(run(file), colour=False, width=80, sources=lambda _: "Paris")
    assert shown.split("\n")[1:3] == ["  | the the", "  | ^^^^^^^"]


# --- lines


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_newline_ends_a_line(newline: str) -> None:
    text = f"one{newline}two odd three{newline}four"
    assert [line[4:] for line in excerpt(text, "odd")] == ["two odd three", "    ^^^"]


def test_a_match_over_lines_shows_its_first_and_last() -> None:
    assert excerpt("a begin\nmiddle\nend b\n", "begin\nmiddle\nend") == [
        "1 | a begin",
        "  |   ^^^^^",
        "3 | end b",
        "  | ^^^",
    ]
    assert excerpt("one\ntwo", "one\n") == ["1 | one", "  | ^^^"]


def test_an_empty_match_has_one_caret() -> None:
    assert excerpt("abc", "") == ["1 | abc", "  | ^"]


@pytest.mark.parametrize(
    "text",
    [
        "odd " + "after " * 100,
        "before " * 100 + "odd",
        "before " * 100 + "odd" + " after" * 100,
        "short odd" + " after" * 100,
        "漢字" * 100 + "odd" + "漢字" * 100,
        "e\N{COMBINING ACUTE ACCENT}" * 200 + "odd" + "\N{COMBINING ACUTE ACCENT}" * 5000,
        f"{ESC}\t" * 60 + "odd" + f"{ESC}\t" * 60,
        "x" * 1_000_000 + "odd" + "y" * 1_000_000,
    ],
)
@pytest.mark.parametrize("width", [1, 40, 41, 79, 200])
def test_long_lines_are_cut_around_the_match(text: str, width: int) -> None:
    shown, carets = excerpt(text, "odd", width)
    assert columns(shown) <= max(width, 40)
    assert "…" in shown
    assert len(shown) < 2000
    assert_under(shown, carets, "odd")


@pytest.mark.parametrize("length", [30, 50, 53, 54, 55, 56, 57, 58, 60, 300, 5000])
@pytest.mark.parametrize("after", ["", "!", " after" * 9])
def test_a_cut_is_said_once(length: int, after: str) -> None:
    shown, _ = excerpt("x" * length + after, "x" * length, 60)
    assert columns(shown) <= 60
    assert "……" not in shown
    assert shown.endswith("…") == (length + len(after) > 56)


def test_a_long_match_is_cut() -> None:
    shown, carets = excerpt("before " * 9 + "odd" * 5000 + " after" * 9, "odd" * 5000, 60)
    assert columns(shown) <= 60
    assert shown.startswith("1 | …")
    assert carets.strip("| ").count("^") > 40


def test_a_line_that_just_fits_is_not_cut() -> None:
    text = "a" * 33 + "odd"
    assert excerpt(text, "odd", 40)[0] == f"1 | {text}"
    assert "…" in excerpt(f"{text}!", "odd", 40)[0]


# --- columns


def columns(text: str) -> int:
    """By another way than the code's: marks take none, wide characters two."""
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.category(c) in ("Mn", "Me") for c in text)


def assert_under(shown: str, carets: str, marked: str) -> None:
    before = shown[: shown.index(marked)]
    assert carets.index("^") == columns(before)
    assert carets.count("^") == columns(marked)


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("漢字 odd", "odd"),
        ("see 漢字 here", "漢字"),
        ("cafe\N{COMBINING ACUTE ACCENT} odd", "odd"),
        ("ｆｕｌｌ odd", "odd"),
        ("한국어 odd", "odd"),
        ("\N{GRINNING FACE} odd", "odd"),
    ],
)
def test_carets_stand_under_the_match(text: str, marked: str) -> None:
    shown, carets = excerpt(text, marked)
    assert shown == f"1 | {text}"
    assert_under(shown, carets, marked)


def test_tabs_take_four_columns() -> None:
    assert excerpt("\ta\todd", "odd") == ["1 |     a    odd", "  |          ^^^"]


def test_decomposed_korean_joins() -> None:
    text = unicodedata.normalize("NFD", "한 odd")
    shown, carets = excerpt(text, "odd")
    assert shown == f"1 | {text}"
    assert carets.index("^") == len("1 | ") + 3


# --- what could drive a terminal


@pytest.mark.parametrize(
    ("char", "escaped"),
    [
        (ESC, "<U+001B>"),
        ("\x00", "<U+0000>"),
        ("\x9b", "<U+009B>"),
        ("\N{RIGHT-TO-LEFT OVERRIDE}", "<U+202E>"),
        ("\N{RIGHT-TO-LEFT ISOLATE}", "<U+2067>"),
        ("\N{ZERO WIDTH SPACE}", "<U+200B>"),
        ("\N{SOFT HYPHEN}", "<U+00AD>"),
        ("\N{LINE SEPARATOR}", "<U+2028>"),
        ("\N{TAG LATIN SMALL LETTER A}", "<U+E0061>"),
        ("\udcff", "<U+DCFF>"),
    ],
)
def test_dangerous_characters_are_spelt_out(char: str, escaped: str) -> None:
    shown, carets = excerpt(f"a{char} odd", "odd")
    assert shown == f"1 | a{escaped} odd"
    assert_under(shown, carets, "odd")
    shown, carets = excerpt(f"a{char}b", char)
    assert (shown, carets) == (f"1 | a{escaped}b", f"  |  {'^' * len(escaped)}")


def test_joiners_are_shown_where_they_are_the_finding() -> None:
    text = "می\N{ZERO WIDTH NON-JOINER}خواهم odd"
    assert excerpt(text, "odd")[0] == f"1 | {text}"
    assert excerpt(text, "\N{ZERO WIDTH NON-JOINER}")[0] == "1 | می<U+200C>خواهم odd"


def test_nothing_from_outside_reaches_the_terminal_raw() -> None:
    bad = f"x{ESC}]0;t\x07\n\N{RIGHT-TO-LEFT OVERRIDE}\udc80"
    file = FileReport(
        bad,
        findings=(
            finding("odd", "odd", rule=bad, message=bad, context=(bad, bad), suggestions=(bad,)),
            finding(bad, bad),
        ),
        not_run=(NotRun(bad, bad),),
        faults=(Fault(bad, bad),),
        error=bad,
        score=Score(1.0, (), 1, False),
    )
    report = replace(run(file, file), user_errors=(bad,))
    for source in (None, lambda _: bad):
        shown = render(report, colour=False, width=80, sources=source)
        shown.encode("utf-8")
        assert not [c for c in shown if not c.isprintable() and c != "\n"]


def test_visible_keeps_plain_text() -> None:
    assert visible(f"naïve{NBSP}漢字 \N{GRINNING FACE}") == f"naïve{NBSP}漢字 \N{GRINNING FACE}"


def related(relation: Relation, line: int, column: int, text: str) -> Place:
    span = Span(0, len(text))
    return Place(relation, span, span, line, column, line, column + len(text), text)


def test_a_guessed_encoding_is_told() -> None:
    guessed = FileReport("a.txt", encoding="cp1252", encoding_origin="guessed")
    sure = FileReport("b.txt", encoding="utf-8", encoding_origin="UTF-8")
    shown = render(run(guessed, sure), colour=False, width=80)
    assert "a.txt: note: read as cp1252, a guess; UTF-8 is sure\n" in shown
    assert "b.txt" not in shown


def test_related_places_are_one_line() -> None:
    text = "Mr Orlienko left."
    places = (
        related(Relation.SAME, 12, 4, "Orlienko"),
        related(Relation.SAME, 31, 10, "Orlienko"),
        related(Relation.OTHER, 2, 1, "Orlenko"),
        related(Relation.OTHER, 3, 7, "Or\x1blenko"),
    )
    found = finding(text, "Orlienko", related=places, suggestions=("Orlenko",))
    shown = render(
        run(FileReport("a.txt", findings=(found,))), colour=False, width=80, sources=lambda _: text
    )
    assert "  = help: 'Orlenko'\n" in shown
    assert "  = note: also at 12:4, 31:10; 'Orlenko' at 2:1; 'Or<U+001B>lenko' at 3:7\n" in shown


def test_many_related_places_are_counted() -> None:
    text = "Mr Orlienko left."
    places = tuple(related(Relation.SAME, line, 1, "Orlienko") for line in range(2, 1300))
    found = finding(text, "Orlienko", related=places)
    shown = render(run(FileReport("a.txt", findings=(found,))), colour=False, width=80)
    assert "also at 2:1, 3:1, 4:1, 5:1, 6:1, 7:1, 8:1, 9:1 and 1,290 more\n" in shown


def test_a_stand_in_is_drawn() -> None:
    assert visible("the \ufffc the") == "the ⋯ the"
    marked = Finding(
        rule="a.b", category="a", mqm="", severity=Severity.ERROR, message="'\ufffc' is odd.",
        why="", span=Span(4, 5), prose=Span(4, 5), line=1, column=5, end_line=1, end_column=6,
        text="\ufffc", suggestions=("a \ufffc",),
    )  # fmt: skip
    prose = "Use \ufffc here."
    file = FileReport("a.md", words=2, findings=(marked,), prose=prose,
                      blocks=(Block(BlockKind.PARAGRAPH, Span(0, len(prose))),))  # fmt: skip
    assert "\ufffc" not in render(Run((file,), "1", "", 0.0), colour=False, width=80)
