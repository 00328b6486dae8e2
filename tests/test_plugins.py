"""What other distributions add: an example that is installed, and all that can be wrong with one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from subprocess import CompletedProcess
from textwrap import dedent

import pytest
from conftest import ROOT
from test_cli import qualcheck

from qualcheck.assembly import listed
from qualcheck.config import Settings, settings_digest
from qualcheck.plugins import Plugin, found

EXAMPLE = ROOT / "tests" / "plugins" / "example"
SUBTITLES = """\
1
00:00:01,000 --> 00:00:02,000
The mill was sold in May.

2
00:00:02,500 --> 00:00:04,000
The buyers utilised most of of the
old Wonder Mill.
"""


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for PYTHONPATH with the example, as pip installs it."""
    source = tmp_path_factory.mktemp("source") / "example"
    shutil.copytree(EXAMPLE, source)
    folder = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    pip += ["--no-build-isolation", "--disable-pip-version-check", "--target", str(folder)]
    subprocess.run([*pip, str(source)], check=True, capture_output=True)
    return folder


def run(*args: str, cwd: Path, plugin: Path) -> CompletedProcess[bytes]:
    return qualcheck(*args, cwd=cwd, PYTHONPATH=f"{plugin}{os.pathsep}{ROOT}")


def made(folder: Path, entry_points: str, code: str = "", *, name: str = "broken-checks") -> Path:
    """A folder for PYTHONPATH with a distribution of one module, made by hand."""
    module = name.replace("-", "_")
    (folder / f"{module}.py").write_text(dedent(code))
    metadata = folder / f"{module}-0.3.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.3\n\nName: no\n"
    )
    (metadata / "entry_points.txt").write_text(dedent(entry_points))
    return folder


# --- the example


def test_the_example_is_listed(installed: Path, tmp_path: Path) -> None:
    done = run("plugins", cwd=tmp_path, plugin=installed)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().splitlines() == [
        "readers    srt  acme-checks 1.2.0",
        "detectors  slogan  acme-checks 1.2.0",
        "reporters  one-line  acme-checks 1.2.0",
        "rules      house  acme-checks 1.2.0",
    ]


def test_the_example_works(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "film.srt").write_text(SUBTITLES)
    done = run(
        "check", ".", "--format", "one-line", "--language", "en", cwd=tmp_path, plugin=installed
    )
    assert done.stdout.decode().splitlines() == [
        "./film.srt:7 acme.utilise", "./film.srt:7 repetition.word", "./film.srt:8 acme.slogan",
    ], done.stderr  # fmt: skip
    assert done.returncode == 1
    terminal = run("check", "film.srt", "--language", "en", cwd=tmp_path, plugin=installed)
    assert b"film.srt:8:5: warning[acme.slogan] The slogan is one word" in terminal.stdout
    ignored = ("check", "film.srt", "--select", "acme.slogan", "--language", "en")
    assert run(*ignored, cwd=tmp_path, plugin=installed).returncode == 1
    assert qualcheck(*ignored, cwd=tmp_path).returncode == 2  # no plugin, no such rule


def test_the_examples_of_its_rules_are_tested_and_shown(installed: Path, tmp_path: Path) -> None:
    tested = run("rules", "test", cwd=tmp_path, plugin=installed)
    assert tested.returncode == 0, tested.stdout
    ours = qualcheck("rules", "test", cwd=tmp_path)
    assert int(tested.stdout.split()[0]) == int(ours.stdout.split()[0]) + 2
    assert (
        b"WonderMill" in run("rules", "show", "acme.slogan", cwd=tmp_path, plugin=installed).stdout
    )
    assert b"acme.utilise" in run("rules", "list", cwd=tmp_path, plugin=installed).stdout


def test_standard_input_has_its_reader(installed: Path, tmp_path: Path) -> None:
    done = qualcheck(
        "check", "-", "--stdin-filename", "a.srt", "--format", "one-line", "--language", "en",
        cwd=tmp_path, stdin=SUBTITLES.encode(), PYTHONPATH=f"{installed}{os.pathsep}{ROOT}",
    )  # fmt: skip
    assert b"a.srt:8 acme.slogan" in done.stdout


def test_fix_edits_what_a_plugin_reads(installed: Path, tmp_path: Path) -> None:
    cue = "1\n00:00:01,000 --> 00:00:02,000\n"
    (tmp_path / "film.srt").write_text(f"{cue}We closed the the bridge. . They left.\n")
    done = run("fix", "film.srt", "--language", "en", cwd=tmp_path, plugin=installed)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "film.srt").read_text() == f"{cue}We closed the bridge. They left.\n"


