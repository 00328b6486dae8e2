"""What a word's form can be: how often it has which Penn tag, its base form, its number.

Built on the counts of `lexicon.tag_counts`; a word they lack has no share of any tag.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from qualcheck import lexicon
from qualcheck.memo import Memo
from qualcheck.patterns import lazy

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
"""Tags of verbs that can carry a sentence."""

SURE = 0.97
"""Share from which a word counts as having no other tag: the rest is the tagger's mistakes."""
_LEAST_COUNT = 5
"""Occurrences under which a share says little."""

IRREGULAR = dict(
    pair.split(":")
    for pair in (
        "is:be are:be was:be were:be been:be am:be has:have had:have does:do did:do done:do "
        "went:go gone:go goes:go became:become began:begin begun:begin bought:buy brought:bring "
        "built:build came:come caught:catch chose:choose chosen:choose dealt:deal drew:draw "
        "drawn:draw drove:drive driven:drive ate:eat eaten:eat fell:fall fallen:fall felt:feel "
        "fought:fight found:find flew:fly flown:fly forgot:forget forgotten:forget gave:give "
        "given:give got:get grew:grow grown:grow heard:hear held:hold kept:keep knew:know "
        "known:know led:lead left:leave lent:lend lost:lose made:make meant:mean met:meet "
        "paid:pay ran:run rose:rise risen:rise said:say sang:sing sat:sit saw:see seen:see "
        "sent:send shook:shake shot:shoot shown:show slept:sleep sold:sell sought:seek spent:spend "
        "spoke:speak spoken:speak stood:stand stole:steal stolen:steal struck:strike "
        "swore:swear taken:take taught:teach thought:think threw:throw thrown:throw told:tell "
        "took:take understood:understand withdrew:withdraw withdrawn:withdraw won:win wore:wear "
        "worn:wear wrote:write written:write broke:break broken:break sank:sink"
    ).split()
)
"""Inflected form → base form, of common irregular verbs."""


PLURAL_OF = {
    "is": "are",
    "was": "were",
    "has": "have",
    "does": "do",
    "isn't": "aren't",
    "wasn't": "weren't",
    "hasn't": "haven't",
    "doesn't": "don't",
}
"""Verb forms for one and for many."""
SINGULAR_OF = {plural: singular for singular, plural in PLURAL_OF.items()}


@lru_cache(1 << 15)
def counts(word: str) -> Mapping[str, int]:
    """`lexicon.tag_counts`, kept."""
    return lexicon.tag_counts(word)


def chance_of_verb(word: str) -> float:
    """How often a lower-case word is a finite verb, 0..1; 1 for one that is surely nothing else."""
    return _CHANCES[lexicon.tag_entry(word)]


def _chance_of_verb(entry: str) -> float:
    """The same of an entry, which many words have."""
    return 1 if _is_only(entry, _FINITE) else _share(entry, _FINITE)


_FINITE = tuple(sorted(FINITE))
_CHANCES = Memo(_chance_of_verb)


@lru_cache(1 << 16)
def share(word: str, *tags: str) -> float:
    """How often a lower-case word has one of these tags, 0..1."""
    return _share(lexicon.tag_entry(word), tags)


@lru_cache(1 << 16)
def _share(entry: str, tags: tuple[str, ...]) -> float:
    """The same of an entry, which many words have."""
    found = lexicon.parse_tags(entry)
    return sum(found.get(tag, 0) for tag in tags) / sum(found.values()) if found else 0.0


@lru_cache(1 << 16)
def is_only(word: str, *tags: str) -> bool:
    """Whether a lower-case word is well known and never has a tag but these."""
    return _is_only(lexicon.tag_entry(word), tags)


@lru_cache(1 << 16)
def _is_only(entry: str, tags: tuple[str, ...]) -> bool:
    found = lexicon.parse_tags(entry)
    return sum(found.values()) >= _LEAST_COUNT and _share(entry, tags) >= SURE


@lru_cache(1 << 12)
def base_form(verb: str) -> str | None:
    """The base form of an inflected verb in lower case, where English knows it as a verb."""
    if verb in IRREGULAR:
        return IRREGULAR[verb]
    return next((base for base in possible_bases(verb) if share(base, "VB", "VBP") > 0.1), None)


def possible_bases(verb: str) -> Iterator[str]:
    """What regular inflection may have made a word from, a verb above all; the likeliest first."""
    for ending in ("ies", "ied"):
        if verb.endswith(ending):
            yield verb[:-3] + "y"
    for ending in ("ing", "ed", "es", "s"):
        stem = verb.removesuffix(ending)
        if stem != verb and len(stem) > 1:
            if ending in {"ing", "ed"}:
                yield stem + "e"
                if stem[-1] == stem[-2]:
                    yield stem[:-1]
            yield stem


def without_possessive(word: str) -> str:
    """`Orel` of `Orel's` and `Orel’s`; `Wells` of `Wells'`."""
    return _POSSESSIVE.sub("", word) if "'" in word or "’" in word else word


_POSSESSIVE = lazy(r"['’]s?$")
