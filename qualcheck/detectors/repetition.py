"""What stands twice: words, phrases, loops, sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from operator import eq

from qualcheck.check import Hit, detector, told_once
from qualcheck.document import Document, Sentence, Span
from qualcheck.morphology import share

_ADDITION = "accuracy/addition"

SOUNDS = frozenset(
    "no bye ha hey blah yes la da ho hi he tick ding beep boo bang knock tut chop hush oh ah yeah "
    "cha choo pom poo pee tsk woof go walkie din bla dum tap rah wah na nah doo sha boom yo".split()
)
"""Words that are said over and over, or stand for sounds."""

ALLOWED_TWICE = SOUNDS | frozenset(
    "had that very so far long many much more really too again now there never please well do her "
    "you who it big old little deep high round up out over wait run ever back night same million "
    "what plus".split()
)
"""Words that edited English does write twice: for emphasis (`very very`), or where two clauses
meet (`had had`, `that that`)."""

MEETING = frozenset("in on up out off over through by to for".split())
"""Particle and preposition can meet (`logged in in May`): said more softly."""

BE = frozenset({"is", "was"})
"""Verbs that meet themselves where a clause is the subject: `what it is is a tax`."""

CLAUSE_SUBJECTS = frozenset(
    "what who where how why all than whatever whoever wherever thing things problem point "
    "question truth trouble issue reason".split()
)
"""Words of a clause that can be a subject, and nouns after which speech doubles the verb."""

RELATIVES = frozenset("who whoever what whatever".split())
_RELATIVE_REACH = 6
"""Words before a verb among which the one that opens its clause is looked for."""
VERB_TAGS = ("VB", "VBD", "VBP", "VBZ", "MD")

NEVER_USAGE = frozenset(
    "the a an of and or to at with from but is was are were be been has have as its their his my "
    "our your this these those if because than which we they he she i".split()
)
"""Function words that no writer doubles, however often the text does."""

REDUPLICATED = frozenset(
    "agar baden bora boutros boing cargo corona duran galore humbert jar kumar major mau pago phi "
    "sirhan sing talk turn villar wagga walla ylang zsa tuk yada pompom girls boing roa chop "
    "homo gorilla bison rattus vulpes meles lutra pica buteo giraffa alces naja mimi toto "
    "hubba bling yoyo caracal puffinus francolinus bella woy curl mooney puka tawi cocos dong "
    "lang ling ping ming bao tai yang ying yuan fei lai tan mei hong xing boca kota".split()
)
"""Names and terms that consist of a word said twice; Latin names of species among them."""

CLOSED_BY_STOP = frozenset("it her you who that is was".split())
"""Words that meet themselves only where a clause goes on, so never before a full stop."""

LOOP = 4
"""As often as this in a row, a word is no emphasis and no usage of the text's own."""


@detector(
    id="repetition.word",
    category="repetition",
    mqm=_ADDITION,
    level="warning",
    artefact="C1",
    safe_fix=True,
    message="'{word}' stands twice.",
    why="A repeated word is what stitching of segments leaves behind.",
    bad=[
        ("Paris in the[[ the]] spring.", "Paris in the spring."),
        ("The crisis[[ crisis]] goes on.", "The crisis goes on."),
        ("The valley is[[ is]] short of water.", "The valley is short of water."),
        ("They have gone too far[[ far far far]].", "They have gone too far."),
        ("The clerk came from Tarvos[[ Tarvos]].", "The clerk came from Tarvos."),
        ("Some 14,350[[ 14,350]] people left.", "Some 14,350 people left."),
        (
            "All of[[ of]] it, most of[[ of]] it and half of[[ of]] it was lost.",
            "All of it, most of it and half of it was lost.",
        ),
    ],
    good=[
        "She had had enough.", "She knew more than he had had.", "He said that that was it.", "They flew to Bora Bora.",
        "It was a very very long day.", "Numbers: 10 10 20.", "The more, the merrier. Merrier still.",
        "What it is is a tax.", "“No no no no no,” he said.", "Jang Jang sang in Pago Pago.",
        "It is a pair of 2000 2000 coins.", "Those who can can; the people who lived lived well.",
        "What he did did harm, and the one who knows knows.",
    ],
)  # fmt: skip
def repeated_word(document: Document) -> Iterator[Hit]:
    """The same word again, with only a blank between, unless a name or a known pair."""
    lower, tokens = document.tokens.lower, document.tokens
    runs = list(_runs(lower))
    doubled = Counter(lower[first] for first, _ in runs)
    for first, last in runs:
        word = lower[first]
        if not _only_blanks(document, first, last):
            continue
        if last - first + 1 >= LOOP:
            usual = word in SOUNDS or not word[0].isalnum() or len(word) < 2
        elif word[0].isdigit():
            usual = not _is_doubled_number(document, first, last)
        elif not word[0].isalpha() or word in ALLOWED_TWICE:
            usual = not (word in CLOSED_BY_STOP and _before_stop(document, last))
        elif tokens.texts[last][0].isupper():
            usual = not _is_doubled_name(document, first, last)
        else:
            usual = _is_usual(document, first, last, doubled)
        if not usual:
            start = tokens.span(first, first).end
            span = Span(start, tokens.span(last, last).end)
            sure = _is_plain(document, first, last) and not _follows_verb(document, first)
            yield Hit("repetition.word", span, ("",), {"word": word}, sure=sure)


