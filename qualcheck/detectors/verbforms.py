"""Verb forms that don't go together: `must to go`, `did went`, `has went`, `to went`, `more better`."""

from __future__ import annotations

from collections.abc import Iterator

from qualcheck.check import Hit, detector
from qualcheck.document import Document, Span
from qualcheck.morphology import base_form, is_only, share
from qualcheck.syntax import follows, is_spoken

_GRAMMAR = "linguistic-conventions/grammar"

MODALS = frozenset("can could will would shall should may might must cannot can't couldn't won't wouldn't shouldn't mustn't".split())  # fmt: skip
DO_FORMS = frozenset("did does didn't doesn't don't".split())
HAVE_FORMS = frozenset("have has had having haven't hasn't hadn't".split())
BE_FORMS = frozenset("is are was were be been being isn't aren't wasn't weren't".split())
BETWEEN = frozenset("not also never always still only even already".split())
"""Words that may stand between an auxiliary and its verb."""

PAST_ONLY = frozenset(
    "went began took gave wrote broke chose drove ate fell flew forgot grew knew rode rose sang sank "
    "shook spoke stole swam threw tore woke wore did was were saw".split()
)
"""Past tenses that are no participles."""
NO_BASE = frozenset("went became began took gave knew wrote saw brought thought said told sent made got did had was were has is does goes says makes takes gives comes gets knows".split())  # fmt: skip
"""Common forms that can't be a base form."""

EMPTY_OBJECT = frozenset("what all one best far nothing that which whatever everything anything thing things only how way than as who where".split())  # fmt: skip
"""Words whose clause may end in an auxiliary: `what he did was wrong`, `all you can is wait`."""
_REACH = 9
"""Tokens before an auxiliary in which such a word is looked for."""


@detector(
    id="grammar.verb-form",
    category="grammar",
    mqm=_GRAMMAR,
    level="error",
    artefact="D14",
    message="After '{first}' can't stand '{second}'.",
    why="An auxiliary fixes the form of the verb after it: must go, did go, has gone, is gone, to go.",
    bad=[
        ("The mayor [[must to]] go home.", "The mayor must go home."),
        ("She [[didn't went]] to the mill.", "She didn't go to the mill."),
        ("The crew [[did took]] the boat.", "The crew did take the boat."),
        ("They [[can makes]] it.", "They can make it."),
        "The firm [[has went]] bankrupt.",
        ("He wanted [[to went]] home.", "He wanted to go home."),
        "The mill [[was went]] to ruin.",
        ("They want [[to knowing]] the mill.", "They want to know the mill."),
    ],
    good=[
        "We do what we can to help.",
        "It is a must to see the mill.",
        "What he did was wrong.",
        "The people they talked to were kind.",
        "The page it leads to is old, and the man he spoke to went home.",
        "All that you can is wait.",
        "His will has been read, and free will is rare.",
        "The year to May was wet.",
        "He was broke.",
        "Some of the mills we have are old.",
        "They look forward to building a mill.",
        "What they need to building is wood.",
        "The one I had went missing, and those who had left came back.",
    ],
)  # fmt: skip
def verb_form(document: Document) -> Iterator[Hit]:
    """An auxiliary or `to`, and right after it a form that it can't take."""
    tokens = document.tokens
    for word in (MODALS | DO_FORMS | HAVE_FORMS | BE_FORMS | {"to"}) & tokens.places.keys():
        after = tokens.after(word)
        seconds = (second for second in after if second in BETWEEN or _may_clash(word, second))
        for i in (i for second in seconds for i in after[second]):
            j = _verb_after(document, i)
            if j is None or not _clashes(document, i, j) or _ends_clause(document, i):
                continue
            if all(follows(document, k) for k in range(i, j)):
                first, second = tokens.lower[i], tokens.lower[j]
                fixed = _fixed(document, i, j)
                values = {"first": first, "second": second}
                yield Hit("grammar.verb-form", tokens.span(i, j), fixed, values)


