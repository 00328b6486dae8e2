"""A lazy pattern does what the pattern does, and nothing before it is asked."""

from __future__ import annotations

import re

import pytest

from qualcheck.patterns import lazy


def test_it_is_compiled_at_its_first_use() -> None:
    broken = lazy("(")
    with pytest.raises(re.error):
        broken.search("text")


def test_it_finds_what_the_pattern_finds() -> None:
    pattern = lazy(r"(?P<word>b\w+)", re.IGNORECASE)
    assert [match["word"] for match in pattern.finditer("a Bad bee")] == ["Bad", "bee"]
    assert pattern.sub("x", "a Bad bee") == "a x x"
    assert pattern.pattern == r"(?P<word>b\w+)"
