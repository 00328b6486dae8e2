"""Direct speech: marks that were lost, stand alone, or come from another locale."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from qualcheck.check import Hit, detector
from qualcheck.document import Block, BlockKind, Document, Sentence, Span, joined
from qualcheck.patterns import lazy

_PUNCTUATION = "linguistic-conventions/punctuation"

SPEECH = frozenset(
    "said says told added adds explained explains stressed stresses noted notes emphasized "
    "emphasised recalled concluded admitted insisted claimed argued warned declared stated "
    "commented replied answered confirmed believes complained pointed underlined".split()
)
"""Verbs that attribute direct speech in news."""

FIRST_PERSON = frozenset(
    "i we my our me us mine ours myself ourselves i'm i've i'd i'll we're we've we'd we'll".split()
)

LOOKBACK = 40
"""Tokens from a sentence's end within which an attribution must begin: `said X, minister of Y`."""


@detector(
    id="quotation.lost-marks",
    category="quotation",
    mqm=_PUNCTUATION,
    level="warning",
    artefact="F1",
    message="This reads as direct speech, but its quotation marks are lost.",
    why="First person and an attribution ('{attribution}') show that somebody is quoted.",
    bad=[
        "[[We will rebuild every house in our valley]], he said.",
        "[[I never signed that paper]], added Marta Kovel, the clerk.",
        "He said: [[We will not leave our village.]]",
        "[[We will rebuild every house]], said head clerk Marta Kovel.",
        "“No,” she said. [[There's no reason why it can't be rebuilt in May]], he said.",
    ],
    good=[
        "“We will rebuild every house,” he said.",
        "The valley will be rebuilt, he said.",
        "He said we would rebuild every house.",
        "It was, I said, a long day.",
        "After World War I, he said, the valley was poor.",
        "We asked for comment. None came, he said.",
        "As we reported yesterday, the minister said no.",
        "I left. I came to my town. I saw my house and my boat. I sat. I wept. I was late, she said.",
        "It's a long way, he said. It isn't over, she said. It won't be long, and that's it.",
    ],
    known_misses=["The valley will be rebuilt by my brothers and their wives, he."],
)  # fmt: skip
def lost_marks(document: Document) -> Iterator[Hit]:
    """An attributed sentence in the first person, or in the short forms of speech where the text
    has none of its own, without marks; where a text has one, also its neighbours in the future
    or present tense.
    """
    if SPEECH.isdisjoint(document.tokens.places):
        return
    certain: list[Block] = []
    narrated = _is_narrated(document)
    formal = _is_formal(document)
    later: list[tuple[Block, Hit]] = []
    for sentence in _with_speech(document):
        found = _attributed(document, sentence)
        if found is None:
            continue
        speech, attribution = found
        if _has_marks(document, sentence):
            continue
        hit = Hit("quotation.lost-marks", speech, (), {"attribution": attribution})
        if (not narrated and _first_person(document, speech)) or (
            formal and _is_colloquial(document, speech)
        ):
            certain.append(sentence.block)
            yield hit
        elif speech.start == sentence.block.prose.start and _unshifted(document, speech):
            later.append((sentence.block, hit))
    if certain and not any(c in document.prose for c in '"“”«»„'):
        yield from (hit for _, hit in later)


def _with_speech(document: Document) -> Iterator[Sentence]:
    """The sentences of prose that hold a verb of saying, in order."""
    places = sorted(i for verb in SPEECH for i in document.tokens.places.get(verb, ()))
    done = -1
    for i in places:
        sentence = None if i < done else document.sentence_at(document.tokens.starts[i])
        if sentence is None:
            continue
        done = sentence.tokens.stop
        if sentence.block.kind in {BlockKind.PARAGRAPH, BlockKind.QUOTE}:
            yield sentence


