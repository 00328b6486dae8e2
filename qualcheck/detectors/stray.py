"""Marks inside a sentence where none can stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from qualcheck import lexicon
from qualcheck.check import Hit, detector
from qualcheck.document import Block, Document, Span
from qualcheck.patterns import lazy
from qualcheck.syntax import GOES_ON

_PUNCTUATION = "linguistic-conventions/punctuation"

DETERMINERS = frozenset("the an their its our your my every whose".split())
"""Words after which a noun must come: not even a comma or colon can stand between."""
STRANDED = frozenset(
    "of on at by for with from to is are was were has have had will would been be".split()
)
"""Words that may end a clause, but not where the next word shows that it goes on."""
ASIDES = frozenset("er uh um erm say well and or if albeit like more not in as dare about".split())
"""Words that can open an aside right after an article: `the, er, other side`."""


@detector(
    id="punctuation.inside-sentence",
    category="punctuation",
    mqm=_PUNCTUATION,
    level="warning",
    artefact="A2",
    message="No '{mark}' can stand after '{word}' here: the sentence goes on.",
    why="A stray mark was left inside the sentence, or a word was lost before it.",
    bad=[
        ("They closed the[[.]] bridge in May.", "They closed the bridge in May."),
        ("The council and[[;]] mayor agreed.", "The council and mayor agreed."),
        ("It is one of the[[:]] oldest towns here.", "It is one of the oldest towns here."),
        ("Talks were held by[[?]] the mayor of the town.", "Talks were held by the mayor of the town."),
        ("They pulled the old boat[[!]] across the ice.", "They pulled the old boat across the ice."),
    ],
    good=[
        "He came for the, er, other side of it.",
        "A list may hold: a. the name, b. the date.",
        "The firm, a.k.a. the bank, left.",
        "He was, and is, the mayor of the town.",
        "“What for?” he asked.",
        "Is it a house? or a barn? or what?",
        "Who did it come from? he asked.",
        "The pop group Wham! is back with a song.",
        "They are what they are; nobody minds.",
        "The pipe is 10 in. wide and 3 ft. long.",
    ],
)  # fmt: skip
def inside_sentence(document: Document) -> Iterator[Hit]:
    """A stop, semicolon, question or exclamation mark before a word in lower case."""
    lower, texts = document.tokens.lower, document.tokens.texts
    for mark in (".", ";", "?", "!", ":", ","):
        for i in document.tokens.places.get(mark, ()):
            word = lower[i - 1] if i else ""
            if mark in ",:":
                wrong = word in DETERMINERS
            else:
                wrong = word in GOES_ON or (mark != ";" and word in STRANDED)
            if not (wrong or mark in "?!") or not _goes_on(document, i):
                continue
            if wrong and mark not in "?!":
                wrong = lower[i + 1] not in ASIDES and texts[i - 1].islower()
            else:
                wrong = _is_no_question(document, i)
            if wrong:
                values = {"mark": mark, "word": texts[i - 1]}
                span = document.tokens.span(i, i)
                yield Hit("punctuation.inside-sentence", span, ("",), values)


def _goes_on(document: Document, mark: int) -> bool:
    """Whether a mark stands right behind one English word, and a blank and another follow."""
    tokens = document.tokens
    if mark + 1 >= len(tokens) or tokens.starts[mark] != tokens.span(mark - 1, mark - 1).end:
        return False
    after, gap = tokens.texts[mark + 1], tokens.starts[mark + 1] - tokens.starts[mark]
    if gap != 2 or document.prose[tokens.starts[mark] + 1] not in " \N{NO-BREAK SPACE}":
        return False
    before = tokens.texts[mark - 1]
    follows_mark = mark > 1 and tokens.texts[mark - 2] in {".", ":", "(", "not"}
    return after.islower() and after.isalpha() and before.isalpha() and not follows_mark


def _is_no_question(document: Document, mark: int) -> bool:
    """Whether a `?` or `!` before a word in lower case ends no question and belongs to no name."""
    tokens = document.tokens
    start = tokens.starts[mark]
    if document.in_quotation(start) or not tokens.texts[mark - 1].islower():
        return False
    block = document.block_at(start)
    if block is None or document.prose.rfind("\n", block.prose.start, start) >= 0:
        return False  # verse
    around = document.prose[max(block.prose.start, start - 160) : start + 160]
    if sum(map(around.count, "?!")) > 1 or tokens.lower[mark + 1] in _SAYING:
        return False
    clause = document.prose[block.prose.start : start].rpartition(". ")[2].split()
    words = {re.split("['’]", word.lower().strip("“\"'‘’,"))[0] for word in clause}
    titled = any(word[0].isupper() and word.lower() in _ASKING for word in clause)
    asked = clause[:1] and clause[0].lower().strip("“\"'‘") in _ASKING
    return len(clause) > 2 and not (titled or asked or words & _QUESTION_WORDS)


_QUESTION_WORDS = frozenset("who what why how where whom does do did thank alas oh ah lo".split())
_SAYING = frozenset("he she they i we it said asked says cried asks thought".split())
_ASKING = frozenset(
    "who what when where why how which whose whom is are was were do does did has have had can "
    "could will would shall should may might must alas oh ah".split()
)


@detector(
    id="punctuation.stray-sign",
    category="punctuation",
    mqm=_PUNCTUATION,
    level="error",
    artefact="A2",
    message="A stray '{mark}' stands behind '{word}'.",
    why="The sign is no mark of English; it comes from a form, a keyboard or markup.",
    bad=[
        ("If you[[_]] can, come at noon.", "If you can, come at noon."),
        ("The mayor[[^]] told the council so.", "The mayor told the council so."),
        ("It rained on Friday,[[-]] he said.", "It rained on Friday, he said."),
        ("They came early,[[;]] but left late.", "They came early, but left late."),
    ],
    good=[
        "The word _very_ is in italics.",
        "See the file my_name_ here, or ~/notes.",
        "Disney+ and Sky+ are sold here, it says*",
        "Mail info@ exampleorg for more.",
        "The set {a, b} has two parts.",
    ],
    known_misses=["The mayor: told the council so."],
)  # fmt: skip
def stray_sign(document: Document) -> Iterator[Hit]:
    """`_ ~ ^ @ |` behind a word, or a second mark behind a comma."""
    for at in _signs(document):
        match = re.compile(_STRAY_SIGN).match(document.prose, at)
        if not match or _has_opener(document, match.group(), at) or document.is_verbatim(at):
            continue
        word = document.tokens[document.tokens.at(max(at - 1, 0))].text
        values = {"mark": match.group(), "word": word}
        yield Hit("punctuation.stray-sign", Span(*match.span()), ("",), values)


def _signs(document: Document) -> list[int]:
    """Where a stray sign may stand: at one of these signs, and at a mark behind a comma."""
    prose, starts = document.prose, document.tokens.starts
    behind = (starts[i] + 1 for i in document.tokens.places.get(",", ()))
    marks = {at for at in behind if prose[at : at + 1] in {"-", ":", ";", "!", "?"}}
    return sorted(marks.union(document.offsets("_~^@|")))


_STRAY_SIGN = r"[_~^@|](?<=[^\W_].)(?=\s)|[-:;!?_~^@](?<=,.)(?<=[^\W_],.)(?=\s)"


def _has_opener(document: Document, mark: str, at: int) -> bool:
    """Whether the same sign stands before in the paragraph: markup, a table, code."""
    block = document.block_at(at)
    start = block.prose.start if block else 0
    inside = document.prose[start : at - 1]
    if mark in "-:;!?":
        return False
    following = document.prose[at + 1 : at + 24].split()
    addressed = mark == "@" and bool(following) and not lexicon.is_english(following[0])
    return mark in inside or addressed or "_" in document.prose[at - 8 : at] or mark == "|"


@detector(
    id="punctuation.hanging-hyphen",
    category="punctuation",
    mqm=_PUNCTUATION,
    level="warning",
    artefact="A6",
    message="A hyphen hangs behind '{word}'.",
    why="A stray hyphen, or a blank inside a compound.",
    bad=[
        ("The cup[[-]] is his.", "The cup is his."),
        ("The long[[-]] lost sister came.", "The long lost sister came."),
        ("He got a[[-]] job at the mill.", "He got a job at the mill."),
    ],
    good=[
        "The first- and second-floor rooms.",
        "Two-, three- or four-year terms.",
        "Inter- as well as intra-city trains.",
        "He left - she stayed.",
        "The pre-, mid- and post-war years.",
        "Micro- (but not macro-) plastics.",
    ],
)  # fmt: skip
def hanging_hyphen(document: Document) -> Iterator[Hit]:
    """A hyphen right behind a word, with a blank and a word in lower case after it."""
    tokens = document.tokens
    for i in tokens.places.get("-", ()):
        if not 0 < i < len(tokens) - 1 or tokens.starts[i] != tokens.span(i - 1, i - 1).end:
            continue
        before, after = tokens.texts[i - 1], tokens.texts[i + 1]
        gap = document.prose[tokens.starts[i] + 1 : tokens.starts[i + 1]]
        if gap != " " or not after.isalpha() or after in _SHARERS or not before.isalpha():
            continue
        if (len(before) < 2 and not _is_article(document, i - 1)) or document.in_quotation(
            tokens.starts[i]
        ):
            continue
        if not before.islower() or not lexicon.is_english(before) or after[0].isupper():
            continue
        shared = tokens.lower[i + 1 : i + 5]
        if not _SHARERS.isdisjoint(shared) and "-" in "".join(shared):
            continue
        yield Hit("punctuation.hanging-hyphen", tokens.span(i, i), ("",), {"word": before})


def _is_article(document: Document, token: int) -> bool:
    """Whether a token is the word `a`, amid words, before a noun or an adjective."""
    before, after = document.tokens.texts[token - 1], document.tag(token + 2)
    return document.tokens.texts[token] == "a" and before.islower() and after in {"NN", "JJ"}


_SHARERS = frozenset("and or to und nor but versus vs through as rather plus than oder".split())
"""Words between two compounds that share their second part."""


@detector(
    id="punctuation.stray-apostrophe",
    category="punctuation",
    mqm=_PUNCTUATION,
    level="warning",
    artefact="A2",
    message="The mark behind '{word}' closes nothing and shortens nothing.",
    why="A stray mark, or one of a pair of quotation marks whose partner was lost.",
    bad=[
        ("The chief[[']] engineer left the hall.", "The chief engineer left the hall."),
        ("They were[[']] told to wait.", "They were told to wait."),
        ("She is familiar with[[']] old boats.", "She is familiar with old boats."),
        ("The head of the company[[']] Lund Mills said so.", "The head of the company Lund Mills said so."),
    ],
    good=[
        "The boys' boat was lost.",
        "A 'no more war' banner hung there.",
        "He was goin' home with an ol' friend.",
        "He said 'we stay' and left.",
        "Max' house and the princess' house.",
    ],
)  # fmt: skip
def stray_apostrophe(document: Document) -> Iterator[Hit]:
    """An apostrophe behind a word in lower case that can't be a possessive, before a blank."""
    first_mark = cache(lambda block: _first_single_mark(document, block))
    pattern = lazy(r"['’](?<=[a-rt-wy].)(?= [A-Za-z]{2})")
    for at in document.offsets("'’"):
        if not pattern.match(document.prose, at):
            continue
        token = document.tokens.at(at - 1)
        word = document.tokens.texts[token].rstrip("'’")
        if not word.islower() or (word not in _WHOLE and _may_be_cut(word)):
            continue
        block = document.block_at(at)
        if block is None or first_mark(block) < at or not word.isalpha():
            continue
        if lexicon.is_english(word) and not document.in_quotation(at):
            yield Hit("punctuation.stray-apostrophe", Span(at, at + 1), ("",), {"word": word})


def _first_single_mark(document: Document, block: Block) -> int:
    """Prose offset of the first single mark that may open in a block; its end where none does."""
    mark = re.search(r"(?<![^\W_])['’‘`]", document.text(block.prose))
    return block.prose.start + mark.start() if mark else block.prose.end


_WHOLE = frozenset("in of to at by on is as it with both than began".split())
"""Words that look like the short forms of dialect and aren't."""


def _may_be_cut(word: str) -> bool:
    """Whether an apostrophe may stand for the end of a word, in dialect: `goin'`, `ol'`, `th'`."""
    return len(word) < 3 or word.endswith(("in", "an", "ol", "th"))


DETECTORS = (inside_sentence, stray_sign, hanging_hyphen, stray_apostrophe)
