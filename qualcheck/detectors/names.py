"""Names: places under another language's name, and one name spelt in two ways."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache

from qualcheck import lexicon
from qualcheck.check import ALL_SCOPES, Hit, detector
from qualcheck.document import Document, Sentence, Span
from qualcheck.languages import language_names
from qualcheck.patterns import lazy


def _foreign_places(document: Document, kind: str) -> Iterator[tuple[Span, lexicon.Exonym]]:
    """Capitalised forms in the list of exonyms that stand by themselves, not in a longer name."""
    places = document.tokens.places
    marked = [word for word in places if "-" in word or "'" in word]
    if lexicon.exonym_heads().isdisjoint([*places, *map(_head, marked)]):
        return
    heads = _exonym_heads(kind)
    for word in [*(heads.keys() & places.keys()), *marked]:
        for form in heads.get(word, ()) or heads.get(_head(word), ()):
            for span in _places_of(document, word, form):
                yield span, lexicon.exonyms()[form]


def _places_of(document: Document, word: str, form: str) -> Iterator[Span]:
    """Where an index word opens a form that means the place."""
    tokens = document.tokens
    is_person = cache(lambda: any(_is_surname(document, i) for i in tokens.places[word]))
    for i in tokens.places[word]:
        last = i + form.count(" ")
        if last >= len(tokens) or not tokens.texts[i][0].isupper():
            continue
        start = tokens.starts[i]
        span = Span(start, start + len(form))
        if document.text(span).lower() != form or _in_longer_name(document, i, last):
            continue
        compound = len(_bare(tokens.texts[i])) > len(form) and " " not in form
        if tokens.texts[i].isupper():
            continue
        if compound or not (_is_gloss(document, i, last) or is_person()):
            yield span


_ENDING = lazy(r"(?:'s?|-(?:based|born|bound|backed|area|style))$")


def _head(word: str) -> str:
    """A word without its possessive, or without the ending of `London-based`."""
    return _ENDING.sub("", word)


@cache
def _exonym_heads(kind: str) -> dict[str, list[str]]:
    """First word → the forms of a kind that begin with it, longest first."""
    heads: dict[str, list[str]] = defaultdict(list)
    for form in sorted(lexicon.exonyms(), key=len, reverse=True):
        if lexicon.exonyms()[form].kind == kind:
            heads[form.split(" ")[0]].append(form)
    return heads


OPENS_SENTENCE = frozenset(
    "a an in the from to at near for with on of and but while when after since as".split()
)

FOREIGN_LINKS = frozenset(
    "de da do dos das di del della du des von van zu der die la le el et und y i u v w ve".split()
)
"""Words of other languages beside which a place belongs to their name or phrase."""

GLOSSES = frozenset(
    "called named known formerly once then also spelled spelt german french polish russian "
    "italian spanish czech turkish hotel restaurant university festival ( / : = “".split()
)
"""Words and marks right before a form that is mentioned for its own sake, or a house's name."""


def _is_gloss(document: Document, first: int, last: int) -> bool:
    """Whether a form is mentioned rather than used: `Vienna (Wien)`, an address, a title, or a
    phrase in another language.
    """
    lower, texts = document.tokens.lower, document.tokens.texts
    before = lower[first - 1] if first else "."
    after = lower[last + 1] if last + 1 < len(texts) else "."
    if before in GLOSSES or before.isdecimal() or before in FOREIGN_LINKS or after in FOREIGN_LINKS:
        return True
    if after in {"/", ":", "("} or (before == "," and after in {",", "."}):
        return True  # the last two: an address (`12 Ring, Wien, 1010`)
    if before in {"a", "an"} or (before == "the" and not after.isalpha()):
        return True  # a ship, a hotel, a newspaper
    return _in_short_quotation(document, document.tokens.starts[first])


def _in_short_quotation(document: Document, offset: int) -> bool:
    """Whether a place lies in a quotation of a few words: a title, or a foreign phrase."""
    quotation = document.quotation_at(offset)
    return quotation is not None and len(quotation) < SHORT_QUOTATION


