"""Names: places under another language's name, and one name spelt in two ways."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from qualcheck import lexicon
from qualcheck.check import ALL_SCOPES, Hit, detector
from qualcheck.document import Document, Span
from qualcheck.languages import language_names


def _foreign_places(document: Document, kind: str) -> Iterator[tuple[Span, lexicon.Exonym]]:
    """Capitalised forms in the list of exonyms that stand by themselves, not in a longer name."""
    tokens, exonyms = document.tokens, lexicon.exonyms()
    heads = _exonym_heads()
    for word, places in tokens.places.items():
        for form in heads.get(word.removesuffix("'s"), ()):
            for i in places:
                last = i + form.count(" ")
                text = document.text(tokens.span(i, last)) if last < len(tokens) else ""
                span = Span(tokens.starts[i], tokens.starts[i] + len(_bare(text)))
                if _bare(text).lower() != form or exonyms[form].kind != kind:
                    continue
                if text[0].isupper() and not _in_longer_name(document, i, last):
                    yield span, exonyms[form]


@cache
def _exonym_heads() -> dict[str, list[str]]:
    """First word → the forms that begin with it, longest first, so that an index can be asked."""
    heads: dict[str, list[str]] = defaultdict(list)
    for form in sorted(lexicon.exonyms(), key=len, reverse=True):
        heads[form.split(" ")[0]].append(form)
    return heads


OPENS_SENTENCE = frozenset(
    "in the from to at near for with on of and but while when after since as".split()
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
    if last + 1 < len(texts) and texts[last + 1][0].isupper():
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
    ],
    good=[
        "They met in Warsaw on Friday.",
        "She runs the Hotel Varsovie in Lyon.",
        "They sang in Moscow.",
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
    good=["Dynamo Kiev won again.", "We ate chicken Kiev at noon.", "They met in Kyiv."],
    sources=["https://blog.ap.org/announcements/an-update-on-ap-style-on-kyiv"],
)  # fmt: skip
def outdated_place(document: Document) -> Iterator[Hit]:
    """A form that English itself used until lately."""
    for span, exonym in _foreign_places(document, "outdated"):
        before = document.prose[max(0, span.start - 8) : span.start].lower()
        if not before.endswith("chicken "):
            yield Hit("names.outdated-place", span, (exonym.english,))


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
"""Shorter names are alike by chance."""


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
        ("They met in Kharkiv and stayed in Kharkiv before [[Harkiv]] fell.", "They met in Kharkiv and stayed in Kharkiv before Kharkiv fell."),
    ],
    good=[
        "Zelensky came with Zelenska, and Zelensky spoke.",
        "First Johnson spoke, then Johnston, and Johnson left.",
        "Then Petrov met Petrova, and Petrov left.",
        "They say Steven met Stephen, and Steven left.",
        "Today Johansson met Johansen in the hall.",
    ],
)  # fmt: skip
def variant(document: Document) -> Iterator[Hit]:
    """The rarer of two spellings that differ only as transliterations do."""
    spellings: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for word, places in _name_words(document):
        key = name_key(word)
        for i in places:
            spellings[key][_bare(document.tokens.texts[i])].append(i)
    for forms in spellings.values():
        if len(forms) > 1:
            yield from _rarer(document, forms)


def _name_words(document: Document) -> Iterator[tuple[str, list[int]]]:
    """Words in lower case that are surnames or places here, with their tokens: long enough, no
    given names, not all capitals.
    """
    texts, forms = document.tokens.texts, document.names.forms
    for word, places in document.tokens.places.items():
        bare = _bare(word)
        if (
            word not in forms
            or len(bare) < LEAST_LETTERS
            or not bare.isalpha()
            or bare[0] > "\u024f"
        ):
            continue
        kept = [i for i in places if texts[i][0].isupper() and not texts[i].isupper()]
        if kept and not lexicon.is_given_name(bare):
            yield bare, kept


def _bare(word: str) -> str:
    """Without the possessive."""
    return re.sub(r"['’]s?$", "", word)


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


DETECTORS = (foreign_place, outdated_place, variant)
