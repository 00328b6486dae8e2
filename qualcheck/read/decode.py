"""Bytes to text: which encoding a file is in, and where its bytes make no sense."""

from __future__ import annotations

import codecs
import re
import unicodedata
from bisect import bisect_left
from types import MappingProxyType
from typing import NamedTuple

from qualcheck.errors import ReadError


class Decoded(NamedTuple):
    """The text of a file, its encoding, and how that was found.

    `origin` is `BOM`, `declared`, `UTF-8`, `guessed` or `given`. `undecodable` are the
    offsets in `text`, in code points, of each U+FFFD that stands for bad bytes.
    """

    text: str
    encoding: str = "utf-8"
    origin: str = "given"
    undecodable: tuple[int, ...] = ()


# UTF-32 goes first: its little-endian mark begins with that of UTF-16.
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_FORMATS = MappingProxyType(
    {
        b"%PDF-": "is a PDF; export its text first",
        b"{\\rtf1": "is a rich-text (RTF) file; save it as plain text or HTML first",
        b"PK\x03\x04": "is a ZIP archive (.docx, .odt and .epub are too); export its text first",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "is an old Office file; export its text first",
        b"\x89PNG\r\n": "is a PNG image, not text",
        b"\xff\xd8\xff": "is a JPEG image, not text",
        b"\x1f\x8b\x08": "is compressed with gzip; unpack it first",
        b"7z\xbc\xaf\x27\x1c": "is a 7-Zip archive; unpack it first",
    }
)

# What a file may declare: the encodings of the web. Python knows others that are no text
# encodings in this sense (`punycode`, `unicode_escape`), some of them quadratic in time.
# Where the web means more than the name says, the value says what it means.
_DECLARABLE = MappingProxyType(
    {
        "utf-8": "utf-8",
        "utf-16": "utf-8",  # a declaration that can be read as ASCII is not in UTF-16
        "utf-16-le": "utf-8",
        "utf-16-be": "utf-8",
        "ascii": "cp1252",
        "iso8859-1": "cp1252",
        "iso8859-9": "cp1254",
        "tis-620": "cp874",
        "gb2312": "gb18030",
        "gbk": "gb18030",
        "shift_jis": "cp932",
        "euc_kr": "cp949",
        **{f"iso8859-{n}": f"iso8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
        **{f"cp{n}": f"cp{n}" for n in (866, 874, 932, 949, *range(1250, 1259))},
        **{
            name: name
            for name in (
                "koi8-r", "koi8-u", "mac-roman", "mac-cyrillic", "gb18030", "big5",
                "big5hkscs", "euc_jp", "iso2022_jp",
            )
        },
    }
)  # fmt: skip

_GUESSABLE = (
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257",
    "iso8859_2", "koi8_r", "koi8_u", "cp866", "mac_roman", "mac_cyrillic",
    "gb18030", "big5", "cp932", "euc_jp", "cp949",
)  # fmt: skip
"""Encodings of articles found in the wild; a longer list gives more wrong guesses."""

_SAMPLE = 200_000
"""Bytes that a guess looks at: enough to be sure, and time doesn't grow with the file."""
_DECLARATION = 4_096
"""Bytes in which an encoding can be declared. HTML asks for 1,024; writers are less strict."""
_WESTERN_SHARE = 0.02
"""Share of bytes beyond ASCII up to which a text counts as English with accents and curly
quotes. French has some 4 %, Polish 7 %, Russian 80 %."""
_TIE = 0.03
"""Difference in coherence (0..1) that doesn't tell two encodings apart. In our samples,
one text in each of nine languages, French and Spanish lost by up to 0.02; Czech won by 0.04."""
_UNREADABLE_SHARE = 0.1
"""Share of control characters and bad bytes from which a file is no text. Random bytes have some
half; an article with a bad byte in every line has less than .02."""
_UNREADABLE_LEAST = 16
"""So many of them, at least: a short text may have a few and still be worth a report."""
_LETTERS_SHARE = 0.9
"""Least share of letters, marks, digits and punctuation in a believable guess's characters
beyond ASCII."""


def decode(data: bytes, declared: str | None) -> Decoded:
    """The text of a file: by its BOM, what it declares, as UTF-8, or by a guess.

    A declared encoding counts only where it decodes the whole file. Raises ReadError where the
    bytes are not text.
    """
    _refuse_formats(data)
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _by_bom(data[len(bom) :], encoding)
    _refuse_nul(data.find(b"\0"))
    if declared is not None and (found := _by_declaration(data, declared)):
        return found
    found = _by_content(data)
    _refuse_unreadable(found)
    return found


def declared_encoding(data: bytes) -> str | None:
    """The encoding that an XML declaration or an HTML `meta` names; None where none does."""
    head = data[:_DECLARATION]
    found = re.match(rb"""(?:\xef\xbb\xbf)?\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)""", head)
    found = found or re.search(rb"""(?i)<meta\s[^>]*?charset\s*=\s*["']?\s*([\w.:-]+)""", head)
    return found[1].decode("ascii") if found else None


def _refuse_formats(data: bytes) -> None:
    for magic, reason in _FORMATS.items():
        if data.startswith(magic):
            raise ReadError(reason)


def _refuse_nul(offset: int) -> None:
    if offset >= 0:
        raise ReadError(
            f"looks like a binary file (NUL byte at offset {offset}); "
            "if it is text in UTF-16, save it as UTF-8 or with a byte-order mark"
        )


_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]+")
"""Left out: blanks, form feeds, and the escape that colours what a terminal shows."""


