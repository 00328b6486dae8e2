"""The server of one run: found, or started when the first text needs it, and always stopped.

A run takes a server that is there already (an address in the settings, or the one that `qualcheck
languagetool start` keeps), else it starts its own, once a paragraph has no kept answer. What
workers get is an `Engine`: a small value that travels to them and tells the address.
"""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client as Visitor
from multiprocessing.connection import Connection, Listener
from pathlib import Path
from typing import Protocol

from qualcheck.errors import EngineUnavailable
from qualcheck.languagetool import keeper
from qualcheck.languagetool.client import Client, ServerFailure, is_healthy
from qualcheck.languagetool.installation import (
    SERVER_SETTINGS,
    server_command,
)
from qualcheck.languagetool.presence import (
    AUTO,
    INSTALL_COMMAND,
    REQUIRED,
    Installation,
    Missing,
    find,
    missing,
)

START_SECONDS = 60
"""What a server may take to start; some 3 on a free machine."""
LONGEST_WORD = 100
"""Bytes that a worker may say at the door."""
ATTEMPTS = 3
"""Ports tried: one that was free may be taken before the server has it."""
STARTED = b"Server started"
"""What LanguageTool's server prints once it listens."""
TAKEN = b"java.net.BindException"
"""What it prints where another has its port."""
LOG_LINES = 5
"""Of what a server said before it failed, how many are shown."""


class Engine(Protocol):
    """LanguageTool, as a check needs it. Can be sent to other processes."""

    @property
    def version(self) -> str:
        """What goes into the keys of kept answers. Known before a server runs."""

    def client(self) -> Client:
        """A client of a server that runs. Raises EngineUnavailable."""


@dataclass(frozen=True, slots=True)
class Running:
    """A server that somebody else runs."""

    address: str
    version: str

    def client(self) -> Client:
        """A client of it."""
        return Client(self.address)


@dataclass(frozen=True, slots=True)
class OnDemand:
    """A server that the run's first process starts when any of its processes first asks."""

    door: tuple[str, int]
    key: bytes
    version: str

    def client(self) -> Client:
        """Ask at the door, and wait while the server starts."""
        try:
            with Visitor(self.door, authkey=self.key) as visit:
                visit.send_bytes(b"address")
                address, reason = json.loads(visit.recv_bytes())
        except (OSError, EOFError) as error:
            raise EngineUnavailable(f"the run that keeps the server has ended ({error})") from None
        if not address:
            raise EngineUnavailable(reason)
        return Client(address)


@contextmanager
def engine_for(setting: str, state: Path) -> Iterator[Engine | Missing]:
    """The engine that a setting asks for: `auto`, `required` or an address (`off` asks for none).

    `state` is the file that names the server of `qualcheck languagetool start`. Raises
    EngineUnavailable for `required` and for an address, where there is nothing to use.
    """
    if setting not in (AUTO, REQUIRED):
        yield _at(setting)
    elif kept := kept_server(state):
        yield Running(kept.address, kept.version)
    elif installation := find():
        with _host(installation, setting) as engine:
            yield engine
    else:
        yield missing(setting, state) or Missing("the server that stayed has ended")


def found_engine(setting: str, state: Path) -> Engine | Missing:
    """The engine for a text in hand: one that runs, for nobody would stop one that was started."""
    if setting not in (AUTO, REQUIRED):
        return _at(setting)
    if kept := kept_server(state):
        return Running(kept.address, kept.version)
    reason = "no server runs; `qualcheck languagetool start` starts one"
    if setting == REQUIRED:
        raise EngineUnavailable(f"LanguageTool is required: {reason}")
    return Missing(reason)


def _at(address: str) -> Running:
    with Client(address) as client:
        if not client.is_healthy():
            raise EngineUnavailable(f"no LanguageTool server answers at {address}")
        try:
            return Running(address, client.version())
        except ServerFailure as error:
            said = f"what answers at {address} is no LanguageTool: {error}"
            raise EngineUnavailable(said) from None


# -------------------------------------------------------------------- the server of one run


@contextmanager
def _host(installation: Installation, setting: str) -> Iterator[OnDemand]:
    """Stands at the door and starts the server for the first who asks."""
    key = secrets.token_bytes(16)
    with Listener(("127.0.0.1", 0), backlog=64, authkey=key) as listener:
        host = _Host(listener, installation)
        thread = threading.Thread(target=host.serve, daemon=True)
        thread.start()
        address, port = listener.address
        engine = OnDemand((str(address), int(port)), key, installation.version)
        try:
            if setting == REQUIRED:
                engine.client()
            yield engine
        finally:
            host.cancelled.set()
            with suppress(OSError, EOFError), Visitor(engine.door, authkey=key) as visit:
                visit.send_bytes(b"end")
            thread.join(START_SECONDS)
            host.closed.set()
            host.end()


class _Host:
    """Owns the server of a run: in the run's first process, in a thread of its own."""

    def __init__(self, listener: Listener, installation: Installation) -> None:
        self._listener, self._installation = listener, installation
        self._server: Started | None = None
        self._reason = ""
        self.cancelled, self.closed = threading.Event(), threading.Event()

    def serve(self) -> None:
        """Tell everyone who asks the address, one after another, until one says `end`."""
        while True:
            try:
                with self._listener.accept() as visit:
                    if not self._answer(visit):
                        return
            except (OSError, EOFError, AuthenticationError):  # a worker that died, or a stranger
                if self.closed.is_set():
                    return

    def _answer(self, visit: Connection) -> bool:
        if visit.recv_bytes(LONGEST_WORD) != b"address":
            return False
        if self._server is None and not self._reason:
            try:
                self._server = start(self._installation, self.cancelled.is_set)
            except EngineUnavailable as error:
                self._reason = str(error)
        address = self._server.address if self._server else ""
        visit.send_bytes(json.dumps([address, self._reason]).encode())
        return True

    def end(self) -> None:
        """Stop the server, where one was started."""
        if self._server:
            self._server.stop()


