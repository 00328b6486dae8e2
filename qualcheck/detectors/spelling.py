"""Words that are no words: misspelt, split in two, glued together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from qualcheck import lexicon, speller
from qualcheck.check import Hit, detector
from qualcheck.document import Document, Span, Tokens
from qualcheck.patterns import lazy
from qualcheck.wordusage import HOUSE_USAGE

MOST_ODD_SHARE = 0.012
LEAST_ODD_WORDS = 8
"""Share and number of odd words from which a text is dialect, verse, jargon: better left alone."""

HYPHENS = ("-", "\N{HYPHEN}", "\N{NOT SIGN}")
"""Hyphens at the end of a line; the sign is what some programs make of a soft one."""

SUSPENDING = frozenset("and or to nor but as versus than und et".split())
"""After a hyphen that stands for a later word: `short- and long-term`."""

SHORT_WORDS = frozenset(
    "the of to and in for with that on by from at as is was were are be been has had have it its"
    " this his her their our not but they we he she who which when into than all".split()
)
"""Words that come glued to others."""

_LONGEST_SHORT = max(map(len, SHORT_WORDS))

GLUED_LEFT = SHORT_WORDS | frozenset(
    "said says after before since until under over between against about near while because if"
    " a an or also told met visited".split()
)
"""Words that come glued to a name or a number after them."""


PROSE_ONLY = frozenset("with of and that said says".split())
"""Those of them that no programmer's name begins with (`onClick`, `forEach`)."""


def _unknown(document: Document) -> list[str]:
    """Lower-case words that English doesn't know and that the text has once or twice."""
    return [word for word in _unlisted(document) if not lexicon.is_english(word)]


def _unlisted(document: Document) -> tuple[str, ...]:
    """And those that no list has, but that can be taken apart: `retaning`, `unbudgeted`."""
    return _unlisted_in(document.tokens)


@lru_cache(maxsize=1)
def _unlisted_in(tokens: Tokens) -> tuple[str, ...]:
    """Kept for the checks of one text, which all begin here."""
    texts = tokens.texts
    rare = [
        word for word, places in tokens.places.items()
        if len(places) < HOUSE_USAGE and len(word) > 1 and word.isascii() and word.isalpha()
        and texts[places[0]].islower() and texts[places[-1]].islower()
    ]  # fmt: skip
    return tuple(lexicon.unlisted_among(rare))


@detector(
    id="words.misspelt",
    category="words",
    mqm="linguistic-conventions/spelling",
    level="warning",
    message="'{match}' is no English word.",
    why="A letter was dropped, doubled, changed or swapped with the next.",
    bad=[
        ("They waited in [[thier]] cars.", "They waited in their cars."),
        ("The snow fell [[suddnly]] that night.", "The snow fell suddenly that night."),
        ("The company [[anounced]] new prices.", "The company announced new prices."),
        ("The prices [[didnt]] rise.", "The prices didn't rise."),
        ("The Polish [[Assocation]] of Mills met.", "The Polish Association of Mills met."),
        "It was closed [[nd]] sold in May.",
    ],
    good=[
        "They waited in their cars.",
        "The beachgoers and a houseboy ate tikka in the teahouse.",
        "The glutens of wheat differ.",
        "Mr Preventon of BHP Billiton met Zhang Changning on Nevsky Prospekt.",
        "The word “thier” is misspelt.",
        "Write to steadly.news@example.org or see steadly.example.",
        "It was called #steadly there.",
        "They met in towns eg by the sea, and it was no evil per se.",
        "The mill (orm) was old, and so was the “orm” there.",
    ],
)  # fmt: skip
def misspelt(document: Document) -> Iterator[Hit]:
    """A lower-case word that English doesn't know, one slip away from a frequent word."""
    if _is_odd(document):
        return
    hits = [
        *_misspelt_words(document),
        *_misspelt_first_words(document),
        *_misspelt_in_names(document),
    ]
    taken = {hit.span for hit in hits}
    yield from hits
    yield from (hit for hit in _shortened(document) if hit.span not in taken)


