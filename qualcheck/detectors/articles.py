"""Articles before names: one too many (`the Maria Lund said`), or one too few (`in Netherlands`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qualcheck import lexicon
from qualcheck.check import Hit, detector
from qualcheck.document import Document, Span
from qualcheck.patterns import lazy

_GRAMMAR = "linguistic-conventions/grammar"

TITLE_NOUNS = frozenset(
    "president minister premier chancellor lady mayor governor king queen pope senator ambassador "
    "general colonel major captain admiral secretary spokesman spokeswoman spokesperson professor "
    "doctor bishop archbishop cardinal prince princess judge commander director coach manager "
    "actor actress singer writer author poet journalist lawyer deputy speaker leader chairman "
    "chairwoman prosecutor musician composer painter footballer striker goalkeeper economist "
    "historian scientist activist businessman politician lawmaker diplomat envoy".split()
)
"""Titles and callings that stand before a name without an article and without a comma."""

PEOPLE = TITLE_NOUNS | frozenset(
    "ambassador analyst artist assistant astronomer adviser advisor architect attorney banker biographer "
    "biologist boss broadcaster campaigner candidate champion chef chemist chief clerk colleague "
    "columnist comedian commentator commissioner consultant co-author co-founder cook "
    "co-producer co-writer councillor counsel counsellor critic dancer daughter dean designer "
    "detective instructor trainer ecologist economist editor editor-in-chief engineer entrepreneur executive "
    "expert farmer father fellow filmmaker founder friend geologist graduate grandfather "
    "grandmother guitarist head hero husband investigator lecturer lobbyist man member mother "
    "mp nephew neurologist niece novelist nurse officer organiser organizer owner "
    "partner pastor philanthropist photographer physician physicist pianist pilot pioneer player playwright "
    "policeman priest principal producer programmer psychologist publisher rapper rector "
    "populist nominee character confidant democrat republican star insider envoy ceo cfo "
    "reporter representative researcher resident scholar screenwriter sculptor sergeant "
    "songwriter sister sociologist soldier solicitor son spokesperson statistician strategist "
    "student superintendent surgeon teacher technician theorist trader trainer treasurer "
    "victim violinist voice volunteer widow wife winner witness woman worker".split()
)
"""Nouns that say what somebody is: `Maria Lund, a retired teacher`."""

SPEECH = frozenset(
    "said says added adds told tells asked asks explained explains wrote writes argued argues "
    "recalled recalls warned warns noted notes replied insisted insists stated".split()
)

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

COURTESIES = frozenset("mr mrs ms miss dr sir lord lady prof professor".split())

NAME_PARTS = frozenset("de da do dos del della di du van von der den bin ibn al el la le".split())

INSTITUTIONS = frozenset(
    "academy act airport area arena army avenue award awards band bank bay beach board book books "
    "bridge building campaign canal castle centre center church cinema circus city clinic club "
    "coast college collection commission committee company conference corporation council county "
    "court cup dam district department empire estate fair farm festival field fields forest foundation fund gallery "
    "garden gardens group hall hills hospital hotel house inn institute institution island islands "
    "journal lake league library line lodge lounge mall manor medal memorial mine monument mosque "
    "mountain mountains museum network observatory office opera orchestra palace park party pier "
    "pub plan plaza port post prison prize program programme project pass quarter report restaurant review revolution ridge river "
    "road room school series ship show society square stadium station street studio studios "
    "suite symphony team telescope temple test theatre theater times tour tower trial tribune "
    "trophy trust tunnel union university valley village war ward wing yard zoo".split()
)
"""Words that make a name with a person's in it the name of something else."""

NOT_SURNAMES = INSTITUTIONS | PEOPLE

STOPS = frozenset(", . ; : ! ? ) — – …".split())
"""Marks after which a name cannot modify the next word."""

AFTER_NAME = frozenset(
    "in on at and to with who as from for of after is was has will said told had but during "
    "before while by".split()
)
"""Words after which a name cannot be what modifies a noun, nor the subject of a relative clause."""

ARTICLES = ("the", "a", "an")


def _touch(document: Document, left: int, right: int) -> bool:
    """Whether one blank or a hyphen, and nothing else, parts two tokens."""
    gap = document.prose[document.tokens.span(left, left).end : document.tokens.starts[right]]
    return gap in {" ", "-"}


def _without(document: Document, rule: str, article: int, last: int) -> Hit:
    """A hit from an article to the last word of a name, which mends it by leaving the article."""
    tokens = document.tokens
    rest = Span(tokens.starts[article + 1], tokens.span(last, last).end)
    values = {"article": tokens.texts[article]}
    return Hit(rule, tokens.span(article, last), (document.text(rest),), values)


