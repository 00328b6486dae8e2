"""Characters that are not what they seem: mojibake, look-alikes, invisible ones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from qualcheck.check import ALL_SCOPES, Hit, detector
from qualcheck.document import Document, Span

_ENCODING = "linguistic-conventions/character-encoding"

LOOK_ALIKES = dict(
    zip(
        "АВЕЅІЈКМНОРСТУХЗаеорсухіјѕһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧονυρικα",
        "ABESIJKMHOPCTYX3aeopcyxijshdqwABEZHIKMNOPTYXovupıka",
        strict=True,
    )
)
"""Cyrillic and Greek letters that look like a Latin one. Source: Unicode Technical Standard 39,
confusables, the single letters of these two scripts."""


@detector(
    id="characters.mojibake",
    category="characters",
    mqm=_ENCODING,
    level="error",
    languages=("any",),
    scopes=ALL_SCOPES,
    artefact="B4",
    safe_fix=True,
    message="'{match}' is text read in the wrong encoding; it should read '{suggestion}'.",
    why="Bytes of UTF-8 were taken for Windows-1252 or a like encoding.",
    bad=[
        ("He went to [[MÃ¼nchen]] today.", "He went to München today."),
        ("[[itâ€™s]] late.", "it’s late."),
        ("It's late and [[itâ€™s]] dark.", "It's late and it's dark."),
    ],
    good=["He went to München today.", "Âge is French for age; Ãs isn't a word.", "It’s “late”."],
    sources=["https://ftfy.readthedocs.io/"],
)  # fmt: skip
def mojibake(document: Document) -> Iterator[Hit]:
    """Words that a round trip through another encoding makes shorter and plainer (ftfy)."""
    # The first byte of a UTF-8 sequence, read as Windows-1252 or 1251, then one of the rest.
    if document.tokens.characters.isdisjoint(_FIRST_BYTES) or not re.search(
        rf"[{_FIRST_BYTES}][\u0080-\u00bf‘’“”–—•…†‡‰‹›€™šœžŸŠŒŽƒˆ˜°±Ѓѓў]", document.prose
    ):
        return
    from ftfy import fix_encoding

    for match in re.finditer(r"\S+", document.prose):
        if not re.search("[ÂÃÄÅÎÏÐÑØÙâãðРСГ]", match.group()):
            continue
        fixed = fix_encoding(match.group())
        if len(fixed) < len(match.group()) and fixed.isprintable():
            start, end, text = _narrow(match.start(), match.group(), fixed)
            yield Hit("characters.mojibake", Span(start, end), (_marked_alike(document, text),))


_STRAIGHT = {"’": "'", "‘": "'", "“": '"', "”": '"'}


def _marked_alike(document: Document, text: str) -> str:
    """With quotation marks and dashes as most of the document has them: a curly one beside a
    straight one would be the next fault.
    """
    prose = document.prose
    curly, straight = (sum(map(prose.count, marks)) for marks in ("’‘“”", "'\""))
    plain = _STRAIGHT if straight > curly else {}
    if text == "–" and prose.count(" - ") > prose.count(" – "):
        return "-"
    return "".join(plain.get(c, c) for c in text)


_FIRST_BYTES = "ÂÃÄÅÎÏÐÑØÙâãðÐРСГ"


def _narrow(start: int, bad: str, good: str) -> tuple[int, int, str]:
    """Without the marks around the word, which both sides share."""
    left = len(bad) - len(bad.lstrip("\"'([.,"))
    right = len(bad) - len(bad.rstrip("\"').,;:!?]"))
    good = good[left : len(good) - right]
    return start + left, start + len(bad) - right, good


@detector(
    id="characters.mixed-script",
    category="characters",
    mqm=_ENCODING,
    level="error",
    scopes=ALL_SCOPES,
    artefact="B3",
    safe_fix=True,
    message="'{match}' mixes scripts: it holds {letters}.",
    why="A letter of another script looks the same to a reader and breaks every search.",
    bad=[
        ("He works in [[К\u0079iv]] now.", "He works in Kyiv now."),
        ("[[c\u043eunty]] officials met.", "county officials met."),
    ],
    good=["α-Tocopherol and β-carotene.", "Κύμη is Greek.", "It takes 5 µm of TGFβ.", "NF-κB and pν are signs.", "Kyiv (Київ) is old."],
    sources=["https://www.unicode.org/reports/tr39/"],
)  # fmt: skip
def mixed_script(document: Document) -> Iterator[Hit]:
    """A Latin word with look-alike letters of Cyrillic or Greek in it."""
    if not any("\u0370" <= character <= "\u052f" for character in document.tokens.characters):
        return
    for match in _words_with_aliens(document):
        mixed = _mixture(match.group())
        if mixed and not _in_other_script_word(document.prose, match):
            fixed, letters = mixed
            yield Hit(
                "characters.mixed-script", Span(*match.span()), (fixed,), {"letters": letters}
            )


@lru_cache(maxsize=10_000)
def _mixture(word: str) -> tuple[str, str] | None:
    """The word in Latin letters alone and the names of its odd ones; None for one of one script."""
    odd = {c for c in word if c in LOOK_ALIKES}
    if not odd or odd.issuperset(word):
        return None
    if len(word) <= _SHORT and all("\u03b1" <= c <= "\u03c9" for c in odd):
        return None  # a sign: NF-κB
    fixed = "".join(LOOK_ALIKES.get(c, c) for c in word)
    return fixed, ", ".join(sorted(f"'{c}' ({unicodedata.name(c).capitalize()})" for c in odd))


_SHORT = 3
"""Letters up to which a word with a small Greek letter is taken for a sign."""


def _words_with_aliens(document: Document) -> Iterator[re.Match[str]]:
    """Runs of Latin letters and their look-alikes, in the tokens that aren't all ASCII."""
    run = re.compile(rf"[a-zA-Z\u00c0-\u024f{''.join(LOOK_ALIKES)}]+")
    tokens = document.tokens
    strange = sorted(
        i for word, places in tokens.places.items() if not word.isascii() for i in places
    )
    for i in strange:
        span = tokens[i].span
        yield from run.finditer(document.prose, span.start, span.end)