def _verb_after(document: Document, i: int) -> int | None:
    """Index of the word that an auxiliary at `i` governs, if that is in lower case."""
    tokens = document.tokens
    j = i + 1
    if j + 1 < len(tokens) and tokens.lower[j] in BETWEEN and tokens.lower[i] != "to":
        j += 1
    return j if j < len(tokens) and tokens.texts[j][0].islower() else None


def _may_clash(first: str, second: str) -> bool:
    """Whether two words may clash as a first and the form after it; `_clashes` knows more."""
    if first in HAVE_FORMS | BE_FORMS:
        return second in PAST_ONLY
    if second in NO_BASE or (first in MODALS and second == "to"):
        return True
    return is_only(second, *(("VBG",) if first == "to" else ("VBZ", "VBD", "VBN")))


def _clashes(document: Document, i: int, j: int) -> bool:
    """Whether the form at `j` is one that the auxiliary at `i` can't take."""
    first, second = document.tokens.lower[i], document.tokens.lower[j]
    if first in MODALS:
        if second == "to":
            noun = first == "will" and document.tag(i - 1) != "PRP"
            return first != "can" and not noun and _is_modal(document, i)
        return (second in NO_BASE or is_only(second, "VBZ", "VBD", "VBN")) and _is_modal(
            document, i
        )
    if first in DO_FORMS:
        return second in NO_BASE or is_only(second, "VBZ", "VBD")
    if first in HAVE_FORMS:
        return second in PAST_ONLY
    if first in BE_FORMS:
        return second in PAST_ONLY and second != "broke"
    if second in NO_BASE:
        return _wants(document, i) or document.tag(i - 1) not in {"VB", "VBD", "VBN", "VBP", "VBZ"}
    return second.endswith("ing") and _wants(document, i) and is_only(second, "VBG")


def _is_modal(document: Document, i: int) -> bool:
    """Whether `will`, `may`, `can`, `must` is a verb here and not a noun or a month."""
    tokens = document.tokens
    if not i or not tokens.texts[i].islower() or document.tag(i) != "MD":
        return False
    before = {"PRP", "NNS", "NNP", "WDT"}
    if tokens.lower[i] not in {"will", "can", "may", "might"}:
        before |= {"NN", "RB", ","}
    return document.tag(i - 1) in before


WANTING = frozenset(
    "want wants wanted need needs needed try tries tried trying hope hopes hoped decide decides "
    "decided refuse refuses refused manage manages managed fail fails failed promise promised stopped "
    "began started tends tend tended".split()
)


def _wants(document: Document, i: int) -> bool:
    """Whether the verb before `to` takes an infinitive."""
    return i > 0 and document.tokens.lower[i - 1] in WANTING


def _ends_clause(document: Document, i: int) -> bool:
    """Whether the auxiliary may be the last word of its own clause: `what he did was wrong`."""
    tokens = document.tokens
    sentence = document.sentence_with(i)
    first = sentence.tokens.start if sentence else 0
    before = tokens.lower[max(first, i - _REACH) : i]
    if tokens.lower[i] in HAVE_FORMS | BE_FORMS | {"to"} and tokens.lower[i + 1] in {
        "was",
        "were",
        "is",
        "has",
        "had",
        "did",
        "does",
    }:
        return True
    relative = len(before) > 1 and document.tag(i - 1) == "PRP" and document.tag(i - 2)[:2] == "NN"
    return relative or bool(EMPTY_OBJECT.intersection(before)) or is_spoken(document, i)


def _fixed(document: Document, i: int, j: int) -> tuple[str, ...]:
    """The pair with the right form, where that is plain."""
    tokens = document.tokens
    first, second = tokens.lower[i], tokens.lower[j]
    start = tokens.starts[i]
    if second == "to":
        return (document.prose[start : tokens.span(i, i).end],)
    base = base_form(second)
    plain = first in DO_FORMS | MODALS | {"to"} and not (first in MODALS and is_only(second, "VBN"))
    if base is None or not plain:
        return ()
    return (document.prose[start : tokens.starts[j]] + base,)


BEFORE_PARTICIPLE = frozenset("was were been wasn't weren't has had hasn't hadn't".split())
DOING = frozenset("do does did done doing".split())
"""Verbs after whose clause a base form may follow: `all he did was cancel the show`."""


