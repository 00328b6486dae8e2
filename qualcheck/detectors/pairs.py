"""Pairs of function words that English never puts together: `the this`, `of for`, `in at`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from qualcheck import lexicon
from qualcheck.check import Hit, detector
from qualcheck.document import Document
from qualcheck.morphology import share

HOUSE_USAGE = 3
"""A pair that a text has this often is its own usage."""
NOUN_SHARE = 0.97
"""Share of a word's uses from which it is nothing but a noun."""

FIXED = frozenset(
    "least most best once first last all order turn effect fact particular general example instance default mistake "
    "hand times accident force means law nature far large length present random risk will about around between within "
    "over under behind beneath beyond above below inside outside".split()
)
"""What makes a phrase of its own with a preposition (`for at least`, `of by far`), after which
another preposition may stand before it; and prepositions that do as adverbs (`in over two hours`).
"""
BORROWED = frozenset("cappella priori posteriori la fortiori deux trois".split())
"""After `a`, from French, Italian or Latin: `the a cappella choir`."""


@cache
def is_noun_only(word: str) -> bool:
    """Whether a word in lower case is practically always a noun: never a verb with a particle."""
    counts = lexicon.tag_counts(word)
    total = sum(counts.values())
    return total >= 3 and counts.get("NN", 0) + counts.get("NNS", 0) >= NOUN_SHARE * total


@cache
def _pairs() -> Mapping[str, Mapping[str, bool]]:
    """Left word → right word → whether the pair is wrong only after a noun."""
    found: dict[str, dict[str, bool]] = defaultdict(dict)
    for pair, where in lexicon.word_pairs():
        left, right = pair.split(" ")
        found[left][right] = where == "noun"
    return found


@detector(
    id="grammar.word-pair",
    category="grammar",
    mqm="linguistic-conventions/grammar/function-words",
    level="warning",
    artefact="C6",
    message="'{match}': these two words never stand together in English.",
    why="One of them is left over from another wording, or a word between them is lost.",
    bad=[
        "The villagers asked for [[the this]] road to be closed at night.",
        "It was the best school [[in on]] the island, and the smallest.",
        "The price [[of from]] bread has risen since spring.",
        "They will vote at [[a the]] general election in May.",
        "The old spread [[of for]] the disease was slow.",
        "The mill was surrounded [[by with]] fields of barley.",
        "The council had [[to for]] rewrite the plan.",
    ],
    good=[
        "He weighed in on the plan for a new road.",
        "She stayed for at least a week.",
        "They finished the march in under two hours.",
        "The choir sang the a cappella part twice.",
        "What it is has never been told.",
        "The house he was in at the time burnt down.",
        "He disposed of to Austria what he got out of to this day, and a by - election was held.",
        "It is what she has been a part of for some years.",
        "They got by with a little help and stood by with torches.",
        "It is referred to in the plan and spoken of by many.",
        "Depths of from 18 to 20 fathoms were found.",
        "He gave up the house, an idea unheard of for years.",
    ],
)  # fmt: skip
def word_pair(document: Document) -> Iterator[Hit]:
    """Two function words side by side that the list knows as never used."""
    tokens, pairs = document.tokens, _pairs()
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for left in pairs.keys() & tokens.places.keys():
        rights, after = pairs[left], tokens.after(left)
        for right in rights.keys() & after.keys():
            for i in after[right]:
                if _is_pair(document, i, after_noun=rights[right]):
                    found[left, right].append(i)
    for left, rights_in_context in _IN_CONTEXT.items():
        after = tokens.after(left)
        for right in rights_in_context & after.keys():
            known = {*found.get((left, right), ())}
            for i in after[right]:
                if i not in known and _in_context(document, i):
                    found[left, right].append(i)
    for places in found.values():
        if len(places) < HOUSE_USAGE:
            yield from (Hit("grammar.word-pair", document.tokens.span(i, i + 1)) for i in places)


