"""The kinds of rules: a closed set, each described once, in the docstring of its model.

The models are the schema of rule files: their shape, what else must hold (`faults`), what a
message may use (`names`) and what a check is built from (`data`). Imported only with
`rulefile`: pydantic takes some 70 ms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated, Any, Literal, NamedTuple

import regex
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    StringConstraints,
)  # fmt: skip

from qualcheck.check import ALL_SCOPES, CATEGORIES, PROSE_SCOPE
from qualcheck.document import BlockKind
from qualcheck.rulephrases import Instead, TemplateError, brackets, expand
from qualcheck.rules import plain_line

# Splits a phrase as `analyse.tokens` splits prose; a test holds the two together.
_PHRASE_TOKEN = r"\w+(?:['’\-‐‑]\w+|(?<=\d)[.,](?=\d)\w+)*|[^\s\w]"  # noqa: S105

Loc = tuple[int | str, ...]
"""A path through a file's mappings and lists, as pydantic gives it."""


@dataclass(frozen=True, slots=True)
class MeaningFault:
    """Something wrong in a rule that is right in shape. `key` is the path inside the rule."""

    key: Loc
    message: str
    place: tuple[int, int, int] | None = None
    """Where in a pattern: the offset from 0, the line from 1, the column from 1."""


Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Pattern = Annotated[str, StringConstraints(min_length=1)]
Language = Annotated[str, StringConstraints(pattern=r"^(?:[a-z]{2,3}|any)$")]
RuleId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[.-][a-z0-9]+)*$")]
Category = Annotated[str, Field(json_schema_extra={"enum": list(CATEGORIES)})]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class BadExample(_Model):
    """A text with `[[ ]]` round each place where the rule must speak."""

    text: Text
    fixed: str | None = None
    """The text as the first suggestion leaves it."""


