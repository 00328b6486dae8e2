"""What programs say to their user, at the end of a text; explanations that come back every time."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from qualcheck.check import Hit, detector, told_once
from qualcheck.document import BlockKind, Document, Span
from qualcheck.patterns import lazy

_ANYWHERE = (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.ITEM, BlockKind.QUOTE)

_CUES = ("let me know", "feel free", "hope this", "hope that", "hope the tr", "hesitate", "happy to", "glad to",
         "would you like", "do you want me", "anything else", "shall i", "just ask")  # fmt: skip
_OFFER = lazy(
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
_TO_READERS = lazy(
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
        "The guide is short. Feel free to tell us what you think of it.",
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
        if not match or len(match[0]) > LONGEST_OFFER or _is_for_readers(match[0]):
            continue
        if len(document.blocks) > 1 or _OF_TEXTS.search(match[0]):
            yield Span(block.prose.start + match.start(), block.prose.end)


_OF_TEXTS = lazy(
    r"(?i)\b(?:translat|version|changes?\b|adjust|revis|rephras|rewrit|edit(?:s|ed)?\b|tone\b|shorten"
    r"|formal|style\b|wording|proofread)"
)
"""Words of work on a text: a lone paragraph needs one, or it is a blog that ends so."""


def _is_for_readers(text: str) -> bool:
    """Whether somebody in the text speaks, or its author to the readers."""
    return any(mark in text for mark in '“”"') or bool(_TO_READERS.search(text))


_ABOUT_TEXT = (
    r"(?:translat(?:ed|ions?|e)|english\ (?:version|rendering|text)|(?:corrected|polished|improved)\ version|"
    r"(?:rewritten|proofread|corrected|polished|paraphrased|rephrased|revised|edited|improved|refined)"
    r"\ (?:version|text|article|translation))"
)
_PREAMBLE = lazy(
    rf"""(?xi) \W{{0,3}}
    (?:(?:sure(?:\ thing)?|certainly|of\ course|absolutely|okay|ok|great|alright|gladly|understood|no\ problem|with\ pleasure
        |happy\ to\ help|yes)\b[!,.:;—–-]*\s*
        (?:i(?:['’]d|\ would)\ be\ (?:happy|glad)\ to\ (?:help|assist)[^.!\n]*[.!]\s*)?)?
    (?:here(?:['’]s|\ is|\ are|\ you\ go\b[^a-z]{{0,3}}(?:the|your|an?)?)|below\ (?:is|are|you(?:['’]ll|\ will)\ find)
      |the\ following\ is|please\ find(?:\ below|\ attached)?|i(?:['’]ve|\ have)(?:\ now)?|i(?:['’]ll|\ will)|let\ me
      |as\ (?:you\ )?requested,?(?:\ here\ is)?)\b
    [^.!?\n]{{0,80}}?\b{_ABOUT_TEXT}\b[^.!?:\n]{{0,80}}(?::[\W]*|[.!]?\W*\Z)"""
)
_TEXT_WORDS = frozenset(
    "translation translated translate translations english rewritten proofread corrected polished paraphrased "
    "rephrased revised edited improved refined".split()
)
TOP_BLOCKS = 5


@detector(
    id="residue.preamble",
    category="residue",
    mqm="accuracy/addition",
    level="error",
    artefact="G1",
    scopes=_ANYWHERE,
    message="'{match}' was said to the client, not to the reader.",
    why="The answer of a chatbot was pasted with the words that led to it.",
    bad=[
        "[[Here is the translation of your text:]]\n\nThe council met on Friday.",
        "[[Sure! Here is the English version:]]\n\nThe council met on Friday.",
        "[[Sure! Here is the English version: ]]The council met on Friday.",
        "[[Certainly, here’s the story translated into English:]]\n\nThe council met on Friday.",
        "[[I have translated the article for you below.]]\n\nThe council met on Friday.",
        "[[**Below is the polished version of the report:**]]\n\nThe council met on Friday.",
    ],
    good=[
        "Here is the news.",
        "Here is the text of the speech:\n\nThe council met on Friday.",
        "The translation of the poem took years.",
        "I have translated three novels and a play.",
    ],
)  # fmt: skip
def preamble(document: Document) -> Iterator[Span]:
    """`Here is the translation:` at the head of one of the first blocks."""
    if document.tokens.places.keys().isdisjoint(_TEXT_WORDS):
        return
    for block in document.blocks[:TOP_BLOCKS]:
        match = _PREAMBLE.match(document.text(block.prose))
        if match and (match[0].rstrip(" *_\n").endswith(":") or _is_for_client(match[0])):
            yield Span(block.prose.start, block.prose.start + match.end())


def _is_for_client(text: str) -> bool:
    """Whether a sentence that needn't lead to anything speaks to whoever ordered the text."""
    return bool(re.search(r"(?i)\b(?:you|your|below|requested|here|the (?:text|article))\b", text))


_NOTE = lazy(
    r"""(?xi) [\W_]{0,4}(?:
    (?:(?:translation\ |important\ |brief\ |quick\ )?notes?|n\.b\.|nb|please\ note|disclaimer|remarks?|comments?)
        (?:\ (?:on|about)\ (?:the\ )?translation)?(?:\ that\b|\s?[*_)]{0,3}[:–—-]|(?<=please\ note),?)[\W_]{0,5}
        (?=.*\b(?:translat(?:ed|ion|or|ing|e)|original\ (?:text|article|meaning|tone|language)|source\ (?:text|language)
            |proper\ (?:names|nouns)|formatting)\b)
        .*\b(?:i(?:['’]ve|\ have)?\ (?:kept|left|preserved|retained|maintained|used|adapted|tried|translated|rendered|omitted
              |added|made|corrected|assumed)
          | (?:the|this|my)\ (?:english\ )?translation\ (?:is|was|keeps|preserves|maintains|retains|aims|may|above|below
              |follows|reflects|assumes|does)
          | (?:have|has|were|was|are)\ (?:been\ )?(?:kept|left|preserved|retained|translated|rendered|transliterated|adapted
              |omitted)
          | (?:literally|can\ be\ translated|translates?\ (?:as|to|literally)|untranslated|non-literal))\b.*
  | (?:i(?:['’]ve|\ have)?\ (?:kept|left|preserved|retained|maintained|used|adapted|tried|translated|rendered|omitted|added
          |made|corrected|adjusted|opted)
      |(?:the|this)\ translation\ (?:preserves|maintains|keeps|retains|aims|captures|is\ (?:as\ close|faithful|accurate|based)))\b
        .*\b(?:translat(?:ed|ion|or|ing|e)|original\ (?:text|article|meaning|tone|language|style|formatting)
            |source\ (?:text|language)|proper\ (?:names|nouns)|formatting|tone|idiom)\b.*
  | (?:this\ (?:article|text|page|content|document|story|post|translation)|the\ (?:article|text)\ above)
        \ (?:was|has\ been|is|were)\ (?:\w+\ )?(?:translated|created|generated|produced|done|written)\ (?:\w+\ ){0,3}?
        (?:automatically|by\ (?:a\ )?machine|(?:by|with|using)\ (?:the\ help\ of\ |an?\ )?
          (?:ai|artificial|automat|machine|google|deepl|chatgpt|gpt|neural|software)).*
  | (?:auto(?:matically)?|machine)[\ -]translated(?:\ (?:text|by|with|from|using)\b.{0,60})?[\W_]{0,4}
    )\Z"""
)
_NOTE_WORDS = (
    "translated", "translation", "translator", "translates", "translate", "untranslated", "auto-translated",
    "machine-translated", "original", "source", "proper", "formatting", "generated",
)  # fmt: skip
LONGEST_NOTE = 600


@detector(
    id="residue.model-note",
    category="residue",
    mqm="accuracy/addition",
    level="warning",
    artefact="G2",
    scopes=_ANYWHERE,
    message="'{match}' speaks about the translation, not about the subject.",
    why="Programs explain what they did; it was meant for the client.",
    bad=[
        "The council met on Friday.\n\n[[Note: The translation keeps the names as they are in the source.]]",
        "The council met on Friday.\n\n[[I have kept the proper names as they are.]]",
        "The council met on Friday.\n\n[[This article was translated automatically.]]",
    ],
    good=[
        "Note the translation of the poem by heart.",
        "The translation of the poem took years.",
        "This article was translated by Anna Lund.",
    ],
    known_misses=["The council met on Friday. I have kept the proper names as they are. It met again."],
)  # fmt: skip
def model_note(document: Document) -> Iterator[Span]:
    """`Note: I have kept the names as in the original text.` as a block."""
    seen: set[int] = set()
    for word in _NOTE_WORDS:
        for index in document.tokens.places.get(word, ()):
            block = document.block_at(document.tokens.starts[index])
            if block is None or block.prose.start in seen or len(block.prose) > LONGEST_NOTE:
                continue
            seen.add(block.prose.start)
            if _NOTE.match(document.text(block.prose)):
                yield block.prose


_GLOSS = lazy(r"([\w’'-]{2,40}) \(([a-zA-Z][^()\n]{3,60})\)")
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
        "The Rada (parliament) met. The Rada [[(parliament)]] left. The Rada (parliament) is tired.",
        "The SBU (Security Service) SBU [[(Security Service)]] said so.",
    ],
    good=[
        "The Rada (parliament) met. Then the Rada left, and the Duma (parliament) met.",
        "Kovel (left) and Lund (left) met. Kovel (right) left.",
        "The Rada (parliament) met and the Rada (parliament) left.",
    ],
)  # fmt: skip
def repeated_gloss(document: Document) -> Iterator[Hit]:
    """`Rada (parliament)` three times or more, or twice in a row; told once."""
    tokens = document.tokens
    glosses: dict[tuple[str, str], list[re.Match[str]]] = defaultdict(list)
    for bracket in tokens.places.get("(", ()):
        if match := bracket and _GLOSS.match(document.prose, tokens.starts[bracket - 1]):
            glosses[match[1].lower(), match[2].lower()].append(match)
    for matches in glosses.values():
        close = [b for a, b in zip(matches, matches[1:], strict=False) if b.start() - a.end() < 4]
        again = matches[1:] if len(matches) >= LEAST_TIMES else close
        if again:
            first, *rest = (Span(match.start(2) - 1, match.end()) for match in (matches[0], *again))
            yield told_once("residue.repeated-gloss", rest, against=[first])


DETECTORS = (preamble, offer, model_note, repeated_gloss)
