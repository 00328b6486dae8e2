"""A project's glossary: what it forbids and where, how its files are read, what is wrong in them."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from test_cli import qualcheck

from qualcheck.config import Override, Settings, settings_digest
from qualcheck.errors import WordFileError
from qualcheck.findings import Finding
from qualcheck.glossaries import load_glossaries, terminology
from qualcheck.run import check_paths, check_text

RULE = "terminology.forbidden-variant"


def written(path: Path, content: str | bytes) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def glossary(tmp_path: Path, rows: str, name: str = "g.csv") -> str:
    header = "" if rows.startswith("term") else "term,variants,note,language\n"
    return written(tmp_path / name, header + rows)


def found(text: str, path: str, name: str = "a.md", language: str = "en") -> Sequence[Finding]:
    settings = Settings(glossaries=(path,), language=language, select=(RULE,))
    return check_text(text, path=name, settings=settings).findings


def pairs(text: str, path: str, name: str = "a.md") -> list[tuple[str, str]]:
    """What is found, and what is suggested first."""
    return [(f.text, f.suggestions[0] if f.suggestions else "") for f in found(text, path, name)]


def failure(*paths: str) -> str:
    settings = Settings(glossaries=paths)
    with pytest.raises(WordFileError) as caught:
        check_text("A text.", settings=settings)
    return str(caught.value)


# --- what is found


def test_a_finding_says_what_to_write(tmp_path: Path) -> None:
    path = glossary(tmp_path, "Kyiv,Kiev|Kieff,since 2019,en\n")
    (finding,) = found("They met in Kieff on Friday.\n", path)
    assert (finding.rule, finding.category, finding.severity) == (RULE, "terminology", "warning")
    assert finding.mqm == "terminology/inconsistent-with-terminology-resource"
    assert finding.message == "The glossary forbids 'Kieff': write 'Kyiv' (since 2019)."
    assert (finding.text, finding.suggestions, finding.column) == ("Kieff", ("Kyiv",), 13)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He saw Orlyn.", [("Orlyn", "Orlin")]),
        ("He saw Orlyn's mill and Orlyn’s road.", [("Orlyn", "Orlin")] * 2),
        ("THE MILL OF ORLYN", [("ORLYN", "ORLIN")]),
        ("An Orlyn-based firm; the Zwelb-Orlyn road.", [("Orlyn", "Orlin")] * 2),
        ("The Orlyns, orlyn, Orlynska, O'Orlyn and Orlyn'll go.", []),
        ("See orlyn.org/Orlyn, www.Orlyn.com, a@Orlyn.com, #Orlyn or @Orlyn.", []),
        ("Run `Orlyn` or\n\n    Orlyn\n\nnow.", []),
        ("Data base, data\nbase, DATA BASE; data, base.", [
            ("Data base", "Database"), ("data base", "database"), ("DATA BASE", "DATABASE"),
        ]),
        ("The data\n\nbase.", []),
        ("The metadata base, data base-like, data bases.", []),
        ("A web-site and web‑site.", [("web-site", "website")]),
        ("The Internet grew. Internet, too. It was THE INTERNET.", [("Internet", "internet"), ("INTERNET", "INTERNET")][:1]),
        ("They are our staffs.", [("staffs", "staff")]),
        ("Orlyn Bridge Road and Orlyn Bridge.", [("Orlyn Bridge", "Bridge of Orlin"), ("Orlyn Bridge", "Bridge of Orlin")]),
        ("Old Orlyn Rose is a flower of Orlyn.", [("Orlyn", "Orlin")]),
        ("He said no such thing.", []),
        ("They met Us and US.", [("Us", "the team")]),
        ("C plus plus is old.", [("C plus plus", "C++")]),
        ("Using dotnet's .Net runtime.", [("dotnet", ".NET"), (".Net", ".NET")]),
    ],
)  # fmt: skip
def test_where_it_speaks(tmp_path: Path, text: str, expected: list[tuple[str, str]]) -> None:
    path = glossary(
        tmp_path,
        "Orlin,Orlyn\nBridge of Orlin,Orlyn Bridge\nOld Orlyn Rose,\ndatabase,data base\n"
        "website,web-site\ninternet,Internet\nstaff,staffs\nthe team,Us\nC++,C plus plus\n"
        ".NET,dotnet;.Net\n",
    )
    assert pairs(text, path) == expected


def test_a_heading_has_its_own_capitals(tmp_path: Path) -> None:
    path = glossary(tmp_path, "internet,Internet|Inter Net\n")
    assert pairs("# The Internet of Old\n\nThe Internet grew.\n", path) == [
        ("Internet", "internet")
    ]
    assert pairs("# The Inter Net of Old\n", path) == [("Inter Net", "internet")]


def test_directives_and_comments_are_no_text(tmp_path: Path) -> None:
    path = glossary(tmp_path, "Orlin,Orlyn\n")
    text = f'The mill of Orlyn. <!-- qualcheck-disable-line {RULE}["Orlyn"] -- Orlyn is old -->\n'
    settings = Settings(glossaries=(path,), language="en")
    assert check_text(text, path="a.md", settings=settings).findings == ()


def test_terms_count_as_words(tmp_path: Path) -> None:
    """A term is right as it stands: no rule about words touches it."""
    text = "The farmers of the valley paid the grabelnik in grain until the war ended.\n"
    path = glossary(tmp_path, "grabelnik,grabelnyk\n")
    assert [f.text for f in check_text(text).findings] == ["grabelnik"]
    assert check_text(text, settings=Settings(glossaries=(path,))).findings == ()
    done = qualcheck("words", "test", "Grabelnik", cwd=tmp_path, QUALCHECK_GLOSSARIES="g.csv")
    assert (done.returncode, done.stdout) == (0, b"Grabelnik: known\n")


def test_one_place_is_one_finding(tmp_path: Path) -> None:
    """`names.outdated-place` would say the same of it."""
    settings = Settings(glossaries=(glossary(tmp_path, "Kyiv,Kiev\n"),), language="en")
    findings = check_text("They met in Kiev on Friday.\n", settings=settings).findings
    assert [f.rule for f in findings] == [RULE]


def test_a_dictionary_does_not_allow_what_a_glossary_forbids(tmp_path: Path) -> None:
    words = written(tmp_path / "a.words", "Orlyn\n")
    settings = Settings(
        glossaries=(glossary(tmp_path, "Orlin,Orlyn\n"),), dictionaries=(words,), language="en"
    )
    assert [f.rule for f in check_text("The mill of Orlyn.\n", settings=settings).findings] == [
        RULE
    ]


@pytest.mark.parametrize(
    ("language", "speaks"), [("en", True), ("en-GB", True), ("de", False), ("und", True)]
)
def test_an_entry_may_be_for_one_language(tmp_path: Path, language: str, speaks: bool) -> None:
    path = glossary(tmp_path, "Orlin,Orlyn,,en\n")
    assert bool(found("Orlyn.", path, language=language)) is speaks


def test_per_path_glossaries_hold_over_the_projects(tmp_path: Path) -> None:
    ours = glossary(tmp_path, "Orlin,Orlyn\nlorry,truck\n")
    other = glossary(tmp_path, "Orlyn,Orlin\n", "other.csv")
    for name in ("news/a.txt", "old/a.txt"):
        written(tmp_path / name, "A truck left Orlyn for the mill of Orlin.\n")
    settings = Settings(
        glossaries=(ours,), select=(RULE,), language="en", root=str(tmp_path),
        overrides=(Override(("old/",), glossaries=(other,)),),
    )  # fmt: skip
    run = check_paths([tmp_path / "news", tmp_path / "old"], settings=settings)
    assert [[f.text for f in file.findings] for file in run.files] == [
        ["truck", "Orlyn"], ["truck", "Orlin"],
    ]  # fmt: skip


def test_a_changed_glossary_changes_findings_and_digest(tmp_path: Path) -> None:
    path = glossary(tmp_path, "Orlin,Orlyn\n")
    digest = settings_digest(Settings(glossaries=(path,)))
    assert pairs("The mill of Orlyn.", path) == [("Orlyn", "Orlin")]
    glossary(tmp_path, "Orleen,Orlyn\n")
    assert pairs("The mill of Orlyn.", path) == [("Orlyn", "Orleen")]
    assert settings_digest(Settings(glossaries=(path,))) != digest


# --- TBX

V2 = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">
<martif type="TBX-Basic" xml:lang="en">
 <martifHeader><fileDesc><sourceDesc><p>Written for a test.</p></sourceDesc></fileDesc></martifHeader>
 <text><body>
  <termEntry id="c1">
   <descrip type="definition">A town.</descrip>
   <note>renamed</note>
   <langSet xml:lang="en">
    <tig><term>Orlyn</term><termNote type="administrativeStatus">supersededTerm-admn-sts</termNote></tig>
    <tig><term>Orlin</term><termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></tig>
    <ntig><termGrp><term>Orl<hi>ee</hi>n</term>
     <termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></termGrp></ntig>
    <tig><term>Old Orlin</term><termNote type="administrativeStatus">admittedTerm-admn-sts</termNote></tig>
   </langSet>
   <langSet xml:lang="de"><tig><term>Orlyn</term></tig></langSet>
  </termEntry>
  <termEntry id="c2"><langSet xml:lang="en"><tig><term>zwelb</term>
   <termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig></langSet></termEntry>
 </body></text>
</martif>
"""

