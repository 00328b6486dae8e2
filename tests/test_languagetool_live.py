"""LanguageTool itself: its offsets, and that no server outlives what it was started for."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import psutil
import pytest
from conftest import ROOT

from qualcheck import check_text
from qualcheck.config import Settings
from qualcheck.errors import EngineUnavailable
from qualcheck.languagetool import installation, presence, server
from qualcheck.languagetool.client import Client, Question, ServerFailure, is_healthy

pytestmark = pytest.mark.languagetool

INSTALLED = ROOT / ".cache" / "languagetool"
"""Where `make test` puts it (tools/get_languagetool.sh)."""
TEXT = "They was 😀 there.\n"
ENDS_WITHIN = 15
"""Seconds in which a server must be gone after its run; some 1 on a free machine."""


@pytest.fixture(scope="module", autouse=True)
def _quick_java() -> Iterator[None]:
    """Servers that live for some requests: to compile them to the last costs more than it gains."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        yield


@pytest.fixture(autouse=True)
def _installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LTP_PATH", str(INSTALLED))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    if presence.find() is None:
        pytest.skip("LanguageTool is not there: tools/get_languagetool.sh says why")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server for the tests that only ask."""
    os.environ["LTP_PATH"] = str(INSTALLED)
    found = presence.find()
    if found is None:
        pytest.skip("LanguageTool is not there: tools/get_languagetool.sh says why")
    started = server.start(found)
    yield started.address
    started.stop()
    assert not is_healthy(started.address)


def servers() -> set[int]:
    """The numbers of LanguageTool's processes that use the installation of these tests.

    Not by `ps`: it cuts its lines to COLUMNS, and so may hide the installation's path.
    """
    found = set()
    for process in psutil.process_iter(["name", "cmdline"]):
        told = process.info
        if told["name"] == "java" and str(INSTALLED) in " ".join(told["cmdline"] or ()):
            found.add(process.pid)
    return found


def wait_for(what: Callable[[], object], seconds: float = ENDS_WITHIN) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def run(*args: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "qualcheck", *args]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, env=env)


@contextmanager
def begun(*args: str) -> Iterator[subprocess.Popen[str]]:
    """A run of the command line in the background; a failing test leaves nothing of it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "qualcheck", *args],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.communicate(timeout=60)


def article(folder: Path, paragraphs: int) -> Path:
    path = folder / "article.txt"
    text = (
        f"This is paragraph number {i}, and they was there with {i} dogs."
        for i in range(paragraphs)
    )
    path.write_text("\n\n".join(text))
    return path


# ---------------------------------------------------------------------------------- offsets


@pytest.mark.parametrize(
    "before",
    ["", "😀", "😀😀 👩‍👩‍👧 ", "e\u0301a\u0308 ", "𝒳 and ", "“Quoted” – ", "\ufeff", "日本 "],
    ids=ascii,
)
def test_its_places_are_code_points(address: str, before: str) -> None:
    text = f"{before}Then he go there."
    with Client(address) as asking:
        matches = asking.check(text, Question("en-US"))
    found = {text[m.span.start : m.span.end] for m in matches if m.rule == "HE_VERB_AGR"}
    assert found == {"go"}


def test_a_place_behind_markup_is_found_in_the_source(address: str) -> None:
    source = "<p>R&amp;D 😀 <em>Then</em> it were <b>an</b> grey day.</p>"
    settings = Settings(language="en", languagetool=address, select=("lt", "grammar"))
    report = check_text(source, path="page.html", settings=settings)
    assert [source[f.span.start : f.span.end] for f in report.findings] == ["an"]
    assert [f.origin for f in report.findings] == ["qualcheck+languagetool"]


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("de", "Er hat den Haus gekauft und ist dann gegangen.", "den Haus"),
        ("fr", "Les chat dort sur le lit toute la journée.", "Les chat"),
        ("es", "Los niño juegan en la calle todos los días.", "Los niño"),
    ],
)
def test_other_languages(address: str, language: str, text: str, found: str) -> None:
    report = check_text(text, settings=Settings(language=language, languagetool=address))
    assert found in {f.text for f in report.findings if f.origin == "languagetool"}


def test_names_are_no_misspellings(address: str) -> None:
    text = "Zbigniew Grzebielucha met Oyelaran Adéṣínà in Trzebiatów, near Świnoujście, on Monday."
    report = check_text(text, settings=Settings(language="en", languagetool=address))
    assert report.findings == ()


# ---------------------------------------------------------------------- the life of a server


def test_a_run_starts_its_own_server_and_stops_it(tmp_path: Path) -> None:
    path, before = article(tmp_path, 3), servers()
    done = run("check", str(path), "--format", "json", "--language", "en", "--workers", "1")
    (report,) = json.loads(done.stdout)["files"]
    assert report["not_run"] == []
    assert any(f["origin"] != "qualcheck" for f in report["findings"])
    assert servers() - before == set()