@detector(
    id="grammar.article-before-name",
    category="grammar",
    mqm=_GRAMMAR,
    level="warning",
    artefact="D2",
    message="'{article}' can't stand before the full name of a person.",
    why="A person's name takes no article in English, with or without a title before it.",
    bad=[
        ("She met [[a Polish prime minister Jan Nowicki]] in May.", "She met Polish prime minister Jan Nowicki in May."),
        ("The trip follows [[a first lady Maria Lund]].", "The trip follows first lady Maria Lund."),
        ("“Nobody knew,” said [[the Maria Lund]], an analyst.", "“Nobody knew,” said Maria Lund, an analyst."),
        ("[[A Steven Holm]], the bank’s chief economist, disagreed.", "Steven Holm, the bank’s chief economist, disagreed."),
        ("Then came the singer [[the Maria de Souza]], who opened the show.", "Then came the singer Maria de Souza, who opened the show."),
        ("[[The Ivar Ingmarsson]] said that the mill was his.", "Ivar Ingmarsson said that the mill was his."),
        ("Then came [[the Maria Lund]], the voice of the valley.", "Then came Maria Lund, the voice of the valley."),
        ("“No,” said [[the Maria Lund]], director general at the mill.", "“No,” said Maria Lund, director general at the mill."),
        ("Mr Holm sold it. The town asked [[the Steven Holm]] to come back.", "Mr Holm sold it. The town asked Steven Holm to come back."),
    ],
    good=[
        "She met a Polish minister, Jan Nowicki, in May.",
        "It was a President Kovel rally.",
        "It was a director Steven Holm film.",
        "A minister Jan Nowicki never trusted left the room.",
        "He is a former general in Norway.",
        "There is a general Survey Report, too.",
        "Mr Holm has changed. This isn't the Steven Holm I knew.",
        "Mr Holm left. The Steven Holm case was closed, and so was the Steven Holm Foundation.",
        "Mr Holm left. He is the Steven Holm of the north.",
        "We stayed at the Maria Lund, a small hotel.",
        "The party needs a Maria Lund, not another Steven Holm.",
        "The Ivar Ingmarsson case was closed, and the Ivar Ingmarsson Foundation with it.",
        "She said the Maria Lund Prize went to a teacher.",
    ],
)  # fmt: skip
def article_before_name(document: Document) -> Iterator[Hit]:
    """An article before a person's full name, or before a title with one."""
    yield from _before_titles(document)
    for article, last in _articles_with_names(document):
        name = document.tokens.texts[article + 1 : last + 1]
        if (
            _may_be_person(name)
            and _ends_name(document, last)
            and (
                _is_called_person(document, article, last)
                or _is_person_elsewhere(document, article, last)
            )
        ):
            yield _without(document, "grammar.article-before-name", article, last)


def _before_titles(document: Document) -> Iterator[Hit]:
    """`a` or `an`, up to three modifiers, a title, and a name of two words or more."""
    tokens = document.tokens
    for title in TITLE_NOUNS & tokens.places.keys():
        for i in tokens.places[title]:
            last = _full_name_after(document, i)
            first = None if last is None else _article_before(document, i)
            if first is not None and last is not None and _ends_phrase(document, last):
                yield _without(document, "grammar.article-before-name", first, last)


def _article_before(document: Document, noun: int) -> int | None:
    """Index of an `a`/`an` that opens this noun's phrase."""
    lower = document.tokens.lower
    for i in range(noun - 1, max(-1, noun - 5), -1):
        if lower[i] in {"a", "an"}:
            return i
        modifier = lexicon.tag_share(lower[i], ("JJ", "NN", "VBN")) > 0.5 or i in document.names
        if not modifier and not document.tokens.texts[i][0].isupper():
            return None
    return None


def _full_name_after(document: Document, title: int) -> int | None:
    """Index of the last token of a name of two capitalised words right after the title."""
    texts = document.tokens.texts
    last = title
    while (
        last + 1 < len(texts) and texts[last + 1][0].isupper() and _touch(document, last, last + 1)
    ):
        last += 1
    words = texts[title + 1 : last + 1]
    if len(words) < 2:
        return None
    personal = any(lexicon.is_given_name(w) or not lexicon.is_english(w) for w in words)
    return last if personal else None


def _ends_phrase(document: Document, last: int) -> bool:
    """Whether the noun phrase ends here: a mark, a verb or a preposition follows, not a noun
    that the name would modify, nor the verb of a clause the name is subject of.
    """
    if last + 1 >= len(document.tokens):
        return True
    following = document.tokens.lower[last + 1]
    return following in (AFTER_NAME if following[0].isalpha() else STOPS | {"("})


