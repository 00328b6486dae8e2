"""Reading: bytes to text, and text to prose with its blocks and the way back."""

from __future__ import annotations

import codecs
import os
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from invariants import assert_sound

from qualcheck.document import STAND_IN, Source, Span
from qualcheck.errors import ReadError
from qualcheck.read import READERS, SUFFIXES, content_of, read_bytes
from qualcheck.read.decode import declared_encoding, decode

# ---------------------------------------------------------------- decoding

RUSSIAN = "Вчера вечером жители города собрались на площади, чтобы встретить гостей. " * 3
FRENCH = "L’été dernier, les élèves ont préparé une pièce de théâtre très appréciée. " * 3


@pytest.mark.parametrize(
    ("data", "declared", "text", "encoding", "origin"),
    [
        (b"", None, "", "utf-8", "UTF-8"),
        (b"plain", None, "plain", "utf-8", "UTF-8"),
        ("naïve 🌍".encode(), None, "naïve 🌍", "utf-8", "UTF-8"),
        ("naïve".encode("utf-8-sig"), None, "naïve", "utf-8", "BOM"),
        (codecs.BOM_UTF16_LE + "год 🌍".encode("utf-16-le"), None, "год 🌍", "utf-16-le", "BOM"),
        (codecs.BOM_UTF16_BE + "год".encode("utf-16-be"), None, "год", "utf-16-be", "BOM"),
        (codecs.BOM_UTF32_LE + "год".encode("utf-32-le"), None, "год", "utf-32-le", "BOM"),
        (codecs.BOM_UTF32_BE + "год".encode("utf-32-be"), None, "год", "utf-32-be", "BOM"),
        ("год".encode("cp1251"), "windows-1251", "год", "cp1251", "declared"),
        ("год".encode("koi8-r"), "KOI8-R", "год", "koi8-r", "declared"),
        (b"\x93so\x94", "ISO-8859-1", "“so”", "cp1252", "declared"),
        ("été".encode(), "utf-16", "été", "utf-8", "declared"),
        ("été".encode(), "no-such-thing", "été", "utf-8", "UTF-8"),
        ("été".encode(), "punycode", "été", "utf-8", "UTF-8"),
        ("été".encode(), "ascii\0", "été", "utf-8", "UTF-8"),
        (
            "The café said “no” – twice.".encode("cp1252"),
            None,
            "The café said “no” – twice.",
            "cp1252",
            "guessed",
        ),
        ("The caf\xe9 is shut.".encode("latin-1"), None, "The café is shut.", "cp1252", "guessed"),
        (FRENCH.encode("cp1252"), None, FRENCH, "cp1252", "guessed"),
        (RUSSIAN.encode("cp1251"), None, RUSSIAN, "cp1251", "guessed"),
        (RUSSIAN.encode("koi8-r"), None, RUSSIAN, "koi8_r", "guessed"),
    ],
)
def test_encodings(
    data: bytes, declared: str | None, text: str, encoding: str, origin: str
) -> None:
    decoded = decode(data, declared)
    assert (decoded.text, decoded.encoding, decoded.origin) == (text, encoding, origin)
    assert decoded.undecodable == ()


def test_declaration_that_does_not_decode_is_passed_over() -> None:
    decoded = decode("“so”".encode("cp1252"), "utf-8")
    assert (decoded.text, decoded.origin) == ("“so”", "guessed")


def test_bad_bytes_in_utf_8_are_marked_and_a_saved_replacement_character_is_not() -> None:
    data = "naïve “words” – \ufffd ".encode() + b"\xff\xfe and " + "été".encode()
    decoded = decode(data, None)
    assert decoded.encoding == "utf-8"
    assert decoded.text == "naïve “words” – \ufffd \ufffd\ufffd and été"
    assert decoded.undecodable == (18, 19)


