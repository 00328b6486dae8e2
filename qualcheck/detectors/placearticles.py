"""Articles before the names of places: one too many (`the France`), or one too few (`in Netherlands`)."""

from __future__ import annotations

from collections.abc import Iterator

from qualcheck import lexicon
from qualcheck.check import Hit, detector
from qualcheck.document import Document

_GRAMMAR = "linguistic-conventions/grammar"


@detector(
    id="grammar.article-before-place",
    category="grammar",
    mqm=_GRAMMAR,
    level="warning",
    artefact="D2",
    message="'{suggestion}' takes no article.",
    why="Names of countries, continents and cities stand without an article, a few excepted.",
    bad=[
        ("She moved to [[the France]] in May.", "She moved to France in May."),
        ("The minister said that [[the Poland]] would not agree.", "The minister said that Poland would not agree."),
        ("The firm grew in [[the Latin America]], too.", "The firm grew in Latin America, too."),
    ],
    good=[
        "She moved to the France of her youth.",
        "He likes the France team, the Paris office and the Germany-based firm.",
        "This is not the Poland that we knew.",
        "He knows the Poland in which she grew up.",
        "They went to the Netherlands and the Gambia.",
        "The France they left had gone.",
        "It is part of the Africa and Asia programme.",
        "She sailed on the France, a liner.",
        "He lived through the South Africa of those years, and the Latin America team won.",
    ],
)  # fmt: skip
def article_before_place(document: Document) -> Iterator[Hit]:
    """`the` before a country that takes none, where the name ends its phrase."""
    tokens, places = document.tokens, document.tokens.places
    for i in places.get("the", ()):
        last = _place_end(document, i + 1)
        named = i < last < len(tokens) - 1 and document.touch(i, i + 1)
        if named and _place_stands_alone(document, i, last):
            place = document.text(tokens.span(i + 1, last))
            yield Hit("grammar.article-before-place", tokens.span(i, last), (place,))


REGIONS = frozenset(
    "Latin America|North America|South America|Central America|North Africa|West Africa|"
    "East Africa|South Africa|Central Africa|Western Europe|Eastern Europe|Central Europe|"
    "Northern Europe|Southern Europe|Central Asia|South Asia|East Asia|Southeast Asia|New Zealand|"
    "Saudi Arabia|Sri Lanka|South Korea|North Korea|Hong Kong|Costa Rica|El Salvador|Sierra Leone|"
    "Burkina Faso|Northern Ireland|New York|San Francisco|Los Angeles|Cape Town|Tel Aviv|"
    "Buenos Aires|Madhya Pradesh|Uttar Pradesh|New Delhi|Kuala Lumpur".split("|")
)
"""Places of two words that take no article."""


def _place_end(document: Document, first: int) -> int:
    """Last token of a place without article that begins at a token; -1 where none does."""
    texts = document.tokens.texts[first : first + 2]
    if len(texts) == 2 and " ".join(texts) in REGIONS and document.touch(first, first + 1):
        return first + 1
    return first if texts[:1] and texts[0] in lexicon.COUNTRIES else -1


BEFORE_PLACE = frozenset(
    "in to from of into with by for across through throughout against within at between that "
    "while when and".split()
)
"""Words after which `the France` is a place and not a ship or a team."""


def _place_stands_alone(document: Document, article: int, last: int) -> bool:
    """Whether a phrase of article and place ends there, and is a place's."""
    lower = document.tokens.lower
    following = lower[last + 1]
    if article and lower[article - 1] not in BEFORE_PLACE:
        return False
    if following in {".", ","}:  # not `the Australia.example portal`, `the Italy, 1955, volume`
        after = document.prose[document.tokens.starts[last + 1] + 1 :][:2]
        return not after.strip() or (
            after[0].isspace() and (following == "." or after[1].islower())
        )
    if document.tokens.texts[last + 1] != following or lower[last + 2 : last + 3] == ["which"]:
        return False
    return following in SETTINGS or lexicon.tag_share(following, ("VBD", "VBZ", "MD")) > 0.9


SETTINGS = frozenset("in on at for after before during since because but when with by".split())
"""Words that set a scene and never narrow down a place, as `of` does (`the France of 1789`)."""


ALWAYS_WITH = (
    "United States", "United Kingdom", "United Nations", "United Arab Emirates", "European Union",
    "Netherlands", "Philippines", "Czech Republic", "Dominican Republic", "Central African Republic",
    "Soviet Union", "Middle East", "Balkans", "Alps", "Black Sea", "Baltic Sea", "Mediterranean Sea",
    "Caspian Sea", "Red Sea", "North Sea", "Persian Gulf", "Pacific Ocean", "Atlantic Ocean",
    "Indian Ocean", "Far East", "White House", "Kremlin", "Pentagon", "Bahamas", "Maldives",
    "Caucasus", "Caribbean", "Cold War", "First World War", "Second World War", "Black Forest",
    "Korean Peninsula", "Balkan Peninsula", "Great Patriotic War", "West Bank", "Vatican",
)  # fmt: skip
"""Names that never stand without `the` in a sentence, unless they modify a noun."""


@detector(
    id="grammar.article-missing",
    category="grammar",
    mqm=_GRAMMAR,
    level="warning",
    artefact="D2",
    message="'{match}' needs an article: '{suggestion}'.",
    why="A few names of places always take 'the'.",
    bad=[
        ("She has lived in [[United States]] since May.", "She has lived in the United States since May."),
        ("The ferry goes to [[Netherlands]].", "The ferry goes to the Netherlands."),
        ("The prime minister of [[Czech Republic]] resigned.", "The prime minister of the Czech Republic resigned."),
    ],
    good=[
        "She has lived in the United States since May.",
        "It is a matter for United Nations officials.",
        "She studied at Bank of United States.",
        "The goods are covered by European Union law.",
        "He travelled in Netherlands-built ships.",
        "Fans of Netherlands and Belgium sang together.",
    ],
)  # fmt: skip
def article_missing(document: Document) -> Iterator[Hit]:
    """A name that always takes `the`, without it, between a preposition and the phrase's end."""
    tokens, texts = document.tokens, document.tokens.texts
    for name in ALWAYS_WITH:
        words = name.split()
        for i in tokens.places.get(words[0].lower(), ()):
            last = i + len(words) - 1
            if texts[i : last + 1] == words and _lacks_article(document, i, last):
                suggestion = f"the {document.text(tokens.span(i, last))}"
                yield Hit("grammar.article-missing", tokens.span(i, last), (suggestion,))


def _lacks_article(document: Document, first: int, last: int) -> bool:
    """Whether a plain preposition stands before the name, and what follows isn't its noun."""
    lower, texts = document.tokens.lower, document.tokens.texts
    if first < 2 or lower[first - 1] not in BEFORE_MISSING or lower[first - 1] != texts[first - 1]:
        return False
    if not document.touch(first - 1, first):
        return False
    before = texts[first - 2]
    if (before[0].isupper() and lower[first - 1] == "of") or not before[0].isalpha():
        return False
    if last + 1 >= len(texts) or (
        not document.touch(last, last + 1) and texts[last + 1] not in {".", ","}
    ):
        return False
    following = lower[last + 1]
    if following in {".", ","}:
        return True
    return lexicon.tag_share(following, ("VBD", "VBN", "VBZ", "MD", "IN", "TO")) > 0.9


BEFORE_MISSING = frozenset("in to from of into with by across throughout against within at".split())


DETECTORS = (article_before_place, article_missing)