def _in_other_script_word(prose: str, match: re.Match[str]) -> bool:
    """Whether the word goes on in letters that no Latin letter looks like."""
    around = prose[max(0, match.start() - 1) : match.start()] + prose[match.end() : match.end() + 1]
    return any(c.isalpha() for c in around)


@detector(
    id="characters.other-script",
    category="words",
    mqm="accuracy/untranslated",
    level="warning",
    artefact="B3",
    message="'{match}' is left in another script.",
    why="A reader of English can't read it; translate it, or give it as a name in brackets.",
    bad=[
        "There was a change in the [[العالم]] and here.",
        "The [[страна]] is large.",
        "They met last [[年]] in the valley.",
        "The [[χώρα]] is large.",
        "“We asked most of the [[люди]] in the valley for help,” he said.",
    ],
    good=[
        "Kyiv (Київ) is old.",
        "The word “страна” means country.",
        "The β-carotene and the π of a circle.",
        "The Greek letter Ω stands for ohm.",
        "The motto was “Слава труду” for years.",
        "A change Δx of αβ is small.",
    ],
)  # fmt: skip
def other_script(document: Document) -> Iterator[Span]:
    """Words of another script that are neither glossed, quoted nor named as words."""
    if document.prose.isascii():
        return
    letters = (
        r"\u0400-\u052f\u0531-\u058f\u0590-\u05ff\u0600-\u06ff\u0900-\u0dff\u0e00-\u0eff"
        r"\u10a0-\u10ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
    )
    dense = r"\u3041-\u30fa\u3400-\u9fff"  # one character is a word
    greek = r"\u0370-\u03ff\u1f00-\u1fff"
    if not re.search(rf"[{letters}{greek}]", "".join(document.tokens.characters)):
        return
    # One class first, so that the search is a plain scan.
    word = (
        rf"[{letters}{greek}](?:(?<=[{letters}])[{letters}]+|(?<=[{greek}])[{greek}]{{2,}}"
        rf"|(?<=[a-z] [{dense}])(?![,、]))"
    )
    places = list(re.finditer(rf"{word}(?:[ \-]+[{letters}{greek}]+)*", document.prose))
    if len(places) > 12 and len(places) > len(document.tokens) // 40:
        return  # a text about another language
    for match in places:
        if not _is_glossed(document, match):
            yield Span(*match.span())


def _is_glossed(document: Document, match: re.Match[str]) -> bool:
    """In brackets or quotation marks, beside a gloss, or said to be a word or sign."""
    before = document.prose[max(0, match.start() - 24) : match.start()]
    after = document.prose[match.end() : match.end() + 3]
    return (
        bool(
            re.search(
                r"[(\[（:/=“\"'‘«]\s*$|\b(?:word|sign|character|letter|term|name)s?\s$|[(][^)]*$",
                before,
            )
        )
        or bool(re.match(r"\s?[(=/]", after))
        or _is_quoted_word(document, match)
    )


_FEW, _LONG = 4, 200
"""Words, and characters, that a quotation of something foreign may hold beside it."""


def _is_quoted_word(document: Document, match: re.Match[str]) -> bool:
    """Whether the words stand in a quotation that holds hardly anything else: a title, a motto."""
    span = document.quotation_at(match.start())
    if span is None or len(span) - len(match.group()) > _LONG:
        return False
    rest = document.prose[span.start : match.start()] + document.prose[match.end() : span.end]
    return len(re.findall(r"[a-zA-Z]+", rest)) <= _FEW


