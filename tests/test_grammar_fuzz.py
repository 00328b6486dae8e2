"""The rules about grammar stand any order of words: they find what they find, and never raise."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qualcheck.analyse import analyse
from qualcheck.detectors import (
    agreement,
    gaps,
    grammar,
    pronouns,
    subjects,
    verbforms,
    wordclass,
    wordorder,
)
from qualcheck.read import read_bytes

CHECKS = [
    check
    for module in (agreement, gaps, grammar, pronouns, subjects, verbforms, wordclass, wordorder)
    for check in module.DETECTORS
]
WORDS = (
    "The the a an his her their its my of to in on and but that which who if because is are was has "
    "have had will can must may do did not don't he she they we it him them himself mine one these "
    "many more most better mill mills mayor towns said went closed old quickly decide decision Lund "
    "Also Is Said Currently so as since , . ; “ ” ? 1990 It's US"
).split()


@given(st.lists(st.sampled_from(WORDS), max_size=25))
def test_any_order_of_words(words: list[str]) -> None:
    document = analyse(read_bytes(" ".join(words).encode(), "x.txt"), language="en")
    for check in CHECKS:
        for hit in check.run(document):
            assert hit.rule == check.info.id
            assert 0 <= hit.span.start <= hit.span.end <= len(document.prose)
