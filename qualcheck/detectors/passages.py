"""Whole sentences and paragraphs that another language has."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache

from qualcheck import lexicon
from qualcheck.check import Hit, detector
from qualcheck.document import Block, Document, Sentence, Span
from qualcheck.languages import language_names

# The commonest words of each language that English doesn't have. Written by hand.
FUNCTION_WORDS = {
    code: frozenset(words.split())
    for code, words in {
        "cs": "je jsou byl byla bylo že který která které jeho jejich podle také nebo při až už bude však jako",
        "da": "det er og af til som ikke med den på har et jeg vi blev efter hvor skal også",
        "de": "der das und nicht ist mit von den dem ein eine einen für auf sich auch wird wurde werden nach bei sind im zu als aus haben",
        "es": "el los las del una por con para que su sus más como fue está pero han según también muy sobre entre ha desde",
        "et": "ja ei ning oli kui mis see seda kes aga ka või olid tema selle",
        "fi": "ja ei että oli ovat joka myös mutta sen hän kun tai ole mukaan",
        "fr": "le les des et est une dans que qui pour pas sur par au aux avec ce cette sont ses leur été mais plus il elle du",
        "hr": "je su nije koji koja koje bio bila kao ali prema zbog nakon da se će biti samo iz",
        "hu": "az és hogy nem egy volt van meg csak már vagy amely szerint aki azt ezt is",
        "id": "dan yang dari dengan untuk ini itu tidak akan dalam pada adalah juga oleh",
        "it": "il gli della che non per una del dei nel sono con più anche delle dal alla è ha suo come questo questa",
        "lt": "ir kad yra tai buvo bet su iš jo jos kaip dėl taip bus nuo",
        "lv": "un ir kas lai bija par arī tas viņa ka bet gan kā pie ar",
        "nb": "det er og av til som ikke med den på har jeg vi ble etter hvor skal også fra",
        "nl": "het een van en niet dat zijn voor met aan ook bij wordt werd naar uit maar deze heeft de te",
        "pl": "nie się jest na że do jak który która które jego po przez już był była oraz tym dla przed",
        "pt": "não uma os dos das para que mais pelo pela ao ou seu sua são foi também está como em um",
        "ro": "și nu este cu din pe la pentru care mai sunt că fost să după prin dar ale lui",
        "sk": "je sú bol bola bolo že ktorý ktorá ktoré jeho podľa tiež alebo pri už bude však ako",
        "sl": "je so ni ki bil bila pri tudi kot ali še po da se bo za",
        "sq": "dhe të në një për nga është më me që se ka janë ishte kjo ky edhe si do nuk",
        "sv": "det är och av till som inte med den på har ett jag vi blev efter där ska också från för att",
        "tr": "ve bir bu için ile olarak çok daha gibi olan değil ama kadar sonra var de da",
    }.items()
}  # fmt: skip

ENGLISH_WORDS = frozenset(
    "the of and that with his she they their from this which have had been were are not but would"
    " could about there into than its you your our".split()
)
"""Common words of English that none of the languages above has, or hardly ever."""

LEAST_WORDS = 5
"""Words of a sentence under which nothing tells a sentence from a name."""
FOREIGN_SHARE = 0.5
"""Of a sentence's words, those that its other language is known to have."""
ENGLISH_SHARE = 0.05
LOWER_SHARE = 0.6
"""Of a sentence's words, those in lower case: a title or an address has fewer."""
LEAST_FUNCTION_WORDS = 2
"""Different ones, of the one language."""


@detector(
    id="residue.source-text",
    category="residue",
    mqm="accuracy/untranslated",
    level="warning",
    artefact="G7",
    message="This paragraph is in {languages}: the source was left standing.",
    why="The translation was put below the source, or the engine gave the source back as it was.",
    bad=[
        "[[Les ministres se sont réunis dans la capitale pour parler du budget.]]\n\n"
        "The ministers met in the capital to talk about the budget.",
        "The ministers met in the capital on Monday.\n\n"
        "[[Die Minister haben sich am Montag nicht auf einen Haushalt geeinigt.]]",
    ],
    good=[
        "The ministers met in the capital.\n\n“Nous ne sommes pas d'accord avec le budget,” he said.",
        "The ministers met in the capital.\n\nRue de la Paix, Paris",
        "The museum shows La Liberté guidant le peuple and Le Radeau de la Méduse.",
    ],
    known_misses=["The ministers met.\n\nKeine Einigung in Sicht."],
)  # fmt: skip
def source_text(document: Document) -> Iterator[Hit]:
    """A whole paragraph in another language, in a text that is in English."""
    for block, foreign in _foreign_sentences(document):
        if _is_whole(document, block, foreign):
            yield _hit("residue.source-text", block.prose, foreign)


