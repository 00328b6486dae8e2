"""The word lists: what English knows, what other languages know, places, tags, given names.

The only access to `qualcheck/data`. A list is sorted by code point and searched in place, line by
line: reading a megabyte costs a millisecond, making a dictionary of it fifty. The lists come from
`tools/build_*.py`; where they come from and their licences are in `data/LICENCES.md`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from qualcheck.memo import Memo
from qualcheck.tables import Table

_DATA = Path(__file__).parent / "data"

_CACHED_WORDS = 1 << 16
"""Words whose answer is kept: more than a long book has."""

_DEEP_LANGUAGES = ("et", "sq", "sw")
"""Languages that foreign.txt lacks, for want of a frequency list."""

_PREFIXES = (
    *("anti", "auto", "bio", "co", "counter", "cyber", "de", "dis", "eco", "ex", "extra", "fore"),
    *("geo", "hyper", "inter", "macro", "mega", "meta", "micro", "mid", "mini", "mis", "mono"),
    *("multi", "nano", "neo", "neuro", "non", "out", "over", "para", "photo", "poly", "post"),
    *("pre", "proto", "pseudo", "quasi", "re", "self", "semi", "socio", "sub", "super", "tele"),
    *("trans", "ultra", "un", "under"),
)

_ENDINGS = (
    *(("ies", "y"), ("es", ""), ("s", "")),
    *(("ied", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e")),
    *(("ily", "y"), ("ably", "able"), ("ibly", "ible"), ("ally", ""), ("ly", "")),
    *(("iness", "y"), ("ness", ""), ("less", ""), ("like", ""), ("able", ""), ("able", "e")),
    *(("ability", "able"), ("wise", ""), ("proof", ""), ("fold", "")),
)
"""Regular endings and what stood there before. No -er: French infinitives end in it."""

_MIN_STEM = 3
"""Letters that must be left when an ending is taken off."""

_MIN_PREFIXED = 4
"""Letters that must be left when a prefix is taken off."""


COURTESIES = frozenset("mr mrs ms miss dr sir lord lady prof professor".split())
"""What stands before a person's name, and before nothing else."""

TITLES = COURTESIES | frozenset(
    "president minister premier senator governor chancellor mayor".split()
)
"""The courtesies, and the offices that most often stand right before a name."""


MONTHS = tuple(
    "January February March April May June July August September October November December".split()
)
WEEKDAYS = tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
"""Both in order, as English writes them."""
LOWER_MONTHS, LOWER_WEEKDAYS = (frozenset(map(str.lower, names)) for names in (MONTHS, WEEKDAYS))


COUNTRIES = frozenset(
    "Afghanistan Albania Algeria Angola Argentina Armenia Australia Austria Azerbaijan Bahrain "
    "Bangladesh Belarus Belgium Bolivia Botswana Brazil Britain Brunei Bulgaria Burundi Cambodia "
    "Cameroon Canada Chile China Colombia Croatia Cuba Cyprus Denmark Ecuador Egypt Eritrea "
    "Estonia Ethiopia Fiji Finland France Germany Ghana Greece Greenland Guatemala Guyana Haiti "
    "Honduras Hungary Iceland India Indonesia Iran Iraq Ireland Israel Italy Jamaica Japan "
    "Kazakhstan Kenya Kosovo Kuwait Kyrgyzstan Laos Latvia Liberia Libya Liechtenstein Lithuania "
    "Luxembourg Macedonia Madagascar Malawi Malaysia Malta Mauritania Mauritius Mexico Moldova "
    "Mongolia Montenegro Morocco Mozambique Myanmar Namibia Nepal Nicaragua Nigeria Norway Oman "
    "Pakistan Palestine Paraguay Peru Poland Portugal Qatar Romania Russia Rwanda Scotland "
    "Senegal Serbia Singapore Slovakia Slovenia Somalia Spain Suriname Sweden Switzerland Syria "
    "Taiwan Tajikistan Tanzania Thailand Togo Tunisia Turkey Turkmenistan Uganda Uruguay "
    "Uzbekistan Venezuela Vietnam Wales Zambia Zimbabwe "
    "Africa Asia Europe Antarctica Scandinavia Eurasia "
    "Beijing Berlin Brussels Budapest Kyiv London Moscow Paris Rome Tokyo Vienna Warsaw".split()
)
"""Countries, continents and capitals that take no article; left out are those with an old one
(the Lebanon, the Sudan, the Congo, the Gambia) and those that are also people, rivers or states."""


