"""Build qualcheck/data/capitals.txt: words that English always writes with a capital.

    python tools/build_capitals.py TRAIN SCOWL

TRAIN is the training text (`clean_en.jsonl.gz`), SCOWL the folder of Debian's package `scowl`, whose
lists of capitalised words name countries, peoples, languages, days, months, firms and people. A word
comes in where it has no meaning in lower case, is in use, and where the training text, in the middle
of its sentences, hardly ever writes it small.
"""

from __future__ import annotations

import sys
from pathlib import Path

from build_english import Usage, paragraphs, usage
from wordfreq import zipf_frequency

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT)]

from qualcheck.lexicon import is_english  # noqa: E402

OUTPUT = ROOT / "qualcheck" / "data" / "capitals.txt"
HEADER = """\
# Words that English always writes with a capital: in lower case, and as they are written.
# Built by tools/build_capitals.py from SCOWL, chosen by frequencies of wordfreq and counts over
# freely licensed edited English. Licence: CC BY-SA 4.0; see LICENCES.md.
"""
LISTS = "english-upper american-upper british-upper english-proper-names".split()
LARGEST = 60
"""Size of SCOWL up to which a word is sure to be one."""
LEAST_ZIPF = 2.8
LEAST_LETTERS = 4
LEAST_USES, MOST_SMALL = 2, 0.05
"""Uses in the training text, and the share of them in lower case up to which they are slips."""
ALSO_SMALL = frozenset(
    # units, letters, and names that became common nouns or words of programmers
    "alpha amen ares ascii beta celsius coke delta diesel fahrenheit gamma hertz java jeans joule"
    " kelvin linux mach mono newton ohms omega pascal perl posix python ruby sigma soho theta unix"
    " volt watt xerox yahoo google internet web bible biblical satan devil eden god gods lord"
    " http https html".split()
)
"""Written small by some without being wrong: by hand."""


def capitalised(folder: Path) -> dict[str, str]:
    """Lower-case form → form with its capital, of every word of SCOWL's lists that is one word."""
    found = {}
    for path in sorted(folder.iterdir()):
        name, _, size = path.name.rpartition(".")
        if name in LISTS and int(size) <= LARGEST:
            for word in path.read_text("latin-1").split():
                if word.isascii() and word.isalpha() and word.istitle():
                    found[word.lower()] = word
    return found


def is_always_capitalised(word: str, uses: dict[str, Usage]) -> bool:
    """Whether edited English has a lower-case word only with its capital."""
    if len(word) < LEAST_LETTERS or is_english(word) or word in ALSO_SMALL:
        return False
    use = uses.get(word)
    if use is None or use.upper < LEAST_USES or zipf_frequency(word, "en") < LEAST_ZIPF:
        return False
    return use.lower <= MOST_SMALL * (use.lower + use.upper)


def main(train: str, scowl: str) -> None:
    """Write the list."""
    uses = usage(paragraphs(Path(train)))
    rows = [
        f"{word}\t{form}"
        for word, form in sorted(capitalised(Path(scowl)).items())
        if is_always_capitalised(word, uses)
    ]
    OUTPUT.write_text(HEADER + "\n".join(rows) + "\n", "utf-8")
    print(f"{len(rows)} words")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
