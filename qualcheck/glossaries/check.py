"""The check: variants that a project's glossary forbids, each with the term in its place.

A text's index of words says at once which variants can stand in it at all: each is known by its
longest word, and looked for only where that stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from qualcheck.check import ALL_SCOPES, Example, Hit, RuleInfo
from qualcheck.document import BlockKind, Document, Span
from qualcheck.findings import Severity
from qualcheck.glossaries.entries import Entry, Glossary, Variant
from qualcheck.userfile import UserFile

RULE = RuleInfo(
    id="terminology.forbidden-variant",
    category="terminology",
    mqm="terminology/inconsistent-with-terminology-resource",
    level=Severity.WARNING,
    message="The glossary forbids '{match}'{instead}{note}.",
    why="One thing under several names reads as several; the project has settled on one.",
    languages=("any",),
    scopes=ALL_SCOPES,
    bad=tuple(
        Example.parse(bad, fixed)
        for bad, fixed in (
            (
                "They met in [[Kiev]]. [[Kiev]]'s mayor spoke.",
                "They met in Kyiv. Kyiv's mayor spoke.",
            ),
            ("A [[Kiev]]-based firm won.", "A Kyiv-based firm won."),
            ("[[Data base]] or [[data base]]?", "Database or database?"),
            ("FIRE IN [[KIEV]]", "FIRE IN KYIV"),
        )
    ),
    good=(
        Example("They met in Kyiv."),
        Example("We ate chicken Kiev at noon."),
        Example("See https://example.org/Kiev for the tickets."),
        Example("The Kievans left with kiev.js and their metadata base."),
    ),
)


class _Pattern(NamedTuple):
    """A text to look for. One with capitals is looked for as it stands, and in capitals."""

    text: str
    head: int
    """Offset in it of its longest word, by which it is found."""
    is_cased: bool
    entry: Entry | None
    """What forbids it; None for a term, which holds its place against shorter variants."""


LEAST_CAPITALS = 4
"""Letters of a name from which it is looked for in capitals, too: `US` is not `Us`."""


class Terminology(NamedTuple):
    """All glossaries that hold for a text, as a check."""

    patterns: Mapping[str, Sequence[_Pattern]] = MappingProxyType({})
    """Longest word in lower case → the patterns that have it."""

    @property
    def name(self) -> str:
        """What it goes by where it fails."""
        return RULE.id

    @property
    def rules(self) -> tuple[RuleInfo]:
        """Its one rule."""
        return (RULE,)

    def run(self, document: Document) -> Iterator[Hit]:
        """Forbidden variants, of those that overlap the first and longest."""
        end = 0
        found = sorted(
            self._found(document), key=lambda f: (f[0].start, -f[0].end, f[1].entry is None)
        )
        for span, pattern in found:
            if span.start < end:
                continue
            end = span.end
            if pattern.entry is not None and (hit := _hit(document, span, pattern, pattern.entry)):
                yield hit

    def _found(self, document: Document) -> Iterator[tuple[Span, _Pattern]]:
        for start, patterns in self._heads(document):
            for pattern in patterns:
                if pattern.entry is not None and not _is_for(document, pattern.entry.language):
                    continue
                if span := _match(document, start - pattern.head, pattern):
                    yield span, pattern

    def _heads(self, document: Document) -> Iterator[tuple[int, Sequence[_Pattern]]]:
        """Where a word stands that patterns are known by (prose), with these patterns."""
        tokens, patterns = document.tokens, self.patterns
        for word in patterns.keys() & tokens.places.keys():
            for i in tokens.places[word]:
                yield tokens.starts[i], patterns[word]
        for word in tokens.places if patterns else ():
            if word.isalnum() or len(word) == 1:
                continue
            for part in re.finditer(r"\w+", word):
                if part[0] in patterns and part[0] != word:
                    for i in tokens.places[word]:
                        yield tokens.starts[i] + part.start(), patterns[part[0]]


def terminology(glossaries: Iterable[Glossary]) -> Terminology:
    """The check for some glossaries. What a later one says of a text holds over earlier ones."""
    said: dict[tuple[str, str], Entry | None] = {}
    for glossary in glossaries:
        if said:
            _forget(said, glossary)
        for entry in glossary.entries:
            said.update(((str(text), entry.language), None) for text in entry.terms)
            said.update(((str(text), entry.language), entry) for text in entry.forbidden)
    patterns: dict[str, list[_Pattern]] = {}
    for (text, _), forbidden in said.items():
        is_word = text.isalnum()
        if is_word and forbidden is None:
            continue  # one word holds no place against a part of it
        head, at = (text, 0) if is_word else _longest_word(text)
        pattern = _Pattern(text, at, text != text.lower(), forbidden)
        patterns.setdefault(head.lower(), []).append(pattern)
    return Terminology(patterns)


def _forget(said: dict[tuple[str, str], Entry | None], glossary: Glossary) -> None:
    """Take out what earlier glossaries said of the texts that this one speaks of."""
    for entry in glossary.entries:
        for language in {"", entry.language}:
            for text in (*entry.terms, *entry.forbidden):
                said.pop((text, language), None)


def _longest_word(text: str) -> tuple[str, int]:
    """The longest word of a text, and its offset in it."""
    word = max(re.finditer(r"\w+", text), key=lambda found: len(found[0]))
    return word[0], word.start()


def _is_for(document: Document, language: str) -> bool:
    """Whether a text may be in a language: `en` is for `en-GB`, too, and the other way round."""
    code, given = f"{document.language.code.lower()}-", f"{language.lower()}-"
    return not language or code == "und-" or code.startswith(given) or given.startswith(code)


def _match(document: Document, start: int, pattern: _Pattern) -> Span | None:
    """The place of a pattern that begins at a prose offset; None where it doesn't stand there."""
    if start < 0:
        return None
    prose, at = document.prose, start
    for i, word in enumerate(pattern.text.split(" ")):
        if i:
            gap = re.compile(r"[^\S\n]*(?:\n[^\S\n]*)?").match(prose, at)
            if gap is None or gap.end() == at:
                return None
            at = gap.end()
        text = prose[at : at + len(word)].replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
        if text.lower() != word.lower():
            return None
        at += len(word)
    span = Span(start, at)
    return (
        span
        if _fits_case(document.text(span), pattern) and _is_whole(prose, span, pattern)
        else None
    )


