"""What stands behind a headline and is none of it: the page's title went through the translation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from qualcheck.check import Hit, detector
from qualcheck.document import BlockKind, Document, Span
from qualcheck.patterns import lazy

LONGEST_LINE = 260
LEAST_HEADLINE = 16
"""Characters that a headline has before the tail."""
REACH = 80
"""Characters from a part's end in which it begins."""
MOST_PIECES = 5
"""Parts of a page's title behind its headline: `(Paper) - Section - Site`."""
LONGEST_NAME = 6
"""Words of a paper's or a site's name."""

_PIECE = lazy(
    r"""\s+[|•·»–—-]{1,2}\s* (?P<plain>(?:(?!\s-)[^|•·»–—()\[\]<>\n]){2,70}?) \s*$
      | \s* [(\[<] (?P<inside>[^()\[\]<>\n]{2,60}) [)\]>]? \s*$""",
    re.VERBOSE,
)
"""The last part of a line, behind a separator or in brackets."""

_DOMAIN = lazy(
    r"(?:\w[\w-]*\.){1,3}(?:com|org|net|ru|ua|tv|info|eu|pl|de|by|kz|rs|ba|mk|al|bg|ro|md|lt|lv|ee|cz|sk|hu|gr|tr|ge|am"
    r"|az|uz|kg|me|hr|si|it|fr|es|pt|cn|jp|kr|in|is|fi|se|no|dk|nl|at|ch|uk)",
    re.IGNORECASE,
)
_DATE = lazy(r"\d{1,2}(?:\s?[./-]\s?\d{1,2})+\s?[./-]?\s?(?:20)?\d\d")
_WORD = lazy(r"[^\W_][\w’'.&-]*!?")

SITES = frozenset(
    "yahoo msn wikipedia youtube huffpost buzzfeed sputnik "
    "ukrainska rbc lenta gazeta novosti izvestia kommersant vedomosti pravda".split()
)
"""Sites whose name alone tells the tail of a page's title."""
BROADCASTERS = frozenset(
    "BBC CNN DW RT ABC CBS NBC NHK RTL ZDF ARD RAI CGTN TBC NBS UTY ANN SBS KBS".split()
)
"""Names that a headline also ends in to say whose news it is (`Dam breaks - CNN`)."""
AGENCIES = frozenset(
    "xinhua xinhuanet chinanews interfax ukrinform tass reuters afp dpa unian yonhap kyodo".split()
)
_MARKED = frozenset("|•·»")

KINDS = frozenset(
    """news newspaper newspapers newsroom press herald post times daily weekly web website online
    portal agency tv television radio gazette tribune journal magazine observer chronicle telegraph
    broadcasting media digital edition newswire today live sports""".split()
)
"""What English calls the media, as the last word of their names."""
FOREIGN_KINDS = frozenset(
    """shimbun shinbun nippo minpo hochi ilbo zeitung tageblatt tagblatt anzeiger rundschau
    nachrichten kurier gazeta wyborcza rzeczpospolita vesti vecer vecernji dnevnik novine novosti
    noviny zpravy pravda noticias diario diário jornal folha periodico periódico correo corriere
    gazzetta giornale courrier quotidien haber haberleri gazetesi gazete krant dagblad courant
    nieuws tidning tidningen avisen bladet sanomat uutiset hirek hírek hirlap hírlap ziar stiri
    știri delfi postimees fréttablaðið morgunblaðið mbl berita koran izvestiya vedomosti""".split()
)
"""What other languages call them."""
_FIRST_KINDS = frozenset({"radio", "tv", "television", "gazeta", "daily", "agency", "sky", "nhk"})
_JOINERS = frozenset("of the and in for to de la le el da do del di & 's a an".split())
_SINGLE_KINDS = frozenset({"website", "site", "portal", "newspaper", "agency", "channel"})
_QUALIFIERS = frozenset(
    """good bad fake big breaking old no more latest hard best worst modern our these new great sad
    happy hot end first last real such war is are as what all some his her their this that local
    social mass end ancient difficult hard dangerous other many football extreme""".split()
)
"""Before a kind these make a plain phrase of it (`Good News`, `Social Media`), no name."""


