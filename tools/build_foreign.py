"""Build qualcheck/data/foreign.txt: words known to another language and unknown to English.

    python tools/build_foreign.py SCOWL

SCOWL is the folder of Debian's package `scowl`: what its dictionaries have is left out.
From wordfreq's lists for languages in Latin script, and in Cyrillic, transliterated. A word comes in
where a language uses it four times in a million words, a hundred times as often as English text
does, and English (by qualcheck/lexicon.py) doesn't know it.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from math import log10
from pathlib import Path
from unicodedata import combining, normalize

from babel.numbers import get_currency_name, list_currencies
from wordfreq import get_frequency_dict, zipf_frequency

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from qualcheck.lexicon import is_english, is_given_name  # noqa: E402

OUTPUT = ROOT / "qualcheck" / "data" / "foreign.txt"
LATIN = "ca cs da de es fi fil fr hu id is it lt lv ms nb nl pl pt ro sh sk sl sv tr".split()
CYRILLIC = "bg mk ru uk".split()
"""Languages that translations leave in Latin letters: `rik`, `politsiya`."""
DICTIONARIES = ("sq",)
"""Languages without a frequency list, which come from simplemma's dictionary whole."""

LEAST_ZIPF = 3.6
LEAST_ZIPF_ACCENTED = 3.3
"""What a word needs that has letters no English word has, too."""
LEAST_ZIPF_SHORT = 4.2
"""Zipf value (powers of ten in 10^9 words) a word of up to four letters needs: many are names."""
LEAST_ZIPF_LETTERED = 4.6
"""And a transliterated word of any length: there are several ways to write each."""
EXCESS = 2.0
"""Zipf units by which the other language must use the word more than English text does."""
KNOWN_TO_ENGLISH = 2.4
"""Zipf value in English text from which a word is left alone: a loan, a term, a name …"""
EVERYDAY = 5.2
EVERYDAY_EXCESS = 2.6
"""… unless it is an everyday word elsewhere: `rok`, `werk`, `presidente`."""
LARGEST = 60
"""Size of SCOWL up to which its words are taken for English."""
SEEN = 1.3
"""Zipf value in English text from which a French accent may be the writer's: `mêlée`."""
LEAST_LETTERS = 3
HEADER = """\
# Words known to another language and unknown to English: word, languages.
# Built by tools/build_foreign.py from wordfreq (CC BY-SA 4.0); Albanian from simplemma (MIT).
# Words of Bulgarian, Macedonian, Russian and Ukrainian stand in Latin letters.
# Licence: CC BY-SA 4.0; see LICENCES.md.
"""

COMMON_LETTERS = dict(zip("абвдзијклмнопрстуфхцчш", "a b v d z i j k l m n o p r s t u f kh ts ch sh".split(), strict=True)) | {
    "ж": "zh", "ё": "yo", "щ": "shch", "ъ": "", "ь": "", "э": "e", "ґ": "g", "є": "ie", "ї": "i",
    "ѓ": "gj", "ќ": "kj", "љ": "lj", "њ": "nj", "џ": "dz", "ѕ": "dz", "'": "", "’": "",
}  # fmt: skip
SCHEMES = {
    "ru": ({"г": "g", "е": "e", "и": "i", "й": "y", "ы": "y", "ю": "yu", "я": "ya"},
           {"г": "g", "е": "e", "и": "i", "й": "i", "ы": "y", "ю": "iu", "я": "ia"}),
    "uk": ({"г": "h", "е": "e", "и": "y", "і": "i", "й": "i", "ю": "iu", "я": "ia"},
           {"г": "h", "е": "e", "и": "y", "і": "i", "й": "y", "ю": "yu", "я": "ya", "є": "ye", "ї": "yi"}),
    "bg": ({"г": "g", "е": "e", "и": "i", "й": "y", "ю": "yu", "я": "ya", "щ": "sht", "ъ": "a", "х": "h"},),
    "mk": ({"г": "g", "е": "e", "и": "i", "х": "h", "ц": "c"},),
}  # fmt: skip
"""How each language's letters are written in Latin: the ways that newspapers use."""

YE = re.compile("(?<![бвгджзйклмнпрстфхцчшщ])е")
"""A Russian е that many write `ye`: first in a word, after a vowel or a sign."""