def _is_plain(document: Document, first: int, last: int) -> bool:
    """Whether one of two is sure to go: a word in lower case, or with the sentence's capital, and
    none that can meet itself.
    """
    opening, *others = document.tokens.texts[first : last + 1]
    word = opening.lower() if opening.lower() in NEVER_USAGE else opening
    return others == [word] and word.islower() and word.isalpha() and word not in ALLOWED_TWICE


def _follows_verb(document: Document, first: int) -> bool:
    """Whether the two may be a verb's particle and a preposition: `it went on on time`."""
    before = document.tokens.lower[max(0, first - 1) : first]
    return document.tokens.lower[first] in MEETING and any(map(_is_verb, before))


def _is_verb(word: str) -> bool:
    return share(word, *VERB_TAGS) > 0.5


def _runs(lower: list[str]) -> Iterator[tuple[int, int]]:
    """Where a token follows itself: the first and the last token of each such run."""
    row = bytes(map(eq, lower, islice(lower, 1, None)))
    at = row.find(1)
    while at >= 0:
        end = row.find(0, at)
        end = len(row) if end < 0 else end
        yield at, end
        at = row.find(1, end)


def _only_blanks(document: Document, first: int, last: int) -> bool:
    """Whether nothing but blanks stands between the tokens, and no new paragraph starts."""
    tokens = document.tokens
    for i in range(first, last):
        gap = document.prose[tokens.span(i, i).end : tokens.starts[i + 1]]
        if not gap.isspace() or gap.count("\n") > 1:
            return False
    return True


def _is_usual(document: Document, first: int, last: int, doubled: Counter[str]) -> bool:
    """Whether the text doubles this word elsewhere too (its own usage, or verse), two clauses
    meet, or particle and preposition do before a name.
    """
    lower, texts = document.tokens.lower, document.tokens.texts
    word = lower[first]
    if word in BE and not _before_stop(document, last):
        return _meets_clause(document, first, last)
    if word not in NEVER_USAGE and _is_verb(word) and _ends_relative(document, first):
        return True
    if doubled[word] >= 3 and word not in NEVER_USAGE:
        return True
    return word in MEETING and texts[last + 1 : last + 2] != [] and texts[last + 1][0].isupper()


def _meets_clause(document: Document, first: int, last: int) -> bool:
    """Whether the subject may be a clause that ends in the same verb: `what it is is a tax`."""
    lower = document.tokens.lower
    sentence = document.sentence_with(first)
    start = sentence.tokens.start if sentence else 0
    following = lower[last + 1 : last + 2] or [""]
    if following[0].endswith(("ing", "ed")):
        return False
    return not CLAUSE_SUBJECTS.isdisjoint(lower[max(start, first - 12) : first])


def _ends_relative(document: Document, first: int) -> bool:
    """Whether a clause with `who` or `what` may end here: `those who stay stay warm`."""
    before = document.tokens.lower[max(0, first - _RELATIVE_REACH) : first]
    marks = [i for i, word in enumerate(before) if not word[0].isalnum()]
    return not RELATIVES.isdisjoint(before[marks[-1] + 1 if marks else 0 :])


