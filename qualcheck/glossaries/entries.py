"""What a glossary says: terms, and the variants that are not to be used for them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from qualcheck.errors import Problem
from qualcheck.userfile import UserFile, normal


class Variant(str):
    """A variant's text, with the line that names it."""

    __slots__ = ("line",)
    line: int

    def __new__(cls, text: str, line: int) -> Variant:
        """A text as it is looked for."""
        variant = super().__new__(cls, normal(text))
        variant.line = line
        return variant


class Entry(NamedTuple):
    """One thing in one language: what it is to be called, and what it isn't."""

    terms: tuple[Variant, ...]
    """The preferred one first; none where a glossary only forbids."""
    forbidden: tuple[Variant, ...]
    note: str = ""
    language: str = ""
    """BCP 47; empty for all."""


class Glossary:
    """One file's entries. Compared by identity: a changed file is another one."""

    def __init__(self, file: UserFile, entries: tuple[Entry, ...]) -> None:
        self.file = file
        self.entries = entries


def is_wordy(text: str) -> bool:
    """Whether a text has a letter or a figure, by which it can be found."""
    return text.isalnum() or any(map(str.isalnum, text))


@cache
def is_language(code: str) -> bool:
    """Whether a text looks like a BCP 47 tag, or is empty, for all languages."""
    return not code or bool(re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", code))


Named = tuple[Glossary, Entry, Variant]


def conflicts(glossaries: Sequence[Glossary]) -> Iterator[Problem]:
    """What the entries of some files, which hold together, say against one another: a variant of
    two terms, and one that is a term.
    """
    terms = _by_text(glossaries, lambda entry: entry.terms)
    forbidden = _by_text(glossaries, lambda entry: entry.forbidden)
    for text, named in forbidden.items():
        if len(named) == 1 and text not in terms:
            continue
        for i, (glossary, entry, variant) in enumerate(named):
            for other in terms.get(text, ()):
                if _share_language(entry, other[1]):
                    what = f"'{text}' is a term ({_place(other, glossary)}) and a variant"
                    advice = "take it out of one of them"
                    yield glossary.file.problem(f"{what}{_of(entry)}: {advice}", variant.line)
            for other in named[:i]:
                if _share_language(entry, other[1]) and entry.terms[:1] != other[1].terms[:1]:
                    what = f"'{text}' is a variant{_of(other[1])} ({_place(other, glossary)})"
                    advice = "a variant stands for one term, so take it out of one of them"
                    yield glossary.file.problem(f"{what} and{_of(entry)}: {advice}", variant.line)


def _by_text(
    glossaries: Iterable[Glossary], of: Callable[[Entry], Iterable[Variant]]
) -> Mapping[str, Sequence[Named]]:
    found = defaultdict[str, list[Named]](list)
    for glossary in glossaries:
        for entry in glossary.entries:
            for text in of(entry):
                found[str(text)].append((glossary, entry, text))
    return found


def _share_language(one: Entry, other: Entry) -> bool:
    return one.language == other.language or not (one.language and other.language)


def _place(named: Named, seen_from: Glossary) -> str:
    glossary, _, text = named
    return f"line {text.line}" if glossary is seen_from else f"{glossary.file.shown}:{text.line}"


def _of(entry: Entry) -> str:
    return f" of '{entry.terms[0]}'" if entry.terms else ""
