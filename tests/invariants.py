"""What holds for every Source, whatever was read."""

from __future__ import annotations

from itertools import pairwise

from qualcheck.document import Source, Span


def assert_sound(source: Source) -> None:
    """Assert the invariants of a source: its segments, its blocks, and the way back."""
    assert "\r" not in source.prose
    _assert_segments(source)
    _assert_blocks(source)
    _assert_way_back(source)


def _assert_segments(source: Source) -> None:
    prose_end = source_end = 0
    for segment in source.segments:
        assert segment.prose.start == prose_end, "segments touch in prose"
        assert len(segment.prose), "no segment is empty in prose"
        assert segment.source.start >= source_end, "segments are sorted in the source"
        prose_end, source_end = segment.prose.end, segment.source.end
        if segment.exact:
            written = source.text[segment.source.start : segment.source.end]
            assert written == source.prose[segment.prose.start : segment.prose.end]
    assert prose_end == len(source.prose), "segments cover the prose"
    assert source_end <= len(source.text)


def _assert_blocks(source: Source) -> None:
    end = 0
    for block in source.blocks:
        assert block.prose.start >= end, "blocks are sorted and disjoint"
        end = block.prose.end
        words = source.prose[block.prose.start : end]
        assert words, "no block is empty"
        assert words == words.strip(), "blocks are trimmed"
    assert end <= len(source.prose)


def _assert_way_back(source: Source) -> None:
    spans = [source.to_source(Span(at, at + 1)) for at in range(len(source.prose))]
    for before, after in pairwise(spans):
        assert before.start <= after.start
        assert before.end <= after.end
    for span in (*spans, source.to_source(Span(0, len(source.prose)))):
        assert span.end <= len(source.text)
