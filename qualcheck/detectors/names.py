"""One name spelt in two ways."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from qualcheck import lexicon
from qualcheck.check import ALL_SCOPES, Hit, detector, told_once
from qualcheck.document import Document, Span
from qualcheck.morphology import without_possessive
from qualcheck.transliteration import (
    LEAST_LETTERS,
    is_respelling,
    name_key,
    same_but_marks,
    skeleton,
)


@detector(
    id="names.variant",
    category="names",
    mqm="terminology/inconsistent-use-of-terminology",
    level="warning",
    scopes=ALL_SCOPES,
    artefact="B6",
    message="'{match}' is spelt '{suggestion}' elsewhere in this text.",
    why="One name, transliterated in two ways, reads as two people or places.",
    bad=[
        (
            "Today Zelensky spoke. Then Zelensky left. Later Mr [[Zelenskiy]] returned.",
            "Today Zelensky spoke. Then Zelensky left. Later Mr Zelensky returned.",
        ),
        ("Mr Taylor left. Ann Taylor stayed, said Mr [[Teylor]].", "Mr Taylor left. Ann Taylor stayed, said Mr Taylor."),
        ("They met in Kharkiv and stayed in Kharkiv before [[Harkiv]] fell.", "They met in Kharkiv and stayed in Kharkiv before Kharkiv fell."),
    ],
    good=[
        "Zelensky came with Zelenska, and Zelensky spoke.",
        "First Johnson spoke, then Johnston, and Johnson left.",
        "Then Petrov met Petrova, and Petrov left.",
        "They say Steven met Stephen, and Steven left.",
        "Mr Brown left. Mr Brown met Eva Braun, and Braun spoke.",
        "They use Novel. Novel is good, said the Naval officer.",
        "Today Johansson met Johansen in the hall.",
    ],
)  # fmt: skip
def variant(document: Document) -> Iterator[Hit]:
    """The rarer of two spellings that differ only as transliterations do, told once for each."""
    alike: dict[str, Forms] = defaultdict(lambda: defaultdict(list))
    for word, places in _name_words(document):
        key = skeleton(word)
        for i in places:
            alike[key][without_possessive(document.tokens.texts[i])].append(i)
    for forms in alike.values():
        if len(forms) > 1:
            slips = dict(_respelt(document, forms)) | dict(_transliterated(forms))
            for form, name in slips.items():
                yield told_once(
                    "names.variant",
                    [_span(document, i, form) for i in forms[form]],
                    against=[_span(document, forms[name][0], name)],
                    suggestions=(name,),
                )


Forms = dict[str, list[int]]
"""Spelling of a name → its tokens, in order."""


def _span(document: Document, token: int, form: str) -> Span:
    """The place of a form at the start of a token, which may have a possessive behind it."""
    start = document.tokens.starts[token]
    return Span(start, start + len(form))


def _transliterated(forms: Forms) -> Iterator[tuple[str, str]]:
    """Forms that one romanisation or another makes of the same letters, each with the commonest
    (the first, where they are even).
    """
    spellings: dict[str, Forms] = defaultdict(dict)
    for form, places in forms.items():
        if len(form) >= LEAST_LETTERS:
            spellings[name_key(form)][form] = places
    for same in spellings.values():
        if len(same) > 1 and not any(lexicon.is_given_name(form) for form in same):
            usual, *rarer = sorted(same, key=lambda form: (-len(same[form]), same[form][0]))
            for form in rarer:
                if not same_but_marks(form, usual) and not _both_english(form, usual):
                    yield form, usual


def _respelt(document: Document, forms: Forms) -> Iterator[tuple[str, str]]:
    """Rare forms that write the sound of a frequent or well-known one, for the same bearer."""
    for form, places in forms.items():
        for name, others in forms.items():
            if (
                form != name
                and len(places) <= len(others)
                and is_respelling(form.lower(), name.lower())
                and (_is_rarer(places, others) or _is_unknown_beside(form, name, places, others))
                and not same_but_marks(form, name)
                and _is_one_bearer(document, places, others)
            ):
                yield form, name
                break


def _is_rarer(places: list[int], others: list[int]) -> bool:
    return len(places) < len(others) >= LEAST_USES


def _is_unknown_beside(form: str, name: str, places: list[int], others: list[int]) -> bool:
    """Whether a form that no list has stands once beside a name that one has."""
    return len(places) == len(others) == 1 and not _is_listed(form) and _is_listed(name)


def _is_listed(name: str) -> bool:
    return lexicon.is_english(name) or lexicon.is_given_name(name)


LEAST_USES = 2
"""Places of a name from which a rare form of it is a slip."""


def _is_one_bearer(document: Document, places: list[int], others: list[int]) -> bool:
    """Whether all that stands before a rare form stands before the frequent one somewhere, and
    that is a name; a word of English needs more: `Mr Teylor`, not `the Tailor`.
    """
    before = {_name_before(document, i) for i in places}
    beside = {_name_before(document, i) for i in others}
    if not before <= beside | lexicon.TITLES | {""}:
        return False
    word = without_possessive(document.tokens.lower[places[0]])
    if before & lexicon.TITLES or "" not in before or not lexicon.is_english(word):
        return "" not in before or not lexicon.is_given_name(word)
    return len(others) >= MANY_USES and all(_stands_as_name(document, i) for i in places)


MANY_USES = 3
"""Places of a name from which an English word like it, capitalised, is a slip."""

DETERMINERS = frozenset("the a an this that his her its their our my your no some and or".split())


def _name_before(document: Document, token: int) -> str:
    """The capitalised word right before a token, in lower case; empty where there is none."""
    texts, starts = document.tokens.texts, document.tokens.starts
    if not token or not texts[token - 1][0].isupper():
        return ""
    gap = document.prose[starts[token - 1] + len(texts[token - 1]) : starts[token]]
    return texts[token - 1].lower() if gap in {" ", ". "} else ""


def _stands_as_name(document: Document, token: int) -> bool:
    """Whether a capitalised word stands in mid-sentence without a determiner."""
    before = document.tokens.texts[token - 1] if token else "."
    if before in {".", "?", "!"}:
        return lexicon.tag_share(document.tokens.lower[token + 1], ("VBD", "VBZ")) > 0.8
    return before.islower() and before.isalpha() and before not in DETERMINERS


def _name_words(document: Document) -> Iterator[tuple[str, list[int]]]:
    """Words in lower case that are surnames or places here, with their tokens: long enough, not
    all capitals.
    """
    texts, forms = document.tokens.texts, document.names.forms
    for word, places in document.tokens.places.items():
        bare = without_possessive(word)
        if (
            word not in forms
            or len(bare) < LEAST_LETTERS - 1
            or not bare.isalpha()
            or bare[0] > "\u024f"
        ):
            continue
        kept = [i for i in places if texts[i][0].isupper() and not texts[i].isupper()]
        if kept:
            yield bare, kept


def _both_english(one: str, other: str) -> bool:
    """Whether both are words of English (`Greens` and `Greece`): then they are two things."""
    return lexicon.is_english(one) and lexicon.is_english(other)


DETECTORS = (variant,)
