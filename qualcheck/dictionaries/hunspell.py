"""Hunspell's dictionaries: stems with flags (.dic), and what the flags allow to add (.aff).

Forms are not written out: to look a word up, endings and beginnings are taken off it until a stem
is left that allows them. Compounds, and more than two endings, are not followed.
"""

from __future__ import annotations

import codecs
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from qualcheck.morphology import possible_bases
from qualcheck.userfile import UserFile


class Affix(NamedTuple):
    """What may be added to a stem with a flag; `strip` is taken off it first."""

    flag: str
    strip: str
    condition: str
    """A pattern for the stem's end or beginning."""
    crosses: bool
    """Whether a stem may have it together with an affix at the other side."""
    further: frozenset[str]
    """Flags of what may be added behind it."""


@dataclass(frozen=True)
class Affixes:
    """What an .aff file says, as far as it is used here."""

    flag_kind: str = "short"
    aliases: Sequence[str] = ()
    suffixes: Mapping[str, Sequence[Affix]] = field(default_factory=dict)
    """What is added → its affixes."""
    prefixes: Mapping[str, Sequence[Affix]] = field(default_factory=dict)
    no_word: frozenset[str] = frozenset()
    """Flags of stems that are no words by themselves: wrong ones, parts of compounds."""

    def flags(self, written: str) -> frozenset[str]:
        """The flags of an entry, by the file's way of writing them. Raises ValueError."""
        if self.aliases and written.isdecimal():
            place = int(written)
            if not 0 < place <= len(self.aliases):
                raise ValueError(f"there is no AF {written}")
            written = self.aliases[place - 1]
        if self.flag_kind == "num":
            return frozenset(part for part in written.split(",") if part)
        if self.flag_kind == "long":
            return frozenset(written[i : i + 2] for i in range(0, len(written), 2))
        return frozenset(written)


class HunspellList:
    """A dictionary's words and all that its affixes make of them."""

    def __init__(self, stems: Mapping[str, Sequence[str]], affixes: Affixes | None) -> None:
        self._stems = stems
        self._affixes = affixes

    def words(self) -> Iterator[str]:
        """The stems."""
        return iter(self._stems)

    def __contains__(self, word: object, /) -> bool:
        """Whether a word is a form of a stem: in any case where the stem has none, else as it is
        or in capitals.
        """
        if not isinstance(word, str):
            return False
        cased = {word, word.lower()}
        if word.isupper():
            cased |= {word.capitalize(), *self._in_capitals.get(word, ())}
        return any(map(self._is_form, cased))

    @cached_property
    def _in_capitals(self) -> Mapping[str, Sequence[str]]:
        """All capitals → the stems that have some themselves."""
        found = defaultdict[str, list[str]](list)
        for stem in self._stems:
            if stem != stem.lower():
                found[stem.upper()].append(stem)
        return dict(found)

    def _is_form(self, word: str) -> bool:
        if self._affixes is None:
            return word in self._stems or any(base in self._stems for base in possible_bases(word))
        return self._allows(word, ()) or self._with_suffix(word, ()) or self._with_prefix(word)

    def _allows(self, stem: str, wanted: Iterable[str]) -> bool:
        """Whether a stem has all of some flags; with none, whether it is a word by itself."""
        affixes, wanted = self._affixes or Affixes(), set(wanted)
        for written in self._stems.get(stem, ()):
            flags = affixes.flags(written)
            if flags >= wanted if wanted else flags.isdisjoint(affixes.no_word):
                return True
        return False

    def _with_suffix(self, word: str, wanted: tuple[str, ...], behind: str = "") -> bool:
        """Whether a word is a stem with `wanted` flags and one or two endings; `behind` is the
        flag of an ending that was taken off it already.
        """
        suffixes = self._affixes.suffixes if self._affixes else {}
        for i in range(len(word), 0, -1):
            for suffix in suffixes.get(word[i:], ()):
                if wanted and not suffix.crosses:
                    continue
                stem = word[:i] + suffix.strip
                if not _pattern(f"(?:{suffix.condition})$").search(stem):
                    continue
                if (not behind or behind in suffix.further) and self._allows(
                    stem, (suffix.flag, *wanted)
                ):
                    return True
                if not behind and self._with_suffix(stem, wanted, suffix.flag):
                    return True
        return False

    def _with_prefix(self, word: str) -> bool:
        prefixes = self._affixes.prefixes if self._affixes else {}
        for i in range(1, len(word)):
            for prefix in prefixes.get(word[:i], ()):
                stem = prefix.strip + word[i:]
                if not _pattern(f"^(?:{prefix.condition})").search(stem):
                    continue
                if self._allows(stem, (prefix.flag,)):
                    return True
                if prefix.crosses and self._with_suffix(stem, (prefix.flag,)):
                    return True
        return False