def _is_doubled_number(document: Document, first: int, last: int) -> bool:
    """Whether a number of four digits or more stands twice, and in no row of numbers."""
    texts = document.tokens.texts
    around = [*texts[max(0, first - 1) : first], *texts[last + 1 : last + 2]]
    if any(t[0].isdigit() for t in around) or sum(map(str.isdigit, texts[first])) < 4:
        return False
    return "," in texts[first] or _before_stop(document, last)


def _before_stop(document: Document, token: int) -> bool:
    """Whether a full stop ends the sentence right after a token."""
    tokens = document.tokens
    sentence = document.sentence_with(token)
    return (
        tokens.lower[token + 1 : token + 2] == ["."]
        and sentence is not None
        and token + 2 >= sentence.tokens.stop
    )


_LONG_NAME = 6
"""Letters from which a name that consists of a word said twice is hardly thinkable."""


def _is_doubled_name(document: Document, first: int, last: int) -> bool:
    """Whether a capitalised word stands twice by mistake: the text has it alone as well, or it
    is long and ends its sentence. `Bora Bora`, `Ni Ni` are names.
    """
    tokens = document.tokens
    word = tokens.lower[first]
    if tokens.texts[first] != tokens.texts[last] or word in REDUPLICATED or len(word) < 3:
        return False
    if document.in_quotation(tokens.starts[first]) and last - first > 1:
        return False
    alone = len(tokens.places[word]) - (last - first + 1)
    if alone >= 2:
        return True
    governed = first > 0 and tokens.lower[first - 1] in {"in", "of", "from", "the"}
    return _before_stop(document, last) and (
        len(word) >= _LONG_NAME or governed or tokens.texts[first].isupper()
    )


@detector(
    id="repetition.sentence",
    category="repetition",
    mqm=_ADDITION,
    level="warning",
    artefact="C3",
    message="This sentence has been said already, just before.",
    why="A segment was translated twice, or two versions were merged.",
    bad=["The mayor left the hall at noon. [[The mayor left the hall at noon.]] Nobody followed."],
    good=[
        "He left. He left.",
        "The mayor left the hall. The mayor left the hall at noon.",
        "Mayor leaves the hall at noon\n\nMayor leaves the hall at noon.",
    ],
)  # fmt: skip
def repeated_sentence(document: Document) -> Iterator[Hit]:
    """A sentence of five words or more that stands again within the next two."""
    lower = document.tokens.lower
    recent: list[Sentence | None] = []
    for sentence in document.sentences:
        size = len(sentence.tokens)
        alike = [other for other in recent if other and len(other.tokens) == size]
        if alike and size >= 6:
            words = document.words(sentence)
            before = [other.span for other in alike if document.words(other) == words]
            if before:
                yield told_once("repetition.sentence", [sentence.span], against=before)
        # What ends without a mark is a headline, and the first sentence may say it again.
        is_said = size > 0 and not lower[sentence.tokens[-1]][-1].isalnum()
        recent = [*recent[-1:], sentence if is_said else None]


@detector(
    id="repetition.characters",
    category="repetition",
    mqm="linguistic-conventions/unintelligible",
    level="warning",
    artefact="C4",
    message="'{shown}' runs on.",
    why="The same character many times over is a fault of the engine or of the keyboard.",
    bad=["The price was [[aaaaaaaaaa]] and rising.", "It cost [[0000000000]] euros."],
    good=["He waited ...", "It grew to 1000000 people.", "Hmmm, that is a thought.", "Chapter 1 ........ 12", "“Noooooooo!” he cried."],
)  # fmt: skip
def repeated_characters(document: Document) -> Iterator[Hit]:
    """A letter seven times or more in a row, a digit ten times."""
    pattern = re.compile(r"([^\W\d_])\1{6,}|^(\d)\2{9,}$")
    for word, places in document.tokens.places.items():
        match = pattern.search(word) if len(word) > 6 else None
        if match is None:
            continue
        shown = match.group()[:12] + ("…" if len(match.group()) > 12 else "")
        for i in places:
            start = document.tokens.starts[i] + match.start()
            if not document.in_quotation(start):  # `Noooooooo!`
                span = Span(start, start + len(match.group()))
                yield Hit("repetition.characters", span, (), {"shown": shown})


DETECTORS = (
    repeated_word, repeated_sentence, repeated_characters,
)  # fmt: skip
