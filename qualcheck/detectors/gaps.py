"""Words that went missing: a noun after its article, a verb after its subject.

Each is found where two small words meet that a content word must part. The small words are looked
up first; tags are asked for at the places that are left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qualcheck.check import Hit, detector
from qualcheck.document import Document, Span
from qualcheck.morphology import FINITE, is_only, share
from qualcheck.syntax import follows, is_spoken, is_statement, opens_sentence

_OMISSION = "accuracy/omission"

ARTICLES = frozenset("the a an".split())
DETERMINERS = ARTICLES | frozenset("its their our my your every his".split())
"""Words that need a noun; of possessives, `his` only after some words, and `her` never."""

PAST_NOUN = frozenset(
    "of in to for with on at from by into as than and or but that which was were is are has had "
    "would could should does did because during between against through before after if when "
    "itself himself themselves".split()
)
"""Words that can't be part of the noun phrase that a determiner opens."""
RIGHT_SOMEWHERE = frozenset(
    {("the", "by"), ("an", "at"), ("the", "as"), ("an", "in"), ("an", "on")}
)
"""`by the by`, `an at least minimal …`, `an in depth study`: right, or right but for a hyphen."""
COMPOUND_AFTER = frozenset("loop loops person built depth class".split())
"""Words that make one word of the two before: `a for loop`, `the in person part`."""
STANDS_ALONE = frozenset("of to with is was be been were are as than like and or".split())
"""Words before `his` that let it stand without a noun: `a friend of his`, `identical with his`."""


@detector(
    id="grammar.missing-noun",
    category="grammar",
    mqm=_OMISSION,
    level="warning",
    artefact="D2",
    message="A noun is missing between the two words of '{match}'.",
    why="An article or possessive opens a noun phrase, and the next word is already past its end.",
    bad=[
        "The council spoke about [[the to]] Jonas on Monday.",
        "The mill was sold after [[the of]] the old owner.",
        "They wrote that [[a was]] found behind the mill.",
        "She praised [[their and]] thanked the crew.",
        "She talked about [[his to]] close the mill.",
        "The painter gave the town [[a of]] his best works.",
        "In May [[the fled]] to the south.",
        "In the valley [[a national]] was closed.",
        "They say [[the contains]] gold, and [[the will]] be sold.",
        "In Riga [[the used]] it for years.",
    ],
    good=[
        "A friend of his in Riga wrote to her.",
        "He gave her and his brother a book.",
        "She learnt by the by that a for loop went wrong, an at least odd thing.",
        "He used the in person part and an in depth study.",
        "Quite a few were late.",
        "It is both your and your brother's fault.",
        "Vitamin A in milk and plan A for summer are known.",
        "The “of” is missing, and the 'and' too.",
        "The above is true, the then mayor said, and the like.",
        "Section 27 a of the law is long.",
        "He is his or her own master.",
        "The people of the In group left.",
        "She saw that his was better, and used his to open the door.",
        "They showed pictures of the before and after, and an if/then clause.",
    ],
)  # fmt: skip
def missing_noun(document: Document) -> Iterator[Span]:
    """A determiner right before a word that can't be part of its phrase."""
    tokens = document.tokens
    lower, texts, last = tokens.lower, tokens.texts, len(tokens) - 1
    for word in DETERMINERS:
        for i in tokens.places.get(word, ()):
            if i + 2 > last or not _may_lack(texts, i) or not follows(document, i):
                continue
            after = texts[i + 1]
            if _is_other_word(document, i):
                continue
            if after in PAST_NOUN:
                found = _needs_noun(document, i, lower[i - 1] if i else ".", after)
            else:
                found = word != "his" and texts[i] == word and _is_verb(document, i + 1)
            if found:
                yield tokens.span(i, i + 1)
    yield from _adjectives_alone(document)


def _is_other_word(document: Document, i: int) -> bool:
    """Whether a determiner's look-alike stands here: a variable (`a is the speed`), the article of
    a relative pronoun (`the which`), or the noun comes after two words (`a before and after study`).
    """
    lower = document.tokens.lower
    word, after, then = lower[i], lower[i + 1], lower[i + 2]
    if word == "the" and after == "which":
        return True
    if then in {"-", "–"} or (after in {"before", "after", "by"} and then == "and"):
        return True
    return word == "a" and (_is_letter(then) or _has_variables(document, i))


def _is_letter(text: str) -> bool:
    return len(text) == 1 and text.isalpha() and text not in "ai"


def _has_variables(document: Document, i: int) -> bool:
    """Whether the sentence has other single letters: a formula's, or a list's."""
    sentence = document.sentence_with(i)
    return sentence is not None and any(map(_is_letter, document.words(sentence)))


def _may_lack(texts: Sequence[str], i: int) -> bool:
    """A cheap look at the word after a determiner, and at the next."""
    after = texts[i + 1]
    if after in PAST_NOUN or after in SURE_VERBS or after == "will":
        return True
    return after.endswith("ed") and texts[i + 2] in OBJECTS