def _articles_with_names(document: Document) -> Iterator[tuple[int, int]]:
    """Each article right before a capitalised word, with the last token of the name it opens."""
    tokens = document.tokens
    for word in ARTICLES:
        for i in tokens.places.get(word, ()):
            after = tokens.texts[i + 1] if i + 1 < len(tokens) else "."
            if after[0].isupper() and not after.isupper() and _touch(document, i, i + 1):
                last = _name_end(document, i + 1)
                if last > i + 1:
                    yield i, last


def _name_end(document: Document, first: int) -> int:
    """Last token of the run of capitalised words, particles inside, that begins at `first`."""
    texts, last = document.tokens.texts, first
    for i in range(first + 1, min(first + 6, len(texts))):
        if not _touch(document, i - 1, i):
            break
        if texts[i][0].isupper():
            last = i
        elif texts[i] not in NAME_PARTS:
            break
    return last


def _may_be_person(name: list[str]) -> bool:
    """Whether words can be given name and surname: letters only, none all in capitals."""
    return (
        len(name) <= 4
        and name[-1] not in {"Jr", "Sr"}
        and all(
            re.sub("[-'\N{RIGHT SINGLE QUOTATION MARK}]", "", word).isalpha()
            and not (word.isupper() and (len(word) > 1 or word == name[-1]))
            and not word.endswith(("'s", "\N{RIGHT SINGLE QUOTATION MARK}s"))
            and word.lower() not in NOT_SURNAMES
            and not word.endswith("-born")
            for word in name
        )
    )


def _ends_name(document: Document, last: int) -> bool:
    """Whether the name stands by itself: what follows is a mark or a finite verb."""
    tokens = document.tokens
    if last + 1 >= len(tokens):
        return True
    following = tokens.lower[last + 1]
    if not following[0].isalpha():
        return following in STOPS
    if following in {"to", "at", "for", "on"}:
        return True
    return lexicon.tag_share(following, ("VBD", "VBZ", "MD")) > 0.8


def _is_called_person(document: Document, article: int, last: int) -> bool:
    """Whether the words around a name with an article say that it is a person's."""
    lower = document.tokens.lower
    before = lower[article - 1] if article else "."
    if lower[article + 1] in NOT_FIRST:
        return False
    spoken = before in SPEECH and lower[last + 1 : last + 2] == [","]
    called = before in PEOPLE or _is_described(document, last)
    if lexicon.is_given_name(lower[article + 1]):
        return spoken or called or _is_followed_by_who(document, last)
    if lexicon.is_english(lower[article + 1]) or lower[last].endswith("s") or last > article + 2:
        return False
    rare = not lexicon.tag_counts(lower[last])
    return called or (rare and (spoken or _is_followed_by_who(document, last)))


NOT_FIRST = (
    frozenset(map(str.lower, COUNTRIES))
    | COURTESIES
    | frozenset(
        "prince princess king queen duke earl count baron royal monday tuesday wednesday thursday "
        "friday saturday sunday january february march april june july august september october "
        "november december german virginia georgia dakota ontario jersey jordan israel china".split()
    )
)
"""Given names that are more often a title, a day or a place."""


def _is_followed_by_who(document: Document, last: int) -> bool:
    """Whether `, who` and a verb in the singular follow a name."""
    after = document.tokens.lower[last + 1 : last + 4]
    if len(after) < 3 or after[:2] != [",", "who"] or after[2] == "were":
        return False
    return lexicon.tag_share(after[2], ("VBD", "VBZ", "MD", "RB")) > 0.5


def _is_described(document: Document, last: int) -> bool:
    """Whether an age or `, the former chief of …` follows a name."""
    tokens, lower = document.tokens, document.tokens.lower
    if lower[last + 1 : last + 2] != [","] or last + 3 >= len(tokens):
        return False
    if lower[last + 2].isdecimal() and lower[last + 3] in {",", "."}:
        return True
    for k in range(last + 2, min(last + 10, len(tokens) - 1)):
        if lower[k] in QUOTES:
            return False
        ends = tokens.texts[k + 1] in AFTER_PERSON or lower[k + 1] in STOPS
        if lower[k] in PEOPLE and (ends or document.tag(k + 1) == "VBG" or _in_general(lower, k)):
            return True
        abbreviated = lower[k] == "." and len(lower[k - 1]) == 1
        if (lower[k] in STOPS and not abbreviated) or lexicon.tag_share(lower[k], CLAUSAL) > 0.6:
            return False
    return False