def test_unchanged_text_needs_no_server(tmp_path: Path) -> None:
    path = article(tmp_path, 3)
    first = run("check", str(path), "--format", "json")
    without_java = {**os.environ, "PATH": str(tmp_path)}
    again = run("check", str(path), "--format", "json", env=without_java)
    assert json.loads(again.stdout) == json.loads(first.stdout)
    path.write_text(path.read_text() + "\n\nThis is new.")
    changed = json.loads(run("check", str(path), "--format", "json", env=without_java).stdout)
    (said,) = changed["files"][0]["not_run"]
    assert said["reason"] == "Java is not installed; LanguageTool needs Java 17 or newer"


def test_workers_share_one_server(tmp_path: Path) -> None:
    for i in range(4):
        text = (
            f"In the year {1000 * i + k} they was in the town of the mill." for k in range(1_500)
        )
        (tmp_path / f"{i}.txt").write_text("\n\n".join(dict.fromkeys(text)))
    before = servers()
    options = "--workers", "2", "--select", "lt.PLURAL_VERB_AGREEMENT"
    with begun("check", str(tmp_path), *options) as process:
        wait_for(lambda: servers() - before, 60)
        seen = set[int]()
        for _ in range(20):
            seen |= servers() - before
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert process.returncode == 130
    assert len(seen) == 1
    wait_for(lambda: not servers() - before)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_server_outlives_a_run_that_is_ended(tmp_path: Path, number: signal.Signals) -> None:
    path, before = article(tmp_path, 5_000), servers()
    with begun("check", str(path), "--workers", "1") as process:
        wait_for(lambda: servers() - before, 60)
        process.send_signal(number)
        process.communicate(timeout=60)
    wait_for(lambda: not servers() - before)


def test_a_stranger_at_the_door_stops_nothing(tmp_path: Path) -> None:
    import socket

    with server.engine_for("auto", tmp_path / "none") as engine:
        assert isinstance(engine, server.OnDemand)
        with socket.create_connection(engine.door) as stranger:
            stranger.sendall(b"GET / HTTP/1.0\r\n\r\n" * 10)
        with engine.client() as asking:
            assert asking.is_healthy()
        address = asking.address
    assert not is_healthy(address)


def test_a_server_that_dies_is_started_once_more(tmp_path: Path) -> None:
    found = presence.find()
    assert found
    before = servers()
    started = server.start(found)
    try:
        with Client(started.address) as asking:
            for dies in (True, False):
                (first,) = servers() - before
                assert asking.check("Then he go there.", Question("en-US"))
                if dies:
                    os.kill(first, signal.SIGKILL)
                    wait_for(partial(_is_replaced, first, before), 60)
            os.kill(first, signal.SIGKILL)
            asking.back_seconds = 1
            with pytest.raises(ServerFailure, match="went away"):
                asking.check("Then he go there.", Question("en-US"))
    finally:
        started.stop()
    assert servers() - before == set()


def _is_replaced(gone: int, before: set[int]) -> bool:
    there = servers()
    return bool(there - before) and gone not in there


def test_a_server_that_stays(tmp_path: Path) -> None:
    before = servers()
    assert run("languagetool", "status").stdout.splitlines()[1] == "no server stays"
    try:
        first = run("languagetool", "start")
        assert first.returncode == 0, first.stderr
        (number,) = servers() - before
        assert run("languagetool", "start").stdout == first.stdout
        assert first.stdout.split()[-1] in run("languagetool", "status").stdout
        done = run("check", str(article(tmp_path, 2)), "--format", "json", "--language", "en")
        assert json.loads(done.stdout)["files"][0]["not_run"] == []
        assert servers() - before == {number}
        state = tmp_path / "cache" / "qualcheck" / "languagetool" / "server.json"
        assert state.stat().st_mode & 0o077 == 0
    finally:
        stopped = run("languagetool", "stop")
    assert stopped.stdout == "stopped\n"
    wait_for(lambda: not servers() - before)
    assert run("languagetool", "stop").stdout == "no server was running\n"


# --------------------------------------------------------------------------- what can be amiss


def fake_java(folder: Path, lines: str) -> None:
    (folder / "java").write_text(f"#!/bin/sh\n{lines}\n")
    (folder / "java").chmod(0o755)


def test_a_java_that_is_too_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_java(tmp_path, "echo 'openjdk version \"11.0.2\" 2019-01-15' >&2")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(EngineUnavailable, match=r"Detected java 11\.0\. .*requires Java >= 17"):
        installation.require_java()


def test_a_server_that_ends_at_once_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = "echo 'openjdk version \"17.0.2\" 2022-01-18' >&2"
    fake_java(tmp_path, f'[ "$1" = -version ] && {version} && exit; echo "no room" >&2; exit 3')
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    started = time.monotonic()
    done = run("check", str(article(tmp_path, 1)), "--language", "en")
    assert "not run: LanguageTool: LanguageTool's server did not start: no room" in done.stdout
    assert run("check", "x.txt", "--languagetool", "required").returncode == 3
    assert time.monotonic() - started < 20


def test_a_port_that_is_taken(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    ports = [int(address.rsplit(":", 1)[1]), server._free_port()]
    monkeypatch.setattr(server, "_free_port", lambda: ports.pop(0))
    found = presence.find()
    assert found
    started = server.start(found)
    assert started.address != address
    assert ports == []
    started.stop()