SHORT_QUOTATION = 40
"""Characters under which a quotation is a title or a phrase rather than somebody's words."""


def _is_surname(document: Document, token: int) -> bool:
    """Whether a courtesy or a given name stands right before a word."""
    if not token:
        return False
    before = document.tokens.texts[token - 1]
    if before.lower() in COURTESIES:
        return True
    return before[0].isupper() and lexicon.is_given_name(before)


COURTESIES = frozenset("mr mrs ms miss dr sir lord lady prof professor".split())

TITLES = COURTESIES | frozenset(
    "president minister premier senator governor chancellor mayor".split()
)


def _in_longer_name(document: Document, first: int, last: int) -> bool:
    """Whether a capitalised word touches the form: `Dynamo Kiev`, `Kiev Polytechnic`, `Anna Kiev`."""
    texts, prose, tokens = document.tokens.texts, document.prose, document.tokens
    if (
        first
        and texts[first - 1][0].isupper()
        and prose[tokens.span(first - 1, first - 1).end : tokens.starts[first]] in {" ", "-"}
    ):
        sentence = document.sentence_at(tokens.starts[first])
        if sentence is None or first - 1 != sentence.tokens.start or first - 1 in document.names:
            return True
        if texts[first - 1].lower() not in OPENS_SENTENCE:
            return True
    possessive = texts[last] != _bare(texts[last])
    if not possessive and last + 1 < len(texts) and texts[last + 1][0].isupper():
        return prose[tokens.span(last, last).end : tokens.starts[last + 1]] in {" ", "-"}
    return False


@detector(
    id="names.foreign-place",
    category="names",
    mqm="terminology/wrong-term",
    level="warning",
    scopes=ALL_SCOPES,
    artefact="B8",
    message="'{match}' is the {languages} name; English says '{suggestion}'.",
    why="A place has its own name in each language, and this one was left in another's.",
    bad=[
        ("They met in [[Varsovie]] on Friday.", "They met in Warsaw on Friday."),
        ("The train to [[Kopenhagen]] was late.", "The train to Copenhagen was late."),
        ("[[Wien]]'s Central Station has been mended.", "Vienna's Central Station has been mended."),
        ("A [[Londres]]-based firm won.", "A London-based firm won."),
    ],
    good=[
        "They met in Warsaw on Friday.",
        "She runs the Hotel Varsovie in Lyon.",
        "They sang in Moscow.",
        "Vienna (Wien) is a city.",
        "She wrote to 1010 Wien, Austria.",
        "Then Anna Wien spoke. Wien has lived here for years.",
        "He studied at the Technische Hochschule Wien and played for Bayern.",
        "He sailed on the Lisboa, a small ship.",
        "The song “Wien, nur du allein” is old.",
        "The province is far away.",
    ],
    sources=["https://cldr.unicode.org/"],
)  # fmt: skip
def foreign_place(document: Document) -> Iterator[Hit]:
    """A place under the name that another language has for it (CLDR)."""
    for span, exonym in _foreign_places(document, "foreign"):
        values = {"languages": language_names(exonym.languages)}
        yield Hit("names.foreign-place", span, (exonym.english,), values)


@detector(
    id="names.outdated-place",
    category="names",
    mqm="terminology/inconsistent-with-terminology-resource",
    level="suggestion",
    scopes=ALL_SCOPES,
    artefact="B8",
    message="English now says '{suggestion}', not '{match}'.",
    why="News agencies have changed to the form that the place itself uses.",
    bad=[("They met in [[Kiev]] on Friday.", "They met in Kyiv on Friday.")],
    good=[
        "Dynamo Kiev won again.",
        "We ate chicken Kiev at noon.",
        "They met in Kyiv.",
        "Kiev fell to the army in 1941.",
        "They flew from Kyiv. Kiev was cold.",
    ],
    sources=["https://blog.ap.org/announcements/an-update-on-ap-style-on-kyiv"],
)  # fmt: skip
def outdated_place(document: Document) -> Iterator[Hit]:
    """A form that English itself used until lately, in a text that has no other."""
    for span, exonym in _outdated(document):
        if exonym.english.split(" ")[0].lower() not in document.tokens.places:
            yield Hit("names.outdated-place", span, (exonym.english,))


