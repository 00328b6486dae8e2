"""Direct speech that lost both its quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from qualcheck.check import Hit, detector
from qualcheck.document import BlockKind, Document, Sentence, Span
from qualcheck.morphology import FINITE
from qualcheck.patterns import lazy
from qualcheck.syntax import has_main_verb

SAYING = frozenset(
    "said says told tells added adds explained explains stressed stresses noted notes emphasized "
    "emphasised emphasizes emphasises recalled recalls remembered remembers concluded concludes "
    "admitted admits insisted insists claimed claims argued argues warned warns declared declares "
    "stated states commented comments replied replies answered answers confirmed confirms "
    "believes complained complains underlined underlines wrote writes remarked remarks joked jokes "
    "lamented laments exclaimed asked asks observed observes acknowledged acknowledges".split()
)
"""Verbs that attribute direct speech in news."""

INTRODUCING = frozenset(
    "said says told tells added adds explained explains stressed stresses emphasized emphasised "
    "recalled recalls concluded concludes admitted admits insisted insists argued argues warned "
    "warns declared declares stated replied replies answered commented wrote writes exclaimed "
    "joked remarked".split()
)
"""Verbs with a colon after which somebody speaks; lists and questions follow other ones."""

FIRST_PERSON = frozenset(
    "i we my our me us mine ours myself ourselves i'm i've i'd i'll we're we've we'd we'll".split()
)

LOOKBACK = 40
"""Tokens from a sentence's end within which an attribution must begin: `said X, minister of Y`."""
LEAST = 4
"""Tokens that speech has at least."""


@dataclass(frozen=True, slots=True)
class _Speech:
    """What is said (a span of prose), and the words that say who says it."""

    span: Span
    attribution: str
    introduced: bool = False
    """Whether it follows a colon."""


@detector(
    id="quotation.lost-marks",
    category="quotation",
    mqm="linguistic-conventions/punctuation",
    level="warning",
    artefact="F1",
    message="This reads as direct speech ('{attribution}'), but its quotation marks are lost.",
    why="Somebody speaks in their own words: in the first person, in short forms, or after a "
    "colon. Without marks a reader takes them for the writer's.",
    bad=[
        "[[We will rebuild every house in our valley]], he said.",
        "[[I never signed that paper]], added Marta Kovel, the clerk.",
        "He said: [[We will not leave our village.]]",
        "[[We will rebuild every house]], said head clerk Marta Kovel.",
        "“No,” she said. [[There's no reason why it can't be rebuilt in May]], he said.",
        "[[We had nothing but the barn]], recalls Marta Kovel.",
        "[[We are sure that the dam will hold]], a spokesman for the council told the Valley Post.",
        "[[The roof was checked by our engineers]], said a spokeswoman for the school.",
        "[[We sold the boat in May]], the Kovels' son Peter, 57, said.",
        "[[We won because my brother can swim]], she said of the race in the bay.",
        "The head clerk told the council: [[The bridge is as safe as a church.]]",
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
        "When we met, he told me the story of the dam.",
        "We left the church, said a prayer and went home.",
        "We measured the dam, noted the height and added Marta to the list.",
        "In our village, the mayor said, nothing grows.",
        "She asked: Who will pay?",
        "He told them two things: Bread is dear, and wine is not.",
        "The clerk said:\n\nThe bridge is safe.",
        "He said: 'The bridge is safe.'",
        "We come from Peru, Kenya, Norway, the United States, and Wales.",
        "We all know, he said, is that the dam is old.",
        "The clerk told her story: The dam broke in May.",
    ],
    known_misses=["The valley will be rebuilt by my brothers and their wives, he."],
)  # fmt: skip
def lost_marks(document: Document) -> Iterator[Hit]:
    """An attributed sentence in the first person, or in the short forms of speech where the text
    has none of its own, without marks; where a text has one, also its neighbours in the future
    or present tense. A sentence after `he said:` needs no more than that.
    """
    if SAYING.isdisjoint(document.tokens.places):
        return
    certain = False
    later: list[Hit] = []
    found = list(_unmarked_speech(document))
    narrated, formal = bool(found) and _is_narrated(document), bool(found) and _is_formal(document)
    for sentence, speech in found:
        hit = Hit("quotation.lost-marks", speech.span, (), {"attribution": speech.attribution})
        own_words = (not narrated and _first_person(document, speech.span)) or (
            formal and _is_colloquial(document, speech.span)
        )
        if own_words or speech.introduced:
            certain = True
            yield hit
        elif speech.span.start == sentence.block.prose.start and _unshifted(document, speech.span):
            later.append(hit)
    if certain and document.tokens.characters.isdisjoint(_DOUBLE):
        yield from later