@detector(
    id="grammar.bare-form",
    category="grammar",
    mqm=_GRAMMAR,
    level="suggestion",
    artefact="D14",
    message="'{second}' needs another form after '{first}'.",
    why="Passive and perfect take a participle: was cancelled, has decided. The ending was lost.",
    bad=[
        "The match [[was cancel]] by the club.",
        "The town [[has decide]] to close the mill.",
        "The two men [[had arrive]] at noon.",
    ],
    good=[
        "The match was cancelled by the club.",
        "All he did was cancel the show, and the least they could do was apologise.",
        "What the town has become depends on the mill.",
        "He had let them go, and the mill was put up for sale.",
        "Those who had become rich left.",
        "The answer was deny, deny, deny.",
    ],
)  # fmt: skip
def bare_form(document: Document) -> Iterator[Hit]:
    """A base form that is nothing else right after an auxiliary of a participle."""
    tokens = document.tokens
    for word in BEFORE_PARTICIPLE & tokens.places.keys():
        for i in tokens.places[word]:
            j = _verb_after(document, i)
            if j is None or j + 1 >= len(tokens) or tokens.lower[j + 1] == ",":
                continue
            verb = tokens.lower[j]
            if not is_only(verb, "VB", "VBP") or share(verb, "VB") < _OFTEN_BASE:
                continue
            if _ends_clause(document, i) or not DOING.isdisjoint(
                tokens.lower[max(0, i - _REACH) : i]
            ):
                continue
            if all(follows(document, k) for k in range(i, j)):
                values = {"first": word, "second": verb}
                yield Hit("grammar.bare-form", tokens.span(i, j), (), values)


_OFTEN_BASE = 0.3
"""Share of base forms under which a word that is only VBP is the tagger's mistake."""

COMPARATIVES = frozenset(
    "better worse easier harder bigger larger smaller higher lower faster slower stronger weaker "
    "longer shorter older younger cheaper richer poorer safer wider deeper greater "
    "simpler happier heavier lighter closer nearer louder quieter warmer colder".split()
)
SUPERLATIVES = frozenset(
    "best worst easiest hardest biggest largest smallest highest lowest fastest slowest strongest "
    "weakest longest shortest oldest youngest cheapest richest poorest safest widest deepest "
    "earliest latest greatest simplest happiest heaviest lightest closest nearest".split()
)


@detector(
    id="grammar.double-comparative",
    category="grammar",
    mqm=_GRAMMAR,
    level="error",
    artefact="D3",
    message="'{match}' compares twice.",
    why="An adjective is compared by its ending or by more and most, not by both.",
    bad=[
        ("The new road is [[more better]] than the old one.", "The new road is better than the old one."),
        ("It is the [[most biggest]] mill in the valley.", "It is the biggest mill in the valley."),
    ],
    good=[
        "It should help more older people to stay.",
        "They want more, better and faster trains.",
        "There were more later on.",
        "No more better days came.",
        "He knows more best sellers than she does.",
    ],
)  # fmt: skip
def double_comparative(document: Document) -> Iterator[Hit]:
    """`more` or `most` before a form that is compared already."""
    tokens = document.tokens
    for word, forms in (("more", COMPARATIVES), ("most", SUPERLATIVES)):
        for i in tokens.places.get(word, ()):
            if i + 2 >= len(tokens) or tokens.texts[i + 1] not in forms or not follows(document, i):
                continue
            if word == "more" and (
                _precedes_noun(document, i + 2) or tokens.lower[i + 2] in {"on", "in"}
            ):
                continue
            span = Span(tokens.starts[i], tokens.span(i + 1, i + 1).end)
            if not is_spoken(document, i):
                yield Hit("grammar.double-comparative", span, (tokens.texts[i + 1],))


def _precedes_noun(document: Document, i: int) -> bool:
    """Whether a noun phrase goes on here: `more older people`."""
    return document.tag(i) in {"NN", "NNS", "JJ", "NNP", "VBG", "VBN", "CC"}


DETECTORS = (verb_form, bare_form, double_comparative)
