"""Words that went missing: a noun after its article, a clause's subject, a clause's verb.

Each is found where two small words meet that a content word must part. The small words are looked
up first; tags are asked for at the places that are left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qualcheck.check import detector
from qualcheck.document import BlockKind, Document, Sentence, Span
from qualcheck.morphology import FINITE, is_only, share
from qualcheck.syntax import (
    clauses,
    follows,
    is_spoken,
    is_statement,
    opens_sentence,
    sentence_of,
)

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
STANDS_ALONE = frozenset("of is was be been were are as than like and or".split())
"""Words before `his` that let it stand without a noun: `a friend of his`."""


@detector(
    id="grammar.missing-noun",
    category="grammar",
    mqm=_OMISSION,
    level="error",
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
    ],
)  # fmt: skip
def missing_noun(document: Document) -> Iterator[Span]:
    """A determiner right before a word that can't be part of its phrase."""
    tokens = document.tokens
    lower, texts, last = tokens.lower, tokens.texts, len(tokens) - 1
    for word in DETERMINERS:
        for i in tokens.places.get(word, ()):
            if i == last or not follows(document, i):
                continue
            if texts[i + 1] in PAST_NOUN:
                before = lower[i - 1] if i else "."
                if _needs_noun(document, i, before, texts[i + 1]):
                    yield tokens.span(i, i + 1)
            elif (
                word != "his"
                and texts[i] == word
                and i + 2 <= last
                and texts[i + 1].islower()
                and _is_verb_for_noun(document, i + 1)
            ):
                yield tokens.span(i, i + 1)
    yield from _adjectives_alone(document)


def _is_verb_for_noun(document: Document, i: int) -> bool:
    """Whether the word at `i`, after a determiner, can only be a verb: `the fled to`, `the used it`,
    `the contains`, `the will be`.
    """
    tokens = document.tokens
    word, after = tokens.texts[i], tokens.lower[i + 1]
    if word == "will":
        return after in {"be", "not", "have", "also"}
    if word in SURE_VERBS:
        return True
    if word.endswith("ed"):
        acts = document.tag(i + 1) in {"PRP", "PRP$"} and after != "her"
        return acts and follows(document, i) and share(word, {"VBD"}) > 0
    return word != "saw" and is_only(word, {"VBD"})


SURE_VERBS = frozenset("fled told contains includes says seems becomes consists".split())


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
                plain = adjective not in {"few", "many"} and is_only(adjective, {"JJ"})
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
        return not letter and not part and not odd and (after, third) != ("at", "least")
    if word == "his":
        if before in STANDS_ALONE or after in {"or", "and", "was", "is"}:
            return False
        return document.tag(i - 1) in {"IN", "VB", "VBG"} and before != "that"
    return after not in {"and", "or"} or _begins_clause(document, i + 2)


def _begins_clause(document: Document, i: int) -> bool:
    """Whether a verb or adverb stands here: then `and` joins clauses, not `your and my brother`."""
    return i < len(document.tokens) and document.tag(i) in FINITE | {"RB", "VB", "VBG"}


SUBORDINATORS = frozenset("because although whether unless if".split())
AUXILIARIES = frozenset("is are was were has had will would can could may might must does did have".split())  # fmt: skip
SUBJECT_TAGS = frozenset("PRP DT EX NN NNS NNP NNPS PRP$ PDT CD WP NN+POS NNP+POS".split())
"""Tags of what can be the subject after its verb: `if is a word`, `is the mill`."""
ADVERBIALS = frozenset(
    "currently previously recently today yesterday earlier later meanwhile moreover furthermore "
    "additionally consequently nevertheless nonetheless afterwards subsequently originally "
    "initially finally formerly nowadays therefore thus however accordingly similarly".split()
)
"""Adverbs that a clause with its subject follows, after a comma."""
VERB_FIRST = frozenset("so now thus then here there hence nor neither never rarely seldom".split())
"""Adverbs that let the verb stand before its subject: `now came the rain`."""
INVERTING = frozenset(
    "come came comes goes went began followed follows lies lay stood stands arose sat hung remained".split()
)
STRANDING = frozenset("in at to from during after by through".split())
"""Prepositions before `which` that leave it no way to be the subject."""