def _unmarked_speech(document: Document) -> Iterator[tuple[Sentence, _Speech]]:
    """What is attributed to somebody and stands without marks, each with its sentence."""
    unquoting = document.tokens.characters.isdisjoint(_DOUBLE)
    for sentence in _with_saying(document):
        if _is_marked(document, sentence) or not (unquoting or _may_be_speech(document, sentence)):
            continue
        speech = _introduced(document, sentence) or _attributed(document, sentence)
        if speech and not _has_marks(document, sentence, speech):
            yield sentence, speech


def _may_be_speech(document: Document, sentence: Sentence) -> bool:
    """Whether a sentence has what makes speech of it where the text has quotations: a cheap look
    before any tag is asked.
    """
    words = document.words(sentence)
    return ":" in words or not FIRST_PERSON.isdisjoint(words) or any(map(_is_spoken_form, words))


def _with_saying(document: Document) -> Iterator[Sentence]:
    """The sentences of prose that hold a verb of saying, in order."""
    places = sorted(i for verb in SAYING for i in document.tokens.places.get(verb, ()))
    done = -1
    for i in places:
        sentence = None if i < done else document.sentence_with(i)
        if sentence is None:
            continue
        done = sentence.tokens.stop
        if sentence.block.kind in {BlockKind.PARAGRAPH, BlockKind.QUOTE}:
            yield sentence


def _introduced(document: Document, sentence: Sentence) -> _Speech | None:
    """What follows a verb of saying and a colon, as in `Lund told the council: It is safe`."""
    lower, texts, words = document.tokens.lower, document.tokens.texts, sentence.tokens
    colon = next((i for i in words if texts[i] == ":"), None)
    if colon is None or colon + LEAST > words.stop or texts[colon + 1][0].islower():
        return None
    verb = next((i for i in range(colon - 1, words.start, -1) if lower[i] in INTRODUCING), None)
    if verb is None or (verb + 1 < colon and not _is_addressee(document, range(verb + 1, colon))):
        return None
    starts = (i + 1 for i in range(words.start - 1, verb) if i < words.start or texts[i] == ",")
    if not any(_is_speaker(document, range(start, verb)) for start in starts):
        return None
    said = range(colon + 1, words.stop)
    if not _is_clause(document, sentence, said):
        return None
    return _Speech(
        document.tokens.span(said[0], said[-1]),
        document.text(document.tokens.span(verb, verb)),
        True,
    )


_TIMES = frozenset(
    "yesterday today later then recently again once monday tuesday wednesday thursday friday "
    "saturday sunday simply back last this earlier afterwards when while".split()
)
_LISTING = frozenset(
    "following things points reasons questions story stories tale tales news truth joke secret "
    "difference".split()
)


def _is_addressee(document: Document, words: range) -> bool:
    """Whether the words between a verb and a colon say to whom, where or when it was said."""
    lower = document.tokens.lower
    if len(words) > 12 or not _LISTING.isdisjoint(lower[words.start : words.stop]):
        return False
    tags = [document.tag(i) for i in words]
    if has_main_verb(lower[words.start : words.stop], tags) or "CD" in tags[:3]:
        return False
    return lower[words.start - 1] in {"told", "tells"} or _is_circumstance(document, words.start)