def _bad_example(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


class Examples(_Model):
    """What proves a rule. Write them from what is right, not from what the rule does."""

    bad: list[
        Annotated[
            BadExample, BeforeValidator(_bad_example, json_schema_input_type=str | BadExample)
        ]
    ] = Field(min_length=1)
    good: list[Text] = Field(min_length=1)
    """Texts on which the rule must keep quiet."""
    known_misses: list[Text] = []
    """Texts on which it should speak and doesn't, yet. One that it finds must move to `bad`."""


class Rule(_Model):
    """What every kind of rule says of itself."""

    id: RuleId
    level: Literal["suggestion", "warning", "error"]
    mqm: Text
    """Its place in the MQM typology, such as `style/unidiomatic`."""
    message: Text
    """May use {match}, {suggestion} where the kind gives one, and the kind's own names."""
    why: Text
    sources: list[Text] = []
    scope: list[BlockKind] = Field(default=sorted(PROSE_SCOPE), min_length=1)
    """The parts of a text that it looks at."""
    artefact: str = ""
    """Its place in the catalogue of artefacts, such as A2."""
    safe_fix: bool = False
    """Whether `qualcheck fix` puts its suggestions in without anybody looking at them."""
    quotations: Literal["any", "skip", "only"] = "any"
    """`skip`: never inside quotation marks; `only`: nowhere else."""
    in_verbatim: bool = False
    """Whether it speaks inside URLs, addresses and file names as well."""
    examples: Examples

    def names(self) -> set[str]:
        """What its message may put in braces."""
        return {"match"}

    def faults(self) -> Iterator[MeaningFault]:
        """What is wrong with the keys of its kind."""
        return iter(())

    def data(self) -> dict[str, Any]:
        """The keys of its kind, as `rules` builds a check from them."""
        raise NotImplementedError


class _Form(NamedTuple):
    """One phrase of those that a template means."""

    text: str
    compared: str
    """As the matcher compares it: lower-case tokens with a blank between."""
    instead: Instead


class _WordRule(Rule):
    unless: list[Text] = []
    """Longer phrases in which the rule keeps quiet."""
    words: dict[Text, list[str]] = {}
    """Lists of words, each under a name that a bracket may ask for."""
    _forms: dict[tuple[str, str | None], list[_Form]] = PrivateAttr(default_factory=dict)

    def templates(self) -> Iterator[tuple[Loc, str, str | None]]:
        """Its phrases as the file has them: the key of each, and what to say instead."""
        raise NotImplementedError

    def faults(self) -> Iterator[MeaningFault]:
        """Phrases that stand twice, are replaced by themselves, or whose brackets are wrong; what
        no phrase has a use for.
        """
        seen: set[str] = set()
        asked = {body for phrase in self.unless for body in brackets(phrase)}
        for key, phrase, instead in self.templates():
            yield from self._phrase_faults(key, phrase, instead, seen)
            asked.update(brackets(phrase))
        for number, phrase in enumerate(self.unless):
            yield from self._phrase_faults(("unless", number), phrase, None, set())
            yield from self._idle_faults(number, phrase, seen)
        for name in self.words:
            if name not in asked:
                yield MeaningFault(("words", name), f"no phrase asks for '<{name}>'")

    def _idle_faults(self, number: int, phrase: str, phrases: Set[str]) -> Iterator[MeaningFault]:
        """The case that a longer phrase holds none of the rule's, in none of its forms."""
        with suppress(TemplateError):
            if not any(_holds_one(form.compared, phrases) for form in self.forms(phrase, None)):
                yield MeaningFault(("unless", number), f"'{phrase}' holds no phrase of the rule")

    def forms(self, phrase: str, instead: str | None) -> list[_Form]:
        """All that a template means. Raises TemplateError."""
        if (phrase, instead) not in self._forms:
            self._forms[phrase, instead] = [
                _Form(text, tokenised_phrase(text), said)
                for text, said in expand(phrase, instead, self.words).items()
            ]
        return self._forms[phrase, instead]

    def _phrase_faults(
        self, key: Loc, phrase: str, instead: str | None, seen: set[str]
    ) -> Iterator[MeaningFault]:
        try:
            forms = self.forms(phrase, instead)
        except TemplateError as error:
            yield MeaningFault(key, str(error))
            return
        for idle in [form.text for form in forms if form.text == form.instead][:1]:
            yield MeaningFault(key, f"'{idle}' is replaced by itself")
        found = {form.compared: form.text for form in forms}
        # They may be one to the matcher: it sees neither case nor the kind of apostrophe.
        for twice in sorted(found.keys() & seen)[:1]:
            yield MeaningFault(key, f"'{found[twice]}' stands twice")
        seen.update(found)

    def data(self) -> dict[str, Any]:
        """Entries: each phrase with what to say instead; False where the rule keeps quiet."""
        entries: list[tuple[str, Any]] = []
        for _, phrase, instead in self.templates():
            entries += ((form.compared, form.instead) for form in self.forms(phrase, instead))
        for phrase in self.unless:
            entries += ((form.compared, False) for form in self.forms(phrase, None))
        return {"entries": entries}


def _holds_one(text: str, phrases: Set[str]) -> bool:
    """Whether a row of a text's words is one of some phrases."""
    words = text.split(" ")
    ends = range(1, len(words) + 1)
    return any(" ".join(words[start:end]) in phrases for end in ends for start in range(end))


class PhraseRule(_WordRule):
    """`phrase`: speaks wherever one of its phrases stands, whatever the case.

    Phrases are compared word by word with the text's tokens, so blanks and line breaks
    between words don't matter and a part of a word never matches. `<depend>` in a phrase is
    every form of that verb, `<a|the>` either word, `<name>` any word of that list in `words`.
    """

    kind: Literal["phrase"]
    phrases: list[Text] = Field(min_length=1)

    def templates(self) -> Iterator[tuple[Loc, str, str | None]]:
        """Its phrases, without suggestions."""
        for number, phrase in enumerate(self.phrases):
            yield ("phrases", number), phrase, None


class SwapRule(_WordRule):
    """`swap`: like `phrase`, and knows what to say instead.

    The suggestion takes a capital where the match begins with one. In it, `<take>` is that
    verb in the form of the phrase's verb, `<1>` what the phrase's first bracket matched, and
    `<1:ing>` that verb in another form (base, s, past, participle, ing).
    """

    kind: Literal["swap"]
    swap: dict[Text, Text] = Field(min_length=1)

    def names(self) -> set[str]:
        """The match and its suggestion."""
        return {"match", "suggestion"}

    def templates(self) -> Iterator[tuple[Loc, str, str | None]]:
        """Its phrases and their suggestions."""
        for bad, good in self.swap.items():
            yield ("swap", bad), bad, good


class _PatternRule(Rule):
    verbose: bool = False
    """Blanks in a pattern don't count and `#` begins a comment."""
    ignore_case: bool = False
    needs: list[Pattern] = []
    """Literal texts, one of which must be there before the rule looks any further: nothing
    is compiled for a text that can't hold the artefact."""
    timeout: float = Field(default=2.0, gt=0)
    """Seconds; a pattern that takes longer is reported as a fault."""

    def pattern_data(self) -> dict[str, Any]:
        """The keys that all kinds with patterns share."""
        return self.model_dump(include={"verbose", "ignore_case", "needs", "timeout"})

    def compiled(self, pattern: str) -> regex.Pattern[str]:
        """Raises regex.error."""
        flags = (regex.VERBOSE if self.verbose else 0) | (
            regex.IGNORECASE if self.ignore_case else 0
        )
        return regex.compile(pattern, flags)


class RegexRule(_PatternRule):
    r"""`regex`: speaks wherever its pattern (of the `regex` module) matches within a block.

    The group named `place`, if there is one, is the place of the hit; the others' names may
    be used in the message. `suggest` is a template such as `\g<word> of`.
    """

    kind: Literal["regex"]
    pattern: Pattern
    suggest: str | None = None

    def names(self) -> set[str]:
        """The match, the suggestion where there is one, and the pattern's named groups."""
        suggestion = set() if self.suggest is None else {"suggestion"}
        try:
            return {"match", *suggestion, *self.compiled(self.pattern).groupindex}
        except regex.error:
            return {"match", *suggestion, *re.findall(r"\(\?P?<(\w+)>", self.pattern)}

    def faults(self) -> Iterator[MeaningFault]:
        """A pattern that can't be compiled, or a template that can't be filled."""
        try:
            self.compiled(self.pattern)
        except regex.error as error:
            yield _pattern_fault(("pattern",), error)
            return
        # Only a match can expand a template: so let the pattern match nothing, too. The line
        # break ends a comment that a verbose pattern may close with.
        match = self.compiled(self.pattern + "\n|").match("")
        try:
            if match is not None:
                match.expand(self.suggest or "")
        except (IndexError, regex.error) as error:
            yield MeaningFault(("suggest",), f"not a template for this pattern: {error}")

    def data(self) -> dict[str, Any]:
        """The pattern and the template."""
        return {"pattern": self.pattern, "suggest": self.suggest, **self.pattern_data()}


class BlockRule(_PatternRule):
    """`block`: speaks on a whole short block: a heading, a paragraph or a list item.

    `lines` are literal texts (case, final marks and the number of blanks don't count);
    `patterns` must match the whole block. The top is what stands among the first five blocks
    or before the first paragraph of 12 words; the bottom, what follows the last such one.
    """

    kind: Literal["block"]
    lines: list[Text] = []
    patterns: list[Pattern] = []
    max_words: int = Field(default=12, gt=0)
    position: Literal["any", "top", "bottom"] = "any"
    scope: list[BlockKind] = Field(default=sorted(ALL_SCOPES), min_length=1)

    def faults(self) -> Iterator[MeaningFault]:
        """Nothing to look for, lines that can't match, patterns that can't be compiled."""
        if not self.lines and not self.patterns:
            yield MeaningFault((), "'lines' or 'patterns' must say what to look for")
        for number, line in enumerate(self.lines):
            if not plain_line(line):
                yield MeaningFault(("lines", number), "there is nothing but marks in this line")
            if len(line.split()) > self.max_words:
                yield MeaningFault(
                    ("lines", number), f"this line is longer than max_words ({self.max_words})"
                )
        for number, pattern in enumerate(self.patterns):
            try:
                self.compiled(pattern)
            except regex.error as error:
                yield _pattern_fault(("patterns", number), error)

    def data(self) -> dict[str, Any]:
        """Lines, patterns and where to look."""
        own = self.model_dump(include={"lines", "patterns", "max_words", "position"})
        return {**own, **self.pattern_data()}


KINDS: Mapping[str, type[Rule]] = {
    "block": BlockRule, "phrase": PhraseRule, "regex": RegexRule, "swap": SwapRule,
}  # fmt: skip
"""The closed set of kinds, under their names."""

AnyRule = Annotated[BlockRule | PhraseRule | RegexRule | SwapRule, Field(discriminator="kind")]


class RuleFile(_Model):
    """A file of rules on one topic, in one language."""

    language: Language
    """Primary code of BCP 47, such as `en`, or `any`."""
    category: Category
    rules: list[AnyRule] = Field(min_length=1)


def schema() -> dict[str, Any]:
    """The JSON Schema of a rule file."""
    return RuleFile.model_json_schema()


def tokenised_phrase(phrase: str) -> str:
    """A phrase as tokens in lower case, with a blank between."""
    straight = phrase.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return " ".join(re.findall(_PHRASE_TOKEN, straight))


def _pattern_fault(key: Loc, error: regex.error) -> MeaningFault:
    said = vars(error)
    if said.get("pos") is None:
        return MeaningFault(key, f"not a pattern: {error}")
    message = f"not a pattern: {said['msg']} at character {said['pos'] + 1}"
    return MeaningFault(key, message, (said["pos"], said["lineno"], said["colno"]))