@detector(
    id="names.mixed-place",
    category="names",
    mqm="terminology/inconsistent-use-of-terminology",
    level="warning",
    scopes=ALL_SCOPES,
    artefact="B6",
    message="'{match}' is '{suggestion}' elsewhere in this text.",
    why="A place under its old and its new name in one text reads as two places.",
    bad=[("They flew from Kyiv at noon. [[Kiev]] was cold.", "They flew from Kyiv at noon. Kyiv was cold.")],
    good=[
        "They flew from Kyiv at noon. Dynamo Kiev won.",
        "They flew from Kyiv, which was called Kiev then.",
        "Kiev fell in 1941. Today Kyiv is rich.",
        "They met in Kiev.",
    ],
)  # fmt: skip
def mixed_place(document: Document) -> Iterator[Hit]:
    """An outdated form in a text that has today's as well."""
    for span, exonym in _outdated(document):
        if exonym.english.split(" ")[0].lower() in document.tokens.places:
            yield Hit("names.mixed-place", span, (exonym.english,))


def _outdated(document: Document) -> Iterator[tuple[Span, lexicon.Exonym]]:
    """Outdated forms outside dishes and sentences about the past."""

    @cache
    def keeps_old_names(sentence: Sentence) -> bool:
        words = document.words(sentence)
        return "chicken" in words or any(map(_is_of_the_past, words))

    for span, exonym in _foreign_places(document, "outdated"):
        sentence = document.sentence_at(span.start)
        following = document.prose[span.end : span.end + 6].lower()
        if following.startswith((" duck", " mix", " man")):
            continue
        if sentence is None or not keeps_old_names(sentence):
            yield span, exonym


PAST = frozenset("soviet ussr empire imperial tsar tsarist colonial raj century partition".split())


def _is_of_the_past(word: str) -> bool:
    """Whether a word sets a sentence in a time when the old name was right."""
    return word in PAST or (len(word) == 4 and word.isdecimal() and "1000" < word < "1992")


LETTERS = (
    ("shch", "sc"), ("tsch", "c"), ("tch", "c"), ("sch", "s"), ("kh", "h"), ("gh", "g"), ("zh", "z"),
    ("ts", "c"), ("tz", "c"), ("cz", "c"), ("ch", "c"), ("sh", "s"), ("ph", "f"), ("dj", "j"), ("dzh", "j"),
    ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ks", "x"), ("iu", "u"), ("yu", "u"), ("ju", "u"),
    ("ia", "a"), ("ya", "a"), ("ja", "a"), ("ie", "e"), ("ye", "e"), ("je", "e"), ("yo", "o"), ("io", "o"),
    ("w", "v"), ("q", "k"), ("j", "y"), ("g", "h"),
)  # fmt: skip
"""What transliterations spell differently, most of it after BGN/PCGN and ISO 9 for Cyrillic and
the usual romanisations of Arabic; each pair folds to one letter. Longest first."""


def name_key(name: str) -> str:
    """What stays the same of a name, however it was transliterated.

    >>> name_key("Zelenskyy") == name_key("Zelenskiy") == name_key("Zelensky")
    True
    >>> name_key("Zelenska") == name_key("Zelensky")
    False
    """
    folded = unicodedata.normalize("NFKD", name.lower())
    letters = re.sub(r"[^a-zø-ÿłđıß]", "", folded)
    letters = re.sub(r"(?:iy|yy|ii|yi|ij|iyi|y|i|j)$", "y", letters)
    letters = re.sub(r"(?:ff|ft|w)$", "v", letters)
    for old, new in LETTERS:
        letters = letters.replace(old, new)
    letters = re.sub(r"[iy]+", "i", letters)
    return re.sub(r"([^aeou])\1", r"\1", letters)


LEAST_LETTERS = 5
"""Shorter names are alike by chance, unless their context is the same."""


