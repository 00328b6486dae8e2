"""What stands twice: words, phrases, loops, sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from operator import eq

from qualcheck.check import Hit, detector
from qualcheck.document import Document, Span

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

CLOSED_BY_STOP = frozenset("it her you who had that is was".split())
"""Words that meet themselves only where a clause goes on, so never before a full stop."""

LOOP = 4
"""As often as this in a row, a word is no emphasis and no usage of the text's own."""


@detector(
    id="repetition.word",
    category="repetition",
    mqm=_ADDITION,
    level="error",
    artefact="C1",
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
        "She had had enough.", "He said that that was it.", "They flew to Bora Bora.",
        "It was a very very long day.", "Numbers: 10 10 20.", "The more, the merrier. Merrier still.",
        "What it is is a tax.", "“No no no no no,” he said.", "Jang Jang sang in Pago Pago.",
        "It is a pair of 2000 2000 coins.",
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
            yield Hit("repetition.word", span, ("",), {"word": word})


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
    if doubled[word] >= 3 and word not in NEVER_USAGE:
        return True
    return word in MEETING and texts[last + 1 : last + 2] != [] and texts[last + 1][0].isupper()


def _meets_clause(document: Document, first: int, last: int) -> bool:
    """Whether the subject may be a clause that ends in the same verb: `what it is is a tax`."""
    lower = document.tokens.lower
    sentence = document.sentence_at(document.tokens.starts[first])
    start = sentence.tokens.start if sentence else 0
    following = lower[last + 1 : last + 2] or [""]
    if following[0].endswith(("ing", "ed")):
        return False
    return not CLAUSE_SUBJECTS.isdisjoint(lower[max(start, first - 12) : first])


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
    sentence = document.sentence_at(tokens.starts[token])
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
    id="repetition.phrase",
    category="repetition",
    mqm=_ADDITION,
    level="error",
    artefact="A7",
    message="'{phrase}' is repeated.",
    why="A segment or the text of a link was put in twice, or the engine ran in a loop.",
    bad=[
        ("We read the report[[ read the report]] today.", "We read the report today."),
        ("It fell in the region[[ in the region in the region]] again.", "It fell in the region again."),
        ("It lay empty since 1960[[, since 1960, since 1960]].", "It lay empty since 1960."),
        ("They sang in Tarvos Hall[[ Tarvos Hall Tarvos Hall]].", "They sang in Tarvos Hall."),
    ],
    good=[
        "Again and again and again he called.",
        "She went home, and he went home.",
        "Row by row by row they went.",
        "Ha ha ha ha!",
        "The result was 3-0 3-0 3-1.",
        "She called that it snows, it snows at last.",
        "They flew from New York New York to Walla Walla.",
        "Location, location, location, they say.",
        "“No more, no more,” she cried.",
        "“Hold on, hold on, hold on,” she cried.",
        "It is a list of lists of lists.",
    ],
)  # fmt: skip
def repeated_phrase(document: Document) -> Iterator[Hit]:
    """Two to twelve words that follow themselves at once, however often."""
    tokens, taken = document.tokens, -1
    for first, size in _loops(document):
        if first <= taken:
            continue
        last = _loop_end(tokens.lower, first, size)
        phrase = range(first, first + size)
        if tokens.texts[phrase[-1]] in _JOINTS:
            phrase = phrase[:-1]
        times = (last + 2 - first) // size if len(phrase) < size else (last + 1 - first) // size
        last = first + times * size - 1 - (size - len(phrase))
        if times < 2 or not _is_phrase(document, phrase, first + size, times):
            continue
        span = Span(tokens.span(first, phrase[-1]).end, tokens.span(last, last).end)
        shown = document.text(tokens.span(first, phrase[-1]))
        yield Hit("repetition.phrase", span, ("",), {"phrase": shown})
        taken = last


MOST_WORDS = 12
"""The longest phrase, in tokens, that is looked for."""
_EVERYWHERE = frozenset({"the", "a", ",", ".", "and", '"', "’", "'", "-", "“", "”"})
"""No phrase consists of these alone."""
_JOINTS = frozenset({",", "-", "–", "—", ";"})
"""Marks that may stand between a phrase and itself."""


def _loops(document: Document) -> list[tuple[int, int]]:
    """Where a phrase stands twice in a row: its first token and its size in tokens, a joint
    included; in order, the shortest size first.
    """
    lower = document.tokens.lower
    found: set[tuple[int, int]] = set(_doubled_pairs(lower))
    for here, there in _recurrences(document):
        size = there - here
        first = _loop_start(lower, here, size)
        if lower[first : first + size] == lower[first + size : first + 2 * size]:
            found.add((first, size))
    return sorted(found)