@dataclass(frozen=True, slots=True)
class Started:
    """A server of ours, behind its keeper."""

    address: str
    keeper: subprocess.Popen[bytes]
    scratch: tempfile.TemporaryDirectory[str] | None = None

    def stop(self) -> None:
        """Return once it has ended."""
        _end(self.keeper)
        if self.scratch:
            self.scratch.cleanup()


def start(installation: Installation, cancelled: Callable[[], bool] = lambda: False) -> Started:
    """A server that lives as long as this process. Raises EngineUnavailable, also where `cancelled`
    says while it starts that nobody needs it any more.
    """
    scratch = tempfile.TemporaryDirectory(prefix="qualcheck-languagetool-")
    try:
        address, process = _start(installation, Path(scratch.name), ["run"], cancelled)
    except BaseException:
        scratch.cleanup()
        raise
    return Started(address, process, scratch)


def _start(
    installation: Installation,
    folder: Path,
    how: list[str],
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[str, subprocess.Popen[bytes]]:
    """Address and keeper of a new server. `folder` gets its settings and its log."""
    settings, log = folder / "server.properties", folder / "server.log"
    settings.write_text(SERVER_SETTINGS, "utf-8")
    said = ""
    for _ in range(ATTEMPTS):
        port = _free_port()
        command = server_command(installation, port, settings)
        with log.open("wb") as output:
            process = subprocess.Popen(  # noqa: S603 - ours
                [sys.executable, "-I", "-S", keeper.__file__, *how, *command],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                start_new_session=True,  # Ctrl-C is for this process, which then ends the server
            )
        address = f"http://127.0.0.1:{port}"
        if _is_up(address, process, log, cancelled):
            return address, process
        said = _last_lines(log)
        if TAKEN not in log.read_bytes():
            break
    raise EngineUnavailable(f"LanguageTool's server did not start: {said or 'it said nothing'}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_up(
    address: str, process: subprocess.Popen[bytes], log: Path, cancelled: Callable[[], bool]
) -> bool:
    """Wait for a server; False once its keeper has ended, its time is over or nobody waits.

    Its own log must say that it runs: at a port that was taken somebody else's may answer.
    """
    deadline = time.monotonic() + START_SECONDS
    try:
        while time.monotonic() < deadline and process.poll() is None and not cancelled():
            if STARTED in log.read_bytes() and is_healthy(address):
                if process.stdin:
                    process.stdin.write(b"ready\n")
                    process.stdin.flush()
                return True
            time.sleep(0.05)
    except BaseException:
        _end(process)
        raise
    _end(process)
    return False


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a keeper, which ends its server. Forks may hold its pipe open, so it is told as well."""
    if process.stdin:
        with suppress(OSError):
            process.stdin.close()
    process.terminate()
    try:
        process.wait(2 * keeper.GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _last_lines(log: Path) -> str:
    """What the log ends with, without the calls that Java lists below an error."""
    lines = (line.strip() for line in log.read_text("utf-8", "replace").splitlines())
    said = [line for line in lines if line and not line.startswith(("at ", "... "))]
    return " / ".join(said[-LOG_LINES:])


# -------------------------------------------------------- the server that stays between runs


@dataclass(frozen=True, slots=True)
class Kept:
    """The server that stays for many runs, as its file names it."""

    address: str
    version: str
    token: str


def kept_server(state: Path) -> Kept | None:
    """The server that the file names, if it answers; None for none."""
    try:
        row = json.loads(state.read_text("utf-8"))
        kept = Kept(str(row["address"]), str(row["version"]), str(row["token"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return kept if is_healthy(kept.address) else None


def start_kept(state: Path) -> Kept:
    """Start a server that stays, or return the one that is there. Raises EngineUnavailable."""
    if kept := kept_server(state):
        return kept
    installation = find()
    if installation is None:
        raise EngineUnavailable(f"LanguageTool is not installed: `{INSTALL_COMMAND}` brings it")
    folder, token = state.parent, secrets.token_hex(16)
    folder.mkdir(parents=True, exist_ok=True)
    _write_private(state, json.dumps({"token": token}))
    try:
        address, process = _start(installation, folder, ["stay", str(state), token])
    except BaseException:
        state.unlink(missing_ok=True)
        raise
    process.returncode = 0  # it stays, and is nobody's child to wait for
    kept = Kept(address, installation.version, token)
    _write_private(state, json.dumps({"address": address, "version": kept.version, "token": token}))
    return kept


def _write_private(path: Path, text: str) -> None:
    """Written whole: the keeper reads it four times a second. For its owner alone."""
    handle, scratch = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".new")
    try:
        with os.fdopen(handle, "w") as file:
            file.write(text)
        Path(scratch).replace(path)
    finally:
        Path(scratch).unlink(missing_ok=True)


def stop_kept(state: Path) -> bool:
    """Stop the server that stays; whether there was one. Returns once it has ended."""
    kept = kept_server(state)
    state.unlink(missing_ok=True)
    if kept is None:
        return False
    deadline = time.monotonic() + 2 * keeper.GRACE_SECONDS
    while is_healthy(kept.address, 0.5) and time.monotonic() < deadline:
        time.sleep(0.05)
    return True