def test_bad_bytes_in_utf_16_are_marked() -> None:
    decoded = decode(codecs.BOM_UTF16_LE + "ab".encode("utf-16-le") + b"c", None)
    assert (decoded.text, decoded.undecodable) == ("ab\ufffd", (2,))


def test_bytes_that_are_no_encoding_at_all() -> None:
    with pytest.raises(ReadError, match="256 of its first 256 characters"):
        decode(bytes(range(128, 160)) * 8, None)


def test_a_few_control_characters_are_for_the_report_to_show() -> None:
    assert decode(b"\x01" * 15, None).text == "\x01" * 15
    text = "The council met.\x1b[0m\x0c It talked\x01 on. " * 1_000
    assert decode(text.encode(), None).text == text


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        (b'<html><head><META CHARSET="windows-1251">', "windows-1251"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">', "koi8-r"),
        (b"<meta charset=utf-8>", "utf-8"),
        (b'<?xml version="1.0" encoding="iso-8859-2"?>', "iso-8859-2"),
        (b"<p>charset=utf-8</p>", None),
        (b" " * 5_000 + b"<meta charset=utf-8>", None),
    ],
)
def test_declared_encoding(head: bytes, encoding: str | None) -> None:
    assert declared_encoding(head) == encoding


def test_only_html_declares() -> None:
    data = '<meta charset="windows-1251">год'.encode("cp1251")
    assert read_bytes(data, "a.html").prose == "год"
    assert read_bytes(data, "a.txt").encoding_origin != "declared"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"ab\0cd", "looks like a binary file (NUL byte at offset 2)"),
        (b"%PDF-1.7\n", "is a PDF; export its text first"),
        (b"PK\x03\x04\x14", "is a ZIP archive"),
        (b"{\\rtf1\\ansi", "is a rich-text"),
        (codecs.BOM_UTF8 + b"a\0", "NUL byte"),
        (codecs.BOM_UTF16_LE + b"a\0\0\0", "NUL at character 1"),
        (bytes(range(1, 256)) * 9, "looks like a binary file (1,"),
        (b"\x01\x02 a" * 9, "looks like a binary file (18 of its first 36 characters"),
    ],
)
def test_binary_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError) as error:
        read_bytes(data, "a.txt")
    assert reason in str(error.value)


# ---------------------------------------------------------------- paths


def test_the_name_shown_chooses_the_reader() -> None:
    source = read_bytes(b"# Title\n\nText.", "texts/a.md")
    assert (source.path, source.media_type) == ("texts/a.md", "text/markdown")


