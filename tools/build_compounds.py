"""Build qualcheck/data/compounds.txt: closed compounds of English that nobody writes apart.

    python tools/build_compounds.py TRAIN

TRAIN is the training text (`clean_en.jsonl.gz`). A compound of two nouns comes in where edited
English has it closed and (next to) never open; what prefixes and endings make is left out, and so is
what makes sense in two words. Some that are no nouns are added by hand.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from qualcheck import lexicon
from qualcheck.analyse.tokens import tokenise

OUTPUT = Path(lexicon.__file__).parent / "data" / "compounds.txt"
HEADER = """\
# Compounds that English writes as one word: first part, what follows it.
# Built by tools/build_compounds.py over freely licensed edited English, and by hand.
# Licence: CC0; see LICENCES.md.
"""

NOUN = ("NN", "NNS")
LEAST_SHARE = 0.7
"""Share of a part's uses that are a noun's."""
LEAST_PART = 3
LEAST_CLOSED = 2
"""Uses of the closed form, of a word that is not among the frequent ones."""
LEAST_PART_USES = 8
MOST_OPEN = 0.02
"""Open forms to a closed one."""

BEGINNINGS = frozenset(
    """ant anti app auto ban bat bet bid boots cab cap cape caper carp cart cast cat com comb comp
    con cons consul cot cove crust cub dam def demo den deter dim dine dis dough easel envy
    ethic even fain fan fat feat fen fir fore form gall gas gaze gems gene genet go graph ham
    hang hen hum idea ill imp ink inn inter invent jar joy juice kid kit lap lay lea lee leg
    lever lieu lime link lit low mandate mast mat mean meta mid mil mimic min ming mis mist mob
    mock mode mon mono mus nano nap nick non novel oat odd off old or ore out own pack pad pal
    pan par pas pat patron pear peas pent per perk pet pill pin pit plain plan plank plat poll
    pop pound pre prim pro prop pump punk quo rag ram ran rap rear rebel red reef ref rein rep
    res rib rid ring rot rub run sat scan scar seam season sect self sent sew sex short show
    sign sin sir sit six sod spin spur stab stand stat stir sub sum super tact tan tap tar task
    tempt ten tend tense term test tic tide till tin ton tong torn trans trim try vent versa
    vest via vice vile villa vision vol wan wed wig wit won""".split()
)
"""Words that are likelier the beginning of one word than the first of two."""
ENDINGS = frozenset(
    """ability able act acts age ages ago ales ally ant ants ash ate ates bed bid cess cession cord
    cords courses cove covers cur dates den dom ease eases est fan fare fine fines fuse gain
    gins her here hers hip hips his hop hops hove ice ices ins ion ions kin kings kins late
    lates less let lets lies lieu ling lings lions long mar mess mine mines mission missions
    mist mote mute nap nation nations ness nice noun nouns oms one ones ore ores pal pan pared
    pass passes pat pent pin plain plains plies ply pose pound pounds press prise prises rage
    rages rains rang rants rate rates ration rations rats ray rays red rent rents rep rest ring
    rings rode sage sages seas serve sole son sons sort sorts sport sports stance stances states
    stem struct sue tact taste ten tens tense tent tents test tests tics tie ties tile ton tone
    tones tor tour tours tract tracts tribute tributes trick try vent vents verb verbs verses
    vest vests vision visions voy wan wed willing""".split()
)
"""Words that are likelier the end of one."""

CHANCE = """
coffee: pot
tax: payer payers
thumb: nail nails
air: bag bags time
bond: holders
business: people
policy: holder
arm: pit
ash: ago
ass: hole holes
bar: gains king rack row rows man
bill: boards
bloc: king
boarding: houses
bombs: hell
bulls: eye
capita: list lists
car: load loads makers pets tons
cattle: men
chest: nuts
coal: fields
coffee: house
corn: field fields
cows: lip
cry: baby
crystal: line
desk: tops
dev: room
diff: user
drug: gist
eggs: hell
eye: shadow
farm: worker
flower: beds
folk: song tale tales
gods: end
grain: fields
grass: roots
heat: hen hens
hip: pie
hill: sides
homes: pun
honey: pot
hook: ups
ins: urgency
lands: cape
letter: forms
line: ups men
lock: outs
market: place
meal: times
meeting: houses
mill: stones
mountain: sides
motor: buses
names: pace
news: groups
night: clubs
nuts: hell
outs: trip trips
pane: list
panic: king
park: way
part: ridge ridges
pea: king
photo: cell journalist
post: war modernity haste season script man
pros: thesis
punch: line
race: way
radio: isotopes activity
rail: heads
rain: room
ramp: art arts
ration: ale
rest: arts
river: bank beds side
room: mate
score: line
seat: belt
shock: wave
space: time
span: king
speed: ups
sports: people
street: lamp lights
summer: house
tail: gate
tea: time
thou: sand
time: outs card
tool: chains tip
tops: oil
town: house
traffic: king
tree: tops
ups: wing
user: name names
video: tape
way: ward side
whites: pace
world: views
"""
"""What makes sense in two words or is written so, too; and what isn't put together of the two."""

