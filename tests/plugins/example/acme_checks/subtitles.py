"""Reads SubRip subtitles: the lines of speech are prose, numbers and times are not."""

from __future__ import annotations

import re

from qualcheck.document import BlockKind, Source
from qualcheck.read.decode import decode
from qualcheck.read.prose import ProseBuilder

CUE = r"(?m)^\d+\r?\n\d\d:\d\d:\d\d,\d{3} --> \d\d:\d\d:\d\d,\d{3}.*\r?\n"


def read(data: bytes, shown: str) -> Source:
    """A paragraph a cue."""
    decoded = decode(data, None)
    text = decoded.text
    builder = ProseBuilder(text)
    starts = [cue.end() for cue in re.finditer(CUE, text)]
    ends = [cue.start() for cue in re.finditer(CUE, text)][1:]
    for start, end in zip(starts, [*ends, len(text)], strict=True):
        builder.begin(BlockKind.PARAGRAPH)
        builder.exact(start, start + len(text[start:end].rstrip()))
        builder.end()
    return builder.finish(decoded, shown, "application/x-subrip")
