"""Glossaries as TBX-Basic (ISO 30042), of both editions: martif with termEntry, langSet and tig,
and tbx with conceptEntry, langSec and termSec.

No entity is expanded and no other file is read: a declaration of an entity is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from qualcheck.glossaries.entries import Entry, Variant, is_language, is_wordy
from qualcheck.userfile import UserFile

ROOTS = frozenset({"martif", "tbx"})
CONCEPTS = frozenset({"termEntry", "conceptEntry"})
LANGUAGES = frozenset({"langSet", "langSec"})
TERMS = frozenset({"tig", "ntig", "termSec"})
STATUS = frozenset({"administrativeStatus", "normativeAuthorization"})
"""Data categories that say whether a term may be used."""

PREFERRED = frozenset({"preferredTerm", "preferred"})
ADMITTED = frozenset({"admittedTerm", "admitted", "standardizedTerm", "legalTerm", "regulatedTerm"})
FORBIDDEN = frozenset(
    {"deprecatedTerm", "supersededTerm", "notRecommended", "obsolete", "deprecated", "superseded"}
)
_LANG = "http://www.w3.org/XML/1998/namespace lang"


@dataclass
class _Term:
    line: int
    text: str = ""
    status: str = ""


@dataclass
class _Reading:
    """Where the parser is, and what it has read of the language it is in."""

    file: UserFile
    parser: expat.XMLParserType
    path: list[str] = field(default_factory=list)
    default: str = ""
    language: str = ""
    terms: list[_Term] = field(default_factory=list)
    concept_note: str = ""
    note: str = ""
    text: list[str] | None = None
    """The characters of the element that is read; None outside of those that count."""
    entries: list[Entry] = field(default_factory=list)

    def fail(self, message: str) -> NoReturn:
        self.file.fail(message, self.parser.CurrentLineNumber)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if not self.path:
            if local not in ROOTS:
                self.fail(f"is no TBX: it begins with <{local}>, not with <tbx> or <martif>")
            self.default = attributes.get(_LANG, "")
        if local in CONCEPTS:
            self.concept_note = ""
        elif local in LANGUAGES:
            self.language, self.terms, self.note = attributes.get(_LANG, self.default), [], ""
        elif local in TERMS:
            self.terms.append(_Term(self.parser.CurrentLineNumber))
        elif local == "termNote" and attributes.get("type") in STATUS:
            local = "administrativeStatus"
        self.path.append(local)
        if local in {"term", "note"} or local in STATUS:
            self.text = []

    def characters(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)

    def end(self, _: str) -> None:
        local = self.path.pop()
        text = " ".join("".join(self.text or ()).split())
        if local == "term" and self.terms:
            self.terms[-1].text = text
        elif local in STATUS and self.terms:
            self._take_status(text)
        elif local == "note":
            self._take_note(text)
        elif local in TERMS and not self.terms[-1].text:
            self.fail("a term is empty")
        elif local in LANGUAGES:
            self._take_entry()
        if local in {"term", "note"} or local in STATUS:
            self.text = None

    def _take_status(self, text: str) -> None:
        status = text.removesuffix("-admn-sts")
        if status not in PREFERRED | ADMITTED | FORBIDDEN:
            known = "preferredTerm, admittedTerm, deprecatedTerm and supersededTerm-admn-sts"
            self.fail(f"the status '{text}' is unknown; there are {known}")
        self.terms[-1].status = status

    def _take_note(self, text: str) -> None:
        if LANGUAGES.isdisjoint(self.path):
            self.concept_note = self.concept_note or text
        else:
            self.note = self.note or text

    def _take_entry(self) -> None:
        language = self.language
        if not is_language(language):
            self.fail(f"'{language}' is no language")
        if odd := next((t for t in self.terms if not is_wordy(t.text)), None):
            self.file.fail(f"'{odd.text}' is no word", odd.line)
        preferred, others, forbidden = (
            tuple(Variant(t.text, t.line) for t in self.terms if wanted(t.status))
            for wanted in (PREFERRED.__contains__, _is_allowed, FORBIDDEN.__contains__)
        )
        note = self.note or self.concept_note
        self.entries.append(Entry((*preferred, *others), forbidden, note, language))


def _is_allowed(status: str) -> bool:
    """Whether a term may be used, though it isn't the preferred one. Most have no status."""
    return not status or status in ADMITTED


def read_tbx(file: UserFile) -> tuple[Entry, ...]:
    """The entries of a TBX file, one for each language of each concept. Raises WordFileError."""
    parser = expat.ParserCreate(namespace_separator=" ")
    reading = _Reading(file, parser)

    def refuse(*_: object) -> NoReturn:
        reading.fail("an entity is declared or used, which is refused: write the characters")

    parser.buffer_text = True
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.characters
    parser.EntityDeclHandler = refuse
    parser.SkippedEntityHandler = refuse
    try:
        parser.Parse(file.data, True)
    except expat.ExpatError as error:
        file.fail(f"is no XML: {expat.ErrorString(error.code)}", error.lineno)
    except LookupError as error:  # of an encoding
        file.fail(f"is no XML: {error}", 1)
    return tuple(reading.entries)
