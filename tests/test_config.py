from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from qualcheck.config import Loaded, Override, Settings, load_settings, settings_digest
from qualcheck.config.places import KeyPath, locate
from qualcheck.config.show import render_settings
from qualcheck.errors import ConfigError


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty repository, which is also the working folder."""
    folder = tmp_path / "project"
    (folder / ".git").mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dedent(text), encoding="utf-8")
    return path


def load(start: Path, config: Path | None = None, **kw: Any) -> Loaded:
    return load_settings(start, config=config, cli=kw.get("cli", {}), environ=kw.get("environ", {}))


def failure(start: Path, config: Path | None = None, **kw: Any) -> str:
    with pytest.raises(ConfigError) as caught:
        load(start, config, **kw)
    return str(caught.value)


# --- finding and merging


def test_defaults(project: Path) -> None:
    loaded = load(project)
    assert loaded.settings == Settings(root=str(project))
    assert set(loaded.origins.values()) == {"default"}


def test_each_source_beats_the_one_before(project: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    write(
        home / "qualcheck/qualcheck.toml",
        'fail_on = "never"\nlanguage = "en"\nformat = "json"\nworkers = 1\n',
    )
    write(project / "qualcheck.toml", 'language = "en-GB"\nformat = "html"\nworkers = 2\n')
    environ = {
        "XDG_CONFIG_HOME": str(home),
        "QUALCHECK_FORMAT": "sarif",
        "QUALCHECK_WORKERS": "3",
    }
    loaded = load(project, environ=environ, cli={"workers": 4})
    assert loaded.settings == Settings(
        fail_on="never",
        language="en-GB",
        format=("sarif",),
        workers=4,
        root=str(project),
    )
    assert loaded.origins["fail_on"] == f"{home}/qualcheck/qualcheck.toml:1"
    assert loaded.origins["language"] == "qualcheck.toml:1"
    assert loaded.origins["format"] == "environment QUALCHECK_FORMAT"
    assert loaded.origins["workers"] == "command line"
    assert loaded.origins["select"] == "default"


def test_the_nearest_file_counts_and_qualcheck_toml_first(project: Path) -> None:
    write(project / "qualcheck.toml", "workers = 1\n")
    write(project / "a/pyproject.toml", "[tool.qualcheck]\nworkers = 2\n")
    write(project / "a/b/pyproject.toml", "[tool.black]\n")
    write(project / "a/c/qualcheck.toml", "workers = 3\n")
    write(project / "a/c/pyproject.toml", "[tool.qualcheck]\nworkers = 4\n")
    (project / "d").mkdir()
    found = {f: load(project / f).settings.workers for f in ("", "a", "a/b", "a/c", "d")}
    assert found == {"": 1, "a": 2, "a/b": 2, "a/c": 3, "d": 1}
    loaded = load(project / "a/b")
    assert loaded.settings.root == str(project / "a")
    assert loaded.origins["workers"] == "a/pyproject.toml:2"


def test_the_walk_ends_at_the_repository_root(project: Path) -> None:
    write(project.parent / "qualcheck.toml", "workers = 1\n")
    assert load(project).settings.workers == 0


@pytest.mark.parametrize(
    "text",
    ["", "[tool.black]\nline-length = 100\n", "not toml at all", '[project]\nname = "qualcheck"\n'],
)
def test_a_pyproject_without_our_table_is_not_ours(project: Path, text: str) -> None:
    write(project / "pyproject.toml", text)
    assert load(project).settings == Settings(root=str(project))


def test_config_replaces_the_project_file(project: Path) -> None:
    write(project / "qualcheck.toml", "workers = 1\nthis is broken\n")
    config = write(project / "ci/strict.toml", 'fail_on = "suggestion"\n')
    settings = load(project, config).settings
    assert (settings.workers, settings.fail_on, settings.root) == (0, "suggestion", str(project))


def test_rules_are_relative_to_the_file_that_names_them(project: Path) -> None:
    write(project / "pyproject.toml", '[tool.qualcheck]\nrules = ["house", "../more"]\n')
    (project / "docs").mkdir()
    expected = (str(project / "house"), str(project.parent / "more"))
    assert load(project / "docs").settings.rules == expected


def test_environment(project: Path) -> None:
    environ = {
        "QUALCHECK_SELECT": "names, repetition.word,",
        "QUALCHECK_LEVELS": "repetition=off,names.variant=error",
        "QUALCHECK_MAX_FILE_SIZE": "1000",
        "QUALCHECK_MIN_SEVERITY": "",
        "QUALCHECK_SOMETHING_ELSE": "kept",
    }
    loaded = load(project, environ=environ)
    assert loaded.settings == Settings(
        select=("names", "repetition.word"),
        levels={"repetition": "off", "names.variant": "error"},
        max_file_size=1000,
        root=str(project),
    )
    assert loaded.origins["levels.repetition"] == "environment QUALCHECK_LEVELS"
    assert loaded.origins["min_severity"] == "default"


def test_command_line(project: Path) -> None:
    cli = {
        "select": ["a,b", "c"],
        "ignore": (),
        "language": None,
        "rules": [Path("one, two")],
        "levels": ("x=off",),
    }
    assert load(project, cli=cli).settings == Settings(
        select=("a", "b", "c"), rules=("one, two",), levels={"x": "off"}, root=str(project)
    )


def test_levels_add_up_and_rule_ids_need_no_quotes(project: Path) -> None:
    write(
        project / "qualcheck.toml",
        """\
        [levels]
        names = "off"
        repetition.word = "error"
        "residue.tag" = "warning"
        """,
    )
    loaded = load(project, cli={"levels": {"names": "error"}})
    assert loaded.settings.levels == {
        "names": "error",
        "repetition.word": "error",
        "residue.tag": "warning",
    }
    assert loaded.origins["levels.names"] == "command line"
    assert loaded.origins["levels.repetition.word"] == "qualcheck.toml:3"
    assert loaded.origins["levels.residue.tag"] == "qualcheck.toml:4"


# --- overrides

OVERRIDES = """\
    language = "en"
    exclude = ["build/"]

    [levels]
    names = "warning"

    [[override]]
    paths = ["drafts/", "*.md"]
    language = "de"
    select = ["residue"]
    levels.names = "off"

    [[override]]
    paths = ["!drafts/kept.txt", "/drafts/*.txt"]
    select = []
    """


def test_overrides_apply_in_order(project: Path) -> None:
    write(project / "qualcheck.toml", OVERRIDES)
    settings = load(project).settings
    plain = settings.for_path("a.txt")
    assert (plain.language, plain.levels, plain.overrides) == ("en", {"names": "warning"}, ())
    draft = settings.for_path("drafts/a.txt")
    assert (draft.language, draft.select, draft.levels) == ("de", (), {"names": "off"})
    assert settings.for_path("x/a.md").select == ("residue",)
    assert settings.for_path(str(project / "x/a.md")).select == ("residue",)
    assert settings.for_path("x/drafts.txt") == plain


def test_patterns_are_relative_to_the_file_that_names_them(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project / "qualcheck.toml", '[[override]]\npaths = ["/docs/*.txt"]\nlanguage = "de"\n')
    (project / "docs").mkdir()
    monkeypatch.chdir(project / "docs")
    settings = load(Path()).settings
    assert settings.for_path("a.txt").language == "de"
    assert settings.for_path("docs/a.txt").language == "auto"


def test_the_command_line_beats_an_override(project: Path) -> None:
    write(project / "qualcheck.toml", OVERRIDES)
    cli = {"language": "fr", "levels": {"names": "error"}}
    draft = load(project, cli=cli).settings.for_path("drafts/a.txt")
    assert (draft.language, draft.levels) == ("fr", {"names": "error"})


# --- what is wrong


def test_toml_syntax(project: Path) -> None:
    write(project / "qualcheck.toml", "workers = 1\nselect = [1 2]\n")
    assert failure(project) == (
        "qualcheck.toml:2:13: not TOML: Unclosed array\n    select = [1 2]\n                ^"
    )


def test_toml_syntax_at_the_end(project: Path) -> None:
    write(project / "qualcheck.toml", "workers =\n\n")
    assert failure(project).startswith("qualcheck.toml:1:10: not TOML: Invalid value\n")


def test_deep_nesting(project: Path) -> None:
    write(project / "qualcheck.toml", f"select = {'[' * 5000}{']' * 5000}\n")
    assert failure(project).startswith("qualcheck.toml: nested too deeply")


def test_wrong_values_all_at_once(project: Path) -> None:
    write(
        project / "qualcheck.toml",
        """\
        min_severity = "warnings"  # close
        fail-on = "never"
        workers = -1
        select = ["a", 3]
        ignore = "a"
        language = "English"
        format = true
        max_file_size = "1"
        zebra = 1
        """,
    )
    assert failure(project) == dedent("""\
        qualcheck.toml:1:16: 'min_severity' must be 'error', 'warning' or 'suggestion', not 'warnings'
            min_severity = "warnings"  # close
                           ^
        qualcheck.toml:2:1: unknown key 'fail-on'; did you mean 'fail_on'?
            fail-on = "never"
            ^
        qualcheck.toml:3:11: 'workers' must be a whole number, 0 or more, not -1
            workers = -1
                      ^
        qualcheck.toml:4:16: 'select[1]' must be a string that is not empty, not 3
            select = ["a", 3]
                           ^
        qualcheck.toml:5:10: 'ignore' must be a list of strings, not 'a'
            ignore = "a"
                     ^
        qualcheck.toml:6:12: 'language' must be 'auto' or a BCP 47 tag such as 'en-GB', not 'English'
            language = "English"
                       ^
        qualcheck.toml:7:10: 'format' must be the name of a report format, such as 'json' or 'json:FILE', or a list of \
