"""How well words stand beside one another: a linear model over classes of words.

The place between two words is a *junction*. A table of pairs of classes says which junctions
edited English hardly ever has; only those are scored, by the words and classes around them. The
model knows what damage does to a sentence (a word lost, doubled, moved, in the wrong form), since
it was fitted on edited English beside the same text damaged on purpose: `tools/build_phrasing.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import compress, count, islice
from operator import getitem, itemgetter
from pathlib import Path
from typing import NamedTuple

from qualcheck.memo import Memo
from qualcheck.tables import Table

_WORDS = Path(__file__).parent / "data" / "phrasing.txt"
_WEIGHTS = Path(__file__).parent / "data" / "phrasing.bin"

SIZE = 524_287
"""Weights: features are hashed into so many, a prime."""
BASE = 10_007
"""Base of the hash: a prime above the number of words and classes."""
SCALE = 24
"""Steps of a weight in one unit of log odds."""
NOTHING = 0
"""What stands before a sentence's first token and after its last."""

NUMBER, NAME, NAMES, POSSESSIVE, COMPOUND, SIGN = (
    "<num>",
    "<name>",
    "<name's>",
    "<'s>",
    "<->",
    "<sign>",
)
ENDINGS = ("ing", "ed", "ly", "s")
"""Of words that the list lacks: each is a class, and so is none of them."""
MARKS = {
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "–": "—",
    "-": "—",
    "‐": "—",
    "‑": "—",
    "[": "(",
    "]": ")",
}


OPENERS = frozenset('" “ ‘ : ( — –'.split())
"""Marks after which a capital may be a sentence's first."""


class Model(NamedTuple):
    """Classes and words are numbers from 1 on; the commonest words have a number of their own."""

    numbers: Table
    """Word, mark or ending → its class, and its own number where it has one."""
    width: int
    """Number of classes, 0 included."""
    rare: bytes
    """By class of the left word times `width`, and class of the right: 1 where they seldom meet."""
    weights: Sequence[int]
    """In steps of 1/SCALE; by hashed feature."""
    bias: float


@cache
def model() -> Model:
    """The model, read when first asked for."""
    numbers, data = Table(_WORDS), _WEIGHTS.read_bytes()
    fields = dict(pair.split("=") for pair in numbers.head[0].split(" "))
    width = int(fields["classes"])
    weights = memoryview(data)[width * width :].cast("b")
    return Model(numbers, width, data[: width * width], weights, float(fields["bias"]))


def number_words(
    texts: Sequence[str], starts: Iterable[int], names: Iterable[int] = ()
) -> tuple[list[int], list[int]]:
    """Class and own number (its class where it has none) of each token.

    `starts` are the tokens whose capital says nothing; any other makes a name of what is no
    function word. `names` are names though they look like a word.
    """
    pairs = [*map(_INSIDE.__getitem__, texts)]
    for i in starts:
        pairs[i] = _OPENING[texts[i]]
    for i in names:
        pairs[i] = _number_of_kind(NAME)
    return [*map(_CLASS, pairs)], [*map(_WORD, pairs)]


_CLASS, _WORD = itemgetter(0), itemgetter(1)


def _number_inside(text: str) -> tuple[int, int]:
    """Class and own number of a token inside a sentence, where a capital makes a name."""
    return _number_of_kind(NAME) if _is_plain_name(text) else _number(text, opening=False)


def _is_plain_name(text: str) -> bool:
    """Whether a token inside a sentence is surely a name: most with a capital are. A quick look."""
    if not text[0].isupper() or not text.isalpha():
        return False
    return text != "I" and (len(text) == 1 or text.lower() not in CLOSED or text.isupper())


def _number(text: str, *, opening: bool) -> tuple[int, int]:
    """Class and own number of a token; `opening`: whether its capital says nothing."""
    if text.islower() and text.isalpha():  # as most are
        return numbers_of(text) or _number_of_kind(_kind(text[0], text))
    lower = text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    if text[0].isupper() and text != "I" and not _is_word(text, lower, opening=opening):
        return _number_of_kind(NAMES if lower.endswith("'s") else NAME)
    return numbers_of(MARKS.get(text, lower)) or _number_of_kind(_kind(text[0], lower))


_INSIDE = Memo(_number_inside)
_OPENING = Memo(partial(_number, opening=True))


def _is_word(text: str, lower: str, *, opening: bool) -> bool:
    """Whether a capitalised token is a word of the list and no name: a sentence's first, `The`."""
    if text.isupper() and len(text) > 1:
        return False
    if not opening and (lower not in CLOSED or len(lower) == 1):
        return False
    return numbers_of(lower) is not None


def numbers_of(key: str) -> tuple[int, int] | None:
    """Class and own number of what the list has; None for the rest."""
    row = model().numbers.get(key)
    return None if row is None else _PARSED[row]


