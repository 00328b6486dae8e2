"""Agreement: of determiner and noun, of subject and verb, of an article and the sound after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qualcheck import lexicon
from qualcheck.check import Hit, detector
from qualcheck.document import Document, Sentence
from qualcheck.morphology import PLURAL_OF, SINGULAR_OF, base_form, is_only, share
from qualcheck.syntax import follows, is_spoken, opens_sentence

_AGREEMENT = "linguistic-conventions/grammar"


INVARIANT = frozenset(
    "means series species crossroads headquarters news politics economics physics mathematics works "
    "barracks gallows premises sheep deer fish aircraft spacecraft salmon trout cattle people police "
    "staff personnel folk dice data media criteria offspring squid shrimp bison moose dozen hundred "
    "thousand million billion pair kind sort type hertz athletics ethics gymnastics statistics "
    "measles odds fireworks printers times ways thousands livestock seal seals savings college quality scope thanks marvel summons".split()
)
"""Nouns with one form for both numbers, and some that writers take either way."""

PLURAL_DETERMINERS = frozenset("these those many several numerous".split())
SINGULAR_DETERMINERS = frozenset("a an this every each another".split())


@detector(
    id="grammar.number",
    category="grammar",
    mqm=_AGREEMENT,
    level="suggestion",
    artefact="D3",
    message="'{determiner}' doesn't go with the number of '{noun}'.",
    why="A, each and this go with one; these, many and several with more.",
    bad=[
        "They solved [[these problem]] in May.",
        "The town has [[many problem]].",
        "It was [[a problems]] for the mayor.",
        "He was [[one of the man]] who left.",
    ],
    good=[
        "These price rises hurt, and many government offices closed.",
        "It was a means to an end at a crossroads of a sports club.",
        "Many a problem was solved, and a few problems were not.",
        "Several deer ran past, and many aircraft landed.",
        "One of the mill owners left.",
        "This conflicts with the plan, and this challenges it.",
        "She gave him a thousand reasons.",
        "This kind of thing and these kind of things are common.",
    ],
)  # fmt: skip
def number(document: Document) -> Iterator[Hit]:
    """A determiner right before a noun of the other number that ends its phrase."""
    tokens = document.tokens
    for word in (PLURAL_DETERMINERS | SINGULAR_DETERMINERS) & tokens.places.keys():
        wrong = "NN" if word in PLURAL_DETERMINERS else "NNS"
        nouns = (noun for noun in tokens.after(word) if is_only(noun, wrong))
        for i in (i for noun in nouns for i in tokens.after(word)[noun]):
            if i + 2 >= len(tokens) or not is_only(tokens.texts[i + 1], wrong):
                continue
            letter = tokens.texts[i] == "A" and not opens_sentence(document, i)
            if not letter and follows(document, i) and _is_whole_noun(document, i + 1, wrong):
                yield _number_hit(document, i, i, i + 1)
    for i in tokens.places.get("one", ()):
        if _is_one_of(document, i) and _is_whole_noun(document, i + 3, "NN"):
            yield _number_hit(document, i, i + 2, i + 3)


def _is_one_of(document: Document, i: int) -> bool:
    """Whether `one of the` starts here, and no word for a group follows."""
    lower = document.tokens.lower[i + 1 : i + 4]
    determiners = {"the", "these", "those", "our", "their"}
    return (
        len(lower) == 3
        and lower[0] == "of"
        and lower[1] in determiners
        and lower[2] not in COLLECTIVE
    )


def _number_hit(document: Document, first: int, determiner: int, noun: int) -> Hit:
    tokens = document.tokens
    shown = document.text(tokens.span(first, determiner))
    values = {"determiner": shown, "noun": tokens.texts[noun]}
    return Hit("grammar.number", tokens.span(first, noun), (), values)


def _is_whole_noun(document: Document, i: int, tag: str) -> bool:
    """Whether a lower-case word is always a noun of this number, and its phrase ends with it."""
    tokens = document.tokens
    word = tokens.texts[i]
    if word in INVARIANT or not is_only(word, tag) or i + 1 >= len(tokens):
        return False
    if tag == "NNS" and (word.endswith("ss") or base_form(word) or word[-1] != "s"):
        return word in {"men", "women", "children"}
    after = document.tag(i + 1)
    ends = after in {".", ",", "IN", "MD", "VBZ", "VBD", "VBP", "WDT", "WP", "TO"}
    if not document.is_loose(i) or tokens.lower[i + 1] == "on" or _goes_on(document, i + 1):
        return False  # `a hands on course`, `every crates .io user`, `a users guide`
    verbal = tokens.lower[i - 1] == "this" or tokens.lower[i + 1] == "of"
    if not word.islower() or (after == "IN" and verbal):
        return False
    if after == "VBZ" and share(tokens.lower[i + 1], "NNS") > 0:
        return False  # `those labour flows`
    return ends and tokens.lower[i + 1] not in {"'", "’", "-"} and not is_spoken(document, i)


def _goes_on(document: Document, i: int) -> bool:
    """Whether the word after a noun, or what follows a comma there, may be a noun that it modifies."""
    tokens = document.tokens
    if tokens.lower[i] == ",":
        return i + 2 < len(tokens) and tokens.lower[i + 2] in {"and", "or"}
    return (
        tokens.texts[i][:1] == "." != tokens.texts[i]
        or share(tokens.lower[i], "NN", "NNS") > _OFTEN_NOUN
    )


_OFTEN_NOUN = 0.3
"""Share of uses as a noun from which a word after a noun may be the one that counts."""


COLLECTIVE = frozenset(
    "band staff team police government family company club crew public majority number lot couple "
    "group variety range series handful pair half rest minority party committee council audience "
    "crowd army navy press media board cabinet parliament panel jury squad side duo trio quartet "
    "firm union opposition community population generation youth percent cent quarter third none "
    "plenty dozen hundred thousand million bulk kind sort type variety host array set mix mixture "
    "combination part militia majority half lack selection list total average proportion fraction percentage pack bunch cast choir "
    "orchestra class faculty management leadership department ministry bank everyone what data".split()
)
"""Singular nouns that take a plural verb as well, in Britain or before an of."""
MEASURES = frozenset(
    "minutes hours days weeks months years decades centuries dollars pounds euros percent miles "
    "metres meters kilometres kilometers feet inches points times thirds quarters fifths tenths tons "
    "tonnes degrees kilos grams seconds lots pages folks".split()
)
"""Plural nouns that a singular verb follows where they measure: `five minutes is enough`."""


@detector(
    id="grammar.subject-verb",
    category="grammar",
    mqm=_AGREEMENT,
    level="warning",
    artefact="D3",
    message="The subject '{subject}' doesn't go with '{verb}'.",
    why="A verb agrees in number with the head of its subject, however far before it that stands.",
    bad=[
        ("The fishermen [[says]] that the sea is empty.", "The fishermen say that the sea is empty."),
        ("The groups of rebels [[has]] left the valley.", "The groups of rebels have left the valley."),
        ("Pupils from the old school [[is]] carrying chairs.", "Pupils from the old school are carrying chairs."),
        ("The mayor of the towns [[have]] left.", "The mayor of the towns has left."),
    ],
    good=[
        "The band were late, and a number of people have left.",
        "Five minutes is enough. Two thirds of the land is wet.",
        "The people in the town were glad that the mill was open.",
        "Reading books is fun, and to read books is better.",
        "The mill and the barn have burnt.",
        "Among the books was a letter. On the hills is a mill.",
        "The United Nations has called for talks. The Philippines is hot.",
        "The mayor, like the towns, has left.",
        "The price of apples has risen. The prices of milk have risen.",
        "What the farmers want is rain.",
        "Bread and butter is good.",
    ],
)  # fmt: skip
def subject_verb(document: Document) -> Iterator[Hit]:
    """A sentence that opens with a noun phrase, and its verb in the other number."""
    tokens = document.tokens
    for word in (PLURAL_OF.keys() | PLURAL_VERBS | THIRD_PERSONS) & tokens.places.keys():
        for i in tokens.places[word]:
            sentence = _sentence_with(document, i, plural=word in PLURAL_VERBS)
            found = _disagreeing(document, sentence) if sentence else None
            if sentence is None or found is None or found[1] + sentence.tokens.start != i:
                continue
            head, _, fixed = found
            subject = tokens.texts[sentence.tokens.start + head]
            values = {"subject": subject, "verb": tokens.texts[i]}
            yield Hit("grammar.subject-verb", tokens.span(i, i), (fixed,), values)


PLURAL_VERBS = frozenset("are were have do".split())
THIRD_PERSONS = frozenset(
    "says goes makes takes comes becomes knows includes provides seems gives allows helps gets keeps "
    "wants thinks believes expects hopes contains exists lives enters leaves brings shows tells finds "
    "happens depends requires remains continues appears begins loses wins pays".split()
)
"""Common verbs in the third person, which a plural subject can't have."""
_FARTHEST = 10
"""Tokens before a verb in which the head of a sentence's first phrase is looked for."""
ENDS_HEAD = frozenset("of in from for to with at on under about between by against".split())