def _attributed(document: Document, sentence: Sentence) -> tuple[Span, str] | None:
    """What is said, and by what words it is attributed; None where nothing is.

    `…, he said.`, `…, said Marta Kovel, the clerk.`, `…, Marta Kovel, the clerk, said on
    Friday.`, `He said: …`
    """
    lower, tokens = document.tokens.lower, document.tokens
    words = sentence.tokens
    verbs = [i for i in words[-LOOKBACK:] if lower[i] in SPEECH]
    if not verbs:
        return None
    verb = verbs[-1]
    if verb + 1 < words.stop and lower[verb + 1] == ":" and verb + 2 < words.stop:
        return tokens.span(verb + 2, words[-1]), document.text(tokens.span(verb, verb))
    start = _attribution_start(document, sentence, verb)
    if start is None or start - words.start < 4 or lower[start - 1] != ",":
        return None
    speaker = range(start, verb)
    if any(lower[i] in FIRST_PERSON for i in speaker):
        return None
    return tokens.span(words.start, start - 2), document.text(tokens.span(start, verb))


def _attribution_start(document: Document, sentence: Sentence, verb: int) -> int | None:
    """First token of `he said` or `said Marta Kovel`, after the comma that ends the speech."""
    lower, texts = document.tokens.lower, document.tokens.texts
    words = sentence.tokens
    rest = words.stop - 1 - verb
    if lower[verb - 1] == ",":
        if lower[verb] in {"told", "pointed"} or lower[verb + 1 : verb + 2] == ["a"]:
            return None  # `…, told the chief of it`, `…, added a form`
        follows = texts[verb + 1] if verb + 1 < words.stop else ""
        if follows[:1].isupper() or lower[verb + 1 : verb + 2] in ([["the"], ["a"], ["an"]]):
            return verb
        if any(text[0].isupper() for text in texts[verb + 2 : min(verb + 6, words.stop)]):
            return verb  # `…, said head clerk Marta Kovel`
    following = lower[verb + 1] if verb + 1 < words.stop else "."
    if following in _COMPLEMENT or lower[verb + 2 : verb + 3] in (["which"], ["of"]):
        return None  # `Lund said he was ready`
    if rest > 8 and not (following == "," or (rest < 20 and following in _CIRCUMSTANCE)):
        return None  # something else is said after the verb: this is no tail
    if lower[verb - 1] in {"he", "she", "they", "it"} and verb - 2 > words.start:
        return verb - 1
    return _name_start(document, words, verb)


_COMPLEMENT = frozenset("that he she they it we i there this these his her their how what".split())
_CIRCUMSTANCE = frozenset("in at on during after before".split())


def _name_start(document: Document, words: range, verb: int) -> int | None:
    """Where `, Marta Kovel, head of the archive, said` begins: at a capital after a
    comma, with no finite clause between that and the verb.
    """
    lower, texts = document.tokens.lower, document.tokens.texts
    for i in range(verb - 1, max(words.start + 3, verb - LOOKBACK), -1):
        if lower[i - 1] == "," and (texts[i][0].isupper() or lower[i] == "the"):
            commas = lower[i:verb].count(",")
            if commas == 0 or (commas == 2 and lower[verb - 1] == ","):
                return i if _reads_as_person(texts[i:verb]) else None
    return None


def _reads_as_person(words: list[str]) -> bool:
    """Whether the words begin with a name (two capitals) or `the …`, and hold no clause."""
    if {"that", "which", "who", "but", "has", "have", "was", "is", "will"} & set(words):
        return False
    return len(words) == 1 or words[1][0].isupper() or words[0] == "the"


def _has_marks(document: Document, sentence: Sentence) -> bool:
    """Whether the sentence holds a quotation mark, or lies inside a quotation."""
    if re.search(r"[\"“”«»„]|(?<!\w)['‘](?=\w)|(?<=[.,!?])['’]", document.text(sentence.span)):
        return True
    return document.in_quotation(sentence.span.start) or any(
        sentence.block.prose.covers(mark) for mark in document.unpaired
    )


def _first_person(document: Document, speech: Span) -> bool:
    """Whether the speech itself is in the first person (`World War I` and `I.` are not)."""
    tokens = document.tokens
    first, last = tokens.at(speech.start), tokens.at(speech.end - 1)
    for i in range(first, last + 1):
        if tokens.lower[i] not in FIRST_PERSON or tokens.texts[i] == "US":
            continue
        if (
            tokens.texts[i] == "I"
            and i > first
            and tokens.texts[i - 1][0].isupper()
            and i - 1 > first
        ):
            continue
        if i > first and tokens.lower[i - 1] == "as":
            continue
        return True
    return False