@detector(
    id="names.variant",
    category="names",
    mqm="terminology/inconsistent-use-of-terminology",
    level="warning",
    scopes=ALL_SCOPES,
    artefact="B6",
    message="'{match}' is spelt '{suggestion}' elsewhere in this text.",
    why="One name, transliterated in two ways, reads as two people or places.",
    bad=[
        (
            "Today Zelensky spoke. Then Zelensky left. Later Mr [[Zelenskiy]] returned.",
            "Today Zelensky spoke. Then Zelensky left. Later Mr Zelensky returned.",
        ),
        ("Mr Taylor left. Ann Taylor stayed, said Mr [[Teylor]].", "Mr Taylor left. Ann Taylor stayed, said Mr Taylor."),
        ("They met in Kharkiv and stayed in Kharkiv before [[Harkiv]] fell.", "They met in Kharkiv and stayed in Kharkiv before Kharkiv fell."),
    ],
    good=[
        "Zelensky came with Zelenska, and Zelensky spoke.",
        "First Johnson spoke, then Johnston, and Johnson left.",
        "Then Petrov met Petrova, and Petrov left.",
        "They say Steven met Stephen, and Steven left.",
        "Mr Brown left. Mr Brown met Eva Braun, and Braun spoke.",
        "They use Novel. Novel is good, said the Naval officer.",
        "Today Johansson met Johansen in the hall.",
    ],
)  # fmt: skip
def variant(document: Document) -> Iterator[Hit]:
    """The rarer of two spellings that differ only as transliterations do."""
    alike: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for word, places in _name_words(document):
        key = skeleton(word)
        for i in places:
            alike[key][_bare(document.tokens.texts[i])].append(i)
    for forms in alike.values():
        if len(forms) > 1:
            told = {hit.span: hit for hit in _respelt(document, forms)}
            for hit in _same_keys(document, forms):
                told[hit.span] = hit
            yield from told.values()


def _same_keys(document: Document, forms: dict[str, list[int]]) -> Iterator[Hit]:
    """Variants among forms that one romanisation or another makes of the same letters."""
    spellings: dict[str, dict[str, list[int]]] = defaultdict(dict)
    for form, places in forms.items():
        if len(form) >= LEAST_LETTERS:
            spellings[name_key(form)][form] = places
    for same in spellings.values():
        if len(same) > 1 and not any(lexicon.is_given_name(form) for form in same):
            yield from _rarer(document, same)


GRAPHEMES = {
    "dzh": "J", "tsch": "C", "tch": "C", "cz": "C", "ch": "C",
    "sch": "S", "shch": "S", "sh": "S", "sz": "S", "zh": "S", "kh": "", "gh": "", "ph": "f", "th": "t",
    "ck": "k",
}  # fmt: skip
"""Letters → the sound that a transliteration keeps."""

_GRAPHEME = lazy("|".join(sorted(GRAPHEMES, key=len, reverse=True)))

_SOUNDS = str.maketrans(
    {"c": "k", "q": "k", "x": "ks", "z": "s", "j": "J"} | dict.fromkeys("wvhyaeiou", "")
)
"""Single letters → sounds; vowels and what comes and goes → nothing."""

_DOUBLED = lazy(r"([^aeou])\1")
_J_AFTER_VOWEL = lazy(r"(?<=[aeou])j(?=[^aeiou]|$)")
_SOFT_C = lazy(r"c(?=[eiy])")
_W_BEFORE_VOWEL = lazy(r"w(?=[aeiou])")


@lru_cache(1 << 14)
def skeleton(name: str) -> str:
    """The consonants of a name: the same for all its transliterations, and for many other names.

    >>> skeleton("jackson") == skeleton("dzhekson")
    True
    """
    plain = _plain(name)
    opening = "a" if plain[:1] in "aeiou" else "v" if plain[:1] in "vw" else ""
    return opening + _consonants(plain)