def _sentence_with(document: Document, verb: int, *, plural: bool) -> Sentence | None:
    """The sentence of a verb, where its first noun seems to be of the other number.

    A cheap look that spares most sentences their tags: the word before the first preposition, or
    before the verb, is its head.
    """
    sentence = document.sentence_with(verb)
    if sentence is None or not 1 <= verb - sentence.tokens.start <= _FARTHEST:
        return None
    words = document.tokens.lower[sentence.tokens.start : verb]
    end = next((k for k, word in enumerate(words) if word in ENDS_HEAD), len(words))
    if not end:
        return None
    return sentence if is_only(words[end - 1], "NN" if plural else "NNS") else None


def _disagreeing(document: Document, sentence: Sentence) -> tuple[int, int, str] | None:
    """The head of a sentence's first noun phrase, its verb, and the verb's right form."""
    if len(sentence.tokens) < 5 or not document.tokens.texts[sentence.tokens.start][0].isupper():
        return None
    tags, words = document.tags(sentence), document.words(sentence)
    head = _head(tags, words)
    if head is None or document.in_quotation(sentence.span.start):
        return None
    verb = _verb_after_phrase(tags, words, head)
    if verb is None or not document.tokens.texts[sentence.tokens.start + verb].islower():
        return None
    if document.tokens.texts[sentence.tokens.start + head] != words[head] and head:
        return None
    plural = is_only(words[head], "NNS")
    if not plural and not is_only(words[head], "NN"):
        return None
    fixed = _form(words, tags, head, verb, plural=plural)
    return None if fixed is None else (head, verb, fixed)


