"""Grammar that translation breaks. What needs the parse asks for it last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qualcheck import lexicon
from qualcheck.check import Hit, detector
from qualcheck.document import BlockKind, Document, ParsedToken, Sentence, Span

_GRAMMAR = "linguistic-conventions/grammar"

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
"""Penn tags of verbs that can carry a sentence."""

RELATIVES = frozenset("which who that whose where".split())


def _finite_share(word: str) -> float:
    """How often a lower-case word is a finite verb in edited English, 0..1 (lexicon's counts)."""
    counts = lexicon.tag_counts(word)
    total = sum(counts.values())
    if not total:
        return 0.5 if word.endswith(("ed", "s")) else 0.0
    return sum(counts.get(tag, 0) for tag in FINITE) / total


def _share(word: str, tags: frozenset[str]) -> float:
    counts = lexicon.tag_counts(word)
    total = sum(counts.values())
    return sum(counts.get(tag, 0) for tag in tags) / total if total else 0.0


NOUN = frozenset({"NN", "NNS", "NNP", "NNPS"})
NOMINAL = NOUN | {"JJ", "JJR", "JJS", "CD", "DT", "PRP$", "PDT", "POS", "VBG", "VBN"}


def _adjacent(document: Document, left: int, right: int) -> bool:
    gap = document.prose[document.tokens.span(left, left).end : document.tokens.starts[right]]
    return gap in {" ", "-"}


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
    ],
    known_misses=["The farmers of the valley they hope that rain will come."],
)  # fmt: skip
def resumptive_pronoun(document: Document) -> Iterator[Hit]:
    """Subject, pronoun, verb: where the sentence is whole without the pronoun."""
    tokens = document.tokens
    for pronoun in ("they", "it", "he", "she"):
        for i in tokens.places.get(pronoun, ()):
            first = _subject_before(document, i)
            if first is None or not _whole_without(document, i):
                continue
            subject = document.text(tokens.span(first, i - 1))
            span = Span(tokens.starts[i], tokens.starts[i + 1])
            yield Hit("grammar.resumptive-pronoun", span, ("",), {"subject": subject})


CLAUSE_OPENERS = frozenset("where that because when while if although though since ; :".split())
SCENE = frozenset(
    "in on at after before during under since despite for from with according meanwhile today "
    "yesterday however earlier later last this nevertheless moreover therefore".split()
)
"""First words of a phrase that sets the scene before a clause: `In the valley, farmers …`."""
LINKS = CLAUSE_OPENERS | frozenset(
    ", . and but or which who whose whom what how why as than before after until".split()
)

ZERO_RELATIVE = frozenset(
    "way time times moment day days year years reason reasons thing things everything anything "
    "nothing all what minute place first last more less much lot sort kind problem fact idea one "
    "ones night morning week month point people man woman someone anyone everyone whatever "
    "question result truth chance hope feeling evidence sign news something someone meaning position "
    "weekday weekend summer winter spring autumn today yesterday tomorrow monday tuesday wednesday "
    "thursday friday saturday sunday".split()
)
"""Nouns that a clause without `that` follows as a matter of course: `the way they say it`."""


def _subject_before(document: Document, pronoun: int) -> int | None:
    """First token of a bare noun phrase that opens its clause right before a pronoun which
    could stand for it, and before a finite verb; None where that isn't so.
    """
    tokens, lower, texts = document.tokens, document.tokens.lower, document.tokens.texts
    if pronoun + 2 >= len(tokens) or texts[pronoun] != lower[pronoun] or not pronoun:
        return None
    head = pronoun - 1
    if not _agrees(document, head, lower[pronoun]) or lower[head] in ZERO_RELATIVE:
        return None
    if _share(lower[pronoun + 1], FINITE | {"VB"}) < 0.4 or not _adjacent(document, head, pronoun):
        return None
    sentence = document.sentence_at(tokens.starts[pronoun])
    if sentence is None or document.in_quotation(tokens.starts[pronoun]):
        return None
    if _finite_in_clause(document, pronoun, sentence) != 1:
        return None  # `the boats they built sank …`: a relative clause, and the main verb after it
    return _phrase_start(document, head, sentence)


def _phrase_start(document: Document, head: int, sentence: Sentence) -> int | None:
    """Where the noun phrase that ends at `head` begins, if it opens its clause."""
    lower = document.tokens.lower
    first = sentence.tokens.start
    if (
        head > first
        and _share(lower[head - 1], frozenset({"NNS"})) > 0.6
        and _is_verbal(lower[head])
    ):
        return None  # `teachers hope it will`: the verb of a plural subject
    for i in range(head, max(first - 1, head - 6), -1):
        if i < head and lower[i] in CLAUSE_OPENERS:
            return i + 1
        if i < head and lower[i] == ",":
            scene = lower[first] in SCENE and "," not in lower[first:i]
            return i + 1 if scene else None
        if _share(lower[i], NOMINAL) <= 0.7 and i not in document.names:
            return None
        if i == first:
            return i
    return None


