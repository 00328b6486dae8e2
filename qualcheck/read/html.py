"""HTML: the text that a reader of the page sees, in blocks.

Not `html.parser`: it takes time that grows with the square of a text of unclosed tags
(48 KB of them, 26 seconds), and what it does with broken markup changes between Python's
releases. The scanner here reads a page once, in time that grows with its length.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from enum import Enum, auto
from types import MappingProxyType
from typing import NamedTuple

from qualcheck.document import STAND_IN, BlockKind, Source
from qualcheck.patterns import lazy
from qualcheck.read.decode import Decoded
from qualcheck.read.prose import ProseBuilder

_KINDS = MappingProxyType(
    {
        **{f"h{n}": BlockKind.HEADING for n in range(1, 7)},
        **dict.fromkeys(("li", "dt", "dd"), BlockKind.ITEM),
        **dict.fromkeys(("td", "th"), BlockKind.CELL),
        **dict.fromkeys(("figcaption", "caption", "legend"), BlockKind.CAPTION),
        "blockquote": BlockKind.QUOTE,
    }
)
_CONTAINERS = frozenset({"ul", "ol", "dl", "menu", "table", "figure", "fieldset"})
"""Their end closes whatever was left open inside."""
_BLOCKS = frozenset(_KINDS) | _CONTAINERS | {
    "address", "article", "aside", "body", "button", "center", "details", "dialog", "div",
    "fieldset", "footer", "form", "header", "hgroup", "hr", "html", "main", "nav", "optgroup",
    "option", "p", "pre", "section", "select", "summary", "tbody", "tfoot", "thead", "tr",
}  # fmt: skip
_END_HEADING = frozenset({"p", "ul", "ol", "dl", "table", "blockquote", "figure", *_KINDS})
"""What can't stand in a heading, so that it ends one that was left open."""
_RAW = frozenset({"script", "style", "textarea", "title", "iframe", "noembed", "noframes", "xmp"})
"""Left out, and nothing inside is markup."""
_LEFT_OUT = frozenset(
    {"pre", "template", "noscript", "svg", "object", "audio", "video", "canvas", "math"}
)
_CODE = frozenset({"code", "kbd", "samp"})
_STOOD_FOR = _CODE | {"math"}
"""Left out, but part of a sentence: something must stand there."""
_VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
    "source", "track", "wbr",
})  # fmt: skip
_SIBLINGS = frozenset({"p", "li", "td", "th", "tr", "dt", "dd", "option"})
"""End where the next of their kind begins; many writers leave out the end tag."""


TAG = lazy(r"<(/?)([a-zA-Z][^\s/>]*)")
"""The begin of a tag: whether it closes an element, and the element's name."""


class _Event(Enum):
    TEXT = auto()
    COMMENT = auto()
    OPEN = auto()
    CLOSE = auto()


class _Piece(NamedTuple):
    """Text or a tag, with its source span. `name` is a tag's, in lower case."""

    event: _Event
    name: str
    start: int
    end: int


def read(decoded: Decoded, shown: str) -> Source:
    """The source of a page: its visible text; code, scripts and what is hidden left out."""
    builder = ProseBuilder(decoded.text)
    Page(builder).read(0, len(decoded.text))
    return builder.finish(decoded, shown, "text/html")


def _pieces(text: str) -> Iterator[_Piece]:
    """The text, the tags and the comments of a page, in order; declarations left out."""
    at = 0
    last_gt = text.rfind(">")
    scanner = _Scanner(text)
    while (lt := text.find("<", at)) >= 0 and lt < last_gt:
        end = scanner.markup_end(lt)
        if end is None:  # a `<` that is just that
            yield _Piece(_Event.TEXT, "", at, lt + 1)
            at = lt + 1
            continue
        if at < lt:
            yield _Piece(_Event.TEXT, "", at, lt)
        at = end
        if tag := TAG.match(text, lt, end):
            name = tag[2].lower()
            yield _Piece(_Event.CLOSE if tag[1] else _Event.OPEN, name, lt, end)
            # XHTML closes a script by `/>`.
            if name in _RAW and not tag[1] and text[end - 2] != "/":
                at = scanner.raw_end(name, end)
        elif text.startswith("<!--", lt):
            yield _Piece(_Event.COMMENT, "", lt, end)
    if at < len(text):
        yield _Piece(_Event.TEXT, "", at, len(text))