BY_HAND = """
him: self
her: self
my: self
your: self
it: self
them: selves
our: selves
with: out
an: other
al: ready ways though so
every: thing
any: thing
some: thing
no: where
every: where
some: where
any: where
be: cause tween
to: gether morrow
there: fore
never: theless
mean: while
in: stead
through: out
police: man men woman women
business: man men woman women
sports: man men woman women
spokes: man woman men person
grand: mother father son daughter children parents mothers fathers
corona: virus viruses
earth: quake quakes
head: quarters
pass: word words port ports
note: book books
break: fast
lap: top tops
work: shop shops
can: not
"""
"""Pairs that are no two nouns, or that the corpus has too seldom."""


def counts(path: Path) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """Uses of lower-case words, and of pairs with a blank between."""
    words: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            texts = tokenise(json.loads(line)["text"]).texts
            words.update(text for text in texts if text.islower())
            pairs.update(zip(texts, texts[1:], strict=False))
    return words, pairs


def halves(word: str, words: Counter[str]) -> Iterator[tuple[str, str]]:
    """Two nouns that a word is made of."""
    for i in range(LEAST_PART, len(word) - LEAST_PART + 1):
        left, right = word[:i], word[i:]
        if left in BEGINNINGS or right in ENDINGS:
            continue
        if min(words[left], words[right]) < LEAST_PART_USES:
            continue
        if all(
            lexicon.is_listed(part) and lexicon.tag_share(part, NOUN) >= LEAST_SHARE
            for part in (left, right)
        ):
            yield left, right


def listed(rows: str) -> Iterator[tuple[str, str]]:
    """The pairs of a list such as BY_HAND."""
    for line in rows.strip().splitlines():
        left, _, rights = line.partition(": ")
        yield from ((left, right) for right in rights.split())


def main() -> None:
    """Count, choose, write."""
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    words, pairs = counts(Path(sys.argv[1]))
    found: dict[str, set[str]] = defaultdict(set)
    for word in sorted({*words, *lexicon.frequent_words()}):
        known = words[word] >= LEAST_CLOSED or lexicon.is_frequent(word)
        if not known or not word.isalpha() or not lexicon.is_listed(word):
            continue
        for left, right in halves(word, words):
            if pairs[left, right] <= MOST_OPEN * words[word]:
                found[left].add(right)
    for left, right in listed(CHANCE):
        found[left].discard(right)
    for left, right in listed(BY_HAND):
        found[left].add(right)
    rows = [f"{left}\t{' '.join(sorted(found[left]))}" for left in sorted(found) if found[left]]
    OUTPUT.write_text(HEADER + "\n".join(rows) + "\n", "utf-8")
    print(f"{sum(map(len, found.values()))} compounds of {len(found)} first parts")


if __name__ == "__main__":
    main()
