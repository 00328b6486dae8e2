"""Pronouns: their verb's number, and their case."""

from __future__ import annotations

from collections.abc import Iterator

from qualcheck.check import Hit, detector
from qualcheck.document import Document
from qualcheck.morphology import FINITE, PLURAL_OF, SINGULAR_OF, is_only, share
from qualcheck.syntax import follows, is_spoken, opens_sentence

_AGREEMENT = "linguistic-conventions/grammar"


@detector(
    id="grammar.pronoun-agreement",
    category="grammar",
    mqm=_AGREEMENT,
    level="error",
    artefact="D3",
    message="'{subject}' doesn't go with '{verb}'.",
    why="A verb agrees with its subject: he has, they have.",
    bad=[
        ("They [[was]] late.", "They were late."),
        ("She said that they [[has]] left.", "She said that they have left."),
        ("He [[have]] a mill in the valley.", "He has a mill in the valley."),
        ("It [[contain]] old wheels.", "It contains old wheels."),
    ],
    good=[
        "Could he have known? So do they.",
        "If she were here, he would have left.",
        "Those who use it have left, and those behind it are here.",
        "They said that one of them was late.",
        "She asked that he have a chance, and that it contain no salt.",
        "“They was here,” he said.",
        "Let it contain what it may.",
    ],
)  # fmt: skip
def pronoun_agreement(document: Document) -> Iterator[Hit]:
    """A subject pronoun and right after it a verb of the other number."""
    tokens = document.tokens
    for word in ("they", "we", "he", "she", "it"):
        for i in tokens.places.get(word, ()):
            if i + 2 >= len(tokens):
                continue
            fixed = _agreeing(document, i, word)
            if fixed and follows(document, i) and not is_spoken(document, i):
                values = {"subject": tokens.texts[i], "verb": tokens.texts[i + 1]}
                yield Hit("grammar.pronoun-agreement", tokens.span(i + 1, i + 1), (fixed,), values)


def _agreeing(document: Document, i: int, pronoun: str) -> str | None:
    """The form that agrees, where the verb after a pronoun doesn't."""
    tokens = document.tokens
    verb = tokens.texts[i + 1]
    if pronoun in {"they", "we"}:
        return PLURAL_OF.get(verb)
    if verb in AGREES_WITH_I:
        return SINGULAR_OF[verb] if _opens_clause(document, i) else None
    base = is_only(verb, "VB", "VBP") and share(verb, "VB") > _OFTEN
    if base and _opens_clause(document, i) and document.tag(i + 1) in {"VBP", "VB"}:
        return _third_person(verb)
    return None


AGREES_WITH_I = frozenset("are have do haven't aren't don't".split())
_OFTEN = 0.3
"""Share of base forms under which a word that is only VBP is the tagger's mistake."""


def _opens_clause(document: Document, i: int) -> bool:
    """Whether a clause that is no wish or question opens here."""
    before = document.tokens.lower[i - 1] if i else "."
    return before in {"because", "while", "where", "although"} or opens_sentence(document, i)


def _third_person(base: str) -> str:
    """The form of he, she, it: contains, tries, watches."""
    if base.endswith(("s", "sh", "ch", "x", "z", "o")):
        return base + "es"
    return base[:-1] + "ies" if base.endswith("y") and base[-2] not in "aeiou" else base + "s"


OBJECTS = {"them": "they", "him": "he", "me": "I", "us": "we", "her": "she"}
POSSESSIVES = {"their": "they", "my": "I", "our": "we", "your": "you", "its": "it"}
REFLEXIVES = {
    "himself": "he",
    "herself": "she",
    "itself": "it",
    "themselves": "they",
    "myself": "I",
    "ourselves": "we",
    "yourself": "you",
    "ourself": "we",
    "themself": "they",
    "mine": "I",
    "yours": "you",
    "hers": "she",
    "ours": "we",
    "theirs": "they",
}
"""Reflexives, and possessives that stand alone, with the subject form of each."""
SUBJECTS = {subject.lower(): form for form, subject in OBJECTS.items()}
CASE_PREPOSITIONS = frozenset(
    "of with from into about against between toward towards without by among in to near at on "
    "under behind despite".split()
)
BEFORE_SUBJECT = frozenset("because although if when while whether".split())
BEFORE_ANY_SUBJECT = BEFORE_SUBJECT | frozenset("so but yet as".split())
NO_NOUN = frozenset("is was are were has had could would should cannot didn't isn't".split())
"""Verbs that a possessive never stands before: no word in between is left out there."""
NO_TOOL = frozenset("of from into against with".split())
"""Prepositions that no clause's subject is followed by, after the verb that should govern it."""
SURE_FINITE = frozenset("is was has had have are were said told went came took knew became".split())
SPEAKING = frozenset("said told added says asked explained replied".split())
THINKING = frozenset(
    "say said says believe believed believes think thinks thought hope hopes hoped".split()
)
NO_OBJECT_BEFORE = frozenset("do have be say help make see think know hope saying believe mean being ensure ensuring".split())  # fmt: skip
"""Verbs that a clause may follow without `that`, or whose subject follows them."""


