"""What programs say to their user, at the end of a text; explanations that come back every time."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from qualcheck.check import detector
from qualcheck.document import BlockKind, Document, Span

_ANYWHERE = (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.ITEM, BlockKind.QUOTE)

_CUES = ("let me know", "feel free", "hope this", "hope that", "hope the tr", "hesitate", "happy to", "glad to",
         "would you like", "do you want me", "anything else", "shall i", "just ask")  # fmt: skip
_OFFER = re.compile(
    r"""(?xi) (?:(?<=[.!?:)\]”"]\ )|(?<=\n)|\A) [\W_]{0,4}(?:
        (?:please\ )?let\ me\ know\ (?:if|whether|how|what|which)\b
      | if\ (?:you|there|any)\b[^.!?\n]{0,120}\b(?:let\ me\ know|feel\ free|just\ (?:ask|say)|don['’]t\ hesitate
          |i(?:['’]m|['’]d|\ am|\ would)\b.{0,10}\b(?:happy|glad))
      | (?:please\ )?feel\ free\ to\ (?:ask|reach\ out|let\ me|contact|request|share|send|provide|adjust|modify|edit)\b
      | (?:please\ )?(?:do\ not|don['’]t)\ hesitate\ to\ (?:ask|contact|reach\ out|let\ me)\b
      | (?:i\ )?hope\ (?:this|that|the)\ (?:translation\ |version\ |text\ )?(?:helps|is\ helpful|meets|works|suits|captures)\b
      | (?:would|do)\ you\ (?:like|want|need)\ (?:me\ to|a|an|another|any|the|further|more)\b[^.!?\n]{0,100}\?
      | (?:shall|should|can|may)\ i\ (?:also\ )?(?:adjust|provide|continue|proceed|translate|help|refine)\b[^.!?\n]{0,100}\?
      | is\ there\ anything\ else\b[^.!?\n]{0,60}\?
      | i(?:['’]m|['’]d|['’]ll|\ am|\ would|\ will)(?:\ be)?(?:\ also)?\ (?:happy|glad|ready)\ to
          \ (?:help|assist|translate|adjust|provide|revise|refine|make|continue)\b
    )[^\n]*\Z"""
)
_TO_READERS = re.compile(
    r"(?i)comment|github|e-?mail|contact|website|page|post\b|form\b|phone|\bcall\b|@|issue|tracker|\bus\b|\bthem\b|"
    r"readers|recommend|social|twitter|facebook|subscri|order|number|worth|submit|join|review"
)
"""What the author of a blog or a letter adds, who does want to hear from the reader."""
LAST_BLOCKS = 2
LONGEST_OFFER = 200
"""Characters: a longer stretch to the end of a block is a text of its own."""


@detector(
    id="residue.offer",
    category="residue",
    mqm="accuracy/addition",
    level="warning",
    artefact="G6",
    scopes=_ANYWHERE,
    message="'{match}' was said to the client, not to the reader.",
    why="Chatbots end with an offer of more help.",
    bad=[
        "The council met on Friday.\n\n[[Let me know if you need any changes!]]",
        "The council met on Friday. [[Let me know if you need any changes!]]",
        "The council met on Friday.\n\n[[I hope this translation meets your needs.]]",
        "The council met on Friday.\n\n[[If you would like a more formal version, just let me know.]]",
        "The council met on Friday.\n\n[[Feel free to ask if you have questions.]]",
    ],
    good=[
        "The council met on Friday.\n\nIf there are floods, let your neighbours know.",
        "“Let me know if you can come,” she said on Friday.",
        "Let me know if you can come.\n\nThe council met.\n\nIt talked.\n\nIt left.",
        "I hope this ends soon.",
    ],
)  # fmt: skip
def offer(document: Document) -> Iterator[Span]:
    """`Let me know if …`, `I hope this helps`, at the end of one of the last blocks."""
    for block in document.blocks[-LAST_BLOCKS:]:
        text = document.text(block.prose)
        lowered = text.lower()
        if not any(cue in lowered for cue in _CUES):
            continue
        match = _OFFER.search(text)
        if match and len(match[0]) <= LONGEST_OFFER and not _is_for_readers(match[0]):
            yield Span(block.prose.start + match.start(), block.prose.end)


def _is_for_readers(text: str) -> bool:
    """Whether somebody in the text speaks, or its author to the readers."""
    return any(mark in text for mark in '“”"') or bool(_TO_READERS.search(text))


_GLOSS = re.compile(r"(?<!\w)([\w’'-]{2,40}) \(([a-zA-Z][^()\n]{3,60})\)")
LEAST_TIMES = 3


@detector(
    id="residue.repeated-gloss",
    category="residue",
    mqm="style/awkward-style",
    level="suggestion",
    artefact="G10",
    message="'{match}' was explained before; once is enough.",
    why="A program that translates piece by piece explains a word each time it comes.",
    bad=[
        "The Rada (parliament) met. The Rada [[(parliament)]] left. The Rada [[(parliament)]] is tired.",
        "The SBU (Security Service) SBU [[(Security Service)]] said so.",
    ],
    good=[
        "The Rada (parliament) met. Then the Rada left, and the Duma (parliament) met.",
        "Kovel (left) and Lund (left) met. Kovel (right) left.",
        "The Rada (parliament) met and the Rada (parliament) left.",
    ],
)  # fmt: skip
def repeated_gloss(document: Document) -> Iterator[Span]:
    """`Rada (parliament)` for the third time, or twice in a row."""
    if len(document.tokens.places.get("(", ())) < 2:
        return
    glosses: dict[tuple[str, str], list[re.Match[str]]] = defaultdict(list)
    for match in _GLOSS.finditer(document.prose):
        glosses[match[1].lower(), match[2].lower()].append(match)
    for matches in glosses.values():
        close = [b for a, b in zip(matches, matches[1:], strict=False) if b.start() - a.end() < 4]
        again = matches[1:] if len(matches) >= LEAST_TIMES else close
        for match in again:
            yield Span(match.start(2) - 1, match.end())


DETECTORS = (offer, repeated_gloss)
