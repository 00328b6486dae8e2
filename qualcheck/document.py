"""What is checked: a source, the prose taken from it, and what analysis knows about the prose.

One unit everywhere: code points of the decoded file, half-open. A byte-order mark is not
part of the file; newlines count as they stand. Offsets are in *prose* unless a name says
*source*; `Source.to_source` is the only way from one to the other.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from codecs import BOM_UTF8
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import accumulate, repeat
from typing import NamedTuple, Protocol

STAND_IN = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands in prose for something that is not prose: inline code, an image, a formula."""
STAND_IN_SHOWN = "\N{MIDLINE HORIZONTAL ELLIPSIS}"
"""What reports show for it: fonts have no picture of the character itself."""

SHORT_QUOTATION = 40
"""Characters under which a quotation shows its words rather than reports what somebody said."""
LONGEST_SENTENCE = 500
"""Tokens; what runs on for longer without a stop is a table or damage, and has no grammar. The
longest of 22,000 sentences of edited articles has 165.
"""
STRETCH = 1000
"""Code points between two places whose bytes are counted; see `Source.byte_column`."""
UNTAGGED = "XX"
"""The tag of words that stand in no sentence; no rule asks for it."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of text, in code points, half-open. An empty span is a place between two."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def __bool__(self) -> bool:
        return True

    def covers(self, other: Span) -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end


def joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Sorted spans, with those that touch made one."""
    run: Span | None = None
    for span in spans:
        if run is not None and span.start == run.end:
            run = Span(run.start, span.end)
        else:
            if run is not None:
                yield run
            run = span
    if run is not None:
        yield run


class BlockKind(StrEnum):
    """The parts of a text that rules can be limited to (their `scope`)."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUOTE = "quote"
    CELL = "cell"
    CAPTION = "caption"


class Block(NamedTuple):
    """A heading, paragraph, list item …: `prose` is its span, without surrounding blanks."""

    kind: BlockKind
    prose: Span
    level: int = 0
    """Depth of a heading, 1 to 6; 0 for everything else and where it is unknown."""


class Segment(NamedTuple):
    """How one stretch of prose came from the source.

    Exact: the same text, character by character. Otherwise a stand-in: an entity and the
    character it means, inline code and `STAND_IN`, the markup between two blocks and a
    blank line.
    """

    prose: Span
    source: Span
    exact: bool = True


@dataclass(frozen=True)
class Source:
    """A file as read: its text, its prose, and the map between them.

    `segments` partition the prose: sorted, touching, covering it from 0 to its end; their
    source spans are sorted and do not overlap. `blocks` are sorted and do not overlap.
    """

    path: str
    text: str
    prose: str
    segments: tuple[Segment, ...]
    blocks: tuple[Block, ...]
    encoding: str = "utf-8"
    encoding_origin: str = "given"
    """How the encoding was found: `BOM`, `declared`, `UTF-8`, `guessed` or `given`."""
    undecodable: tuple[int, ...] = ()
    """Places in `text` (source) where bytes could not be decoded and U+FFFD stands."""
    media_type: str = "text/plain"
    comments: tuple[Span, ...] = ()
    """Comments of the format (source), sorted, their marks included; those in code are code."""

    @cached_property
    def _prose_starts(self) -> list[int]:
        return [segment.prose.start for segment in self.segments]

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", self.text))]

    def _segment_at(self, prose_offset: int) -> Segment:
        return self.segments[max(bisect_right(self._prose_starts, prose_offset) - 1, 0)]

    def to_source(self, span: Span) -> Span:
        """The source span behind a prose span; one that touches a stand-in takes it whole."""
        if not self.segments:
            return Span(0, 0)
        first = self._segment_at(span.start)
        start = first.source.start + (span.start - first.prose.start if first.exact else 0)
        if not len(span):
            return Span(start, start)
        last = self._segment_at(span.end - 1)
        end = last.source.start + span.end - last.prose.start if last.exact else last.source.end
        return Span(start, max(start, end))

    @property
    def lines(self) -> list[str]:
        """The source line by line, as `position` counts them."""
        ends = [*self._line_starts[1:], len(self.text)]
        return [self.text[a:b] for a, b in zip(self._line_starts, ends, strict=True)]

    def prose_near(self, offset: int) -> Span:
        """The place in prose before which a source offset lies that is none of the prose's."""
        ends = [segment.source.end for segment in self.segments]
        i = bisect_right(ends, offset)
        at = self.segments[i].prose.start if i < len(ends) else len(self.prose)
        return Span(at, at)

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of a source offset. Lines end at LF, CR LF or CR."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    @cached_property
    def _bytes_before(self) -> list[int]:
        """Bytes of UTF-8 before each stretch of STRETCH code points: a line may be all the text."""
        pieces = (self.text[i : i + STRETCH] for i in range(0, len(self.text), STRETCH))
        return [0, *accumulate(len(piece.encode("utf-8", "surrogatepass")) for piece in pieces)]

    def byte_column(self, offset: int) -> int:
        """Column, from 1, of a source offset in bytes of UTF-8; a byte-order mark counts."""
        line, column = self.position(offset)
        if not self.text.isascii():
            column = self._bytes_to(offset) - self._bytes_to(self._line_starts[line - 1]) + 1
        return column + (len(BOM_UTF8) if line == 1 and self.encoding_origin == "BOM" else 0)

    def _bytes_to(self, offset: int) -> int:
        stretch = offset // STRETCH
        rest = self.text[stretch * STRETCH : offset]
        return self._bytes_before[stretch] + len(rest.encode("utf-8", "surrogatepass"))