def _fits_case(text: str, pattern: _Pattern) -> bool:
    if not pattern.is_cased:
        return True
    written = " ".join(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())
    if written == pattern.text:
        return True
    return written == pattern.text.upper() and len(written) >= LEAST_CAPITALS


_APOSTROPHES = "'\N{RIGHT SINGLE QUOTATION MARK}"


def _is_whole(prose: str, span: Span, pattern: _Pattern) -> bool:
    """Whether whole words stand at a place: with `'s` behind them at most, no part of an address or
    a tag; of compounds with a hyphen, names may be a part (`Kiev-based`).
    """
    before, after = prose[max(span.start - 2, 0) : span.start], prose[span.end : span.end + 3]
    first, last = prose[span.start], prose[span.end - 1]
    if before and first.isalnum():
        if before[-1].isalnum() or before[-1] in "_#@$":
            return False
        if before[-1] in f"-.{_APOSTROPHES}" and before[:-1].isalnum():
            return before[-1] == "-" and pattern.is_cased
    if after and last.isalnum():
        if after[0].isalnum() or after[0] in "_@":
            return False
        if after[0] in _APOSTROPHES and after[1:2].isalnum():
            return after[1] in "sS" and not after[2:].isalnum()
        if after[0] in "-." and after[1:2].isalnum():
            return after[0] == "-" and pattern.is_cased
    return True


def _hit(document: Document, span: Span, pattern: _Pattern, entry: Entry) -> Hit | None:
    """A forbidden variant with the terms in its place; None where what stands there is one."""
    text = document.text(span)
    suggestions = tuple(
        dict.fromkeys(_in_case(document, span, pattern, term) for term in entry.terms)
    )
    block = document.block_at(span.start)
    if block and block.kind is BlockKind.HEADING:
        written = [suggestion.lower() for suggestion in suggestions]
        if text.lower() in written:  # a title has its own capitals
            return None
    if text in suggestions:
        return None
    instead = " or ".join(f"'{suggestion}'" for suggestion in suggestions)
    values = {
        "instead": f": write {instead}" if instead else "",
        "note": f" ({entry.note})" if entry.note else "",
    }
    return Hit(RULE.id, span, suggestions, values)


def _in_case(document: Document, span: Span, pattern: _Pattern, term: str) -> str:
    """A term in the capitals of what it stands for, or of a sentence's first word."""
    text = document.text(span)
    if text.isupper() and not pattern.text.isupper() and len(text) > 1:
        return term.upper()
    is_raised = text[0].isupper() and (pattern.text[0].islower() or _opens_sentence(document, span))
    return term[:1].upper() + term[1:] if is_raised and term[:1].islower() else term


def _opens_sentence(document: Document, span: Span) -> bool:
    sentence = document.sentence_at(span.start)
    if sentence is None:
        return False
    before = document.prose[sentence.span.start : span.start]
    return not any(character.isalnum() for character in before)


def of_examples() -> Terminology:
    """The check for the rule's own examples."""
    entries = (
        Entry((Variant("Kyiv", 0),), (Variant("Kiev", 0),)),
        Entry((Variant("chicken Kiev", 0),), ()),
        Entry((Variant("database", 0),), (Variant("data base", 0),)),
    )
    return terminology([Glossary(UserFile(Path("examples"), "examples", b""), entries)])