def test_a_reader_is_for_its_suffix_alone(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SUBTITLES)
    done = run("check", "a.txt", "--format", "one-line", cwd=tmp_path, plugin=installed)
    assert b"acme.slogan" in done.stdout


def test_pip_and_importlib_see_the_same(installed: Path) -> None:
    """Our own look at the metadata against the library's."""
    code = (
        "from importlib.metadata import entry_points as e; from qualcheck.plugins import found, KINDS;"
        "t = sorted((k, p.name, p.value, p.dist.name, p.dist.version) for k in KINDS"
        " for p in e(group='qualcheck.' + k)); assert t == sorted(map(tuple, found())), t; print(len(t))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, cwd=installed,
        env={**os.environ, "PYTHONPATH": f"{installed}{os.pathsep}{ROOT}"},
    )  # fmt: skip
    assert done.stdout == b"4\n"


# --- what is wrong

CHECK = """
    from qualcheck.check import detector, Hit
    from qualcheck.document import Span

    @detector(id="{id}", category="style", mqm="style", level="warning", message="M", why="W",
              bad=["[[a]]"], good=["b"])
    def found(document):
        {body}
"""


def broken(tmp_path: Path, group: str, target: str, code: str = "", name: str = "odd") -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    return made(folder, f"[qualcheck.{group}]\n{name} = broken_checks{target}\n", code)


WHO = "the plugin 'odd' (qualcheck.{}) of broken-checks 0.3"


@pytest.mark.parametrize(
    ("group", "target", "code", "message"),
    [
        ("detectors", ":found", "import nothing_of_the_sort", "can't be loaded: ModuleNotFoundError: No module named 'nothing_of_the_sort'"),
        ("detectors", ":found", "raise SystemExit(0)", "can't be loaded: SystemExit: 0"),
        ("detectors", ":found", "", "can't be loaded: AttributeError: module 'broken_checks' has no attribute 'found'"),
        ("detectors", ":fou nd", "", "can't be loaded: 'broken_checks:fou nd' names no object"),
        ("detectors", ":found", "def found(document): ...", "is no check: 'function' object has no attribute 'rules'"),
        ("detectors", ":found", "found = [3]", "is no check: 'int' object has no attribute 'rules'"),
        ("detectors", ":found", CHECK.format(id="words.unknown", body="return ()"), "has a rule 'words.unknown', an id that another rule has"),
        ("detectors", ":found", CHECK.format(id="calque.married-with", body="return ()"), "has a rule 'calque.married-with', an id that another rule has"),
        ("detectors", ":found", CHECK.format(id="a.b", body="return ()").replace('"style", mqm', '"taste", mqm'), "has the unknown category 'taste': there are residue,"),
        ("rules", ":found", "found = '/no/such/folder'", "is no folder of rules: name a package, or a path"),
        ("rules", ":found", "found = 3", "is no folder of rules: name a package, or a path"),
        ("rules", "", "", "is no folder of rules: name a package, or a path"),
    ],
)  # fmt: skip
def test_a_broken_plugin_ends_the_run_and_is_named(
    tmp_path: Path, group: str, target: str, code: str, message: str
) -> None:
    folder = broken(tmp_path, group, target, code)
    (tmp_path / "a.txt").write_text("They met.\n")
    done = run("check", "a.txt", cwd=tmp_path, plugin=folder)
    assert done.returncode == 2, done.stderr
    assert done.stderr.decode().startswith(f"qualcheck: {WHO.format(group)} {message}")
    shown = run("plugins", cwd=tmp_path, plugin=folder)
    assert shown.returncode == 2
    start = f"{group:<9}  odd  broken-checks 0.3: {WHO.format(group)} {message}"
    assert shown.stdout.decode().startswith(start), shown.stdout


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("raise ValueError('no luck')", "ValueError: no luck"),
        ("yield Span(0, 10_000)", "PluginError: {who} gave a hit of 'acme.odd' that is not in the text"),
        ("yield Hit('words.unknown', Span(0, 1))", "PluginError: {who} gave a hit of 'words.unknown', which is none of its rules"),
        ("yield Hit('acme.odd', Span(0, 1), info=3)", "PluginError: {who} gave a hit of 'acme.odd', which is none of its rules"),
    ],
)  # fmt: skip
def test_a_detector_that_fails_is_a_fault(tmp_path: Path, body: str, message: str) -> None:
    folder = broken(tmp_path, "detectors", ":found", CHECK.format(id="acme.odd", body=body))
    (tmp_path / "a.txt").write_text("They met on Friday and talked of of the old bridge.\n")
    done = run("check", "a.txt", "--language", "en", cwd=tmp_path, plugin=folder)
    assert done.returncode == 3
    shown = " ".join((done.stdout + done.stderr).decode().split())
    who = WHO.format("detectors")
    assert f"acme.odd ({who})" in shown
    assert message.format(who=who) in shown
    assert "repetition.word" in shown  # the others still speak