@lru_cache(1 << 12)
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def read_hunspell(
    file: UserFile, aff: UserFile | None, normal: Callable[[str], str]
) -> HunspellList:
    """A dictionary, with its affixes where it has some. Raises WordFileError."""
    encoding = encoding_of(aff) if aff else "utf-8"
    advice = f"{aff.shown} says so (SET)" if aff else "an .aff beside it would say what it is (SET)"
    affixes = read_affixes(aff, encoding) if aff else None
    rows = file.text(encoding, advice).splitlines()
    if not rows or not re.fullmatch(r"\s*\d+\s*", rows[0]):
        what = "the first line of a .dic says how many words there are"
        file.fail(f"{what}: give a plain list another suffix", 1, rows[0] if rows else "")
    stems: dict[str, tuple[str, ...]] = {}
    for number, row in enumerate(rows[1:], start=2):
        word, flags = _entry(row)
        if flags and affixes and affixes.aliases:
            try:
                affixes.flags(flags)
            except ValueError as error:
                file.fail(f"{error} in {aff.shown if aff else ''}", number, row)
        if word:
            word = normal(word)
            stems[word] = (*stems.get(word, ()), flags)
    return HunspellList(stems, affixes)


def _entry(row: str) -> tuple[str, str]:
    """The word and the flags of a line, without what it says of the word's meaning (`po:noun`)."""
    if "\t" in row or ":" in row:
        row = re.sub(r"(?:\t|\s+(?=[a-z]{2}:)).*", "", row)
    row = row.strip()
    if "\\" not in row:
        word, _, flags = row.partition("/")
        return word, flags
    word, _, flags = row.replace("\\/", "\0").partition("/")
    return word.replace("\0", "/"), flags


# ------------------------------------------------------------------------ affixes


def encoding_of(aff: UserFile) -> str:
    """The encoding that an .aff names, ISO 8859-1 where it names none. Raises WordFileError."""
    for number, row in enumerate(aff.data.decode("latin-1").splitlines(), start=1):
        word, _, rest = row.removeprefix("ï»¿").partition(" ")
        if word == "SET":
            name = rest.strip().lower().removeprefix("microsoft-")
            try:
                return codecs.lookup(name).name
            except LookupError:
                aff.fail(f"no encoding is called {rest.strip()!r}", number, row)
    return "iso8859-1"


_KINDS = {"long": "long", "num": "num", "UTF-8": "short"}
_NO_WORD = frozenset({"NEEDAFFIX", "FORBIDDENWORD", "ONLYINCOMPOUND"})


def read_affixes(aff: UserFile, encoding: str) -> Affixes:
    """What an .aff says of affixes. Raises WordFileError with the line."""
    rows = [row.split() for row in aff.text(encoding, "it says so itself (SET)").splitlines()]
    kinds = [row[1] for row in rows if row[:1] == ["FLAG"] and len(row) > 1]
    if kinds and kinds[-1] not in _KINDS:
        aff.fail(f"FLAG {kinds[-1]}: there are {', '.join(_KINDS)}")
    aliases = [row[1] for row in rows if row[:1] == ["AF"] and len(row) > 1][1:]
    written = Affixes(_KINDS[kinds[-1]] if kinds else "short", aliases)
    no_word = {row[1] for row in rows if row and row[0] in _NO_WORD and len(row) > 1}
    try:
        suffixes, prefixes = (_affixes_of(rows, kind, written) for kind in ("SFX", "PFX"))
    except _BadRowError as error:
        aff.fail(error.message, error.line)
    return Affixes(
        written.flag_kind, written.aliases, suffixes, prefixes,
        frozenset(no_word),
    )  # fmt: skip


class _BadRowError(Exception):
    def __init__(self, message: str, line: int) -> None:
        self.message, self.line = message, line
        super().__init__(message)


def _affixes_of(
    rows: Sequence[Sequence[str]], kind: str, written: Affixes
) -> Mapping[str, Sequence[Affix]]:
    """All suffixes or prefixes by what they add. A flag's first line says how many it has."""
    found = defaultdict[str, list[Affix]](list)
    crosses: dict[str, bool] = {}
    for number, row in enumerate(rows, start=1):
        if row[:1] != [kind]:
            continue
        if len(row) < 4:
            raise _BadRowError(f"{kind} needs a flag, what to strip and what to add", number)
        _, flag, strip, added, *rest = row
        if flag not in crosses:
            crosses[flag] = strip == "Y"
            continue
        text, _, further = added.partition("/")
        try:
            flags = written.flags(further)
            condition = _condition(rest[0] if rest else ".")
        except (ValueError, re.error) as error:
            raise _BadRowError(f"{kind} {flag} can't be read: {error}", number) from error
        found["" if text == "0" else text].append(
            Affix(flag, "" if strip == "0" else strip, condition, crosses[flag], flags)
        )
    return dict(found)


def _condition(written: str) -> str:
    """A condition as a pattern: letters, `.`, `[abc]` and `[^abc]`, all else taken as it stands."""
    pattern = ""
    for piece in re.findall(r"\[\^?[^\]]+\]|.", written):
        if piece == ".":
            pattern += "."
        elif piece.startswith("[") and len(piece) > 1:
            inner = piece[1:-1]
            mark, inner = ("^", inner[1:]) if inner.startswith("^") else ("", inner)
            pattern += f"[{mark}{re.escape(inner)}]"
        else:
            pattern += re.escape(piece)
    re.compile(pattern)
    return pattern if written != "." else ""