V3 = """\
<?xml version="1.0" encoding="UTF-8"?>
<tbx style="dca" type="TBX-Basic" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">
 <tbxHeader><fileDesc><sourceDesc><p>Written for a test.</p></sourceDesc></fileDesc></tbxHeader>
 <text><body>
  <conceptEntry id="c1">
   <note>renamed</note>
   <langSec xml:lang="en">
    <termSec><term>Orlyn</term><termNote type="administrativeStatus">supersededTerm-admn-sts</termNote></termSec>
    <termSec><term>Orlin</term><termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></termSec>
    <termSec><term>Orleen</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></termSec>
    <termSec><term>Old Orlin</term><termNote type="administrativeStatus">admittedTerm-admn-sts</termNote></termSec>
   </langSec>
   <langSec xml:lang="de"><termSec><term>Orlyn</term></termSec></langSec>
  </conceptEntry>
  <conceptEntry id="c2"><langSec xml:lang="en"><termSec><term>zwelb</term>
   <termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></termSec></langSec></conceptEntry>
 </body></text>
</tbx>
"""

DCT = (
    V3.replace('style="dca"', 'style="dct" xmlns:basic="http://www.tbxinfo.net/ns/basic"')
    .replace('<termNote type="administrativeStatus">', "<basic:administrativeStatus>")
    .replace("</termNote>", "</basic:administrativeStatus>")
)