@detector(
    id="grammar.pronoun-case",
    category="grammar",
    mqm=_AGREEMENT,
    level="warning",
    artefact="D3",
    message="'{match}' has the wrong form here.",
    why="Pronouns are the last words with cases in English: he sees him, his is his own.",
    bad=[
        ("[[Her]] told reporters that she was ill.", "She told reporters that she was ill."),
        ("“It is old,” [[her]] said to them.", "“It is old,” she said to them."),
        ("She left because [[them]] were late.", "She left because they were late."),
        ("He spoke with [[they]] in May.", "He spoke with them in May."),
        ("[[Their]] have left the valley.", "They have left the valley."),
        ("The road is wet, so [[yours]] can't drive fast.", "The road is wet, so you can't drive fast."),
        ("The mill burnt, but [[itself]] was rebuilt.", "The mill burnt, but it was rebuilt."),
        ("They said [[them]] were late.", "They said they were late."),
        ("Take the two parts and hold [[they]] together.", "Take the two parts and hold them together."),
        ("The firm told [[they]] of the loss.", "The firm told them of the loss."),
        ("At that time [[him]] became the mayor.", "At that time he became the mayor."),
        ("As far as [[me]] know, the mill is old.", "As far as I know, the mill is old."),
        ("It is old, and [[its]] could fall any day.", "It is old, and it could fall any day."),
        ("If you go, [[your]] should take a coat.", "If you go, you should take a coat."),
        "She is late because [[herself]] car broke down.",
    ],
    good=[
        "Her mother told reporters that she was ill.",
        "The mill belonged to them, and was old.",
        "He left, for he was tired, and as we read on she slept.",
        "The difference between him and us is that we work.",
        "Theirs is a good mill, and his was better, but ours will do.",
        "In his view, he was right. The man he spoke of he knew well.",
        "A friend of his was here.",
        "The house we live in she sold.",
        "She told them they were late. Use they or them.",
        "The mayor himself was there, a man who himself had a mill.",
        "They demanded he step down.",
        "A friend of theirs was here; so did he of old, and so had they with us.",
    ],
)  # fmt: skip
def pronoun_case(document: Document) -> Iterator[Hit]:
    """A pronoun as subject that can't be one, or as object that can only be a subject."""
    tokens = document.tokens
    for word in (
        OBJECTS.keys() | SUBJECTS.keys() | POSSESSIVES.keys() | REFLEXIVES.keys()
    ) & tokens.places.keys():
        for i in tokens.places[word]:
            if i + 1 >= len(tokens) or not follows(document, i):
                continue
            if word not in REFLEXIVES and is_spoken(document, i):
                continue
            right = _right_case(document, i, word)
            if right is not None:
                capital = tokens.texts[i][0].isupper() and word != "i"
                shown = right.capitalize() if capital else right
                yield Hit("grammar.pronoun-case", tokens.span(i, i), (shown,) if right else ())


def _right_case(document: Document, i: int, word: str) -> str | None:
    """The form that belongs here, where another stands; "" where it depends."""
    if word in SUBJECTS:
        return SUBJECTS[word] if _is_object(document, i) else None
    if word in REFLEXIVES:
        if _is_reflexive_subject(document, i):
            return REFLEXIVES[word]
        owner = i > 0 and document.tokens.lower[i - 1] in {"because", "although", "if"}
        return "" if owner and word.endswith(("self", "selves")) else None
    return {**OBJECTS, **POSSESSIVES}[word] if _is_other_subject(document, i, word) else None


