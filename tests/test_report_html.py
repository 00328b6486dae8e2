from __future__ import annotations

import base64
import dataclasses
import hashlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import jinja2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcheck.document import STAND_IN, Block, BlockKind, Language, Span
from qualcheck.errors import OutputError
from qualcheck.findings import (
    Deduction,
    Fault,
    FileReport,
    Finding,
    Metric,
    NotRun,
    Passage,
    Place,
    Relation,
    Run,
    Score,
    Severity,
    Trait,
)
from qualcheck.report import folder, html, unseen, wording
from qualcheck.score import score as mqm_score

HOSTILE = (
    "<script>alert(1)</script></style><img src=x onerror=alert(2)> "
    '"\'><a href="javascript:alert(3)">x</a> {{ 7*7 }} {% raw %} --> ]]> \u202egnp.exe\u202c'
)


def finding(start: int, end: int, severity: str = "error", **changes: object) -> Finding:
    made = Finding(
        rule="repetition.word",
        category="repetition",
        mqm="fluency/grammar",
        severity=Severity(severity),
        message="A word stands twice.",
        why="",
        span=Span(start, end),
        prose=Span(start, end),
        line=1,
        column=start + 1,
        end_line=1,
        end_column=end + 1,
        text="",
    )
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]


def related(start: int, end: int, text: str = "", relation: str = "same") -> Place:
    span = Span(start, end)
    return Place(Relation(relation), span, span, 1, start + 1, 1, end + 1, text)


def article(*paragraphs: str, findings: tuple[Finding, ...] = (), **changes: object) -> FileReport:
    blocks, start = [], 0
    for text in paragraphs:
        blocks.append(Block(BlockKind.PARAGRAPH, Span(start, start + len(text))))
        start += len(text) + 2
    prose = "\n\n".join(paragraphs)
    report = FileReport(
        path="a.txt",
        language=Language("en", 0.98),
        words=len(prose.split()),
        sentences=1,
        paragraphs=len(paragraphs),
        findings=findings,
        prose=prose,
        blocks=tuple(blocks),
    )
    return dataclasses.replace(report, **changes)  # type: ignore[arg-type]


def run_of(*files: FileReport, **changes: object) -> Run:
    run = Run(files=files, version="1.2.3", settings_digest="c0ffee", seconds=1.5)
    return dataclasses.replace(run, **changes)  # type: ignore[arg-type]


def page_of(report: FileReport) -> str:
    return html.render_article(report, version="1.2.3", index_link="index.html")