@pytest.mark.parametrize("content", [V2, V3, DCT], ids=["v2", "v3 dca", "v3 dct"])
def test_tbx_of_every_style(tmp_path: Path, content: str) -> None:
    path = written(tmp_path / "g.tbx", content)
    text = "From Orlyn to Orlin, Old Orlin, Orleen and the zwelb.\n"
    assert pairs(text, path) == [("Orlyn", "Orlin"), ("Orleen", "Orlin"), ("zwelb", "")]
    first, _, last = found(text, path)
    assert first.suggestions == ("Orlin", "Old Orlin")
    assert first.message == "The glossary forbids 'Orlyn': write 'Orlin' or 'Old Orlin' (renamed)."
    assert last.message == "The glossary forbids 'zwelb'."
    assert found(text, path, language="de") == ()


def test_tbx_in_another_encoding(tmp_path: Path) -> None:
    content = V2.replace("UTF-8", "UTF-16").replace("Orlyn", "Örlyn")
    path = written(tmp_path / "g.xml", content.encode("utf-16"))
    assert pairs("From Örlyn.", path) == [("Örlyn", "Orlin")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("<tbx><text>", ":1: is no XML: no element found"),
        ("<html></html>", ":1: is no TBX: it begins with <html>, not with <tbx> or <martif>"),
        ("", ":1: is no XML: no element found"),
        ("term,variants\n", ":1: is no XML: syntax error"),
        (V3.replace("preferredTerm-", "best-"), ":9: the status 'best-admn-sts' is unknown; there are"),
        (V3.replace("<term>Orlin</term>", "<term/>"), ":9: a term is empty"),
        (V3.replace('xml:lang="de"', 'xml:lang="the German"'), ":13: 'the German' is no language"),
        (
            '<!DOCTYPE martif [<!ENTITY a "aaaa">\n<!ENTITY b "&a;&a;">]>\n<martif>&b;</martif>',
            ":1: an entity is declared or used, which is refused: write the characters",
        ),
        (
            '<!DOCTYPE martif [\n<!ENTITY f SYSTEM "file:///etc/hostname">]>\n<martif>&f;</martif>',
            ":2: an entity is declared or used",
        ),
        (
            '<!DOCTYPE martif SYSTEM "http://example.org/a.dtd">\n<martif>\n&who;</martif>',
            ":3: an entity is declared or used",
        ),
        ("<!DOCTYPE martif [<!ENTITY % p 'x'>]>\n<martif/>", ":1: an entity is declared or used"),
        ('<?xml version="1.0" encoding="klingon"?><tbx/>', ":1: is no XML: unknown encoding"),
    ],
)  # fmt: skip
def test_tbx_that_is_not_sound(tmp_path: Path, content: str, message: str) -> None:
    path = written(tmp_path / "g.tbx", content)
    assert failure(path).startswith(path + message)