def _is_circumstance(document: Document, token: int) -> bool:
    """Whether `of the plan`, `in a statement`, `yesterday` may begin at a token."""
    word = document.tokens.lower[token]
    return word in _TIMES or (document.tag(token) == "IN" and word not in _COMPLEMENT)


_COMPLEMENT = frozenset(
    "that he she they it we i you there this these his her their its how what if whether why who "
    "to not a an like".split()
)
"""What follows a verb of saying that has something else to say: it is no tail."""


def _attributed(document: Document, sentence: Sentence) -> _Speech | None:
    """What stands before a tail such as `…, he said.`, `…, said Marta Kovel, the clerk.` or
    `…, Marta Kovel, the clerk, said on Friday.`; None where there is no tail.
    """
    tokens, words = document.tokens, sentence.tokens
    if SAYING.isdisjoint(tokens.lower[words.start : words.stop]):
        return None
    for comma in range(words.start + LEAST, words.stop - 2):
        if tokens.texts[comma] != "," or words.stop - comma > LOOKBACK:
            continue
        verb = _tail_verb(document, range(comma + 1, words.stop))
        if verb is None or not _is_clause(document, sentence, range(words.start, comma)):
            continue
        named = tokens.span(comma + 1, max(verb, comma + 2))
        return _Speech(tokens.span(words.start, comma - 1), document.text(named))
    return None


def _is_clause(document: Document, sentence: Sentence, words: range) -> bool:
    """Whether some words of a sentence can stand alone: they have a main verb."""
    first = sentence.tokens.start
    tags = document.tags(sentence)[words.start - first : words.stop - first]
    return has_main_verb(document.tokens.lower[words.start : words.stop], tags)


def _tail_verb(document: Document, tail: range) -> int | None:
    """The verb of saying in the words after a comma, where those only say who speaks."""
    lower, texts = document.tokens.lower, document.tokens.texts
    if texts[tail.start] in SAYING:
        return tail.start if _names_speaker(document, tail) else None
    for verb in range(tail.start + 1, min(tail.start + 24, tail.stop)):
        said = texts[verb] in SAYING and document.tag(verb) != "NNS"
        if said and _ends_tail(document, verb, tail.stop):
            return verb if _is_speaker(document, range(tail.start, verb)) else None
        if texts[verb] in ":;" or lower[verb] in {"that", "because"}:
            return None
    return None


_PERSON = lazy(
    r"(?:m[ae]n|persons?|people|official|student|[^y]ers?|[^o]ors?|ists?|[iae]ans?|[ae]nts?|ees?|police|"
    r"chief|head|mayor|boss|captain|coach|m[uo]m|mother|father|son|daughter|king|queen|nurse)$"
)
"""Endings of the nouns that mean somebody who speaks."""
_SPEAKS = frozenset({"said", "says"})
_SAID_THINGS = frozenset("prayer prayers word words few lot thing things mass grace truth".split())
_PERSONAL = frozenset({"told", "tells"})
"""Verbs with a personal object, which don't stand before their subject: `, told Marta the news`."""


def _names_speaker(document: Document, tail: range) -> bool:
    """Whether a tail that begins with its verb goes on with who says it: `said the mayor`."""
    lower, texts, verb = document.tokens.lower, document.tokens.texts, tail.start
    if lower[verb] in _PERSONAL | {"asked", "asks"} or tail.start + 1 >= tail.stop:
        return False
    following = texts[verb + 1]
    if following[0].isupper() and following != "I":
        return lower[verb] in _SPEAKS or "to" not in lower[verb + 2 : verb + 5]
    if lower[verb + 1] in {"the", "its", "his", "her", "their", "one", "another", "a", "an"}:
        phrase = lower[verb + 2 : verb + 6]
        if lower[verb] in _SPEAKS:
            return _SAID_THINGS.isdisjoint(phrase)
        return any(_PERSON.search(word) for word in phrase)
    if lower[verb + 1] in _COMPLEMENT or document.tag(verb + 1) in {"IN", "TO", "RB", "CC", "PRP"}:
        return False
    return any(text[0].isupper() for text in texts[verb + 2 : min(verb + 6, tail.stop)])