PHRASE = frozenset("JJ JJR JJS CD VBN NN NNS NN+POS NNS+POS".split())


def _head(tags: Sequence[str], words: Sequence[str]) -> int | None:
    """Index of the head of the noun phrase that opens a sentence."""
    k = 0
    while k < len(tags) and tags[k] in (PHRASE | {"DT", "PRP$"} if not k else PHRASE):
        k += 1
    head = k - 1
    if head < 0 or tags[head] not in {"NN", "NNS"} or words[0].endswith("ing"):
        return None
    if head and tags[head] == "NN" and tags[head - 1] == "NNS":
        return None  # `cars today have`
    if words[0] in {"each", "either", "neither", "all", "half", "that", "this"}:
        return None
    return head


ZERO_SUBJECTS = frozenset("people users men women children".split())
"""Nouns that open a clause without `that`: `the amount of data people are …`."""


def _verb_after_phrase(tags: Sequence[str], words: Sequence[str], head: int) -> int | None:
    """Index of the finite verb after a head and the phrases with a preposition that hang on it."""
    k = head + 1
    if k >= len(tags):
        return None
    while k < len(tags) and tags[k] == "IN":
        k += 1
        start = k
        while k < len(tags) and tags[k] in {
            "DT",
            "PRP$",
            "JJ",
            "JJS",
            "CD",
            "NN",
            "NNS",
            "NNP",
            "NNPS",
            "NN+POS",
            "NNP+POS",
        }:
            k += 1
        if k == start or tags[k - 1] not in {"NN", "NNS", "NNP", "NNPS", "CD"}:
            return None
    if tags[0] not in {"DT", "PRP$"} and words[head + 1] not in {
        "from",
        "in",
        "under",
        "at",
        "with",
    }:
        return None  # `metrics is a word`, `communications as a service is`
    if "by" in words[head + 1 : k] or any(w in ZERO_SUBJECTS for w in words[head + 1 : k]):
        return None
    if any(
        tags[m - 1] in {"NN", "NNS", "NNP"} and share(words[m], "VB", "VBP") > 0.02
        for m in range(head + 2, k)
    ):
        return None  # `critics of the policy claim …`
    return k if k < len(tags) - 1 and tags[k] in {"VBZ", "VBP", "VBD"} else None


def _form(
    words: Sequence[str], tags: Sequence[str], head: int, verb: int, *, plural: bool
) -> str | None:
    """The verb's form in the subject's number, where it stands in the other."""
    word, subject = words[verb], words[head]
    if subject in INVARIANT or any(w in {"that", "who", "which"} for w in words[:verb]):
        return None
    if plural:
        if subject in MEASURES or "CD" in tags[:head]:
            return None
        if word in PLURAL_OF:
            return PLURAL_OF[word]
        return base_form(word) if is_only(word, "VBZ") else None
    if subject in COLLECTIVE or (words[0] in {"a", "an"} and words[head + 1] == "of"):
        return None
    return SINGULAR_OF.get(word) if word in {"are", "were", "have", "do"} else None


