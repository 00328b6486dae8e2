"""Checks from rule files: one pass for all phrases, one for all blocks, one a pattern.

Each kind of rule is documented once, in `rulekinds`; `ruleplans` makes these checks of the files.
"""

from __future__ import annotations

import copyreg
import json
import re
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from qualcheck.check import Hit, RuleInfo, name_of_all
from qualcheck.document import Block, BlockKind, Document, Span
from qualcheck.literals import holds_any, stretches_with
from qualcheck.phrasebook import Phrasebook

if TYPE_CHECKING:  # `regex` takes 30 ms to import: only for a text that needs a pattern
    from regex import Match, Pattern

TOP_BLOCKS = 5
"""The first blocks of a text always count as its top: masthead, menu, breadcrumbs."""
BODY_WORDS = 12
"""A paragraph of so many words belongs to the article itself; above and below are its edges."""

_AUXILIARIES = frozenset(
    "have has had having 've 's be been being is are was were am get gets got getting "
    "haven't hasn't hadn't isn't aren't wasn't weren't".split()
)
_AUXILIARY_REACH = 3
"""Words before a participle among which its auxiliary is looked for: `has not yet made`."""


class PhraseCheck(NamedTuple):
    """All `phrase` and `swap` rules for one language."""

    rules: tuple[RuleInfo, ...]
    quotations: tuple[str, ...]
    """What each rule does inside quotation marks: `any`, `skip` or `only`."""
    book: Phrasebook

    @property
    def name(self) -> str:
        """Its first rule's id, and how many others there are."""
        return name_of_all(self.rules)

    def run(self, document: Document) -> Iterator[Hit]:
        """The hits; where several phrases of one rule overlap, the longest at the first place."""
        found, quiet = self._occurring(document)
        ends: dict[int, int] = {}
        for (rule, at), (count, instead) in sorted(found.items(), key=lambda item: item[0]):
            span = document.tokens.span(at, at + count - 1)
            if at + count <= ends.get(rule, 0):
                continue
            if any(first <= at and at + count <= end for first, end in quiet.get(rule, ())):
                continue
            if _allowed(document, span, self.quotations[rule]):
                ends[rule] = at + count
                yield Hit(self.rules[rule].id, span, _instead(document, at, instead))

    def _occurring(
        self, document: Document
    ) -> tuple[dict[tuple[int, int], tuple[int, Any]], dict[int, list[tuple[int, int]]]]:
        """By rule and first token: number of tokens and what to say. By rule: where it is quiet."""
        longest: dict[tuple[int, int], tuple[int, Any]] = {}
        quiet: dict[int, list[tuple[int, int]]] = {}
        tokens = document.tokens
        for rule, at, count, instead in self.book.occurring(tokens.lower, tokens.places):
            if instead is False:
                quiet.setdefault(rule, []).append((at, at + count))
            elif longest.get((rule, at), (0,))[0] < count:
                longest[rule, at] = count, instead
        return longest, quiet


def _instead(document: Document, at: int, instead: str | Sequence[str] | None) -> tuple[str, ...]:
    """The suggestion, with a capital where the match has one."""
    if instead is None:
        return ()
    if not isinstance(instead, str):
        before = document.tokens.lower[max(0, at - _AUXILIARY_REACH) : at]
        instead = instead[not _AUXILIARIES.isdisjoint(before)]
    capital = document.tokens.texts[at][0].isupper()
    return (instead[:1].upper() + instead[1:] if capital else instead,)


def _allowed(document: Document, span: Span, quotations: str) -> bool:
    """Whether a span lies in one block, and in or out of quotation marks as the rule asks."""
    block = document.block_at(span.start)
    if block is None or not block.prose.covers(span):
        return False
    return quotations == "any" or document.in_quotation(span.start) == (quotations == "only")


class RegexCheck(NamedTuple):
    """One `regex` rule."""

    info: RuleInfo
    quotations: str
    pattern: str
    code: str
    """The pattern as compiled before, or nothing: see `compile_pattern`."""
    verbose: bool
    ignore_case: bool
    needs: tuple[str, ...]
    suggest: str | None
    timeout: float
    """Seconds for one document."""

    @property
    def name(self) -> str:
        """Its rule's id."""
        return self.info.id

    @property
    def rules(self) -> tuple[RuleInfo]:
        """Its one rule."""
        return (self.info,)

    def run(self, document: Document) -> Iterator[Hit]:
        """The hits. Raises TimeoutError where the pattern runs away."""
        stretches = stretches_with(document, self.needs, ignore_case=self.ignore_case)
        if not stretches:
            return
        pattern = compile_pattern(self.pattern, self.verbose, self.ignore_case, self.code)
        place = "place" if "place" in pattern.groupindex else 0
        for match in self._matches(pattern, document.prose, stretches):
            start, end = match.span(place) if match.span(place) != (-1, -1) else match.span()
            if _allowed(document, Span(start, end), self.quotations):
                suggestions = () if self.suggest is None else (match.expand(self.suggest),)
                values = {name: text or "" for name, text in match.groupdict().items()}
                yield Hit(self.info.id, Span(start, end), suggestions, values)

    def _matches(
        self, pattern: Pattern[str], prose: str, stretches: Sequence[Span]
    ) -> list[Match[str]]:
        """All at once: the time of whoever takes the hits doesn't count against the rule."""
        found: list[Match[str]] = []
        deadline = monotonic() + self.timeout
        try:
            for part in stretches:
                left = max(deadline - monotonic(), 0.001)
                found += pattern.finditer(prose, part.start, part.end, timeout=left)
        except TimeoutError as error:
            raise _too_slow(self.info, self.timeout) from error
        return found


