"""Places under the name that another language, or another time, has for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from qualcheck import lexicon
from qualcheck.check import ALL_SCOPES, Hit, detector, told_once
from qualcheck.document import Document, Sentence, Span
from qualcheck.languages import language_names
from qualcheck.morphology import without_possessive
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
        compound = len(without_possessive(tokens.texts[i])) > len(form) and " " not in form
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
    "de da do dos das di del della du des von van zu der die la le el et und y i u v w ve en em im "
    "hola ciao hallo salut bonjour viva vive '".split()
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
    if after in {"/", ":", "("}:
        return True
    if before == "," and first > 1 and lower[first - 2] in FOREIGN_LINKS:
        return True  # `Hola, España`
    if before == "," and after in {",", "."} and _is_address(document, first):
        return True
    if before in {"a", "an"} or (before == "the" and not after.isalpha()):
        return True  # a ship, a hotel, a newspaper
    return document.is_briefly_quoted(document.tokens.starts[first])


ADDRESS_REACH = 8
"""Tokens each side of a place within which a number, or a house, makes an address of it."""
_HOUSES = frozenset(
    "hotel restaurant university institute institut museum gallery galerie theatre theater college "
    "verlag publisher press studio ltd gmbh street".split()
)


def _is_address(document: Document, place: int) -> bool:
    """Whether a place stands in an address or an imprint: `12 Ring, Wien, 1010`."""
    near = document.tokens.lower[max(0, place - ADDRESS_REACH) : place + ADDRESS_REACH]
    return any(word.isdecimal() or word in _HOUSES for word in near)


def _is_surname(document: Document, token: int) -> bool:
    """Whether a courtesy or a given name stands right before a word."""
    if not token:
        return False
    before = document.tokens.texts[token - 1]
    if before.lower() in lexicon.COURTESIES:
        return True
    function_word = before.lower() in OPENS_SENTENCE | {"of", "by"}
    return before[0].isupper() and not function_word and lexicon.is_given_name(before)


def _in_longer_name(document: Document, first: int, last: int) -> bool:
    """Whether a capitalised word touches the form: `Dynamo Kiev`, `Kiev Polytechnic`, `Anna Kiev`."""
    texts = document.tokens.texts
    if first and texts[first - 1][0].isupper() and document.touch(first - 1, first):
        sentence = document.sentence_with(first)
        opens = sentence is not None and first - 1 == sentence.tokens.start
        if not opens or texts[first - 1].lower() not in OPENS_SENTENCE:
            return True
    possessive = texts[last] != without_possessive(texts[last])
    if not possessive and last + 1 < len(texts) and texts[last + 1][0].isupper():
        return document.touch(last, last + 1)
    return False


@detector(
    id="names.foreign-place",
    category="names",
    mqm="terminology/wrong-term",
    level="warning",
    scopes=ALL_SCOPES,
    artefact="B8",
    message="'{match}' is the name in {languages}; English says '{suggestion}'.",
    why="A place has its own name in each language, and this one was left in another's.",
    bad=[
        ("They met in [[Varsovie]] on Friday.", "They met in Warsaw on Friday."),
        ("The train to [[Kopenhagen]] was late.", "The train to Copenhagen was late."),
        ("[[Wien]]'s Central Station has been mended.", "Vienna's Central Station has been mended."),
        ("A [[Londres]]-based firm won.", "A London-based firm won."),
        ("In [[Varsovie]] he said no. The mayor of [[Varsovie]] spoke.", "In Warsaw he said no. The mayor of Warsaw spoke."),
        ("He lives in Lille, [[Frankreich]], with his aunt.", "He lives in Lille, France, with his aunt."),
    ],
    good=[
        "They met in Warsaw on Friday.",
        "She runs the Hotel Varsovie in Lyon.",
        "They sang in Moscow.",
        "Vienna (Wien) is a city.",
        "She wrote to 1010 Wien, Austria.",
        "She wrote to Ringstrasse 12, Wien, Austria.",
        "The book was published by Lund Verlag, Wien, in spring.",
        "Then Anna Wien spoke. Wien has lived here for years.",
        "He studied at the Technische Hochschule Wien and played for Bayern.",
        "He sailed on the Lisboa, a small ship.",
        "The song “Wien, nur du allein” is old.",
        "The province is far away.",
        "Hola, España, she said in the hall.",
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
        if not _todays(document, exonym):
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
    """An outdated form in a text that has today's as well; each is a wrong name by itself."""
    for span, exonym in _outdated(document):
        if todays := _todays(document, exonym):
            others = [document.tokens[token].span for token in todays]
            yield told_once(
                "names.mixed-place", [span], against=others, suggestions=(exonym.english,)
            )


def _todays(document: Document, exonym: lexicon.Exonym) -> list[int]:
    """Tokens that open today's form of a place."""
    return document.tokens.places.get(exonym.english.split(" ")[0].lower(), [])


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


DETECTORS = (foreign_place, outdated_place, mixed_place)