def _misspelt_words(document: Document) -> Iterator[Hit]:
    """Those in lower case."""
    for word in _unlisted(document):
        if not speller.corrections(word) or word in document.names.forms or _is_foreign(word):
            continue
        clear = speller.clear_correction(word)
        if lexicon.is_english(word) and not (clear and speller.is_strong(word, DERIVED)):
            continue
        for i in document.tokens.places[word]:
            if _is_own(document, i) and not _is_piece(document, i) and _halves(word) is None:
                suggestions = (clear,) if clear else ()
                yield Hit("words.misspelt", document.tokens[i].span, suggestions)


DERIVED, CAPITAL = 3.3, 3.7
"""Scores, in Zipf units, from which a slip is likelier than a derived word or a name."""


def _is_own(document: Document, i: int) -> bool:
    """Whether a word is the text's own: no part of an address, no quoted oddity."""
    if not document.is_loose(i) or document.is_briefly_quoted(document.tokens.starts[i]):
        return False
    return len(document.tokens.texts[i]) > _SHORT or _among_english(document, i)


def _shortened(document: Document) -> Iterator[Hit]:
    """A word of two to four letters amid English ones that lost a letter: `nd`, `hve`."""
    for word in _unlisted(document):
        places = document.tokens.places[word]
        if len(word) > _SHORTENED or len(places) > 1 or word in _SHORT_FORMS:
            continue
        i = places[0]
        if not _is_own(document, i) or document.in_quotation(document.tokens.starts[i]):
            continue
        if not (_among_english(document, i) and _amid_words(document, i)):
            continue
        if _split_with(document, i) is None and speller.completions(word):
            yield Hit("words.misspelt", document.tokens[i].span)


_SHORTENED = 4
"""Letters up to which a lost one leaves what reads as an abbreviation."""
_SHORT_FORMS = frozenset(
    "eg ie se mea joe fn fns et al cf vs de la le da tx loc cron tem ave blvd dept est esp fig figs govt inc ltd "
    "min max misc obs op orig pp pt pts rep rev sec secs sp spp vol vols approx appx viz ibid".split()
)
"""Abbreviations, and words of set phrases, that stand in English without a stop."""


def _amid_words(document: Document, i: int) -> bool:
    """Whether a common word stands right before and right after it: no bracket, stop, sign."""
    texts = document.tokens.texts
    return 0 < i < len(texts) - 1 and all(lexicon.is_frequent(texts[k]) for k in (i - 1, i + 1))


_SHORT = 3
"""Letters up to which a word may be anything, so that its neighbours must be English."""


def _among_english(document: Document, i: int) -> bool:
    texts = document.tokens.texts
    near = texts[max(0, i - 1) : i] + texts[i + 1 : i + 2]
    plain = (text for text in near if text[0].isalnum())
    return all(text.islower() and lexicon.is_english(text) for text in plain)


def _is_odd(document: Document) -> bool:
    """Whether a text has so many odd words that they are its subject or its manner."""
    unknown = sum(not document.is_own(word) for word in _unknown(document))
    return unknown >= LEAST_ODD_WORDS and unknown > MOST_ODD_SHARE * len(document.tokens)


def _misspelt_first_words(document: Document) -> Iterator[Hit]:
    """A word with a capital at the start of a sentence, which would be clear in lower case."""
    texts, lower = document.tokens.texts, document.tokens.lower
    once = [
        word for word, places in document.tokens.places.items()
        if len(places) == 1 and word.isascii() and word.isalpha() and texts[places[0]].istitle()
        and places[0] + 1 < len(lower) and lower[places[0] + 1] in AFTER_FIRST_WORD
    ]  # fmt: skip
    for word in lexicon.unlisted_among(once):
        i = document.tokens.places[word][0]
        clear = speller.clear_correction(word)
        if not clear or not speller.is_strong(word, CAPITAL) or not _opens_sentence(document, i):
            continue
        if not (lexicon.is_english(word) or lexicon.is_given_name(word) or _is_foreign(word)):
            yield Hit("words.misspelt", document.tokens[i].span, (clear.capitalize(),))


