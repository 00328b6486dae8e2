"""Keeps one LanguageTool server alive, and never longer than it is wanted.

A program of its own, run by path: `keeper.py run COMMAND …`, or `keeper.py stay FILE TOKEN COMMAND
…`. It imports nothing of the project, so that it starts in some 50 ms.

`run` serves the process that started it: the server ends with that process, however it ends, since
its end closes the keeper's standard input and gives the keeper another parent. `stay` serves until
FILE no longer holds TOKEN, so to stop it nobody has to signal a process by its number. A server
that ends by itself is started again once, if it was ready: a line on standard input says that it
was. Otherwise the keeper ends with it, and with its exit code.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

POLL_SECONDS = 0.25
"""How soon a server ends that nobody wants any longer."""
GRACE_SECONDS = 3
"""What a server has to end by itself before it is killed."""
RESTARTS = 1


class Parent:
    """The process that started the keeper: whether it lives, and whether it saw a ready server."""

    def __init__(self) -> None:
        self.was_ready = False
        self._closed = False
        self._number = os.getppid()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for _ in sys.stdin:
            self.was_ready = True
        self._closed = True

    def is_there(self) -> bool:
        """Forks of it may hold the pipe open after its death, so the keeper's parent counts too."""
        return not self._closed and os.getppid() == self._number


class Mark:
    """A file that holds a token for as long as the server is wanted."""

    was_ready = True

    def __init__(self, file: str, token: str) -> None:
        self._file, self._token = Path(file), token

    def is_there(self) -> bool:
        """Whether the file still names this server."""
        try:
            return self._token in self._file.read_text("utf-8")
        except OSError:
            return False


def keep(command: list[str], wanted: Callable[[], bool], was_ready: Callable[[], bool]) -> int:
    """Run the server until it is not wanted, or has ended once too often; its exit code."""
    restarts = RESTARTS
    while True:
        server = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603 - ours, from installation.py
        while server.poll() is None and wanted():
            try:
                server.wait(POLL_SECONDS)
            except subprocess.TimeoutExpired:
                continue
        if server.poll() is None:
            end(server)
            return 0
        if not (wanted() and was_ready() and restarts):
            return server.returncode or 0
        restarts -= 1


def end(server: subprocess.Popen[bytes]) -> None:
    """Ask the server to end, and make it."""
    server.terminate()
    try:
        server.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def main(arguments: list[str]) -> int:
    """Do what the module's text says; 143 where the keeper itself is told to end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    how, *rest = arguments
    owner: Parent | Mark
    if how == "run":
        owner, command = Parent(), rest
    else:
        owner, command = Mark(rest[0], rest[1]), rest[2:]
    return keep(command, lambda: owner.is_there() and not ended.is_set(), lambda: owner.was_ready)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
