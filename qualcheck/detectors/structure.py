"""What segmentation leaves: fragments, cut-off paragraphs, sentences that begin in mid-word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qualcheck import lexicon
from qualcheck.check import Hit, detector
from qualcheck.document import Block, BlockKind, Document, Sentence, Span
from qualcheck.morphology import FINITE
from qualcheck.patterns import lazy
from qualcheck.syntax import GOES_ON, ends_sentence, has_main_verb

FRAGMENT_WORDS = 4
"""An orphan longer than this reads as a clause; other rules look at those."""

DANGLING = frozenset(
    "the a an of on in and or but to from with without by for at into onto upon about between among "
    "through during despite because although than that which whose if when while as its their his "
    "her our your my is are was were will would has have had not".split()
)
"""Words that can't end a paragraph of prose without a mark after them."""


def _is_prose(block: Block) -> bool:
    return block.kind in {BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.QUOTE}


@detector(
    id="structure.orphan-fragment",
    category="structure",
    mqm="linguistic-conventions/unintelligible",
    level="warning",
    artefact="A1",
    message="'{match}' is a leftover, not a sentence.",
    why="A piece of a sentence was translated by itself and stitched on behind it.",
    bad=[
        "Engineers hope to restore the network. [[it.]]",
        "They fled across the border at night. [[of them]]",
        "The firm is open for talks. [[in.]] Meanwhile, shares rose.",
        "The plan is to buy ships and sail them. [[sail them.]]",
    ],
    good=[
        "They arrived at 5 a.m. on Friday.",
        "He met gen. Zaluzhny and others.",
        "It costs approx. five euros.",
        "“Is it true?” he asked.",
        "It was over. iPhone sales fell.",
        "Some of the fish were up to 10 in. long. They had a 60-lb. box of nails.",
        "Was it over? no.",
        "She sings, dances, etc. as well.",
        "The match ended in a draw. dpa",
    ],
)  # fmt: skip
def orphan_fragment(document: Document) -> Iterator[Span]:
    """Up to four words in lower case between a full stop and the next sentence or the end."""
    for before, sentence in _lower_case_starts(document):
        words = [w for w in document.words(sentence) if w[0].isalnum()]
        stops = document.text(sentence.span).rstrip(" \"”'’)").endswith((".", "!", "?"))
        at_end = sentence.span.end == sentence.block.prose.end
        if len(words) > FRAGMENT_WORDS or not (stops or at_end) or len(before.tokens) <= 3:
            continue
        if _ends_in_unit(document, before):
            continue
        if all(map(lexicon.is_english, words)):  # an agency signs with `dpa`
            yield sentence.span


_UNITS = frozenset("in ft lb lbs oz yd mi sq cu gal hrs min sec".split())


def _ends_in_unit(document: Document, sentence: Sentence) -> bool:
    """Whether what looks like a sentence ends in an abbreviation: `up to 10 in. long`."""
    lower, end = document.tokens.lower, sentence.tokens.stop
    if lower[end - 1] != "." or len(sentence.tokens) < 3:
        return False
    number, dash, unit = lower[end - 2].rpartition("-")
    amount = number if dash else lower[end - 3]
    return unit in _UNITS and amount[-1:].isnumeric()


def _lower_case_starts(document: Document) -> Iterator[tuple[Sentence, Sentence]]:
    """Pairs of a sentence and one in the same block that follows it in lower case."""
    texts, lower = document.tokens.texts, document.tokens.lower
    for before, sentence in zip(document.sentences, document.sentences[1:], strict=False):
        if before.block is not sentence.block or not sentence.tokens or not _is_prose(before.block):
            continue
        first = texts[sentence.tokens.start]
        if not (first.islower() and first.isalpha()) or _is_name_part(document, sentence):
            continue
        if lower[before.tokens[-1]] in {".", "?", "!", "”", '"', "’", "'", ")"}:
            yield before, sentence