# --- CSV


def test_csv_as_spreadsheets_write_it(tmp_path: Path) -> None:
    content = '\ufeffTerm,Variants,Note\r\n"Mills, the","Mylls, the; mylls",\r\n\r\nOrlin,"Orlyn |Orleen","two\r\nlines"\r\n'
    path = written(tmp_path / "g.csv", content)
    (one,) = load_glossaries([path])
    assert [(e.terms, e.forbidden, e.note) for e in one.entries] == [
        (("Mills, the",), ("Mylls, the", "mylls"), ""),
        (("Orlin",), ("Orlyn", "Orleen"), "two\r\nlines"),
    ]
    assert [e.terms[0].line for e in one.entries] == [2, 4]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", ":1: the first row must name the columns: term,variants and, if wanted, note,language;"),
        ("Orlin,Orlyn\n", ":1: the first row must name the columns: term,variants and, if wanted, note,language; 'term' is not among them"),
        ("term;variants\nOrlin;Orlyn\n", ":1: the first row must name the columns: term,variants and, if wanted, note,language; they are parted by commas"),
        ("term,variants,notes\n", ":1: no column is called 'notes': there are term, variants, note, language"),
        ("term,variants,variants\n", ":1: a column is there twice: term, variants, variants"),
        ("term,variants\nOrlin,Orlyn\n,Zwelb\n", ":3: has no term"),
        ("term,variants\nOrlin,Orlyn,Orleen\n", ":2: has 3 cells under 2 columns: quote a cell that has a comma"),
        ("term,variants\nOrlin,- | Orlyn\n", ":2: '-' is no word"),
        ('term,variants\nOrlin,Orlyn\n"Zwelb,Zwolb\n', ":3: is no CSV: unexpected end of data (in what begins on this line)"),
        ("term,variants,language\nOrlin,Orlyn,English!\n", ":2: 'English!' is no language: write a tag such as 'en' or 'en-GB'"),
        (b"term,variants\nK\xf6ln,Cologne\n", ":2: is not UTF-8 (byte 0xf6): save it as UTF-8"),
        ("term,variants\nOrlin,Orlyn\nOrlyn,Orleen\n", ":2: 'Orlyn' is a term (line 3) and a variant of 'Orlin': take it out of one of them"),
        ("term,variants\nOrlin,Orlin\n", ":2: 'Orlin' is a term (line 2) and a variant of 'Orlin': take it out of one of them"),
        ("term,variants\nOrlin,Orlyn\nZwelb,Orlyn\n", ":3: 'Orlyn' is a variant of 'Orlin' (line 2) and of 'Zwelb': a variant stands for one term, so take it out of one of them"),
    ],
)  # fmt: skip
def test_csv_that_is_not_sound(tmp_path: Path, content: str | bytes, message: str) -> None:
    path = written(tmp_path / "g.csv", content)
    assert failure(path).startswith(path + message)


