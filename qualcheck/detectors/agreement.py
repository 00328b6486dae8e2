"""Agreement: number of subject and verb, of determiner and noun; a and an; the case of pronouns."""

from __future__ import annotations

from collections.abc import Iterator

from qualcheck.check import Hit, detector
from qualcheck.document import Document, Sentence
from qualcheck.morphology import FINITE, base_form, counts, is_only, share
from qualcheck.syntax import follows, is_spoken, opens_sentence

_AGREEMENT = "linguistic-conventions/grammar"

PLURAL_OF = {"is": "are", "was": "were", "has": "have", "does": "do", "isn't": "aren't", "wasn't": "weren't", "hasn't": "haven't", "doesn't": "don't"}  # fmt: skip
SINGULAR_OF = {plural: singular for singular, plural in PLURAL_OF.items()}

INVARIANT = frozenset(
    "means series species crossroads headquarters news politics economics physics mathematics works "
    "barracks gallows premises sheep deer fish aircraft spacecraft salmon trout cattle people police "
    "staff personnel folk dice data media criteria offspring squid shrimp bison moose dozen hundred "
    "thousand million billion pair kind sort type hertz athletics ethics gymnastics statistics "
    "measles odds fireworks printers times ways thousands livestock seal seals savings college quality scope thanks livestock".split()
)
"""Nouns with one form for both numbers, and some that writers take either way."""

PLURAL_DETERMINERS = frozenset("these those many several various numerous".split())
SINGULAR_DETERMINERS = frozenset("a an this every each another".split())
NOUN_GOES_ON = frozenset("NN NNS NNP NNPS JJ VBG VBN POS CD HYPH NN+POS FW".split())
"""Tags after a noun that show it to be the first half of a compound."""


@detector(
    id="grammar.number",
    category="grammar",
    mqm=_AGREEMENT,
    level="warning",
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
        for i in tokens.places[word]:
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
    if word in INVARIANT or not is_only(word, {tag}) or i + 1 >= len(tokens):
        return False
    if tag == "NNS" and (word.endswith("ss") or base_form(word) or word[-1] != "s"):
        return word in {"men", "women", "children"}
    after = document.tag(i + 1)
    ends = after in {".", ",", "IN", "MD", "VBZ", "VBD", "VBP", "WDT", "WP", "TO"}
    verbal = tokens.lower[i - 1] == "this" or tokens.lower[i + 1] == "of"
    if not word.islower() or (after == "IN" and verbal):
        return False
    if after == "VBZ" and share(tokens.lower[i + 1], {"NNS"}) > 0:
        return False  # `those labour flows`
    return ends and tokens.lower[i + 1] not in {"'", "’", "-"} and not is_spoken(document, i)


@detector(
    id="grammar.pronoun-agreement",
    category="grammar",
    mqm=_AGREEMENT,
    level="error",
    artefact="D3",
    message="'{subject}' doesn't go with '{verb}'.",
    why="A verb agrees with its subject: he has, they have.",
    bad=[
        ("They [[was]] late.", "They were late."),
        ("She said that they [[has]] left.", "She said that they have left."),
        ("He [[have]] a mill in the valley.", "He has a mill in the valley."),
        ("It [[contain]] old wheels.", "It contains old wheels."),
    ],
    good=[
        "Could he have known? So do they.",
        "If she were here, he would have left.",
        "Those who use it have left, and those behind it are here.",
        "They said that one of them was late.",
        "She asked that he have a chance, and that it contain no salt.",
        "“They was here,” he said.",
        "Let it contain what it may.",
    ],
)  # fmt: skip
def pronoun_agreement(document: Document) -> Iterator[Hit]:
    """A subject pronoun and right after it a verb of the other number."""
    tokens = document.tokens
    for word in ("they", "we", "he", "she", "it"):
        for i in tokens.places.get(word, ()):
            if i + 2 < len(tokens) and follows(document, i) and not is_spoken(document, i):
                fixed = _agreeing(document, i, word)
                if fixed:
                    values = {"subject": tokens.texts[i], "verb": tokens.texts[i + 1]}
                    yield Hit(
                        "grammar.pronoun-agreement", tokens.span(i + 1, i + 1), (fixed,), values
                    )


ASKING_TAGS = frozenset({"MD", "VB", "VBD", "VBP", "VBZ", "VBG"})


def _agreeing(document: Document, i: int, pronoun: str) -> str | None:
    """The form that agrees, where the verb after a pronoun doesn't."""
    tokens = document.tokens
    verb = tokens.texts[i + 1]
    if pronoun in {"they", "we"}:
        return PLURAL_OF.get(verb)
    plain = opens_sentence(document, i) or (
        tokens.lower[i - 1] in {"because", "while", "where", "although"}
    )
    if not plain:
        return None
    if verb in {"are", "have", "do", "haven't", "aren't", "don't"}:
        return SINGULAR_OF[verb]
    if (
        is_only(verb, {"VB", "VBP"})
        and share(verb, {"VB"}) > 0.3
        and document.tag(i + 1) in {"VBP", "VB"}
    ):
        return _third_person(verb)
    return None


def _third_person(base: str) -> str:
    """The form of he, she, it: contains, tries, watches."""
    if base.endswith(("s", "sh", "ch", "x", "z", "o")):
        return base + "es"
    return base[:-1] + "ies" if base.endswith("y") and base[-2] not in "aeiou" else base + "s"


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
    for sentence in document.sentences:
        found = _disagreeing(document, sentence)
        if found is None:
            continue
        head, verb, fixed = found
        first = sentence.tokens.start
        tokens = document.tokens
        values = {"subject": tokens.texts[first + head], "verb": tokens.texts[first + verb]}
        span = tokens.span(first + verb, first + verb)
        yield Hit("grammar.subject-verb", span, (fixed,), values)


OPENERS = frozenset("DT PRP$ JJ NNS NN CD".split())


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
    plural = is_only(words[head], {"NNS"})
    if not plural and not is_only(words[head], {"NN"}):
        return None
    fixed = _form(words, tags, head, verb, plural=plural)
    return None if fixed is None else (head, verb, fixed)


PHRASE = frozenset("JJ JJR JJS CD VBN NN NNS NN+POS NNS+POS".split())


def _head(tags: list[str], words: list[str]) -> int | None:
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


def _verb_after_phrase(tags: list[str], words: list[str], head: int) -> int | None:
    """Index of the finite verb after a head and the phrases with a preposition that hang on it."""
    k = head + 1
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
        tags[m - 1] in {"NN", "NNS", "NNP"} and share(words[m], {"VB", "VBP"}) > 0.02
        for m in range(head + 2, k)
    ):
        return None  # `critics of the policy claim …`
    return k if k < len(tags) - 1 and tags[k] in {"VBZ", "VBP", "VBD"} else None