class _Scanner:
    """Finds the ends of markup. Remembers what isn't there, so that nothing is sought twice."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._missing: set[str] = set()
        self._quotes_pair = True

    def markup_end(self, start: int) -> int | None:
        """Where the markup that begins with the `<` at `start` ends; None where it's none."""
        after = self.text[start + 1 : start + 2]
        if after == "!":
            return self._declaration_end(start)
        if after == "?" or (after == "/" and self._is_letter(start + 2)):
            return self._find(">", start)
        return self._tag_end(start) if self._is_letter(start + 1) else None

    def raw_end(self, name: str, start: int) -> int:
        """Where the content of a raw element ends: `start` itself if it is never closed."""
        if name not in self._missing:
            if end := re.compile(rf"(?i)</{name}(?=[\s/>])").search(self.text, start):
                return end.start()
            self._missing.add(name)
        return start

    def _is_letter(self, at: int) -> bool:
        char = self.text[at : at + 1]
        return char.isascii() and char.isalpha()

    def _find(self, mark: str, start: int) -> int | None:
        if mark in self._missing:
            return None
        found = self.text.find(mark, start)
        if found < 0:
            self._missing.add(mark)
            return None
        return found + len(mark)

    def _declaration_end(self, start: int) -> int | None:
        if self.text.startswith("<!--", start):
            # `<!-->` is a whole comment. One that never ends is text: better to show what
            # is broken than to check nothing after it.
            return self._find("-->", start + 2)
        if self.text.startswith("<![CDATA[", start):
            return self._find("]]>", start)
        return self._find(">", start)

    def _tag_end(self, start: int) -> int | None:
        if self._quotes_pair:
            tag = re.compile(
                r"""(?x)
                <
                (?: [^>=]++                                 # names, blanks, bare values
                  | =\s*+ (?: "[^"]*+" | '[^']*+' | )       # a quoted value may hold a >
                )*+
                >
                """
            ).match(self.text, start)
            if tag:
                return tag.end()
            self._quotes_pair = False  # to the end of the text: never again
        return self._find(">", start)


_ATTRIBUTE = lazy(
    r"""(?x)
    ( [^\s=>/"']++ )                                            # or the element's own name
    (?: \s*+ = \s*+ ( "[^"]*+" | '[^']*+' | [^\s>"']++ ) )?+
    """
)


def is_left_out(name: str, tag: str) -> bool:
    """Whether an element is no prose: code and the like, or hidden, as its start tag says."""
    return name in _RAW or name in _LEFT_OUT or name in _CODE or _is_hidden(name, tag)


def stands_in_sentence(name: str) -> bool:
    """Whether an element that is left out is part of a sentence: something must stand there."""
    return name in _STOOD_FOR


def _is_hidden(name: str, tag: str) -> bool:
    if name in {"body", "html", "main"} or not re.search(r"(?i)hidden|display", tag):
        return False
    return any(_hides(key.lower(), value.strip("\"'").lower()) for key, value in _attributes(tag))


def _attributes(tag: str) -> Iterator[tuple[str, str]]:
    """The names and the values of a start tag's attributes, as they are written."""
    return ((match[1], match[2] or "") for match in _ATTRIBUTE.finditer(tag, 1))


def _hides(key: str, value: str) -> bool:
    match key:
        case "hidden":
            return value in {"", "hidden", "true"}
        case "aria-hidden":
            return value.strip().startswith("true")
        case "style":
            return re.search(r"(?<![\w-])display\s*:\s*none", value) is not None
        case _:
            return False