def _misspelt_in_names(document: Document) -> Iterator[Hit]:
    """A long word with a capital that ends as English nouns and adjectives do: `Assocation`."""
    once = [
        word for word, places in document.tokens.places.items()
        if len(word) >= _LONG and len(places) == 1 and word.isascii() and word.isalpha()
        and word.endswith(WORD_ENDINGS) and document.tokens.texts[places[0]].istitle()
    ]  # fmt: skip
    for word in lexicon.unlisted_among(once):
        i = document.tokens.places[word][0]
        clear = speller.clear_correction(word)
        if not clear or lexicon.is_english(word) or _is_foreign(word) or not _is_own(document, i):
            continue
        if any(word.endswith(ending) and clear.endswith(ending) for ending in WORD_ENDINGS):
            yield Hit("words.misspelt", document.tokens[i].span, (clear.capitalize(),))


_LONG = 9
"""Letters from which a word with an English ending is no surname."""
WORD_ENDINGS = (
    *("tion", "tions", "sion", "sions", "ment", "ments", "mental", "ance", "ence", "ency", "ship"),
    *(
        "ness",
        "ally",
        "tary",
        "tory",
        "ical",
        "able",
        "ible",
        "ating",
        "ively",
        "edge",
        "ties",
        "sity",
    ),
)
"""Endings of derived words, which few names have."""


def _opens_sentence(document: Document, i: int) -> bool:
    sentence = document.sentence_with(i)
    if sentence is None or len(sentence.tokens) < LEAST_SENTENCE:
        return False
    return sentence.tokens.start == i


LEAST_SENTENCE = 5
"""Tokens that a sentence has whose first word is looked at."""

AFTER_FIRST_WORD = frozenset(
    "the a an this these those it he she they we you i there his her their our its each every"
    " some many most all".split()
)
"""After a first word that is no name."""


def _is_piece(document: Document, i: int) -> bool:
    """Whether a word is half of one that was split."""
    if _split_with(document, i) is not None:
        return True
    texts = document.tokens.texts
    near = (i - 1, i + 1)
    return any(
        0 < k < len(texts) - 1 and texts[k] in HYPHENS and _rejoined(document, k) for k in near
    )


def _is_foreign(word: str) -> bool:
    """Whether a word is likelier another language's than a slip."""
    return bool(lexicon.languages_of(word)) and not speller.is_strong_slip(word)


@detector(
    id="words.split",
    category="words",
    mqm="linguistic-conventions/spelling",
    level="error",
    artefact="A6",
    message="'{match}' is one word: '{suggestion}'.",
    why="A hyphen from the end of a line, or a blank from a tag, stayed inside the word.",
    bad=[
        ("The largest [[sup- pliers]] agreed.", "The largest suppliers agreed."),
        ("The [[govern ment]] agreed.", "The government agreed."),
    ],
    good=[
        "Short- and long-term plans, pre- or post-war.",
        "The two- to three-year plan was a mid- to late-term one.",
        "The largest sup pliers of the kind.",
        "A bird - perhaps a gull - sat on the pier.",
        "They met again - st that time - in Rome.",
        "She took an emic view of the village.",
    ],
)  # fmt: skip
def split_word(document: Document) -> Iterator[Hit]:
    """A hyphen and a blank, or a blank, between two pieces that make one word."""
    tokens = document.tokens
    for hyphen in HYPHENS:
        for i in tokens.places.get(hyphen, ()):
            if 0 < i < len(tokens) - 1 and (joined := _rejoined(document, i)):
                yield Hit("words.split", tokens.span(i - 1, i + 1), (joined,))
    for word in _unknown(document):
        for i in tokens.places[word]:
            if found := _split_with(document, i):
                first, last, joined = found
                yield Hit("words.split", tokens.span(first, last), (joined,))


def _rejoined(document: Document, i: int) -> str | None:
    """The word whose pieces stand each side of a hyphen (token `i`) with a blank after it."""
    texts, starts = document.tokens.texts, document.tokens.starts
    left, right = texts[i - 1], texts[i + 1]
    if starts[i - 1] + len(left) != starts[i] or starts[i] + 1 == starts[i + 1]:
        return None
    if not (left.isalpha() and right.isalpha() and right.islower()) or right in SUSPENDING:
        return None
    joined = left + right
    both_words = lexicon.is_frequent(left.lower()) and lexicon.is_frequent(right)
    if both_words and not lexicon.is_frequent(joined.lower()):
        return None
    return joined if len(left) > 1 and lexicon.is_listed(joined.lower()) else None