@detector(
    id="characters.invisible",
    category="characters",
    mqm=_ENCODING,
    level="warning",
    languages=("any",),
    scopes=ALL_SCOPES,
    in_verbatim=True,
    artefact="B5",
    safe_fix=True,
    message="An invisible character stands here: {name}.",
    why="It can't be seen, but breaks searching, sorting and line breaks.",
    bad=[
        ("The coun[[\u200b]]cil met.", "The council met."),
        ("The gov[[\u00ad]]ernment met.", "The government met."),
        ("The council[[\u202e]] met.", "The council met."),
        ("The coun[[\u200b\ufeff\u200b]]cil met.", "The council met."),
    ],
    good=["A family: \U0001f468\u200d\U0001f469\u200d\U0001f467.", "The council met.", "می\u200cخواهم"],
)  # fmt: skip
def invisible(document: Document) -> Iterator[Hit]:
    """Zero-width, soft-hyphen and direction characters outside the scripts that need them; those
    that touch are one hit.
    """
    pattern = r"[\u00ad\u200b\u200c\u200d\u200e\u200f\u2060-\u2064\u202a-\u202e\u2066-\u2069\ufeff\u180e]+"
    if _all_printable(document):
        return
    for match in re.finditer(pattern, document.prose):
        before = document.prose[max(0, match.start() - 2) : match.start()]
        after = document.prose[match.end() : match.end() + 2]
        if _NEEDED.issuperset(match.group()) and not _is_latin(before + after):
            continue
        run = match.group()
        name = ", ".join(map(_name, _few(run) if len(run) > 1 else run)) + _in_a_row(run)
        yield Hit("characters.invisible", Span(*match.span()), ("",), {"name": name})


def _all_printable(document: Document) -> bool:
    """Whether no character, blanks apart, is invisible, a control or unassigned."""
    return "".join(document.tokens.characters).isprintable()


_NEEDED = frozenset("\u200c\u200d\u200e\u200f")
"""What emoji and the scripts of Persia, Arabia and India need."""
_MOST_NAMED = 4


@lru_cache(256)
def _name(character: str) -> str:
    """Number and name in Unicode: `U+200B ZERO WIDTH SPACE`."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()


def _few(run: str) -> list[str]:
    """The different characters of a run, as many as a message can name."""
    return sorted(set(run))[:_MOST_NAMED]


def _in_a_row(run: str) -> str:
    return f", {len(run):,} in a row" if len(run) > 1 else ""


def _is_latin(text: str) -> bool:
    """Whether no character is beyond Latin and its punctuation: emoji, Arabic, Indic scripts."""
    return all(ord(c) < 0x0250 or 0x2000 <= ord(c) < 0x2070 or c == "\ufeff" for c in text)


@detector(
    id="characters.control",
    category="characters",
    mqm=_ENCODING,
    level="error",
    languages=("any",),
    scopes=ALL_SCOPES,
    in_verbatim=True,
    artefact="B5",
    message="A control or unassigned character stands here: U+{code}.",
    why="It means nothing in a text and comes from a damaged file or a copy out of a PDF.",
    bad=[("The coun[[\x02]]cil met.", "The council met."), ("The council[[\x85]] met.", "The council met."), ("In the hall [[\x96]] it was cold.", "In the hall – it was cold."), ("The coun[[\x02\x02]]cil met.", "The council met.")],
    good=["The council\tmet.", "The council\nmet."],
)  # fmt: skip
def control(document: Document) -> Iterator[Hit]:
    """C0 and C1 controls other than tab and newline, private use, non-characters; those that
    touch are one hit.
    """
    pattern = r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff]+"
    if _all_printable(document) and not any(map(document.prose.__contains__, _BLANKS)):
        return
    for match in re.finditer(pattern, document.prose):
        code = ", U+".join(f"{ord(c):04X}" for c in _few(match.group()))
        values = {"code": code + _in_a_row(match.group())}
        meant = "".join(map(_meant, match.group()))
        yield Hit("characters.control", Span(*match.span()), (meant,), values)


_BLANKS = "\x0b\x0c\x1c\x1d\x1e\x1f\x85"
"""Controls that part words, so that they are in no token."""


def _meant(control: str) -> str:
    """The mark that Windows-1252 has for a C1 control (U+0096 is a dash there); "" for none."""
    if not "\x80" <= control <= "\x9f" or control == "\x85":
        return ""
    return control.encode("latin-1").decode("cp1252", "ignore")


@detector(
    id="characters.replacement",
    category="characters",
    mqm=_ENCODING,
    level="error",
    languages=("any",),
    scopes=ALL_SCOPES,
    in_verbatim=True,
    artefact="B5",
    message="A character was lost here (U+FFFD{origin}).",
    why="Somewhere on the way the text was decoded with the wrong encoding.",
    bad=["The caf[[\ufffd]] owner left."],
    good=["The café owner left."],
)  # fmt: skip
def replacement(document: Document) -> Iterator[Hit]:
    """The replacement character; the reader says which stand for bytes it couldn't decode."""
    if "\ufffd" not in document.prose:
        return
    undecodable = set(document.source.undecodable)
    for match in re.finditer("\ufffd+", document.prose):
        in_source = document.source.to_source(Span(*match.span())).start
        origin = (
            f", bytes that are not {document.source.encoding}" if in_source in undecodable else ""
        )
        yield Hit("characters.replacement", Span(*match.span()), (), {"origin": origin})


DETECTORS = (mojibake, mixed_script, other_script, invisible, control, replacement)