_OWN_VOICE = 6
"""Words of the first person, outside quotations and attributions, that make a narrator."""


def _is_narrated(document: Document) -> bool:
    """Whether the text itself speaks in the first person: a memoir, a blog."""
    tokens, count = document.tokens, 0
    is_attribution = cache(lambda sentence: not SPEECH.isdisjoint(document.words(sentence)))
    for word in FIRST_PERSON - {"us", "mine"}:
        for i in tokens.places.get(word, ()):
            start = tokens.starts[i]
            sentence = None if document.in_quotation(start) else document.sentence_at(start)
            if sentence and not is_attribution(sentence):
                count += 1
                if count > _OWN_VOICE:
                    return True
    return False


_ADDRESS = frozenset({"you", "your", "you're"})
_SHORT_FORM = lazy(r"(?:n't|'re|'ll|'ve|'m)$|^(?:it|that|there|what|here|let)'s$")
"""Short forms, with straight apostrophes, that news keeps to what people say."""


def _is_colloquial(document: Document, speech: Span) -> bool:
    """Whether the speech has a short form or speaks to somebody: `it's`, `don't`, `you`."""
    tokens = document.tokens
    return any(
        word in _ADDRESS or ("'" in word and _SHORT_FORM.search(word))
        for word in tokens.lower[tokens.at(speech.start) : tokens.at(speech.end - 1) + 1]
    )


def _is_formal(document: Document) -> bool:
    """Whether the text itself, its quotations apart, keeps to full forms, two or a few apart."""
    places = document.tokens.places
    words = [w for w in places if w in _ADDRESS or ("'" in w and _SHORT_FORM.search(w))]
    short = [i for word in words for i in places[word]]
    own = sum(not document.in_quotation(document.tokens.starts[i]) for i in short)
    return own <= 2 + len(short) // 4 and any(document.quotations)


def _unshifted(document: Document, speech: Span) -> bool:
    """Whether the verbs stand as somebody speaks: `will`, `is`, `are`, not `would`, `was`."""
    tokens = document.tokens
    words = set(tokens.lower[tokens.at(speech.start) : tokens.at(speech.end - 1) + 1])
    return bool(words & {"will", "is", "are", "can", "must", "wants"}) and not words & {
        "would",
        "could",
        "had",
    }


@detector(
    id="quotation.unbalanced",
    category="quotation",
    mqm=_PUNCTUATION,
    level="warning",
    artefact="F1",
    message="This quotation mark has no partner in the paragraph.",
    why="One mark of a pair was lost, so a reader can't tell who is speaking.",
    bad=[
        "[[“]]We will not leave, he said.",
        "It is over[[”]], he added.",
        'He said the plan was [["]]over and done.',
    ],
    good=[
        "“We will not leave,” he said.",
        "“We will not leave.\n\n“We will stay,” he said.",
        'He is 6\'2" tall.',
        "The dogs' bowls are the cats’ bowls.",
    ],
)  # fmt: skip
def unbalanced(document: Document) -> Iterator[Span]:
    """A double quotation mark without a partner; not where the next paragraph opens one too.
    Several in a row are one hit.
    """
    odd = {mark.start for mark, _ in _odd_marks(document)}
    partners = {mark.start for mark in _partners(document)}
    paired = odd | partners
    yield from joined(mark for mark in document.unpaired if mark.start not in paired)


@detector(
    id="quotation.odd-mark",
    category="quotation",
    mqm="linguistic-conventions/punctuation",
    level="suggestion",
    artefact="F2",
    message="This quotation mark doesn't match its partner; it should be {suggestion}.",
    why="Marks of two kinds, or one that is turned the wrong way, came from different hands.",
    bad=[
        ('“We will not leave,[["]] he said.', "“We will not leave,” he said."),
        ('"We will not leave,[[”]] he said.', '"We will not leave," he said.'),
        ("He said, “We will not leave. [[“]] The mayor left.", "He said, “We will not leave. ” The mayor left."),
        ("The [[”]]life tasks” of the valley.", "The “life tasks” of the valley."),
    ],
    good=[
        "“We will not leave,” he said.",
        "“We will not leave.\n\n“We will stay,” he said.",
        "“We will not leave, he said.",
    ],
)  # fmt: skip
def odd_mark(document: Document) -> Iterator[Hit]:
    """A double mark of another kind than the one it belongs to, or turned the wrong way."""
    for mark, fixed in _odd_marks(document):
        yield Hit("quotation.odd-mark", mark, (fixed,))


