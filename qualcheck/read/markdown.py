"""Markdown: CommonMark with tables, strikethrough and front matter.

The parser tells the lines of a block and the pieces of its text, not where in the lines the
pieces stand. So a block's text is laid against its lines, and the pieces against its text,
from left to right. A piece that doesn't fit makes the rest of its block a stand-in: the
place is then coarse, never wrong.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from qualcheck.document import STAND_IN, BlockKind, Source
from qualcheck.read.decode import Decoded
from qualcheck.read.html import TAG, Page, is_left_out, stands_in_sentence
from qualcheck.read.prose import ProseBuilder

if TYPE_CHECKING:  # the parser takes 50 ms to load
    from markdown_it import MarkdownIt
    from markdown_it.token import Token


def read(decoded: Decoded, shown: str) -> Source:
    """The source of a Markdown text; code and front matter left out."""
    parser = _parser()
    builder, lines = ProseBuilder(decoded.text), _Lines(decoded.text)
    page = Page(builder)
    for part in _parts(parser.parse(_without_toml(decoded.text)), lines):
        if isinstance(part, _Text):
            builder.begin(part.kind, part.level)
            _Inline(builder, part, parser).add_all()
        else:
            _add_html(page, part)
    return builder.finish(decoded, shown, "text/markdown")


DEEPEST = 200
"""Levels of quotations and lists in each other that are read; the parser's own limit is 20."""


def _without_toml(text: str) -> str:
    """The text with front matter in TOML blanked out: the parser knows only that in YAML."""
    found = re.match(r"\+\+\+[ \t]*\r?\n.*?^\+\+\+[ \t]*$", text, re.DOTALL | re.MULTILINE)
    return re.sub(r"[^\r\n]", " ", found[0]) + text[found.end() :] if found else text


def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.front_matter import front_matter_plugin

    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).use(front_matter_plugin)
    # Without text_join an escape and an entity stay tokens of their own, with their source.
    return parser.enable(["table", "strikethrough"]).disable("text_join")


def _add_html(page: Page, raw: _Html) -> None:
    """Add what is seen of a block of HTML. One in a quotation or a list, whose lines begin with
    marks that are not its own, has comments only.
    """
    if not raw.nested:
        page.read(raw.start, raw.end)
    elif not re.compile(r"(?i)\s*<(?:script|style|textarea|pre)[\s>]").match(raw.content):
        _add_comments(page.builder, raw.start, raw.end)


def _add_comments(builder: ProseBuilder, start: int, end: int) -> None:
    """Note the comments between two source offsets that hold raw HTML."""
    at = builder.text.find("<!--", start, end)
    while at >= 0 and (close := builder.text.find("-->", at, end)) >= 0:
        builder.comment(at, close + 3)
        at = builder.text.find("<!--", close, end)


class _Lines:
    """The lines of a text, as the parser counts them: from 0, ended by LF, CR LF or CR."""

    def __init__(self, text: str) -> None:
        self._text = text
        newlines = [match.span() for match in re.finditer(r"\r\n?|\n", text)]
        self._starts = [0, *(end for _, end in newlines)]
        self._ends = [*(start for start, _ in newlines), len(text)]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Source offsets of lines `first` to `last`, both included, without the last newline."""
        return self._starts[first], self._ends[last]

    def __getitem__(self, line: int) -> str:
        return self._text[self._starts[line] : self._ends[line]]


class _Html(NamedTuple):
    """A block of raw HTML, with its source offsets."""

    start: int
    end: int
    content: str
    nested: bool


@dataclass(frozen=True, slots=True)
class _Text:
    """The text of a block, the prefixes of its lines taken off, with the way to the source.

    `anchors` pairs an offset in the text with one in the source; up to the next anchor both
    run alike. There are none where the text could not be laid against its lines.
    """

    kind: BlockKind
    level: int
    token: Token
    anchors: tuple[tuple[int, int], ...]
    whole: tuple[int, int]
    """Source offsets between which the text stands."""

    def source(self, offset: int) -> int:
        """The source offset of an offset in the text."""
        in_text, in_source = self.anchors[max(self._anchors_to(offset) - 1, 0)]
        return in_source + offset - in_text

    def _anchors_to(self, offset: int) -> int:
        """How many anchors stand at or before an offset in the text."""
        return bisect_right(self.anchors, offset, key=lambda anchor: anchor[0])

    def source_end(self, offset: int) -> int:
        """The source offset after the character before `offset`, which is over 0."""
        return self.source(offset - 1) + 1

    def runs(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The source spans of the text from `start` to `end`."""
        inner = self.anchors[self._anchors_to(start) : self._anchors_to(end - 1)]
        for first, last in pairwise((start, *(in_text for in_text, _ in inner), end)):
            yield self.source(first), self.source_end(last)