def _is_name_part(document: Document, sentence: Sentence) -> bool:
    """Whether the first word goes on in a file name or an address: `index.html`, `and/or`."""
    end = document.tokens[sentence.tokens.start].span.end
    following = document.prose[end : end + 2]
    return following[:1] in set("./-_=") and following[1:].isalnum()


@detector(
    id="structure.lower-case-start",
    category="structure",
    mqm="linguistic-conventions/spelling",
    level="warning",
    artefact="A13",
    message="A sentence begins in lower case: '{word}'.",
    why="A sentence was cut in two, or the words before were lost.",
    bad=[
        ("It rained all day. [[then]] the sun came out over the bay.", "It rained all day. Then the sun came out over the bay."),
    ],
    good=[
        "It rained, approx. two inches fell.",
        "He met gen. Zaluzhny at noon.",
        "“It rained!” he said with a smile.",
        "Items, e.g. tents and boats, were lost.",
        "It happened in the 20. century and has not been seen in the valley since.",
        "He works at Yahoo! and likes it.",
    ],
)  # fmt: skip
def lower_case_start(document: Document) -> Iterator[Hit]:
    """A longer sentence that begins in lower case after a full stop in the same block."""
    for before, sentence in _lower_case_starts(document):
        words = [w for w in document.words(sentence) if w[0].isalnum()]
        if len(words) <= FRAGMENT_WORDS or not document.text(before.span).endswith("."):
            continue
        word = document.tokens[sentence.tokens.start]
        if not lexicon.is_english(word.text) or _ends_in_ordinal(document, before):
            continue
        if len(word.text) == 1 and word.text not in "ai":
            continue  # what is left of a word
        fixed = word.text[0].upper() + word.text[1:]
        yield Hit("structure.lower-case-start", word.span, (fixed,), {"word": word.text})


def _ends_in_ordinal(document: Document, sentence: Sentence) -> bool:
    """Whether a sentence seems to end in a number of one or two digits: `in the 20. century`."""
    number = document.tokens.texts[sentence.tokens.stop - 2] if len(sentence.tokens) > 1 else ""
    return number.isdecimal() and len(number) <= 2


@detector(
    id="structure.truncated",
    category="structure",
    mqm="design-and-markup/missing-text",
    level="warning",
    artefact="A12",
    message="The sentence breaks off after '{word}'.",
    why="The rest of the sentence was lost.",
    bad=[
        "The committee will meet again next Tuesday [[on]]",
        "It is the first time since [[the...]]",
        "The mayor shook hands with a [[the.]] Then he left the hall.",
        "They met in May [[and.]] Then they left the hall.",
        "The bridge was built by most [[of.]] It fell in May.",
        "The court heard the case but [[was...]] He left the hall.",
        "Nobody had seen [[the]] He left the hall without a word.",
        "They met to mark the tenth anniversary [[of.]] Then they left.",
        "It had rained all night in the valley. The mayor praised the new clerk and his young assistant, who [[is]]\n\n“We will rebuild the hall,” he said.",
        "The firm asked for help, as there [[was]] It sold the mill in May.",
        "The mill was run by three brothers, [[with...]] The mill fell in May.",
        "They were left [[with...]] The mill fell in May.",
        "The firm sold the boat and [[the]] According to the clerk, it sank.",
        "They had given themselves [[a]] Some of them had left.",
        "They met to mark the tenth anniversary [[of.]] Then they left.",
        "It had rained all night in the valley. The mayor praised the new clerk and his young assistant, who [[is]]\n\n“We will rebuild the hall,” he said.",
        "The firm asked for help, as there [[was]] It sold the mill in May.",
        "The mill was run by three brothers, [[with...]] The mill fell in May.",
        "They were left [[with...]] The mill fell in May.",
        "The firm sold the boat and [[the]] According to the clerk, it sank.",
        "They were asked to give themselves [[a]] Some of them had left.",
    ],
    good=[
        "The committee will meet again on Tuesday",
        "What are you waiting for?",
        "The vote was delayed...",
        "It is the house that he lives in.",
        "It was well taken care of. Nobody knew.",
        "It is what they were most afraid of. Nobody knew.",
        "“I never thought that the...” She broke off.",
        "It was done by Dr. A. The rest left.",
        "He was, as ever, as good as she was. Nobody knew.",
        "They read the It girl's book and saw The Times.",
        "The firm, a.k.a. The Bank, left.",
        "The village lay in the\n\nvalley of the river.",
        "They had something to be afraid of. Nobody knew.",
        "He asked where the money came from... Nobody knew.",
        "She was in It for a year.",
        "They chose the Other road.",
    ],
    known_misses=["The committee will meet again in the old"],
)  # fmt: skip
def truncated(document: Document) -> Iterator[Hit]:
    """A sentence that ends, with a stop, dots or nothing, on a word that must go on."""
    for last, end in (*_broken_ends(document), *_before_stops(document), *_runs_into(document)):
        tokens = document.tokens
        values = {"word": tokens.texts[last]}
        yield Hit("structure.truncated", Span(tokens.starts[last], end), (), values)