SOUND = """
    from qualcheck.document import Block, BlockKind, Segment, Source, Span

    def read(data, shown):
        text = data.decode()
        {body}
        return Source(path=shown, text=text, prose=text, segments=segments, blocks=())
"""


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("1 / 0", "failed: ZeroDivisionError: division by zero"),
        ("return text", "gave no Source but str"),
        ("segments = ()", "gave a Source that is not sound: its segments don't cover the prose"),
        ("segments = (Segment(Span(0, 2), Span(1, 3)),)", "gave a Source that is not sound: prose and text differ at 0"),
    ],
)  # fmt: skip
def test_a_reader_that_fails_is_a_fault(tmp_path: Path, body: str, message: str) -> None:
    folder = broken(tmp_path, "readers", ":read", SOUND.format(body=body))
    for name in ("a.odd", "b.txt"):
        (tmp_path / name).write_text("They met on Friday and talked of of the old bridge.\n")
    done = run("check", "a.odd", "b.txt", "--language", "en", cwd=tmp_path, plugin=folder)
    assert done.returncode == 3
    shown = " ".join((done.stdout + done.stderr).decode().split())
    assert f"{WHO.format('readers')} {message}" in shown
    assert "b.txt:1:33: warning[repetition.word]" in shown  # the other file is still checked


def test_a_reader_may_say_that_a_file_is_no_text(tmp_path: Path) -> None:
    code = """
        from qualcheck.errors import ReadError

        def read(data, shown):
            raise ReadError("has no cues")
    """
    folder = broken(tmp_path, "readers", ":read", code)
    (tmp_path / "a.odd").write_text("x")
    done = run("check", "a.odd", cwd=tmp_path, plugin=folder)
    assert done.returncode == 2
    assert b"a.odd: error: has no cues" in done.stdout


def test_a_reader_that_cannot_be_loaded_ends_runs_that_need_it(tmp_path: Path) -> None:
    folder = broken(tmp_path, "readers", ":read", "import nothing_of_the_sort")
    (tmp_path / "a.odd").write_text("x")
    (tmp_path / "b.txt").write_text("They met.\n")
    done = run("check", "b.txt", "a.odd", cwd=tmp_path, plugin=folder)
    assert (done.returncode, done.stdout) == (2, b"")
    assert f"{WHO.format('readers')} can't be loaded: ModuleNotFoundError" in done.stderr.decode()
    assert run("check", "b.txt", cwd=tmp_path, plugin=folder).returncode == 0


@pytest.mark.parametrize(
    ("code", "message", "exit_code"),
    [
        ("def render(run): return 1 / 0", "failed: ZeroDivisionError: division by zero", 3),
        ("def render(run): return None", "gave no text but NoneType", 3),
        ("render = 3", "is no reporter: it can't be called", 2),
        ("", "can't be loaded: AttributeError", 2),
    ],
)
def test_a_reporter_that_fails(tmp_path: Path, code: str, message: str, exit_code: int) -> None:
    folder = broken(tmp_path, "reporters", ":render", code)
    (tmp_path / "a.txt").write_text("They met.\n")
    done = run("check", "a.txt", "--format", "odd", cwd=tmp_path, plugin=folder)
    assert (done.returncode, done.stdout) == (exit_code, b"")
    assert f"qualcheck: {WHO.format('reporters')} {message}" in done.stderr.decode()
    assert run("check", "a.txt", cwd=tmp_path, plugin=folder).returncode == 0


def test_a_reporter_may_ask_for_the_articles(tmp_path: Path) -> None:
    code = """
        def render(run):
            return "".join(file.prose for file in run.files)
        render.keep_prose = True
    """
    folder = broken(tmp_path, "reporters", ":render", code)
    (tmp_path / "a.txt").write_text("They met.\n")
    done = run("check", "a.txt", "--format", "odd", cwd=tmp_path, plugin=folder)
    assert done.stdout == b"They met.\n"


@pytest.mark.parametrize(
    ("group", "name", "args"),
    [
        ("readers", "md", ("check", "a.txt")),
        ("readers", ".TXT", ("check", "a.txt")),
        ("reporters", "json", ("check", "a.txt", "--format", "json")),
    ],
)
def test_a_plugin_cannot_take_a_built_ins_name(
    tmp_path: Path, group: str, name: str, args: tuple[str, ...]
) -> None:
    folder = broken(tmp_path, group, ":found", "def found(*_): ...", name=name)
    (tmp_path / "a.txt").write_text("They met.\n")
    done = run(*args, cwd=tmp_path, plugin=folder)
    taken = name if group == "reporters" else f".{name.removeprefix('.').lower()}"
    who = WHO.format(group).replace("odd", name)
    assert done.returncode == 2
    assert f"qualcheck: {who} can't have '{taken}': qualcheck's own has it" in done.stderr.decode()