class _Piece(NamedTuple):
    """One part of a line: where it begins, with its separator, and what it says."""

    start: int
    separator: str
    text: str


@detector(
    id="residue.headline-tail",
    category="residue",
    mqm="accuracy/addition",
    level="warning",
    artefact="A11",
    message="'{match}' is the name of the page or the site, not part of the headline.",
    why="The title of a web page ends in the name of its site; the headline doesn't.",
    sources=["https://developer.mozilla.org/en-US/docs/Web/HTML/Element/title"],
    scopes=(BlockKind.HEADING, BlockKind.PARAGRAPH),
    bad=[
        (
            "Council opens the new bridge over the river[[ | River News]]\n\nThe council met on Friday.",
            "Council opens the new bridge over the river\n\nThe council met on Friday.",
        ),
        (
            "Council opens the new bridge over the river[[ - River.com.ua]]\n\nThe council met on Friday.",
            "Council opens the new bridge over the river\n\nThe council met on Friday.",
        ),
        "Council opens the new bridge over the river[[ (Valley Shimbun) - Yahoo! news]]\n\nThe council met on Friday.",
        "Bridge over the river opens[[ - Valley Observer - a professional bridge news website]]\n\nThe council met.",
        "Bridge over the river opens at last[[ - Valley Daily - Hills Online]]\n\nThe council met on Friday.",
        "Bridge over the river opens at last[[ - Gazeta Dolina]]\n\nThe council met on Friday.",
    ],
    good=[
        "He read of the bridge in the paper and on the site - River News.",
        "The bridge, the council and the river: all the news\n\nThe council met on Friday.",
        "Bridge opens - good news for the town\n\nThe council met on Friday.",
        "Bridge Opens At Last - Good News\n\nThe council met on Friday.",
        "The bridge over the river is mined - CNN\n\nThe council met on Friday.",
        "Bridge over the river opens at last (Valley Post) - Yahoo! News\n\nThe council met on Friday.",
        "Bridge over the river opens (photos)\n\nThe council met on Friday.",
        "Bridge over the river opens - and the council meets in the daily press\n\nIt met.",
    ],
)  # fmt: skip
def headline_tail(document: Document) -> Iterator[Hit]:
    """The name of a paper or a site at the end of a line that is a headline, with what stands
    between the two: another paper in brackets, a section, a date.
    """
    for span in _tails(document):
        if not _is_kept(document.text(span)):
            yield Hit("residue.headline-tail", span, ("",))


def _tails(document: Document) -> Iterator[Span]:
    """The ends of headlines that name a paper or a site."""
    if document.tokens.characters.isdisjoint("|•·»–—-([<"):
        return
    for block in document.blocks:
        if block.kind not in {BlockKind.HEADING, BlockKind.PARAGRAPH}:
            continue
        start = block.prose.start
        for line in document.text(block.prose).split("\n"):
            if len(line) <= LONGEST_LINE and (tail := _tail(line)) is not None:
                yield Span(start + tail, start + len(line.rstrip()))
            start += len(line) + 1


_PORTAL = lazy(r"(?:Yahoo! ?News|MSN News|Google News)$")


def _is_kept(tail: str) -> bool:
    """Whether people who translate a page keep such a tail: an agency's or a broadcaster's name by
    itself, a portal's as the portal writes it.
    """
    if _PORTAL.search(tail):
        return True
    words = [word.rstrip("!.") for word in _WORD.findall(tail)]
    lower = {word.lower() for word in words}
    named = not AGENCIES.isdisjoint(lower) or not BROADCASTERS.isdisjoint(words)
    named = named or lower == {"china", "news"}
    return named and lower.isdisjoint(SITES) and _MARKED.isdisjoint(tail) and "(" not in tail


def _tail(line: str) -> int | None:
    """Where the names of papers and sites begin that end a line; None where it has none."""
    if line.rstrip().endswith((".", "?")):
        return None
    pieces = _pieces(line)
    length = _names_at_end(pieces)
    if not length:
        return None
    length += _between(pieces[length:])
    start = pieces[length - 1].start
    headline = line[:start]
    if len(headline) < LEAST_HEADLINE or len(headline.split()) < 3:
        return None
    return None if re.search(r"[.!?]\s+\S+(?:\s+\S+){12}", headline) else start