def _parts(tokens: Sequence[Token], lines: _Lines) -> Iterator[_Text | _Html]:
    """The texts of the blocks and the blocks of HTML, in order."""
    kinds = {
        "heading": BlockKind.HEADING,
        "list_item": BlockKind.ITEM,
        "blockquote": BlockKind.QUOTE,
        "th": BlockKind.CELL,
        "td": BlockKind.CELL,
    }
    stack = [(BlockKind.PARAGRAPH, 0)]
    done = 0
    for token in tokens:
        name = token.type.removesuffix("_open").removesuffix("_close")
        if name in kinds and token.nesting == 1:
            stack.append((kinds[name], int(token.tag[1]) if name == "heading" else 0))
        elif name in kinds:
            stack.pop()
        elif token.type == "inline" and token.content and token.map:
            align = _align_cell if stack[-1][0] is BlockKind.CELL else _align_lines
            anchors, whole = align(token, lines, done)
            done = whole[1]
            yield _Text(*stack[-1], token, anchors, whole)
        elif token.type == "html_block" and token.map:
            first, after = token.map
            yield _Html(*lines.span(first, after - 1), token.content, nested=token.level > 0)


_Alignment = tuple[tuple[tuple[int, int], ...], tuple[int, int]]
"""Anchors, and the whole, as in _Text."""


def _align_lines(token: Token, lines: _Lines, done: int) -> _Alignment:
    """Lay a text against its lines; `done` is the source offset before which all is taken."""
    first, after = token.map or (0, 1)
    start, end = lines.span(first, after - 1)
    whole = max(start, done), max(end, done)
    anchors, offset = [], 0
    written = token.content.split("\n")
    while first < after - 1 and _column(written[0].rstrip(), lines[first]) is None:
        first += 1  # a line of no-break spaces: the parser strips it from the text's start
    for number, line in enumerate(written, first):
        words = line.lstrip(" \t")
        column = _column(words.rstrip(), lines[number]) if number < after else None
        if column is None:
            return (), whole
        anchors.append((offset + len(line) - len(words), lines.span(number, number)[0] + column))
        offset += len(line) + 1
    return tuple(anchors), whole


def _column(words: str, line: str) -> int | None:
    """Where in its line the text of a block stands: at the end, but for `## Title ##`."""
    if (mark := re.match(r"[^#]*#{1,6}\s+", line)) and line.startswith(words, mark.end()):
        return mark.end()
    written = line.rstrip()
    return len(written) - len(words) if written.endswith(words) else None


def _align_cell(token: Token, lines: _Lines, done: int) -> _Alignment:
    """Find a table cell in its line, after the cell before, which ends at `done`."""
    line = (token.map or (0, 1))[0]
    line_start, line_end = lines.span(line, line)
    start = max(line_start, done)
    # The parser takes the backslash from `\|` before it looks at the text.
    column = lines[line].find(token.content.replace("|", r"\|"), start - line_start)
    if column < 0:
        return (), (start, max(line_end, start))
    at = line_start + column
    anchors = [(0, at)]
    for escaped, match in enumerate(re.finditer(r"\|", token.content), 1):
        anchors.append((match.start(), at + match.start() + escaped))
    return tuple(anchors), (at, at + len(token.content) + len(anchors) - 1)


