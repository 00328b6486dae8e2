"""Words of the wrong class: `the decide was made`, `a severely problem`, `they want to decision`."""

from __future__ import annotations

from collections.abc import Iterator

from qualcheck.check import detector
from qualcheck.document import Document, Span
from qualcheck.morphology import is_only, share
from qualcheck.syntax import follows, is_spoken

DETERMINERS = frozenset("the a an its their our my his".split())
NOUN_ENDINGS = ("tion", "sion", "ment", "ance", "ence", "ness", "ity", "ism", "ship", "dom")
ADJECTIVE_ENDINGS = ("ical", "ous", "ful", "less", "ish")
DENIALS = frozenset("not don't doesn't didn't".split())
MODALS = frozenset("can could will would should must might".split())
HAVE_FORMS = frozenset("has have had".split())
WILLING = frozenset("want wants wanted able unable decided tried".split())
"""Words after which `to` takes a verb."""

VERBS_ONLY = frozenset(
    "decide occur become contain improve consider require achieve announce agree allow explain "
    "receive believe govern exist describe determine depend appear arrive marry grow inform introduce "
    "operate perform protect prove reduce replace respond succeed suggest "
    "survive destroy discover accept accuse apply argue arrange attend avoid behave choose "
    "compare complain conclude confirm connect continue defend define demonstrate "
    "deny encourage establish evaluate examine expand explore fail fulfil "
    "imagine imply include inspect interpret investigate justify maintain manage negotiate obtain "
    "organise organize participate perceive persuade prepare prevent propose pursue realise realize "
    "recognise recognize recommend recover reject remember remind represent resist restrict "
    "specify threaten translate vary".split()
)
"""Verbs whose noun has another form; the rest can stand after an article somewhere."""
ODD_NOUNS = frozenset(
    "niche custom brand patent level content instance glance chance balance station position "
    "condition caution question mention function ration partition petition commission auction "
    "transition".split()
)
"""Nouns that stand like adjectives, or are verbs after all."""
LIKE_ADJECTIVES = frozenset(
    "beastly only early daily weekly monthly yearly likely friendly lovely family costly deadly "
    "elderly orderly quarterly kindly fatherly motherly portly stately surly lively ghastly".split()
)


@detector(
    id="grammar.word-class",
    category="grammar",
    mqm="linguistic-conventions/grammar",
    level="warning",
    artefact="D12",
    message="'{match}' puts a word where one of another class belongs.",
    why="The stem is right and the ending isn't: decide for decision, severely for severe.",
    bad=[
        "On Monday [[the decide]] was made.",
        "It was [[a severely problem]] for the town.",
        "They [[want to decision]] it in May.",
        "It [[doesn't indication]] a change.",
        "The town has [[a historical of]] wars.",
        "She [[can assistance]] the crew.",
        "The crew [[had winning the]] cup.",
        "It was [[a very success]] year for the town.",
    ],
    good=[
        "He is always on the go in the see of Riga.",
        "It was a beastly thing, and an only child.",
        "Why should government pay, and would immigration help?",
        "A newly married couple left.",
        "It did not mention or question a thing.",
        "It is as fine a musical as any, a few of us said.",
        "They had winning numbers.",
        "It was a very fun day, the very beginning, a very model of a mill.",
        "She will question the plan and mention it.",
        "He was going to university, and wanted to, too.",
    ],
)  # fmt: skip
def word_class(document: Document) -> Iterator[Span]:
    """A verb or adverb after a determiner, a noun after an auxiliary or `to`."""
    tokens = document.tokens
    for word in DETERMINERS & tokens.places.keys():
        after = tokens.after(word)
        odd = (following for following in after if _may_be_odd(word, following))
        for i in (i for following in odd for i in after[following]):
            if i + 2 < len(tokens) and tokens.texts[i] != "A":
                last = _after_determiner(document, i)
                if last and not _is_named(document, i + 1):
                    yield tokens.span(i, last)
    for word in (MODALS | HAVE_FORMS) & tokens.places.keys():
        for i in tokens.places[word]:
            if i and i + 2 < len(tokens):
                last = _after_auxiliary(document, i, word)
                if last:
                    yield tokens.span(i, last)
    for i in tokens.places.get("very", ()):
        if _is_noun_as_adjective(document, i):
            yield tokens.span(i - 1, i + 1)
    for word in DENIALS & tokens.places.keys():
        for i in tokens.places[word]:
            if i and i + 2 < len(tokens) and _is_noun(tokens.texts[i + 1]):
                helped = word != "not" or tokens.lower[i - 1] in {"do", "does", "did"}
                if helped and follows(document, i) and document.tag(i - 1) not in {"IN", "."}:
                    yield tokens.span(i, i + 1)
    for i in tokens.places.get("to", ()):
        waits = i > 0 and i + 1 < len(tokens) and tokens.lower[i - 1] in WILLING
        if waits and _is_noun(tokens.texts[i + 1]) and follows(document, i):
            yield tokens.span(i - 1, i + 1)