def _is_verb(document: Document, i: int) -> bool:
    """Whether the word at `i`, after a determiner, can only be a verb: `the fled to`, `the used it`,
    `the contains`, `the will be`.
    """
    tokens = document.tokens
    word = tokens.texts[i]
    if word == "will":
        third = tokens.lower[i - 1] in {"the", "a", "its"}
        return third and tokens.texts[i + 1] in {"be", "not", "have", "also"}
    return word in SURE_VERBS or (follows(document, i) and share(word, "VBD") > 0)


SURE_VERBS = frozenset(
    "fled told contains includes says seems becomes consists went became took gave knew began "
    "wrote drew chose ate grew threw flew withdrew".split()
)
"""Verb forms that are never a noun or an adjective."""
OBJECTS = frozenset("it him them me us his their its".split())


def _adjectives_alone(document: Document) -> Iterator[Span]:
    """`a` or `an`, an adjective that is never a noun, and a verb: `a national was closed`."""
    tokens = document.tokens
    for word in ("a", "an"):
        for i in tokens.places.get(word, ()):
            if (
                i + 2 < len(tokens)
                and tokens.texts[i + 2] in AFTER_ADJECTIVE
                and tokens.texts[i] == word
            ):
                adjective = tokens.texts[i + 1]
                plain = adjective not in {"few", "many"} and is_only(adjective, "JJ")
                if plain and follows(document, i) and follows(document, i + 1):
                    yield tokens.span(i, i + 1)


AFTER_ADJECTIVE = frozenset("is was are were has had would could".split())


def _needs_noun(document: Document, i: int, before: str, after: str) -> bool:
    """Whether a determiner can't be anything else, nor stand alone, between these two words."""
    tokens = document.tokens
    word = tokens.lower[i]
    if word in ARTICLES:
        letter = tokens.texts[i] != word and not opens_sentence(document, i)
        part = word == "a" and (before.isdecimal() or not before.isalnum())
        third = tokens.lower[i + 2] if i + 2 < len(tokens) else ""
        odd = (word, after) in RIGHT_SOMEWHERE or third in COMPOUND_AFTER or third == before
        odd = odd or (third == "/" and after == "if")
        return not letter and not part and not odd and (after, third) != ("at", "least")
    if word == "his":
        if before in STANDS_ALONE or after in {"or", "and", "was", "is"}:
            return False
        return document.tag(i - 1) in {"IN", "VB", "VBG"} and before != "that"
    return after not in {"and", "or"} or _begins_clause(document, i + 2)


def _begins_clause(document: Document, i: int) -> bool:
    """Whether a verb or adverb stands here: then `and` joins clauses, not `your and my brother`."""
    return i < len(document.tokens) and document.tag(i) in FINITE | {"RB", "VB", "VBG"}


@detector(
    id="grammar.missing-verb",
    category="grammar",
    mqm=_OMISSION,
    level="warning",
    artefact="D5",
    message="A verb is missing between the words of '{match}'.",
    why="A subject, an auxiliary or `able to` waits for a verb, and something else follows.",
    bad=[
        "On Sunday [[they to]] the mill in the valley.",
        "The mayor said that [[he that]] the mill would close.",
        "The council did [[not the]] plan.",
        "She [[will the]] mill in May.",
        "In May they [[can the]] mill by night.",
        "They were [[able to the]] mill.",
        "The club [[has to players]] that it will close.",
    ],
    good=[
        "What are they to do? How was he to know?",
        "She knows more than he the ways of the mill.",
        "We the people, and we at the mill, ask you this.",
        "He would treat it as he would a friend.",
        "Only then would the mayor speak.",
        "Does not the law say so?",
        "She did not of course know, and they will at least try.",
        "Blessed are they that have not seen.",
        "They have to leave. The plan he had to date was poor.",
    ],
)  # fmt: skip
def missing_verb(document: Document) -> Iterator[Span]:
    """A subject pronoun, an auxiliary or a word with `to`, and then no verb."""
    tokens = document.tokens
    for word in ("he", "she", "they"):
        for i in tokens.places.get(word, ()):
            if (
                i + 2 < len(tokens)
                and tokens.texts[i + 1] in AFTER_VERB
                and _is_subject(document, i)
            ):
                yield tokens.span(i, i + 1)
    for word in ("not", "don't", "doesn't", "didn't"):
        for i in tokens.places.get(word, ()):
            if 1 < i < len(tokens) - 1 and _denies_nothing(document, i):
                yield tokens.span(i, i + 1)
    for word in MODALS & tokens.places.keys():
        for i in tokens.places[word]:
            if (
                0 < i < len(tokens) - 1
                and tokens.texts[i + 1] in ARTICLES
                and _awaits_verb(document, i)
            ):
                yield tokens.span(i, i + 1)
    for i in tokens.places.get("to", ()):
        if 0 < i < len(tokens) - 1 and _lacks_infinitive(document, i):
            yield tokens.span(i - 1, i + 1)