def _ends_tail(document: Document, verb: int, end: int) -> bool:
    """Whether nothing else is said after a verb: the sentence ends, or goes on with to whom,
    where, when or of what.
    """
    lower, texts = document.tokens.lower, document.tokens.texts
    after = verb + 1
    if after >= end or texts[after] in {".", "!", "?"}:
        return True
    if texts[after] == ",":
        return lower[verb] not in _PERSONAL and not _goes_on(document, after + 1, end)
    stop = next((i for i in range(after, end) if texts[i] == ","), end)
    if _has_content(document, range(after, stop)):
        return False
    if lower[verb] in _PERSONAL:
        return lower[after] not in _REFLEXIVE | FIRST_PERSON | {"of"}
    return lower[verb] not in {"asked", "asks"} and _is_circumstance(document, after)


def _goes_on(document: Document, token: int, end: int) -> bool:
    """Whether the words after `…, he said,` go on with the clause: `…, he said, is over`."""
    return token < end and document.tag(token) in FINITE | {"VB", "VBN", "WDT", "TO"}


_REFLEXIVE = frozenset({"himself", "herself", "themselves", "itself"})
_CONTENT = frozenset({"that", "how", "what", "whether", "if"})
"""Words after which a verb's content stands: `told reporters that he would`."""


def _has_content(document: Document, words: range) -> bool:
    """Whether the words after a verb hold what was said, or an infinitive: `told him to go`."""
    lower = document.tokens.lower[words.start : words.stop]
    return not _CONTENT.isdisjoint(lower) or any(
        document.tag(i) == "TO" and i + 1 < words.stop and document.tag(i + 1) == "VB"
        for i in words
    )


def _is_speaker(document: Document, words: range) -> bool:
    """Whether words before a verb are its subject: a pronoun, a name, a noun phrase, each with
    what stands beside it (`Marta Kovel, head of the archive,`); never the writer.
    """
    tokens = document.tokens
    lower, texts = tokens.lower[words.start : words.stop], tokens.texts[words.start : words.stop]
    while lower and document.tag(words.start + len(lower) - 1) == "RB":
        lower, texts = lower[:-1], texts[:-1]
    if not lower or not FIRST_PERSON.isdisjoint(lower):
        return False
    if lower in (["he"], ["she"], ["they"], ["it"]):
        return True
    if "," in (lower[0], *lower[1:2]) or lower.count(",") not in {0, 2}:
        return False
    if lower.count(",") == 2 and lower[-1] != ",":
        return False
    if not texts[0][0].isupper() and lower[0] not in _DETERMINERS:
        return False
    tags = [document.tag(i) for i in range(words.start, words.start + len(lower))]
    return not has_main_verb(lower, tags) and tags[0] not in {"IN", "RB", "WRB", "CC", "PRP"}


_DETERMINERS = frozenset("the a an his her its their one another some".split())


def _has_marks(document: Document, sentence: Sentence, speech: _Speech) -> bool:
    """Whether a mark before or behind the sentence reaches to it, or it has single marks.

    A single mark inside the speech is a quotation in it, where the text has double ones.
    """
    text = document.text(sentence.span)
    if any(_reaches(document, mark, sentence) for mark in document.unpaired):
        return True
    said = document.text(speech.span)
    doubled = any(c in document.prose for c in '"“”')
    single = lazy(r"(?<!\w)['‘](?=\w)|(?<=[.,!?])['’]")
    return bool(single.search(text)) and (said[:1] in "'‘" or not doubled)


