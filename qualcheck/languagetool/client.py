"""Asks a LanguageTool server about texts, and takes nothing it answers on trust.

Plain requests to its HTTP API: the `Match` of language_tool_python has lost what LanguageTool says
of its rule and half of the offsets, which count UTF-16 units.
"""

from __future__ import annotations

import http.client
import json
import time
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any
from urllib.parse import urlencode, urlsplit

from qualcheck.document import Span

AT_ONCE = 4
"""Requests under way at the same time. Measured on two cores, not idle: 2 gave 2.0 times the words
a second of one, 4 gave 2.2 times.
"""
LONGEST = 10_000
"""Characters of one request; what is longer is sent in pieces."""
SHORTEST = 200
"""Characters under which a text is not cut again because a server finds it too long."""
BACK_SECONDS = 25
"""How long a server that went away has to come back: its keeper starts it anew, once."""
ANSWER_SECONDS = 120
"""What one answer may take."""
LONGEST_ANSWER = 50_000_000
"""Bytes."""
SUGGESTIONS = 5
"""Suggestions kept of each match."""


class ServerFailure(Exception):
    """A server that is there and doesn't answer as it should: ours to say, never a clean text."""


@dataclass(frozen=True, slots=True)
class Match:
    """One thing that LanguageTool says. `span` is in the text asked about, in code points."""

    rule: str
    span: Span
    message: str
    suggestions: tuple[str, ...]
    category: str
    """LanguageTool's own, such as `GRAMMAR`."""
    issue_type: str
    """Of ITS 2.0, such as `misspelling`."""
    description: str
    """What the rule is about."""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """How texts are asked about: all that an answer depends on, beside the text and the version."""

    language: str
    """A code that LanguageTool has, such as `en-GB`."""
    disabled_rules: tuple[str, ...] = ()
    disabled_categories: tuple[str, ...] = ()
    enabled_rules: tuple[str, ...] = ()
    picky: bool = False

    def fields(self, text: str) -> dict[str, str]:
        """The form that is sent."""
        form = {"text": text, "language": self.language}
        if self.disabled_rules:
            form["disabledRules"] = ",".join(self.disabled_rules)
        if self.disabled_categories:
            form["disabledCategories"] = ",".join(self.disabled_categories)
        if self.enabled_rules:
            form["enabledRules"] = ",".join(self.enabled_rules)
        if self.picky:
            form["level"] = "picky"
        return form


@dataclass(slots=True)
class Client:
    """Talks to one server, over connections that stay open until the client is closed."""

    address: str
    back_seconds: float = BACK_SECONDS
    _idle: list[http.client.HTTPConnection] = field(default_factory=list)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close what is open; the client can be used again."""
        while self._idle:
            self._idle.pop().close()

    def check_all(self, texts: Sequence[str], question: Question) -> list[list[Match]]:
        """What there is to say about each text, some of them at once. Raises as `check` does."""
        if len(texts) == 1:
            return [self.check(texts[0], question)]
        with ThreadPoolExecutor(min(AT_ONCE, len(texts))) as threads:
            try:
                return list(threads.map(lambda text: self.check(text, question), texts))
            except BaseException:
                threads.shutdown(wait=False, cancel_futures=True)
                raise

    def check(self, text: str, question: Question) -> list[Match]:
        """What there is to say about one text.

        Raises ServerFailure where the server answers wrongly, or has gone and doesn't come back.
        """
        return [
            match
            for piece in pieces(text, LONGEST)
            for match in self._check_piece(text, piece, question)
        ]

    def _check_piece(self, text: str, piece: Span, question: Question) -> Iterator[Match]:
        """One request; what a server finds too long is asked about in halves."""
        part = text[piece.start : piece.end]
        if not part.strip():
            return
        status, answer = self._ask("POST", "/v2/check", question.fields(sendable(part)))
        if status == http.client.REQUEST_ENTITY_TOO_LARGE and len(part) > SHORTEST:
            for half in pieces(part, len(part) // 2):
                inside = Span(piece.start + half.start, piece.start + half.end)
                yield from self._check_piece(text, inside, question)
            return
        yield from matches_in(_as_json(status, answer), part, piece.start)

    def languages(self) -> frozenset[str]:
        """The codes of the languages that the server has. Raises as `check` does."""
        rows = _as_json(*self._ask("GET", "/v2/languages"))
        try:
            return frozenset(row[key] for row in rows for key in ("code", "longCode") if key in row)
        except (TypeError, KeyError):
            raise ServerFailure("it names no languages") from None

    def version(self) -> str:
        """What the server says it is, as `6.8 2026-05-05`. Raises as `check` does."""
        found = _as_json(*self._ask("POST", "/v2/check", {"text": "A text.", "language": "en-US"}))
        try:
            software = found["software"]
            return f"{software['version']} {software['buildDate']}"
        except (TypeError, KeyError):
            raise ServerFailure("it doesn't say what it is") from None

    def is_healthy(self, seconds: float = 2) -> bool:
        """Whether a server answers there now."""
        try:
            status, answer = self._send("GET", "/v2/healthcheck", "", seconds)
        except (OSError, http.client.HTTPException):
            return False
        return status == http.client.OK and answer.strip() == b"OK"

    def _ask(
        self, method: str, path: str, form: Mapping[str, str] | None = None
    ) -> tuple[int, bytes]:
        """Status and body. A server that went away has `back_seconds` to come back."""
        body = urlencode(form or {})
        deadline = time.monotonic() + self.back_seconds
        while True:
            try:
                return self._send(method, path, body, ANSWER_SECONDS)
            except TimeoutError:
                raise ServerFailure(f"no answer within {ANSWER_SECONDS} s") from None
            except (OSError, http.client.HTTPException) as error:
                self._wait_until(deadline, error)

    def _wait_until(self, deadline: float, error: Exception) -> None:
        """Return once the server is back. Raises ServerFailure where it doesn't come back."""
        while not self.is_healthy():
            if time.monotonic() > deadline:
                said = str(error) or type(error).__name__
                raise ServerFailure(f"{self.address} went away ({said})") from None
            time.sleep(0.2)

    def _send(self, method: str, path: str, body: str, seconds: float) -> tuple[int, bytes]:
        """One request on a connection that nobody else uses meanwhile."""
        connection = self._idle.pop() if self._idle else _connection(self.address)
        try:
            _limit(connection, seconds)
            where = urlsplit(self.address).path.rstrip("/") + path
            headers = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
            connection.request(method, where, body, headers)
            response = connection.getresponse()
            answer = response.read(LONGEST_ANSWER + 1)
            if len(answer) > LONGEST_ANSWER:
                raise ServerFailure(f"its answer has over {LONGEST_ANSWER // 1_000_000} MB")
        except BaseException:
            connection.close()
            raise
        self._idle.append(connection)
        return response.status, answer