MUST_GO_ON = GOES_ON - {"into", "onto"}
"""No sentence ends in one of these."""
TAKES_OF = frozenset(
    "care advantage charge suspicious hold account proud proudest afraid aware capable think thought thinking "
    "dream dreamed dreamt hear heard made consist consists consisted composed full tired sick fond "
    "speak spoke spoken talk talked short ahead instead inside outside out because rid worth know "
    "knows knew known dispose disposed get made sort kind use note sight control track part "
    "approve approved accused guilty".split()
)
"""Words whose `of` can end a sentence."""
RELATIVE = frozenset(
    "that which who whom whose what where how to something anything nothing everything all any none "
    "one".split()
)
"""Words after which a preposition may be left stranded."""
PREPOSITIONS = frozenset("of with for at by from to between about in on".split())
AUXILIARY = frozenset("was is are were will would has have had can could".split())


def _broken_ends(document: Document) -> Iterator[tuple[int, int]]:
    """Paragraphs that end, without a mark or with dots, on a word that must go on."""
    for i, block in enumerate(document.blocks):
        if not _is_prose(block):
            continue
        last = _LAST_WORD.search(
            document.prose, max(block.prose.start, block.prose.end - 24), block.prose.end
        )
        if last is None or last[1] not in DANGLING or last[2]:
            continue
        if len(document.text(block.prose).split()) < 6:
            continue
        if _goes_on(document, i) and not _speech_follows(document, i):
            continue
        if not document.in_quotation(last.start()):
            yield document.tokens.at(last.start()), last.end()


_LAST_WORD = lazy(r"(?<![\w’'])([a-z]+)(\.{3}|…)?$")


def _speech_follows(document: Document, index: int) -> bool:
    """Whether the next block opens with a quotation that begins a sentence of its own."""
    start = document.blocks[index + 1].prose.start
    opening = document.prose[start : start + 2]
    return opening[:1] in '"“' and opening[1:].isupper()


def _before_stops(document: Document) -> Iterator[tuple[int, int]]:
    """Stops and dots right behind a word that must go on, where the sentence ends."""
    lower, texts = document.tokens.lower, document.tokens.texts
    for mark in (".", "…"):
        for i in document.tokens.places.get(mark, ()):
            word = lower[i - 1] if i else ""
            if word not in MUST_GO_ON and word not in PREPOSITIONS and word not in AUXILIARY:
                continue
            dots = mark == "…" or lower[i + 1 : i + 2] == ["."]
            if not texts[i - 1].islower() or not _may_break(document, i - 1, dots):
                continue
            end = _end_of_dots(document, i)
            if end is not None:
                yield i - 1, end


