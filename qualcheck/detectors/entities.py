"""Entities of HTML left in running text, and the characters they mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from qualcheck.check import ALL_SCOPES, Hit, detector
from qualcheck.document import Document, Span
from qualcheck.patterns import lazy

_ENTITY = lazy(
    r"""(?x)
      &(?:amp;)*(?:
          nbsp|quot|amp|lt|gt|apos|[lr][ads]quo|bdquo|sbquo|[nm]dash|hellip|shy|bull|middot|times|copy|reg|trade|euro
        | pound|sect|deg|eacute|szlig|[AEIOUNaeiouncsyz](?:uml|acute|grave|circ|tilde|cedil|ring|caron|slash)|(?:ae|AE|oe|OE)lig
        | ensp|emsp|thinsp|zwn?j|[lr]saquo|frac12|larr|rarr|\#\d{2,6}|\#[xX][0-9a-fA-F]{2,6}
      );
    | &(?:nbsp|quot|amp|lt|gt|apos|[lr][ds]quo|[nm]dash|hellip|laquo|raquo)\b(?![=;\w])
    | &\ ?(?:nbsp|quot|amp|lt|gt|apos|\#\ ?\d{2,5})\ ?;
    | (?<![\w&])\#\ ?39;
    """
)


@detector(
    id="residue.entity",
    category="residue",
    mqm="design-and-markup/markup-tag",
    level="error",
    languages=("any",),
    scopes=ALL_SCOPES,
    artefact="A10",
    safe_fix=True,
    message="'{match}' is an HTML entity, not text.",
    why="The text was escaped once too often, or never unescaped.",
    bad=[
        ("[[&quot;]]We stay.", '"We stay.'),
        ("The firm [[&#8211;]] a family business.", "The firm – a family business."),
        ("Marks [[&amp;amp;]] Spencer went up.", "Marks & Spencer went up."),
        ("He was[[&nbsp]] there, and [[& quot;]]no[[& quot;]] was all he said.", 'He was there, and "no" was all he said.'),
        ("He was[[&nbsp;]]there.", "He was there."),
        ("It[[&amp;#39;]]s late, and [[# 39;]]no' is no answer.", "It's late, and 'no' is no answer."),
        ("Caf[[&eacute;]] Mila is shut.", "Café Mila is shut."),
        ("The gov[[&shy;]]ernment met.", "The government met."),
    ],
    good=["Marks & Spencer; Barnes & Noble.", "R&D; that is the word.", "The B&Bs; the Q&A; the rest."],
)  # fmt: skip
def entity(document: Document) -> Iterator[Hit]:
    """Named and numbered entities, escaped more than once or torn apart by a tokeniser too."""
    prose, done = document.prose, 0
    for start in document.offsets("&#"):
        match = _ENTITY.match(prose, start) if start >= done else None
        if match is None:
            continue
        done, meant = match.end(), _meant(match.group())
        blanks = _blanks_beside(prose, match)
        if meant == " " and blanks:
            meant = ""
        fixed = (meant,) if not meant or meant.isprintable() else ()
        # Of `&lt;b&gt;` only the editor can tell whether a tag is meant, or the sign, and of
        # `type &nbsp; here` whether the text is about it.
        sure = meant not in _MARKUP and (meant != "" or blanks < 2)
        yield Hit("residue.entity", Span(*match.span()), fixed, sure=sure)


_MARKUP = frozenset("<>*_`[]~|\\#")
_BLANKS = dict.fromkeys("\u00a0\u2002\u2003\u2009", " ")
_NOTHING = dict.fromkeys("\u00ad\u200c\u200d", "")


def _meant(written: str) -> str:
    """The character that an entity stands for; of blanks a plain one."""
    plain = re.sub(r"\s", "", written).removeprefix("&").removesuffix(";")
    while plain.startswith("amp;"):
        plain = plain.removeprefix("amp;")
    character = unescape(f"&{plain};")
    return (_BLANKS | _NOTHING).get(character, character)


def _blanks_beside(prose: str, match: re.Match[str]) -> int:
    """On how many sides a blank stands."""
    around = prose[max(0, match.start() - 1) : match.start()] + prose[match.end() : match.end() + 1]
    return sum(map(str.isspace, around))


DETECTORS = (entity,)
