"""A repository of made-up articles with damage in them, and the edits that a year brings."""

from __future__ import annotations

import random
import textwrap
from collections import Counter
from dataclasses import dataclass, field
from itertools import count, product
from pathlib import Path

WHO = """the council|the harbour master|a group of teachers|the water board|the mayor's office|
the owner of the mill|the night shift|the library|the ferry company|the county court|
the bakers' guild|the school board""".replace("\n", "").split("|")
DID = """opened the old gate for visitors|repaired the roof of the station|
counted the boats in the bay|asked for a longer bridge|printed a new map of the valley|
planted forty trees along the canal|sold the last of its horses|moved the market to the square|
put off the vote on the tunnel|thanked the people who had helped|
painted the lighthouse white again|closed the road below the dam""".replace("\n", "").split("|")
WHEN = """on Friday|after a long winter|before the rain came|in the early morning|
while the town slept|at the end of May|without saying why|for the second time|
under a grey sky|to nobody's surprise""".replace("\n", "").split("|")
SENTENCES = [
    f"{who[0].upper()}{who[1:]} {did} {when}." for who, did, when in product(WHO, DID, WHEN)
]
DAMAGE = {
    "punctuation.stray-mark": "They met in {x}. . Then they left for house {x}.",
    "repetition.word": "The list has {x} of of the streets near number {x}.",
    "characters.mojibake": "They sat in the cafÃ© {x} times and counted {x}.",
    "residue.entity": "The sign at {x}&amp;nbsp;{x} shows the number {x}.",
}
"""Rule → a sentence on which it speaks once; the figure makes each the only one of its kind."""


@dataclass
class Repository:
    """Files by name, each a list of paragraphs, each a list of sentences."""

    files: dict[str, list[list[str]]]
    random: random.Random
    numbers: count[int] = field(default_factory=lambda: count(11))
    new: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(file, figure) of the damage done since the beginning."""
    widths: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, size: int, seed: int = 1) -> Repository:
        """So many articles, four in five of them with damage."""
        made = cls({}, random.Random(seed))
        for number in range(size):
            words = iter(made.random.sample(SENTENCES, 30))
            sizes = [made.random.randint(2, 4) for _ in range(made.random.randint(3, 6))]
            article = [[next(words) for _ in range(size)] for size in sizes]
            for _ in range(made.random.choice([0, 1, 1, 2, 3])):
                made.random.choice(article).append(made.damage())
            made.files[f"year {number % 10}/article-{number:04}.md"] = article
        return made

    def damage(self) -> str:
        """A sentence of damage that there is only once."""
        return self.random.choice(list(DAMAGE.values())).format(x=next(self.numbers))

    def write(self, folder: Path) -> None:
        """All files, those of before removed."""
        for old in folder.glob("year */*.md"):
            old.unlink()
        for name, article in self.files.items():
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            width = self.widths.get(name, 80)
            paragraphs = (textwrap.fill(" ".join(words), width) for words in article)
            path.write_text("# An article\n\n" + "\n\n".join(paragraphs) + "\n", "utf-8")

    # ------------------------------------------------------------------------ edits

    def edit(self, kinds: list[str], times: int, years: str = "0123456789") -> None:
        """Edits of these kinds in turn, each of an article of these years."""
        for number in range(times):
            names = sorted(name for name in self.files if name[len("year ")] in years)
            getattr(self, kinds[number % len(kinds)])(self.random.choice(names))

    def rewrap(self, name: str) -> None:
        self.widths[name] = self.random.choice([40, 60, 100, 4000])

    def rename(self, name: str) -> None:
        new = name.replace("article-", "renamed-")
        self.files[new] = self.files.pop(name)
        self.widths[new] = self.widths.get(name, 80)
        for old in [key for key in self.new if key[0] == name]:
            self.new[new, old[1]] = self.new.pop(old)

    def shuffle(self, name: str) -> None:
        self.random.shuffle(self.files[name])

    def move_paragraph(self, name: str) -> None:
        other = self.random.choice(sorted(self.files.keys() - {name}))
        if len(self.files[name]) > 1 and not any(key[0] == name for key in self.new):
            self.files[other].insert(1, self.files[name].pop())

    def delete_paragraph(self, name: str) -> None:
        if len(self.files[name]) > 1 and not any(key[0] == name for key in self.new):
            self.files[name].pop(0)

    def add_paragraph(self, name: str) -> None:
        self.files[name].insert(1, [self.fresh(name) for _ in range(3)])

    def fresh(self, name: str) -> str:
        """A sentence that the article doesn't have."""
        article = {sentence for paragraph in self.files[name] for sentence in paragraph}
        return self.random.choice([words for words in SENTENCES if words not in article])

    def reword(self, name: str) -> None:
        """Other sentences beside the damage, and a word beside it."""
        for paragraph in self.files[name]:
            for i, sentence in enumerate(paragraph):
                if sentence in SENTENCES:
                    paragraph[i] = self.fresh(name)
                else:
                    paragraph[i] = sentence.replace("Then they", "There they").replace(
                        "of of the", "of of all"
                    )

    def break_something(self, name: str) -> None:
        sentence = self.damage()
        self.random.choice(self.files[name]).append(sentence)
        self.new[name, sentence.rsplit(" ", 1)[1].rstrip(".")] += 1


KINDS = [
    "rewrap", "break_something", "rename", "shuffle", "break_something", "move_paragraph",
    "delete_paragraph", "add_paragraph", "break_something", "reword",
]  # fmt: skip