def _form(words: list[str], tags: list[str], head: int, verb: int, *, plural: bool) -> str | None:
    """The verb's form in the subject's number, where it stands in the other."""
    word, subject = words[verb], words[head]
    if subject in INVARIANT or any(w in {"that", "who", "which"} for w in words[:verb]):
        return None
    if plural:
        if subject in MEASURES or "CD" in tags[:head]:
            return None
        if word in PLURAL_OF:
            return PLURAL_OF[word]
        return base_form(word) if is_only(word, {"VBZ"}) else None
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
    "unid",
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
        for i in tokens.places.get(article, ()):
            if i + 1 >= len(tokens) or not follows(document, i):
                continue
            word = tokens.texts[i + 1]
            if tokens.texts[i][0].isupper() and not opens_sentence(document, i):
                continue
            if (
                not word.isascii()
                or not word.islower()
                or not word.isalpha()
                or len(word) < 3
                or not counts(word)
            ):
                continue
            vowel = _sounds_like_vowel(word)
            if vowel is not None and vowel != (article == "an"):
                other = {"a": "an", "an": "a", "A": "An", "An": "A", "AN": "A"}[tokens.texts[i]]
                yield Hit("grammar.a-or-an", tokens.span(i, i), (other,))


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


OBJECTS = {"them": "they", "him": "he", "me": "I", "us": "we", "her": "she"}
POSSESSIVES = {"their": "they", "my": "I", "our": "we", "your": "you"}
REFLEXIVES = {
    "himself": "he",
    "herself": "she",
    "itself": "it",
    "themselves": "they",
    "myself": "I",
    "ourselves": "we",
    "yourself": "you",
    "ourself": "we",
    "themself": "they",
    "mine": "I",
    "yours": "you",
    "hers": "she",
    "ours": "we",
    "theirs": "they",
}
"""Reflexives, and possessives that stand alone, with the subject form of each."""
SUBJECTS = {"they": "them", "he": "him", "she": "her", "we": "us", "i": "me"}
CASE_PREPOSITIONS = frozenset(
    "of with from into about against between toward towards without by among in to near at on "
    "under behind despite".split()
)
BEFORE_SUBJECT = frozenset("because although if when while whether".split())
BEFORE_ANY_SUBJECT = BEFORE_SUBJECT | frozenset("so but yet as".split())
SURE_FINITE = frozenset("is was has had have are were said told went came took knew became".split())
SPEAKING = frozenset("said told added says asked explained replied".split())
THINKING = frozenset(
    "say said says believe believed believes think thinks thought hope hopes hoped".split()
)
NO_OBJECT_BEFORE = frozenset("do have be say help make see think know hope saying believe mean being ensure ensuring".split())  # fmt: skip
"""Verbs that a clause may follow without `that`, or whose subject follows them."""