def _is_verbal(word: str) -> bool:
    return _share(word, frozenset({"VB", "VBP"})) > 0.02


def _finite_in_clause(document: Document, pronoun: int, sentence: Sentence) -> int:
    """How many finite verbs stand between a pronoun and the next clause or mark."""
    count = 0
    for i in range(pronoun + 1, sentence.tokens.stop):
        word = document.tokens.lower[i]
        if word in LINKS:
            break
        count += _finite_share(word) > 0.5 or (i == pronoun + 1)
    return count


def _agrees(document: Document, noun: int, pronoun: str) -> bool:
    """Whether a noun can be what the pronoun stands for."""
    word, text = document.tokens.lower[noun], document.tokens.texts[noun]
    if not text[0].isalpha() or word in {"i", "you", "we", "they", "he", "she", "it"}:
        return False
    plural = _share(word, frozenset({"NNS"})) > 0.6
    if pronoun == "they":
        return plural
    singular = _share(word, frozenset({"NN"})) > 0.6 or noun in document.names
    return singular and not plural and _share(word, frozenset({"VB", "VBP", "VBZ"})) < 0.25


def _whole_without(document: Document, pronoun: int) -> bool:
    """Whether the sentence, parsed without the pronoun, gives the noun to the verb as subject
    and leaves no other verb waiting for it.
    """
    tokens = document.tokens
    sentence = document.sentence_at(tokens.starts[pronoun])
    if sentence is None:
        return False
    text, start = document.text(sentence.span), sentence.span.start
    cut = text[: tokens.starts[pronoun] - start] + text[tokens.starts[pronoun + 1] - start :]
    parse = document.parser(cut, Span(0, len(cut)))
    noun = next(
        (t for t in parse if t.span.end == tokens.span(pronoun - 1, pronoun - 1).end - start), None
    )
    if noun is None or noun.dep not in {"nsubj", "nsubjpass"}:
        return False
    verb = parse[noun.head]
    near = abs(parse.index(verb) - parse.index(noun)) <= 3
    return near and verb.pos in {"VERB", "AUX"} and _is_clause(verb) and _is_complete(parse, verb)


def _is_clause(verb: ParsedToken) -> bool:
    return verb.dep in {"ROOT", "conj", "advcl", "ccomp", "relcl", "parataxis"}


def _is_complete(parse: Sequence[ParsedToken], verb: ParsedToken) -> bool:
    """Whether a verb has what it needs, and no finite verb hangs on it without a subject."""
    at = parse.index(verb)
    children = [t for t in parse if t.head == at and t is not verb]
    needed = {"dobj", "attr", "acomp", "ccomp", "xcomp", "oprd", "agent"}
    if verb.dep != "relcl" and any(t.dep == "auxpass" for t in children):
        return True
    after = [t for t in children if t.dep in needed and t.span.start > verb.span.start]
    for token in children:
        if token.dep in {"ccomp", "conj", "xcomp"} and token.tag in FINITE:
            its = [t.dep for t in parse if t.head == parse.index(token)]
            if token.dep != "conj" and not {"nsubj", "nsubjpass", "expl"} & set(its):
                return False
    return bool(after)


@detector(
    id="grammar.no-main-verb",
    category="grammar",
    mqm=_GRAMMAR,
    level="warning",
    artefact="D5",
    message="This sentence has no main verb: every verb in it belongs to a subordinate clause.",
    why="The relative pronoun swallowed the verb of the main clause.",
    bad=[
        "[[The new railway line which would connect the two coasts since the war began.]]",
        "[[The old museum that was closed for repairs when the roof fell in last winter.]]",
    ],
    good=[
        "The new railway line, which connects the coasts, opened in May.",
        "The old museum that was closed for repairs has opened again.",
        "What matters is that the line was built.",
        "The man who came left when it rained.",
        "Those who know him say that he will win.",
    ],
)  # fmt: skip
def no_main_verb(document: Document) -> Iterator[Span]:
    """A sentence that opens with a noun and a relative clause, and never gets to its verb."""
    for sentence in _with_relative_start(document):
        if _may_lack_verb(document, sentence) and _all_subordinate(document.parse(sentence)):
            yield sentence.span


def _with_relative_start(document: Document) -> Iterator[Sentence]:
    """Sentences with a relative pronoun among their second to eighth words."""
    starts: dict[int, Sentence] = {}
    for word in RELATIVES:
        for i in document.tokens.places.get(word, ()):
            sentence = document.sentence_at(document.tokens.starts[i])
            if (
                sentence
                and 1 < i - sentence.tokens.start <= 7
                and document.tokens.texts[i - 1] != ","
            ):
                starts[sentence.span.start] = sentence
    for start in sorted(starts):
        if starts[start].block.kind is BlockKind.PARAGRAPH:
            yield starts[start]


DETERMINERS = frozenset(
    "the a an this these his her its their our my every each any no another".split()
)
ADVERB = frozenset({"RB"})


def _may_be_verb(word: str) -> bool:
    """Whether a word is a finite verb now and then."""
    return _finite_share(word) > 0.04