SILENT_H = ("hour", "honest", "honor", "honour", "heir")
LIKE_YOU = (
    "uni",
    "unanim",
    "use",
    "usa",
    "usu",
    "eu",
    "ufo",
    "uk",
    "ur",
    "ut",
    "uto",
    "one",
    "once",
    "ubi",
    "uv",
    "ouija",
    "ewe",
)
"""Beginnings in a vowel letter that sound like y or w."""
VOWEL_FIRST = (
    "unin",
    "unim",
    "unide",
    "unint",
    "unill",
    "unins",
    "unimp",
    "urg",
    "urb",
    "urn",
    "uts",
    "utt",
    "utm",
    "oner",
)


@detector(
    id="grammar.a-or-an",
    category="grammar",
    mqm="linguistic-conventions/spelling",
    level="warning",
    artefact="D2",
    message="'{match}': before this sound stands '{suggestion}'.",
    why="A stands before a consonant's sound, an before a vowel's.",
    bad=[
        ("It was [[an]] major step.", "It was a major step."),
        ("She waited [[a]] hour.", "She waited an hour."),
        ("He read [[a]] old book.", "He read an old book."),
        ("[[An]] young man left.", "A young man left."),
        ("It was said by [[an]] Senate committee.", "It was said by a Senate committee."),
    ],
    good=[
        "A university, a European, a one-off, a unique use, a UN post, a ewe.",
        "An hour, an heir, an honest man, an urgent note, an uninvited guest.",
        "An historic day, an MP, an 8-hour day, an X-ray, an NBA game, a US base.",
        "Vitamin A is good. Plan A is old.",
        "He got an “excellent” and an A.",
        "A urinal, a utility, an urn, an unimportant thing.",
    ],
)  # fmt: skip
def a_or_an(document: Document) -> Iterator[Hit]:
    """`a` before a word in lower case that starts with a vowel's sound, or `an` before another."""
    tokens = document.tokens
    for article in ("a", "an"):
        after = tokens.after(article)
        doubtful = (word for word in after if not _is_plainly_right(article, word))
        for i in (i for word in doubtful for i in after[word]):
            shown = tokens.texts[i + 1]
            word = shown.lower() if _is_capitalised(shown) else shown
            if _is_plainly_right(article, word):
                continue
            if tokens.starts[i] and document.prose[tokens.starts[i] - 1] in "'’":
                continue  # a name: `Yan'an`, set as `Yan 'an`
            if not _is_plain(word) or not follows(document, i):
                continue
            if tokens.texts[i][0].isupper() and not opens_sentence(document, i):
                continue
            vowel = _sounds_like_vowel(word)
            if vowel is not None and vowel != (article == "an"):
                other = {"a": "an", "an": "a", "A": "An", "An": "A", "AN": "A"}[tokens.texts[i]]
                yield Hit("grammar.a-or-an", tokens.span(i, i), (other,))


PLAIN_VOWELS = frozenset("aeiou")


def _is_plainly_right(article: str, word: str) -> bool:
    """Whether a word's first letter goes with the article and has one sound only."""
    return (word[0] in PLAIN_VOWELS) == (article == "an") and word[0] not in "eouh"


def _is_capitalised(word: str) -> bool:
    """Whether a word has but a capital first letter, one that English says in one way."""
    return word.istitle() and len(word) > 3 and word[0] not in "EUOHY"


def _is_plain(word: str) -> bool:
    """Whether a word is in lower case, no abbreviation, and known."""
    return (
        len(word) > 2
        and word.isascii()
        and word.isalpha()
        and word.islower()
        and lexicon.is_listed(word)
    )


def _sounds_like_vowel(word: str) -> bool | None:
    """Whether a word starts with a vowel's sound; None where writers differ (`an historic`)."""
    if word.startswith("h"):
        if word.startswith(SILENT_H):
            return True
        return (
            None
            if word.startswith(("hist", "hotel", "herb", "hab", "her", "hyp", "hall", "hil"))
            else False
        )
    if word.startswith(VOWEL_FIRST):
        return True
    if word.startswith(LIKE_YOU):
        return False if not word.startswith(("oneself",)) else None
    return word[0] in "aeiou"


DETECTORS = (number, subject_verb, a_or_an)