@detector(
    id="grammar.missing-subject",
    category="grammar",
    mqm=_OMISSION,
    level="warning",
    artefact="D5",
    message="The verb '{match}' has no subject.",
    why="Many languages leave a subject out that the verb's ending shows; English names it.",
    bad=[
        "The mill closed because [[was]] too old.",
        "[[Is]] important to note that the mill is old.",
        "[[Said]] that there were no losses.",
        "Currently, [[has]] more than 300 mills in the valley.",
        "Also [[called]] the mayor a liar.",
        "In 1990, [[was]] added to the list of old mills.",
        "[[Is]] one of the oldest mills, and is known far and wide.",
        "[[Arrived]] in Riga on Sunday and began to work.",
        "He wrote a book in which [[explained]] the old mill.",
    ],
    good=[
        "If is a small word.",
        "Is the mill old? Was it sold?",
        "Had he known, he would have left.",
        "Were the mill to close, we would leave.",
        "Here, is where they met.",
        "However, is the mill really that old?",
        "In the valley stood a mill. Now came the rain.",
        "Quickly, the mill has grown.",
        "“Was told to leave,” he wrote.",
        "Founded in 1990, the club has two halls.",
        "May the best crew win. So said the mayor.",
        "Told that he was late, he left.",
        "The hill, at the foot of which stood a mill, and on which was built a church.",
    ],
)  # fmt: skip
def missing_subject(document: Document) -> Iterator[Span]:
    """A finite verb after a conjunction, or first in its sentence with no other verb to rule it."""
    tokens = document.tokens
    for word in AUXILIARIES & tokens.places.keys():
        for i in tokens.places[word]:
            if i + 2 < len(tokens) and (
                _after_conjunction(document, i) or _after_adverbial(document, i)
            ):
                yield tokens.span(i, i)
    for i in tokens.places.get("which", ()):
        if (
            0 < i < len(tokens) - 1
            and tokens.lower[i - 1] in STRANDING
            and _is_active(document, i + 1)
        ):
            yield tokens.span(i + 1, i + 1)
    for sentence in document.sentences:
        verb = _first_verb(document, sentence)
        if verb is not None:
            yield tokens.span(verb, verb)


def _after_conjunction(document: Document, i: int) -> bool:
    """Whether an auxiliary stands between a conjunction and what is no subject."""
    tokens = document.tokens
    if not i or tokens.lower[i - 1] not in SUBORDINATORS or not tokens.texts[i].islower():
        return False
    return follows(document, i - 1) and document.tag(i + 1) not in SUBJECT_TAGS


def _after_adverbial(document: Document, i: int) -> bool:
    """Whether an auxiliary follows an adverb or phrase and the comma that open a statement."""
    tokens = document.tokens
    if i < 2 or tokens.lower[i - 1] != "," or tokens.lower[i] in {"have", "do"}:
        return False
    sentence = sentence_of(document, i)
    if sentence is None or not is_statement(document, sentence):
        return False
    first = sentence.tokens.start
    opening = tokens.lower[first : i - 1]
    if len(opening) == 1 and opening[0] in ADVERBIALS:
        return document.tag(i + 1) not in {"PRP", "EX", "DT", "WRB"}
    if not opening or len(opening) > _LONGEST_PHRASE or opening[0] not in SCENE or "," in opening:
        return False
    if document.tag(i + 1) not in {"VBN", "JJ", "VB"}:
        return False
    return all(document.tag(k) in PHRASE_TAGS for k in range(first, i - 1))


_LONGEST_PHRASE = 6
SCENE = frozenset("in at on after during since by for from until".split())
PHRASE_TAGS = frozenset("IN DT PRP$ JJ CD NN NNS NNP NNPS NNP+POS NN+POS".split())


def _is_active(document: Document, i: int) -> bool:
    """Whether a past tense that asks for a subject stands here."""
    word = document.tokens.texts[i]
    known = word not in INVERTING and share(word, {"VBD"}) > _PAST and document.tag(i) == "VBD"
    return known and i + 1 < len(document.tokens) and document.tag(i + 1) in OBJECT_TAGS | {"WRB"}


_PAST = 0.3
"""Share of past tenses from which a form in -ed may be one where it stands."""
OBJECT_TAGS = frozenset("DT PRP$ CD NNP".split())
_LEAST_WORDS = 5


