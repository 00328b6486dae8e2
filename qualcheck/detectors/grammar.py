"""Grammar that translation breaks in whole clauses: a subject named twice, a verb never reached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qualcheck import lexicon
from qualcheck.check import Hit, detector
from qualcheck.document import BlockKind, Document, Sentence, Span, Tokens
from qualcheck.morphology import FINITE, chance_of_verb, counts, share
from qualcheck.syntax import NOMINAL, NOUN_TAGS, OPENING_MARKS, clauses, has_main_verb, is_spoken

_GRAMMAR = "linguistic-conventions/grammar"


@detector(
    id="grammar.resumptive-pronoun",
    category="grammar",
    mqm=_GRAMMAR,
    level="warning",
    artefact="D1",
    message="'{match}' repeats the subject '{subject}'.",
    why="English names a subject once; several languages take it up again with a pronoun.",
    bad=[
        ("In the valley, local farmers [[they ]]say that the river has changed.", "In the valley, local farmers say that the river has changed."),
        ("The new bridge [[it ]]is the longest in the country.", "The new bridge is the longest in the country."),
        ("Engineers [[they ]]have repaired the old dam near the city.", "Engineers have repaired the old dam near the city."),
        ("The farmers of the valley [[they ]]hope that rain will come.", "The farmers of the valley hope that rain will come."),
        ("Mr Lund [[he ]]said the mill had burnt.", "Mr Lund said the mill had burnt."),
        ("Her teacher, Ms Anna Holm, [[she ]]argued that the mill was old.", "Her teacher, Ms Anna Holm, argued that the mill was old."),
    ],
    good=[
        "The people they met were kind.",
        "The farmers say they need rain.",
        "She told the farmers they would be paid.",
        "Every time he calls, she is out.",
        "The way they say it is wrong.",
        "The dam they built in May has already cracked.",
        "The villages they say they liberated were empty.",
        "In his small garden he was shown the roses.",
        "As mayor he would open the market again.",
        "Village teachers hope it will reopen in May.",
        "It was something she has learnt in old age.",
        "She wrote to the station master she knew from home.",
        "The cars they made got good marks.",
        "No doubt it was his health.",
        "Having left the town it was plain that rain would come.",
        "Last autumn it rained for weeks.",
        "The books they own include a Bible and an atlas.",
    ],
)  # fmt: skip
def resumptive_pronoun(document: Document) -> Iterator[Hit]:
    """A noun phrase that opens its clause, a pronoun for it, and the clause's only verb."""
    tokens = document.tokens
    for pronoun in ("they", "it", "he", "she"):
        for i in tokens.places.get(pronoun, ()):
            if not i or i + 2 >= len(tokens) or tokens.texts[i] != pronoun:
                continue
            if not _may_repeat(tokens, i) or is_spoken(document, i):
                continue
            subject = _repeated_subject(document, i)
            if subject is not None:
                span = Span(tokens.starts[i], tokens.starts[i + 1])
                yield Hit("grammar.resumptive-pronoun", span, ("",), {"subject": subject})


LINKS = frozenset(
    ". , ; : ? ! and but or which who whose whom what how why than before after until when where that "
    'because while if as since although though — – - " “ ” ( )'.split()
)
"""Words and marks at which the search for a second verb ends: a new clause may begin."""

VERB_LIKE = FINITE | {"RB", "VB"}
_SELDOM = 0.1
"""Share of finite uses under which the word after a pronoun is no verb."""
NO_SUBJECT = (
    lexicon.LOWER_WEEKDAYS
    | lexicon.LOWER_MONTHS
    | frozenset(
        "way time times moment day days year years reason reasons thing things everything anything "
        "nothing all what minute place first last more less much lot sort kind problem fact idea one "
        "ones night morning week weeks month months point man woman someone anyone everyone whatever "
        "question result truth chance hope feeling evidence sign news something meaning position "
        "evening afternoon weekday weekend summer winter spring autumn fall today yesterday tomorrow "
        "second hour hours instant season seasons "
        "christmas easter century decade decades evenings nights mornings condition rate extent degree "
        "while bit half quarter noon midnight dawn sundays mondays instance example doubt matter wonder "
        "case course need use meantime meanwhile thence hence others".split()
    )
)
"""Nouns that a clause follows as a matter of course (`the way they say it`), and nouns of time."""

