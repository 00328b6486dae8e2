"""Which language a text is in, and how sure that is."""

from __future__ import annotations

from functools import cache
from typing import Any

from qualcheck import lexicon
from qualcheck.document import Language, Tokens

ENGLISH_FUNCTION_WORDS = frozenset(
    "the of and to that was with as by it he she his her they their from this which have has "
    "had been were are not but would could will who about there into than its you we our".split()
)
"""Closed-class words of English; few are words of another language as well."""

SURE_SHARE = 0.15
"""English prose has 0.30 to 0.45 of these words; no other language reached 0.08 when the
text was not itself mixed."""
SAMPLE = 4_000
"""Tokens looked at: the language of a text does not change with its length."""
SHORT = 20
"""Words under which statistics of letters are not trusted and a lexicon decides."""


def identify(tokens: Tokens) -> Language:
    """The language of a text; `und` where there are no words.

    English is known by its function words, at no cost; only what fails that test is given to
    py3langid (0.7 s to load), whose probability is then the confidence.
    """
    words = [word for word in _sample(tokens.lower) if word[0].isalpha()]
    if not words:
        return Language("und", 0.0)
    share = sum(word in ENGLISH_FUNCTION_WORDS for word in words) / len(words)
    if share >= SURE_SHARE:
        return Language("en", 1.0)
    known = sum(map(lexicon.is_english, words)) / len(words)
    if known >= 0.8:
        return Language("en", round(known, 2))
    code, probability = _classifier().classify(" ".join(words))
    if len(words) < SHORT and probability < 0.95:
        return Language("und", round(float(probability), 2))
    return Language(str(code), round(float(probability), 2))


def _sample(tokens: list[str]) -> list[str]:
    """Some SAMPLE tokens, evenly spread."""
    return tokens[:: max(1, len(tokens) // SAMPLE)]


@cache
def _classifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
