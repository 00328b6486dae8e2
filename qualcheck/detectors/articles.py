"""Articles before the names of persons: `the Maria Lund said`."""

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


def _without(document: Document, article: int, last: int) -> Hit:
    """A hit from an article to the last word of a name, mended by leaving the article out."""
    tokens = document.tokens
    rest = Span(tokens.starts[article + 1], tokens.span(last, last).end)
    values = {"article": tokens.texts[article]}
    return Hit(
        "grammar.article-before-name", tokens.span(article, last), (document.text(rest),), values
    )


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
            yield _without(document, article, last)


def _before_titles(document: Document) -> Iterator[Hit]:
    """`a` or `an`, up to three modifiers, a title, and a name of two words or more."""
    tokens = document.tokens
    for title in TITLE_NOUNS & tokens.places.keys():
        for i in tokens.places[title]:
            last = _full_name_after(document, i)
            first = None if last is None else _article_before(document, i)
            if first is not None and last is not None and _ends_phrase(document, last):
                yield _without(document, first, last)


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
    while last + 1 < len(texts) and texts[last + 1][0].isupper() and document.touch(last, last + 1):
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
            if after[0].isupper() and not after.isupper() and document.touch(i, i + 1):
                last = _name_end(document, i + 1)
                if last > i + 1:
                    yield i, last


def _name_end(document: Document, first: int) -> int:
    """Last token of the run of capitalised words, particles inside, that begins at `first`."""
    texts, last = document.tokens.texts, first
    for i in range(first + 1, min(first + 6, len(texts))):
        if not document.touch(i - 1, i):
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
            (word.isalpha() or re.sub("[-'\N{RIGHT SINGLE QUOTATION MARK}]", "", word).isalpha())
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
    frozenset(map(str.lower, lexicon.COUNTRIES))
    | lexicon.COURTESIES
    | frozenset(
        "prince princess king queen duke earl count baron royal german virginia georgia dakota "
        "ontario jersey jordan israel china".split()
    )
    | lexicon.LOWER_WEEKDAYS
    | (lexicon.LOWER_MONTHS - {"may"})
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
    after = lower[noun + 1 : noun + 3]
    return after[:1] == ["general"] and (len(after) < 2 or after[1] in AFTER_PERSON | STOPS)


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
        elif lower[i - 1] in lexicon.COURTESIES and tokens.texts[i][0].isupper():
            bare += 2
    return bare >= (2 if lexicon.tag_counts(name[-1]) else 1)


DETECTORS = (article_before_name,)