PERSONS = frozenset(
    "president minister mayor coach manager captain director spokesman spokeswoman chairman lawyer "
    "judge teacher doctor author writer actor singer player striker goalkeeper defender driver "
    "officer leader king queen prince princess pope bishop boy girl father mother brother sister "
    "son daughter wife husband patient victim suspect owner chief secretary ambassador general "
    "senator governor prosecutor journalist scientist professor student worker soldier farmer "
    "fisherman actress poet painter priest pilot tenant widow".split()
)
SAYING = frozenset(
    "say says said adds added claim claims claimed believe believes believed think thinks thought "
    "hope hopes hoped fear fears feared argue argues argued warn warns warned insist insists "
    "insisted report reports reported suggest suggests suggested estimate estimates expect expects "
    "know knows knew feel feels felt complain complains complained reveal revealed show shows "
    "showed find finds found conclude concluded note notes noted announced".split()
)
"""Verbs that a whole clause may follow without `that`."""
CLAUSE_WORDS = frozenset("that where because although while".split())


def _may_repeat(tokens: Tokens, i: int) -> bool:
    """A cheap look: a noun, or a name between commas, before a pronoun, and a verb after it."""
    before = tokens.lower[i - 1]
    if before == ",":
        noun = "," in tokens.lower[max(0, i - 8) : i - 1]
    else:
        capital = tokens.texts[i - 1][0].isupper()
        known = counts(before)
        noun = before[0].isalpha() and (
            capital or not known or share(before, *NOUN_TAGS) > _NOUN_AT_TIMES
        )
    if not noun or (before in LINKS and before != ","):
        return False
    return share(tokens.lower[i + 1], *VERB_LIKE) >= _SELDOM


_NOUN_AT_TIMES = 0.3
"""Share of noun uses under which the word before a pronoun is no noun."""


def _repeated_subject(document: Document, i: int) -> str | None:
    """The subject that the pronoun at token `i` repeats; None where it is a subject itself."""
    sentence = document.sentence_with(i)
    if sentence is None:
        return None
    tags, at = document.tags(sentence), i - sentence.tokens.start
    verb = at + 2 if at + 1 < len(tags) and tags[at + 1] == "RB" else at + 1
    if at < 1 or verb >= len(tags) or tags[verb] not in FINITE:
        return None
    words = document.words(sentence)
    phrase = _phrase_before(words, tags, at)
    if phrase is None:
        return None
    start, head = phrase
    text = document.tokens.texts[sentence.tokens.start + head]
    if not _stands_for(words, tags, head, words[at]) or not _is_name(text, start, head, tags):
        return None
    if not _opens(words, tags, start) or not _is_only_verb(words, tags, verb):
        return None
    first = sentence.tokens.start
    return document.text(document.tokens.span(first + start, i - 1)).rstrip(",")


def _phrase_before(words: Sequence[str], tags: Sequence[str], at: int) -> tuple[int, int] | None:
    """First word and head of the noun phrase right before a pronoun, with the phrases that hang on
    it (`the tenants of the street`) and a name set between commas.
    """
    k = at - 1
    if words[k] == ",":
        k -= 1
        while k > 0 and tags[k] in NOMINAL:
            k -= 1
        if k < 1 or words[k] != ",":
            return None
        k -= 1
    if tags[k] not in NOUN_TAGS:
        return None
    while True:
        head = k
        while k >= 0 and tags[k] in NOMINAL and not _is_past(tags, k):
            k -= 1
        if k == head or tags[k + 1] in {"VBG", "VBN"}:
            return None
        if k > 0 and tags[k] == "IN" and words[k] not in CLAUSE_WORDS and tags[k - 1] in NOUN_TAGS:
            k -= 1
            continue
        return k + 1, head


def _is_past(tags: Sequence[str], k: int) -> bool:
    """Whether a form that reads as a participle after a noun may be the verb of that noun."""
    return tags[k] == "VBN" and k > 0 and tags[k - 1] in NOUN_TAGS


def _stands_for(words: Sequence[str], tags: Sequence[str], head: int, pronoun: str) -> bool:
    """Whether the pronoun agrees with the head of the phrase."""
    noun = words[head]
    if noun in NO_SUBJECT or share(noun, *FINITE) > 0.5:
        return False
    if pronoun == "they":
        plural = tags[head] in {"NNS", "NNPS"} or share(noun, "NNS") > 0.9
        return plural or noun in {"people", "police"}
    if tags[head] not in {"NN", "NNP"}:
        return False
    return pronoun == "it" or tags[head] == "NNP" or noun in PERSONS