@lru_cache(1 << 14)
def _plain(name: str) -> str:
    """Without marks, doubled letters and a silent end; with one letter for a sound that opens it."""
    if not name.isascii():
        folded = unicodedata.normalize("NFKD", name)
        name = "".join(c for c in folded if not unicodedata.combining(c))
    name = _DOUBLED.sub(r"\1", name.replace("dzh", "j").replace("dj", "j"))
    if name[:1] == "y" or (name[:1] == "i" and name[1:2] in {"a", "e", "o", "u"}):
        name = "j" + name[1:]
    elif name[:1] == "h":
        name = "g" + name[1:]
    elif name[:2] == "kh":
        name = "g" + name[2:]
    elif name[:1] == "u" and name[1:2] in {"a", "e", "i", "o"}:
        name = "v" + name[1:]
    elif name[:2] in {"wr", "kn"}:
        name = name[1:]
    if "j" in name:
        name = _J_AFTER_VOWEL.sub("y", name)
    if "c" in name:
        name = _SOFT_C.sub("s", name)
    if "w" in name:
        name = _W_BEFORE_VOWEL.sub("v", name)
    return name.removesuffix("e") if len(name) > LEAST_LETTERS - 1 else name


def _consonants(letters: str) -> str:
    if "h" in letters or "z" in letters or "ck" in letters:
        letters = _GRAPHEME.sub(lambda match: GRAPHEMES[match[0]], letters)
    return letters.translate(_SOUNDS)


VOWELS = {
    "a": "a e ei ey o", "e": "e i y ie ye je", "i": "i y ay ai aj ei", "o": "o a ou u",
    "u": "u a yu iu ju ou o", "y": "y i ay ai j iy yy ij ey ei iyi yi", "oo": "u ou o", "ee": "i y ie",
    "ea": "i e y ie", "ai": "e ei ey ay aj", "ay": "ei ey e ai aj", "ei": "e ey ay i", "ey": "i y ei",
    "ow": "au ou o av", "ou": "au u ou", "oa": "o ou", "oei": "oi", "eo": "o e", "ewi": "yui ui", "au": "o av", "aw": "o", "ew": "yu iu ju u",
    "ie": "i y e ye", "ia": "iya ya ja ija", "io": "yo iyo jo", "iu": "yu ju", "ue": "yu u", "ugh": "yu",
    "": "e",
}  # fmt: skip
"""Vowels of a name as spelt → how other languages write the sound; after the usual practical
transcriptions of English into Cyrillic and back.
"""

NOT_NAMES = frozenset("march april june july august sunday monday friday programme".split())
"""Capitalised words that are nobody's name spelt wrong."""

_PIECES = lazy(r"([^aeiouyw]*)([aeiouyw]*)")


def is_respelling(form: str, name: str) -> bool:
    """Whether a form is a name as its sound is written elsewhere. Both in lower case, with one
    skeleton.

    >>> is_respelling("filips", "phillips"), is_respelling("phelps", "phillips")
    (True, False)
    """
    if (form[0] == "y" and name[0] == "j") or form in NOT_NAMES or form[-3:] in {"men", "man"}:
        return False  # no language writes an English j as y
    ours = _PIECES.findall(_UR.sub("er", _plain(form)))
    theirs = _PIECES.findall(_UR.sub("er", _plain(name)))
    return len(ours) == len(theirs) and all(
        _consonants(c) == _consonants(d) and (a == b or a in VOWELS.get(b, "").split())
        for (c, a), (d, b) in zip(ours, theirs, strict=True)
    )


_UR = lazy(r"[ui]r(?=[^aeiouy])")
"""What sounds like `er` before a consonant: `Murphy`, `Kirby`."""


def _respelt(document: Document, forms: dict[str, list[int]]) -> Iterator[Hit]:
    """Rare forms that write the sound of a frequent or well-known one, for the same bearer."""
    for form, places in forms.items():
        for name, others in forms.items():
            if (
                form != name
                and len(places) <= len(others)
                and is_respelling(form.lower(), name.lower())
                and (_is_rarer(places, others) or _is_unknown_beside(form, name, places, others))
                and not _same_but_marks(form, name)
                and _is_one_bearer(document, places, others)
            ):
                for i in places:
                    start = document.tokens.starts[i]
                    yield Hit("names.variant", Span(start, start + len(form)), (name,))
                break


def _is_rarer(places: list[int], others: list[int]) -> bool:
    return len(places) < len(others) >= LEAST_USES