AFTER_VERB = frozenset("to that from into his their for with by a an the".split())
"""Words that follow a verb, and can't follow its subject."""
NO_SUBJECT = frozenset(
    "than as and or but nor neither like is are was were am be do does did has have had will would can "
    "could shall should may might must it's that's of".split()
)
"""Words before a pronoun that let it stand without a verb of its own: `are they to go`."""
MODALS = frozenset("will would can could should must may might".split())
COMPARING = frozenset("as than way only nor neither never like so where what far".split())
"""Words in a sentence that let an auxiliary stand without its verb, or before its subject."""
WILLING = frozenset(
    "able unable willing unwilling advisable impossible likely unlikely eager reluctant wants wanted "
    "decided tried tries refuses manages managed fails failed hopes hoped intends intended".split()
)


def _is_subject(document: Document, i: int) -> bool:
    """Whether a pronoun opens a clause as its subject."""
    tokens = document.tokens
    before = tokens.lower[i - 1] if i else "."
    if before in NO_SUBJECT or before in {"(", '"', "“", "/"} or not follows(document, i):
        return False
    sentence = document.sentence_with(i)
    if sentence is None or not is_statement(document, sentence):
        return False
    verbal = i > 0 and document.tag(i - 1) in {"MD", "VB", "VBZ", "VBP", "VBD", "IN"}
    return not (
        verbal and before not in {"because", "although", "whether", "unless", "if", "that"}
    ) and not is_spoken(document, i)


def _denies_nothing(document: Document, i: int) -> bool:
    """Whether `did not` stands before what is no verb, in a statement with its subject before."""
    tokens = document.tokens
    start = i - 1 if tokens.lower[i] == "not" else i
    if start == i - 1 and tokens.lower[start] not in {"do", "does", "did"}:
        return False
    following = tokens.texts[i + 1]
    wrong = following in ARTICLES or (following.islower() and is_only(following, "NNS"))
    if not wrong or not follows(document, i):
        return False
    sentence = document.sentence_with(i)
    statement = sentence is not None and is_statement(document, sentence)
    return statement and start > 0 and document.tag(start - 1) in {"PRP", "NN", "NNS", "NNP"}


def _awaits_verb(document: Document, i: int) -> bool:
    """Whether a modal with its subject before it stands right before an article."""
    tokens, sentence = document.tokens, document.sentence_with(i)
    if sentence is None or not is_statement(document, sentence) or not follows(document, i):
        return False
    before = tokens.lower[sentence.tokens.start : i]
    if not COMPARING.isdisjoint(before) or document.tag(i) != "MD":
        return False
    return document.tag(i - 1) in {"PRP", "NNP"} and tokens.texts[i].islower()


def _lacks_infinitive(document: Document, i: int) -> bool:
    """Whether `able to`, `wanted to`, `has to` stands before a noun phrase."""
    tokens = document.tokens
    before, following = tokens.lower[i - 1], tokens.texts[i + 1]
    if before in WILLING:
        return following in ARTICLES and follows(document, i)
    if before in {"has", "have", "had"} and follows(document, i):
        return following.islower() and is_only(following, "NNS")
    return False


@detector(
    id="grammar.missing-to",
    category="grammar",
    mqm=_OMISSION,
    level="warning",
    artefact="D14",
    message="'to' is missing: '{suggestion}'.",
    why="After able, decided, tried and their kind a verb needs 'to'.",
    bad=[
        ("The crew was [[able send]] a boat.", "The crew was able to send a boat."),
        ("They [[wanted discuss]] the plan in May.", "They wanted to discuss the plan in May."),
    ],
    good=[
        "The crew was able to send a boat.",
        "Those who are able know it, and those who tried were glad.",
        "What they wanted was a boat.",
        "All that they wanted seems to be a boat.",
        "The able send their sons.",
    ],
    sources=["https://dictionary.cambridge.org/grammar/british-grammar/verb-patterns"],
)  # fmt: skip
def missing_to(document: Document) -> Iterator[Hit]:
    """A word that needs `to`, and right after it a base form that is nothing else."""
    tokens = document.tokens
    for word in BEFORE_INFINITIVE & tokens.places.keys():
        for i in tokens.places[word]:
            if 0 < i < len(tokens) - 1 and _lacks_to(document, i):
                fixed = f"{tokens.texts[i]} to {tokens.texts[i + 1]}"
                yield Hit("grammar.missing-to", tokens.span(i, i + 1), (fixed,))


BEFORE_INFINITIVE = frozenset("able unable wanted decided tried refused managed failed".split())
_BEFORE_ADJECTIVE = frozenset("be been being is are was were not also".split())
_LINKING = frozenset("be have do seem know remain become appear".split())
"""Verbs before which such a word may end another clause: `those who are able know it`."""


def _lacks_to(document: Document, i: int) -> bool:
    """Whether a base form that no subject can have stands right after a word."""
    tokens = document.tokens
    word, verb = tokens.lower[i], tokens.texts[i + 1]
    if not (verb.islower() and is_only(verb, "VB", "VBP")) or verb in _LINKING:
        return False
    adjective = word.endswith("able")
    if adjective and tokens.lower[i - 1] not in _BEFORE_ADJECTIVE:
        return False
    return follows(document, i) and (adjective or document.tag(i) in {"VBD", "VBN"})


DETECTORS = (missing_noun, missing_verb, missing_to)