them, not true
            format = true
                     ^
        qualcheck.toml:8:17: 'max_file_size' must be a whole number, 1 or more, not '1'
            max_file_size = "1"
                            ^
        qualcheck.toml:9:1: unknown key 'zebra'; known keys: baseline, cache, dictionaries, exclude, fail_on, \
force_exclude, format, glossaries, ignore, \
language, languagetool, languagetool_disabled_rules, languagetool_enabled_rules, \
languagetool_picky, levels, limits, max_file_size, max_findings, min_scores, min_severity, \
override, rules, select, workers
            zebra = 1
            ^""")


def test_wrong_values_in_tables(project: Path) -> None:
    write(
        project / "pyproject.toml",
        """\
        [project]
        description = '''
        [tool.qualcheck]
        workers = "not here"
        '''

        [tool.qualcheck]
        exclude = ["ok", "!"]
        levels = {names = "off", repetition.word = "of"}

        [[tool.qualcheck.override]]
        paths = ["a"]
        path = ["a"]

        [[tool.qualcheck.override]]
        language = "de"
        levels."x.y" = 1
        """,
    )
    assert failure(project) == dedent("""\
        pyproject.toml:8:18: 'exclude[1]' is no gitignore pattern: '!'
            exclude = ["ok", "!"]
                             ^
        pyproject.toml:9:44: 'levels.repetition.word' must be 'error', 'warning', 'suggestion' or 'off', not 'of'
            levels = {names = "off", repetition.word = "of"}
                                                       ^
        pyproject.toml:13:1: unknown key 'path'; did you mean 'paths'?
            path = ["a"]
            ^
        pyproject.toml:15:1: an [[override]] needs 'paths'
            [[tool.qualcheck.override]]
            ^
        pyproject.toml:17:16: 'override[1].levels.x.y' must be 'error', 'warning', 'suggestion' or 'off', not 1
            levels."x.y" = 1
                           ^""")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("levels = 3", "1:10: 'levels' must be a table of rule ids or categories and their levels"),
        ("[override]", "1:1: 'override' must be an array of tables, [[override]], not a table"),
        ("override = [1]", "1:13: 'override[0]' must be a table, not 1"),
        ('levels = {"" = "off"}', "1:11: 'levels' has an empty name"),
        ("levels.a = {}", "1:12: 'levels.a' must be"),
        ('"[key]" = 1', "1:1: unknown key '[key]'"),
        ("[[override]]\npaths = []", "2:9: 'override[0].paths' must be a list of at least one"),
        ("workers = true", "1:11: 'workers' must be a whole number, 0 or more, not true"),
        ("workers = 1979-05-27 07:32:00", "1:11: 'workers' must be a whole number"),
        ('select = [" "]', "1:11: 'select[0]' must be a string that is not empty, not ' '"),
        ('format = "\\u001b[31m"', "1:10: 'format' must be the name of a report format, such"),
    ],
)
def test_one_wrong_value(project: Path, text: str, message: str) -> None:
    write(project / "qualcheck.toml", text)
    told = failure(project)
    assert told.startswith(f"qualcheck.toml:{message}")
    assert "\x1b" not in told


def test_every_source_tells_its_problems_at_once(project: Path, tmp_path: Path) -> None:
    write(tmp_path / "home/qualcheck/qualcheck.toml", "workers = [")
    write(project / "qualcheck.toml", "select = 1\n")
    environ = {
        "XDG_CONFIG_HOME": str(tmp_path / "home"),
        "QUALCHECK_WORKERS": "many",
        "QUALCHECK_LEVELS": "names",
    }
    told = failure(project, environ=environ, cli={"fail_on": "fatal", "workrs": 1})
    heads = [line for line in told.splitlines() if not line.startswith("    ")]
    assert heads == [
        f"{tmp_path}/home/qualcheck/qualcheck.toml:1:12: not TOML: Invalid value",
        "qualcheck.toml:1:10: 'select' must be a list of strings, not 1",
        "environment QUALCHECK_LEVELS: 'levels.names' must be 'error', 'warning', 'suggestion' "
        "or 'off', not ''",
        "environment QUALCHECK_WORKERS: 'workers' must be a whole number, 0 or more, not 'many'",
        "command line: 'fail_on' must be 'error', 'warning', 'suggestion' or 'never', not 'fatal'",
        "command line: unknown key 'workrs'; did you mean 'workers'?",
    ]


def test_not_utf8(project: Path) -> None:
    text = '\N{BYTE ORDER MARK}workers = 1\nformat = "é'.encode() + b'\xff"\n'
    (project / "qualcheck.toml").write_bytes(text)
    assert failure(project) == (
        "qualcheck.toml:2:12: not UTF-8: byte 0xff\n"
        '    format = "é\N{REPLACEMENT CHARACTER}"\n'
        "               ^"
    )


def test_a_byte_order_mark_is_not_part_of_the_file(project: Path) -> None:
    (project / "qualcheck.toml").write_bytes(b"\xef\xbb\xbfworkers = 2\r\nselect = 1\r\n")
    assert failure(project) == (
        "qualcheck.toml:2:10: 'select' must be a list of strings, not 1\n"
        "    select = 1\n"
        "             ^"
    )


def test_a_config_that_is_named_must_be_there(project: Path) -> None:
    assert failure(project, project / "no.toml") == (
        "no.toml: cannot be read: No such file or directory"
    )
    assert failure(project, project) == f"{Path()}: cannot be read: Is a directory"
    bare = write(project / "pyproject.toml", "[tool.black]\n")
    assert failure(project, bare) == "pyproject.toml: has no [tool.qualcheck] table"
    write(bare, "tool.qualcheck = 3\n")
    assert failure(project, bare).startswith(
        "pyproject.toml:1:18: 'tool.qualcheck' must be a table\n"
    )


def test_an_unreadable_file_is_named(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert "qualcheck.toml: cannot be read: Permission denied" in failure(project)


# --- places in TOML

AWKWARD = '''\
a.b = 1   # [not.a.table]
"quoted . key" = """
x = 1
[[no]] \\""" still """""  # ends after its own quotes
'literal key'.c = \'\'\'
y = "\'\'\'
when = 1979-05-27 07:32:00
list = [
  # ] in a comment
  "]", [1, 2], {p = 1, q.r = "}"},
]
"\\u00e9" = 1
[ t . "u.v" ]
k = {}
[[arr]]
k = 1
[arr.sub]
k = 2
[[arr.more]]
k = 3
[[arr.more]]
k = 4
[[arr]]
k = 5
[[arr.more]]
k = 6
'''


def leaves(value: object, path: KeyPath = ()) -> Iterator[KeyPath]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from leaves(inner, (*path, index))
    else:
        yield path


def test_locate_knows_every_value() -> None:
    places = locate(AWKWARD)
    data = tomllib.loads(AWKWARD)
    lines = {path: AWKWARD.count("\n", 0, places[path][0]) + 1 for path in leaves(data)}
    assert lines["a", "b"] == 1
    assert lines["literal key", "c"] == 5
    assert lines["list", 2, "q", "r"] == 10
    assert lines["é",] == 12
    assert lines["arr", 0, "sub", "k"] == 18
    assert [lines["arr", 0, "more", i, "k"] for i in (0, 1)] == [20, 22]
    assert lines["arr", 1, "more", 0, "k"] == 26
    assert AWKWARD[places["list", 0][1] :].startswith('"]", [1')
    assert AWKWARD[places["when",][1] :].startswith("1979")


def test_locate_stays_fast_on_long_strings() -> None:
    text = 'a = """' + "x\\\\\n" * 100_000 + '"""\nb = 1\n'
    assert text[locate(text)["b",][0] :] == "b = 1\n"


# --- showing


def test_render_settings_reads_back(project: Path) -> None:
    write(project / "qualcheck.toml", OVERRIDES)
    loaded = load(project, cli={"select": ['odd"\\name', "esc\x1b"]})
    text = render_settings(loaded)
    assert "\x1b" not in text
    again = write(project / "again.toml", text)
    settings = load(project, again).settings
    assert settings == loaded.settings
    assert 'language = "en"' in text
    assert "# qualcheck.toml:1\n" in text
    assert '[[override]]  # qualcheck.toml:7\npaths = ["drafts/", "*.md"]\n' in text
    assert 'levels."names" = "off"' in text


def test_render_settings_by_default(project: Path) -> None:
    assert render_settings(load(project)) == dedent("""\
        select = []                       # default
        ignore = []                       # default
        min_severity = "suggestion"       # default
        fail_on = "warning"               # default
        language = "auto"                 # default
        format = ["terminal"]             # default
        workers = 0                       # default
        rules = []                        # default
        exclude = []                      # default
        force_exclude = false             # default
        levels = {}                       # default
        max_file_size = 20000000          # default
        languagetool = "auto"             # default
        languagetool_disabled_rules = []  # default
        languagetool_enabled_rules = []   # default
        languagetool_picky = false        # default
        max_findings = 0                  # default
        limits = {}                       # default
        min_scores = {}                   # default
        baseline = ""                     # default
        dictionaries = []                 # default
        glossaries = []                   # default
        cache = true                      # default
        """)


def test_digest_changes_with_what_can_change_a_finding() -> None:
    digest = settings_digest(Settings())
    assert len(digest) == 16
    assert int(digest, 16) >= 0
    assert (
        settings_digest(Settings(format=("json",), workers=3, root="/x", fail_on="never")) == digest
    )
    assert settings_digest(Settings(select=("a",))) != digest
    assert settings_digest(Settings(overrides=(Override(("a",)),))) != digest
    one, other = {"a": "off", "b": "error"}, {"b": "error", "a": "off"}
    assert settings_digest(Settings(levels=one)) == settings_digest(Settings(levels=other))


# --- start-up and the user's folder


def test_without_files_nothing_heavy_is_imported(project: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from qualcheck.config import load_settings; "
        "load_settings(Path(), config=None, environ={}, cli={'workers': 2, 'select': ['a'], "
        "'fail_on': 'never', 'language': 'en'}).settings.for_path('a'); "
        "print(sorted({'pydantic', 'tomllib', 'pathspec', 'platformdirs'} & set(sys.modules)))"
    )
    root = str(Path(__file__).parent.parent)
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": root},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[]\n"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere platformdirs itself is asked")
@pytest.mark.parametrize("xdg", ["", "conf"])
def test_the_user_file_is_where_platformdirs_says(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, xdg: str
) -> None:
    from platformdirs import user_config_dir

    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / xdg) if xdg else "")
    write(Path(user_config_dir("qualcheck"), "qualcheck.toml"), "workers = 7\n")
    assert load(project, environ=dict(os.environ)).settings.workers == 7