def _is_marked(document: Document, sentence: Sentence) -> bool:
    """Whether a sentence holds a double quotation mark, or lies inside a quotation."""
    text = document.text(sentence.span)
    return bool(re.search(f"[{_DOUBLE}]", text)) or document.in_quotation(sentence.span.start)


_DOUBLE = '"“”«»„'


def _reaches(document: Document, mark: Span, sentence: Sentence) -> bool:
    """Whether a mark without partner, in the same paragraph, may belong to a sentence: it opens
    before it or closes behind it.
    """
    if not sentence.block.prose.covers(mark):
        return False
    opens = document.prose[mark.end : mark.end + 1].isalnum()
    return opens if mark.start < sentence.span.start else not opens


def _first_person(document: Document, speech: Span) -> bool:
    """Whether the speech itself is in the first person (`World War I` and `I.` are not)."""
    tokens = document.tokens
    first, last = tokens.at(speech.start), tokens.at(speech.end - 1)
    for i in range(first, last + 1):
        if tokens.lower[i] not in FIRST_PERSON or tokens.texts[i] == "US":
            continue
        if tokens.texts[i] == "I" and i > first + 1 and tokens.texts[i - 1][0].isupper():
            continue
        if i and tokens.lower[i - 1] == "as" and (i == first + 1 or tokens.lower[i - 2] == ","):
            continue  # `As we reported`
        return True
    return False


_OWN_VOICE = 6
"""Words of the first person, outside quotations and attributions, that make a narrator."""


def _is_narrated(document: Document) -> bool:
    """Whether the text itself speaks in the first person: a memoir, a blog."""
    tokens, count = document.tokens, 0
    is_attribution = cache(lambda sentence: not SAYING.isdisjoint(document.words(sentence)))
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
_SHORT_FORM = lazy(r"(?:n't|'re|'ll|'ve|'m)$|^(?:it|that|there|what|here|let|he|she|who)'s$")
"""Short forms, with straight apostrophes, that news keeps to what people say."""
_ENOUGH_WORDS = 120
"""Tokens from which a text without a short form, or without a quotation, tells its style."""


def _is_colloquial(document: Document, speech: Span) -> bool:
    """Whether the speech has a short form or speaks to somebody: `it's`, `don't`, `you`."""
    tokens = document.tokens
    return any(
        _is_spoken_form(word)
        for word in tokens.lower[tokens.at(speech.start) : tokens.at(speech.end - 1) + 1]
    )


def _is_spoken_form(word: str) -> bool:
    return word in _ADDRESS or ("'" in word and bool(_SHORT_FORM.search(word)))


def _is_formal(document: Document) -> bool:
    """Whether the text itself keeps to full forms, two or a few apart: its quotations do not
    count, nor what it attributes to somebody.
    """
    tokens, own, quoted = document.tokens, 0, 0
    for i in (i for word in tokens.places if _is_spoken_form(word) for i in tokens.places[word]):
        if document.in_quotation(tokens.starts[i]):
            quoted += 1
        else:
            sentence = document.sentence_with(i)
            own += sentence is None or _attributed(document, sentence) is None
    if not document.quotations and len(tokens) < _ENOUGH_WORDS:
        return False
    return own <= 2 + quoted // 4


def _unshifted(document: Document, speech: Span) -> bool:
    """Whether the verbs stand as somebody speaks: `will`, `is`, `are`, not `would`, `was`."""
    tokens = document.tokens
    words = set(tokens.lower[tokens.at(speech.start) : tokens.at(speech.end - 1) + 1])
    return bool(words & {"will", "is", "are", "can", "must", "wants"}) and not words & {
        "would",
        "could",
        "had",
    }


_ALONE = frozenset("i my me i'm i've i'll i'd myself".split())
MOST_VOICES = 3
"""Sentences of one person's own words, without marks, over which the text itself speaks so."""
LEAST_SENTENCES = 6