class Page(HTMLParser):
    """What a reader of the page gets: the text of its blocks, the marks, every element."""

    VOID = frozenset({"meta", "link", "input", "br", "img", "wbr"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.stack: list[tuple[str, dict[str, str | None]]] = []
        self.blocks: list[str] = []
        self.covered: dict[int, list[tuple[int, int]]] = {}
        self.beside: dict[int, list[tuple[int, int]]] = {}
        self.refs: list[tuple[int, int, int]] = []
        self.text: dict[str, str] = {}
        self.feed(page)
        self.close()
        assert not self.stack, "every element is closed"

    def classes(self, attributes: dict[str, str | None]) -> list[str]:
        return (attributes.get("class") or "").split()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.elements.append((tag, attributes))
        if tag not in self.VOID:
            self.stack.append((tag, attributes))
        if "block" in self.classes(attributes):
            self.blocks.append("")
        if "ref" in self.classes(attributes):
            place = len(self.blocks) - 1
            self.refs.append((int(attributes["data-n"] or ""), place, len(self.blocks[-1])))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        opened, _ = self.stack.pop()
        assert opened == tag

    def handle_data(self, data: str) -> None:
        if self.stack:
            tag = self.stack[-1][0]
            self.text[tag] = self.text.get(tag, "") + data
        if not any("block" in self.classes(attributes) for _, attributes in self.stack):
            return
        start = len(self.blocks[-1])
        self.blocks[-1] += data
        for tag, attributes in self.stack:
            if tag == "mark":
                for number in (attributes.get("data-n") or "").split():
                    places = [(len(self.blocks) - 1, start + i) for i in range(len(data))]
                    self.covered.setdefault(int(number), []).extend(places)
                for number in f"{attributes.get('data-also', '')} {attributes.get('data-against', '')}".split():
                    places = [(len(self.blocks) - 1, start + i) for i in range(len(data))]
                    self.beside.setdefault(int(number), []).extend(places)

    def ids(self) -> list[str]:
        return [attributes["id"] or "" for _, attributes in self.elements if "id" in attributes]


# --- marks ---


def test_a_mark_covers_exactly_its_finding() -> None:
    page = page_of(article("Paris in the the spring.", findings=(finding(9, 16),)))
    assert (
        'Paris in <mark class="error" data-n="1">the the</mark>'
        '<a class="ref error" id="m1" href="#f1" data-n="1" aria-label="error 1"></a> spring.'
    ) in page


def test_marks_that_overlap_are_split() -> None:
    findings = (finding(0, 4), finding(2, 6, "suggestion"))
    page = page_of(article("abcdefgh", findings=findings))
    assert '<mark class="error" data-n="1">ab</mark>' in page
    assert '<mark class="error suggestion" data-n="1 2">cd</mark>' in page
    assert '<mark class="suggestion" data-n="2">ef</mark>' in page


def test_an_empty_finding_has_a_mark_of_its_own() -> None:
    page = page_of(article("One two.", findings=(finding(3, 3, "warning"),)))
    assert 'One<mark class="warning empty" data-n="1"></mark><a class="ref warning"' in page


def test_a_finding_between_two_blocks_is_shown_after_the_first() -> None:
    page = Page(page_of(article("One.", "Two.", findings=(finding(4, 6),))))
    assert page.refs == [(1, 0, 4)]


def test_a_finding_over_two_blocks_is_marked_in_both_and_numbered_once() -> None:
    page = Page(page_of(article("One.", "Two.", findings=(finding(2, 8),))))
    assert page.covered[1] == [(0, 2), (0, 3), (1, 0), (1, 1)]
    assert page.refs == [(1, 1, 2)]


@st.composite
def reports(draw: st.DrawFn) -> FileReport:
    letters = st.text(
        st.one_of(st.sampled_from("ab <&>\"'é\u200b\u202e\u00a0\ufffc\ud800\x01"), st.characters()),
        max_size=12,
    )
    # A parser joins CR LF into one line feed, which moves every offset after it.
    paragraphs = [text.replace("\r", " ") for text in draw(st.lists(letters, max_size=4))]
    length = len("\n\n".join(paragraphs))
    spans = st.tuples(st.integers(0, length), st.integers(0, length)).map(sorted)
    severities = st.sampled_from(list(Severity))
    found = draw(st.lists(st.tuples(spans, severities, st.lists(spans, max_size=2)), max_size=6))
    findings = tuple(
        finding(start, end, severity, related=tuple(related(first, last) for first, last in places))
        for (start, end), severity, places in found
    )
    return article(*paragraphs, findings=findings)


def places_of(report: FileReport, *spans: Span) -> list[tuple[int, int]]:
    """Every character in one of the spans: its block, its place there."""
    return [
        (i, offset - block.prose.start)
        for i, block in enumerate(report.blocks)
        for offset in range(block.prose.start, block.prose.end)
        if any(span.start <= offset < span.end for span in spans)
    ]


@settings(max_examples=80, deadline=None)
@given(reports())
def test_the_text_is_the_prose_and_marks_cover_their_findings(report: FileReport) -> None:
    page = Page(page_of(report))
    shown = unseen.encodable(report.prose)
    assert page.blocks == [shown[b.prose.start : b.prose.end] for b in report.blocks]
    for number, each in enumerate(report.findings, start=1):
        assert page.covered.get(number, []) == places_of(report, each.prose)
        beside = places_of(report, *(place.prose for place in each.related))
        assert page.beside.get(number, []) == beside
    if report.blocks:
        assert sorted(n for n, *_ in page.refs) == list(range(1, len(report.findings) + 1))


def test_related_places_are_marked_lighter_and_linked() -> None:
    places = (related(14, 17), related(4, 7, "<i>", "other"))
    found = finding(10, 13, "warning", related=places)
    page = page_of(article("One <i> an abc abc.", findings=(found,)))
    assert '<span id="m1-1"></span><mark class="also-warning" data-also="1">' in page
    assert '<span id="m1-2"></span><mark data-against="1">' in page
    assert '<p class="places">Also at <a class="place" href="#m1-1">1:15</a>; ' in page
    assert '<q><bdi>&lt;i&gt;</bdi></q> at <a class="place" href="#m1-2">1:5</a></p>' in page
    bare = page_of(article(findings=(found,), words=3))
    assert '<p class="places">Also at 1:15; ' in bare


def test_a_related_place_under_another_finding_keeps_both_marks() -> None:
    findings = (finding(0, 3, "error"), finding(4, 7, "warning", related=(related(1, 3),)))
    page = page_of(article("abc def", findings=findings))
    assert '<mark class="error" data-n="1">a</mark>' in page
    assert '<mark class="error also-warning" data-n="1" data-also="2">bc</mark>' in page


def test_notes_and_marks_link_to_each_other() -> None:
    others = (related(0, 2), related(0, 5), related(6, 6))
    findings = (finding(0, 2), finding(1, 3, related=others))
    page = Page(page_of(article("abcdef", findings=findings)))
    links = {a["href"] for tag, a in page.elements if tag == "a" and (a["href"] or "")[0] == "#"}
    assert {"#f1", "#f2", "#m1", "#m2"} <= links
    assert {link[1:] for link in links if link} <= set(page.ids())
    assert len(page.ids()) == len(set(page.ids()))


# --- what can't be seen ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("plain", [unseen.Bit("plain")]),
        ("two words", [unseen.Bit("two words")]),
        ("  ", [unseen.Bit("  ", "␣␣")]),
        (" " * 9, [unseen.Bit(" " * 9, "␣×9")]),
        ("\u200b", [unseen.Bit("\u200b", "ZWSP")]),
        ("a\u200bb", [unseen.Bit("a"), unseen.Bit("\u200b", "ZWSP"), unseen.Bit("b")]),
        ("\u00a0 ", [unseen.Bit("\u00a0", "NBSP"), unseen.Bit(" ", "␣")]),
        ("\u2060\u2060", [unseen.Bit("\u2060\u2060", "WJ×2")]),
        ("\U000e0041", [unseen.Bit("\U000e0041", "U+E0041")]),
        ("👩\u200d🚒", [unseen.Bit("👩\u200d🚒")]),
        (STAND_IN, [unseen.Bit(STAND_IN, "⋯")]),
    ],
)
def test_bits(text: str, expected: list[unseen.Bit]) -> None:
    assert unseen.bits(text) == expected