class Token(NamedTuple):
    """A word, number or mark, with its place in prose."""

    text: str
    span: Span


class Tokens(Sequence[Token]):
    """All tokens of a text, held as columns: a million characters make some 200,000.

    A word keeps its inner apostrophes and hyphens (`don't`, `well-known`); every other
    visible character is a token by itself.
    """

    def __init__(self, starts: list[int], texts: list[str]) -> None:
        self.starts = starts
        self.texts = texts
        self._after: dict[str, Mapping[str, list[int]]] = {}

    def __len__(self) -> int:
        return len(self.starts)

    def __getitem__(self, index: int) -> Token:  # type: ignore[override]
        start, text = self.starts[index], self.texts[index]
        return Token(text, Span(start, start + len(text)))

    def span(self, first: int, last: int) -> Span:
        """The span from token `first` to token `last`, both included."""
        return Span(self.starts[first], self.starts[last] + len(self.texts[last]))

    def at(self, offset: int) -> int:
        """Index of the last token that starts at or before a prose offset; -1 if none."""
        return bisect_right(self.starts, offset) - 1

    @cached_property
    def lower(self) -> list[str]:
        """The texts in lower case, with straight apostrophes."""
        same = {text: text for text in self.distinct}
        lower = {
            text: same.get(word, word)
            for text in same
            for word in (text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"),)
        }
        return [*map(lower.__getitem__, self.texts)]

    def after(self, word: str) -> Mapping[str, list[int]]:
        """Lower-case texts that follow a lower-case text → the tokens of that text before each.

        What a check asks of a pair of words it asks once of each pair, not at each place.
        """
        if word not in self._after:
            following, last = self.lower, len(self.texts) - 1
            found = defaultdict[str, list[int]](list)
            for i in self.places.get(word, ()):
                if i < last:
                    found[following[i + 1]].append(i)
            self._after[word] = dict(found)
        return self._after[word]

    def flags(self, words: Iterable[str]) -> bytearray:
        """By token: 1 where it is one of these lower-case words, else 0. How many of them a
        sentence has, and where, is then counted in its bytes.
        """
        flags = bytearray(len(self.texts))
        for word in words:
            for i in self.places.get(word, ()):
                flags[i] = 1
        return flags

    @cached_property
    def figures(self) -> dict[str, list[int]]:
        """Of `places`, what begins with a figure: `12`, `1,000`, `24.02.2022`, `18h30`."""
        return {word: found for word, found in self.places.items() if word[0].isdecimal()}

    @cached_property
    def distinct(self) -> frozenset[str]:
        """The different texts: some 25,000 of 200,000. What holds of a word is asked of these."""
        return frozenset(self.texts)

    @cached_property
    def characters(self) -> frozenset[str]:
        """The different characters, blanks apart: a text without one can't hold what needs it."""
        return frozenset("".join(self.distinct))

    @cached_property
    def places(self) -> Mapping[str, list[int]]:
        """Lower-case text → token indices, in order: where a word occurs without a search."""
        places = defaultdict[str, list[int]](list)
        for i, word in enumerate(self.lower):
            places[word].append(i)
        return dict(places)


class Sentence(NamedTuple):
    """A sentence, or what stands for one in a damaged text. Never crosses a block."""

    span: Span
    tokens: range
    block: Block


class Language(NamedTuple):
    """The language of a text: BCP 47 code (`und` where it can't be told), confidence 0..1."""

    code: str
    confidence: float
    given: bool = False
    """Set by the user rather than found."""


class Name(NamedTuple):
    """A run of tokens that reads as one proper name: `Marta Kovel`, `Hong Kong`."""

    span: Span
    tokens: range


class Names(Protocol):
    """The layer of names, which stands before every rule about words."""

    @property
    def forms(self) -> frozenset[str]:
        """Lower-case forms of the words that are names in this text."""

    @property
    def runs(self) -> Sequence[Name]:
        """Names of one or more words, in order, with initials and particles inside."""

    def __contains__(self, token: object) -> bool:
        """Whether the token with this index is (part of) a name."""


class Tagger(Protocol):
    """Gives the parts of speech of a sentence: some 200,000 words a second."""

    def __call__(self, words: Sequence[str]) -> Sequence[str]:
        """One Penn tag for each token; two joined by + where a token holds two words.

        They may be worked out as they are asked for.
        """


def _is_nobodys(_: str) -> bool:
    return False


@dataclass(frozen=True, eq=False)
class Document:
    """A source with what analysis found. What costs time is worked out when first asked for."""

    source: Source
    language: Language
    tokens: Tokens
    sentences: tuple[Sentence, ...]
    names: Names
    tagger: Tagger
    verbatim: tuple[Span, ...] = ()
    """URLs, e-mail addresses, file names, handles: text that no rule about words applies to."""
    quotations: tuple[Span, ...] = ()
    """Stretches inside paired quotation marks, the marks included."""
    unpaired: tuple[Span, ...] = ()
    """Double quotation marks without a partner, where a paragraph leaves one."""
    is_own: Callable[[str], bool] = field(default=_is_nobodys, repr=False)
    """Whether a word is in the project's dictionary. For how odd a text is as a whole: hits on such
    words are dropped after match, so no rule needs to ask it for one of them.
    """
    _tags: dict[int, Sequence[str]] = field(default_factory=dict, repr=False)

    @property
    def prose(self) -> str:
        """The text that is checked."""
        return self.source.prose

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Headings, paragraphs, items … in order."""
        return self.source.blocks

    def text(self, span: Span) -> str:
        """The prose of a span."""
        return self.source.prose[span.start : span.end]

    def offsets(self, characters: str) -> list[int]:
        """Where some characters stand, in order: of rare ones, in a hundredth of the time that a
        pattern takes.
        """
        prose, found = self.prose, list[int]()
        for character in characters:
            at = prose.find(character)
            while at >= 0:
                found.append(at)
                at = prose.find(character, at + 1)
        return sorted(found)

    def warm(self) -> None:
        """Work out now what many checks ask for, so that forked processes share it."""
        _ = self.tokens.places, self.tokens.characters, self.names.forms
        _ = self._block_starts, self._sentence_starts, self._sentence_numbers

    def words(self, sentence: Sentence) -> list[str]:
        """A sentence's tokens in lower case."""
        return self.tokens.lower[sentence.tokens.start : sentence.tokens.stop]

    def tags(self, sentence: Sentence) -> Sequence[str]:
        """A Penn tag for each token of a sentence, worked out once, when asked for.

        A token that holds two words has its verb's tag (`don't`: VBP) or both: `it's` PRP+VBZ,
        `mayor's` NN+POS, `let's` VB+PRP. In what is too long for a sentence every tag is UNTAGGED.
        """
        start = sentence.span.start
        if start not in self._tags:
            words = self.tokens.texts[sentence.tokens.start : sentence.tokens.stop]
            is_one = len(words) <= LONGEST_SENTENCE
            self._tags[start] = self.tagger(words) if is_one else [UNTAGGED] * len(words)
        return self._tags[start]

    def tag(self, token: int) -> str:
        """The tag of the token with this index; "" for none: before the first, past the last."""
        sentence = self.sentence_with(token)
        return self.tags(sentence)[token - sentence.tokens.start] if sentence else ""

    @cached_property
    def _block_starts(self) -> list[int]:
        return [block.prose.start for block in self.blocks]

    def block_at(self, offset: int) -> Block | None:
        """The block that holds a prose offset (its end counts); None between two."""
        i = bisect_right(self._block_starts, offset) - 1
        if i < 0 or offset > self.blocks[i].prose.end:
            return None
        return self.blocks[i]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.span.start for sentence in self.sentences]

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that holds a prose offset; None where there is none."""
        i = bisect_right(self._sentence_starts, offset) - 1
        if i < 0 or offset >= self.sentences[i].span.end:
            return None
        return self.sentences[i]

    @cached_property
    def _sentence_numbers(self) -> list[int]:
        """By token: the index of its sentence, -1 where it stands in none."""
        numbers = [-1] * len(self.tokens)
        for i, (_, tokens, _) in enumerate(self.sentences):
            numbers[tokens.start : tokens.stop] = repeat(i, len(tokens))
        return numbers

    def sentence_with(self, token: int) -> Sentence | None:
        """The sentence that the token with this index stands in; None where there is none."""
        if not 0 <= token < len(self.tokens):
            return None
        number = self._sentence_numbers[token]
        return self.sentences[number] if number >= 0 else None

    def sentences_in(self, block: Block) -> Iterator[Sentence]:
        """The sentences of one block, in order."""
        i = bisect_right(self._sentence_starts, block.prose.start - 1)
        while i < len(self.sentences) and self.sentences[i].span.start < block.prose.end:
            yield self.sentences[i]
            i += 1

    def in_quotation(self, offset: int) -> bool:
        """Whether a prose offset lies inside quotation marks."""
        return self.quotation_at(offset) is not None

    def quotation_at(self, offset: int) -> Span | None:
        """The quotation that holds a prose offset, marks included; None where there is none."""
        return _holding(self.quotations, self._quotation_starts, offset)

    @cached_property
    def _quotation_starts(self) -> list[int]:
        return [span.start for span in self.quotations]

    def is_briefly_quoted(self, offset: int) -> bool:
        """Whether a prose offset lies in a quotation of a few words: there for the words' own sake,
        a title, a phrase of another language.
        """
        quotation = self.quotation_at(offset)
        return quotation is not None and len(quotation) < SHORT_QUOTATION

    def touch(self, left: int, right: int) -> bool:
        """Whether one blank or a hyphen, and nothing else, parts two tokens."""
        end = self.tokens.starts[left] + len(self.tokens.texts[left])
        return self.prose[end : self.tokens.starts[right]] in {" ", "-"}

    def is_loose(self, token: int) -> bool:
        """Whether a word stands by itself: not in `name.kz`, `#tag`, `30ies`, `rock 'n' roll`."""
        start, prose = self.tokens.starts[token], self.prose
        end = start + len(self.tokens.texts[token])
        before, after = prose[max(0, start - 1) : start], prose[end : end + 2]
        if before.isalnum() or (before and before in f"#@_/.-&+=[]{_APOSTROPHES}"):
            return False
        if after[:1].isalnum() or (after and after[0] in f"@_/-&+=[]{_APOSTROPHES}"):
            return False
        return not (len(after) > 1 and after[0] in ".:" and after[1].isalnum())

    def is_verbatim(self, offset: int) -> bool:
        """Whether a prose offset lies in a URL, an address, a file name or a handle."""
        return _holding(self.verbatim, self._verbatim_starts, offset) is not None

    @cached_property
    def _verbatim_starts(self) -> list[int]:
        return [span.start for span in self.verbatim]


_APOSTROPHES = "'\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}`"


def _holding(spans: Sequence[Span], starts: Sequence[int], offset: int) -> Span | None:
    """The one of some disjoint spans, sorted as their starts are, that holds `offset`."""
    i = bisect_right(starts, offset) - 1
    return spans[i] if i >= 0 and offset < spans[i].end else None