_COMMON = 1 / 150
"""Share of all words from which a word is no use to look for phrases by: `the`, `of`, a comma."""


def _recurrences(document: Document) -> Iterator[tuple[int, int]]:
    """Where a word that isn't everywhere comes again soon, and a neighbour with it."""
    lower = [*document.tokens.lower, ""]
    most = max(len(lower) * _COMMON, 20)
    for places in document.tokens.places.values():
        if not 1 < len(places) <= most:
            continue
        for here, there in zip(places, places[1:], strict=False):
            if 1 < there - here <= MOST_WORDS and (
                lower[here + 1] == lower[there + 1] or lower[here - 1] == lower[there - 1]
            ):
                yield here, there


def _doubled_pairs(lower: list[str]) -> Iterator[tuple[int, int]]:
    """Where two words follow themselves, common ones too: `of the of the`."""
    row = bytes(map(eq, lower, islice(lower, 2, None)))
    at = row.find(b"\1\1")
    while at >= 0:
        if not _EVERYWHERE.issuperset(lower[at : at + 2]):
            yield at, 2
        at = row.find(b"\1\1", at + 2)


def _loop_start(lower: list[str], here: int, size: int) -> int:
    """The first token, at most a phrase before, from which on each equals the one `size` later;
    not a joint.
    """
    least = max(here - size, 0)
    while here > least and lower[here - 1] == lower[here - 1 + size]:
        here -= 1
    return here + 1 if lower[here] in _JOINTS else here


def _loop_end(lower: list[str], first: int, size: int) -> int:
    """The last token of a loop: up to it, each equals the one `size` before."""
    end = first + size
    while end < len(lower) and lower[end] == lower[end - size]:
        end += 1
    return end - 1


FRAMES = frozenset("and by after to over upon or for in on".split())
"""`again and again and again`, `step by step by step`: an idiom, not a loop."""
_INNER_MARKS = frozenset(",-–—$€£%&/'’\"“”.()")


def _is_phrase(document: Document, phrase: range, again: int, times: int) -> bool:
    """Whether words, in the same paragraph, follow themselves: not a list, a verse, emphasis."""
    tokens = document.tokens
    texts = tokens.texts[phrase.start : phrase.stop]
    words = [text for text in texts if text[0].isalnum()]
    joined = again - phrase.start > len(phrase) or "," in texts
    if len(words) < 2 or len(set(map(str.lower, words))) == 1:
        return False
    if texts[0] in _INNER_MARKS and texts[0] not in "$€£":
        return False
    if times < 3 and (joined or not _is_plain(texts)):
        return False  # `it snows, it snows`; `New York New York`; scores
    if joined and times < LOOP and document.in_quotation(tokens.starts[again]):
        return False
    if any(not t[0].isalnum() and t not in _INNER_MARKS for t in texts):
        return False
    if len(texts) == 2 and times < LOOP and _is_frame(texts[0].lower(), texts[1].lower()):
        return False
    span = tokens.span(phrase.start, again + len(phrase) - 1)
    block = document.block_at(span.start)
    return block is not None and block.prose.covers(span)


def _is_frame(left: str, right: str) -> bool:
    """Whether a word stands with one that joins it to itself: `row by row by row`."""
    if left == "of" and right not in _FUNCTION:
        return True  # `a list of lists of lists`
    if left not in FRAMES and right not in FRAMES:
        return False
    return left not in _FUNCTION or right not in _FUNCTION | FRAMES


def _is_plain(texts: list[str]) -> bool:
    """Whether a phrase has a word in lower case, and no marks but hyphens."""
    if not all(t[0].isalpha() or t.isdigit() or t == "-" for t in texts):
        return False
    return any(t.isalpha() and t.islower() for t in texts)


_FUNCTION = frozenset(
    "the a an of in on at to for and or with is was were are by from it that".split()
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
def repeated_sentence(document: Document) -> Iterator[Span]:
    """A sentence of five words or more that stands again within the next two."""
    recent: list[list[str]] = []
    lower = document.tokens.lower
    for sentence in document.sentences:
        words = lower[sentence.tokens.start : sentence.tokens.stop]
        if len(words) >= 6 and words in recent:
            yield sentence.span
        # What ends without a mark is a headline, and the first sentence may say it again.
        recent = [*recent[-1:], words if words and not words[-1][-1].isalnum() else []]


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
    repeated_word, repeated_phrase, repeated_sentence, repeated_characters,
)  # fmt: skip