class Exonym(NamedTuple):
    """A place as another language, or an older English, calls it.

    `languages` holds codes such as `de` or `sr_Latn`; `kind` is `foreign` or `outdated`.
    """

    form: str
    english: str
    languages: tuple[str, ...]
    kind: str


class Rendering(NamedTuple):
    """What some languages call a thing that English calls otherwise.

    `kind` is `month`, `weekday` or `acronym`.
    """

    english: str
    languages: tuple[str, ...]
    kind: str


@lru_cache(_CACHED_WORDS)
def is_english(word: str) -> bool:
    """Whether a word, in any case, is at home in English.

    Takes off a possessive, takes hyphenated compounds part by part (figures count as known) and
    undoes regular inflection and derivation: `co-organiser's`, `unbudgeted`.
    """
    plain = _plain(word)
    if "-" in plain:
        return all(is_english(part) for part in plain.split("-") if part)
    if plain.isdecimal():
        return True
    return bool(plain) and any(_in_dictionary(form) for form in _bases(plain))


def languages_of(word: str, deep: bool = False) -> tuple[str, ...]:
    """Codes of the languages that know a word, in any case, which English does not; sorted.

    With `deep`, Albanian, Estonian and Swahili too, for a word that no other language knows:
    the first such call loads their dictionaries, some 0.1 s.
    """
    plain = _plain(word)
    found = _value("foreign.txt", plain)
    if found is not None:
        return tuple(found.split())
    if not deep or not plain.isalpha() or is_english(word):
        return ()
    return _deep_languages(plain)


@cache
def exonyms() -> Mapping[str, Exonym]:
    """Places under a name that English does not use (now), by case-folded form.

    Forms of several words have single spaces.
    """
    return MappingProxyType(
        {
            form.casefold(): Exonym(form, english, tuple(languages.split()), kind)
            for form, english, kind, languages in _rows("exonyms.txt")
        }
    )


@cache
def exonym_heads() -> frozenset[str]:
    """The first words of all exonyms, case-folded: a cheap look before `exonyms` is loaded."""
    lines = "\n".join(_table("exonyms.txt").lines()).casefold()
    return frozenset(re.findall(r"^[^ \t\n]+", lines, re.MULTILINE))


@cache
def renderings() -> Mapping[str, Rendering]:
    """Months and weekdays in lower case, and acronyms as they are written, of other languages."""
    return MappingProxyType(
        {
            form: Rendering(english, tuple(languages.split()), kind)
            for form, english, languages, kind in _rows("renderings.txt")
        }
    )


def tag_counts(word: str) -> Mapping[str, int]:
    """Penn tag → how often a tagger gave it to this word in lower case; empty if unknown.

    Tags under 2 % of a word's uses are left out. Some are the tagger's mistakes.
    """
    return parse_tags(tag_entry(word))


def tag_entry(word: str) -> str:
    """What the list says of a word: `NN:5 VB:2`, or nothing. Many words have the same entry."""
    return _TAG_ENTRIES[word]


def _tag_entry(word: str) -> str:
    return _table("tags.txt").get(word.lower()) or ""


_TAG_ENTRIES = Memo(_tag_entry)


@lru_cache(_CACHED_WORDS)
def parse_tags(entry: str) -> Mapping[str, int]:
    """An entry as a mapping: Penn tag → number of uses."""
    pairs = (pair.rpartition(":") for pair in entry.split())
    return {tag: int(count) for tag, _, count in pairs}


def tags(word: str) -> frozenset[str]:
    """The Penn tags that a word takes in lower case; empty if unknown."""
    return frozenset(tag_counts(word))


def is_given_name(word: str) -> bool:
    """Whether a word, in any case, is somebody's first name. `will` and `mark` are, too."""
    return _value("given_names.txt", word.lower()) is not None


def unknown_among(words: Collection[str]) -> list[str]:
    """Those of many lower-case words that English doesn't know, sorted."""
    return [word for word in unlisted_among(words) if not is_english(word)]


def unlisted_among(words: Collection[str]) -> list[str]:
    """Those of many lower-case words that the list of English lacks, sorted; `unbudgeted`, too."""
    if len(words) >= _MANY_WORDS:
        return sorted(set(words) - _english_words())
    return sorted(word for word in words if not is_listed(word))


def expect(words: int) -> None:
    """Say that so many words will be asked for: of many, the list of English becomes a set."""
    if words >= _MANY_WORDS:
        _english_words()


_MANY_WORDS = 1_000
"""Look-ups from which a set, once made, is cheaper than searching the list in place."""


@cache
def _english_words() -> frozenset[str]:
    _made.append("english.txt")
    return frozenset(_table("english.txt").lines())