def currencies() -> set[str]:
    """Words of CLDR's English names of currencies: `leva`, `kroner`, `stotinki` they are called."""
    names = (
        get_currency_name(code, count=n, locale="en") for code in list_currencies() for n in (1, 2)
    )
    return {word.lower() for name in names for word in name.split()} | SMALL_CHANGE


SMALL_CHANGE = frozenset(
    "ehf gmbh ristretto selo planus milliard milliards stotinki stotinka groszy grosze bani kopek kopeks kopecks tetri lipa para".split()
)
"""Hundredths, which CLDR doesn't name, and words of trades and sciences."""


def transliterations(word: str, code: str) -> set[str]:
    """The ways a Cyrillic word is written in Latin letters; none where a letter is unknown."""
    spellings = {word, YE.sub("yе", word)} if code == "ru" else {word}
    forms = set()
    for scheme in SCHEMES[code]:
        letters = COMMON_LETTERS | scheme | {"y": "y"}
        forms |= {
            "".join(letters[c] for c in spelling)
            for spelling in spellings
            if all(c in letters for c in spelling)
        }
    return forms


def counted() -> Iterator[tuple[str, str, float]]:
    """Language, word in Latin letters and its Zipf value there."""
    for code in LATIN:
        for word, frequency in get_frequency_dict(code, "best").items():
            zipf = log10(frequency) + 9
            least = LEAST_ZIPF if word.isascii() else LEAST_ZIPF_ACCENTED
            if zipf >= (LEAST_ZIPF_SHORT if len(word) < 5 else least):
                yield code, word, zipf
    for code in CYRILLIC:
        for word, frequency in get_frequency_dict(code, "best").items():
            zipf = log10(frequency) + 9
            if zipf >= LEAST_ZIPF_LETTERED:
                for form in transliterations(word, code):
                    yield code, form, zipf


def dictionary(code: str) -> Iterator[str]:
    """The words that simplemma knows in a language."""
    from simplemma.strategies.dictionaries import DefaultDictionaryFactory

    yield from DefaultDictionaryFactory().get_dictionary(code)


def is_foreign(word: str, zipf: float) -> bool:
    """Whether English has too little use for a word to know it."""
    english: float = zipf_frequency(word, "en")
    everyday = zipf >= EVERYDAY and zipf - english >= EVERYDAY_EXCESS
    return everyday or (english < KNOWN_TO_ENGLISH and zipf - english >= EXCESS)


def scowl(folder: Path) -> set[str]:
    """Words of SCOWL's lists up to size 70, which a dictionary of English may have."""
    return {
        word
        for kind in ("english", "american", "british")
        for path in folder.glob(f"{kind}-words.*")
        if int(path.suffix[1:]) <= LARGEST
        for word in path.read_text("latin-1").split()
    }


def is_at_home(word: str, codes: set[str]) -> bool:
    """Whether English has a word, or has it without its French accents: `mêlée`, `rôle`."""
    if is_english(word) or is_given_name(word):
        return True
    plain = "".join(c for c in normalize("NFD", word) if not combining(c))
    seen = zipf_frequency(word, "en") >= SEEN
    return codes == {"fr"} and plain != word and seen and is_english(plain)


def main(folder: str) -> None:
    """Write the list."""
    dictionary_words = scowl(Path(folder))
    languages: dict[str, set[str]] = defaultdict(set)
    kept = currencies()
    for code, word, zipf in counted():
        if len(word) >= LEAST_LETTERS and word.isalpha() and is_foreign(word, zipf):
            languages[word].add(code)
    for code in DICTIONARIES:
        for word in dictionary(code):
            plain = len(word) > LEAST_LETTERS and word.isalpha() and word.islower()
            if plain and is_foreign(word, LEAST_ZIPF):
                languages[word].add(code)
    rows = sorted(
        f"{word}\t{' '.join(sorted(codes))}"
        for word, codes in languages.items()
        if word not in kept and word not in dictionary_words and not is_at_home(word, codes)
    )
    OUTPUT.write_text(HEADER + "\n".join(rows) + "\n", "utf-8")
    print(len(rows))


if __name__ == "__main__":
    main(*sys.argv[1:])
