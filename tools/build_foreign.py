"""Build qualcheck/data/foreign.txt: words known to another language and unknown to English.

    python tools/build_foreign.py

From wordfreq's lists for languages in Latin script. A word comes in where a language uses it ten
times in a million words, a hundred times as often as English text does, and English (by
qualcheck/lexicon.py) doesn't know it.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from math import log10
from pathlib import Path

from babel.numbers import get_currency_name, list_currencies
from wordfreq import get_frequency_dict, zipf_frequency

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from qualcheck.lexicon import is_english, is_given_name  # noqa: E402

OUTPUT = ROOT / "qualcheck" / "data" / "foreign.txt"
LANGUAGES = "ca cs da de es fi fr hu id it lt lv nb nl pl pt ro sh sk sl sv tr".split()
LEAST_ZIPF = 4.0
EXCESS = 2.0
"""Zipf units by which the other language must use the word more than English text does."""
KNOWN_TO_ENGLISH = 2.4
"""Zipf value in English text from which a word is left alone: a loan, a term, a name."""
LEAST_LETTERS = 3
HEADER = """\
# Words known to another language and unknown to English: word, languages.
# Built by tools/build_foreign.py from wordfreq. Licence: CC BY-SA 4.0; see LICENCES.md.
"""


def currencies() -> set[str]:
    """Words of CLDR's English names of currencies: `leva`, `kroner`, `stotinki` they are called."""
    names = (
        get_currency_name(code, count=n, locale="en") for code in list_currencies() for n in (1, 2)
    )
    return {word.lower() for name in names for word in name.split()} | SMALL_CHANGE


SMALL_CHANGE = frozenset(
    "stotinki stotinka groszy grosze bani kopek kopeks kopecks tetri lipa para".split()
)
"""Hundredths, which CLDR doesn't name."""


def main() -> None:
    """Write the list."""
    languages: dict[str, set[str]] = defaultdict(set)
    money = currencies()
    for code in LANGUAGES:
        for word, frequency in get_frequency_dict(code, "small").items():
            zipf = log10(frequency) + 9
            if zipf < LEAST_ZIPF or len(word) < LEAST_LETTERS or not word.isalpha():
                continue
            english = zipf_frequency(word, "en")
            if (
                english < KNOWN_TO_ENGLISH
                and zipf - english >= EXCESS
                and not is_given_name(word)
                and word not in money
            ):
                languages[word].add(code)
    rows = sorted(
        f"{word}\t{' '.join(sorted(codes))}"
        for word, codes in languages.items()
        if not is_english(word)
    )
    OUTPUT.write_text(HEADER + "\n".join(rows) + "\n", "utf-8")
    print(len(rows))


if __name__ == "__main__":
    main()