@detector(
    id="grammar.pronoun-case",
    category="grammar",
    mqm=_AGREEMENT,
    level="warning",
    artefact="D3",
    message="'{match}' has the wrong form here.",
    why="Pronouns are the last words with cases in English: he sees him, his is his own.",
    bad=[
        ("[[Her]] told reporters that she was ill.", "She told reporters that she was ill."),
        ("“It is old,” [[her]] said to them.", "“It is old,” she said to them."),
        ("She left because [[them]] were late.", "She left because they were late."),
        ("He spoke with [[they]] in May.", "He spoke with them in May."),
        ("[[Their]] have left the valley.", "They have left the valley."),
        ("The road is wet, so [[yours]] can't drive fast.", "The road is wet, so you can't drive fast."),
        ("The mill burnt, but [[itself]] was rebuilt.", "The mill burnt, but it was rebuilt."),
        ("They said [[them]] were late.", "They said they were late."),
        ("Hold the two parts and press [[they]] together.", "Hold the two parts and press them together."),
        "She is late because [[herself]] car broke down.",
    ],
    good=[
        "Her mother told reporters that she was ill.",
        "The mill belonged to them, and was old.",
        "He left, for he was tired, and as we read on she slept.",
        "The difference between him and us is that we work.",
        "Theirs is a good mill, and his was better, but ours will do.",
        "In his view, he was right. The man he spoke of he knew well.",
        "A friend of his was here.",
        "The house we live in she sold.",
        "She told them they were late. Use they or them.",
        "The mayor himself was there, a man who himself had a mill.",
        "They demanded he step down.",
    ],
)  # fmt: skip
def pronoun_case(document: Document) -> Iterator[Hit]:
    """A pronoun as subject that can't be one, or as object that can only be a subject."""
    tokens = document.tokens
    for word in (
        OBJECTS.keys() | SUBJECTS.keys() | POSSESSIVES.keys() | REFLEXIVES.keys()
    ) & tokens.places.keys():
        for i in tokens.places[word]:
            if i + 1 >= len(tokens) or not follows(document, i):
                continue
            if word not in REFLEXIVES and is_spoken(document, i):
                continue
            right = _right_case(document, i, word)
            if right is not None:
                capital = tokens.texts[i][0].isupper() and word != "i"
                shown = right.capitalize() if capital else right
                yield Hit("grammar.pronoun-case", tokens.span(i, i), (shown,) if right else ())


def _right_case(document: Document, i: int, word: str) -> str | None:
    """The form that belongs here, where another stands; "" where it depends."""
    if word in SUBJECTS:
        return SUBJECTS[word] if _is_object(document, i) else None
    if word in REFLEXIVES:
        if _is_reflexive_subject(document, i):
            return REFLEXIVES[word]
        owner = i > 0 and document.tokens.lower[i - 1] in {"because", "although", "if"}
        return "" if owner and word.endswith(("self", "selves")) else None
    return {**OBJECTS, **POSSESSIVES}[word] if _is_other_subject(document, i, word) else None


def _is_finite(document: Document, i: int) -> bool:
    """Whether a word can only be a finite verb here."""
    word = document.tokens.texts[i]
    return word in SURE_FINITE or (is_only(word, FINITE) and document.tag(i) in FINITE)


def _is_other_subject(document: Document, i: int, word: str) -> bool:
    """Whether an object form or possessive stands where a subject must: `her told`."""
    tokens = document.tokens
    after, before = tokens.texts[i + 1], tokens.lower[i - 1] if i else "."
    opens = opens_sentence(document, i)
    if opens or before in BEFORE_SUBJECT | {"so"}:
        modifies = word in {"him", "them"} and document.tag(i + 1) in {"NN", "NNS", "RB"}
        return _is_finite(document, i + 1) or (modifies and (opens or before == "because"))
    if before in {'"', "”"} and word in OBJECTS:
        return after in SPEAKING
    return before in THINKING and word in {"them", "him", "us"} and _is_finite(document, i + 1)


def _is_reflexive_subject(document: Document, i: int) -> bool:
    """Whether a reflexive, or a possessive without a noun, opens a clause as its subject."""
    tokens = document.tokens
    word, before = tokens.lower[i], tokens.lower[i - 1] if i else "."
    reflexive = word.endswith(("self", "selves"))
    if before not in BEFORE_ANY_SUBJECT and not (reflexive and opens_sentence(document, i)):
        return False
    if before == "but" and i > 1 and tokens.lower[i - 2] in {"one", "nobody", "none", "nothing"}:
        return False  # `no one but themselves could`
    verb = i + 2 if document.tag(i + 1) == "RB" and i + 2 < len(tokens) else i + 1
    if reflexive:
        plural = before in BEFORE_SUBJECT | {"as"} and document.tag(verb) == "VBP"
        return plural or document.tag(verb) == "MD" or _is_finite(document, verb)
    contracted = tokens.lower[i + 1].endswith("n't") and document.tag(i + 1) == "MD"
    return contracted and before != ","


def _is_object(document: Document, i: int) -> bool:
    """Whether a subject form stands where an object must: after a preposition or a verb."""
    tokens = document.tokens
    before = tokens.lower[i - 1] if i else "."
    if tokens.texts[i][0].isupper() or not i or not follows(document, i - 1):
        return False
    after = document.tag(i + 1)
    if after in FINITE or tokens.texts[i + 1] in {"/", "or", "and"}:
        return False
    if before in CASE_PREPOSITIONS:
        return after != "RB"
    if document.tag(i - 1) not in {"VB", "VBG"} or before in NO_OBJECT_BEFORE or after == "VB":
        return False
    return i + 2 >= len(tokens) or document.tag(i + 2) not in FINITE


DETECTORS = (number, pronoun_agreement, subject_verb, a_or_an, pronoun_case)