def test_an_invisible_match_is_drawn_and_an_unmarked_one_left_alone() -> None:
    page = page_of(article("a\u200bb\u200bc", findings=(finding(1, 2),)))
    marked = '<mark class="error" data-n="1"><span class="unseen" data-symbol="ZWSP">\u200b</span>'
    assert f"a{marked}</mark>" in page
    assert "b\u200bc</p>" in page


def test_a_stand_in_is_never_shown_in_a_note() -> None:
    odd = finding(4, 5, text="\ufffc", message="'\ufffc' is odd.", suggestions=("a \ufffc",))
    page = page_of(article("Use \ufffc here.", findings=(odd,)))
    assert "&#39;⋯&#39; is odd." in page
    shown = re.sub(r'<span class="unseen" data-symbol="⋯">\ufffc</span>', "", page)
    assert "\ufffc" not in shown


def test_what_cannot_be_encoded_is_replaced() -> None:
    page = page_of(article("a\ud800b\x00c\x1b[31m", path="x\udcff.txt"))
    assert "a\ufffdb␀c␛[31m" in page
    assert "x\ufffd.txt" in page
    page.encode()
    assert unseen.encodable("\t\n\r \x7f\udfff\x1f€😀") == "\t\n\r ␡\ufffd␟€😀"


# --- nothing of the article runs ---


def hostile_report() -> FileReport:
    bad = finding(0, len(HOSTILE), message=HOSTILE, why=HOSTILE, rule=HOSTILE, text=HOSTILE)
    bad = dataclasses.replace(
        bad, category=HOSTILE, mqm=HOSTILE, suggestions=(HOSTILE, ""), origin=HOSTILE
    )
    return article(
        HOSTILE,
        findings=(bad, dataclasses.replace(bad, severity=Severity.SUGGESTION)),
        path=HOSTILE,
        language=Language('en"><script>', 1.0),
        encoding=HOSTILE,
        encoding_origin=HOSTILE,
        digest=HOSTILE,
        metrics=(Metric("x", HOSTILE, None, HOSTILE, HOSTILE),),
        score=Score(3.0, (Deduction(HOSTILE, Severity.ERROR, 1, 2.0),), 10, True, (HOSTILE,)),
        not_run=(NotRun(HOSTILE, HOSTILE),),
        faults=(Fault(HOSTILE, HOSTILE),),
    )


def hostile_pages() -> list[str]:
    report = hostile_report()
    unread = FileReport(HOSTILE + "2", error=HOSTILE)
    run = run_of(report, unread, user_errors=(HOSTILE,), unmet=(HOSTILE,), settings_digest=HOSTILE)
    index = html.render_index(run, {HOSTILE: "javascript:alert(1)"})
    bad_link = html.render_article(report, version=HOSTILE, index_link=" java\tscript:alert(1)")
    return [page_of(report), page_of(unread), bad_link, index]


@pytest.mark.parametrize("number", range(4))
def test_hostile_text_stays_text(number: int) -> None:
    page = Page(hostile_pages()[number])
    tags = [tag for tag, _ in page.elements]
    assert tags.count("script") == tags.count("style") == 1
    assert not {"img", "iframe", "object", "base"} & set(tags)
    for _, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        assert "script:" not in (attributes.get("href") or "")
    assert "\u202e" not in page.text["title"]


@pytest.mark.parametrize("number", range(4))
def test_the_policy_allows_exactly_what_is_inlined(number: int) -> None:
    page = Page(hostile_pages()[number])
    policy = next(a["content"] for tag, a in page.elements if "http-equiv" in a)
    digests = {
        tag: base64.b64encode(hashlib.sha256(page.text[tag].encode()).digest()).decode()
        for tag in ("style", "script")
    }
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digests['style']}'; "
        f"script-src 'sha256-{digests['script']}'; img-src data:; base-uri 'none'; "
        "form-action 'none'"
    )


def test_nothing_is_fetched() -> None:
    for page in hostile_pages():
        for tag, attributes in Page(page).elements:
            assert "src" not in attributes
            if tag == "link":
                assert (attributes["href"] or "").startswith("data:")
    assert not re.search(r"url\(|@import|fetch\(", html._asset("style.css"))
    assert not re.search(r"fetch\(|XMLHttp|innerHTML", html._asset("script.js"))