def _is_name(text: str, start: int, head: int, tags: Sequence[str]) -> bool:
    """Whether a head tagged as a name is one, and no odd first word of a sentence."""
    name = tags[head] != "NNP" or head > start or start > 0
    return name or bool(counts(text.lower())) or lexicon.is_given_name(text)


def _opens(words: Sequence[str], tags: Sequence[str], start: int) -> bool:
    """Whether a clause begins at this word of a sentence: at its start, after a conjunction, or
    after a first phrase without a verb and its comma (`In the valley, local farmers they …`).
    """
    if not start or words[start - 1] in CLAUSE_WORDS:
        return True
    scene = tags[0] in {"IN", "RB"} and not any(tag in FINITE for tag in tags[: start - 1])
    alone = words[start - 1] == "," and "," not in words[: start - 1]
    return (scene and alone) or all(word in OPENING_MARKS for word in words[:start])


def _is_only_verb(words: Sequence[str], tags: Sequence[str], verb: int) -> bool:
    """Whether the verb after a pronoun is its clause's only one, and has what it needs.

    In `the boats they built sank` a second verb follows; after a verb of saying it may, with a
    subject of its own.
    """
    within, subject = False, False
    k = verb + 1
    if tags[k : k + 1] == ["PRP"] and words[k] == words[verb - 1]:
        return False  # `the villages they say they left were empty`
    while k < len(tags) and words[k] not in LINKS:
        late = tags[k] == "VBN" and share(words[k], "VBD") > 0.3 and not _auxiliary(words[verb:k])
        base = (
            tags[k] == "VB"
            and tags[verb] != "MD"
            and tags[k - 1] not in {"TO", "VBZ", "VBP", "VBD"}
        )
        if tags[k] in FINITE or late or base:
            return subject and words[verb] in SAYING
        within = within or tags[k] == "IN"
        subject = subject or (tags[k] in NOUN_TAGS | {"PRP", "EX"} and not within)
        k += 1
    return k > verb + 1 or words[verb] in SAYING


def _auxiliary(words: Sequence[str]) -> bool:
    """Whether a form of be, have or get is among these words."""
    return not {
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "has",
        "have",
        "had",
        "got",
    }.isdisjoint(words)


@detector(
    id="grammar.no-main-verb",
    category="grammar",
    mqm=_GRAMMAR,
    level="suggestion",
    artefact="D5",
    message="This sentence has no main verb.",
    why="The verb was lost, or a relative pronoun swallowed it: nothing is said of the subject.",
    bad=[
        "[[The new railway line which would connect the two coasts since the war began.]]",
        "[[The old museum that was closed for repairs when the roof fell in last winter.]]",
        "[[The old mill, for which 200 tickets at the office of the club and in the shop.]]",
        "[[The council such a plan as early as 1992, but it was lost in the end.]]",
        "[[Previously, the council to close the old mill in the valley, which is a mistake.]]",
        "[[The sluice at the upper lock, which was rebuilt after the flood at a cost of 12 million.]]",
    ],
    good=[
        "The new railway line, which connects the coasts, opened in May.",
        "The old museum that was closed for repairs has opened again.",
        "What matters is that the line was built.",
        "The man who came left when it rained.",
        "Those who know him say that he will win.",
        "To close the mill, which is old, please call the mayor of the town.",
        "Lots of thanks to all the people who helped the club in May.",
        "More than 80 mills in the valley study the water that they use.",
        "No sound but the wind in the trees that stood near the house.",
    ],
)  # fmt: skip
def no_main_verb(document: Document) -> Iterator[Span]:
    """A sentence that opens with a noun phrase and never gets to a verb of its own."""
    for sentence in _plain_sentences(document):
        words, tags = document.words(sentence), document.tags(sentence)
        if not _names_subject(words, tags):
            continue
        if has_main_verb(words, tags):
            if _first_lacks_verb(words, tags):
                yield sentence.span
            continue
        found = clauses(words, tags)
        if (
            found.subordinate
            or found.waiting
            or _has_bare_infinitive(tags)
            or _has_bare_object(tags)
        ):
            yield sentence.span