def test_paths_that_cannot_be_read(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    for path, reason in (
        (tmp_path / "none.txt", "can't be read: there is no such file"),
        (tmp_path, "is a folder, not a file"),
        (fifo, "is not a regular file"),
        (tmp_path / "a\0b", "can't be read"),
    ):
        with pytest.raises(ReadError) as error:
            content_of(path)
        assert reason in str(error.value)


def test_limit_of_size(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"a" * 1_250_000)
    assert len(content_of(file, 1_250_000)) == 1_250_000
    with pytest.raises(ReadError) as error:
        content_of(file, 1_000_000)
    assert str(error.value) == "is 1.2 MB; the limit is 1 MB: split the file"


def test_suffixes() -> None:
    assert sorted(SUFFIXES) == [".htm", ".html", ".markdown", ".md", ".text", ".txt", ".xhtml"]
    assert set(READERS) > SUFFIXES
    assert read_bytes(b"*a*", "A.MD").prose == "a"
    assert read_bytes(b"*a*", "notes.org").prose == "*a*"
    assert read_bytes(b"*a*", "no-suffix").media_type == "text/plain"


# ---------------------------------------------------------------- prose and blocks


def blocks(source: Source) -> list[tuple[str, str]]:
    """Each block's kind (with a heading's level, if known) and text."""
    return [
        (
            f"{block.kind}{block.level or ''}",
            source.prose[block.prose.start : block.prose.end],
        )
        for block in source.blocks
    ]


LONG = "The council met on Monday and talked about the bridge for most of the afternoon. " * 2
WRAPPED = (
    "The council met on Monday and talked about the bridge, which\n"
    "has been shut since March, for most of the afternoon. Nobody\n"
    "could say when the first cars would cross the river again."
)

PLAIN = [
    ("", []),
    (" \n\n ", []),
    ("One line", [("paragraph", "One line")]),
    (
        "A Bridge Reopens\n\nCars may cross it.",
        [("heading", "A Bridge Reopens"), ("paragraph", "Cars may cross it.")],
    ),
    ("lower case\n\nText.", [("paragraph", "lower case"), ("paragraph", "Text.")]),
    ("Ends well.\n\n* * *", [("paragraph", "Ends well."), ("paragraph", "* * *")]),
    (f"{WRAPPED}\n\n{WRAPPED}", [("paragraph", WRAPPED)] * 2),
    (
        f"The Bridge\n{LONG}\n{LONG}",
        [("heading", "The Bridge"), ("paragraph", LONG.strip()), ("paragraph", LONG.strip())],
    ),
    (
        "It is shut.\nIt may open.\nWe wait",
        [("paragraph", "It is shut."), ("paragraph", "It may open."), ("paragraph", "We wait")],
    ),
    (
        "Bring:\n- a cup\n- a spoon,\n  large\n\n1. Sit.\n2) Eat.\na) Go.",
        [
            ("paragraph", "Bring:"),
            ("item", "a cup"),
            ("item", "a spoon,\n  large"),
            ("item", "Sit."),
            ("item", "Eat."),
            ("item", "Go."),
        ],
    ),
    (
        "The river rose by more than two metres in the nights of July\n19. The town slept.",
        [
            (
                "paragraph",
                "The river rose by more than two metres in the nights of July\n19. The town slept.",
            )
        ],
    ),
    (
        "– We are ready, – he said.\n– Good.\n- Now, - she said.",
        [
            ("paragraph", "– We are ready, – he said."),
            ("paragraph", "– Good."),
            ("paragraph", "- Now, - she said."),
        ],
    ),
    ("– salt\n– pepper", [("item", "salt"), ("item", "pepper")]),
    (
        "> It is late.\n> Very.\nSo be it.",
        [("quote", "It is late."), ("quote", "Very."), ("paragraph", "So be it.")],
    ),
    ("\n  A dog\r\n\r\nIt barks.\r", [("heading", "A dog"), ("paragraph", "It barks.")]),
]


@pytest.mark.parametrize(("text", "expected"), PLAIN)
def test_plain(text: str, expected: list[tuple[str, str]]) -> None:
    source = read_bytes(text.encode(), "a.txt")
    assert source.prose == text.replace("\r\n", "\n").replace("\r", "\n")
    assert blocks(source) == expected
    assert_sound(source)


def test_plain_text_without_cr_is_one_segment() -> None:
    assert len(read_bytes(b"One.\n\nTwo.\n", "a.txt").segments) == 1


MARKDOWN = [
    ("# Title\n\nText.", [("heading1", "Title"), ("paragraph", "Text.")]),
    ("## Title *one* ##\n", [("heading2", "Title one")]),
    ("Title\n===\nText\nruns on.", [("heading1", "Title"), ("paragraph", "Text runs on.")]),
    ("---\ntitle: x\n---\nText.", [("paragraph", "Text.")]),
    ("A **bold** and _soft_ ~~old~~ word.", [("paragraph", "A bold and soft old word.")]),
    ("Call `main()` ``a`b`` now.", [("paragraph", f"Call {STAND_IN} {STAND_IN} now.")]),
    ('A ![picture *of* it](a.png "t") here.', [("paragraph", f"A {STAND_IN} here.")]),
    ("![only](a.png)\n\nText.", [("paragraph", "Text.")]),
    (
        "A [link *here*](https://example.org/a_(b) 'so'), [two][r], [r][] and [r]; [x] [y].\n\n"
        "[r]: /u\n",
        [("paragraph", "A link here, two, r and r; [x] [y].")],
    ),
    (
        "See <https://example.org/a%20b> or https://example.org.",
        [("paragraph", "See https://example.org/a%20b or https://example.org.")],
    ),
    (r"Fish &amp; chips \* \q &copy; &nosuch;", [("paragraph", r"Fish & chips * \q © &nosuch;")]),
    ("One  \ntwo\\\nthree<br>\nfour", [("paragraph", "One\ntwo\nthree\nfour")]),
    ("A <span class='x'>tag</span><!-- no --> here.", [("paragraph", "A tag here.")]),
    (
        "Hit <kbd>Ctrl *C*</kbd> or <code>a</code>,<span hidden>not</span> or <code>b.",
        [("paragraph", f"Hit {STAND_IN} or {STAND_IN}, or b.")],
    ),
    ("> Quoted\nlazily.\n>\n> - item\n", [("quote", "Quoted lazily."), ("item", "item")]),
    (
        "- one\n  two\n\n  three\n    1. four\n- [five](x)",
        [("item", "one two"), ("item", "three"), ("item", "four"), ("item", "five")],
    ),
    (
        "| a | b \\| *c* |\n|---|---|\n| | a |\n| `x` | b |\n",
        [("cell", "a"), ("cell", "b | c"), ("cell", "a"), ("cell", "b")],
    ),
    ("```\ncode\n```\n\n    indented\n\nText.", [("paragraph", "Text.")]),
    (
        "<div align='center'>\n<h2>Mill</h2> by  the\nriver &amp; <b>sold</b>\n</div>\n\nText.",
        [("heading2", "Mill"), ("paragraph", "by the river & sold"), ("paragraph", "Text.")],
    ),
    (
        "<details>\n<summary>More</summary>\n\nA *word*.\n\n</details>\n\n<p hidden>no\n\nText.",
        [
            ("paragraph", "More"),
            ("paragraph", "A word."),
            ("paragraph", "no"),
            ("paragraph", "Text."),
        ],
    ),
    (
        "<pre>code</pre>\n\n<script>\n\ncode</script>\n\n<div hidden>no</div>\n\n"
        "> <div>quoted</div>\n\n- <div>listed</div>\n\n<td>last",
        [("cell", "last")],
    ),
    ("One\r\ntwo\rthree\r\n\r\nFour", [("paragraph", "One two three"), ("paragraph", "Four")]),
    ("\ttab\n\na *b", [("paragraph", "a *b")]),
]


@pytest.mark.parametrize(("text", "expected"), MARKDOWN)
def test_markdown(text: str, expected: list[tuple[str, str]]) -> None:
    source = read_bytes(text.encode(), "a.md")
    assert blocks(source) == expected
    assert_sound(source)


def test_markdown_finds_the_same_word_in_its_own_cell() -> None:
    text = "| rain | rain |\n|---|---|\n| rain | *rain* |\n"
    source = read_bytes(text.encode(), "a.md")
    starts = [source.to_source(block.prose).start for block in source.blocks]
    assert starts == [2, 9, 28, 36]


HTML = [
    (
        "<!DOCTYPE html><html><head><title>T</title><style>p{}</style></head><body>"
        "<h2>A  <b>new</b>\n bridge</h2><p>Open.</p></body></html>",
        [("heading2", "A new bridge"), ("paragraph", "Open.")],
    ),
    ("<p>un<b>happi</b>ness</p>", [("paragraph", "unhappiness")]),
    ("<p>1 <p>2<div>3</div>4", [("paragraph", number) for number in "1234"]),
    ("a<br>b <br/> c", [("paragraph", "a\nb\nc")]),
    ("a<br><br>b<br>", [("paragraph", "a"), ("paragraph", "b")]),
    (
        "<ul><li>one<li>two <p>more</ul>after",
        [("item", "one"), ("item", "two"), ("item", "more"), ("paragraph", "after")],
    ),
    ("<blockquote><p>So.</p></blockquote>", [("quote", "So.")]),
    (
        "<table><caption>Rain</caption><tr><th>Day<td>1 mm</table>",
        [("caption", "Rain"), ("cell", "Day"), ("cell", "1 mm")],
    ),
    ("<figure><img src=x><figcaption>A bridge</figcaption></figure>", [("caption", "A bridge")]),
    (
        "Fish &amp; chips &copy 2020 &#233;&#xe9; AT&T R&D &nosuch; &#1; &#32; end&nbsp;",
        [("paragraph", "Fish & chips © 2020 éé AT&T R&D &nosuch; end")],
    ),
    ("Run <code>a<b></code> or <kbd>x</kbd>.", [("paragraph", f"Run {STAND_IN} or {STAND_IN}.")]),
    ("<p>Let <math><mi>x</mi></math> be.</p>", [("paragraph", f"Let {STAND_IN} be.")]),
    (
        "<p>Run <code>this.</p><p>More.</p><code>x</code>",
        [("paragraph", f"Run {STAND_IN}"), ("paragraph", "More.")],
    ),
    ("<pre>code <b>x</b></pre><script>if (a < b) '</p>'</script>Text", [("paragraph", "Text")]),
    ("<p hidden>no</p><span aria-hidden='true'>no</span><p>yes", [("paragraph", "yes")]),
    ("<p hidden>no<p>yes</p>", [("paragraph", "yes")]),
    ("<div style='color:red; display: none'><div>no</div></div>yes", [("paragraph", "yes")]),
    ("<p title='hidden words' data-hidden>yes", [("paragraph", "yes")]),
    (
        "<p title=\"A hidden cost\">A <a class='block hidden md:flex'>long</a> "
        "<span data-tip = 'not hidden'>way</span> <i alt=\"display:none\">off</i></p>",
        [("paragraph", "A long way off")],
    ),
    ("<p HIDDEN='hidden'>no</p><p style='a: b; DISPLAY :none'>no</p><p>yes", [("paragraph", "yes")]),
    ("<nav><button>Go</button><a>Home</a></nav>", [("paragraph", "Go"), ("paragraph", "Home")]),
    ("1 < 2 <3 and a <b c='>'>b</b> &lt;", [("paragraph", "1 < 2 <3 and a b <")]),
    ("a <!-- no --> b<!-->c<![CDATA[no]]>d<?x?>e", [("paragraph", "a bcde")]),
    ("Text <!-- never ends", [("paragraph", "Text <!-- never ends")]),
    ("Text <a href='x", [("paragraph", "Text <a href='x")]),
    ("<h1>Title<p>Text", [("heading1", "Title"), ("paragraph", "Text")]),
    ("<script src=x />Text<script></script>", [("paragraph", "Text")]),
    ("one\r\ntwo", [("paragraph", "one two")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), HTML)
def test_html(text: str, expected: list[tuple[str, str]]) -> None:
    source = read_bytes(text.encode(), "a.html")
    assert blocks(source) == expected
    assert_sound(source)


def test_the_way_back_takes_an_entity_whole() -> None:
    source = read_bytes(b"<p>Fish &amp; <i>chips</i></p>", "a.html")
    at = source.prose.index("&")
    span = source.to_source(Span(at, at + 1))
    assert source.text[span.start : span.end] == "&amp;"
    span = source.to_source(Span(at - 1, len(source.prose)))
    assert source.text[span.start : span.end] == " &amp; <i>chips"


# ---------------------------------------------------------------- anything at all

ANY_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"))
PIECES = {
    "a.txt": [
        "- ", "– ", "> ", "1. ", "\n", "\r\n", "\r", "  ", "\t", "Word", "word.", ", – x", "🌍",
    ],
    "a.md": [
        "# ", "#", "- ", "1. ", "> ", "\n", "\n\n", "\r\n", "\r", "    ", "  \n", "\\\n", "\t",
        "`", "``", "```\n", "*", "**", "_", "~~", "[", "]", "](", "(", ")", "![", "<", ">",
        "<br>", "<b>", "<!--", "&amp;", "&", "\\", "|", "\\|", "\n|-|-|\n", "---\n", "===",
        "[a]: /b\n", '"', "a", "b c", "é🌍", "\N{NO-BREAK SPACE}", "\N{LINE SEPARATOR}",
        "e\N{COMBINING ACUTE ACCENT}", "\x0b", "\N{ZERO WIDTH NO-BREAK SPACE}",
    ],
    "a.html": [
        "<p>", "</p>", "<p hidden>", "<b>", "</b>", "<ul>", "<li>", "</ul>", "<h1>", "</h1>",
        "<br>", "<td>", "<code>", "</code>", "<pre>", "</pre>", "<script>", "</script>",
        "<title>", "<!--", "-->", "<![CDATA[", "]]>", "<!", "<?", "</", "<", ">", "&amp;",
        "&amp", "&#10;", "&#x41;", "&", ";", "=", "'", '"', '<a href="', " ", "  ", "\n",
        "\r\n", "\r", "a", "b c", "é🌍", "/", "\N{NO-BREAK SPACE}",
    ],
}  # fmt: skip
PATIENT = settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("name", PIECES)
@PATIENT
@given(data=st.data())
def test_invariants(name: str, data: st.DataObject) -> None:
    pieces = st.lists(st.sampled_from(PIECES[name]) | ANY_TEXT, max_size=30).map("".join)
    text = data.draw(pieces)
    # From 16 control characters on, a text may be refused as a binary file.
    assume(sum(char < " " or char == "\x7f" for char in text if char not in "\t\n\r") < 16)
    assert_sound(read_bytes(text.encode(), name))


@PATIENT
@given(text=st.lists(st.sampled_from(PIECES["a.md"]), max_size=30).map("".join))
def test_markdown_mostly_aligns(text: str) -> None:
    """Only a piece that fits nowhere becomes a stand-in: no stand-in is longer than two."""
    source = read_bytes(text.encode(), "a.md")
    assert [s for s in source.segments if not s.exact and len(s.prose) > 2] == []


@pytest.mark.parametrize("name", PIECES)
@PATIENT
@given(data=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(name: str, data: bytes) -> None:
    try:
        source = read_bytes(data, name)
    except ReadError:
        return
    assert_sound(source)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", "a" * 1_000_000),
        ("a.txt", ". " * 500_000),
        ("a.txt", "\n" * 300_000),
        ("a.txt", "- a\n" * 50_000),
        ("a.md", "a" * 1_000_000),
        ("a.md", "." * 1_000_000),
        ("a.md", "a\n" * 20_000),
        ("a.md", "`a" * 20_000),
        ("a.md", "<li hidden>\n\n" * 20_000 + "</li>"),
        ("a.md", "> <!--" + "<!--" * 50_000),
        ("a.md", "a " + "<code>" * 10_000),
        ("a.html", "<a " * 50_000),
        ("a.html", "<!--" * 50_000),
        ("a.html", '<a b=">" c=' * 50_000 + ">"),
        ("a.html", "<script></" * 50_000),
        ("a.html", "<li>" * 50_000 + "</h1>" * 50_000),
        ("a.html", "&#" + "1" * 500_000),
    ],
    ids=lambda value: value[:10],
)
def test_no_text_is_slow(name: str, text: str) -> None:
    """The bound is loose, for busy machines; a quadratic reader takes minutes."""
    start = time.perf_counter()
    read_bytes(text.encode(), name)
    assert time.perf_counter() - start < 10