def _split_with(document: Document, i: int) -> tuple[int, int, str] | None:
    """First token, last token and the word where an odd piece (token `i`) has its other half."""
    texts, starts = document.tokens.texts, document.tokens.starts
    for first in (i - 1, i):
        if first < 0 or first + 1 >= len(texts):
            continue
        left, right = texts[first], texts[first + 1]
        apart = starts[first + 1] - starts[first] - len(left)
        if (
            left not in {"a", "an"}
            and apart == 1
            and _are_pieces(left, right)
            and lexicon.is_frequent(left + right)
        ):
            return first, first + 1, left + right
    return None


def _are_pieces(left: str, right: str) -> bool:
    long_enough = min(len(left), len(right)) > 1 and len(left + right) > _LEAST_JOINED
    return long_enough and (left + right).isalpha() and (left + right).islower()


_LEAST_JOINED = 5
"""Letters over which two pieces don't make a word by chance."""


@detector(
    id="words.glued",
    category="words",
    mqm="linguistic-conventions/spelling",
    level="error",
    artefact="A5",
    message="A blank is missing: '{suggestion}'.",
    why="Two words ran together where a tag or the end of a line was.",
    bad=[
        ("She spoke [[withPresident]] Moreno.", "She spoke with President Moreno."),
        ("They won [[the2019]] election.", "They won the 2019 election."),
        ("The end [[ofthe]] road.", "The end of the road."),
    ],
    good=[
        "She spoke with President Moreno on her iPhone about McDonald and deForest.",
        "The team had a U19 side and a mp3 player, and COVID19.",
        "They used onClick and fromJson there.",
        "The hasher is done; es geht so weit, he said.",
        "The 2019 election.",
    ],
)  # fmt: skip
def glued(document: Document) -> Iterator[Hit]:
    """A short word run together with a name, a year or another short word."""
    for i in _with_seams(document.tokens):
        match = _GLUED.match(document.prose, document.tokens.starts[i])
        if match is None:
            continue
        left, right = match[1], match[2]
        if left not in GLUED_LEFT or (right.isalpha() and not _is_name(document, left, right)):
            continue
        if not document.is_verbatim(match.start()):
            yield Hit("words.glued", Span(*match.span()), (f"{left} {right}",))
    for word in _unknown(document):
        halves = None if lexicon.languages_of(word) or _is_doer(word) else _halves(word)
        for i in document.tokens.places[word] if halves else ():
            if halves and document.is_loose(i):
                yield Hit("words.glued", document.tokens[i].span, (halves,))


def _with_seams(tokens: Tokens) -> list[int]:
    """Tokens with a capital or a figure after a small letter."""
    seamed = {text for text in tokens.distinct if _SEAM.search(text)}
    words = {text.lower().replace("’", "'") for text in seamed}
    return sorted(i for word in words for i in tokens.places[word] if tokens.texts[i] in seamed)


_SEAM = lazy(r"[A-Z12](?<=[a-z][A-Z12])")

_GLUED = lazy(
    r"""(?<![\w.@#/&=+'’-]) ([a-z]+)      # a short word …
    ([A-Z][a-z]{2,}|(?:1[5-9]|20)\d\d) (?![\w@/=(-]|\.\w)  # … and a name or a year
    """,
    re.VERBOSE,
)


def _is_doer(word: str) -> bool:
    """Whether a word is a noun made of a verb: `hasher`."""
    return word.endswith("er") and lexicon.is_english(word[:-2])


def _is_name(document: Document, left: str, word: str) -> bool:
    """Whether a word with a capital is used by itself in this text, or is known to be a name."""
    lower = word.lower()
    if lower in document.tokens.places or lexicon.is_given_name(lower):
        return True
    return left in PROSE_ONLY and lexicon.is_frequent(lower)


def _halves(word: str) -> str | None:
    """Two short words that one is glued from, with a blank: `of the`."""
    if len(word) > 2 * _LONGEST_SHORT:
        return None
    for i in range(2, len(word) - 1):
        if word[:i] in SHORT_WORDS and word[i:] in SHORT_WORDS and word[:i] != word[i:]:
            return f"{word[:i]} {word[i:]}"
    return None


DETECTORS = (misspelt, split_word, glued)