def _in_general(lower: Sequence[str], noun: int) -> bool:
    """Whether `general` closes a title and what it leads follows: `director general at`."""
    return lower[noun + 1] == "general" and lower[noun + 2] in AFTER_PERSON | STOPS


SURNAME = lazy(
    r"(?:[a-z](?:sson|ssen|d[oó]ttir|enko|shvili|[ai]dze|opoulos|escu|evi[cć]h?|ovi[cć]h?|owicz|"
    r"ewicz|owski|ewski|ovsky|evsky|ovskaya|kova|ková|ovna))$"
)
"""Endings that surnames have and places, firms and ships don't."""


def _has_surname(name: Sequence[str]) -> bool:
    """Whether two words no English text knows end in what only surnames end in."""
    return (
        len(name) == 2
        and not any(lexicon.is_english(word) for word in name)
        and bool(SURNAME.search(name[1]))
    )


QUOTES = frozenset("\" ' “ ” ‘ ’".split())

CLAUSAL = ("VBD", "VBZ", "MD", "IN", "VBG", "CC")
"""Penn tags of words that no noun phrase has before its noun."""

AFTER_PERSON = frozenset('of at in for with from who whose that to on and " “ ('.split())
"""Words after which a noun for a person isn't one that modifies another (`official residence`)."""


def _is_person_elsewhere(document: Document, article: int, last: int) -> bool:
    """Whether the text says `Mr Holm`, or twice the same full name without an article."""
    tokens, lower = document.tokens, document.tokens.lower
    name = lower[article + 1 : last + 1]
    if lower[article] == "the" and _has_surname(name):
        return True
    if tokens.texts[article] in {"a", "an"} or not lexicon.is_given_name(name[0]):
        return False  # `The party needs a Maria Lund.`
    if name[0] in NOT_FIRST or lexicon.tag_counts(name[0]):
        return False
    if any(text[0].isupper() or text in QUOTES for text in tokens.texts[last + 2 : last + 3]):
        return False  # the title of a work: `see the Maria Lund, Letters`
    bare = 0
    for i in tokens.places[name[-1]]:
        if i == last or not i:
            continue
        if i >= len(name) and lower[i - len(name) + 1 : i + 1] == name:
            bare += -2 if lower[i - len(name)] in ARTICLES else 1
        elif lower[i - 1] in COURTESIES and tokens.texts[i][0].isupper():
            bare += 2
    return bare >= (2 if lexicon.tag_counts(name[-1]) else 1)


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
        named = i < last < len(tokens) - 1 and _touch(document, i, i + 1)
        if named and _place_stands_alone(document, i, last):
            yield _without(document, "grammar.article-before-place", i, last)


REGIONS = frozenset(
    "Latin America|North America|South America|Central America|North Africa|West Africa|"
    "East Africa|South Africa|Central Africa|Western Europe|Eastern Europe|Central Europe|"
    "Northern Europe|Southern Europe|Central Asia|South Asia|East Asia|Southeast Asia|New Zealand|"
    "Saudi Arabia|Sri Lanka|South Korea|North Korea|Hong Kong|Costa Rica|El Salvador|Sierra Leone|"
    "Burkina Faso|Northern Ireland|New York|San Francisco|Los Angeles|Cape Town|Tel Aviv|"
    "Buenos Aires|Madhya Pradesh|Uttar Pradesh|New Delhi|Kuala Lumpur".split("|")
)
"""The same, for names of two words."""


def _place_end(document: Document, first: int) -> int:
    """Last token of a place without article that begins at a token; -1 where none does."""
    texts = document.tokens.texts[first : first + 2]
    if len(texts) == 2 and " ".join(texts) in REGIONS and _touch(document, first, first + 1):
        return first + 1
    return first if texts[:1] and texts[0] in COUNTRIES else -1


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
    if not _touch(document, first - 1, first):
        return False
    before = texts[first - 2]
    if (before[0].isupper() and lower[first - 1] == "of") or not before[0].isalpha():
        return False
    if last + 1 >= len(texts) or (
        not _touch(document, last, last + 1) and texts[last + 1] not in {".", ","}
    ):
        return False
    following = lower[last + 1]
    if following in {".", ","}:
        return True
    return lexicon.tag_share(following, ("VBD", "VBN", "VBZ", "MD", "IN", "TO")) > 0.9


BEFORE_MISSING = frozenset("in to from of into with by across throughout against within at".split())


DETECTORS = (
    article_before_name,
    article_before_place,
    article_missing,
)