@detector(
    id="words.untranslated-sentence",
    category="words",
    mqm="accuracy/untranslated",
    level="warning",
    artefact="B2",
    message="This sentence is in {languages}: it was left untranslated.",
    why="The engine gave the sentence back as it was.",
    bad=[
        "The talks start on Monday. [[Les syndicats attendent une réponse des ministres dans la semaine.]]",
        "[[Rozmowy nie są jeszcze zakończone, ale jest nadzieja.]] The unions are waiting for"
        " the answer of the ministers, and they will not go back to work before it has come.",
    ],
    good=[
        "The talks start on Monday. “Les syndicats attendent une réponse des ministres,” they said.",
        "He sang “Non, je ne regrette rien” and left for the Gare de Lyon in the rain.",
        "The motto of the town is Honi soit qui mal y pense, and it stands on the gate.",
    ],
    known_misses=["The talks start on Monday, parce que les syndicats attendent une réponse."],
)  # fmt: skip
def untranslated_sentence(document: Document) -> Iterator[Hit]:
    """Sentences in another language beside English ones in the same paragraph."""
    for block, foreign in _foreign_sentences(document):
        if _is_whole(document, block, foreign):
            continue
        for sentence, languages in foreign.items():
            yield _hit("words.untranslated-sentence", sentence.span, {sentence: languages})


def _hit(rule: str, span: Span, foreign: dict[Sentence, tuple[str, ...]]) -> Hit:
    languages = next(iter(foreign.values()))
    return Hit(rule, span, (), {"languages": language_names(languages)})


def _is_whole(document: Document, block: Block, foreign: Collection[Sentence]) -> bool:
    """Whether no sentence of a block is in English, but for a name or a heading of few words."""
    rest = [s for s in document.sentences_in(block) if s not in foreign]
    return not any(
        _OPENLY_ENGLISH & set(document.tokens.lower[s.tokens.start : s.tokens.stop]) for s in rest
    )


_OPENLY_ENGLISH = ENGLISH_WORDS | frozenset("a is was in to he it".split())


def _foreign_sentences(
    document: Document,
) -> Iterator[tuple[Block, dict[Sentence, tuple[str, ...]]]]:
    """Each block that has sentences in another language, with them and their languages."""
    index = document.tokens.places
    places = {i for word in index.keys() & _all_function_words() for i in index[word]}
    found: dict[Block, dict[Sentence, tuple[str, ...]]] = {}
    for start in sorted({s.tokens.start for i in places if (s := document.sentence_with(i))}):
        sentence = document.sentence_with(start)
        languages = _languages(document, sentence) if sentence else ()
        if sentence and languages:
            found.setdefault(sentence.block, {})[sentence] = languages
    yield from found.items()


@cache
def _all_function_words() -> frozenset[str]:
    """Words worth a look at their sentence."""
    return frozenset().union(*FUNCTION_WORDS.values()) - _ENGLISH_TOO


_ENGLISH_TOO = frozenset("bet bus care come do is me met per pie plus pour see so till".split())
"""Words above that English has as well: no reason to look at a sentence."""


def _languages(document: Document, sentence: Sentence) -> tuple[str, ...]:
    """The likeliest languages of a sentence outside quotation marks; none where it is English."""
    tokens = sentence.tokens
    texts = [t for t in document.tokens.texts[tokens.start : tokens.stop] if t[0].isalpha()]
    if len(texts) < LEAST_WORDS or document.in_quotation(sentence.span.start):
        return ()
    words = [text.lower() for text in texts]
    if sum(word in ENGLISH_WORDS for word in words) > ENGLISH_SHARE * len(words):
        return ()
    if sum(text.islower() for text in texts) < LOWER_SHARE * len(texts):
        return ()
    known = [lexicon.languages_of(word) for word in words]
    counts = {
        code: sum(
            word in function or code in codes for word, codes in zip(words, known, strict=True)
        )
        for code, function in FUNCTION_WORDS.items()
        if len(function.intersection(words)) >= LEAST_FUNCTION_WORDS
    }
    best = max(counts, key=counts.__getitem__, default="")
    if not best or counts[best] < FOREIGN_SHARE * len(words):
        return ()
    return tuple(sorted(code for code, count in counts.items() if count >= counts[best] - 1))


DETECTORS = (source_text, untranslated_sentence)