SURE_VERBS = frozenset(
    "is was are were has had would could should may might must did does came went took gave knew saw "
    "became began made said told held took wrote seemed makes says provides allows includes gives "
    "seems takes comes becomes shows means showed spoke knows happens contains gets depends "
    "continues fell chose don't doesn't didn't isn't wasn't aren't weren't can't won't wouldn't "
    "it's that's there's he's she's we're they're i'm you're i've we've they've".split()
)
"""Words that are nearly always finite verbs, or hold one."""
OPENERS = frozenset(
    "that which who whose whom what how why where when because although though whether unless if "
    "while since until whereas as than before after once till lest".split()
)
"""Words that may open a subordinate clause."""
NO_FIRST_NOUN = frozenset(
    "he she it they we i you there in on at after before when if as for by with from during since "
    "while although though to but and or so not because what who how where why then here now let "
    "unlike despite under over about through without within between until like yes no that this "
    "these those it's that's there's he's we're i'm you're they're let's all most many some".split()
)
"""First words of sentences that this rule leaves alone: their subject, if any, comes later."""
_LEAST_WORDS = 9
NOT_PLAIN = frozenset("? ! : ; \" “ ” « » — – - … ( ) / [ ] * ‘ ' ...".split())


def _plain_sentences(document: Document) -> Iterator[Sentence]:
    """Sentences of paragraphs, long enough and without marks that excuse a missing verb, that have
    no more sure verbs than words that could take them.
    """
    lower = document.tokens.lower
    marks, verbs, takers = map(document.tokens.flags, (NOT_PLAIN, SURE_VERBS, OPENERS))
    for sentence in document.sentences:
        start, stop = sentence.tokens.start, sentence.tokens.stop
        if (
            stop - start >= _LEAST_WORDS
            and sentence.block.kind is BlockKind.PARAGRAPH
            and lower[stop - 1] == "."
            and lower[start] not in NO_FIRST_NOUN
            and marks.find(1, start, stop) < 0
            and verbs.count(1, start, stop) <= (spare := takers.count(1, start, stop))
            and not _has_likely_verb(lower[start:stop], spare)
            and not is_spoken(document, start)
        ):
            yield sentence


def _first_lacks_verb(words: Sequence[str], tags: Sequence[str]) -> bool:
    """Whether the first of two clauses linked by `, but it` lacks its verb."""
    for k in range(5, len(words) - 3):
        if words[k] == "," and words[k + 1] in {"but", "and", "so"}:
            if words[k + 2] not in {"he", "she", "it", "they", "we", "i"}:
                return False
            first, its_tags = words[:k], tags[:k]
            bare = _has_bare_object(its_tags) or _has_bare_infinitive(its_tags)
            return "," not in first and bare and not has_main_verb(first, its_tags)
    return False


def _has_likely_verb(words: Sequence[str], takers: int) -> bool:
    """Whether a sentence very likely has more verbs than words that take one: a cheap look."""
    chances = [1 if word in SURE_VERBS else chance_of_verb(word) for word in words]
    return chances.count(1) > takers or sum(chances) > takers + _LIKELY_VERBS


_LIKELY_VERBS = 0.6
"""Finite verbs to be expected (the sum of all words' shares) from which no tag need be asked."""

BEFORE_SUBJECT = frozenset({"RB", "RBR"})
SUBJECT_OPENERS = frozenset("DT PRP$ JJ JJS CD NN NNS NNP NNPS NNP+POS NN+POS".split())
NO_OPENER = frozenset(
    "no what such all more lots many thanks special most so some any either neither".split()
)
"""First words of sentences that do without a verb in good prose."""


def _names_subject(words: Sequence[str], tags: Sequence[str]) -> bool:
    """Whether a sentence opens as one with a subject does, one adverb and comma apart."""
    first = 2 if tags[0] in BEFORE_SUBJECT and words[1] == "," else 0
    if tags[first + 1] in {"RBR", "JJR"}:
        return False  # `the higher the hill, the …`
    return tags[first] in SUBJECT_OPENERS and words[first] not in NO_OPENER


def _has_bare_infinitive(tags: Sequence[str]) -> bool:
    """Whether `to` and a verb follow a noun phrase that no verb came before."""
    if "TO" not in tags:
        return False
    at = tags.index("TO")
    return tags[at + 1 : at + 2] == ["VB"] and not any(tag.startswith("VB") for tag in tags[:at])


def _has_bare_object(tags: Sequence[str]) -> bool:
    """Whether a noun, or an adverb after it, stands right before a phrase that only a verb could
    have linked to it: `Lund the first set`, `the mayor also on Lund`.
    """
    for k in range(len(tags) - 2):
        if tags[k] in NOUN_TAGS:
            if tags[k + 1] in {"DT", "PRP$", "PDT", "PRP"}:
                return True
            if tags[k + 1] == "RB" and tags[k + 2] in {"IN", "DT", "CD", "TO", "PRP$"}:
                return True
    return False


DETECTORS = (resumptive_pronoun, no_main_verb)