_made: list[str] = []
"""The list of English, once a long text has made a set of it."""


def frequent_words() -> dict[str, int]:
    """Frequent English words and ten times their Zipf value (powers of ten in 10^9 words)."""
    fields = "\t".join(_table("frequent.txt").lines()).split("\t")
    return dict(zip(fields[::2], map(int, fields[1::2]), strict=True))


def is_frequent(word: str) -> bool:
    """Whether a lower-case word is among the frequent ones of English."""
    return _value("frequent.txt", word) is not None


def is_listed(word: str) -> bool:
    """Whether the list of English has a lower-case word as it stands, nothing taken off."""
    return _in_dictionary(word)


def is_unusual(word: str) -> bool:
    """Whether a word that looks like a misspelling of a frequent one is known to be none."""
    return _value("unusual.txt", word) is not None


@cache
def capitals() -> Mapping[str, str]:
    """Words that English always writes with a capital: from lower case to the right form."""
    pairs = ((word, form) for word, form in _rows("capitals.txt"))
    return MappingProxyType(dict(pairs))


class KnownName(NamedTuple):
    """Somebody or something of public life: two words, and words of which a text about it has one.

    `romanised`: it comes through another script, and may be spelt in several ways.
    """

    words: tuple[str, str]
    romanised: bool
    scene: frozenset[str]


@cache
def known_names() -> Mapping[str, tuple[KnownName, ...]]:
    """Names of public life by each of their words in lower case."""
    found: dict[str, list[KnownName]] = {}
    for name, kind, scene in _rows("known_names.txt"):
        first, _, last = name.partition(" ")
        known = KnownName((first, last), kind == "romanised", frozenset(scene.split()))
        for word in {first.lower(), last.lower()}:
            found.setdefault(word, []).append(known)
    return MappingProxyType({word: tuple(names) for word, names in found.items()})


@cache
def compounds() -> Mapping[str, tuple[str, ...]]:
    """First parts of closed compounds, and what each is written together with: `air`, `port`."""
    rows = _rows("compounds.txt")
    return MappingProxyType({left: tuple(rights.split()) for left, rights in rows})


@cache
def dialects() -> tuple[tuple[str, str], ...]:
    """Pairs of a British and an American spelling."""
    return tuple((british, american) for british, american in _rows("dialects.txt"))


def _plain(word: str) -> str:
    """Lower case, straight apostrophes, no possessive, no apostrophe around it."""
    straight = word.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").strip("'")
    return straight.removesuffix("'s")


def _bases(word: str) -> Iterator[str]:
    """A word and what it may be made from: the likeliest first."""
    yield word
    for prefix in ("", *_PREFIXES):
        rest = word.removeprefix(prefix)
        if prefix and (len(rest) < _MIN_PREFIXED or rest == word):
            continue
        yield rest
        yield from _stems(rest)


def _stems(word: str) -> Iterator[str]:
    """What regular inflection or derivation may have made a word from."""
    for ending, before in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < _MIN_STEM:
            continue
        yield stem + before
        if ending in ("ed", "ing") and not before and stem[-1] == stem[-2]:
            yield stem[:-1]


def _in_dictionary(word: str) -> bool:
    if _made:
        return word in _english_words()
    return _value("english.txt", word) is not None


def _deep_languages(word: str) -> tuple[str, ...]:
    import simplemma

    return tuple(code for code in _DEEP_LANGUAGES if simplemma.is_known(word, lang=code))


_LONG = frozenset({"english.txt", "foreign.txt"})
"""Lists that would take longer to load than any text takes to ask."""


@cache
def _table(name: str) -> Table:
    return Table(_DATA / name, dictionary=name not in _LONG)


@lru_cache(_CACHED_WORDS)
def _value(name: str, key: str) -> str | None:
    """What stands after a key in a list, "" where it has keys alone; None where it lacks it."""
    return _table(name).get(key)


def _rows(name: str) -> Iterator[list[str]]:
    """The fields of every entry of a list."""
    return (line.split("\t") for line in _table(name).lines())


def tag_share(word: str, tags: Collection[str]) -> float:
    """How often a lower-case word takes one of these Penn tags, 0..1; 0 for an unknown word."""
    counts = tag_counts(word)
    total = sum(counts.values())
    return sum(counts.get(tag, 0) for tag in tags) / total if total else 0.0


def word_pairs() -> Iterator[tuple[str, str]]:
    """Pairs of function words that English never puts together, and where: `anywhere` or `noun`."""
    return ((pair, where) for pair, where in _rows("pairs.txt"))