def _may_break(document: Document, last: int, dots: bool) -> bool:
    """Whether the words before say, too, that a sentence breaks off at this one; before dots,
    a preposition is enough.
    """
    lower = document.tokens.lower
    word, before = lower[last], lower[last - 1] if last else ""
    if word in AUXILIARY:
        return before in {"and", "but", "or"}
    sentence = document.sentence_with(last)
    start = sentence.tokens.start if sentence else last
    if last - start < 3 or before in {".", ":", "-"}:
        return False
    if word in PREPOSITIONS:
        if dots or word != "of":
            # `come from…`, `and so on…` trail off; `a wide range of…` breaks off.
            return dots and (document.tag(last - 1)[:2] in _BEFORE_DOTS or word == "with")
        return before not in TAKES_OF and not _is_stranded(document, max(start, last - 9), last)
    return True


def _is_stranded(document: Document, start: int, last: int) -> bool:
    """Whether words from `start` on may leave the preposition at `last` behind: a relative
    clause does, and an infinitive whose verb stands right before it.
    """
    before = document.tokens.lower[start:last]
    if document.tag(last - 1)[:2] == "NN" and document.tag(last - 2) in {"DT", "JJ", "NN"}:
        before = [word for word in before if word != "to"]
    return not RELATIVE.isdisjoint(before)


def _end_of_dots(document: Document, mark: int) -> int | None:
    """Where the stops end that start at a token; None where the sentence doesn't end there, or
    somebody's speech trails off.
    """
    start = document.tokens.starts[mark]
    match = re.compile(r"(?:\.{1,3}|…)(?=\s+[\"“(]?[A-Z0-9]|\s*\Z|\s*\n)").match(
        document.prose, start
    )
    if match is None or document.tokens.span(mark - 1, mark - 1).end != start:
        return None
    if match.group() != "." and document.in_quotation(start):
        return None
    return match.end()


_BEFORE_DOTS = frozenset({"NN", "CD", ","})
DETERMINERS = frozenset("the a an their its his our your my".split())
_PREPOSED = frozenset("of with for to from at by".split())
_LINKS = frozenset("and or but who which that as than in on into because".split())
_PRONOUNS = frozenset("he she they it we".split())
OPENERS = {
    **dict.fromkeys(
        "the if when although because according after during since while some most several "
        "at for in on under over with from as another".split(),
        DETERMINERS,
    ),
    **dict.fromkeys("but this these however there".split(), DETERMINERS | _PREPOSED),
    **dict.fromkeys(_PRONOUNS, DETERMINERS | _PREPOSED | AUXILIARY | _LINKS),
}
"""Words that, capitalised and before one in lower case, open a sentence; and those that can't
stand before them, as they need a noun or go on with the clause.
"""


def _runs_into(document: Document) -> Iterator[tuple[int, int]]:
    """Words that a noun must follow, and the next sentence does: `seen the He left`."""
    tokens = document.tokens
    for word in OPENERS.keys() & tokens.places.keys():
        for i in tokens.places[word]:
            if i and tokens.lower[i - 1] in OPENERS[word] and _opens(document, i):
                yield i - 1, tokens.span(i - 1, i - 1).end


def _opens(document: Document, i: int) -> bool:
    """Whether a sentence opens at a capitalised word amid words in lower case."""
    tokens = document.tokens
    before, text, after = tokens.texts[i - 1], tokens.texts[i], tokens.texts[i + 1 : i + 2]
    if not (text[0].isupper() and text[1:].islower()) or not before.islower():
        return False
    if not after or not after[0].islower() or "'" in after[0] or after[0] in _NOUNS_OF_TITLES:
        return False
    end = tokens.span(i - 1, i - 1).end
    if document.prose[end : tokens.starts[i]] != " " or document.in_quotation(end - 1):
        return False
    if before in AUXILIARY | _LINKS:
        return text != "He" and document.tag(i + 1) in FINITE
    return True


_NOUNS_OF_TITLES = frozenset("girl boy girls boys factor bag the".split())
"""What follows in `the It girl`, `of We the People`."""


def _goes_on(document: Document, index: int) -> bool:
    """Whether the next block continues this one: verse, a list, a formula set by itself."""
    if index + 1 >= len(document.blocks):
        return False
    following = document.blocks[index + 1]
    first = document.prose[following.prose.start]
    return following.kind is BlockKind.ITEM or first.islower() or not first.isalnum()