class _Inline:
    """Adds the pieces of one block to the prose, a cursor running along its text."""

    def __init__(self, builder: ProseBuilder, text: _Text, parser: MarkdownIt) -> None:
        self._builder = builder
        self._text = text
        self._content = text.token.content
        self._parser = parser
        self._at = 0
        self._autolink = False
        self._after_break = False  # whether the piece before was a `<br>`
        self._unclosed = set[str]()  # names of elements that no tag closes

    def add_all(self) -> None:
        """Add all pieces; from the first that doesn't fit, the rest as one stand-in."""
        pieces = self._text.token.children or []
        if not self._text.anchors:
            self._builder.stand_in(_reading(pieces), *self._text.whole)
            self._seek_comments(pieces, *self._text.whole)
            return
        skipped = 0
        for number, piece in enumerate(pieces):
            if number < skipped:
                continue
            skipped = self._leave_out(pieces, number)
            fits = skipped > number or self._add(piece)
            self._after_break = piece.type == "html_inline" and _is_break(piece.content)
            if not fits:
                start = self._text.source(self._at)
                end = max(start, self._text.whole[1])
                self._builder.stand_in(_reading(pieces[number:]), start, end)
                self._seek_comments(pieces[number:], start, end)
                return

    def _seek_comments(self, pieces: Sequence[Token], start: int, end: int) -> None:
        """Note the comments of pieces that stand somewhere between two source offsets."""
        if any(piece.type == "html_inline" and _is_comment(piece.content) for piece in pieces):
            _add_comments(self._builder, start, end)

    def _add(self, piece: Token) -> bool:
        """Add one piece and step over it; False where the text at the cursor isn't it."""
        match piece.type:
            case "text":
                return self._autolink or self._add_exact(piece.content)
            case "text_special":
                return self._add_special(piece)
            case "softbreak":
                return self._add_softbreak()
            case "hardbreak":
                return self._add_match(r"(?: *|\\)\n[ \t]*", "\n")
            case "code_inline":
                # The closing run is exactly as long as the opening one.
                return self._add_match(rf"(?s){piece.markup}(?!`).*?(?<!`){piece.markup}(?!`)")
            case "image":
                return self._add_image(piece)
            case "link_open":
                return self._open_link(piece)
            case "link_close":
                return self._close_link()
            case "html_inline":
                return self._add_tag(piece.content)
            case _:  # the marks of emphasis
                return self._step(piece.markup)

    def _add_softbreak(self) -> bool:
        newline = re.compile(r" *\n[ \t]*").match(self._content, self._at)
        if newline is None:
            return False
        if not self._after_break:
            return self._add_stand_in(" ", newline.end())
        self._at = newline.end()
        return True

    def _step(self, markup: str) -> bool:
        if not self._content.startswith(markup, self._at):
            return False
        self._at += len(markup)
        return True

    def _add_exact(self, words: str) -> bool:
        start = self._at
        if not self._step(words):
            return False
        if words:
            for span in self._text.runs(start, self._at):
                self._builder.exact(*span)
        return True

    def _add_special(self, piece: Token) -> bool:
        """An escape or an entity. The backslash of an escape is markup, its character text."""
        if piece.info == "escape" and len(piece.content) == 1:
            return self._step("\\") and self._add_exact(piece.content)
        return self._add_match(re.escape(piece.markup), piece.content)

    def _add_match(self, pattern: str, prose: str = STAND_IN) -> bool:
        match = re.compile(pattern).match(self._content, self._at)
        return match is not None and self._add_stand_in(prose, match.end())

    def _add_stand_in(self, prose: str, end: int) -> bool:
        """Add a stand-in for the text from the cursor to `end`."""
        start, self._at = self._at, end
        # After a newline the next line's prefix is markup too.
        follows_newline = self._content[start:end].rstrip(" \t").endswith("\n")
        source_end = self._text.source(end) if follows_newline else self._text.source_end(end)
        self._builder.stand_in(prose, self._text.source(start), source_end)
        return True

    def _add_tag(self, tag: str) -> bool:
        if _is_break(tag):
            return self._add_match(re.escape(tag), "\n")
        start = self._at
        if not self._step(tag):
            return False
        if _is_comment(tag):
            self._builder.comment(self._text.source(start), self._text.source_end(self._at))
        return True

    def _leave_out(self, pieces: Sequence[Token], number: int) -> int:
        """Step over an element that is no prose. The number of the piece after it; 0 for none."""
        tag = TAG.match(pieces[number].content) if pieces[number].type == "html_inline" else None
        name = tag[2].lower() if tag and not tag[1] else ""
        if not name or name in self._unclosed or not is_left_out(name, pieces[number].content):
            return 0
        for after, piece in enumerate(pieces[number + 1 :], number + 2):
            if piece.type == "html_inline" and piece.content.lower().startswith(f"</{name}"):
                end = self._content.find(piece.content, self._at) + len(piece.content)
                if stands_in_sentence(name):
                    self._add_stand_in(STAND_IN, end)
                self._at = end
                return after
        self._unclosed.add(name)  # not sought again
        return 0

    def _add_image(self, piece: Token) -> bool:
        start = self._at
        if not self._step(f"![{piece.content}]"):
            return False
        end, self._at = self._tail_end(self._at), start
        return self._add_stand_in(STAND_IN, end)

    def _open_link(self, piece: Token) -> bool:
        if piece.markup != "autolink":
            return self._step("[")
        end = self._content.find(">", self._at)
        # Not the token's text: that has the address with its escapes undone.
        self._autolink = self._step("<") and self._add_exact(self._content[self._at : end])
        return self._autolink

    def _close_link(self) -> bool:
        if self._autolink:
            self._autolink = False
            return self._step(">")
        if not self._step("]"):
            return False
        self._at = self._tail_end(self._at)
        return True

    def _tail_end(self, at: int) -> int:
        """Where a link ends, after its `]`: `(address "title")`, `[label]` or nothing."""
        if self._content.startswith("(", at) and (end := self._address_end(at)):
            return end
        # Where a label follows, the parser makes a link of it or none at all.
        label = re.compile(r"(?s)\[(?:[^\[\]\\]|\\.)*\]").match(self._content, at)
        return label.end() if label else at

    def _address_end(self, at: int) -> int | None:
        content, blank = self._content, re.compile(r"[ \t\n]*")
        helpers = self._parser.helpers
        start = _end(blank.match(content, at + 1))
        address = helpers.parseLinkDestination(content, start, len(content))
        end = _end(blank.match(content, address.pos if address.ok else start))
        title = helpers.parseLinkTitle(content, end, len(content))
        if title.ok:
            end = _end(blank.match(content, title.pos))
        return end + 1 if content.startswith(")", end) else None


def _is_break(tag: str) -> bool:
    return re.fullmatch(r"(?i)<br\s*/?>", tag) is not None


def _is_comment(tag: str) -> bool:
    return tag.startswith("<!--")


def _end(match: re.Match[str] | None) -> int:
    return match.end() if match else 0


def _reading(pieces: Sequence[Token]) -> str:
    """What a reader sees of some pieces."""
    seen = {"softbreak": " ", "hardbreak": "\n", "code_inline": STAND_IN, "image": STAND_IN}
    return "".join(
        seen.get(piece.type, piece.content if piece.type.startswith("text") else "")
        for piece in pieces
    )