def _connection(address: str) -> http.client.HTTPConnection:
    where = urlsplit(address)
    is_secure = where.scheme == "https"
    kind = http.client.HTTPSConnection if is_secure else http.client.HTTPConnection
    return kind(where.hostname or "", where.port)


def _limit(connection: http.client.HTTPConnection, seconds: float) -> None:
    """What the next request may take, whether the connection is open already or not."""
    connection.timeout = seconds
    if connection.sock is not None:
        connection.sock.settimeout(seconds)


def is_healthy(address: str, seconds: float = 2) -> bool:
    """Whether a LanguageTool server answers at an address now."""
    with Client(address) as client:
        return client.is_healthy(seconds)


def sendable(text: str) -> str:
    """A text as it can be sent, its offsets the same: lone surrogates are no Unicode."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join(
            "\N{REPLACEMENT CHARACTER}" if "\ud800" <= c <= "\udfff" else c for c in text
        )
    return text


# ---------------------------------------------------------------------------------- answers


def _as_json(status: int, answer: bytes) -> Any:
    """The answer's values. Raises ServerFailure with the beginning of what came instead."""
    if status != http.client.OK:
        raise ServerFailure(f"it answered {status}: {_beginning(answer)}")
    try:
        return json.loads(answer)
    except ValueError:
        raise ServerFailure(f"its answer is no JSON: {_beginning(answer)}") from None


def _beginning(answer: bytes) -> str:
    text = " ".join(answer[:400].decode("utf-8", "replace").split())
    return f"'{text[:100]}…'" if len(text) > 100 else f"'{text}'"


def matches_in(answer: Any, text: str, start: int) -> list[Match]:
    """The matches of an answer about a text that begins at `start`. Raises ServerFailure."""
    to_code_point = _to_code_points(text)
    try:
        if answer["warnings"]["incompleteResults"]:
            raise ServerFailure("it gave up half-way (incompleteResults)")
        return [_match(row, to_code_point, start) for row in answer["matches"]]
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        raise ServerFailure(f"its answer lacks what it should have ({error!r})") from None


class _CodePoints:
    """Offsets in UTF-16 units → in code points, for one text."""

    def __init__(self, text: str) -> None:
        wide = (c > "\uffff" for c in text)
        self._ends = list(accumulate((2 if is_wide else 1 for is_wide in wide), initial=0))

    def __call__(self, unit: int) -> int:
        """The code point that holds a unit; the text's end for what lies beyond it."""
        return bisect_right(self._ends, unit) - 1


def _to_code_points(text: str) -> Any:
    if text.isascii():
        return lambda unit: min(unit, len(text))
    return _CodePoints(text)


def _match(row: Mapping[str, Any], to_code_point: Any, start: int) -> Match:
    rule, offset = row["rule"], int(row["offset"])
    urls = rule.get("urls") or [{}]
    span = Span(to_code_point(offset), to_code_point(offset + int(row["length"])))
    return Match(
        rule=str(rule["id"]),
        span=Span(start + span.start, start + span.end),
        message=str(row["message"]),
        suggestions=tuple(str(r["value"]) for r in row["replacements"][:SUGGESTIONS]),
        category=str(rule["category"]["id"]),
        issue_type=str(rule["issueType"]),
        description=str(rule["description"]),
        url=str(urls[0].get("value", "")),
    )


def pieces(text: str, longest: int) -> list[Span]:
    """A text in pieces of at most so many characters, cut behind a sentence where one ends in the
    second half of a piece, else behind a blank, else anywhere.
    """
    found, start = [], 0
    while len(text) - start > longest:
        found.append(Span(start, _cut(text, start, start + longest)))
        start = found[-1].end
    return [*found, Span(start, len(text))]


def _cut(text: str, start: int, end: int) -> int:
    middle = (start + end) // 2
    for mark in ("\n", ". ", "? ", "! ", " "):
        at = text.rfind(mark, middle, end)
        if at >= 0:
            return at + len(mark)
    return end
