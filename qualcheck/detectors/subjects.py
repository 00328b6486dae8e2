"""Clauses without a subject: what languages whose verbs show it leave out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qualcheck.check import detector
from qualcheck.document import BlockKind, Document, Sentence, Span
from qualcheck.morphology import FINITE, is_only, share
from qualcheck.syntax import clauses, follows, is_spoken, is_statement

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
INVERTING = frozenset(
    "come came comes goes went began followed follows lies lay stood stands arose sat hung remained".split()
)
STRANDING = frozenset("in at to from during after by through".split())
"""Prepositions before `which` that leave it no way to be the subject."""


@detector(
    id="grammar.missing-subject",
    category="grammar",
    mqm="accuracy/omission",
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
        "Then [[arrested]] two men in the valley.",
        "In 1990, [[was]] added to the list of old mills.",
        "[[Is]] one of the oldest mills, and is known far and wide.",
        "[[Arrived]] in Riga on Sunday and began to work.",
        "He wrote a book in which [[explained]] the old mill.",
        "When you call somebody far away, [[are]] used by the mill.",
    ],
    good=[
        "If is a small word.",
        "If the mill, when it was built, was used for grain is not known.",
        "When he came, was the mill sold?",
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
    for before in SUBORDINATORS | {","}:
        after = tokens.after(before)
        for i in (i + 1 for word in AUXILIARIES & after.keys() for i in after[word]):
            if i + 2 < len(tokens) and (
                _after_conjunction(document, i)
                or _after_adverbial(document, i)
                or _after_clause(document, i)
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
    sentence = document.sentence_with(i)
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


def _after_clause(document: Document, i: int) -> bool:
    """Whether an auxiliary follows the comma that ends the clause its statement opens with."""
    tokens = document.tokens
    if i < 5 or tokens.lower[i - 1] != "," or not tokens.texts[i].islower():
        return False
    sentence = document.sentence_with(i)
    if sentence is None or not is_statement(document, sentence) or is_spoken(document, i):
        return False
    first = sentence.tokens.start
    opening = range(first, i - 1)
    words = tokens.lower[first : i - 1]
    if words[:1] == [] or words[0] not in CLAUSE_OPENERS or not {",", ":", "("}.isdisjoint(words):
        return False
    if document.tag(first + 1) not in SUBJECT_TAGS or document.tag(i + 1) not in {"VBN", "VB"}:
        return False
    return sum(document.tag(k) in FINITE for k in opening) == 1


CLAUSE_OPENERS = frozenset("when if while although because unless whenever".split())
_LONGEST_PHRASE = 6
SCENE = frozenset("in at on after during since by for from until".split())
PHRASE_TAGS = frozenset("IN DT PRP$ JJ CD NN NNS NNP NNPS NNP+POS NN+POS".split())


def _is_active(document: Document, i: int) -> bool:
    """Whether a past tense that asks for a subject stands here."""
    word = document.tokens.texts[i]
    known = word not in INVERTING and share(word, "VBD") > _PAST and document.tag(i) == "VBD"
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
    if not (verb in AUXILIARIES or share(verb, "VBD") > (_PAST if word != "then" else 0)) or (
        share(verb, "VB") > 0.02 and verb not in AUXILIARIES
    ):
        return None
    if sentence.block.kind is not BlockKind.PARAGRAPH or not is_statement(document, sentence):
        return None
    if is_spoken(document, first) or not _rules_sentence(document, sentence, at):
        return None
    return first + at


LEADING = frozenset(
    "also recently previously later earlier easily already finally soon still even then".split()
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
        wish = verb in {"may", "might", "will"} and following in {"DT", "PDT", "NNP", "NNS", "NN"}
        return not wish and _has_no_other(words, tags, at)
    if verb in INVERTING or words[at + 1] == ",":
        return False
    if words[0] == "then" and at:
        return following in {"CD", "PRP$"}
    if verb == "told" or (words[at + 1] == "that" and verb not in SPEECH):
        return False  # `told that he was late, he left`
    if is_only(verb, "VBD") or verb in SPEECH:
        return verb not in SPEECH or words[at + 1] == "that"
    if following == "NNP" and share(verb, "JJ") > 0.02:
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


DETECTORS = (missing_subject,)
