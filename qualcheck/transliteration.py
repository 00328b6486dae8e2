"""How names look when they have gone through another script: what stays of their spelling."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from qualcheck.patterns import lazy

LETTERS = tuple(
    pair.split(":")
    for pair in (
        "shch:sc tsch:c tch:c sch:s kh:h gh:g zh:z ts:c tz:c cz:c ch:c sh:s ph:f dj:j dzh:j "
        "ou:u oo:u ee:i ks:x iu:u yu:u ju:u ia:a ya:a ja:a ie:e ye:e je:e yo:o io:o w:v q:k j:y g:h"
    ).split()
)
"""What transliterations spell differently, most of it after BGN/PCGN and ISO 9 for Cyrillic and
the usual romanisations of Arabic; each pair folds to one letter. Longest first."""


def name_key(name: str) -> str:
    """What stays the same of a name, however it was transliterated.

    >>> name_key("Zelenskyy") == name_key("Zelenskiy") == name_key("Zelensky")
    True
    >>> name_key("Zelenska") == name_key("Zelensky")
    False
    """
    folded = unicodedata.normalize("NFKD", name.lower())
    letters = _NO_LETTER.sub("", folded)
    letters = _FINAL_I.sub("y", letters)
    letters = _FINAL_V.sub("v", letters)
    for old, new in LETTERS:
        letters = letters.replace(old, new)
    return _DOUBLED.sub(r"\1", _SOME_I.sub("i", letters))


_NO_LETTER = lazy(r"[^a-zø-ÿłđıß]")
_FINAL_I = lazy(r"(?:iy|yy|ii|yi|ij|iyi|y|i|j)$")
_FINAL_V = lazy(r"(?:ff|ft|w)$")
_SOME_I = lazy(r"[iy]+")


LEAST_LETTERS = 5
"""Shorter names are alike by chance, unless their context is the same."""


GRAPHEMES = {
    "dzh": "J", "tsch": "C", "tch": "C", "cz": "C", "ch": "C",
    "sch": "S", "shch": "S", "sh": "S", "sz": "S", "zh": "S",
    "kh": "", "gh": "", "ph": "f", "th": "t", "ck": "k",
}  # fmt: skip
"""Letters → the sound that a transliteration keeps."""

_GRAPHEME = lazy("|".join(sorted(GRAPHEMES, key=len, reverse=True)))

_SOUNDS = str.maketrans(
    {"c": "k", "q": "k", "x": "ks", "z": "s", "j": "J"} | dict.fromkeys("wvhyaeiou", "")
)
"""Single letters → sounds; vowels and what comes and goes → nothing."""

_DOUBLED = lazy(r"([^aeou])\1")
_J_AFTER_VOWEL = lazy(r"(?<=[aeou])j(?=[^aeiou]|$)")
_SOFT_C = lazy(r"c(?=[eiy])")
_W_BEFORE_VOWEL = lazy(r"w(?=[aeiou])")


@lru_cache(1 << 14)
def skeleton(name: str) -> str:
    """The consonants of a name: the same for all its transliterations, and for many other names.

    >>> skeleton("jackson") == skeleton("dzhekson")
    True
    """
    plain = _plain(name)
    opening = "a" if plain[:1] in "aeiou" else "v" if plain[:1] in "vw" else ""
    return opening + _consonants(plain)


@lru_cache(1 << 14)
def _plain(name: str) -> str:
    """Without marks, doubled letters and a silent end; one letter for a sound that opens it."""
    if not name.isascii():
        folded = unicodedata.normalize("NFKD", name)
        name = "".join(c for c in folded if not unicodedata.combining(c))
    name = _DOUBLED.sub(r"\1", name.replace("dzh", "j").replace("dj", "j"))
    if name[:1] == "y" or (name[:1] == "i" and name[1:2] in {"a", "e", "o", "u"}):
        name = "j" + name[1:]
    elif name[:1] == "h":
        name = "g" + name[1:]
    elif name[:2] == "kh":
        name = "g" + name[2:]
    elif name[:1] == "u" and name[1:2] in {"a", "e", "i", "o"}:
        name = "v" + name[1:]
    elif name[:2] in {"wr", "kn"}:
        name = name[1:]
    if "j" in name:
        name = _J_AFTER_VOWEL.sub("y", name)
    if "c" in name:
        name = _SOFT_C.sub("s", name)
    if "w" in name:
        name = _W_BEFORE_VOWEL.sub("v", name)
    return name.removesuffix("e") if len(name) > LEAST_LETTERS - 1 else name


def _consonants(letters: str) -> str:
    if "h" in letters or "z" in letters or "ck" in letters:
        letters = _GRAPHEME.sub(lambda match: GRAPHEMES[match[0]], letters)
    return letters.translate(_SOUNDS)


VOWELS = {
    "a": "a e ei ey o", "e": "e i y ie ye je", "i": "i y ay ai aj ei", "o": "o a ou u",
    "u": "u a yu iu ju ou o", "y": "y i ay ai j iy yy ij ey ei iyi yi", "oo": "u ou o",
    "ee": "i y ie", "ea": "i e y ie", "ai": "e ei ey ay aj", "ay": "ei ey e ai aj",
    "ei": "e ey ay i", "ey": "i y ei", "ow": "au ou o av", "ou": "au u ou", "oa": "o ou",
    "oei": "oi", "eo": "o e", "ewi": "yui ui", "au": "o av", "aw": "o", "ew": "yu iu ju u",
    "ie": "i y e ye", "ia": "iya ya ja ija", "io": "yo iyo jo", "iu": "yu ju", "ue": "yu u",
    "ugh": "yu", "": "e",
}  # fmt: skip
"""Vowels of a name as spelt → how other languages write the sound; after the usual practical
transcriptions of English into Cyrillic and back.
"""

NOT_NAMES = frozenset("march april june july august sunday monday friday programme".split())
"""Capitalised words that are nobody's name spelt wrong."""

_PIECES = lazy(r"([^aeiouyw]*)([aeiouyw]*)")


def is_respelling(form: str, name: str) -> bool:
    """Whether a form is a name as its sound is written elsewhere. Both in lower case, with one
    skeleton.

    >>> is_respelling("filips", "phillips"), is_respelling("phelps", "phillips")
    (True, False)
    """
    if (form[0] == "y" and name[0] == "j") or form in NOT_NAMES or form[-3:] in {"men", "man"}:
        return False  # no language writes an English j as y
    ours = _PIECES.findall(_UR.sub("er", _plain(form)))
    theirs = _PIECES.findall(_UR.sub("er", _plain(name)))
    return len(ours) == len(theirs) and all(
        _consonants(c) == _consonants(d) and (a == b or a in VOWELS.get(b, "").split())
        for (c, a), (d, b) in zip(ours, theirs, strict=True)
    )


_UR = lazy(r"[ui]r(?=[^aeiouy])")
"""What sounds like `er` before a consonant: `Murphy`, `Kirby`."""


def same_but_marks(one: str, other: str) -> bool:
    """`São` and `Sao`, `Yan’an` and `Yan'an`, one with a plural s: house style or inflection."""
    plain = [
        re.sub(r"[^a-z]", "", unicodedata.normalize("NFKD", name.lower())) for name in (one, other)
    ]
    return plain[0] == plain[1] or plain[0] + "s" == plain[1] or plain[1] + "s" == plain[0]