def test_a_missing_name_in_a_template_is_an_error() -> None:
    template = html._environment().from_string("{{ nothing }}")
    with pytest.raises(jinja2.UndefinedError):
        template.render()
    assert html._environment().from_string("{{ x }}").render(x="<b>") == "&lt;b&gt;"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_can_be_read(scheme: str) -> None:
    """WCAG AA: 4.5 to 1 for text on every ground it stands on."""
    light, dark = re.findall(r":root \{(.*?)\n *\}", html._asset("style.css"), re.DOTALL)[:2]
    colours = dict(re.findall(r"--([\w-]+): (#\w{6})", light if scheme == "light" else dark))
    grounds = ["paper", "sheet", "error-tint", "warning-tint"]
    for ink in ("ink", "muted"):
        for ground in grounds:
            assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
    for ink in ("accent", "error", "warning", "suggestion", "focus"):
        for ground in ("paper", "sheet"):
            assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2, 1 to 21."""
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# --- what an editor reads ---


def test_the_note_says_what_why_where_and_what_instead() -> None:
    note = finding(
        9,
        16,
        why="It was typed twice.",
        text="the the",
        suggestions=("the",),
        precision=0.985,
    )
    page = page_of(article("Paris in the the spring.", findings=(note,)))
    for part in (
        "A word stands twice.",
        "It was typed twice.",
        "<del><bdi>the the</bdi></del>",
        "<ins><bdi>the</bdi></ins>",
        '<button type="button" data-copy="the" aria-label="Copy the">Copy</button>',
        "<code>repetition.word</code>",
        "<li>repetition</li>",
        "fluency/grammar",
        "line 1:10",
        "98% right",
    ):
        assert part in page


def test_a_note_says_how_to_silence_its_rule() -> None:
    page = page_of(article("abc", findings=(finding(0, 1),)))
    assert '<code>ignore = ["repetition.word"]</code>' in page


@pytest.mark.parametrize(
    ("media_type", "kind", "line", "where"),
    [
        ("text/plain", BlockKind.PARAGRAPH, 'repetition.word["a -\\u002d&gt; b"]',
         "on a line of its own in a.txt.qualcheck"),
        ("text/markdown", BlockKind.PARAGRAPH, "&lt;!-- qualcheck-disable-line repetition.word --&gt;",
         "at the end of line 1"),
        ("text/html", BlockKind.CELL,
         '&lt;!-- qualcheck-disable-file repetition.word["a -\\u002d&gt; b"] --&gt;',
         "anywhere in the file"),
    ],
)  # fmt: skip
def test_a_note_says_how_to_silence_itself(
    media_type: str, kind: BlockKind, line: str, where: str
) -> None:
    report = article("a --> b", findings=(finding(0, 7, text="a --> b"),), media_type=media_type)
    block = report.blocks[0]._replace(kind=kind)
    report = dataclasses.replace(report, blocks=(block,))
    page = page_of(report).replace("&#34;", '"')
    assert f"<code>{line}</code> {where} <button" in page


def test_marks_are_not_struck_through() -> None:
    struck = finding(0, 3, text="the", suggestions=("",))
    stops = finding(4, 7, text=". .", suggestions=(".",))
    page = page_of(article("the . .", findings=(struck, stops)))
    assert "<del><bdi>the</bdi></del>" in page
    assert '<del class="marks"><bdi>. .</bdi></del>' in page


def test_a_message_reads_from_the_left_whatever_it_quotes() -> None:
    page = page_of(article("abc", findings=(finding(0, 1, message="'שלום' is left."),)))
    assert '<bdi dir="ltr">&#39;שלום&#39; is left.</bdi>' in page


def test_a_long_match_is_cut_between_words() -> None:
    assert wording.shortened("word " * 40).split() == ["word"] * 12 + ["…"] + ["word"] * 11
    assert wording.shortened("x" * 200) == f"{'x' * 60} … {'x' * 60}"


def test_only_suggestions_are_folded() -> None:
    folded = page_of(article("abc", findings=(finding(0, 1, "suggestion"),)))
    assert "<details>" in folded
    assert "<details>" not in page_of(article("abc", findings=(finding(0, 1, "warning"),)))


def test_many_suggestions_are_cut_and_counted() -> None:
    page = page_of(article("abc", findings=(finding(0, 1, suggestions=tuple("stuvwxyz")),)))
    assert page.count('class="offer"') == html.MOST_SUGGESTIONS
    assert "and 3 more" in page


def test_scores_and_figures() -> None:
    score = Score(96.25, (Deduction("a.b", Severity.WARNING, 3, 3.75),), 80, True, ("Accuracy",))
    metrics = (
        Metric("flesch_reading_ease", "Flesch Reading Ease", 61.3, "0-100"),
        Metric("smog_index", "SMOG", None, "years", "needs 30 sentences"),
    )
    page = page_of(
        article("abc", score=score, metrics=metrics, encoding="cp1251", encoding_origin="guessed")
    )
    for part in (
        "<strong>96.2</strong>",
        "indicative only",
        "Not assessed: Accuracy.",
        # 3 warnings of 1 in 80 words: 100 x 3 / 80 = 3.75.
        '<td class="num">3</td><td class="num">3</td><td class="num">−3.75</td>',
        "61.3",
        "needs 30 sentences",
        "English, 98% sure",
        '<bdi>cp1251</bdi> <span class="muted">(a guess)</span>',
    ):
        assert part in page


def test_the_dial_of_a_negative_score_is_empty() -> None:
    page = page_of(article("abc", score=Score(-4.25, (), 80, True)))
    assert "<strong>−4.2</strong>" in page
    assert 'class="level"' not in page


def test_the_deductions_add_up_to_the_score() -> None:
    found = tuple(finding(0, 1, rule="a.b") for _ in range(3))
    found += tuple(finding(0, 1, "warning", rule=f"c.{i}") for i in range(7))
    page = page_of(article("abc", findings=found, score=mqm_score(found, 1_300)))
    # 3 errors of 5 and 7 warnings of 1: 22 in 1,300 words, 1.692 of 100; 98.308 is left.
    assert "100 − 100 × 22 ⁄ 1,300 = <strong>98.3</strong>" in page
    assert (
        '<th scope="row">Together</th><td class="num">10</td><td class="num">22</td>'
        '<td class="num">−1.69</td>'
    ) in page
    penalties = re.findall(r'<td class="num">(\d+)</td><td class="num">−\d', page)
    assert [int(each) for each in penalties] == [15, 1, 1, 1, 1, 1, 1, 1, 22]


def test_what_is_written_in_two_ways_has_a_panel_with_all_places() -> None:
    places = (
        related(14, 17, "Ana"),
        related(4, 7, "Anna", "other"),
        related(8, 11, "Anna", "other"),
    )
    variant = finding(0, 3, "warning", rule="names.variant", text="Ana", related=places)
    same = finding(0, 3, text="said twice", related=(related(4, 7, "said twice", "other"),))
    page = page_of(article("Ana Anna, Anna, Ana", findings=(same, variant)))
    panel = page[page.index("Written in two ways") : page.index('class="desk"')]
    assert re.findall(r"<bdi>(\w+)</bdi></strong> <span class=\"muted\">(\d)×", panel) == [
        ("Ana", "2"), ("Anna", "2"),
    ]  # fmt: skip
    assert re.findall(r'href="#(m[\d-]+)">([\d:]+)', panel) == [
        ("m2", "1:1"), ("m2-1", "1:15"), ("m2-2", "1:5"), ("m2-3", "1:9"),
    ]  # fmt: skip
    assert "Written in two ways" not in page_of(article("abc", findings=(same,)))


def test_findings_that_clash_with_the_same_are_one_line() -> None:
    usual = related(20, 23, "colour", "other")
    texts = ("center", "labor", "center")
    strays = tuple(
        finding(i * 8, i * 8 + 1, text=text, related=(usual,)) for i, text in enumerate(texts)
    )
    panel = page_of(article("word " * 9, findings=strays)).partition("Written in two ways")[2]
    ways = re.findall(r'<bdi>(\w+)</bdi></strong> <span class="muted">(\d)×', panel)
    assert ways == [("center", "2"), ("labor", "1"), ("colour", "1")]


def test_two_findings_about_one_clash_are_one_line() -> None:
    usual = related(8, 11, "Kyiv", "other")
    twice = tuple(finding(i, i + 1, text="Kiev", related=(usual,)) for i in (0, 4))
    page = page_of(article("Kiev Kiev Kyiv", findings=twice))
    assert page.count('<strong><bdi>Kiev</bdi></strong> <span class="muted">2×') == 1


def test_origins_can_be_chosen_where_there_are_several() -> None:
    def found(*origins: str) -> str:
        findings = tuple(finding(0, 1, origin=origin) for origin in origins)
        return page_of(article("abc", findings=findings))

    assert 'id="from"' not in found("qualcheck", "qualcheck")
    page = found("qualcheck", "languagetool", "qualcheck+languagetool")
    assert '<option value="qualcheck">qualcheck (2)</option>' in page
    assert '<option value="languagetool">LanguageTool (2)</option>' in page
    assert 'data-origin="qualcheck languagetool"' in page
    assert "<li>qualcheck and LanguageTool</li>" in page


def test_readability_in_plain_words_beside_the_news() -> None:
    def words_for(value: float) -> str:
        ease = Metric(
            "flesch_reading_ease", "Ease", value, meaning="plain English", news=(40.2, 62.7)
        )
        grade = Metric("flesch_kincaid_grade", "Grade", 9.2, meaning="for all", news=(9.4, 13.4))
        return page_of(article("abc", metrics=(ease, grade)))

    assert "<strong>Plain English</strong>, for all." in words_for(50)
    assert "Reading ease 50.0: about as easy as most articles" in words_for(50)
    assert "Reading ease 65.6: easier than nine in ten articles" in words_for(65.6)
    assert "Reading ease 12.0: harder than nine in ten articles" in words_for(12)
    assert '<rect class="band" x="40.2" y="2" width="22.5" height="6"/>' in words_for(50)
    assert "news 9.4–13.4" in words_for(50)
    assert '<path d="M0 0v10"/>' in words_for(-8)


def test_style_is_told_beside_the_news() -> None:
    traits = tuple(Trait("x", f"Figure {share}", 1.25, share) for share in (5, 61, 95))
    metrics = (Metric("a", "A", 1.0), Metric("b", "B", 2.0))
    page = page_of(article("abc", metrics=metrics, profile=traits))
    for words in ("among the lowest 5%", "percentile 61", "among the highest 5%"):
        assert f'<td class="num">1.2</td><td class="muted">{words}</td>' in page
    assert "Style beside" not in page_of(article("abc", metrics=metrics))
    named = Trait("x", "Favourites", 6.0, 40, "sea 9×")
    page = page_of(article("abc", metrics=metrics, profile=(named,)))
    assert 'Favourites <span class="muted">(sea 9×)</span></th>' in page


def test_the_strip_has_a_tick_for_a_finding_and_a_bar_for_a_paragraph() -> None:
    text = "word " * 20
    passages = (Passage(Span(0, 100), 20, 7.0, False), Passage(Span(102, 202), 20, 31.4, True))
    report = article(
        text, text, findings=(finding(0, 4), finding(0, 4), finding(102, 103, "suggestion")),
        metrics=(Metric("a", "A", 1.0), Metric("b", "B", 2.0)), passages=passages, hardest=(Passage(Span(102, 110), 20, 31.4, True),),
    )  # fmt: skip
    page = page_of(report)
    assert '<path class="tick error" d="M0 18v-16"/>' in page
    assert '<path class="tick suggestion" d="M504 18v-6"/>' in page
    assert '<path class="years" d="M0 42v-7h493v7z"/>' in page
    assert '<path class="years hard" d="M504 42v-20h494v20z"/>' in page
    assert '<a href="#p1">word word word word word word …</a></th><td class="num">20</td>' in page
    assert '<td class="num">31 <span class="tag">hard</span></td><td class="num">1</td>' in page
    assert '<li><a href="#p2">word wor</a> <span class="muted">20 words, 31 years' in page
    assert {"p1", "p2"} <= set(Page(page).ids())
    assert 'class="strip"' not in page_of(article("abc"))


def test_figures_that_none_can_have_are_one_line() -> None:
    absent = [Metric(str(i), f"Figure {i}", None, "years", "needs 100 words") for i in range(7)]
    page = page_of(article("abc", metrics=tuple(absent)))
    assert "No figures: needs 100 words." in page
    assert "Figure 3" not in page
    present = [Metric(str(i), f"Figure {i}", 1.5, "years") for i in range(7)]
    page = page_of(article("abc", metrics=tuple(present)))
    assert page.index("7 formulas") < page.index("Figure 0") < page.index("Figure 6")


def test_a_score_says_when_not_all_was_checked() -> None:
    score = Score(100.0, (), 600, False)
    report = article("abc", score=score, not_run=(NotRun("9 rules for en", "it is German"),))
    assert "not all was checked" in page_of(report)
    assert "not all checked" in html.render_index(run_of(report), {})
    assert "not all" not in page_of(article("abc", score=score))


def test_an_unreadable_file_has_no_counts_in_the_index() -> None:
    page = html.render_index(run_of(FileReport("x.bin", error="not text")), {})
    assert '<td class="num error zero">–</td>' in page


def test_an_unreadable_file_says_so_and_nothing_else() -> None:
    page = page_of(FileReport("x.bin", error="not text"))
    assert "This file could not be read" in page
    assert "not text" in page
    assert "<article" not in page
    assert "Nothing found" not in page


def test_an_empty_file_says_so() -> None:
    assert "This file is empty" in page_of(FileReport("x.txt"))


def test_a_report_without_the_text_still_has_its_notes() -> None:
    page = page_of(article("abc def", findings=(finding(0, 1),), prose="", blocks=()))
    assert "not part of this report" in page
    assert 'id="f1"' in page
    assert 'href="#m1"' not in page


def test_clean_is_said_only_where_everything_ran() -> None:
    assert "Nothing found." in page_of(article("abc"))
    missing = page_of(article("abc", not_run=(NotRun("LanguageTool", "no Java"),)))
    assert "Nothing found." not in missing
    assert "<bdi>LanguageTool</bdi></strong> did not run: <bdi>no Java</bdi>" in missing
    failed = page_of(article("abc", faults=(Fault("a.b", "boom"),)))
    assert "Nothing found." not in failed
    assert "1 check failed" in failed


def test_blocks_keep_their_kinds() -> None:
    kinds = [BlockKind.HEADING, BlockKind.ITEM, BlockKind.ITEM, BlockKind.QUOTE, BlockKind.CAPTION]
    report = article("h", "i", "j", "q", "c")
    blocks = tuple(b._replace(kind=k) for b, k in zip(report.blocks, kinds, strict=True))
    page = page_of(dataclasses.replace(report, blocks=blocks))
    assert '<h3 id="p1" class="block heading" dir="auto">h</h3>' in page
    items = "\n".join(
        f'<li id="p{n}" class="block item" dir="auto">{text}</li>'
        for n, text in ((2, "i"), (3, "j"))
    )
    assert f"<ul>\n{items}\n</ul>" in page
    assert '<blockquote>\n<p id="p4" class="block quote" dir="auto">q</p>\n</blockquote>' in page
    assert '<p id="p5" class="block caption" dir="auto">c</p>' in page


def test_a_report_of_a_thousand_words_is_small() -> None:
    text = " ".join(["word"] * 1000)
    findings = tuple(
        finding(i * 60, i * 60 + 9, why="Why it matters. " * 8, suggestions=("word",))
        for i in range(80)
    )
    assert len(page_of(article(text, findings=findings)).encode()) < 155_000


@pytest.mark.parametrize(
    ("value", "shown"), [(100, "100.0"), (1234.56, "1,234.6"), (-3, "−3.0"), (-0.01, "0.0")]
)
def test_figure(value: float, shown: str) -> None:
    assert wording.figure(value) == shown


@pytest.mark.parametrize(("share", "shown"), [(1.0, "100%"), (0.999, "99%"), (0.5, "50%")])
def test_percent(share: float, shown: str) -> None:
    assert wording.percent(share) == shown


# --- the index ---


def test_the_index_lists_the_worst_first() -> None:
    def scored(path: str, points: float) -> FileReport:
        return article("abc", path=path, score=Score(points, (), 900, False))

    run = run_of(
        scored("b.txt", 99), scored("c.txt", 12), FileReport("d.txt", error="no"), scored("e", 50)
    )
    page = html.render_index(run, {})
    assert re.findall(r'<th scope="row"><bdi>(.*?)</bdi>', page) == ["d.txt", "c.txt", "e", "b.txt"]


def test_the_index_has_counts_links_rules_and_what_did_not_run() -> None:
    report = article(
        "abc def",
        findings=(finding(0, 1), finding(1, 2), finding(2, 3, "warning")),
        score=Score(71.25, (), 2, True),
        metrics=(Metric("flesch_reading_ease", "Flesch Reading Ease", 61.3),),
        not_run=(NotRun("LanguageTool", "no Java"),),
    )
    run = run_of(report, dataclasses.replace(report, path="b.txt"), user_errors=("c: no such",))
    page = html.render_index(run, {"a.txt": "a.txt.html"})
    for part in (
        '<a href="a.txt.html"><bdi>a.txt</bdi></a>',
        '<td class="num error">2</td><td class="num warning">1</td>',
        '<td class="num wide">61.3</td>',
        "2 files checked",
        "4 errors",
        "c: no such",
        "(2 files)</span></strong> did not run: <bdi>no Java</bdi>",
        '<td class="num">4</td><td class="num">2</td>',
        '<li><bdi>a.txt</bdi> <a class="place" href="a.txt.html#f1">1:1</a>, '
        '<a class="place" href="a.txt.html#f2">1:2</a></li>\n<li><bdi>b.txt</bdi> 1:1, 1:2</li>',
        '<th scope="col" class="num " aria-sort="ascending"><button type="button"',
    ):
        assert part in page


def test_a_rule_has_its_first_places_and_counts_the_rest() -> None:
    def with_findings(path: str, count: int) -> FileReport:
        found = tuple(finding(i, i + 1) for i in range(count))
        return article("word " * 9, findings=found, path=path)

    run = run_of(with_findings("few", 3), with_findings("many", 18))
    page = html.render_index(run, {"few": "few.html", "many": "many.html"})
    assert page.count('class="place"') == html.MOST_PLACES_OF_RULE == 20
    assert page.index("many.html#f18") < page.index("few.html#f2")
    assert "and 1 more" in page
    assert '<option value="repetition.word" data-rule="0">' in page
    assert page.count('<tr data-rules="0">') == 2


def test_the_index_shows_a_page_of_files_at_once() -> None:
    files = [article("abc", path=f"{i}.txt") for i in range(html.PAGE_OF_FILES + 1)]
    first, rest = html.render_index(run_of(*files), {}).split('<tbody class="rest">')
    assert first.count('data-rules=""') == html.PAGE_OF_FILES
    assert rest.count('data-rules=""') == 1
    assert "rest" not in html.render_index(run_of(*files[1:]), {}).split("<tbody>")[1]


def test_the_index_shows_how_the_files_are_spread() -> None:
    def scored(path: str, points: float, ease: float, meaning: str) -> FileReport:
        metric = Metric("flesch_reading_ease", "Ease", ease, meaning=meaning)
        return article("abc", path=path, score=Score(points, (), 9, False), metrics=(metric,))

    files = [
        scored("a", 100.0, 65.0, "plain"), scored("b", 99.4, 20.0, "hard"),
        scored("c", -7.0, 61.0, "plain"), FileReport("d", error="no"),
    ]  # fmt: skip
    spread = html._spread(run_of(*files))
    assert spread["Files by score"] == [
        ("100", 1), ("99 to 100", 1), ("97 to 99", 0), ("95 to 97", 0), ("90 to 95", 0),
        ("under 90", 1),
    ]  # fmt: skip
    assert spread["Files by ease of reading"] == [("plain", 2), ("hard", 1)]
    assert "Findings by category" not in spread
    page = html.render_index(run_of(*files), {})
    assert '<th scope="row">plain</th><td class="num">2</td><td><svg' in page
    assert "Over all files" not in html.render_index(run_of(files[0]), {})


def test_an_index_of_nothing() -> None:
    assert "No files were checked." in html.render_index(run_of(), {})


# --- files ---


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("seeds/x.txt", "seeds-x.txt.html"),
        ("../../etc/passwd", "etc-passwd.html"),
        ("/etc/passwd", "etc-passwd.html"),
        ("C:\\a\\b.md", "C-a-b.md.html"),
        ("..", "file.html"),
        ("", "file.html"),
        (".hidden", "hidden.html"),
        ("./a.txt", "a.txt.html"),
        ("новини/річка.txt", "новини-річка.txt.html"),
        ("con.txt", "file-con.txt.html"),
        ("a\x00b\n<c>.txt", "a-b-c-.txt.html"),
        ("x\udcff.txt", "x-.txt.html"),
    ],
)
def test_page_names(path: str, name: str) -> None:
    assert folder.page_names([path]) == {path: name}


def test_page_names_never_collide() -> None:
    paths = ["a/b", "a-b", "A-B", "index", "INDEX", "e\u0301", "\u00e9", "x" * 400, "y" + "x" * 400]
    names = folder.page_names(paths)
    assert len({name.casefold() for name in names.values()}) == len(paths)
    assert names["a/b"] == "a-b.html"
    assert "index.html" not in {name.lower() for name in names.values()}
    assert all(len(name.encode()) < 200 for name in names.values())


@given(st.lists(st.text(max_size=20), max_size=5))
def test_page_names_stay_in_their_folder(paths: list[str]) -> None:
    for name in folder.page_names(paths).values():
        assert Path(name).name == name
        assert name.endswith(".html")
        assert not name.startswith(".")


def test_write_reports(tmp_path: Path) -> None:
    run = run_of(article("One."), article("Two.", path="ö b/c.txt"))
    index = folder.write_reports(run, tmp_path / "deep" / "er")
    assert index == tmp_path / "deep" / "er" / "index.html"
    assert sorted(p.name for p in index.parent.iterdir()) == [
        "a.txt.html", "index.html", "ö-b-c.txt.html",
    ]  # fmt: skip
    page = Page(index.read_text(encoding="utf-8"))
    links = [a["href"] or "" for tag, a in page.elements if tag == "a" and "class" not in a]
    assert all((index.parent / unquote(link)).is_file() for link in links)
    assert "Two." in (index.parent / "ö-b-c.txt.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("workers", [1, 3])
def test_many_pages_are_all_written(tmp_path: Path, workers: int) -> None:
    files = [article(f"Text {i}.", path=f"{i}.txt") for i in range(folder.SPREAD_FROM + 5)]
    folder.write_reports(run_of(*files), tmp_path, workers=workers)
    assert len(list(tmp_path.iterdir())) == len(files) + 1
    for i in range(len(files)):
        assert f"Text {i}." in (tmp_path / f"{i}.txt.html").read_text(encoding="utf-8")


def test_one_of_many_pages_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "7.txt.html").mkdir()
    files = [article("Text.", path=f"{i}.txt") for i in range(folder.SPREAD_FROM + 5)]
    with pytest.raises(OutputError, match=r"7\.txt\.html: can't be written"):
        folder.write_reports(run_of(*files), tmp_path, workers=3)
    assert not (tmp_path / "index.html").exists()


def test_a_second_run_replaces_the_first(tmp_path: Path) -> None:
    folder.write_reports(run_of(article("One.")), tmp_path)
    folder.write_reports(run_of(article("Two.")), tmp_path)
    assert "Two." in (tmp_path / "a.txt.html").read_text(encoding="utf-8")
    assert len(list(tmp_path.iterdir())) == 2


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(OutputError, match=r"out: the report can't be written: File exists"):
        folder.write_reports(run_of(article("One.")), tmp_path / "out")


def test_a_failed_write_leaves_no_half_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device", os.fspath(target))

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError, match="No space left on device"):
        folder.write_reports(run_of(article("One.")), tmp_path)
    assert list(tmp_path.iterdir()) == []


WRITES_MANY = """
import sys
from pathlib import Path
from test_report_html import article, run_of
from qualcheck.report import folder