def _pieces(line: str) -> list[_Piece]:
    """The parts of a line from its end, as far as they are short."""
    found: list[_Piece] = []
    end = len(line)
    while len(found) < MOST_PIECES and (match := _PIECE.search(line, max(0, end - REACH), end)):
        separator = match[0].lstrip()[:1]
        found.append(_Piece(match.start(), separator, match["plain"] or match["inside"]))
        end = match.start()
    return found


def _names_at_end(pieces: Sequence[_Piece]) -> int:
    """How many parts from the end make the name of a site: one, or two where the last is its
    description or the day.
    """
    if not pieces:
        return 0
    last, before = pieces[0], pieces[1] if len(pieces) > 1 else None
    if _DATE.fullmatch(last.text) or _is_description(last.text):
        is_name = before and (
            _is_site(before) or (_is_description(last.text) and _is_capitalised(before.text))
        )
        return 2 if is_name else 0
    words = _WORD.findall(last.text)
    alone = (
        not {*BROADCASTERS, "Reuters", "AFP", "TASS"}.isdisjoint(words)
        and last.separator not in _MARKED
    )
    if alone and not (before and _is_site(before)) and not _has_kind(words):
        return 0
    return 1 if _is_site(last) else 0


def _between(pieces: Sequence[_Piece]) -> int:
    """How many parts before the site's name belong to it: papers in brackets, what stands between
    two strokes. A part between hyphens may be the headline's (`Dam breaks - ministry - Site`).
    """
    count = 0
    for i, piece in enumerate(pieces, 1):
        short = len(piece.text.split()) <= LONGEST_NAME
        closed = piece.separator in "([<" and (piece.text[0].isupper() or "." in piece.text)
        if not (_is_site(piece) or (short and (closed or piece.separator in _MARKED))):
            break
        count = i
    return count


def _is_capitalised(text: str) -> bool:
    """Whether all words of a short name begin with a capital or a figure."""
    words = _WORD.findall(text)
    return 0 < len(words) <= LONGEST_NAME and all(
        word[0].isupper() or word[0].isdecimal() or word in _JOINERS for word in words
    )


def _is_description(text: str) -> bool:
    """Whether a part says what the site is, in plain words: `a professional news website`."""
    words = text.lower().rstrip(" .").split()
    return 2 <= len(words) <= 7 and words[-1] in _SINGLE_KINDS and "'" not in text


def _has_kind(words: Sequence[str]) -> bool:
    return any(word.lower().rstrip("!") in KINDS for word in words)


def _is_site(piece: _Piece) -> bool:
    """Whether a part is the name of a paper, a broadcaster or a site."""
    if any(map(_DOMAIN.fullmatch, piece.text.split())):
        return len(piece.text.split()) <= LONGEST_NAME
    words = [word.rstrip("!.") for word in _WORD.findall(piece.text)]
    lower = [word.lower().removesuffix("'s") for word in words]
    if not words or len(words) > LONGEST_NAME or not words[0][0].isupper():
        return False
    if not (SITES | AGENCIES).isdisjoint(lower):
        return all(w[0].isupper() or w.lower() in KINDS | _JOINERS for w in words)
    if not _is_capitalised(piece.text):
        return False
    if not FOREIGN_KINDS.isdisjoint(lower) or not BROADCASTERS.isdisjoint(words):
        return True
    return len(words) > 1 and _is_named_kind(lower)


def _is_named_kind(words: Sequence[str]) -> bool:
    """Whether a name's last word, or its first, is a kind of paper, and the name no plain phrase."""
    if words[0] in _FIRST_KINDS:
        return True
    last = len(words) - 1
    while last and words[last] in KINDS and words[last - 1] in KINDS:
        last -= 1
    return words[last] in KINDS and words[last - 1] not in _QUALIFIERS | _JOINERS


DETECTORS = (headline_tail,)