def _is_pair(document: Document, i: int, *, after_noun: bool) -> bool:
    """Whether two words stand side by side as plain words, and no fixed phrase begins here."""
    texts, lower = document.tokens.texts, document.tokens.lower
    if not (texts[i].islower() and texts[i + 1].islower()):
        return False
    end = document.tokens.starts[i] + len(texts[i])
    if document.prose[end : document.tokens.starts[i + 1]] != " ":
        return False
    following = lower[i + 2] if i + 2 < len(lower) else ""
    if _is_idiom(lower[i - 1] if i else ".", lower[i], lower[i + 1], following):
        return False
    if following in FIXED and lower[i + 1] not in _DETERMINERS:
        return False
    if lower[i + 1] == "a" and following in BORROWED:
        return False
    return not after_noun or (
        i > 0 and texts[i - 1].islower() and following.isalpha() and _ends_in_noun(document, i)
    )


def _is_idiom(before: str, left: str, right: str, following: str) -> bool:
    """Whether the first word belongs to the one before: `garbage can has`, `kind of on`, `the
    world over for`, `lights on for one second`; or the second names itself: `the by, a delicacy`.
    """
    if left in {"can", "must", "will"} and before not in {"it", "he", "she", "they", "we", "i"}:
        return True
    if left == "of" and before in {"kind", "sort", "part", "out", "instead", "disposed"}:
        return True
    if (before, left) == ("world", "over") or (left, right) == ("in", "with") or following == "-":
        return True
    if (left, right) == ("on", "for") and following in {"one", "two", "a", "several"}:
        return True
    return left in {"the", "a"} and following in {",", ".", ")", "the"}


_DETERMINERS = frozenset("the a an this these its his her their our my your".split())
_BEFORE_NOUN = frozenset("DT JJ JJR JJS PRP$ NN NNS NNP POS CD IN VBG".split())
_OPENS_PHRASE = frozenset("DT PRP$ JJ NN NNS NNP NNPS VBG".split())
_STRANDING = frozenset(
    "that which who whom whose what where how something anything nothing everything one".split()
)
"""Words after which a preposition may be left behind: `what she is part of for years`."""
_LEFT_BEHIND = frozenset("part advantage sight care charge track use hold note".split())
"""Nouns whose `of` may end a clause: `she has been a part of for years`."""
_BOUND = frozenset("of for from with at by".split())
"""Prepositions that seldom are a verb's particle."""
STRANDED_REACH = 9
"""Tokens back to which such a word may stand."""


def _ends_in_noun(document: Document, i: int) -> bool:
    """Whether a noun stands before token `i`: one that is nothing else, or that reads as one
    here, where no clause leaves a preposition behind.
    """
    lower = document.tokens.lower
    if lower[i] == "of" and lower[i - 1] in _LEFT_BEHIND:
        return False
    if is_noun_only(lower[i - 1]):
        return True
    return (
        lower[i] in _BOUND
        and document.tag(i - 1) in {"NN", "NNS"}
        and share(lower[i - 1], "NN", "NNS") >= (NOUN_POSSIBLE if lower[i] == "of" else NOUN_LIKELY)
        and document.tag(i - 2) in _BEFORE_NOUN
        and document.tag(i + 2) in _OPENS_PHRASE
        and _STRANDING.isdisjoint(lower[max(0, i - STRANDED_REACH) : i])
    )


def _in_context(document: Document, i: int) -> bool:
    """Whether `to` or `by` and a preposition stand where they never do: `had to for rewrite`,
    `was led by with songs`.
    """
    lower, texts = document.tokens.lower, document.tokens.texts
    if i == 0 or i + 2 >= len(lower) or not (texts[i].islower() and texts[i + 1].islower()):
        return False
    if document.prose[document.tokens.span(i, i).end : document.tokens.starts[i + 1]] != " ":
        return False
    after = lower[i + 2]
    if lower[i] == "to":
        return share(after, "VB", "VBP") > VERB_LIKELY and texts[i + 2].islower()
    if after in FIXED or _BE.isdisjoint(lower[max(0, i - 4) : i - 1]):
        return False
    return document.tag(i - 1) == "VBN"


_IN_CONTEXT = {
    "to": frozenset({"of", "for", "in", "on", "at", "with"}),
    "by": frozenset({"with", "of", "for"}),
}
"""Words that stand behind these two only where something is wrong, or a clause ends."""


NOUN_LIKELY = 0.6
"""Share of a word's uses as a noun from which it can be one where the tags say so."""
NOUN_POSSIBLE = 0.25
"""The same before `of`, which follows few verbs."""
VERB_LIKELY = 0.5
"""Share of a word's uses as a base form from which it is one."""
_BE = frozenset("is are was were be been being".split())


DETECTORS = (word_pair,)