def _parsed(row: str) -> tuple[int, int]:
    """`12 TAB 345` or `12`, as most words have it."""
    number, _, own = row.partition("\t")
    return int(number), int(own or number)


_PARSED = Memo(_parsed)


@cache
def _number_of_kind(kind: str) -> tuple[int, int]:
    """The class of all tokens of one kind, which have no number of their own."""
    found = numbers_of(kind)
    if found is None:
        raise KeyError(f"{_WORDS.name} has no class for {kind}")
    return found


def _kind(first: str, lower: str) -> str:
    """What kind of token this is that the list lacks, by its first character and its ending."""
    if first.isdigit():
        return NUMBER
    if not first.isalpha():
        return SIGN
    if lower.endswith("'s"):
        return POSSESSIVE
    if "-" in lower:
        return COMPOUND
    for ending in ENDINGS:
        if lower.endswith(ending):
            return f"-{ending}"
    return "-"


CLOSED = frozenset(
    "the a an of in on at to for from by with and or but as if that this these those it he she "
    "they we you his her their our its my your is are was were be been has have had do does did "
    "not will would can could".split()
)
"""Words that are no names, even with a capital in mid-sentence."""


def rare_places(classes: Sequence[int]) -> Iterator[int]:
    """Numbers of the tokens (from 1) that hardly ever follow the one before; in one fast pass."""
    known = model()
    rows = [known.rare[at : at + known.width] for at in range(0, len(known.rare), known.width)]
    following = islice(classes, 1, None)
    return compress(count(1), map(getitem, map(rows.__getitem__, classes), following))


def is_rare(left: int, right: int) -> bool:
    """Whether two classes hardly ever stand side by side."""
    return bool(model().rare[left * model().width + right])


def rare_edges(classes: Sequence[int], sentences: Iterable[range]) -> Iterator[bool]:
    """For each sentence (its tokens, one at least), whether it begins or ends as few do."""
    rare, width = model().rare, model().width
    for tokens in sentences:
        yield bool(rare[classes[tokens.start]] or rare[classes[tokens.stop - 1] * width])


def junction_score(classes: Sequence[int], words: Sequence[int], place: int) -> float:
    """Log odds that something is wrong at a junction of one sentence.

    Its number is that of the token on its right; the sentence's end has the sentence's length.
    """
    known = model()
    found = features(classes, words, place)
    return sum(map(known.weights.__getitem__, found)) / SCALE + known.bias


def features(classes: Sequence[int], words: Sequence[int], place: int) -> list[int]:
    """The hashed features of a junction: classes (a, b) and words (u, v) around it, by place.

    The hash of x, y, z in template t is ((t * BASE + x) * BASE + y) * BASE + z, modulo SIZE. It is
    written out, since a text has thousands of junctions.
    """
    a2, a1, b1, b2 = _around(classes, place)
    u2, u1, v1, v2 = _around(words, place)
    a1_base, u1_base, a2_base2 = a1 * BASE, u1 * BASE, a2 * _BASE_2
    b1_base, u1_base2 = b1 * BASE, u1 * _BASE_2
    return [
        (_PAIRS[0] + a1_base + b1) % SIZE,
        (_PAIRS[1] + u1_base + v1) % SIZE,
        (_PAIRS[2] + u1_base + b1) % SIZE,
        (_PAIRS[3] + a1_base + v1) % SIZE,
        (_PAIRS[4] + a2 * BASE + b1) % SIZE,
        (_PAIRS[5] + a1_base + b2) % SIZE,
        (_THREES[0] + a2_base2 + a1_base + b1) % SIZE,
        (_THREES[1] + a1 * _BASE_2 + b1_base + b2) % SIZE,
        (_THREES[2] + u1_base2 + b1_base + b2) % SIZE,
        (_THREES[3] + a2_base2 + a1_base + v1) % SIZE,
        (_THREES[4] + u2 * _BASE_2 + u1_base + v1) % SIZE,
        (_THREES[5] + u1_base2 + v1 * BASE + v2) % SIZE,
        (_FOUR + a2 * _BASE_3 + a1 * _BASE_2 + b1_base + b2) % SIZE,
    ]


def _around(numbers: Sequence[int], place: int) -> Sequence[int]:
    """The two numbers before a junction and the two after it."""
    if 2 <= place <= len(numbers) - 2:
        return numbers[place - 2 : place + 2]
    inside = range(len(numbers))
    return [numbers[i] if i in inside else NOTHING for i in range(place - 2, place + 2)]


_BASE_2, _BASE_3 = BASE**2 % SIZE, BASE**3 % SIZE
_PAIRS = tuple(template * BASE**2 % SIZE for template in range(1, 7))
_THREES = tuple(template * BASE**3 % SIZE for template in range(11, 17))
_FOUR = 21 * BASE**4 % SIZE
"""What each template's number adds to its hashes."""
