"""What `qualcheck words` does: which list a word goes to, and the list with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from qualcheck.config import Settings
from qualcheck.config.files import WORDS
from qualcheck.dictionaries import is_hunspell, load_lists, plain_list
from qualcheck.dictionaries.plain import PlainList, read_plain, with_words, word_of
from qualcheck.errors import QualcheckError
from qualcheck.glossaries import load_glossaries
from qualcheck.userfile import normal, read_user_file, shown_path

NO_LISTS = frozenset({".csv", ".tbx", ".xml", ".toml", ".html", ".md"})
"""Suffixes of other things, a glossary mostly."""
HEAD = "# Words and names, one a line, that no rule about words touches.\n"


def list_of(settings: Settings, config: Path | None = None) -> Path:
    """The first plain list of the settings; without one, where a new one would be found: beside
    the settings file, `config` where the user named one.
    """
    plain = (path for path in settings.dictionaries if not is_hunspell(path))
    beside = config.with_name(WORDS) if config else Path(settings.root, WORDS)
    return Path(shown_path(Path(next(plain, beside))))


def added(path: Path, words: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """A list's text with some words, and those of them that it didn't have.

    Raises QualcheckError for what can't be an entry, WordFileError for a list that can't be read.
    """
    if is_hunspell(str(path)):
        raise QualcheckError(
            f"{path}: words are added to plain lists, and this is one of Hunspell's"
        )
    if path.suffix.lower() in NO_LISTS:
        raise QualcheckError(f"{path}: is no plain list, by its name: give one a word a line")
    for word in words:
        if not word or word_of(word) != word or "\n" in word or not word.isprintable():
            raise QualcheckError(f"{word!r} can't be an entry: it must be a word, without ' #'")
    if not path.exists():
        new = _new(words, plain_list(()))
        return with_words(HEAD, new), new
    file = read_user_file(path, "dictionaries")
    new = _new(words, read_plain(file, normal))
    mark = "\N{ZERO WIDTH NO-BREAK SPACE}" if file.data.startswith(b"\xef\xbb\xbf") else ""
    return mark + with_words(file.text(), new), new


def _new(words: Sequence[str], held: PlainList) -> tuple[str, ...]:
    """The words that neither a list nor one before them stands for."""
    new: list[str] = []
    for word in words:
        if normal(word) not in held and normal(word) not in plain_list(new):
            new.append(word)
    return tuple(new)


def listed(settings: Settings) -> Iterator[str]:
    """Each file's name, and its words or terms below it."""
    for path in dict.fromkeys(path for some in settings.parts for path in some.dictionaries):
        yield f"{shown_path(Path(path))}:"
        (words,) = load_lists([path])
        yield from (f"  {word}" for word in sorted(words.words(), key=str.casefold))
    for path in dict.fromkeys(path for some in settings.parts for path in some.glossaries):
        yield f"{shown_path(Path(path))}:"
        (glossary,) = load_glossaries([path])
        for entry in glossary.entries:
            forbidden = f"  (not {', '.join(entry.forbidden)})" if entry.forbidden else ""
            yield f"  {', '.join(entry.terms)}{forbidden}"