def _odd_marks(document: Document) -> Iterator[tuple[Span, str]]:
    """Marks that have a partner but don't look like it, each with what it should be."""
    lonely = [mark for mark in document.unpaired if document.text(mark) in '"“”']
    taken = -1
    for k, mark in enumerate(lonely):
        if mark.start <= taken:
            continue
        text, opens = document.text(mark), _stands_open(document.prose, mark.start)
        partner = lonely[k + 1] if k + 1 < len(lonely) else None
        if opens and partner and _belong(document, mark, partner):
            taken = partner.start
            if text == "”":
                yield mark, "“"
            else:
                yield partner, '"' if text == '"' else "”"
        elif text == "“" and not opens and document.prose[mark.end : mark.end + 1] in " \n":
            yield mark, "”"


def _partners(document: Document) -> Iterator[Span]:
    """The marks that the odd ones belong to, where those have no partner for the pairing."""
    odd = {mark.start for mark, _ in _odd_marks(document)}
    lonely = [mark for mark in document.unpaired if document.text(mark) in '"“”']
    for left, right in zip(lonely, lonely[1:], strict=False):
        if (left.start in odd) != (right.start in odd) and _belong(document, left, right):
            yield left
            yield right


def _belong(document: Document, left: Span, right: Span) -> bool:
    """Whether two lonely marks of a paragraph stand as a pair does."""
    block = document.block_at(left.start)
    return (
        block is not None
        and block.prose.covers(right)
        and _stands_open(document.prose, left.start)
        and not _stands_open(document.prose, right.start)
    )


def _stands_open(prose: str, at: int) -> bool:
    """Whether a mark stands where a quotation opens: a blank before it, a letter after it."""
    before, after = prose[at - 1 : at] if at else "", prose[at + 1 : at + 2]
    return (not before or before.isspace() or before in "([—–-,:’'") and after.isalnum()


@detector(
    id="quotation.foreign-marks",
    category="quotation",
    mqm="locale-conventions/quotation-mark",
    level="warning",
    artefact="F2",
    message="English doesn't quote with '{marks}'.",
    why="The marks came over from the source's locale.",
    bad=[
        ("[[«We stay»]], he said.", "“We stay”, he said."),
        ("The [[„Done“]] list grew.", "The “Done” list grew."),
    ],
    good=["“We stay”, he said.", "‘Done’ was all.", "Type << or >> to shift."],
    sources=["https://cldr.unicode.org/ (delimiters)"],
)  # fmt: skip
def foreign_marks(document: Document) -> Iterator[Hit]:
    """Guillemets and low marks, as a pair with what they hold, or alone."""
    if not re.search("[«»„‚‹›]", document.prose):
        return
    pairs = r"«(?P<a>[^«»\n]*)»|»(?P<b>[^«»\n]*)«|„(?P<c>[^„“”\"\n]*)[“”\"]|‹(?P<d>[^‹›\n]*)›"
    for match in re.finditer(rf"{pairs}|[«»„‹›]", document.prose):
        inner = next((text for text in match.groupdict().values() if text is not None), None)
        if inner is None:
            fixed = "“" if match.group() in "«„‹" else "”"
            yield Hit(
                "quotation.foreign-marks", Span(*match.span()), (fixed,), {"marks": match.group()}
            )
            continue
        marks = match.group()[0] + match.group()[-1]
        yield Hit(
            "quotation.foreign-marks",
            Span(*match.span()),
            (f"“{inner.strip()}”",),
            {"marks": marks},
        )


DETECTORS = (lost_marks, unbalanced, odd_mark, foreign_marks)
