"""Build the speller's lists, frequent.txt and unusual.txt, and the pairs of dialects, dialects.txt.

    python tools/build_spelling.py TRAIN SCOWL

TRAIN is the training text (`clean_en.jsonl.gz`), SCOWL the folder of Debian's package `scowl`.
Frequent words are those that a misspelling may stand for. Unusual ones look like a misspelling of
a frequent word and are none: a large dictionary has them, or people use them too often for a slip.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from wordfreq import get_frequency_dict, zipf_frequency

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from build_english import paragraphs, usage  # noqa: E402

from qualcheck.lexicon import _rows, is_listed  # noqa: E402
from qualcheck.speller import corrections  # noqa: E402

DATA = ROOT / "qualcheck" / "data"
FREQUENT = """\
# Frequent English words, with ten times their Zipf value.
# Built by tools/build_spelling.py from wordfreq. Licence: CC BY-SA 4.0; see LICENCES.md.
"""
UNUSUAL = """\
# Words that look like a misspelling of a frequent word and are none.
# Built by tools/build_spelling.py from SCOWL and wordfreq. Licence: CC BY-SA 4.0; see LICENCES.md.
"""
DIALECTS = """\
# British spelling, American spelling.
# Built by tools/build_spelling.py from SCOWL. Licence: SCOWL's; see LICENCES.md.
"""

LEAST_ZIPF = 2.7
"""Zipf value (powers of ten in 10^9 words) from which a word is frequent."""
LARGEST = 80
"""Size of SCOWL up to which a word is sure to be one."""
SEEN = 1.0
"""Zipf value from which wordfreq's word, unknown to English, may be no slip."""
SLIPS = 2.2
"""Zipf units by which a long word outweighs its misspellings."""
SLIPS_SHORT = {3: 3.5, 4: 3.5, 5: 2.9}
"""And of words of three to five letters."""

LATIN = frozenset(
    "absurdum annum ante bellum capita carpe causa corpus delicti diem ergo facto factum finem"
    " fide gratia homini ipsa ipso iure jure libris loco magna mens mortis mundi nostra omnia"
    " pares parentis partes pater patria populi quo reductio res rerum sine terra veritas vitae"
    " vobiscum vulgaris".split()
)
"""Words of Latin phrases that English uses: written by hand."""

COMMON_SLIPS = frozenset(
    "accomodate accomodation acheive acheived accross adress agressive apparantly appearence"
    " arguement athiest basicly becuase becasue begining beleive beleived belive buisness calender"
    " catagory cemetary changable collegue collegues comming commitee commited competant concious"
    " consistant copywrite corespondent decieve definately definatly definitly desparate develope"
    " developement diffrent dilemna dissapear dissapeared dissapoint dissapointed embarass"
    " embarassed embarassing enviroment enviromental equiptment excellant existance experiance"
    " familar finaly foriegn fourty foward freind freinds futher garantee goverment govermental"
    " gaurd grammer greatful guarentee happend harrass harrassed harrassment heirarchy heros"
    " humerous immediatly incidently independant independantly inteligence interupt intresting"
    " irresistable jewelery judgemental knowlege liason libary lisence maintainance maintenence"
    " managment millenium minature mischevious mispell mispelled momento neccessary necesary"
    " necessery nineth noticable ocasion occassion occassionally occurance occured occurence"
    " occuring oppurtunity orginal orginally parliment paralell particulary passtime peice percieve"
    " percieved perseverence persistant personel peice politican posess posession possesion"
    " potatos preceeding prefered presance privelege priviledge probaly proffesional"
    " professer promiss pronounciation publically quater realy recieve recieved recieving recieves"
    " recomend recomended refered referance relevent religous remeber remembrence repitition"
    " responsability resturant rythm sargent seige sentance seperate seperated seperately"
    " seperation sieze similiar sincerly speach stategy stoped strenght succesful succesfully"
    " successfull sucess suprise suprised supposably surprize temperture tendancy therefor"
    " thier threshhold tommorow tommorrow tomatos tounge truely twelth tyrany underate"
    " unforseen unfortunatly untill upto usally vaccuum vegtable vehical visable wether wich"
    " wierd wierdest writting yeild harrased teh hte adn taht tihs thsi waht hvae jsut becouse"
    " whcih wich thna thta wiht woudl shoudl coudl peopel poeple abotu alot infact napolean"
    " camerman tequilla".split()
)
"""Slips so common that they outweigh the rule: written by hand."""