def _is_named(document: Document, i: int) -> bool:
    """Whether a word is a name of programmers: `an allow list`, `a manage .py file`."""
    return not document.is_loose(i) or document.tokens.texts[i + 1] in {"list", "/", "."}


def _is_noun(word: str) -> bool:
    """Whether a word is a noun by its ending, and never a verb."""
    return word.endswith(NOUN_ENDINGS) and word not in ODD_NOUNS and is_only(word, "NN")


def _is_noun_as_adjective(document: Document, i: int) -> bool:
    """Whether `a very` (token `i`) and two nouns stand here: the first should be an adjective."""
    tokens = document.tokens
    if not 0 < i < len(tokens) - 2 or tokens.lower[i - 1] not in {"a", "an"}:
        return False
    word, following = tokens.texts[i + 1], tokens.texts[i + 2]
    nouns = share(word, "NN") > _MOSTLY and share(following, "NN", "NNS") > _MOSTLY
    return nouns and share(word, "JJ") == 0 and follows(document, i) and follows(document, i + 1)


_MOSTLY = 0.85
"""Share of uses as a noun from which a word is none of an adjective."""


def _may_be_odd(determiner: str, word: str) -> bool:
    """Whether a word may be wrong after a determiner; `_after_determiner` knows more."""
    adjective = determiner in {"a", "an"} and word.endswith(ADJECTIVE_ENDINGS)
    return adjective or word.endswith("ly") or word in VERBS_ONLY


def _after_determiner(document: Document, i: int) -> int | None:
    """Index of the last of the words after a determiner that can't follow it."""
    tokens = document.tokens
    word, following = tokens.texts[i + 1], tokens.texts[i + 2]
    if word.endswith("ly"):
        adverb = word not in LIKE_ADJECTIVES and is_only(word, "RB")
        noun = adverb and (is_only(following, "NN") or is_only(following, "NNS"))
        noun = noun and following.islower() and following not in ODD_NOUNS
        after = document.tokens.lower[i + 3 : i + 4] or ["."]
        noun = noun and after[0] != "-" and not after[0].endswith(("ing", "ed"))
        return i + 2 if noun and follows(document, i) and follows(document, i + 1) else None
    if tokens.lower[i] in {"a", "an"} and following in {"of", "was", "has"}:
        wrong = word.endswith(ADJECTIVE_ENDINGS) and is_only(word, "JJ") and word != "musical"
        joined = follows(document, i) and follows(document, i + 1)
        return i + 2 if wrong and joined else None
    wrong = word in VERBS_ONLY and follows(document, i) and not is_spoken(document, i)
    return i + 1 if wrong else None


def _after_auxiliary(document: Document, i: int, word: str) -> int | None:
    """Index of the last of the words after an auxiliary that can't follow it."""
    tokens = document.tokens
    second = tokens.texts[i + 1]
    if word in MODALS:
        wrong = _is_noun(second) and follows(document, i)
        return i + 1 if wrong and document.tag(i - 1) == "PRP" else None
    wrong = (
        tokens.texts[i] == word
        and second.endswith("ing")
        and tokens.texts[i + 2] in {"the", "a", "an"}
    )
    return i + 2 if wrong and is_only(second, "VBG") and follows(document, i) else None


DETECTORS = (word_class,)