files = [article("Text. " * 40, path=f"{i}.txt") for i in range(1_500)]
print("ready", flush=True)
folder.write_reports(run_of(*files), Path(sys.argv[1]), workers=3)
"""


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_interrupted_run_leaves_no_half_page(tmp_path: Path, sent: signal.Signals) -> None:
    """The signal goes to the first process alone, which must see to the others."""
    (tmp_path / "index.html").write_text("of the run before", "utf-8")
    command = [sys.executable, "-c", WRITES_MANY, str(tmp_path)]
    tests = str(Path(__file__).parent)
    writer = subprocess.Popen(
        command, cwd=tests, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": tests}, start_new_session=True,
    )  # fmt: skip
    wait_until(lambda: len(list(tmp_path.glob("*.html"))) > 20)
    writer.send_signal(sent)
    writer.communicate(timeout=60)
    # Wherever they stand, the other processes end: none of the group is left.
    wait_until(lambda: not is_alive(writer.pid))
    pages = [path.read_text("utf-8") for path in tmp_path.glob("[0-9]*.html")]
    assert 20 <= len(pages) < 750
    assert all(page.endswith("</html>") for page in pages)
    assert (tmp_path / "index.html").read_text("utf-8") == "of the run before"
    if sent == signal.SIGINT:
        assert list(tmp_path.glob(".*")) == []


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def is_alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_index_tells_what_does_not_hold() -> None:
    page = html.render_index(run_of(article("One."), unmet=("<3> in the baseline",)), {})
    assert '<h2 id="unmet">Does not hold</h2>' in page
    assert "&lt;3&gt; in the baseline" in page
    assert "unmet" not in html.render_index(run_of(article("One.")), {})