def _first_verb(document: Document, sentence: Sentence) -> int | None:
    """The verb that opens a sentence, one adverb apart, where no other verb is the main one."""
    first, tokens = sentence.tokens.start, document.tokens
    word = tokens.lower[first]
    if len(sentence.tokens) < _LEAST_WORDS or not tokens.texts[first][0].isupper():
        return None
    adverb = word in LEADING
    at = 1 if adverb else 0
    verb = tokens.lower[first + at]
    if not (verb in AUXILIARIES or share(verb, {"VBD"}) > _PAST) or (
        share(verb, {"VB"}) > 0.02 and verb not in AUXILIARIES
    ):
        return None
    if sentence.block.kind is not BlockKind.PARAGRAPH or not is_statement(document, sentence):
        return None
    if is_spoken(document, first) or not _rules_sentence(document, sentence, at):
        return None
    return first + at


LEADING = frozenset(
    "also recently previously later earlier easily already finally soon still even".split()
)


def _rules_sentence(document: Document, sentence: Sentence, at: int) -> bool:
    """Whether the verb at this index of a sentence is its main verb, and not a question's."""
    words, tags = document.words(sentence), document.tags(sentence)
    verb, following = words[at], tags[at + 1]
    if verb in AUXILIARIES:
        asked = following in {"PRP", "EX", "WRB", ","} or (at == 1 and verb in BE_FORMS)
        name = tags[at] == "NNP" or (verb == "will" and following != "VB")
        if verb == "have" or asked or name or not {"?", "—"}.isdisjoint(words):
            return False
        if verb == "had" and following not in {"DT", "VBN"}:
            return False
        if verb in PLAIN_AUXILIARIES and (following in PREDICATE or words[at + 1] in {"a", "an"}):
            return True
        wish = verb in {"may", "might", "will"} and following in {"DT", "NNP", "NNS", "NN"}
        return not wish and _has_no_other(words, tags, at)
    if verb in INVERTING or words[at + 1] == ",":
        return False
    if verb == "told" or (words[at + 1] == "that" and verb not in SPEECH):
        return False  # `told that he was late, he left`
    if is_only(verb, {"VBD"}) or verb in SPEECH:
        return verb not in SPEECH or words[at + 1] == "that"
    if following == "NNP" and share(verb, {"JJ"}) > 0.02:
        return False  # `Retired Lund`, `United States`
    acts = following in OBJECT_TAGS or verb in INTRANSITIVE
    return acts and _has_no_other(words, tags, at)


BE_FORMS = frozenset("is was are were".split())
PLAIN_AUXILIARIES = frozenset("is was are has will would can could must".split())
"""Auxiliaries that open a statement only without their subject; `had he known` opens a condition."""
PREDICATE = frozenset("JJ VBN VBG TO RB IN VB CD".split())
SPEECH = frozenset("said added replied asked exclaimed wrote claimed noted thought".split())
"""Verbs that may stand before their subject: `Said the mayor: …`."""
INTRANSITIVE = frozenset(
    "arrived appeared died happened occurred traveled travelled disappeared emerged stayed lived".split()
)
"""Verbs without a passive: their form in -ed at the start of a sentence is a past tense."""


def _has_no_other(words: Sequence[str], tags: Sequence[str], at: int) -> bool:
    """Whether no verb after this one may be the main one, in the same of two linked clauses."""
    end = next((k for k in range(at, len(tags)) if tags[k] == "CC"), len(tags))
    return all(i <= at for i in clauses(words[:end], tags[:end]).main)


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
MODALS = frozenset("will would could should must may might".split())
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
    verbal = i > 0 and document.tag(i - 1) in {"MD", "VB", "VBZ", "VBP", "VBD", "IN"}
    return not (verbal and before not in SUBORDINATORS | {"that"}) and not is_spoken(document, i)


def _denies_nothing(document: Document, i: int) -> bool:
    """Whether `did not` stands before what is no verb, in a statement with its subject before."""
    tokens = document.tokens
    start = i - 1 if tokens.lower[i] == "not" else i
    if start == i - 1 and tokens.lower[start] not in {"do", "does", "did"}:
        return False
    following = tokens.texts[i + 1]
    wrong = following in ARTICLES or (following.islower() and is_only(following, {"NNS"}))
    if not wrong or not follows(document, i):
        return False
    sentence = sentence_of(document, i)
    statement = sentence is not None and is_statement(document, sentence)
    return statement and start > 0 and document.tag(start - 1) in {"PRP", "NN", "NNS", "NNP"}


def _awaits_verb(document: Document, i: int) -> bool:
    """Whether a modal with its subject before it stands right before an article."""
    tokens, sentence = document.tokens, sentence_of(document, i)
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
        return following.islower() and is_only(following, {"NNS"})
    return False


DETECTORS = (missing_noun, missing_subject, missing_verb)
