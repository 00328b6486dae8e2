"""The check: a document's paragraphs to LanguageTool, its answers to hits, less what is noise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from qualcheck import lexicon, speller
from qualcheck.check import PROSE_SCOPE, Hit, RuleInfo
from qualcheck.dialect import is_british
from qualcheck.document import STAND_IN, Block, BlockKind, Document, Span
from qualcheck.errors import EngineUnavailable
from qualcheck.languagetool.answers import Answers
from qualcheck.languagetool.client import Match, Question
from qualcheck.languagetool.meaning import families, listed_rules, rule_of, switched_off
from qualcheck.languagetool.presence import NAME
from qualcheck.languagetool.server import Engine
from qualcheck.wordusage import HOUSE_USAGE, is_pointed_at

VARIANTS: Mapping[str, str] = {
    "ar": "ar", "ast": "ast-ES", "be": "be-BY", "br": "br-FR", "ca": "ca-ES", "da": "da-DK",
    "de": "de-DE", "el": "el-GR", "en": "en-US", "eo": "eo", "es": "es", "fa": "fa", "fr": "fr",
    "ga": "ga-IE", "gl": "gl-ES", "it": "it", "ja": "ja-JP", "km": "km-KH", "nl": "nl",
    "pl": "pl-PL", "pt": "pt-PT", "ro": "ro-RO", "ru": "ru-RU", "sk": "sk-SK", "sl": "sl-SI",
    "sv": "sv", "ta": "ta-IN", "tl": "tl-PH", "uk": "uk-UA", "zh": "zh-CN",
}  # fmt: skip
"""Language → the code by which LanguageTool knows it (its /v2/languages, version 6.8). Of several
variants one; a text whose language is set can name another.
"""
_REGIONS = frozenset(
    "en-AU en-CA en-GB en-NZ en-US en-ZA de-AT de-CH de-DE pt-AO pt-BR pt-MZ pt-PT".split()
)
"""Variants that a text's language may name itself."""


@dataclass(frozen=True, slots=True)
class Options:
    """How LanguageTool is asked, beside the language."""

    disabled_rules: tuple[str, ...] = ()
    enabled_rules: tuple[str, ...] = ()
    picky: bool = False


@dataclass(frozen=True, slots=True)
class LanguageTool:
    """LanguageTool as a check."""

    engine: Engine
    kept: Path
    """The file of kept answers."""
    options: Options = field(default_factory=Options)

    @property
    def name(self) -> str:
        """What it goes by where it can't run."""
        return NAME

    @property
    def rules(self) -> Sequence[RuleInfo]:
        """Those that are known before it speaks."""
        return (*families(), *listed_rules())

    def run(self, document: Document) -> Iterator[Hit]:
        """Its hits, without the noise. Raises EngineUnavailable, ServerFailure."""
        question = self._question(document)
        blocks = [block for block in document.blocks if block.kind in PROSE_SCOPE]
        answers = self._answers([_asked(document, block) for block in blocks], question)
        for block in blocks:
            for match in answers[_asked(document, block)]:
                rule = rule_of(match, self.options.enabled_rules)
                hit = _hit(document, block, match, rule) if rule else None
                if hit and not (_is_spelling(match) and _is_noise(document, match, hit.span)):
                    yield hit

    def _question(self, document: Document) -> Question:
        options, (rules, categories) = self.options, switched_off()
        wanted = set(options.enabled_rules)
        return Question(
            language=_language(document),
            disabled_rules=tuple(sorted({*rules, *options.disabled_rules} - wanted)),
            disabled_categories=() if wanted else categories,
            enabled_rules=tuple(sorted(wanted)),
            picky=options.picky,
        )

    def _answers(self, texts: Sequence[str], question: Question) -> Mapping[str, list[Match]]:
        """Text → what there is to say about it: kept, or asked for and kept."""
        kept = Answers(self.kept, self.engine.version, question)
        answers = kept.find(texts) if self.engine.version else {}
        missing = [text for text in dict.fromkeys(texts) if text not in answers]
        if missing:
            with self.engine.client() as client:
                for some in _portions(missing):
                    found = dict(zip(some, client.check_all(some, question), strict=True))
                    kept.keep(found)
                    answers.update(found)
        return answers


PORTION = 200_000
"""Characters asked about before the answers are kept: what a run that is cut short has to redo."""


def _portions(texts: Sequence[str]) -> Iterator[list[str]]:
    portion, size = list[str](), 0
    for text in texts:
        portion.append(text)
        size += len(text)
        if size > PORTION:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion


def _language(document: Document) -> str:
    """The code to ask with. Raises EngineUnavailable for a language that LanguageTool lacks."""
    code = document.language.code
    if code in _REGIONS:
        return code
    main = code.split("-")[0]
    if main == "en" and is_british(document):
        return "en-GB"
    if main not in VARIANTS:
        said = (
            "its language could not be told" if main == "und" else f"it has no rules for '{main}'"
        )
        raise EngineUnavailable(said)
    return VARIANTS[main]


SENTENCE_CAPITAL = "UPPERCASE_SENTENCE_START"
"""LanguageTool takes the small letter that an item of a list may begin with for a slip."""
STAND_IN_SENT = "X"
"""Goes out for what is not prose: LanguageTool takes it for a name."""


def _asked(document: Document, block: Block) -> str:
    return document.text(block.prose).replace(STAND_IN, STAND_IN_SENT)


def _hit(document: Document, block: Block, match: Match, rule: RuleInfo) -> Hit | None:
    """A match as a hit; None where it is about what was no prose, or its place is no place."""
    start = block.prose.start + match.span.start
    span = Span(start, min(start + len(match.span), block.prose.end))
    text = document.text(span)
    if STAND_IN in text or not len(span):
        return None
    if match.rule == SENTENCE_CAPITAL and block.kind is BlockKind.ITEM:
        return None
    suggestions = tuple(
        s for s in match.suggestions if s != text and STAND_IN_SENT not in s.split()
    )
    return Hit(rule.id, span, suggestions, {"said": match.message}, info=rule)


# ------------------------------------------------------------------------------------ noise


def _is_spelling(match: Match) -> bool:
    """Whether a match only says that LanguageTool doesn't know a word."""
    return match.rule.startswith(("MORFOLOGIK_", "HUNSPELL_")) or match.rule.endswith(
        ("_SPELLER_RULE", "_SPELLING_RULE")
    )


def _is_noise(document: Document, match: Match, span: Span) -> bool:
    """Whether a word that LanguageTool's speller doesn't know is none of its business."""
    text, i = document.text(span), document.tokens.at(span.start)
    is_word = text.replace("-", "").isalpha() and i >= 0 and document.tokens.texts[i] == text
    if not is_word or not document.is_loose(i):
        return True  # an abbreviation, a part of an address: no list has them all
    word = document.tokens.lower[i]
    if len(document.tokens.places[word]) >= HOUSE_USAGE:
        return True
    is_english = document.language.code.split("-")[0] == "en"
    if is_english and _is_slip(match, word, text) and not _stands_alone(document, i):
        return False
    if not text.islower() or is_pointed_at(document, i) or i in document.names:
        return True
    return is_english and _is_english(word)


LEAST_LISTED = 4
"""Letters of a word under which a list has so much that only a frequent one counts as known."""


def _is_english(word: str) -> bool:
    """Whether our lists know a word, or can take it apart and see no slip in it."""
    if len(word) < LEAST_LISTED:
        return lexicon.is_frequent(word)
    if lexicon.is_listed(word):
        return True
    return lexicon.is_english(word) and speller.clear_correction(word) is None


CALENDAR = frozenset((*lexicon.WEEKDAYS, *lexicon.MONTHS)) - {
    "March",
    "April",
    "May",
    "June",
    "July",
}
"""Days and months that are no likely misreading of a name."""
CAPITAL = 3.7
"""Score, in Zipf units, from which a slip is likelier than a name."""


def _is_slip(match: Match, word: str, text: str) -> bool:
    """Whether both spellers see a frequent word behind one (`Inudstry`), or LanguageTool a day or a
    month (`Saterday`).
    """
    if lexicon.is_english(word) or lexicon.is_given_name(word) or lexicon.languages_of(word):
        return False
    clear = speller.clear_correction(word)
    if text.islower():
        return clear is not None and clear in match.suggestions
    if not text.istitle():
        return False
    if clear and clear.capitalize() in match.suggestions and speller.is_strong(word, CAPITAL):
        return True
    return match.suggestions[:1] != () and match.suggestions[0] in CALENDAR


LEAST_QUOTED = 4
"""Words of a quotation from which it is somebody's speech, and no word is shown for itself."""


def _stands_alone(document: Document, i: int) -> bool:
    """Whether a word is quoted by itself, or amid a few others."""
    quotation = document.quotation_at(document.tokens.starts[i])
    return quotation is not None and len(document.text(quotation).split()) < LEAST_QUOTED