def _is_unknown_beside(form: str, name: str, places: list[int], others: list[int]) -> bool:
    """Whether a form that no list has stands once beside a name that one has."""
    return len(places) == len(others) == 1 and not _is_listed(form) and _is_listed(name)


def _is_listed(name: str) -> bool:
    return lexicon.is_english(name) or lexicon.is_given_name(name)


LEAST_USES = 2
"""Places of a name from which a rare form of it is a slip."""


def _is_one_bearer(document: Document, places: list[int], others: list[int]) -> bool:
    """Whether all that stands before a rare form stands before the frequent one somewhere, and
    that is a name; a word of English needs more: `Mr Teylor`, not `the Tailor`.
    """
    before = {_name_before(document, i) for i in places}
    beside = {_name_before(document, i) for i in others}
    if not before <= beside | TITLES | {""}:
        return False
    word = _bare(document.tokens.lower[places[0]])
    if before & TITLES or "" not in before or not lexicon.is_english(word):
        return "" not in before or not lexicon.is_given_name(word)
    return len(others) >= MANY_USES and all(_stands_as_name(document, i) for i in places)


MANY_USES = 3
"""Places of a name from which an English word like it, capitalised, is a slip."""

DETERMINERS = frozenset("the a an this that his her its their our my your no some and or".split())


def _name_before(document: Document, token: int) -> str:
    """The capitalised word right before a token, in lower case; empty where there is none."""
    texts, starts = document.tokens.texts, document.tokens.starts
    if not token or not texts[token - 1][0].isupper():
        return ""
    gap = document.prose[starts[token - 1] + len(texts[token - 1]) : starts[token]]
    return texts[token - 1].lower() if gap in {" ", ". "} else ""


def _stands_as_name(document: Document, token: int) -> bool:
    """Whether a capitalised word stands in mid-sentence without a determiner."""
    before = document.tokens.texts[token - 1] if token else "."
    if before in {".", "?", "!"}:
        return lexicon.tag_share(document.tokens.lower[token + 1], ("VBD", "VBZ")) > 0.8
    return before.islower() and before.isalpha() and before not in DETERMINERS


def _name_words(document: Document) -> Iterator[tuple[str, list[int]]]:
    """Words in lower case that are surnames or places here, with their tokens: long enough, not
    all capitals.
    """
    texts, forms = document.tokens.texts, document.names.forms
    for word, places in document.tokens.places.items():
        bare = _bare(word)
        if (
            word not in forms
            or len(bare) < LEAST_LETTERS - 1
            or not bare.isalpha()
            or bare[0] > "\u024f"
        ):
            continue
        kept = [i for i in places if texts[i][0].isupper() and not texts[i].isupper()]
        if kept:
            yield bare, kept


def _bare(word: str) -> str:
    """Without the possessive."""
    return _POSSESSIVE.sub("", word) if "'" in word or "’" in word else word


_POSSESSIVE = lazy(r"['’]s?$")


def _rarer(document: Document, forms: dict[str, list[int]]) -> Iterator[Hit]:
    """Every place of the forms that are not the commonest (the first, where they are even)."""
    ranked = sorted(forms.items(), key=lambda item: (-len(item[1]), item[1][0]))
    usual, _ = ranked[0]
    for form, places in ranked[1:]:
        if _same_but_marks(form, usual) or _both_english(form, usual):
            continue
        for i in places:
            start = document.tokens.starts[i]
            yield Hit("names.variant", Span(start, start + len(form)), (usual,))


def _both_english(one: str, other: str) -> bool:
    """Whether both are words of English (`Greens` and `Greece`): then they are two things."""
    return lexicon.is_english(one) and lexicon.is_english(other)


def _same_but_marks(one: str, other: str) -> bool:
    """`São` and `Sao`, `Yan’an` and `Yan'an`, one with a plural s: house style or inflection."""
    plain = [
        re.sub(r"[^a-z]", "", unicodedata.normalize("NFKD", name.lower())) for name in (one, other)
    ]
    return plain[0] == plain[1] or plain[0] + "s" == plain[1] or plain[1] + "s" == plain[0]


DETECTORS = (foreign_place, outdated_place, mixed_place, variant)
