"""What a check is: what it means (RuleInfo), what proves it (Example), what it yields (Hit).

A rule is *described*; a check *runs*; a hit is in prose; a finding is in the source.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from qualcheck.document import BlockKind, Document, Span
from qualcheck.findings import Relation, Severity

PROSE_SCOPE = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.QUOTE})
"""Running text: the scope of a rule that names none."""
ALL_SCOPES = frozenset(BlockKind)

CATEGORIES = (
    "residue",
    "punctuation",
    "characters",
    "structure",
    "grammar",
    "names",
    "words",
    "terminology",
    "quotation",
    "repetition",
    "translation",
    "style",
    "locale",
    "directive",
)
"""The closed set of categories, for --select and for the reports' filters."""
OF_WORDS = frozenset({"names", "words"})
"""Categories whose rules judge words and names: what a project's dictionary has, they let be."""


class Example(NamedTuple):
    """A text with the places where one rule must speak, and what its fix must give.

    `spans` are offsets in `text`; none for a text on which the rule must keep quiet.
    `fixed` is the text after the first suggestion; None where the rule has none.
    """

    text: str
    spans: tuple[Span, ...] = ()
    fixed: str | None = None

    @classmethod
    def parse(cls, marked: str, fixed: str | None = None) -> Example:
        """From `Paris in the [[the]] spring.`; raises ValueError where the marks don't pair."""
        text, spans, start = "", [], None
        for piece in re.split(r"(\[\[|\]\](?!\]))", marked):
            if piece == "[[" and start is None:
                start = len(text)
            elif piece == "]]" and start is not None:
                spans.append(Span(start, len(text)))
                start = None
            elif piece in {"[[", "]]"}:
                raise ValueError(f"'{piece}' has no partner")
            else:
                text += piece
        if start is not None:
            raise ValueError("'[[' has no partner")
        return cls(text, tuple(spans), fixed)


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """What a rule means, independent of how it looks for it."""

    id: str
    category: str
    mqm: str
    level: Severity
    message: str
    """May use {match}, {suggestion} and the names that the rule's kind declares."""
    why: str
    languages: tuple[str, ...] = ("en",)
    """BCP 47 codes, or `any`."""
    scopes: frozenset[BlockKind] = PROSE_SCOPE
    in_verbatim: bool = False
    """Whether it speaks inside URLs, addresses and file names as well."""
    sources: tuple[str, ...] = ()
    artefact: str = ""
    """Its place in the catalogue of artefacts, such as A2."""
    safe_fix: bool = False
    """Whether its first suggestion can be put in without anybody looking at it."""
    bad: tuple[Example, ...] = ()
    good: tuple[Example, ...] = ()
    known_misses: tuple[str, ...] = ()
    """Texts it should speak on and does not, yet. Strict: one that passes must move to bad."""
    origin: str = "qualcheck"
    """Whose rule it is."""

    @property
    def is_of_words(self) -> bool:
        """Whether it judges words and names as such, LanguageTool's speller included."""
        return self.category in OF_WORDS

    def speaks(self, language: str) -> bool:
        """Whether the rule is for texts in this language (BCP 47; its primary part counts)."""
        return "any" in self.languages or language.split("-")[0] in self.languages


class Related(NamedTuple):
    """Another place in prose that a hit is about."""

    relation: Relation
    span: Span


@dataclass(frozen=True, slots=True)
class Hit:
    """A place in prose where a rule speaks."""

    rule: str
    span: Span
    suggestions: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    related: tuple[Related, ...] = ()
    sure: bool = True
    """False for one that needs a look before it is mended, though its rule's are safe."""
    info: RuleInfo | None = None
    """Its rule, where it is none of the check's own: an engine's are known when they speak."""

    @property
    def same(self) -> list[Span]:
        """All places for which it speaks, its own first."""
        also = (place.span for place in self.related if place.relation is Relation.SAME)
        return [self.span, *also]


def told_once(
    rule: str,
    places: Iterable[Span],
    *,
    against: Iterable[Span] = (),
    suggestions: tuple[str, ...] = (),
    values: Mapping[str, str] | None = None,
) -> Hit:
    """One hit for all the places of something odd about the whole text: at the first of them.

    `against` are places of what it clashes with. At least one place.
    """
    first, *others = sorted(places)
    related = [Related(Relation.SAME, span) for span in others]
    related += [Related(Relation.OTHER, span) for span in sorted(against)]
    return Hit(rule, first, suggestions, values or {}, tuple(related))


def rarest_first(forms: Iterable[Sequence[Span]]) -> list[Sequence[Span]]:
    """Ways of writing one thing, each by its places: the rarer first, of even ones the later."""
    return sorted(forms, key=lambda places: (len(places), -places[0].start))


class Check(Protocol):
    """Something that looks at a document. Frozen: it may be used by many documents at once."""

    @property
    def name(self) -> str:
        """What it goes by where it fails or can't run."""

    @property
    def rules(self) -> Sequence[RuleInfo]:
        """The rules whose hits it may yield; an engine has others, too, and its hits tell them."""

    def run(self, document: Document) -> Iterable[Hit]:
        """Its hits, in any order. May raise: the pipeline turns that into a Fault."""


def name_of_all(rules: Sequence[RuleInfo]) -> str:
    """The name of a check of many rules: `idiom.literal and 41 more`."""
    first, *others = (rule.id for rule in rules)
    return f"{first} and {len(others)} more" if others else first


DetectorFunction = Callable[[Document], Iterable[Hit | Span]]


class Detector(NamedTuple):
    """A check written in Python: one rule and the function that finds it."""

    info: RuleInfo
    function: DetectorFunction

    @property
    def name(self) -> str:
        """Its rule's id."""
        return self.info.id

    @property
    def rules(self) -> tuple[RuleInfo]:
        """Its one rule."""
        return (self.info,)

    def run(self, document: Document) -> Iterator[Hit]:
        """The function's hits; a bare span is a hit without suggestions."""
        for found in self.function(document):
            yield found if isinstance(found, Hit) else Hit(self.info.id, found)


def detector(
    *,
    id: str,  # noqa: A002 - the name that rule files use
    category: str,
    mqm: str,
    level: str,
    message: str,
    why: str,
    bad: Sequence[str | tuple[str, str]],
    good: Sequence[str],
    known_misses: Sequence[str] = (),
    languages: Sequence[str] = ("en",),
    scopes: Iterable[BlockKind] = PROSE_SCOPE,
    in_verbatim: bool = False,
    sources: Sequence[str] = (),
    artefact: str = "",
    safe_fix: bool = False,
) -> Callable[[DetectorFunction], Detector]:
    """Describe a detector. The body says where; this says what it means.

    `bad` holds marked texts, or pairs of a marked text and the text as its first
    suggestion leaves it. Registers nothing: a module lists its own in DETECTORS.
    """
    info = RuleInfo(
        id=id,
        category=category,
        mqm=mqm,
        level=Severity(level),
        message=message,
        why=why,
        languages=tuple(languages),
        scopes=frozenset(scopes),
        in_verbatim=in_verbatim,
        sources=tuple(sources),
        artefact=artefact,
        safe_fix=safe_fix,
        bad=tuple(Example.parse(b) if isinstance(b, str) else Example.parse(*b) for b in bad),
        good=tuple(Example(text) for text in good),
        known_misses=tuple(known_misses),
    )

    def describe(function: DetectorFunction) -> Detector:
        return Detector(info, function)

    return describe
