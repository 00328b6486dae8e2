"""What stands where in a sentence: neighbours, starts of clauses, their verbs, by tags alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from qualcheck.document import Block, Document, Sentence
from qualcheck.morphology import FINITE, base_form, counts, share

OPENING_MARKS = frozenset("\"'“‘«„([—–-")
"""Marks that may stand before the first word of a sentence."""

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
    if start - end != 1 or document.prose[end] not in " \u00a0":
        return False
    sentence = document.sentence_with(left + 1)
    return sentence is not None and sentence.tokens.start <= left


def opens_sentence(document: Document, token: int) -> bool:
    """Whether a token is the first of its sentence, marks before it apart."""
    sentence = document.sentence_with(token)
    if sentence is None:
        return False
    texts = document.tokens.texts
    return all(texts[i] in OPENING_MARKS for i in range(sentence.tokens.start, token))


def is_statement(document: Document, sentence: Sentence) -> bool:
    """Whether a sentence ends in a full stop."""
    end = sentence.span.end
    return document.prose[max(0, end - 2) : end].rstrip("\"'”’").endswith(".")


def ends_sentence(document: Document, block: Block) -> bool:
    """Whether a block ends in a mark that ends a sentence."""
    return document.text(block.prose)[-3:].rstrip("\"”’')] ").endswith((".", "!", "?", "…"))


def is_spoken(document: Document, token: int) -> bool:
    """Whether a token lies inside quotation marks, where a speaker's grammar is his own."""
    return document.in_quotation(document.tokens.starts[token])


SUBORDINATING = frozenset(
    "because although though whether unless if while since until whereas till lest".split()
)
"""Prepositions, by their tag, that can open a clause; `that` does unless it points at something."""
SUBJECT_PRONOUNS = frozenset("i he she it they we".split())
BEFORE_PRONOUN = frozenset("before after as once than".split())
"""Prepositions that surely open a clause only before a pronoun."""
CLAUSE_TAGS = frozenset("WDT WP WP$ WRB".split())
GOES_ON = frozenset(
    "the a an and or nor but because than their our your my every whose into onto during among "
    "as if until although".split()
)
"""Words after which a clause must go on: no clause ends in one."""
HELPERS = frozenset(
    "be been being is are was were am has have had having isn't aren't wasn't weren't hasn't "
    "haven't hadn't get gets got getting".split()
)
"""Auxiliaries of a participle."""
DO_FORMS = frozenset("do does did don't doesn't didn't".split())
CAUSING = frozenset(
    "let lets make makes made making help helps helped helping see saw watch".split()
)
"""Words that the participle or base form after them belongs to."""
_MAY_BE_VERB = 0.02
"""Share of uses as a verb from which a word after a comma may be a command."""
_SELDOM_VERB = 0.2
"""Share of finite uses under which a word right after a finite verb is no other one."""
_OFTEN_ENOUGH = 0.05
"""Share from which what reads as an adjective or adverb may be a verb; `last` seldom is."""


class Clauses(NamedTuple):
    """Where the verbs of a sentence's clauses are; indices count in the sentence."""

    main: tuple[int, ...]
    """What may be the verb of a main clause: empty says that there surely is none."""
    subordinate: tuple[int, ...]
    """Verbs taken by a word that opens a clause."""
    waiting: int
    """Words that open a clause and got no verb."""


def has_main_verb(words: Sequence[str], tags: Sequence[str]) -> bool:
    """Whether a sentence has, or may have, a main verb; `words` are in lower case."""
    return bool(clauses(words, tags, all_of_them=False).main)


def clauses(words: Sequence[str], tags: Sequence[str], *, all_of_them: bool = True) -> Clauses:
    """Give each word that opens a clause the next finite verb; `words` are in lower case.

    Without `all_of_them` it stops at the first verb of a main clause.
    """
    waiting = 0
    main: list[int] = []
    subordinate: list[int] = []
    for i in range(len(tags)):
        if _opens_clause(words, tags, i):
            waiting += 1
        elif subordinate[-1:] == [i - 1] and share(words[i], *FINITE) < _SELDOM_VERB:
            continue  # the object of that verb, not a verb of its own
        elif is_finite(words, tags, i):
            joined = (
                i > 1 and tags[i - 1] == "CC" and tags[i - 2] != "," and subordinate and not main
            )
            (subordinate if waiting or joined else main).append(i)
            waiting = max(waiting - 1, 0)
            if main and not all_of_them:
                break
    return Clauses(tuple(main), tuple(subordinate), waiting)


def _opens_clause(words: Sequence[str], tags: Sequence[str], i: int) -> bool:
    """Whether a word opens a subordinate clause with a finite verb."""
    following = tags[i + 1] if i + 1 < len(tags) else "."
    if following in {"VBG", "VBN"} and tags[i] not in {"WDT", "WP"}:
        return False  # `when leaving`, `while closed`
    if tags[i] in CLAUSE_TAGS:
        if words[i] == "that" and i and tags[i - 1] in {"IN", "TO"}:
            return False  # `parallel to that`
        return not _asks_infinitive(tags, i)
    if tags[i] != "IN" or not i or tags[i - 1] in {"IN", "TO", "DT", "JJ"}:
        return False
    if words[i] == "as" and tags[i - 1] == ",":
        return _reaches_verb(words, tags, i)
    if words[i] in BEFORE_PRONOUN:
        subject = words[i + 1 : i + 2]
        return following in {"EX", "PRP+VBZ"} or (
            subject != [] and subject[0] in SUBJECT_PRONOUNS and words[i + 2 : i + 3] != [","]
        )
    return words[i] == "that" or (words[i] in SUBORDINATING and _reaches_verb(words, tags, i))


