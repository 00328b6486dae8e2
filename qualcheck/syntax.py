"""What stands where in a sentence: neighbours, starts of clauses, their verbs, by tags alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qualcheck.document import Document, Sentence
from qualcheck.morphology import FINITE, counts, share

OPENING_MARKS = frozenset("\"'“‘«„([—–-")
"""Marks that may stand before the first word of a sentence."""

CONJUNCTIONS = frozenset(
    "that because although though whether unless if when while where since until but".split()
)
"""Words after which a clause opens with its subject."""

NOMINAL = frozenset(
    "DT PDT PRP$ JJ JJR JJS CD NN NNS NNP NNPS VBN VBG $ NN+POS NNS+POS NNP+POS POS".split()
)
"""Tags of the words that a noun phrase is made of."""
NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})


def follows(document: Document, left: int) -> bool:
    """Whether the next token stands one blank after this one, in the same sentence."""
    tokens = document.tokens
    if left < 0 or left + 1 >= len(tokens):
        return False
    end = tokens.starts[left] + len(tokens.texts[left])
    start = tokens.starts[left + 1]
    return start - end == 1 and document.prose[end] in " \u00a0" and not _parts(document, start)


def _parts(document: Document, offset: int) -> bool:
    """Whether a sentence starts at this offset of the prose."""
    sentence = document.sentence_at(offset)
    return sentence is None or sentence.span.start == offset


def sentence_of(document: Document, token: int) -> Sentence | None:
    """The sentence that holds a token."""
    return document.sentence_at(document.tokens.starts[token])


def opens_sentence(document: Document, token: int) -> bool:
    """Whether a token is the first of its sentence, marks before it apart."""
    sentence = sentence_of(document, token)
    if sentence is None:
        return False
    texts = document.tokens.texts
    return all(texts[i] in OPENING_MARKS for i in range(sentence.tokens.start, token))


def opens_clause(document: Document, token: int) -> bool:
    """Whether a clause opens at a token: its sentence does, or a conjunction stands before it."""
    if token and document.tokens.lower[token - 1] in CONJUNCTIONS:
        return True
    return opens_sentence(document, token)


def is_statement(document: Document, sentence: Sentence) -> bool:
    """Whether a sentence ends in a full stop."""
    end = sentence.span.end
    return document.prose[max(0, end - 2) : end].rstrip("\"'”’").endswith(".")


def is_spoken(document: Document, token: int) -> bool:
    """Whether a token lies inside quotation marks, where a speaker's grammar is his own."""
    return document.in_quotation(document.tokens.starts[token])


def has_finite(tags: Sequence[str]) -> bool:
    """Whether a verb among these tags can carry a sentence."""
    return any(tag in FINITE or tag.endswith(("+VBZ", "+VBP", "+MD")) for tag in tags)


def phrase_start(tags: Sequence[str], head: int) -> int:
    """Index of the first word of the noun phrase that ends at `head`."""
    while head > 0 and tags[head - 1] in NOMINAL:
        head -= 1
    return head


SUBORDINATING = frozenset(
    "because although though whether unless if while since until once after before as whereas "
    "than till lest".split()
)
"""Prepositions, by their tag, that can open a clause; `that` always does."""
CLAUSE_TAGS = frozenset("WDT WP WP$ WRB".split())
HELPERS = frozenset(
    "be been being is are was were am has have had having do does did don't doesn't didn't get "
    "gets got getting isn't aren't wasn't weren't hasn't haven't hadn't to let lets make makes "
    "made help helps helped see saw".split()
)
"""Words that the participle or base form after them belongs to."""
_MAY_BE_VERB = 0.02
"""Share of finite uses from which a word that reads as a noun may be a verb."""


@dataclass(frozen=True, slots=True)
class Clauses:
    """Where the verbs of a sentence's clauses are; indices count in the sentence."""

    main: tuple[int, ...]
    """What may be the verb of a main clause: empty says that there surely is none."""
    subordinate: tuple[int, ...]
    """Verbs taken by a word that opens a clause."""
    waiting: int
    """Words that open a clause and got no verb."""


def clauses(words: Sequence[str], tags: Sequence[str]) -> Clauses:
    """Give each word that opens a clause the next finite verb; `words` are in lower case."""
    waiting = 0
    main: list[int] = []
    subordinate: list[int] = []
    for i, tag in enumerate(tags):
        if tag in CLAUSE_TAGS or (tag == "IN" and _opens(words, tags, i)):
            waiting += 1
        elif is_finite(words, tags, i):
            (subordinate if waiting else main).append(i)
            waiting = max(waiting - 1, 0)
    return Clauses(tuple(main), tuple(subordinate), waiting)


def _opens(words: Sequence[str], tags: Sequence[str], i: int) -> bool:
    """Whether a preposition opens a clause: a finite verb follows before the next mark."""
    if words[i] == "that":
        return i > 0
    if words[i] not in SUBORDINATING:
        return False
    for k in range(i + 1, len(tags)):
        if tags[k] in {",", "."} or tags[k] in CLAUSE_TAGS:
            return False
        if tags[k] in FINITE or tags[k].startswith("PRP+"):
            return True
    return False


def is_finite(words: Sequence[str], tags: Sequence[str], i: int) -> bool:
    """Whether a word is, or in a damaged sentence may be, a finite verb."""
    tag, word = tags[i], words[i]
    if tag in FINITE or tag.endswith(("+VBZ", "+VBP", "+MD")):
        return True
    before = tags[i - 1] if i else ","
    if tag == "VBN":
        following = words[i + 1] if i + 1 < len(words) else ""
        past = share(word, {"VBD"}) > 0.05 or not counts(word)
        return past and following != "by" and not _helped(words, tags, i)
    if tag == "VB":
        return not _helped(words, tags, i)
    if tag in {"NN", "NNS", "JJ", "RB", "IN", "RP"}:
        may_be = share(word, FINITE) > _MAY_BE_VERB or (
            not counts(word) and word.endswith(("s", "ed"))
        )
        commanded = before == "," and share(word, {"VB"}) > _MAY_BE_VERB
        return commanded or (may_be and before in _BEFORE_VERB)
    return False


_BEFORE_VERB = frozenset("NN NNS NNP NNPS RB PRP WDT WP , CC -RRB- CD DT JJ ''".split())


def _helped(words: Sequence[str], tags: Sequence[str], i: int) -> bool:
    """Whether an auxiliary, `to` or a modal stands shortly before a verb form."""
    near = range(max(0, i - 6), i)
    return any(
        words[k] in HELPERS or tags[k] in {"MD", "TO"} or "+V" in tags[k] or "+MD" in tags[k]
        for k in near
    )