def _is_finite(document: Document, i: int) -> bool:
    """Whether a word can only be a finite verb here."""
    word = document.tokens.texts[i]
    return word in SURE_FINITE or (is_only(word, *FINITE) and document.tag(i) in FINITE)


def _is_other_subject(document: Document, i: int, word: str) -> bool:
    """Whether an object form or possessive stands where a subject must: `her told`."""
    tokens = document.tokens
    after, before = tokens.texts[i + 1], tokens.lower[i - 1] if i else "."
    if after == "will" or tokens.texts[i] == "US":
        return False  # `my will`, `US creates`
    if word in POSSESSIVES and after in NO_NOUN:
        return before not in {"of", "word", "than"} and document.tag(i + 2) not in {",", "."}
    opens = opens_sentence(document, i)
    if opens or before in BEFORE_SUBJECT | {"so"}:
        modifies = word in {"him", "them"} and document.tag(i + 1) in {"NN", "NNS", "RB"}
        return _is_finite(document, i + 1) or (modifies and (opens or before == "because"))
    if before in {'"', "”"} and word in OBJECTS:
        return after in SPEAKING
    if word in {"him", "them"} and _has_no_governor(document, i):
        return _is_finite(document, i + 1)
    if word == "me" and tokens.lower[max(0, i - 2) : i] == ["far", "as"]:
        return document.tag(i + 1) == "VBP" and is_only(after, "VB", "VBP")
    return before in THINKING and word in {"them", "him", "us"} and _is_finite(document, i + 1)


def _has_no_governor(document: Document, i: int) -> bool:
    """Whether nothing before a pronoun in its sentence can have it as its object."""
    sentence = document.sentence_with(i)
    if sentence is None or document.tag(i - 1) not in {"NN", "NNS", "RB"}:
        return False
    before = range(sentence.tokens.start, i)
    return document.tag(before[0]) in {"IN", "RB", "DT"} and not any(
        document.tag(k)[:1] in {"V", "M", "W"} or "+" in document.tag(k) for k in before
    )


def _is_reflexive_subject(document: Document, i: int) -> bool:
    """Whether a reflexive, or a possessive without a noun, opens a clause as its subject."""
    tokens = document.tokens
    word, before = tokens.lower[i], tokens.lower[i - 1] if i else "."
    reflexive = word.endswith(("self", "selves"))
    if before not in BEFORE_ANY_SUBJECT and not (reflexive and opens_sentence(document, i)):
        return False
    if (
        before == "but"
        and i > 1
        and tokens.lower[i - 2]
        in {"one", "nobody", "none", "nothing", "anything", "everything", "all"}
    ):
        return False  # `no one but themselves could`
    verb = i + 2 if document.tag(i + 1) == "RB" and i + 2 < len(tokens) else i + 1
    if reflexive:
        plural = before in BEFORE_SUBJECT | {"as"} and document.tag(verb) == "VBP"
        return plural or document.tag(verb) == "MD" or _is_finite(document, verb)
    contracted = tokens.lower[i + 1].endswith("n't") and document.tag(i + 1) == "MD"
    return contracted and before != ","


_AUXILIARIES = frozenset("was were had did".split())
VERB_BASES = frozenset({"VB", "VBG"})


def _is_object(document: Document, i: int) -> bool:
    """Whether a subject form stands where an object must: after a preposition or a verb."""
    tokens = document.tokens
    before = tokens.lower[i - 1] if i else "."
    if tokens.texts[i][0].isupper() or not i or not follows(document, i - 1):
        return False
    told = is_only(before, "VBD", "VBN") and document.tag(i - 1) == "VBD"
    if told and tokens.texts[i + 1] in NO_TOOL:
        return before not in SPEAKING - {"told"} and before not in _AUXILIARIES
    governs = before in CASE_PREPOSITIONS or share(before, *VERB_BASES) > _OFTEN
    if not governs or tokens.texts[i + 1] in {"/", "or", "and"}:
        return False
    after = document.tag(i + 1)
    if after in FINITE:
        return False
    if before in CASE_PREPOSITIONS:
        return after != "RB"
    if document.tag(i - 1) not in VERB_BASES or before in NO_OBJECT_BEFORE or after == "VB":
        return False
    return i + 2 >= len(tokens) or document.tag(i + 2) not in FINITE


DETECTORS = (pronoun_agreement, pronoun_case)