def test_two_files_that_clash(tmp_path: Path) -> None:
    one, two = (
        glossary(tmp_path, f"{term},Orlyn\n", f"{term}.csv") for term in ("Orlin", "Orleen")
    )
    assert failure(one, two) == (
        f"{two}:2: 'Orlyn' is a variant of 'Orlin' ({one}:2) and of 'Orleen': a variant stands for "
        "one term, so take it out of one of them"
    )


def test_languages_of_their_own_do_not_clash(tmp_path: Path) -> None:
    path = glossary(tmp_path, "gift,present,,en\nGift,gift,,de\n")
    assert pairs("A present.", path) == [("present", "gift")]


def test_a_glossary_that_is_none_by_its_name(tmp_path: Path) -> None:
    path = written(tmp_path / "g.xlsx", "")
    assert failure(path) == f"{path}: is no glossary by its name: .csv, .tbx and .xml are read"
    assert failure(f"{tmp_path}/no.csv").endswith(
        "no.csv: there is no such file; the setting 'glossaries' names it"
    )


# --- on the command line, and fast


def test_from_the_settings_to_the_report(tmp_path: Path) -> None:
    written(tmp_path / "qualcheck.toml", 'glossaries = ["g.csv"]\nlanguage = "en"\n')
    glossary(tmp_path, "Orlin,Orlyn\n")
    written(tmp_path / "a.txt", "They met at the mill of Orlyn.\n")
    done = qualcheck("check", "a.txt", cwd=tmp_path)
    assert done.returncode == 1
    assert b"a.txt:1:25: warning[terminology.forbidden-variant] The glossary forbids" in done.stdout
    assert qualcheck("check", "a.txt", "--ignore", "terminology", cwd=tmp_path).returncode == 0
    assert b"Orlin" in qualcheck("words", "list", cwd=tmp_path).stdout
    glossary(tmp_path, "Orlin,Orlyn\nOrlyn,Orleen\n")
    wrong = qualcheck("check", "a.txt", cwd=tmp_path)
    assert wrong.returncode == 2
    assert wrong.stderr == (
        b"qualcheck: g.csv:2: 'Orlyn' is a term (line 3) and a variant of 'Orlin': "
        b"take it out of one of them\n"
    )


@pytest.mark.slow
def test_ten_thousand_terms_cost_little(tmp_path: Path) -> None:
    """Half of them of three words, common ones among them: 0.05 s for a million characters."""
    from qualcheck.analyse import analyse
    from qualcheck.read import read_bytes

    some = random.Random(1)
    made = [
        "".join(some.choices("abdegiklmnoprstuvz", k=some.randint(3, 9))) for _ in range(30_000)
    ]
    rows = [
        f"term{i},{made[2 * i]}|{made[2 * i + 1]} of the" if i % 2 else f"name{i},{made[i].title()}"
        for i in range(10_000)
    ]
    path = glossary(tmp_path, "term,variants\n" + "\n".join(dict.fromkeys(rows)))
    usual = [word[::-1] + "wy" for word in made] + "the of and to in a is that".split() * 4_000
    words = some.choices([*usual, *made[:1_000]], k=180_000)
    text = " ".join(words)[:1_000_000]
    document = analyse(read_bytes(text.encode(), "a.txt"), language="en")
    document.warm()
    check = terminology(load_glossaries([path]))
    started = time.process_time()
    hits = [*check.run(document)]
    assert time.process_time() - started < 1
    assert len(hits) > 1_000
