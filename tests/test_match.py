"""The pipeline from hits to findings: guards, levels, overlaps, faults."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from conftest import MakeDocument

from qualcheck.check import Detector, Hit, detector, told_once
from qualcheck.document import BlockKind, Document, Span
from qualcheck.errors import EngineUnavailable
from qualcheck.findings import Fault, NotRun, Relation, Severity
from qualcheck.match import Selection, match


def check(function: object, **changes: object) -> Detector:
    described: dict[str, object] = {
        "id": "test.rule", "category": "words", "mqm": "style/awkward", "level": "warning",
        "message": "'{match}' → '{suggestion}'.", "why": "Because.", "bad": ["[[x]]"], "good": ["y"],
    }  # fmt: skip
    return detector(**{**described, **changes})(function)  # type: ignore[arg-type]


def words_with_x(document: Document) -> Iterator[Hit]:
    for token in document.tokens:
        if token.text.startswith("x"):
            yield Hit("test.rule", token.span, ("ex",))


def test_a_hit_becomes_a_finding_in_the_source(document: MakeDocument) -> None:
    found = match(document("One **two** xray four.", path="a.md"), [check(words_with_x)])
    (finding,) = found.findings
    assert (finding.line, finding.column, finding.end_column) == (1, 13, 17)
    assert finding.message == "'xray' → 'ex'."
    assert finding.context == ("One two", "four .")
    assert found.faults == ()


def test_verbatim_text_is_left_alone(document: MakeDocument) -> None:
    found = document("See https://xx.org and xray here.")
    spans = [f.text for f in match(found, [check(words_with_x)]).findings]
    assert spans == ["xray"]


def test_scope_limits_a_rule(document: MakeDocument) -> None:
    found = document("# xray\n\nHere is xenon.\n", path="a.md")
    only = check(words_with_x, scopes={BlockKind.HEADING})
    assert [f.text for f in match(found, [only]).findings] == ["xray"]


@pytest.mark.parametrize(
    ("selection", "severity"),
    [
        (Selection(), Severity.WARNING),
        (Selection(select=("words",)), Severity.WARNING),
        (Selection(select=("test",)), Severity.WARNING),
        (Selection(select=("names",)), None),
        (Selection(ignore=("test.rule",)), None),
        (Selection(levels={"test.rule": "error"}), Severity.ERROR),
        (Selection(levels={"words": "off"}), None),
        (Selection(levels={"words": "off", "test.rule": "suggestion"}), Severity.SUGGESTION),
        (Selection(min_severity=Severity.ERROR), None),
    ],
)
def test_selection(document: MakeDocument, selection: Selection, severity: Severity | None) -> None:
    found = match(document("An xray here."), [check(words_with_x)], selection).findings
    assert [f.severity for f in found] == ([severity] if severity else [])


def test_one_check_that_fails_is_a_fault_and_the_rest_goes_on(document: MakeDocument) -> None:
    def broken(_: Document) -> Iterator[Span]:
        raise ZeroDivisionError("oh")

    found = match(document("An xray here."), [check(broken, id="test.broken"), check(words_with_x)])
    assert found.faults == (Fault("test.broken", "ZeroDivisionError: oh"),)
    assert len(found.findings) == 1


def test_a_missing_engine_is_said(document: MakeDocument) -> None:
    def needs_engine(_: Document) -> Iterator[Span]:
        raise EngineUnavailable("no parser")

    found = match(document("An xray here."), [check(needs_engine)])
    assert found.not_run == (NotRun("test.rule", "no parser"),)


def test_another_language_is_said(document: MakeDocument) -> None:
    found = match(document("Ein xray hier.", language="de"), [check(words_with_x)])
    assert found.findings == ()
    assert found.not_run == (NotRun("1 rules for en", "the text is set to be in 'de'"),)


def test_of_two_findings_on_one_place_the_louder_stays(document: MakeDocument) -> None:
    quiet = check(words_with_x)
    loud = check(
        lambda d: (Hit("test.loud", h.span) for h in words_with_x(d)), id="test.loud", level="error"
    )
    found = match(document("An xray here."), [quiet, loud])
    assert [f.rule for f in found.findings] == ["test.loud"]


def test_one_damage_seen_by_two_categories_is_told_once(document: MakeDocument) -> None:
    """At the same level the finding that can be mended stays, though the other is longer."""
    odd = check(
        lambda d: (Span(h.span.start - 3, h.span.end) for h in words_with_x(d)),
        id="test.odd", category="grammar",
    )  # fmt: skip
    found = match(document("An xray here."), [odd, check(words_with_x)])
    assert [(f.rule, f.text) for f in found.findings] == [("test.rule", "xray")]


def test_findings_of_two_categories_that_only_touch_on_each_other_stay(
    document: MakeDocument,
) -> None:
    beside = check(
        lambda d: (Span(h.span.start + 2, h.span.end + 3) for h in words_with_x(d)),
        id="test.beside", category="grammar",
    )  # fmt: skip
    whole = check(lambda d: [Span(0, len(d.prose))], id="test.whole", category="structure")
    text = "An xray here in a text that is longer than a place."
    found = match(document(text), [beside, whole, check(words_with_x)])
    assert {f.rule for f in found.findings} == {"test.rule", "test.beside", "test.whole"}


def test_a_small_finding_beside_many_is_compared_with_all_it_touches(
    document: MakeDocument,
) -> None:
    text = "xa xb xc xd xe xf xg xh xi xj xk xl"
    loud = check(lambda d: [Span(0, len(d.prose))], id="test.loud", level="error")
    assert len(match(document(text), [check(words_with_x)]).findings) == 12
    found = match(document(text), [check(words_with_x), loud])
    assert [f.rule for f in found.findings] == ["test.loud"]


def test_fingerprint_survives_moves(document: MakeDocument) -> None:
    def fingerprint(text: str) -> str:
        (finding,) = match(document(text), [check(words_with_x)]).findings
        return finding.fingerprint

    here = fingerprint("He took an xray of it today.")
    assert here == fingerprint("New first line.\n\nThen he took an xray of it today, too.")
    assert here != fingerprint("He took an xray for me today.")


def all_x_at_once(document: Document) -> Iterator[Hit]:
    places = [token.span for token in document.tokens if token.text.startswith("x")]
    against = [token.span for token in document.tokens if token.text == "ex"]
    yield told_once("test.rule", places[::-1], against=against, suggestions=("ex",))


def test_what_is_told_once_has_its_other_places_in_the_source(document: MakeDocument) -> None:
    found = match(
        document("An ex.\n\n**One** xa and xa.\n\nTwo xa.", path="a.md"), [check(all_x_at_once)]
    )
    (finding,) = found.findings
    assert (finding.line, finding.column) == (3, 9)
    assert [(p.relation, p.line, p.column, p.end_column, p.text) for p in finding.related] == [
        (Relation.SAME, 3, 16, 18, "xa"),
        (Relation.SAME, 5, 5, 7, "xa"),
        (Relation.OTHER, 1, 4, 6, "ex"),
    ]


def test_what_is_told_once_is_told_at_its_first_place_in_bounds(document: MakeDocument) -> None:
    text = "# An xa.\n\nSee https://example.org/xa now.\n\nThree xa and xa."
    (finding,) = match(document(text, path="a.md"), [check(all_x_at_once)]).findings
    assert (finding.line, finding.column) == (5, 7)
    assert [(p.line, p.column) for p in finding.related] == [(5, 14)]
    (only,) = match(document("# xa\n\nAn xa.", path="a.md"), [check(all_x_at_once)]).findings
    assert (only.line, only.related) == (3, ())
    assert not match(document("# An xa.", path="a.md"), [check(all_x_at_once)]).findings


def test_a_fingerprint_does_not_know_of_related_places(document: MakeDocument) -> None:
    once, twice = (
        match(document(text), [check(all_x_at_once)]).findings[0]
        for text in ("He took an xray of it.", "He took an xray of it. An xray is cheap.")
    )
    assert once.fingerprint == twice.fingerprint