@detector(
    id="structure.no-final-mark",
    category="structure",
    mqm="linguistic-conventions/punctuation",
    level="suggestion",
    artefact="F12",
    scopes=[BlockKind.PARAGRAPH, BlockKind.QUOTE],
    message="No mark ends the sentence.",
    why="The full stop was lost, or what followed it.",
    bad=[
        ("The old bridge over the river was closed in [[May]]", "The old bridge over the river was closed in May."),
        (
            "It rained.\n\nThe old bridge was closed in May. Nobody knows when it will be [[opened]]\n\nIt rained again.",
            "It rained.\n\nThe old bridge was closed in May. Nobody knows when it will be opened.\n\nIt rained again.",
        ),
    ],
    good=[
        "The old bridge over the river was closed in May.",
        "Old bridge over the river closed",
        "The old bridge is closed\n\nIt was closed in May, and nobody knows when it will be opened.",
        "The old bridge was closed. It lay between:\n\nthe mill and the church.",
        "It rained.\n\nThe old bridge was closed in May. Anna Lund\n\nIt rained again.",
    ],
)  # fmt: skip
def no_final_mark(document: Document) -> Iterator[Hit]:
    """The last sentence of a paragraph of several sentences, or the one sentence of a text."""
    blocks = document.blocks
    for k, block in enumerate(blocks):
        last = document.prose[block.prose.end - 1]
        if block.kind not in {BlockKind.PARAGRAPH, BlockKind.QUOTE}:
            continue
        if (
            not (last.isalnum() or last in '"”')
            or ends_sentence(document, block)
            or _goes_on(document, k)
        ):
            continue
        sentences = list(document.sentences_in(block))
        alone = len(blocks) == 1 and len(sentences) == 1
        if not (alone or len(sentences) > 1) or "\n" in document.text(block.prose):
            continue
        sentence = sentences[-1]
        if ":" in document.text(sentence.span) and not alone:
            continue  # `Read also: …`
        if len(sentence.tokens) < 7 or not _is_sentence(document, sentence):
            continue
        token = document.tokens[sentence.tokens[-1]]
        if token.text == "etc" or (token.text.islower() and not lexicon.is_english(token.text)):
            continue
        yield Hit("structure.no-final-mark", token.span, (f"{token.text}.",))


def _is_sentence(document: Document, sentence: Sentence) -> bool:
    """Whether words are a sentence: a main verb, and not the capitals of a title."""
    words = [
        text
        for text in document.tokens.texts[sentence.tokens.start : sentence.tokens.stop]
        if text[0].isalpha()
    ]
    capitals = sum(word[0].isupper() for word in words)
    return capitals <= len(words) // 2 and has_main_verb(
        document.words(sentence), document.tags(sentence)
    )


@detector(
    id="structure.stub",
    category="structure",
    mqm="accuracy/omission",
    level="warning",
    artefact="C7",
    scopes=[BlockKind.PARAGRAPH, BlockKind.HEADING],
    message="The paragraph holds nothing but '{match}'.",
    why="A segment came back empty, or was never translated.",
    bad=[
        "It rained all day in May.\n\n[[.]]\n\nThe bridge was closed.",
        "It rained all day in May.\n\n[[N/A]]\n\nThe bridge was closed.",
    ],
    good=[
        "It rained.\n\n* * *\n\nThe bridge was closed.",
        "It rained.\n\n...\n\nThe bridge was closed.",
        "It rained.\n\n42\n\nThe bridge was closed.",
    ],
)  # fmt: skip
def stub(document: Document) -> Iterator[Span]:
    """A paragraph that is a lone mark or says that there is none."""
    for block in document.blocks:
        if len(block.prose) < 6 and block.kind in {BlockKind.PARAGRAPH, BlockKind.HEADING}:
            text = document.text(block.prose)
            if text in {".", ",", ";", "?", "N/A", "n/a", "NULL", "null", "None", "nan", "NaN"}:
                yield block.prose


DETECTORS = (orphan_fragment, lower_case_start, truncated, no_final_mark, stub)