def test_two_plugins_with_one_name(tmp_path: Path) -> None:
    folder = broken(tmp_path, "readers", ":found", "def found(*_): ...")
    made(folder, "[qualcheck.readers]\nodd = other:read\n", name="second-checks")
    (tmp_path / "a.txt").write_text("They met.\n")
    done = run("check", "a.txt", cwd=tmp_path, plugin=folder)
    second = WHO.format("readers").replace("broken", "second")
    assert f"{second} can't have '.odd': {WHO.format('readers')} has it" in done.stderr.decode()


def test_a_rule_pack_with_a_broken_file_is_named(tmp_path: Path) -> None:
    folder = broken(
        tmp_path, "rules", ":found", "from pathlib import Path\nfound = Path(__file__).parent / 'r'"
    )
    (folder / "r").mkdir()
    (folder / "r" / "a.yaml").write_text("language: en\nrules: 3\n")
    (tmp_path / "a.txt").write_text("They met.\n")
    done = run("check", "a.txt", cwd=tmp_path, plugin=folder)
    assert done.returncode == 2
    assert f"({WHO.format('rules')})" in done.stderr.decode()
    shown = run("plugins", cwd=tmp_path, plugin=folder)
    assert (shown.returncode, b"a.yaml:" in shown.stdout) == (2, True)


def test_a_rule_pack_cannot_take_an_id(tmp_path: Path) -> None:
    folder = broken(
        tmp_path, "rules", ":found", "from pathlib import Path\nfound = Path(__file__).parent / 'r'"
    )
    (folder / "r").mkdir()
    rule = (EXAMPLE / "acme_checks/rules/house.yaml").read_text()
    (tmp_path / "a.txt").write_text("They met.\n")
    for taken, message in (
        ("words.unknown", f"{WHO.format('rules')} has a rule 'words.unknown', an id that another"),
        ("calque.married-with", "the id 'calque.married-with' is taken, at "),
    ):
        (folder / "r" / "a.yaml").write_text(rule.replace("acme.utilise", taken))
        done = run("check", "a.txt", cwd=tmp_path, plugin=folder)
        assert done.returncode == 2
        assert message in done.stderr.decode()
        assert WHO.format("rules") in done.stderr.decode()


# --- finding them


@pytest.fixture
def on_path(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    folders = [*sys.path]
    monkeypatch.setattr(sys, "path", folders)
    return folders


def test_of_two_versions_the_first_on_the_path_counts(tmp_path: Path, on_path: list[str]) -> None:
    for name, entry in (
        ("one", "[qualcheck.rules]\na = one\n"),
        ("two", "[qualcheck.rules]\nb = two\n"),
    ):
        (tmp_path / name).mkdir()
        on_path.append(str(made(tmp_path / name, entry)))
    assert [plugin.name for plugin in found()] == ["a"]


def test_what_entry_points_may_look_like(tmp_path: Path, on_path: list[str]) -> None:
    text = """
        # a comment = no
        [console_scripts]
        acme = acme:main
        [ qualcheck.rules ]
        a=acme.rules
        b  =  acme : folder.inner [extra]
        [qualcheck.nonsense]
        c = acme
        [qualcheck.readers]
    """
    on_path.append(str(made(tmp_path, text)))
    on_path += [str(tmp_path / "missing"), __file__]
    assert found() == (
        Plugin("rules", "a", "acme.rules", "broken-checks", "0.3"),
        Plugin("rules", "b", "acme : folder.inner [extra]", "broken-checks", "0.3"),
    )


def test_the_digest_knows_the_plugins(installed: Path, on_path: list[str]) -> None:
    assert settings_digest(Settings(), []) == settings_digest(Settings())
    assert settings_digest(Settings(), ["a 1"]) != settings_digest(Settings(), ["a 2"])


def test_without_plugins_nothing_is_loaded_and_little_time_taken() -> None:
    code = (
        "import sys, time; import qualcheck.run; from qualcheck.plugins import found;"
        "t = time.process_time(); found(); t = time.process_time() - t;"
        "print('importlib.metadata' in sys.modules, t < 0.05)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT)
    assert done.stdout == b"False True\n"


def test_none_are_installed_here(tmp_path: Path) -> None:
    """Else the tests would be of something else."""
    assert found() == ()
    assert [*listed((), cache=None)] == []
    assert qualcheck("plugins", cwd=tmp_path).stdout == b"no plugins are installed\n"