def _asks_infinitive(tags: Sequence[str], i: int) -> bool:
    """Whether an infinitive follows a question word, and no finite verb: `what goods to buy`."""
    for k in range(i + 1, min(i + 6, len(tags) - 1)):
        if tags[k] in FINITE or tags[k].startswith("PRP+"):
            return False
        if tags[k] == "TO" and tags[k + 1] == "VB":
            return True
    return False


def _reaches_verb(words: Sequence[str], tags: Sequence[str], i: int) -> bool:
    """Whether a finite verb follows before the next mark or clause; after `since`, no perfect."""
    for k in range(i + 1, len(tags)):
        if tags[k] in {",", "."} or tags[k] in CLAUSE_TAGS:
            return False
        if tags[k] in FINITE or tags[k].startswith("PRP+"):
            return words[i] != "since" or words[k] not in {"has", "have"}
    return False


SAME_PAST = frozenset(
    "forecast cast cost cut hit put set let shut spread split beat read hurt burst".split()
)
"""Verbs whose past tense looks like their base form and participle."""
HOMOGRAPHS = frozenset(
    "date dates number numbers rank ranks star stars host hosts house houses span spans top "
    "tops total totals head heads field fields honour honours honor honors book books tour "
    "tours cover covers stage stages feature features centre centres center centers range "
    "ranges fuel fuels fund funds service services start starts count counts line lines mark "
    "marks name names end ends age ages intersect detail details review reviews report "
    "reports welcome".split()
)
"""Nouns that are verbs now and then, too seldom for the counts to say."""


def is_finite(words: Sequence[str], tags: Sequence[str], i: int) -> bool:
    """Whether a word is, or in a damaged sentence may be, a finite verb."""
    tag, word = tags[i], words[i].removeprefix("co-").removeprefix("re-")
    if tag == "VBP" and counts(word) and share(word, *FINITE, "VB") < _OFTEN_ENOUGH:
        return False  # the tagger's guess where a sentence is odd
    if tag in FINITE or tag.endswith(("+VBZ", "+VBP", "+MD")):
        return True
    if tag == "NNP":
        return word in {"said", "says", "told", "added"}  # `Lund Said that`
    if tag == "VBN":
        if i and (tags[i - 1] in {"IN", "PRP$", "CD"} or words[i - 1] in {"the", "a", "an"}):
            return False
        following = words[i + 1] if i + 1 < len(words) else ""
        past = word.endswith("ed") or word in SAME_PAST or share(word, "VBD") > 0.05
        return past and following != "by" and not _helped(words, tags, i)
    if tag == "VB":
        return not _governed(words, tags, i) and not _caused(words, i)
    if tag in {"NN", "NNS", "JJ", "RB", "IN", "RP", "VBG"}:
        return _may_be_finite(words, tags, i)
    return False


def _may_be_finite(words: Sequence[str], tags: Sequence[str], i: int) -> bool:
    """Whether a word that reads as a noun or adjective may be a finite verb where it stands."""
    word, before = words[i].removeprefix("co-"), tags[i - 1] if i else ","
    if share(word, "VBD") > 0.2:
        return True
    if before == "," and (share(word, "VB") > _MAY_BE_VERB or tags[i] == "NNS"):
        return True
    least = 0 if tags[i] in {"NN", "NNS"} else _OFTEN_ENOUGH
    possible = share(word, *FINITE, "VB") > least or not counts(word) or word in SAME_PAST
    if word in HOMOGRAPHS and (word.endswith("s") or before in {"NNS", "NNP", "NNPS", "RB"}):
        possible = True
    if tags[i] == "NNS" and i + 1 < len(words) and words[i + 1] == "that":
        return True
    if tags[i] == "NNS":
        possible = possible or base_form(word) is not None or share(word[:-1], "VB") > 0
    if word.endswith("ed"):
        possible = True
        if i + 1 < len(tags) and tags[i + 1] in {"DT", "PRP", "PRP$"}:
            return True
    return possible and (before in _BEFORE_VERB or words[i - 1] in {"this", "that"})


_BEFORE_VERB = frozenset("NN NNS NNP NNPS RB PRP WDT WP CC VBG -RRB-".split())


def _helped(words: Sequence[str], tags: Sequence[str], i: int) -> bool:
    """Whether an auxiliary stands shortly before a participle, in the same clause."""
    for k in range(i - 1, max(-1, i - 4), -1):
        if tags[k] == ",":
            return False
        if words[k] in HELPERS or "+V" in tags[k]:
            return True
    return False


def _governed(words: Sequence[str], tags: Sequence[str], i: int) -> bool:
    """Whether `to`, a modal or a form of do governs a base form, adverbs and `and` apart."""
    k = i - 1
    while k > 0 and (tags[k] in {"RB", "CC"} or (tags[k] == "VB" and tags[k + 1] == "CC")):
        k -= 1
    return k >= 0 and (tags[k] in {"TO", "MD"} or "+MD" in tags[k] or words[k] in DO_FORMS)


def _caused(words: Sequence[str], i: int) -> bool:
    """Whether a verb that takes a bare infinitive stands some words before: `let the crew go`."""
    return not CAUSING.isdisjoint(words[max(0, i - 5) : i])
