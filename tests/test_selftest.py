"""The contract of examples: every way in which a rule can fail it is seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest

from qualcheck.check import Check, Example, Hit, RuleInfo, told_once
from qualcheck.document import Document, Span
from qualcheck.findings import Severity
from qualcheck.selftest import Failure, failures_of, mark, repair, run_examples


@dataclass(frozen=True, slots=True)
class StubCheck:
    """Describes rules; `find` below does the looking."""

    rules: tuple[RuleInfo, ...]
    name: str = "stub"

    def run(self, document: Document) -> Iterator[Hit]:
        # Hits come from `find`, which applies the pipeline's guards.
        raise AssertionError(document)


def rule(
    *,
    id: str = "test.teh",  # noqa: A002
    bad: Sequence[Example] = (Example.parse("in [[teh]] end", "in the end"),),
    good: Sequence[str] = ("in the end",),
    known_misses: Sequence[str] = (),
) -> RuleInfo:
    return RuleInfo(
        id=id, category="words", mqm="spelling", level=Severity.WARNING, message="", why="",
        bad=tuple(bad), good=tuple(map(Example, good)), known_misses=tuple(known_misses),
    )  # fmt: skip


def find_with(suggestions: tuple[str, ...] = ("the",), word: str = "teh") -> object:
    def find(check: Check, text: str) -> Sequence[Hit]:
        starts = [i for i in range(len(text)) if text.startswith(word, i)]
        ours = [Hit(check.rules[0].id, Span(i, i + len(word)), suggestions) for i in starts]
        return [*reversed(ours), Hit("another.rule", Span(0, 1))]

    return find


def failures(info: RuleInfo, find: object = None) -> list[Failure]:
    return run_examples([StubCheck((info,))], find or find_with())  # type: ignore[arg-type]


def test_a_sound_rule_fails_nothing_and_others_hits_are_not_its_own() -> None:
    assert failures(rule()) == []


def test_several_marks_are_several_hits() -> None:
    two = Example.parse("[[teh]] end of [[teh]] day", "the end of the day")
    assert failures(rule(bad=[two])) == []
    (failure,) = failures(rule(bad=[Example.parse("[[teh]] end of teh day")]))
    assert "expected: [[teh]] end of teh day" in failure.what
    assert "actual:   [[teh]] end of [[teh]] day" in failure.what


@pytest.mark.parametrize(
    ("info", "expected"),
    [
        (rule(bad=[]), "it has no bad example"),
        (rule(good=[]), "it has no good example"),
        (rule(bad=[Example("teh")]), "a bad example without [[ ]]"),
        (rule(bad=[Example.parse("in [[the]] end")]), "actual:   no hit"),
        (rule(bad=[Example.parse("in [[teh end]]")]), "actual:   in [[teh]] end"),
        (rule(good=["see teh end"]), "speaks on a good example"),
        (rule(known_misses=["teh"]), "finds a known miss now: move it to bad"),
        (rule(bad=[Example.parse("in [[teh]] end", "in that end")]), "actual:   in the end"),
    ],
)
def test_each_breach_is_told(info: RuleInfo, expected: str) -> None:
    (failure,) = failures(info)
    assert failure.rule == "test.teh"
    assert expected in failure.what


def test_a_known_miss_that_is_still_missed_is_fine() -> None:
    assert failures(rule(known_misses=["in eht end"])) == []


def test_fixed_needs_a_suggestion() -> None:
    (failure,) = failures(rule(), find_with(()))
    assert "suggests nothing" in failure.what


def test_no_hit_may_be_left_in_fixed() -> None:
    info = rule(bad=[Example.parse("in [[teh]] end", "in teh  end")])
    (failure,) = failures(info, find_with(("teh ",)))
    assert failure.text == "in teh  end"
    assert "speaks on the fixed text, too" in failure.what


def test_ids_are_unique_over_all_checks() -> None:
    checks = [StubCheck((rule(),)), StubCheck((rule(),))]
    (failure,) = run_examples(checks, find_with())  # type: ignore[arg-type]
    assert str(failure) == "test.teh: another rule has the same id"


def test_a_failure_shows_rule_text_and_marks() -> None:
    info = rule(good=["see teh end"])
    (failure,) = failures_of(StubCheck((info,)), info, find_with())  # type: ignore[arg-type]
    assert str(failure) == (
        "test.teh: speaks on a good example\n"
        "  actual:   see [[teh]] end\n"
        "  text:     see teh end"
    )  # fmt: skip


@pytest.mark.parametrize(
    "marked", ["", "no mark", "[[a]]", "[[a]][[b]] c", "a[[]]b", "[[teh]] end of [[teh]]"]
)
def test_marks_are_the_reverse_of_parsing(marked: str) -> None:
    example = Example.parse(marked)
    assert mark(example.text, example.spans) == marked


def test_repair_takes_the_first_suggestions_from_the_end() -> None:
    hits = [Hit("r", Span(0, 1), ("long", "x")), Hit("r", Span(2, 3), ("",))]
    assert repair("a b c", hits) == "long  c"


def test_what_is_told_once_is_mended_everywhere() -> None:
    hit = told_once("a.b", [Span(8, 11), Span(0, 3)], against=[Span(4, 7)], suggestions=("the",))
    assert repair("teh the teh", [hit]) == "the the the"
