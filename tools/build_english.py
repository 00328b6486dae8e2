"""Build qualcheck/data/english.txt: the lower-case word forms at home in English.

    python tools/build_english.py TRAIN SCOWL [SCOWL ...]

TRAIN is the training text (`clean_en.jsonl.gz`), SCOWL a word list of the SCOWL family (Debian's
`wamerican-large` and `wbritish-large`). A form comes in where a dictionary has it in lower case or
edited English uses it in lower case in two sources, and goes out where another language uses it a
hundred times as often as English does: the rare end of any English list is full of foreign words.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import log10
from pathlib import Path

from wordfreq import get_frequency_dict, zipf_frequency

OUTPUT = Path(__file__).parent.parent / "qualcheck" / "data" / "english.txt"

HEADER = """\
# Lower-case word forms that are English or at home in English, one a line, sorted.
# Built by tools/build_english.py. Sources: SCOWL (size 70, American and British), frequencies of
# wordfreq (CC BY-SA 4.0), counts over freely licensed edited English. Licence: CC BY-SA 4.0;
# see LICENCES.md.
"""

LATIN = "ca cs da de es fi fil fr hu id is it lt lv ms nb nl pl pt ro sh sk sl sv tr vi".split()
"""wordfreq's languages in Latin script, English apart."""

FOREIGN_EXCESS = 2.0
"""Zipf units (powers of ten) by which another language must use a word more than English does."""

COMMON = 2.5
"""Zipf frequency from which a dictionary word is English whatever other languages do with it."""

MIN_SOURCES = 2
"""Sources of the training text that must use a word in lower case: one may quote or misspell."""

MIN_COUNT = 3
"""Lower-case uses in the training text that a word needs where no dictionary has it."""

LOWER_SHARE = 0.5
"""Share of lower-case uses under which a word is a name that someone wrote small."""

AT_HOME = frozenset(
    "akimat bitcoin blockchain bon boops chanson chansons chansonnier covid crypto cryptocurrency"
    " deepfake empresario hromada hryvnia infodemic javascript kopiyka krai krais leant legato"
    " livestream netizen netizens oblast okrug okrugs oligarchy podcast prima raion rayon rupiah"
    " rupiahs sarin selfie siloviki smartphone spelt tenge tikka vlog vlogger wagyu wav"
    " whistleblower whistleblowers dreamt learnt burnt leapt knelt spoilt spilt".split()
)
"""Words of news, music and kitchens that dictionary and training text may lack, and irregular
forms: written by hand."""

WORD = re.compile(r"[^\W\d_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}][^\W\d_]+)*")


@dataclass
class Usage:
    """How the training text writes one word, by count, and in which sources in lower case."""

    lower: int = 0
    upper: int = 0
    sources: set[str] = field(default_factory=set)


def paragraphs(path: Path) -> Iterator[tuple[str, str]]:
    """Source and text of every paragraph of the training text."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            yield record["source"], record["text"]


def usage(paragraphs: Iterable[tuple[str, str]]) -> dict[str, Usage]:
    """Lower-case word → how it is written. A capital counts only where no sentence starts."""
    found: dict[str, Usage] = defaultdict(Usage)
    for source, text in paragraphs:
        for match in WORD.finditer(text):
            word = match[0].replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").removesuffix("'s")
            if word.islower():
                found[word].lower += 1
                found[word].sources.add(source)
            elif text[max(match.start() - 2, 0) : match.start()].strip(" ")[-1:].isalnum():
                found[word.lower()].upper += 1
    return found


def dictionary(paths: Iterable[Path]) -> set[str]:
    """Every lower-case form of some SCOWL lists, possessives apart."""
    return {
        word
        for path in paths
        for word in path.read_text("utf-8").split()
        if word.islower() and not word.endswith("'s")
    }


def peak_abroad() -> dict[str, float]:
    """Word → the highest Zipf frequency that any other language gives it."""
    peak: dict[str, float] = {}
    for language in LATIN:
        for word, frequency in get_frequency_dict(language, wordlist="best").items():
            peak[word] = max(peak.get(word, 0.0), frequency)
    # Zipf: log10 of the uses in 10^9 words.
    return {word: log10(frequency) + 9 for word, frequency in peak.items() if frequency > 0}


def english(uses: dict[str, Usage], known: set[str], abroad: dict[str, float]) -> set[str]:
    """The forms that pass."""

    def foreign(word: str) -> bool:
        return bool(abroad.get(word, 0.0) - zipf_frequency(word, "en") >= FOREIGN_EXCESS)

    def established(word: str) -> bool:
        use = uses.get(word)
        if use and len(use.sources) >= MIN_SOURCES:
            return True
        return zipf_frequency(word, "en") >= COMMON or not foreign(word)

    def used(word: str, use: Usage) -> bool:
        enough = use.lower >= MIN_COUNT and len(use.sources) >= MIN_SOURCES
        return enough and use.lower / (use.lower + use.upper) >= LOWER_SHARE

    from_dictionary = {word for word in known if established(word)}
    from_use = {word for word, use in uses.items() if used(word, use) and not foreign(word)}
    # Two letters and fewer: the dictionary alone, since abbreviations abound.
    return from_dictionary | {word for word in from_use if len(word) > 2} | AT_HOME


def main(train: str, *scowl: str) -> None:
    """Write the list and say how long it is."""
    known = dictionary(map(Path, scowl))
    words = sorted(english(usage(paragraphs(Path(train))), known, peak_abroad()))
    OUTPUT.write_text(HEADER + "\n".join(words) + "\n", "utf-8")
    print(f"{OUTPUT.name}: {len(words)} words")


if __name__ == "__main__":
    main(*sys.argv[1:])