def _too_slow(rule: RuleInfo, seconds: float) -> TimeoutError:
    return TimeoutError(f"the pattern of {rule.id} took over {seconds:g} s")


@cache
def compile_pattern(pattern: str, verbose: bool, ignore_case: bool, code: str = "") -> Pattern[str]:
    """A pattern of a rule file, compiled when first used. Raises regex.error.

    `code` is what `pattern_code` gave for it, of which a pattern is made in a fiftieth of the time.
    """
    import regex

    flags = (regex.VERBOSE if verbose else 0) | (regex.IGNORECASE if ignore_case else 0)
    if code:
        version, known_flags, compiled, *rest = json.loads(code)
        if version == regex.__version__:
            groups, names, offset, characters, their_flags, count = rest
            numbered = {int(number): name for number, name in names.items()}
            needed = offset, tuple(characters), their_flags  # a list would do, and be passed over
            made = import_module("regex._regex").compile(
                pattern, known_flags, b64decode(compiled), groups, numbered, {}, [], *needed, count
            )
            return cast("Pattern[str]", made)
    return regex.compile(pattern, flags)


def pattern_code(pattern: str, verbose: bool, ignore_case: bool) -> str:
    """The code of a compiled pattern, by what `regex` lets pickle do with it; "" where that has
    more than plain data in it. It holds for one version of `regex`.
    """
    import regex

    compiled = compile_pattern(pattern, verbose, ignore_case)
    parts: Any = copyreg.dispatch_table[type(compiled)](compiled)[1]
    _, flags, code, groups, names, *lists, offset, characters, their_flags, count = parts
    if lists != [{}, []]:
        return ""
    ends = offset, characters, their_flags, count
    return json.dumps([regex.__version__, flags, b64encode(code).decode(), groups, names, *ends])


class BlockRule(NamedTuple):
    """One `block` rule, apart from its literal lines, which BlockCheck looks up for all."""

    info: RuleInfo
    quotations: str
    position: str
    max_words: int
    patterns: tuple[tuple[str, str], ...]
    """Each with its code, or nothing: see `compile_pattern`."""
    verbose: bool
    ignore_case: bool
    needs: tuple[str, ...]
    timeout: float

    def matches(self, text: str) -> bool:
        """Whether a pattern matches the whole text. Raises TimeoutError."""
        if not self.patterns or not holds_any(text, self.needs, ignore_case=self.ignore_case):
            return False
        compiled = (
            compile_pattern(pattern, self.verbose, self.ignore_case, code)
            for pattern, code in self.patterns
        )
        try:
            return any(pattern.fullmatch(text, timeout=self.timeout) for pattern in compiled)
        except TimeoutError as error:
            raise _too_slow(self.info, self.timeout) from error


class BlockCheck(NamedTuple):
    """All `block` rules for one language: each short block is looked at once."""

    members: tuple[BlockRule, ...]
    lines: Mapping[str, Sequence[int]]
    """A line as `plain_line` makes it → numbers of the rules that name it."""

    @property
    def name(self) -> str:
        """Its first rule's id, and how many others there are."""
        return name_of_all(self.rules)

    @property
    def rules(self) -> tuple[RuleInfo, ...]:
        """Its rules, in the order of their files."""
        return tuple(member.info for member in self.members)

    def run(self, document: Document) -> Iterator[Hit]:
        """The hits, each a whole block. Raises TimeoutError where a pattern runs away."""
        longest = max(member.max_words for member in self.members)
        edges: tuple[int, int] | None = None
        for number, block in enumerate(document.blocks):
            text = document.text(block.prose)
            words = len(text.split(maxsplit=longest))
            if words > longest:
                continue
            for member in self._speaking(text, words):
                edges = edges or _edges(document)
                if _stands(number, member.position, edges) and _allowed(
                    document, block.prose, member.quotations
                ):
                    yield Hit(member.info.id, block.prose)

    def _speaking(self, text: str, words: int) -> Iterator[BlockRule]:
        """The rules that a block's text belongs to, wherever it stands."""
        named = self.lines.get(plain_line(text), ())
        for number, member in enumerate(self.members):
            if words <= member.max_words and (number in named or member.matches(text)):
                yield member


def plain_line(text: str) -> str:
    """A line as `block` rules compare it: case, blanks, apostrophes and final marks aside.

    >>> plain_line("Don\N{RIGHT SINGLE QUOTATION MARK}t  miss it ...")
    "don't miss it"
    """
    straight = text.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return re.sub(r"\s+", " ", straight).strip().rstrip(" .!?:;,…»>")


def _edges(document: Document) -> tuple[int, int]:
    """Numbers of the first and the last block of the article's own text.

    A text without any long paragraph is all edge: top and bottom both.
    """
    body = [number for number, block in enumerate(document.blocks) if _is_body(document, block)]
    return (body[0], body[-1]) if body else (len(document.blocks), -1)


def _is_body(document: Document, block: Block) -> bool:
    text = document.text(block.prose)
    return block.kind is BlockKind.PARAGRAPH and len(text.split(maxsplit=BODY_WORDS)) >= BODY_WORDS


def _stands(number: int, position: str, edges: tuple[int, int]) -> bool:
    """Whether a block stands where a rule looks: `any`, `top` or `bottom` of the text."""
    if position == "top":
        return number < max(TOP_BLOCKS, edges[0])
    return position == "any" or number > edges[1]