SUBORDINATORS = RELATIVES | frozenset(
    "as since because when while if although though before after until unless whether than what how why".split()
)
NOT_PLAIN = frozenset('? ! : ; " “ ” « » — – - …'.split()) | {"..."}


def _may_lack_verb(document: Document, sentence: Sentence) -> bool:
    """A cheap count: no more likely finite verbs than words that open a subordinate clause."""
    words = document.words(sentence)
    if len(words) < 9 or words[-1] != "." or NOT_PLAIN & set(words):
        return False
    if (
        document.in_quotation(sentence.span.start)
        or not document.tokens.texts[sentence.tokens.start][0].isupper()
    ):
        return False
    relative = next(k for k, word in enumerate(words) if word in RELATIVES and k > 1)
    if relative > 7 or words[relative - 1] == "," or _may_be_verb(words[relative - 1]):
        return False  # `the line, which …`; `the paper states that …`
    if words[0] not in DETERMINERS and sentence.tokens.start not in document.names:
        return False  # `Make sure that …`, `For those who …`
    if any(w in SUBORDINATORS or _finite_share(w) > 0.4 for w in words[:relative]):
        return False
    verb = relative + 2 if _share(words[relative + 1], ADVERB) > 0.5 else relative + 1
    if _finite_share(words[verb]) <= 0.2:
        return False  # `the calm that we value gives …`: only the subject is ever swallowed
    rest = words[verb + 1 :]
    if any(
        mark == "," and _finite_share(word) > 0.2
        for mark, word in zip(rest, rest[1:], strict=False)
    ):
        return False  # `the club which owns it, wants to …`
    finite = 1 + sum(_finite_share(word) > 0.6 for word in rest) + _bare_clauses(rest)
    return finite <= 1 + sum(_opens_clause(words, k) for k in range(relative + 1, len(words)))


def _bare_clauses(words: Sequence[str]) -> int:
    """Clauses of a subject pronoun and a verb whose form doesn't show that it is finite."""
    return sum(
        word in {"i", "you", "we", "they"}
        and not any(_finite_share(w) > 0.6 for w in words[k + 1 : k + 4])
        for k, word in enumerate(words)
    )


def _opens_clause(words: Sequence[str], k: int) -> bool:
    """Whether a subordinator has a finite verb of its own: `as Rome prepares`, not `such as
    Rome`, `as a harbour`.
    """
    if words[k] not in SUBORDINATORS:
        return False
    for word in words[k + 1 :]:
        if word in SUBORDINATORS or word == ",":
            return False
        if _finite_share(word) > 0.4:
            return True
    return False


def _all_subordinate(parse: Sequence[ParsedToken]) -> bool:
    """Whether each finite verb of a parse opens with a subordinator of its own, or is joined
    to one that does.
    """
    finite = [t for t in parse if t.tag in FINITE]
    if any(t.tag == "VB" and not _has_auxiliary(parse, t) for t in parse):
        return False  # a plural verb that the parser took for an infinitive
    if any(t.tag == "VBN" and t.dep != "amod" and _may_be_past_tense(parse, t) for t in parse):
        return False
    return bool(finite) and all(_is_subordinate(parse, _verb_of(parse, t)) for t in finite)


def _may_be_past_tense(parse: Sequence[ParsedToken], token: ParsedToken) -> bool:
    """Whether a form taken for a participle has no auxiliary and could be a past tense: then
    it may be the main verb, and the parser mistook it (`the man who came left`).
    """
    helped = _has_auxiliary(parse, token)
    return not helped and _share(token.text.lower(), frozenset({"VBD"})) > 0.15


def _has_auxiliary(parse: Sequence[ParsedToken], verb: ParsedToken) -> bool:
    """Whether a verb form has an auxiliary or `to` before it, its own or of what it is joined to."""
    at = parse.index(verb)
    if any(
        t.head == at and (t.tag in {"MD", "TO"} or t.text.lower() in AUXILIARIES) for t in parse
    ):
        return True
    return verb.dep == "conj" and verb.head != at and _has_auxiliary(parse, parse[verb.head])


AUXILIARIES = frozenset(
    "do does did be been being is are was were am has have had having get got gets".split()
)


def _verb_of(parse: Sequence[ParsedToken], token: ParsedToken) -> ParsedToken:
    return parse[token.head] if token.dep in {"aux", "auxpass"} else token


def _is_subordinate(parse: Sequence[ParsedToken], verb: ParsedToken) -> bool:
    at = parse.index(verb)
    children = [t for t in parse if t.head == at and t is not verb]
    opened = any(
        (t.dep == "mark" or t.tag in {"WDT", "WP", "WRB", "WP$"}) and t.span.start < verb.span.start
        for t in children
    )
    if opened:
        return True
    own_subject = any(t.dep in {"nsubj", "nsubjpass", "expl"} for t in children)
    return verb.dep == "conj" and not own_subject and _is_subordinate(parse, parse[verb.head])


DETECTORS = (resumptive_pronoun, no_main_verb)
