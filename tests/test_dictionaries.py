"""A project's own words: what they silence, how their files are read, how words are added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from test_cli import qualcheck

from qualcheck.analyse import analyse
from qualcheck.check import Hit, RuleInfo, told_once
from qualcheck.config import Override, Settings, load_settings, settings_digest
from qualcheck.dictionaries import Dictionary, load_lists, plain_list
from qualcheck.dictionaries.plain import with_words
from qualcheck.document import Document, Span
from qualcheck.errors import WordFileError
from qualcheck.findings import Finding, Severity
from qualcheck.languagetool.client import Match
from qualcheck.languagetool.meaning import rule_of
from qualcheck.match import Selection, gather
from qualcheck.read import read_bytes
from qualcheck.run import check_paths, check_text, find_inputs

ODD = "The farmers of the valley paid the grabelnik in grain until the war ended.\n"
TWO_SPELLINGS = "Today Zelensky spoke. Then Zelensky left. Later Mr Zelenskiy returned.\n"


def written(path: Path, content: str | bytes) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def knows(path: str, *words: str) -> list[str]:
    """Those of some words that a file knows."""
    held = Dictionary(load_lists([path]))
    return [word for word in words if held.knows(word)]


def failure(path: str) -> str:
    with pytest.raises(WordFileError) as caught:
        load_lists([path])
    return str(caught.value)


def analysed(text: str) -> Document:
    return analyse(read_bytes(text.encode(), "a.txt"), language="en")


def found(text: str, tmp_path: Path, words: str, name: str = "text.txt") -> Sequence[Finding]:
    path = written(tmp_path / "house.words", words)
    settings = Settings(dictionaries=(path,), language="en")
    return check_text(text, path=name, settings=settings).findings


# --- which words


def test_case_possessives_and_comments(tmp_path: Path) -> None:
    path = written(tmp_path / "a.words", "# ours\ngrabelnik  # a dance\nKovel\n\nC#\nMcOrlin\n")
    asked = ("grabelnik", "Grabelnik", "GRABELNIK", "gRabelnik", "grabelnik's", "grabelnik’s")
    assert knows(path, *asked) == [*asked]
    assert knows(path, "Kovel", "KOVEL", "kovel", "KoVel", "Kovel's") == [
        "Kovel",
        "KOVEL",
        "Kovel's",
    ]
    assert knows(path, "McOrlin", "MCORLIN", "Mcorlin", "C#", "ours", "dance") == [
        "McOrlin", "MCORLIN", "C#",
    ]  # fmt: skip


def test_compounds_with_a_hyphen(tmp_path: Path) -> None:
    path = written(tmp_path / "a.words", "Kovel\nOrlin\n")
    assert knows(path, "Kovel-based", "Kovel-Orlin", "Kovel-grabel", "well-known") == [
        "Kovel-based", "Kovel-Orlin",
    ]  # fmt: skip


def test_letters_composed_in_another_way_are_the_same(tmp_path: Path) -> None:
    assert knows(written(tmp_path / "a.words", "Kove\u0301l\n"), "Kov\u00e9l")


# --- what they silence


def test_a_word_silences_rules_about_words_alone(tmp_path: Path) -> None:
    text = "They met in Kiev on Friday. . It was in in grain.\n"
    without = {f.rule for f in found(text, tmp_path, "")}
    with_it = {f.rule for f in found(text, tmp_path, "Kiev\nin\n")}
    assert without - with_it == {"names.outdated-place"}
    assert "repetition.word" in with_it


def test_of_two_spellings_the_known_one_is_right(tmp_path: Path) -> None:
    """The finding is told of the odd one; where that is known, of the usual one."""
    (odd,) = found(TWO_SPELLINGS, tmp_path, "")
    assert (odd.text, odd.suggestions) == ("Zelenskiy", ("Zelensky",))
    (same,) = found(TWO_SPELLINGS, tmp_path, "Zelensky\n")
    assert same == odd
    (turned,) = found(TWO_SPELLINGS, tmp_path, "Zelenskiy\n")
    assert (turned.text, turned.column, turned.suggestions) == ("Zelensky", 7, ("Zelenskiy",))
    assert [(p.relation, p.text) for p in turned.related] == [
        ("same", "Zelensky"), ("other", "Zelenskiy"),
    ]  # fmt: skip
    assert turned.message == "'Zelensky' is spelt 'Zelenskiy' elsewhere in this text."
    assert found(TWO_SPELLINGS, tmp_path, "Zelenskiy\nZelensky\n") == ()


def test_a_place_that_is_known_goes_and_the_others_stay() -> None:
    document = analysed("They ate skyrlak, klorp and blimf.\n")
    rule = RuleInfo("words.odd", "words", "style", Severity.WARNING, "'{match}'", "Because.")
    hit = told_once(rule.id, [Span(9, 16), Span(18, 23), Span(28, 33)], suggestions=("x",))

    def places(*words: str) -> list[str]:
        held = Dictionary((plain_list(words),))
        matched = gather(document, (), [[replace(hit, info=rule)]], Selection(), {}, held.holds)
        return [text for f in matched.findings for text in (f.text, *(p.text for p in f.related))]

    assert places() == ["skyrlak", "klorp", "blimf"]
    assert places("skyrlak") == ["klorp", "blimf"]
    assert places("klorp") == ["skyrlak", "blimf"]
    assert places("klorp", "blimf", "skyrlak") == []


def test_a_text_full_of_the_projects_words_is_not_odd(tmp_path: Path) -> None:
    """A text with many unknown words is taken for dialect or jargon, and its spelling let be."""
    own = "blimfer drowk grabelnik klorp nollig prensk quorf snebble twirk vasp wudge zwelb".split()
    odd = " ".join(f"They sold the {word} to the old farmer." for word in own)
    text = f"{odd} Then they anounced the obremitation of it to all of the people in the town.\n"
    before = {f.text for f in found(text, tmp_path, "")}
    assert before.isdisjoint({"anounced", "obremitation"})
    assert {f.text for f in found(text, tmp_path, "\n".join(own))} == {"anounced", "obremitation"}


def test_an_entry_of_several_words_holds_as_a_whole(tmp_path: Path) -> None:
    text = "They went to Varsovie by train. The Café Varsovie was shut.\n"
    places = [f.column for f in found(text, tmp_path, "Café Varsovie\n") if f.text == "Varsovie"]
    assert places == [14]
    phrase = "She sang the grabelnik song at the mill that night, and they wept.\n"
    assert [f.text for f in found(phrase, tmp_path, "")] == ["grabelnik"]
    assert found(phrase, tmp_path, "grabelnik song\n") == ()
    assert [f.text for f in found(phrase, tmp_path, "grabelnik dance\n")] == ["grabelnik"]


def test_languagetools_speller_is_silenced_too() -> None:
    document = analysed("They ate skyrlak at noon.\n")
    match = Match(
        span=Span(9, 16), message="Possible spelling mistake found.", suggestions=("skylark",),
        rule="MORFOLOGIK_RULE_EN_GB", category="TYPOS", issue_type="misspelling",
        description="Possible spelling mistake", url="",
    )  # fmt: skip
    rule = rule_of(match)
    assert rule is not None
    hit = Hit(rule.id, match.span, match.suggestions, {"said": match.message}, info=rule)

    def texts(*words: str) -> list[str]:
        held = Dictionary((plain_list(words),))
        matched = gather(document, (), [[hit]], Selection(), {}, held.holds)
        return [finding.text for finding in matched.findings]

    assert texts() == ["skyrlak"]
    assert texts("skyrlak") == []


def test_per_path_words_come_on_top(tmp_path: Path) -> None:
    ours, sports = (written(tmp_path / n, w) for n, w in (("a", "Kiev\n"), ("b", "grabelnik\n")))
    settings = Settings(
        dictionaries=(ours,), root=str(tmp_path),
        overrides=(Override(("sport/",), dictionaries=(sports,)),),
    )  # fmt: skip
    text = f"They met in Kiev.\n\n{ODD}"
    for name in ("news/a.txt", "sport/a.txt"):
        written(tmp_path / name, text)
    run = check_paths([tmp_path / "news", tmp_path / "sport"], settings=settings)
    assert [[f.text for f in file.findings] for file in run.files] == [["grabelnik"], []]


def test_a_changed_list_changes_findings_and_digest(tmp_path: Path) -> None:
    path = written(tmp_path / "a.words", "Kovel\n")
    settings = Settings(dictionaries=(path,))
    digest = settings_digest(settings)
    assert check_text(ODD, settings=settings).findings
    written(tmp_path / "a.words", "grabelnik\n")
    assert not check_text(ODD, settings=settings).findings
    assert settings_digest(settings) != digest
    override = Settings(overrides=(Override(("a",), dictionaries=(path,)),))
    of_path = settings_digest(override)
    written(tmp_path / "a.words", "Orlin\n")
    assert settings_digest(override) != of_path


def test_a_changed_affix_file_changes_the_digest(tmp_path: Path) -> None:
    settings = Settings(dictionaries=(written(tmp_path / "a.dic", "1\nKovel\n"),))
    digest = settings_digest(settings)
    written(tmp_path / "a.aff", "SET UTF-8\n")
    assert settings_digest(settings) != digest


def test_a_baseline_entry_of_a_word_now_known_is_gone(tmp_path: Path) -> None:
    written(tmp_path / "a.txt", ODD)
    assert qualcheck("baseline", "create", "a.txt", cwd=tmp_path).returncode == 0
    assert qualcheck("words", "add", "grabelnik", cwd=tmp_path).returncode == 0
    args = ("check", "a.txt", "--baseline", "qualcheck.baseline", "--baseline-strict")
    done = qualcheck(*args, cwd=tmp_path)
    assert done.returncode == 1
    assert b"1 finding of the baseline is gone (words.unknown in a.txt)" in done.stderr


# --- Hunspell

AFF = """\
SET {encoding}
PFX A Y 1
PFX A   0     re         .

