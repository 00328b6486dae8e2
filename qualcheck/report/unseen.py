"""Text that can't be seen, made visible on a page without a change to the text itself."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby

from qualcheck.document import STAND_IN, STAND_IN_SHOWN

SYMBOLS = {
    " ": "␣", "\t": "⇥", "\n": "↵", "\r": "↵",
    "\N{NO-BREAK SPACE}": "NBSP", "\N{NARROW NO-BREAK SPACE}": "NNBSP", "\N{SOFT HYPHEN}": "SHY",
    "\N{ZERO WIDTH SPACE}": "ZWSP", "\N{ZERO WIDTH NON-JOINER}": "ZWNJ",
    "\N{ZERO WIDTH JOINER}": "ZWJ", "\N{WORD JOINER}": "WJ", "\N{ZERO WIDTH NO-BREAK SPACE}": "BOM",
    "\N{LEFT-TO-RIGHT MARK}": "LRM", "\N{RIGHT-TO-LEFT MARK}": "RLM",
    "\N{LEFT-TO-RIGHT EMBEDDING}": "LRE", "\N{RIGHT-TO-LEFT EMBEDDING}": "RLE",
    "\N{POP DIRECTIONAL FORMATTING}": "PDF", "\N{LEFT-TO-RIGHT OVERRIDE}": "LRO",
    "\N{RIGHT-TO-LEFT OVERRIDE}": "RLO", "\N{LEFT-TO-RIGHT ISOLATE}": "LRI",
    "\N{RIGHT-TO-LEFT ISOLATE}": "RLI", "\N{FIRST STRONG ISOLATE}": "FSI",
    "\N{POP DIRECTIONAL ISOLATE}": "PDI",
}  # fmt: skip
"""What is drawn for characters that can't be seen; the rest show their code point."""

JOINERS = frozenset("\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}")
"""Part of emoji and of Persian spelling: drawn only where a match is nothing else."""

BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
"""Letters and marks that Unicode gives no ink (Default_Ignorable_Code_Point)."""


def _is_blank(char: str) -> bool:
    """Whether a character leaves no ink: blanks, controls, format characters, selectors."""
    return (
        unicodedata.category(char) in {"Cc", "Cf", "Zs", "Zl", "Zp"}
        or char in BLANK_LETTERS
        or "\ufe00" <= char <= "\ufe0f"
    )


def _is_hidden(char: str) -> bool:
    """Whether a character needs a symbol even between visible ones: it has no width at all."""
    return unicodedata.category(char) == "Cf" and char not in JOINERS and char < "\U000e0000"


def _symbol(char: str, count: int) -> str:
    """What to draw for a run of one invisible character."""
    if char == STAND_IN:
        return STAND_IN_SHOWN
    symbol = SYMBOLS.get(char, f"U+{ord(char):04X}")
    return symbol * count if count <= 3 and len(symbol) == 1 else _times(symbol, count)


def _times(symbol: str, count: int) -> str:
    return symbol if count == 1 else f"{symbol}×{count}"


@dataclass(frozen=True, slots=True)
class Bit:
    """A stretch of text, with the symbol to draw for it where it can't be seen."""

    text: str
    symbol: str = ""


def bits(text: str, *, marked: bool = True) -> list[Bit]:
    """Split text into what is shown as it is and what needs a symbol; joined, it is the same.

    Outside marks only the stand-in for code and images has one: a soft hyphen or a joiner that
    nobody complains of is left in peace.
    """
    if not marked:
        return _split(text, frozenset(STAND_IN))
    if all(map(_is_blank, text)):
        return _split(text, frozenset(text))
    return _split(text, frozenset(c for c in set(text) if c == STAND_IN or _is_hidden(c)))


def _split(text: str, drawn: frozenset[str]) -> list[Bit]:
    """Cut text at every run of one character out of `drawn`."""
    if drawn.isdisjoint(text):
        return [Bit(text)] if text else []
    runs = groupby(text, key=lambda char: char if char in drawn else "")
    pieces = ((char, "".join(run)) for char, run in runs)
    return [Bit(run, _symbol(char, len(run)) if char else "") for char, run in pieces]


def label(text: str) -> str:
    """A name, a path or a message for people: what can't be seen or turns text round is spelt.

    Blanks and joiners stay: messages have line breaks, names have emoji.
    """
    if text.isascii() and text.isprintable():
        return text
    spelt = (f"[U+{ord(char):04X}]" if _is_spelt(char) else char for char in text)
    return "".join(spelt).replace(STAND_IN, STAND_IN_SHOWN)


def _is_spelt(char: str) -> bool:
    if char in "\t\n\r" or char in JOINERS:
        return False
    return unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"} or char in BLANK_LETTERS


def encodable(page: str) -> str:
    """The page with what HTML or UTF-8 can't carry replaced, character by character.

    Controls become their pictures (U+2400 …), since parsers drop or complain of them; lone
    surrogates become U+FFFD.
    """
    return _UNFIT.sub(lambda match: _stand_in(match[0]), page)


_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def _stand_in(char: str) -> str:
    if char == "\x7f":
        return "\N{SYMBOL FOR DELETE}"
    return chr(0x2400 + ord(char)) if char < " " else "\N{REPLACEMENT CHARACTER}"