def _refuse_unreadable(found: Decoded) -> None:
    sample = found.text[:_SAMPLE]
    controls = sum(map(len, _CONTROLS.findall(sample)))
    unreadable = controls + bisect_left(found.undecodable, len(sample))
    if unreadable >= max(_UNREADABLE_LEAST, _UNREADABLE_SHARE * len(sample)):
        raise ReadError(
            f"looks like a binary file ({unreadable:,} of its first {len(sample):,} characters "
            "can't be read); if it is text, save it as UTF-8"
        )


def _by_bom(data: bytes, encoding: str) -> Decoded:
    if encoding == "utf-8":
        _refuse_nul(data.find(b"\0"))
        return _utf_8(data, "BOM")
    undecodable: tuple[int, ...] = ()
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        # A U+FFFD that the writer saved is counted too: the codec can't tell the two apart.
        text = data.decode(encoding, "replace")
        undecodable = _places("\N{REPLACEMENT CHARACTER}", text)
    if "\0" in text:
        raise ReadError(f"looks like a binary file (NUL at character {text.index(chr(0))})")
    return Decoded(text, encoding, "BOM", undecodable)


def _by_declaration(data: bytes, declared: str) -> Decoded | None:
    try:
        encoding = _DECLARABLE[codecs.lookup(declared).name]
        return Decoded(data.decode(encoding), encoding, "declared")
    except (LookupError, UnicodeDecodeError, ValueError):
        return None


def _by_content(data: bytes) -> Decoded:
    decoded = _utf_8(data, "UTF-8")
    if not decoded.undecodable or _is_damaged_utf_8(decoded):
        return decoded
    encoding = _guess(data)
    if encoding is None:
        return decoded
    return Decoded(data.decode(encoding), encoding, "guessed")


def _utf_8(data: bytes, origin: str) -> Decoded:
    """Decode as UTF-8, with one U+FFFD for each bad byte."""
    # `surrogateescape` and not `replace`: a U+FFFD that stood in the file is not our doing,
    # while a lone surrogate can't have been in it.
    text = data.decode("utf-8", "surrogateescape")
    undecodable = () if text.isascii() else _places("[\udc80-\udcff]", text)
    if undecodable:
        text = re.sub("[\udc80-\udcff]", "\N{REPLACEMENT CHARACTER}", text)
    return Decoded(text, "utf-8", origin, undecodable)


def _places(pattern: str, text: str) -> tuple[int, ...]:
    return tuple(match.start() for match in re.finditer(pattern, text))


def _is_damaged_utf_8(decoded: Decoded) -> bool:
    """Whether the sound sequences beyond ASCII outnumber the bad bytes.

    In other encodings a byte over 0x7F is followed by a fit one now and then, never mostly.
    """
    beyond_ascii = sum(len(run) for run in re.findall(r"[^\x00-\x7f]+", decoded.text))
    return beyond_ascii - len(decoded.undecodable) > len(decoded.undecodable)


def _guess(data: bytes) -> str | None:
    """An encoding that decodes all of `data` to something believable; None where none does."""
    sample = _sample(data)
    encoding = "cp1252" if _looks_western(sample) else _best_match(sample)
    if encoding is None:
        return None
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return encoding if _is_believable(text[:_SAMPLE]) else None


def _sample(data: bytes) -> bytes:
    """The beginning of `data`, cut after a line so as not to part the bytes of a character."""
    if len(data) <= _SAMPLE:
        return data
    return data[: data.rfind(b"\n", 0, _SAMPLE) + 1] or data[:_SAMPLE]


def _looks_western(sample: bytes) -> bool:
    """Whether bytes beyond ASCII are few and far between, as in English."""
    beyond_ascii = len(sample.translate(None, bytes(range(128))))
    if beyond_ascii > _WESTERN_SHARE * max(len(sample), 200):
        return False
    return not re.search(rb"[\x80-\xff]{4}", sample)


def _best_match(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes

    matches = list(from_bytes(sample, cp_isolation=list(_GUESSABLE)))  # the best first
    if not matches:
        return None
    best = matches[0]
    for match in matches:
        # The Western and the Central European encoding differ in few letters and often tie.
        as_good = match.chaos <= best.chaos and match.coherence >= best.coherence - _TIE
        if as_good and "cp1252" in match.could_be_from_charset:
            return "cp1252"
    return str(best.encoding)


def _is_believable(text: str) -> bool:
    beyond_ascii = [char for char in text if char > "\x7f"]
    kinds = [unicodedata.category(char) for char in beyond_ascii]
    if "Cc" in kinds or "Co" in kinds:  # C1 controls and private use
        return False
    good = sum(kind[0] in "LMNPZ" or kind == "Sc" for kind in kinds)
    return good >= _LETTERS_SHARE * len(kinds)