SFX S Y 3
SFX S   y     ies        [^aeiou]y
SFX S   0     s          [aeiou]y
SFX S   0     s          [^y]

SFX D Y 1
SFX D   0     ed/S       [^ey]

NEEDAFFIX X
"""


def test_hunspell_forms(tmp_path: Path) -> None:
    dic = "6\ngrabelny/S\nklorp/ADS\tpo:verb\nKovel\nzwelb/X\nNor Orlin\nkm\\/h\n"
    path = written(tmp_path / "x.dic", dic)
    written(tmp_path / "x.aff", AFF.format(encoding="UTF-8"))
    right = (
        "grabelny", "Grabelnies", "GRABELNIES", "klorp", "klorps", "klorped", "reklorp", "reklorps",
        "klorpeds", "Kovel", "KOVEL", "Kovel's", "Nor Orlin", "km/h",
    )  # fmt: skip
    assert knows(path, *right) == [*right]
    assert knows(path, "grabelnys", "regrabelny", "kovel", "zwelb", "Kovels", "po:verb", "y") == []


def test_hunspell_flags_of_other_kinds(tmp_path: Path) -> None:
    for kind, dic in (("long", "klorp/AaSs"), ("num", "klorp/12,7"), ("UTF-8", "klorp/ß")):
        flag = {"long": "Ss", "num": "7", "UTF-8": "ß"}[kind]
        aff = f"SET UTF-8\nFLAG {kind}\nSFX {flag} Y 1\nSFX {flag} 0 s .\n"
        path = written(tmp_path / f"{kind}.dic", f"1\n{dic}\n")
        written(tmp_path / f"{kind}.aff", aff)
        assert knows(path, "klorps", "klorpz") == ["klorps"], kind


def test_hunspell_aliases(tmp_path: Path) -> None:
    path = written(tmp_path / "x.dic", "2\nklorp/1\nblimf/2\n")
    written(tmp_path / "x.aff", "SET UTF-8\nAF 1\nAF S\nSFX S Y 1\nSFX S 0 s .\n")
    assert failure(path).startswith(f"{tmp_path}/x.dic:3:1: there is no AF 2 in ")


def test_without_affixes_english_inflection_is_taken(tmp_path: Path) -> None:
    path = written(tmp_path / "x.dic", "2\nklorp/ADS\ngrabelny/S\n")
    right = ("klorp", "klorps", "klorped", "klorping", "grabelnies")
    assert knows(path, *right, "klorpness") == [*right]


@pytest.mark.parametrize(
    ("name", "codec"), [("ISO8859-2", "iso8859-2"), ("microsoft-cp1251", "cp1251")]
)
def test_the_encoding_is_the_affix_files(tmp_path: Path, name: str, codec: str) -> None:
    word = {"iso8859-2": "Łódka", "cp1251": "Киляк"}[codec]
    path = written(tmp_path / "x.dic", f"1\n{word}\n".encode(codec))
    written(tmp_path / "x.aff", f"SET {name}\n")
    assert knows(path, word) == [word]


# --- what is wrong


def test_a_list_that_is_not_there(tmp_path: Path) -> None:
    message = failure(str(tmp_path / "no.words"))
    assert (
        message
        == f"{tmp_path}/no.words: there is no such file; the setting 'dictionaries' names it"
    )
    assert failure(str(tmp_path)) == f"{tmp_path}: can't be read: Is a directory"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.words", b"Kovel\nK\xf6ln\n", ":2: is not UTF-8 (byte 0xf6): save it as UTF-8"),
        ("a.words", b"Kovel\n\0\n", ":2: is no text: it has a zero byte"),
        ("a.dic", b"klorp\n", ":1:1: the first line of a .dic says how many words there are: give"),
        ("a.dic", b"", ":1: the first line of a .dic says how many words there are"),
        ("a.dic", b"1\nK\xf6ln\n", ":2: is not UTF-8 (byte 0xf6): an .aff beside it would say what it is"),
    ],
)  # fmt: skip
def test_a_list_that_is_not_sound(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    path = written(tmp_path / name, content)
    assert failure(path).startswith(path + message)


@pytest.mark.parametrize(
    ("aff", "message"),
    [
        ("SET KLINGON-1\n", "a.aff:1:1: no encoding is called 'KLINGON-1'"),
        ("SET UTF-8\nSFX S Y 1\nSFX S 0\n", "a.aff:3: SFX needs a flag, what to strip and what to add"),
        ("SET UTF-8\nFLAG odd\n", "a.aff: FLAG odd: there are long, num, UTF-8"),
        ("SET UTF-16\n", "a.aff:1: is not UTF-16"),
    ],
)  # fmt: skip
def test_affixes_that_are_not_sound(tmp_path: Path, aff: str, message: str) -> None:
    path = written(tmp_path / "a.dic", "1\nklorp\n")
    written(tmp_path / "a.aff", aff)
    assert failure(path).startswith(f"{tmp_path}/{message}")


def test_all_problems_are_told_before_any_text_is_read(tmp_path: Path) -> None:
    written(
        tmp_path / "qualcheck.toml",
        'dictionaries = ["a.words"]\n[[override]]\npaths = ["x"]\ndictionaries = ["b.words"]\n',
    )
    done = qualcheck("check", "missing.txt", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.decode().splitlines() == [
        f"qualcheck: {name}.words: there is no such file; the setting 'dictionaries' names it"
        if name == "a"
        else f"{name}.words: there is no such file; the setting 'dictionaries' names it"
        for name in "ab"
    ]


# --- settings


def test_paths_are_relative_to_the_file_that_names_them(tmp_path: Path) -> None:
    written(
        tmp_path / "qualcheck.toml",
        'dictionaries = ["lists/a.words"]\n[[override]]\npaths = ["x"]\nglossaries = ["b.csv"]\n',
    )
    (tmp_path / "sub").mkdir()
    settings = load_settings(tmp_path / "sub", environ={}).settings
    assert settings.dictionaries == (f"{tmp_path}/lists/a.words",)
    assert settings.for_path(str(tmp_path / "x")).glossaries == (f"{tmp_path}/b.csv",)


def test_the_projects_own_list_needs_no_setting(tmp_path: Path) -> None:
    written(tmp_path / "qualcheck.words", "grabelnik\n")
    (tmp_path / ".git").mkdir()
    (tmp_path / "sub").mkdir()
    loaded = load_settings(tmp_path / "sub", environ={})
    assert loaded.settings.dictionaries == (f"{tmp_path}/qualcheck.words",)
    assert loaded.origins["dictionaries"] == "qualcheck.words found"
    written(tmp_path / "sub/qualcheck.toml", 'dictionaries = ["a.words"]\n')
    assert load_settings(tmp_path / "sub", environ={}).settings.dictionaries == (
        f"{tmp_path}/sub/a.words",
    )
    written(tmp_path / "sub/qualcheck.words", "")
    assert load_settings(tmp_path, config=tmp_path / "sub/qualcheck.toml", environ={}).settings.dictionaries == (
        f"{tmp_path}/sub/qualcheck.words", f"{tmp_path}/sub/a.words",
    )  # fmt: skip


# --- adding words


def test_words_add_makes_the_list_and_keeps_its_order(tmp_path: Path) -> None:
    written(tmp_path / "a.txt", ODD)
    assert b"grabelnik" in qualcheck("check", "a.txt", cwd=tmp_path).stdout
    done = qualcheck("words", "add", "grabelnik", "Kovel", "Ärlin Orlin", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    head, *words = (tmp_path / "qualcheck.words").read_text("utf-8").splitlines()
    assert (head[0], words) == ("#", ["grabelnik", "Kovel", "Ärlin Orlin"])
    assert b"grabelnik" not in qualcheck("check", "a.txt", cwd=tmp_path).stdout
    again = qualcheck("words", "add", "Grabelnik", "Abel", "Abel", cwd=tmp_path)
    assert again.stdout == b"qualcheck.words: Grabelnik (had it)\nqualcheck.words: Abel\n"
    assert (tmp_path / "qualcheck.words").read_text("utf-8").splitlines()[1:] == ["Abel", *words]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.txt", "qualcheck.words"]


def test_words_add_keeps_comments_sections_and_newlines() -> None:
    text = "# People\r\nKovel\r\nAbel\r\n\r\n# Places\r\nOrlin  # a town\r\nZwelb\r\n"
    assert with_words(text, ["Quorn", "abra"]) == text.replace(
        "Orlin  # a town\r\n", "abra\r\nOrlin  # a town\r\nQuorn\r\n"
    )
    assert with_words("b\na", ["aa"]) == "b\na\naa\n"
    assert with_words("", ["b", "A"]) == "A\nb\n"


def test_words_add_goes_to_the_list_that_is_there(tmp_path: Path) -> None:
    written(tmp_path / "qualcheck.toml", 'dictionaries = ["x.dic", "house.words", "b.words"]\n')
    written(tmp_path / "x.dic", "1\nklorp\n")
    written(tmp_path / "house.words", b"\xef\xbb\xbfKovel\n")
    written(tmp_path / "b.words", "")
    assert qualcheck("words", "add", "Abel", cwd=tmp_path).returncode == 0
    assert (tmp_path / "house.words").read_bytes() == b"\xef\xbb\xbfAbel\nKovel\n"
    done = qualcheck("words", "add", "Orlin", "--dictionary", "b.words", cwd=tmp_path)
    assert (done.returncode, (tmp_path / "b.words").read_text()) == (0, "Orlin\n")
    listed = qualcheck("words", "list", cwd=tmp_path).stdout.decode()
    assert listed == "x.dic:\n  klorp\nhouse.words:\n  Abel\n  Kovel\nb.words:\n  Orlin\n"
    asked = qualcheck("words", "test", "klorps", "Orlin", "Zwelb", cwd=tmp_path)
    assert (asked.returncode, asked.stdout) == (1, b"klorps: known\nOrlin: known\nZwelb: unknown\n")


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["# no"], "'# no' can't be an entry"),
        (["two\nlines"], "can't be an entry"),
        ([""], "'' can't be an entry"),
        (["a", "--dictionary", "x.dic"], "x.dic: words are added to plain lists"),
        (["a", "--dictionary", "bad.words"], "bad.words:1: is not UTF-8"),
    ],
)
def test_words_add_refuses(tmp_path: Path, args: list[str], message: str) -> None:
    written(tmp_path / "bad.words", b"\xff\n")
    done = qualcheck("words", "add", *args, cwd=tmp_path)
    assert (done.returncode, message in done.stderr.decode()) == (2, True), done.stderr
    assert not (tmp_path / "qualcheck.words").exists()


def test_words_test_asks_for_a_path(tmp_path: Path) -> None:
    written(
        tmp_path / "qualcheck.toml", '[[override]]\npaths = ["x/"]\ndictionaries = ["x.words"]\n'
    )
    written(tmp_path / "x.words", "klorp\n")
    assert qualcheck("words", "test", "klorp", cwd=tmp_path).returncode == 1
    assert qualcheck("words", "test", "klorp", "--for", "x/a.md", cwd=tmp_path).returncode == 0


def test_a_long_run_in_many_processes_has_the_same_words(tmp_path: Path) -> None:
    path = written(tmp_path / "a.words", "grabelnik\n")
    for i in range(4):
        written(tmp_path / f"t{i}.txt", (ODD + "\n") * 1_200)
    serial, pooled = (
        check_paths([tmp_path], settings=Settings(dictionaries=(path,), workers=n)) for n in (1, 2)
    )
    assert serial.files == pooled.files


def test_words_add_goes_beside_the_settings_that_are_named(tmp_path: Path) -> None:
    config = written(tmp_path / "sub/house.toml", "")
    assert qualcheck("words", "add", "klorp", "--config", config, cwd=tmp_path).returncode == 0
    assert (tmp_path / "sub/qualcheck.words").exists()
    assert qualcheck("words", "test", "klorp", "--config", config, cwd=tmp_path).returncode == 0


def test_word_lists_are_no_texts(tmp_path: Path) -> None:
    for name in ("a.txt", "words.txt", "more.md"):
        written(tmp_path / name, ODD)
    settings = Settings(
        dictionaries=(f"{tmp_path}/words.txt",),
        overrides=(Override(("x",), glossaries=(f"{tmp_path}/more.md",)),),
    )
    inputs = find_inputs([str(tmp_path)], settings)
    assert [item.path.name for item in inputs.files] == ["a.txt"]