class Page:
    """Builds the prose of a page: of a whole text, or of the stretches of one that are HTML."""

    def __init__(self, builder: ProseBuilder) -> None:
        self.text = builder.text
        self.builder = builder
        self._stack: list[tuple[str, BlockKind, int]] = []
        self._open: Counter[str] = Counter()
        self._in_block = False
        self._gap: tuple[str, int, int] | None = None  # a blank or newline, if text follows
        self._left_out: str | None = None  # the element that is being left out,
        self._left_out_from = 0  # where it began,
        self._left_out_depth = 0  # and how often it is open
        self._last_close: dict[str, int] = {}

    def read(self, start: int, end: int) -> None:
        """Add what a reader sees of the source between two offsets. What is left open there is
        so for the next stretch, but for a block of text and what is left out.
        """
        for piece in _pieces(self.text[start:end]):
            self._take(piece._replace(start=piece.start + start, end=piece.end + start))
        self._end_block()
        self._left_out = None

    def _take(self, piece: _Piece) -> None:
        """Add what a piece has to say."""
        if self._left_out is not None and not self._ends_left_out(piece):
            return
        if piece.event is _Event.TEXT:
            self._add_text(piece.start, piece.end)
        elif piece.event is _Event.COMMENT:
            self.builder.comment(piece.start, piece.end)
        elif piece.event is _Event.OPEN:
            self._open_tag(piece)
        elif piece.name in _BLOCKS:
            self._close_block(piece.name)

    def _ends_left_out(self, piece: _Piece) -> bool:
        """Whether what is left out ends with or before `piece`, and `piece` is to be taken."""
        name, kept_out = piece.name, self._left_out
        if piece.event in (_Event.TEXT, _Event.COMMENT):
            return False
        if kept_out in _CODE and name in _BLOCKS:  # its end was forgotten
            return self._end_left_out(piece.start)
        if name != kept_out:
            return False
        if piece.event is _Event.OPEN and name in _SIBLINGS:
            return self._end_left_out(piece.start)
        self._left_out_depth += 1 if piece.event is _Event.OPEN else -1
        if not self._left_out_depth:
            self._end_left_out(piece.end)
            return name in _BLOCKS
        return False

    def _end_left_out(self, end: int) -> bool:
        if stands_in_sentence(self._left_out or ""):
            self._add_visible(STAND_IN, self._left_out_from, end)
        self._left_out = None
        return True

    def _open_tag(self, piece: _Piece) -> None:
        name = piece.name
        if name in _BLOCKS:
            self._open_block(name)
        elif name == "br":
            self._break_line(piece)
        if self._is_left_out(piece):
            self._left_out, self._left_out_from, self._left_out_depth = name, piece.start, 1

    def _is_left_out(self, piece: _Piece) -> bool:
        name = piece.name
        if name in _VOID or self.text[piece.end - 2] == "/":
            return False
        if not is_left_out(name, self.text[piece.start : piece.end]):
            return False
        return self._last_close_of(name) > piece.start  # or it would swallow the whole rest

    def _last_close_of(self, name: str) -> int:
        if name not in self._last_close:
            ends = re.finditer(rf"(?i)</{re.escape(name)}(?=[\s/>])", self.text)
            self._last_close[name] = max((end.start() for end in ends), default=-1)
        return self._last_close[name]

    def _open_block(self, name: str) -> None:
        if self._stack and self._stack[-1][1] is BlockKind.HEADING and name in _END_HEADING:
            self._pop()
        if name in _KINDS or name in _CONTAINERS:
            kind, level = self._kind()
            kind = _KINDS.get(name, kind)
            level = int(name[1]) if kind is BlockKind.HEADING and name in _KINDS else level
            self._stack.append((name, kind, level if kind is BlockKind.HEADING else 0))
            self._open[name] += 1
        self._end_block()

    def _close_block(self, name: str) -> None:
        if self._open[name]:
            while self._pop() != name:
                pass
        self._end_block()

    def _pop(self) -> str:
        name = self._stack.pop()[0]
        self._open[name] -= 1
        return name

    def _kind(self) -> tuple[BlockKind, int]:
        return self._stack[-1][1:] if self._stack else (BlockKind.PARAGRAPH, 0)

    def _end_block(self) -> None:
        self.builder.end()
        self._in_block, self._gap = False, None

    def _break_line(self, piece: _Piece) -> None:
        if not self._in_block:
            return
        if self._gap and self._gap[0] == "\n":  # two in a row: what many use for a paragraph
            self._end_block()
            return
        self._gap = ("\n", self._gap[1] if self._gap else piece.start, piece.end)

    def _add_text(self, start: int, end: int) -> None:
        """Add text with references; source offsets."""
        at = start
        reference = re.compile(
            r"""(?x)
            & (?: \# [xX] [0-9a-fA-F]{1,8}
                | \# [0-9]{1,8}
                | [a-zA-Z] [a-zA-Z0-9]{0,39}
              ) ;?                              # HTML takes some without their semicolon
            """
        )
        for match in reference.finditer(self.text, start, end):
            self._add_plain(at, match.start())
            self._add_reference(*match.span())
            at = match.end()
        self._add_plain(at, end)

    def _add_reference(self, start: int, end: int) -> None:
        from html import unescape

        written = self.text[start:end]
        meant = unescape(written)
        if meant == written:
            self._add_plain(start, end)
        elif meant.strip(" \t\n\r\f"):
            self._add_visible(meant, start, end)
        elif meant:
            self._add_blank(start, end)

    def _add_plain(self, start: int, end: int) -> None:
        """Add text without references, its blanks run together as a browser does."""
        at = start
        for blank in re.compile(r"[ \t\n\r\f]{2,}|[\t\n\r\f]").finditer(self.text, start, end):
            self._add_words(at, blank.start())
            self._add_blank(*blank.span())
            at = blank.end()
        self._add_words(at, end)

    def _add_words(self, start: int, end: int) -> None:
        """Add text whose only blanks are single spaces, perhaps one at either end."""
        if start < end and self.text[start] == " ":
            self._add_blank(start, start + 1)
            start += 1
        ends_blank = start < end and self.text[end - 1] == " "
        if start < end - ends_blank:
            self._add_visible(None, start, end - ends_blank)
        if ends_blank:
            self._add_blank(end - 1, end)

    def _add_blank(self, start: int, end: int) -> None:
        if self._in_block:
            kind, first = (self._gap[0], self._gap[1]) if self._gap else (" ", start)
            self._gap = (kind, first, end)

    def _add_visible(self, prose: str | None, start: int, end: int) -> None:
        """Add `prose` for a source span, or the span itself, after the gap before it."""
        if not self._in_block:
            self.builder.begin(*self._kind())
            self._in_block = True
        elif self._gap:
            self._add_gap(*self._gap)
        self._gap = None
        if prose is None:
            self.builder.exact(start, end)
        else:
            self.builder.stand_in(prose, start, end)

    def _add_gap(self, prose: str, start: int, end: int) -> None:
        if self.text[start:end] == prose == " ":
            self.builder.exact(start, end)
        else:
            self.builder.stand_in(prose, start, end)