@detector(
    id="quotation.lone-voice",
    category="quotation",
    mqm="linguistic-conventions/punctuation",
    level="suggestion",
    artefact="F1",
    message="'{match} …' speaks in the first person, and its quotation marks are lost.",
    why="A quotation goes on behind the words that say whose it is; without marks it is the writer's.",
    bad=[
        "The clerk spoke. The dam was old. It broke in May. Boats came. People left.\n\n“It was bad,” Lund told the "
        "paper. [[My aim]] is to rebuild the dam by May.",
    ],
    good=[
        "The clerk spoke. The dam was old. It broke in May. Boats came. People left.\n\n“It was bad,” Lund told the "
        "paper. “My aim is to rebuild the dam by May.”",
        "The clerk spoke. The dam was old. It broke in May. Boats came. People left.\n\n“It was bad,” Lund told the "
        "paper. She has sung And I Will Follow since May.",
        "The clerk spoke. The dam was old. It broke in May. Boats came. People left.\n\n“It was bad,” Lund told me. "
        "My aim is to rebuild the dam by May.",
        "“It was bad,” Lund said. My aim is to rebuild the dam by May.",
    ],
)  # fmt: skip
def lone_voice(document: Document) -> Iterator[Span]:
    """A sentence in the first person right behind a quotation and its speaker, in a text that
    has no such voice of its own.
    """
    if SAYING.isdisjoint(document.tokens.places) or not document.quotations:
        return
    voices = _own_voices(document)
    if len(voices) > MOST_VOICES or len(document.sentences) < LEAST_SENTENCES:
        return
    for before, sentence in voices:
        if (
            before is not None
            and before.block == sentence.block
            and _ends_in_speaker(document, before)
        ):
            marked = not set(_DOUBLE).isdisjoint(document.text(sentence.span))
            if not marked and SAYING.isdisjoint(document.words(sentence)):
                yield _opening(document, sentence)


def _opening(document: Document, sentence: Sentence) -> Span:
    """A sentence to the word behind its first `I` or `my`: where the lost mark would stand."""
    words = document.words(sentence)
    first = next(k for k, word in enumerate(words) if word in _ALONE)
    start = sentence.tokens.start
    return document.tokens.span(start, start + min(first + 1, len(words) - 1))


def _own_voices(document: Document) -> list[tuple[Sentence | None, Sentence]]:
    """The sentences outside quotations in which somebody says `I` or `my`, each with the one
    before it.
    """
    tokens, starts = document.tokens, set[int]()
    for i in sorted(i for word in _ALONE for i in tokens.places.get(word, ())):
        if document.in_quotation(tokens.starts[i]):
            continue
        near = tokens.texts[max(0, i - 1) : i] + tokens.texts[i + 1 : i + 2]
        if any(text[0].isupper() for text in near) or tokens.texts[i] == "i":
            continue  # a title: `And I Will Follow`
        if sentence := document.sentence_with(i):
            starts.add(sentence.span.start)
    everyone: list[Sentence | None] = [None, *document.sentences]
    pairs = zip(everyone, document.sentences, strict=False)
    return [(before, sentence) for before, sentence in pairs if sentence.span.start in starts]


def _ends_in_speaker(document: Document, sentence: Sentence) -> bool:
    """Whether a sentence holds a quotation, and behind it a verb of saying; nobody says it to the
    writer.
    """
    words = document.words(sentence)
    if not FIRST_PERSON.isdisjoint(words[-LOOKBACK // 4 :]):
        return False
    ends = [span.end for span in document.quotations if sentence.span.covers(span)]
    if not ends:
        return False
    said = document.tokens.at(ends[0])
    behind = document.tokens.lower[said : sentence.tokens.stop]
    return not SAYING.isdisjoint(behind)


DETECTORS = (lost_marks, lone_voice)