ENDINGS = (
    *(("our", "or"), ("ours", "ors"), ("oured", "ored"), ("ouring", "oring"), ("ourable", "orable")),
    *(("ourful", "orful"), ("ourite", "orite"), ("ouries", "orites"), ("ourless", "orless")),
    *(("ourably", "orably"), ("ourer", "orer"), ("ourers", "orers"), ("ourhood", "orhood")),
    *(("re", "er"), ("res", "ers"), ("red", "ered"), ("ring", "ering"), ("ogue", "og")),
    *(("ogues", "ogs"), ("ence", "ense"), ("ences", "enses"), ("lled", "led"), ("lling", "ling")),
    *(("ller", "ler"), ("llers", "lers"), ("llery", "lery"), ("llor", "lor"), ("llors", "lors")),
    *(("ise", "ize"), ("ised", "ized"), ("ises", "izes"), ("ising", "izing"), ("iser", "izer")),
    *(("isers", "izers"), ("isation", "ization"), ("isations", "izations")),
    *(("yse", "yze"), ("ysed", "yzed"), ("yses", "yzes"), ("ysing", "yzing"), ("yser", "yzer")),
    *(("mme", "m"), ("mmes", "ms"), ("lful", "llful"), ("lment", "llment"), ("lments", "llments")),
    *(("ls", "lls"), ("l", "ll"), ("que", "ck"), ("ques", "cks"), ("ould", "old"), ("oulds", "olds")),
    *(("aeo", "eo"), ("plough", "plow"), ("pped", "ped"), ("tre", "ter"), ("llous", "lous")),
)  # fmt: skip
"""British ending, American ending."""


def scowl(folder: Path, *names: str, largest: int = LARGEST) -> set[str]:
    """Lower-case words of some SCOWL lists up to a size."""
    return {
        word
        for name in names
        for path in folder.glob(f"{name}-words.*")
        if int(path.suffix[1:]) <= largest
        for word in path.read_text("latin-1").split()
        if word.islower() and word.isalpha()
    }


def frequent() -> Iterator[str]:
    """Rows of the frequent words, with ten times their Zipf value."""
    for (word,) in _rows("english.txt"):
        zipf = zipf_frequency(word, "en")
        plain = word.replace("'", "")
        if zipf >= LEAST_ZIPF and plain.isalpha() and len(plain) > 1:
            yield f"{word}\t{round(10 * zipf)}"


def is_slip(word: str, correct: str) -> bool:
    """Whether a word is so much rarer than another that it must be a slip for it."""
    excess: float = zipf_frequency(correct, "en") - zipf_frequency(word, "en")
    return excess >= SLIPS_SHORT.get(len(word), SLIPS)


def unusual(dictionary: set[str], used: set[str]) -> Iterator[str]:
    """Words that the speller would correct, and mustn't."""
    seen = {
        word
        for word, frequency in get_frequency_dict("en", wordlist="best").items()
        if frequency >= 10 ** (SEEN - 9) and word.isalpha() and word.isascii()
    }
    for word in dictionary | used | seen:
        if is_listed(word) or word in COMMON_SLIPS:
            continue
        found = corrections(word)
        if found and "'" in found[0] and word not in dictionary:
            continue  # `didnt` is seen often
        if found and (word in dictionary or word in used or not is_slip(word, found[0])):
            yield word


def pairs(british: set[str], american: set[str]) -> Iterator[str]:
    """British and American spellings of one word."""
    for word in british:
        for ending, other in ENDINGS:
            if word.endswith(ending) and word.removesuffix(ending) + other in american:
                yield f"{word}\t{word.removesuffix(ending)}{other}"


def write(name: str, about: str, rows: Iterable[str]) -> None:
    """Write a list, sorted, under its header, and say how long it is."""
    lines = sorted(set(rows), key=lambda row: row.encode().split(b"\t")[0])
    (DATA / name).write_text(about + "\n".join(lines) + "\n", "utf-8")
    print(f"{name}: {len(lines)}")


def main(train: str, folder: str) -> None:
    """Write the three lists: the second needs the first, and to be empty."""
    root = Path(folder)
    words = scowl(root, "english", "american", "british", "british_z", "variant_1", "variant_2")
    sourced = {
        word
        for word, use in usage(paragraphs(Path(train))).items()
        if len(use.sources) > 1 and use.lower > 2
    }
    write("frequent.txt", FREQUENT, frequent())
    write("unusual.txt", UNUSUAL, ())
    write("unusual.txt", UNUSUAL, list(unusual(words | LATIN, sourced)))
    british, american = scowl(root, "british", largest=60), scowl(root, "american", largest=60)
    write("dialects.txt", DIALECTS, pairs(british, american))


if __name__ == "__main__":
    main(*sys.argv[1:])
